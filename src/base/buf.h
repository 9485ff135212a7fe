/* buf.h - the growing byte buffer of filterc.h, under the name of its file. */
#ifndef FC_BASE_BUF_H
#define FC_BASE_BUF_H

#include "filterc.h"

#endif
