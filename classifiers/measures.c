/* measures.c - the plain numbers of measures.h. */
#include "classifiers/measures.h"

#include <math.h>
#include <string.h>

/* ASCII marks whose share of the bytes is a measure each. */
static const char marks[] = "!?,.;:()[]{}\"'-_/\\|=<>+*#$@%&^~`";

const char *const fc_measure_names[FC_MEASURES] = {
    "log bytes", "log words", "mean word length", "share of digits", "share of capitals",
    "share of spaces", "share of line ends", "share of long words", "capitalised words",
    "words in capitals", "numbers", "four-digit numbers", "single letters",
    "words per sentence", "sentences", "question marks per sentence",
    "exclamation marks per sentence", "formula marks", "share of different words",
    "log different words", "Latin letters with marks", "Han and kana", "Indic letters",
    "symbols",
    "log lines", "log line length", "longest line", "short lines", "list items", "headings",
    "table rows", "lines ending in a stop", "blank lines", "lines beginning with a digit",
    "lines beginning with a capital", "code lines", "log code fences", "log display formulas",
    "!", "?", ",", ".", ";", ":", "(", ")", "[", "]", "{", "}", "\"", "'", "-", "_", "/", "\\",
    "|", "=", "<", ">", "+", "*", "#", "$", "@", "%", "&", "^", "~", "`",
    "log bytes per paragraph", "links",
};

typedef struct lines {
    uint32_t n, brief, items, headings, rows, stops, blank, digits, capitals, code;
    uint32_t fences, formulas, longest;
} lines;

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

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
    l->items += (*p == '-' || *p == '*' || *p == '+' || (unsigned char)*p == 0xE2) && n > 1 &&
                (p[1] == ' ' || (unsigned char)*p == 0xE2);
    l->headings += *p == '#';
    l->rows += *p == '|';
    l->digits += is_digit(*p);
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

static float *add_words(float *o, const fc_counts *c, double bytes)
{
    double words = c->words + 1.0, sentences = c->sentences;
    double units = (double)c->words + c->ideographs;
    double formula = (double)c->mark['='] + c->mark['\\'] + c->mark['$'] + c->mark['^'];
    *o++ = (float)log(bytes);
    *o++ = (float)log(units + 1);
    *o++ = (float)(c->word_bytes / words);
    *o++ = (float)(c->digits / bytes);
    *o++ = (float)(c->upper / bytes);
    *o++ = (float)(c->spaces / bytes);
    *o++ = (float)(c->mark['\n'] / bytes);
    *o++ = (float)(c->long_words / words);
    *o++ = (float)(c->capitalised / words);
    *o++ = (float)(c->capitals / words);
    *o++ = (float)(c->numbers / words);
    *o++ = (float)(c->years / words);
    *o++ = (float)(c->single / words);
    *o++ = (float)log((units + 1) / (sentences + 1));
    *o++ = (float)(sentences / bytes);
    *o++ = (float)((c->mark['?'] + 1) / (sentences + 2));
    *o++ = (float)((c->mark['!'] + 1) / (sentences + 2));
    *o++ = (float)(formula / bytes);
    *o++ = (float)(c->different / (units + 1));
    *o++ = (float)log(c->different + 1.0);
    *o++ = (float)(c->latin / bytes);
    *o++ = (float)(c->ideographs / bytes);
    *o++ = (float)(c->indic / bytes);
    *o++ = (float)(c->symbols / bytes);
    return o;
}

static float *add_lines(float *o, const lines *l, double bytes)
{
    double n = l->n + 1.0;
    *o++ = (float)log(n);
    *o++ = (float)log(bytes / n);
    *o++ = (float)log(l->longest + 1.0);
    *o++ = (float)(l->brief / n);
    *o++ = (float)(l->items / n);
    *o++ = (float)(l->headings / n);
    *o++ = (float)(l->rows / n);
    *o++ = (float)(l->stops / n);
    *o++ = (float)(l->blank / n);
    *o++ = (float)(l->digits / n);
    *o++ = (float)(l->capitals / n);
    *o++ = (float)(l->code / n);
    *o++ = (float)log(l->fences + 1.0);
    *o++ = (float)log(l->formulas + 1.0);
    return o;
}

void fc_measure(fc_str window, const fc_counts *c, float out[FC_MEASURES])
{
    double bytes = (double)window.n + 1;
    lines l = measure_lines(window);
    float *o = add_lines(add_words(out, c, bytes), &l, bytes);
    for (const char *m = marks; *m; m++)
        *o++ = (float)(c->mark[(unsigned char)*m] / bytes);
    *o++ = (float)log(bytes / (l.blank + 1.0));
    *o = (float)(c->mark[':'] && c->mark['/'] > 1 ? log(c->mark['/'] / 2 + 1.0) : 0);
}
