/* from_xml.c - an XML document through libxml2's SAX2 push parser into the flat tree. The
 * only file that knows libxml2.
 *
 * Nothing may leave a callback by longjmp: the parser would lose what it holds. So all
 * memory of the arena is taken by take() and more(), which set a guard of their own and
 * stop the parser when there is no more. */
#include "html/xml.h"

#include "base/str.h"
#include "base/utf8.h"
#include "html/xml_entities.h"

#include <libxml/parser.h>
#include <libxml/parserInternals.h>

enum {
    CHUNK = 4096,               /* the parser is fastest in small pieces */
    DEEPEST = 256,
    NAME_SLOTS = 512, NS_SLOTS = 16,
    MOST_ENTITIES = 1000, LONGEST_VALUE = 1 << 16
};

typedef struct declared {
    xmlEntity entity;
    struct declared *next;
} declared;

typedef struct parse {
    xmlParserCtxtPtr ctxt;
    const fc_xml_limits *limits;
    fc_arena *keep;
    fc_node *node;
    uint32_t n, cap;
    uint32_t open;              /* the element we are in */
    bool rooted, closed;        /* the root has begun; has ended */
    char *text;
    size_t text_n, text_cap, most_text;
    fc_xml_why why;
    bool no_memory;
    int line;                   /* of the first error */
    char message[160];
    declared *entities;
    unsigned entity_n;
    declared known;             /* lent to the parser for an entity that nobody
                                   declared */
    char known_value[72];
    struct { const xmlChar *name; uint16_t tag; } name[NAME_SLOTS];
    struct { const xmlChar *uri; uint8_t ns; } ns[NS_SLOTS];
} parse;

void fc_xml_limits_default(fc_xml_limits *limits)
{
    *limits = (fc_xml_limits){ .bytes = UINT64_C(1) << 30,
                               .nodes = 1 << 24,
                               .expand = 1 << 20 };
}

/* ----------------------------------------------------------------------------- memory */

static void stop(parse *x, fc_xml_why why)
{
    if (x->why == FC_XML_WELL)
        x->why = why;
    xmlStopParser(x->ctxt);
}

/* fc_grow that comes back: NULL when the arena has no more, and the parser stops. */
static void *more(parse *x, void *p, size_t old_n, size_t new_n)
{
    jmp_buf guard;
    jmp_buf *before = fc_arena_guard(x->keep, &guard);
    void *volatile got = NULL;
    int why = setjmp(guard);
    if (why == 0)
        got = fc_grow(x->keep, p, old_n, new_n);
    fc_arena_guard(x->keep, before);
    if (why) {
        x->no_memory = why == FC_ARENA_NOMEM;
        if (x->ctxt)
            stop(x, FC_XML_LIMIT);
        else
            x->why = FC_XML_LIMIT;
    }
    return got;
}

static bool room(parse *x, size_t n)
{
    if (x->text_n + n <= x->text_cap)
        return true;
    if (x->text_n + n > x->most_text) {
        stop(x, FC_XML_LIMIT);
        return false;
    }
    size_t cap = x->text_cap * 2 + n;
    char *p = more(x, x->text, x->text_n, cap);
    if (!p)
        return false;
    x->text = p;
    x->text_cap = cap;
    return true;
}

static fc_node *add_node(parse *x, unsigned tag)
{
    if (x->n == x->cap) {
        size_t cap = (size_t)x->cap * 2;
        fc_node *p = x->n < x->limits->nodes
                         ? more(x, x->node, x->n * sizeof *p, cap * sizeof *p) : NULL;
        if (!p) {
            stop(x, FC_XML_LIMIT);
            return NULL;
        }
        x->node = p;
        x->cap = (uint32_t)cap;
    }
    if (x->rooted && x->node[x->open].depth + 1 >= DEEPEST) {
        stop(x, FC_XML_LIMIT);
        return NULL;
    }
    fc_node *d = &x->node[x->n++];
    *d = (fc_node){ .parent = x->open, .end = x->n, .tag = (uint16_t)tag };
    d->depth = x->rooted ? (uint16_t)(x->node[x->open].depth + 1) : 0;
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

static int ns_of_uri(const char *uri)
{
    int ns = FC_NS_NONE;
    for (size_t i = 0; i < sizeof namespaces / sizeof *namespaces; i++)
        if (fc_str_starts(fc_str_of(uri), fc_str_of(namespaces[i].begin)))
            ns = namespaces[i].ns; /* of several the last: the container is not ODF */
    return ns;
}

/* The parser keeps one copy of each name, so its address is enough to know it again. */
static int find_ns(parse *x, const xmlChar *prefix, const xmlChar *uri)
{
    if (!uri && prefix &&
        (!xmlStrcmp(prefix, BAD_CAST "mml") || !xmlStrcmp(prefix, BAD_CAST "m")))
        return FC_NS_MATHML;
    if (!uri)
        return FC_NS_NONE;
    size_t slot = ((uintptr_t)uri >> 3) % NS_SLOTS;
    if (x->ns[slot].uri != uri) {
        x->ns[slot].uri = uri;
        x->ns[slot].ns = (uint8_t)ns_of_uri((const char *)uri);
    }
    return x->ns[slot].ns;
}

static unsigned find_tag(parse *x, const xmlChar *name)
{
    size_t slot = ((uintptr_t)name >> 2) % NAME_SLOTS;
    if (x->name[slot].name != name) {
        unsigned tag = fc_tag_find((const char *)name, (size_t)xmlStrlen(name));
        if (tag == FC_TAG_UNKNOWN)
            tag = fc_xml_name_find((const char *)name);
        x->name[slot].name = name;
        x->name[slot].tag = (uint16_t)tag;
    }
    return x->name[slot].tag;
}

/* <math> without a namespace is what it looks like, and so is what it holds. */
static int inherited_ns(const parse *x, unsigned tag, int ns)
{
    if (ns == FC_NS_NONE && (tag == FC_TAG_MATH ||
                             (x->rooted && x->node[x->open].ns == FC_NS_MATHML)))
        return FC_NS_MATHML;
    return ns;
}

/* --------------------------------------------------------------------------- the tree */

static void put(parse *x, const char *p, size_t n)
{
    memcpy(x->text + x->text_n, p, n);
    x->text_n += n;
}

/* Bytes with '&', and in attributes '"', as references. Room for six times n. */
static void put_escaped(parse *x, const char *p, size_t n, bool attribute)
{
    for (const char *e = p + n; p < e;) {
        const char *q = p;
        while (q < e && *q != '&' && !(attribute && *q == '"'))
            q++;
        put(x, p, (size_t)(q - p));
        if (q < e)
            put(x, *q == '&' ? "&amp;" : "&quot;", *q == '&' ? 5 : 6);
        p = q + (q < e);
    }
}

static const char *attribute_prefix(parse *x, const xmlChar *const *a, int ns)
{
    if (!a[1])
        return NULL;
    if (!xmlStrcmp(a[1], BAD_CAST "xml") || !xmlStrcmp(a[1], BAD_CAST "xlink"))
        return NULL;
    int own = find_ns(x, a[1], a[2]);
    if (own == ns && own != FC_NS_NONE)
        return NULL;
    return own == FC_NS_RELATION ? "r" : own == FC_NS_EPUB ? "epub" : (const char *)a[1];
}

static bool put_attribute(parse *x, const xmlChar *const *a, int ns)
{
    const char *prefix = attribute_prefix(x, a, ns), *name = (const char *)a[0];
    size_t n = (size_t)(a[4] - a[3]), name_n = strlen(name),
           prefix_n = prefix ? strlen(prefix) : 0;
    if (!room(x, name_n + prefix_n + 6 * n + 8))
        return false;
    put(x, " ", 1);
    if (prefix) {
        put(x, prefix, prefix_n);
        put(x, ":", 1);
    }
    put(x, name, name_n);
    put(x, "=\"", 2);
    put_escaped(x, (const char *)a[3], n, true);
    put(x, "\"", 1);
    return true;
}

/* Where in a start tag the value that is written next begins, as fc_dom_attr wants it. */
static uint16_t place_in_tag(size_t at)
{
    return at < UINT16_MAX ? (uint16_t)at : UINT16_MAX;
}

/* ` class="` or ` id="` begins `from` bytes into the start tag of d. */
static void note_place(parse *x, fc_node *d, const xmlChar *const *a, int ns, size_t from)
{
    bool class = fc_str_ieq(fc_str_of((const char *)a[0]), FC_STR("class"));
    bool id = fc_str_ieq(fc_str_of((const char *)a[0]), FC_STR("id"));
    if ((!class && !id) || attribute_prefix(x, a, ns))
        return;
    if (class && !d->class_at)
        d->class_at = place_in_tag(from + 8);
    else if (id && !d->id_at)
        d->id_at = place_in_tag(from + 5);
}

static void start_element(void *user, const xmlChar *name, const xmlChar *prefix,
                          const xmlChar *uri, int namespaces_n,
                          const xmlChar **declared_ns, int attributes_n, int defaulted,
                          const xmlChar **attribute)
{
    parse *x = user;
    unsigned tag = find_tag(x, name);
    int ns = inherited_ns(x, tag, find_ns(x, prefix, uri));
    size_t name_n = (size_t)xmlStrlen(name), at = x->text_n;
    (void)namespaces_n, (void)declared_ns, (void)defaulted;
    if ((ns == FC_NS_HTML || ns == FC_NS_SVG || ns == FC_NS_MATHML) &&
        tag >= FC_TAG_COUNT)
        tag = FC_TAG_UNKNOWN;
    fc_node *d = room(x, name_n + 2) ? add_node(x, tag) : NULL;
    if (!d)
        return;
    put(x, "<", 1);
    put(x, (const char *)name, name_n);
    for (int i = 0; i < attributes_n; i++) {
        const xmlChar *const *a = (const xmlChar *const *)attribute + 5 * i;
        size_t from = x->text_n - at;
        if (!put_attribute(x, a, ns))
            return;
        note_place(x, d, a, ns, from);
    }
    if (!room(x, 1))
        return;
    put(x, ">", 1);
    d->at = (uint32_t)at;
    d->n = (uint32_t)(x->text_n - at);
    d->ns = (uint8_t)ns;
    x->open = x->n - 1;
    x->rooted = true;
}

static void end_element(void *user, const xmlChar *name, const xmlChar *prefix,
                        const xmlChar *uri)
{
    parse *x = user;
    (void)name, (void)prefix, (void)uri;
    if (!x->rooted || x->why)
        return;
    x->node[x->open].end = x->n;
    x->closed |= x->open == 0;
    x->open = x->node[x->open].parent;
}

static bool is_blank(const char *p, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (!fc_is_space(p[i]))
            return false;
    return true;
}

static void characters(void *user, const xmlChar *p, int length)
{
    parse *x = user;
    size_t n = (size_t)length;
    if (!x->rooted || x->why || !n)
        return;
    bool plain = !memchr(p, '&', n);
    if (!room(x, plain ? n : 5 * n))
        return;
    fc_node *last = &x->node[x->n - 1];
    bool same = last->tag == FC_TAG_TEXT && last->parent == x->open &&
                last->at + last->n == x->text_n;
    size_t at = x->text_n;
    if (!same && !(last = add_node(x, FC_TAG_TEXT)))
        return;
    if (plain)
        put(x, (const char *)p, n);
    else
        put_escaped(x, (const char *)p, n, false);
    bool blank = (!same || last->blank) && is_blank((const char *)p, n);
    if (!same)
        last->at = (uint32_t)at;
    last->n = (uint32_t)(x->text_n - last->at);
    last->blank = blank;
}

/* <?CDATA $x$?> is how some publishers (IOP) keep TeX from their tools. */
static void instruction(void *user, const xmlChar *target, const xmlChar *data)
{
    if (data && !xmlStrcmp(target, BAD_CAST "CDATA"))
        characters(user, data, xmlStrlen(data));
}

/* --------------------------------------------------------------------------- entities */

static declared *find_declared(const parse *x, const xmlChar *name)
{
    for (declared *d = x->entities; d; d = d->next)
        if (!xmlStrcmp(d->entity.name, name))
            return d;
    return NULL;
}

/* The first declaration of a name counts. Entities from outside are known to be empty. */
static void declare_entity(void *user, const xmlChar *name, int type,
                           const xmlChar *public_id, const xmlChar *system_id,
                           xmlChar *content)
{
    parse *x = user;
    bool inside = type == XML_INTERNAL_GENERAL_ENTITY;
    (void)public_id, (void)system_id;
    if ((!inside && type != XML_EXTERNAL_GENERAL_PARSED_ENTITY) || find_declared(x, name))
        return;
    size_t name_n = (size_t)xmlStrlen(name),
           n = inside && content ? (size_t)xmlStrlen(content) : 0;
    if (x->entity_n++ >= MOST_ENTITIES || n > LONGEST_VALUE) {
        stop(x, FC_XML_LIMIT);
        return;
    }
    declared *d = more(x, NULL, 0, sizeof *d + name_n + n + 2);
    if (!d)
        return;
    char *copy = (char *)(d + 1);
    memset(d, 0, sizeof *d);
    memcpy(copy, name, name_n + 1);
    if (n)
        memcpy(copy + name_n + 1, content, n);
    copy[name_n + 1 + n] = '\0';
    d->entity.type = XML_ENTITY_DECL;
    d->entity.name = BAD_CAST copy;
    d->entity.content = d->entity.orig = BAD_CAST(copy + name_n + 1);
    d->entity.length = (int)n;
    d->entity.etype = XML_INTERNAL_GENERAL_ENTITY;
    d->next = x->entities;
    x->entities = d;
}

/* The parser takes what is called predefined as text, and of a value that is looked up
 * within an attribute only the first byte: there it must be called general. */
static xmlEntityPtr get_entity(void *user, const xmlChar *name)
{
    parse *x = user;
    declared *d = find_declared(x, name);
    bool attribute = x->ctxt->instate == XML_PARSER_ATTRIBUTE_VALUE;
    if (!d) {
        size_t n = fc_xml_entity((const char *)name, x->known_value);
        x->known_value[n] = '\0';
        if (!n) /* as it is written; in an attribute it is looked through once more */
            n = (size_t)snprintf(x->known_value, sizeof x->known_value, "%s%.64s;",
                                 attribute ? "&#38;" : "&", name);
        d = &x->known;
        memset(d, 0, sizeof *d);
        d->entity.type = XML_ENTITY_DECL;
        d->entity.name = name;
        d->entity.content = d->entity.orig =
            BAD_CAST x->known_value; /* else it is given one */
        d->entity.length = (int)n;
    }
    bool text = d == &x->known || (!strchr((const char *)d->entity.content, '<') &&
                                   !strchr((const char *)d->entity.content, '&'));
    d->entity.etype = attribute || !text ? XML_INTERNAL_GENERAL_ENTITY
                                         : XML_INTERNAL_PREDEFINED_ENTITY;
    return &d->entity;
}

/* Parameter entities, which are of the DTD, are empty. */
static xmlEntityPtr get_parameter(void *user, const xmlChar *name)
{
    parse *x = user;
    declared *d = &x->known;
    memset(d, 0, sizeof *d);
    x->known_value[0] = '\0';
    d->entity.type = XML_ENTITY_DECL;
    d->entity.etype = XML_INTERNAL_PARAMETER_ENTITY;
    d->entity.name = name;
    d->entity.content = d->entity.orig = BAD_CAST x->known_value;
    return &d->entity;
}

/* ---------------------------------------------------------------------------- parsing */

static void note_error(void *user, xmlErrorPtr e)
{
    parse *x = user;
    if (e->level != XML_ERR_FATAL || x->message[0])
        return;
    bool limit = e->code == XML_ERR_ENTITY_LOOP || e->code == XML_ERR_NAME_TOO_LONG ||
                 (e->code == XML_ERR_INTERNAL_ERROR && e->message &&
                  strstr(e->message, "depth"));
    x->no_memory |= e->code == XML_ERR_NO_MEMORY;
    if (x->why == FC_XML_WELL)
        x->why = limit ? FC_XML_LIMIT : FC_XML_DAMAGED;
    x->line = e->line;
    fc_str text = fc_str_trim(fc_str_of(e->message ? e->message : "error"));
    snprintf(x->message, sizeof x->message, "%.*s", (int)text.n, text.p);
}

static void ignore_message(void *user, const char *format, ...)
{
    (void)user, (void)format;
}

static void ignore_error(void *user, xmlErrorPtr e)
{
    (void)user, (void)e;
}

static void run(parse *x, fc_str bytes)
{
    xmlSAXHandler sax = { .initialized = XML_SAX2_MAGIC, .startElementNs = start_element,
                          .endElementNs = end_element, .characters = characters,
                          .ignorableWhitespace = characters, .cdataBlock = characters,
                          .processingInstruction = instruction,
                          .getEntity = get_entity, .getParameterEntity = get_parameter,
                          .entityDecl = declare_entity, .serror = note_error };
    x->ctxt = xmlCreatePushParserCtxt(&sax, x, NULL, 0, NULL);
    if (!x->ctxt) {
        x->no_memory = true;
        x->why = FC_XML_LIMIT;
        return;
    }
    xmlCtxtUseOptions(x->ctxt, XML_PARSE_NONET | XML_PARSE_NOENT);
    for (size_t at = 0; at < bytes.n && !x->why; at += CHUNK) {
        size_t n = bytes.n - at < CHUNK ? bytes.n - at : CHUNK;
        xmlParseChunk(x->ctxt, bytes.p + at, (int)n, 0);
    }
    if (!x->why)
        xmlParseChunk(x->ctxt, bytes.p, 0, 1);
    /* bytes that are not of the encoding end a document that is well-formed so far */
    if (!x->why && (!x->ctxt->wellFormed || !x->closed))
        x->why = FC_XML_DAMAGED;
    if (x->ctxt->myDoc) /* made for declared entities, and not the context's to free */
        xmlFreeDoc(x->ctxt->myDoc);
    x->ctxt->myDoc = NULL;
    xmlFreeParserCtxt(x->ctxt);
    x->ctxt = NULL;
}

/* What libxml2 finds wrong without saying in which document it prints, unless this thread
 * has functions that take it. */
static void run_silently(parse *x, fc_str bytes)
{
    xmlGenericErrorFunc generic = xmlGenericError;
    xmlStructuredErrorFunc structured = xmlStructuredError;
    void *generic_user = xmlGenericErrorContext,
         *structured_user = xmlStructuredErrorContext;
    xmlSetGenericErrorFunc(NULL, ignore_message);
    xmlSetStructuredErrorFunc(NULL, ignore_error);
    run(x, bytes);
    xmlSetStructuredErrorFunc(structured_user, structured);
    xmlSetGenericErrorFunc(generic_user, generic);
}

static fc_rc failed(const parse *x, fc_str bytes, fc_err *err)
{
    if (x->no_memory)
        return fc_fail(err, FC_ETRY, "no memory to parse XML of %zu bytes", bytes.n);
    if (x->why == FC_XML_LIMIT)
        return fc_fail(err, FC_EDATA, "XML of %zu bytes passes a limit%s%s", bytes.n,
                       x->message[0] ? ": " : "", x->message);
    return fc_fail(err, FC_EDATA, "XML is not well-formed, line %d: %s", x->line,
                   x->message[0] ? x->message : "no element");
}

fc_rc fc_xml_parse(fc_dom *dom, fc_str bytes, const fc_xml_limits *limits, fc_arena *keep,
                   fc_xml_why *why, fc_err *err)
{
    fc_xml_limits own;
    fc_xml_limits_default(&own);
    parse x = { .limits = limits ? limits : &own, .keep = keep };
    *dom = (fc_dom){ .page = { "", 0 } };
    x.most_text = 4 * bytes.n + x.limits->expand;
    if (x.most_text > UINT32_MAX - 1)
        x.most_text = UINT32_MAX - 1;
    x.cap = (uint32_t)(bytes.n / 16 + 16);
    x.text_cap = bytes.n + bytes.n / 8 + 64;
    if (bytes.n > x.limits->bytes)
        x.why = FC_XML_LIMIT;
    if (!x.why)
        x.node = more(&x, NULL, 0, x.cap * sizeof *x.node);
    if (!x.why)
        x.text = more(&x, NULL, 0, x.text_cap);
    if (!x.why)
        run_silently(&x, bytes);
    if (why)
        *why = x.why;
    if (x.why)
        return failed(&x, bytes, err);
    fc_trim(keep, x.text, x.text_cap, x.text_n);
    *dom = (fc_dom){ .page = { x.text, x.text_n }, .node = x.node, .n = x.n };
    return FC_OK;
}
