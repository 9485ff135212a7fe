/* hostname.h - the one spelling of a host's name: what a resolver would ask for. */
#ifndef FC_TEXT_HOSTNAME_H
#define FC_TEXT_HOSTNAME_H

#include "filterc.h"

/* Bytes that the name of a host of n bytes may take. */
#define FC_HOSTNAME_ROOM(n) (16 * (n) + 8)

/* The name in `to`, as browsers make it of what a URL has: letters, digits and points
 * that are escaped (%2E) or wide (U+FF0E) as such, ideographic full stops as points,
 * lower case, and labels beyond ASCII in Punycode (RFC 3492) behind "xn--". A label of
 * more than 63 characters, which no host has, stays in UTF-8. Returns its length, at most
 * FC_HOSTNAME_ROOM(host.n). Linear in the host. */
size_t fc_hostname_ascii(fc_str host, char *to);
/* Is the name its own such spelling? */
bool fc_hostname_is_plain(fc_str host);

#endif
