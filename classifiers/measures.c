/* measures.c - the plain numbers of measures.h. */
#include "classifiers/measures.h"

#include "base/bits.h"
#include "base/str.h"

#include <string.h>

/* ASCII marks whose share of the bytes is a measure each. */
static const char marks[] = "!?,.;:()[]{}\"'-_/\\|=<>+*#$@%&^~`";

const char *const fc_measure_names[FC_MEASURES] = {
    "bytes",
    "words",
    "mean word length",
    "share of digits",
    "share of capitals",
    "share of spaces",
    "share of line ends",
    "share of long words",
    "capitalised words",
    "words in capitals",
    "numbers",
    "four-digit numbers",
    "single letters",
    "words per sentence",
    "sentences",
    "question marks per sentence",
    "exclamation marks per sentence",
    "formula marks",
    "share of different words",
    "different words",
    "Latin letters with marks",
    "Han and kana",
    "Indic letters",
    "symbols",
    "lines",
    "line length",
    "longest line",
    "short lines",
    "list items",
    "headings",
    "table rows",
    "lines ending in a stop",
    "blank lines",
    "lines beginning with a digit",
    "lines beginning with a capital",
    "code lines",
    "code fences",
    "display formulas",
    "!",
    "?",
    ",",
    ".",
    ";",
    ":",
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    "\"",
    "'",
    "-",
    "_",
    "/",
    "\\",
    "|",
    "=",
    "<",
    ">",
    "+",
    "*",
    "#",
    "$",
    "@",
    "%",
    "&",
    "^",
    "~",
    "`",
    "bytes per paragraph",
    "links",
};

typedef struct lines {
    uint32_t n, brief, items, headings, rows, stops, blank, digits, capitals, code;
    uint32_t fences, formulas, longest;
} lines;

/* How the line [from, to) ends: in a stop, Western or ideographic. */
static bool ends_in_stop(const char *from, const char *to)
{
    char c = to[-1];
    if (c == '.' || c == '!' || c == '?' || c == ':')
        return true;
    return to - from >= 3 && (memcmp(to - 3, "\xE3\x80\x82", 3) == 0 ||
                              memcmp(to - 3, "\xE0\xA5\xA4", 3) == 0);
}

static void measure_line(lines *l, const char *line, const char *end)
{
    const char *p = line;
    while (p < end && (*p == ' ' || *p == '\t'))
        p++;
    if (p == end) {
        l->blank++;
        return;
    }
    uint32_t n = (uint32_t)(end - p);
    l->n++;
    l->brief += n < 40;
    l->longest = n > l->longest ? n : l->longest;
    l->items += (*p == '-' || *p == '*' || *p == '+' || (unsigned char)*p == 0xE2) &&
                n > 1 && (p[1] == ' ' || (unsigned char)*p == 0xE2);
    l->headings += *p == '#';
    l->rows += *p == '|';
    l->digits += fc_is_digit(*p);
    l->capitals += *p >= 'A' && *p <= 'Z';
    l->stops += ends_in_stop(p, end);
    l->code += p - line > 3 || end[-1] == ';' || end[-1] == '{' || end[-1] == '}';
    l->fences += n >= 3 && memcmp(p, "```", 3) == 0;
    l->formulas += n >= 2 && memcmp(p, "$$", 2) == 0;
}

static lines measure_lines(fc_str text)
{
    lines l = { 0 };
    const char *p = text.p, *end = text.p + text.n;
    while (p < end) {
        const char *stop = memchr(p, '\n', (size_t)(end - p));
        if (!stop)
            stop = end;
        measure_line(&l, p, stop);
        p = stop + 1;
    }
    return l;
}

/* Four steps to a doubling of a / b, from 2^-16 on; 0 below. The quotient of two whole
 * numbers below 2^53 is never rounded up to a whole number, and its exponent and first
 * two bits are the step; no branch depends on it, as most marks do not occur. */
static uint8_t step_of(uint64_t a, uint64_t b)
{
    double ratio = (double)(int64_t)(a << 16) / (double)(int64_t)b;
    uint64_t bits;
    memcpy(&bits, &ratio, sizeof bits);
    unsigned whole = (unsigned)(int64_t)ratio, step = (unsigned)(bits >> 50) - 4 * 1024;
    step = ratio < 4 ? whole : step;
    return (uint8_t)(step < FC_MEASURE_STEPS ? step : FC_MEASURE_STEPS - 1);
}

typedef struct words {
    uint64_t n, bytes, lengthy, numbers;
} words;

static words sum_lengths(const fc_counts *c)
{
    words w = { 0 };
    for (uint32_t i = 1; i <= FC_WORD_MAX; i++) {
        w.n += c->length[i];
        w.bytes += i * (uint64_t)c->length[i];
        w.lengthy += i >= 8 ? c->length[i] : 0;
    }
    for (int i = 1; i <= 5; i++)
        w.numbers += c->shape[FC_SHAPE_NUMBER + i];
    return w;
}

static uint8_t *add_words(uint8_t *o, const fc_counts *c, uint64_t bytes)
{
    words w = sum_lengths(c);
    uint64_t several = w.n + 1, sentences = c->sentences, units = w.n + c->ideographs + 1;
    uint64_t formula =
        (uint64_t)c->mark['='] + c->mark['\\'] + c->mark['$'] + c->mark['^'];
    *o++ = step_of(bytes, 1);
    *o++ = step_of(units, 1);
    *o++ = step_of(w.bytes, several);
    *o++ = step_of(c->digits, bytes);
    *o++ = step_of(c->upper, bytes);
    *o++ = step_of(c->spaces, bytes);
    *o++ = step_of(c->mark['\n'], bytes);
    *o++ = step_of(w.lengthy, several);
    *o++ = step_of(c->shape[FC_SHAPE_CAPITALISED], several);
    *o++ = step_of(c->shape[FC_SHAPE_CAPITALS], several);
    *o++ = step_of(w.numbers, several);
    *o++ = step_of(c->shape[FC_SHAPE_NUMBER + 4], several);
    *o++ = step_of(c->length[1], several);
    *o++ = step_of(units, sentences + 1);
    *o++ = step_of(sentences, bytes);
    *o++ = step_of(c->mark['?'] + 1, sentences + 2);
    *o++ = step_of(c->mark['!'] + 1, sentences + 2);
    *o++ = step_of(formula, bytes);
    *o++ = step_of(c->different, units);
    *o++ = step_of(c->different, 1);
    *o++ = step_of(c->latin, bytes);
    *o++ = step_of(c->ideographs, bytes);
    *o++ = step_of(c->indic, bytes);
    *o++ = step_of(c->symbols, bytes);
    return o;
}

static uint8_t *add_lines(uint8_t *o, const lines *l, uint64_t bytes)
{
    uint64_t n = l->n + 1;
    *o++ = step_of(n, 1);
    *o++ = step_of(bytes, n);
    *o++ = step_of(l->longest, 1);
    *o++ = step_of(l->brief, n);
    *o++ = step_of(l->items, n);
    *o++ = step_of(l->headings, n);
    *o++ = step_of(l->rows, n);
    *o++ = step_of(l->stops, n);
    *o++ = step_of(l->blank, n);
    *o++ = step_of(l->digits, n);
    *o++ = step_of(l->capitals, n);
    *o++ = step_of(l->code, n);
    *o++ = step_of(l->fences, 1);
    *o++ = step_of(l->formulas, 1);
    return o;
}

void fc_measure(fc_str window, const fc_counts *c, uint8_t step[FC_MEASURES])
{
    uint64_t bytes = window.n + 1;
    lines l = measure_lines(window);
    uint8_t *o = add_lines(add_words(step, c, bytes), &l, bytes);
    for (const char *m = marks; *m; m++)
        *o++ = step_of(c->mark[(unsigned char)*m], bytes);
    *o++ = step_of(bytes, l.blank + 1);
    *o = step_of(c->mark[':'] && c->mark['/'] > 1 ? c->mark['/'] / 2 : 0, 1);
}
