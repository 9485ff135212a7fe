/* fuzz_members.c - any bytes as an archive, over a stream and in memory: paths stay
 * inside, limits hold, what both ways read of a tar is the same, and a package holds what
 * libarchive reads, whichever library it came by. */
#include "base/hash.h"
#include "base/str.h"
#include "io/members.h"
#include "io/zip_type.h"
#include "pieces.h"
#include "require.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { MOST = 8 << 20, WHOLE = 1 << 20 };

static void check_path(fc_str path)
{
    fc_str part;
    require(path.n && path.p[0] != '/');
    while (fc_str_split(&path, '/', &part))
        require(!fc_str_is(part, ".."));
}

static uint64_t read_all(fc_members *m)
{
    static char buf[1 << 16];
    fc_member member;
    uint64_t hash = 0, total = 0;
    while (fc_members_next(m, &member, NULL) == FC_OK) {
        fc_member_state state = member.state;
        if (state == FC_MEMBER_WELL)
            check_path(member.path);
        while (state == FC_MEMBER_WELL && total < MOST) {
            long n = fc_members_read(m, buf, sizeof buf, &state);
            require(n >= 0 && (size_t)n <= sizeof buf);
            if (!n)
                break;
            total += (uint64_t)n;
            hash = fc_hash64(buf, (size_t)n, hash);
        }
        if (total >= MOST || !member.path.n)
            break;
    }
    fc_members_close(m);
    return hash;
}

static bool is_wanted(fc_str path)
{
    return !fc_str_ends(path, FC_STR(".bin"));
}

/* Of a file that is read whole, wherever it stands among others. */
static uint64_t mark(fc_str path, fc_str bytes)
{
    return fc_hash64(bytes.p, bytes.n, fc_hash64(path.p, path.n, 1));
}

/* The sum of the marks of what is wanted, by libarchive; *all: nothing was damaged or
 * large. */
static uint64_t marks_of(fc_str bytes, bool *all)
{
    static char buf[WHOLE];
    fc_members *m;
    fc_member member;
    uint64_t sum = 0, total = 0;
    *all = fc_members_open_bytes(&m, bytes, NULL) == FC_OK;
    while (*all && fc_members_next(m, &member, NULL) == FC_OK) {
        size_t n = 0;
        long got = 1;
        if (member.state == FC_MEMBER_WELL && !is_wanted(member.path))
            continue;
        while (member.state == FC_MEMBER_WELL && n < sizeof buf && got > 0)
            n += (size_t)(got = fc_members_read(m, buf + n, sizeof buf - n,
                                                &member.state));
        total += n;
        *all = member.state == FC_MEMBER_WELL && n < sizeof buf && total < WHOLE;
        sum += mark(member.path, (fc_str){ buf, n });
    }
    fc_members_close(m);
    return sum;
}

static void check_package(fc_str bytes)
{
    fc_package package;
    fc_arena a;
    bool all;
    uint64_t total = 0, sum = 0, there = marks_of(bytes, &all);
    fc_arena_init(&a);
    if (fc_package_open(&package, bytes, is_wanted, WHOLE, &a, NULL) == FC_OK) {
        for (size_t i = 0; i < package.n; i++) {
            const fc_package_file *f = &package.file[i];
            require(is_wanted(f->path) && fc_package_find(&package, f->path));
            total += f->state == FC_MEMBER_BOMB ? 0 : f->bytes.n;
            sum += mark(f->path, f->bytes);
            fc_str path = fc_package_path(f->path, fc_str_sub(bytes, 0, 100), &a);
            require(!path.n || path.p[0] != '/');
        }
        require(total <= WHOLE && (!all || sum == there));
    }
    fc_arena_free(&a);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fc_str bytes = { (const char *)data, size };
    fuzz_pieces pieces = { bytes, SIZE_MAX };
    const char *kind = fc_members_sniff(bytes);
    fc_members *m;
    fc_stream *in = fuzz_open_pieces(&pieces);
    uint64_t there = 0, hash = 0;
    if (fc_members_open_bytes(&m, bytes, NULL) == FC_OK)
        there = read_all(m);
    if (fc_members_open(&m, in, NULL) == FC_OK)
        hash = read_all(m);
    if (kind && strcmp(kind, "tar") == 0 && !fc_stream_codec(in))
        require(there == hash);
    fc_stream_close(in);
    check_package(bytes);
    fc_zip_type(bytes);
    fc_str commit = fc_members_commit(bytes);
    require(!commit.n || commit.n == 40 || commit.n == 64);
    return 0;
}
