/* pdf_words.c - what pdftotext -bbox-layout prints, line by line, to pages, lines and
 * words: see pdf.h. The form is XHTML with one element on each line; what is not of
 * that form is passed over, and lines of it without words are none. */
#include "base/str.h"
#include "base/utf8.h"
#include "extractors/pdf.h"
#include "html/entities.h"
#include "text/normalize.h"

void *fc_pdf_room(fc_arena *a, void *table, uint32_t n, uint32_t *cap, size_t size)
{
    if (n < *cap)
        return table;
    uint32_t more = *cap ? 2 * *cap : 256;
    table = fc_grow(a, table, *cap * size, more * size);
    *cap = more;
    return table;
}

void fc_pdf_begin(fc_pdf *p, fc_arena *a)
{
    memset(p, 0, sizeof *p);
    p->a = p->rest.a = p->bytes.a = a;
    fc_text_add(&p->rest, "", 0);
    fc_text_add(&p->bytes, "", 0);
}

/* ----------------------------------------------------------------------------- values */

/* A decimal number, at most a million either way; no exponents are printed. */
static float number(fc_str s)
{
    bool minus = s.n && s.p[0] == '-', behind = false;
    double v = 0, unit = 1;
    for (size_t i = minus; i < s.n; i++) {
        if (s.p[i] == '.' && !behind) {
            behind = true;
        } else if (fc_is_digit(s.p[i])) {
            v = v * 10 + (s.p[i] - '0');
            unit *= behind ? 10 : 1;
        } else {
            break;
        }
        if (unit > 1e6 || v > 1e12)
            break;
    }
    v /= unit;
    v = v > 1e6 ? 1e6 : v;
    return (float)(minus ? -v : v);
}

/* The value of the next attribute of *s, which moves behind it; empty at the end of
 * the tag. */
static fc_str next_value(fc_str *s)
{
    size_t from = fc_str_findc(*s, '"'), tag = fc_str_findc(*s, '>');
    if (from >= s->n || tag < from)
        return (fc_str){ "", 0 };
    fc_str rest = fc_str_sub(*s, from + 1, s->n);
    size_t to = fc_str_findc(rest, '"');
    *s = fc_str_sub(rest, to + 1, rest.n);
    return fc_str_sub(rest, 0, to);
}

/* xMin, yMin, xMax, yMax, as they stand. */
static fc_pdf_box read_box(fc_str *s)
{
    fc_pdf_box b;
    b.x0 = number(next_value(s));
    b.y0 = number(next_value(s));
    b.x1 = number(next_value(s));
    b.y1 = number(next_value(s));
    return b;
}

/* --------------------------------------------------------------------------- metadata */

static void read_meta(fc_pdf *p, fc_str s)
{
    fc_str name = next_value(&s), value = next_value(&s);
    fc_str *to = fc_str_is(name, "Author")         ? &p->author
                 : fc_str_is(name, "Subject")      ? &p->subject
                 : fc_str_is(name, "Keywords")     ? &p->keywords
                 : fc_str_is(name, "CreationDate") ? &p->created
                                                   : NULL;
    value = fc_entities_decode(value, false, p->a);
    if (to)
        *to = fc_copy(p->a, fc_normalize_line(value, p->a));
}

static void read_title(fc_pdf *p, fc_str s)
{
    s = fc_str_sub(s, 0, fc_str_find(s, FC_STR("</title>")));
    p->title = fc_copy(p->a, fc_normalize_line(fc_entities_decode(s, false, p->a), p->a));
}

/* ------------------------------------------------------------------------------ lines */

/* A line without words goes. */
static void close_line(fc_pdf *p)
{
    if (p->lines && !p->line[p->lines - 1].words)
        p->lines--;
}

static void open_page(fc_pdf *p, fc_str s)
{
    close_line(p);
    p->page = fc_pdf_room(p->a, p->page, p->pages, &p->page_cap, sizeof *p->page);
    fc_pdf_page *page = &p->page[p->pages++];
    page->width = number(next_value(&s));
    page->height = number(next_value(&s));
    page->line = p->lines;
    page->lines = 0;
    p->blocks++;
}

static void open_line(fc_pdf *p, fc_str s)
{
    close_line(p);
    if (!p->pages)
        return;
    p->line = fc_pdf_room(p->a, p->line, p->lines, &p->line_cap, sizeof *p->line);
    fc_pdf_line *l = &p->line[p->lines++];
    *l = (fc_pdf_line){ .box = read_box(&s), .word = p->words, .page = p->pages - 1,
                        .block = p->blocks };
}

/* Ligatures are two or three letters to whoever reads the text. */
static void add_bytes(fc_pdf *p, fc_str s)
{
    static const char *const letters[] = { "ff", "fi", "fl", "ffi", "ffl", "st", "st" };
    size_t from = 0;
    for (size_t i = 0; i + 2 < s.n; i++) {
        unsigned char last = (unsigned char)s.p[i + 2];
        if ((unsigned char)s.p[i] != 0xEF || (unsigned char)s.p[i + 1] != 0xAC ||
            last < 0x80 || last > 0x86)
            continue;
        const char *two = letters[last - 0x80];
        fc_text_add(&p->bytes, s.p + from, i - from);
        fc_text_add(&p->bytes, two, strlen(two));
        from = i + 3;
        i += 2;
    }
    fc_text_add(&p->bytes, s.p + from, s.n - from);
}

static void add_word(fc_pdf *p, fc_str s)
{
    if (!p->lines || p->line[p->lines - 1].page != p->pages - 1)
        return;
    fc_pdf_word w = { .box = read_box(&s), .at = (uint32_t)p->bytes.n };
    fc_str text = fc_str_sub(s, fc_str_findc(s, '>') + 1, s.n);
    if (fc_str_ends(text, FC_STR("</word>")))
        text.n -= strlen("</word>");
    add_bytes(p, fc_str_trim(fc_utf8_repair(text, p->a, NULL)));
    w.n = (uint32_t)(p->bytes.n - w.at);
    if (!w.n)
        return;
    p->word = fc_pdf_room(p->a, p->word, p->words, &p->word_cap, sizeof *p->word);
    p->word[p->words++] = w;
    p->line[p->lines - 1].words++;
}

static void read_line(fc_pdf *p, fc_str s)
{
    s = fc_str_trim(s);
    if (fc_str_starts(s, FC_STR("<word ")))
        add_word(p, s);
    else if (fc_str_starts(s, FC_STR("<line ")))
        open_line(p, s);
    else if (fc_str_starts(s, FC_STR("<block ")))
        p->blocks++;
    else if (fc_str_starts(s, FC_STR("<page ")))
        open_page(p, s);
    else if (fc_str_starts(s, FC_STR("<meta ")))
        read_meta(p, s);
    else if (fc_str_starts(s, FC_STR("<title>")))
        read_title(p, fc_str_sub(s, strlen("<title>"), s.n));
}

void fc_pdf_feed(fc_pdf *p, const char *s, size_t n)
{
    fc_str rest = { s, n };
    while (rest.n) {
        size_t end = fc_str_findc(rest, '\n');
        fc_str part = fc_str_sub(rest, 0, end);
        bool whole = end < rest.n;
        rest = fc_str_sub(rest, end + 1, rest.n);
        if (!whole || p->rest.n)
            fc_text_add(&p->rest, part.p, part.n);
        if (!whole)
            return;
        read_line(p, p->rest.n ? (fc_str){ p->rest.p, p->rest.n } : part);
        p->rest.n = 0;
    }
}

/* The height of the longest word: raised and lowered ones stretch the line's box. */
static float size_of(const fc_pdf *p, const fc_pdf_line *l)
{
    const fc_pdf_word *best = &p->word[l->word];
    for (uint32_t i = 1; i < l->words; i++)
        if (p->word[l->word + i].n > best->n)
            best = &p->word[l->word + i];
    float size = best->box.y1 - best->box.y0;
    return size > 0.5f ? size : 0.5f;
}

void fc_pdf_end(fc_pdf *p)
{
    if (p->rest.n)
        read_line(p, (fc_str){ p->rest.p, p->rest.n });
    p->rest.n = 0;
    close_line(p);
    for (uint32_t i = 0; i < p->lines; i++) {
        p->line[i].size = size_of(p, &p->line[i]);
        p->page[p->line[i].page].lines++;
    }
}
