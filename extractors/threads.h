/* threads.h - the posts of a page: a forum, questions and answers, comments, a mailing
 * list.
 *
 *     fc_threads_find(&page, scratch);        after fc_page_build and, so that pages that
 *                                             cannot have any are spared the search,
 *                                             fc_page_kind_odds: posts, and of each block
 *                                             which post it is in and what it is there
 *     fc_threads_choose(&page, comments);     after fc_blocks_select: bodies of posts are
 *                                             kept or dropped as posts
 *     fc_post_head(&page.post[b->post], &t);  the line a post begins with
 *
 * A post is found without knowing who made the page: elements of one template (tag and
 * class) that occur again and again, each with an author, a time and text of its own. The
 * words that generators use for these in classes (phpBB, vBulletin, XenForo, Discourse,
 * Stack Exchange, Reddit, WordPress, Disqus, Hacker News, Hyperkitty ...) are one table
 * in thread_words.c. What is the body, the author and the time of a post is decided for
 * all posts of a template together. Messages of old mailing list archives are known by
 * their layout (thread_mail.c, thread_message.c).
 *
 * All walks are over elements and blocks in document order, once; nothing compares posts
 * with posts. */
#ifndef FC_EXTRACTORS_THREADS_H
#define FC_EXTRACTORS_THREADS_H

#include "extractors/block_model.h"
#include "extractors/inline.h"
#include "extractors/page_kind.h"

struct fc_post {
    uint32_t elem;              /* that holds it; of thread_breaks.c all of them */
    uint32_t group;             /* template; posts of one are alike */
    uint32_t outer;             /* post it is in, 0: none */
    unsigned depth;             /* 0: not below another */
    fc_str author, time;        /* as the page shows them; empty: not told */
    int32_t votes;
    bool voted, accepted;       /* votes are told; marked as the answer */
    bool guessed;               /* nothing calls it a post: text before the others that
                                   the choice of blocks keeps */
    bool mail;                  /* its body is a <pre> with a mail: fc_mail_write */
    uint32_t lines;             /* ... which begins with so many that are its head */
    bool alone;                 /* the only one of its thread: its blocks go by their
                                   score as well */
    bool kept;                  /* set by the caller: some of it is in the text */
};

void fc_threads_find(fc_page *page, fc_arena *a);
/* want: as in fc_block_choice. */
void fc_threads_choose(fc_page *page, fc_comments want);
/* "**Ann**, 2024-05-01 12:30, depth 1, 12 points, accepted". */
void fc_post_head(const fc_post *post, bool plain, fc_text *t);

/* ---- parts, one file each */

/* What the words of an element's class say: bits. */
enum {
    FC_MARK_POST = 1,
    FC_MARK_AUTHOR = 2,
    FC_MARK_TIME = 4,
    FC_MARK_VOTES = 8,
    FC_MARK_SIGNATURE = 16,
    FC_MARK_PANEL = 32,
    FC_MARK_BAR = 64,
    FC_MARK_QUOTE = 128,
    FC_MARK_ACCEPTED = 256,
    FC_MARK_LIST = 512,
    FC_MARK_OPENING = 1024,
    FC_MARK_NEGATED = 2048,
    FC_MARK_SIGNED = 8192, /* a signature with the time of the post */
    FC_MARK_SURE = 4096, /* told by microdata, not by a word that may mean else */
    FC_MARK_BODY = 16384, /* the text of a post */
    FC_MARK_NAME = 32768, /* an author when the page has bodies of posts */
    FC_MARK_ASIDE =
        FC_MARK_AUTHOR | FC_MARK_TIME | FC_MARK_SIGNATURE | FC_MARK_PANEL | FC_MARK_BAR
};

/* Rows of a table that are one post: parts of the first of them, by page->parent, until
 * they are put back (thread_rows.c). */
typedef struct fc_thread_rows {
    uint32_t *row, n;           /* elements that have another parent */
} fc_thread_rows;

typedef struct fc_marks {
    uint16_t *own;              /* of each element */
    uint16_t *within;           /* ... and of what it is in */
    uint32_t *kind;             /* its template, 0: cannot be a post */
    uint8_t *mated;             /* there are several of its template */
    uint32_t authors, times;    /* elements marked so outside of quotes and panels */
    bool heads;                 /* authors are told in running text */
    bool alone;                 /* one post is enough */
    fc_thread_rows rows;        /* that were joined */
} fc_marks;

/* The page is a forum's by the odds of its kinds. */
static inline bool fc_thread_is_forum(const fc_page *page)
{
    return page->kind[FC_CLASS_FORUM] > .5f;
}

/* A block of some words may be one, with author and time. */
static inline bool fc_thread_may_be_post(const fc_elem *e)
{
    return !(e->flags & FC_EL_INLINE) && e->depth >= 2 && e->words >= 3;
}

/* How posts are looked for: by templates that occur again and again; with authors and
 * times in one running text marked, too; one that has no mate. */
typedef enum fc_thread_search {
    FC_SEARCH_TEMPLATES, FC_SEARCH_HEADS, FC_SEARCH_ALONE
} fc_thread_search;

/* thread_marks.c: false when the page cannot have posts; then not all is filled in. Rows
 * are joined. */
bool fc_thread_marks(fc_page *page, fc_marks *marks, fc_thread_search how, fc_arena *a);

/* thread_rows.c */
void fc_thread_join_rows(fc_page *page, fc_marks *marks, fc_arena *a);
void fc_thread_part_rows(fc_page *page, const fc_thread_rows *rows);

/* The first text of a block; whether it begins as a line that tells of an edit does. */
fc_str fc_thread_first_text(const fc_page *page, const fc_block *b);
bool fc_thread_is_edit(const fc_page *page, const fc_block *b);
/* "Ann wrote:", "Quote from: Ann": a line that tells who is quoted. */
bool fc_thread_names_quoted(const fc_page *page, const fc_block *b);

/* thread_parts.c: the element that names who reported an issue, 0: none. */
uint32_t fc_thread_reporter(const fc_page *page);

/* thread_head.c: marks blocks that tell who wrote, and when; false when there are few. */
bool fc_thread_heads(const fc_page *page, fc_marks *marks, fc_arena *a);
/* The name in a line with a date, "Ann wrote on 12 May 2010"; false: none. */
bool fc_thread_head_name(fc_str line, fc_str *name);
/* A few words that may name somebody, and no date. */
bool fc_thread_is_name(fc_str s);
/* Of a line whose white space is folded. */
size_t fc_thread_count_words(fc_str line);

/* thread_breaks.c: posts between rules, or below terms of a list. */
bool fc_thread_breaks(fc_page *page, fc_arena *a);

/* thread_kinds.c: the templates of what may be a post; false when each occurs but
 * once. */
bool fc_thread_kinds(const fc_page *page, fc_marks *marks, fc_arena *a);
/* ... of all other elements. */
void fc_thread_kinds_fill(const fc_page *page, fc_marks *marks);

/* thread_posts.c (thread_reader.h has its parts): fill in posts and the roles of blocks;
 * of[e] is the post that element e is in. */
void fc_thread_read(fc_page *page, const fc_marks *marks, const uint32_t *of,
                    uint32_t groups, fc_arena *a);

/* ... and forget them when they are none after all. named: their class calls them
 * posts; heads: as above. */
void fc_thread_check(fc_page *page, bool named, bool heads);

/* thread_mail.c: the messages of a page of a mailing list archive. */
bool fc_thread_mail(fc_page *page, fc_arena *a);
/* thread_message.c: ... a message with labels above and ways to others around it. */
bool fc_thread_message(fc_page *page, fc_arena *a);
enum { FC_MAIL_NAME = 100 };    /* bytes of the name of who wrote a mail, at most */
/* Take off what a mail has around its text, from `at` on: lines that end with '\n'. */
void fc_mail_trim(fc_text *t, size_t at);
/* "Ann B. <ann@example.org>", "ann at example.org (Ann B.)" -> Ann B. */
fc_str fc_mail_name(fc_str s);
/* The text of a mail, what is around it taken off; of the <pre> at this node, its first
 * lines left out. */
void fc_mail_write(const fc_page *page, uint32_t pre, uint32_t skip, fc_text *t);

#endif
