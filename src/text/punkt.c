/* punkt.c - see punkt.h. The steps are those of NLTK's PunktSentenceTokenizer, whose cuts
 * depend on their details: the places are found first, each is judged by the words around
 * it alone, and closing marks behind a cut are drawn to the sentence before it. */
#include "text/punkt.h"

#include "base/str.h"
#include "base/utf8.h"
#include "text/chars.h"

#include "text/punkt_table.h"

static fc_str after(fc_str s, size_t n)
{
    return (fc_str){ s.p + n, s.n - n };
}

static bool is_one_of(char c, const char *set)
{
    return c && strchr(set, c);
}

static size_t blank_at(fc_str s)
{
    size_t n;
    return s.n && fc_chars_at(s, &n) & FC_C_SPACE ? n : 0;
}

/* Marks that no word goes over. */
static bool no_word(char c)
{
    static const bool stops[256] = {
        [')'] = 1, ['"'] = 1, [';'] = 1, ['}'] = 1, [']'] = 1, ['*'] = 1, [':'] = 1,
        ['@'] = 1, ['\''] = 1, ['('] = 1, ['{'] = 1, ['['] = 1, ['!'] = 1, ['?'] = 1,
    };
    return stops[(unsigned char)c];
}

/* ---------------------------------------------------------------- words */

/* Bytes of dashes, points, or points with white space between, at the front of s. */
static size_t long_mark(fc_str s)
{
    size_t n, k, pairs = 0;
    if (s.p[0] != '-' && s.p[0] != '.') /* first: this is asked of every byte of a word */
        return 0;
    n = fc_str_run(s, s.p[0]);
    if (n > 1)
        return n;
    if (s.p[0] == '-')
        return 0;
    for (n = 0; n < s.n && s.p[n] == '.' && (k = blank_at(after(s, n + 1))); pairs++)
        n += 1 + k;
    if (pairs >= 2 && n < s.n && s.p[n] == '.')
        return n + 1;
    return 0;
}

/* Does a word end before s? A comma ends one at its end only. */
static bool ends_word(fc_str s)
{
    if (!s.n || blank_at(s) || no_word(s.p[0]) || long_mark(s))
        return true;
    if (s.p[0] != ',')
        return false;
    s = after(s, 1);
    return !s.n || blank_at(s) || no_word(s.p[0]) || long_mark(s);
}

/* The next word of a line. */
static bool next_word(fc_str line, size_t *at, fc_str *word)
{
    size_t n;
    while ((n = blank_at(after(line, *at))))
        *at += n;
    fc_str s = after(line, *at);
    if (!s.n)
        return false;
    n = long_mark(s);
    if (!n) {
        fc_chars_at(s, &n);
        if (!is_one_of(s.p[0], "(\"`{[:;&#*@)}],-"))
            while (!ends_word(after(s, n)))
                n++;
    }
    *word = (fc_str){ s.p, n };
    *at += n;
    return true;
}

/* ---------------------------------------------------------------- what a word is */

typedef struct word {
    fc_str s;
    bool breaks, abbreviation, ellipsis;
} word;

/* -1,000.5 and the like. */
static bool is_number(fc_str s)
{
    size_t i = 0, n;
    i += s.n > i && s.p[i] == '-';
    i += s.n > i && is_one_of(s.p[i], ".,");
    if (i == s.n || !fc_chars_decimal_at(after(s, i), &n))
        return false;
    for (; i < s.n; i += n)
        if (!fc_chars_decimal_at(after(s, i), &n) && !is_one_of(s.p[i], ",.-"))
            return false;
    return true;
}

/* A letter and a point. */
static bool is_initial(fc_str s)
{
    size_t n;
    uint32_t code;
    if (s.n < 2 || s.p[s.n - 1] != '.')
        return false;
    fc_utf8_decode(s, &code, NULL);
    bool letter = fc_chars_at(s, &n) & FC_C_ALNUM || s.p[0] == '_';
    return letter && n + 1 == s.n && !fc_chars_decimal(code);
}

static bool ends_with_point(fc_str s)
{
    return s.n && s.p[s.n - 1] == '.';
}

static fc_str without_point(fc_str s)
{
    return (fc_str){ s.p, s.n - (s.n > 1 && ends_with_point(s)) };
}

/* What was learned of a word, in any case. */
static unsigned known(fc_str s)
{
    char low[WORD_MAX + 1];
    size_t first = 0, end = sizeof words / sizeof *words;
    if (s.n > WORD_MAX || fc_str_findc(s, '\0') < s.n)
        return 0;
    for (size_t i = 0; i < s.n; i++)
        low[i] = fc_lower(s.p[i]);
    low[s.n] = '\0';
    while (first < end) {
        size_t middle = first + (end - first) / 2;
        int order = strcmp(low, words[middle].word);
        if (order == 0)
            return words[middle].flags;
        if (order < 0)
            end = middle;
        else
            first = middle + 1;
    }
    return 0;
}

/* By the word alone. */
static word look_at(fc_str s)
{
    word w = { .s = s };
    if (s.n == 1 && is_one_of(s.p[0], ".?!")) {
        w.breaks = true;
    } else if (s.n > 1 && fc_str_ends(s, FC_STR(".."))) {
        w.ellipsis = fc_str_run(s, '.') == s.n;
    } else if (ends_with_point(s)) {
        fc_str stem = without_point(s), part = stem;
        for (size_t i = 0; i < stem.n; i++)
            if (stem.p[i] == '-')
                part = after(stem, i + 1);
        w.abbreviation = (known(stem) | known(part)) & ABBREVIATION;
        w.breaks = !w.abbreviation;
    }
    return w;
}

/* ---------------------------------------------------------------- is it an end? */

/* No sentence begins with a mark, nor with a small letter. */
static bool begins_none(const word *w)
{
    size_t n;
    unsigned first = fc_chars_at(w->s, &n);
    return (w->s.n == 1 && is_one_of(w->s.p[0], ";:,.!?")) ||
           (first & FC_C_TOKEN_LOWER && !(first & FC_C_TOKEN_UPPER));
}

/* Look at a word that ends with a point again, with the next one. */
static void look_again(word *w, const word *next)
{
    unsigned flags = known(next->breaks ? without_point(next->s) : next->s);
    size_t n;
    bool initial = is_initial(w->s), upper = fc_chars_at(next->s, &n) & FC_C_UPPER;
    if (!ends_with_point(w->s))
        return;
    if ((w->abbreviation || w->ellipsis) && !initial && upper && flags & STARTER)
        w->breaks = true;
    else if ((initial || is_number(w->s)) &&
             (begins_none(next) || (initial && upper && !(flags & LOWER))))
        w->breaks = false;
}

/* Is there an end of a sentence within these words? */
static bool has_break(fc_str text)
{
    word last = { .breaks = false };
    fc_str line, s;
    while (fc_str_split(&text, '\n', &line))
        for (size_t at = 0; next_word(line, &at, &s);) {
            word w = look_at(s);
            if (last.s.n)
                look_again(&last, &w);
            if (last.breaks)
                return true;
            last = w;
        }
    return false;
}

/* ---------------------------------------------------------------- places */

/* May a sentence end with the mark at i? */
static bool find_place(fc_str text, size_t i, fc_punkt_place *place)
{
    size_t at = i + 1, n;
    place->mark = i;
    if (at < text.n && no_word(text.p[at])) {
        place->next = at;
        place->behind = at + 1;
        return true;
    }
    while ((n = blank_at(after(text, at))))
        at += n;
    place->next = at;
    if (at == i + 1 || at == text.n)
        return false;
    while (at < text.n && !blank_at(after(text, at)))
        at++;
    place->behind = at;
    return true;
}

/* Where the word before the mark begins: behind white space, else where the one of the
 * place before did. */
static size_t word_before(fc_str text, size_t mark, const fc_punkt_place *before)
{
    for (size_t i = mark; i > before->mark + 1; i--)
        if (is_one_of(text.p[i - 1], " \t\n\r\v\f"))
            return i;
    return before->word;
}

/* The next place whose word is not that of a later one too. */
static bool next_place(fc_punkt *p, fc_punkt_place *place)
{
    fc_punkt_place found = { 0 };
    while (p->at < p->text.n) {
        size_t i = p->at++;
        char c = p->text.p[i];
        if ((c != '.' && c != '?' && c != '!') || !find_place(p->text, i, &found))
            continue;
        found.word = word_before(p->text, i, &p->place);
        bool apart = p->waiting && p->place.mark <= found.word;
        *place = p->place;
        p->place = found;
        p->waiting = true;
        if (apart)
            return true;
    }
    *place = p->place;
    bool last = p->waiting;
    p->waiting = false;
    return last;
}

/* ---------------------------------------------------------------- sentences */

/* Closing marks at `at` that belong to the sentence before; *next gets where the next one
 * begins. */
static size_t closers(fc_str text, size_t at, size_t *next)
{
    size_t i = at, n;
    while (i < text.n && is_one_of(text.p[i], "\"')]}"))
        i++;
    *next = at;
    if (i == at || (i < text.n && !blank_at(after(text, i)) &&
                    !fc_str_starts(after(text, i), FC_STR("--"))))
        return 0;
    *next = i;
    while ((n = blank_at(after(text, *next))))
        *next += n;
    return i - at;
}

bool fc_punkt_next(fc_punkt *p, fc_str *sentence)
{
    fc_punkt_place place;
    if (p->done)
        return false;
    p->text = fc_py_rstrip(p->text);
    while (next_place(p, &place)) {
        if (!has_break(fc_str_sub(p->text, place.word, place.behind)))
            continue;
        size_t next, more = closers(p->text, place.next, &next);
        size_t end = more ? place.next + more : place.mark + 1;
        *sentence = fc_str_sub(p->text, p->start, end);
        p->start = next;
        return true;
    }
    p->done = true;
    *sentence = fc_str_sub(p->text, p->start, p->text.n);
    return sentence->n > 0;
}
