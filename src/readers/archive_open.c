/* archive_open.c - how an archive is opened: see archive_open.h. */
#include "readers/archive_open.h"

#include "base/str.h"
#include "io/zip_type.h"

#include <stdio.h>

enum { SNIFF = 4096 };

/* A 7z begins with its end, so it is copied to a file when memory does not hold it. */
static fc_rc open_spool(fc_archive *x, fc_stream *in, fc_err *err)
{
    fc_rc rc = fc_places_open(&x->spool, in, err);
    return rc ? rc : fc_members_open_file(&x->members, x->spool.fd, x->spool.size, err);
}

static void take_commit(fc_archive *x, fc_str bytes)
{
    fc_str commit = fc_members_commit(bytes);
    if (commit.n)
        snprintf(x->about, sizeof x->about, "revision: %.*s\n", (int)commit.n, commit.p);
}

/* Of a zip that is streamed: its end can be looked at when it is a plain file, and only
 * then. */
static fc_rc take_commit_at_end(fc_archive *x, fc_stream *in, fc_err *err)
{
    char end[FC_MEMBERS_COMMIT];
    fc_places file = { .fd = fc_stream_file(in), .size = fc_stream_raw_total(in) };
    size_t got = 0;
    if (file.fd < 0 || file.size < sizeof end)
        return FC_OK;
    fc_rc rc = fc_places_read(&file, file.size - sizeof end, end, sizeof end, &got, err);
    take_commit(x, (fc_str){ end, got });
    return rc;
}

/* What all members of a zip tell: package.c sees begins and names only, and a WACZ that
 * comes from a pipe has no name. */
static void take_type(fc_archive *x, fc_str zip)
{
    const char *type = fc_zip_type(zip);
    if (type && strcmp(type, FC_TYPE_WACZ) == 0)
        x->wacz = true;
    else
        x->mime = type;
}

/* A zip is read in memory when it fits, so that its directory counts; 7z also, else from
 * a file. */
fc_rc fc_archive_open(fc_archive *x, fc_stream *in, fc_err *err)
{
    fc_str all;
    fc_rc rc = fc_stream_sniff(in, SNIFF, &all, err);
    const char *kind = rc ? NULL : fc_members_sniff(all);
    uint64_t most = fc_stream_max_item(in);
    x->wacz = fc_str_ends(fc_str_of(fc_stream_name(in)), FC_STR(".wacz"));
    bool tar = kind && strcmp(kind, "tar") == 0;
    if (tar)
        take_commit(x, all);
    if (rc || !kind || tar)
        return rc ? rc : fc_members_open(&x->members, in, err);
    if ((rc = fc_stream_peek(in, (size_t)most + 1, &all, err)))
        return rc;
    bool fits = all.n <= most;
    if (fits) {
        take_commit(x, all);
        take_type(x, all);
    }
    if (x->mime)
        return FC_OK;
    if (!fits && strcmp(kind, "7z") == 0)
        return open_spool(x, in, err);
    if (fits)
        return fc_members_open_bytes(&x->members, all, err);
    rc = take_commit_at_end(x, in, err);
    return rc ? rc : fc_members_open(&x->members, in, err);
}

void fc_archive_close(fc_archive *x)
{
    fc_members_close(x->members);
    fc_places_close(&x->spool);
}
