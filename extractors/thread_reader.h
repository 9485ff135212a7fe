/* thread_reader.h - what the files that read posts share. thread_posts.c calls the others
 * in order: thread_body.c says which elements are the body of their post, thread_parts.c
 * who wrote it and when, thread_votes.c what others think of it, thread_depth.c below
 * which it stands. The posts of a template
 * vote on their parts with the ballots of thread_ballots.c. Private to these files. */
#ifndef FC_EXTRACTORS_THREAD_READER_H
#define FC_EXTRACTORS_THREAD_READER_H

#include "extractors/threads.h"

/* What the elements of one key, in the posts of one template, speak for. */
typedef struct fc_ballot {
    uint32_t text, posts, count, heads, last, changes, value, bytes;
    unsigned rank;              /* what its mark is worth, for equals */
} fc_ballot;

typedef struct fc_thread_reader {
    fc_page *page;
    const fc_marks *marks;
    const uint32_t *of;
    uint32_t groups;
    fc_arena *a;
    uint16_t *in;               /* marks of an element and of what it is in, within its
                                   post */
    uint8_t *body;              /* the element is in the body of its post */
    uint8_t *deep;              /* ... in a quote within a quote */
    uint32_t *words;            /* of each element, of its own post only */
    uint32_t *text, *heads;     /* ... not in buttons and the like; authors and times */
    uint8_t *label;             /* of each block: it is one that posts have */
    bool apart;                 /* each group has ballots of its own */
    uint32_t *key;              /* table of keys and groups: which ballot */
    fc_ballot *ballot;
    uint32_t mask;
    fc_text line;               /* a part being read */
} fc_thread_reader;

enum { FC_THREAD_LABEL = 8 };   /* words of a block that may be a label all posts have */

static inline bool fc_thread_is_post(const fc_thread_reader *r, uint32_t e)
{
    return r->of[e] && r->page->post[r->of[e]].elem == e;
}

/* thread_ballots.c: room for those of n elements; the one of an element's key; all
 * empty. */
void fc_ballots_open(fc_thread_reader *r, uint32_t n);
uint32_t fc_ballot_key(const fc_thread_reader *r, uint32_t e);
uint32_t fc_ballot_place(fc_thread_reader *r, uint32_t e);
void fc_ballots_clear(fc_thread_reader *r);
static inline fc_ballot *fc_ballot_of(fc_thread_reader *r, uint32_t e)
{
    return &r->ballot[fc_ballot_place(r, e)];
}

/* thread_body.c: fills in, body and deep, and settles lists and quotes in posts. */
void fc_thread_bodies(fc_thread_reader *r);
/* Fills label: "Reply", "Re: the title", "Share": short, and in most posts. */
void fc_thread_labels(fc_thread_reader *r);
static inline bool fc_thread_is_label(const fc_thread_reader *r, const fc_block *b)
{
    return r->label[b - r->page->block];
}

/* thread_parts.c: author and time. */
void fc_thread_parts(fc_thread_reader *r);
/* The text of an element as one line, some bytes at most; lives until the next call. */
fc_str fc_thread_line_of(fc_thread_reader *r, uint32_t e);

/* Whether an element tells of its post what a mark means. */
static inline bool fc_thread_is_part(const fc_thread_reader *r, uint32_t e, uint16_t mark)
{
    return r->of[e] && r->marks->own[e] & mark && !r->body[e] &&
           !fc_thread_is_post(r, e) && !(r->in[e] & (FC_MARK_QUOTE | FC_MARK_SIGNATURE));
}

/* thread_votes.c: votes, accepted. */
void fc_thread_votes(fc_thread_reader *r);

/* thread_depth.c */
void fc_thread_depths(fc_page *page, fc_arena *a);

#endif
