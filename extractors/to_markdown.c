/* to_markdown.c - see to_markdown.h: what stands between blocks and before their lines.
 */
#include "extractors/to_markdown.h"
#include "base/str.h"
#include "extractors/code.h"
#include "extractors/threads.h"
#include "text/normalize.h"

#include <stdio.h>

enum { MAX_LEVELS = 12, MAX_QUOTES = 8, SIGNATURE = 15 };

typedef struct writer {
    const fc_page *page;
    const fc_text_style *style;
    fc_text out;
    fc_text line;               /* the block being written, before prefixes */
    uint32_t *width;            /* of the mark of an item that was written; 0: not yet */
    uint8_t *flat;              /* items that are no more than a way to lay out a page */
    uint32_t *number;           /* of an ordered list: its next number; 0: not begun */
    unsigned quotes;            /* of the block before */
    uint32_t list;              /* outermost list of the block before, 0: none */
    uint32_t post;              /* of the block before, 0: none */
    uint32_t signed_post;       /* whose signature was come to */
} writer;

/* Where a block stands in its lists. */
typedef struct place {
    uint32_t item;              /* element; 0: none */
    uint32_t list;              /* outermost list element */
    unsigned indent;            /* blanks before its lines */
    bool begins;                /* the block begins the item: a mark is due */
    char mark[16];
} place;

/* ------------------------------------------------------------------------------ lists */

static uint32_t list_of(const fc_page *page, uint32_t item)
{
    uint32_t e = page->parent[item];
    for (int steps = 0; e && steps < 3; steps++, e = page->parent[e])
        if (page->elem[e].tag == FC_TAG_OL || page->elem[e].tag == FC_TAG_UL)
            return e;
    return page->parent[item];
}

static uint32_t next_number(writer *w, uint32_t list)
{
    uint64_t start;
    if (!w->number[list]) {
        fc_str at = fc_dom_attr(w->page->dom, w->page->elem[list].node, "start");
        w->number[list] = fc_str_u64(at, &start) && start < 100000 ? (uint32_t)start : 1;
    }
    return w->number[list]++;
}

static void make_mark(writer *w, place *p)
{
    uint32_t list = list_of(w->page, p->item);
    if (w->page->elem[list].tag == FC_TAG_OL)
        snprintf(p->mark, sizeof p->mark, "%u. ", next_number(w, list));
    else
        memcpy(p->mark, "- ", 3);
    w->width[p->item] = (uint32_t)strlen(p->mark);
}

/* An item that begins with a heading is a section, and the only item of a list, with
 * several blocks and no text of its own before them, a box (Javadoc, scaladoc, lists of
 * results): neither is an item of a text. */
static void find_flat(writer *w, fc_arena *a)
{
    enum { UNSEEN, PARTS, TEXT }; /* what an item begins with */
    const fc_page *page = w->page;
    uint8_t *begins = fc_zalloc(a, page->elems, 1);
    w->flat = fc_zalloc(a, page->elems, 1);
    for (uint32_t i = 0; i < page->blocks; i++) {
        const fc_elem *e = &page->elem[page->block[i].owner];
        const fc_elem *list = &page->elem[page->parent[e->item]];
        if (!page->block[i].keep || !e->item)
            continue;
        if (begins[e->item] == PARTS && list->tag == FC_TAG_UL && list->kids == 1)
            w->flat[e->item] = 1;
        if (begins[e->item] != UNSEEN)
            continue;
        w->flat[e->item] = e->heading > 0;
        begins[e->item] = page->block[i].owner == e->item ? TEXT : PARTS;
    }
}

static place find_place(writer *w, const fc_block *b)
{
    const fc_page *page = w->page;
    place p = { .item = page->elem[b->owner].item };
    uint32_t e = p.item;
    for (int level = 0; e && !w->flat[e] && level < MAX_LEVELS; level++) {
        p.indent += w->width[e];
        p.list = list_of(page, e);
        e = page->elem[page->parent[e]].item;
    }
    if (p.item && !w->flat[p.item] && !w->width[p.item] && !w->style->plain &&
        !page->elem[b->owner].heading) {
        p.begins = true;
        make_mark(w, &p);
    }
    return p;
}

/* --------------------------------------------------------------------------- prefixes */

static void quote(writer *w, unsigned quotes, bool blank_line)
{
    if (w->style->plain)
        return;
    for (unsigned i = 0; i < quotes; i++)
        fc_text_add(&w->out, "> ", blank_line && i + 1 == quotes ? 1 : 2);
}

/* What separates a block from the one before: a line end within a tight list, else an
 * empty line, quoted when both are. */
static void separate(writer *w, const place *p, unsigned quotes)
{
    bool tight = p->begins && w->list && w->list == p->list && quotes == w->quotes;
    if (!w->out.n)
        return;
    fc_text_char(&w->out, '\n');
    if (tight)
        return;
    quote(w, quotes < w->quotes ? quotes : w->quotes, true);
    fc_text_char(&w->out, '\n');
}

static void blanks(writer *w, unsigned n)
{
    while (n--)
        fc_text_char(&w->out, ' ');
}

/* The lines of w->line, with their prefixes. */
static void put_lines(writer *w, const place *p, unsigned quotes)
{
    fc_str rest = { w->line.p, w->line.n }, one;
    bool first = true;
    separate(w, p, quotes);
    while (fc_str_split(&rest, '\n', &one)) {
        if (!first)
            fc_text_char(&w->out, '\n');
        quote(w, quotes, !one.n);
        if (first && p->begins) {
            blanks(w, p->indent);
            fc_text_add(&w->out, p->mark, strlen(p->mark));
        } else if (one.n && !w->style->plain) {
            blanks(w, p->indent + (p->begins ? w->width[p->item] : 0));
        }
        fc_text_add(&w->out, one.p, one.n);
        first = false;
    }
    w->quotes = quotes;
    w->list = p->list;
}

/* ----------------------------------------------------------------------------- blocks */

static void trim_line(fc_text *t)
{
    size_t from = 0, n = 0;
    while (t->n && (t->p[t->n - 1] == '\n' || t->p[t->n - 1] == ' '))
        t->n--;
    while (from < t->n && t->p[from] == '\n')
        from++;
    while (from < t->n) {
        const char *end = memchr(t->p + from, '\n', t->n - from);
        size_t length = end ? (size_t)(end - t->p) - from : t->n - from;
        if (n != from)
            memmove(t->p + n, t->p + from, length);
        n += length;
        from += length;
        while (end && n && t->p[n - 1] == ' ')
            n--;
        if (end)
            t->p[n++] = t->p[from++];
    }
    t->n = n;
}

/* The arrow by which a footnote leads back to the text: U+21A9, U+FE0E. */
static void trim_arrow(fc_text *t)
{
    static const char arrow[] = "\xE2\x86\xA9", look[] = "\xEF\xB8\x8E";
    size_t n = t->n;
    if (n >= 3 && !memcmp(t->p + n - 3, look, 3))
        n -= 3;
    if (n > 3 && !memcmp(t->p + n - 3, arrow, 3))
        t->n = n - 3;
    while (t->n && t->p[t->n - 1] == ' ')
        t->n--;
}

static void write_text(writer *w, const fc_block *b)
{
    const fc_elem *e = &w->page->elem[b->owner];
    unsigned heading = w->style->plain ? 0 : e->heading;
    for (unsigned i = 0; i < heading; i++)
        fc_text_char(&w->line, '#');
    if (heading)
        fc_text_char(&w->line, ' ');
    size_t at = w->line.n;
    if (b > w->page->block && fc_block_is_note_number(w->page, b - 1)) {
        fc_inline_write(&w->line, w->page, w->style, b[-1].from, b[-1].to);
        w->line.gap = w->line.n > at;
        at = w->line.n;
    }
    fc_inline_write(&w->line, w->page, w->style, b->from, b->to);
    if (w->line.n == at)
        w->line.n = 0;
    for (size_t i = 0; heading && i < w->line.n; i++)
        if (w->line.p[i] == '\n')
            w->line.p[i] = ' ';
    trim_line(&w->line);
    trim_arrow(&w->line);
}

/* A line of one blank is an empty one that a page kept from falling in. */
static void empty_lines(fc_text *t)
{
    size_t n = 0;
    for (size_t i = 0; i < t->n; i++) {
        bool alone = t->p[i] == ' ' && (!i || t->p[i - 1] == '\n') &&
                     (i + 1 == t->n || t->p[i + 1] == '\n');
        if (!alone)
            t->p[n++] = t->p[i];
    }
    t->n = n;
}

static void write_code(writer *w, const fc_block *b)
{
    fc_str language;
    size_t run = 0, most = 2;
    if (!fc_code_read(w->page, b->from, &w->line, &language)) {
        fc_text_clear(&w->line);
        return;
    }
    empty_lines(&w->line);
    if (w->style->plain || !w->line.n)
        return;
    language = language.n ? language : b->label;
    for (size_t i = 0; i < w->line.n; i++) {
        run = w->line.p[i] == '`' ? run + 1 : 0;
        if (run > most)
            most = run;
    }
    size_t n = w->line.n, fence = most + 1, head = fence + language.n + 1;
    for (size_t i = 0; i < head; i++)
        fc_text_char(&w->line, '`');
    memmove(w->line.p + head, w->line.p, n);
    memset(w->line.p, '`', fence);
    for (size_t i = 0; i < language.n; i++)
        w->line.p[fence + i] = fc_lower(language.p[i]);
    w->line.p[head - 1] = '\n';
    fc_text_char(&w->line, '\n');
    for (size_t i = 0; i < fence; i++)
        fc_text_char(&w->line, '`');
}

/* phpBB and others put signatures into the text of a post, below a line of
 * underscores. */
static bool cut_signature(fc_text *t)
{
    fc_str rest = { t->p, t->n }, line;
    while (fc_str_split(&rest, '\n', &line)) {
        size_t n = fc_str_run(line, '_');
        if (n < SIGNATURE || n != line.n)
            continue;
        t->n = (size_t)(line.p - t->p);
        while (t->n && (t->p[t->n - 1] == '\n' || t->p[t->n - 1] == ' '))
            t->n--;
        return true;
    }
    return false;
}

/* "... is it wet? -" and then who says so: Stack Exchange. */
static void cut_dash(fc_text *t)
{
    static const fc_str dash = { " \xE2\x80\x93", 4 };
    if (fc_str_ends((fc_str){ t->p, t->n }, dash))
        t->n -= dash.n;
}

/* The line a post begins with; what is not in a post ends it by itself. */
static void begin_post(writer *w, const fc_post *post)
{
    if (w->out.n)
        fc_text_add(&w->out, "\n\n", 2);
    fc_post_head(post, w->style->plain, &w->out);
    w->quotes = 0;
    w->list = 0;
}

static void write_block(writer *w, const fc_block *b)
{
    const fc_elem *e = &w->page->elem[b->owner];
    unsigned quotes = e->quotes < MAX_QUOTES ? e->quotes : MAX_QUOTES;
    fc_text_clear(&w->line);
    if (b->post && b->post == w->signed_post)
        return;
    if (fc_block_is_note_number(w->page, b) && b[1].keep)
        return; /* it is written with the note */
    switch (b->kind) {
    case FC_BLOCK_TEXT:
        write_text(w, b);
        if (b->post && cut_signature(&w->line))
            w->signed_post = b->post;
        if (b->post)
            cut_dash(&w->line);
        break;
    case FC_BLOCK_PRE:
        if (b->post && w->page->post[b->post].mail)
            fc_mail_write(w->page, b->from, w->page->post[b->post].lines, &w->line);
        else
            write_code(w, b);
        break;
    case FC_BLOCK_TABLE:
        fc_table_write(w->page, b->from, w->style, &w->line);
        break;
    }
    if (!w->line.n)
        return;
    if (b->post && b->post != w->post)
        begin_post(w, &w->page->post[b->post]);
    w->post = b->post;
    place p = find_place(w, b);
    put_lines(w, &p, quotes);
}

fc_str fc_to_markdown(const fc_page *page, const fc_text_style *style, fc_arena *keep,
                         fc_arena *scratch)
{
    writer w = { .page = page, .style = style };
    w.width = fc_zalloc(scratch, page->elems, sizeof *w.width);
    w.number = fc_zalloc(scratch, page->elems, sizeof *w.number);
    find_flat(&w, scratch);
    w.out.a = keep;
    w.line.a = scratch;
    fc_text_add(&w.line, "", 0); /* from here on its p is not NULL */
    for (uint32_t i = 0; i < page->blocks; i++)
        if (page->block[i].keep)
            write_block(&w, &page->block[i]);
    return fc_normalize_nfc((fc_str){ w.out.p, w.out.n }, keep);
}
