/* formula_text.c - TeX between delimiters in running text: \(x\), \[x\], $$x$$, $x$,
 * environments, and whatever the configuration of MathJax or KaTeX on the page says.
 *
 * The configuration stands in scripts, which are not in the tree, so it is looked for in
 * the source of the page, once, and only when a text has a sign of a formula. Without a
 * script that sets formulas, only what has a command of TeX between its delimiters is
 * one: prose about prices and regular expressions stays as it is. */
#include "base/bits.h"
#include "base/str.h"
#include "extractors/asciimath.h"
#include "extractors/formula.h"

enum {
    MAX_FORMULA = 8192,         /* bytes between two delimiters */
    MAX_CONFIG = 2048,          /* bytes of a list of delimiters in a script */
    MAX_LISTS = 8,              /* lists that are read */
    MAX_LOOK = 1 << 23          /* bytes of a page that are looked through for closing
                                   marks */
};

/* ---------------------------------------------------------------------- configuration */

static void note_first(fc_formula_marks *m, char c)
{
    m->first[(unsigned char)c / 64] |= (uint64_t)1 << ((unsigned char)c % 64);
}

static bool is_first(const fc_formula_marks *m, char c)
{
    return m->first[(unsigned char)c / 64] >> ((unsigned char)c % 64) & 1;
}

static void add_mark(fc_formula_marks *m, fc_str open, fc_str close, bool display,
                     bool ascii)
{
    if (m->count == FC_DELIMITERS || !open.n || !close.n)
        return;
    for (unsigned i = 0; i < m->count; i++)
        if (fc_str_eq(m->mark[i].open, open))
            return;
    m->mark[m->count++] = (fc_delimiter){ open, close, display, ascii };
    note_first(m, open.p[0]);
}

/* A string of JavaScript without its quotes; "\\(" is \(. */
static fc_str unescape(fc_str s, fc_arena *a)
{
    char *p = fc_alloc(a, s.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] == '\\' && i + 1 < s.n)
            i++;
        p[n++] = s.p[i];
    }
    return (fc_str){ p, n };
}

static bool word_char(char c)
{
    return fc_is_letter(c) || c == '_';
}

/* [['$', '$'], ["\\(", "\\)"]] or [{left: "$$", right: "$$", display: true}]: strings
 * that are no keys make pairs. */
static void read_list(fc_formula_marks *m, fc_str s, bool display, bool ascii,
                      fc_arena *a)
{
    fc_str open = { NULL, 0 };
    int depth = 0;
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        if (c == '[' || c == '{') {
            depth++;
        } else if (c == ']' || c == '}') {
            if (--depth <= 0)
                return;
        } else if (c == '"' || c == '\'' || c == '`') {
            size_t from = ++i;
            while (i < s.n && s.p[i] != c)
                i += s.p[i] == '\\' ? 2 : 1;
            if (i >= s.n)
                return;
            size_t next = i + 1;
            while (next < s.n && fc_is_space(s.p[next]))
                next++;
            if (next < s.n && s.p[next] == ':')
                continue;
            fc_str one = unescape(fc_str_sub(s, from, i), a);
            if (open.p)
                add_mark(m, open, one, display, ascii);
            open = open.p ? (fc_str){ NULL, 0 } : one;
        } else if (fc_str_starts(fc_str_sub(s, i, s.n), FC_STR("true")) && m->count &&
                   (!i || !word_char(s.p[i - 1]))) {
            m->mark[m->count - 1].display = true;
        } else if (depth == 0 && c != ':' && c != '=' && c != '"' && c != '\'' &&
                   !fc_is_space(c)) {
            return;
        }
    }
}

static void read_key(fc_formula_marks *m, fc_str page, const char *key, bool display,
                     fc_arena *a)
{
    fc_str name = fc_str_of(key);
    size_t at = 0;
    for (int lists = 0; lists < MAX_LISTS; lists++) {
        size_t found = fc_str_find(fc_str_sub(page, at, page.n), name);
        if (found == page.n - at)
            return;
        fc_str before =
            fc_str_sub(page, at + found > 80 ? at + found - 80 : 0, at + found);
        bool ascii = fc_str_find(before, FC_STR("asciimath")) < before.n;
        at += found + name.n;
        if (at < page.n && (page.p[at] == '"' || page.p[at] == '\'')) /* a quoted key */
            at++;
        read_list(m, fc_str_sub(page, at, at + MAX_CONFIG), display, ascii, a);
    }
}

/* What scripts for AsciiMath are called. All but two names have a capital M, which is
 * rare, with `before` bytes before it: those are looked for in one walk. */
static bool mentions_asciimath(fc_str page)
{
    static const struct {
        fc_str name;
        size_t before;
    } names[] = { { { "AM_CHTML", 8 }, 1 },         { { "AM_HTMLorMML", 12 }, 1 },
                  { { "AM_SVG", 6 }, 1 },           { { "AM_MathML", 9 }, 1 },
                  { { "ASCIIMathML", 11 }, 5 },     { { "TeX-MML-AM", 10 }, 9 },
                  { { "input/AsciiMath", 15 }, 11 } };
    if (fc_str_find(page, FC_STR("asciimath2jax")) < page.n ||
        fc_str_find(page, FC_STR("input/asciimath")) < page.n)
        return true;
    for (size_t at = 0; at < page.n; at++) {
        at += fc_str_findc(fc_str_sub(page, at, page.n), 'M');
        for (size_t k = 0; k < sizeof names / sizeof *names; k++)
            if (at >= names[k].before &&
                fc_str_starts(fc_str_sub(page, at - names[k].before, page.n),
                              names[k].name))
                return true;
    }
    return false;
}

/* "MathJax", "mathjax", "katex": their last letter is rarer in a page than the first, and
 * the whole page is looked through. */
static bool mentions_scripts(fc_str page)
{
    for (size_t at = 6; at < page.n; at++) {
        at += fc_str_findc(fc_str_sub(page, at, page.n), 'x');
        const char *x = page.p + at;
        if (at >= page.n)
            break;
        if (x[-1] == 'a' && (!memcmp(x - 5, "athJ", 4) || !memcmp(x - 5, "athj", 4)))
            return true;
        if (x[-1] == 'e' && !memcmp(x - 4, "kat", 3))
            return true;
    }
    return false;
}

bool fc_formula_has_command(fc_str s)
{
    for (size_t i = 0; i + 2 < s.n; i++)
        if ((s.p[i] == '\\' && fc_is_letter(s.p[i + 1]) && fc_is_letter(s.p[i + 2])) ||
            ((s.p[i] == '^' || s.p[i] == '_') && s.p[i + 1] == '{'))
            return true;
    return false;
}

/* Some text of the page has a command of TeX between \( and \): who writes one formula so
 * writes all so. */
static bool has_formula_between(const fc_dom *dom)
{
    static const fc_str open = { "\\(", 2 }, close = { "\\)", 2 };
    for (uint32_t i = 0; i < dom->n; i++) {
        if (dom->node[i].tag != FC_TAG_TEXT)
            continue;
        fc_str text = fc_dom_text(dom, i);
        size_t from = fc_str_find(text, open);
        fc_str rest = fc_str_sub(text, from, text.n);
        if (rest.n &&
            fc_formula_has_command(fc_str_sub(rest, 0, fc_str_find(rest, close))))
            return true;
    }
    return false;
}

/* The page's own delimiters come first, and then those that are always on. */
static void read_marks(const fc_dom *dom, fc_formula_marks *m, bool ticks, fc_arena *a)
{
    fc_str source = m->source.n ? m->source : dom->page;
    m->read = true;
    m->ticks = ticks;
    m->count = 0;
    m->scripted = mentions_scripts(source);
    m->between = !m->scripted && has_formula_between(dom);
    if (m->scripted) {
        read_key(m, source, "inlineMath", false, a);
        read_key(m, source, "displayMath", true, a);
        read_key(m, source, "delimiters", false, a);
    }
    if (ticks && mentions_asciimath(source))
        add_mark(m, FC_STR("`"), FC_STR("`"), false, true);
    note_first(m, '\\');
    note_first(m, '$');
    add_mark(m, FC_STR("$latex "), FC_STR("$"), false, false);
    add_mark(m, FC_STR("$$"), FC_STR("$$"), true, false);
    add_mark(m, FC_STR("\\("), FC_STR("\\)"), false, false);
    add_mark(m, FC_STR("\\["), FC_STR("\\]"), true, false);
    add_mark(m, FC_STR("[tex]"), FC_STR("[/tex]"), true, false);
    add_mark(m, FC_STR("[itex]"), FC_STR("[/itex]"), false, false);
    add_mark(m, FC_STR("[math]"), FC_STR("[/math]"), false, false);
    add_mark(m, FC_STR("[latex]"), FC_STR("[/latex]"), false, false);
}

/* ---------------------------------------------------------------------------- finding */

typedef fc_formula_found found;

/* Where `close` is, at least one byte on and not after a backslash; s.n when nowhere. */
static size_t find_close(fc_formula_marks *m, fc_str s, fc_str close)
{
    fc_str within = fc_str_sub(s, 0, m->looked < MAX_LOOK ? MAX_FORMULA : 0);
    for (size_t i = 1; i + close.n <= within.n; i++) {
        size_t at = i + fc_str_find(fc_str_sub(within, i, within.n), close);
        if (at >= within.n)
            break;
        size_t slashes = 0;
        while (slashes < at && within.p[at - 1 - slashes] == '\\')
            slashes++;
        if (slashes % 2 == 0) {
            m->looked += at;
            return at;
        }
        i = at;
    }
    m->looked += within.n;
    return s.n;
}

bool fc_formula_is_environment(fc_str name)
{
    static const char *const names[] = { "equation", "align",       "gather",  "eqnarray",
                                         "multline", "displaymath", "alignat", "flalign",
                                         "math",     "array",       "aligned", "matrix",
                                         "pmatrix",  "bmatrix",     "cases",   "gathered",
                                         "split",    NULL };
    if (name.n && name.p[name.n - 1] == '*')
        name.n--;
    return fc_str_in(name, names);
}

/* \begin{align} ... \end{align}: its own delimiters are part of it. TeX4ht writes
 * \begin {align}. */
static bool find_environment(fc_formula_marks *m, fc_str s, found *f)
{
    static const fc_str begin = { "\\begin", 6 };
    size_t gap = begin.n < s.n && s.p[begin.n] == ' ', brace = begin.n + gap;
    if (!fc_str_starts(s, begin) || brace >= s.n || s.p[brace] != '{')
        return false;
    size_t close = fc_str_findc(fc_str_sub(s, 0, 40), '}');
    fc_str name = fc_str_sub(s, brace + 1, close);
    if (!fc_formula_is_environment(name))
        return false;
    char end[64];
    memcpy(end, gap ? "\\end {" : "\\end{", 5 + gap);
    memcpy(end + 5 + gap, name.p, name.n);
    end[5 + gap + name.n] = '}';
    fc_str mark = { end, name.n + gap + 6 };
    size_t at = find_close(m, s, mark);
    if (at == s.n)
        return false;
    *f = (found){ .s = fc_str_sub(s, 0, at + mark.n),
                  .length = at + mark.n,
                  .display = true };
    return true;
}

static bool is_formula(const fc_formula_marks *m, const fc_delimiter *d, fc_str s)
{
    if (!fc_str_trim(s).n || (d->ascii && fc_str_findc(s, '\n') < s.n))
        return false;
    if (m->scripted || d->ascii || fc_formula_has_command(s))
        return true;
    /* a single \| is a shell's pattern: the bars of a norm come in pairs */
    size_t bar = fc_str_find(s, FC_STR("\\|"));
    fc_str rest = fc_str_sub(s, bar + 1, s.n);
    bool pattern = bar < s.n && fc_str_find(rest, FC_STR("\\|")) == rest.n;
    return m->between && d->open.p[0] == '\\' && !pattern;
}

/* $x$ that no configuration speaks of: it is as it shall be, when it is one. */
static bool find_dollars(fc_formula_marks *m, fc_str s, found *f)
{
    if (s.n < 3 || s.p[0] != '$' || fc_is_space(s.p[1]))
        return false;
    size_t at = find_close(m, fc_str_sub(s, 1, s.n), FC_STR("$")) + 1;
    if (at >= s.n || !fc_formula_has_command(fc_str_sub(s, 1, at)))
        return false;
    *f = (found){ .s = fc_str_sub(s, 1, at), .length = at + 1 };
    return true;
}

static bool find_formula(fc_formula_marks *m, fc_str s, found *f)
{
    for (unsigned i = 0; i < m->count; i++) {
        const fc_delimiter *d = &m->mark[i];
        if (!fc_str_starts(s, d->open))
            continue;
        /* "$" may be listed before "$$", which is tried first by whoever wrote it */
        if (d->open.n == 1 && s.n > 1 && s.p[1] == s.p[0])
            continue;
        fc_str rest = fc_str_sub(s, d->open.n, s.n);
        size_t at = find_close(m, rest, d->close);
        if (at == rest.n || !is_formula(m, d, fc_str_sub(rest, 0, at)))
            continue;
        *f = (found){ .s = fc_str_sub(rest, 0, at),
                      .length = d->open.n + at + d->close.n,
                      .display = d->display,
                      .ascii = d->ascii };
        return true;
    }
    return find_environment(m, s, f) || find_dollars(m, s, f);
}

/* ---------------------------------------------------------------------------- writing */

static bool write_formula(fc_text *t, const found *f, bool plain)
{
    size_t begun = t->n;
    if (f->display && !plain && t->n && t->p[t->n - 1] != '\n') {
        while (t->n && t->p[t->n - 1] == ' ')
            t->n--;
        fc_text_char(t, '\n');
    }
    if (!plain)
        fc_text_add(t, "$$", f->display ? 2 : 1);
    size_t at = t->n;
    if (f->ascii)
        fc_formula_add(t, fc_asciimath_tex(f->s, t->a));
    else
        fc_formula_add(t, f->s);
    if (t->n == at) {
        t->n = begun;
        return false;
    }
    for (size_t i = at; i < t->n && !f->display; i++)
        if (t->p[i] == '\n')
            t->p[i] = ' ';
    if (!plain)
        fc_text_add(t, "$$", f->display ? 2 : 1);
    return true;
}

/* A sign with which a delimiter may begin: a backslash, a dollar or a tick in any case, a
 * bracket and others where they stand twice or before a slash. */
static bool is_sign(char c, char next)
{
    switch (c) {
    case '\\': case '$': case '`':
        return true;
    case '#': case '@': case '[': case '(': case '{':
        return next == c || next == '/';
    default:
        return false;
    }
}

/* Whether some delimiter may begin in a text, but for its last byte. */
static bool has_sign(fc_str s)
{
    size_t i = 0;
    for (; i + FC_BYTES < s.n; i += FC_BYTES) {
        fc_bytes v = fc_bytes_load(s.p + i);
        uint64_t signs =
            fc_bytes_marks(fc_bytes_in(v, '#', '$') | fc_bytes_is(v, '(') |
                           fc_bytes_is(v, '@') | fc_bytes_in(v, '[', '\\') |
                           fc_bytes_is(v, '`') | fc_bytes_is(v, '{'));
        for (; signs; signs &= signs - 1)
            if (is_sign(s.p[i + fc_bytes_first(signs)],
                        s.p[i + fc_bytes_first(signs) + 1]))
                return true;
    }
    for (; i + 1 < s.n; i++)
        if (is_sign(s.p[i], s.p[i + 1]))
            return true;
    return false;
}

bool fc_formula_find(const fc_dom *dom, fc_formula_marks *marks, fc_str s, size_t from,
                     fc_arena *a, fc_formula_found *f)
{
    if (s.n < 3 || !has_sign(s))
        return false;
    if (!marks->read)
        read_marks(dom, marks, false, a);
    for (size_t i = from; i < s.n; i++) {
        bool sign = is_first(marks, s.p[i]);
        if (sign && find_formula(marks, fc_str_sub(s, i, s.n), f)) {
            f->at = i;
            return true;
        }
        i += sign && s.p[i] == '\\'; /* whatever follows is no sign */
    }
    return false;
}

unsigned fc_formula_text(const fc_page *page, fc_formula_marks *marks, fc_text *t,
                         size_t at, bool plain)
{
    unsigned count = 0;
    if (t->n < at + 3 || !has_sign((fc_str){ t->p + at, t->n - at }))
        return 0;
    bool ticks = memchr(t->p + at, '`', t->n - at);
    if (!marks->read || (ticks && !marks->ticks))
        read_marks(page->dom, marks, ticks, t->a);
    fc_str all = fc_copy(t->a, (fc_str){ t->p + at, t->n - at });
    bool gap = t->gap;
    t->n = at;
    t->gap = false;
    for (size_t i = 0, from = 0; i <= all.n; i++) {
        found f;
        bool more = i < all.n;
        if (more && !is_first(marks, all.p[i]))
            continue;
        bool hit = more && find_formula(marks, fc_str_sub(all, i, all.n), &f);
        if (marks->scripted && !hit &&
            fc_str_starts(fc_str_sub(all, i, all.n), FC_STR("\\$"))) {
            fc_text_add(t, all.p + from, i - from); /* the script takes the backslash
                                                       away */
            from = ++i;
            continue;
        }
        if (!hit && more) {
            i += all.p[i] == '\\'; /* whatever follows is no sign */
            continue;
        }
        fc_text_add(t, all.p + from, i - from);
        from = i;
        if (!hit || !write_formula(t, &f, plain))
            continue;
        count++;
        i = from = i + f.length;
        if (f.display && !plain && i < all.n) {
            while (i < all.n && all.p[i] == ' ')
                i++;
            from = i;
            if (i < all.n && all.p[i] != '\n' && !memchr(".,;:", all.p[i], 4))
                fc_text_char(t, '\n');
        }
        i--;
    }
    t->gap = gap;
    return count;
}
