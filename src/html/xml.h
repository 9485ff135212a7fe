/* xml.h - an XML document as the flat tree of dom.h.
 *
 * The same tree that HTML gives, so that formulas, tables and walks serve both.
 * Differences:
 *
 *   names     without prefix. fc_node.tag is FC_TAG_... for names that HTML, SVG and
 *             MathML have, FC_XML_... (xml_names.h) for others that are known,
 *             FC_TAG_UNKNOWN for the rest, whose name fc_dom_name gives. In the
 *             namespaces of HTML, SVG and MathML there are only the first and the last,
 *             as in a page.
 *   ns        also those of enum fc_xml_ns, told by the address that the prefix stands
 *             for, or by a usual prefix when none is declared
 *   attributes  without prefix when it is that of their element, xml: or xlink:; those of
 *             relationships are "r:id", EPUB's "epub:type", others as written
 *   page      not the bytes that were read but a copy the parser made of them: UTF-8
 *             whatever the document's encoding, text with '&' as "&amp;", CDATA as text.
 *             It and the tree live in the arena.
 *   text      all of it, blank nodes too: what they mean is the vocabulary's to say; also
 *             that of <?CDATA ...?>
 *
 * Nothing is loaded from outside: no DTD, no external entity, no network. Names of HTML's
 * and ISO's character entities are known without a DTD; entities that the document
 * declares are expanded within limits; an unknown name stays as it is written. */
#ifndef FC_HTML_XML_H
#define FC_HTML_XML_H

#include "html/dom.h"
#include "html/xml_names.h"

/* Values of fc_node.ns beyond fc_ns. */
enum fc_xml_ns {
    FC_NS_NONE = 16,        /* no namespace, or one that is not in this list */
    FC_NS_WORD,             /* DOCX: w: and its kin */
    FC_NS_OMML,             /* DOCX: formulas, m: */
    FC_NS_DRAWING,          /* DOCX: a:, wp:, wps:, v:, o:, mc: */
    FC_NS_RELATION,         /* DOCX: r: */
    FC_NS_ODF,              /* ODT: text:, table:, office:, draw:, style: and their kin */
    FC_NS_DC,               /* Dublin Core */
    FC_NS_EPUB              /* EPUB: the package, navigation, container and encryption */
};

typedef struct fc_xml_limits {
    uint64_t bytes;         /* of the document (1 GiB) */
    uint32_t nodes;         /* (16 M) */
    uint32_t expand;        /* of entities, in all (1 MiB) */
} fc_xml_limits;

void fc_xml_limits_default(fc_xml_limits *limits);

typedef enum fc_xml_why {
    FC_XML_WELL,
    FC_XML_DAMAGED,         /* not well-formed */
    FC_XML_LIMIT            /* a limit: bytes, nodes, 256 open elements, entities, the
                               arena */
} fc_xml_why;

/* What a thread keeps from one small document to the next: libxml2's context, and the
 * names that it knows. NULL: no memory. */
typedef struct fc_xml_parser fc_xml_parser;
fc_xml_parser *fc_xml_parser_open(void);
void fc_xml_parser_close(fc_xml_parser *parser);

/* Parse a document, with a parser or (NULL) one of its own. FC_OK; FC_EDATA, and *why
 * (may be NULL) tells which sort; FC_ETRY without memory. limits NULL: the defaults. The
 * arena's guard is set as it was when this returns. */
fc_rc fc_xml_parse_with(fc_xml_parser *parser, fc_dom *dom, fc_str bytes,
                        const fc_xml_limits *limits, fc_arena *keep, fc_xml_why *why,
                        fc_err *err);

static inline fc_rc fc_xml_parse(fc_dom *dom, fc_str bytes, const fc_xml_limits *limits,
                                 fc_arena *keep, fc_xml_why *why, fc_err *err)
{
    return fc_xml_parse_with(NULL, dom, bytes, limits, keep, why, err);
}

/* How a document begins, for those who choose by it: the name of the root element without
 * its prefix and the start tag as it is written; false when `head`, its first bytes, has
 * none. The bytes must be of an encoding that begins as ASCII does, or UTF-16 with a byte
 * order mark, whose ASCII characters are looked at. buf needs 512 bytes. */
bool fc_xml_root(fc_str head, char *buf, fc_str *name, fc_str *tag);
/* Is it XML, by its first bytes: a declaration, or a root that tells its namespace? HTML
 * may do either. */
bool fc_xml_begins(fc_str head);

#endif
