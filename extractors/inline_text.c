/* inline_text.c - the text being built: see inline.h. White space folds across the pieces
 * that a page's text comes in. */
#include "extractors/inline.h"
#include "base/bits.h"
#include "base/str.h"
#include "base/utf8.h"
#include "html/entities.h"
#include "text/normalize.h"

void fc_text_grow(fc_text *t, size_t n)
{
    size_t cap = t->cap ? t->cap * 2 : 1024;
    while (cap < t->n + n)
        cap *= 2;
    t->p = fc_grow(t->a, t->p, t->cap, cap);
    t->cap = cap;
}

void fc_text_clear(fc_text *t)
{
    t->n = 0;
    t->gap = false;
}

/* The white space that is due, unless a line begins here or there is a blank already. */
void fc_text_flush(fc_text *t)
{
    if (t->gap && t->n && t->p[t->n - 1] != '\n' && t->p[t->n - 1] != ' ')
        fc_text_char(t, ' ');
    t->gap = false;
}

static void seen(fc_text *t, const char *p, size_t n)
{
    fc_text_flush(t);
    fc_text_add(t, p, n);
}

static void folded_code(fc_text *t, const char *p, size_t n, uint32_t code)
{
    switch (fc_char_kind_of(code)) {
    case FC_CHAR_SEEN:
        seen(t, p, n);
        break;
    case FC_CHAR_BLANK:
    case FC_CHAR_NEWLINE:
        t->gap = true;
        break;
    case FC_CHAR_GONE:
        t->gap |= n == 1 && fc_is_space(*p);
        break;
    }
}

/* By its first byte how long a character is that is itself, whatever follows: printable
 * ASCII but '&', and what stands in stretches of Unicode where all is seen (U+00C0 to
 * U+05FF, U+0640 to U+0FFF, U+4000 to U+CFFF). 0: it must be looked at. */
#define EIGHT(n) n, n, n, n, n, n, n, n
static const uint8_t plain[256] = {
    [0x21] = 1, 1, 1, 1, 1, 0, 1, EIGHT(1), EIGHT(1), EIGHT(1), EIGHT(1), EIGHT(1),
    [0x50] = EIGHT(1), EIGHT(1), EIGHT(1), EIGHT(1), EIGHT(1), 1, 1, 1, 1, 1, 1, 1,
    [0xC3] = 2, 2, 2, 2, 2, EIGHT(2), EIGHT(2), 0, 2, 2, 2, 2, 2, 2, 2,
    [0xE0] = 3, [0xE4] = 3, 3, 3, 3, 3, 3, 3, 3, 3
};
#undef EIGHT

/* The length of the plain character at i, or 0: its other bytes are looked at too. */
static inline size_t plain_at(fc_str s, size_t i)
{
    size_t n = i < s.n ? plain[(unsigned char)s.p[i]] : 0;
    if (n < 2)
        return n;
    bool whole = i + n <= s.n && (s.p[i + 1] & 0xC0) == 0x80 &&
                 (n == 2 || (s.p[i + 2] & 0xC0) == 0x80);
    return whole ? n : 0;
}

/* Words of plain ASCII from i on with single blanks between them, a block at a time; what
 * is left of them is for the caller. The run begins at `from`. */
static size_t plain_words(fc_str s, size_t i, size_t from)
{
    size_t begin = i;
    while (i + FC_BYTES <= s.n) {
        fc_bytes v = fc_bytes_load(s.p + i);
        uint64_t blank = fc_bytes_marks(fc_bytes_is(v, ' '));
        uint64_t stop = fc_bytes_marks(~fc_bytes_in(v, ' ', '~') | fc_bytes_is(v, '&'));
        stop |= blank & blank << FC_BYTES_STEP; /* the second of two blanks */
        if (s.p[i] == ' ' && (i == from || s.p[i - 1] == ' '))
            break;
        i += stop ? fc_bytes_first(stop) : FC_BYTES;
        if (stop)
            break;
    }
    return i > begin && s.p[i - 1] == ' ' ? i - 1 : i;
}

/* Where a run of plain characters ends that begins at from; single blanks between words
 * belong to it. */
static size_t plain_end(fc_str s, size_t from)
{
    size_t i = from;
    for (;;) {
        if (i < s.n && (unsigned char)s.p[i] < 0x80)
            i = plain_words(s, i, from);
        while (i < s.n && plain[(unsigned char)s.p[i]] == 1)
            i++;
        size_t n = 0;
        if (i < s.n && s.p[i] == ' ')
            n = i > from && plain_at(s, i + 1);
        else
            n = plain_at(s, i);
        if (!n)
            return i;
        i += n;
    }
}

/* Decoded bytes of one character reference: one or two code points. */
static void folded_reference(fc_text *t, fc_str s)
{
    for (size_t i = 0; i < s.n;) {
        uint32_t code;
        size_t n = fc_utf8_decode(fc_str_sub(s, i, s.n), &code, NULL);
        folded_code(t, s.p + i, n, code);
        i += n;
    }
}

static void fold(fc_text *t, fc_str s, bool literal)
{
    for (size_t i = 0; i < s.n;) {
        size_t from = i, took, n;
        char out[8];
        uint32_t code;
        i = plain_end(s, from);
        if (i > from)
            seen(t, s.p + from, i - from);
        if (i == s.n)
            break;
        if (fc_is_space(s.p[i])) {
            if (s.p[i] == '\n' && t->n && t->p[t->n - 1] == '\\')
                fc_text_char(t, '\n'); /* TeX: a row of a matrix ends here */
            t->gap = true;
            i++;
        } else if (s.p[i] == '&') {
            took = literal ? 0 : fc_entity_decode(fc_str_sub(s, i, s.n), false, out, &n);
            folded_reference(t, took ? (fc_str){ out, n } : FC_STR("&"));
            i += took ? took : 1;
        } else {
            n = fc_utf8_decode(fc_str_sub(s, i, s.n), &code, NULL);
            folded_code(t, s.p + i, n, code);
            i += n;
        }
    }
}

void fc_text_folded(fc_text *t, fc_str raw)
{
    fold(t, raw, false);
}

void fc_text_literal(fc_text *t, fc_str s)
{
    fold(t, s, true);
}

static void exact_code(fc_text *t, const char *p, size_t n, uint32_t code)
{
    fc_char_kind kind = fc_char_kind_of(code);
    if (kind == FC_CHAR_SEEN || kind == FC_CHAR_NEWLINE || code == '\t')
        fc_text_add(t, p, n);
    else if (kind == FC_CHAR_BLANK)
        fc_text_char(t, ' ');
}

void fc_text_exact(fc_text *t, fc_str s)
{
    for (size_t i = 0; i < s.n;) {
        size_t from = i, n, took;
        char out[8];
        uint32_t code;
        while (i < s.n && (plain[(unsigned char)s.p[i]] == 1 || s.p[i] == ' '))
            i++;
        if (i > from)
            fc_text_add(t, s.p + from, i - from);
        if (i == s.n)
            break;
        if (s.p[i] == '&' &&
            (took = fc_entity_decode(fc_str_sub(s, i, s.n), false, out, &n)) > 0) {
            n = fc_utf8_decode((fc_str){ out, n }, &code, NULL);
            exact_code(t, out, n, code);
            i += took;
        } else if (s.p[i] == '\r') {
            if (i + 1 == s.n || s.p[i + 1] != '\n')
                fc_text_char(t, '\n');
            i++;
        } else {
            n = fc_utf8_decode(fc_str_sub(s, i, s.n), &code, NULL);
            exact_code(t, s.p + i, n, code);
            i += n;
        }
    }
}
