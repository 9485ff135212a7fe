/* json.c - see json.h. Strings are scanned a block at a time. */
#include "io/json.h"

#include "base/bits.h"
#include "base/str.h"
#include "io/jsonl.h"
#include "base/utf8.h"

#include <math.h>
#include <stdlib.h>

enum { LONG_LINE = 64 << 10 };

char fc_json_next(fc_json *j)
{
    while (j->at < j->end &&
           (*j->at == ' ' || *j->at == '\t' || *j->at == '\r' || *j->at == '\n'))
        j->at++;
    return j->at < j->end ? *j->at : '\0';
}

bool fc_json_take(fc_json *j, char c)
{
    if (fc_json_next(j) != c || j->at == j->end)
        return false;
    j->at++;
    return true;
}

static bool fail(fc_json *j, const char *want)
{
    if (!j->want)
        j->want = want;
    return false;
}

/* ---------------------------------------------------------------- strings */

/* The first quote or backslash at or after p, or end. */
static const char *find_mark(const char *p, const char *end)
{
    for (; end - p >= FC_BYTES; p += FC_BYTES) {
        fc_bytes v = fc_bytes_load(p);
        uint64_t found = fc_bytes_marks(fc_bytes_is(v, '"') | fc_bytes_is(v, '\\'));
        if (found)
            return p + fc_bytes_first(found);
    }
    while (p < end && *p != '"' && *p != '\\')
        p++;
    return p;
}

static size_t escape(unsigned char c, char *to)
{
    static const char *const hex = "0123456789abcdef";
    static const char short_form[0x20] = { ['\b'] = 'b', ['\f'] = 'f', ['\n'] = 'n',
                                           ['\r'] = 'r', ['\t'] = 't' };
    to[0] = '\\';
    if (c >= 0x20 || short_form[c]) {
        to[1] = c >= 0x20 ? (char)c : short_form[c];
        return 2;
    }
    memcpy(to + 1, "u00", 3);
    to[4] = hex[c >> 4];
    to[5] = hex[c & 15];
    return 6;
}

static int hex4(const char *p, const char *end)
{
    int v = 0;
    if (end - p < 4)
        return -1;
    for (int i = 0; i < 4; i++) {
        int digit = fc_hex_value(p[i]);
        if (digit < 0)
            return -1;
        v = v * 16 + digit;
    }
    return v;
}

/* \uXXXX with at[-1] the 'u': one code point of one or two escapes. */
static bool scan_unicode(fc_json *j, char **out)
{
    int c = hex4(j->at, j->end);
    if (c < 0)
        return fail(j, "four hexadecimal digits");
    j->at += 4;
    if (c >= 0xd800 && c < 0xdc00 && j->end - j->at >= 6 && j->at[0] == '\\' &&
        j->at[1] == 'u') {
        int low = hex4(j->at + 2, j->end);
        if (low >= 0xdc00 && low < 0xe000) {
            c = 0x10000 + ((c - 0xd800) << 10) + (low - 0xdc00);
            j->at += 6;
        }
    }
    if (c >= 0xd800 && c < 0xe000)
        c = 0xfffd;
    *out += fc_utf8_encode((uint32_t)c, *out);
    return true;
}

static bool scan_escape(fc_json *j, char **out)
{
    static const char from[] = "\"\\/bfnrt", to[] = "\"\\/\b\f\n\r\t";
    if (++j->at == j->end)
        return fail(j, "the end of a string");
    char c = *j->at;
    if (c == 'u') {
        j->at++;
        return scan_unicode(j, out);
    }
    const char *hit = c ? strchr(from, c) : NULL;
    if (!hit)
        return fail(j, "an escape sequence");
    *(*out)++ = to[hit - from];
    j->at++;
    return true;
}

/* Room for the string that begins here, with its NUL: an escape is longer than what it
 * stands for. The rest of a short line will do, as what is not needed is given back; of a
 * long one a block of memory would be taken for every string. */
static size_t room_for(const fc_json *j, const char *mark)
{
    const char *stop = j->end - j->at > LONG_LINE ? j->end : mark;
    while (mark < stop && *mark != '"')
        mark = find_mark(mark + 2 < stop ? mark + 2 : stop, stop);
    bool known = mark < j->end && *mark == '"';
    return (size_t)((known ? mark : j->end) - j->at) + 1;
}

bool fc_json_scan_string(fc_json *j, fc_arena *keep, fc_str *out)
{
    if (!fc_json_take(j, '"'))
        return fail(j, "a string");
    const char *mark = find_mark(j->at, j->end);
    size_t room = room_for(j, mark);
    char *p = fc_alloc(keep, room), *to = p;
    for (;; mark = find_mark(j->at, j->end)) {
        size_t n = (size_t)(mark - j->at);
        memcpy(to, j->at, n);
        to += n;
        j->at = mark;
        if (mark == j->end)
            return fail(j, "the end of a string");
        if (*mark == '"')
            break;
        if (!scan_escape(j, &to))
            return false;
    }
    j->at++;
    *to = '\0';
    *out = (fc_str){ p, (size_t)(to - p) };
    fc_trim(keep, p, room, out->n + 1);
    *out = fc_utf8_repair(*out, keep, NULL);
    return true;
}

/* ---------------------------------------------------------------- other values */

static size_t digits(fc_json *j)
{
    const char *from = j->at;
    while (j->at < j->end && *j->at >= '0' && *j->at <= '9')
        j->at++;
    return (size_t)(j->at - from);
}

/* A number by JSON's grammar; *simple: no exponent. */
static bool skip_number(fc_json *j, bool *simple)
{
    *simple = true;
    if (j->at < j->end && *j->at == '-')
        j->at++;
    bool zero = j->at < j->end && *j->at == '0';
    size_t n = digits(j);
    if (!n || (zero && n > 1))
        return fail(j, "a number");
    if (j->at < j->end && *j->at == '.') {
        j->at++;
        if (!digits(j))
            return fail(j, "a digit");
    }
    if (j->at < j->end && (*j->at == 'e' || *j->at == 'E')) {
        *simple = false;
        j->at++;
        if (j->at < j->end && (*j->at == '+' || *j->at == '-'))
            j->at++;
        if (!digits(j))
            return fail(j, "a digit");
    }
    return true;
}

/* Up to 15 digits without exponent: both parts of the quotient are exact, so is the
 * result rounded once. False for what fc_num_format would write in another way. */
static bool simple_number(fc_str s, double *v)
{
    static const double power[] = { 1,   1e1, 1e2, 1e3,  1e4,  1e5,  1e6,  1e7,
                                    1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15 };
    uint64_t u = 0;
    size_t i = s.p[0] == '-', point = s.n;
    if (s.n > 16 + i)
        return false;
    for (; i < s.n; i++) {
        if (s.p[i] == '.')
            point = i;
        else
            u = u * 10 + (uint64_t)(s.p[i] - '0');
    }
    size_t decimals = point < s.n ? s.n - point - 1 : 0;
    if (u >= 1000000000000000u || decimals > 15 || (decimals && s.p[s.n - 1] == '0'))
        return false;
    double x = (double)u / power[decimals];
    if ((u == 0 && s.n > 1) || (decimals > 4 && x < 0.001))
        return false;
    *v = s.p[0] == '-' ? -x : x;
    return true;
}

static bool scan_number(fc_json *j, fc_arena *keep, fc_value *out)
{
    const char *from = j->at;
    bool simple;
    char text[32];
    if (!skip_number(j, &simple))
        return false;
    fc_str s = { from, (size_t)(j->at - from) };
    *out = (fc_value){ FC_NUM, 0, { NULL, 0 } };
    if (simple && simple_number(s, &out->num))
        return true;
    if (!fc_str_num(s, &out->num)) {
        *out = (fc_value){ FC_JSON, 0, fc_copy(keep, s) };
        return true;
    }
    size_t n = fc_num_format(out->num, text);
    if (!fc_str_eq(s, (fc_str){ text, n }))
        out->str = fc_copy(keep, s);
    return true;
}

static bool take_word(fc_json *j, const char *word)
{
    size_t n = strlen(word);
    if ((size_t)(j->end - j->at) < n || memcmp(j->at, word, n) != 0)
        return fail(j, "a value");
    j->at += n;
    return true;
}

static bool skip_string(fc_json *j)
{
    j->at++;
    for (;;) {
        j->at = find_mark(j->at, j->end);
        if (j->end - j->at < 2 && (j->at == j->end || *j->at == '\\'))
            return fail(j, "the end of a string");
        if (*j->at == '"')
            break;
        if (j->at[1] == 'u' ? hex4(j->at + 2, j->end) < 0
                            : !j->at[1] || !strchr("\"\\/bfnrt", j->at[1]))
            return fail(j, "an escape sequence");
        j->at += 2;
    }
    j->at++;
    return true;
}

static bool skip_scalar(fc_json *j)
{
    bool simple;
    switch (fc_json_next(j)) {
    case '"': return skip_string(j);
    case 't': return take_word(j, "true");
    case 'f': return take_word(j, "false");
    case 'n': return take_word(j, "null");
    default: return skip_number(j, &simple);
    }
}

static bool skip_key(fc_json *j)
{
    if (fc_json_next(j) != '"')
        return fail(j, "a key");
    if (!skip_string(j))
        return false;
    return fc_json_take(j, ':') || fail(j, "':'");
}

/* An object or array, by loop: bit d of `object` says what is open at depth d. */
static bool skip_nested(fc_json *j)
{
    unsigned char object[FC_JSON_MAX_DEPTH];
    size_t depth = 0;
    for (;;) {
        char c = fc_json_next(j);
        if (c == '{' || c == '[') {
            if (depth == FC_JSON_MAX_DEPTH)
                return fail(j, "less nesting");
            object[depth++] = c == '{';
            j->at++;
            if (!fc_json_take(j, c == '{' ? '}' : ']')) {
                if (c == '{' && !skip_key(j))
                    return false;
                continue;
            }
            depth--;
        } else if (!skip_scalar(j)) {
            return false;
        }
        while (depth && fc_json_take(j, object[depth - 1] ? '}' : ']'))
            depth--;
        if (!depth)
            return true;
        if (!fc_json_take(j, ','))
            return fail(j, object[depth - 1] ? "',' or '}'" : "',' or ']'");
        if (object[depth - 1] && !skip_key(j))
            return false;
    }
}

/* A value as it was written, but on one line: JSON over several lines is read too. Blanks
 * between its parts go then; controls in a string, which JSON has not, are escaped. */
static fc_str on_one_line(fc_str s, fc_arena *keep)
{
    size_t controls = 0, n = 0;
    bool string = false, escaped = false;
    for (size_t i = 0; i < s.n; i++)
        controls += (unsigned char)s.p[i] < ' ';
    if (!controls)
        return fc_copy(keep, s);
    char *out = fc_alloc(keep, s.n + 5 * controls + 1);
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        if (string && (unsigned char)c < ' ')
            n += escape((unsigned char)c, out + n);
        else if (string || (unsigned char)c > ' ')
            out[n++] = c;
        string = string ? c != '"' || escaped : c == '"';
        escaped = string && c == '\\' && !escaped;
    }
    out[n] = '\0';
    return (fc_str){ out, n };
}

bool fc_json_scan_value(fc_json *j, fc_arena *keep, fc_value *out)
{
    char c = fc_json_next(j);
    if (c == '"') {
        *out = (fc_value){ FC_STRING, 0, { NULL, 0 } };
        return fc_json_scan_string(j, keep, &out->str);
    }
    if (c == 't' || c == 'f') {
        *out = (fc_value){ FC_BOOL, c == 't', { NULL, 0 } };
        return take_word(j, c == 't' ? "true" : "false");
    }
    if (c != '{' && c != '[' && c != 'n')
        return scan_number(j, keep, out);
    const char *from = j->at;
    if (!(c == 'n' ? take_word(j, "null") : skip_nested(j)))
        return false;
    fc_str s = on_one_line((fc_str){ from, (size_t)(j->at - from) }, keep);
    *out = (fc_value){ FC_JSON, 0, fc_utf8_repair(s, keep, NULL) };
    return true;
}

fc_value fc_json_get(fc_str object, const char *name, fc_arena *keep)
{
    fc_json j = { object.p, object.p, object.p + object.n, NULL };
    fc_str key;
    fc_value value, none = { FC_NONE, 0, { NULL, 0 } };
    if (!object.n || !fc_json_take(&j, '{'))
        return none;
    do {
        if (!fc_json_scan_string(&j, keep, &key) || !fc_json_take(&j, ':') ||
            !fc_json_scan_value(&j, keep, &value))
            return none;
        if (fc_str_is(key, name))
            return value;
    } while (fc_json_take(&j, ','));
    return none;
}

/* ---------------------------------------------------------------- writing */

/* Copy bytes to `to`, which has room for a block more than there are, up to the first
 * that must be escaped, or end; where it is. */
static const char *copy_plain(const char *p, const char *end, char *to)
{
    for (; end - p >= FC_BYTES; p += FC_BYTES, to += FC_BYTES) {
        fc_bytes v = fc_bytes_load(p);
        uint64_t found = fc_bytes_marks(fc_bytes_is(v, '"') | fc_bytes_is(v, '\\') |
                                        fc_bytes_in(v, 0, 0x1F));
        memcpy(to, p, FC_BYTES);
        if (found)
            return p + fc_bytes_first(found);
    }
    while (p < end && *p != '"' && *p != '\\' && (unsigned char)*p >= 0x20)
        *to++ = *p++;
    return p;
}

/* The inside of a string. */
static void write_valid(fc_buf *out, fc_str s)
{
    const char *p = s.p, *end = s.p + s.n;
    while (p < end) {
        if (!fc_buf_reserve(out, (size_t)(end - p) + FC_BYTES))
            return;
        const char *mark = copy_plain(p, end, out->p + out->n);
        out->n += (size_t)(mark - p);
        if (mark < end)
            out->n += escape((unsigned char)*mark++, out->p + out->n);
        p = mark;
    }
}

void fc_json_string(fc_buf *out, fc_str s)
{
    fc_buf_char(out, '"');
    while (s.n) {
        size_t n = fc_utf8_valid(s);
        write_valid(out, fc_str_sub(s, 0, n));
        s = fc_str_sub(s, n, s.n);
        if (s.n) {
            fc_buf_text(out, "\xef\xbf\xbd");
            s = fc_str_sub(s, fc_utf8_decode(s, &(uint32_t){ 0 }, NULL), s.n);
        }
    }
    fc_buf_char(out, '"');
}

void fc_json_value(fc_buf *out, const fc_value *value)
{
    char text[32];
    switch (value->type) {
    case FC_BOOL: fc_buf_text(out, value->num != 0 ? "true" : "false"); return;
    case FC_STRING: fc_json_string(out, value->str); return;
    case FC_JSON: fc_buf_str(out, value->str); return;
    case FC_NUM:
        if (value->str.n)
            fc_buf_str(out, value->str);
        else if (isfinite(value->num))
            fc_buf_add(out, text, fc_num_format(value->num, text));
        else
            fc_buf_text(out, "null");
        return;
    case FC_NONE: break;
    }
    fc_buf_text(out, "null");
}

bool fc_json_whole(const fc_value *v, uint64_t *out)
{
    if (v->type != FC_NUM || v->num < 0 || v->num > FC_JSON_MOST)
        return false;
    *out = (uint64_t)v->num;
    return true;
}
