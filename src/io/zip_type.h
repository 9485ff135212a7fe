/* zip_type.h - documents that are packed in zips: their types, and which one the members
 * of a zip make it. */
#ifndef FC_IO_ZIP_TYPE_H
#define FC_IO_ZIP_TYPE_H

#include "filterc.h"

#define FC_TYPE_EPUB "application/epub+zip"
#define FC_TYPE_ODT "application/vnd.oasis.opendocument.text"
#define FC_TYPE_WORD \
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
#define FC_TYPE_WACZ "application/wacz"

/* FC_TYPE_EPUB, _WORD or _WACZ by the names of all members, or NULL. (An OpenDocument
 * says what it is in its first member.) */
const char *fc_zip_type(fc_str zip);
/* Whether only a WACZ has such a member. */
bool fc_zip_is_of_wacz(fc_str path);

#endif
