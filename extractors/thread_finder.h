/* thread_finder.h - the search for posts, shared by threads.c, which looks for templates,
 * and thread_opening.c, which looks for the post before them. */
#ifndef FC_EXTRACTORS_THREAD_FINDER_H
#define FC_EXTRACTORS_THREAD_FINDER_H

#include "extractors/threads.h"

enum { FC_POST_WORDS = 4 };     /* of text that posts have on average, at least */

/* What a part of the page has, without what lies in posts inside of it. */
typedef struct fc_thread_evidence {
    uint32_t authors, times, text, bodies;
} fc_thread_evidence;

typedef struct fc_thread_group {
    uint32_t kind, members;
    uint32_t first;             /* member; finder.next has the others */
    uint32_t titles;            /* members with the title of another page */
    uint32_t authored, full;    /* members with author, with author and time */
    uint32_t named;             /* ... that are called posts */
} fc_thread_group;

typedef struct fc_thread_finder {
    fc_page *page;
    fc_arena *a;
    fc_marks marks;
    fc_thread_evidence *sum;    /* of each element with all that is in it */
    fc_thread_evidence *less;   /* of it what accepted posts inside hold */
    uint32_t *next;             /* member list of the group: next element with this
                                   kind */
    uint32_t *slot;             /* hash table of kinds: group number + 1 */
    uint32_t mask;
    fc_thread_group *group;
    uint32_t groups;
    uint32_t *post;             /* of an element that is a post: number of its group */
    uint32_t *of;               /* the post each element is in, itself included */
    uint32_t *others;           /* of each element: posts of groups taken that are in
                                   it */
    uint32_t kinds;             /* groups that were taken */
    uint32_t guessed;           /* the post before them that nothing calls one */
    uint32_t beside;            /* element that the first post of the first is in */
    bool named;                 /* its class says "post" */
} fc_thread_finder;

/* threads.c: words that people wrote: not names, times, buttons, panels or links. */
bool fc_thread_is_text(const fc_thread_finder *f, const fc_block *b);
/* What an element has without what accepted posts in it have. */
fc_thread_evidence fc_thread_left(const fc_thread_finder *f, uint32_t e);
/* Whether it has signs of a post. */
bool fc_thread_is_candidate(const fc_thread_finder *f, uint32_t e);
/* Find out anew, after posts were added, what lies in posts as seen from each element,
 * and which post each element is in. */
void fc_thread_settle(fc_thread_finder *f);

/* thread_opening.c: the post that began the thread, when it is called one; ... and when
 * it is not. */
void fc_thread_find_opening(fc_thread_finder *f);
void fc_thread_find_unnamed_opening(fc_thread_finder *f);
/* ... the only post of a thread that nobody answered. */
void fc_thread_find_alone(fc_thread_finder *f);
/* The only comment on a post has no mate: what is called a post and tells all of one,
 * within a post of another template. The outermost of such. */
void fc_thread_find_single(fc_thread_finder *f);

#endif
