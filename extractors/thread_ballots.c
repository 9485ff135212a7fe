/* thread_ballots.c - the votes of posts on their parts: a ballot for each key, which is
 * tag and class of an element, of each template when those are asked apart. */
#include "base/str.h"
#include "extractors/thread_reader.h"

uint32_t fc_ballot_key(const fc_thread_reader *r, uint32_t e)
{
    const fc_page *page = r->page;
    bool classed = fc_dom_attr(page->dom, page->elem[e].node, "class").n > 0;
    uint32_t key = classed || !r->marks->kind[e] ? page->elem[e].key : r->marks->kind[e];
    if (!r->apart && r->marks->own[e] & FC_MARK_TIME && r->in[e] & FC_MARK_PANEL)
        key ^= 0x9E3779B1u; /* since when the author is there is not when he wrote */
    if (r->apart)
        key = key * 31 + page->post[r->of[e]].group * 0x9E3779B1u;
    return key ? key : 1;
}

void fc_ballots_open(fc_thread_reader *r, uint32_t n)
{
    uint32_t room = 16;
    while (room < 2 * n)
        room *= 2;
    r->key = fc_zalloc(r->a, room, sizeof *r->key);
    r->ballot = fc_alloc(r->a, room * sizeof *r->ballot);
    r->mask = room - 1;
}

uint32_t fc_ballot_place(fc_thread_reader *r, uint32_t e)
{
    uint32_t key = fc_ballot_key(r, e), i = key * 0x9E3779B1u >> 7 & r->mask;
    while (r->key[i] && r->key[i] != key)
        i = (i + 1) & r->mask;
    if (!r->key[i]) {
        r->key[i] = key;
        r->ballot[i] = (fc_ballot){ 0 };
    }
    return i;
}

void fc_ballots_clear(fc_thread_reader *r)
{
    memset(r->key, 0, (r->mask + 1) * sizeof *r->key);
}
