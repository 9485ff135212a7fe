/* mathjax_drawing.c - see mathjax_drawing.h. */
#include "extractors/mathjax_drawing.h"
#include "base/str.h"

/* Names of MathJax's elements behind "mjx-", and of MathML's in data-mml-node. */
static const struct {
    const char *name;
    fc_mjx_kind kind;
    const char *mathml;
} names[] = {
    { "mrow", FC_MJX_WRAP, "mrow" },
    { "mi", FC_MJX_TOKEN, "mi" }, { "mn", FC_MJX_TOKEN, "mn" },
    { "mo", FC_MJX_TOKEN, "mo" }, { "ms", FC_MJX_TOKEN, "mtext" },
    { "mtext", FC_MJX_TOKEN, "mtext" }, { "c", FC_MJX_SIGN, NULL },
    { "stretchy-v", FC_MJX_SIGN, NULL }, { "stretchy-h", FC_MJX_SIGN, NULL },
    { "msub", FC_MJX_SUB, "msub" }, { "msup", FC_MJX_SUP, "msup" },
    { "msubsup", FC_MJX_SUBSUP, "msubsup" }, { "munder", FC_MJX_UNDER, "munder" },
    { "mover", FC_MJX_OVER, "mover" }, { "munderover", FC_MJX_UNDEROVER, "munderover" },
    { "mfrac", FC_MJX_FRAC, "mfrac" }, { "msqrt", FC_MJX_SQRT, "msqrt" },
    { "mroot", FC_MJX_ROOT, "mroot" }, { "mtable", FC_MJX_TABLE, "mtable" },
    { "mtr", FC_MJX_ROW, "mtr" }, { "mlabeledtr", FC_MJX_ROW, "mtr" },
    { "mtd", FC_MJX_CELL, "mtd" }, { "script", FC_MJX_SCRIPT, NULL },
    { "base", FC_MJX_BASE, NULL }, { "under", FC_MJX_BELOW, NULL },
    { "over", FC_MJX_ABOVE, NULL }, { "num", FC_MJX_NUM, NULL },
    { "den", FC_MJX_DEN, NULL }, { "root", FC_MJX_INDEX, NULL },
    { "box", FC_MJX_BOX, NULL }, { "surd", FC_MJX_DROP, NULL },
    { "labels", FC_MJX_DROP, NULL }, { "assistive-mml", FC_MJX_DROP, NULL },
    { "speech", FC_MJX_DROP, NULL }, { "mphantom", FC_MJX_DROP, NULL },
};

static void set_kind(fc_mjx_part *p, fc_str name)
{
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (fc_str_ieq(name, fc_str_of(names[i].name))) {
            p->kind = names[i].kind;
            p->name = names[i].mathml;
            return;
        }
}

/* "mjx-c1D465 TEX-I", or "1D465" of an attribute. */
static uint32_t code_of(fc_str s, fc_str before)
{
    size_t at = fc_str_find(s, before) + before.n;
    uint32_t code = 0;
    for (; at < s.n && code < 0x110000; at++) {
        char c = fc_lower(s.p[at]);
        if (c >= '0' && c <= '9')
            code = code * 16 + (uint32_t)(c - '0');
        else if (c >= 'a' && c <= 'f')
            code = code * 16 + (uint32_t)(c - 'a' + 10);
        else
            break;
    }
    return code < 0x110000 && (code < 0xD800 || code > 0xDFFF) ? code : 0;
}

/* The second number of "translate(530,363) scale(0.707)". */
static double height(fc_str transform)
{
    size_t at = fc_str_find(transform, FC_STR("translate("));
    fc_str rest = fc_str_sub(transform, at, transform.n);
    size_t comma = fc_str_findc(rest, ','), close = fc_str_findc(rest, ')');
    double y = 0;
    if (comma < close)
        fc_str_num(fc_str_trim(fc_str_sub(rest, comma + 1, close)), &y);
    return y;
}

/* Letters of the font TEX-C have the code points of upright ones: "mjx-c4C TEX-C", or
 * "#MJX-1-TEX-C-4C". */
static bool is_script(fc_str s)
{
    static const fc_str font = { "TEX-C", 5 };
    size_t at = fc_str_find(s, font) + font.n;
    at += at < s.n && s.p[at] == 'B';
    return at == s.n || (at < s.n && (s.p[at] == '-' || s.p[at] == ' '));
}

static void read_part(fc_mjx_drawing *d, fc_mjx_part *p, fc_str tag, fc_str name)
{
    static const fc_str prefix = { "mjx-", 4 };
    if (fc_str_istarts(name, prefix)) {
        set_kind(p, fc_str_sub(name, prefix.n, name.n));
        if (p->kind == FC_MJX_SIGN) {
            p->code = code_of(fc_tag_attr(tag, "class"), FC_STR("mjx-c"));
            p->script = is_script(fc_tag_attr(tag, "class"));
        }
        return;
    }
    fc_str node = fc_tag_attr(tag, "data-mml-node"), code = fc_tag_attr(tag, "data-c");
    d->svg |= fc_str_ieq(name, FC_STR("svg"));
    p->y = height(fc_tag_attr(tag, "transform"));
    if (node.n) {
        p->name = "mrow";
        set_kind(p, node);
        if (fc_str_is(node, "math"))
            d->latex = fc_tag_attr(tag, "data-latex");
    } else if (code.n) {
        p->kind = FC_MJX_SIGN;
        p->code = code_of(code, FC_STR(""));
        p->script = is_script(fc_tag_attr(tag, "xlink:href")) ||
                    is_script(fc_tag_attr(tag, "href"));
    } else if (fc_str_ieq(name, FC_STR("defs")) || fc_str_ieq(name, FC_STR("style")) ||
               fc_str_ieq(name, FC_STR("title"))) {
        p->kind = FC_MJX_DROP;
    }
}

/* One past the '>' of a tag; its attributes may have one within quotes. */
static size_t tag_end(fc_str s, size_t at)
{
    char quote = 0;
    for (; at < s.n; at++) {
        if (quote)
            quote = s.p[at] == quote ? 0 : quote;
        else if (s.p[at] == '"' || s.p[at] == '\'')
            quote = s.p[at];
        else if (s.p[at] == '>')
            return at + 1;
    }
    return s.n;
}

void fc_mjx_read(fc_mjx_drawing *d, fc_str s)
{
    uint32_t open = 0;
    d->v[d->n++] = (fc_mjx_part){ .kind = FC_MJX_WRAP };
    for (size_t at = 0; at < s.n;) {
        size_t next = at + fc_str_findc(fc_str_sub(s, at, s.n), '<');
        fc_str text = fc_str_trim(fc_str_sub(s, at, next));
        if (text.n) {
            d->v[d->n] = (fc_mjx_part){ .kind = FC_MJX_TEXT, .parent = open,
                                        .end = d->n + 1, .text = text };
            d->n++;
        }
        at = tag_end(s, next);
        fc_str tag = fc_str_sub(s, next, at);
        if (tag.n < 3 || tag.p[1] == '!' || tag.p[1] == '?')
            continue;
        if (tag.p[1] == '/') {
            d->v[open].end = d->n;
            open = d->v[open].parent;
            continue;
        }
        size_t n = 1;
        while (n < tag.n && !fc_is_space(tag.p[n]) && tag.p[n] != '/' && tag.p[n] != '>')
            n++;
        fc_mjx_part *p = &d->v[d->n];
        *p = (fc_mjx_part){ .kind = FC_MJX_WRAP, .parent = open, .end = d->n + 1 };
        read_part(d, p, tag, fc_str_sub(tag, 1, n));
        if (tag.p[tag.n - 2] != '/')
            open = d->n;
        d->n++;
    }
    for (; open; open = d->v[open].parent)
        d->v[open].end = d->n;
    d->v[0].end = d->n;
}
