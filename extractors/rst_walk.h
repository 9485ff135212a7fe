/* rst_walk.h - the walk over the lines of a reStructuredText document, which rst.c makes
 * and directives join in. Private to the rst files.
 *
 * Lines are named by their place, `i`. What takes a block returns the line to go on
 * with. */
#ifndef FC_EXTRACTORS_RST_WALK_H
#define FC_EXTRACTORS_RST_WALK_H

#include "extractors/docs.h"

enum { FC_RST_DEEPEST = 20, FC_RST_STYLES = 12 };

typedef struct fc_rst_level {
    enum { FC_RST_BODY, FC_RST_QUOTE, FC_RST_LIST, FC_RST_ITEM } kind;
    unsigned indent;            /* of its content; of a list, of its marks */
    bool ordered;
    bool fresh;                 /* the first line of its content tells the indent */
} fc_rst_level;

typedef struct fc_rst {
    fc_docs d;
    fc_rst_level open[FC_RST_DEEPEST];
    unsigned levels;
    uint16_t style[FC_RST_STYLES]; /* how titles are marked, outermost first */
    unsigned styles;
    fc_str prefix;              /* of the next paragraph: "Note:" */
    bool began;                 /* some block was read: fields are no metadata */
} fc_rst;

/* Empty beyond the last one. */
static inline fc_str fc_rst_line(const fc_rst *r, size_t i)
{
    return i < r->d.lines ? r->d.line[i] : (fc_str){ "", 0 };
}

static inline unsigned fc_rst_indent(const fc_rst *r, size_t i)
{
    return fc_docs_indent(r->d.line[i], 8);
}

/* rst_levels.c: close the innermost level; open another, if there is room. */
void fc_rst_pop(fc_rst *r);
void fc_rst_push(fc_rst *r, int kind, unsigned indent, bool ordered);
/* A level for what is further in than `indent`, wherever that begins. */
void fc_rst_push_fresh(fc_rst *r, int kind, unsigned indent);
/* The line behind the block that begins at line i: blank lines and those further in. */
size_t fc_rst_block_end(const fc_rst *r, size_t i, unsigned indent);

/* Write a paragraph, behind the prefix that is due; the lines from .. to - 1 as code. */
void fc_rst_paragraph(fc_rst *r, fc_str s);
void fc_rst_code(fc_rst *r, size_t from, size_t to, fc_str language);
/* What stands behind a mark and from line `next` on below it, up to a blank one, as a
 * paragraph. */
size_t fc_rst_first(fc_rst *r, fc_str s, size_t next, unsigned indent);

/* rst_directive.c: ".. name:: arg" at this indent; `next` is the line below it. */
size_t fc_rst_directive(fc_rst *r, fc_str name, fc_str arg, size_t next, unsigned indent);

#endif
