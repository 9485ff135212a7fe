/* dump_join.h - the rows of a Stack Exchange dump, joined to threads.
 *
 * What belongs together lies anywhere in files of up to 100 GB, so all goes through
 * io/sort.h: comments by post, which tells their thread; users by number, which tells
 * the threads that they wrote in; then everything by thread. Add all rows, in any order,
 * then take the threads, by rising number. */
#ifndef FC_READERS_DUMP_JOIN_H
#define FC_READERS_DUMP_JOIN_H

#include "io/sort.h"

typedef struct fc_dump_join fc_dump_join;

/* A row, and what it is joined by; 0 is no number of a dump. */
typedef struct fc_dump_row {
    fc_str row;                     /* the start tag as the dump has it */
    uint64_t offset;                /* of it in its file */
    uint64_t id, type, parent, post, user;
    bool named;                     /* it has the name of its writer itself */
    fc_str name, date;
} fc_dump_row;

typedef enum fc_dump_state {
    FC_DUMP_WELL,
    FC_DUMP_LARGE,                  /* a thread beyond the limit; the block is empty */
    FC_DUMP_DUPLICATE,              /* a row with the number of the one before */
    FC_DUMP_NO_QUESTION,            /* answers whose question is not there */
    FC_DUMP_NO_POST                 /* comments whose post is not there */
} fc_dump_state;

typedef struct fc_dump_thread {
    fc_dump_state state;
    uint64_t id;                    /* number of the question, or of the post that is
                                       missing */
    fc_str block;                   /* rows: question, answers, <comment .../>, <user
                                       .../> */
    uint64_t offset, length;        /* of the first row */
    fc_str date;                    /* of the question, as written */
} fc_dump_thread;

/* temp: folder for temporary files; most: bytes of a thread. */
fc_rc fc_dump_join_open(fc_dump_join **j, const char *temp, uint64_t most, fc_err *err);
fc_rc fc_dump_join_post(fc_dump_join *j, const fc_dump_row *row, fc_err *err);
fc_rc fc_dump_join_comment(fc_dump_join *j, const fc_dump_row *row, fc_err *err);
fc_rc fc_dump_join_user(fc_dump_join *j, const fc_dump_row *row, fc_err *err);
/* The next thread, or what takes its place; its strings live until the next call.
 * FC_END. */
fc_rc fc_dump_join_next(fc_dump_join *j, fc_dump_thread *out, fc_err *err);
void fc_dump_join_close(fc_dump_join *j);

#endif
