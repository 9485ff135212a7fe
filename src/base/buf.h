/* buf.h - growing byte buffer on the heap, for what is written out or outlives a batch.
 *
 * A buffer that could not grow stays as it was and remembers it (`failed`): append freely and
 * check once, before the bytes are used. p is NULL until something was appended, and is
 * followed by a NUL that n does not count. */
#ifndef FC_BASE_BUF_H
#define FC_BASE_BUF_H

#include "filterc.h"

struct fc_buf {
    char *p;
    size_t n, cap;
    bool failed;
};

#define FC_BUF_INIT { NULL, 0, 0, false }

void fc_buf_free(fc_buf *b);
void fc_buf_clear(fc_buf *b);               /* keeps the memory */
bool fc_buf_reserve(fc_buf *b, size_t more); /* false, and failed, when there is no memory */
void fc_buf_add(fc_buf *b, const void *p, size_t n);
void fc_buf_str(fc_buf *b, fc_str s);
void fc_buf_text(fc_buf *b, const char *s);
void fc_buf_char(fc_buf *b, char c);
void fc_buf_printf(fc_buf *b, const char *format, ...)
#if defined(__GNUC__)
    __attribute__((format(printf, 2, 3)))
#endif
    ;

#endif
