/* mtef.h - formulas of Microsoft's Equation Editor and of MathType to TeX.
 *
 * MTEF, versions 2 to 5, is the list of records that these programs keep in OLE objects
 * (stream "Equation Native") and pictures. docs.wiris.com describes it.
 *
 *     mtef.c          records to a flat tree, in which version 5 is spoken throughout
 *     mtef_chars.c    characters to Unicode
 *     mtef_write.c    the tree to MathML, so that mathml.h alone knows how formulas look
 *                     in TeX; templates in mtef_templates.c, characters in
 *                     mtef_tokens.c */
#ifndef FC_EXTRACTORS_MTEF_H
#define FC_EXTRACTORS_MTEF_H

#include "base/arena.h"

struct fc_xml_parser;

/* The stream of an OLE object that holds a formula, without its header; false: there is
 * none. */
bool fc_mtef_find(fc_str object, fc_arena *a, fc_str *mtef);
/* The TeX of a formula, in the arena; empty when it shows nothing. False when it cannot
 * be read: it is cut or too large, or has a record or a character that is not known. The
 * parser is the thread's or NULL. */
bool fc_mtef_tex(fc_str mtef, struct fc_xml_parser *xml, fc_arena *a, fc_str *tex);

#endif
