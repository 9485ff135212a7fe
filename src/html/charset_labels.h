/* charset_labels.h - the Encoding Standard's table of encodings; for charset.c. */
#ifndef FC_HTML_CHARSET_LABELS_H
#define FC_HTML_CHARSET_LABELS_H

#include "filterc.h"

typedef enum fc_encoding_kind {
    FC_ENC_UTF8,
    FC_ENC_1252,            /* so common that we decode it ourselves */
    FC_ENC_ICONV,
    FC_ENC_UTF16,
    FC_ENC_USER,            /* x-user-defined: bytes above 7F are U+F780 .. U+F7FF */
    FC_ENC_REPLACEMENT      /* decodes to one U+FFFD, by the standard */
} fc_encoding_kind;

typedef struct fc_encoding {
    const char *name;       /* in lower case */
    const char *iconv;      /* what glibc's iconv calls it */
    fc_encoding_kind kind;
    const char *labels;
} fc_encoding;

/* By label in any case, blanks around it ignored; NULL when the standard has none such.
 */
const fc_encoding *fc_encoding_find(fc_str label);

#endif
