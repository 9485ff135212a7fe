/* treebank.c - see treebank.h. NLTK's rules are substitutions, one after the other over
 * the whole sentence, most of which put blanks around something; what is between white
 * space in the end are the words. Nearly all of them look no further than the next white
 * space, so they are applied to one piece of the text at a time, in a buffer, with the
 * white space on both sides, and only those whose marks occur in it. A piece of nothing
 * but letters needs none. Only the last point of a sentence is told from what is behind
 * it: all from its piece on to the end is one piece. */
#include "text/treebank.h"

#include "base/str.h"
#include "base/utf8.h"
#include "text/chars.h"
#include "text/punkt.h"

enum { CHARS_MAX = (1 << 26) - 1 };

/* What a piece has, and so which rules may change it. */
enum {
    QUOTE = 1,                  /* " */
    TICK = 2,                   /* ` */
    APOSTROPHE = 4,
    COLON = 8,                  /* : and , */
    POINT = 16,
    MARK = 32,                  /* ; @ # $ % & ? ! */
    BRACKET = 64,               /* brackets, * */
    DASH = 128,
    WIDE = 256,                 /* may be a quote beyond ASCII */
    DOUBLED = 512,              /* nn, mm or tt, as in cannot, gimme, gotta */
    POINTS = 1024               /* two points or more */
};

static const uint16_t kind[256] = {
    ['"'] = QUOTE,     ['`'] = TICK,      ['\''] = APOSTROPHE, [':'] = COLON,
    [','] = COLON,     ['.'] = POINT,     [';'] = MARK,        ['@'] = MARK,
    ['#'] = MARK,      ['$'] = MARK,      ['%'] = MARK,        ['&'] = MARK,
    ['?'] = MARK,      ['!'] = MARK,      ['*'] = BRACKET,     ['['] = BRACKET,
    [']'] = BRACKET,   ['('] = BRACKET,   [')'] = BRACKET,     ['{'] = BRACKET,
    ['}'] = BRACKET,   ['<'] = BRACKET,   ['>'] = BRACKET,     ['-'] = DASH,
    ['n'] = DOUBLED,   ['N'] = DOUBLED,   ['m'] = DOUBLED,     ['M'] = DOUBLED,
    ['t'] = DOUBLED,   ['T'] = DOUBLED,   [0xC2] = WIDE,       [0xE2] = WIDE,
};

static unsigned kinds_in(fc_str s)
{
    unsigned found = 0;
    unsigned char before = 0;
    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i];
        unsigned k = kind[c];
        if (k == DOUBLED && (before | 32) != (c | 32))
            k = 0;
        if (k == POINT && before == '.')
            k = POINTS;
        found |= k;
        before = c;
    }
    return found;
}

/* ---------------------------------------------------------------- the list of words */

typedef struct maker {
    fc_token *v;
    size_t n, cap;
    fc_arena *a;
    char *in, *out;             /* the buffers that the rules work in */
    size_t n_in, n_out, cap_in, cap_out;
} maker;

/* Punctuation was a smaller set then: without most of what ends sentences in other
 * scripts. */
static bool is_symbol(fc_str s, unsigned flags)
{
    static const char *const both[] = { "\u3002", "\uff01", "\uff0e", "\uff1f" };
    if (!(flags & FC_C_TERMINAL) || s.n == 1)
        return true;
    for (size_t i = 0; i < sizeof both / sizeof *both; i++)
        if (fc_str_is(s, both[i]))
            return true;
    return false;
}

static void add(maker *m, const char *p, size_t n)
{
    fc_token t = { .p = p, .n = (uint32_t)n };
    size_t chars = 0, k;
    if (m->n == m->cap) {
        size_t cap = m->cap ? 2 * m->cap : 256;
        m->v = fc_grow(m->a, m->v, m->cap * sizeof *m->v, cap * sizeof *m->v);
        m->cap = cap;
    }
    for (size_t i = 0; i < n; i += k, chars++) {
        unsigned flags = fc_chars_at((fc_str){ p + i, n - i }, &k);
        t.alpha |= (flags & FC_C_ALPHA) != 0;
        t.word |= !(flags & FC_C_SYMBOL) || !is_symbol((fc_str){ p + i, k }, flags);
    }
    t.chars = chars & CHARS_MAX;
    m->v[m->n++] = t;
}

/* ---------------------------------------------------------------- the buffer */

static void reserve(maker *m, char **p, size_t *cap, size_t n)
{
    if (*cap < n) {
        *p = fc_alloc(m->a, 2 * n);
        *cap = 2 * n;
    }
}

/* A rule begins: it puts at most four bytes for one. */
static fc_str begin(maker *m)
{
    reserve(m, &m->out, &m->cap_out, 4 * m->n_in + 16);
    m->n_out = 0;
    return (fc_str){ m->in, m->n_in };
}

static void end(maker *m)
{
    char *p = m->in;
    size_t cap = m->cap_in;
    m->in = m->out;
    m->n_in = m->n_out;
    m->cap_in = m->cap_out;
    m->out = p;
    m->cap_out = cap;
}

static void copy(maker *m, const char *p, size_t n)
{
    memcpy(m->out + m->n_out, p, n);
    m->n_out += n;
}

static void copy_text(maker *m, const char *text)
{
    copy(m, text, strlen(text));
}

static void copy_apart(maker *m, const char *p, size_t n)
{
    m->out[m->n_out++] = ' ';
    copy(m, p, n);
    m->out[m->n_out++] = ' ';
}

static fc_str after(fc_str s, size_t n)
{
    return (fc_str){ s.p + n, s.n - n };
}

/* ---------------------------------------------------------------- rules for marks */

/* Blanks around each match; `match` tells its bytes at the front of s, or 0. */
static void set_apart(maker *m, size_t (*match)(fc_str s))
{
    fc_str s = begin(m);
    for (size_t i = 0, n; i < s.n; i += n) {
        n = match(after(s, i));
        if (n)
            copy_apart(m, s.p + i, n);
        else
            copy(m, s.p + i, n = 1);
    }
    end(m);
}

static size_t opening(fc_str s)
{
    if (s.p[0] == '`')
        return fc_str_run(s, '`');
    if (fc_str_starts(s, FC_STR("\u00ab")))
        return 2;
    return fc_str_starts(s, FC_STR("\u201c")) || fc_str_starts(s, FC_STR("\u2018")) ||
                   fc_str_starts(s, FC_STR("\u201e"))
               ? 3
               : 0;
}

static size_t closing(fc_str s)
{
    if (fc_str_starts(s, FC_STR("\u00bb")))
        return 2;
    return fc_str_starts(s, FC_STR("\u201d")) || fc_str_starts(s, FC_STR("\u2019")) ? 3
                                                                                    : 0;
}

static size_t two_ticks(fc_str s)
{
    return fc_str_starts(s, FC_STR("``")) ? 2 : 0;
}

static size_t two_apostrophes(fc_str s)
{
    return fc_str_starts(s, FC_STR("''")) ? 2 : 0;
}

static size_t points(fc_str s)
{
    size_t n = fc_str_run(s, '.');
    return n > 1 ? n : 0;
}

static size_t mark(fc_str s)
{
    return kind[(unsigned char)s.p[0]] == MARK;
}

static size_t bracket(fc_str s)
{
    return kind[(unsigned char)s.p[0]] == BRACKET;
}

static size_t two_dashes(fc_str s)
{
    return fc_str_starts(s, FC_STR("--")) ? 2 : 0;
}

/* A straight quote in front of the sentence, or behind a blank or bracket, opens. */
static void opening_quotes(maker *m, bool first)
{
    if (first && m->in[0] == '"') {
        fc_str s = begin(m);
        copy_text(m, " `` ");
        copy(m, s.p + 1, s.n - 1);
        end(m);
    }
    fc_str s = begin(m);
    for (size_t i = 0; i < s.n; i++) {
        m->out[m->n_out++] = s.p[i];
        if (!strchr(" ([{<", s.p[i]) || !s.p[i])
            continue;
        fc_str rest = after(s, i + 1);
        size_t n = fc_str_starts(rest, FC_STR("\"")) ? 1 : two_apostrophes(rest);
        if (n)
            copy_text(m, " `` ");
        i += n;
    }
    end(m);
}

/* Straight quotes that are left close. */
static void closing_quotes(maker *m)
{
    fc_str s = begin(m);
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] == '"')
            copy_text(m, " '' ");
        else
            m->out[m->n_out++] = s.p[i];
    end(m);
}

/* : and , come off what is not a digit; the character behind is passed over. */
static void colons(maker *m, bool last)
{
    fc_str s = begin(m);
    for (size_t i = 0, n; i < s.n; i++) {
        if (kind[(unsigned char)s.p[i]] != COLON) {
            m->out[m->n_out++] = s.p[i];
            continue;
        }
        bool ends = i + 1 == s.n;
        uint32_t code = 0;
        n = ends ? 0 : fc_utf8_decode(after(s, i + 1), &code, NULL);
        if (ends ? last : !fc_chars_decimal(code)) {
            copy_apart(m, s.p + i, 1);
            if (n) /* a mark behind is passed over, but for the last of all */
                copy(m, s.p + i + 1, n);
            if (n && last && i + 1 + n == s.n && kind[(unsigned char)s.p[i + 1]] == COLON)
                copy_text(m, " ");
        } else {
            m->out[m->n_out++] = s.p[i];
            n = 0;
        }
        i += n;
    }
    end(m);
}

/* Bytes of white space, or of what closes, at the end of s; 0 when there is none. */
static size_t blank_before(fc_str s)
{
    size_t n;
    return s.n && fc_chars_before(s, &n) & FC_C_SPACE ? n : 0;
}

static size_t closer_before(fc_str s, bool wide)
{
    if (!s.n)
        return 0;
    char c = s.p[s.n - 1];
    if (c == ']' || c == ')' || c == '}' || c == '>' || c == '"' || c == '\'')
        return 1;
    if (!wide || c == ' ')
        return wide;
    if (fc_str_ends(s, FC_STR("\u00bb")))
        return 2;
    return fc_str_ends(s, FC_STR("\u201d")) || fc_str_ends(s, FC_STR("\u2019")) ? 3 : 0;
}

/* The last point of the sentence, with nothing but what closes behind it, is a word. */
static void last_point(maker *m, bool wide)
{
    fc_str s = { m->in, m->n_in }, closers;
    size_t n;
    while ((n = blank_before(s)))
        s.n -= n;
    closers.n = s.n;
    while ((n = closer_before(s, wide)))
        s.n -= n;
    if (s.n < 2 || s.p[s.n - 1] != '.' || s.p[s.n - 2] == '.')
        return;
    closers = (fc_str){ s.p + s.n, closers.n - s.n };
    begin(m);
    copy(m, s.p, s.n - 1);
    copy_text(m, wide ? " . " : " .");
    copy(m, closers.p, closers.n);
    copy_text(m, " ");
    end(m);
}

/* ---------------------------------------------------------------- rules for letters */

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
        n = fc_utf8_decode(after(s, at), &code, NULL);
        if (code == 0x17F)
            code = 's';
        if (code == 0x130 || code == 0x131)
            code = 'i';
        if (code >= 128 || fc_lower((char)code) != *word)
            return 0;
    }
    return at;
}

/* An apostrophe before a single letter that is no clitic stands alone. */
static void lone_letters(maker *m)
{
    static const char *const clitics[] = { "re", "ve", "ll", "m", "t", "s", "d", "n" };
    fc_str s = begin(m);
    for (size_t i = 0, n; i < s.n; i++) {
        m->out[m->n_out++] = s.p[i];
        if (s.p[i] != '\'' || i + 1 == s.n)
            continue;
        fc_str next = after(s, i + 1);
        if (!is_word_char(next, &n) || worded(after(next, n)))
            continue;
        bool clitic = false;
        for (size_t k = 0; k < sizeof clitics / sizeof *clitics; k++)
            clitic = clitic || starts_with(next, clitics[k]);
        if (!clitic)
            m->out[m->n_out++] = ' ';
    }
    end(m);
}

/* An apostrophe before a blank comes off what is before it. */
static void apostrophes(maker *m)
{
    fc_str s = begin(m);
    for (size_t i = 0; i < s.n; i++) {
        bool comes_off = s.p[i] == '\'' && i > 0 && s.p[i - 1] != '\'' && i + 1 < s.n &&
                         s.p[i + 1] == ' ';
        if (comes_off)
            copy_apart(m, s.p + i, 1);
        else
            m->out[m->n_out++] = s.p[i];
    }
    end(m);
}

/* 's, 'm, 'd and ' (or 'll, 're, 've, n't) before a blank come off. */
static void clitics(maker *m, const char *const *list)
{
    fc_str s = begin(m);
    for (size_t i = 0, n = 0; i < s.n; i += n) {
        n = 0;
        if (i > 0 && s.p[i - 1] != '\'' && s.p[i - 1] != ' ')
            for (size_t k = 0; list[k] && !n; k++) {
                fc_str rest = after(s, i), clitic = fc_str_of(list[k]);
                if (fc_str_starts(rest, clitic) && rest.n > clitic.n &&
                    rest.p[clitic.n] == ' ')
                    n = clitic.n;
            }
        if (n)
            copy_apart(m, s.p + i, n);
        else
            copy(m, s.p + i, n = 1);
    }
    end(m);
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
        if (!first || !(*second = starts_with(after(s, first), list[i].second)))
            continue;
        fc_str rest = after(s, first + *second);
        size_t n;
        if (worded(rest) || (list[i].first[0] == '\'' && !blank))
            continue;
        if (list[i].first[0] == 'w' && !(rest.n && fc_chars_at(rest, &n) & FC_C_SPACE))
            continue;
        return first;
    }
    return 0;
}

static void contractions(maker *m)
{
    fc_str s = begin(m);
    for (size_t i = 0, n; i < s.n; i += n) {
        size_t second, first = 0;
        n = 1;
        if (!strchr("cdglmw'", fc_lower(s.p[i])) || !s.p[i])
            ; /* none begins so */
        else if (s.p[i] == '\'' || !worded_before((fc_str){ s.p, i }))
            first = contraction(after(s, i), m->n_out && m->out[m->n_out - 1] == ' ',
                                &second);
        if (first) {
            copy_apart(m, s.p + i, first);
            copy_apart(m, s.p + i + first, second);
            n = first + second;
        } else {
            m->out[m->n_out++] = s.p[i];
        }
    }
    end(m);
}

/* ---------------------------------------------------------------- one piece */

/* All rules, in NLTK's order, where `has` says that they may change something. */
static void apply(maker *m, unsigned has, bool first, bool last)
{
    static const char *const short_ones[] = { "'s", "'S", "'m", "'M", "'d", "'D", "'",
                                              NULL };
    static const char *const long_ones[] = { "'ll", "'LL", "'re", "'RE", "'ve", "'VE",
                                             "n't", "N'T", NULL };
    if (has & (TICK | WIDE))
        set_apart(m, opening);
    if (has & TICK)
        set_apart(m, two_ticks);
    if (has & (QUOTE | APOSTROPHE))
        opening_quotes(m, first);
    if (has & APOSTROPHE)
        lone_letters(m);
    if (last && has & POINT)
        last_point(m, true);
    if (has & COLON)
        colons(m, last);
    if (has & POINTS)
        set_apart(m, points);
    if (has & MARK)
        set_apart(m, mark);
    if (last && has & POINT)
        last_point(m, false);
    if (has & APOSTROPHE)
        apostrophes(m);
    if (has & BRACKET)
        set_apart(m, bracket);
    if (has & DASH)
        set_apart(m, two_dashes);
    fc_str s = begin(m);
    copy_apart(m, s.p, s.n);
    end(m);
    if (has & WIDE)
        set_apart(m, closing);
    if (has & APOSTROPHE)
        set_apart(m, two_apostrophes);
    if (has & QUOTE)
        closing_quotes(m);
    if (has & APOSTROPHE) {
        clitics(m, short_ones);
        clitics(m, long_ones);
    }
    if (has & (APOSTROPHE | DOUBLED))
        contractions(m);
}

/* The piece of the sentence from `from` to `to`, with the white space at both sides. */
static void cut_piece(maker *m, fc_str sentence, size_t from, size_t to, unsigned has)
{
    size_t n = to - from, at = 0;
    bool first = from == 0, last = to == sentence.n;
    reserve(m, &m->in, &m->cap_in, n + 2);
    m->n_in = 0;
    if (!first)
        m->in[m->n_in++] = sentence.p[from - 1] == ' ' ? ' ' : '\n';
    memcpy(m->in + m->n_in, sentence.p + from, n);
    m->n_in += n;
    if (!last)
        m->in[m->n_in++] = sentence.p[to] == ' ' ? ' ' : '\n';
    apply(m, has, first, last);
    if (!m->n_in)
        return;
    fc_str done = { fc_alloc(m->a, m->n_in), m->n_in }, word;
    memcpy((char *)done.p, m->in, m->n_in);
    while (fc_py_word(done, &at, &word))
        add(m, word.p, word.n);
}

/* Where the piece begins that the last point of the sentence stands in, if nothing but
 * white space and what closes is behind it; else the end. */
static size_t last_piece(fc_str sentence)
{
    fc_str s = sentence;
    size_t n;
    while ((n = blank_before(s)) || (n = closer_before(s, true)))
        s.n -= n;
    if (!s.n || s.p[s.n - 1] != '.')
        return sentence.n;
    while (s.n && !blank_before(s))
        s.n--;
    return s.n;
}

static void cut_sentence(maker *m, fc_str sentence)
{
    size_t at = 0, tail = last_piece(sentence);
    fc_str piece;
    while (fc_py_word(sentence, &at, &piece)) {
        size_t from = (size_t)(piece.p - sentence.p), to = from + piece.n;
        if (from >= tail)
            to = at = sentence.n;
        unsigned has = kinds_in(fc_str_sub(sentence, from, to));
        if (from >= tail ? has != 0 : (has & ~(unsigned)POINT) != 0)
            cut_piece(m, sentence, from, to, has);
        else
            add(m, piece.p, piece.n);
    }
}

fc_token *fc_tokens_treebank(fc_str text, fc_arena *a, size_t *n)
{
    maker m = { .a = a };
    fc_punkt sentences = { .text = text };
    fc_str sentence;
    while (fc_punkt_next(&sentences, &sentence))
        cut_sentence(&m, sentence);
    *n = m.n;
    return m.v;
}
