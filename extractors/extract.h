/* extract.h - what the stage extract and the source kinds have in common.
 *
 * The stage unpacks HTTP, finds out which kind a capture is (fc_extractor_def, filterc.h)
 * and sets id, source, and the metadata that every document has: url, date, mime, status
 * and the place in the input. The kind sets text and attributes, and adds what the
 * content says of itself. A kind is one file with an FC_EXTRACTOR table; text.c is the
 * smallest. */
#ifndef FC_EXTRACTORS_EXTRACT_H
#define FC_EXTRACTORS_EXTRACT_H

#include "base/arena.h"
#include "html/charset.h"

/* Why a capture gives no document; places in the stage's table of reasons. A kind returns
 * those from FC_EXTRACT_TOO_LARGE on. */
enum {
    FC_EXTRACT_NOT_CONTENT = 1,
    FC_EXTRACT_HTTP_STATUS,
    FC_EXTRACT_HTTP_DAMAGED,
    FC_EXTRACT_MIME,
    FC_EXTRACT_EMPTY,
    FC_EXTRACT_TOO_LARGE,
    FC_EXTRACT_CHARSET,
    FC_EXTRACT_HTML_LIMIT,
    FC_EXTRACT_NO_TEXT,
    FC_EXTRACT_SHORT,
    FC_EXTRACT_DAMAGED,
    FC_EXTRACT_ENCRYPTED,
    FC_EXTRACT_LIMIT,
    FC_EXTRACT_NO_PDFTOTEXT,
    FC_EXTRACT_VENDORED,
    FC_EXTRACT_GENERATED,
    FC_EXTRACT_MINIFIED,
    FC_EXTRACT_DATA,
    FC_EXTRACT_BINARY,
    FC_EXTRACT_NAMESPACE,
    FC_EXTRACT_REDIRECT,
    FC_EXTRACT_BOT
};

/* The stage's options. */
typedef struct fc_extract_conf {
    const char *format, *links, *comments, *profile, *model, *source, *pdftotext,
        *keep_code;
    const char *namespaces;     /* of wikis; NULL: the main one */
    int64_t min_text, max_body, max_html, max_tree, max_data;
    bool any_status, outputs;
    const struct fc_block_model *blocks; /* set when the stage opens */
    struct fc_xml_parser *xml;  /* the thread's, or NULL */
} fc_extract_conf;

/* The body as UTF-8, in scratch; sets metadata charset and charset_from. 0 or
 * FC_EXTRACT_CHARSET. */
int fc_extract_decode(const fc_capture *cap, bool html, fc_doc *doc, fc_call *call,
                      fc_str *text);
/* Set a string of the metadata, copied to keep; an empty one is left out. */
void fc_extract_set(fc_doc *doc, fc_call *call, const char *name, fc_str value);
/* The counts of formulas as attributes, unless there are none. */
void fc_extract_formulas(fc_doc *doc, fc_call *call, unsigned seen, unsigned kept,
                         unsigned lost);
/* Set a capture's type to what its bytes are, where the server's word for it says nothing
 * or cannot be true; a body of gzip that a type stands for is unpacked, to max bytes. */
void fc_capture_type(fc_capture *cap, uint64_t max, fc_arena *scratch);
/* One without a type, or a .txt with a type that says nothing, that nothing but its bytes
 * tells to be text: for when no kind knows it. */
bool fc_capture_is_text(const fc_capture *cap);
/* A type that says nothing of the content: none, application/octet-stream ... */
bool fc_extract_unknown(const fc_capture *cap);

#endif
