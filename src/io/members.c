/* members.c - see members.h: libarchive's readers of tar, zip and 7z under limits. */
#include "config.h"

#include "io/members.h"

#include "base/str.h"
#include "base/utf8.h"
#include "io/stream.h"

#include <errno.h>
#include <locale.h>
#include <stdlib.h>
#include <unistd.h>

static bool is_tar(fc_str head)
{
    uint64_t sum = 0, want = 0;
    if (head.n < 512 ||
        (head.p[154] && head.p[154] != ' ' && head.p[155] && head.p[155] != ' '))
        return false; /* the sum ends with one of these */
    size_t i = 148;
    while (i < 156 && head.p[i] == ' ')
        i++;
    for (; i < 156 && head.p[i] >= '0' && head.p[i] <= '7'; i++)
        want = want * 8 + (uint64_t)(head.p[i] - '0');
    for (i = 0; want && i < 512; i++)
        sum += i >= 148 && i < 156 ? ' ' : (unsigned char)head.p[i];
    return want && want == sum;
}

const char *fc_members_sniff(fc_str head)
{
    if (fc_str_starts(head, FC_STR("PK\x03\x04")) ||
        fc_str_starts(head, FC_STR("PK\x05\x06")))
        return "zip";
    if (fc_str_starts(head, FC_STR("7z\xbc\xaf\x27\x1c")))
        return "7z";
    return is_tar(head) ? "tar" : NULL;
}

/* 40 hexadecimal digits, or 64: a hash of git's. */
static fc_str commit_in(fc_str comment)
{
    size_t n = 0;
    while (n < comment.n && (fc_is_digit(comment.p[n]) ||
                             (comment.p[n] >= 'a' && comment.p[n] <= 'f')))
        n++;
    return n == comment.n && (n == 40 || n == 64) ? comment : (fc_str){ "", 0 };
}

/* libarchive tells neither of the two places. */
fc_str fc_members_commit(fc_str bytes)
{
    enum { BLOCK = 512, TYPE = 156, END = 22, LONGEST = 64 };
    if (is_tar(bytes) && bytes.p[TYPE] == 'g') {
        fc_str global = fc_str_sub(bytes, BLOCK, 2 * BLOCK), key = FC_STR(" comment=");
        size_t at = fc_str_find(global, key);
        fc_str rest = fc_str_sub(global, at + key.n, global.n);
        return at < global.n ? commit_in(fc_str_sub(rest, 0, fc_str_findc(rest, '\n')))
                             : fc_str_sub(bytes, 0, 0);
    }
    for (size_t n = 40; n <= LONGEST && n + END <= bytes.n; n += 24) {
        const char *p = bytes.p + bytes.n - n - END;
        if (memcmp(p, "PK\5\6", 4) == 0 && (unsigned char)p[20] == n && !p[21])
            return commit_in((fc_str){ p + END, n });
    }
    return fc_str_sub(bytes, 0, 0);
}

#ifdef HAVE_LIBARCHIVE
#include <archive.h>
#include <archive_entry.h>

enum { GIVE = 256 << 10, SLACK = 16 << 10, LONGEST_PATH = 4096 };

struct fc_members {
    struct archive *a;
    fc_stream *in;              /* or NULL: bytes */
    size_t lent;                /* bytes of the stream that libarchive is looking at */
    bool at_end;                /* it asked for bytes behind the last */
    fc_err failed;              /* of the stream, met within a callback */
    bool opened, ended;
    bool waits;                 /* what stands behind damage was found, and is next */
    int found;                  /* ... with this result */
    struct archive_entry *entry;
    uint64_t count, bytes;      /* members; bytes of this one */
    uint64_t stored;            /* stored bytes when it began */
    uint64_t total;             /* stored bytes of all, when in memory */
    locale_t utf8, before;      /* for names; the thread's own meanwhile */
    char path[LONGEST_PATH];
};

/* libarchive decodes names by the locale of the thread; ours never depend on the
 * user's. */
static void begin_names(fc_members *m)
{
    if (m->utf8)
        m->before = uselocale(m->utf8);
}

static void end_names(fc_members *m)
{
    if (m->utf8)
        uselocale(m->before);
}

static la_ssize_t give_input(struct archive *a, void *user, const void **p)
{
    fc_members *m = user;
    fc_str got;
    fc_stream_consume(m->in, m->lent);
    m->lent = 0;
    if (fc_stream_peek(m->in, 1, &got, &m->failed)) {
        archive_set_error(a, EIO, "%s", m->failed.msg);
        return -1;
    }
    *p = got.p;
    m->lent = got.n < GIVE ? got.n : GIVE;
    m->at_end = !m->lent;
    return (la_ssize_t)m->lent;
}

static fc_rc new_members(fc_members **out, fc_err *err)
{
    fc_members *m = calloc(1, sizeof *m);
    *out = m;
    if (m && (m->a = archive_read_new())) {
        m->utf8 = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
        archive_read_support_format_tar(m->a);
        archive_read_support_format_zip(m->a);
        archive_read_support_format_7zip(m->a);
        archive_read_support_format_empty(m->a);
        return FC_OK;
    }
    free(m);
    *out = NULL;
    return fc_fail(err, FC_ETRY, "no memory to read an archive");
}

fc_rc fc_members_open(fc_members **out, fc_stream *in, fc_err *err)
{
    fc_rc rc = new_members(out, err);
    if (!rc)
        (*out)->in = in;
    return rc;
}

/* Opened at once, since libarchive has all of it; a failure is told by the first call of
 * next. */
static fc_rc opened(fc_members *m, int r, uint64_t total)
{
    m->total = total;
    m->opened = true;
    m->ended = r != ARCHIVE_OK && r != ARCHIVE_WARN;
    m->count = m->ended;
    return FC_OK;
}

fc_rc fc_members_open_bytes(fc_members **out, fc_str bytes, fc_err *err)
{
    fc_rc rc = new_members(out, err);
    if (rc)
        return rc;
    fc_members *m = *out;
    begin_names(m);
    int r = archive_read_open_memory(m->a, bytes.p, bytes.n);
    end_names(m);
    return opened(m, r, bytes.n);
}

fc_rc fc_members_open_file(fc_members **out, int fd, uint64_t bytes, fc_err *err)
{
    fc_rc rc = new_members(out, err);
    if (rc)
        return rc;
    fc_members *m = *out;
    begin_names(m);
    int r = lseek(fd, 0, SEEK_SET) == 0 ? archive_read_open_fd(m->a, fd, GIVE)
                                        : ARCHIVE_FATAL;
    end_names(m);
    return opened(m, r, bytes);
}

/* The archive cannot be read on: said once, then it has ended. It was cut where more was
 * asked for than there is; how much was lent before says nothing of that. */
static fc_rc broken(fc_members *m, fc_member *out, fc_err *err)
{
    m->ended = true;
    m->count = 0;
    if (m->failed.rc) {
        if (err)
            *err = m->failed;
        return m->failed.rc;
    }
    out->state = m->at_end ? FC_MEMBER_CUT : FC_MEMBER_DAMAGED;
    return FC_OK;
}

static uint64_t stored_bytes(const fc_members *m)
{
    int64_t n = archive_filter_bytes(m->a, -1);
    return n > 0 ? (uint64_t)n : 0;
}

/* The next header that can be read. *damaged: there was none at first; libarchive goes on
 * at the next block of a tar. */
static int find_header(fc_members *m, struct archive_entry **entry, bool *damaged)
{
    for (;;) {
        uint64_t at = stored_bytes(m);
        int r = archive_read_next_header(m->a, entry);
        if (r == ARCHIVE_RETRY) {
            *damaged = true;
            if (stored_bytes(m) == at)
                return ARCHIVE_FATAL;
        } else if (r < ARCHIVE_WARN || r == ARCHIVE_EOF ||
                   archive_entry_filetype(*entry) != AE_IFDIR) {
            return r;
        }
    }
}

/* ARCHIVE_RETRY: damage, told once; the next call tells what is behind it. */
static int next_header(fc_members *m, struct archive_entry **entry)
{
    int r = ARCHIVE_OK;
    bool damaged = false;
    if (m->waits) {
        m->waits = false;
        *entry = m->entry;
        return m->found;
    }
    begin_names(m);
    if (!m->opened)
        r = archive_read_open(m->a, m, NULL, give_input, NULL);
    m->opened = true;
    if (r >= ARCHIVE_WARN)
        r = find_header(m, entry, &damaged);
    end_names(m);
    if (!damaged)
        return r;
    m->waits = true;
    m->found = r;
    m->entry = *entry;
    return ARCHIVE_RETRY;
}

/* Copies the path: "./" goes, '\' of some zips becomes '/'. */
static fc_member_state take_path(fc_members *m, struct archive_entry *entry, fc_str *path)
{
    const char *name = archive_entry_pathname(entry);
    if (!name)
        name = archive_entry_pathname_utf8(entry);
    if (!name || !*name)
        name = "unnamed"; /* 7z made of a pipe */
    while (name[0] == '.' && name[1] == '/')
        name += 2;
    size_t n = fc_utf8_repaired(fc_str_of(name), NULL);
    if (!n || n > sizeof m->path)
        return FC_MEMBER_PATH;
    fc_utf8_repaired(fc_str_of(name), m->path);
    *path = (fc_str){ m->path, n };
    if (fc_str_findc(*path, '/') == n)
        for (size_t i = 0; i < n; i++)
            if (m->path[i] == '\\')
                m->path[i] = '/';
    fc_str rest = *path, part;
    while (fc_str_split(&rest, '/', &part))
        if (fc_str_is(part, ".."))
            return FC_MEMBER_PATH;
    bool drive = n > 1 && m->path[1] == ':';
    return m->path[0] == '/' || drive ? FC_MEMBER_PATH : FC_MEMBER_WELL;
}

fc_rc fc_members_next(fc_members *m, fc_member *out, fc_err *err)
{
    struct archive_entry *entry = NULL;
    *out = (fc_member){ { "", 0 }, FC_MEMBER_WELL, 0 };
    if (m->ended)
        return m->count ? broken(m, out, err) : FC_END;
    int r = next_header(m, &entry);
    if (r == ARCHIVE_EOF) {
        m->ended = true;
        m->count = 0;
        return FC_END;
    }
    if (r == ARCHIVE_RETRY) {
        out->state = FC_MEMBER_DAMAGED;
        return FC_OK;
    }
    if (r < ARCHIVE_WARN)
        return broken(m, out, err);
    if (m->count++ >= FC_MEMBERS_MOST) {
        m->ended = true;
        m->count = 0;
        out->state = FC_MEMBER_BOMB;
        return FC_OK;
    }
    out->state = take_path(m, entry, &out->path);
    if (archive_entry_filetype(entry) != AE_IFREG || archive_entry_hardlink(entry))
        out->state = FC_MEMBER_LINK;
    else if (archive_entry_is_encrypted(entry))
        out->state = FC_MEMBER_ENCRYPTED;
    if (archive_entry_size_is_set(entry) && archive_entry_size(entry) > 0)
        out->size = (uint64_t)archive_entry_size(entry);
    m->bytes = 0;
    m->stored = stored_bytes(m);
    return FC_OK;
}

/* In memory the parser may have jumped about: what there is in all is what counts. A tar
 * packs nothing, but holes of a sparse file may have any size. */
static bool is_bomb(const fc_members *m)
{
    uint64_t in = m->in ? stored_bytes(m) - m->stored : m->total;
    return m->bytes > FC_MEMBERS_SMALL &&
           m->bytes / FC_MEMBERS_RATIO > in + SLACK;
}

long fc_members_read(fc_members *m, char *p, size_t n, fc_member_state *state)
{
    *state = FC_MEMBER_WELL;
    la_ssize_t got = m->ended ? 0 : archive_read_data(m->a, p, n);
    if (got < 0 && m->failed.rc) {
        errno = m->failed.sys ? m->failed.sys : EIO;
        return -1;
    }
    if (got < 0) {
        *state = archive_read_has_encrypted_entries(m->a) > 0 ? FC_MEMBER_ENCRYPTED
                                                              : FC_MEMBER_DAMAGED;
        return 0;
    }
    m->bytes += (uint64_t)got;
    if (is_bomb(m)) {
        *state = FC_MEMBER_BOMB;
        return 0;
    }
    return (long)got;
}

void fc_members_close(fc_members *m)
{
    if (!m)
        return;
    archive_read_free(m->a);
    if (m->in)
        fc_stream_consume(m->in, m->lent);
    if (m->utf8)
        freelocale(m->utf8);
    free(m);
}
#else
static fc_rc not_built_in(fc_err *err)
{
    return fc_fail(err, FC_EUNAVAIL, "tar, zip and 7z archives cannot be read: built "
                                     "without libarchive");
}

fc_rc fc_members_open(fc_members **m, fc_stream *in, fc_err *err)
{
    return not_built_in(err);
}

fc_rc fc_members_open_bytes(fc_members **m, fc_str bytes, fc_err *err)
{
    return not_built_in(err);
}

fc_rc fc_members_open_file(fc_members **m, int fd, uint64_t bytes, fc_err *err)
{
    return not_built_in(err);
}

fc_rc fc_members_next(fc_members *m, fc_member *out, fc_err *err)
{
    return not_built_in(err);
}

long fc_members_read(fc_members *m, char *p, size_t n, fc_member_state *state)
{
    return 0;
}

void fc_members_close(fc_members *m)
{
}
#endif
