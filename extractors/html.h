/* html.h - an HTML page, already UTF-8, to its main content and metadata. */
#ifndef FC_EXTRACTORS_HTML_H
#define FC_EXTRACTORS_HTML_H

#include "extractors/block_model.h"
#include "extractors/inline.h"
#include "extractors/metadata.h"

typedef struct fc_html_options {
    fc_text_style style;
    fc_block_choice choice;
    const fc_block_model *model;    /* NULL: the one built in */
    uint64_t max_tree;              /* bytes to build the tree in; 0: the parser's default */
} fc_html_options;

typedef struct fc_html_content {
    fc_str text;                /* in keep; empty when the page has no text */
    fc_page_meta meta;          /* in keep */
    uint32_t blocks, kept;      /* text blocks of the page, and of them in the text */
    uint32_t words, link_words; /* of the kept ones */
    uint32_t posts;             /* posts of a thread that are in the text */
    unsigned capped;            /* fc_dom.capped */
    unsigned formulas, formulas_kept, formulas_lost; /* on the page; in the text; in its blocks
                                                       but without a source */
} fc_html_content;

/* The page must live as long as keep. FC_OK; otherwise what fc_dom_parse says. explain
 * may be NULL. */
fc_rc fc_html_extract(fc_str page, const fc_html_options *options, fc_arena *keep,
                      fc_arena *scratch, fc_buf *explain, fc_html_content *out, fc_err *err);

#endif
