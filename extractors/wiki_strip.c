/* wiki_strip.c - the first pass over wikitext; see wiki.h. What is between brackets is
 * looked at when they close, from the innermost outwards, as MediaWiki's own
 * preprocessor does: so nothing recurses, and a bracket that is never closed is text. */
#include "extractors/wiki.h"

#include "base/str.h"
#include "extractors/formula.h"
#include "html/entities.h"

enum { LONGEST_TAG = 2000, LONGEST_NAME = 24, SHIFT = 4, MOST_DOLLARS = 64,
       MOST_BLANKS = 8 };

typedef enum act { DROP, BARE, TEX, CHEM, PLAIN, CODE, PRE } act;

/* Tags whose content is no wikitext, or no text. BARE: only the tag goes. */
static const struct { const char *name; act act; } tags[] = {
    { "ref", DROP }, { "math", TEX }, { "nowiki", PLAIN }, { "syntaxhighlight", CODE },
    { "source", CODE }, { "pre", PRE }, { "chem", CHEM }, { "ce", CHEM },
    { "references", DROP }, { "noinclude", BARE }, { "onlyinclude", BARE },
    { "includeonly", DROP }, { "section", BARE },
    { "timeline", DROP }, { "score", DROP }, { "graph", DROP }, { "mapframe", DROP },
    { "maplink", DROP }, { "imagemap", DROP }, { "templatestyles", DROP },
    { "templatedata", DROP }, { "hiero", DROP }, { "inputbox", DROP },
    { "indicator", DROP },
    { "categorytree", DROP }, { "dynamicpagelist", DROP }, { "charinsert", DROP },
};
enum { TAGS = sizeof tags / sizeof *tags };

typedef struct strip {
    fc_wiki *w;
    fc_str s;
    size_t i;                   /* the next byte */
    size_t from;                /* what is copied as it is from here on up to i lies in s
                                   only: brackets and bars are noted where it will be */
    bool none[TAGS];            /* no end tag from here on: it is not looked for again */
} strip;

static void flush(strip *x)
{
    if (x->i > x->from)         /* a text may be nothing at all */
        fc_text_add(&x->w->out, x->s.p + x->from, x->i - x->from);
    x->from = x->i;
}

/* Where the next byte will lie. */
static size_t place(const strip *x)
{
    return x->w->out.n + (x->i - x->from);
}

/* ---------------------------------------------------------------- atoms */

void fc_wiki_keep(fc_wiki *w, fc_text *t, fc_wiki_atom_kind kind, fc_str text,
                  fc_str language)
{
    char mark[FC_WIKI_MARK] = { 1 };
    if (w->atoms == w->atom_cap) {
        size_t cap = w->atom_cap ? 2 * w->atom_cap : 64;
        w->atom = fc_grow(w->a, w->atom, w->atom_cap * sizeof *w->atom,
                          cap * sizeof *w->atom);
        w->atom_cap = cap;
    }
    size_t number = w->atoms++;
    w->atom[number] = (fc_wiki_atom){ kind, fc_copy(w->a, text),
                                      fc_copy(w->a, language) };
    for (int i = 1; i < FC_WIKI_MARK; i++, number >>= SHIFT)
        mark[i] = (char)('a' + (number & ((1 << SHIFT) - 1)));
    fc_text_add(t, mark, FC_WIKI_MARK);
}

const fc_wiki_atom *fc_wiki_atom_at(const fc_wiki *w, fc_str s)
{
    size_t number = 0;
    if (s.n < FC_WIKI_MARK || s.p[0] != 1)
        return NULL;
    for (int i = FC_WIKI_MARK - 1; i > 0; i--)
        number = number << SHIFT | (size_t)((s.p[i] - 'a') & ((1 << SHIFT) - 1));
    return number < w->atoms ? &w->atom[number] : NULL;
}

static void keep_formula(fc_wiki *w, fc_str before, fc_str tex, fc_str after,
                         bool display)
{
    fc_str parts[] = { before, fc_str_trim(tex), after };
    fc_text t = { .a = w->a };
    size_t dollars = 0;
    for (size_t i = 0; i < tex.n; i++)
        dollars += tex.p[i] == '$';
    fc_wiki_atom_kind kind = display ? FC_WIKI_DISPLAY : FC_WIKI_TEX;
    if (parts[1].n && dollars < MOST_DOLLARS &&
        fc_formula_add(&t, fc_concat(w->a, parts, 3)))
        fc_wiki_keep(w, &w->out, kind, (fc_str){ t.p, t.n }, FC_STR(""));
}

/* ---------------------------------------------------------------- tags */

static size_t name_length(fc_str s, size_t at)
{
    size_t n = 0;
    while (at + n < s.n && n < LONGEST_NAME && fc_is_letter(s.p[at + n]))
        n++;
    return n;
}

static int tag_named(fc_str name)
{
    char first = name.n ? fc_lower(name.p[0]) : '\0';
    for (int k = 0; k < TAGS; k++)
        if (tags[k].name[0] == first && fc_str_ieq(name, fc_str_of(tags[k].name)))
            return k;
    return -1;
}

/* Where the end tag begins at or behind `from`; *after is behind it. s.n: nowhere. */
static size_t find_end(strip *x, int k, size_t from, size_t *after)
{
    fc_str name = fc_str_of(tags[k].name);
    for (size_t i = from; !x->none[k] && i < x->s.n; i += 2) {
        i += fc_str_find(fc_str_sub(x->s, i, x->s.n), FC_STR("</"));
        fc_str rest = fc_str_sub(x->s, i + 2, x->s.n);
        if (!fc_str_istarts(rest, name))
            continue;
        size_t n = name.n;
        while (n < rest.n && n < LONGEST_TAG && fc_is_space(rest.p[n]))
            n++;
        *after = i + 2 + n + 1;
        if (n < rest.n && rest.p[n] == '>')
            return i;
    }
    x->none[k] = true;
    return x->s.n;
}

static void keep_code(strip *x, fc_str tag, fc_str body)
{
    fc_str language = fc_tag_attr(tag, "lang"), line = body;
    bool is_inline = fc_tag_attr(tag, "inline").p != NULL;
    for (size_t i = 0; i < language.n; i++)
        if (language.n > 20 || fc_is_space(language.p[i]) || language.p[i] == '`')
            language.n = 0;
    line = fc_str_trim(line);
    if (is_inline && fc_str_findc(line, '\n') == line.n)
        fc_wiki_keep(x->w, &x->w->out, FC_WIKI_SPAN, line, FC_STR(""));
    else
        fc_wiki_keep(x->w, &x->w->out, FC_WIKI_CODE, body, language);
}

static void keep_body(strip *x, int k, fc_str tag, fc_str body)
{
    fc_wiki *w = x->w;
    switch (tags[k].act) {
    case TEX:
        keep_formula(w, FC_STR(""), body, FC_STR(""),
                     fc_str_is(fc_tag_attr(tag, "display"), "block"));
        break;
    case CHEM:
        keep_formula(w, FC_STR("\\ce{"), body, FC_STR("}"), false);
        break;
    case PLAIN:
        fc_wiki_keep(w, &w->out, FC_WIKI_TEXT, body, FC_STR(""));
        break;
    case PRE:
        fc_wiki_keep(w, &w->out, FC_WIKI_CODE, fc_entities_decode(body, false, w->a),
                     FC_STR(""));
        break;
    case CODE:
        keep_code(x, tag, body);
        break;
    case DROP: case BARE:
        break;
    }
}

/* An HTML tag is copied whole, on one line, so that nothing in it is taken for a
 * bracket. */
static void copy_tag(strip *x, fc_str tag)
{
    fc_text *out = &x->w->out;
    if (!tag.n || memchr(tag.p + 1, '<', tag.n - 1) || memchr(tag.p, '{', tag.n) ||
        memchr(tag.p, '[', tag.n)) {
        x->i++;
        return;
    }
    x->i += tag.n;
    if (fc_str_findc(tag, '\n') == tag.n && fc_str_findc(tag, 1) == tag.n)
        return;
    flush(x);
    for (size_t i = out->n - tag.n; i < out->n; i++)
        if (out->p[i] == '\n' || out->p[i] == 1)
            out->p[i] = ' ';
}

static bool is_html(fc_str name)
{
    return fc_tag_find(name.p, name.n) != FC_TAG_UNKNOWN ||
           fc_str_ieq(name, FC_STR("poem")) || fc_str_ieq(name, FC_STR("gallery"));
}

static void take_tag(strip *x)
{
    fc_str s = x->s;
    bool end = x->i + 1 < s.n && s.p[x->i + 1] == '/';
    size_t at = x->i + 1 + end, n = name_length(s, at);
    fc_str name = fc_str_sub(s, at, at + n + (at + n < s.n && s.p[at + n] > '0' &&
                                              s.p[at + n] < '7')); /* h2 */
    int k = tag_named(name);
    fc_str rest = fc_str_sub(s, x->i, x->i + LONGEST_TAG);
    size_t close = n ? fc_str_findc(rest, '>') : rest.n;
    fc_str tag = fc_str_sub(rest, 0, close < rest.n ? close + 1 : 0);
    char follows = at + n < s.n ? s.p[at + n] : 0;
    bool ours = k >= 0 && tag.n &&
                (fc_is_space(follows) || follows == '>' || follows == '/');
    if (!ours) {
        copy_tag(x, is_html(name) ? tag : FC_STR(""));
        return;
    }
    size_t body = x->i + tag.n, after = body, stop;
    flush(x);
    x->i = x->from = body;
    if (end || tags[k].act == BARE || s.p[body - 2] == '/')
        return;
    stop = find_end(x, k, body, &after);
    if (stop == s.n)            /* never closed: only the tag goes */
        return;
    keep_body(x, k, tag, fc_str_sub(s, body, stop));
    x->i = x->from = after;
}

/* A comment that is alone on its line takes the line with it. */
static void take_comment(strip *x)
{
    fc_text *out = &x->w->out;
    fc_str rest = fc_str_sub(x->s, x->i, x->s.n);
    flush(x);
    size_t end = x->i + fc_str_find(rest, FC_STR("-->")) + 3, line = out->n;
    x->i = x->from = end < x->s.n ? end : x->s.n;
    while (end < x->s.n && x->s.p[end] == ' ')
        end++;
    if (end >= x->s.n || x->s.p[end] != '\n')
        return;
    while (line && out->p[line - 1] == ' ')
        line--;
    if (line && out->p[line - 1] == '\n') {
        out->n = line;
        x->i = x->from = end + 1;
    }
}

/* ---------------------------------------------------------------- brackets */

static size_t run_of(const strip *x, char c)
{
    size_t n = 0;
    while (x->i + n < x->s.n && x->s.p[x->i + n] == c)
        n++;
    return n;
}

static void open_frame(strip *x, char c, size_t n)
{
    fc_wiki *w = x->w;
    if (n > 1 && w->frames < FC_WIKI_FRAMES) {
        w->frame[w->frames++] = (fc_wiki_frame){ place(x), c == '{' ? n : 0, w->pipes };
        w->braces += c == '{';
    }
    x->i += n;
}

static bool at_line(const fc_text *out)
{
    return !out->n || out->p[out->n - 1] == '\n';
}

/* Something was left out: blanks behind it do not begin a line, where they mean code. */
static void skip_blanks(strip *x)
{
    while (at_line(&x->w->out) && x->i < x->s.n && x->s.p[x->i] == ' ')
        x->i++;
}

static void tidy_blank(strip *x, bool gone)
{
    if (gone && x->i < x->s.n && x->s.p[x->i] == ' ')
        x->i++;
}

/* A template that left nothing leaves no "()" either, and no comma or semicolon of its
 * own. */
static void tidy(strip *x)
{
    fc_text *out = &x->w->out;
    size_t before = out->n, after = x->i;
    while (before && out->n - before < MOST_BLANKS && out->p[before - 1] == ' ')
        before--;
    while (after < x->s.n && after - x->i < MOST_BLANKS && x->s.p[after] == ' ')
        after++;
    if (!before || after == x->s.n)
        return;
    char left = out->p[before - 1], right = x->s.p[after];
    if (left == '(' && right == ')') {
        out->n = before - 1;
        x->i = after + 1;
    } else if ((left == '(' || left == ',' || left == ';') &&
               (right == ',' || right == ';')) {
        x->i = after + 1;
        tidy_blank(x, left == '(');
    } else if ((left == ',' || left == ';') && right == ')') {
        out->n = before - 1;
        x->i = after;
    }
}

static void close_braces(strip *x)
{
    fc_wiki *w = x->w;
    size_t run = run_of(x, '}'), at = SIZE_MAX;
    flush(x);
    x->i += run;
    while (run > 1 && w->braces) {
        fc_wiki_frame *f = &w->frame[w->frames - 1];
        if (!f->count) {        /* [[ that never closed */
            w->frames--;
            continue;
        }
        size_t n = f->count > 2 && run > 2 ? 3 : 2;
        at = f->at;
        fc_wiki_braces(w, n);
        w->pipes = f->pipes;
        f->count -= n;
        run -= n;
        if (f->count < 2) {
            w->frames--;
            w->braces--;
        }
    }
    if (!run && w->out.n == at)
        tidy(x);
    if (!run)
        skip_blanks(x);
    while (run--)
        fc_text_char(&w->out, '}');
    x->from = x->i;
}

static void close_link(strip *x)
{
    fc_wiki *w = x->w;
    bool two = x->i + 1 < x->s.n && x->s.p[x->i + 1] == ']';
    if (!two || !w->frames || w->frame[w->frames - 1].count) {
        x->i++;
        return;
    }
    flush(x);
    fc_wiki_link(w);
    w->pipes = w->frame[--w->frames].pipes;
    x->i += 2;
    skip_blanks(x);
    x->from = x->i;
}

static void take_pipe(strip *x)
{
    fc_wiki *w = x->w;
    if (w->frames) {
        if (w->pipes == w->pipe_cap) {
            size_t cap = w->pipe_cap ? 2 * w->pipe_cap : 64;
            w->pipe = fc_grow(w->a, w->pipe, w->pipe_cap * sizeof *w->pipe,
                              cap * sizeof *w->pipe);
            w->pipe_cap = cap;
        }
        w->pipe[w->pipes++] = place(x);
    }
    x->i++;
}

/* ---------------------------------------------------------------- the pass */

static const bool special[256] = {
    ['<'] = true, ['{'] = true, ['}'] = true, ['['] = true, [']'] = true, ['|'] = true,
    [1] = true
};

/* All of them, and '\\'. */
FC_INLINE fc_bytes maybe_special(fc_bytes v)
{
    return fc_bytes_is(v, '<') | fc_bytes_is(v, 1) | fc_bytes_in(v, '{', '}') |
           fc_bytes_in(v, '[', ']');
}

fc_str fc_wiki_strip(fc_wiki *w, fc_str text)
{
    strip x = { .w = w, .s = text };
    fc_text_add(&w->out, "", 0);
    fc_wiki_show_index(w->row);
    while ((x.i = fc_wiki_plain_end(text, x.i, special, maybe_special)) < text.n) {
        switch (text.p[x.i]) {
        case '<':
            if (fc_str_starts(fc_str_sub(text, x.i, text.n), FC_STR("<!--")))
                take_comment(&x);
            else
                take_tag(&x);
            break;
        case '{':
            open_frame(&x, '{', run_of(&x, '{'));
            break;
        case '[':
            open_frame(&x, '[', x.i + 1 < text.n && text.p[x.i + 1] == '[' ? 2 : 1);
            break;
        case '}':
            close_braces(&x);
            break;
        case ']':
            close_link(&x);
            break;
        case '|':
            take_pipe(&x);
            break;
        default:
            flush(&x);
            x.from = ++x.i;     /* a byte that marks begin with */
        }
    }
    flush(&x);
    return (fc_str){ w->out.p, w->out.n };
}
