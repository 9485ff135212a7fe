/* footnotes.c - notes to the text, known by the words of what they are in: Texinfo,
 * Sphinx, DocBook, Pandoc. Where the number of a note is a block of its own, it is put
 * before the note when that is written. */
#include "base/str.h"
#include "extractors/block_model.h"
#include "extractors/class_words.h"

enum {
    NOTE_STEPS = 4,             /* up from a note to what calls it so */
    NUMBER_BYTES = 8,
    NO_TEXT = FC_SEM_NAV | FC_SEM_FOOTER | FC_SEM_FORM | FC_SEM_DIALOG
};

bool fc_page_is_called(const fc_page *page, uint32_t e, const uint32_t *word, size_t n)
{
    for (int step = 0; step < NOTE_STEPS && e; step++, e = page->parent[e])
        for (unsigned t = 0; t < page->elem[e].tokens; t++)
            if (fc_word_among(word, n, page->token[page->elem[e].token + t]))
                return true;
    return false;
}

static bool is_in_notes(const fc_page *page, uint32_t e)
{
    const uint32_t called[] = { fc_word_hash(FC_STR("footnote")),
                                fc_word_hash(FC_STR("footnotes")),
                                fc_word_hash(FC_STR("endnotes")) };
    return fc_page_is_called(page, e, called, sizeof called / sizeof *called);
}

bool fc_block_is_footnote(const fc_page *page, uint32_t i, uint32_t first)
{
    static const float least = 0.1f;
    const fc_block *b = &page->block[i];
    const fc_elem *own = &page->elem[b->owner];
    if (i <= first || b->kind != FC_BLOCK_TEXT || b->why ||
        b->link_words * 2 > b->words || (own->sem & NO_TEXT) ||
        (own->flags & (FC_EL_HIDDEN | FC_EL_NOSCRIPT)))
        return false;
    return (b->p >= least || fc_block_is_note_number(page, b - 1)) &&
           is_in_notes(page, b->owner);
}

/* "1", "[1]", "(12)", "*" */
static bool is_number(fc_str s)
{
    bool bracket = s.n > 2 && (s.p[0] == '[' || s.p[0] == '(');
    s = bracket ? fc_str_sub(s, 1, s.n - 1) : s;
    for (size_t i = 0; i < s.n; i++)
        if (!fc_is_digit(s.p[i]) && s.p[i] != '*')
            return false;
    return s.n > 0;
}

bool fc_block_tells_number(const fc_page *page, const fc_block *b)
{
    char text[NUMBER_BYTES];
    size_t n = 0;
    bool back = false;
    if (b->kind != FC_BLOCK_TEXT || b + 1 == page->block + page->blocks ||
        b[1].kind != FC_BLOCK_TEXT)
        return false;
    for (uint32_t i = b->from; i < b->to; i++) {
        const fc_dom *dom = page->dom;
        uint32_t up = dom->node[i].parent;
        if (dom->node[i].tag != FC_TAG_TEXT)
            continue;
        fc_str s = fc_str_trim(fc_dom_text(dom, i));
        if (s.n > sizeof text - n)
            return false;
        memcpy(text + n, s.p, s.n);
        n += s.n;
        back |= fc_node_link_within(dom, up).n > 0;
    }
    return back && is_number((fc_str){ text, n }) && is_in_notes(page, b->owner);
}
