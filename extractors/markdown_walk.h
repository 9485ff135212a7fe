/* markdown_walk.h - the walk over the lines of a Markdown document: what is open, and
 * what begins and ends it. Private to markdown_doc.c, markdown_levels.c,
 * markdown_leaf.c and markdown_math.c.
 *
 * `s` is a line without the marks of the levels that it goes on with; of functions that
 * begin a block, without the blanks before it as well. Those that return bool tell
 * whether the line was theirs. */
#ifndef FC_EXTRACTORS_MARKDOWN_WALK_H
#define FC_EXTRACTORS_MARKDOWN_WALK_H

#include "extractors/markdown_doc.h"

enum { FC_MARKDOWN_DEEPEST = 20, FC_MARKDOWN_TAB = 4 };

typedef struct fc_markdown_level {
    enum { FC_IN_QUOTE, FC_IN_LIST, FC_IN_ITEM,
           FC_IN_REMARK, FC_IN_TABBED,      /* of MkDocs */
           FC_IN_BOX, FC_IN_DIV } kind;     /* between fences */
    char mark;                  /* of a list: '-', '+', '*', '.' or ')'; of a fence */
    size_t indent;              /* of an item: column of its content; of a fence: how
                                   many marks it has */
} fc_markdown_level;

typedef struct fc_markdown {
    fc_docs d;
    fc_markdown_links links;
    fc_markdown_level open[FC_MARKDOWN_DEEPEST];
    unsigned levels;
    enum { FC_LEAF_NONE, FC_LEAF_PARAGRAPH, FC_LEAF_FENCED, FC_LEAF_INDENTED,
           FC_LEAF_TABLE, FC_LEAF_HTML, FC_LEAF_MATH } leaf;
    fc_text text;               /* of the leaf */
    size_t text_lines;
    char fence;                 /* of code */
    size_t fence_n;
    unsigned fence_indent, html_parsed;
    fc_str language;
    bool skip;                  /* what the fence holds is for a program */
    bool options;               /* lines ":name: value" may come first */
    bool yaml;                  /* ... between two of "---" */
    bool mdx;                   /* Markdown with JavaScript */
    bool script;                /* a statement of it, up to a blank line */
    const char *html_end;       /* NULL: a blank line */
    fc_str math_end;            /* of the formula that is open */
    unsigned math_missed;       /* ends of formulas that were looked for in vain */
} fc_markdown;

static inline unsigned fc_markdown_indent(fc_str s)
{
    return fc_docs_indent(s, FC_MARKDOWN_TAB);
}

/* s without so many columns of blanks, or as many as it has. */
static inline fc_str fc_markdown_strip(fc_str s, unsigned columns)
{
    for (unsigned k = 0; k < columns && s.n && (s.p[0] == ' ' || s.p[0] == '\t');) {
        k += s.p[0] == '\t' ? FC_MARKDOWN_TAB : 1;
        s = fc_str_sub(s, 1, s.n);
    }
    return s;
}

/* -------------------------------------------------------- levels: markdown_levels.c */

/* How many of the open levels the line goes on with; *s moves behind their marks. */
unsigned fc_markdown_match_levels(const fc_markdown *r, fc_str *s);
/* Quotes, items and what MkDocs indents that begin on this line; *s moves behind their
 * marks. */
void fc_markdown_open_levels(fc_markdown *r, fc_str *s);
/* Those further in than the first `to` end. */
void fc_markdown_close_levels(fc_markdown *r, unsigned to);
/* A list ends before what is no item of it. */
void fc_markdown_end_list(fc_markdown *r);
/* ":::{note} Title" and the like; code among them is a leaf. */
bool fc_markdown_open_directive(fc_markdown *r, fc_str s, unsigned indent);
/* The line ends a box among the first `matched` levels. */
bool fc_markdown_close_directive(fc_markdown *r, fc_str s, unsigned matched);
/* ":   text" below a term is what it means; *s moves to the text. */
bool fc_markdown_open_definition(fc_markdown *r, fc_str *s);

/* ---------------------------------------------------------- leaves: markdown_leaf.c */

void fc_markdown_begin_leaf(fc_markdown *r, int leaf);
void fc_markdown_add_line(fc_markdown *r, fc_str s);
/* Write the leaf that is open, if there is one. */
void fc_markdown_end_leaf(fc_markdown *r);
/* Running text. */
void fc_markdown_text(fc_markdown *r, fc_str s);

bool fc_markdown_take_heading(fc_markdown *r, fc_str s);
/* A line of '=' or '-' makes the paragraph above it a heading. */
bool fc_markdown_take_underline(fc_markdown *r, fc_str s);
/* Code begins: "```c", "{% highlight c %}". */
bool fc_markdown_take_fence(fc_markdown *r, fc_str s, unsigned indent);
bool fc_markdown_take_highlight(fc_markdown *r, fc_str s);
/* ... and ends. */
bool fc_markdown_ends_fence(const fc_markdown *r, fc_str s);
/* What a fence's own lines say before its text. */
bool fc_markdown_take_option(fc_markdown *r, fc_str s);
/* A line of the HTML that is open. */
void fc_markdown_take_html(fc_markdown *r, fc_str s);
/* "| --- |" makes the paragraph above it the head of a table; a row of it. */
bool fc_markdown_take_table(fc_markdown *r, fc_str s);
void fc_markdown_take_row(fc_markdown *r, fc_str s);

/* -------------------------------------------------------- formulas: markdown_math.c */

/* A displayed formula of several lines begins. */
bool fc_markdown_take_math(fc_markdown *r, fc_str s);
/* A line of the one that is open: what stands behind its end. */
fc_str fc_markdown_math_line(fc_markdown *r, fc_str s);
void fc_markdown_write_math(fc_markdown *r, fc_str s);

#endif
