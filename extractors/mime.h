/* mime.h - what a mail says (RFC 2045 to 2047, 3676): fields and text, decoded to UTF-8.
 *
 * A decoder of our own and not GMime's: a mail lies in memory already, its memory is the
 * call's arena, and nothing recurses however deep parts lie in parts; GMime makes an
 * object on the heap of each part and field. */
#ifndef FC_EXTRACTORS_MIME_H
#define FC_EXTRACTORS_MIME_H

#include "base/arena.h"

enum { FC_MIME_PARTS = 200 };       /* of a mail that are looked at */

typedef struct fc_mime_part {
    fc_str text;                    /* UTF-8; line ends are LF */
    fc_str head;                    /* of the mail within the mail that it is of; empty:
                                       of none */
    bool html;
} fc_mime_part;

/* The value of a field as one line: unfolded, encoded words decoded. */
fc_str fc_mime_line(fc_str value, fc_arena *a);
/* The parts of a mail (without its "From " line) that are to be read, in order: of
 * alternatives the plain one; those of mails within it (digests, forwarded ones) where
 * they stand; attachments, and what a report brings back, are left out. Returns how many,
 * at most FC_MIME_PARTS. */
size_t fc_mime_parts(fc_str mail, fc_mime_part part[FC_MIME_PARTS], fc_arena *a);

#endif
