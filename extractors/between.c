/* between.c - code, data tables and formulas that stand between kept text belong to it.
 *
 * The score of a block is about words, and these have few that a model could know; what stands
 * before and after them says more. */
#include "extractors/block_model.h"

enum { MAX_RUN = 8 };           /* blocks in a row that are kept for what is around them */

static bool is_special(const fc_page *page, const fc_block *b)
{
    const fc_elem *e = &page->elem[b->owner];
    if (b->why || (e->flags & (FC_EL_HIDDEN | FC_EL_NOSCRIPT)) ||
        (e->sem & (FC_SEM_NAV | FC_SEM_FOOTER | FC_SEM_FORM | FC_SEM_DIALOG)))
        return false;
    if (b->kind == FC_BLOCK_TEXT)
        return b->formulas && b->words <= 4 * b->formulas;
    return b->link_words * 2 < b->words;
}

uint32_t fc_blocks_between(fc_page *page)
{
    uint32_t more = 0, run = 0;
    for (uint32_t i = 0; i < page->blocks; i++) {
        fc_block *b = &page->block[i];
        if (!b->keep && is_special(page, b)) {
            run++;
            continue;
        }
        bool before = i > run && page->block[i - run - 1].keep;
        for (uint32_t k = i - run; k < i && run <= MAX_RUN && before && b->keep; k++, more++) {
            page->block[k].keep = 1;
            page->block[k].why = "between kept text";
        }
        run = 0;
    }
    return more;
}
