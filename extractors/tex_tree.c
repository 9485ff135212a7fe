/* tex_tree.c - definitions anywhere in the files of a paper: a folder of chapters may
 * have its macros in a file beside them that none of them reads, because the author's TeX
 * has read it before, or a style file that only another document names. A command that
 * nothing else defines means what these say. See tex.h. */
#include "extractors/tex.h"

#include "base/hash.h"

enum {
    LONGEST_NAME = 64, LONGEST_DEFINITION = 4096,
    MOST_OF_ONE_NAME = 64               /* definitions that are compared */
};

/* A definition: where its first command stands. */
typedef struct place {
    fc_str name;                /* "begin name" of an environment is "name}" */
    const fc_tex_file *file;
    size_t at;
    size_t tried;               /* for this document, counted from 1 */
    struct place *next;         /* of the same slot */
} place;

struct fc_tex_tree {
    place **slot;
    size_t slots;
};

/* Commands that define, and what they name: '\\' a command, '{' an environment. In the
 * order of strcmp. */
static const struct definer { const char *name; char what; } definers[] = {
    { "DeclareDocumentCommand", '\\' }, { "DeclareMathOperator", '\\' },
    { "DeclarePairedDelimiter", '\\' }, { "DeclarePairedDelimiterX", '\\' },
    { "DeclarePairedDelimiterXPP", '\\' }, { "DeclareRobustCommand", '\\' },
    { "NewDocumentCommand", '\\' }, { "NewDocumentEnvironment", '{' },
    { "ProvideDocumentCommand", '\\' }, { "RenewDocumentCommand", '\\' },
    { "def", '\\' }, { "edef", '\\' }, { "gdef", '\\' }, { "let", '\\' },
    { "newcommand", '\\' }, { "newcommandx", '\\' }, { "newenvironment", '{' },
    { "newrobustcmd", '\\' }, { "newtheorem", '{' }, { "providecommand", '\\' },
    { "renewcommand", '\\' },
};

static bool is_letter(char c)
{
    return fc_is_letter(c) || c == '@';
}

static size_t word(fc_str s)
{
    size_t n = 0;
    while (n < s.n && n < LONGEST_NAME && is_letter(s.p[n]))
        n++;
    return n;
}

/* What the definition that begins at s names; empty when it is none. */
static fc_str defined(fc_str s)
{
    fc_str name = fc_str_sub(s, 0, word(s));
    const struct definer *d = FC_ROW(definers, name);
    if (!d)
        return FC_STR("");
    s = fc_str_sub(s, name.n, s.n);
    if (s.n && s.p[0] == '*')
        s = fc_str_sub(s, 1, s.n);
    s = fc_str_trim(s);
    bool brace = s.n && s.p[0] == '{';
    s = fc_str_trim(fc_str_sub(s, brace, s.n));
    if (d->what == '{') {
        size_t n = fc_str_findc(fc_str_sub(s, 0, LONGEST_NAME), '}');
        return brace && n < s.n ? fc_str_sub(s, 0, n + 1) : FC_STR("");
    }
    return s.n && s.p[0] == '\\' ? fc_str_sub(s, 1, 1 + word(fc_str_sub(s, 1, s.n)))
                                 : FC_STR("");
}

static bool in_comment(fc_str text, size_t at)
{
    size_t least = at > LONGEST_DEFINITION / 16 ? at - LONGEST_DEFINITION / 16 : 0;
    while (at > least && text.p[at - 1] != '\n' && text.p[at - 1] != '%')
        at--;
    return at > least && text.p[at - 1] == '%' && !(at > 1 && text.p[at - 2] == '\\');
}

static size_t slot_of(const struct fc_tex_tree *tree, fc_str name)
{
    return (size_t)(fc_hash3(name.p, name.n) & (tree->slots - 1));
}

/* Those of one file. */
static void add_places(struct fc_tex_tree *tree, const fc_tex_file *f, fc_arena *a)
{
    fc_str s = f->text;
    for (size_t at = 0; (at += fc_str_findc(fc_str_sub(s, at, s.n), '\\')) < s.n; at++) {
        char c = at + 1 < s.n ? s.p[at + 1] : '\0';
        if (!c || !strchr("DNPRdeglnpr", c))
            continue;
        size_t end = at + 4 * LONGEST_NAME;
        fc_str name = defined(fc_str_sub(s, at + 1, end < s.n ? end : s.n));
        if (!name.n || in_comment(s, at))
            continue;
        place *p = FC_NEW(a, place);
        place **head = &tree->slot[slot_of(tree, name)];
        *p = (place){ .name = name, .file = f, .at = at, .next = *head };
        *head = p;
    }
}

void fc_tex_tree_index(fc_tex_files *files, fc_arena *a)
{
    static const char *const ends[] = { ".tex", ".sty", ".cls", ".def", ".ltx", NULL };
    enum { LEAST_SLOTS = 1 << 10, MOST_SLOTS = 1 << 16, BYTES_OF_ONE = 1 << 9 };
    if (files->tree)
        return;
    size_t bytes = 0;
    for (size_t i = 0; i < files->n; i++)
        bytes += files->v[i].text.n;
    struct fc_tex_tree *tree = FC_NEW(a, struct fc_tex_tree);
    for (tree->slots = LEAST_SLOTS;
         tree->slots < MOST_SLOTS && tree->slots * BYTES_OF_ONE < bytes;)
        tree->slots *= 2;
    tree->slot = fc_zalloc(a, tree->slots, sizeof *tree->slot);
    for (size_t i = 0; files->n > 1 && i < files->n; i++)
        if (fc_name_ends_in(files->v[i].path, ends))
            add_places(tree, &files->v[i], a);
    files->tree = tree;
}

static size_t common(fc_str a, fc_str b)
{
    size_t n = 0;
    while (n < a.n && n < b.n && a.p[n] == b.p[n])
        n++;
    return n;
}

/* The definition that lies nearest to the document, of several there the first of them
 * all. */
static place *nearest(const fc_tex *t, fc_str name)
{
    place *best = NULL;
    size_t most = 0;
    int left = MOST_OF_ONE_NAME;
    for (place *p = t->files->tree->slot[slot_of(t->files->tree, name)]; p && left;
         p = p->next) {
        if (!fc_str_eq(p->name, name))
            continue;
        size_t n = common(p->file->path, t->folder);
        if (!best || n >= most) {
            best = p;
            most = n;
        }
        left--;
    }
    return best;
}

fc_str fc_tex_tree_find(fc_tex *t, fc_str name, bool *style)
{
    static const char *const documents[] = { ".tex", ".ltx", NULL };
    fc_tex_tree_index(t->files, t->a);
    place *p = nearest(t, name);
    if (!p || p->tried == t->files->documents + 1)
        return FC_STR("");
    p->tried = t->files->documents + 1;
    *style = !fc_name_ends_in(p->file->path, documents);
    size_t end = p->at + LONGEST_DEFINITION;
    return fc_str_sub(p->file->text, p->at,
                      end < p->file->text.n ? end : p->file->text.n);
}
