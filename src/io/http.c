/* http.c - the header of a stored HTTP response; see http.h. The body is
 * http_body.c's. */
#include "io/http.h"

#include "base/str.h"
#include "io/http_body.h"

enum { MOST_FIELDS = 16 };      /* of one name */

static size_t line_end(fc_str s, size_t at)
{
    return at + fc_str_findc(fc_str_sub(s, at, s.n), '\n');
}

/* Length of the header with the blank line that ends it, or the whole block. */
static size_t head_size(fc_str block)
{
    for (size_t at = 0; at < block.n;) {
        size_t end = line_end(block, at);
        if (end == at || (end == at + 1 && block.p[at] == '\r'))
            return end < block.n ? end + 1 : block.n;
        at = end + 1;
    }
    return block.n;
}

/* "HTTP/1.1 200 OK", "HTTP/2 200", "HTTP/1.1 200": three digits behind the first
 * blanks. */
static int status_of(fc_str line)
{
    size_t at = fc_str_findc(line, ' ');
    while (at < line.n && line.p[at] == ' ')
        at++;
    fc_str digits = fc_str_sub(line, at, at + 3);
    uint64_t status;
    return digits.n == 3 && fc_str_u64(digits, &status) ? (int)status : 0;
}

/* A name of letters, digits and dashes before a colon. */
static bool is_field(fc_str line)
{
    size_t colon = fc_str_findc(line, ':');
    if (!colon || colon == line.n)
        return false;
    for (size_t i = 0; i < colon; i++) {
        char c = fc_lower(line.p[i]);
        if (!((c >= 'a' && c <= 'z') || fc_is_digit(c) || c == '-' || c == '_'))
            return false;
    }
    return true;
}

static void split_head(fc_str block, fc_http *out)
{
    fc_str line = fc_str_sub(block, 0, line_end(block, 0));
    bool status_line = fc_str_istarts(line, FC_STR("HTTP"));
    if (status_line)
        out->status = status_of(line);
    if (!status_line && !is_field(line)) {
        out->why = block.n ? "no HTTP header" : "empty";
        out->body = block;
        return;
    }
    size_t n = head_size(block);
    if (!status_line && n == block.n) { /* one line with a colon is no header */
        out->why = "no HTTP header";
        out->body = block;
        return;
    }
    if (!out->status)
        out->why = status_line ? "no status code" : "no status line";
    out->head = fc_str_sub(block, 0, n);
    out->body = fc_str_sub(block, n, block.n);
}

fc_rc fc_http_decode(fc_str block, uint64_t max_body, fc_arena *a, fc_http *out)
{
    *out = (fc_http){ 0 };
    split_head(block, out);
    out->content_type = fc_http_field(out->head, "Content-Type", a);
    return fc_http_body(max_body, a, out);
}

static bool is_continued(fc_str head, size_t end)
{
    return end + 1 < head.n && (head.p[end + 1] == ' ' || head.p[end + 1] == '\t');
}

fc_str fc_http_value(fc_str head, size_t at, fc_arena *a)
{
    size_t end = line_end(head, at), last = end, n = 0;
    if (!is_continued(head, end))
        return fc_str_trim(fc_str_sub(head, at, end));
    while (is_continued(head, last))
        last = line_end(head, last + 1);
    fc_str rest = fc_str_sub(head, at, last), line;
    char *p = fc_alloc(a, rest.n + 1);
    size_t room = rest.n + 1;
    while (fc_str_split(&rest, '\n', &line)) {
        line = fc_str_trim(line);
        if (n && line.n)
            p[n++] = ' ';
        memcpy(p + n, line.p, line.n);
        n += line.n;
    }
    fc_trim(a, p, room, n);
    return (fc_str){ p, n };
}

/* The value of the next field of this name from *at on; false: there is none. */
static bool next_field(fc_str head, fc_str want, size_t *at, fc_arena *a, fc_str *value)
{
    while (*at < head.n) {
        size_t begin = *at;
        fc_str line = fc_str_sub(head, begin, line_end(head, begin));
        size_t colon = fc_str_findc(line, ':');
        *at = begin + line.n + 1;
        if (colon == line.n || line.p[0] == ' ' || line.p[0] == '\t')
            continue;
        if (fc_str_ieq(fc_str_trim(fc_str_sub(line, 0, colon)), want)) {
            *value = fc_http_value(head, begin + colon + 1, a);
            return true;
        }
    }
    return false;
}

fc_str fc_http_field(fc_str head, const char *name, fc_arena *a)
{
    size_t at = 0;
    fc_str value;
    if (!next_field(head, fc_str_of(name), &at, a, &value))
        return (fc_str){ NULL, 0 };
    return value.p ? value : FC_STR("");
}

fc_str fc_http_list(fc_str head, const char *name, fc_arena *a)
{
    size_t at = 0;
    fc_str all = { NULL, 0 }, value;
    for (int n = 0; n < MOST_FIELDS &&
                    next_field(head, fc_str_of(name), &at, a, &value); n++) {
        fc_str both[] = { all, FC_STR(","), value };
        all = all.n ? fc_concat(a, both, 3) : value;
    }
    return all;
}

fc_str fc_mime_type(fc_str content_type, fc_arena *a)
{
    size_t end = fc_str_findc(content_type, ';');
    size_t comma = fc_str_findc(content_type, ','); /* two headers glued by a proxy */
    fc_str type = fc_str_trim(fc_str_sub(content_type, 0, end < comma ? end : comma));
    char *p = fc_alloc(a, type.n + 1);
    for (size_t i = 0; i < type.n; i++)
        p[i] = fc_lower(type.p[i]);
    p[type.n] = '\0';
    return (fc_str){ p, type.n };
}

fc_str fc_mime_param(fc_str content_type, const char *name)
{
    fc_str rest = content_type, part, want = fc_str_of(name);
    fc_str_split(&rest, ';', &part);
    while (fc_str_split(&rest, ';', &part)) {
        size_t eq = fc_str_findc(part, '=');
        if (eq == part.n || !fc_str_ieq(fc_str_trim(fc_str_sub(part, 0, eq)), want))
            continue;
        fc_str value = fc_str_trim(fc_str_sub(part, eq + 1, part.n));
        if (value.n && (value.p[0] == '"' || value.p[0] == '\'')) {
            char quote = value.p[0];
            value = fc_str_sub(value, 1, value.n);
            value = fc_str_sub(value, 0, fc_str_findc(value, quote));
        } else {
            size_t comma = fc_str_findc(value, ',');
            value = fc_str_trim(fc_str_sub(value, 0, comma));
        }
        return value;
    }
    return (fc_str){ NULL, 0 };
}
