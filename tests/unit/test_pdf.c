/* test_pdf.c - the text of a PDF from the words and boxes that pdftotext tells:
 * columns, hyphens, running heads, headings, items. The output of the program is made
 * up here, so no program runs. */
#include "extractors/pdf.h"

#include "base/buf.h"
#include "base/str.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

/* A line of text at a place; text NULL: a new page. `block` begins one. A letter is
 * half as wide as the size. */
typedef struct row {
    const char *text;
    float x, y, size;
    bool block;
} row;

#define PAGE { NULL, 0, 0, 0, false }

static void put_line(fc_buf *b, const row *r)
{
    fc_str rest = fc_str_of(r->text), word;
    float x = r->x;
    if (r->block)
        fc_buf_printf(b, "<block xMin=\"%f\">\n", (double)r->x);
    fc_buf_printf(b, "<line xMin=\"%f\" yMin=\"%f\" xMax=\"%f\" yMax=\"%f\">\n",
                  (double)x, (double)(r->y - r->size),
                  (double)(x + r->size * 0.5f * (float)rest.n), (double)r->y);
    while (fc_str_split(&rest, ' ', &word)) {
        float to = x + r->size * 0.5f * (float)word.n;
        fc_buf_printf(
            b, "<word xMin=\"%f\" yMin=\"%f\" xMax=\"%f\" yMax=\"%f\">%.*s</word>\n",
            (double)x, (double)(r->y - r->size), (double)to, (double)r->y, (int)word.n,
            word.p);
        x = to + r->size * 0.5f;
    }
    fc_buf_text(b, "</line>\n");
}

/* Fed in pieces of `step` bytes. */
static void expect_by(const fc_buf *b, size_t step, const char *want)
{
    fc_arena a, keep;
    fc_text_style style = { 0 };
    fc_pdf p;
    fc_md *m;
    fc_arena_init(&a);
    fc_arena_init(&keep);
    fc_pdf_begin(&p, &a);
    for (size_t i = 0; i < b->n; i += step)
        fc_pdf_feed(&p, b->p + i, b->n - i < step ? b->n - i : step);
    fc_pdf_end(&p);
    fc_pdf_drop_margins(&p);
    fc_pdf_find_pieces(&p);
    m = FC_NEW(&a, fc_md);
    fc_md_init(m, &style, &a);
    fc_pdf_write(&p, m);
    assert_string_equal(fc_md_finish(m, &keep).p, want);
    fc_arena_free(&a);
    fc_arena_free(&keep);
}

static void expect(const row *rows, size_t n, const char *want)
{
    fc_buf b = FC_BUF_INIT;
    fc_buf_text(&b, "<page width=\"600\" height=\"800\">\n");
    for (size_t i = 0; i < n; i++)
        if (rows[i].text)
            put_line(&b, &rows[i]);
        else
            fc_buf_text(&b, "</page>\n<page width=\"600\" height=\"800\">\n");
    expect_by(&b, b.n, want);
    expect_by(&b, 7, want);
    fc_buf_free(&b);
}

#define EXPECT(rows, want) expect(rows, sizeof rows / sizeof *rows, want)

static void paragraphs(void **state)
{
    static const row indents[] = {
        { "A first paragraph of moss that goes on over", 62, 200, 10, true },
        { "three lines of the same width as all others", 50, 212, 10, false },
        { "have.", 50, 224, 10, false },
        { "A second one is told by the indent that its", 62, 236, 10, false },
        { "first line has, and by nothing else than it", 50, 248, 10, false },
    };
    static const row gaps[] = {
        { "A first paragraph of moss that goes on over", 50, 200, 10, true },
        { "two lines of the same width as all others do", 50, 212, 10, false },
        { "A second one is told by the distance to the", 50, 230, 10, false },
        { "first, which is more than that of the lines", 50, 242, 10, false },
    };
    (void)state;
    EXPECT(indents,
           "A first paragraph of moss that goes on over three lines of the same width "
           "as all others have.\n\nA second one is told by the indent that its first "
           "line has, and by nothing else than it");
    EXPECT(
        gaps,
        "A first paragraph of moss that goes on over two lines of the same width as "
        "all others do\n\nA second one is told by the distance to the first, which is "
        "more than that of the lines");
}

static void hyphens(void **state)
{
    static const row rows[] = {
        { "The information is known, and so is a long-term plan, but infor-", 50, 200, 10,
          true },
        { "mation at a line end is one word, and the long-", 50, 212, 10, false },
        { "term plan keeps its hyphen; so does a self-", 50, 224, 10, false },
        { "made one, and that of Miller-", 50, 236, 10, false },
        { "Jones. An unknown word such as photosyn-", 50, 248, 10, false },
        { "thesis loses it. \xEF\xAC\x81rst &amp; o\xEF\xAC\x83"
          "ce",
          50, 260, 10, false },
    };
    (void)state;
    EXPECT(
        rows,
        "The information is known, and so is a long-term plan, but information at a "
        "line end is one word, and the long-term plan keeps its hyphen; so does a "
        "self-made one, and that of Miller-Jones. An unknown word such as "
        "photosynthesis loses it. first & office");
}

/* The second column and the next page go on with a sentence, over a note between them. */
static void columns(void **state)
{
    static const row rows[] = {
        { "The left column ends in the middle of", 50, 600, 10, true },
        { "1 A note stands below it in small letters", 50, 650, 7, true },
        { "a sentence, and the right one ends so on", 320, 200, 10, true },
        PAGE,
        { "the next page. Another one.", 50, 200, 10, true },
    };
    (void)state;
    EXPECT(
        rows,
        "The left column ends in the middle of a sentence, and the right one ends so "
        "on the next page. Another one.\n\n1 A note stands below it in small letters");
}

static void margins(void **state)
{
    static const row rows[] = {
        { "Of Moss", 280, 40, 8, true },
        { "Text of the first page, which is about moss.", 50, 200, 10, true },
        { "1", 300, 780, 8, true },
        PAGE,
        { "2 Of Moss", 280, 40, 8, true },
        { "Text of the second page, about other things.", 50, 200, 10, true },
        { "Rain", 50, 60, 10, true },
        PAGE,
        { "3 Of Moss", 280, 41, 8, true },
        { "Text of the third page, which has 3 lines.", 50, 200, 10, true },
        { "iv", 300, 780, 8, true },
    };
    (void)state;
    EXPECT(
        rows,
        "Of Moss\n\nText of the first page, which is about moss.\n\nText of the "
        "second page, about other things.\n\nRain\n\nText of the third page, which "
        "has 3 lines.");
}

static void headings(void **state)
{
    static const row rows[] = {
        { "On the Leaves of Moss", 50, 100, 20, true },
        { "1", 50, 140, 14, true },
        { "Leaves", 70, 140, 14, true },
        { "Most of the text is in this size, and is known to be.", 50, 170, 10, true },
        { "1.1 Small Leaves", 50, 200, 12, true },
        { "More of the text is in this size, and is known to be.", 50, 230, 10, true },
        { "x = y + 1 where", 50, 260, 16, true },
        { "References", 50, 300, 14, true },
        { "[1] A. Bee, a book about the bees of the mosses of the", 50, 330, 10, true },
        { "north.", 62, 342, 10, false },
        { "[2] C. Dee, another.", 50, 354, 10, false },
    };
    (void)state;
    EXPECT(rows, "# On the Leaves of Moss\n\n## 1 Leaves\n\nMost of the text is in "
                 "this size, and is known to be.\n\n### 1.1 Small Leaves\n\nMore of "
                 "the text is in this size, and is known to be.\n\nx = y + 1 "
                 "where\n\n## References\n\n[1] A. Bee, a book about the bees of the "
                 "mosses of the north.\n\n[2] C. Dee, another.");
}

static void items_and_lines(void **state)
{
    static const row rows[] = {
        { "Before the list there is a paragraph of this width:", 50, 200, 10, true },
        { "• the first item, which goes on", 50, 212, 10, true },
        { "below", 62, 224, 10, false },
        { "• the second", 50, 236, 10, false },
        { "Anna Bee", 50, 300, 10, true },
        { "Moss Street 5, in the Middle of a Wood", 50, 312, 10, false },
        { "Rain", 50, 324, 10, false },
        { "1 Moss . . . . . . . 7", 50, 400, 10, true },
    };
    (void)state;
    EXPECT(rows, "Before the list there is a paragraph of this width:\n\n- the first "
                 "item, which goes on below\n- the second\n\nAnna Bee\nMoss Street 5, "
                 "in the Middle of a Wood Rain\n\n1 Moss . 7");
}

/* Exponents, and marks of notes. */
static void scripts(void **state)
{
    fc_buf b = FC_BUF_INIT;
    (void)state;
    fc_buf_text(&b, "<page width=\"600\" height=\"800\">\n<block>\n<line xMin=\"50\" "
                    "yMin=\"200\" xMax=\"200\" yMax=\"210\">\n<word xMin=\"50\" "
                    "yMin=\"200\" xMax=\"60\" yMax=\"210\">10</word>\n<word "
                    "xMin=\"60\" yMin=\"198\" xMax=\"63\" "
                    "yMax=\"204\">3</word>\n<word xMin=\"68\" yMin=\"200\" "
                    "xMax=\"75\" yMax=\"210\">H</word>\n<word xMin=\"75\" "
                    "yMin=\"206\" xMax=\"78\" yMax=\"212\">2</word>\n<word "
                    "xMin=\"78\" yMin=\"200\" xMax=\"85\" "
                    "yMax=\"210\">O</word>\n</line>\n");
    expect_by(&b, b.n, "10³ H₂O");
    expect_by(&b, 1, "10³ H₂O");
    fc_buf_free(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(paragraphs), cmocka_unit_test(hyphens),
        cmocka_unit_test(columns),    cmocka_unit_test(margins),
        cmocka_unit_test(headings),   cmocka_unit_test(items_and_lines),
        cmocka_unit_test(scripts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
