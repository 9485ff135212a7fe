/* pdf.h - from the words and boxes that pdftotext finds in a PDF to text. Private to
 * the pdf files.
 *
 *     pdf.c            the source kind: the child process, and what its end means
 *     pdf_words.c      what the child prints, to pages, lines and words
 *     pdf_margins.c    running heads and feet, page numbers
 *     pdf_pieces.c     lines to paragraphs, headings and items, over columns and pages
 *     pdf_text.c       pieces to Markdown: words joined, hyphens at line ends resolved
 *
 * A PDF has no paragraphs, only words at places. pdftotext -bbox-layout finds lines
 * and columns and their order; all else is told from sizes and distances, as a
 * reader's eye does. Boxes are in points, y grows downwards. All of it takes time
 * linear in the words but for one sort of the lines in margins. */
#ifndef FC_EXTRACTORS_PDF_H
#define FC_EXTRACTORS_PDF_H

#include "extractors/md.h"

typedef struct fc_pdf_box {
    float x0, y0, x1, y1;
} fc_pdf_box;

typedef struct fc_pdf_word {
    fc_pdf_box box;
    uint32_t at, n; /* its bytes in fc_pdf.bytes, character references as they came */
} fc_pdf_word;

typedef struct fc_pdf_line {
    fc_pdf_box box;
    float size; /* height of its longest word: the font's, not the box's */
    uint32_t word, words;       /* first, how many */
    uint32_t page, block;       /* numbers from 0 over the whole document */
    bool gone;                  /* no part of the text */
} fc_pdf_line;

typedef struct fc_pdf_page {
    float width, height;
    uint32_t line, lines;
} fc_pdf_page;

/* A paragraph, or a part of one that a column or page ends. */
typedef struct fc_pdf_piece {
    enum { FC_PDF_PARAGRAPH, FC_PDF_HEADING, FC_PDF_ITEM } kind;
    float size;
    uint32_t line, lines;
    uint32_t next;              /* the piece that goes on with it; 0: none */
    bool continued;             /* it goes on with another */
    unsigned level;             /* of a heading */
} fc_pdf_piece;

typedef struct fc_pdf {
    fc_arena *a;
    fc_text rest;               /* the line of output that is not complete yet */
    fc_text bytes;
    fc_pdf_word *word;
    fc_pdf_line *line;
    fc_pdf_page *page;
    fc_pdf_piece *piece;
    uint32_t words, lines, pages, pieces, blocks;
    uint32_t word_cap, line_cap, page_cap, piece_cap;
    float body, lead; /* size of most of the text; how far apart its lines are */
    fc_str title, author, subject, keywords,
        created;                /* as the file says; empty: does not */
    uint64_t *known;            /* set of the words' hashes; 0 is a free place */
    size_t known_mask;
} fc_pdf;

void fc_pdf_begin(fc_pdf *p, fc_arena *a);
/* What pdftotext -bbox-layout printed, in pieces of any size; then the end. */
void fc_pdf_feed(fc_pdf *p, const char *s, size_t n);
void fc_pdf_end(fc_pdf *p);
/* After the end, in this order. */
void fc_pdf_drop_margins(fc_pdf *p);
void fc_pdf_find_pieces(fc_pdf *p);
void fc_pdf_write(fc_pdf *p, fc_md *m);

static inline fc_str fc_pdf_word_text(const fc_pdf *p, const fc_pdf_word *w)
{
    return (fc_str){ p->bytes.p + w->at, w->n };
}

/* The first and the last word of a line, which has one. */
static inline fc_str fc_pdf_first(const fc_pdf *p, const fc_pdf_line *l)
{
    return fc_pdf_word_text(p, &p->word[l->word]);
}

static inline fc_str fc_pdf_last(const fc_pdf *p, const fc_pdf_line *l)
{
    return fc_pdf_word_text(p, &p->word[l->word + l->words - 1]);
}

/* The word begins with a small letter; scripts without case have none. */
bool fc_pdf_small(fc_str word);
/* b stands right beside a: words of one line that lie in two blocks. */
bool fc_pdf_beside(const fc_pdf_line *a, const fc_pdf_line *b);
/* Room for one more in a table of the arena. */
void *fc_pdf_room(fc_arena *a, void *table, uint32_t n, uint32_t *cap, size_t size);

#endif
