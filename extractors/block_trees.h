/* block_trees.h - boosted trees over the columns of block_numbers.h, scored for all
 * blocks at once.
 *
 * Every tree asks the same question of all blocks at each of its levels (an "oblivious"
 * tree): is column[feature] above cut? The answers are the bits of the place of the
 * tree's leaf, so a level is one loop over a column without a branch, which compilers
 * turn into vectors, and a model is three flat arrays. */
#ifndef FC_EXTRACTORS_BLOCK_TREES_H
#define FC_EXTRACTORS_BLOCK_TREES_H

#include "extractors/block_numbers.h"

enum { FC_TREE_DEPTH = 6, FC_TREE_LEAVES = 1 << FC_TREE_DEPTH, FC_MAX_TREES = 1000 };

typedef struct fc_trees {
    uint32_t n;
    float bias;
    const uint16_t *feature;    /* FC_TREE_DEPTH of each tree */
    const float *cut;           /* the same */
    const float *leaf;          /* FC_TREE_LEAVES of each tree */
} fc_trees;

/* Set the margins of the rows from their columns; there is room for stride of them. */
void fc_trees_score(const fc_trees *trees, const fc_numbers *n, float *margin);

#endif
