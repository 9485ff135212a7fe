/* block_trees.h - boosted trees over the columns of block_numbers.h, scored for all
 * blocks at once.
 *
 * Every tree asks the same question of all blocks at each of its levels (an "oblivious"
 * tree): is column[feature] above cut? The answers are the bits of the place of the
 * tree's leaf, so a level is one loop over a column without a branch, which compilers
 * turn into vectors, and a model is three flat arrays.
 *
 * The trees ask about few cuts of a column, some ten each. So a number is compared with
 * them, its edges, once, and the trees ask how many it is not above: a byte instead of a
 * float, so that 32 blocks are one vector. 450 trees take .68 of the instructions that
 * they take with floats. Then only blocks that are still in doubt look up leaves, or all
 * 32 at once where the processor looks up bytes in a vector. */
#ifndef FC_EXTRACTORS_BLOCK_TREES_H
#define FC_EXTRACTORS_BLOCK_TREES_H

#include "extractors/block_numbers.h"

enum {
    FC_TREE_DEPTH = 6, FC_TREE_LEAVES = 1 << FC_TREE_DEPTH, FC_MAX_TREES = 1000,
    FC_TREES_STEP = 96          /* trees after which it is asked who is decided */
};

/* A block whose log odds are beyond this after some steps of trees gets no more of them:
 * no profile's threshold is near. */
#define FC_DECIDED 3.5f

typedef struct fc_tree_column {
    uint32_t column;            /* of the numbers */
    uint32_t from, to;          /* its edges, falling: edge[from] .. edge[to - 1] */
} fc_tree_column;

typedef struct fc_trees {
    uint32_t n;
    float bias;
    const uint16_t *feature;    /* FC_TREE_DEPTH of each tree */
    const float *cut;           /* the same */
    const float *leaf;          /* FC_TREE_LEAVES of each tree */
    /* made of these by fc_trees_prepare */
    const fc_tree_column *column; /* that the trees ask about */
    uint32_t columns;
    const float *edge;
    const uint16_t *asked;      /* of each question: where the counts of its column are */
    const int8_t *below;        /* yes: the number is not above fewer edges than this */
    const int16_t *whole;       /* leaves in units, so that sums are the same in any
                                   order */
    const uint8_t *halves;      /* of each tree: their lower bytes, their upper ones */
    float unit;                 /* a power of two */
} fc_trees;

/* False when a column has more cuts than training makes (63): over 127. Leaves become
 * multiples of a unit of some 2^-15: that moves a margin by less than .001, and 16 bits
 * can be looked up for 32 rows at once. */
bool fc_trees_prepare(fc_trees *trees, fc_arena *a);
/* Set the margins of the rows from their columns; there is room for fc_numbers_room() of
 * them. The trees have been prepared. */
void fc_trees_score(const fc_trees *trees, const fc_numbers *n, float *margin);
/* The same, also where the processor has vectors of 32 bytes. */
void fc_trees_score_plain(const fc_trees *trees, const fc_numbers *n, float *margin);
static inline bool fc_trees_decided(float margin)
{
    return margin < -FC_DECIDED || margin > FC_DECIDED;
}

#endif
