/* treebank.c - see treebank.h. NLTK's rules are substitutions, one after the other over
 * the whole sentence, most of which put blanks around something; what is between white
 * space in the end are the words. Nearly all of them look no further than the next white
 * space, so they are applied to one piece of the text at a time, in a buffer, with the
 * white space on both sides, and only those whose marks occur in it. A piece of nothing
 * but letters needs none. Only the last point of a sentence is told from what is behind
 * it: all from its piece on to the end is one piece. */
#include "text/treebank.h"

#include "base/utf8.h"
#include "text/chars.h"
#include "text/punkt.h"
#include "text/treebank_rules.h"

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
    fc_edit edit;               /* what the rules work in */
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
        m->v = fc_grow(m->edit.a, m->v, m->cap * sizeof *m->v, cap * sizeof *m->v);
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

/* ---------------------------------------------------------------- rules for marks */

/* Blanks around each match; `match` tells its bytes at the front of s, or 0. */
static void set_apart(fc_edit *e, size_t (*match)(fc_str s))
{
    fc_str s = fc_edit_begin(e);
    for (size_t i = 0, n; i < s.n; i += n) {
        n = match(fc_edit_after(s, i));
        if (n)
            fc_edit_copy_apart(e, s.p + i, n);
        else
            fc_edit_copy(e, s.p + i, n = 1);
    }
    fc_edit_end(e);
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
static void opening_quotes(fc_edit *e, bool first)
{
    if (first && e->in[0] == '"') {
        fc_str s = fc_edit_begin(e);
        fc_edit_copy_text(e, " `` ");
        fc_edit_copy(e, s.p + 1, s.n - 1);
        fc_edit_end(e);
    }
    fc_str s = fc_edit_begin(e);
    for (size_t i = 0; i < s.n; i++) {
        e->out[e->n_out++] = s.p[i];
        if (!strchr(" ([{<", s.p[i]) || !s.p[i])
            continue;
        fc_str rest = fc_edit_after(s, i + 1);
        size_t n = fc_str_starts(rest, FC_STR("\"")) ? 1 : two_apostrophes(rest);
        if (n)
            fc_edit_copy_text(e, " `` ");
        i += n;
    }
    fc_edit_end(e);
}

/* Straight quotes that are left close. */
static void closing_quotes(fc_edit *e)
{
    fc_str s = fc_edit_begin(e);
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] == '"')
            fc_edit_copy_text(e, " '' ");
        else
            e->out[e->n_out++] = s.p[i];
    fc_edit_end(e);
}

/* : and , come off what is not a digit; the character behind is passed over. */
static void colons(fc_edit *e, bool last)
{
    fc_str s = fc_edit_begin(e);
    for (size_t i = 0, n; i < s.n; i++) {
        if (kind[(unsigned char)s.p[i]] != COLON) {
            e->out[e->n_out++] = s.p[i];
            continue;
        }
        bool ends = i + 1 == s.n;
        uint32_t code = 0;
        n = ends ? 0 : fc_utf8_decode(fc_edit_after(s, i + 1), &code, NULL);
        if (ends ? last : !fc_chars_decimal(code)) {
            fc_edit_copy_apart(e, s.p + i, 1);
            if (n) /* a mark behind is passed over, but for the last of all */
                fc_edit_copy(e, s.p + i + 1, n);
            if (n && last && i + 1 + n == s.n && kind[(unsigned char)s.p[i + 1]] == COLON)
                fc_edit_copy_text(e, " ");
        } else {
            e->out[e->n_out++] = s.p[i];
            n = 0;
        }
        i += n;
    }
    fc_edit_end(e);
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
static void last_point(fc_edit *e, bool wide)
{
    fc_str s = { e->in, e->n_in }, closers;
    size_t n;
    while ((n = blank_before(s)))
        s.n -= n;
    closers.n = s.n;
    while ((n = closer_before(s, wide)))
        s.n -= n;
    if (s.n < 2 || s.p[s.n - 1] != '.' || s.p[s.n - 2] == '.')
        return;
    closers = (fc_str){ s.p + s.n, closers.n - s.n };
    fc_edit_begin(e);
    fc_edit_copy(e, s.p, s.n - 1);
    fc_edit_copy_text(e, wide ? " . " : " .");
    fc_edit_copy(e, closers.p, closers.n);
    fc_edit_copy_text(e, " ");
    fc_edit_end(e);
}

/* ---------------------------------------------------------------- one piece */

/* All rules, in NLTK's order, where `has` says that they may change something. */
static void apply(fc_edit *e, unsigned has, bool first, bool last)
{
    static const char *const short_ones[] = { "'s", "'S", "'m", "'M", "'d", "'D", "'",
                                              NULL };
    static const char *const long_ones[] = { "'ll", "'LL", "'re", "'RE", "'ve", "'VE",
                                             "n't", "N'T", NULL };
    if (has & (TICK | WIDE))
        set_apart(e, opening);
    if (has & TICK)
        set_apart(e, two_ticks);
    if (has & (QUOTE | APOSTROPHE))
        opening_quotes(e, first);
    if (has & APOSTROPHE)
        fc_treebank_lone_letters(e);
    if (last && has & POINT)
        last_point(e, true);
    if (has & COLON)
        colons(e, last);
    if (has & POINTS)
        set_apart(e, points);
    if (has & MARK)
        set_apart(e, mark);
    if (last && has & POINT)
        last_point(e, false);
    if (has & APOSTROPHE)
        fc_treebank_apostrophes(e);
    if (has & BRACKET)
        set_apart(e, bracket);
    if (has & DASH)
        set_apart(e, two_dashes);
    fc_str s = fc_edit_begin(e);
    fc_edit_copy_apart(e, s.p, s.n);
    fc_edit_end(e);
    if (has & WIDE)
        set_apart(e, closing);
    if (has & APOSTROPHE)
        set_apart(e, two_apostrophes);
    if (has & QUOTE)
        closing_quotes(e);
    if (has & APOSTROPHE) {
        fc_treebank_clitics(e, short_ones);
        fc_treebank_clitics(e, long_ones);
    }
    if (has & (APOSTROPHE | DOUBLED))
        fc_treebank_contractions(e);
}

/* The piece of the sentence from `from` to `to`, with the white space at both sides. */
static void cut_piece(maker *m, fc_str sentence, size_t from, size_t to, unsigned has)
{
    fc_edit *e = &m->edit;
    size_t n = to - from, at = 0;
    bool first = from == 0, last = to == sentence.n;
    fc_edit_reserve(e, &e->in, &e->cap_in, n + 2);
    e->n_in = 0;
    if (!first)
        e->in[e->n_in++] = sentence.p[from - 1] == ' ' ? ' ' : '\n';
    memcpy(e->in + e->n_in, sentence.p + from, n);
    e->n_in += n;
    if (!last)
        e->in[e->n_in++] = sentence.p[to] == ' ' ? ' ' : '\n';
    apply(e, has, first, last);
    if (!e->n_in)
        return;
    fc_str done = { fc_alloc(e->a, e->n_in), e->n_in }, word;
    memcpy((char *)done.p, e->in, e->n_in);
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
    maker m = { .edit = { .a = a } };
    fc_punkt sentences = { .text = text };
    fc_str sentence;
    while (fc_punkt_next(&sentences, &sentence))
        cut_sentence(&m, sentence);
    *n = m.n;
    return m.v;
}
