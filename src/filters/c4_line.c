/* c4_line.c - see c4_line.h. */
#include "filters/c4_line.h"

#include "base/str.h"
#include "text/chars.h"

/* Bytes of a citation mark that begins at the '[': [12], [], [edit], [citation
 * needed]. */
static size_t citation(fc_str s)
{
    size_t i = 1, n;
    while (i < s.n && fc_chars_decimal_at((fc_str){ s.p + i, s.n - i }, &n))
        i += n;
    if (i < s.n && s.p[i] == ']')
        return i + 1;
    if (fc_str_starts(s, FC_STR("[edit]")))
        return 6;
    return fc_str_starts(s, FC_STR("[citation needed]")) ? 17 : 0;
}

static fc_str without_citations(fc_str line, fc_arena *a)
{
    size_t n = 0, k;
    if (fc_str_findc(line, '[') == line.n)
        return line;
    char *out = fc_alloc(a, line.n);
    for (size_t i = 0; i < line.n;) {
        fc_str rest = { line.p + i, line.n - i };
        if (line.p[i] == '[' && (k = citation(rest)))
            i += k;
        else
            out[n++] = line.p[i++];
    }
    return n == line.n ? line : (fc_str){ out, n };
}

static bool ends_as_sentence(fc_str line)
{
    return line.n && strchr(".?!\"'", line.p[line.n - 1]) && line.p[line.n - 1] &&
           !fc_str_ends(line, FC_STR("..."));
}

/* Phrases are looked for in lines only when the text has their rarest letters where they
 * have them: lorem i[p]sum, [j]avascript, terms o[f] use, pri[v]acy, coo[k]ie. */
enum { MAY_LOREM = 1, MAY_SCRIPT = 2, MAY_TERMS = 4, MAY_PRIVACY = 8, MAY_COOKIE = 16,
       MAY_ALL = 31 };

static bool around(fc_str text, size_t at, size_t before, const char *word)
{
    fc_str from = fc_str_sub(text, at - before, text.n);
    return at >= before && fc_str_istarts(from, fc_str_of(word));
}

unsigned fc_c4_phrases(fc_str text)
{
    static const uint8_t rare[256] = {
        ['j'] = 1, ['J'] = 1, ['k'] = 1, ['K'] = 1, ['v'] = 1,  ['V'] = 1,
        ['p'] = 1, ['P'] = 1, ['f'] = 1, ['F'] = 1, [0xE2] = 1,
    };
    unsigned may = 0;
    for (size_t i = 0; i < text.n; i++) {
        if (!rare[(unsigned char)text.p[i]])
            continue;
        switch (text.p[i]) {
        case 'j': case 'J':
            may |= MAY_SCRIPT * around(text, i, 0, "javascript");
            break;
        case 'k': case 'K':
            may |= MAY_COOKIE * around(text, i, 3, "cookie");
            break;
        case 'v': case 'V':
            may |= MAY_PRIVACY * around(text, i, 3, "privacy");
            break;
        case 'p': case 'P':
            may |= MAY_LOREM * around(text, i, 7, "lorem ipsum");
            break;
        case 'f': case 'F':
            may |= MAY_TERMS * around(text, i, 7, "terms of use");
            break;
        case '\xE2': /* the Kelvin sign is a K */
            may |= MAY_COOKIE * around(text, i, 0, "\xE2\x84\xAA");
            break;
        }
    }
    return may;
}

static bool has_policy(fc_str line, unsigned may)
{
    static const struct { const char *phrase; unsigned may; } phrases[] = {
        { "terms of use", MAY_TERMS }, { "privacy policy", MAY_PRIVACY },
        { "cookie policy", MAY_COOKIE }, { "uses cookies", MAY_COOKIE },
        { "use of cookies", MAY_COOKIE }, { "use cookies", MAY_COOKIE },
    };
    for (size_t i = 0; i < sizeof phrases / sizeof *phrases; i++)
        if (may & phrases[i].may && fc_py_lower_has(line, fc_str_of(phrases[i].phrase)))
            return true;
    return false;
}

/* Pieces between white space, told by the tokens, which touch within one. */
static size_t count_words(const fc_token *t, size_t n, int64_t max, bool *too_long)
{
    size_t words = 0, chars = 0;
    *too_long = false;
    for (size_t i = 0; i < n; i++) {
        bool new = i == 0 || t[i - 1].p + t[i - 1].n != t[i].p;
        words += new;
        chars = new ? t[i].chars : chars + t[i].chars;
        if (max >= 0 && chars > (size_t)max)
            *too_long = true;
    }
    return words;
}

int fc_c4_fate(const fc_c4_rules *r, fc_str line, const fc_token *token, size_t n,
               fc_arena *scratch, fc_str *plain)
{
    bool too_long;
    size_t words = count_words(token, n, r->max_word, &too_long);
    if (too_long)
        return FC_C4_LONG_WORD;
    *plain = without_citations(line, scratch);
    /* a phrase may stand around a citation that was taken out */
    unsigned may = plain->p == line.p ? r->may : MAY_ALL;
    line = *plain;
    if (r->terminal && !ends_as_sentence(line))
        return FC_C4_NO_TERMINAL;
    if ((double)words < r->min_words)
        return FC_C4_FEW_WORDS;
    if (may & MAY_LOREM && fc_py_lower_has(line, FC_STR("lorem ipsum")))
        return FC_C4_LOREM;
    if (may & MAY_SCRIPT && fc_py_lower_has(line, FC_STR("javascript")))
        return FC_C4_JAVASCRIPT;
    if (fc_str_findc(line, '{') < line.n && r->brace)
        return FC_C4_BRACE;
    return has_policy(line, may) ? FC_C4_POLICY : FC_C4_KEPT;
}
