/* between.c - what stands between and beside: code, data tables, headings, captions and
 * sentences of manuals that stand between kept text belong to it, formulas that follow
 * kept text and terms that it explains; a label beside code or the number of a formula
 * does not.
 *
 * The score of a block is about words, and most of these have few that a model could
 * know; what stands before and after them says more. */
#include "base/str.h"
#include "extractors/block_model.h"
#include "extractors/code.h"
#include "extractors/page_kind.h"

enum {
    MAX_GAP = 4, SMALL = 12,    /* blocks to the next kept one; words of a small one */
    MAX_BELOW = 12,             /* blocks below a heading until text is kept */
    SENTENCE = 8,               /* words */
    FIGURE_STEPS = 5,           /* up from a table or caption to its figure */
    SHARED_STEPS = 3,           /* up from code to what it shares with kept text */
    NUMBER_BYTES = 12, WORD_BYTES = 24, HEAD_NODES = 64,
    LABEL_WORDS = 5, LABEL_BYTES = 64, LABEL_STEPS = 4,
    NO_TEXT = FC_SEM_NAV | FC_SEM_FOOTER | FC_SEM_FORM | FC_SEM_DIALOG
};

static const char between[] = "between kept text";
static const float manual = 0.25f;      /* odds of documentation from which a page is */

/* The first text of a block that is not blank, or the last one. */
static fc_str text_at(const fc_page *page, const fc_block *b, bool last)
{
    const fc_dom *dom = page->dom;
    for (uint32_t k = 0; k < b->to - b->from && k < HEAD_NODES; k++) {
        uint32_t i = last ? b->to - 1 - k : b->from + k;
        if (dom->node[i].tag == FC_TAG_TEXT && !dom->node[i].blank)
            return fc_str_trim(fc_dom_text(dom, i));
    }
    return (fc_str){ NULL, 0 };
}

/* A block that is TeX from a delimiter of displays to another, which a script draws. */
static bool is_displayed(const fc_page *page, const fc_block *b)
{
    fc_str s = text_at(page, b, false);
    if (s.n < 2 || (s.p[0] != '$' && s.p[0] != '\\'))
        return false;
    fc_str end = text_at(page, b, true);
    if (fc_str_starts(s, FC_STR("$$")))
        return (s.p != end.p || s.n > 4) && fc_str_ends(end, FC_STR("$$"));
    return (fc_str_starts(s, FC_STR("\\[")) && fc_str_ends(end, FC_STR("\\]"))) ||
           (fc_str_starts(s, FC_STR("\\begin{")) && fc_str_ends(end, FC_STR("}")) &&
            fc_str_find(end, FC_STR("\\end{")) < end.n);
}

static bool is_special(const fc_page *page, const fc_block *b)
{
    const fc_elem *e = &page->elem[b->owner];
    if (b->why || (e->flags & (FC_EL_HIDDEN | FC_EL_NOSCRIPT)) || (e->sem & NO_TEXT))
        return false;
    if (b->kind == FC_BLOCK_TEXT)
        return (b->formulas && b->words <= 4 * b->formulas) || is_displayed(page, b);
    return b->kind == FC_BLOCK_PRE || b->link_words * 2 < b->words;
}

/* A formula goes on with what stands before it; nothing else on a page has any. */
static bool is_formula(const fc_block *b)
{
    return b->kind == FC_BLOCK_TEXT && !b->link_words;
}

/* The nearest kept block on one side, with nothing but small ones on the way; NULL: none
 * is near. */
static const fc_block *kept_near(const fc_page *page, uint32_t from, bool back)
{
    for (uint32_t step = 1; step <= MAX_GAP && (!back || step <= from); step++) {
        uint32_t i = back ? from - step : from + step;
        if (i >= page->blocks)
            return NULL;
        const fc_block *b = &page->block[i];
        if (b->keep)
            return b;
        if (b->words > SMALL && !is_special(page, b))
            return NULL;
    }
    return NULL;
}

/* Whether the other is in one of the elements that a block is in, not far above it. */
static bool shares(const fc_page *page, const fc_block *b, const fc_block *other)
{
    uint32_t e = page->parent[b->owner];
    for (int step = 0; step < SHARED_STEPS && e; step++, e = page->parent[e]) {
        if (page->elem[e].tag == FC_TAG_BODY)
            return false;
        if (other->from > page->elem[e].node &&
            other->from < page->dom->node[page->elem[e].node].end)
            return true;
    }
    return false;
}

/* Between kept text; code that begins or ends the text is beside some. */
static bool belongs(const fc_page *page, uint32_t i)
{
    const fc_block *b = &page->block[i], *before = kept_near(page, i, true);
    if (before && is_formula(b))
        return true;
    const fc_block *after = kept_near(page, i, false);
    if (before && after)
        return true;
    return b->kind == FC_BLOCK_PRE && ((before && shares(page, b, before)) ||
                                       (after && shares(page, b, after)));
}

/* The term that kept text explains. */
static bool is_term(const fc_page *page, uint32_t i)
{
    const fc_block *b = &page->block[i];
    const fc_elem *e = &page->elem[b->owner];
    if (e->tag != FC_TAG_DT || b->kind != FC_BLOCK_TEXT || b->why ||
        i + 1 == page->blocks || !b[1].keep || b->link_words * 2 > b->words ||
        (e->sem & NO_TEXT) || (e->flags & (FC_EL_HIDDEN | FC_EL_NOSCRIPT)))
        return false;
    uint32_t list = page->dom->node[e->node].parent;
    return b[1].from < page->dom->node[list].end;
}

/* Not to its top, by "#" alone. */
static bool leads_within(const fc_page *page, uint32_t node)
{
    return fc_node_link_within(page->dom, node).n > 1;
}

/* Whether a heading has a link to itself, as those of sections have, and no other; the
 * link may be around it (Haddock). */
static bool links_within(const fc_page *page, const fc_block *b)
{
    const fc_dom *dom = page->dom;
    uint32_t from = page->elem[b->owner].node, up = dom->node[from].parent;
    bool any = leads_within(page, up);
    for (uint32_t i = from; i < b->to && b->to - from <= HEAD_NODES; i++) {
        if (dom->node[i].tag != FC_TAG_A)
            continue;
        if (!leads_within(page, i))
            return false;
        any = true;
    }
    return any;
}

/* Whether text is kept right below a heading, or below one below it; in documentation,
 * behind a note as well. */
static bool heads_kept(const fc_page *page, uint32_t i)
{
    const fc_block *b = &page->block[i];
    unsigned level = page->elem[b->owner].heading;
    uint32_t gap = page->kind[FC_CLASS_DOCS] > manual ? MAX_BELOW : 1;
    for (uint32_t k = i + 1; k < page->blocks && k <= i + gap; k++) {
        const fc_block *next = &page->block[k];
        unsigned other = page->elem[next->owner].heading;
        if (other && other <= level)
            return false;
        if (next->keep || next->why == between)
            return shares(page, b, next) ||
                   page->parent[b->owner] == page->parent[next->owner];
    }
    return false;
}

/* The page's title as its first heading, with which the text begins: nothing before
 * `first` is kept. */
static bool is_title(const fc_page *page, uint32_t i, uint32_t first)
{
    const fc_block *b = &page->block[i];
    return (page->elem[b->owner].heading == 1 || i < first) && b->title_words >= b->words;
}

/* A heading between kept text that stands over the latter, or the title over all of it,
 * unless its score is far below; a title's may be lower, and in manuals its parts may be
 * links. Shops and lists of things have headings over what is no text, and only their
 * title is kept. */
static bool is_head(const fc_page *page, uint32_t i, uint32_t first)
{
    static const float least = 0.25f, linked = 0.1f, lowest = 0.05f, prose = 0.5f;
    const fc_block *b = &page->block[i];
    const fc_elem *e = &page->elem[b->owner];
    if (b->kind != FC_BLOCK_TEXT || !(e->sem & FC_SEM_HEADING) || b->p < lowest ||
        b->why || (e->sem & NO_TEXT) || (e->flags & (FC_EL_HIDDEN | FC_EL_NOSCRIPT)))
        return false;
    bool title = is_title(page, i, first), unlinked = b->link_words * 2 <= b->words;
    if (b->p < linked && !title)
        return false;
    if (page->kind[FC_CLASS_ARTICLE] + page->kind[FC_CLASS_DOCS] <= prose)
        return title && b->p >= least && unlinked && heads_kept(page, i);
    return (title || kept_near(page, i, true)) && heads_kept(page, i) &&
           (links_within(page, b) || (title && page->kind[FC_CLASS_DOCS] > manual) ||
            ((title || b->p >= least) && unlinked));
}

/* The text of a block, its nodes parted by blanks; false when it has more bytes. */
static bool small_text(const fc_page *page, const fc_block *b, char *out, size_t *n)
{
    for (uint32_t i = b->from; i < b->to; i++) {
        if (page->dom->node[i].tag != FC_TAG_TEXT)
            continue;
        fc_str s = fc_dom_text(page->dom, i);
        size_t room = LABEL_BYTES - *n;
        bool fits = s.n < room;
        memcpy(out + *n, s.p, fits ? s.n : room);
        *n += fits ? s.n : room;
        if (!fits)
            return false;
        out[(*n)++] = ' ';
    }
    return true;
}

static size_t skip_blank(fc_str s, size_t i)
{
    for (size_t n = 1; n && i < s.n; i += n) {
        fc_str rest = fc_str_sub(s, i, s.n);
        n = fc_is_space(rest.p[0])                      ? 1
            : fc_str_starts(rest, FC_STR("\xC2\xA0")) ? 2
            : fc_str_starts(rest, FC_STR("&nbsp;"))     ? 6
                                                        : 0;
    }
    return i;
}

/* "Figure 6.1: ", "Abbildung 3. " */
static bool is_numbered(const fc_page *page, const fc_block *b)
{
    char text[LABEL_BYTES];
    fc_str s = { text, 0 };
    small_text(page, b, text, &s.n);
    size_t i = skip_blank(s, 0), word = i;
    while (i < s.n && !fc_is_digit(s.p[i]) && skip_blank(s, i) == i)
        i++;
    if (i == word || i - word > WORD_BYTES)
        return false;
    size_t from = i = skip_blank(s, i);
    while (i < s.n && (fc_is_digit(s.p[i]) || (i > from && s.p[i] == '.')))
        i++;
    return i > from && (s.p[i - 1] == '.' || (i < s.n && s.p[i] == ':'));
}

static bool is_caption(const fc_page *page, uint32_t e)
{
    for (int step = 0; step < SHARED_STEPS && e; step++, e = page->parent[e])
        if (page->elem[e].tag == FC_TAG_FIGCAPTION)
            return true;
    return false;
}

/* Between kept text, the number and title of a figure (what else stands below pictures
 * tells who took them) and in manuals a sentence: a note, a step, a definition among
 * others. */
static bool is_sentence(const fc_page *page, uint32_t i)
{
    static const float least = 0.1f;
    const fc_block *b = &page->block[i];
    const fc_elem *e = &page->elem[b->owner];
    if (b->kind != FC_BLOCK_TEXT || b->why || (e->sem & (NO_TEXT | FC_SEM_HEADING)) ||
        (e->flags & (FC_EL_HIDDEN | FC_EL_NOSCRIPT)) || b->link_words * 2 > b->words)
        return false;
    bool caption = is_caption(page, b->owner);
    if (caption ? !is_numbered(page, b) : b->p < least || b->words < SENTENCE)
        return false;
    if (!caption && page->kind[FC_CLASS_DOCS] < manual)
        return false;
    const fc_block *before = kept_near(page, i, true), *after = kept_near(page, i, false);
    return before && after &&
           (caption || (shares(page, b, before) && shares(page, b, after)));
}

/* A list of what stands below, by the words of what it is in. */
static bool is_in_contents(const fc_page *page, const fc_block *b)
{
    const uint32_t called[] = { fc_word_hash(FC_STR("toc")),
                                fc_word_hash(FC_STR("contents")),
                                fc_word_hash(FC_STR("index")),
                                fc_word_hash(FC_STR("synopsis")) };
    return fc_page_is_called(page, b->owner, called, sizeof called / sizeof *called);
}

/* In manuals that a program made: names, types and what is to be said of each in few
 * words. They stand between kept text, are headings above the first of it, or are called
 * descriptions. */
static bool is_member(const fc_page *page, uint32_t i, uint32_t first, uint32_t last)
{
    static const float least = 0.1f;
    const fc_block *b = &page->block[i];
    const fc_elem *e = &page->elem[b->owner];
    if (!page->reference || b->why || (e->sem & NO_TEXT) ||
        (e->flags & (FC_EL_HIDDEN | FC_EL_NOSCRIPT)) || i + 1 == page->blocks ||
        is_in_contents(page, b))
        return false;
    const uint32_t called[] = { fc_word_hash(FC_STR("docblock")),
                                fc_word_hash(FC_STR("docstring")) };
    bool away = b->link_words * 2 > b->words && !(b->wraps & FC_WRAP_CODE) &&
                !(e->heading && links_within(page, b));
    if (e->tag == FC_TAG_SUMMARY)
        return false;           /* "Instance details", "Expand description" */
    if (e->tag == FC_TAG_DT && !b[1].keep && b[1].why != between)
        return fc_block_declares(page, b);
    bool here = i < first ? e->heading && heads_kept(page, i)
                          : i < last || fc_page_is_called(page, b->owner, called, 2);
    return here && (fc_block_declares(page, b) || (b->p >= least && !away));
}

/* Whether a block that its score does not keep is kept. */
static bool is_between(const fc_page *page, uint32_t i, uint32_t first, uint32_t last)
{
    return is_member(page, i, first, last) || is_term(page, i) ||
           fc_block_is_footnote(page, i, first) || is_head(page, i, first) ||
           is_sentence(page, i) ||
           (is_special(page, &page->block[i]) && belongs(page, i));
}

/* In manuals a heading goes with what stood below it: where something did, and all of it
 * up to the next heading that is no lower was dropped. */
static void drop_idle_heads(fc_page *page)
{
    static const float some = 0.1f;
    unsigned below = 1;         /* level of the next kept heading; 0: text is next */
    uint32_t dropped = 0;
    for (uint32_t i = page->blocks; i-- > 0 && page->kind[FC_CLASS_DOCS] > some;) {
        fc_block *b = &page->block[i];
        unsigned level = page->elem[b->owner].heading;
        if (b->keep && level && below && below <= level && dropped) {
            b->keep = 0;
            b->why = "heading of what was dropped";
        }
        dropped = b->keep ? 0 : dropped + 1;
        below = b->keep ? level : below;
    }
}

/* The <figure> around a block, a few elements up; 0: there is none. */
static uint32_t figure_of(const fc_page *page, uint32_t e)
{
    for (int step = 0; step < FIGURE_STEPS && e; step++, e = page->parent[e])
        if (page->elem[e].tag == FC_TAG_FIGURE)
            return e;
    return 0;
}

/* What is said of a table that is kept, with a number or without. */
static bool is_table_caption(const fc_page *page, uint32_t i)
{
    const fc_block *b = &page->block[i];
    const fc_elem *e = &page->elem[b->owner];
    uint32_t figure = figure_of(page, b->owner);
    if (b->keep || b->kind != FC_BLOCK_TEXT || b->why || !is_caption(page, b->owner) ||
        !figure || (e->flags & (FC_EL_HIDDEN | FC_EL_NOSCRIPT)))
        return false;
    for (uint32_t k = i ? i - 1 : i; k <= i + 1 && k < page->blocks; k++) {
        const fc_block *other = &page->block[k];
        if (other->keep && other->kind == FC_BLOCK_TABLE &&
            figure_of(page, other->owner) == figure)
            return true;
    }
    return false;
}

uint32_t fc_blocks_between(fc_page *page)
{
    uint32_t more = 0, first = 0, last = page->blocks;
    while (first < page->blocks && !page->block[first].keep)
        first++;
    while (last && !page->block[last - 1].keep)
        last--;
    for (uint32_t i = page->blocks; i-- > 0;) {
        fc_block *b = &page->block[i];
        if (b->keep || !is_between(page, i, first, last))
            continue;
        b->why = between;
        more++;
    }
    for (uint32_t i = 0; i < page->blocks && more; i++)
        page->block[i].keep |= page->block[i].why == between;
    for (uint32_t i = 0; i < page->blocks; i++) {
        if (!is_table_caption(page, i))
            continue;
        page->block[i].keep = 1;
        page->block[i].why = between;
        more++;
    }
    drop_idle_heads(page);
    return more;
}

/* ----------------------------------------------------------------------------- labels */

/* Is the element the other belongs to not far above? */
static bool near(const fc_page *page, uint32_t label, uint32_t code)
{
    for (int step = 0; step < LABEL_STEPS && code; step++) {
        code = page->parent[code];
        const fc_elem *e = &page->elem[code];
        if (page->elem[label].node >= e->node &&
            page->elem[label].node < page->dom->node[e->node].end)
            return e->tag != FC_TAG_BODY && e->tag != FC_TAG_MAIN &&
                   e->tag != FC_TAG_ARTICLE && e->tag != FC_TAG_SECTION;
    }
    return false;
}

/* A label is a bar of buttons, line numbers, or the name of the language alone. */
static void try_label(fc_page *page, fc_block *b, fc_block *code)
{
    char text[LABEL_BYTES];
    size_t n = 0;
    fc_str language = { NULL, 0 };
    if (b->kind != FC_BLOCK_TEXT || b->formulas || page->elem[b->owner].heading ||
        (b->words > LABEL_WORDS && b->words != b->digits) ||
        !small_text(page, b, text, &n) ||
        !fc_code_is_label((fc_str){ text, n }, &language) ||
        (!near(page, b->owner, code->owner) &&
         fc_str_ifind((fc_str){ text, n }, FC_STR("copy")) == n))
        return;
    b->keep = 0;
    b->why = "label of code";
    if (!code->label.n)
        code->label = language;
}

/* "(1)", "(2.13a)" */
static bool is_number(fc_str s)
{
    s = fc_str_trim(s);
    bool digits = false;
    if (s.n < 3 || s.n > NUMBER_BYTES || s.p[0] != '(' || s.p[s.n - 1] != ')')
        return false;
    for (size_t i = 1; i + 1 < s.n; i++) {
        bool digit = fc_is_digit(s.p[i]);
        if (!digit && s.p[i] != '.' && !(digits && fc_is_letter(s.p[i])))
            return false;
        digits |= digit;
    }
    return digits;
}

/* The number that stands beside a formula, in a cell of its own. */
static void try_number(fc_page *page, fc_block *b, const fc_block *formula)
{
    char text[LABEL_BYTES];
    size_t n = 0;
    if (b->kind != FC_BLOCK_TEXT || b->formulas || b->words > LABEL_WORDS ||
        page->elem[b->owner].heading || !small_text(page, b, text, &n) ||
        !is_number((fc_str){ text, n }) || !near(page, b->owner, formula->owner))
        return;
    b->keep = 0;
    b->why = "number of a formula";
}

void fc_blocks_labels(fc_page *page)
{
    for (uint32_t i = 0; i < page->blocks; i++) {
        const fc_block *b = &page->block[i];
        if (b->kind != FC_BLOCK_TEXT || !b->formulas || b->words > 4 * b->formulas)
            continue;
        if (i)
            try_number(page, &page->block[i - 1], b);
        if (i + 1 < page->blocks)
            try_number(page, &page->block[i + 1], b);
    }
    for (uint32_t i = 0; i < page->blocks; i++) {
        if (page->block[i].kind != FC_BLOCK_PRE)
            continue;
        for (uint32_t k = 1; k <= 2 && k <= i; k++)
            try_label(page, &page->block[i - k], &page->block[i]);
        if (i + 1 < page->blocks)
            try_label(page, &page->block[i + 1], &page->block[i]);
    }
}
