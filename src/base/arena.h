/* arena.h - bump allocator: many small pieces that live and die together.
 *
 * A batch of documents owns one arena; a thread owns another as scratch. Blocks are kept
 * when an arena is reset, so a running pipeline does not call malloc. Not thread-safe.
 *
 * Allocation never returns NULL. When an arena's limit is reached, or the system has no
 * memory left, it leaves by longjmp to the guard that its owner has set:
 *
 *     jmp_buf guard;
 *     fc_arena_guard(a, &guard);
 *     switch (setjmp(guard)) {
 *     case 0: work(a); break;
 *     case FC_ARENA_LIMIT: ... the work was too large: a counted reason ...
 *     case FC_ARENA_NOMEM: ... the system has no memory ...
 *     }
 *
 * So code that allocates needs no checks, and gumbo, which makes none, is safe with it.
 * What holds memory from elsewhere across an allocation must be reachable from its owner.
 * Without a guard, the process aborts: that is a bug of the caller. */
#ifndef FC_BASE_ARENA_H
#define FC_BASE_ARENA_H

#include "filterc.h"

#include <setjmp.h>

enum { FC_ARENA_LIMIT = 1, FC_ARENA_NOMEM = 2 };

struct fc_arena_block;

struct fc_arena {
    char *next, *end;               /* free part of the current block */
    struct fc_arena_block *first, *current;
    uint64_t used;                  /* bytes asked for since the last reset */
    uint64_t limit;                 /* `used` may not pass it */
    uint64_t held;                  /* bytes of all blocks */
    uint64_t keep_at_most;          /* blocks beyond this are freed by reset */
    jmp_buf *guard;
};

void fc_arena_init(fc_arena *a);
/* Forget the pieces made since `then`, a copy of the arena; those of before stay. */
void fc_arena_back(fc_arena *a, const fc_arena *then);
/* Free all blocks. The arena can be used again. */
void fc_arena_free(fc_arena *a);
/* Forget all pieces; blocks are kept up to keep_at_most bytes (16 MiB unless changed). */
void fc_arena_reset(fc_arena *a);
/* Set the guard and return the one that was set before, so that it can be set again. */
jmp_buf *fc_arena_guard(fc_arena *a, jmp_buf *guard);
/* At most this many bytes more from now on; UINT64_MAX: no limit. The count is of bytes
 * asked for, so it does not depend on what the arena held before. */
void fc_arena_limit(fc_arena *a, uint64_t more);

/* n bytes aligned to 8, not zeroed. */
void *fc_alloc(fc_arena *a, size_t n);
/* count * size zeroed bytes; the product may not overflow. */
void *fc_zalloc(fc_arena *a, size_t count, size_t size);
/* Grow the newest piece in place if it is the newest, else copy it. */
void *fc_grow(fc_arena *a, void *p, size_t old_n, size_t new_n);
/* Room for one more behind n things of this size: where they are now. *cap, for how many
 * there is room, doubles when it is reached. */
void *fc_room(fc_arena *a, void *p, size_t n, size_t *cap, size_t size);
/* Give back the end of the newest piece: it keeps n bytes. No effect on others. */
void fc_trim(fc_arena *a, void *p, size_t old_n, size_t n);

/* Copies with a terminating NUL that n does not count. */
fc_str fc_copy(fc_arena *a, fc_str s);
fc_str fc_concat(fc_arena *a, const fc_str *parts, size_t n);
fc_str fc_printf(fc_arena *a, const char *format, ...)
#if defined(__GNUC__)
    __attribute__((format(printf, 2, 3)))
#endif
    ;

#define FC_NEW(a, type) ((type *)fc_zalloc((a), 1, sizeof(type)))

#endif
