/* warc_write.h - records written as WARC/1.1, uncompressed. */
#ifndef FC_IO_WARC_WRITE_H
#define FC_IO_WARC_WRITE_H

#include "base/buf.h"

/* How the fields begin that hold a record's `about`. */
#define FC_WARC_ABOUT "Filterc-"

/* A WARC record is written with its header as stored; others (ARC, files) get a new
 * header. */
void fc_warc_write(fc_buf *out, const fc_record *record);

#endif
