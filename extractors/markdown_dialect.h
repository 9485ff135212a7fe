/* markdown_dialect.h - what generators of manuals and sites add to Markdown: MyST
 * (Sphinx, Jupyter Book), kramdown (Jekyll), Hugo, Docusaurus, VitePress, Quarto,
 * MkDocs. */
#ifndef FC_EXTRACTORS_MARKDOWN_DIALECT_H
#define FC_EXTRACTORS_MARKDOWN_DIALECT_H

#include "extractors/docs.h"

/* A fence that says what is in it: ":::{note} Title", "```{math}", "::: tip Title". */
typedef struct fc_markdown_fence {
    char c;                     /* ':', '`' or '~' */
    size_t n;
    enum { FC_FENCE_BOX,        /* a remark: a quote that begins with its title */
           FC_FENCE_DIV,        /* text, with a title or without */
           FC_FENCE_CODE, FC_FENCE_TEX,
           FC_FENCE_SKIP } what;    /* for a program, as a list of contents */
    fc_str language, kind;      /* kind: of a box without a title */
    fc_str title;               /* or empty */
} fc_markdown_fence;

/* False: the line begins no such. */
bool fc_markdown_directive(fc_str line, fc_markdown_fence *fence);
/* ":::" and no more: how many; 0: it is something else. */
size_t fc_markdown_fence_end(fc_str line, char c);
/* ":name: value" */
bool fc_markdown_is_option(fc_str line);
/* A line that says something to a program alone: "(label)=", "[TOC]", '--8<-- "file"'. */
bool fc_markdown_is_command(fc_str line);
/* "import ..." and "export ..." of MDX, which end with a blank line. */
bool fc_markdown_is_script(fc_str line);
/* "{% highlight LANGUAGE %}", "{{< highlight LANGUAGE >}}" and its end. */
bool fc_markdown_highlight(fc_str line, fc_str *language);
bool fc_markdown_highlight_end(fc_str line);
/* Bytes of s at `at` that are a tag of a template, an attribute list or a comment; 0. */
size_t fc_markdown_brace(fc_str s, size_t at);
/* The name of "{name}`" at `at`, and the bytes before the backquote; 0. */
size_t fc_markdown_role(fc_str s, size_t at, fc_str *name);
/* Bytes of ":material-name:", a picture by its name; 0. */
size_t fc_markdown_icon(fc_str s, size_t at);

#endif
