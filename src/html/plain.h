/* plain.h - elements that every parser nests as they are written.
 *
 * Most of a page is well-formed: an element whose start tag closes nothing, moves nowhere
 * and opens no formatting element again, with content that is like that too, and its own
 * end tag. The parser can only append it where it would append a run of text. So the scan
 * gives it the byte of a run of text for the whole of it (skeleton.h), and the parser
 * sees only what needs its rules. Private to src/html. */
#ifndef FC_HTML_PLAIN_H
#define FC_HTML_PLAIN_H

#include "html/openstack.h"

/* Would this start tag, in HTML and after some text of the body, be appended where text
 * would be and leave all else as it is? Asked before the stack knows of it. */
bool fc_plain_start(fc_openstack *s, unsigned tag);

#endif
