/* xml_build.c - see xml_build.h: nodes, and the page of start tags and text that they
 * point into. */
#include "html/xml_build.h"

#include "base/bits.h"
#include "base/str.h"

enum { DEEPEST = 256, PIECE = 4096 };

/* ----------------------------------------------------------------------------- memory */

static void stop(fc_xml_build *b, fc_xml_why why)
{
    if (b->why == FC_XML_WELL)
        b->why = why;
}

void *fc_xml_build_more(fc_xml_build *b, void *p, size_t old_n, size_t new_n)
{
    jmp_buf guard;
    jmp_buf *before = fc_arena_guard(b->keep, &guard);
    void *volatile got = NULL;
    int why = setjmp(guard);
    if (why == 0)
        got = fc_grow(b->keep, p, old_n, new_n);
    fc_arena_guard(b->keep, before);
    if (why) {
        b->no_memory = why == FC_ARENA_NOMEM;
        stop(b, FC_XML_LIMIT);
    }
    return got;
}

void fc_xml_build_init(fc_xml_build *b, size_t bytes, const fc_xml_limits *limits,
                       fc_arena *keep)
{
    *b = (fc_xml_build){ .limits = limits, .keep = keep };
    b->most_text = 4 * bytes + limits->expand;
    if (b->most_text > UINT32_MAX - 1)
        b->most_text = UINT32_MAX - 1;
    b->cap = (uint32_t)(bytes / 16 + 16);
    b->text_cap = bytes + bytes / 8 + 64;
    if (bytes > limits->bytes)
        b->why = FC_XML_LIMIT;
    if (!b->why)
        b->node = fc_xml_build_more(b, NULL, 0, b->cap * sizeof *b->node);
    if (!b->why)
        b->text = fc_xml_build_more(b, NULL, 0, b->text_cap);
}

static bool more_text(fc_xml_build *b, size_t n)
{
    if (b->text_n + n > b->most_text) {
        stop(b, FC_XML_LIMIT);
        return false;
    }
    size_t cap = b->text_cap * 2 + n;
    char *p = fc_xml_build_more(b, b->text, b->text_n, cap);
    if (!p)
        return false;
    b->text = p;
    b->text_cap = cap;
    return true;
}

static inline bool room(fc_xml_build *b, size_t n)
{
    return b->text_n + n <= b->text_cap || more_text(b, n);
}

static bool more_nodes(fc_xml_build *b)
{
    size_t cap = (size_t)b->cap * 2;
    fc_node *p = b->n < b->limits->nodes
                     ? fc_xml_build_more(b, b->node, b->n * sizeof *p, cap * sizeof *p)
                     : NULL;
    if (!p) {
        stop(b, FC_XML_LIMIT);
        return false;
    }
    b->node = p;
    b->cap = (uint32_t)cap;
    return true;
}

static fc_node *add_node(fc_xml_build *b, unsigned tag)
{
    if (b->n == b->cap && !more_nodes(b))
        return NULL;
    if (b->depth >= DEEPEST) {
        stop(b, FC_XML_LIMIT);
        return NULL;
    }
    fc_node *d = &b->node[b->n++];
    *d = (fc_node){ .parent = b->open,
                    .end = b->n,
                    .tag = (uint16_t)tag,
                    .depth = (uint16_t)b->depth };
    return d;
}

/* --------------------------------------------------------------- names and namespaces */

static const struct {
    const char *begin;
    int ns;
} namespaces[] = {
    { "http://www.w3.org/1998/Math/MathML", FC_NS_MATHML },
    { "http://www.w3.org/1999/xhtml", FC_NS_HTML },
    { "http://www.w3.org/2000/svg", FC_NS_SVG },
    { "http://schemas.openxmlformats.org/wordprocessingml/", FC_NS_WORD },
    { "http://purl.oclc.org/ooxml/wordprocessingml/", FC_NS_WORD },
    { "http://schemas.microsoft.com/office/word/2003/", FC_NS_WORD },
    { "http://schemas.openxmlformats.org/officeDocument/2006/math", FC_NS_OMML },
    { "http://purl.oclc.org/ooxml/officeDocument/math", FC_NS_OMML },
    { "http://schemas.microsoft.com/office/omml/", FC_NS_OMML },
    { "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
      FC_NS_RELATION },
    { "http://purl.oclc.org/ooxml/officeDocument/relationships", FC_NS_RELATION },
    { "http://schemas.openxmlformats.org/drawingml/", FC_NS_DRAWING },
    { "http://purl.oclc.org/ooxml/drawingml/", FC_NS_DRAWING },
    { "http://schemas.openxmlformats.org/markup-compatibility/", FC_NS_DRAWING },
    { "http://schemas.microsoft.com/office/word/2010/wordprocessing", FC_NS_DRAWING },
    { "urn:schemas-microsoft-com:", FC_NS_DRAWING },
    { "urn:oasis:names:tc:opendocument:xmlns:", FC_NS_ODF },
    { "http://openoffice.org/", FC_NS_ODF },
    { "http://purl.org/dc/", FC_NS_DC },
    { "http://www.idpf.org/2007/op", FC_NS_EPUB },
    { "http://openebook.org/namespaces/oeb-package/", FC_NS_EPUB },
    { "http://www.daisy.org/z3986/2005/ncx/", FC_NS_EPUB },
    { "urn:oasis:names:tc:opendocument:xmlns:container", FC_NS_EPUB },
};

int fc_xml_build_ns(fc_str uri)
{
    int ns = FC_NS_NONE;
    for (size_t i = 0; i < sizeof namespaces / sizeof *namespaces; i++)
        if (fc_str_starts(uri, fc_str_of(namespaces[i].begin)))
            ns = namespaces[i].ns; /* of several the last: the container is not ODF */
    return ns;
}

int fc_xml_build_usual_ns(fc_str prefix)
{
    return fc_str_is(prefix, "mml") || fc_str_is(prefix, "m") ? FC_NS_MATHML : FC_NS_NONE;
}

fc_xml_known fc_xml_build_known(const char *name)
{
    fc_str s = fc_str_of(name);
    unsigned tag = fc_tag_find(s.p, s.n);
    return (fc_xml_known){
        .name = s,
        .bit = s.n ? fc_attr_bit(s) : 0,
        .tag = (uint16_t)(tag == FC_TAG_UNKNOWN ? fc_xml_name_find(name) : tag),
        .is_class = fc_str_ieq(s, FC_STR("class")),
        .is_id = fc_str_ieq(s, FC_STR("id"))
    };
}

/* <math> without a namespace is what it looks like, and so is what it holds. */
static int inherited_ns(const fc_xml_build *b, unsigned tag, int ns)
{
    if (ns == FC_NS_NONE && (tag == FC_TAG_MATH ||
                             (b->rooted && b->node[b->open].ns == FC_NS_MATHML)))
        return FC_NS_MATHML;
    return ns;
}

/* --------------------------------------------------------------------------- the page */

static void put(fc_xml_build *b, fc_str s)
{
    memcpy(b->text + b->text_n, s.p, s.n);
    b->text_n += s.n;
}

static void put_char(fc_xml_build *b, char c)
{
    b->text[b->text_n++] = c;
}

/* Bytes with '&', and in attributes '"', as references. Room for six times n. */
static void put_escaped(fc_xml_build *b, fc_str s, bool attribute)
{
    for (const char *p = s.p, *e = s.p + s.n; p < e;) {
        const char *q = p;
        while (q < e && *q != '&' && !(attribute && *q == '"'))
            q++;
        put(b, (fc_str){ p, (size_t)(q - p) });
        if (q < e)
            put(b, *q == '&' ? FC_STR("&amp;") : FC_STR("&quot;"));
        p = q + (q < e);
    }
}

static bool is_plain_value(fc_str s)
{
    return !s.n || (!memchr(s.p, '&', s.n) && !memchr(s.p, '"', s.n));
}

/* The prefix that an attribute is written with: none when it is that of its element. */
static fc_str shown_prefix(const fc_node *d, fc_str prefix, int ns)
{
    if (!prefix.n || fc_str_is(prefix, "xml") || fc_str_is(prefix, "xlink") ||
        (ns == d->ns && ns != FC_NS_NONE))
        return (fc_str){ "", 0 };
    if (ns == FC_NS_RELATION)
        return FC_STR("r");
    return ns == FC_NS_EPUB ? FC_STR("epub") : prefix;
}

/* Where in a start tag the value that is written next begins, as fc_dom_attr wants it. */
static uint16_t place_in_tag(size_t at)
{
    return at < UINT16_MAX ? (uint16_t)at : UINT16_MAX;
}

void fc_xml_build_start(fc_xml_build *b, const fc_xml_known *name, int ns)
{
    unsigned tag = name->tag;
    ns = inherited_ns(b, tag, ns);
    if ((ns == FC_NS_HTML || ns == FC_NS_SVG || ns == FC_NS_MATHML) &&
        tag >= FC_TAG_COUNT)
        tag = FC_TAG_UNKNOWN;
    fc_node *d = !b->why && room(b, name->name.n + 2) ? add_node(b, tag) : NULL;
    if (!d)
        return;
    d->at = (uint32_t)b->text_n;
    d->ns = (uint8_t)ns;
    put_char(b, '<');
    put(b, name->name);
}

void fc_xml_build_attribute(fc_xml_build *b, fc_str prefix, int ns,
                            const fc_xml_known *name, fc_str value)
{
    if (b->why || !room(b, name->name.n + prefix.n + 6 * value.n + 12))
        return;
    fc_node *d = &b->node[b->n - 1];
    prefix = prefix.n ? shown_prefix(d, prefix, ns) : prefix;
    put_char(b, ' ');
    if (prefix.n) {
        put(b, prefix);
        put_char(b, ':');
    }
    put(b, name->name);
    put_char(b, '=');
    put_char(b, '"');
    uint16_t at = place_in_tag(b->text_n - d->at);
    d->names |= prefix.n ? UINT32_MAX : name->bit;
    if (!prefix.n && !d->class_at && name->is_class)
        d->class_at = at;
    else if (!prefix.n && !d->id_at && name->is_id)
        d->id_at = at;
    if (is_plain_value(value))
        put(b, value);
    else
        put_escaped(b, value, true);
    put_char(b, '"');
}

void fc_xml_build_started(fc_xml_build *b)
{
    if (b->why || !room(b, 1))
        return;
    put_char(b, '>');
    b->open = b->n - 1;
    fc_node *d = &b->node[b->open];
    d->n = (uint32_t)(b->text_n - d->at);
    b->depth = d->depth + 1u;
    b->rooted = true;
}

void fc_xml_build_end(fc_xml_build *b)
{
    if (!b->rooted || b->why)
        return;
    fc_node *d = &b->node[b->open];
    d->end = b->n;
    b->closed |= b->open == 0;
    b->open = d->parent;
    b->depth = b->node[b->open].depth + 1u;
}

/* Mostly a line end and the blanks that a line begins with, or a word. */
static bool is_blank(fc_str s)
{
    size_t i = 0;
    while (i < s.n && fc_is_space(s.p[i])) {
        i++;
        while (i + FC_BYTES <= s.n &&
               fc_bytes_marks(fc_bytes_is(fc_bytes_load(s.p + i), ' ')) == FC_BYTES_ALL)
            i += FC_BYTES;
    }
    return i == s.n;
}

static fc_node *text_node(fc_xml_build *b)
{
    fc_node *last = &b->node[b->n - 1];
    if (last->tag == FC_TAG_TEXT && last->parent == b->open)
        return last;
    last = add_node(b, FC_TAG_TEXT);
    if (last) {
        last->at = (uint32_t)b->text_n;
        last->blank = true;
    }
    return last;
}

static void add_text(fc_xml_build *b, fc_str s, bool plain)
{
    fc_node *d = room(b, plain ? s.n : 5 * s.n) ? text_node(b) : NULL;
    if (!d)
        return;
    if (plain)
        put(b, s);
    else
        put_escaped(b, s, false);
    if (d->blank && !is_blank(s))
        d->blank = false;
    d->n = (uint32_t)(b->text_n - d->at);
}

void fc_xml_build_text(fc_xml_build *b, fc_str s)
{
    if (!b->rooted || b->why || !s.n)
        return;
    if (!memchr(s.p, '&', s.n)) {
        add_text(b, s, true);
        return;
    }
    for (size_t at = 0; at < s.n && !b->why; at += PIECE)
        add_text(b, fc_str_sub(s, at, at + PIECE), false);
}
