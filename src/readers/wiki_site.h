/* wiki_site.h - what the head of a wiki's dump says of the wiki, for each of its pages:
 * language, names of namespaces, where pages have their addresses. */
#ifndef FC_READERS_WIKI_SITE_H
#define FC_READERS_WIKI_SITE_H

#include "base/arena.h"
#include "base/buf.h"

typedef struct fc_wiki_site {
    fc_buf lang, dbname;
    fc_buf base;                /* the main page's address */
    fc_buf spaces;              /* <namespace> elements as they are */
    fc_buf xml;                 /* a <siteinfo> of what pages need */
} fc_wiki_site;                 /* all zero: nothing is known */

void fc_wiki_site_free(fc_wiki_site *w);
bool fc_wiki_site_failed(const fc_wiki_site *w); /* there was no memory */

/* Another dump begins with this <mediawiki> tag. */
void fc_wiki_site_begin(fc_wiki_site *w, fc_str tag);
/* What stands within <siteinfo>. */
void fc_wiki_site_read(fc_wiki_site *w, fc_str info);
/* The number of the namespace that a title names; part of w. */
fc_str fc_wiki_site_space(const fc_wiki_site *w, fc_str title);
/* The address of a page, or empty. */
fc_str fc_wiki_site_address(const fc_wiki_site *w, fc_str title, fc_arena *keep);

/* What stands between two strings in s, as it is; empty when they are not there. */
fc_str fc_wiki_site_between(fc_str s, const char *begin, const char *end);

/* A buffer's content as a string, and a string as its content. */
static inline fc_str fc_wiki_site_str(const fc_buf *b)
{
    return (fc_str){ b->p ? b->p : "", b->n };
}
static inline void fc_wiki_site_set(fc_buf *b, fc_str s)
{
    fc_buf_clear(b);
    fc_buf_str(b, s);
}

#endif
