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

/* Rows of the blocks that get one, and zeros in those that are read beside them. */
static void open_rows(const fc_page *page, fc_numbers *n, fc_arena *a)
{
    n->row = fc_alloc(a, page->blocks * sizeof *n->row);
    n->rows = 0;
    for (uint32_t i = 0; i < page->blocks; i++)
        n->rows += page->block[i].first >= FC_HOPELESS;
    for (uint32_t i = 0, row = 0; i < page->blocks; i++)
        n->row[i] = page->block[i].first >= FC_HOPELESS ? row++ : n->rows;
    n->stride = (n->rows / FC_NUMBERS_LANES + 1) * FC_NUMBERS_LANES;
    n->x = fc_alloc(a, (size_t)fc_numbers_count() * n->stride * sizeof *n->x);
    for (uint32_t c = 0; c < fc_numbers_count(); c++)
        memset(n->x + (size_t)c * n->stride + n->rows, 0,
               (n->stride - n->rows) * sizeof *n->x);
}

void fc_numbers_fill(const fc_page *page, const float kinds[FC_PAGE_KINDS], fc_numbers *n,
                     fc_arena *a)
{
    fc_surroundings s;
    open_rows(page, n, a);
    fc_surroundings_find(page, &s, a);
    fc_numbers_own(page, &s, n, 0, a);
    fc_numbers_around(page, &s, n, fc_numbers_own_count, a);
    float *x =
        n->x + (size_t)(fc_numbers_own_count + fc_numbers_around_count) * n->stride;
    for (unsigned k = 0; k < FC_PAGE_KINDS; k++)
        for (uint32_t i = 0; i < n->rows; i++)
            x[(size_t)k * n->stride + i] = kinds[k];
}
