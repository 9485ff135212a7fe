/* annotations.c - reading judged documents. */
#include "classifiers/annotations.h"

#include "base/hash.h"
#include "base/host.h"
#include "base/str.h"
#include "classifiers/lines.h"
#include "classifiers/model.h"
#include "io/jsonl.h"

#include <math.h>
#include <stdlib.h>

enum { LONGEST_LINE = 256 << 20 };
#define MOST FC_MODEL_MOST_SCORE

typedef struct source {
    fc_annotations *out;
    fc_arena *a;
    const fc_value *whole;      /* the label of all documents of the file at hand, or
                                   NULL */
    bool bare;                  /* its documents have no labels */
    bool also;                  /* they are to learn from only */
    bool by_source, by_document;
} source;

static const fc_value *find(const fc_doc *doc, const char *name)
{
    const fc_value *v = fc_fields_get(&doc->extra, fc_str_of(name));
    if (!v)
        v = fc_fields_get(&doc->attr, fc_str_of(name));
    return v ? v : fc_fields_get(&doc->meta, fc_str_of(name));
}

static fc_str find_text(const fc_doc *doc, const char *name)
{
    const fc_value *v = find(doc, name);
    return v && v->type == FC_STRING ? v->str : FC_STR("");
}

/* A label for target k; none, or null, is no error. */
static fc_rc take_label(source *s, size_t k, fc_label *out, const fc_value *v,
                        fc_err *err)
{
    const char *name = s->out->target[k].name;
    if (!v || (v->type == FC_JSON && fc_str_is(v->str, "null")))
        return FC_OK;
    if (v->type != FC_NUM && v->type != FC_BOOL && v->type != FC_STRING)
        return fc_fail(err, FC_EDATA, "'%.80s' is neither a number nor a string", name);
    if (v->type != FC_STRING && !(fabs(v->num) <= MOST))
        return fc_fail(err, FC_EDATA,
                       "'%.80s' is %g: a label that is a number is between -%g and %g",
                       name, v->num, MOST, MOST);
    if (v->type == FC_STRING && (!v->str.n || memchr(v->str.p, 0, v->str.n)))
        return fc_fail(err, FC_EDATA, "'%.80s' is a string %s", name,
                       v->str.n ? "with a NUL in it" : "without a letter");
    *out = (fc_label){ true, v->num, { NULL, 0 } };
    if (v->type == FC_STRING)
        out->name = fc_copy(s->a, v->str);
    return FC_OK;
}

static void append(source *s, fc_annotation x)
{
    fc_annotations *all = s->out;
    if (all->n == all->cap) {
        size_t cap = all->cap ? 2 * all->cap : 1024;
        all->v = fc_grow(s->a, all->v, all->cap * sizeof x, cap * sizeof x);
        all->cap = cap;
    }
    all->hash = fc_hash64(x.text.p, x.text.n, all->hash);
    for (size_t k = 0; k < all->targets; k++) {
        const fc_label *l = &x.label[k];
        if (l->given)
            all->hash = l->name.p ? fc_hash64(l->name.p, l->name.n, all->hash)
                                  : fc_hash64(&l->y, sizeof l->y, all->hash);
    }
    all->also += x.also;
    all->v[all->n++] = x;
}

static fc_str lower(fc_arena *a, fc_str host)
{
    char *p = fc_alloc(a, host.n + 1);
    for (size_t i = 0; i < host.n; i++)
        p[i] = fc_lower(host.p[i]);
    return (fc_str){ p, host.n };
}

/* A document without host and source is a group of its own. */
static fc_str group_of(source *s, const fc_doc *doc, const fc_annotation *x)
{
    if (s->by_document)
        return x->text;
    fc_str host = s->by_source ? FC_STR("") : fc_host_registered(find_text(doc, "url"));
    s->out->grouped += host.n || *x->source;
    if (host.n)
        return lower(s->a, host);
    return *x->source ? fc_str_of(x->source) : x->text;
}

static void add_document(source *s, const fc_doc *doc, fc_label *labels)
{
    fc_annotation x = { .text = fc_copy(s->a, doc->text), .label = labels,
                        .also = s->also };
    x.lang = fc_copy(s->a, find_text(doc, "lang")).p;
    x.source = fc_copy(s->a, doc->source).p;
    x.group = group_of(s, doc, &x);
    append(s, x);
}

/* For messages: where a label could be in the first document. */
static void note_keys(source *s, const fc_doc *doc)
{
    const fc_fields *all[] = { &doc->extra, &doc->attr, &doc->meta };
    fc_str keys = FC_STR("");
    if (s->out->keys.p)
        return;
    for (size_t i = 0; i < 3; i++)
        for (size_t k = 0; k < all[i]->n && keys.n < 200; k++)
            keys = fc_printf(s->a, "%.*s%s%.40s", (int)keys.n, keys.p ? keys.p : "",
                             keys.n ? ", " : "",
                             fc_copy(s->a, all[i]->v[k].name).p);
    s->out->keys = keys;
}

static fc_rc read_json(source *s, fc_str line, fc_err *err)
{
    fc_doc doc = { 0 };
    fc_rc rc = fc_jsonl_parse(line, s->a, &doc, err);
    if (rc != FC_OK)
        return rc;
    note_keys(s, &doc);
    bool any = s->bare;
    fc_label *labels = fc_zalloc(s->a, s->out->targets, sizeof *labels);
    for (size_t k = 0; k < s->out->targets && !s->bare && rc == FC_OK; k++) {
        const fc_value *v = s->whole ? s->whole : find(&doc, s->out->target[k].name);
        rc = take_label(s, k, &labels[k], v, err);
        any |= labels[k].given;
    }
    if (rc != FC_OK)
        return rc;
    s->out->without_text += any && !doc.text.n;
    if (any && doc.text.n)
        add_document(s, &doc, labels);
    else
        s->out->unlabelled++;
    return FC_OK;
}

/* "__label__a __label__b text": the text, and the first label. */
static fc_str take_fasttext(fc_str line, fc_str *label)
{
    fc_str prefix = FC_STR("__label__");
    *label = (fc_str){ NULL, 0 };
    while (fc_str_starts(line, prefix)) {
        size_t end = prefix.n;
        while (end < line.n && !fc_is_space(line.p[end]))
            end++;
        if (!label->p)
            *label = fc_str_sub(line, prefix.n, end);
        line = fc_str_trim(fc_str_sub(line, end, line.n));
    }
    return line;
}

static fc_rc read_line(source *s, fc_str line, fc_err *err)
{
    fc_str label;
    fc_doc doc = { 0 };
    line = fc_str_trim(line);
    if (!line.n)
        return FC_OK;
    if (line.p[0] == '{')
        return read_json(s, line, err);
    doc.text = take_fasttext(line, &label);
    if (!label.n && !s->whole && !s->bare)
        return fc_fail(err, FC_EDATA, "neither JSON nor a text that begins with "
                                      "__label__");
    if (!doc.text.n) {
        s->out->unlabelled++;
        s->out->without_text++;
        return FC_OK;
    }
    if (s->out->targets > 1 && !s->bare)
        return fc_fail(err, FC_EDATA, "such a line has one label: give one target only");
    fc_value v = { FC_STRING, 0, label };
    fc_label *labels = fc_zalloc(s->a, s->out->targets, sizeof *labels);
    fc_rc rc = s->bare ? FC_OK
                       : take_label(s, 0, labels, s->whole ? s->whole : &v, err);
    if (rc == FC_OK)
        add_document(s, &doc, labels);
    return rc;
}

static fc_rc read_lines(source *s, fc_lines *in, fc_err *err)
{
    fc_str line;
    fc_rc rc;
    while ((rc = fc_lines_next(in, &line, err)) == FC_OK) {
        fc_err why = { 0 };
        if (read_line(s, line, &why) != FC_OK)
            return fc_lines_fail(in, FC_EDATA, why.msg, err);
    }
    return rc == FC_END ? FC_OK : rc;
}

/* One file, which is closed also when the arena jumps. */
static fc_rc read_file(source *s, const char *name, fc_err *err)
{
    jmp_buf guard, *outer = fc_arena_guard(s->a, &guard);
    fc_lines in;
    volatile fc_rc rc = fc_lines_open(&in, name, LONGEST_LINE, err);
    if (rc == FC_OK) {
        if (setjmp(guard) == 0)
            rc = read_lines(s, &in, err);
        else
            rc = fc_fail(err, FC_ETRY, "%s: no memory", name);
        fc_lines_close(&in);
    }
    fc_arena_guard(s->a, outer);
    return rc;
}

/* Files whose documents all have the label `whole`; NULL: those have their own. */
static fc_rc read_files(source *s, const char *const *names, const fc_value *whole,
                        fc_err *err)
{
    fc_rc rc = FC_OK;
    s->whole = whole;
    for (; names && *names && rc == FC_OK; names++)
        rc = read_file(s, *names, err);
    return rc;
}

/* They stand behind the judged documents and are not counted among them. */
static fc_rc read_others(source *s, const char *const *names, fc_err *err)
{
    size_t judged = s->out->n, grouped = s->out->grouped;
    s->bare = true;
    fc_rc rc = read_files(s, names, NULL, err);
    s->out->others = s->out->n - judged;
    s->out->n = judged;
    s->out->grouped = grouped;
    return rc;
}

/* ---------------------------------------------------------------- labels */

static int by_label(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static bool known(const char *const *labels, size_t n, fc_str label)
{
    for (size_t i = 0; i < n; i++)
        if (fc_str_is(label, labels[i]))
            return true;
    return false;
}

static fc_rc collect_labels(fc_annotations *all, size_t k, fc_arena *a, fc_err *err)
{
    size_t cap = 1025, n = 0;
    const char *target = all->target[k].name;
    const char **labels = fc_zalloc(a, cap, sizeof *labels);
    for (size_t i = 0; i < all->n; i++) {
        const fc_label *l = &all->v[i].label[k];
        if (!l->given || known(labels, n, l->name))
            continue;
        if (n + 1 == cap)
            return fc_fail(err, FC_EDATA, "%s has more than %zu labels", target, cap - 1);
        labels[n++] = l->name.p;
    }
    if (n < 2)
        return fc_fail(err, FC_EDATA, "%s has one label only: '%.80s'", target,
                       labels[0]);
    qsort(labels, n, sizeof *labels, by_label);
    return fc_annotations_relabel(all, k, labels, err);
}

fc_rc fc_annotations_relabel(fc_annotations *all, size_t target,
                             const char *const *labels, fc_err *err)
{
    fc_target *t = &all->target[target];
    t->labels = labels;
    for (t->n_labels = 0; labels[t->n_labels]; t->n_labels++)
        continue;
    for (size_t i = 0; i < all->n; i++) {
        fc_label *l = &all->v[i].label[target];
        size_t k = 0;
        if (!l->given)
            continue;
        while (labels[k] && !fc_str_is(l->name, labels[k]))
            k++;
        if (!labels[k])
            return fc_fail(err, FC_ECONFIG, "the model has no label '%.*s'",
                           (int)(l->name.n < 80 ? l->name.n : 80),
                           l->name.p ? l->name.p : "");
        l->y = (double)k;
    }
    return FC_OK;
}

static fc_rc check_target(fc_annotations *all, size_t k, fc_arena *a, fc_err *err)
{
    fc_target *t = &all->target[k];
    size_t strings = 0;
    for (size_t i = 0; i < all->n; i++) {
        const fc_label *l = &all->v[i].label[k];
        if (!l->given)
            continue;
        t->lo = !t->given || l->y < t->lo ? l->y : t->lo;
        t->hi = !t->given || l->y > t->hi ? l->y : t->hi;
        strings += l->name.p != NULL;
        t->given++;
        t->also += all->v[i].also;
    }
    if (t->given == t->also && all->without_text)
        return fc_fail(err, FC_EDATA,
                       "no document has both a text and the label '%.80s'; %zu have a "
                       "label and no text", t->name, all->without_text);
    if (t->given == t->also)
        return fc_fail(err, FC_EDATA, "no document has the label '%.80s'%s%.240s",
                       t->name, all->keys.n ? "; the first one has " : "",
                       all->keys.n ? all->keys.p : "");
    if (strings && strings < t->given)
        return fc_fail(err, FC_EDATA, "'%.80s' is a string in %zu of %zu documents, else "
                                      "a "
                       "number", t->name, strings, t->given);
    if (strings)
        return collect_labels(all, k, a, err);
    t->sides = true;
    for (size_t i = 0; i < all->n; i++)
        if (all->v[i].label[k].given)
            t->sides &= all->v[i].label[k].y == t->lo || all->v[i].label[k].y == t->hi;
    return t->lo < t->hi
               ? FC_OK
               : fc_fail(err, FC_EDATA, "'%.80s' is %g in all documents", t->name, t->lo);
}

fc_rc fc_annotations_read(const fc_annotations_from *from, fc_arena *a,
                          fc_annotations *out, fc_err *err)
{
    static const fc_value one = { FC_NUM, 1, { NULL, 0 } },
                          zero = { FC_NUM, 0, { NULL, 0 } };
    source s = { .out = out, .a = a, .by_source = from->by_source,
                 .by_document = from->by_document };
    *out = (fc_annotations){ 0 };
    for (; from->targets[out->targets]; out->targets++) {
        if (out->targets == FC_TARGETS)
            return fc_fail(err, FC_EUSE, "more than %d targets", FC_TARGETS);
        out->target[out->targets].name = from->targets[out->targets];
    }
    fc_rc rc = read_files(&s, from->inputs, NULL, err);
    if (rc == FC_OK)
        rc = read_files(&s, from->positive, &one, err);
    if (rc == FC_OK)
        rc = read_files(&s, from->negative, &zero, err);
    s.also = true;
    if (rc == FC_OK)
        rc = read_files(&s, from->also, NULL, err);
    s.also = false;
    if (rc == FC_OK)
        rc = read_others(&s, from->unlabelled, err);
    for (size_t k = 0; rc == FC_OK && k < out->targets; k++)
        rc = check_target(out, k, a, err);
    return rc;
}
