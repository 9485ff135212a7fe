/* katex_span.c - see katex_span.h. */
#include "extractors/katex_span.h"
#include "base/str.h"
#include "html/style.h"

enum {
    MAX_CLASSES = 16,           /* of a span */
    PATH = 160                  /* bytes of a path that are looked at */
};

/* ---------------------------------------------------------------------------- classes */

typedef struct class_row {
    const char *name;
    uint8_t kind, atom;
    const char *variant;
} class_row;

/* In the order of strcmp. Since version 0.18 some begin with "katex-". */
static const class_row classes[] = {
    { "accent", FC_KX_ACCENT, 0, NULL },
    { "accent-body", FC_KX_GLYPH, 0, NULL },
    { "accentunder", FC_KX_ACCENT_BELOW, 0, NULL },
    { "amsrm", 0, 0, "double-struck" },
    { "arraycolsep", FC_KX_SKIP, 0, NULL },
    { "base", FC_KX_PART, 0, NULL },
    { "boldsymbol", 0, 0, "bold-italic" },
    { "boxpad", FC_KX_ROW, 0, NULL },
    { "clap", FC_KX_ROW, 0, NULL },
    { "col-align-c", FC_KX_COLUMN, 0, NULL },
    { "col-align-l", FC_KX_COLUMN, 0, NULL },
    { "col-align-r", FC_KX_COLUMN, 0, NULL },
    { "colorbox", FC_KX_SKIP, 0, NULL },
    { "delimsizing", FC_KX_FENCE, 0, NULL },
    { "fbox", FC_KX_BOX, 0, NULL },
    { "fix", FC_KX_SKIP, 0, NULL },
    { "frac-line", FC_KX_RULE, 0, NULL },
    { "hdashline", FC_KX_RULE, 0, NULL },
    { "hline", FC_KX_RULE, 0, NULL },
    { "llap", FC_KX_OVERLAP, 0, NULL },
    { "mathbb", 0, 0, "double-struck" },
    { "mathbf", 0, 0, "bold" },
    { "mathboldfrak", 0, 0, "bold-fraktur" },
    { "mathcal", 0, 0, "script" },
    { "mathdefault", 0, 0, "" },
    { "mathfrak", 0, 0, "fraktur" },
    { "mathit", 0, 0, "" },
    { "mathnormal", 0, 0, "" },
    { "mathrm", 0, 0, "normal" },
    { "mathscr", 0, 0, "script" },
    { "mathsf", 0, 0, "sans-serif" },
    { "mathsfit", 0, 0, "sans-serif-italic" },
    { "mathtt", 0, 0, "monospace" },
    { "mbin", 0, FC_KX_OPERATOR, NULL },
    { "mclose", 0, FC_KX_OPERATOR, NULL },
    { "mfrac", FC_KX_FRAC, 0, NULL },
    { "minner", 0, FC_KX_INNER, NULL },
    { "mop", 0, FC_KX_OP, NULL },
    { "mopen", 0, FC_KX_OPERATOR, NULL },
    { "mord", 0, FC_KX_ORD, NULL },
    { "mover", FC_KX_BRACE_ABOVE, 0, NULL },
    { "mpunct", 0, FC_KX_OPERATOR, NULL },
    { "mrel", 0, FC_KX_REL, NULL },
    { "mspace", FC_KX_SPACE, 0, NULL },
    { "msupsub", FC_KX_SCRIPTS, 0, NULL },
    { "mtable", FC_KX_TABLE, 0, NULL },
    { "munder", FC_KX_BRACE_BELOW, 0, NULL },
    { "nulldelimiter", FC_KX_NO_FENCE, 0, NULL },
    { "op-limits", FC_KX_LIMITS, 0, NULL },
    { "overline", FC_KX_LINE_ABOVE, 0, NULL },
    { "overline-line", FC_KX_RULE, 0, NULL },
    { "pstrut", FC_KX_SKIP, 0, NULL },
    { "root", FC_KX_INDEX, 0, NULL },
    { "rule", FC_KX_SKIP, 0, NULL },
    { "sqrt", FC_KX_SQRT, 0, NULL },
    { "strut", FC_KX_SKIP, 0, NULL },
    { "svg-align", FC_KX_STRETCHED, 0, NULL },
    { "tag", FC_KX_TAG, 0, NULL },
    { "text", FC_KX_TEXT, 0, NULL },
    { "underline", FC_KX_LINE_BELOW, 0, NULL },
    { "underline-line", FC_KX_RULE, 0, NULL },
    { "vertical-separator", FC_KX_SKIP, 0, NULL },
    { "vlist-s", FC_KX_SKIP, 0, NULL },
    { "vlist-t", FC_KX_STACK, 0, NULL },
    { "x-arrow", FC_KX_ARROW, 0, NULL },
};

static void add_class(fc_kx_span *span, fc_str name)
{
    static const fc_str prefix = { "katex-", 6 };
    if (fc_str_starts(name, prefix))
        name = fc_str_sub(name, prefix.n, name.n);
    const class_row *row = FC_ROW(classes, name);
    span->text |= (fc_str_starts(name, FC_STR("text")) && name.n > 4) ||
                  fc_str_ends(name, FC_STR("_fallback"));
    span->sized |= fc_str_is(name, "sizing");
    if (!row)
        return;
    if (row->kind)
        span->kind = row->kind;
    if (row->atom)
        span->atom = row->atom;
    if (row->variant)
        span->variant = row->variant;
}

fc_kx_span fc_kx_look(const fc_dom *dom, uint32_t node)
{
    fc_kx_span span = { .kind = FC_KX_ROW };
    fc_str class = fc_dom_class(dom, node), name;
    for (int k = 0; k < MAX_CLASSES && fc_str_split(&class, ' ', &name); k++)
        if (name.n)
            add_class(&span, name);
    return span;
}

fc_kx_kind fc_kx_kind_of(const fc_dom *dom, uint32_t node)
{
    if (dom->node[node].tag == FC_TAG_TEXT)
        return FC_KX_ROW;
    return fc_kx_look(dom, node).kind;
}

uint32_t fc_kx_child(const fc_dom *dom, uint32_t node, fc_kx_kind want)
{
    for (uint32_t i = node + 1; i < dom->node[node].end; i = dom->node[i].end)
        if (dom->node[i].tag != FC_TAG_TEXT && fc_kx_kind_of(dom, i) == want)
            return i;
    return 0;
}

/* ----------------------------------------------------------------------------- stacks */

double fc_kx_length(const fc_dom *dom, uint32_t node, const char *property)
{
    fc_str value = fc_style_value(fc_dom_attr(dom, node, "style"), property);
    double em;
    bool known = fc_str_ends(value, FC_STR("em")) &&
                 fc_str_num(fc_str_sub(value, 0, value.n - 2), &em);
    return known ? em : 0;
}

static uint32_t first_element(const fc_dom *dom, uint32_t node)
{
    for (uint32_t i = node + 1; i < dom->node[node].end; i = dom->node[i].end)
        if (dom->node[i].tag != FC_TAG_TEXT)
            return i;
    return 0;
}

/* The strut of an entry is what its height is counted from. */
static double entry_below(const fc_dom *dom, uint32_t entry)
{
    uint32_t strut = first_element(dom, entry);
    if (!strut || fc_kx_kind_of(dom, strut) != FC_KX_SKIP)
        return fc_kx_length(dom, entry, "top");
    return fc_kx_length(dom, entry, "top") + fc_kx_length(dom, strut, "height");
}

uint32_t fc_kx_entries(const fc_dom *dom, uint32_t node, fc_kx_entry *out, uint32_t n)
{
    uint32_t stack = node, found = 0;
    if (fc_kx_kind_of(dom, node) != FC_KX_STACK)
        stack = fc_kx_child(dom, node, FC_KX_STACK);
    uint32_t line = stack ? first_element(dom, stack) : 0;
    uint32_t list = line ? first_element(dom, line) : 0;
    if (!list || !fc_str_is(fc_dom_class(dom, list), "vlist"))
        return 0;
    for (uint32_t i = list + 1; i < dom->node[list].end; i = dom->node[i].end) {
        if (dom->node[i].tag == FC_TAG_TEXT)
            continue;
        if (found < n)
            out[found] = (fc_kx_entry){ i, entry_below(dom, i) };
        found++;
    }
    return found;
}

uint32_t fc_kx_content(const fc_dom *dom, uint32_t entry)
{
    uint32_t i = first_element(dom, entry);
    if (!i)
        return dom->node[entry].end;
    return fc_kx_kind_of(dom, i) == FC_KX_SKIP ? dom->node[i].end : i;
}

/* -------------------------------------------------------------------------------- svg */

/* How paths begin, and what else is in them where that is not enough. */
typedef struct path_row {
    const char *begins, *has;
    uint32_t code;
} path_row;

static const path_row paths[] = {
    { "M0 241v40h399891", NULL, 0x2192 }, { "M400000 241H110", NULL, 0x2190 },
    { "M399738 392l", NULL, 0x21D2 }, { "M262 157", NULL, 0x21D0 },
    { "M0 241v40h399993", NULL, 0x21C0 }, { "M0 267c", NULL, 0x21BC },
    { "M0 50 h400000 v4", NULL, '=' },
    { "M377 20c0", NULL, 0x20D7 },
    { "M6 548l-6-6", NULL, 0x23DE }, { "M0 6l6-6h17", NULL, 0x23DF },
    { "M529 0h5", NULL, '^' }, { "M1181 0h2", NULL, '^' },
    { "M200 55.538", NULL, '~' }, { "M344 55.266", NULL, '~' },
    { "M786 59C457", NULL, '~' }, { "M786 58C457", NULL, '~' },
    { "M529,159h5", NULL, 0x2C7 }, { "M1181,220h2", NULL, 0x2C7 },
    { "M1181,280h2", NULL, 0x2C7 }, { "M1181,340h2", NULL, 0x2C7 },
    { "M863,9c0", NULL, '(' }, { "M76,0c-16.7", NULL, ')' },
    { "M403 1759 V84 H666", "v84 h347", '[' }, /* version 0.17 and later */
    { "M403 1759 V84 H666", "v1759 h347", '[' },
    { "M403 1759 V84 H666", "v602 h84", 0x2308 },
    { "M347 1759 V0 H0", "H0 v84 H347", ']' },
    { "M347 1759 V0 H0", "v1759 H0", ']' },
    { "M347 1759 V0 H0", "v602 h84", 0x2309 },
    { "M319 602 V0 H403", "v1715 h263", 0x230A },
    { "M319 602 V0 H403", "v1799 H0", 0x230B },
    { "M145 15 v585", "M367 15", 0x2016 }, { "M145 15 v585", NULL, '|' },
};

/* Two drawings side by side. */
static const uint32_t pairs[][3] = {
    { 0x2190, 0x2192, 0x2194 }, { 0x21D0, 0x21D2, 0x21D4 },
};
static const path_row first_halves[] = {
    { "M400000 281 H103", NULL, 0x21AA }, { "M40 281 V448H0V7", NULL, 0x21A6 },
};

/* The source of the svg at a node: its insides are in no tree. */
static fc_str svg_source(const fc_dom *dom, uint32_t svg)
{
    fc_str s = fc_str_sub(dom->page, dom->node[svg].at + dom->node[svg].n,
                          dom->page.n);
    return fc_str_sub(s, 0, fc_str_find(fc_str_sub(s, 0, 16384), FC_STR("</svg>")));
}

static fc_str path_of(const fc_dom *dom, uint32_t svg)
{
    fc_str s = svg_source(dom, svg);
    size_t at = fc_str_find(s, FC_STR(" d="));
    return fc_str_sub(s, at + 4, s.n); /* and the quote */
}

static uint32_t path_code(fc_str path, const path_row *rows, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        fc_str has = fc_str_of(rows[i].has ? rows[i].has : "");
        fc_str end = fc_str_sub(path, 0, PATH * 4);
        if (fc_str_starts(path, fc_str_of(rows[i].begins)) &&
            (!has.n || fc_str_find(end, has) < end.n))
            return rows[i].code;
    }
    return 0;
}

uint32_t fc_kx_drawn(const fc_dom *dom, uint32_t node)
{
    uint32_t first = 0, code = 0, count = 0;
    fc_str begin = { NULL, 0 };
    for (uint32_t i = node + 1; i < dom->node[node].end; i++) {
        if (dom->node[i].tag != FC_TAG_SVG)
            continue;
        fc_str path = path_of(dom, i);
        first = count ? first : path_code(path, paths, sizeof paths / sizeof *paths);
        begin = count ? begin : path;
        code = path_code(path, paths, sizeof paths / sizeof *paths);
        count++;
    }
    if (count == 1)
        return first;
    if (count == 3)             /* the ends of a brace and the middle */
        return first == 0x23DE || first == 0x23DF ? first : 0;
    if (count != 2)
        return 0;
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
        if (pairs[i][0] == first && pairs[i][1] == code)
            return pairs[i][2];
    return code != 0x2192 ? 0
                          : path_code(begin, first_halves,
                                      sizeof first_halves / sizeof *first_halves);
}

/* Whether a line begins at a height. */
static bool line_from(fc_str s, fc_str height)
{
    static const fc_str from = { " y1=", 4 };
    for (size_t at = 0; at < s.n;) {
        at += fc_str_find(fc_str_sub(s, at, s.n), from) + from.n + 1; /* and a quote */
        fc_str value = fc_str_sub(s, at, s.n);
        if (fc_str_starts(value, height) && value.n > height.n &&
            (value.p[height.n] == '"' || value.p[height.n] == '\''))
            return true;
    }
    return false;
}

const char *fc_kx_struck(const fc_dom *dom, uint32_t node)
{
    for (uint32_t i = node + 1; i < dom->node[node].end; i++) {
        if (dom->node[i].tag != FC_TAG_SVG)
            continue;
        fc_str s = svg_source(dom, i);
        bool up = line_from(s, FC_STR("100%")), down = line_from(s, FC_STR("0"));
        return up && down ? "updiagonalstrike downdiagonalstrike"
               : up ? "updiagonalstrike" : down ? "downdiagonalstrike" : NULL;
    }
    return NULL;
}
