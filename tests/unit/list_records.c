/* list_records.c - print the listing (listing.h) of each file named; used by tests that
 * are scripts, and to make the .expected files of tests/files/io. */
#include "listing.h"

#include <stdio.h>

int main(int argc, char **argv)
{
    for (int i = 1; i < argc; i++) {
        fc_buf out = FC_BUF_INIT;
        list_file(argv[i], &out);
        if (argc > 2)
            printf("== %s\n", argv[i]);
        fwrite(out.p, 1, out.n, stdout);
        fc_buf_free(&out);
    }
    return 0;
}
