/* formula_image.c - formulas that are images: the TeX is in the address, when a service
 * draws what stands there, or in the alt text. */
#include "base/str.h"
#include "extractors/formula.h"
#include "html/entities.h"

enum { MAX_ADDRESS = 8192 };

/* What comes before the TeX in an address, and how it is written. */
typedef struct service {
    fc_str mark;
    bool form;                  /* a form's field: '+' is a blank, '&' ends it */
} service;

static const service services[] = {
    { { "latex.codecogs.com/", 19 }, false },
    { { "latex.php?latex=", 16 }, true },
    { { "equation?tex=", 13 }, true },
    { { "cht=tx", 6 }, true },
    { { "mimetex.cgi?", 12 }, false },
    { { "mathtex.cgi?", 12 }, false },
    { { "mathtex.php?", 12 }, false },
    { { "render/math?math=", 17 }, true },
    { { "math.now.sh?from=", 17 }, true },
    { { "math.now.sh/?from=", 18 }, true },
    { { "math.vercel.app/?from=", 22 }, true },
    { { "upmath.me/svg/", 14 }, false },
    { { "upmath.me/png/", 14 }, false },
    { { "tex.s2cms.ru/svg/", 17 }, false },
    { { "tex.s2cms.ru/png/", 17 }, false },
    { { "render.cgi?", 11 }, false },
    { { "latex.cgi?", 10 }, false },
    { { "?latex=", 7 }, true },
    { { "?tex=", 5 }, true },
};

enum { CHART = 3 };

/* All of them have "tex", "math" or "cht=tx" in them. */
static bool names_service(fc_str url)
{
    if (!url.n)
        return false;
    const char *end = url.p + url.n;
    for (const char *c = url.p; (c = memchr(c, 'x', (size_t)(end - c))); c++)
        if (c - url.p > 2 && (!memcmp(c - 2, "te", 2) || !memcmp(c - 2, "=t", 2)))
            return true;
    return fc_str_find(url, FC_STR("math")) < url.n;
}

/* Address of the image; scripts that load it late keep it in another attribute. */
static fc_str address(const fc_dom *dom, uint32_t node)
{
    static const char *const names[] = { "src", "data-src", "data-lazy-src",
                                         "data-original" };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        fc_str value = fc_dom_attr(dom, node, names[i]);
        if (value.n && !fc_str_istarts(value, FC_STR("data:")))
            return fc_str_sub(value, 0, MAX_ADDRESS);
    }
    return (fc_str){ NULL, 0 };
}

/* A service of a site's own: the last part of the address begins with an encoded command
 * that has an argument. */
static fc_str tex_of_path(fc_str url, bool *form)
{
    size_t at = fc_str_find(url, FC_STR("%5C")), from = at;
    while (from && url.p[from - 1] != '/' && url.p[from - 1] != '?' &&
           url.p[from - 1] != '=')
        from--;
    *form = from && url.p[from - 1] == '=';
    if (at == url.n || !from || fc_str_find(url, FC_STR("%7B")) == url.n)
        return (fc_str){ NULL, 0 };
    return fc_str_sub(url, from, url.n);
}

/* The part of an address that is TeX, still encoded; *form as in service. */
static fc_str tex_of_address(fc_str url, bool *form)
{
    size_t n = names_service(url) ? sizeof services / sizeof *services : 0;
    for (size_t i = 0; i < n; i++) {
        size_t at = fc_str_find(url, services[i].mark);
        if (at == url.n)
            continue;
        fc_str rest = fc_str_sub(url, at + services[i].mark.n, url.n);
        *form = services[i].form;
        if (i == 0) { /* png.latex?..., svg.image?..., or nothing before it */
            size_t mark = fc_str_findc(rest, '?');
            rest = mark < rest.n ? fc_str_sub(rest, mark + 1, rest.n) : rest;
        } else if (i == CHART) { /* the formula is another field of the chart */
            size_t field = fc_str_find(url, FC_STR("chl="));
            rest = fc_str_sub(url, field + 4, url.n);
        }
        if (rest.n)
            return rest;
    }
    return tex_of_path(url, form);
}

/* A word of the class speaks of formulas; in one pass, as there are many images. */
static bool interesting_class(const fc_dom *dom, uint32_t node)
{
    fc_str class = fc_dom_class(dom, node);
    for (size_t i = 0; i + 3 <= class.n; i++) {
        char c = fc_lower(class.p[i]);
        fc_str word = c == 't' ? FC_STR("tex") : c == 'm' ? FC_STR("math") :
                      c == 'f' ? FC_STR("formula") : FC_STR("equation");
        if ((c == word.p[0] && fc_str_istarts(fc_str_sub(class, i, class.n), word)) ||
            (c == 'e' && fc_str_starts(fc_str_sub(class, i, class.n), FC_STR("eeimg"))))
            return true;
    }
    return false;
}

/* <img src="_images/math/0123abcd.png">, as Sphinx has them without a class. */
static bool in_math_folder(const fc_dom *dom, uint32_t node)
{
    fc_str src = fc_dom_attr(dom, node, "src");
    return fc_str_find(src, FC_STR("images/math/")) < src.n;
}

static bool between(fc_str s, fc_str open, fc_str close)
{
    return s.n > open.n + close.n && fc_str_starts(s, open) && fc_str_ends(s, close);
}

/* "\frac{" and the like: nothing else has a command with an argument. */
static bool has_command(fc_str s)
{
    size_t brace = fc_str_findc(s, '{'), i = brace;
    while (i && brace < s.n && fc_is_letter(s.p[i - 1]))
        i--;
    return brace < s.n && brace - i > 1 && i && s.p[i - 1] == '\\';
}

/* An alt text that is a formula wherever it stands. */
static bool is_delimited(fc_str alt)
{
    if (between(alt, FC_STR("\\("), FC_STR("\\)")) ||
        between(alt, FC_STR("\\["), FC_STR("\\]")) ||
        fc_str_starts(alt, FC_STR("\\begin{")) ||
        fc_str_starts(alt, FC_STR("{\\displaystyle")))
        return true;
    return between(alt, FC_STR("$"), FC_STR("$")) || has_command(alt);
}

/* ... and one that is a formula where the class says so: not prose, and not a drawing in
 * lines of characters, as TeX4ht has it. */
static bool is_tex(fc_str alt)
{
    unsigned words = 0, run = 0;
    if (fc_str_findc(alt, '\n') < alt.n && fc_str_findc(alt, '\\') == alt.n)
        return false;
    for (size_t i = 0; i <= alt.n; i++) {
        char c = i < alt.n ? fc_lower(alt.p[i]) : ' ';
        if (i < alt.n && (c == '\\' || c == '^' || c == '_' || c == '=' || c == '{'))
            return true;
        run = c >= 'a' && c <= 'z' ? run + 1 : 0;
        words += run == 4;
    }
    return alt.n && !words;
}

static fc_str alt_of(const fc_dom *dom, uint32_t node)
{
    fc_str alt = fc_str_trim(fc_dom_attr(dom, node, "alt"));
    return alt.n ? alt : fc_str_trim(fc_dom_attr(dom, node, "title"));
}

/* Few images are formulas: a look at the bytes of the tag rules most of them out. */
bool fc_formula_is_image(const fc_dom *dom, uint32_t node)
{
    const fc_node *n = &dom->node[node];
    bool form;
    if (n->at == FC_NO_SOURCE)
        return false;
    const char *tag = dom->page.p + n->at;
    bool class = interesting_class(dom, node) || in_math_folder(dom, node);
    bool sign = class || memchr(tag, '\\', n->n) || memchr(tag, '$', n->n);
    if (sign) {
        fc_str alt = alt_of(dom, node);
        if (is_delimited(alt) || (class && is_tex(alt)))
            return true;
    }
    return (sign || memchr(tag, '?', n->n) || memchr(tag, '%', n->n)) &&
           tex_of_address(address(dom, node), &form).n;
}

/* --------------------------------------------------------------------------- decoding */

/* The page's character references; "&space;" and "&plus;" are a service's own. */
static size_t decode_references(fc_str s, char *out)
{
    size_t n = 0, took, made;
    for (size_t i = 0; i < s.n; i += took, n += made) {
        took = s.p[i] == '&'
                   ? fc_entity_decode(fc_str_sub(s, i, s.n), true, out + n, &made)
                   : 0;
        if (!took) {
            out[n] = s.p[i];
            took = made = 1;
        }
    }
    return n;
}

/* The bytes of an encoded formula, into a buffer of at least s.n + 8 bytes. */
static size_t decode(fc_str s, bool form, char *out)
{
    size_t n = decode_references(s, out), to = 0;
    for (size_t i = 0; i < n; i++) {
        fc_str rest = { out + i, n - i };
        if (form && rest.p[0] == '&')
            break;
        if (fc_str_starts(rest, FC_STR("&space;")) ||
            fc_str_starts(rest, FC_STR("&plus;"))) {
            out[to++] = rest.p[1] == 's' ? ' ' : '+';
            i += rest.p[1] == 's' ? 6 : 5;
        } else if (rest.p[0] == '%' && fc_hex_byte(rest, 1) >= 0) {
            out[to++] = (char)fc_hex_byte(rest, 1);
            i += 2;
        } else {
            out[to++] = form && rest.p[0] == '+' ? ' ' : rest.p[0];
        }
    }
    return to;
}

/* Commands that tell a service how to draw: size, colour, font. */
static fc_str without_settings(fc_str s)
{
    static const char *const words[] = { "\\dpi",    "\\bg_",          "\\fn_",
                                         "\\inline", "\\large",        "\\Large",
                                         "\\LARGE",  "\\huge",         "\\small",
                                         "\\tiny",   "\\displaystyle", "\\fg_",
                                         "\\bg",     "\\normalsize" };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        fc_str word = fc_str_of(words[i]);
        s = fc_str_trim(s);
        if (!fc_str_starts(s, word))
            continue;
        size_t n = word.n;
        if (word.p[n - 1] == '_')
            while (n < s.n && fc_is_letter(s.p[n]))
                n++;
        if (n < s.n && s.p[n] == '{' && words[i][1] == 'd' && words[i][2] == 'p')
            n += fc_str_findc(fc_str_sub(s, n, s.n), '}') + 1;
        if (n < s.n && fc_is_letter(s.p[n]))
            continue;
        s = fc_str_sub(s, n, s.n);
        i = (size_t)-1;
    }
    return s;
}

static bool is_display(const fc_dom *dom, uint32_t node, fc_str tex)
{
    static const fc_str words[] = { { "display", 7 }, { "block", 5 }, { "center", 6 } };
    fc_str class = fc_dom_attr(dom, node, "class");
    for (size_t i = 0; i < sizeof words / sizeof *words && class.n; i++)
        if (fc_str_ifind(class, words[i]) < class.n &&
            fc_str_ifind(class, FC_STR("inline")) == class.n)
            return true;
    const fc_node *n = &dom->node[node], *up = &dom->node[n->parent];
    bool alone =
        n->parent + 1 == node && up->end == n->end &&
        (up->tag == FC_TAG_P || up->tag == FC_TAG_DIV || up->tag == FC_TAG_CENTER);
    return alone || fc_str_starts(tex, FC_STR("$$")) ||
           fc_str_starts(tex, FC_STR("\\[")) ||
           fc_str_starts(tex, FC_STR("$\\displaystyle")); /* LaTeX2HTML */
}

bool fc_formula_image(const fc_dom *dom, uint32_t node, fc_text *t, bool *display)
{
    bool form = false;
    fc_str coded = tex_of_address(address(dom, node), &form);
    fc_str alt = fc_str_trim(fc_entities_decode(alt_of(dom, node), true, t->a));
    *display = is_display(dom, node, alt);
    if (is_delimited(alt))
        return fc_formula_add(t, alt);
    if (coded.n) {
        char *p = fc_alloc(t->a, coded.n + 8);
        fc_str tex = without_settings((fc_str){ p, decode(coded, form, p) });
        if (fc_formula_add(t, tex))
            return true;
    }
    return fc_formula_add(t, alt);
}
