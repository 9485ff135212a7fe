/* tex_files.c - the files of a paper, which of them is the paper, and which are documents
 * of their own; see tex.h. */
#include "extractors/tex.h"

#include "base/hash.h"

enum {
    LONGEST = 512,                          /* bytes of a path that count */
    EXPANSION = 16, LEAST_BUDGET = 4 << 20  /* bytes of expansions for a byte of the
                                               files, and for any */
};

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
    for (size_t i = 0; i < f->path.n; i++)
        depth += f->path.p[i] == '/';
    if (f->whole)
        s += 900 + 100 * f->begins;
    else if (has_command(f->text, "\\bye") || has_command(f->text, "\\endtopmatter"))
        s += 500;
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
    s -= f->part ? 600 : 0;
    s -= 15 * depth;
    for (size_t n = f->text.n; n > 1000; n /= 2)
        s += 2;
    return s;
}

static bool is_tex(fc_str path)
{
    static const char *const ends[] = { ".tex", ".ltx", ".latex", NULL };
    return fc_name_ends_in(path, ends);
}

fc_tex_file *fc_tex_main(fc_tex_files *files)
{
    fc_tex_file *best = NULL;
    fc_str told = told_by_readme(files);
    long most = 0;
    bool scored = false;        /* one alone need not be looked through */
    for (size_t i = 0; i < files->n; i++) {
        fc_tex_file *f = &files->v[i];
        if (is_junk(f->path))
            continue;
        if (told.n && fc_str_eq(f->path, told))
            return f;
        if (!is_tex(f->path) && files->n > 1 &&
            fc_str_findc(base_name(f->path), '.') < base_name(f->path).n)
            continue;
        if (!best) {
            best = f;
            continue;
        }
        most = scored ? most : score(best);
        scored = true;
        long s = score(f);
        if (s > most) {
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

/* ---------------------------------------------------------------- files by name */

static uint64_t hash_of(fc_str path, bool fold, char room[LONGEST])
{
    size_t n = path.n < LONGEST ? path.n : LONGEST;
    for (size_t i = 0; i < n; i++)
        room[i] = fold ? fc_lower(path.p[i]) : path.p[i];
    return fc_hash3(room, n);
}

/* The place in the index where the file of this name is, or would be. */
static size_t slot_of(const fc_tex_files *files, fc_str path, bool fold)
{
    const uint32_t *slot = files->slot[fold];
    char room[LONGEST];
    size_t k = (size_t)(hash_of(path, fold, room) & (files->slots - 1));
    for (; slot[k]; k = (k + 1) & (files->slots - 1)) {
        fc_str other = files->v[slot[k] - 1].path;
        if (fold ? fc_str_ieq(other, path) : fc_str_eq(other, path))
            break;
    }
    return k;
}

static fc_tex_file *named(fc_tex_files *files, fc_str path)
{
    for (int fold = 0; fold < 2; fold++) {
        uint32_t i = files->slot[fold][slot_of(files, path, fold)];
        if (i)
            return &files->v[i - 1];
    }
    return NULL;
}

/* The place of the files that have this name in any folder. */
static size_t base_slot(const fc_tex_files *files, fc_str path)
{
    char room[LONGEST];
    fc_str name = base_name(path);
    size_t k = (size_t)(hash_of(name, false, room) & (files->slots - 1));
    while (files->base[k] && !fc_str_eq(base_name(files->base[k]->path), name))
        k = (k + 1) & (files->slots - 1);
    return k;
}

/* The only file not read yet whose path ends so: what \input@path or the shell of the
 * author tells TeX cannot be known. Of a name that very many files have none is meant. */
static fc_tex_file *ending(fc_tex_files *files, fc_str path)
{
    enum { MOST_OF_ONE_NAME = 64 };
    fc_tex_file *found = NULL;
    int left = MOST_OF_ONE_NAME;
    for (fc_tex_file *f = files->base[base_slot(files, path)]; f; f = f->namesake) {
        bool ends = !f->used && fc_str_ends(f->path, path) && f->path.n > path.n &&
                    f->path.p[f->path.n - path.n - 1] == '/';
        if ((ends && found) || !left--)
            return NULL;
        if (ends)
            found = f;
    }
    return found;
}

fc_tex_file *fc_tex_find(fc_tex_files *files, fc_str base, fc_str name, const char *ends,
                         fc_arena *a)
{
    fc_tex_file *f = NULL;
    fc_str path[2];
    if (name.n > 1 && name.p[0] == '"' && name.p[name.n - 1] == '"')
        name = fc_str_sub(name, 1, name.n - 1);
    if (!name.n || !files->slots)
        return NULL;
    for (int i = 0; i < 4 && !f; i++) {
        fc_str parts[] = { i < 2 ? base : FC_STR(""), FC_STR("/"), name, FC_STR("."),
                           fc_str_of(ends) };
        path[i % 2] = clean(fc_concat(a, parts, i % 2 ? 3 : 5), a);
        f = named(files, path[i % 2]);
    }
    for (int i = 0; i < 2 && !f; i++)
        f = ending(files, path[i]);
    return f;
}

fc_str fc_tex_folder(fc_str path)
{
    size_t n = path.n;
    while (n && path.p[n - 1] != '/')
        n--;
    return fc_str_sub(path, 0, n ? n - 1 : 0);
}

/* The name in braces, or up to the end of the line, at the begin of s; of one that begins
 * with macros what follows them. */
static fc_str name_at(fc_str *s)
{
    size_t n = 0, from = 0;
    while (n < s->n && !strchr("}\n%", s->p[n]))
        n++;
    fc_str name = fc_str_sub(*s, 0, n);
    *s = fc_str_sub(*s, n + 1, s->n);
    for (size_t at; (at = fc_str_findc(fc_str_sub(name, from, n), '\\')) < n - from;) {
        from += at + 1;
        while (from < n && fc_is_letter(name.p[from]))
            from++;
    }
    name = fc_str_sub(name, from, n);
    return fc_str_trim(from && name.n && name.p[0] == '/' ? fc_str_sub(name, 1, name.n)
                                                          : name);
}

/* Does the line up to here begin a comment? */
static bool in_comment(fc_str s, size_t at)
{
    while (at && s.p[at - 1] != '\n') {
        at--;
        if (s.p[at] == '%' && !(at && s.p[at - 1] == '\\'))
            return true;
    }
    return false;
}

/* Mark the files that this one reads; false when it reads none. */
static bool mark_parts(fc_tex_files *files, fc_tex_file *from, fc_arena *a)
{
    static const struct { const char *command; bool folder; } reads[] = {
        { "include{", false }, { "input{", false }, { "input ", false },
        { "subfile{", false }, { "subfileinclude{", false }, { "import{", true },
        { "subimport{", true }, { "includefrom{", true }, { "inputfrom{", true },
    };
    fc_str s = from->text, folder = fc_tex_folder(from->path);
    bool any = false;
    for (size_t at = 0; (at += fc_str_findc(fc_str_sub(s, at, s.n), '\\')) < s.n; at++) {
        fc_str rest = fc_str_sub(s, at + 1, s.n < at + LONGEST ? s.n : at + LONGEST);
        if (!rest.n || (rest.p[0] != 'i' && rest.p[0] != 's'))
            continue; /* most commands: comparing them took 7 % of a paper */
        for (size_t i = 0; i < sizeof reads / sizeof *reads; i++) {
            if (!fc_str_starts(rest, fc_str_of(reads[i].command)))
                continue;
            rest = fc_str_sub(rest, strlen(reads[i].command), rest.n);
            fc_str name = name_at(&rest);
            if (reads[i].folder && rest.n && rest.p[0] == '{') {
                rest = fc_str_sub(rest, 1, rest.n);
                fc_str parts[] = { name, FC_STR("/"), name_at(&rest) };
                name = fc_concat(a, parts, 3);
            }
            fc_tex_file *f = fc_tex_find(files, folder, name, "tex", a);
            if (!f || f == from || (!f->whole && in_comment(s, at)))
                break;
            any = f->part = true;
            from->whole |= f->whole && reads[i].command[0] == 'i'; /* its preamble, or its
                                                                      body */
            break;
        }
    }
    return any;
}

void fc_tex_index(fc_tex_files *files, fc_arena *a)
{
    files->budget = LEAST_BUDGET;
    for (files->slots = 16; files->slots < 2 * files->n; files->slots *= 2)
        ;
    for (int fold = 0; fold < 2; fold++) {
        files->slot[fold] = fc_zalloc(a, files->slots, sizeof *files->slot[fold]);
        for (size_t i = 0; i < files->n; i++) {
            size_t k = slot_of(files, files->v[i].path, fold);
            if (!files->slot[fold][k])
                files->slot[fold][k] = (uint32_t)i + 1;
        }
    }
    files->base = fc_zalloc(a, files->slots, sizeof *files->base);
    for (size_t i = 0; i < files->n; i++) {
        size_t k = base_slot(files, files->v[i].path);
        files->v[i].namesake = files->base[k];
        files->base[k] = &files->v[i];
    }
    for (size_t i = 0; i < files->n; i++) {
        fc_tex_file *f = &files->v[i];
        f->begins = has_command(f->text, "\\begin{document}");
        f->whole = f->begins || has_command(f->text, "\\documentclass") ||
                   has_command(f->text, "\\documentstyle");
        files->budget += EXPANSION * f->text.n;
    }
    bool parts = true;
    for (int pass = 0; pass < 2 && parts; pass++) { /* a part of a part may come later */
        parts = false;
        for (size_t i = 0; i < files->n; i++)
            if (is_tex(files->v[i].path))
                parts |= mark_parts(files, &files->v[i], a);
    }
}

fc_tex_file *fc_tex_another(fc_tex_files *files, fc_tex_rest which)
{
    while (files->next < files->n) {
        fc_tex_file *f = &files->v[files->next++];
        if (f->given || (f->part && which != FC_TEX_UNREAD) || !is_tex(f->path) ||
            is_junk(f->path))
            continue;
        if (f->whole ? !has_command(f->text, "{standalone}") : which != FC_TEX_WHOLE)
            return f;
    }
    files->next = 0;
    return NULL;
}

void fc_tex_left(fc_tex_files *files, fc_arena *a)
{
    for (size_t i = 0; i < files->n; i++)
        files->v[i].part = files->v[i].given;
    for (size_t i = 0; i < files->n; i++)
        if (!files->v[i].given && is_tex(files->v[i].path))
            mark_parts(files, &files->v[i], a);
}

void fc_tex_use(fc_tex_files *files, fc_tex_file *f)
{
    if (f->used)
        return;
    f->used = true;
    f->used_before = files->last_used;
    files->last_used = f;
    files->n_used++;
}

void fc_tex_give(fc_tex_files *files, uint64_t budget)
{
    files->budget = budget;
    files->documents++;
    for (; files->last_used; files->last_used = files->last_used->used_before) {
        files->last_used->used = false;
        files->last_used->given = true;
    }
    files->n_used = 0;
}

void fc_tex_withhold(fc_tex_files *files, fc_tex_file *main, uint64_t budget)
{
    main->given = true;
    for (fc_tex_file *f = files->last_used; f; f = f->used_before) {
        f->used = false;
        f->part &= f->given;
    }
    files->last_used = NULL;
    fc_tex_give(files, budget);
}
