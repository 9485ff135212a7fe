/* shelf.c - outputs that are written whole and wait to be published together.
 *
 * What makes a file last through a power cut takes a few milliseconds, whatever its size,
 * and as long for a hundred files as for one: of thousands of small inputs a run would
 * do little else. So the outputs of several are kept and made to last at once: their
 * bytes, then the names of the outputs, then the names of the records beside them. At
 * any moment, then, a name stands for a whole file, and a record for an output that will
 * still be there after a power cut. */
#include "config.h"

#include "io/output.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/utsname.h>
#include <unistd.h>

/* For this many files one by one is quicker than all that waits for the disk. */
enum { FEW = 4 };

typedef struct kept {
    fc_output *out;
    bool record;                /* gets its name when all others have theirs */
} kept;

struct fc_shelf {
    kept *v;
    size_t n, room;
};

fc_rc fc_shelf_open(fc_shelf **shelf, fc_err *err)
{
    *shelf = calloc(1, sizeof **shelf);
    return *shelf ? FC_OK : fc_fail(err, FC_ETRY, "out of memory");
}

/* What has no name yet gets none. */
static void give_up(fc_shelf *s)
{
    for (size_t i = 0; i < s->n; i++)
        fc_output_abort(s->v[i].out);
    s->n = 0;
}

void fc_shelf_close(fc_shelf *s)
{
    if (!s)
        return;
    give_up(s);
    free(s->v);
    free(s);
}

fc_rc fc_shelf_add(fc_shelf *s, fc_output *out, bool record, fc_err *err)
{
    if (!fc_output_has_name(out))
        return fc_output_close(out, err);
    if (s->n == s->room) {
        size_t room = s->room ? 2 * s->room : 64;
        kept *v = realloc(s->v, room * sizeof *v);
        if (!v) {
            fc_output_abort(out);
            return fc_fail(err, FC_ETRY, "out of memory");
        }
        s->v = v;
        s->room = room;
    }
    fc_rc rc = fc_output_finish(out, err);
    if (rc)
        fc_output_abort(out);
    else
        s->v[s->n++] = (kept){ out, record };
    return rc;
}

/* Before Linux 5.8 syncfs() does not tell of writes that failed. */
static bool whole_disk_tells(void)
{
#ifdef HAVE_SYNCFS
    struct utsname is;
    int major = 0, minor = 0;
    return uname(&is) == 0 && sscanf(is.release, "%d.%d", &major, &minor) == 2 &&
           (major > 5 || (major == 5 && minor >= 8));
#else
    return false;
#endif
}

/* All that waits for the disk that has this file. */
static int sync_disk_of(int fd)
{
#ifdef HAVE_SYNCFS
    return syncfs(fd);
#else
    return fsync(fd);
#endif
}

static dev_t disk_of(int fd)
{
    struct stat st;
    return fstat(fd, &st) == 0 ? st.st_dev : 0;
}

/* The first file of a disk stands for all of it: it has been open for as long as any
 * other, so it is told of all that failed since. */
static bool disk_is_new(const fc_shelf *s, size_t i)
{
    dev_t disk = disk_of(fc_output_fd(s->v[i].out));
    for (size_t k = 0; k < i; k++)
        if (disk_of(fc_output_fd(s->v[k].out)) == disk)
            return false;
    return true;
}

static fc_rc sync_bytes(const fc_shelf *s, fc_err *err)
{
    bool whole_disk = s->n > FEW && whole_disk_tells();
    for (size_t i = 0; i < s->n; i++) {
        int fd = fc_output_fd(s->v[i].out);
        if (whole_disk && !disk_is_new(s, i))
            continue;
        if (!fc_output_is_synced(whole_disk ? sync_disk_of(fd) : fsync(fd)))
            return fc_output_failed(s->v[i].out, "syncing to disk failed", err);
    }
    return FC_OK;
}

/* No name before it is in its folder. */
static bool folder_is_new(const fc_shelf *s, size_t i, bool records)
{
    for (size_t k = 0; k < i; k++)
        if (s->v[k].record == records && fc_output_same_folder(s->v[k].out, s->v[i].out))
            return false;
    return true;
}

/* To the outputs, or to the records; each folder is synced once. */
static fc_rc give_names(const fc_shelf *s, bool records, fc_err *err)
{
    fc_rc rc = FC_OK;
    for (size_t i = 0; !rc && i < s->n; i++)
        if (s->v[i].record == records)
            rc = fc_output_give_name(s->v[i].out, err);
    for (size_t i = 0; !rc && i < s->n; i++)
        if (s->v[i].record == records && folder_is_new(s, i, records))
            fc_output_sync_folder(s->v[i].out);
    return rc;
}

fc_rc fc_shelf_publish(fc_shelf *s, fc_err *err)
{
    fc_rc rc = sync_bytes(s, err);
    if (!rc)
        rc = give_names(s, false, err);
    if (!rc)
        rc = give_names(s, true, err);
    give_up(s);
    return rc;
}
