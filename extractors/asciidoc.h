/* asciidoc.h - the parts of reading AsciiDoc: see docs.h. */
#ifndef FC_EXTRACTORS_ASCIIDOC_H
#define FC_EXTRACTORS_ASCIIDOC_H

#include "extractors/docs.h"

enum { FC_ASCIIDOC_NAMES = 256 };

/* ":name: value" as far as the document has been read; more than there is room for are
 * not known. */
typedef struct fc_asciidoc_names {
    fc_str name[FC_ASCIIDOC_NAMES], value[FC_ASCIIDOC_NAMES];
    unsigned n;
    bool in_note;
} fc_asciidoc_names;

/* Names in the value are replaced by what they stand for by now. */
void fc_asciidoc_define(fc_asciidoc_names *names, fc_str name, fc_str value, fc_arena *a);
/* Formulas are TeX (":stem: latexmath"), not AsciiMath. */
bool fc_asciidoc_latex(const fc_asciidoc_names *names);
fc_str fc_asciidoc_tex(fc_str ascii, fc_arena *a);
/* asciidoc_inline.c: set up running text. */
void fc_asciidoc_marks(fc_docs *d, fc_asciidoc_names *names);

/* asciidoc_header.c: ":name: value" as an attribute, and as metadata when it is some;
 * false: the line is something else. */
bool fc_asciidoc_entry(fc_docs *d, fc_asciidoc_names *names, fc_str s);
/* A line below the title, not empty: authors or revision as metadata; false: neither. */
bool fc_asciidoc_header(fc_docs *d, fc_str s);

/* asciidoc_directives.c: leave out lines for the preprocessor, which may stand anywhere,
 * in code and paragraphs too: what is included is not there, and which conditions hold
 * nobody knows. */
void fc_asciidoc_drop_directives(fc_docs *d);

/* asciidoc_table.c: write the table that begins with line `from`: the line behind it.
 * told: its cols="...", or empty. */
size_t fc_asciidoc_table(fc_docs *d, size_t from, fc_str told);

#endif
