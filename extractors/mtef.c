/* mtef.c - see mtef.h: the records of MTEF as a flat tree. A list of records ends with
 * one of its own, so a stack of what is open is all it takes. Versions 2 to 4 have other
 * options and other templates; both are turned into those of version 5. */
#include "extractors/mtef_parts.h"

#include "base/str.h"
#include "extractors/omml.h"
#include "extractors/tex_symbols.h"
#include "io/compound.h"

enum { DEEPEST = 100, MOST_BYTES = 1 << 18, OBJECT_HEADER = 28 };

/* Types of records. */
enum { END, LINE, CHAR, TMPL, PILE, MATRIX, EMBELL, RULER, FONT_STYLE, SIZE, FULL,
       SUBSYM = 14, COLOR, COLOR_DEF, FONT_DEF, PREFERENCES, ENCODING, FUTURE = 100 };

/* Options of records. */
enum { NUDGED = 8, NULL_LINE = 1, RULED = 2, SPACED = 4, EMBELLISHED = 1, BEGINS = 2,
       PLACE_8 = 4, PLACE_16 = 16, NO_MTCODE = 32, CMYK = 1, NAMED = 4 };

typedef struct reader {
    fc_str s;
    size_t at;
    unsigned version;
    bool bad;
    fc_mtef *m;
    fc_arena *a;
    uint32_t open[DEEPEST];
    unsigned depth;
    bool bold[256];             /* of explicit fonts, by their numbers */
    unsigned fonts;
} reader;

/* ---------------------------------------------------------------------------- numbers */

static unsigned get8(reader *r)
{
    if (r->at == r->s.n) {
        r->bad = true;
        return 0;
    }
    return (unsigned char)r->s.p[r->at++];
}

static unsigned get16(reader *r)
{
    unsigned low = get8(r);
    return low | get8(r) << 8;
}

static unsigned get_unsigned(reader *r)
{
    unsigned v = get8(r);
    return v == 255 ? get16(r) : v;
}

static void skip(reader *r, size_t n)
{
    r->bad |= n > r->s.n - r->at;
    r->at = r->bad ? r->s.n : r->at + n;
}

static void skip_name(reader *r)
{
    while (get8(r))
        ;
}

/* An offset from where something would stand: two bytes, or these and two numbers. */
static void skip_nudge(reader *r)
{
    unsigned dx = get8(r), dy = get8(r);
    if (dx == 128 && dy == 128)
        skip(r, 4);
}

static void skip_ruler(reader *r)
{
    skip(r, (size_t)get8(r) * 3);
}

/* Lengths as they were typed, a digit in four bits; 15 ends one. */
static void skip_lengths(reader *r)
{
    unsigned left = get8(r), byte = 0;
    for (bool high = true; left && !r->bad; high = !high) {
        byte = high ? get8(r) : byte << 4;
        left -= (byte >> 4 & 15) == 15;
    }
}

static void skip_preferences(reader *r)
{
    get8(r);
    skip_lengths(r);
    skip_lengths(r);
    for (unsigned n = get8(r); n && !r->bad; n--)
        if (get_unsigned(r))
            get8(r);
}

/* -------------------------------------------------------------------------- templates */

/* Of versions before 5: a row for each variation up to `last`; larger ones are as it. */
static const struct {
    uint8_t old, last, selector;
    uint8_t variation[5];
} templates[] = {
    { 0, 2, FC_MTEF_ANGLE, { 3, 1, 2 } },
    { 1, 2, FC_MTEF_PAREN, { 3, 1, 2 } },
    { 2, 2, FC_MTEF_BRACE, { 3, 1, 2 } },
    { 3, 2, FC_MTEF_BRACK, { 3, 1, 2 } },
    { 4, 2, FC_MTEF_BAR, { 3, 1, 2 } },
    { 5, 2, FC_MTEF_DBAR, { 3, 1, 2 } },
    { 6, 2, FC_MTEF_FLOOR, { 3, 1, 2 } },
    { 7, 2, FC_MTEF_CEILING, { 3, 1, 2 } },
    { 8, 0, FC_MTEF_INTERVAL, { 0x22 } },   /* [ [ */
    { 9, 0, FC_MTEF_INTERVAL, { 0x33 } },   /* ] ] */
    { 10, 0, FC_MTEF_INTERVAL, { 0x23 } },  /* ] [ */
    { 11, 0, FC_MTEF_INTERVAL, { 0x12 } },  /* [ ) */
    { 12, 0, FC_MTEF_INTERVAL, { 0x30 } },  /* ( ] */
    { 13, 1, FC_MTEF_ROOT, { 0, 1 } },
    { 14, 1, FC_MTEF_FRACT, { 0, 1 } },
    { 16, 1, FC_MTEF_UBAR, { 0, FC_MTEF_DOUBLE } },
    { 17, 1, FC_MTEF_OBAR, { 0, FC_MTEF_DOUBLE } },
    { 18, 0, FC_MTEF_ARROW, { FC_MTEF_TO_LEFT } },
    { 19, 0, FC_MTEF_ARROW, { FC_MTEF_TO_RIGHT } },
    { 20, 0, FC_MTEF_ARROW, { FC_MTEF_TO_LEFT | FC_MTEF_TO_RIGHT } },
    { 21, 4, FC_MTEF_INTEG, { 1, 1, 1, 5, 5 } },
    { 22, 4, FC_MTEF_INTEG, { 2, 2, 2, 6, 6 } },
    { 23, 4, FC_MTEF_INTEG, { 3, 3, 3, 7, 7 } },
    { 24, 2, FC_MTEF_INTEG, { 0x41, 0x41, 0x45 } },
    { 25, 1, FC_MTEF_INTEG, { 0x42, 0x46 } },
    { 26, 1, FC_MTEF_INTEG, { 0x43, 0x47 } },
    { 27, 0, FC_MTEF_HBRACE, { FC_MTEF_TOP } },
    { 28, 0, FC_MTEF_HBRACE, { 0 } },
    { 29, 0, FC_MTEF_SUM, { FC_MTEF_LIMITS } },
    { 30, 0, FC_MTEF_SUM, { 0 } },
    { 31, 0, FC_MTEF_PROD, { FC_MTEF_LIMITS } },
    { 32, 0, FC_MTEF_PROD, { 0 } },
    { 33, 0, FC_MTEF_COPROD, { FC_MTEF_LIMITS } },
    { 34, 0, FC_MTEF_COPROD, { 0 } },
    { 35, 0, FC_MTEF_UNION, { FC_MTEF_LIMITS } },
    { 36, 0, FC_MTEF_UNION, { 0 } },
    { 37, 0, FC_MTEF_INTER, { FC_MTEF_LIMITS } },
    { 38, 0, FC_MTEF_INTER, { 0 } },
    { 39, 0, FC_MTEF_LIM, { 0 } },
    { 40, 0, FC_MTEF_LDIV, { 1 } },
    { 41, 0, FC_MTEF_FRACT, { FC_MTEF_SLASH } },
    { 42, 0, FC_MTEF_INTOP, { 0 } },
    { 43, 0, FC_MTEF_SUMOP, { FC_MTEF_LIMITS } },
    { 45, 2, FC_MTEF_DIRAC, { 3, 1, 2 } },
    { 46, 2, FC_MTEF_VEC, { 5, 6, 7 } },
    { 47, 2, FC_MTEF_VEC, { 1, 2, 3 } },
    { 48, 0, FC_MTEF_BOX, { FC_MTEF_BOX_ALL } },
};

/* Whether a template is known; selector and variation become those of version 5. */
static bool modern(fc_mtef_node *n)
{
    enum { SCRIPT = 15, SCRIPT_BEFORE = 44 };
    unsigned variation = n->how;
    if (n->what == SCRIPT || n->what == SCRIPT_BEFORE) {
        n->how = n->what == SCRIPT_BEFORE ? FC_MTEF_BEFORE : 0;
        n->what = variation == 0 ? FC_MTEF_SUP : variation == 1 ? FC_MTEF_SUB
                                                               : FC_MTEF_SUBSUP;
        return true;
    }
    for (size_t i = 0; i < sizeof templates / sizeof *templates; i++)
        if (templates[i].old == n->what) {
            unsigned last = templates[i].last;
            n->what = templates[i].selector;
            n->how = templates[i].variation[variation < last ? variation : last];
            return true;
        }
    return false;
}

/* ---------------------------------------------------------------------------- records */

static fc_mtef_node *add(reader *r, fc_mtef_kind kind)
{
    fc_mtef *m = r->m;
    m->node = fc_room(r->a, m->node, m->n, &m->cap, sizeof *m->node);
    m->node[m->n] = (fc_mtef_node){ .kind = (uint8_t)kind, .end = (uint32_t)m->n + 1 };
    return &m->node[m->n++];
}

/* The records that follow are in the list of the newest node. */
static void open_list(reader *r)
{
    if (r->depth == DEEPEST)
        r->bad = true;
    else
        r->open[r->depth++] = (uint32_t)r->m->n - 1;
}

static void read_line(reader *r, unsigned options)
{
    if (options & SPACED)
        get16(r);
    if (options & RULED) {
        get8(r); /* its type */
        skip_ruler(r);
    }
    add(r, FC_MTEF_LINE);
    if (!(options & NULL_LINE))
        open_list(r);
}

static void set_style(const reader *r, fc_mtef_node *n, int style)
{
    enum { GREEK = 0x370 };     /* \\mathbf has Latin letters only */
    bool text = style == FC_MTEF_TEXT || style == FC_MTEF_USER1 ||
                style == FC_MTEF_USER2 || style == FC_MTEF_TEXT_FE;
    bool bold =
        style == FC_MTEF_VECTOR || (style < 0 && style >= -255 && r->bold[-style]);
    n->what = text ? FC_MTEF_TEXT
              : style > 0 && style <= FC_MTEF_SPACE ? (uint8_t)style
                                                    : FC_MTEF_VARIABLE;
    const char *own;
    fc_tex_letter(n->code, &own);
    if (bold && !own && !n->alphabet)
        n->alphabet = n->code < GREEK ? "bold" : "bold-italic";
}

static void read_char(reader *r, unsigned options)
{
    enum { BIAS = 128, FAR_BIAS = 32768, LOW = 0xFF };
    fc_mtef_node *n = add(r, FC_MTEF_CHAR);
    unsigned byte = get8(r), place = 0;
    int style = r->version == 5 && byte == 255 ? (int)get16(r) - FAR_BIAS
                                               : (int)byte - BIAS;
    bool placed = r->version < 3 || options & NO_MTCODE;
    unsigned code = placed ? 0 : get16(r);
    if (options & PLACE_8 || r->version < 3)
        place = get8(r);
    if (options & PLACE_16)
        place = get16(r);
    n->begins = options & BEGINS;
    n->code = placed ? fc_mtef_place(style > 0 ? (unsigned)style : 0, place)
                     : fc_mtef_char(code, &n->alphabet);
    set_style(r, n, style);
    if (n->what == FC_MTEF_SPACE)
        n->code = (placed ? place : code) & LOW;
    if (options & EMBELLISHED)
        open_list(r);
}

static void read_template(reader *r)
{
    fc_mtef_node *n = add(r, FC_MTEF_TEMPLATE);
    n->what = (uint8_t)get8(r);
    n->how = (uint16_t)get8(r);
    if (r->version == 5 && n->how & 0x80)
        n->how = (uint16_t)((n->how & 0x7F) | get8(r) << 8);
    get8(r); /* its own options: how it stands */
    if (r->version < 5 ? !modern(n) : n->what >= FC_MTEF_TEMPLATES)
        r->bad = true;
    open_list(r);
}

static void read_pile(reader *r, unsigned options)
{
    fc_mtef_node *n = add(r, FC_MTEF_PILE);
    n->what = (uint8_t)get8(r);
    get8(r);
    if (options & RULED) {
        get8(r);
        skip_ruler(r);
    }
    open_list(r);
}

/* Lines between rows and columns have two bits each, one line more than there are. */
static void read_matrix(reader *r)
{
    fc_mtef_node *n = add(r, FC_MTEF_MATRIX);
    skip(r, 3);
    unsigned rows = get8(r), columns = get8(r);
    n->how = (uint16_t)columns;
    skip(r, (rows + 1 + 3) / 4 + (columns + 1 + 3) / 4);
    open_list(r);
}

/* Before version 5 a list of them, which a zero ends, within the list of records. */
static void read_embells(reader *r)
{
    unsigned what = get8(r);
    do {
        add(r, FC_MTEF_EMBELL)->what = (uint8_t)what;
        what = r->version == 5 || r->version < 3 ? 0 : get8(r);
    } while (what);
}

static void read_size(reader *r)
{
    enum { LARGE = 100, POINTS = 101 };
    unsigned what = get8(r);
    skip(r, what == POINTS ? 2 : what == LARGE ? 3 : 1);
}

static void read_font(reader *r)
{
    unsigned font = r->version < 5 ? get8(r) : get_unsigned(r);
    unsigned number = r->version < 5 ? font : ++r->fonts;
    bool bold = get8(r) & 1;
    if (number < sizeof r->bold)
        r->bold[number] = bold;
    if (r->version < 5)
        skip_name(r);
}

/* Those that version 5 added; false: nobody knows its length. */
static bool read_other(reader *r, unsigned type, unsigned options)
{
    switch (type) {
    case COLOR: get_unsigned(r); return true;
    case COLOR_DEF:
        skip(r, options & CMYK ? 8 : 6);
        if (options & NAMED)
            skip_name(r);
        return true;
    case FONT_DEF:
        get_unsigned(r);
        skip_name(r);
        return true;
    case PREFERENCES: skip_preferences(r); return true;
    case ENCODING: skip_name(r); return true;
    default:
        if (type >= FUTURE)
            skip(r, get_unsigned(r));
        return type >= FUTURE;
    }
}

static void read_record(reader *r, unsigned type, unsigned options)
{
    if (type <= EMBELL && options & NUDGED)
        skip_nudge(r);
    switch (type) {
    case LINE: read_line(r, options); break;
    case CHAR: read_char(r, options); break;
    case TMPL: read_template(r); break;
    case PILE: read_pile(r, options); break;
    case MATRIX: read_matrix(r); break;
    case EMBELL: read_embells(r); break;
    case RULER: skip_ruler(r); break;
    case FONT_STYLE: read_font(r); break;
    case SIZE: read_size(r); break;
    default:
        if (type > SUBSYM && (r->version < 5 || !read_other(r, type, options)))
            r->bad = true;
    }
}

/* The options of a record, as version 5 has them; *type is the first byte's. */
static unsigned options_of(reader *r, unsigned *type)
{
    if (r->version == 5)
        return (*type >= LINE && *type <= EMBELL) || *type == COLOR_DEF ? get8(r) : 0;
    unsigned options = *type >> 4;
    *type &= 15;
    if (*type == CHAR) /* the third says that a name may be found, not that one begins */
        options = (options & NUDGED) | (options & 2 ? EMBELLISHED : 0);
    return options;
}

static bool read_header(reader *r)
{
    r->version = get8(r);
    if (r->version < 2 || r->version > 5)
        return false;
    skip(r, 4); /* platform, product and its version */
    if (r->version == 5) {
        skip_name(r); /* which program it is for */
        get8(r);
    }
    return !r->bad;
}

/* The list of all ends with the bytes, or with a record of its own. */
static bool read_records(reader *r)
{
    while (!r->bad && r->at < r->s.n) {
        unsigned type = get8(r), options = options_of(r, &type);
        if (type != END)
            read_record(r, type, options);
        else if (r->depth)
            r->m->node[r->open[--r->depth]].end = (uint32_t)r->m->n;
        else
            return true;
    }
    return !r->bad && !r->depth;
}

bool fc_mtef_find(fc_str object, fc_arena *a, fc_str *mtef)
{
    fc_str all;
    if (!fc_compound_find(object, FC_STR("Equation Native"), a, &all) ||
        all.n <= OBJECT_HEADER)
        return false;
    *mtef = fc_str_sub(all, OBJECT_HEADER, all.n);
    return true;
}

/* Whether there is anything to show: a formula of which nothing came, though, was too
 * large or too deep for MathML. */
static bool has_signs(const fc_mtef *m)
{
    size_t i = 0;
    while (i < m->n &&
           (m->node[i].kind != FC_MTEF_CHAR || fc_mtef_space_of(&m->node[i]) >= 0))
        i++;
    return i < m->n;
}

bool fc_mtef_tex(fc_str mtef, fc_xml_parser *xml, fc_arena *a, fc_str *tex)
{
    fc_mtef m = { .n = 0 };
    reader r = { .s = mtef, .m = &m, .a = a };
    fc_str mathml;
    if (mtef.n > MOST_BYTES || !read_header(&r) || !read_records(&r) ||
        !fc_mtef_write(&m, a, &mathml))
        return false;
    *tex = fc_omml_read(mathml, xml, a);
    return tex->n || !has_signs(&m);
}
