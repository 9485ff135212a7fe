/* block_numbers.c - see block_numbers.h: the table, from its parts. */
#include "extractors/block_numbers.h"
#include "base/str.h"

static const char *const kind_names[FC_PAGE_KINDS] = {
    "kind: article", "kind: collection", "kind: docs", "kind: forum", "kind: listing",
    "kind: product", "kind: service",
};

uint32_t fc_numbers_count(void)
{
    return fc_numbers_own_count + fc_numbers_around_count + FC_PAGE_KINDS;
}

const char *fc_numbers_name(uint32_t column)
{
    if (column < fc_numbers_own_count)
        return fc_numbers_own_names[column];
    column -= fc_numbers_own_count;
    if (column < fc_numbers_around_count)
        return fc_numbers_around_names[column];
    return kind_names[column - fc_numbers_around_count];
}

/* What the first pass thinks is the order of the rows, so that most trees are asked about
 * groups of which all or none are in doubt. */
enum { NO, PERHAPS, YES, OPINIONS };
static unsigned opinion(float first)
{
    return first < -2 ? NO : first < 2 ? PERHAPS : YES;
}

/* Rows of the blocks that get one, and zeros in those that are read beside them. */
static void open_rows(const fc_page *page, fc_numbers *n, fc_arena *a)
{
    n->row = fc_alloc(a, page->blocks * sizeof *n->row);
    n->block = fc_alloc(a, page->blocks * sizeof *n->block);
    n->columns = fc_numbers_count();
    n->rows = 0;
    for (unsigned o = 0; o < OPINIONS; o++)
        for (uint32_t i = 0; i < page->blocks; i++)
            if (page->block[i].first >= FC_HOPELESS && opinion(page->block[i].first) == o)
                n->block[n->rows++] = i;
    for (uint32_t i = 0; i < page->blocks; i++)
        n->row[i] = n->rows;
    for (uint32_t r = 0; r < n->rows; r++)
        n->row[n->block[r]] = r;
    uint32_t room = fc_numbers_room(n);
    n->x = fc_alloc(a, (size_t)n->columns * room * sizeof *n->x);
    for (uint32_t c = 0; c < n->columns && n->rows < room; c++)
        memset(fc_numbers_row(n, n->rows) + c * FC_NUMBERS_LANES, 0,
               (room - n->rows) * sizeof *n->x);
}

void fc_numbers_fill(const fc_page *page, const float kinds[FC_PAGE_KINDS], fc_numbers *n,
                     fc_arena *a)
{
    fc_surroundings s;
    open_rows(page, n, a);
    fc_surroundings_find(page, &s, a);
    fc_numbers_own(page, &s, n, 0, a);
    fc_numbers_around(page, &s, n, fc_numbers_own_count, a);
    for (uint32_t r = 0; r < n->rows; r++) {
        float *x = fc_numbers_row(n, r) +
                   (fc_numbers_own_count + fc_numbers_around_count) * FC_NUMBERS_LANES;
        for (unsigned k = 0; k < FC_PAGE_KINDS; k++)
            x[k * FC_NUMBERS_LANES] = kinds[k];
    }
}
