/* sort.h - more items than memory holds, put in order: for readers that join what lies
 * far apart in a dump (questions and their answers, the mails of a thread).
 *
 * Items are added, then taken by rising key; equal keys in the order they were added.
 * What does not fit into memory is sorted piece by piece (runs) into temporary files,
 * which have no name, so that nothing is left behind however the process ends. Runs are
 * merged by thirty-two, so memory, open files and the number of runs stay the same
 * however much is added. */
#ifndef FC_IO_SORT_H
#define FC_IO_SORT_H

#include "filterc.h"

typedef struct fc_sort fc_sort;

/* Compared from the first to the last. */
typedef struct fc_sort_key {
    uint64_t part[3];
} fc_sort_key;

enum { FC_SORT_MEMORY = 16 << 20 };

/* memory: bytes for items before they go to disk; an item may be larger. temp: the
 * folder for temporary files; it must live as long. FC_ETRY. */
fc_rc fc_sort_open(fc_sort **s, const char *temp, size_t memory, fc_err *err);
/* The bytes are copied. FC_EIO when they cannot be written, FC_ETRY without memory. Not
 * after the first fc_sort_next. */
fc_rc fc_sort_add(fc_sort *s, fc_sort_key key, fc_str bytes, fc_err *err);
/* The next item; its bytes live until the next call. FC_END after the last. */
fc_rc fc_sort_next(fc_sort *s, fc_sort_key *key, fc_str *bytes, fc_err *err);
void fc_sort_close(fc_sort *s);

/* An open file without a name in the folder `temp` (NULL: /tmp), or -1 and an error. */
int fc_temp_file(const char *temp, fc_err *err);
/* All n bytes at this place; FC_EIO. */
fc_rc fc_temp_write(int fd, const void *p, size_t n, uint64_t at, fc_err *err);
fc_rc fc_temp_read(int fd, void *p, size_t n, uint64_t at, fc_err *err);

#endif
