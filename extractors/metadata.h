/* metadata.h - what a page says about itself in its head: title, author, date ... */
#ifndef FC_EXTRACTORS_METADATA_H
#define FC_EXTRACTORS_METADATA_H

#include "extractors/page.h"

/* Decoded, one line each, NFC; p is NULL where the page says nothing. */
typedef struct fc_page_meta {
    fc_str title;           /* og:title, JSON-LD headline, <title> */
    fc_str canonical;       /* link rel=canonical, og:url: as it stands */
    fc_str author, published; /* the date as ISO 8601 */
    fc_str site_name, language, description;
    fc_page_hints hints;    /* what blocks are compared with */
} fc_page_meta;

void fc_metadata_read(fc_page_meta *meta, const fc_dom *dom, fc_arena *a);
/* metadata_page.c, after fc_html_score: add what the head did not say and the body does:
 * author and date of microdata, RDFa, rel=author, <time> and classes, the title of the
 * <h1>; a title that goes on with the name of the site ends before it. */
void fc_metadata_complete(fc_page_meta *meta, const fc_page *page, fc_arena *a);

/* "By Ann B.", "View all posts by Ann B." -> Ann B.; p is NULL when there is no letter
 * in it. */
fc_str fc_metadata_name(fc_str s);
/* A date as ISO 8601; p is NULL when it is none, or one that can be read in two ways. */
fc_str fc_metadata_date(fc_str s, fc_arena *a);

/* jsonld.c: add what one JSON-LD script says; earlier values stay. Broken JSON is read as
 * far as it makes sense. */
typedef struct fc_jsonld {
    fc_str headline, author, published, site_name, language, description;
    uint32_t type[FC_LD_TYPES]; /* hashes of @type */
    unsigned types;
    fc_str body[8];         /* articleBody and text */
    unsigned bodies;
} fc_jsonld;
void fc_jsonld_read(fc_jsonld *found, fc_str script, fc_arena *a);

#endif
