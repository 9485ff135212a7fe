/* child.h - run another program over bytes in memory, under limits, and take what it
 * prints.
 *
 * The program is a path, never looked up and never given to a shell. It gets the input
 * on its standard input, nothing on its standard error, an environment of LC_ALL=C
 * alone, and a process group of its own, so that Ctrl-C at a terminal is ours to act
 * upon. It may write no file, and its memory, processor time and output are bounded:
 * what ends it never depends on how busy the machine is. Nothing is sent before the
 * limits hold. Any number may run at a time. */
#ifndef FC_IO_CHILD_H
#define FC_IO_CHILD_H

#include "base/arena.h"

typedef struct fc_child {
    const char *const *argv;    /* NULL-terminated; argv[0] is the path of the program */
    fc_str input;
    uint64_t most_output, most_memory; /* bytes */
    unsigned most_seconds;      /* of processor time */
    /* Called with what it prints, piece by piece. It may allocate in `arena` and in no
     * other one that has a guard: when it leaves, the child is ended first. */
    void (*take)(void *user, const char *p, size_t n);
    void *user;
    fc_arena *arena;
} fc_child;

typedef enum fc_child_end {
    FC_CHILD_WELL,   /* exit status 0 */
    FC_CHILD_FAILED, /* another one, or a signal */
    FC_CHILD_LIMIT,  /* more output or time than it may take, or it ran out of memory
                                   and said so by SIGABRT */
    FC_CHILD_ABSENT  /* no such program, or none that can be run */
} fc_child_end;

/* FC_OK and how it ended; status is its exit status, 128 and more for a signal.
 * FC_ETRY when no process can be made now, FC_EUNAVAIL on a system that cannot limit
 * one. */
fc_rc fc_child_run(const fc_child *child, fc_child_end *end, int *status, fc_err *err);

#endif
