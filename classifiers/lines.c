/* lines.c - lines out of a stream's own buffer. */
#include "classifiers/lines.h"

#include "base/str.h"
#include "io/stream.h"

#include <sys/stat.h>

fc_rc fc_lines_open(fc_lines *l, const char *name, size_t most, fc_err *err)
{
    struct stat st;
    *l = (fc_lines){ .most = most };
    if (stat(name, &st) == 0 && S_ISDIR(st.st_mode))
        return fc_fail(err, FC_EUSE, "%s: is a folder: name the files in it", name);
    return fc_stream_open(&l->in, name, err);
}

fc_rc fc_lines_open_source(fc_lines *l, const char *name, size_t most,
                           fc_stream_source source, void *user, fc_err *err)
{
    *l = (fc_lines){ .most = most };
    return fc_stream_open_source(&l->in, name, source, user, err);
}

void fc_lines_close(fc_lines *l)
{
    fc_stream_close(l->in);
}

const char *fc_lines_name(const fc_lines *l)
{
    return fc_stream_name(l->in);
}

fc_rc fc_lines_fail(const fc_lines *l, fc_rc rc, const char *what, fc_err *err)
{
    return fc_fail(err, rc, "%s: line %llu: %.300s", fc_lines_name(l),
                   (unsigned long long)l->at, what);
}

/* Longer and longer peeks until the line's end, or that of the file, is seen. */
fc_rc fc_lines_next(fc_lines *l, fc_str *line, fc_err *err)
{
    size_t end, want = 1 << 15;
    fc_gap gap;
    fc_stream_consume(l->in, l->used);
    l->used = 0;
    l->at++;
    do {
        want *= 2;
        fc_rc rc = fc_stream_peek(l->in, want, line, err);
        if (rc < 0)
            return rc;
        end = fc_str_findc(*line, '\n');
    } while (end == line->n && line->n >= want && want < l->most);
    if (end == line->n && line->n >= l->most)
        return fc_lines_fail(l, FC_EDATA, "too long a line", err);
    if (end == line->n && fc_stream_at_gap(l->in, &gap))
        return fc_lines_fail(l, FC_EDATA, gap.why, err);
    l->used = end < line->n ? end + 1 : end;
    *line = fc_str_sub(*line, 0, end);
    if (l->at == 1 && fc_str_starts(*line, FC_STR("\xEF\xBB\xBF")))
        *line = fc_str_sub(*line, 3, end);   /* a mark of the byte order */
    return l->used ? FC_OK : FC_END;
}
