/* html.h - an HTML page, already UTF-8, to its main content and metadata. */
#ifndef FC_EXTRACTORS_HTML_H
#define FC_EXTRACTORS_HTML_H

#include "extractors/block_file.h"
#include "extractors/inline.h"
#include "extractors/metadata.h"

/* How much is kept: what gives the best F1 to be expected, or rather less, or rather
 * more. */
typedef enum fc_profile {
    FC_PROFILE_BALANCED, FC_PROFILE_PRECISION, FC_PROFILE_RECALL, FC_PROFILES
} fc_profile;
extern const char *const fc_profile_names[FC_PROFILES + 1];
extern const float fc_profile_strictness[FC_PROFILES];

typedef struct fc_html_options {
    fc_text_style style;
    fc_comments comments;
    fc_profile profile;
    bool all;                       /* the texts of all profiles */
    const fc_block_model *model;    /* NULL: the one built in, read anew for this page */
    uint64_t max_tree;              /* bytes to build the tree in; 0: the parser's
                                       default */
    bool xhtml;                     /* the page is served or declared as XHTML */
    fc_str url;                     /* of the page; may be empty */
    fc_buf *explain_html;           /* gets the blocks as an HTML file (explain_html.h) */
} fc_html_options;

typedef struct fc_html_content {
    fc_str text;                /* in keep; empty when the page has no text */
    struct fc_html_content *variant; /* the same for each profile, when all were asked
                                        for */
    const char *kind;           /* of the page: fc_page_kind_names; NULL without text */
    fc_page_meta meta;          /* in keep */
    uint32_t blocks, kept;      /* text blocks of the page, and of them in the text */
    uint32_t words, link_words; /* of the kept ones */
    uint32_t posts;             /* posts of a thread that are in the text */
    unsigned capped;            /* fc_dom.capped */
    unsigned formulas, formulas_kept, formulas_lost; /* on the page; in the text; in its
                                                        blocks but without a source */
} fc_html_content;

/* The odds of a page's kinds, its posts, and the margin and p of its blocks. */
void fc_html_score(fc_page *page, const fc_block_model *model, fc_arena *scratch);
/* Which blocks of a scored page are kept: by score, then by the rules on code, hidden
 * text and posts. */
void fc_html_choose(fc_page *page, fc_comments comments, fc_profile profile);

/* The page must live as long as keep. FC_OK; otherwise what fc_dom_parse says. explain
 * may be NULL, also options->explain_html. */
fc_rc fc_html_extract(fc_str page, const fc_html_options *options, fc_arena *keep,
                      fc_arena *scratch, fc_buf *explain, fc_html_content *out,
                      fc_err *err);

#endif
