/* block_model.h - which blocks are content: two passes that score them, and the choice.
 *
 * First pass: a linear model. Every feature is a 32-bit hash of its kind and value; a
 * block's margin is the sum of its features' weights, most of which are 0 and not stored.
 * The features are binary and their weights integers, so sums may be taken in any order:
 * what depends on an element only is summed once per element.
 *
 * Second pass: boosted trees over plain numbers (block_numbers.h), the margins of the
 * first pass and the odds of the page's kind among them.
 *
 * Source: our own study of block models. To train: filterc train --target blocks. */
#ifndef FC_EXTRACTORS_BLOCK_MODEL_H
#define FC_EXTRACTORS_BLOCK_MODEL_H

#include "base/bits.h"
#include "base/buf.h"
#include "extractors/block_trees.h"

enum { FC_WEIGHT_BITS = 15, FC_KIND_BITS = 12, FC_MAX_FEATURES = 480 };
enum { FC_FEATURE_LANES = 8 };  /* features that are looked at together */

/* 2^bits buckets of two weights: a feature's bucket is its upper bits, byte k its tag
 * (the lowest byte of the hash, 1 for 0), byte 2 + k the weight that goes with it. */
typedef struct fc_linear {
    const uint32_t *bucket;
    unsigned bits;
    float scale;                /* margin = scale * sum of weights */
} fc_linear;

/* A bucket of each kind of page, and one without weights. */
enum { FC_KIND_LANES = 8 };
typedef uint32_t fc_kind_buckets[FC_KIND_LANES];

typedef struct fc_block_model {
    fc_linear first;            /* pass over blocks, FC_WEIGHT_BITS */
    fc_linear kind[FC_PAGE_KINDS]; /* of pages, FC_KIND_BITS */
    const fc_kind_buckets *kinds; /* the same side by side: fc_page_kinds_join */
    fc_trees trees;             /* second pass; without any, the first decides */
} fc_block_model;

/* Both are looked at, without a branch: which one it is cannot be predicted. Numbers of
 * 32 bits throughout, for vectors. */
static inline int32_t fc_weight(uint32_t bucket, uint32_t feature)
{
    uint32_t tag = feature & 0xFF;
    tag += !tag;
    return ((int32_t)(bucket << 8) >> 24 & -(int32_t)((bucket & 0xFF) == tag)) +
           ((int32_t)bucket >> 24 & -(int32_t)((bucket >> 8 & 0xFF) == tag));
}

static inline uint32_t fc_weight_bucket(const fc_linear *model, uint32_t feature)
{
    return model->bucket[feature >> (32 - model->bits)];
}

/* Groups of the features of the first pass. */
typedef enum fc_feature_group {
    FC_FG_TAGS,
    FC_FG_CLASSES,
    FC_FG_ANCESTORS,
    FC_FG_WORDS,
    FC_FG_SHAPE,
    FC_FG_PLACE,
    FC_FG_CONTAINER,
    FC_FG_LIKES,
    FC_FG_TITLE,
    FC_FG_PAGE,
    FC_FG_COUNT
} fc_feature_group;

/* Apart from collecting them, so that a compiler can make vectors of it. */
FC_INLINE uint32_t fc_feature_hash(uint32_t v)
{
    v *= 0x85EBCA6Bu;
    v = (v ^ v >> 15) * 0xC2B2AE35u;
    return v ^ v >> 16;
}

extern const char *const fc_feature_group_names[FC_FG_COUNT];

typedef struct fc_features {
    uint32_t v[FC_MAX_FEATURES + FC_FEATURE_LANES]; /* fc_feature_hash makes hashes of
                                                       them */
    uint8_t group[FC_MAX_FEATURES];
    unsigned n;
    const int32_t *few;         /* weights of fc_features_few; NULL: these are put, too */
    int32_t sum;                /* of those that were not put */
} fc_features;

/* Call once before the others: bins that several features share. */
void fc_features_open(fc_page *page);
/* Append the features of a block. Those of the elements around it go by the element that
 * owns it, and by that one's parent; bag features by each ancestor. */
void fc_features_block(const fc_page *page, uint32_t block, fc_features *f);
void fc_features_owner(const fc_page *page, uint32_t elem, fc_features *f);
void fc_features_above(const fc_page *page, uint32_t parent, fc_features *f);
void fc_features_bag(const fc_page *page, uint32_t elem, fc_features *f);
/* Set to the bag features of the words page->token[at ..], as many as there is room for;
 * to those of the bits of fc_elem.sem. */
void fc_features_words(const fc_page *page, uint32_t at, fc_features *f);
void fc_features_places(fc_features *f);
/* Set to all of the kinds that have few values. */
void fc_features_few(fc_features *f);
/* All of them, over all ancestors, as hashes: for training and for explaining. */
void fc_features_all(const fc_page *page, uint32_t block, fc_features *f);
/* What each group adds to a block's margin in the first pass. */
void fc_blocks_evidence(const fc_page *page, const fc_linear *model, uint32_t block,
                        float evidence[FC_FG_COUNT]);

/* Set margin of all blocks by the first pass only. */
void fc_blocks_score_first(fc_page *page, const fc_linear *model, fc_arena *a);
/* Set margin and p of all blocks; the odds of the page's kinds are known. */
void fc_blocks_score(fc_page *page, const fc_block_model *model, fc_arena *a);

typedef enum fc_comments {
    FC_COMMENTS_AUTO,           /* visitors' comments as scored */
    FC_COMMENTS_KEEP, FC_COMMENTS_DROP, FC_COMMENTS_ONLY
} fc_comments;

typedef struct fc_block_choice {
    fc_comments comments;
    float strictness;           /* factor on the page's threshold, 1: best expected F1 */
} fc_block_choice;

/* Set keep of all blocks. Returns how many are kept. */
uint32_t fc_blocks_select(fc_page *page, const fc_block_choice *choice);

/* between.c: keep also the code, tables and formulas between kept blocks. Returns how
 * many. */
uint32_t fc_blocks_between(fc_page *page);
/* footnotes.c: a note to the text that its score does not keep, below the first kept
 * block; a block that is but the number of the note that follows. */
bool fc_block_is_footnote(const fc_page *page, uint32_t i, uint32_t first);
bool fc_block_tells_number(const fc_page *page, const fc_block *b);
static inline bool fc_block_is_note_number(const fc_page *page, const fc_block *b)
{
    return b->words <= 1 && fc_block_tells_number(page, b);
}
/* Whether an element or what it is in, not far above, has one of some words. */
bool fc_page_is_called(const fc_page *page, uint32_t e, const uint32_t *word, size_t n);
/* ... and drop the labels and buttons beside code, a label tells its language; and the
 * numbers of formulas. */
void fc_blocks_labels(fc_page *page);

/* One line a block for a person: kept or not, probability, size, place, what spoke for
 * it. */
void fc_blocks_explain(const fc_page *page, const fc_block_model *model, fc_buf *out);

#endif
