/* compound.c - see compound.h. A file is a row of sectors of one size, the first of them
 * its header. A table (FAT) has for each sector the one that follows it in its stream;
 * short streams lie in small sectors within a stream, and have a table of their own. */
#include "io/compound.h"

#include "base/str.h"

enum {
    HEADER = 512, ENTRY = 128, SMALL = 64, TABLES = 109,
    MAJOR = 26, SECTOR_SHIFT = 30, DIRECTORY = 48, CUTOFF = 56, SMALL_TABLE = 60,
    FIRST_TABLE = 76,           /* places in the header */
    NAME_BYTES = 64, TYPE = 66, START = 116, SIZE = 120 /* ... in an entry */
};
enum { STREAM = 2, ROOT = 5 }; /* types of entries */

#define LAST 0xFFFFFFFAu /* from here on a number is no sector's */

typedef struct compound {
    fc_str file;
    uint32_t sector;            /* bytes of one */
    fc_arena *a;
} compound;

typedef struct entry {
    uint32_t start, size;
} entry;

static uint32_t get16(const char *p)
{
    const unsigned char *b = (const unsigned char *)p;
    return b[0] | (uint32_t)b[1] << 8;
}

static uint32_t get32(const char *p)
{
    return get16(p) | get16(p + 2) << 16;
}

bool fc_compound_is(fc_str bytes)
{
    return fc_str_starts(bytes, FC_STR("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"));
}

/* What there is of a sector. */
static fc_str sector(const compound *c, uint32_t i)
{
    uint64_t at = ((uint64_t)i + 1) * c->sector;
    size_t from = at < c->file.n ? (size_t)at : c->file.n;
    return fc_str_sub(c->file, from, from + c->sector);
}

static uint32_t next_sector(const compound *c, uint32_t i)
{
    uint32_t each = c->sector / 4, table = i / each;
    if (table >= TABLES)
        return LAST;
    uint32_t where = get32(c->file.p + FIRST_TABLE + 4 * table);
    fc_str s = where < LAST ? sector(c, where) : FC_STR("");
    size_t at = (size_t)(i % each) * 4;
    return at + 4 <= s.n ? get32(s.p + at) : LAST;
}

/* The sectors from `first` on, at most `most` bytes; fewer when their chain ends. False
 * when it leads out of the file or never ends. */
static bool read_chain(const compound *c, uint32_t first, size_t most, fc_str *out)
{
    size_t sectors = 0, n = 0, room;
    for (uint32_t i = first; i < LAST && n < most; i = next_sector(c, i)) {
        size_t here = sector(c, i).n;
        if (!here || ++sectors > c->file.n / c->sector)
            return false;
        n += here;
    }
    room = n < most ? n : most;
    char *p = fc_alloc(c->a, room);
    n = 0;
    for (uint32_t i = first; n < room; i = next_sector(c, i)) {
        fc_str s = sector(c, i);
        size_t take = s.n < room - n ? s.n : room - n;
        memcpy(p + n, s.p, take);
        n += take;
    }
    *out = (fc_str){ p, room };
    return true;
}

/* A stream in small sectors; they lie in the root's. */
static bool read_small(const compound *c, const entry *root, const entry *stream,
                       fc_str *out)
{
    fc_str all, table;
    if (!read_chain(c, root->start, root->size, &all) ||
        !read_chain(c, get32(c->file.p + SMALL_TABLE), SIZE_MAX, &table) ||
        stream->size > all.n)
        return false;
    char *p = fc_alloc(c->a, stream->size);
    uint32_t i = stream->start;
    for (size_t n = 0; n < stream->size; n += SMALL) {
        fc_str s = i < all.n / SMALL + 1 ? fc_str_sub(all, (size_t)i * SMALL, all.n)
                                         : FC_STR("");
        size_t take = stream->size - n < SMALL ? stream->size - n : SMALL;
        if (s.n < take || (size_t)i * 4 + 4 > table.n)
            return false;
        memcpy(p + n, s.p, take);
        i = get32(table.p + (size_t)i * 4);
    }
    *out = (fc_str){ p, stream->size };
    return true;
}

/* Names are UTF-16, and their length counts the NUL behind. */
static bool is_named(const char *p, fc_str name)
{
    if (get16(p + NAME_BYTES) != 2 * (name.n + 1) || 2 * name.n >= NAME_BYTES)
        return false;
    for (size_t i = 0; i < name.n; i++)
        if (get16(p + 2 * i) != (unsigned char)name.p[i])
            return false;
    return true;
}

/* The directory lists all streams of the file, in no order. */
static bool find_entries(fc_str directory, fc_str name, entry *root, entry *stream)
{
    bool found = false;
    *root = *stream = (entry){ LAST, 0 };
    for (size_t at = 0; at + ENTRY <= directory.n; at += ENTRY) {
        const char *p = directory.p + at;
        entry e = { get32(p + START), get32(p + SIZE) };
        if (p[TYPE] == ROOT && at == 0)
            *root = e;
        if (p[TYPE] == STREAM && !found && is_named(p, name)) {
            *stream = e;
            found = true;
        }
    }
    return found;
}

bool fc_compound_find(fc_str file, fc_str name, fc_arena *a, fc_str *stream)
{
    compound c = { .file = file, .a = a };
    fc_str directory;
    entry root, e;
    if (file.n < HEADER || !fc_compound_is(file))
        return false;
    uint32_t major = get16(file.p + MAJOR), shift = get16(file.p + SECTOR_SHIFT);
    if ((major != 3 || shift != 9) && (major != 4 || shift != 12))
        return false;
    c.sector = 1u << shift;
    if (!read_chain(&c, get32(file.p + DIRECTORY), SIZE_MAX, &directory) ||
        !find_entries(directory, name, &root, &e))
        return false;
    if (e.size < get32(file.p + CUTOFF))
        return read_small(&c, &root, &e, stream);
    return read_chain(&c, e.start, e.size, stream) && stream->n == e.size;
}
