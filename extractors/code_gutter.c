/* code_gutter.c - line numbers, buttons and badges within a block of code. */
#include "base/str.h"
#include "extractors/code.h"

enum {
    MIN_LINES = 2,              /* that begin with a number, of elements */
    MIN_RUNNING = 3,            /* the same of a running text */
    MAX_NUMBER = 6,             /* digits */
    LOOK_UP = 3, MAX_LOOK = 64, MIN_STYLE = 28
};

bool fc_only_numbers(fc_str s)
{
    static const fc_str nbsp = { "&nbsp;", 6 };
    bool digit = false;
    for (size_t i = 0; i < s.n; i++) {
        if (fc_is_digit(s.p[i]))
            digit = true;
        else if (s.p[i] == '&' && fc_str_starts(fc_str_sub(s, i, s.n), nbsp))
            i += nbsp.n - 1;
        else if (!fc_is_space(s.p[i]) && s.p[i] != '.' && s.p[i] != ':')
            return false;
    }
    return digit;
}

/* Only numbers within, or nothing at all; a line end alone is an empty line of the
 * code. */
static bool holds_numbers(const fc_dom *dom, uint32_t node)
{
    bool digits = false, ends = false;
    for (uint32_t k = node + 1; k < dom->node[node].end; k++) {
        if (dom->node[k].tag != FC_TAG_TEXT)
            continue;
        fc_str text = fc_dom_text(dom, k);
        if (!dom->node[k].blank && !fc_only_numbers(text))
            return false;
        digits |= !dom->node[k].blank;
        ends |= fc_str_findc(text, '\n') < text.n;
    }
    return digits || !ends;
}

static bool has_part(fc_str class, const fc_str *part, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (fc_str_ifind(class, part[i]) < class.n)
            return true;
    return false;
}

static bool named_gutter(const fc_dom *dom, uint32_t node, fc_str class)
{
    static const fc_str parts[] = { { "lineno", 6 }, { "line-num", 8 }, { "linenum", 7 },
                                    { "gutter", 6 }, { "ln-num", 6 }, { "blob-num", 8 },
                                    { "line_num", 8 }, { "lines-num", 9 },
                                    { "hljs-ln-n", 9 },
                                    { "crayon-num", 10 }, { "linenodiv", 9 },
                                    { "tag_listingline", 15 } };
    static const char *const words[] = { "ln",   "lnt",     "lnum", "lno",   "rowno",
                                         "nums", "line-no", "lin",  "LineNr" };
    if (!class.n)
        return false;
    if (has_part(class, parts, sizeof parts / sizeof *parts))
        return true;
    return fc_node_has_class_of(dom, node, words, sizeof words / sizeof *words);
}

/* What a reader cannot mark with the mouse is beside the code, and a column at the left
 * is. */
static bool unselectable(const fc_dom *dom, uint32_t node)
{
    fc_str style = fc_dom_attr(dom, node, "style");
    if (dom->node[node].tag == FC_TAG_CODE && fc_str_istarts(style, FC_STR("float:left")))
        return true;
    size_t at = style.n ? fc_str_ifind(style, FC_STR("user-select")) : 0;
    return at < style.n && fc_str_ifind(fc_str_sub(style, at, at + 18), FC_STR("none")) <
                               fc_str_sub(style, at, at + 18).n;
}

/* Buttons to copy, run and fold; the name of the language in a corner. */
static bool is_tool(const fc_dom *dom, uint32_t node, fc_str class)
{
    static const fc_str parts[] = { { "copy", 4 }, { "clipboard", 9 }, { "toolbar", 7 },
                                    { "sr-only", 7 }, { "visually-hidden", 15 },
                                    { "ttc", 3 },     { "listing_data", 12 } };
    unsigned tag = dom->node[node].tag;
    if (tag == FC_TAG_BUTTON)
        return true;
    if (!class.n || !has_part(class, parts, sizeof parts / sizeof *parts))
        return false;
    return tag != FC_TAG_PRE && tag != FC_TAG_CODE &&
           dom->node[node].end - node < MAX_LOOK &&
           (fc_str_ifind(class, FC_STR("copyable")) == class.n);
}

/* The number that an element has in it and nothing else, as "12", "012:" or " 12 ". */
static bool number_of(const fc_dom *dom, uint32_t node, uint64_t *number)
{
    const fc_node *n = &dom->node[node];
    if (n->end != node + 2 || dom->node[node + 1].tag != FC_TAG_TEXT)
        return false;
    fc_str text = fc_str_trim(fc_dom_text(dom, node + 1));
    if (text.n && (text.p[text.n - 1] == ':' || text.p[text.n - 1] == '.'))
        text.n--;
    return text.n <= MAX_NUMBER && fc_str_u64(text, number);
}

/* "00012: int a;", the number an element: source-highlight. */
static bool is_parted(const fc_dom *dom, uint32_t node)
{
    uint32_t next = dom->node[node].end;
    fc_str number = fc_str_trim(fc_dom_text(dom, node + 1));
    return number.n && number.p[number.n - 1] == ':' && next < dom->n &&
           dom->node[next].tag == FC_TAG_TEXT && dom->node[next].n &&
           fc_dom_text(dom, next).p[0] == ' ';
}

/* What a highlighter calls a number in the code itself. */
static bool is_literal(const fc_dom *dom, uint32_t node)
{
    static const char *const names[] = { "mi",    "m",   "mf",        "il",   "token",
                                         "nu0",   "lit", "cm-number", "hl-n", "number",
                                         "hljs-number" };
    return dom->node[node].n > 8 &&
           fc_node_has_class_of(dom, node, names, sizeof names / sizeof *names);
}

/* What elements that number lines have in common. */
static uint32_t look_of(const fc_dom *dom, uint32_t node)
{
    uint32_t class = fc_word_hash(fc_dom_attr(dom, node, "class")),
             style = fc_word_hash(fc_dom_attr(dom, node, "style"));
    return (class ^ style * 31 ^ dom->node[node].tag) | 1;
}

/* The first thing in an element that is a line. */
static bool begins_element(const fc_dom *dom, uint32_t node)
{
    const fc_node *n = &dom->node[node], *up = &dom->node[n->parent];
    return n->parent + 1 == node && (fc_tag_flags[up->tag] & FC_TAGF_BLOCK) &&
           up->end != n->end;
}

/* Whether the characters up to here, a text among them, end a line. */
static bool ends_line(fc_str text, bool fresh)
{
    for (size_t i = text.n; i--;) {
        if (text.p[i] == '\n' || text.p[i] == '\r')
            return true;
        if (!fc_is_space(text.p[i]))
            return false;
    }
    return fresh;
}

/* Elements of one look that count up line by line are line numbers, whatever their name:
 * those that begin elements, or those that begin each line of a running text. */
void fc_gutter_open(fc_gutter *g, const fc_page *page, uint32_t block)
{
    const fc_dom *dom = page->dom;
    uint64_t want = 0, have;
    uint32_t lines = 0, ends = 0;
    bool fresh = true, running = false;
    *g = (fc_gutter){ .page = page, .block = block, .parted = true };
    for (uint32_t i = block + 1; i < dom->node[block].end; i++) {
        unsigned tag = dom->node[i].tag;
        if (tag == FC_TAG_TEXT) {
            fc_str text = fc_dom_text(dom, i);
            for (size_t k = 0; k < text.n; k++)
                ends += text.p[k] == '\n';
            fresh = ends_line(text, fresh);
            continue;
        }
        if (tag == FC_TAG_BR) {
            ends++;
            fresh = true;
            continue;
        }
        bool first = begins_element(dom, i);
        if (!(first || fresh) || !number_of(dom, i, &have) || is_literal(dom, i) ||
            (g->key && look_of(dom, i) != g->key))
            continue;
        if (lines && have != want) {
            g->key = 0;
            g->parted = false;
            return;
        }
        running |= !first;
        g->first = lines++ ? g->first : have;
        g->key = look_of(dom, i);
        g->parted &= is_parted(dom, i);
        want = have + 1;
    }
    if (lines < MIN_LINES || (running && (lines < MIN_RUNNING || lines + 1 < ends)))
        g->key = 0;
    g->parted &= g->key != 0;
    g->next = g->first;
}

/* A number of a line, the next one; they are asked for in order. */
static bool counts_on(fc_gutter *g, uint32_t node)
{
    uint64_t have;
    if (!g->key || look_of(g->page->dom, node) != g->key ||
        !number_of(g->page->dom, node, &have) || have != g->next)
        return false;
    g->next++;
    return true;
}

bool fc_gutter_is_beside(const fc_dom *dom, uint32_t block)
{
    uint32_t i = block;
    for (int step = 0; step < LOOK_UP && i; step++, i = dom->node[i].parent) {
        unsigned tag = dom->node[i].tag;
        if ((tag == FC_TAG_PRE || tag == FC_TAG_TD || tag == FC_TAG_DIV) &&
            named_gutter(dom, i, fc_dom_attr(dom, i, "class")))
            return true;
    }
    return false;
}

#define LETTER(c) ((unsigned)(c) & 31)
#define BIT(c) (1u << LETTER(c))

/* Most elements of a highlighter are none of ours: a quick look for the beginnings of all
 * the words above. */
static bool is_candidate(fc_str class)
{
    static const char *const starts[] = { "lin",  "lno",  "lnt",  "lnu",  "ln-",
                                          "gut",  "nums", "blob", "cray", "cop",
                                          "clip", "too",  "sr-",  "vis",  "rowno",
                                          "ttc",  "list", "tag_" };
    /* what comes second in them, by what comes first */
    static const uint32_t second[32] = {
        [LETTER('b')] = BIT('l'), [LETTER('c')] = BIT('r') | BIT('o') | BIT('l'),
        [LETTER('g')] = BIT('u'), [LETTER('l')] = BIT('i') | BIT('n'),
        [LETTER('n')] = BIT('u'), [LETTER('r')] = BIT('o'), [LETTER('s')] = BIT('r'),
        [LETTER('t')] = BIT('o') | BIT('t') | BIT('a'), [LETTER('v')] = BIT('i'),
    };
    if (fc_str_is(class, "ln"))
        return true;
    for (size_t i = 0; i + 2 < class.n; i++) {
        if (!(second[LETTER(class.p[i])] & BIT(class.p[i + 1])))
            continue;
        fc_str rest = { class.p + i, class.n - i };
        for (size_t k = 0; k < sizeof starts / sizeof *starts; k++)
            if (starts[k][0] == fc_lower(rest.p[0]) &&
                fc_str_istarts(rest, fc_str_of(starts[k])))
                return true;
    }
    return fc_str_starts(class, FC_STR("ln ")) || fc_str_ends(class, FC_STR(" ln"));
}

bool fc_gutter_has(fc_gutter *g, uint32_t node)
{
    const fc_dom *dom = g->page->dom;
    const fc_node *n = &dom->node[node];
    if (n->tag == FC_TAG_BUTTON || n->tag == FC_TAG_SUMMARY) /* "2 collapsed lines" */
        return true;
    if (counts_on(g, node))
        return true;
    if (n->n <= 8 || n->tag == FC_TAG_TR) /* no attribute worth a look; Rouge's lines */
        return false;
    fc_str class = fc_dom_attr(dom, node, "class");
    bool candidate = is_candidate(class);
    if (candidate && is_tool(dom, node, class))
        return true;
    bool more = n->n > class.n + MIN_STYLE; /* room for another attribute */
    return ((candidate && named_gutter(dom, node, class)) ||
            (more && unselectable(dom, node))) &&
           holds_numbers(dom, node);
}
