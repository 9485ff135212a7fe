/* tex_files.c - the files of a paper, and which of them is the paper; see tex.h. */
#include "extractors/tex.h"

/* What macOS leaves beside every file. */
static bool is_junk(fc_str path)
{
    size_t slash = path.n;
    while (slash && path.p[slash - 1] != '/')
        slash--;
    return fc_str_starts(fc_str_sub(path, slash, path.n), FC_STR("._")) ||
           fc_str_find(path, FC_STR("__MACOSX/")) < path.n;
}

static fc_str base_name(fc_str path)
{
    size_t slash = path.n;
    while (slash && path.p[slash - 1] != '/')
        slash--;
    return fc_str_sub(path, slash, path.n);
}

/* A command that is not in a comment. */
static bool has_command(fc_str text, const char *command)
{
    fc_str word = fc_str_of(command);
    for (size_t from = 0; from < text.n;) {
        size_t at = from + fc_str_find(fc_str_sub(text, from, text.n), word), line = at;
        if (at >= text.n)
            return false;
        while (line > from && text.p[line - 1] != '\n' && text.p[line - 1] != '%')
            line--;
        if (line == from || text.p[line - 1] != '%' ||
            (line > 1 && text.p[line - 2] == '\\'))
            return true;
        from = at + word.n;
    }
    return false;
}

static bool ends_in(fc_str path, const char *end)
{
    fc_str e = fc_str_of(end);
    return path.n > e.n && fc_str_ieq(fc_str_sub(path, path.n - e.n, path.n), e);
}

/* 00README of arXiv names the file: "main.tex toplevelfile". */
static fc_str told_by_readme(const fc_tex_files *files)
{
    for (size_t i = 0; i < files->n; i++) {
        fc_str rest = files->v[i].text;
        if (!fc_str_istarts(base_name(files->v[i].path), FC_STR("00readme")))
            continue;
        for (fc_str line; fc_str_split(&rest, '\n', &line);) {
            size_t at = fc_str_find(line, FC_STR("toplevelfile"));
            if (at < line.n && at)
                return fc_str_trim(fc_str_sub(line, 0, at));
        }
    }
    return (fc_str){ NULL, 0 };
}

/* Of two papers in one folder the one that looks like what was sent: whole, named so,
 * long. */
static long score(const fc_tex_file *f)
{
    static const char *const names[] = { "main",    "ms",   "paper",
                                         "article", "root", "manuscript" };
    static const char *const others[] = { "old", "draft", "supp", "response" };
    fc_str name = base_name(f->path);
    long s = 0, depth = 0;
    bool latex = has_command(f->text, "\\documentclass") ||
                 has_command(f->text, "\\documentstyle");
    for (size_t i = 0; i < f->path.n; i++)
        depth += f->path.p[i] == '/';
    if (latex && has_command(f->text, "\\begin{document}"))
        s += 1000;
    else if (has_command(f->text, "\\bye") || has_command(f->text, "\\endtopmatter"))
        s += 500;
    else if (latex)
        s += 200;
    s += has_command(f->text, "\\title") ? 60 : 0;
    s += has_command(f->text, "\\begin{abstract}") || has_command(f->text, "\\abstract")
             ? 40
             : 0;
    s += has_command(f->text, "\\bibliography") || has_command(f->text, "thebibliography")
             ? 20
             : 0;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        s += fc_str_istarts(name, fc_str_of(names[i])) ? 30 : 0;
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        s -= fc_str_ifind(name, fc_str_of(others[i])) < name.n ? 50 : 0;
    s -= has_command(f->text, "\\documentclass{standalone}") ? 900 : 0;
    s -= 15 * depth;
    for (size_t n = f->text.n; n > 1000; n /= 2)
        s += 2;
    return s;
}

fc_tex_file *fc_tex_main(fc_tex_files *files)
{
    fc_tex_file *best = NULL;
    fc_str told = told_by_readme(files);
    long most = 0;
    for (size_t i = 0; i < files->n; i++) {
        fc_tex_file *f = &files->v[i];
        if (is_junk(f->path))
            continue;
        if (told.n && fc_str_eq(f->path, told))
            return f;
        if (!ends_in(f->path, ".tex") && !ends_in(f->path, ".ltx") &&
            !ends_in(f->path, ".latex") &&
            fc_str_findc(base_name(f->path), '.') < base_name(f->path).n && files->n > 1)
            continue;
        long s = score(f);
        if (!best || s > most) {
            most = s;
            best = f;
        }
    }
    return best;
}

/* "./a/../b.tex" and "b.tex" are the same. */
static fc_str clean(fc_str path, fc_arena *a)
{
    char *p = fc_alloc(a, path.n + 1);
    size_t n = 0;
    for (fc_str part; fc_str_split(&path, '/', &part);) {
        if (!part.n || fc_str_is(part, "."))
            continue;
        if (fc_str_is(part, "..")) {
            while (n && p[n - 1] != '/')
                n--;
            n -= n > 0;
            continue;
        }
        if (n)
            p[n++] = '/';
        memcpy(p + n, part.p, part.n);
        n += part.n;
    }
    return (fc_str){ p, n };
}

static fc_tex_file *named(fc_tex_files *files, fc_str path)
{
    for (size_t i = 0; i < files->n; i++)
        if (fc_str_eq(files->v[i].path, path))
            return &files->v[i];
    for (size_t i = 0; i < files->n; i++)
        if (fc_str_ieq(files->v[i].path, path))
            return &files->v[i];
    return NULL;
}

fc_tex_file *fc_tex_find(fc_tex_files *files, fc_str base, fc_str name, const char *ends,
                         fc_arena *a)
{
    if (name.n > 1 && name.p[0] == '"' && name.p[name.n - 1] == '"')
        name = fc_str_sub(name, 1, name.n - 1);
    if (!name.n)
        return NULL;
    for (int i = 0; i < 4; i++) {
        fc_str parts[] = { i < 2 ? base : FC_STR(""), FC_STR("/"), name, FC_STR("."),
                           fc_str_of(ends) };
        fc_tex_file *f = named(files, clean(fc_concat(a, parts, i % 2 ? 3 : 5), a));
        if (f)
            return f;
    }
    return NULL;
}
