/* markdown_doc.h - the parts of reading Markdown: see docs.h. */
#ifndef FC_EXTRACTORS_MARKDOWN_DOC_H
#define FC_EXTRACTORS_MARKDOWN_DOC_H

#include "extractors/docs.h"

/* A line of this character ends all that is open, fences and comments too: another text
 * begins, as in the next cell of a notebook. */
#define FC_MARKDOWN_NEXT '\x1e'
static inline bool fc_markdown_is_next(fc_str line)
{
    return line.n == 1 && line.p[0] == FC_MARKDOWN_NEXT;
}

enum { FC_MARKDOWN_RUN = 32, FC_MARKDOWN_LINKS = 16 };

/* Link references of the document, and what running text needs to know of its
 * brackets. */
typedef struct fc_markdown_links {
    uint64_t *label;            /* set of hashes; 0 is a free place */
    size_t mask;
    const char *paragraph;      /* the text that the rest is about */
    uint32_t *match;            /* of each '[' or '(' the place of its end; 0: none */
    bool no_run[FC_MARKDOWN_RUN + 1]; /* no run of so many backquotes follows */
    bool no_comment;            /* no "-->" follows */
    bool no_environment;        /* an environment of TeX has no end */
    struct {
        size_t at, n;           /* its ']', and bytes from there to its end */
        fc_str address;
    } open[FC_MARKDOWN_LINKS];
    unsigned opened;
} fc_markdown_links;

/* markdown_inline.c: set up running text; read the definitions of all link references. */
void fc_markdown_marks(fc_docs *d, fc_markdown_links *links);
/* "[label]: address": a line that defines one. */
bool fc_markdown_is_definition(fc_str line);

/* front_matter.c: YAML or TOML at the begin of the document to metadata; lines taken. */
size_t fc_front_matter(fc_docs *d);

#endif
