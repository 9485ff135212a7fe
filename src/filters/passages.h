/* passages.h - cutting a text into passages along its structure; chunk.c is the stage.
 *
 * The text is a sequence of units: its Markdown blocks, and the pieces of blocks that are
 * too large. A passage is a run of units, verbatim. Sizes count code points, with the
 * blank lines between units. All in time linear in the text. */
#ifndef FC_FILTERS_PASSAGES_H
#define FC_FILTERS_PASSAGES_H

#include "base/arena.h"
#include "text/markdown.h"

typedef struct fc_unit {
    fc_markdown_kind kind;
    uint8_t level;              /* of a heading */
    bool glued;                 /* goes with what follows: headings and what announces */
    bool posts;                 /* begins a post of a thread, with the rules before its
                                   head */
    size_t begin, end;          /* bytes */
    size_t first, last;         /* the same in code points */
    size_t post_end;            /* when posts: the unit after the post's last */
    fc_str title;
} fc_unit;

typedef struct fc_passage {
    size_t from, to;            /* units from .. to - 1 */
} fc_passage;

typedef struct fc_passage_sizes {
    size_t target, max, min;
} fc_passage_sizes;

/* All units of a text; *n is 0 when it is blank. Nothing is larger than sizes->max, and
 * neither is a unit together with the headings right before it. */
fc_unit *fc_units_split(fc_str text, const fc_passage_sizes *sizes, fc_arena *a,
                        size_t *n);
/* Group them. No passage is larger than max; one is smaller than min only when its
 * neighbours leave no room, or the text is. */
fc_passage *fc_passages_group(fc_unit *unit, size_t n, const fc_passage_sizes *sizes,
                              fc_arena *a, size_t *n_passages);

#endif
