/* lines.c - lines out of a stream's own buffer. */
#include "classifiers/lines.h"

#include "base/str.h"
#include "io/stream.h"

fc_rc fc_lines_open(fc_lines *l, const char *name, fc_err *err)
{
    *l = (fc_lines){ 0 };
    return fc_stream_open(&l->in, name, err);
}

fc_rc fc_lines_open_source(fc_lines *l, const char *name, fc_stream_source source,
                           void *user, fc_err *err)
{
    *l = (fc_lines){ 0 };
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

fc_rc fc_lines_next(fc_lines *l, fc_str *line, fc_err *err)
{
    fc_gap gap;
    fc_stream_consume(l->in, l->used);
    l->used = 0;
    fc_rc rc = fc_stream_peek(l->in, FC_LONGEST_LINE, line, err);
    if (rc < 0)
        return rc;
    size_t end = fc_str_findc(*line, '\n');
    l->at++;
    if (end == line->n && line->n >= FC_LONGEST_LINE)
        return fc_fail(err, FC_EDATA, "longer than %d bytes", FC_LONGEST_LINE);
    if (end == line->n && fc_stream_at_gap(l->in, &gap))
        return fc_fail(err, FC_EDATA, "%s", gap.why);
    l->used = end < line->n ? end + 1 : end;
    *line = fc_str_sub(*line, 0, end);
    return l->used ? FC_OK : FC_END;
}
