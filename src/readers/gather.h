/* gather.h - for readers that join what many files hold, such as mailboxes and the tables
 * of a dump: they are opened on one file, or given one after another. */
#ifndef FC_READERS_GATHER_H
#define FC_READERS_GATHER_H

#include "base/arena.h"

/* make: a new state, which is to be closed when it fails, too (*state NULL: there is
 * none). begin: go on with this file. close: takes NULL. */
typedef struct fc_gather {
    fc_rc (*make)(fc_stream *in, void **state, fc_err *err);
    fc_rc (*begin)(void *state, fc_stream *in, fc_err *err);
    void (*close)(void *state);
} fc_gather;

/* A reader's open: a state with its only file, or an error and no state. */
fc_rc fc_gather_open(const fc_gather *g, fc_stream *in, void **state, fc_err *err);
/* A reader's gather, for a file: the first one makes the state, which lives on after an
 * error. */
fc_rc fc_gather_file(const fc_gather *g, fc_stream *in, void **state, fc_err *err);

/* doc becomes a record of type resource, from so many bytes at an offset of a file: its
 * id is NAME:OFFSET. `cut`: the input ended or was damaged within it. block is copied. */
fc_record *fc_gather_give(fc_doc *doc, const char *file, const char *mime,
                          uint64_t offset, uint64_t length, fc_str block, bool cut,
                          fc_arena *keep);
/* "BEFOREnumber" */
fc_str fc_gather_numbered(fc_arena *keep, fc_str before, uint64_t number);

#endif
