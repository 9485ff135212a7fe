/* host.h - which site a URL belongs to. */
#ifndef FC_BASE_HOST_H
#define FC_BASE_HOST_H

#include "filterc.h"

/* "https://www.example.co.uk:80/x" -> "example.co.uk", by the lengths of the last names,
 * without a list of suffixes; empty when there is no host. A URL may lack its scheme
 * ("example.org/x"); capitals stay. */
fc_str fc_host_registered(fc_str url);

#endif
