/* block_numbers.h - plain numbers about the blocks of a page, for the second pass.
 *
 * A table with one column per number and one row per block that is worth a second look;
 * 32 rows at a time, with their columns one after the other, so that a row is written by
 * stores at fixed places and trees read all they need of 32 blocks from one place.
 * The first columns are measured on the page alone (block_own.c), the next say what the
 * first pass thought of a block and of what is around it: before, after, above, alike, in
 * the same item or section (block_around.c), the last ones which kind of page it is. The
 * order of the columns is part of trained models. */
#ifndef FC_EXTRACTORS_BLOCK_NUMBERS_H
#define FC_EXTRACTORS_BLOCK_NUMBERS_H

#include "extractors/page.h"

enum { FC_NUMBERS_MAX = 256, FC_NUMBERS_LANES = 32 };

/* Blocks with log odds below this in the first pass are not worth another look; and where
 * the elements around a block alone give less than FC_BESIDE, its own text is not looked
 * at: it gets FC_UNREAD. */
#define FC_HOPELESS (-5.0f)
#define FC_BESIDE (-2.0f)
#define FC_UNREAD (-7.0f)

typedef struct fc_numbers {
    float *x;                   /* see fc_numbers_row */
    uint32_t rows, columns;
    uint32_t *row;              /* of each block: its row; rows for a block without one */
    uint32_t *block;            /* of each row */
} fc_numbers;

/* Column k of a row is k * FC_NUMBERS_LANES floats after this. */
static inline float *fc_numbers_row(const fc_numbers *n, uint32_t row)
{
    return n->x + (size_t)(row / FC_NUMBERS_LANES) * n->columns * FC_NUMBERS_LANES +
           row % FC_NUMBERS_LANES;
}

/* Rows that there is room for: whole groups. */
static inline uint32_t fc_numbers_room(const fc_numbers *n)
{
    return (n->rows + FC_NUMBERS_LANES - 1) / FC_NUMBERS_LANES * FC_NUMBERS_LANES;
}

/* An item is a repeated element, such as a card of a grid or a post of a thread: one of
 * three or more children of one parent that have the same tag and class, with several
 * blocks. Its group is all of them. */
typedef struct fc_surroundings {
    uint32_t *item;             /* of each element: nearest item, itself included; 0:
                                   none */
    uint32_t *group;            /* of each item: the first item of its group; of another
                                   element: itself */
    uint32_t *mates, *rank;     /* of each element: siblings like it, those before it */
    uint32_t *first, *last;     /* of each element: its first and last block */
    uint32_t *long_words;       /* of each element: words of blocks long and hardly
                                   linked */
    uint32_t *group_words;      /* of each group */
} fc_surroundings;

void fc_surroundings_find(const fc_page *page, fc_surroundings *s, fc_arena *a);

/* All columns, of blocks that have the margins of the first pass; kinds are the odds of
 * fc_page_kind_odds. */
void fc_numbers_fill(const fc_page *page, const float kinds[FC_PAGE_KINDS], fc_numbers *n,
                     fc_arena *a);
uint32_t fc_numbers_count(void);
const char *fc_numbers_name(uint32_t column);

/* The parts, each from its own first column on. */
extern const uint32_t fc_numbers_own_count, fc_numbers_around_count;
extern const char *const fc_numbers_own_names[], *const fc_numbers_around_names[];
void fc_numbers_own(const fc_page *page, const fc_surroundings *s, fc_numbers *n,
                    uint32_t at, fc_arena *a);
void fc_numbers_around(const fc_page *page, const fc_surroundings *s, fc_numbers *n,
                       uint32_t at, fc_arena *a);

static inline float fc_share(float part, float whole)
{
    return whole > 0 ? part / whole : 0;
}

#endif
