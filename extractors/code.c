/* code.c - see code.h: the text of a block of code. */
#include "extractors/code.h"
#include "base/str.h"
#include "html/style.h"

/* A walk over the block. In most blocks line ends are characters; where each line is an
 * element they are made up between those, and an empty element is an empty line. */
typedef struct reader {
    const fc_page *page;
    fc_text *t;
    size_t at;                  /* where the text begins */
    bool preformatted;          /* the tree has all blanks */
    bool characters;            /* there are line ends among the characters */
    bool doubled;               /* line ends have a <br> beside each */
    bool listing;               /* LaTeXML's: line ends are the page's own */
    uint32_t line_end;          /* node where the last line element ends */
    uint32_t shown_end;         /* ... an open line shown as a block ends; 0: none */
    size_t line_at;             /* t->n when it began */
    bool lines;                 /* there was one */
} reader;

static bool has_newline(const fc_dom *dom, uint32_t block)
{
    for (uint32_t i = block + 1; i < dom->node[block].end; i++)
        if (dom->node[i].tag == FC_TAG_TEXT &&
            fc_str_findc(fc_str_trim(fc_dom_text(dom, i)), '\n') <
                fc_str_trim(fc_dom_text(dom, i)).n)
            return true;
    return false;
}

static bool is_newline(char c)
{
    return c == '\n' || c == '\r';
}

/* A line end that a program put a <br> beside. */
static bool beside_newline(const fc_dom *dom, uint32_t br)
{
    uint32_t next = dom->node[br].end;
    fc_str text = fc_dom_text(dom, br - 1);
    if (dom->node[br - 1].tag == FC_TAG_TEXT && text.n && is_newline(text.p[text.n - 1]))
        return true;
    if (next >= dom->n || dom->node[next].tag != FC_TAG_TEXT)
        return false;
    text = fc_dom_text(dom, next);
    return text.n && is_newline(text.p[0]);
}

/* "\r\n" is one. */
static size_t count_newlines(fc_str s)
{
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++)
        n += is_newline(s.p[i]) && !(i && s.p[i] == '\n' && s.p[i - 1] == '\r');
    return n;
}

/* Whether all line ends but one, that of the last line, have a <br> beside them: the
 * program that puts one at each line end was given code, and a pair is one line end. */
static bool has_doubled(const fc_dom *dom, uint32_t block)
{
    size_t newlines = 0, pairs = 0;
    for (uint32_t i = block + 1; i < dom->node[block].end; i++) {
        if (dom->node[i].tag == FC_TAG_BR)
            pairs += beside_newline(dom, i);
        else if (dom->node[i].tag == FC_TAG_TEXT)
            newlines += count_newlines(fc_dom_text(dom, i));
    }
    return pairs && newlines <= pairs + 1;
}

/* Line ends between elements that are lines: only indentation of the page's source. */
static bool is_source_space(const fc_dom *dom, uint32_t i)
{
    const fc_node *n = &dom->node[i], *up = &dom->node[n->parent];
    return n->blank &&
           (up->tag == FC_TAG_TR || up->tag == FC_TAG_TABLE || up->tag == FC_TAG_TBODY ||
            up->tag == FC_TAG_OL || up->tag == FC_TAG_UL);
}

/* A text of LaTeXML's without the line ends, and what stands beside them, around it. */
static fc_str within_line(fc_str s)
{
    size_t from = 0, to = s.n;
    while (from < s.n && fc_is_space(s.p[from]))
        from++;
    while (to > from && fc_is_space(s.p[to - 1]))
        to--;
    if (fc_str_findc(fc_str_sub(s, to, s.n), '\n') == s.n - to)
        to = s.n;
    if (fc_str_findc(fc_str_sub(s, 0, from), '\n') == from)
        from = 0;
    return fc_str_sub(s, from, to);
}

/* Highlighters that lay each line out as an element and leave the line ends to the
 * style. */
static bool is_line(const reader *r, uint32_t i)
{
    static const char *const names[] = { "line", "token-line", "code-line", "view-line",
                                         "cm-line", "ace_line", "crayon-line", "cl",
                                         "highlight-line" };
    const fc_dom *dom = r->page->dom;
    unsigned tag = dom->node[i].tag;
    if (fc_tag_flags[tag] & FC_TAGF_BLOCK)
        return tag != FC_TAG_BR && tag != FC_TAG_TBODY && tag != FC_TAG_THEAD &&
               tag != FC_TAG_TABLE;
    if (r->characters || dom->node[i].n <= 8)
        return false;
    fc_str class = fc_dom_class(dom, i);
    bool likely = fc_str_ifind(class, FC_STR("line")) < class.n ||
                  fc_str_ifind(class, FC_STR("cl")) < class.n; /* all names have one */
    if (likely && fc_node_has_class_of(dom, i, names, sizeof names / sizeof *names))
        return !fc_node_has_class(dom, i, "token"); /* Prism's, of a diff */
    fc_str style = fc_dom_attr(dom, i, "style");
    return fc_str_starts(style, FC_STR("display:flex")) ||
           fc_dom_attr(dom, i, "data-line").p;
}

/* A line that is an element among others that end with a character: every fifth of
 * GeSHi's, marked ones. */
static bool is_shown_as_block(const fc_dom *dom, uint32_t i)
{
    const fc_node *n = &dom->node[i];
    if (n->tag != FC_TAG_SPAN || n->n <= 8)
        return false;
    fc_str style = fc_dom_attr(dom, i, "style");
    return fc_str_ieq(fc_style_value(style, "display"), FC_STR("block")) ||
           fc_node_has_class(dom, i, "xtra");
}

/* What follows such a line begins another one, if only with its end. */
static void end_shown(reader *r, uint32_t i)
{
    const fc_dom *dom = r->page->dom;
    fc_text *t = r->t;
    r->shown_end = 0;
    fc_str next = dom->node[i].tag == FC_TAG_TEXT ? fc_dom_text(dom, i) : FC_STR("");
    if (t->n > r->at && t->p[t->n - 1] != '\n' && !(next.n && is_newline(next.p[0])))
        fc_text_char(t, '\n');
}

/* Outside of a <pre> the tree has no blanks at the begin of a cell or division. */
static void add_indent(reader *r, uint32_t i)
{
    const fc_dom *dom = r->page->dom;
    const fc_node *n = &dom->node[i];
    if (n->at == FC_NO_SOURCE || n->end == i + 1 || dom->node[i + 1].at == FC_NO_SOURCE ||
        dom->node[i + 1].at < n->at + n->n)
        return;
    fc_str gap = fc_str_sub(dom->page, n->at + n->n, dom->node[i + 1].at);
    size_t k = 0;
    while (k < gap.n && (gap.p[k] == ' ' || gap.p[k] == '\t'))
        k++;
    if (k == gap.n)
        fc_text_exact(r->t, gap);
}

/* A line that begins within another one that has nothing yet is the same line. */
static void begin_line(reader *r, uint32_t i)
{
    fc_text *t = r->t;
    bool within = r->lines && i < r->line_end && t->n == r->line_at;
    bool fresh = t->n == r->at || t->p[t->n - 1] == '\n';
    bool empty_before = r->lines && i >= r->line_end && t->n == r->line_at;
    if (!within && (!fresh || (empty_before && t->n > r->at)))
        fc_text_char(t, '\n');
    if (!within) {
        r->line_end = r->page->dom->node[i].end;
        r->line_at = t->n;
        r->lines = true;
    }
    if (!r->preformatted)
        add_indent(r, i);
}

static void trim_lines(fc_text *t, size_t at)
{
    size_t from = at, line = at;
    while (t->n > at && fc_is_space(t->p[t->n - 1]))
        t->n--;
    for (; from < t->n && fc_is_space(t->p[from]); from++)
        if (t->p[from] == '\n')
            line = from + 1;
    memmove(t->p + at, t->p + line, t->n - line);
    t->n -= line - at;
}

/* A declaration as Doxygen sets it: rows are lines, and blanks part their cells. */
static void read_cells(const fc_dom *dom, uint32_t block, fc_text *t)
{
    size_t at = t->n;
    for (uint32_t i = block + 1; i < dom->node[block].end; i++) {
        if (dom->node[i].tag == FC_TAG_TEXT)
            fc_text_folded(t, fc_dom_text(dom, i));
        if (dom->node[i].tag == FC_TAG_TD)
            t->gap = t->n > at && t->p[t->n - 1] != '\n';
        if (dom->node[i].tag != FC_TAG_TR || t->n == at)
            continue;
        t->gap = false;
        fc_text_char(t, '\n');
    }
    t->gap = false;
}

/* Each line is the number of the one before and one: a gutter, and nothing that a program
 * told. */
static bool counts_up(fc_str s)
{
    fc_str line;
    uint64_t n, before = 0;
    for (size_t lines = 0; fc_str_split(&s, '\n', &line);) {
        line = fc_str_trim(line);
        if (!line.n)
            continue;
        if (!fc_str_u64(line, &n) || (lines++ && n != before + 1))
            return false;
        before = n;
    }
    return true;
}

/* All of the code, without what stands beside it. */
static void read_body(reader *r, uint32_t body)
{
    const fc_dom *dom = r->page->dom;
    fc_gutter gutter;
    uint32_t numbered = 0;      /* node behind a number */
    fc_gutter_open(&gutter, r->page, body);
    for (uint32_t i = body + 1; i < dom->node[body].end;) {
        const fc_node *n = &dom->node[i];
        if (r->shown_end && i >= r->shown_end)
            end_shown(r, i);
        if (n->tag == FC_TAG_TEXT) {
            fc_str text = fc_dom_text(dom, i);
            if (gutter.parted && i == numbered && text.n && text.p[0] == ' ')
                text = fc_str_sub(text, 1, text.n);
            if (!is_source_space(dom, i))
                fc_text_exact(r->t, r->listing ? within_line(text) : text);
            i++;
            continue;
        }
        if (fc_tag_is_skipped(n->tag) || fc_gutter_has(&gutter, i)) {
            i = numbered = n->end;
            continue;
        }
        if (n->tag == FC_TAG_BR) {
            if (!r->doubled || !beside_newline(dom, i))
                fc_text_char(r->t, '\n');
        } else if (is_line(r, i)) {
            begin_line(r, i);
        } else if (!r->shown_end && is_shown_as_block(dom, i)) {
            r->shown_end = n->end;
        }
        i++;
    }
}

bool fc_code_read(const fc_page *page, uint32_t block, fc_text *t, fc_str *language)
{
    const fc_dom *dom = page->dom;
    if (dom->node[block].tag == FC_TAG_TABLE &&
        fc_node_has_class(dom, block, "memname")) {
        *language = (fc_str){ NULL, 0 };
        read_cells(dom, block, t);
        return true;
    }
    *language = fc_code_language(dom, block);
    uint32_t body = fc_code_body(page, block, language);
    reader r = { .page = page, .t = t, .at = t->n, .characters = has_newline(dom, body),
                 .preformatted = dom->node[block].tag == FC_TAG_PRE };
    r.doubled = has_doubled(dom, body);
    r.listing = fc_node_has_class(dom, block, "ltx_listing");
    fc_text_add(t, "", 0); /* from here on its p is not NULL */
    read_body(&r, body);
    trim_lines(t, r.at);
    fc_str text = { t->p + r.at, t->n - r.at };
    if (!language->n)
        *language = fc_code_recognise(text);
    if (!fc_only_numbers(text))
        return true;
    return !fc_gutter_is_beside(dom, block) &&
           (fc_str_findc(text, '\n') == text.n || !counts_up(text));
}
