/* dclm_lines.c - see dclm_lines.h. Each step goes over all lines before the next one
 * begins, as a step can make lines that another one takes; and each strips the text, but
 * the one for single words. */
#include "filters/dclm_lines.h"

#include "base/str.h"
#include "text/chars.h"

fc_str fc_dclm_newlines(fc_str text, fc_arena *a)
{
    if (fc_str_find(text, FC_STR("\n\n\n")) == text.n)
        return text;
    char *out = fc_alloc(a, text.n);
    size_t n = 0, run = 0;
    for (size_t i = 0; i < text.n; i++) {
        run = text.p[i] == '\n' ? run + 1 : 0;
        if (run <= 2)
            out[n++] = text.p[i];
    }
    return (fc_str){ out, n };
}

size_t fc_dclm_words(fc_str text)
{
    static const bool blank[256] = {
        [' '] = 1, ['\t'] = 1, ['\n'] = 1, ['\v'] = 1, ['\f'] = 1, ['\r'] = 1, ['\0'] = 1,
    };
    size_t found = 0, i = 0, k;
    for (;;) {
        while (i < text.n && blank[(unsigned char)text.p[i]])
            i++;
        if (i == text.n)
            return found;
        fc_str word = { text.p + i, text.n - i };
        found += (fc_chars_at(word, &k) & FC_C_ALNUM) != 0;
        while (i < text.n && !blank[(unsigned char)text.p[i]])
            i++;
    }
}

/* ---------------------------------------------------------------- kinds of lines */

/* Share of characters with a flag. */
static double share_of(fc_str line, unsigned flag)
{
    size_t found = 0, chars = 0, n;
    for (size_t i = 0; i < line.n; i += n, chars++) {
        unsigned char c = (unsigned char)line.p[i];
        unsigned flags = fc_chars_low[c & 127];
        n = 1;
        if (c >= 128)
            flags = fc_chars_decode((fc_str){ line.p + i, line.n - i }, &n);
        found += (flags & flag) != 0;
    }
    return chars ? (double)found / (double)chars : 0;
}

/* Has the line more words than this? */
static bool has_more_words(fc_str line, size_t than)
{
    size_t at = 0;
    fc_str word;
    while (fc_py_word(line, &at, &word))
        if (than-- == 0)
            return true;
    return false;
}

static bool shouts(fc_str line)
{
    return share_of(line, FC_C_UPPER) > 0.5;
}

static bool is_number(fc_str line)
{
    enum { LONG = 1000000 };    /* one other character is too many in a shorter line */
    size_t n;
    if (line.n < LONG && line.n && !(fc_chars_at(line, &n) & FC_C_DIGIT))
        return false;
    return share_of(line, FC_C_DIGIT) > 0.999999;
}

static bool is_single_word(fc_str line)
{
    return line.n && !has_more_words(line, 1);
}

/* A character that is part of a word for regular expressions. */
static bool is_word_char(fc_str s, size_t *n)
{
    return fc_chars_at(s, n) & FC_C_ALNUM || s.p[0] == '_';
}

static fc_str skip(fc_str s, bool word_chars)
{
    size_t n;
    while (s.n && is_word_char(s, &n) == word_chars)
        s = fc_str_sub(s, n, s.n);
    return s;
}

/* Bytes of the letter in front, in any case, or 0. Python's lower() makes the Kelvin sign
 * a k; and where it ignores case, an s is also long and an i with or without its dot. */
static size_t letter_at(fc_str s, char letter, bool ignores_case)
{
    static const struct { char letter; bool lower; char form[4]; } forms[] = {
        { 'k', true, "\u212A" },
        { 's', false, "\u017F" },
        { 'i', false, "\u0130" },
        { 'i', false, "\u0131" },
    };
    if (s.n && fc_lower(s.p[0]) == letter)
        return 1;
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++)
        if (forms[i].letter == letter && (forms[i].lower || ignores_case) &&
            fc_str_starts(s, fc_str_of(forms[i].form)))
            return strlen(forms[i].form);
    return 0;
}

/* Is s the thing and no word behind it? */
static bool is_thing(fc_str s, const char *thing)
{
    for (size_t n; *thing; thing++, s = fc_str_sub(s, n, s.n))
        if (!(n = letter_at(s, *thing, false)))
            return false;
    return !skip(s, false).n;
}

/* "3 likes", "1.2k views": \W* \d [,.\d]* [kmb]? \s+ thing \W*, in lower case. */
static bool is_counter(fc_str line)
{
    static const char *const things[] = {
        "likes",     "shares",  "comments",  "retweets",  "reposts", "quotes",
        "bookmarks", "upvotes", "downvotes", "downloads", "views",   "followers",
    };
    size_t n, i = 0;
    fc_str s = skip(line, false);
    if (!s.n || !fc_chars_decimal_at(s, &n))
        return false;
    for (i = n; i < s.n; i += n)
        if (!fc_chars_decimal_at(fc_str_sub(s, i, s.n), &n) && s.p[i] != ',' &&
            s.p[i] != '.')
            break;
    s = fc_str_sub(s, i, s.n);
    for (const char *unit = "kmb"; *unit; unit++)
        if ((n = letter_at(s, *unit, false))) {
            s = fc_str_sub(s, n, s.n);
            break;
        }
    fc_str rest = fc_py_lstrip(s);
    if (rest.n == s.n)
        return false;
    for (size_t k = 0; k < sizeof things / sizeof *things; k++)
        if (is_thing(rest, things[k]))
            return true;
    return false;
}

/* ---------------------------------------------------------------- phrases in lines */

typedef enum place { ANYWHERE, AT_END, IN_FRONT } place;

/* The phrase at s, in any case; '.' in it is any character but a newline. Its bytes, or
 * 0. */
static size_t phrase_at(fc_str s, const char *phrase)
{
    size_t i = 0, n;
    for (const char *p = phrase; *p; p++, i += n) {
        if (i >= s.n)
            return 0;
        fc_str rest = fc_str_sub(s, i, s.n);
        if (*p == '.')
            fc_chars_at(rest, &n);
        else if (!(n = letter_at(rest, *p, true)))
            return 0;
    }
    return i;
}

/* A white space character before the phrase (behind it, in front) goes with it. */
static fc_str without_phrase(fc_str line, const char *phrase, place where, fc_arena *a)
{
    char *out = NULL;
    size_t n = 0, k = 0;
    for (size_t i = 0; i < line.n; i += k) {
        fc_str rest = fc_str_sub(line, i, line.n);
        size_t lead = fc_chars_at(rest, &k) & FC_C_SPACE && where != IN_FRONT ? k : 0;
        size_t found = phrase_at(fc_str_sub(rest, lead, rest.n), phrase);
        if (!found)
            found = phrase_at(rest, phrase), lead = 0;
        if (found &&
            ((where == AT_END && lead + found < rest.n) || (where == IN_FRONT && i > 0)))
            found = 0;
        if (!found) {
            if (out)
                memcpy(out + n, rest.p, k);
            n += k;
            continue;
        }
        if (!out) {
            out = fc_alloc(a, line.n);
            memcpy(out, line.p, i);
        }
        k = lead + found;
        fc_str behind = fc_str_sub(line, i + k, line.n);
        size_t blank;
        if (where == IN_FRONT && behind.n && fc_chars_at(behind, &blank) & FC_C_SPACE)
            k += blank;
    }
    return out ? (fc_str){ out, n } : line;
}

/* ---------------------------------------------------------------- steps */

/* A step: a kind of lines goes, or a phrase out of them. */
typedef struct step {
    bool (*goes)(fc_str line);
    const char *phrase;
    const char *part;           /* of the phrase, without letters of other forms */
    place where;
    bool strip;                 /* the text, when all is done */
} step;

enum { PHRASE_WORDS = 10 };

/* Is a part of the phrase there? In most texts it is not, and then the phrase has no line
 * to go out of: those of nothing but blanks are single words. */
static bool may_have(fc_str s, const char *part)
{
    size_t n = strlen(part);
    for (size_t i = 0; i + n <= s.n; i++) {
        size_t k = 0;
        while (k < n && fc_lower(s.p[i + k]) == part[k])
            k++;
        if (k == n)
            return true;
    }
    return false;
}

/* The line after the step; p NULL when it goes. */
static fc_str apply(const step *s, fc_str line, fc_arena *scratch)
{
    const fc_str gone = { NULL, 0 };
    if (s->goes)
        return s->goes(line) ? gone : line;
    if (line.n && has_more_words(line, PHRASE_WORDS))
        return line;
    fc_str left = without_phrase(line, s->phrase, s->where, scratch);
    return line.n && !fc_py_lstrip(left).n ? gone : left;
}

static fc_str run_step(const step *s, fc_str text, fc_arena *scratch)
{
    char *out = NULL;           /* until a line changes, all stands in the text */
    size_t n = 0, lines = 0;
    fc_str rest = text, line;
    if (s->phrase && !may_have(text, s->part))
        return fc_py_strip(text);
    while (fc_str_split(&rest, '\n', &line)) {
        fc_str left = apply(s, line, scratch);
        if (!out && (left.p != line.p || left.n != line.n)) {
            out = fc_alloc(scratch, text.n + 1);
            n = (size_t)(line.p - text.p) - (lines > 0); /* without the newline */
            memcpy(out, text.p, n);
        }
        if (!left.p && line.n)
            continue;
        if (lines++ && out)
            out[n++] = '\n';
        if (left.n && out)
            memcpy(out + n, left.p, left.n);
        n += left.n;
    }
    fc_str all = out ? (fc_str){ out, n } : text;
    return s->strip ? fc_py_strip(all) : all;
}

fc_str fc_dclm_lines(fc_str text, fc_arena *scratch)
{
    static const step steps[] = {
        { .goes = shouts, .strip = true },
        { .goes = is_number, .strip = true },
        { .goes = is_counter, .strip = true },
        { .goes = is_single_word },
        { .phrase = "items in cart", .part = " cart", .where = ANYWHERE, .strip = true },
        { .phrase = "read more...", .part = "read m", .where = AT_END, .strip = true },
        { .phrase = "sign-in", .part = "gn-", .where = IN_FRONT, .strip = true },
    };
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++)
        text = run_step(&steps[i], text, scratch);
    return text;
}
