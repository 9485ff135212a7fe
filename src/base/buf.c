/* buf.c - see buf.h. */
#include "base/buf.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void fc_buf_free(fc_buf *b)
{
    free(b->p);
    *b = (fc_buf)FC_BUF_INIT;
}

void fc_buf_clear(fc_buf *b)
{
    b->n = 0;
    b->failed = false;
}

bool fc_buf_reserve(fc_buf *b, size_t more)
{
    if (more < b->cap - b->n)
        return true;
    if (more > SIZE_MAX / 4 || b->n > SIZE_MAX / 4) {
        b->failed = true;
        return false;
    }
    size_t cap = b->cap ? b->cap : 256;
    while (cap - b->n <= more)
        cap *= 2;
    char *p = realloc(b->p, cap);
    if (!p) {
        b->failed = true;
        return false;
    }
    b->p = p;
    b->cap = cap;
    return true;
}

void fc_buf_add(fc_buf *b, const void *p, size_t n)
{
    if (!fc_buf_reserve(b, n))
        return;
    if (n)
        memcpy(b->p + b->n, p, n);
    b->n += n;
    b->p[b->n] = '\0';
}

void fc_buf_str(fc_buf *b, fc_str s)
{
    fc_buf_add(b, s.p, s.n);
}

void fc_buf_text(fc_buf *b, const char *s)
{
    fc_buf_add(b, s, strlen(s));
}

void fc_buf_char(fc_buf *b, char c)
{
    fc_buf_add(b, &c, 1);
}

void fc_buf_html(fc_buf *b, fc_str s)
{
    for (size_t i = 0; i < s.n; i++) {
        switch (s.p[i]) {
        case '&':
            fc_buf_text(b, "&amp;");
            break;
        case '<':
            fc_buf_text(b, "&lt;");
            break;
        case '>':
            fc_buf_text(b, "&gt;");
            break;
        case '"':
            fc_buf_text(b, "&quot;");
            break;
        default:
            fc_buf_char(b, (unsigned char)s.p[i] < ' ' && s.p[i] != '\n' ? ' ' : s.p[i]);
        }
    }
}

void fc_buf_printf(fc_buf *b, const char *format, ...)
{
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    int n = vsnprintf(NULL, 0, format, args);
    if (n >= 0 && fc_buf_reserve(b, (size_t)n + 1)) {
        vsnprintf(b->p + b->n, (size_t)n + 1, format, again);
        b->n += (size_t)n;
    }
    va_end(again);
    va_end(args);
}
