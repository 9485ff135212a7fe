/* help.c - filterc help: the list of commands, and every page made from the tables. */
#include "cli/command.h"

#include <stddef.h>
#include <stdio.h>
#include <string.h>

typedef struct conf {
    const char *name, *completions;
    bool man, list;
} conf;

static const char *const shells[] = { "bash", "fish", "zsh", NULL };

static const fc_opt opts[] = {
    { "NAME", FC_OPT_TEXT, offsetof(conf, name), NULL, 0, 0, NULL, NULL,
      "a stage or a command", FC_OPT_ARG },
    { "man", FC_OPT_BOOL, offsetof(conf, man), NULL, 0, 0, NULL, NULL,
      "as a man page in roff; without a name filterc(1)", 0 },
    { "completions", FC_OPT_CHOICE, offsetof(conf, completions), NULL, 0, 0, shells,
      "SHELL", "the completion script of a shell", 0 },
    { "list", FC_OPT_BOOL, offsetof(conf, list), NULL, 0, 0, NULL, NULL,
      "only the names of all commands and stages", 0 },
    { 0 }
};

static const fc_example examples[] = { { "What a stage does", "help keep", NULL, NULL },
                                       { "Completions for this shell",
                                         "help --completions bash > ~/.filterc.bash",
                                         NULL, NULL },
                                       { 0 } };

static const char overview_head[] =
    "filterc - web-scale raw archives to clean, scored, traceable text\n\n"
    "usage: filterc STAGE [OPTIONS] [FILE...]     one stage, as a filter\n"
    "       filterc run PLAN [OPTIONS] [FILE...]  stages joined by '|', in one process\n"
    "       filterc help NAME                     the page of a stage or a command\n";

static void list_usage(const fc_usage *use, fc_buf *out)
{
    fc_buf_printf(out, "  %-15s %s\n", use->name, use->brief);
}

static const char *const headings[] = {
    [FC_GROUP_NONE] = "other stages",
    [FC_GROUP_READ] = "stages that make documents of pages, papers, books ...",
    [FC_GROUP_TELL] = "stages that tell what a document is",
    [FC_GROUP_RULES] = "stages that drop by published rules",
    [FC_GROUP_CHOOSE] = "stages that choose",
    [FC_GROUP_HAND_ON] = "stages that cut, count and pass on",
};
enum { N_GROUPS = sizeof headings / sizeof *headings };

/* In the order in which a plan mostly has them. */
static void list_stages(fc_buf *out)
{
    for (int k = 1; k <= N_GROUPS; k++) {
        fc_group group = (fc_group)(k % N_GROUPS);
        bool any = false;
        for (size_t i = 0; fc_stages[i]; i++) {
            if (fc_stages[i]->use.group != group)
                continue;
            if (!any)
                fc_buf_printf(out, "\n%s:\n", headings[group]);
            any = true;
            list_usage(&fc_stages[i]->use, out);
        }
    }
}

static int overview(void)
{
    fc_buf out = FC_BUF_INIT;
    fc_buf_text(&out, overview_head);
    list_stages(&out);
    fc_buf_text(&out, "\ncommands:\n");
    for (size_t i = 0; commands[i]; i++)
        list_usage(&commands[i]->use, &out);
    fc_buf_text(&out, "\nformats read:\n");
    for (size_t i = 0; fc_readers[i]; i++)
        fc_buf_printf(&out, "  %-15s %s\n", fc_readers[i]->name, fc_readers[i]->brief);
    fc_buf_text(&out, "\ncontent that extract reads:\n");
    for (size_t i = 0; fc_extractors[i]; i++)
        fc_buf_printf(&out, "  %-15s %s\n", fc_extractors[i]->name,
                      fc_extractors[i]->brief);
    fc_buf_text(&out, "\nexit status: 0 done; 64 usage; 65 too much bad input; 66 no "
                      "such input; 69 source\nunavailable; 70 internal; 74 input or "
                      "output failed; 75 try again; 78 configuration\n");
    return print_out(&out);
}

static void man_usage(const fc_usage *use, fc_buf *out)
{
    fc_buf_printf(out, ".TP\n.BR filterc\\-%s (1)\n%s\n", use->name, use->brief);
}

/* filterc(1): the same lists as the overview. */
static int man_overview(void)
{
    fc_buf out = FC_BUF_INIT;
    fc_buf_text(&out, ".TH FILTERC 1 \"\" \"\" \"filterc\"\n.SH NAME\nfilterc \\- "
                      "web\\-scale raw archives to clean, scored, traceable text\n.SH "
                      "SYNOPSIS\n"
                      ".B filterc\nSTAGE [OPTIONS] [FILE...]\n.br\n.B filterc run\nPLAN "
                      "[OPTIONS] [FILE...]\n.br\n.B filterc help\n[NAME]\n.SH STAGES\n"
                      "A stage is a Unix filter and a step of a plan, under the same "
                      "name with the same options.\n");
    for (size_t i = 0; fc_stages[i]; i++)
        man_usage(&fc_stages[i]->use, &out);
    fc_buf_text(&out, ".SH COMMANDS\n");
    for (size_t i = 0; commands[i]; i++)
        man_usage(&commands[i]->use, &out);
    fc_buf_text(&out, ".SH FORMATS READ\n");
    for (size_t i = 0; fc_readers[i]; i++)
        fc_buf_printf(&out, ".TP\n.B %s\n%s\n", fc_readers[i]->name,
                      fc_readers[i]->brief);
    fc_buf_text(&out, ".SH CONTENT READ BY EXTRACT\n");
    for (size_t i = 0; fc_extractors[i]; i++)
        fc_buf_printf(&out, ".TP\n.B %s\n%s\n", fc_extractors[i]->name,
                      fc_extractors[i]->brief);
    return print_out(&out);
}

static int names(void)
{
    fc_buf out = FC_BUF_INIT;
    for (size_t i = 0; fc_stages[i]; i++)
        fc_buf_printf(&out, "%s\n", fc_stages[i]->use.name);
    for (size_t i = 0; commands[i]; i++)
        fc_buf_printf(&out, "%s\n", commands[i]->use.name);
    return print_out(&out);
}

static int completions(const char *shell)
{
    const fc_usage *uses[64];
    const fc_opt *of[64];
    fc_buf out = FC_BUF_INIT;
    size_t n = 0;
    for (; commands[n] && n < 63; n++) {
        uses[n] = &commands[n]->use;
        of[n] = commands[n]->more;
    }
    uses[n] = NULL;
    fc_render_completions(shell, uses, of, run_option_table, &out);
    return print_out(&out);
}

static int page(const char *name, bool man)
{
    const fc_stage_def *stage = fc_stage_find((fc_str){ name, strlen(name) });
    const command *cmd = NULL;
    fc_buf out = FC_BUF_INIT;
    for (size_t i = 0; commands[i]; i++)
        if (strcmp(commands[i]->use.name, name) == 0)
            cmd = commands[i];
    if (!stage && !cmd)
        return unknown_name(name);
    (man ? fc_render_man : fc_render_help)(stage ? &stage->use : &cmd->use, stage,
                                           stage ? run_option_table : cmd->more,
                                           &out);
    return print_out(&out);
}

static int run(const void *options, const run_options *common, int n,
               const char *const *operands)
{
    const conf *c = options;
    (void)common;
    (void)n;
    (void)operands;
    if (c->completions)
        return completions(c->completions);
    if (c->list)
        return names();
    if (!c->name)
        return c->man ? man_overview() : overview();
    return page(c->name, c->man);
}

const command cmd_help = {
    .use = { .name = "help",
             .brief = "show what there is, or the page of one command",
             .doc = "Without a name: all stages, commands and formats. The same tables "
                    "make the man pages and the completions.",
             .operands = "",
             .opts = opts,
             .conf_size = sizeof(conf),
             .examples = examples },
    .run = run,
};
