/* archive_open.h - an archive's members, out of memory, a stream or a file, whatever its
 * format and size ask for; and what the archive says of itself. */
#ifndef FC_READERS_ARCHIVE_OPEN_H
#define FC_READERS_ARCHIVE_OPEN_H

#include "io/members.h"
#include "io/window.h"

typedef struct fc_archive {
    fc_members *members;
    fc_places spool;                /* a 7z that memory does not hold */
    bool wacz;
    const char *mime;               /* the zip is one document after all, and there are
                                       no members; NULL: no */
    char about[80];                 /* the commit that all of it is of, or nothing */
} fc_archive;

/* `x` is all zeros, and is to be closed in any case. The stream must live as long. */
fc_rc fc_archive_open(fc_archive *x, fc_stream *in, fc_err *err);
void fc_archive_close(fc_archive *x);

#endif
