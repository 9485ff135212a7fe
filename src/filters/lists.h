/* lists.h - lists of words that a user brings as a file, one a line: bad words, domains,
 * URLs. */
#ifndef FC_FILTERS_LISTS_H
#define FC_FILTERS_LISTS_H

#include "base/arena.h"

/* How a line is read: as it is, or but for white space around it; lower case, as text to
 * look for; datatrove's way with words of URLs: nothing but ASCII letters and digits,
 * lower case; or as hosts (text/hostname.h): the line up to white space, without points
 * at its end. Lines that begin with '#' are left out, but of text; of hosts also those
 * that begin with "//", as the Public Suffix List has them, and FC_LIST_PUBLIC ends where
 * its private domains begin. */
typedef enum fc_list_kind {
    FC_LIST_EXACT,
    FC_LIST_LINES,
    FC_LIST_TEXT,
    FC_LIST_ALNUM,
    FC_LIST_HOSTS,
    FC_LIST_PUBLIC
} fc_list_kind;

typedef struct fc_list {
    char *bytes;                /* the file */
    fc_str *word;               /* in the file's order, none twice, none empty */
    size_t n, longest;
    struct fc_list_slot *slot;  /* by hash */
    size_t cap;
    uint64_t lengths[4];        /* which lengths below 256 bytes there are */
    uint8_t starts[256];        /* which first bytes */
} fc_list;

/* FC_OK; FC_EUSE when the file cannot be read, is damaged or no text; FC_ETRY. It may be
 * compressed. `who` is for messages. Free it in any case; zero it first. Lines of more
 * than 255 bytes can be found by fc_list_has only. */
fc_rc fc_list_read(fc_list *list, const char *path, fc_list_kind kind, const char *who,
                   fc_err *err);
void fc_list_free(fc_list *list);

bool fc_list_has(const fc_list *list, fc_str word);
/* Places in the text where one of the words stands between characters that are no
 * letters, digits or '_', or anywhere. */
size_t fc_list_count(const fc_list *list, fc_str text, bool anywhere);
/* The text in lower case. */
fc_str fc_list_lower(fc_str text, fc_arena *a);

#endif
