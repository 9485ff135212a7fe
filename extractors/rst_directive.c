/* rst_directive.c - directives of reStructuredText, and what Sphinx adds to them: code, a
 * formula, a table, a remark, one of those that stand for other files and are left out,
 * or else its argument as a paragraph above its content. */
#include "base/str.h"
#include "extractors/rst.h"
#include "extractors/rst_walk.h"

/* Behind ":name: value" lines and what goes on further in below them. */
static size_t skip_options(const fc_rst *r, size_t i, size_t end)
{
    while (i < end) {
        fc_str s = fc_docs_rest(r->d.line[i]);
        unsigned indent = fc_rst_indent(r, i);
        size_t colon = fc_str_findc(fc_str_sub(s, 1, s.n), ':') + 1;
        if (s.n < 3 || s.p[0] != ':' || colon >= s.n ||
            (colon + 1 < s.n && s.p[colon + 1] != ' '))
            break; /* ":role:`text`" is none */
        i++;
        while (i < end && r->d.line[i].n && fc_rst_indent(r, i) > indent)
            i++;
    }
    return i;
}

/* Formulas, one for each part between blank lines. */
static void write_math(fc_rst *r, fc_str first, size_t from, size_t to)
{
    if (r->prefix.n)
        fc_rst_paragraph(r, (fc_str){ "", 0 });
    fc_md_tex(&r->d.md, first, true);
    for (size_t i = from; i < to;) {
        size_t end = i;
        while (end < to && r->d.line[end].n)
            end++;
        fc_md_tex(&r->d.md, fc_docs_lines(&r->d, i, end), true);
        i = end + 1;
    }
}

static const char *const code_names[] = {
    "code-block", "code",     "sourcecode", "parsed-literal",  "ipython",
    "testcode",   "doctest",  "prompt",     "productionlist",  "highlight-lang",
    "code-tab",   "code-cell", "testoutput", "jupyter-execute", "console",
    NULL
};
/* Those that stand for other files, and those that say something to programs. */
static const char *const none_names[] = {
    "image",          "include",        "toctree",       "contents",
    "index",          "raw",            "highlight",     "module",
    "currentmodule",  "meta",           "autosummary",   "literalinclude",
    "plot",           "graphviz",       "default-role",  "role",
    "testsetup",      "testcleanup",    "sectnum",       "target-notes",
    "py:module",      "py:currentmodule", "moduleauthor", "date",
    "sectionauthor",  "codeauthor",     "tabularcolumns", NULL
};
static const char *const remark_names[] = {
    "note",   "warning",   "tip",  "important", "caution", "danger",
    "attention", "hint", "error", "seealso", "admonition", "todo", NULL
};

/* A version, and what is new in it: on the same line, below or untold. */
static size_t take_version(fc_rst *r, const char *what, fc_str arg, size_t next,
                           size_t end, unsigned indent)
{
    size_t n = fc_str_findc(arg, ' ');
    fc_str version = fc_str_sub(arg, 0, n), rest = fc_str_trim(fc_str_sub(arg, n, arg.n));
    bool told = rest.n || next < end;
    fc_rst_push_fresh(r, FC_RST_BODY, indent);
    r->prefix = fc_printf(r->d.a, "%s %.*s%s", what, (int)version.n, version.p,
                          told ? ":" : ".");
    if (!told)
        fc_rst_paragraph(r, rest);
    return rest.n ? fc_rst_first(r, rest, next, indent) : next;
}

size_t fc_rst_directive(fc_rst *r, fc_str name, fc_str arg, size_t next,
                             unsigned indent)
{
    static const struct {
        const char *name, *what;
    } versions[] = { { "versionadded", "New in version" },
                     { "versionchanged", "Changed in version" },
                     { "versionremoved", "Removed in version" },
                     { "deprecated", "Deprecated since version" } };
    size_t end = fc_rst_block_end(r, next, indent), content = skip_options(r, next, end);
    if (fc_str_in(name, none_names) ||
        (fc_str_starts(name, FC_STR("auto")) && content == end))
        return end; /* what would be there is in another file */
    if (fc_str_in(name, code_names)) {
        fc_rst_code(r, content, end,
                   fc_str_in(arg, (const char *const[]){ "none", "default", NULL })
                       ? (fc_str){ "", 0 }
                       : arg);
        return end;
    }
    if (fc_str_is(name, "math")) {
        write_math(r, arg, content, end);
        return end;
    }
    for (size_t i = 0; i < sizeof versions / sizeof *versions; i++)
        if (fc_str_is(name, versions[i].name))
            return take_version(r, versions[i].what, arg, next, end, indent);
    bool rows = fc_str_is(name, "list-table"), lines = fc_str_is(name, "csv-table");
    if ((rows || lines) && arg.n)
        fc_rst_paragraph(r, arg);
    if ((rows && fc_rst_list_table(&r->d, content, end)) ||
        (lines && fc_rst_csv_table(&r->d, next, content, end)))
        return end;
    if (fc_str_in(name, remark_names)) {
        fc_rst_push_fresh(r, FC_RST_QUOTE, indent);
        r->prefix = fc_docs_label(&r->d, fc_str_is(name, "admonition") ? arg : name);
        if (!fc_str_is(name, "admonition") && content == next)
            return fc_rst_first(r, arg, next, indent);
    } else {
        fc_rst_push_fresh(r, FC_RST_BODY, indent);
        if (arg.n && !fc_str_is(name, "figure") && !rows && !lines)
            fc_rst_paragraph(r, arg);
    }
    return content;
}
