/* document.h - what readers of JSON documents share: an object as a document, and how a
 * file of them looks. */
#ifndef FC_READERS_DOCUMENT_H
#define FC_READERS_DOCUMENT_H

#include "readers/line.h"

/* Those of line.h, then without-text. */
enum { FC_DOCUMENT_WITHOUT_TEXT = FC_LINE_DAMAGED + 1 };
extern const fc_reason fc_document_reasons[];

/* Fill in doc from one JSON object; 0 or a reason. */
uint16_t fc_document_read(const fc_stream *in, fc_str text, fc_arena *keep, fc_doc *doc);

/* How the first bytes of a file look. */
typedef struct fc_document_shape {
    bool array;                 /* it begins as a list */
    bool object;                /* it, or the list, begins with an object */
    bool lines;                 /* that stands on several lines */
    bool text;                  /* and has a key "text" with a string */
    size_t end;                 /* behind the object; 0: not among them */
} fc_document_shape;
fc_document_shape fc_document_sniff(fc_str first);

#endif
