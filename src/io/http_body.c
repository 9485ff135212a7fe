/* http_body.c - chunked, gzip, deflate, brotli and zstd bodies, as declared and as found.
 *
 * Crawlers store bodies in every state: as sent, with the chunks taken out, decompressed,
 * and with headers that say otherwise. So a declared encoding is undone when the bytes
 * look like it, and left alone with a remark when they do not (RFC 9112, section 7; RFC
 * 9110, 8.4). */
#include "io/http_body.h"

#include "base/str.h"
#include "io/compress.h"

enum { MAX_ENCODINGS = 8, MAX_SIZE_LINE = 4096 };

static void remark(fc_http *out, const char *why)
{
    if (!out->why)
        out->why = why;
}

/* ---------------------------------------------------------------- chunks */

/* "1a2b;name=value\r\n" at `at`: the size and where its data begins; false when it is
 * none. */
static bool chunk_size(fc_str body, size_t at, uint64_t *size, size_t *data)
{
    uint64_t v = 0;
    size_t i = at, end;
    for (; i < body.n && i - at < 16; i++) {
        int digit = fc_hex_value(body.p[i]);
        if (digit < 0)
            break;
        v = v * 16 + (uint64_t)digit;
    }
    if (i == at)
        return false;
    fc_str line = fc_str_sub(body, i, i + MAX_SIZE_LINE);
    end = fc_str_findc(line, '\n');
    fc_str rest = fc_str_trim(fc_str_sub(line, 0, end));
    if ((rest.n && rest.p[0] != ';') || (end == line.n && i + end < body.n))
        return false;
    *size = v;
    *data = end < line.n ? i + end + 1 : body.n;
    return true;
}

static size_t skip_line_end(fc_str body, size_t at)
{
    if (at < body.n && body.p[at] == '\r')
        at++;
    return at < body.n && body.p[at] == '\n' ? at + 1 : at;
}

static bool wrong_size(fc_str body, size_t *at, fc_str *part, fc_http *out, size_t from)
{
    out->cut = true;
    remark(out, "a chunk's size is wrong");
    *part = fc_str_sub(body, from, body.n);
    *at = body.n + 1; /* nothing is missing behind it */
    return true;
}

/* The next part of the body. Where no chunk's size stands, the rest is taken as it is. */
static bool next_chunk(fc_str body, size_t *at, fc_str *part, fc_http *out)
{
    uint64_t size;
    size_t data;
    if (*at > body.n)
        return false;
    if (*at == body.n) {
        out->cut = true;
        remark(out, "the last chunk is missing");
        return false;
    }
    if (!chunk_size(body, *at, &size, &data))
        return wrong_size(body, at, part, out, *at);
    if (!size)
        return false;
    if (size > body.n - data) {
        *part = fc_str_sub(body, data, body.n);
        *at = body.n;
        return true;
    }
    size_t end = data + (size_t)size;
    *at = skip_line_end(body, end);
    if (*at == end && end < body.n)
        return wrong_size(body, at, part, out, data);
    *part = fc_str_sub(body, data, end);
    return true;
}

static void dechunk(fc_http *out, uint64_t max, fc_arena *a)
{
    fc_str body = out->body, part;
    size_t at = 0, n = 0;
    uint64_t size;
    if (!chunk_size(body, 0, &size, &(size_t){ 0 })) {
        if (body.n)
            remark(out, "said to be chunked, but is not");
        return;
    }
    size_t most = body.n < max ? body.n : (size_t)max;
    char *p = fc_alloc(a, most + 1);
    while (next_chunk(body, &at, &part, out)) {
        if (part.n > most - n) {
            part.n = most - n;
            out->cut = true;
        }
        memcpy(p + n, part.p, part.n);
        n += part.n;
    }
    fc_trim(a, p, most + 1, n);
    out->body = (fc_str){ p, n };
}

/* ---------------------------------------------------------------- content encodings */

static bool is_gzip(fc_str s)
{
    return s.n >= 3 && memcmp(s.p, "\x1f\x8b\x08", 3) == 0;
}

static bool is_zlib(fc_str s)
{
    return s.n >= 2 && (s.p[0] & 0x0f) == 8 &&
           (((unsigned char)s.p[0] << 8) + (unsigned char)s.p[1]) % 31 == 0;
}

/* Text that brotli or raw deflate could not have made: a tag or brace at the very
 * begin. */
static bool looks_plain(fc_str s)
{
    s = fc_str_trim(fc_str_sub(s, 0, 64));
    if (fc_str_starts(s, FC_STR("\xef\xbb\xbf")))
        s = fc_str_sub(s, 3, s.n);
    return s.n >= 2 && (s.p[0] == '<' || s.p[0] == '{') &&
           (unsigned char)s.p[1] >= 0x20 && (unsigned char)s.p[1] < 0x7f;
}

static void take(fc_http *out, fc_decoded made)
{
    if (!made.text.n && made.cut) { /* nothing of it is what it said to be */
        remark(out, "said to be compressed, but is not");
        return;
    }
    out->body = made.text;
    if (made.cut) {
        out->cut = true;
        remark(out, "the compressed body is cut, damaged or too large");
    }
}

static void undo_deflate(fc_http *out, uint64_t max, fc_arena *a)
{
    if (is_zlib(out->body)) {
        fc_decoded made = fc_inflate(out->body, FC_WRAP_ZLIB, max, a);
        if (made.text.n || !made.cut) {
            take(out, made);
            return;
        }
    }
    if (looks_plain(out->body))
        remark(out, "said to be compressed, but is not");
    else
        take(out, fc_inflate(out->body, FC_WRAP_RAW, max, a));
}

/* Called when the body has gzip's mark: what then cannot be unpacked at all is no
 * text. */
static fc_rc undo_gzip(fc_http *out, uint64_t max, fc_arena *a)
{
    fc_decoded made = fc_inflate(out->body, FC_WRAP_GZIP, max, a);
    if (!made.text.n && made.cut) {
        out->why = "the compressed body is damaged from its beginning";
        return FC_EDATA;
    }
    take(out, made);
    return FC_OK;
}

static fc_rc undo_brotli(fc_http *out, uint64_t max, fc_arena *a)
{
    fc_decoded made;
    if (looks_plain(out->body) || is_gzip(out->body)) {
        remark(out, "said to be compressed, but is not");
        return FC_OK;
    }
    if (!fc_unbrotli(out->body, max, a, &made)) {
        out->why = "brotli bodies cannot be read: built without libbrotlidec";
        return FC_EDATA;
    }
    take(out, made);
    return FC_OK;
}

static fc_rc undo_zstd(fc_http *out, uint64_t max, fc_arena *a)
{
    fc_decoded made;
    if (!fc_str_starts(out->body, FC_STR("\x28\xb5\x2f\xfd"))) {
        remark(out, "said to be compressed, but is not");
        return FC_OK;
    }
    if (!fc_unzstd(out->body, max, a, &made)) {
        out->why = "zstd bodies cannot be read: built without libzstd";
        return FC_EDATA;
    }
    take(out, made);
    return FC_OK;
}

static fc_rc undo(fc_str name, fc_http *out, uint64_t max, fc_arena *a)
{
    if (fc_str_ieq(name, FC_STR("gzip")) || fc_str_ieq(name, FC_STR("x-gzip"))) {
        if (is_gzip(out->body))
            return undo_gzip(out, max, a);
        remark(out, "said to be compressed, but is not");
        return FC_OK;
    }
    if (fc_str_ieq(name, FC_STR("deflate"))) {
        undo_deflate(out, max, a);
        return FC_OK;
    }
    if (fc_str_ieq(name, FC_STR("br")))
        return undo_brotli(out, max, a);
    if (fc_str_ieq(name, FC_STR("zstd")))
        return undo_zstd(out, max, a);
    if (fc_str_ieq(name, FC_STR("compress")) || fc_str_ieq(name, FC_STR("x-compress"))) {
        out->why = "bodies in the old compress format cannot be read";
        return FC_EDATA;
    }
    if (name.n && !fc_str_ieq(name, FC_STR("identity")) &&
        !fc_str_ieq(name, FC_STR("none")))
        remark(out, "an unknown content encoding was taken for none");
    return FC_OK;
}

/* The list names encodings in the order they were applied, so the last is undone
 * first. */
static fc_rc undo_all(fc_str list, fc_http *out, uint64_t max, fc_arena *a)
{
    fc_str names[MAX_ENCODINGS], name;
    size_t n = 0;
    if (!list.n)
        return FC_OK;
    while (fc_str_split(&list, ',', &name)) {
        if (n == MAX_ENCODINGS) {
            out->why = "more than 8 content encodings";
            return FC_EDATA;
        }
        names[n++] = fc_str_trim(name);
    }
    fc_rc rc = FC_OK;
    while (n && !rc && out->body.n)
        rc = undo(names[--n], out, max, a);
    return rc;
}

static bool is_chunked(fc_str transfer)
{
    return fc_str_ifind(transfer, FC_STR("chunked")) < transfer.n;
}

/* A body that ended before the length it was to have. */
static void check_length(fc_http *out, fc_arena *a)
{
    uint64_t length;
    if (fc_str_u64(fc_http_field(out->head, "Content-Length", a), &length) &&
        length > out->body.n) {
        out->cut = true;
        remark(out, "the body is shorter than it was to be");
    }
}

fc_rc fc_http_body(uint64_t max_body, fc_arena *a, fc_http *out)
{
    fc_str transfer = fc_http_list(out->head, "Transfer-Encoding", a);
    if (transfer.n && is_chunked(transfer))
        dechunk(out, max_body, a);
    else
        check_length(out, a);
    fc_rc rc =
        undo_all(fc_http_list(out->head, "Content-Encoding", a), out, max_body, a);
    if (out->body.n > max_body) {
        out->body.n = (size_t)max_body;
        out->cut = true;
        remark(out, "the body is larger than the limit");
    }
    return rc;
}
