/* line.c - see line.h. */
#include "readers/line.h"

#include "base/str.h"

fc_rc fc_line_peek(fc_stream *in, fc_str *got, size_t *n, bool *large, fc_err *err)
{
    size_t want = 1, from = 0;
    *large = false;
    for (;;) {
        fc_rc rc = fc_stream_peek(in, want, got, err);
        if (rc)
            return rc;
        *n = from + fc_str_findc(fc_str_sub(*got, from, got->n), '\n');
        if (*n < got->n || got->n < want)
            return FC_OK;
        if (got->n > fc_stream_max_item(in)) {
            *large = true;
            return FC_OK;
        }
        from = got->n;
        want = got->n * 2;
    }
}

fc_rc fc_line_skip(fc_stream *in, fc_err *err)
{
    for (;;) {
        fc_str got;
        fc_rc rc = fc_stream_peek(in, 1, &got, err);
        if (rc || !got.n)
            return rc;
        size_t n = fc_str_findc(got, '\n');
        fc_stream_consume(in, n + 1);
        if (n < got.n)
            return FC_OK;
    }
}
