/* book.h - the parts of reading a book in plain text.
 *
 *     book.c          is it one; its text to Markdown
 *     book_lines.c    lines and blocks of them, and what they look like
 *     book_header.c   what Project Gutenberg writes around a text */
#ifndef FC_EXTRACTORS_BOOK_H
#define FC_EXTRACTORS_BOOK_H

#include "base/str.h"
#include "extractors/extract.h"

enum {
    FC_BOOK_LOOK = 24 << 10,    /* bytes among which a header is looked for */
    FC_BOOK_WIDE = 40           /* a book's lines are broken at least here */
};

/* ------------------------------------------------------------- lines: book_lines.c */

/* The line that begins at `at`, and where the one after it begins. */
static inline fc_str fc_book_line(fc_str s, size_t at)
{
    return fc_str_sub(s, at, at + fc_str_findc(fc_str_sub(s, at, s.n), '\n'));
}

static inline size_t fc_book_next_line(fc_str s, size_t at)
{
    size_t n = at + fc_str_findc(fc_str_sub(s, at, s.n), '\n') + 1;
    return n < s.n ? n : s.n;
}

/* Does a line have these words, in any case of ASCII? */
bool fc_book_has(fc_str line, const char *what);
/* "CHAPTER IV", "Part the Second", "BOOK 2": a word for it, then more. 2: a part, 1: a
 * chapter, 0: neither. */
int fc_book_chapter(fc_str line);

/* Lines from .. to without empty ones, and what they are alike in. Lengths are bytes. */
typedef struct fc_book_block {
    fc_str text;
    unsigned lines, empty;          /* empty: lines before it */
    size_t indent, longest, shortest; /* of the lines but the last; indent: the least */
    unsigned gaps;                  /* lines with wide gaps inside */
    unsigned small;                 /* lines but the first that go on in small letters */
    size_t full;                    /* bytes of all lines but the last */
} fc_book_block;

/* The one that begins at or after *at, which moves behind it; false: there is none. */
bool fc_book_next_block(fc_str s, size_t *at, fc_book_block *b);
/* Lines that go on as those of paragraphs do: not verse, a table or a program. */
bool fc_book_goes_on(const fc_book_block *b);
/* The width that most lines come near to. */
size_t fc_book_width(fc_str s);
/* The indent of more than half of the long lines, or none. */
size_t fc_book_indent(fc_str s);

/* ----------------------------------------------------------- header: book_header.c */

/* Behind the line that ends a header, among the first bytes; 0: there is none. */
size_t fc_book_begin(fc_str s);
/* Where what stands behind the text begins, at the end of s when nothing does. */
size_t fc_book_end(fc_str s, size_t from);
/* Metadata out of a header; the title, or empty. */
fc_str fc_book_meta(fc_str head, fc_doc *doc, fc_call *call);
/* "Produced by ..." and the like, the first block behind a header. */
bool fc_book_is_credit(const fc_book_block *b);

#endif
