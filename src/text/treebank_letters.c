/* treebank_letters.c - the rules of treebank.c for apostrophes and what is written in one
 * word: clitics (it's, don't) and contractions (cannot, gimme). */
#include "base/utf8.h"
#include "text/chars.h"
#include "text/treebank_rules.h"

static bool is_word_char(fc_str s, size_t *n)
{
    return fc_chars_at(s, n) & FC_C_ALNUM || s.p[0] == '_';
}

/* Is there a word character at the front, or at the end? */
static bool worded(fc_str s)
{
    size_t n;
    return s.n && is_word_char(s, &n);
}

static bool worded_before(fc_str s)
{
    size_t n;
    return s.n && (fc_chars_before(s, &n) & FC_C_ALNUM || s.p[s.n - 1] == '_');
}

/* Bytes of the word at the front of s, in any case, or 0. Python's expressions take three
 * letters more for an s or an i. */
static size_t starts_with(fc_str s, const char *word)
{
    size_t at = 0, n;
    for (; *word; word++, at += n) {
        uint32_t code = 0;
        if (at >= s.n)
            return 0;
        n = fc_utf8_decode(fc_edit_after(s, at), &code, NULL);
        if (code == 0x17F)
            code = 's';
        if (code == 0x130 || code == 0x131)
            code = 'i';
        if (code >= 128 || fc_lower((char)code) != *word)
            return 0;
    }
    return at;
}

void fc_treebank_lone_letters(fc_edit *e)
{
    static const char *const clitics[] = { "re", "ve", "ll", "m", "t", "s", "d", "n" };
    fc_str s = fc_edit_begin(e);
    for (size_t i = 0, n; i < s.n; i++) {
        e->out[e->n_out++] = s.p[i];
        if (s.p[i] != '\'' || i + 1 == s.n)
            continue;
        fc_str next = fc_edit_after(s, i + 1);
        if (!is_word_char(next, &n) || worded(fc_edit_after(next, n)))
            continue;
        bool clitic = false;
        for (size_t k = 0; k < sizeof clitics / sizeof *clitics; k++)
            clitic = clitic || starts_with(next, clitics[k]);
        if (!clitic)
            e->out[e->n_out++] = ' ';
    }
    fc_edit_end(e);
}

void fc_treebank_apostrophes(fc_edit *e)
{
    fc_str s = fc_edit_begin(e);
    for (size_t i = 0; i < s.n; i++) {
        bool comes_off = s.p[i] == '\'' && i > 0 && s.p[i - 1] != '\'' && i + 1 < s.n &&
                         s.p[i + 1] == ' ';
        if (comes_off)
            fc_edit_copy_apart(e, s.p + i, 1);
        else
            e->out[e->n_out++] = s.p[i];
    }
    fc_edit_end(e);
}

void fc_treebank_clitics(fc_edit *e, const char *const *list)
{
    fc_str s = fc_edit_begin(e);
    for (size_t i = 0, n = 0; i < s.n; i += n) {
        n = 0;
        if (i > 0 && s.p[i - 1] != '\'' && s.p[i - 1] != ' ')
            for (size_t k = 0; list[k] && !n; k++) {
                fc_str rest = fc_edit_after(s, i), clitic = fc_str_of(list[k]);
                if (fc_str_starts(rest, clitic) && rest.n > clitic.n &&
                    rest.p[clitic.n] == ' ')
                    n = clitic.n;
            }
        if (n)
            fc_edit_copy_apart(e, s.p + i, n);
        else
            fc_edit_copy(e, s.p + i, n = 1);
    }
    fc_edit_end(e);
}

/* Bytes of the first and the second part of a word that is split, at the front of s. */
static size_t contraction(fc_str s, bool blank, size_t *second)
{
    static const struct { const char *first, *second; } list[] = {
        { "can", "not" }, { "d", "'ye" },   { "gim", "me" },  { "gon", "na" },
        { "got", "ta" },  { "lem", "me" },  { "more", "'n" }, { "wan", "na" },
        { "'t", "is" },   { "'t", "was" }, /* these two behind a blank */
    };
    for (size_t i = 0; i < sizeof list / sizeof *list; i++) {
        size_t first = starts_with(s, list[i].first);
        if (!first || !(*second = starts_with(fc_edit_after(s, first), list[i].second)))
            continue;
        fc_str rest = fc_edit_after(s, first + *second);
        size_t n;
        if (worded(rest) || (list[i].first[0] == '\'' && !blank))
            continue;
        if (list[i].first[0] == 'w' && !(rest.n && fc_chars_at(rest, &n) & FC_C_SPACE))
            continue;
        return first;
    }
    return 0;
}

void fc_treebank_contractions(fc_edit *e)
{
    fc_str s = fc_edit_begin(e);
    for (size_t i = 0, n; i < s.n; i += n) {
        size_t second, first = 0;
        n = 1;
        if (!strchr("cdglmw'", fc_lower(s.p[i])) || !s.p[i])
            ; /* none begins so */
        else if (s.p[i] == '\'' || !worded_before((fc_str){ s.p, i }))
            first = contraction(fc_edit_after(s, i),
                                e->n_out && e->out[e->n_out - 1] == ' ', &second);
        if (first) {
            fc_edit_copy_apart(e, s.p + i, first);
            fc_edit_copy_apart(e, s.p + i + first, second);
            n = first + second;
        } else {
            e->out[e->n_out++] = s.p[i];
        }
    }
    fc_edit_end(e);
}
