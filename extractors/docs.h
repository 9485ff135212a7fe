/* docs.h - what the markup languages of READMEs and manuals have in common: Markdown,
 * reStructuredText, AsciiDoc, Org. Private to the docs files.
 *
 *     docs.c           a capture to lines; lists; metadata; the end
 *     docs_inline.c    text between marks: emphasis, code, formulas, what a language adds
 *     markdown_doc.c, markdown_levels.c, markdown_leaf.c, markdown_line.c,
 *     markdown_inline.c, markdown_math.c, markdown_dialect.c, front_matter.c
 *     rst.c, rst_levels.c, rst_directive.c, rst_table.c, rst_rows.c, rst_inline.c
 *     asciidoc.c, asciidoc_directives.c, asciidoc_header.c, asciidoc_table.c,
 *     asciidoc_inline.c
 *     org.c, org_inline.c
 *
 * A language is a walk over lines that opens and closes blocks of md.h. All lines are
 * there at once, so looking ahead is cheap; nothing recurses, and every line and byte
 * is looked at a bounded number of times. */
#ifndef FC_EXTRACTORS_DOCS_H
#define FC_EXTRACTORS_DOCS_H

#include "base/str.h"
#include "extractors/extract.h"
#include "extractors/md.h"

enum { FC_DOCS_LISTS = 12, FC_DOCS_MARKS = 24, FC_DOCS_NESTED = 16 };

/* A pair of marks in running text, and what is between them. */
typedef struct fc_docs_mark {
    const char *open, *close;
    enum { FC_DOCS_EMPHASIS, FC_DOCS_CODE, FC_DOCS_TEX, FC_DOCS_DISPLAY, FC_DOCS_SUPER,
           FC_DOCS_SUB, FC_DOCS_DROP } what;
    bool anywhere;              /* else not within a word */
} fc_docs_mark;

typedef struct fc_docs {
    const fc_extract_conf *conf;
    fc_doc *doc;
    fc_call *call;
    fc_arena *a;                /* scratch */
    fc_md md;
    fc_str text;                /* UTF-8 */
    fc_str *line;               /* without blanks at their ends */
    size_t lines, at;           /* how many; the next one */
    fc_str title;               /* as the document says, or empty */
    struct {
        unsigned indent;
        bool ordered;
    } list[FC_DOCS_LISTS];      /* that are open, each with an open item */
    unsigned lists;

    /* Running text. The language's marks, those that begin alike with the longest first;
     * what else it has: bytes of s taken from `at` on, 0 for none of its own. */
    const fc_docs_mark *mark;
    size_t marks;
    char escape;                /* makes the character behind it itself; 0: none */
    size_t (*special)(struct fc_docs *d, fc_str s, size_t at);
    const char *special_at;     /* characters that special() is asked at */
    void *own;                  /* the language's */
    size_t looks;               /* lines looked at for ends that were not there */
} fc_docs;

/* 0 or the reason. */
int fc_docs_open(fc_docs *d, const fc_extract_conf *conf, const fc_capture *cap,
                 fc_doc *doc, fc_call *call);
/* Its lines, of another text than the capture's. */
void fc_docs_split(fc_docs *d, fc_str text);
/* Text, title (else the first heading) and sections into the document. */
void fc_docs_close(fc_docs *d);
/* A capture that may be in a language of these: plain text, of no type, or of one of
 * the types (NULL-terminated), which is told in *typed. */
bool fc_docs_may_be(const fc_capture *cap, const char *const *types, bool *typed);
bool fc_docs_named(const fc_capture *cap, const char *const *ends);

/* Columns before the first character; a tab goes to the next multiple of `tab`. */
unsigned fc_docs_indent(fc_str line, unsigned tab);
static inline fc_str fc_docs_rest(fc_str line)
{
    while (line.n && (line.p[0] == ' ' || line.p[0] == '\t'))
        line = (fc_str){ line.p + 1, line.n - 1 };
    return line;
}
/* From the begin of line `from` to the end of line to - 1, as it stands. */
fc_str fc_docs_lines(const fc_docs *d, size_t from, size_t to);
/* The same without `indent` columns at the begin of each, in the arena: for code. */
fc_str fc_docs_verbatim(fc_docs *d, size_t from, size_t to, unsigned indent);

/* The first line from `from` on that is `end` (whole) or begins with it, in any case,
 * blanks before it aside; d->lines when there is none, or when too many were missing
 * before. */
size_t fc_docs_find(fc_docs *d, size_t from, fc_str end, bool whole);

/* An item at an indent: those of lists further in are closed, a list is opened when
 * none is at this indent. */
void fc_docs_item(fc_docs *d, unsigned indent, bool ordered, uint32_t number);
/* Close the lists whose items' marks stand at `indent` or further in. */
void fc_docs_unlist(fc_docs *d, unsigned indent);

/* "1.", "12)", "(3)", "a.", "iv)", "#.": bytes of the mark, and its number; 0: none. */
size_t fc_docs_number(fc_str s, uint32_t *number);

/* Running text of the block that is open or begins. */
void fc_docs_inline(fc_docs *d, fc_str s);
/* A link: its text, with its address when the stage keeps links. */
void fc_docs_link(fc_docs *d, fc_str text, fc_str address);
/* "\begin{align}...\end{align}" at the begin of s is written: its bytes; 0: none of a
 * formula, or without an end, which *missed tells. In markdown_math.c. */
size_t fc_docs_environment(fc_docs *d, fc_str s, bool *missed);
/* What a remark is called, in scratch: "Note:" of "note". */
fc_str fc_docs_label(const fc_docs *d, fc_str name);
/* A list in metadata from words between commas. */
void fc_docs_set_list(fc_docs *d, const char *name, fc_str words);

#endif
