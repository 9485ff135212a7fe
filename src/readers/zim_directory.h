/* zim_directory.h - one pass over the directory of a ZIM file: what is no article is
 * told, articles go into a sort, by the place of their clusters.
 *
 * Entries are read by rising place, those whose places do not rise in the list in a
 * second round, and what lies over another is none: so each byte is looked at a few times
 * at most, whatever the list says. */
#ifndef FC_READERS_ZIM_DIRECTORY_H
#define FC_READERS_ZIM_DIRECTORY_H

#include "io/sort.h"
#include "readers/zim_entry.h"

/* Reasons of the reader, from 1. */
enum {
    FC_ZIM_TRUNCATED = 1,
    FC_ZIM_DAMAGED_CLUSTER,
    FC_ZIM_BAD_HEADER,
    FC_ZIM_BAD_ENTRY,
    FC_ZIM_TOO_LARGE,
    FC_ZIM_TOO_MUCH,
    FC_ZIM_DUPLICATE,
    FC_ZIM_REDIRECTS,
    FC_ZIM_NAMESPACE,
    FC_ZIM_TYPE,
    FC_ZIM_BAD_SUM
};

/* What the file may tell of itself, in fc_zim_facts. */
enum { FC_ZIM_FACTS = 8 };
/* Names of entries in namespace M. */
extern const char *const fc_zim_facts[FC_ZIM_FACTS];

/* Where the content of an entry is. */
typedef struct fc_zim_place {
    uint64_t at;                    /* of the cluster; 0: nowhere */
    uint64_t end;                   /* ... at most */
    uint32_t blob;
} fc_zim_place;

typedef struct fc_zim_item {
    int reason;
    uint64_t at, length;            /* of the entry */
    char space;
    fc_str path, title, type;       /* until the next call */
    fc_zim_place place;             /* of an article */
} fc_zim_item;

typedef struct fc_zim_directory {
    fc_places file;
    fc_zim_header head;
    fc_window *list, *entries;
    fc_buf type_bytes;
    fc_str types[FC_ZIM_TYPES];
    size_t n_types;
    uint32_t next;                  /* of the list */
    uint64_t passed;                /* where the entry that was read last ends */
    bool second;                    /* round */
    uint64_t first;                 /* place of an entry */
    fc_sort *late;                  /* places of entries that do not rise */
    fc_sort *articles;
    fc_zim_place fact[FC_ZIM_FACTS]; /* to be asked for by fc_zim_directory_fact */
    fc_buf tmp;
} fc_zim_directory;

/* d is zeroed; it is to be closed in any case. FC_ETRY. */
fc_rc fc_zim_directory_open(fc_zim_directory *d, const char *temp, fc_err *err);
/* Take the whole stream and read the header; item->reason is set when it is none. */
fc_rc fc_zim_directory_begin(fc_zim_directory *d, fc_stream *in, fc_zim_item *item,
                             fc_err *err);
/* The next entry that is no article; FC_END: the articles are due. */
fc_rc fc_zim_directory_next(fc_zim_directory *d, fc_zim_item *item, fc_err *err);
/* Where a fact is, once the articles are due. */
fc_zim_place fc_zim_directory_fact(const fc_zim_directory *d, size_t i);
/* The next article by cluster, blob and entry; FC_END. */
fc_rc fc_zim_directory_article(fc_zim_directory *d, fc_zim_item *item, fc_err *err);
void fc_zim_directory_close(fc_zim_directory *d);

#endif
