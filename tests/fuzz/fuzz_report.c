/* fuzz_report.c - files that tell of runs: a sum of reports, written and read again, is
 * the same; a list of names has names only. */
#include "base/str.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Written anew for each input, and gone before the target returns. */
static void write_file(char *name, const void *p, size_t n)
{
    FILE *f = fopen(name, "wb");
    if (!f || fwrite(p, 1, n, f) != n || fclose(f) != 0)
        exit(1);
}

static void check_names(const char *file)
{
    char **names;
    fc_err err;
    if (fc_names_read(file, &names, &err) != FC_OK)
        return;
    if (!names[0])
        abort();
    for (size_t i = 0; names[i]; i++)
        if (!names[i][0] || names[i][0] == '#' || strchr(names[i], '\n'))
            abort();
    fc_names_free(names);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char name[] = "/tmp/fuzz-report-XXXXXX";
    const char *files[2] = { name, NULL };
    fc_buf first = FC_BUF_INIT, again = FC_BUF_INIT;
    fc_err err;
    int fd = mkstemp(name);
    if (fd < 0 || close(fd) != 0)
        exit(1);
    write_file(name, data, size);
    check_names(name);
    if (fc_reports_add(files, FC_REPORT_JSON, &first, &err) == FC_OK) {
        write_file(name, first.p, first.n);
        if (fc_reports_add(files, FC_REPORT_JSON, &again, &err) != FC_OK ||
            again.n != first.n || memcmp(again.p, first.p, first.n) != 0)
            abort();
        fc_buf_clear(&again);
        if (fc_reports_add(files, FC_REPORT_HTML, &again, &err) != FC_OK)
            abort();
    }
    fc_buf_free(&first);
    fc_buf_free(&again);
    unlink(name);
    return 0;
}
