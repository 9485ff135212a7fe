/* command.h - a subcommand that is no stage, and the options that every run takes.
 *
 * To add a command: a file with a `const command cmd_x` table, its line in commands.c,
 * its file in local.mk. Options, help, man page and completions come from the table. The
 * command line alone prints and exits; it knows the library by filterc.h only. */
#ifndef FC_CLI_COMMAND_H
#define FC_CLI_COMMAND_H

#include "filterc.h"

/* Options that every stage and `run` take; some of them, all that opens a plan. */
typedef struct run_options {
    int64_t threads, mem, max_doc, batch;
    const char *out, *manifest, *shard, *stdin_name, *rejects, *report, *progress;
    const char *data, *attr;
    const char *text_key, *id_key;
    bool quiet;
} run_options;

extern const fc_opt run_option_table[];
enum { RUN_ONLY_OPTIONS = 11 };     /* those before the ones that open a plan */

typedef struct command {
    fc_usage use;
    const fc_opt *more; /* run_option_table, from RUN_ONLY_OPTIONS on, or NULL */
    /* conf: the filled-in struct of use.opts; common: filled in from `more`, else
     * defaults. operands end with NULL. Returns the exit status. */
    int (*run)(const void *conf, const run_options *common, int n,
               const char *const *operands);
} command;

extern const command *const commands[];     /* NULL-terminated */

extern const char *invoked_as;              /* argv[0] */

/* main.c: tell that no stage or command has this name; returns the exit status. */
int unknown_name(const char *name);

/* run.c: *text is the plan in the file of this name, here or among those shipped, or NULL
 * when `plan` is one itself. The caller frees it. */
fc_rc plan_text(const fc_config *config, const char *plan, char **text, fc_err *err);
/* The plan, or that in the file, opened. */
fc_rc open_plan(fc_plan **plan, const fc_config *config, const char *text, fc_err *err);

/* runner.c: open, run, funnel, exit status. */
void config_of(const run_options *common, fc_config *config);
int run_plan(fc_plan *plan, const run_options *common, int n,
             const char *const *operands);
/* One run that ends by Ctrl-C, with its progress shown. */
struct ui_bar;
fc_rc run_watched(fc_plan *plan, struct ui_bar *bar, fc_run_io *io, fc_err *err);
int interrupted_by(void);                   /* the signal, or 0 */

/* each.c: a run and an output for each input. `all` are the inputs of all shards. */
bool has_place(const char *pattern);        /* it has a {} */
/* The name, or, of a folder, that of a file in it for each input; the caller frees it. */
char *name_pattern(const char *name, fc_kind kind);
int run_each(fc_plan *plan, const run_options *common, const char *const *all,
             const char *const *mine);

/* records.c: the files, and the records in the folders, that are named; sorted within a
 * folder. A folder without one is FC_ENOINPUT unless it may be. fc_names_free() frees the
 * list, also when it fails. */
fc_rc find_records(const char *const *names, bool may_be_empty, char ***records,
                   fc_err *err);

/* ui.c: everything a person sees. */
int complain(const fc_err *err);            /* print it; returns its exit status */
void note(const run_options *common, const char *format, ...)
    __attribute__((format(printf, 2, 3))); /* not with --quiet */
int print_out(fc_buf *text);                /* to standard output; frees it; exit
                                               status */
/* Through a file beside it, so that it is there whole or not at all; exit status. */
int write_file(const char *path, const fc_buf *bytes);
/* For what takes long, first: can a file of this name be written? Exit status. */
int check_writable(const char *path);

/* progress.c: the progress line of one run after another. */
typedef struct ui_bar {
    bool wanted, dumb;
    uint64_t began, told;                   /* monotonic nanoseconds */
    size_t at, of;                          /* runs: which, of how many */
    uint64_t in, out;                       /* of the runs before this one */
    fc_progress last;                       /* of this one */
    size_t width;                           /* of what is shown; 0: nothing */
} ui_bar;

void ui_bar_begin(ui_bar *bar, const run_options *common, size_t of);
void ui_bar_next(ui_bar *bar);              /* the next run begins */
void ui_bar_end(ui_bar *bar);               /* away with it: before any message */
void ui_progress(void *user, const fc_progress *p); /* user: ui_bar */

#endif
