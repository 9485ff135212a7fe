/* tex_xparse.c - commands that define others with more kinds of arguments than
 * \newcommand has: xparse and xargs, and the delimiters of mathtools, which come to the
 * same. See tex_define.h. */
#include "extractors/tex_define.h"

/* \NewDocumentCommand\name{s O{1} m}{...} */
void fc_tex_document_command(fc_tex *t)
{
    fc_str name = fc_tex_defined_name(t), spec = fc_tex_arg(t), body = fc_tex_arg(t);
    fc_tex_macro *m = fc_tex_define_as(t, name, body);
    if (m)
        m->spec = fc_str_trim(spec);
}

void fc_tex_provide_document_command(fc_tex *t)
{
    fc_str name = fc_tex_defined_name(t);
    fc_tex_macro *old = fc_tex_macro_find(t, name);
    fc_str spec = fc_tex_arg(t), body = fc_tex_arg(t);
    fc_tex_macro *m = old ? NULL : fc_tex_define_as(t, name, body);
    if (m)
        m->spec = fc_str_trim(spec);
}

/* An environment whose last argument is what stands in it, "b": that is \BODY. */
static void body_environment(fc_tex *t, fc_str name, fc_str spec, fc_str begin,
                             fc_str end)
{
    char last = '0';
    fc_text body = { .a = t->a };
    for (size_t i = 0; i + 1 < begin.n; i++)
        if (begin.p[i] == '#' && begin.p[i + 1] > last && begin.p[i + 1] <= '9')
            last = begin.p[i + 1];
    for (size_t i = 0; i < begin.n; i++) {
        bool here = begin.p[i] == '#' && i + 1 < begin.n && begin.p[i + 1] == last;
        fc_text_add(&body, here ? "\\BODY " : begin.p + i, here ? 6 : 1);
        i += here;
    }
    fc_str parts[] = { FC_STR("\\fc@environ{"), name, FC_STR("}{"), { body.p, body.n },
                       end, FC_STR("}") };
    fc_tex_macro *m = fc_tex_define_part(t, "begin ", name);
    while (spec.n && strchr("+!b", spec.p[spec.n - 1]))
        spec.n--;
    m->spec = fc_str_trim(spec);
    m->body = fc_concat(t->a, parts, 6);
}

void fc_tex_document_environment(fc_tex *t)
{
    fc_str name = fc_str_trim(fc_tex_arg(t)), spec = fc_str_trim(fc_tex_arg(t));
    fc_str begin = fc_tex_arg(t), end = fc_tex_arg(t);
    if (t->style)
        return;
    if (fc_str_ends(spec, FC_STR("b"))) {
        body_environment(t, name, spec, begin, end);
        return;
    }
    fc_tex_macro *m = fc_tex_define_part(t, "begin ", name);
    m->spec = spec;
    m->body = begin;
    fc_tex_define_part(t, "end ", name)->body = end;
}

/* \newcommandx\name[3][1=a,3=b]{...}: any of its arguments may be optional. */
void fc_tex_xargs_command(fc_tex *t)
{
    fc_str presets, one, n, preset[10] = { { NULL, 0 } }, spec = FC_STR("");
    uint64_t i;
    fc_tex_star(t);
    fc_str name = fc_tex_defined_name(t);
    unsigned args = fc_tex_optional(t, &n) ? fc_tex_argument_count(n) : 0;
    fc_tex_optional(t, &presets);
    while (fc_str_split(&presets, ',', &one)) {
        size_t at = fc_str_findc(one, '=');
        if (at < one.n && fc_str_u64(fc_str_trim(fc_str_sub(one, 0, at)), &i) && i < 10)
            preset[i] = fc_str_sub(one, at + 1, one.n);
    }
    for (unsigned k = 1; k <= args; k++) {
        fc_str parts[] = { spec, preset[k].p ? FC_STR("O{") : FC_STR("m"), preset[k],
                           preset[k].p ? FC_STR("}") : FC_STR("") };
        spec = fc_concat(t->a, parts, 4);
    }
    fc_tex_macro *m = fc_tex_define_as(t, name, fc_tex_arg(t));
    if (m)
        m->spec = spec;
}

/* ---------------------------------------------------------------- delimiters */

/* The body of a command with delimiters, whose own arguments come after the star and the
 * size: #1 is #3, \delimsize is what the size is. */
static fc_str shifted(fc_tex *t, fc_str body, const char *size)
{
    fc_text s = { .a = t->a };
    for (size_t i = 0; i < body.n; i++) {
        char c = body.p[i];
        if (c == '#' && i + 1 < body.n && body.p[i + 1] >= '1' && body.p[i + 1] <= '7') {
            fc_text_add(&s, "#", 1);
            c = (char)(body.p[++i] + 2);
        } else if (fc_str_starts(fc_str_sub(body, i, body.n), FC_STR("\\delimsize"))) {
            fc_text_add(&s, size, strlen(size));
            i += strlen("\\delimsize") - 1;
            continue;
        }
        fc_text_add(&s, &c, 1);
    }
    return (fc_str){ s.n ? s.p : "", s.n };
}

static void define_paired(fc_tex *t, fc_str name, unsigned args, const fc_str part[5])
{
    fc_str pre = shifted(t, part[0], ""), post = shifted(t, part[3], "");
    fc_str parts[] = {
        pre, FC_STR("\\IfBooleanTF{#1}{\\left"), part[1],
        shifted(t, part[4], "\\middle"), FC_STR("\\right"), part[2],
        FC_STR("}{\\IfNoValueTF{#2}{"), part[1], shifted(t, part[4], ""), part[2],
        FC_STR("}{#2"), part[1], shifted(t, part[4], "#2"), FC_STR("#2"), part[2],
        FC_STR("}}"), post
    };
    fc_str body = fc_concat(t->a, parts, sizeof parts / sizeof *parts);
    fc_tex_macro *m = fc_tex_define_as(t, name, body);
    if (m)
        m->spec = fc_str_sub(FC_STR("sommmmmmm"), 0, 2 + args);
}

/* \DeclarePairedDelimiter\abs{\lvert}{\rvert} */
void fc_tex_paired(fc_tex *t)
{
    fc_str name = fc_tex_defined_name(t), part[5] = { FC_STR(""), FC_STR(""), FC_STR(""),
                                               FC_STR(""), FC_STR("#1") };
    part[1] = fc_tex_arg(t);
    part[2] = fc_tex_arg(t);
    define_paired(t, name, 1, part);
}

static void paired_with(fc_tex *t, bool around)
{
    fc_str name = fc_tex_defined_name(t), n, part[5] = { { NULL, 0 } };
    unsigned args = fc_tex_optional(t, &n) ? fc_tex_argument_count(n) : 0;
    if (around)
        part[0] = fc_tex_arg(t);
    part[1] = fc_tex_arg(t);
    part[2] = fc_tex_arg(t);
    if (around)
        part[3] = fc_tex_arg(t);
    part[4] = fc_tex_arg(t);
    define_paired(t, name, args < 7 ? args : 7, part);
}

/* \DeclarePairedDelimiterX\set[2]{\{}{\}}{#1 \delimsize\vert #2} */
void fc_tex_paired_x(fc_tex *t)
{
    paired_with(t, false);
}

/* \DeclarePairedDelimiterXPP\norm[1]{}{\Vert}{\Vert}{_2}{#1} */
void fc_tex_paired_xpp(fc_tex *t)
{
    paired_with(t, true);
}
