/* train.h - what the block model is trained from and the parts of training.
 *
 *     train_pages.c     pages and gold text from files to a training set
 *     train_labels.c    which blocks are content, by the gold text
 *     train_refine.c    ... and by what they do to the page's F1
 *     train_linear.c    linear models over hashed features, packed into tables
 *     train_trees.c     boosted trees over plain numbers
 *     train_blocks.c    fc_train_blocks: all of it, and how it did on sites held out
 *
 * Blocks of all pages are numbered through. Everything lives until the training is over,
 * in arenas that grow by one piece each. */
#ifndef FC_EXTRACTORS_TRAIN_H
#define FC_EXTRACTORS_TRAIN_H

#include "extractors/html.h"

enum { FC_FOLDS = 5, FC_UNKNOWN_KIND = 255 };

/* A growing array in an arena of its own. */
typedef struct fc_list {
    fc_arena a;
    void *p;
    size_t n, cap, size;        /* items, and bytes of one */
} fc_list;

void *fc_list_add(fc_list *l, size_t n); /* room for n more items at the end,
                                            uninitialised */
#define FC_LIST(l, type) ((type *)(l)->p)

typedef struct fc_train_page {
    fc_str name, url;
    uint32_t site;              /* hash of the site: pages of a site are in the same
                                   fold */
    uint32_t first, blocks;
    size_t gold, golds;         /* words in set->gold */
    uint8_t kind;               /* class of page_kind.h, or FC_UNKNOWN_KIND */
    bool weak;                  /* the gold is lines that must or must not be there */
} fc_train_page;

typedef struct fc_train_block {
    size_t feature, word;       /* where they begin in the lists */
    uint32_t features, words;
    uint32_t page, size;        /* words as the page measures them */
    float weight;               /* 0: says nothing */
    uint8_t label;
} fc_train_block;

typedef struct fc_train_set {
    const char *pages_dir, *gold_dir;
    fc_list page, block, feature, word, gold;
    fc_list row, number;        /* blocks that get a second look, and their numbers */
    fc_arena names, keep, scratch; /* keep and scratch: reset for each page */
    fc_err *err;
} fc_train_set;

void fc_train_set_open(fc_train_set *set, jmp_buf *guard);
void fc_train_set_close(fc_train_set *set);
/* Read DIR/index.tsv and all pages it names, with labels and hashed features. */
fc_rc fc_train_set_read(fc_train_set *set);
/* Parse page k again into keep; false when it has no blocks. page->dom and hints are in
 * *dom,
 * *meta. */
bool fc_train_page_build(fc_train_set *set, uint32_t k, fc_page *page, fc_dom *dom,
                         fc_page_meta *meta);
static inline int fc_train_fold(const fc_train_page *p)
{
    return (int)(p->site % FC_FOLDS);
}

/* Hashes of the words of a text, appended to the list: runs of letters and digits, ASCII
 * case ignored; each ideograph, kana and Thai letter is one. Marks of Markdown links and
 * fences are no words. */
size_t fc_train_words(fc_list *to, fc_str text);
/* Set label of the blocks of a page from its gold words. */
void fc_train_label(fc_train_set *set, fc_train_page *page);
/* Change labels where the page's word F1 rises by it. */
void fc_train_refine(fc_train_set *set, const fc_train_page *page);
/* Labels from lines that begin with + (must be in the text) or - (must not be); blocks
 * that none of them is in get weight 0. */
void fc_train_label_lines(fc_train_set *set, fc_train_page *page, fc_str lines);

/* A linear model of examples as lists of hashed features: without the examples whose fold
 * is `fold` (-1: with all). The table has 2^bits buckets in keep. */
typedef struct fc_linear_example {
    const uint32_t *feature;
    uint32_t features, site;
    float weight;
    uint8_t label;
} fc_linear_example;
typedef struct fc_linear_settings {
    double alpha, l1;
    int epochs;
    unsigned min_sites, bits;
} fc_linear_settings;
void fc_train_linear(const fc_linear_example *x, size_t n, const fc_linear_settings *s,
                     int fold, fc_linear *model, fc_arena *keep, fc_arena *scratch);

/* Boosted trees: column k of row i is x[k * rows + i]. */
typedef struct fc_tree_data {
    const float *x;
    uint32_t rows, columns;
    const uint8_t *label;
    const float *weight;
    const uint8_t *fold;
} fc_tree_data;
typedef struct fc_tree_settings {
    uint32_t trees;
    double rate, lambda, row_share, column_share, min_weight;
} fc_tree_settings;
typedef struct fc_tree_bins {
    uint8_t *bin;               /* as x */
    float *cut;                 /* of each column: MAX_BINS - 1 */
    uint32_t *cuts;             /* how many */
} fc_tree_bins;
void fc_train_tree_bins(const fc_tree_data *d, fc_tree_bins *bins, fc_arena *keep,
                        fc_arena *scratch);
void fc_train_trees(const fc_tree_data *d, const fc_tree_bins *bins,
                    const fc_tree_settings *s, int fold, fc_trees *model, fc_arena *keep,
                    fc_arena *scratch);

#endif
