/* zim_sum.c - see zim_sum.h. The only file that knows nettle. */
#include "config.h"

#include "readers/zim_sum.h"

#include <stdlib.h>
#include <string.h>

#ifdef HAVE_NETTLE

#include <nettle/md5.h>

struct fc_zim_sum {
    const fc_places *file;
    uint64_t at;                    /* of the next byte to add */
    struct md5_ctx md5;
    unsigned char bytes[64 << 10];
};

fc_rc fc_zim_sum_open(fc_zim_sum **out, const fc_places *file, fc_err *err)
{
    fc_zim_sum *s = *out = calloc(1, sizeof *s);
    if (!s)
        return fc_fail(err, FC_ETRY, "no memory to read a ZIM file");
    s->file = file;
    md5_init(&s->md5);
    return FC_OK;
}

fc_rc fc_zim_sum_to(fc_zim_sum *s, uint64_t to, fc_err *err)
{
    to = to < s->file->size ? to : s->file->size;
    while (s->at < to) {
        size_t got, n = to - s->at < sizeof s->bytes ? to - s->at : sizeof s->bytes;
        fc_rc rc = fc_places_read(s->file, s->at, s->bytes, n, &got, err);
        if (rc || !got)             /* the file became shorter */
            return rc;
        md5_update(&s->md5, got, s->bytes);
        s->at += got;
    }
    return FC_OK;
}

fc_rc fc_zim_sum_check(fc_zim_sum *s, uint64_t end, bool *well, fc_err *err)
{
    unsigned char made[MD5_DIGEST_SIZE], told[MD5_DIGEST_SIZE];
    size_t got = 0;
    fc_rc rc = fc_zim_sum_to(s, end, err);
    *well = false;
    if (!rc)
        rc = fc_places_read(s->file, end, told, sizeof told, &got, err);
    if (rc || s->at != end || got < sizeof told)
        return rc;
    md5_digest(&s->md5, sizeof made, made);
    *well = memcmp(made, told, sizeof made) == 0;
    return FC_OK;
}

#else

fc_rc fc_zim_sum_open(fc_zim_sum **out, const fc_places *file, fc_err *err)
{
    (void)file;
    (void)err;
    *out = NULL;
    return FC_OK;
}

fc_rc fc_zim_sum_to(fc_zim_sum *s, uint64_t to, fc_err *err)
{
    (void)s;
    (void)to;
    (void)err;
    return FC_OK;
}

fc_rc fc_zim_sum_check(fc_zim_sum *s, uint64_t end, bool *well, fc_err *err)
{
    (void)s;
    (void)end;
    (void)err;
    *well = true;
    return FC_OK;
}

#endif

void fc_zim_sum_close(fc_zim_sum *s)
{
    free(s);
}
