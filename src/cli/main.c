/* main.c - the filterc command: finds the subcommand, reads its options, runs it. */
#include "cli/command.h"

#ifdef __GLIBC__
#include <malloc.h>
#endif
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int version(void)
{
    fc_buf out = FC_BUF_INIT;
    fc_build_info(&out);
    return print_out(&out);
}

static bool asks_help(int argc, char **argv)
{
    for (int i = 0; i < argc; i++) {
        if (strcmp(argv[i], "--") == 0)
            return false;
        if (strcmp(argv[i], "--help") == 0 || strcmp(argv[i], "-h") == 0)
            return true;
    }
    return false;
}

static int help_on(const char *name)
{
    const fc_stage_def *stage = fc_stage_find((fc_str){ name, strlen(name) });
    const fc_usage *use = stage ? &stage->use : NULL;
    const fc_opt *more = stage ? run_option_table : NULL;
    fc_buf out = FC_BUF_INIT;
    for (size_t i = 0; commands[i] && !use; i++)
        if (strcmp(commands[i]->use.name, name) == 0) {
            use = &commands[i]->use;
            more = commands[i]->more;
        }
    fc_render_help(use, stage, more, &out);
    return print_out(&out);
}

/* What both kinds of subcommand need: their struct, the common options and the
 * operands. */
typedef struct call {
    void *conf;
    run_options common;
    const char **operands;
    int n;
} call;

static fc_rc read_words(const fc_usage *use, const fc_opt *more, int argc, char **argv,
                        call *c, fc_err *err)
{
    fc_opt_group groups[3] = { { NULL, NULL }, { NULL, NULL }, { NULL, NULL } };
    fc_opt_group common[2] = { { run_option_table, &c->common }, { NULL, NULL } };
    size_t n = 0;
    memset(c, 0, sizeof *c);
    c->conf = calloc(1, use->conf_size + 1);
    c->operands = calloc((size_t)argc + 1, sizeof *c->operands);
    if (!c->conf || !c->operands)
        return fc_fail(err, FC_ETRY, "out of memory");
    fc_rc rc = fc_opt_parse(use->name, common, 0, NULL, NULL, NULL, err); /* defaults */
    if (use->opts)
        groups[n++] = (fc_opt_group){ use->opts, c->conf };
    if (more)
        groups[n++] = (fc_opt_group){ more, &c->common };
    if (!rc)
        rc = fc_opt_parse(use->name, groups, argc, (const char *const *)argv, c->operands,
                          &c->n, err);
    return rc;
}

static int run_stage(const fc_stage_def *stage, int argc, char **argv)
{
    fc_config config;
    fc_plan *plan;
    fc_err err = { FC_OK, 0, "" };
    call c;
    fc_rc rc = read_words(&stage->use, run_option_table, argc, argv, &c, &err);
    if (!rc) {
        config_of(&c.common, &config);
        rc = fc_plan_open_stage(&plan, &config, stage, c.conf, &err);
    }
    int status = rc ? complain(&err) : run_plan(plan, &c.common, c.n, c.operands);
    free(c.conf);
    free(c.operands);
    return status;
}

static int run_command(const command *cmd, int argc, char **argv)
{
    fc_err err = { FC_OK, 0, "" };
    call c;
    fc_rc rc = read_words(&cmd->use, cmd->more, argc, argv, &c, &err);
    if (!rc && c.n && cmd->use.operands && !cmd->use.operands[0])
        rc = fc_fail(&err, FC_EUSE, "%s: unexpected argument '%.80s'", cmd->use.name,
                     c.operands[0]);
    int status = rc ? complain(&err) : cmd->run(c.conf, &c.common, c.n, c.operands);
    free(c.conf);
    free(c.operands);
    return status;
}

static const char *nth_name(void *user, size_t i)
{
    size_t n = 0;
    (void)user;
    while (fc_stages[n])
        n++;
    if (i < n)
        return fc_stages[i]->use.name;
    n = i - n;
    for (size_t k = 0; commands[k]; k++)
        if (k == n)
            return commands[k]->use.name;
    return NULL;
}

int unknown_name(const char *name)
{
    fc_err err;
    const char *near = fc_suggest((fc_str){ name, strlen(name) }, nth_name, NULL);
    if (near)
        fc_fail(&err, FC_EUSE, "unknown command '%.80s'; did you mean '%s'?", name, near);
    else if (name[0] == '-')
        fc_fail(&err, FC_EUSE, "unknown option %.80s; a stage or command comes first, "
                               "then its options; see 'filterc --help'", name);
    else if (access(name, F_OK) == 0)
        fc_fail(&err, FC_EUSE, "'%.80s' is a file; what to do with it comes first, such "
                               "as 'filterc extract FILE' or 'filterc run PLAN FILE'",
                name);
    else
        fc_fail(&err, FC_EUSE, "unknown command '%.80s'; 'filterc help' lists them",
                name);
    return complain(&err);
}

/* Large blocks come from the system and go back to it, so that the memory of a run does
 * not depend on which batches met the largest pages. By itself glibc raises the limit as
 * it goes. */
static void return_large_blocks(void)
{
#ifdef __GLIBC__
    mallopt(M_MMAP_THRESHOLD, 512 << 10);
    mallopt(M_TRIM_THRESHOLD, 4 << 20);
#endif
}

/* libarchive and libzip turn each member's time into that of the zone, for which glibc
 * looks at the file of the zone every time: a sixth of what small EPUBs take. No time
 * that filterc tells is of a zone. */
static void know_no_zone(void)
{
    setenv("TZ", "UTC0", 1);
}

int main(int argc, char **argv)
{
    return_large_blocks();
    know_no_zone();
    invoked_as = argc ? argv[0] : "";
    if (argc < 2 || strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0) {
        char *help[] = { NULL };
        for (size_t i = 0; commands[i]; i++)
            if (strcmp(commands[i]->use.name, "help") == 0)
                return run_command(commands[i], 0, help) | (argc < 2 ? 64 : 0);
    }
    const char *name = argv[1];
    if (strcmp(name, "--version") == 0 || strcmp(name, "-V") == 0)
        return version();
    const fc_stage_def *stage = fc_stage_find((fc_str){ name, strlen(name) });
    const command *cmd = NULL;
    for (size_t i = 0; commands[i]; i++)
        if (strcmp(commands[i]->use.name, name) == 0)
            cmd = commands[i];
    if (!stage && !cmd)
        return unknown_name(name);
    if (asks_help(argc - 2, argv + 2))
        return help_on(name);
    return stage ? run_stage(stage, argc - 2, argv + 2)
                 : run_command(cmd, argc - 2, argv + 2);
}
