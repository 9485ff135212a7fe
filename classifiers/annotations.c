/* annotations.c - reading judged documents. */
#include "classifiers/annotations.h"

#include "base/hash.h"
#include "base/str.h"
#include "io/jsonl.h"
#include "io/stream.h"

#include <stdlib.h>

enum { LONGEST_LINE = 256 << 20 };

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

static fc_str host_of(fc_str url)
{
    size_t at = fc_str_find(url, FC_STR("://"));
    fc_str host = fc_str_sub(url, at + 3, url.n);
    for (size_t i = 0; i < host.n; i++)
        if (host.p[i] == '/' || host.p[i] == ':' || host.p[i] == '?' || host.p[i] == '#')
            host.n = i;
    return at == url.n ? FC_STR("") : host;
}

/* Where the name before `end` (a dot or the end of the host) begins. */
static size_t name_before(fc_str host, size_t end)
{
    while (end > 0 && host.p[end - 1] != '.')
        end--;
    return end;
}

/* "https://www.example.co.uk:80/x" -> "example.co.uk"; empty when there is no host. */
static fc_str registered_host(fc_str url)
{
    fc_str host = host_of(url);
    size_t top = name_before(host, host.n), second = top ? name_before(host, top - 1) : 0;
    if (second > 0 && host.n - top == 2 && top - 1 - second <= 3)
        second = name_before(host, second - 1);
    return fc_str_sub(host, second, host.n);
}

static bool take_label(fc_annotation *x, const fc_value *v)
{
    if (!v || (v->type != FC_NUM && v->type != FC_BOOL && v->type != FC_STRING))
        return false;
    x->y = v->num;
    x->label = v->type == FC_STRING ? v->str : (fc_str){ NULL, 0 };
    return true;
}

static void append(fc_annotations *all, fc_arena *a, fc_annotation x)
{
    if (all->n == all->cap) {
        size_t cap = all->cap ? 2 * all->cap : 1024;
        all->v = fc_grow(a, all->v, all->cap * sizeof x, cap * sizeof x);
        all->cap = cap;
    }
    all->hash = fc_hash64(x.text.p, x.text.n, all->hash);
    all->hash = x.label.p ? fc_hash64(x.label.p, x.label.n, all->hash)
                          : fc_hash64(&x.y, sizeof x.y, all->hash);
    all->v[all->n++] = x;
}

static fc_rc read_line(fc_str line, const char *target, bool by_source, fc_arena *a,
                       fc_annotations *out, fc_err *err)
{
    fc_doc doc = { 0 };
    fc_annotation x = { 0 };
    fc_rc rc = fc_jsonl_parse(line, a, &doc, err);
    if (rc != FC_OK)
        return rc;
    if (!take_label(&x, find(&doc, target)) || !doc.text.n) {
        out->unlabelled++;
        return FC_OK;
    }
    fc_str host = by_source ? FC_STR("") : registered_host(find_text(&doc, "url"));
    x.text = fc_copy(a, doc.text);
    x.label = x.label.p ? fc_copy(a, x.label) : x.label;
    x.lang = fc_copy(a, find_text(&doc, "lang")).p;
    x.source = fc_copy(a, doc.source).p;
    x.group = host.n ? fc_copy(a, host) : fc_str_of(x.source);
    append(out, a, x);
    return FC_OK;
}

/* The next line, longer and longer peeks until its end is seen. */
static fc_rc peek_line(fc_stream *in, fc_str *line, size_t *used, fc_err *err)
{
    for (size_t want = 1 << 16;; want *= 2) {
        fc_rc rc = fc_stream_peek(in, want, line, err);
        if (rc < 0)
            return rc;
        size_t end = fc_str_findc(*line, '\n');
        if (end < line->n || line->n < want) {
            *used = end < line->n ? end + 1 : end;
            line->n = end;
            return *used ? FC_OK : FC_END;
        }
        if (want > LONGEST_LINE)
            return fc_fail(err, FC_EDATA, "%s: a line of more than %d bytes",
                           fc_stream_name(in), (int)LONGEST_LINE);
    }
}

static fc_rc read_stream(fc_stream *in, const char *target, bool by_source, fc_arena *a,
                         fc_annotations *out, fc_err *err)
{
    fc_str line;
    size_t used = 0;
    fc_rc rc;
    for (uint64_t n = 1; (rc = peek_line(in, &line, &used, err)) == FC_OK; n++) {
        fc_err why = { 0 };
        if (fc_str_trim(line).n && read_line(line, target, by_source, a, out, &why) != FC_OK)
            return fc_fail(err, FC_EDATA, "%s: line %llu: %.300s", fc_stream_name(in),
                           (unsigned long long)n, why.msg);
        fc_stream_consume(in, used);
    }
    return rc == FC_END ? FC_OK : rc;
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

static fc_rc collect_labels(fc_annotations *all, const char *target, fc_arena *a, fc_err *err)
{
    size_t cap = 1025, n = 0;
    const char **labels = fc_zalloc(a, cap, sizeof *labels);
    for (size_t i = 0; i < all->n; i++) {
        if (known(labels, n, all->v[i].label))
            continue;
        if (n + 1 == cap)
            return fc_fail(err, FC_EDATA, "%s has more than %zu labels", target, cap - 1);
        labels[n++] = all->v[i].label.p;
    }
    if (n < 2)
        return fc_fail(err, FC_EDATA, "%s has one label only: '%.80s'", target, labels[0]);
    qsort(labels, n, sizeof *labels, by_label);
    return fc_annotations_relabel(all, labels, err);
}

fc_rc fc_annotations_relabel(fc_annotations *all, const char *const *labels, fc_err *err)
{
    all->labels = labels;
    for (all->n_labels = 0; labels[all->n_labels]; all->n_labels++)
        continue;
    for (size_t i = 0; i < all->n; i++) {
        size_t k = 0;
        while (labels[k] && !fc_str_is(all->v[i].label, labels[k]))
            k++;
        if (!labels[k])
            return fc_fail(err, FC_ECONFIG, "the model has no label '%.*s'",
                           (int)(all->v[i].label.n < 80 ? all->v[i].label.n : 80),
                           all->v[i].label.p ? all->v[i].label.p : "");
        all->v[i].y = (double)k;
    }
    return FC_OK;
}

static fc_rc check_labels(fc_annotations *all, const char *target, fc_arena *a, fc_err *err)
{
    size_t strings = 0;
    if (!all->n)
        return fc_fail(err, FC_EDATA, "no document has the label '%.80s'", target);
    all->lo = all->hi = all->v[0].y;
    for (size_t i = 0; i < all->n; i++) {
        strings += all->v[i].label.p != NULL;
        all->lo = all->v[i].y < all->lo ? all->v[i].y : all->lo;
        all->hi = all->v[i].y > all->hi ? all->v[i].y : all->hi;
    }
    if (strings && strings < all->n)
        return fc_fail(err, FC_EDATA, "'%.80s' is a string in %zu of %zu documents, else a "
                       "number", target, strings, all->n);
    if (strings)
        return collect_labels(all, target, a, err);
    return all->lo < all->hi ? FC_OK : fc_fail(err, FC_EDATA, "'%.80s' is %g in all documents",
                                               target, all->lo);
}

/* One file; the stream is closed also when the arena jumps. */
static fc_rc read_file(const char *name, const char *target, bool by_source, fc_arena *a,
                       fc_annotations *out, fc_err *err)
{
    jmp_buf guard, *outer = fc_arena_guard(a, &guard);
    fc_stream *in = NULL;
    volatile fc_rc rc = fc_stream_open(&in, name, err);
    if (rc == FC_OK) {
        if (setjmp(guard) == 0)
            rc = read_stream(in, target, by_source, a, out, err);
        else
            rc = fc_fail(err, FC_ETRY, "%s: no memory", name);
        fc_stream_close(in);
    }
    fc_arena_guard(a, outer);
    return rc;
}

fc_rc fc_annotations_read(const char *const *inputs, const char *target, bool by_source,
                          fc_arena *a, fc_annotations *out, fc_err *err)
{
    *out = (fc_annotations){ 0 };
    for (; *inputs; inputs++) {
        fc_rc rc = read_file(*inputs, target, by_source, a, out, err);
        if (rc != FC_OK)
            return rc;
    }
    return check_labels(out, target, a, err);
}
