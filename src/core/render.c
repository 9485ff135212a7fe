/* render.c - a page of help for the terminal, 80 columns wide. */
#include "core/render.h"

#include "base/str.h"
#include "config.h"
#include "core/opt.h"

#include <stdio.h>

enum { WIDTH = 80, NAMES = 22 };

/* "--min N" or "EXPR". Returns its length; out has room for 80 bytes. */
static int option_name(const fc_opt *o, char *out)
{
    if (o->flags & FC_OPT_ARG)
        return snprintf(out, 80, "%s", o->name);
    if (o->type == FC_OPT_BOOL)
        return snprintf(out, 80, "--%s", o->name);
    return snprintf(out, 80, "--%s %s", o->name, o->arg ? o->arg : "VALUE");
}

/* What help says of an option: its line, its choices, range and default. */
static void option_help(const fc_opt *o, fc_buf *out)
{
    char range[FC_OPT_RANGE];
    fc_buf_text(out, o->help);
    if (o->choices) {
        fc_buf_text(out, o->type == FC_OPT_LIST ? "; any of " : "; one of ");
        for (size_t i = 0; o->choices[i]; i++)
            fc_buf_printf(out, "%s%s", i ? ", " : "", o->choices[i]);
    }
    if (fc_opt_range(o, range)[0])
        fc_buf_printf(out, "; %s", range);
    if (o->def && o->def[0] && o->type != FC_OPT_BOOL)
        fc_buf_printf(out, " (default %s)", o->def);
    if (o->type == FC_OPT_BOOL && o->def && o->def[0] == 't')
        fc_buf_printf(out, " (on unless --no-%s)", o->name);
}

void fc_render_synopsis(const fc_usage *use, const fc_stage_def *stage, fc_buf *out)
{
    size_t n = fc_opt_count(use->opts);
    fc_buf_text(out, "[OPTIONS]");
    for (size_t i = 0; i < n; i++)
        if (use->opts[i].flags & FC_OPT_ARG)
            fc_buf_printf(out, use->opts[i].flags & FC_OPT_REQUIRED ? " %s" : " [%s]",
                          use->opts[i].name);
    const char *operands = use->operands ? use->operands : stage ? "[FILE...]" : "";
    if (operands[0])
        fc_buf_printf(out, " %s", operands);
}

/* Words of a paragraph, filled to the width with an indent; the first line has begun
 * already at column `at`. */
static void fill(const char *text, size_t indent, size_t at, fc_buf *out)
{
    for (const char *p = text; *p;) {
        size_t n = strcspn(p, " \n");
        if (n) {
            if (at > indent && at + 1 + n > WIDTH) {
                fc_buf_printf(out, "\n%*s", (int)indent, "");
                at = indent;
            } else if (at > indent) {
                fc_buf_char(out, ' ');
                at++;
            }
            fc_buf_add(out, p, n);
            at += n;
        }
        p += n;
        if (*p)
            p++;
    }
    fc_buf_char(out, '\n');
}

/* Paragraphs are separated by blank lines; those that begin with a space stay as they
 * are. */
static void paragraphs(const char *doc, fc_buf *out)
{
    while (*doc) {
        const char *end = strstr(doc, "\n\n");
        size_t n = end ? (size_t)(end - doc) : strlen(doc);
        fc_buf para = FC_BUF_INIT;
        fc_buf_char(out, '\n');
        fc_buf_add(&para, doc, n);
        if (doc[0] == ' ')
            fc_buf_printf(out, "%s\n", para.p);
        else
            fill(para.p, 0, 0, out);
        fc_buf_free(&para);
        doc += n + (end ? 2 : 0);
    }
}

static void row(const char *name, const char *help, fc_buf *out)
{
    size_t n = strlen(name);
    fc_buf_printf(out, "  %-*s ", NAMES, name);
    if (n > NAMES)
        fc_buf_printf(out, "\n%*s", NAMES + 3, "");
    fill(help, NAMES + 3, NAMES + 3, out);
}

void fc_render_option_rows(const fc_opt *opts, fc_render_row *one, fc_buf *out)
{
    for (size_t i = 0; i < fc_opt_count(opts); i++) {
        char name[80];
        fc_buf help = FC_BUF_INIT;
        option_name(&opts[i], name);
        option_help(&opts[i], &help);
        one(name, help.p, out);
        fc_buf_free(&help);
    }
}

static void option_rows(const char *title, const fc_opt *opts, fc_buf *out)
{
    if (fc_opt_count(opts))
        fc_buf_printf(out, "\n%s:\n", title);
    fc_render_option_rows(opts, row, out);
}

static void stage_rows(const fc_stage_def *stage, fc_buf *out)
{
    if (stage->gives && stage->gives->name)
        fc_buf_text(out, "\nattributes it gives:\n");
    for (const fc_attr *a = stage->gives; a && a->name; a++)
        row(a->name, a->help, out);
    if (stage->reasons && stage->reasons->name)
        fc_buf_text(out, "\nreasons for which it drops:\n");
    for (const fc_reason *r = stage->reasons; r && r->name; r++)
        row(r->name, r->help, out);
}

static void indented(const char *text, fc_buf *out)
{
    while (*text) {
        size_t n = strcspn(text, "\n");
        fc_buf_text(out, "    ");
        fc_buf_add(out, text, n);
        fc_buf_char(out, '\n');
        text += n + (text[n] == '\n');
    }
}

const char *fc_render_colon(const char *brief)
{
    return brief[0] && brief[strlen(brief) - 1] == '?' ? "" : ":";
}

static void examples(const fc_example *e, fc_buf *out)
{
    if (e && e->brief)
        fc_buf_text(out, "\nexamples:\n");
    for (; e && e->brief; e++) {
        fc_buf_printf(out, "  %s%s\n    $ filterc %s\n", e->brief,
                      fc_render_colon(e->brief), e->command);
        if (!e->input)
            continue;
        fc_buf_text(out, "  given\n");
        indented(e->input, out);
        fc_buf_text(out, "  prints\n");
        indented(e->output, out);
    }
}

void fc_render_help(const fc_usage *use, const fc_stage_def *stage, const fc_opt *more,
                    fc_buf *out)
{
    fc_buf_printf(out, "filterc %s - %s\n\nusage: filterc %s ", use->name, use->brief,
                  use->name);
    fc_render_synopsis(use, stage, out);
    fc_buf_char(out, '\n');
    paragraphs(use->doc, out);
    option_rows("options", use->opts, out);
    if (stage)
        stage_rows(stage, out);
    option_rows("options of every run", more, out);
    examples(use->examples, out);
    if (use->source)
        fc_buf_printf(out, "\nsource: %s\n", use->source);
}

void fc_build_info(fc_buf *out)
{
    fc_buf_printf(out, "filterc %s\n%s%s", PACKAGE_VERSION, FC_LIB_VERSIONS "liblinear\n",
                  FC_OPT_VERSIONS);
}
