/* unpack.c - the buffer of decompressed bytes with its borders and gap (codec.h). */
#include "io/codec.h"

#include <stdlib.h>
#include <string.h>

/* A peek of 64 MiB over members of one byte must not hold as many borders: beyond this
 * count members run together, which only costs the exact place of such a record. */
enum {
    FIRST_SIZE = 256 << 10, /* below what malloc maps afresh: a tar of many small .gz */
    MAX_BORDERS = 1 << 16
};

fc_rc fc_unpack_room(fc_unpack *u, size_t want, fc_err *err)
{
    size_t held = fc_unpack_avail(u);
    if (!held)
        u->at = u->end = 0;
    if (u->cap - u->end >= want)
        return FC_OK;
    if (held <= u->at && u->cap - held >= want) { /* moves no more than was consumed */
        memmove(u->p, u->p + u->at, held);
        u->at = 0;
        u->end = held;
        return FC_OK;
    }
    size_t cap = u->cap ? u->cap : FIRST_SIZE;
    while (cap - u->end < want && cap <= SIZE_MAX / 4)
        cap *= 2;
    char *p = cap > SIZE_MAX / 4 ? NULL : realloc(u->p, cap);
    if (!p)
        return fc_fail(err, FC_ETRY, "no memory to decompress into %zu bytes", cap);
    u->p = p;
    u->cap = cap;
    return FC_OK;
}

/* Forget the borders before the last one that is not beyond the next byte. */
static void drop_passed(fc_unpack *u)
{
    size_t passed = 0;
    while (passed + 1 < u->borders && u->border[passed + 1].at <= u->base)
        passed++;
    u->borders -= passed;
    if (passed)
        memmove(u->border, u->border + passed, u->borders * sizeof *u->border);
}

static fc_rc add_border(fc_unpack *u, fc_border border, fc_err *err)
{
    drop_passed(u);
    if (u->borders == MAX_BORDERS)
        return FC_OK;
    if (u->borders == u->border_cap) {
        size_t cap = u->border_cap ? u->border_cap * 2 : 16;
        fc_border *p = realloc(u->border, cap * sizeof *p);
        if (!p)
            return fc_fail(err, FC_ETRY, "no memory for the places of %zu members", cap);
        u->border = p;
        u->border_cap = cap;
    }
    u->border[u->borders++] = border;
    return FC_OK;
}

/* The border at the end of what was decoded so far, or NULL. */
static fc_border *border_here(fc_unpack *u)
{
    fc_border *last = u->borders ? &u->border[u->borders - 1] : NULL;
    return last && last->at == u->base + fc_unpack_avail(u) ? last : NULL;
}

fc_rc fc_unpack_begin(fc_unpack *u, uint64_t raw, fc_err *err)
{
    fc_border *here = border_here(u);
    if (!here)
        return add_border(u, (fc_border){ u->base + fc_unpack_avail(u), raw, raw }, err);
    here->begins = raw;
    return FC_OK;
}

/* A member without content leaves the border before it as it is: the end of the last
 * member with content stays known. */
fc_rc fc_unpack_end(fc_unpack *u, uint64_t raw, fc_err *err)
{
    return fc_unpack_begin(u, raw, err);
}

void fc_unpack_gap(fc_unpack *u, fc_gap_kind kind, uint64_t from, uint64_t to,
                   const char *why)
{
    fc_unpack_gap_at(u, u->base + fc_unpack_avail(u), &(fc_gap){ kind, from, to, why });
}

void fc_unpack_gap_at(fc_unpack *u, uint64_t at, const fc_gap *gap)
{
    u->has_gap = true;
    u->gap_at = at;
    u->gap = *gap;
}
