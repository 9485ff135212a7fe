/* tex_front.c - who wrote a paper and where; see tex.h. Title, names and affiliations are
 * metadata, not prose: classes print them in as many ways as there are, and what stands
 * between title and abstract is of no use to a reader of text. Addresses of mail are left
 * out. */
#include "extractors/tex.h"

/* In names and affiliations: what separates people, and what separates lines. */
enum { PERSON_END = '\x03', LINE_END = '\x04' };

/* Bytes of a list, and how often one is asked for a place: a collaboration of three
 * thousand people needs some 60,000 and 3,000. */
enum { LONGEST_LIST = 256 << 10, MOST_PLACES = 20000 };

void fc_tex_person_end(fc_tex_doc *d)
{
    if (d->front)
        fc_tex_put(&d->out, FC_STR("\x03"));
    else
        fc_tex_put(&d->out, FC_STR(","));
    fc_tex_put_space(&d->out);
}

bool fc_tex_front_line(fc_tex_doc *d)
{
    if (d->front)
        fc_tex_put(&d->out, FC_STR("\x04"));
    return d->front;
}

/* \inst{1}, \textsuperscript{1}: in names a mark, written as papers without such commands
 * do. */
void fc_tex_front_mark(fc_tex_doc *d)
{
    fc_str option;
    fc_tex_optional(&d->t, &option);
    fc_str arg = fc_tex_arg(&d->t);
    if (d->front)
        fc_tex_put(&d->out, FC_STR("$^1$"));
    else
        fc_tex_inline(d, arg);
}

static fc_str front_text(fc_tex_doc *d, fc_str arg)
{
    bool outer = d->front;
    d->front = true;
    fc_str text = fc_tex_text_of(d, arg);
    d->front = outer;
    return text;
}

/* Length of the mark of a footnote at s, "$^{1,2}$", "$_a$", "${}^*$"; 0: it is none. */
static size_t mark_at(fc_str s)
{
    size_t i = 1, n;
    if (!s.n || s.p[0] != '$')
        return 0;
    while (i < s.n && strchr("{} ", s.p[i]))
        i++;
    n = 1 + fc_str_findc(fc_str_sub(s, 1, s.n), '$');
    return n < s.n && i < n && (s.p[i] == '^' || s.p[i] == '_') ? n + 1 : 0;
}

static fc_str list_of(const fc_text *list)
{
    return (fc_str){ list->n ? list->p : "", list->n };
}

static void join(fc_text *list, const char *with, fc_str s)
{
    if (list->n + s.n > LONGEST_LIST)
        return;
    if (list->n)
        fc_text_add(list, with, strlen(with));
    fc_text_add(list, s.p, s.n);
}

/* ---------------------------------------------------------------- names */

static bool is_place(fc_str s)
{
    static const char *const words[] = { "universi", "institut", "departm", "laborator",
                                         "school",   "centre",   "center",  "college",
                                         "academ",   "facult",   "hospital", "http",
                                         "research", "division", "observator" };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (fc_str_ifind(s, fc_str_of(words[i])) < s.n)
            return true;
    return false;
}

/* s on one line, without marks. */
static fc_str plain(fc_tex_doc *d, fc_str s)
{
    char *o = fc_alloc(d->t.a, 2 * s.n + 1);
    size_t n = 0, mark;
    for (size_t i = 0; i < s.n; i += mark ? mark : 1) {
        mark = mark_at(fc_str_sub(s, i, s.n));
        bool end = s.p[i] == PERSON_END || s.p[i] == LINE_END;
        if (mark)
            continue;
        while (end && n && o[n - 1] == ' ')
            n--;
        if (end && n && o[n - 1] != ',' && o[n - 1] != ';')
            o[n++] = s.p[i] == LINE_END ? ',' : ';';
        else if (!end && (s.p[i] != ' ' || (n && o[n - 1] != ' ')))
            o[n++] = s.p[i];
    }
    while (n && strchr(" ,;.", o[n - 1]))
        n--;
    return fc_str_trim((fc_str){ o, n });
}

static void add_place(fc_tex_doc *d, fc_str s)
{
    fc_str text = plain(d, s);
    bool mail = fc_str_findc(text, '@') < text.n && !is_place(text);
    if (text.n && !mail && ++d->places <= MOST_PLACES &&
        fc_str_find(list_of(&d->affiliations), text) == d->affiliations.n)
        join(&d->affiliations, "; ", text);
}

static bool is_name(fc_str s)
{
    enum { LONGEST = 80, MOST_BLANKS = 7 };
    size_t blanks = 0;
    for (size_t i = 0; i < s.n; i++) {
        if (strchr("@{}[]\\", s.p[i]) || fc_is_digit(s.p[i]))
            return false;
        blanks += s.p[i] == ' ';
    }
    return s.n > 1 && s.n <= LONGEST && blanks <= MOST_BLANKS && !is_place(s);
}

static bool is_suffix(fc_str s)
{
    return fc_str_is(s, "Jr.") || fc_str_is(s, "Jr") || fc_str_is(s, "Sr.") ||
           fc_str_is(s, "II") || fc_str_is(s, "III");
}

static void add_name(fc_tex_doc *d, fc_text *names, fc_str s)
{
    s = fc_str_trim(s);
    if (fc_str_starts(s, FC_STR("and ")))
        s = fc_str_trim(fc_str_sub(s, 4, s.n));
    if (names->n && is_suffix(s))
        join(names, " ", s);
    else if (is_name(s))
        join(names, ", ", s);
    else if (is_place(s))
        add_place(d, s);
}

/* The people in the argument of \author, of which some classes make a whole title page: a
 * line that begins with the mark of a footnote tells where they work. */
static fc_str names_in(fc_tex_doc *d, fc_str s)
{
    fc_text names = { .a = d->t.a };
    size_t from = 0, mark;
    bool line_begins = true, place = false;
    for (size_t i = 0; i <= s.n; i += mark ? mark : 1) {
        fc_str rest = fc_str_sub(s, i, s.n);
        mark = mark_at(rest);
        bool line = i == s.n || rest.p[0] == PERSON_END || rest.p[0] == LINE_END;
        bool ends = line || mark || rest.p[0] == ',' || rest.p[0] == ';' ||
                    fc_str_starts(rest, FC_STR(" and "));
        if (!ends) {
            line_begins &= rest.p[0] == ' ';
            continue;
        }
        if (place && !line)
            continue;
        if (place)
            add_place(d, fc_str_sub(s, from, i));
        else
            add_name(d, &names, fc_str_sub(s, from, i));
        place = mark && line_begins;
        line_begins = line;
        from = i + (mark ? mark : 1);
    }
    return list_of(&names);
}

void fc_tex_author(fc_tex_doc *d)
{
    fc_str option;
    fc_tex_optional(&d->t, &option);
    fc_str text = front_text(d, fc_tex_arg(&d->t)), names = names_in(d, text);
    if (!names.n)
        names = plain(d, text);
    if (names.n)
        join(&d->author, ", ", names);
}

/* ---------------------------------------------------------------- the rest */

void fc_tex_title(fc_tex_doc *d)
{
    fc_str option;
    fc_tex_optional(&d->t, &option);
    d->title = plain(d, front_text(d, fc_tex_arg(&d->t)));
}

/* elsarticle's {organization={A}, city={B}}: the values. */
static fc_str values_of(fc_tex_doc *d, fc_str s)
{
    fc_text all = { .a = d->t.a };
    if (fc_str_find(s, FC_STR("organization=")) == s.n)
        return s;
    for (size_t from = 0, i = 0, depth = 0; i <= s.n; i++) {
        if (i < s.n && (s.p[i] != ',' || depth)) {
            depth += s.p[i] == '{';
            depth -= s.p[i] == '}' && depth;
            continue;
        }
        fc_str item = fc_str_sub(s, from, i);
        fc_str value = fc_str_trim(fc_str_sub(item, fc_str_findc(item, '=') + 1, item.n));
        if (value.n)
            join(&all, ", ", value);
        from = i + 1;
    }
    return list_of(&all);
}

/* \address[label]{...}, \institute{... \and ...}, \affil{...} */
void fc_tex_affiliation(fc_tex_doc *d)
{
    fc_str option;
    fc_tex_star(&d->t);
    fc_tex_optional(&d->t, &option);
    add_place(d, front_text(d, values_of(d, fc_tex_arg(&d->t))));
}

/* \altaffiltext{1}{...} */
void fc_tex_marked_affiliation(fc_tex_doc *d)
{
    fc_tex_arg(&d->t);
    fc_tex_affiliation(d);
}

/* \keywords{...} */
void fc_tex_keywords(fc_tex_doc *d)
{
    fc_str text = fc_tex_text_of(d, fc_tex_arg(&d->t));
    if (!text.n)
        return;
    fc_tex_end_block(&d->out);
    fc_tex_put(&d->out, FC_STR("Keywords: "));
    fc_tex_put(&d->out, text);
    fc_tex_end_block(&d->out);
}
