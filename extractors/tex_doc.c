/* tex_doc.c - a paper from its first token to its last: text of arguments, numbers of
 * what is referred to, title in front; see tex.h. */
#include "extractors/tex.h"

#include "base/hash.h"

enum { DEEPEST = 24, LONGEST_VERB = 256 };

/* ---------------------------------------------------------------- text of arguments */

/* Read s by itself, into what is written now. */
static void run_inner(fc_tex_doc *d, fc_str s)
{
    fc_tex_saved saved = fc_tex_alone(&d->t, s);
    for (fc_tex_token tok; (tok = fc_tex_next(&d->t)).kind != FC_TEX_END && !d->stop;)
        fc_tex_one(d, tok);
    fc_tex_again(&d->t, saved);
}

void fc_tex_inline(fc_tex_doc *d, fc_str s)
{
    bool flat = d->out.flat;
    if (d->depth >= DEEPEST) { /* too deep: as it stands, without commands */
        fc_tex_put(&d->out, s);
        return;
    }
    d->depth++;
    d->out.flat = flat || d->out.open;
    run_inner(d, s);
    d->out.flat = flat;
    d->depth--;
}

fc_str fc_tex_text_of(fc_tex_doc *d, fc_str s)
{
    fc_tex_out outer = d->out;
    d->out = (fc_tex_out){ .a = d->t.a, .flat = true };
    fc_tex_inline(d, s);
    fc_str text = fc_str_trim((fc_str){ d->out.p, d->out.n });
    d->out = outer;
    return text;
}

/* ---------------------------------------------------------------- style files */

/* What counts of a style file or class of the paper: definitions, macros that make some,
 * and the files that it takes in. How the rest looks is for TeX. */
static void one_of_style(fc_tex_doc *d, fc_str name)
{
    static const char *const told[] = { "DeclareAcronym", "LoadClass", "RequirePackage",
                                        "declaretheorem", "newacronym",
                                        "newglossaryentry", "newmdtheoremenv",
                                        "newtcbtheorem", "newtheorem", "spnewtheorem",
                                        "usepackage" };
    fc_tex *t = &d->t;
    if (FC_ROW(told, name)) {
        fc_tex_command(d, name);
        return;
    }
    if (fc_tex_definition(t, name))
        return;
    const fc_tex_macro *m = fc_tex_macro_find(t, name);
    if (m && !m->alias && fc_tex_defines(m->body))
        fc_tex_expand_named(t, name);
    else if (t->level) /* in what such a one has expanded to */
        fc_tex_branch(t, name);
}

void fc_tex_style(fc_tex_doc *d, fc_str name, const char *ends)
{
    fc_tex *t = &d->t;
    fc_tex_file *f = fc_tex_find(t->files, t->folder, name, ends, t->a);
    if (!f || f->used)
        return;
    fc_tex_use(t->files, f);
    if (t->style) { /* one within another is read at once, before the rest of it */
        fc_tex_push(t, f->text);
        return;
    }
    fc_tex_saved saved = fc_tex_alone(t, f->text);
    t->style = true;
    for (fc_tex_token tok; (tok = fc_tex_raw(t)).kind != FC_TEX_END;)
        if (tok.kind == FC_TEX_COMMAND && tok.s.n)
            one_of_style(d, tok.s);
    t->style = false;
    fc_tex_again(t, saved);
}

bool fc_tex_from_tree(fc_tex_doc *d, fc_str name)
{
    fc_tex *t = &d->t;
    bool was = t->style, style;
    fc_str s = t->capped ? FC_STR("") : fc_tex_tree_find(t, name, &style);
    if (!s.n)
        return false;
    uint64_t budget = t->budget;
    unsigned level = t->level;
    fc_tex_saved saved = fc_tex_alone(t, s);
    t->style = style;
    fc_tex_token tok = fc_tex_raw(t);
    bool theorem = fc_str_is(tok.s, "newtheorem");
    if (theorem)
        fc_tex_command(d, tok.s);
    else if (tok.kind == FC_TEX_COMMAND && tok.s.n)
        fc_tex_definition(t, tok.s);
    t->style = was;
    t->budget = budget; /* each is read once */
    t->level = level;
    fc_tex_again(t, saved);
    if (!fc_str_ends(name, FC_STR("}")))
        return fc_tex_macro_find(t, name);
    fc_str parts[] = { FC_STR("begin "), fc_str_sub(name, 0, name.n - 1) };
    return theorem || fc_tex_macro_find(t, fc_concat(t->a, parts, 2));
}

bool fc_tex_late(fc_tex_doc *d, fc_str name)
{
    fc_str parts[] = { FC_STR("\\"), name, FC_STR(" ") };
    if (!fc_tex_from_tree(d, name))
        return false;
    fc_tex_push(&d->t, fc_concat(d->t.a, parts, 3));
    return true;
}

/* ------------------------------------------------------------- numbers and references */

void fc_tex_label_here(fc_tex_doc *d, fc_str key)
{
    if (d->labels == d->label_cap) {
        size_t cap = 2 * d->label_cap + 32;
        d->label = fc_grow(d->t.a, d->label, d->label_cap * sizeof *d->label,
                           cap * sizeof *d->label);
        d->label_cap = cap;
    }
    d->label[d->labels++] = (fc_tex_label){ key, d->current, d->kind };
}

/* Numbers come when all labels are known: "\x01 12 \x02" stands for that of reference 12,
 * wherever the text is copied to. */
void fc_tex_nocite(fc_tex_doc *d, fc_str key)
{
    if (d->refs == d->ref_cap) {
        size_t cap = 2 * d->ref_cap + 32;
        d->ref =
            fc_grow(d->t.a, d->ref, d->ref_cap * sizeof *d->ref, cap * sizeof *d->ref);
        d->ref_cap = cap;
    }
    d->ref[d->refs++] = key;
}

void fc_tex_ref(fc_tex_doc *d, fc_str key)
{
    char mark[24] = "\x01";
    size_t n = 1 + fc_u64_format(d->refs, mark + 1);
    mark[n++] = '\x02';
    fc_tex_put(&d->out, (fc_str){ mark, n });
    fc_tex_nocite(d, key);
}

static size_t slot_of(const fc_tex_doc *d, fc_str key)
{
    return (size_t)(fc_hash3(key.p, key.n) & (d->slots - 1));
}

/* The first label of a key counts. */
static void index_labels(fc_tex_doc *d)
{
    for (d->slots = 64; d->slots < 2 * d->labels; d->slots *= 2)
        ;
    d->slot = fc_zalloc(d->t.a, d->slots, sizeof *d->slot);
    for (size_t i = 0; i < d->labels; i++) {
        size_t k = slot_of(d, d->label[i].key);
        while (d->slot[k] && !fc_str_eq(d->label[d->slot[k] - 1].key, d->label[i].key))
            k = (k + 1) & (d->slots - 1);
        if (!d->slot[k] && d->label[i].number.n)
            d->slot[k] = (uint32_t)i + 1;
    }
}

static const fc_tex_label *label_of(const fc_tex_doc *d, fc_str key)
{
    for (size_t k = slot_of(d, key); d->slot[k]; k = (k + 1) & (d->slots - 1))
        if (fc_str_eq(d->label[d->slot[k] - 1].key, key))
            return &d->label[d->slot[k] - 1];
    return NULL;
}

/* What stands for a reference: "kind KEY", "Kind KEY" of \cref and \Cref are answered
 * with the kind and the number, others with the number alone. Unknown keys are as they
 * stand. o NULL: only count the bytes. */
static size_t put_number(const fc_tex_doc *d, fc_str key, char *o)
{
    bool kind = fc_str_istarts(key, FC_STR("kind ")), capital = kind && key.p[0] == 'K';
    size_t n = 0;
    if (kind)
        key = fc_str_sub(key, 5, key.n);
    const fc_tex_label *l = label_of(d, key);
    fc_str number = l ? l->number
                    : fc_str_starts(key, FC_STR("cite ")) ? fc_str_sub(key, 5, key.n)
                                                          : key;
    if (kind && l && l->kind[0]) {
        n = strlen(l->kind);
        if (o) {
            memcpy(o, l->kind, n);
            if (capital && o[0] >= 'a' && o[0] <= 'z')
                o[0] = (char)(o[0] - 32);
            o[n] = ' ';
        }
        n++;
    }
    if (o && number.n)
        memcpy(o + n, number.p, number.n);
    return n + number.n;
}

/* The reference whose mark begins at s, and the mark's length; NULL when it is none. */
static const fc_str *marked(const fc_tex_doc *d, fc_str s, size_t *n)
{
    uint64_t i;
    *n = fc_str_findc(fc_str_sub(s, 0, 24), '\x02');
    if (*n >= s.n || *n > 22 || !fc_str_u64(fc_str_sub(s, 1, *n), &i) || i >= d->refs) {
        *n = 1;
        return NULL;
    }
    ++*n;
    return &d->ref[i];
}

/* s with the numbers in it; o NULL: only count the bytes. */
static size_t fill_in(const fc_tex_doc *d, fc_str s, char *o)
{
    size_t n = 0;
    for (size_t at = 0, mark; at < s.n; at += mark) {
        size_t next = at + fc_str_findc(fc_str_sub(s, at, s.n), '\x01');
        if (o)
            memcpy(o + n, s.p + at, next - at);
        n += next - at;
        at = next;
        mark = 1;
        if (at == s.n)
            break;
        const fc_str *key = marked(d, fc_str_sub(s, at, s.n), &mark);
        n += key ? put_number(d, *key, o ? o + n : NULL) : 0;
    }
    return n;
}

static fc_str with_numbers(const fc_tex_doc *d, fc_str s, fc_arena *keep)
{
    char *p = fc_alloc(keep, fill_in(d, s, NULL) + 1);
    return (fc_str){ p, fill_in(d, s, p) };
}

/* Characters, of which one may stand for \verb and itself (\MakeShortVerb). */
static void put_characters(fc_tex_doc *d, fc_str s)
{
    size_t n = d->short_verb ? fc_str_findc(s, d->short_verb) : s.n;
    struct fc_tex_frame *f = d->t.frames ? &d->t.frame[d->t.frames - 1] : NULL;
    if (n == s.n || !f || f->p != s.p + s.n ||
        !fc_tex_comes(&d->t, (fc_str){ &d->short_verb, 1 }, LONGEST_VERB)) {
        fc_tex_put(&d->out, s);
        return;
    }
    fc_tex_put(&d->out, fc_str_sub(s, 0, n));
    f->p = s.p + n;
    fc_tex_verb(d);
}

/* Characters and the words behind them, at once where they lie beside each other. */
static void put_words(fc_tex_doc *d, fc_str s)
{
    fc_str words = fc_tex_words(&d->t);
    if (words.p == s.p + s.n) {
        s.n += words.n;
        words.n = 0;
    }
    fc_tex_put(&d->out, s);
    fc_tex_put(&d->out, words);
}

void fc_tex_one(fc_tex_doc *d, fc_tex_token tok)
{
    switch (tok.kind) {
    case FC_TEX_TEXT:
        if (d->short_verb)
            put_characters(d, tok.s);
        else
            put_words(d, tok.s);
        break;
    case FC_TEX_SPACE:
    case FC_TEX_ALIGN:
        fc_tex_put_space(&d->out);
        break;
    case FC_TEX_PAR:
        fc_tex_end_block(&d->out);
        break;
    case FC_TEX_MATH: {
        bool display = fc_tex_peek(&d->t) == '$';
        if (display)
            fc_tex_raw(&d->t);
        fc_tex_formula(d, display ? 'D' : '$');
        break;
    }
    case FC_TEX_COMMAND:
        fc_tex_command(d, tok.s);
        break;
    default:
        break;
    }
}

static void number_list(const fc_tex_doc *d, fc_text *list)
{
    fc_text all = { .a = list->a };
    fc_str s = with_numbers(d, (fc_str){ list->n ? list->p : "", list->n }, list->a);
    fc_text_add(&all, s.p, s.n);
    *list = all;
}

/* ---------------------------------------------------------------- the document */

static fc_str job_of(fc_str path)
{
    size_t from = path.n, to = path.n;
    while (from && path.p[from - 1] != '/')
        from--;
    for (size_t i = from; i < path.n; i++)
        if (path.p[i] == '.')
            to = i;
    return fc_str_sub(path, from, to);
}

/* The title heads the text; what the preamble prints by accident is not kept. */
static void begin_body(fc_tex_doc *d)
{
    d->out.n = 0;
    d->out.open = d->out.space = false;
}

static void put_title(fc_tex_doc *d)
{
    if (d->titled || !d->title.n)
        return;
    d->titled = true;
    fc_tex_block(&d->out, fc_concat(d->t.a, (fc_str[]){ FC_STR("# "), d->title }, 2));
}

fc_str fc_tex_document(fc_tex_doc *d, fc_tex_files *files, fc_tex_file *main,
                       fc_arena *keep, fc_arena *scratch)
{
    size_t body = fc_str_find(main->text, FC_STR("\\begin{document}"));
    memset(d, 0, sizeof *d);
    fc_tex_begin(&d->t, files, scratch);
    d->t.folder = fc_tex_folder(main->path);
    d->job = job_of(main->path);
    d->out.a = keep;
    d->kind = "";
    d->author.a = d->affiliations.a = scratch;
    fc_tex_use(files, main);
    fc_tex_push(&d->t, main->text);
    d->preamble = body < main->text.n;
    for (fc_tex_token tok; !d->stop && (tok = fc_tex_next(&d->t)).kind != FC_TEX_END;) {
        fc_tex_one(d, tok);
        if (d->began) {
            d->began = d->preamble = false;
            begin_body(d);
        }
        if (!d->preamble && d->out.n == 0)
            put_title(d);
    }
    fc_tex_end_block(&d->out);
    index_labels(d);
    d->title = with_numbers(d, d->title, scratch);
    number_list(d, &d->author);
    number_list(d, &d->affiliations);
    fc_str text = with_numbers(d, (fc_str){ d->out.p, d->out.n }, scratch);
    fc_trim(keep, d->out.p, d->out.cap, 0); /* a folder may have thousands */
    return fc_copy(keep, fc_str_trim(text));
}
