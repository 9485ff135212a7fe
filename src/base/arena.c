/* arena.c - a chain of blocks; a piece never crosses from one block to the next. */
#include "base/arena.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct fc_arena_block {
    struct fc_arena_block *next;
    size_t size;                    /* with this header */
} block;

enum { FIRST_BLOCK = 64 << 10, LARGEST_STEP = 8 << 20, ALIGN = 8 };

static size_t align_up(size_t n)
{
    return (n + (ALIGN - 1)) & ~(size_t)(ALIGN - 1);
}

void fc_arena_init(fc_arena *a)
{
    memset(a, 0, sizeof *a);
    a->limit = UINT64_MAX;
    a->keep_at_most = 16u << 20;
}

void fc_arena_free(fc_arena *a)
{
    for (block *b = a->first, *next; b; b = next) {
        next = b->next;
        free(b);
    }
    a->first = a->current = NULL;
    a->next = a->end = NULL;
    a->used = a->held = 0;
    a->limit = UINT64_MAX;
}

static void use_block(fc_arena *a, block *b)
{
    a->current = b;
    a->next = (char *)b + align_up(sizeof *b);
    a->end = (char *)b + b->size;
}

/* Free the blocks after the first few that fit in keep_at_most. */
static void shrink(fc_arena *a)
{
    uint64_t kept = 0;
    block **link = &a->first;
    while (*link) {
        block *b = *link;
        if (kept + b->size <= a->keep_at_most) {
            kept += b->size;
            link = &b->next;
        } else {
            *link = b->next;
            free(b);
        }
    }
    a->held = kept;
}

void fc_arena_reset(fc_arena *a)
{
    if (a->held > a->keep_at_most)
        shrink(a);
    a->used = 0;
    a->limit = UINT64_MAX;
    a->current = NULL;
    a->next = a->end = NULL;
    if (a->first)
        use_block(a, a->first);
}

void fc_arena_back(fc_arena *a, const fc_arena *then)
{
    a->current = then->current;
    a->next = then->next;
    a->end = then->end;
    if (!a->current && a->first)
        use_block(a, a->first);
    a->used = then->used;
}

jmp_buf *fc_arena_guard(fc_arena *a, jmp_buf *guard)
{
    jmp_buf *before = a->guard;
    a->guard = guard;
    return before;
}

void fc_arena_limit(fc_arena *a, uint64_t more)
{
    a->limit = more > UINT64_MAX - a->used ? UINT64_MAX : a->used + more;
}

static _Noreturn void leave(fc_arena *a, int why)
{
    if (!a->guard)
        abort();
    longjmp(*a->guard, why);
}

/* A block with room for n aligned bytes: the next kept one that fits, or a new one. */
static void next_block(fc_arena *a, size_t n)
{
    size_t need = n + align_up(sizeof(block));
    block **link = a->current ? &a->current->next : &a->first;
    while (*link) {
        if ((*link)->size >= need) {
            use_block(a, *link);
            return;
        }
        link = &(*link)->next;
    }
    size_t size = a->held < FIRST_BLOCK ? FIRST_BLOCK : (size_t)a->held;
    if (size > LARGEST_STEP)
        size = LARGEST_STEP;
    if (size < need)
        size = need;
    block *b = malloc(size);
    if (!b)
        leave(a, FC_ARENA_NOMEM);
    b->next = NULL;
    b->size = size;
    a->held += size;
    *link = b;
    use_block(a, b);
}

void *fc_alloc(fc_arena *a, size_t n)
{
    if (n > SIZE_MAX / 2)
        leave(a, FC_ARENA_LIMIT);
    n = align_up(n ? n : 1); /* a piece of nothing still has a place */
    if (n > a->limit - a->used)
        leave(a, FC_ARENA_LIMIT);
    if (n > (size_t)(a->end - a->next))
        next_block(a, n);
    char *p = a->next;
    a->next += n;
    a->used += n;
    return p;
}

void *fc_zalloc(fc_arena *a, size_t count, size_t size)
{
    if (size && count > SIZE_MAX / 2 / size)
        leave(a, FC_ARENA_LIMIT);
    void *p = fc_alloc(a, count * size);
    return memset(p, 0, count * size);
}

void *fc_room(fc_arena *a, void *p, size_t n, size_t *cap, size_t size)
{
    if (n < *cap)
        return p;
    *cap = *cap ? *cap * 2 : 16;
    return fc_grow(a, p, n * size, *cap * size);
}

void *fc_grow(fc_arena *a, void *p, size_t old_n, size_t new_n)
{
    if (p && (char *)p + align_up(old_n) == a->next && new_n >= old_n &&
        new_n <= SIZE_MAX / 2) {
        size_t more = align_up(new_n) - align_up(old_n);
        if (more <= (size_t)(a->end - a->next) && more <= a->limit - a->used) {
            a->next += more;
            a->used += more;
            return p;
        }
    }
    void *q = fc_alloc(a, new_n);
    if (old_n)
        memcpy(q, p, old_n < new_n ? old_n : new_n);
    return q;
}

void fc_trim(fc_arena *a, void *p, size_t old_n, size_t n)
{
    if (p && (char *)p + align_up(old_n) == a->next && n <= old_n) {
        size_t less = align_up(old_n) - align_up(n);
        a->next -= less;
        a->used -= less;
    }
}

fc_str fc_copy(fc_arena *a, fc_str s)
{
    char *p = fc_alloc(a, s.n + 1);
    if (s.n)
        memcpy(p, s.p, s.n);
    p[s.n] = '\0';
    return (fc_str){ p, s.n };
}

fc_str fc_concat(fc_arena *a, const fc_str *parts, size_t n)
{
    size_t total = 0, at = 0;
    for (size_t i = 0; i < n; i++)
        total += parts[i].n;
    char *p = fc_alloc(a, total + 1);
    for (size_t i = 0; i < n; i++) {
        if (parts[i].n)
            memcpy(p + at, parts[i].p, parts[i].n);
        at += parts[i].n;
    }
    p[total] = '\0';
    return (fc_str){ p, total };
}

fc_str fc_printf(fc_arena *a, const char *format, ...)
{
    char small[256];            /* most is: it need not be formatted twice */
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    int n = vsnprintf(small, sizeof small, format, args);
    char *p = fc_alloc(a, (size_t)n + 1);
    if ((size_t)n < sizeof small)
        memcpy(p, small, (size_t)n + 1);
    else
        vsnprintf(p, (size_t)n + 1, format, again);
    va_end(again);
    va_end(args);
    return (fc_str){ p, (size_t)n };
}
