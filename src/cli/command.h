/* command.h - a subcommand that is no stage, and the options that every run takes.
 *
 * To add a command: a file with a `const command cmd_x` table, its line in commands.c,
 * its file in local.mk. Options, help, man page and completions come from the table. The
 * command line alone prints and exits; it knows the library by filterc.h only. */
#ifndef FC_CLI_COMMAND_H
#define FC_CLI_COMMAND_H

#include "filterc.h"

/* Options that every stage and `run` take. */
typedef struct run_options {
    int64_t threads, mem, max_doc, batch;
    const char *rejects, *report, *progress, *data, *attr;
    bool quiet;
} run_options;

extern const fc_opt run_option_table[];

typedef struct command {
    fc_usage use;
    bool runs;          /* takes the options of every run */
    /* conf: the filled-in struct of use.opts; common: filled in when `runs`, else
     * defaults. operands end with NULL. Returns the exit status. */
    int (*run)(const void *conf, const run_options *common, int n,
               const char *const *operands);
} command;

extern const command *const commands[];     /* NULL-terminated */

extern const char *invoked_as;              /* argv[0] */

/* run.c: *text is the plan in the file of this name, or NULL when `plan` is one itself.
 * The caller frees it. */
fc_rc plan_text(const char *plan, char **text, fc_err *err);

/* runner.c: open, run, funnel, exit status. */
void config_of(const run_options *common, fc_config *config);
int run_plan(fc_plan *plan, const run_options *common, int n,
             const char *const *operands);

/* ui.c: everything a person sees. */
int complain(const fc_err *err);            /* print it; returns its exit status */
void note(const run_options *common, const char *format, ...)
    __attribute__((format(printf, 2, 3))); /* not with --quiet */
int print_out(fc_buf *text);                /* to standard output; frees it; exit
                                               status */
/* Through a file beside it, so that it is there whole or not at all; exit status. */
int write_file(const char *path, const fc_buf *bytes);
void ui_progress(void *user, const fc_progress *p); /* user: ui_bar */

typedef struct ui_bar {
    bool wanted, shown;
    uint64_t began;                         /* monotonic nanoseconds */
} ui_bar;

void ui_bar_begin(ui_bar *bar, const run_options *common);
void ui_bar_end(ui_bar *bar);

#endif
