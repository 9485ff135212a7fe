/* from_xml.c - an XML document through libxml2's SAX2 parser into the flat tree. The only
 * file that knows libxml2.
 *
 * Nothing may leave a callback by longjmp: the parser would lose what it holds. So all
 * memory of the arena is taken by functions of xml_build.h, which come back, and the
 * parser is stopped when there is no more. */
#include "html/xml_build.h"

#include "base/str.h"
#include "html/xml_entities.h"

#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <stdlib.h>

enum {
    NAME_SLOTS = 512, NS_SLOTS = 16,
    MOST_ENTITIES = 1000, LONGEST_VALUE = 1 << 16,
    /* Of a document and of all names, beyond which a parser begins anew: what it holds
     * stays small, names are found at once. */
    KEPT_BYTES = 64 << 10,
    KEPT_NAMES = 8 << 10
};

typedef struct declared {
    xmlEntity entity;
    struct declared *next;
} declared;

struct fc_xml_parser {
    xmlParserCtxtPtr ctxt;      /* or NULL; names are of its dictionary */
    struct { const xmlChar *name; fc_xml_known known; } name[NAME_SLOTS];
    struct { const xmlChar *uri; uint8_t ns; } ns[NS_SLOTS];
};

typedef struct parse {
    fc_xml_build *b;
    xmlParserCtxtPtr ctxt;
    fc_xml_parser *parser;
    fc_str left;                /* of the document: not with libxml2 yet */
    int line;                   /* of the first error */
    char message[160];
    declared *entities;
    unsigned entity_n;
    declared known;             /* lent to the parser for an entity that nobody
                                   declared */
    char known_value[72];
} parse;

void fc_xml_limits_default(fc_xml_limits *limits)
{
    *limits = (fc_xml_limits){ .bytes = UINT64_C(1) << 30,
                               .nodes = 1 << 24,
                               .expand = 1 << 20 };
}

/* The parser is not to go on: why, unless that is known already. */
static void stop(parse *x, fc_xml_why why)
{
    if (x->b->why == FC_XML_WELL)
        x->b->why = why;
    xmlStopParser(x->ctxt);
}

/* After each call of xml_build.h. */
static void stop_if_full(parse *x)
{
    if (x->b->why)
        xmlStopParser(x->ctxt);
}

static fc_str name_of(const xmlChar *p)
{
    return fc_str_of((const char *)p);
}

/* --------------------------------------------------------------------------- elements */

/* The parser keeps one copy of each name, so its address is enough to know it again. */
static int find_ns(parse *x, const xmlChar *prefix, const xmlChar *uri)
{
    if (!uri)
        return prefix ? fc_xml_build_usual_ns(name_of(prefix)) : FC_NS_NONE;
    fc_xml_parser *p = x->parser;
    size_t slot = ((uintptr_t)uri >> 3) % NS_SLOTS;
    if (p->ns[slot].uri != uri) {
        p->ns[slot].uri = uri;
        p->ns[slot].ns = (uint8_t)fc_xml_build_ns(name_of(uri));
    }
    return p->ns[slot].ns;
}

static const fc_xml_known *find_name(parse *x, const xmlChar *name)
{
    fc_xml_parser *p = x->parser;
    size_t slot = ((uintptr_t)name >> 2) % NAME_SLOTS;
    if (p->name[slot].name != name) {
        p->name[slot].name = name;
        p->name[slot].known = fc_xml_build_known((const char *)name);
    }
    return &p->name[slot].known;
}

/* With less than 250 bytes before it the parser asks for more at every step, 70 times in
 * a small file. When it has all, and none wait to be converted, it is told that others
 * feed it, so it does not ask. */
static void tell_end(const parse *x)
{
    if (!x->left.n && x->ctxt->input->buf && !x->ctxt->input->buf->encoder)
        x->ctxt->progressive = 1;
}

static void start_element(void *user, const xmlChar *name, const xmlChar *prefix,
                          const xmlChar *uri, int namespaces_n,
                          const xmlChar **declared_ns, int attributes_n, int defaulted,
                          const xmlChar **attribute)
{
    parse *x = user;
    (void)namespaces_n, (void)declared_ns, (void)defaulted;
    tell_end(x);
    fc_xml_build_start(x->b, find_name(x, name), find_ns(x, prefix, uri));
    for (int i = 0; i < attributes_n; i++) {
        const xmlChar *const *a = (const xmlChar *const *)attribute + 5 * i;
        fc_str value = { (const char *)a[3], (size_t)(a[4] - a[3]) };
        fc_xml_build_attribute(x->b, name_of(a[1]), find_ns(x, a[1], a[2]),
                               find_name(x, a[0]), value);
    }
    fc_xml_build_started(x->b);
    stop_if_full(x);
}

static void end_element(void *user, const xmlChar *name, const xmlChar *prefix,
                        const xmlChar *uri)
{
    parse *x = user;
    (void)name, (void)prefix, (void)uri;
    fc_xml_build_end(x->b);
}

static void characters(void *user, const xmlChar *p, int length)
{
    parse *x = user;
    fc_xml_build_text(x->b, (fc_str){ (const char *)p, (size_t)length });
    stop_if_full(x);
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
    declared *d = fc_xml_build_more(x->b, NULL, 0, sizeof *d + name_n + n + 2);
    if (!d) {
        stop_if_full(x);
        return;
    }
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
    x->b->no_memory |= e->code == XML_ERR_NO_MEMORY;
    if (x->b->why == FC_XML_WELL)
        x->b->why = limit ? FC_XML_LIMIT : FC_XML_DAMAGED;
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

/* Bytes as the parser asks for them: it holds a piece at a time. */
static int give(void *user, char *buf, int n)
{
    parse *x = user;
    size_t got = x->left.n < (size_t)n ? x->left.n : (size_t)n;
    memcpy(buf, x->left.p, got);
    x->left = fc_str_sub(x->left, got, x->left.n);
    return (int)got;
}

/* --------------------------------------------------------------- the parser's context */

static void drop_context(fc_xml_parser *p)
{
    xmlFreeParserCtxt(p->ctxt);
    memset(p, 0, sizeof *p);
}

fc_xml_parser *fc_xml_parser_open(void)
{
    return calloc(1, sizeof(fc_xml_parser));
}

void fc_xml_parser_close(fc_xml_parser *p)
{
    if (p)
        drop_context(p);
    free(p);
}

/* Only after a small document that was well-formed is it worth keeping, and in a state
 * that is known: EPUB's many small files are parsed in 8 % less. */
static void end_context(fc_xml_parser *p, bool well, size_t bytes)
{
    if (!well || bytes > KEPT_BYTES || xmlDictGetUsage(p->ctxt->dict) > KEPT_NAMES)
        drop_context(p);
    else
        xmlCtxtReset(p->ctxt);
}

static void run(parse *x, fc_str bytes)
{
    xmlSAXHandler sax = { .initialized = XML_SAX2_MAGIC, .startElementNs = start_element,
                          .endElementNs = end_element, .characters = characters,
                          .ignorableWhitespace = characters, .cdataBlock = characters,
                          .processingInstruction = instruction,
                          .getEntity = get_entity, .getParameterEntity = get_parameter,
                          .entityDecl = declare_entity, .serror = note_error };
    fc_xml_parser *p = x->parser;
    if (p && !p->ctxt)
        p->ctxt = xmlNewParserCtxt();
    x->ctxt = p ? p->ctxt : NULL;
    if (!x->ctxt) {
        x->b->no_memory = true;
        x->b->why = FC_XML_LIMIT;
        return;
    }
    *x->ctxt->sax = sax;
    x->ctxt->userData = x;
    x->ctxt->progressive = 0;
    x->left = bytes;
    xmlDocPtr doc = xmlCtxtReadIO(x->ctxt, give, NULL, x, NULL, NULL,
                                  XML_PARSE_NONET | XML_PARSE_NOENT);
    if (doc) /* made for declared entities */
        xmlFreeDoc(doc);
    x->b->no_memory |= !x->ctxt->input;
    /* bytes that are not of the encoding end a document that is well-formed so far */
    if (!x->b->why && (!x->ctxt->wellFormed || !x->b->closed))
        x->b->why = FC_XML_DAMAGED;
    end_context(p, !x->b->why, bytes.n);
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
    const fc_xml_build *b = x->b;
    if (b->no_memory)
        return fc_fail(err, FC_ETRY, "no memory to parse XML of %zu bytes", bytes.n);
    if (b->why == FC_XML_LIMIT)
        return fc_fail(err, FC_EDATA, "XML of %zu bytes passes a limit%s%s", bytes.n,
                       x->message[0] ? ": " : "", x->message);
    return fc_fail(err, FC_EDATA, "XML is not well-formed, line %d: %s", x->line,
                   x->message[0] ? x->message : "no element");
}

fc_rc fc_xml_parse_with(fc_xml_parser *parser, fc_dom *dom, fc_str bytes,
                        const fc_xml_limits *limits, fc_arena *keep, fc_xml_why *why,
                        fc_err *err)
{
    fc_xml_limits own;
    fc_xml_build b;
    fc_xml_parser *once = parser ? NULL : fc_xml_parser_open();
    parse x = { .b = &b, .parser = parser ? parser : once };
    fc_xml_limits_default(&own);
    *dom = (fc_dom){ .page = { "", 0 } };
    fc_xml_build_init(&b, bytes.n, limits ? limits : &own, keep);
    if (!b.why)
        run_silently(&x, bytes);
    fc_xml_parser_close(once);
    if (why)
        *why = b.why;
    if (b.why)
        return failed(&x, bytes, err);
    fc_trim(keep, b.text, b.text_cap, b.text_n);
    *dom = (fc_dom){ .page = { b.text, b.text_n }, .node = b.node, .n = b.n };
    return FC_OK;
}
