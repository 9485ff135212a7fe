/* lists.c - see lists.h. */
#include "filters/lists.h"

#include "base/buf.h"
#include "base/hash.h"
#include "base/str.h"
#include "base/utf8.h"
#include "text/chars.h"
#include "text/words.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

struct fc_list_slot {
    uint64_t hash;
    uint32_t word;              /* its place, from 1; 0: free */
};

/* ---------------------------------------------------------------- reading */

static fc_rc read_bytes(fc_buf *b, const char *path, const char *who, fc_err *err)
{
    char part[4096];
    size_t k;
    FILE *f = fopen(path, "rb");
    if (!f)
        return fc_fail(err, FC_EUSE, "%s: %s: %s", who, path, strerror(errno));
    while ((k = fread(part, 1, sizeof part, f)) > 0)
        fc_buf_add(b, part, k);
    bool bad = ferror(f) != 0;
    fclose(f);
    if (bad)
        return fc_fail(err, FC_EUSE, "%s: %s: cannot be read", who, path);
    return b->failed ? fc_fail(err, FC_ETRY, "out of memory") : FC_OK;
}

static bool is_alnum(char c)
{
    return (unsigned)((c | 32) - 'a') < 26 || (unsigned)(c - '0') < 10;
}

/* The word of a line, made in place; empty when there is none. */
static fc_str word_of(char *p, size_t n, fc_list_kind kind)
{
    fc_str line = fc_py_strip((fc_str){ p, n });
    size_t to = 0;
    if (kind == FC_LIST_TEXT || (n && p[0] == '#'))
        return kind == FC_LIST_TEXT ? line : (fc_str){ p, 0 };
    if (kind == FC_LIST_EXACT)
        return (fc_str){ p, n && p[n - 1] == '\r' ? n - 1 : n };
    if (kind == FC_LIST_LINES)
        return line;
    for (size_t i = 0; i < n; i++)
        if (is_alnum(p[i]))
            p[to++] = fc_lower(p[i]);
    return (fc_str){ p, to };
}

static int by_bytes(const void *a, const void *b)
{
    const fc_str *x = a, *y = b;
    int c = memcmp(x->p, y->p, x->n < y->n ? x->n : y->n);
    return c ? c : (x->n > y->n) - (x->n < y->n);
}

static void split_lines(fc_list *list, fc_str text, fc_list_kind kind)
{
    fc_str line;
    size_t unique = 0;
    while (fc_str_split(&text, '\n', &line)) {
        fc_str word = word_of(list->bytes + (line.p - list->bytes), line.n, kind);
        if (word.n)
            list->word[list->n++] = word;
    }
    if (list->n)
        qsort(list->word, list->n, sizeof *list->word, by_bytes);
    for (size_t i = 0; i < list->n; i++)
        if (!unique || !fc_str_eq(list->word[i], list->word[unique - 1]))
            list->word[unique++] = list->word[i];
    list->n = unique;
}

static void index_words(fc_list *list)
{
    for (size_t i = 0; i < list->n; i++) {
        fc_str w = list->word[i];
        uint64_t hash = fc_hash3(w.p, w.n);
        size_t at = (size_t)hash & (list->cap - 1);
        while (list->slot[at].word)
            at = (at + 1) & (list->cap - 1);
        list->slot[at] = (struct fc_list_slot){ hash, (uint32_t)i + 1 };
        if (w.n < 256) {
            list->lengths[w.n / 64] |= (uint64_t)1 << w.n % 64;
            list->starts[(unsigned char)w.p[0]] = 1;
            if (w.n > list->longest)
                list->longest = w.n;
        }
    }
}

/* Lower case in place: what would grow in UTF-8 stays as it is. */
static size_t lower_into(fc_str s, char *to)
{
    size_t n = 0, k;
    uint32_t code;
    for (size_t i = 0; i < s.n; i += k) {
        char out[4];
        k = fc_utf8_decode((fc_str){ s.p + i, s.n - i }, &code, NULL);
        size_t len = fc_utf8_encode(fc_words_lower(code), out);
        if (len > k)
            memcpy(out, s.p + i, len = k);
        memcpy(to + n, out, len);
        n += len;
    }
    return n;
}

fc_str fc_list_lower(fc_str text, fc_arena *a)
{
    const fc_str dotted = FC_STR("\u0130"), two = FC_STR("i\u0307");
    char *p = fc_alloc(a, text.n + text.n / 2 + 1); /* the one letter that becomes two */
    size_t n = 0;
    while (text.n) {
        size_t at = fc_str_find(text, dotted);
        memcpy(p + n, text.p, at);
        n += at;
        if (at == text.n)
            break;
        memcpy(p + n, two.p, two.n);
        n += two.n;
        text = fc_str_sub(text, at + dotted.n, text.n);
    }
    return (fc_str){ p, lower_into((fc_str){ p, n }, p) };
}

fc_rc fc_list_read(fc_list *list, const char *path, fc_list_kind kind, const char *who,
                   fc_err *err)
{
    fc_buf b = FC_BUF_INIT;
    size_t lines = 1;
    fc_rc rc = read_bytes(&b, path, who, err);
    list->bytes = b.p;
    if (rc)
        return rc;
    if (kind == FC_LIST_TEXT && b.n)
        b.n = lower_into((fc_str){ b.p, b.n }, b.p);
    for (size_t i = 0; i < b.n; i++)
        lines += b.p[i] == '\n';
    for (list->cap = 16; list->cap < 2 * lines;)
        list->cap *= 2;
    list->word = malloc(lines * sizeof *list->word);
    list->slot = calloc(list->cap, sizeof *list->slot);
    if (!list->word || !list->slot)
        return fc_fail(err, FC_ETRY, "out of memory");
    if (b.n)
        split_lines(list, (fc_str){ b.p, b.n }, kind);
    index_words(list);
    return FC_OK;
}

void fc_list_free(fc_list *list)
{
    free(list->bytes);
    free(list->word);
    free(list->slot);
}

/* ---------------------------------------------------------------- looking up */

bool fc_list_has(const fc_list *list, fc_str word)
{
    if (!list->n || !word.n)
        return false;
    uint64_t hash = fc_hash3(word.p, word.n);
    for (size_t at = (size_t)hash & (list->cap - 1); list->slot[at].word;
         at = (at + 1) & (list->cap - 1))
        if (list->slot[at].hash == hash &&
            fc_str_eq(list->word[list->slot[at].word - 1], word))
            return true;
    return false;
}

/* Is there no letter, digit or '_' at the front of s, or at its end? */
static bool free_front(fc_str s)
{
    size_t n;
    return !s.n || !(fc_chars_at(s, &n) & FC_C_ALNUM || s.p[0] == '_');
}

static bool free_end(fc_str s)
{
    size_t n;
    return !s.n || !(fc_chars_before(s, &n) & FC_C_ALNUM || s.p[s.n - 1] == '_');
}

/* Does one of the words begin at s? */
static bool begins(const fc_list *list, fc_str s, bool anywhere)
{
    for (size_t n = 1; n <= list->longest && n <= s.n; n++)
        if (list->lengths[n / 64] >> n % 64 & 1 &&
            (anywhere || free_front((fc_str){ s.p + n, s.n - n })) &&
            fc_list_has(list, (fc_str){ s.p, n }))
            return true;
    return false;
}

size_t fc_list_count(const fc_list *list, fc_str text, bool anywhere)
{
    size_t found = 0;
    for (size_t i = 0; list->n && i < text.n; i++)
        if (list->starts[(unsigned char)text.p[i]] &&
            (anywhere || free_end((fc_str){ text.p, i })) &&
            begins(list, (fc_str){ text.p + i, text.n - i }, anywhere))
            found++;
    return found;
}
