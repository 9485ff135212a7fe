/* block_model.h - which blocks are content: features, a linear model over them, the
 * choice.
 *
 * Every feature is a 32-bit hash of its kind and value; a block's margin is the sum of
 * its features' weights, most of which are 0 and not stored. The features are binary.
 * What depends on an element only is summed once per element: `bag` features hold for all
 * blocks below it, `owner` features for the blocks it owns.
 *
 * Source: our own study of block models (linear model, likeness of paths, a threshold per
 * page from the expected F1). To train: tests/bench/extract_train.sh; block_weights.h is
 * made. */
#ifndef FC_EXTRACTORS_BLOCK_MODEL_H
#define FC_EXTRACTORS_BLOCK_MODEL_H

#include "base/buf.h"
#include "extractors/page.h"

enum { FC_WEIGHT_BITS = 13, FC_MAX_FEATURES = 480 };

/* 2^FC_WEIGHT_BITS buckets of four weights: a feature's bucket is its upper bits, byte k
 * its tag (the lowest byte of the hash, 1 for 0), byte 4 + k the weight that goes with
 * it. */
typedef struct fc_block_model {
    const uint64_t *bucket;
    float scale;                /* margin = scale * sum of weights */
} fc_block_model;

/* All four are looked at, without a branch: which one it is cannot be predicted. */
static inline int32_t fc_weight(uint64_t bucket, uint32_t feature)
{
    uint32_t tag = feature & 0xFF;
    tag += !tag;
    return ((int8_t)(bucket >> 32) & -(int32_t)((bucket & 0xFF) == tag)) +
           ((int8_t)(bucket >> 40) & -(int32_t)((bucket >> 8 & 0xFF) == tag)) +
           ((int8_t)(bucket >> 48) & -(int32_t)((bucket >> 16 & 0xFF) == tag)) +
           ((int8_t)(bucket >> 56) & -(int32_t)((bucket >> 24 & 0xFF) == tag));
}

static inline uint64_t fc_weight_bucket(const fc_block_model *model, uint32_t feature)
{
    return model->bucket[feature >> (32 - FC_WEIGHT_BITS)];
}

/* The model that was trained on the development pages. */
extern const fc_block_model fc_block_model_default;

typedef enum fc_feature_group {
    FC_FG_TAGS, FC_FG_CLASSES, FC_FG_ANCESTORS, FC_FG_WORDS, FC_FG_SHAPE, FC_FG_PLACE,
    FC_FG_SECTION, FC_FG_CONTAINER, FC_FG_LIKES, FC_FG_TITLE, FC_FG_PAGE, FC_FG_NEIGHBOURS,
    FC_FG_COUNT
} fc_feature_group;

extern const char *const fc_feature_group_names[FC_FG_COUNT];

typedef struct fc_features {
    uint32_t v[FC_MAX_FEATURES];
    uint8_t group[FC_MAX_FEATURES];
    unsigned n;
} fc_features;

/* Call once before the others: bins that several features share. */
void fc_features_open(fc_page *page);
/* Append the features of a block; bag and owner features go by the element. */
void fc_features_bag(const fc_page *page, uint32_t elem, fc_features *f);
void fc_features_owner(const fc_page *page, uint32_t elem, fc_features *f);
void fc_features_block(const fc_page *page, uint32_t block, fc_features *f);
/* All three, over all ancestors: for training and for explaining. */
void fc_features_all(const fc_page *page, uint32_t block, fc_features *f);

/* Set margin of all blocks, then pull blocks of the same path together and set p. */
void fc_blocks_score(fc_page *page, const fc_block_model *model, fc_arena *a);

typedef struct fc_block_choice {
    int comments;               /* -1: drop visitors' comments, 0: as scored, 1: keep */
    float strictness;           /* factor on the page's threshold, 1: best expected F1 */
} fc_block_choice;

/* Set keep of all blocks. Returns how many are kept. */
uint32_t fc_blocks_select(fc_page *page, const fc_block_choice *choice);

/* between.c: keep also the code, tables and formulas between kept blocks. Returns how many. */
uint32_t fc_blocks_between(fc_page *page);
/* ... and drop the labels and buttons beside code; a label tells its language. */
void fc_blocks_labels(fc_page *page);

/* One line a block for a person: kept or not, probability, size, place, what spoke for
 * it. */
void fc_blocks_explain(const fc_page *page, const fc_block_model *model, fc_buf *out,
                       fc_arena *a);

#endif
