/* lists.c - see lists.h. */
#include "filters/lists.h"

#include "base/hash.h"
#include "base/str.h"
#include "base/utf8.h"
#include "io/stream.h"
#include "text/chars.h"
#include "text/hostname.h"
#include "text/words.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

struct fc_list_slot {
    uint32_t hash;              /* its upper half */
    uint32_t word;              /* its place, from 1; 0: free */
};

/* ---------------------------------------------------------------- reading */

static long read_file(void *user, char *p, size_t n)
{
    size_t k = fread(p, 1, n, user);
    return k == 0 && ferror((FILE *)user) ? -1 : (long)k;
}

/* All that the stream has. */
static fc_rc read_stream(fc_buf *b, fc_stream *in, const char *who, fc_err *err)
{
    fc_err why = { 0 };
    fc_gap gap;
    fc_str got;
    const char *path = fc_stream_name(in);
    for (;;) {
        if (fc_stream_peek(in, 1, &got, &why))
            return fc_fail(err, FC_EUSE, "%s: %s: cannot be read", who, path);
        if (got.n == 0)
            break;
        fc_buf_str(b, got);
        fc_stream_consume(in, got.n);
    }
    if (fc_stream_at_gap(in, &gap))
        return fc_fail(err, FC_EUSE, "%s: %s: %s", who, path, gap.why);
    return b->failed ? fc_fail(err, FC_ETRY, "out of memory") : FC_OK;
}

/* Without the mark of UTF-8 that some editors put in front. */
static fc_rc read_text(fc_buf *b, const char *path, const char *who, fc_err *err)
{
    fc_stream *in;
    FILE *f = fopen(path, "rb");
    if (!f)
        return fc_fail(err, FC_EUSE, "%s: %s: %s", who, path, strerror(errno));
    fc_rc rc = fc_stream_open_source(&in, path, read_file, f, err);
    if (!rc) {
        rc = read_stream(b, in, who, err);
        fc_stream_close(in);
    }
    fclose(f);
    if (b->n >= 3 && !memcmp(b->p, "\xEF\xBB\xBF", 3))
        memmove(b->p, b->p + 3, b->n -= 3);
    if (!rc && b->n && memchr(b->p, 0, b->n))
        rc = fc_fail(err, FC_EUSE, "%s: %s: holds NUL bytes; lists are text in UTF-8",
                     who, path);
    return rc;
}

static bool is_hosts(fc_list_kind kind)
{
    return kind == FC_LIST_HOSTS || kind == FC_LIST_PUBLIC;
}

/* The first piece of a line of hosts; empty of a comment. */
static fc_str host_of_line(fc_str line)
{
    line = fc_py_lstrip(line);
    if (fc_str_starts(line, FC_STR("//")))
        return (fc_str){ line.p, 0 };
    for (size_t i = 0; i < line.n; i++)
        if (line.p[i] == ' ' || (line.p[i] >= '\t' && line.p[i] <= '\r'))
            line.n = i;
    while (line.n && line.p[line.n - 1] == '.')
        line.n--;
    return line;
}

/* Hosts as they are compared; in most lists they are that already. What stands behind a
 * host is no part of it, so it goes before. */
static void spell_hosts(fc_buf *b)
{
    fc_buf out = FC_BUF_INIT;
    fc_str rest = { b->p, b->n }, line;
    if (!b->n || fc_hostname_is_plain(rest))
        return;
    while (fc_str_split(&rest, '\n', &line)) {
        fc_str host = host_of_line(line);
        bool plain = fc_hostname_is_plain(host) || line.p[0] == '#';
        size_t most = plain ? line.n : FC_HOSTNAME_ROOM(host.n);
        if (!fc_buf_reserve(&out, most + 1))
            break;
        if (plain)
            fc_buf_str(&out, line);
        else
            out.n += fc_hostname_ascii(host, out.p + out.n);
        fc_buf_char(&out, '\n');
    }
    bool failed = out.failed;
    fc_buf_free(b);
    *b = out;
    b->failed = failed;
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
    if (is_hosts(kind))
        return host_of_line(line);
    for (size_t i = 0; i < n; i++)
        if (fc_is_alnum(p[i]))
            p[to++] = fc_lower(p[i]);
    return (fc_str){ p, to };
}

/* The slot of the word, or the free one where it belongs. */
static size_t slot_of(const fc_list *list, fc_str word)
{
    uint64_t hash = fc_hash3(word.p, word.n);
    size_t at = (size_t)hash & (list->cap - 1);
    for (; list->slot[at].word; at = (at + 1) & (list->cap - 1))
        if (list->slot[at].hash == (uint32_t)(hash >> 32) &&
            fc_str_eq(list->word[list->slot[at].word - 1], word))
            break;
    return at;
}

static void add_word(fc_list *list, fc_str word)
{
    size_t at = slot_of(list, word);
    if (!word.n || list->slot[at].word)
        return;
    list->word[list->n++] = word;
    list->slot[at] = (struct fc_list_slot){
        (uint32_t)(fc_hash3(word.p, word.n) >> 32), (uint32_t)list->n
    };
    if (word.n < 256) {
        list->lengths[word.n / 64] |= (uint64_t)1 << word.n % 64;
        list->starts[(unsigned char)word.p[0]] = 1;
        if (word.n > list->longest)
            list->longest = word.n;
    }
}

static void add_lines(fc_list *list, fc_str text, fc_list_kind kind)
{
    const fc_str private = FC_STR("// ===BEGIN PRIVATE DOMAINS===");
    fc_str line;
    while (fc_str_split(&text, '\n', &line)) {
        if (kind == FC_LIST_PUBLIC && fc_str_starts(line, private))
            break;
        add_word(list, word_of(list->bytes + (line.p - list->bytes), line.n, kind));
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
    fc_rc rc = read_text(&b, path, who, err);
    if (!rc && is_hosts(kind))
        spell_hosts(&b);
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
    if (b.failed || !list->word || !list->slot)
        return fc_fail(err, FC_ETRY, "out of memory");
    if (b.n)
        add_lines(list, (fc_str){ b.p, b.n }, kind);
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
    return list->n && word.n && list->slot[slot_of(list, word)].word;
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
