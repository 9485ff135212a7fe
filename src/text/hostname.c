/* hostname.c - see hostname.h. Unicode is not normalised: crawlers have done that, or met
 * no such host. */
#include "text/hostname.h"

#include "base/str.h"
#include "base/utf8.h"
#include "text/words.h"

enum { LABEL_MAX = 63 };

/* RFC 3492, section 5. */
enum { BASE = 36, T_MIN = 1, T_MAX = 26, SKEW = 38, DAMP = 700, BIAS = 72, FIRST = 128 };

bool fc_hostname_is_plain(fc_str host)
{
    for (size_t i = 0; i < host.n; i++) {
        unsigned char c = (unsigned char)host.p[i];
        if (c >= 128 || c == '%' || (unsigned)(c - 'A') < 26)
            return false;
    }
    return true;
}

/* ---------------------------------------------------------------- characters */

/* What "%XX" at the front of s stands for, when hosts may have it; else -1. */
static int unescaped(fc_str s)
{
    if (s.n < 3 || s.p[0] != '%' || fc_hex_value(s.p[1]) < 0 || fc_hex_value(s.p[2]) < 0)
        return -1;
    int c = fc_hex_value(s.p[1]) * 16 + fc_hex_value(s.p[2]);
    bool in_hosts = c >= 128 || fc_is_alnum((char)c) || c == '-' || c == '.' || c == '_';
    return in_hosts ? c : -1;
}

/* The host without escapes. */
static fc_str unescape(fc_str host, char *to)
{
    size_t n = 0;
    for (size_t i = 0; i < host.n;) {
        int c = unescaped(fc_str_sub(host, i, host.n));
        to[n++] = c < 0 ? host.p[i] : (char)c;
        i += c < 0 ? 1 : 3;
    }
    return (fc_str){ to, n };
}

static uint32_t folded(uint32_t c)
{
    if (c >= 0xFF01 && c <= 0xFF5E) /* wide forms of ASCII */
        c -= 0xFF01 - '!';
    if (c == 0x3002 || c == 0xFF61)
        c = '.';
    return fc_words_lower(c);
}

/* ---------------------------------------------------------------- labels */

static uint32_t adapt(uint32_t delta, uint32_t points, bool first)
{
    uint32_t k = 0;
    delta = first ? delta / DAMP : delta / 2;
    for (delta += delta / points; delta > (BASE - T_MIN) * T_MAX / 2; k += BASE)
        delta /= BASE - T_MIN;
    return k + (BASE - T_MIN + 1) * delta / (delta + SKEW);
}

/* A number of the digits a-z, 0-9. */
static size_t put_delta(uint32_t delta, uint32_t bias, char *to)
{
    static const char digits[] = "abcdefghijklmnopqrstuvwxyz0123456789";
    size_t n = 0;
    for (uint32_t k = BASE;; k += BASE) {
        uint32_t t = k <= bias + T_MIN ? T_MIN : k >= bias + T_MAX ? T_MAX : k - bias;
        if (delta < t)
            break;
        to[n++] = digits[t + (delta - t) % (BASE - t)];
        delta = (delta - t) / (BASE - t);
    }
    to[n++] = digits[delta];
    return n;
}

/* A label of at most LABEL_MAX characters; none of the sums can overflow. */
static size_t put_punycode(const uint32_t *code, size_t len, char *to)
{
    size_t n = 4, done = 0;
    uint32_t delta = 0, bias = BIAS, at = FIRST;
    memcpy(to, "xn--", n);
    for (size_t i = 0; i < len; i++)
        if (code[i] < FIRST) {
            to[n++] = (char)code[i];
            done++;
        }
    const size_t basic = done;
    if (basic)
        to[n++] = '-';
    while (done < len) {
        uint32_t next = UINT32_MAX;
        for (size_t i = 0; i < len; i++)
            if (code[i] >= at && code[i] < next)
                next = code[i];
        delta += (next - at) * (uint32_t)(done + 1);
        for (size_t i = 0; i < len; i++) {
            delta += code[i] < next;
            if (code[i] != next)
                continue;
            n += put_delta(delta, bias, to + n);
            done++;
            bias = adapt(delta, (uint32_t)done, done == basic + 1);
            delta = 0;
        }
        delta++;
        at = next + 1;
    }
    return n;
}

/* A label, or a part of one that is too long. */
static size_t put_label(const uint32_t *code, size_t len, bool too_long, char *to)
{
    size_t n = 0;
    bool ascii = true;
    for (size_t i = 0; i < len; i++)
        ascii = ascii && code[i] < FIRST;
    if (!ascii && !too_long)
        return put_punycode(code, len, to);
    for (size_t i = 0; i < len; i++)
        n += fc_utf8_encode(code[i], to + n);
    return n;
}

size_t fc_hostname_ascii(fc_str host, char *to)
{
    uint32_t code[LABEL_MAX + 1], c;
    size_t n = 0, len = 0, k;
    bool too_long = false;
    host = unescape(host, to + FC_HOSTNAME_ROOM(host.n) - host.n); /* ahead of `n` */
    for (size_t i = 0; i < host.n; i += k) {
        k = fc_utf8_decode(fc_str_sub(host, i, host.n), &c, NULL);
        c = folded(c);
        if (c != '.')
            code[len++] = c;
        if (len > LABEL_MAX)
            too_long = true;
        if (c == '.' || len > LABEL_MAX) {
            n += put_label(code, len, too_long, to + n);
            len = 0;
        }
        if (c == '.') {
            to[n++] = '.';
            too_long = false;
        }
    }
    return n + put_label(code, len, too_long, to + n);
}
