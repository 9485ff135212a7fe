/* wiki_show.c - templates that say something where they stand, and what they show:
 * wiki_rows.h has their names. A template more is a row there; all others leave
 * nothing, since what they make is boxes, notes about the page, citations and
 * navigation. */
#include "extractors/wiki_template.h"

#include "base/str.h"

typedef struct row {
    const char *name;
    void (*write)(fc_wiki_call *c, const struct row *r);
    int a, b;
    const char *before, *after;
} row;

static void put(fc_wiki_call *c, fc_str s)
{
    fc_text_add(c->t, s.p, s.n);
}

static void put_text(fc_wiki_call *c, const char *s)
{
    put(c, fc_str_of(s ? s : ""));
}

/* ---------------------------------------------------------------- ways to be shown */

static void write_fixed(fc_wiki_call *c, const row *r)
{
    put_text(c, r->before);
}

static void write_arg(fc_wiki_call *c, const row *r)
{
    fc_str s = fc_wiki_arg(c, (size_t)r->a, r->a == 1 ? "text" : NULL);
    if (!s.n && r->b)
        s = fc_wiki_arg(c, (size_t)r->b, NULL);
    if (!s.n)
        return;
    put_text(c, r->before);
    put(c, s);
    put_text(c, r->after);
}

/* The last of the arguments a .. b that is there. */
static void write_last(fc_wiki_call *c, const row *r)
{
    for (int i = r->b; i >= r->a; i--) {
        fc_str s = fc_wiki_arg(c, (size_t)i, NULL);
        if (s.n) {
            put(c, s);
            return;
        }
    }
}

static void write_title(fc_wiki_call *c, const row *r)
{
    (void)r;
    put(c, c->w->title);
}

/* All arguments that have no name, one behind the other. */
static void write_all(fc_wiki_call *c, const row *r)
{
    fc_str key, value;
    bool first = true;
    for (size_t i = 1; i <= c->parts; i++) {
        fc_str part = fc_str_trim(fc_wiki_part(c, i));
        if (!part.n || fc_wiki_key(part, &key, &value))
            continue;
        put_text(c, first && r->before[0] != '\n' ? "" : r->before);
        put(c, part);
        first = false;
    }
    put_text(c, r->after);
}

static void write_quote(fc_wiki_call *c, const row *r)
{
    static const char *const by[] = { "author", "sign", "cite", "source", "title" };
    fc_str text = fc_wiki_arg(c, 1, "text"), quote = fc_wiki_arg(c, 0, "quote");
    (void)r;
    text = text.n ? text : quote;
    if (!text.n)
        return;
    put_text(c, "\n<blockquote>\n");
    put(c, text);
    bool first = true;
    for (size_t i = 0; i < 5; i++) {
        fc_str s = fc_wiki_arg(c, i == 0 ? 2 : i == 2 ? 3 : 0, by[i]);
        if (!s.n)
            continue;
        put_text(c, first ? "\n\n— " : ", ");
        put(c, s);
        first = false;
    }
    put_text(c, "\n</blockquote>\n");
}

/* Between numbers of {{convert|5|to|10|km}}; NULL when it is a unit. */
static const char *between(fc_str s)
{
    static const char *const words[][2] = {
        { "-", "–" }, { "–", "–" }, { "to", " to " }, { "to(-)", "–" },
        { "and", " and " },
        { "and(-)", " and " }, { "or", " or " }, { "by", " by " }, { "x", " × " },
        { "×", " × " }, { "+/-", " ± " }, { "±", " ± " }, { "xx", " × " }, { "*", " × " },
    };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (fc_str_is(s, words[i][0]))
            return words[i][1];
    return NULL;
}

static const char *unit_name(fc_str s)
{
    static const char *const names[][2] = {
        { "sqkm", "km²" }, { "km2", "km²" }, { "m2", "m²" }, { "sqm", "m²" },
        { "ft2", "sq ft" },
        { "sqft", "sq ft" }, { "sqmi", "sq mi" }, { "mi2", "sq mi" }, { "m3", "m³" },
        { "km3", "km³" }, { "cuft", "cu ft" }, { "cm3", "cm³" }, { "C", "°C" },
        { "F", "°F" },
        { "kph", "km/h" }, { "in", "in" }, { "impgal", "imp gal" }, { "USgal", "US gal" },
    };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (fc_str_is(s, names[i][0]))
            return names[i][1];
    return NULL;
}

static void write_convert(fc_wiki_call *c, const row *r)
{
    (void)r;
    for (size_t i = 1; i < 8; i += 2) {
        fc_str number = fc_wiki_arg(c, i, NULL), unit = fc_wiki_arg(c, i + 1, NULL);
        const char *join = between(unit), *name = unit_name(unit);
        put(c, number);
        if (join) {
            put_text(c, join);
            continue;
        }
        put_text(c, unit.n ? " " : "");
        if (name)
            put_text(c, name);
        else
            put(c, unit);
        return;
    }
}

/* Is the template within one that makes a formula? */
static bool in_formula(const fc_wiki_call *c)
{
    const fc_wiki *w = c->w;
    for (unsigned i = 0; i + 1 < w->frames; i++) {
        const fc_wiki_frame *f = &w->frame[i];
        fc_str s = { w->out.p + f->at, w->out.n - f->at };
        if (f->count == 2 && (fc_str_istarts(s, FC_STR("{{math|")) ||
                              fc_str_istarts(s, FC_STR("{{math |")) ||
                              fc_str_istarts(s, FC_STR("{{bigmath|"))))
            return true;
    }
    return false;
}

static void keep_tex(fc_wiki_call *c, const fc_text *t)
{
    if (t->n && !memchr(t->p, '\n', t->n))
        fc_wiki_keep(c->w, c->t, FC_WIKI_TEX, (fc_str){ t->p, t->n }, FC_STR(""));
}

/* {{frac|1|2}}, {{frac|3|1|2}}, {{frac|2}}. */
static void write_fraction(fc_wiki_call *c, const row *r)
{
    fc_str a = fc_wiki_arg(c, 1, NULL), b = fc_wiki_arg(c, 2, NULL);
    fc_str d = fc_wiki_arg(c, 3, NULL);
    fc_str whole = d.n ? a : (fc_str){ "", 0 }, above = d.n ? b : b.n ? a : FC_STR("1");
    fc_str below = d.n ? d : b.n ? b : a;
    (void)r;
    if (!in_formula(c)) {
        put(c, whole);
        put_text(c, whole.n ? " " : "");
        put(c, above);
        put_text(c, "/");
        put(c, below);
        return;
    }
    fc_text t = { .a = c->w->a };
    fc_wiki_tex(c->w, &t, whole);
    fc_text_add(&t, "\\frac{", 6);
    fc_wiki_tex(c->w, &t, above);
    fc_text_add(&t, "}{", 2);
    fc_wiki_tex(c->w, &t, below);
    fc_text_char(&t, '}');
    keep_tex(c, &t);
}

static void write_root(fc_wiki_call *c, const row *r)
{
    fc_str of = fc_wiki_arg(c, 1, NULL), degree = fc_wiki_arg(c, 2, NULL);
    (void)r;
    if (!in_formula(c)) {
        put_text(c, "√");
        put(c, of);
        return;
    }
    fc_text t = { .a = c->w->a };
    fc_text_add(&t, "\\sqrt", 5);
    if (degree.n) {
        fc_text_char(&t, '[');
        fc_wiki_tex(c->w, &t, degree);
        fc_text_char(&t, ']');
    }
    fc_text_char(&t, '{');
    fc_wiki_tex(c->w, &t, of);
    fc_text_char(&t, '}');
    keep_tex(c, &t);
}

/* {{math|...}}: wikitext that is a formula; within another one it stays wikitext. */
static void write_math(fc_wiki_call *c, const row *r)
{
    fc_str s = fc_wiki_arg(c, 1, NULL), italic = FC_STR("''");
    if (!s.n && c->parts)       /* an equation whose '=' looks like a name's */
        s = fc_str_trim(fc_wiki_part(c, 1));
    fc_str parts[] = { italic, s, italic };
    s = r->a ? fc_concat(c->w->a, parts, 3) : s;
    if (in_formula(c)) {
        put(c, s);
        return;
    }
    fc_text t = { .a = c->w->a };
    fc_wiki_tex(c->w, &t, s);
    keep_tex(c, &t);
}

void fc_wiki_show_tex(fc_wiki_call *c, fc_str tex)
{
    fc_text t = { .a = c->w->a };
    if (fc_str_findc(tex, '$') == tex.n && fc_str_findc(tex, 1) == tex.n)
        fc_text_add(&t, tex.p, tex.n);
    keep_tex(c, &t);
}

/* {{tmath|\alpha}}: TeX already. */
static void write_tex(fc_wiki_call *c, const row *r)
{
    (void)r;
    fc_wiki_show_tex(c, fc_wiki_arg(c, 1, NULL));
}

/* {{val|1.5|0.1|e=6|u=m}} */
static void write_value(fc_wiki_call *c, const row *r)
{
    fc_str error = fc_wiki_arg(c, 2, NULL), e = fc_wiki_arg(c, 0, "e");
    fc_str u = fc_wiki_arg(c, 0, "u"), ul = fc_wiki_arg(c, 0, "ul");
    (void)r;
    put(c, fc_wiki_arg(c, 1, NULL));
    if (error.n && error.p[0] != '(')
        put_text(c, " ± ");
    put(c, error);
    if (e.n) {
        put_text(c, "×10<sup>");
        put(c, e);
        put_text(c, "</sup>");
    }
    put_text(c, u.n || ul.n ? " " : "");
    put(c, u.n ? u : ul);
}

/* {{birth date|1815|12|10}}: 10 December 1815. */
static void write_date(fc_wiki_call *c, const row *r)
{
    static const char *const months[] = { "January", "February", "March", "April", "May",
        "June", "July", "August", "September", "October", "November", "December" };
    uint64_t month = 0;
    fc_str year = fc_wiki_arg(c, 1, NULL), name = fc_wiki_arg(c, 2, NULL);
    fc_str day = fc_wiki_arg(c, 3, NULL);
    (void)r;
    bool known = fc_str_u64(name, &month) && month > 0 && month < 13;
    if (day.n && name.n) {
        put(c, day);
        put_text(c, " ");
    }
    if (known)
        put_text(c, months[month - 1]);
    else
        put(c, name);
    put_text(c, name.n ? " " : "");
    put(c, year);
}

/* {{chem|H|2|O}}: numbers are indexes. */
static void write_chem(fc_wiki_call *c, const row *r)
{
    (void)r;
    for (size_t i = 1; i <= c->parts && i < FC_WIKI_PARTS; i++) {
        fc_str s = fc_str_trim(fc_wiki_part(c, i));
        bool number = s.n && fc_is_digit(s.p[0]) && i > 1;
        put_text(c, number ? "<sub>" : "");
        put(c, s);
        put_text(c, number ? "</sub>" : "");
    }
}

/* {{m|en|word|shown|gloss}} of Wiktionary; a: where the word is. */
static void write_mention(fc_wiki_call *c, const row *r)
{
    size_t at = (size_t)r->a;
    fc_str word = fc_wiki_arg(c, at, NULL), shown = fc_wiki_arg(c, at + 1, "alt");
    fc_str gloss = fc_wiki_arg(c, at + 2, "t");
    put(c, shown.n ? shown : word);
    gloss = gloss.n ? gloss : fc_wiki_arg(c, 0, "gloss");
    if (!gloss.n)
        return;
    put_text(c, " (“");
    put(c, gloss);
    put_text(c, "”)");
}

/* {{t|fr|mot|m}}: a translation, without what its grammar says. */
static void write_translation(fc_wiki_call *c, const row *r)
{
    fc_str shown = fc_wiki_arg(c, 0, "alt");
    (void)r;
    put(c, shown.n ? shown : fc_wiki_arg(c, 2, NULL));
}

/* A word in a cell of a table, {{yes}}, which the page may give another. */
static void write_word(fc_wiki_call *c, const row *r)
{
    fc_str s = fc_wiki_arg(c, 1, NULL);
    if (s.n)
        put(c, s);
    else
        put_text(c, r->before);
}

/* {{IPAc-en|t|ə|ˈ|r|ɒ|n|t|oʊ}}, with words about it that are no sounds. */
static void write_sounds(fc_wiki_call *c, const row *r)
{
    static const char *const words[] = { "local", "pron", "lang", "us", "uk", "also",
                                         "icon", "small" };
    fc_str key, value;
    bool open = false;
    (void)r;
    for (size_t i = 1; i <= c->parts && i < FC_WIKI_PARTS; i++) {
        fc_str s = fc_str_trim(fc_wiki_part(c, i));
        bool sound = s.n && !fc_wiki_key(s, &key, &value) &&
                     !fc_str_ends(s, FC_STR(".ogg")) && !fc_str_ends(s, FC_STR(".wav"));
        for (size_t k = 0; k < sizeof words / sizeof *words; k++)
            sound = sound && !fc_str_ieq(s, fc_str_of(words[k]));
        if (!sound)
            continue;
        put_text(c, open ? "" : "/");
        put(c, s);
        open = true;
    }
    put_text(c, open ? "/" : "");
}

/* {{lb|en|slang|dated}}: (slang, dated); {{af|en|mid|day}}: mid + day. From the a-th
 * argument on, with `before` between them; b: in brackets. */
static void write_rest(fc_wiki_call *c, const row *r)
{
    fc_str key, value;
    int seen = 0;
    bool open = false;
    for (size_t i = 1; i <= c->parts && i < FC_WIKI_PARTS; i++) {
        fc_str s = fc_str_trim(fc_wiki_part(c, i));
        if (fc_wiki_key(s, &key, &value) || ++seen < r->a || !s.n || fc_str_is(s, "_"))
            continue;
        put_text(c, open ? r->before : r->b ? "(" : "");
        put(c, s);
        open = true;
    }
    put_text(c, open && r->b ? ")" : "");
}

void fc_wiki_show_form(fc_wiki_call *c, const char *name)
{
    fc_str word = fc_wiki_arg(c, 2, NULL);
    word = word.n ? word : fc_wiki_arg(c, 1, NULL);
    if (!word.n)
        return;
    put_text(c, name);
    put_text(c, " ");
    put(c, word);
}

void fc_wiki_show_first(fc_wiki_call *c)
{
    put(c, fc_wiki_arg(c, 1, NULL));
}

/* ---------------------------------------------------------------- the table */

static const row rows[] = {
#define ROW(name, way, a, b, before, after) { name, write_##way, a, b, before, after },
#include "extractors/wiki_rows.h"
#undef ROW
};

enum { ROWS = sizeof rows / sizeof *rows };

void fc_wiki_show_index(uint16_t first[FC_WIKI_LETTERS + 1])
{
    size_t n = 0;
    for (int c = 0; c <= FC_WIKI_LETTERS; c++) {
        while (n < ROWS && (unsigned char)rows[n].name[0] < c)
            n++;
        first[c] = (uint16_t)n;
    }
}

/* Every template of a wiki is looked up, and many have names of one letter: only rows of
 * their first letter are looked at, and of these most are passed by the second. */
static int compare(const char *a, const char *b)
{
    int second = (unsigned char)a[1] - (unsigned char)b[1];
    return second || !a[1] ? second : strcmp(a + 2, b + 2);
}

bool fc_wiki_show(fc_wiki_call *c, const char *name)
{
    unsigned char letter = (unsigned char)name[0];
    if (letter >= FC_WIKI_LETTERS)
        return false;           /* names of rows are ASCII */
    size_t from = c->w->row[letter], to = c->w->row[letter + 1];
    while (from < to) {
        size_t mid = from + (to - from) / 2;
        int order = compare(name, rows[mid].name);
        if (!order) {
            rows[mid].write(c, &rows[mid]);
            return true;
        }
        if (order < 0)
            to = mid;
        else
            from = mid + 1;
    }
    return false;
}
