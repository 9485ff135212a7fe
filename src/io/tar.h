/* tar.h - headers of a tar: ustar, with pax records for long names (POSIX.1-2008, pax,
 * "ustar Interchange Format"). The same for the same file always: no times, no owners. */
#ifndef FC_IO_TAR_H
#define FC_IO_TAR_H

#include "filterc.h"

enum {
    FC_TAR_BLOCK = 512,
    FC_TAR_LONGEST = 4096,          /* bytes of a path */
    FC_TAR_HEAD = 4 * FC_TAR_BLOCK + FC_TAR_LONGEST /* bytes of the largest header */
};

/* The header of a member into p: type '0' for a file, '2' for a link, whose target stays
 * untold. How many bytes it has; its content follows, with zeros up to a whole block. */
size_t fc_tar_put_head(char *p, fc_str path, char type, uint64_t size);
/* What a tar of several things begins with, into p, FC_TAR_GLOBAL bytes: readers take it
 * for that of a repository, and not of one paper. */
enum { FC_TAR_GLOBAL = 2 * FC_TAR_BLOCK };
void fc_tar_put_global(char *p);
/* Does a tar begin so, as that of `git archive` does? */
bool fc_tar_has_global(fc_str head);
/* Zeros behind so many bytes of content. */
size_t fc_tar_padding(uint64_t size);

#endif
