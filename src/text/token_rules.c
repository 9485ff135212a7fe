/* token_rules.c - see token_rules.h. Letters, marks and symbols are the sets of
 * chars.py. */
#include "text/token_rules.h"

#include "base/str.h"
#include "base/utf8.h"
#include "text/chars.h"

enum { HYPHEN2 = 0x2013, HYPHEN3 = 0x2014, ELLIPSIS = 0x2026, DEGREE = 0xB0 };

static fc_str from(fc_str s, size_t at)
{
    return (fc_str){ s.p + at, s.n - at };
}

static uint32_t code_at(fc_str s)
{
    uint32_t code = 0;
    if (s.n)
        fc_utf8_decode(s, &code, NULL);
    return code;
}

static bool is_currency(uint32_t code)
{
    return code == '$' || code == 0xA3 || code == 0xA5 || code == 0xE3F ||
           code == 0xFDFC || (code >= 0x20A0 && code <= 0x20BF);
}

/* ---------------------------------------------------------------- the front */

size_t fc_token_prefix(fc_str s)
{
    size_t n, k;
    uint32_t code;
    switch (s.p[0]) {
    case '.':
        k = fc_str_run(s, '.');
        return k > 1 ? k : 0;
    case '+':
        return s.n > 1 && fc_is_digit(s.p[1]) ? 0 : 1;
    case '%': case '=': case '$':
        return 1;
    case 'U':
        return fc_str_starts(s, FC_STR("US$")) ? 3 : 0;
    case 'C': case 'A':
        return s.n > 1 && s.p[1] == '$' ? 2 : 0;
    default:
        if (fc_chars_at(s, &n) & FC_C_TOKEN_SIDE)
            return n;
        code = code_at(s);
        return code == 0xA7 || is_currency(code) ? n : 0;
    }
}

/* ---------------------------------------------------------------- the end */

/* Units of measure that come off a number; Latin, Cyrillic and Arabic. */
static bool is_unit(fc_str s)
{
    static const char *const units[] = {
        "%",    "G",   "GB",   "K",    "KB",    "M",    "MB",   "Pa",  "T",   "TB",
        "cm",   "cm²", "cm³",  "dm",   "dm²",   "dm³",  "ft",   "g",   "gb",  "ha",
        "hPa",  "in",  "kb",   "kg",   "km",    "km/h", "kmh",  "km²", "km³", "lb",
        "m",    "m/s", "mb",   "mbar", "mg",    "mm",   "mm²",  "mm³", "mph", "m²",
        "m³",   "nm",  "oz",   "t",    "tb",    "yd",   "µg",   "µm",  "Гб",  "ГБ",
        "Кб",   "КБ",  "Мб",   "МБ",   "Па",    "Тб",   "ТБ",   "г",   "гб",  "дм",
        "дм²",  "дм³", "кПа",  "кб",   "кг",    "км",   "км/ч", "км²", "км³", "м",
        "м/с",  "мб",  "мбар", "мг",   "мм",    "мм²",  "мм³",  "м²",  "м³",  "нм",
        "см",   "см²", "см³",  "тбكم", "اكواب", "جرام", "جم",   "سم",  "سم²", "سم³",
        "غرام", "كغ",  "كم",   "كم²",  "كم³",   "كوب",  "م",    "ملغ", "مم",  "مم²",
        "مم³",  "م²",  "م³",
    };
    for (size_t i = 0; i < sizeof units / sizeof *units; i++)
        if (fc_str_is(s, units[i]))
            return true;
    return false;
}

/* A unit, a currency or a plus behind the last digit. */
static size_t behind_digit(fc_str s)
{
    enum { LONGEST = 12 };
    size_t n = 0;
    while (n < s.n && n <= LONGEST && !fc_is_digit(s.p[s.n - n - 1]))
        n++;
    if (n == 0 || n == s.n || n > LONGEST)
        return 0;
    fc_str tail = from(s, s.n - n);
    if (fc_str_is(tail, "+") || fc_str_is(tail, "US$") || fc_str_is(tail, "C$") ||
        fc_str_is(tail, "A$") || is_unit(tail))
        return n;
    size_t k;
    fc_chars_at(tail, &k);
    return k == n && is_currency(code_at(tail)) ? n : 0;
}

/* May a point be taken off behind these characters? */
static bool point_comes_off(fc_str before)
{
    size_t n, k;
    if (!before.n)
        return false;
    unsigned flags = fc_chars_before(before, &n);
    uint32_t code = code_at(from(before, before.n - n));
    if (flags & (FC_C_TOKEN_LOWER | FC_C_TOKEN_QUOTE))
        return true;
    if (flags & FC_C_TOKEN_SIDE)
        return !(flags & FC_C_TOKEN_ICON) && code != HYPHEN2 && code != HYPHEN3;
    if ((code < 128 && fc_is_digit((char)code)) || code == '%' || code == 0xB2 ||
        code == '-' || code == '+' || code == '|')
        return true;
    if (n == before.n)
        return false;
    before.n -= n;
    unsigned more = fc_chars_before(before, &k);
    if (flags & more & FC_C_TOKEN_UPPER)
        return true;
    return (code == 'F' || code == 'C' || code == 'K') &&
           code_at(from(before, before.n - k)) == DEGREE;
}

static size_t trailing_points(fc_str s)
{
    size_t n = 0;
    while (n < s.n && s.p[s.n - n - 1] == '.')
        n++;
    if (n > 1)
        return n;
    return n == 1 && point_comes_off((fc_str){ s.p, s.n - 1 });
}

/* 's and its kin. */
static size_t genitive(fc_str s)
{
    if (s.n >= 2 && s.p[s.n - 2] == '\'')
        return 2;
    return s.n >= 4 && memcmp(s.p + s.n - 4, "\u2019", 3) == 0 ? 4 : 0;
}

size_t fc_token_suffix(fc_str s)
{
    size_t n, k, found;
    char last = s.p[s.n - 1];
    if (last == '.')
        return trailing_points(s);
    if ((last == 's' || last == 'S') && (found = genitive(s)))
        return found;
    if (fc_chars_before(s, &n) & FC_C_TOKEN_SIDE) {
        if (n < s.n && code_at(from(s, s.n - n)) == ELLIPSIS) {
            fc_chars_before((fc_str){ s.p, s.n - n }, &k);
            if (code_at(from(s, s.n - n - k)) == ELLIPSIS)
                return n + k;
        }
        return n;
    }
    return behind_digit(s);
}

/* ---------------------------------------------------------------- the middle */

static bool letter_next(fc_str s)
{
    size_t n;
    return s.n && fc_chars_at(s, &n) & FC_C_TOKEN_ALPHA;
}

/* A hyphen of one of the kinds with a letter behind it: its bytes, or 0. */
static size_t hyphen(fc_str s)
{
    static const char *const kinds[] = { "-",   "\u2013",       "\u2014", "--",
                                         "---", "\u2014\u2014", "~" };
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        fc_str kind = fc_str_of(kinds[i]);
        if (fc_str_starts(s, kind) && letter_next(from(s, kind.n)))
            return kind.n;
    }
    return 0;
}

static bool point_splits(unsigned before, fc_str next)
{
    size_t n;
    return before & (FC_C_TOKEN_LOWER | FC_C_TOKEN_QUOTE) && next.n &&
           fc_chars_at(next, &n) & (FC_C_TOKEN_UPPER | FC_C_TOKEN_QUOTE);
}

/* What splits at s, of a character with these flags; `before` are the flags of the
 * character before it, `digit` whether that is an ASCII digit. */
static size_t infix_at(fc_str s, unsigned flags, unsigned before, bool digit)
{
    bool worded = digit || before & FC_C_TOKEN_ALPHA;
    fc_str next = from(s, 1);
    switch (s.p[0]) {
    case '.':
        return fc_str_run(s, '.') > 1 ? fc_str_run(s, '.') : point_splits(before, next);
    case ',':
        return before & FC_C_TOKEN_ALPHA && letter_next(next);
    case ':': case '<': case '>': case '=': case '/':
        return worded && letter_next(next);
    case '+': case '*': case '^': case '-':
        if (digit && next.n && (fc_is_digit(next.p[0]) || next.p[0] == '-'))
            return 1;
        return s.p[0] == '-' && worded ? hyphen(s) : 0;
    case '~':
        return worded ? hyphen(s) : 0;
    default:
        if ((unsigned char)s.p[0] < 128)
            return 0;
        if (flags & FC_C_TOKEN_ICON)
            return 1; /* made a whole character by the caller */
        if ((unsigned char)s.p[0] != 0xE2)
            return 0;
        if (code_at(s) == ELLIPSIS)
            return 1;
        return worded ? hyphen(s) : 0;
    }
}

bool fc_token_infix(fc_str s, size_t *at, size_t *n)
{
    unsigned before = 0, flags;
    bool digit = false;
    size_t k;
    if (*at > 0) {
        before = fc_chars_before((fc_str){ s.p, *at }, &k);
        digit = fc_is_digit(s.p[*at - 1]);
    }
    for (size_t i = *at; i < s.n; i += k) {
        flags = fc_chars_at(from(s, i), &k);
        *n = infix_at(from(s, i), flags, before, digit);
        if (*n) {
            if (*n < k)
                *n = k;
            *at = i;
            return true;
        }
        before = flags;
        digit = fc_is_digit(s.p[i]);
    }
    return false;
}

/* ---------------------------------------------------------------- URLs */

static bool is_host_char(fc_str s, size_t *n)
{
    fc_chars_at(s, n);
    uint32_t code = code_at(s);
    return code < 128 ? fc_is_digit((char)code) || (unsigned)((code | 32) - 'a') < 26
                      : code >= 0xA1 && code <= 0xFFFF;
}

/* "scheme://": its bytes, or 0. */
static size_t scheme(fc_str s)
{
    size_t i = 0, chars = 0, n;
    for (; i < s.n; i += n, chars++) {
        bool word = fc_chars_at(from(s, i), &n) & FC_C_ALNUM || s.p[i] == '_' ||
                    s.p[i] == '+' || s.p[i] == '-' || s.p[i] == '.';
        if (!word)
            break;
    }
    return chars >= 2 && fc_str_starts(from(s, i), FC_STR("://")) ? i + 3 : 0;
}

/* Is the rest a port, a path, both or nothing? */
static bool ends_well(fc_str s)
{
    size_t i = 0;
    if (s.n && s.p[0] == ':') {
        for (i = 1; i < s.n && fc_is_digit(s.p[i]); i++)
            ;
        if (i < 3 || i > 6)
            return false;
    }
    return i == s.n || s.p[i] == '/' || s.p[i] == '?' || s.p[i] == '#';
}

/* Four octets, none of an address that has no place in public: their bytes, or 0. */
static size_t address(fc_str s)
{
    unsigned octet[4];
    size_t i = 0;
    for (int k = 0; k < 4; k++) {
        size_t begin = i;
        octet[k] = 0;
        for (; i < s.n && i - begin < 4 && fc_is_digit(s.p[i]); i++)
            octet[k] = octet[k] * 10 + (unsigned)(s.p[i] - '0');
        bool edge = k == 0 || k == 3; /* have no leading zero, nor have three digits */
        edge = edge || i - begin == 3;
        if (i == begin || i - begin > 3 || octet[k] > 255 || (edge && s.p[begin] == '0'))
            return 0;
        if (k < 3 && (i == s.n || s.p[i++] != '.'))
            return 0;
    }
    if (octet[0] == 10 || octet[0] == 127 || octet[0] > 223 || octet[3] > 254 ||
        (octet[0] == 169 && octet[1] == 254) || (octet[0] == 192 && octet[1] == 168) ||
        (octet[0] == 172 && octet[1] >= 16 && octet[1] <= 31))
        return 0;
    return i;
}

/* One name of a host: letters and digits, '-' and '_' within, at most 64 characters. */
typedef struct label {
    size_t bytes, chars;
    bool lower;             /* all are lower case */
    bool fits;              /* may stand before a point */
    bool plain;             /* nothing but host characters, '-' and '_' */
} label;

static label read_label(fc_str s)
{
    label l = { .lower = true, .plain = true };
    bool first = false, last = false;
    size_t n;
    while (l.bytes < s.n) {
        fc_str rest = from(s, l.bytes);
        last = is_host_char(rest, &n);
        bool lower = fc_chars_at(rest, &n) & FC_C_TOKEN_LOWER;
        bool joint = rest.p[0] == '-' || rest.p[0] == '_';
        if (!last && !lower && !joint)
            break;
        l.plain = l.plain && (last || joint);
        first = l.bytes ? first : last;
        l.fits = last && first;
        l.lower = l.lower && lower;
        l.bytes += n;
        l.chars++;
    }
    l.fits = l.fits && l.plain && l.chars <= 64;
    return l;
}

/* Names with points between, the last one of 2 to 63 lower case letters, and what may
 * follow. */
static bool is_host(fc_str s)
{
    for (size_t i = 0, names = 0;; names++) {
        label l = read_label(from(s, i));
        bool point = i + l.bytes < s.n && s.p[i + l.bytes] == '.';
        if (!point)
            return names > 0 && l.lower && l.chars >= 2 && l.chars <= 63 &&
                   ends_well(from(s, i + l.bytes));
        if (!l.fits)
            return false;
        i += l.bytes + 1;
    }
}

static bool is_place(fc_str s)
{
    size_t n = address(s);
    return (n && ends_well(from(s, n))) || is_host(s);
}

bool fc_token_is_url(fc_str s)
{
    size_t start;
    if (fc_str_findc(s, '.') == s.n)
        return false;
    if (is_place(s) || ((start = scheme(s)) && is_place(from(s, start))))
        return true;
    for (size_t i = 1; i < s.n; i++) /* whatever ends in @ is a user */
        if (s.p[i] == '@' && is_place(from(s, i + 1)))
            return true;
    return false;
}
