/* mime.c - see mime.h. */
#include "extractors/mime.h"

#include "base/str.h"
#include "base/utf8.h"
#include "html/charset.h"
#include "io/http.h"
#include "io/mail.h"
#include "text/normalize.h"

enum { DEEPEST = 12 };

/* -------------------------------------------------------------------------- encodings */

static int base64_value(char c)
{
    return c >= 'A' && c <= 'Z' ? c - 'A' : c >= 'a' && c <= 'z' ? c - 'a' + 26 :
           c >= '0' && c <= '9' ? c - '0' + 52 : c == '+' ? 62 : c == '/' ? 63 : -1;
}

static fc_str from_base64(fc_str s, fc_arena *a)
{
    char *p = fc_alloc(a, s.n);
    size_t n = 0;
    uint32_t bits = 0;
    unsigned have = 0;
    for (size_t i = 0; i < s.n && s.p[i] != '='; i++) {
        int v = base64_value(s.p[i]);
        if (v < 0)
            continue;
        bits = bits << 6 | (uint32_t)v;
        have += 6;
        if (have >= 8) {
            have -= 8;
            p[n++] = (char)(bits >> have & 255);
        }
    }
    return (fc_str){ p, n };
}

/* word: of a field, where '_' is a blank. */
static fc_str from_quoted(fc_str s, bool word, fc_arena *a)
{
    char *p = fc_alloc(a, s.n);
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++) {
        int byte = s.p[i] == '=' ? fc_hex_byte(s, i + 1) : -1;
        if (byte >= 0) {
            p[n++] = (char)byte;
            i += 2;
        } else if (s.p[i] == '=' && !word) { /* a soft line end, blanks before it and
                                                all */
            size_t k = i + 1;
            while (k < s.n && (s.p[k] == ' ' || s.p[k] == '\t' || s.p[k] == '\r'))
                k++;
            if (k < s.n && s.p[k] != '\n')
                p[n++] = '=';
            else
                i = k;
        } else {
            p[n++] = word && s.p[i] == '_' ? ' ' : s.p[i];
        }
    }
    return (fc_str){ p, n };
}

/* Bytes of a charset as UTF-8; what nothing decodes is repaired. */
static fc_str to_utf8(fc_str bytes, fc_str charset, fc_arena *a)
{
    fc_charset c;
    if (fc_charset_decode(bytes, charset, false, a, &c) == FC_OK)
        return c.text;
    return fc_utf8_repair(bytes, a, NULL);
}

/* ----------------------------------------------------------------------------- fields */

typedef struct word {
    fc_str charset, text;
    char how;                       /* 'b' or 'q' */
    size_t n;                       /* bytes that it takes */
} word;

/* "=?utf-8?Q?text?=" at the begin of s. */
static bool encoded_word(fc_str s, word *w)
{
    if (!fc_str_starts(s, FC_STR("=?")))
        return false;
    fc_str rest = fc_str_sub(s, 2, s.n);
    size_t charset = fc_str_findc(rest, '?');
    if (charset + 3 > rest.n || rest.p[charset + 2] != '?')
        return false;
    fc_str text = fc_str_sub(rest, charset + 3, rest.n);
    size_t n = fc_str_find(text, FC_STR("?="));
    if (n == text.n)
        return false;
    w->charset = fc_str_sub(rest, 0, charset);
    w->charset.n = fc_str_findc(w->charset, '*'); /* RFC 2231's language */
    w->how = fc_lower(rest.p[charset + 1]);
    w->text = fc_str_sub(text, 0, n);
    w->n = 2 + charset + 3 + n + 2;
    return w->how == 'b' || w->how == 'q';
}

/* Encoded words one after another: a character may lie in two of them. *used: bytes of
 * s. */
static fc_str decode_words(fc_str s, size_t *used, fc_arena *a)
{
    word w, next;
    fc_str bytes = { "", 0 };
    size_t at = 0;
    if (!encoded_word(s, &w))
        return bytes;
    for (;;) {
        fc_str piece =
            w.how == 'b' ? from_base64(w.text, a) : from_quoted(w.text, true, a);
        fc_str both[] = { bytes, piece };
        bytes = fc_concat(a, both, 2);
        at += w.n;
        *used = at;
        while (at < s.n && fc_is_space(s.p[at]))
            at++;
        if (at == *used || !encoded_word(fc_str_sub(s, at, s.n), &next) ||
            !fc_str_ieq(next.charset, w.charset) || bytes.n > 1000)
            return to_utf8(bytes, w.charset, a);
        w = next;
    }
}

fc_str fc_mime_line(fc_str value, fc_arena *a)
{
    enum { LONGEST = 2000 };
    fc_str s = to_utf8(fc_str_sub(value, 0, LONGEST), (fc_str){ "", 0 }, a),
           last = { NULL, 0 };
    fc_str part[64];
    size_t parts = 0, from = 0;
    for (size_t i = 0; i < s.n && parts + 2 < 64; i++) {
        size_t used = 0;
        fc_str text =
            s.p[i] == '=' ? decode_words(fc_str_sub(s, i, s.n), &used, a) : last;
        if (!used)
            continue;
        fc_str before = fc_str_sub(s, from, i); /* blanks between encoded words are
                                                   none */
        if (!from || fc_str_trim(before).n)
            part[parts++] = before;
        part[parts++] = text;
        from = i + used;
        i = from - 1;
    }
    part[parts++] = fc_str_sub(s, from, s.n);
    return fc_normalize_line(fc_concat(a, part, parts), a);
}

/* ------------------------------------------------------------------------------- text */

/* format=flowed: a line that ends with a blank goes on in the next one of the same
 * quote. */
static fc_str unflow(fc_str s, bool delete_blank, fc_arena *a)
{
    char *p = fc_alloc(a, s.n + 1);
    size_t n = 0, depth = 0;
    bool flows = false;
    fc_str line;
    while (fc_str_split(&s, '\n', &line)) {
        size_t quotes = 0;
        while (quotes < line.n && line.p[quotes] == '>')
            quotes++;
        fc_str text = fc_str_sub(line, quotes, line.n);
        if (!quotes && text.n && text.p[0] == ' ') /* stuffed */
            text = fc_str_sub(text, 1, text.n);
        bool signature = fc_str_is(text, "-- ") || fc_str_is(text, " -- ");
        bool joins = flows && quotes == depth && !signature;
        if (flows && !joins)
            p[n++] = '\n';
        if (joins)
            while (quotes && text.n && text.p[0] == ' ')
                text = fc_str_sub(text, 1, text.n);
        else {
            memcpy(p + n, line.p, quotes);
            n += quotes;
        }
        memcpy(p + n, text.p, text.n);
        n += text.n;
        flows = text.n && text.p[text.n - 1] == ' ' && !signature && s.p;
        if (flows && delete_blank)
            n--;
        if (!flows && s.p)
            p[n++] = '\n';
        depth = quotes;
    }
    return (fc_str){ p, n };
}

static bool says(fc_str value, const char *what)
{
    return fc_str_istarts(value, fc_str_of(what));
}

static fc_str decode_body(fc_str head, fc_str body, fc_str type, fc_arena *a)
{
    fc_str encoding = fc_mail_field(head, "Content-Transfer-Encoding");
    if (says(encoding, "base64"))
        body = from_base64(body, a);
    else if (says(encoding, "quoted-printable"))
        body = from_quoted(body, false, a);
    body = to_utf8(body, fc_mime_param(type, "charset"), a);
    body = fc_normalize_line_ends(body, a);
    if (fc_str_ieq(fc_mime_param(type, "format"), FC_STR("flowed")))
        body = unflow(body, fc_str_ieq(fc_mime_param(type, "delsp"), FC_STR("yes")), a);
    return body;
}

/* ------------------------------------------------------------------------------ parts */

typedef struct entity {
    fc_str head, body;
    fc_str mail;                    /* head of the mail within the mail, or empty */
    unsigned depth;
    bool digest;                    /* a part of one: a mail unless it says else */
} entity;

typedef struct walk {
    entity open[FC_MIME_PARTS];     /* a stack: what comes first is last */
    size_t n;
    fc_arena *a;
} walk;

static entity entity_of(fc_str s, unsigned depth)
{
    size_t n = fc_mail_head(s);
    return (entity){ .head = fc_str_sub(s, 0, n),
                     .body = fc_str_sub(s, n, s.n),
                     .mail = { "", 0 },
                     .depth = depth };
}

/* The next part of a multipart: up to the line "--boundary", which *rest then begins
 * behind. False behind "--boundary--". */
static bool next_part(fc_str *rest, fc_str boundary, fc_str *part)
{
    size_t at = 0;
    for (fc_str left = *rest, line; fc_str_split(&left, '\n', &line);) {
        bool ends = line.n >= boundary.n + 2 && line.p[0] == '-' && line.p[1] == '-' &&
                    fc_str_starts(fc_str_sub(line, 2, line.n), boundary);
        if (ends) {
            *part = fc_str_sub(*rest, 0, at ? at - 1 : 0);
            fc_str tail = fc_str_sub(line, boundary.n + 2, line.n);
            *rest =
                fc_str_starts(tail, FC_STR("--")) || !left.p ? (fc_str){ NULL, 0 } : left;
            return true;
        }
        at += line.n + 1;
    }
    *part = *rest; /* cut before its end */
    *rest = (fc_str){ NULL, 0 };
    return part->n > 0;
}

static bool is_attachment(const entity *e)
{
    return says(fc_mail_field(e->head, "Content-Disposition"), "attachment");
}

static bool is_mail(const entity *e)
{
    fc_str type = fc_mail_field(e->head, "Content-Type");
    return type.n ? says(type, "message/rfc822") : e->digest;
}

static entity mail_within(const entity *e)
{
    entity m = entity_of(fc_mail_without_from(e->body), e->depth + 1);
    m.mail = m.head;
    return m;
}

/* 2: plain text, 1: what may hold some, or HTML. */
static int worth(const entity *e)
{
    fc_str type = fc_mail_field(e->head, "Content-Type");
    if (is_attachment(e) || !fc_str_trim(e->body).n)
        return 0;
    return !type.n || says(type, "text/plain") ? 2 : says(type, "text/html") ||
           says(type, "multipart/") ? 1 : 0;
}

static void open_multipart(walk *w, const entity *e, fc_str type)
{
    fc_str boundary = fc_mime_param(type, "boundary"), rest = e->body, piece;
    size_t first = w->n;
    int best = 0;
    if (!boundary.n || e->depth >= DEEPEST || !next_part(&rest, boundary, &piece))
        return; /* what stands before the first boundary is no part */
    while (rest.p && w->n < FC_MIME_PARTS && next_part(&rest, boundary, &piece)) {
        entity part = entity_of(piece, e->depth + 1);
        part.mail = e->mail;
        part.digest = says(type, "multipart/digest");
        if (says(type, "multipart/report") && is_mail(&part))
            continue;
        bool choose = says(type, "multipart/alternative");
        if (choose && worth(&part) <= best)
            continue;
        if (choose) {
            best = worth(&part);
            w->n = first;
        }
        w->open[w->n++] = part;
    }
    for (size_t i = first, k = w->n; i + 1 < k; i++, k--) {
        entity swap = w->open[i];
        w->open[i] = w->open[k - 1];
        w->open[k - 1] = swap;
    }
}

size_t fc_mime_parts(fc_str mail, fc_mime_part part[FC_MIME_PARTS], fc_arena *a)
{
    walk *w = fc_alloc(a, sizeof *w);
    size_t n = 0, steps = 0;
    w->a = a;
    w->n = 1;
    w->open[0] = entity_of(mail, 0);
    while (w->n && n < FC_MIME_PARTS && steps++ < FC_MIME_PARTS) {
        entity e = w->open[--w->n];
        fc_str type = fc_mail_field(e.head, "Content-Type");
        bool html = says(type, "text/html");
        if (is_attachment(&e))
            continue;
        if (is_mail(&e) && e.depth < DEEPEST)
            w->open[w->n++] = mail_within(&e);
        else if (says(type, "multipart/"))
            open_multipart(w, &e, type);
        else if (!type.n || html || says(type, "text/plain") ||
                 fc_str_ieq(type, FC_STR("text")))
            part[n++] =
                (fc_mime_part){ decode_body(e.head, e.body, type, a), e.mail, html };
    }
    return n;
}
