/* zim_entry.h - header, list of types and directory of a ZIM file (openzim.org, "ZIM file
 * format", major versions 5 and 6). All numbers are little-endian. */
#ifndef FC_READERS_ZIM_ENTRY_H
#define FC_READERS_ZIM_ENTRY_H

#include "base/arena.h"
#include "io/window.h"

static inline uint32_t fc_zim_u16(const char *p)
{
    const unsigned char *u = (const unsigned char *)p;
    return u[0] | (uint32_t)u[1] << 8;
}

static inline uint32_t fc_zim_u32(const char *p)
{
    return fc_zim_u16(p) | fc_zim_u16(p + 2) << 16;
}

static inline uint64_t fc_zim_u64(const char *p)
{
    return fc_zim_u32(p) | (uint64_t)fc_zim_u32(p + 4) << 32;
}

enum {
    FC_ZIM_HEADER = 80,             /* bytes; nothing else begins before their end */
    FC_ZIM_TYPES = 512,             /* types that are known, of */
    FC_ZIM_TYPE_BYTES = 16 << 10,   /* ... so many bytes; real files have about ten */
    FC_ZIM_ENTRY = 8 << 10          /* an entry is no longer */
};

typedef struct fc_zim_header {
    bool old;                       /* articles are in namespace A, else in C */
    uint32_t entries, clusters;
    uint64_t list;                  /* where the places of the entries are, */
    uint64_t places;                /* ... those of the clusters, */
    uint64_t types;                 /* ... the list of types, */
    uint64_t titles;                /* ... that of the titles, which nobody needs */
    uint64_t sum;                   /* ... the checksum; 0: it has none */
    uint64_t size;                  /* of the file, as it tells */
} fc_zim_header;

/* False: it is none that is known. */
bool fc_zim_header_read(fc_str bytes, fc_zim_header *h);

/* The list of types, which begins at these bytes and ends with an empty one: how many
 * there are. */
size_t fc_zim_types_read(fc_str bytes, fc_str types[FC_ZIM_TYPES]);

typedef enum fc_zim_kind {
    FC_ZIM_CONTENT,
    FC_ZIM_REDIRECT,
    FC_ZIM_DELETED,                 /* or another old kind without content */
    FC_ZIM_CUT_ENTRY,               /* the bytes end within it */
    FC_ZIM_NO_ENTRY                 /* its names do not end */
} fc_zim_kind;

typedef struct fc_zim_entry {
    fc_zim_kind kind;
    uint32_t type, cluster, blob;   /* of content */
    char space;                     /* the namespace */
    fc_str path, title;             /* the title is empty when it is the path */
    size_t n;                       /* bytes of the entry, or of what was looked at */
} fc_zim_entry;

/* The entry that begins here; nothing is copied. */
void fc_zim_entry_read(fc_str bytes, fc_zim_entry *e);

#endif
