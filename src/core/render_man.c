/* render_man.c - man pages in the man macro package, made from the tables. */
#include "core/render.h"

#include "base/str.h"
#include "config.h"
#include "core/opt.h"

/* Text with what roff would take as its own escaped; the text may have several lines. */
static void roff(const char *text, fc_buf *out)
{
    bool line_start = true;
    for (; *text; text++) {
        if (line_start && (*text == '.' || *text == '\''))
            fc_buf_text(out, "\\&");
        if (*text == '\\')
            fc_buf_text(out, "\\e");
        else if (*text == '-')
            fc_buf_text(out, "\\-");
        else
            fc_buf_char(out, *text);
        line_start = *text == '\n';
    }
}

static void paragraphs(const char *doc, fc_buf *out)
{
    const char *begin = ""; /* the first one needs none: its section begins one */
    for (; *doc; begin = ".PP\n") {
        const char *end = strstr(doc, "\n\n");
        size_t n = end ? (size_t)(end - doc) : strlen(doc);
        fc_buf para = FC_BUF_INIT;
        fc_buf_add(&para, doc, n);
        fc_buf_printf(out, "%s%s", begin, doc[0] == ' ' ? ".nf\n" : "");
        roff(para.p, out);
        fc_buf_text(out, doc[0] == ' ' ? "\n.fi\n" : "\n");
        fc_buf_free(&para);
        doc += n + (end ? 2 : 0);
    }
}

static void row(const char *name, const char *help, fc_buf *out)
{
    fc_buf_text(out, ".TP\n.B ");
    roff(name, out);
    fc_buf_char(out, '\n');
    roff(help, out);
    fc_buf_char(out, '\n');
}

static void option_rows(const char *title, const fc_opt *opts, fc_buf *out)
{
    if (fc_opt_count(opts))
        fc_buf_printf(out, ".SH %s\n", title);
    fc_render_option_rows(opts, row, out);
}

static void stage_rows(const fc_stage_def *stage, fc_buf *out)
{
    if (stage->gives && stage->gives->name)
        fc_buf_text(out, ".SH ATTRIBUTES\n");
    for (const fc_attr *a = stage->gives; a && a->name; a++)
        row(a->name, a->help, out);
    if (stage->reasons && stage->reasons->name)
        fc_buf_text(out, ".SH REASONS\nA document is dropped for one of these.\n");
    for (const fc_reason *r = stage->reasons; r && r->name; r++)
        row(r->name, r->help, out);
}

static void verbatim(const char *text, fc_buf *out)
{
    fc_buf_text(out, ".RS 4\n.nf\n");
    roff(text, out);
    fc_buf_text(out, text[0] && text[strlen(text) - 1] == '\n' ? ".fi\n.RE\n"
                                                               : "\n.fi\n.RE\n");
}

static void examples(const fc_example *e, fc_buf *out)
{
    const char *begin = ".SH EXAMPLES\n";
    for (; e && e->brief; e++, begin = ".PP\n") {
        fc_buf_text(out, begin);
        roff(e->brief, out);
        fc_buf_printf(out, "%s\n.PP\n.RS 4\n.B filterc ", fc_render_colon(e->brief));
        roff(e->command, out);
        fc_buf_text(out, "\n.RE\n");
        if (!e->input)
            continue;
        fc_buf_text(out, ".PP\ngiven\n");
        verbatim(e->input, out);
        fc_buf_text(out, ".PP\nprints\n");
        verbatim(e->output, out);
    }
}

static const char exit_status[] =
    ".SH EXIT STATUS\n0 done; 64 usage; 65 too much bad input; 66 no such input; 69 "
    "source\n"
    "unavailable; 70 internal error; 74 input or output failed, disk full; 75 try "
    "again;\n"
    "78 configuration does not match the run.\n.SH SEE ALSO\n.BR filterc (1)\n";

void fc_render_man(const fc_usage *use, const fc_stage_def *stage, const fc_opt *more,
                   fc_buf *out)
{
    fc_buf synopsis = FC_BUF_INIT;
    fc_buf_printf(out, ".TH FILTERC\\-%s 1 \"\" \"filterc %s\" \"filterc\"\n.SH NAME\n"
                       "filterc\\-%s"
                  " \\- ", use->name, PACKAGE_VERSION, use->name);
    roff(use->brief, out);
    fc_buf_printf(out, "\n.SH SYNOPSIS\n.B filterc %s\n", use->name);
    fc_render_synopsis(use, stage, &synopsis);
    roff(synopsis.p, out);
    fc_buf_free(&synopsis);
    fc_buf_text(out, "\n.SH DESCRIPTION\n");
    paragraphs(use->doc, out);
    option_rows("OPTIONS", use->opts, out);
    if (stage)
        stage_rows(stage, out);
    option_rows("OPTIONS OF EVERY RUN", more, out);
    examples(use->examples, out);
    if (use->source) {
        fc_buf_text(out, ".SH SOURCE\n");
        roff(use->source, out);
        fc_buf_char(out, '\n');
    }
    fc_buf_text(out, exit_status);
}
