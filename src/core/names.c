/* names.c - lists of inputs: a name a line, as Common Crawl's warc.paths.gz. */
#include "base/str.h"
#include "io/stream.h"

#include <stdlib.h>

enum { MAX_NAME = 1 << 16 };

typedef struct list {
    char **v;
    size_t n, cap;
} list;

static bool add(list *l, fc_str name)
{
    if (l->n + 1 >= l->cap) {
        size_t cap = l->cap ? l->cap * 2 : 64;
        char **v = realloc(l->v, cap * sizeof *v);
        if (!v)
            return false;
        l->v = v;
        l->cap = cap;
    }
    char *copy = malloc(name.n + 1);
    if (copy) {
        memcpy(copy, name.p, name.n);
        copy[name.n] = '\0';
        l->v[l->n++] = copy;
    }
    l->v[l->n] = NULL;
    return copy != NULL;
}

/* The next line, which it consumes; FC_END after the last. A list that is damaged or cut
 * is an error: it would leave inputs out unseen. */
static fc_rc next_line(fc_stream *in, list *l, fc_err *err)
{
    fc_str got;
    fc_gap gap;
    size_t want = 256, n;
    for (;; want *= 2) {
        fc_rc rc = fc_stream_peek(in, want, &got, err);
        if (rc)
            return rc;
        n = fc_str_findc(got, '\n');
        if (n < got.n || got.n < want)
            break;
        if (want > MAX_NAME)
            return fc_fail(err, FC_EUSE, "%s: is no list of names: line %zu is longer "
                                         "than %d bytes", fc_stream_name(in), l->n + 1,
                           MAX_NAME);
    }
    if (n == got.n && fc_stream_at_gap(in, &gap))
        return fc_fail(err, FC_EIO, "%s: the list is damaged at byte %llu: %s",
                       fc_stream_name(in), (unsigned long long)gap.from, gap.why);
    if (!got.n)
        return FC_END;
    fc_str name = fc_str_trim(fc_str_sub(got, 0, n));
    if (memchr(name.p, '\0', name.n))
        return fc_fail(err, FC_EUSE, "%s: is no list of names: it has a NUL byte",
                       fc_stream_name(in));
    if (name.n && name.p[0] != '#' && !add(l, name))
        return fc_fail(err, FC_ETRY, "out of memory");
    fc_stream_consume(in, n + (n < got.n));
    return FC_OK;
}

fc_rc fc_names_read(const char *file, char ***names, fc_err *err)
{
    fc_stream *in;
    list l = { NULL, 0, 0 };
    fc_rc rc = fc_stream_open(&in, file, err);
    *names = NULL;
    if (rc)
        return rc;
    while (!rc)
        rc = next_line(in, &l, err);
    if (rc == FC_END && !l.n)
        rc = fc_fail(err, FC_ENOINPUT, "%s: no name is in this list", file);
    fc_stream_close(in);
    if (rc == FC_END) {
        *names = l.v;
        return FC_OK;
    }
    fc_names_free(l.v);
    return rc;
}

void fc_names_free(char **names)
{
    for (size_t i = 0; names && names[i]; i++)
        free(names[i]);
    free(names);
}
