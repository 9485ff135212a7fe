/* xml_read.h - what source kinds in XML have in common: parsing, finding, metadata. */
#ifndef FC_EXTRACTORS_XML_READ_H
#define FC_EXTRACTORS_XML_READ_H

#include "extractors/extract.h"
#include "extractors/inline.h"
#include "html/xml.h"

/* A capture that says it is XML, or says nothing and begins as XML does. */
bool fc_xml_is(const fc_capture *cap);
/* So much of it as may stand before the root's tag is over: an internal subset can be
 * long. */
fc_str fc_xml_prolog(const fc_capture *cap);
/* The tree of an XML document, in scratch. 0, or why there is none: FC_EXTRACT_DAMAGED,
 * FC_EXTRACT_LIMIT, a negative fc_rc. */
int fc_xml_read(fc_str bytes, const fc_extract_conf *conf, fc_dom *dom, fc_call *call);

/* The first element of a number within node, itself not; 0: none. */
uint32_t fc_xml_find(const fc_dom *dom, uint32_t node, unsigned tag);
/* The first such child; 0: none. */
uint32_t fc_xml_child(const fc_dom *dom, uint32_t node, unsigned tag);
/* All text of a subtree on one line, normalised, in the arena. */
fc_str fc_xml_line(const fc_dom *dom, uint32_t node, fc_arena *a);
/* That of the first such element within node; empty when there is none. */
fc_str fc_xml_find_line(const fc_dom *dom, uint32_t node, unsigned tag, fc_arena *a);
/* Year, month (a number or an English name) and day of these numbers within node, as ISO
 * 8601 as far as they are there; empty without a year. */
fc_str fc_xml_date(const fc_dom *dom, uint32_t node, const unsigned tags[3], fc_arena *a);

/* Metadata that is a list of strings: begin with { .a = scratch }, add each, set. */
void fc_xml_list_add(fc_text *list, fc_str s);
void fc_xml_list_set(fc_text *list, fc_doc *doc, fc_call *call, const char *name);

#endif
