/* thread_words.h - words of classes, ids, roles, itemprop and rel, and what they say of
 * the parts of a post. Private to thread_marks.c, which weighs them. */
#ifndef FC_EXTRACTORS_THREAD_WORDS_H
#define FC_EXTRACTORS_THREAD_WORDS_H

#include "extractors/threads.h"

/* More bits, of single words: an author may be meant; with one of these it is what he
 * says, what is told of him; a part of a post; what somebody did lately, where no post is
 * named beside it; a picture of somebody; what is told of a post; microdata call it a
 * post. */
enum {
    FC_MARK_SOMEBODY = 65536,
    FC_MARK_SAYS = 131072,
    FC_MARK_TOLD = 262144,
    FC_MARK_PART = 524288,
    FC_MARK_DOING = 1048576,
    FC_MARK_PICTURE = 2097152,
    FC_MARK_META = 4194304,
    FC_MARK_TYPED = 8388608
};

/* A power of two, four times the words. */
enum { FC_THREAD_WORDS_SLOTS = 1024 };

typedef struct fc_thread_words {
    uint32_t key[FC_THREAD_WORDS_SLOTS];
    uint32_t marks[FC_THREAD_WORDS_SLOTS];
} fc_thread_words;

fc_thread_words *fc_thread_words_open(fc_arena *a);

static inline uint32_t fc_thread_words_slot(const fc_thread_words *w, uint32_t key)
{
    uint32_t i = key * 0x9E3779B1u >> 22;
    while (w->marks[i] && w->key[i] != key)
        i = (i + 1) % FC_THREAD_WORDS_SLOTS;
    return i;
}

/* What a token of an element speaks for, 0: nothing. */
static inline uint32_t fc_thread_words_marks(const fc_thread_words *w, uint32_t token)
{
    return w->marks[fc_thread_words_slot(w, token)];
}

/* What the parts of the name of an unknown element speak for: <shreddit-comment>. */
unsigned fc_thread_words_of_name(const fc_thread_words *w, fc_str name);

#endif
