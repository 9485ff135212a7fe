/* skim.h - the main text of a page by one scan, without a tree: about 1 GB/s.
 *
 * For deciding early whether a page is worth parsing; the text is close to what
 * extraction gives, not the same. A block is what stands between block-level tags. Long
 * blocks count for a page's main text, blocks of links and those within nav, aside,
 * footer, menu or select against it; the run of neighbouring blocks that counts most is
 * taken, without its links and its short blocks. Headings and list items have their marks
 * of Markdown, since classifiers look at those. A run that is long enough ends the scan:
 * seldom is there a better one behind it.
 *
 * Steps and memory are linear in the page. */
#ifndef FC_HTML_SKIM_H
#define FC_HTML_SKIM_H

#include "base/arena.h"

typedef struct fc_skim {
    fc_str text;            /* in the arena; valid UTF-8 when the page is */
    fc_str lang;            /* value of lang on <html> as written, or empty; in the
                               page */
    size_t seen;            /* bytes of all visible text, up to where the scan ended */
    size_t links;           /* of them within links */
} fc_skim;

/* The page must be UTF-8; the text has about `limit` bytes at most. The scan ends when a
 * run has a third of that: of Latin script more characters than limit / 4. */
void fc_skim_page(fc_str page, size_t limit, fc_arena *a, fc_skim *out);

#endif
