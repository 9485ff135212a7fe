/* xml_entities.h - names of characters that XML documents use without declaring them. */
#ifndef FC_HTML_XML_ENTITIES_H
#define FC_HTML_XML_ENTITIES_H

#include <stddef.h>

/* UTF-8 of the character that HTML or ISO 8879 (Greek of ISOgrk1, 2 and 4) calls `name`,
 * at most 8 bytes into out; returns how many, 0 for unknown names. */
size_t fc_xml_entity(const char *name, char *out);

#endif
