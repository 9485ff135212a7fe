/* dclm_lines.c - see dclm_lines.h. Each step goes over all lines before the next one
 * begins, as a step can make lines that another one takes; and each strips the text, but
 * the one for single words. */
#include "filters/dclm_lines.h"

#include "base/str.h"
#include "base/utf8.h"
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
    size_t found = 0, k;
    bool inside = false;
    for (size_t i = 0; i < text.n; i++) {
        char c = text.p[i];
        bool blank = c == ' ' || (c >= '\t' && c <= '\r') || c == '\0';
        if (!blank && !inside)
            found += (fc_chars_at(fc_str_sub(text, i, text.n), &k) & FC_C_ALNUM) != 0;
        inside = !blank;
    }
    return found;
}

/* ---------------------------------------------------------------- kinds of lines */

/* Share of characters with a flag. */
static double share_of(fc_str line, unsigned flag)
{
    size_t found = 0, chars = 0, n;
    for (size_t i = 0; i < line.n; i += n, chars++)
        found += (fc_chars_at(fc_str_sub(line, i, line.n), &n) & flag) != 0;
    return chars ? (double)found / (double)chars : 0;
}

static bool shouts(fc_str line)
{
    return share_of(line, FC_C_UPPER) > 0.5;
}

static bool is_number(fc_str line)
{
    return share_of(line, FC_C_DIGIT) > 0.999999;
}

static bool is_single_word(fc_str line)
{
    return line.n && fc_py_words(line) < 2;
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

/* "3 likes", "1.2k views": \W* \d [,.\d]* [kmb]? \s+ thing \W*, in lower case. */
static bool is_counter(fc_str line)
{
    static const char *const things[] = {
        "likes",     "shares",  "comments",  "retweets",  "reposts", "quotes",
        "bookmarks", "upvotes", "downvotes", "downloads", "views",   "followers",
    };
    size_t n, i = 0;
    fc_str s = skip(line, false);
    if (!s.n || !(fc_chars_at(s, &n) & FC_C_DIGIT))
        return false;
    for (i = n; i < s.n; i += n)
        if (!(fc_chars_at(fc_str_sub(s, i, s.n), &n) & FC_C_DIGIT) && s.p[i] != ',' &&
            s.p[i] != '.')
            break;
    if (i < s.n && strchr("kmbKMB", s.p[i]) && s.p[i])
        i++;
    s = fc_str_sub(s, i, s.n);
    fc_str rest = fc_py_lstrip(s);
    if (rest.n == s.n)
        return false;
    for (size_t k = 0; k < sizeof things / sizeof *things; k++) {
        fc_str thing = fc_str_of(things[k]);
        if (fc_str_istarts(rest, thing) &&
            !skip(fc_str_sub(rest, thing.n, rest.n), false).n)
            return true;
    }
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
        fc_chars_at(fc_str_sub(s, i, s.n), &n);
        if (*p != '.' && fc_lower(s.p[i]) != *p)
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
    place where;
    bool strip;                 /* the text, when all is done */
} step;

enum { PHRASE_WORDS = 10 };

/* The line after the step; p NULL when it goes. */
static fc_str apply(const step *s, fc_str line, fc_arena *scratch)
{
    const fc_str gone = { NULL, 0 };
    if (s->goes)
        return s->goes(line) ? gone : line;
    if (fc_py_words(line) > PHRASE_WORDS)
        return line;
    fc_str left = without_phrase(line, s->phrase, s->where, scratch);
    return line.n && !fc_py_lstrip(left).n ? gone : left;
}

static fc_str run_step(const step *s, fc_str text, fc_arena *a, fc_arena *scratch)
{
    char *out = fc_alloc(a, text.n + 1);
    size_t n = 0, lines = 0;
    fc_str rest = text, line;
    while (fc_str_split(&rest, '\n', &line)) {
        fc_str left = apply(s, line, scratch);
        if (!left.p && line.n)
            continue;
        if (lines++)
            out[n++] = '\n';
        if (left.n)
            memcpy(out + n, left.p, left.n);
        n += left.n;
    }
    fc_str all = { out, n };
    return s->strip ? fc_py_strip(all) : all;
}

fc_str fc_dclm_lines(fc_str text, fc_arena *keep, fc_arena *scratch)
{
    static const step steps[] = {
        { .goes = shouts, .strip = true },
        { .goes = is_number, .strip = true },
        { .goes = is_counter, .strip = true },
        { .goes = is_single_word },
        { .phrase = "items in cart", .where = ANYWHERE, .strip = true },
        { .phrase = "read more...", .where = AT_END, .strip = true },
        { .phrase = "sign-in", .where = IN_FRONT, .strip = true },
    };
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++)
        text = run_step(&steps[i], text,
                        i + 1 < sizeof steps / sizeof *steps ? scratch : keep, scratch);
    return text;
}
