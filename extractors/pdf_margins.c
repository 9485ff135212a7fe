/* pdf_margins.c - lines of a PDF that are none of its text: see pdf.h.
 *
 * Running heads and feet stand in the margin of several pages at the same height and
 * say the same but for numbers. A page number is the outermost line of its page and
 * nothing but a number. What is turned by 90 degrees at the left edge is a stamp, such
 * as arXiv's. */
#include "base/hash.h"
#include "base/str.h"
#include "extractors/pdf.h"

#include <math.h>
#include <stdlib.h>

/* A line in a margin, and what it says without its numbers, at which height. */
typedef struct mark {
    uint64_t key;
    uint32_t line, page;
    int64_t number;             /* that it has, less the page's; only the first one */
    bool numbered;
} mark;

enum { MOST_KEY = 200 };

#define ZONE 0.15f /* of the page's height: the margin at its top, and at its end */
#define STEP 6.0f               /* points; the same place within half of it */

static bool in_margin(const fc_pdf *p, const fc_pdf_line *l)
{
    float h = p->page[l->page].height;
    return l->box.y1 < ZONE * h || l->box.y0 > (1 - ZONE) * h;
}

/* The text of a line in small letters, with '#' for each number, into out. */
static size_t fold_line(const fc_pdf *p, const fc_pdf_line *l, char out[MOST_KEY],
                        mark *m)
{
    size_t n = 0;
    for (uint32_t w = l->word; w < l->word + l->words && n < MOST_KEY - 1; w++) {
        fc_str s = fc_pdf_word_text(p, &p->word[w]);
        for (size_t i = 0; i < s.n && n < MOST_KEY - 1; i++) {
            if (s.p[i] < '0' || s.p[i] > '9') {
                out[n++] = fc_lower(s.p[i]);
                continue;
            }
            int64_t v = 0;
            for (; i < s.n && fc_is_digit(s.p[i]); i++)
                v = v < 1000000 ? v * 10 + (s.p[i] - '0') : v;
            i--;
            if (!m->numbered)
                m->number = v - (int64_t)l->page;
            m->numbered = true;
            out[n++] = '#';
        }
        out[n++] = ' ';
    }
    return n;
}

static int by_key(const void *a, const void *b)
{
    const mark *x = a, *y = b;
    if (x->key != y->key)
        return x->key < y->key ? -1 : 1;
    return x->line < y->line ? -1 : x->line > y->line;
}

/* Marks from .. to - 1 say the same at the same height. Three pages are enough, of two
 * or three pages two; of more, two if both have a number that counts the pages. */
static bool repeats(const fc_pdf *p, const mark *m, size_t from, size_t to)
{
    uint32_t pages = 1, counted = 1, need = p->pages <= 3 ? 2 : 3;
    for (size_t i = from + 1; i < to; i++) {
        if (m[i].page == m[i - 1].page)
            continue;
        pages++;
        counted += m[i].numbered && m[i - 1].numbered && m[i].number == m[i - 1].number;
    }
    return pages >= need || counted >= 2;
}

/* Heights fall into steps; those near the border of one are found by the second round,
 * whose steps are shifted by half. */
static void drop_repeated(fc_pdf *p, mark *m, float shift)
{
    char text[MOST_KEY];
    size_t n = 0;
    for (uint32_t i = 0; i < p->lines; i++) {
        const fc_pdf_line *l = &p->line[i];
        if (!in_margin(p, l))
            continue;
        mark *one = &m[n++];
        *one = (mark){ .line = i, .page = l->page };
        size_t k = fold_line(p, l, text, one);
        one->key = fc_hash64(text, k,
                             (uint64_t)(int64_t)floorf((l->box.y1 + shift) / STEP));
    }
    qsort(m, n, sizeof *m, by_key);
    for (size_t from = 0, to; from < n; from = to) {
        for (to = from + 1; to < n && m[to].key == m[from].key;)
            to++;
        bool gone = repeats(p, m, from, to);
        for (size_t i = from; gone && i < to; i++)
            p->line[m[i].line].gone = true;
    }
}

/* "12", "- 12 -", "xii", "Page 3 of 7", "3/7": nothing but the page's number. */
static bool is_page_number(const fc_pdf *p, const fc_pdf_line *l)
{
    static const char *const forms[] = { "# ",       "- # ",           "– # – ",
                                         "— # — ",   "[#] ",           "(#) ",
                                         "page # ",  "page # of # ",   "# / # ",
                                         "#/# ",     "# of # ",        "p. # ",
                                         "seite # ", "seite # von # ", "-#- " };
    char text[MOST_KEY];
    mark m = { 0 };
    fc_str s = { text, fold_line(p, l, text, &m) };
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++)
        if (fc_str_is(s, forms[i]))
            return m.number + l->page < 10000;
    size_t i = 0;
    while (i < s.n && strchr("ivxl", s.p[i]))
        i++;
    return l->words == 1 && i && i + 1 == s.n && i < 7 &&
           fc_pdf_small(fc_pdf_first(p, l));
}

/* The highest and the lowest line of a page that are left, when nothing stands beside
 * them. */
static void drop_page_numbers(fc_pdf *p, const fc_pdf_page *page)
{
    for (int end = 0; end < 2; end++) {
        fc_pdf_line *outer = NULL;
        bool beside = false;
        for (uint32_t i = page->line; i < page->line + page->lines; i++) {
            fc_pdf_line *l = &p->line[i];
            if (l->gone)
                continue;
            bool further = !outer ||
                           (end ? l->box.y0 > outer->box.y1 : l->box.y1 < outer->box.y0);
            bool level = outer && l->box.y0 <= outer->box.y1 &&
                         l->box.y1 >= outer->box.y0;
            if (further)
                outer = l;
            beside = level || (beside && !further);
        }
        if (outer && !beside && in_margin(p, outer) && is_page_number(p, outer))
            outer->gone = true;
    }
}

static bool is_stamp(const fc_pdf *p, const fc_pdf_line *l)
{
    float w = l->box.x1 - l->box.x0, h = l->box.y1 - l->box.y0;
    return h > 8 * w && h > 100 && l->box.x1 < 0.1f * p->page[l->page].width;
}

void fc_pdf_drop_margins(fc_pdf *p)
{
    mark *m = fc_alloc(p->a, (p->lines + 1) * sizeof *m);
    drop_repeated(p, m, 0);
    drop_repeated(p, m, STEP / 2);
    for (uint32_t i = 0; i < p->lines; i++)
        p->line[i].gone |= is_stamp(p, &p->line[i]);
    for (uint32_t i = 0; i < p->pages; i++)
        drop_page_numbers(p, &p->page[i]);
}
