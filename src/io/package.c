/* package.c - the wanted members of a zip in memory: EPUB, DOCX, ODT. See members.h. */
#include "io/members.h"

#include "base/str.h"
#include "base/utf8.h"
#include "io/zip.h"

enum { STEP = 64 << 10, LIKELY = 1 << 20, FIRST_CAP = 64 };

typedef struct unpacker {
    fc_members *m;
    fc_zip *zip;                /* or NULL: only libarchive can tell */
    fc_package *package;
    size_t cap;
    bool (*wanted)(fc_str path);
    uint64_t left;
    fc_arena *keep;
    jmp_buf *before;            /* the guard of who called */
    fc_err *err;
} unpacker;

static fc_package_file *add_file(unpacker *u, fc_str path)
{
    fc_package *p = u->package;
    if (p->n == u->cap) {
        size_t cap = u->cap ? 2 * u->cap : FIRST_CAP;
        p->file =
            fc_grow(u->keep, p->file, u->cap * sizeof *p->file, cap * sizeof *p->file);
        u->cap = cap;
    }
    fc_package_file *f = &p->file[p->n++];
    *f = (fc_package_file){ .path = fc_copy(u->keep, path) };
    return f;
}

/* The member's bytes, a piece at a time. What it says of its size is not believed, but
 * mostly right: so much room, and a byte to see the end by, is asked for at first. */
static fc_str read_member(unpacker *u, uint64_t size, fc_member_state *state)
{
    size_t n = 0, cap = 0;
    char *p = NULL;
    for (;;) {
        if (n == cap) {
            size_t first = size && size < LIKELY ? (size_t)size + 1 : STEP;
            size_t more = cap ? 2 * cap : first;
            p = fc_grow(u->keep, p, cap, more);
            cap = more;
        }
        long got = fc_members_read(u->m, p + n, cap - n, state);
        if (got <= 0)
            break;
        n += (size_t)got;
        if ((uint64_t)got > u->left) {
            *state = FC_MEMBER_BOMB;
            break;
        }
        u->left -= (uint64_t)got;
    }
    fc_trim(u->keep, p, cap, n);
    return (fc_str){ p, n };
}

static bool unpack(unpacker *u)
{
    fc_package *p = u->package;
    fc_member member;
    size_t encrypted = 0;
    while (fc_members_next(u->m, &member, u->err) == FC_OK) {
        if (member.state == FC_MEMBER_BOMB) {
            p->state = FC_MEMBER_BOMB;
            break;
        }
        if (!member.path.n) { /* damage, behind which there may be more */
            p->state = member.state == FC_MEMBER_PATH ? p->state : member.state;
            continue;
        }
        bool packed =
            member.state == FC_MEMBER_WELL || member.state == FC_MEMBER_ENCRYPTED;
        if (!packed || !u->wanted(member.path))
            continue;
        fc_package_file *f = add_file(u, member.path);
        f->state = member.state;
        if (member.state == FC_MEMBER_WELL)
            f->bytes = read_member(u, member.size, &f->state);
        encrypted += f->state == FC_MEMBER_ENCRYPTED;
        if (f->state == FC_MEMBER_BOMB) {
            p->state = FC_MEMBER_BOMB;
            break;
        }
    }
    if (p->n && encrypted == p->n)
        p->state = FC_MEMBER_ENCRYPTED;
    return true;
}

/* ----------------------------------------------------------------- the common case */

/* What the wanted members of an ordinary zip come to, stored and unpacked; false when one
 * is not ordinary or limits could matter. */
static bool measure(const unpacker *u, size_t *longest)
{
    uint64_t total = 0;
    fc_zip_member m;
    for (uint64_t i = 0; i < fc_zip_count(u->zip); i++) {
        if (!fc_zip_member_at(u->zip, i, &m))
            return false;
        if (!u->wanted(m.path))
            continue;
        total += m.bytes;
        if (m.bytes > FC_MEMBERS_SMALL || total > u->left)
            return false;
        if (m.stored > *longest)
            *longest = (size_t)m.stored;
    }
    return true;
}

/* The same files as unpack() gives; false, and none, when that has to find out. */
static bool unpack_zip(unpacker *u)
{
    fc_zip_member m;
    size_t longest = 0;
    if (!measure(u, &longest))
        return false;
    char *packed = fc_alloc(u->keep, longest);
    for (uint64_t i = 0; i < fc_zip_count(u->zip); i++) {
        bool whole = fc_zip_member_at(u->zip, i, &m);
        if (whole && (m.path.p[m.path.n - 1] == '/' || !u->wanted(m.path)))
            continue;
        char *p = fc_alloc(u->keep, (size_t)m.bytes);
        if (!whole || !fc_zip_read(u->zip, &m, packed, p)) {
            u->package->n = 0;
            return false;
        }
        add_file(u, m.path)->bytes = (fc_str){ p, (size_t)m.bytes };
    }
    return true;
}

/* Why the arena left in the middle of it, or 0. */
static int guarded(unpacker *u, bool (*how)(unpacker *u), bool *done)
{
    jmp_buf guard;
    u->before = fc_arena_guard(u->keep, &guard);
    int why = setjmp(guard);
    if (why == 0)
        *done = how(u);
    fc_arena_guard(u->keep, u->before);
    return why;
}

fc_rc fc_package_open(fc_package *package, fc_str bytes, bool (*wanted)(fc_str path),
                      uint64_t most, fc_arena *keep, fc_err *err)
{
    unpacker u = {
        .package = package, .wanted = wanted, .left = most, .keep = keep, .err = err
    };
    int why = 0;
    bool done = false;
    *package = (fc_package){ NULL, 0, FC_MEMBER_WELL };
    u.zip = fc_zip_open(bytes);
    if (u.zip)
        why = guarded(&u, unpack_zip, &done);
    fc_zip_close(u.zip);
    if (!why && !done) {
        fc_rc rc = fc_members_open_bytes(&u.m, bytes, err);
        if (rc)
            return rc;
        why = guarded(&u, unpack, &done);
        fc_members_close(u.m);
    }
    if (why && u.before)
        longjmp(*u.before, why);
    return why ? fc_fail(err, FC_ETRY, "no memory to unpack %zu bytes", bytes.n) : FC_OK;
}

static size_t skip_beyond_ascii(fc_str s, size_t i)
{
    while (i < s.n && (unsigned char)s.p[i] >= 0x80)
        i++;
    return i;
}

/* Whether `name`, some of whose letters nobody could decode, may be that of the path. */
static bool is_undecoded(fc_str name, fc_str path)
{
    size_t i = 0, k = 0;
    if (fc_str_find(name, FC_STR("\xef\xbf\xbd")) == name.n)
        return false;
    while (i < name.n && k < path.n) {
        if ((unsigned char)name.p[i] >= 0x80 && (unsigned char)path.p[k] >= 0x80) {
            i = skip_beyond_ascii(name, i);
            k = skip_beyond_ascii(path, k);
        } else if (name.p[i++] != path.p[k++]) {
            return false;
        }
    }
    return i == name.n && k == path.n;
}

/* Zips of old have names in whatever the system they were made on used, and do not tell
 * which: the file that alone can be meant; NULL when two can. */
static const fc_package_file *find_undecoded(const fc_package *package, fc_str path)
{
    const fc_package_file *found = NULL;
    if (fc_utf8_count(path) == path.n)
        return NULL; /* all of it is ASCII */
    for (size_t i = 0; i < package->n; i++) {
        if (!is_undecoded(package->file[i].path, path))
            continue;
        if (found)
            return NULL;
        found = &package->file[i];
    }
    return found;
}

const fc_package_file *fc_package_find(const fc_package *package, fc_str path)
{
    const fc_package_file *found = NULL;
    for (size_t i = 0; i < package->n; i++) {
        if (fc_str_eq(package->file[i].path, path))
            return &package->file[i];
        if (!found && fc_str_ieq(package->file[i].path, path))
            found = &package->file[i];
    }
    return found ? found : find_undecoded(package, path);
}

/* ------------------------------------------------------------------------------ paths */

static size_t decode_percent(char *to, fc_str s)
{
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++) {
        int byte = s.p[i] == '%' ? fc_hex_byte(s, i + 1) : -1;
        to[n++] = byte >= 0 ? (char)byte : s.p[i];
        i += byte >= 0 ? 2 : 0;
    }
    return n;
}

fc_str fc_package_path(fc_str base, fc_str href, fc_arena *a)
{
    href = fc_str_sub(href, 0, fc_str_findc(href, '#'));
    href = fc_str_sub(href, 0, fc_str_findc(href, '?'));
    while (base.n && base.p[base.n - 1] != '/')
        base.n--;
    if (href.n && href.p[0] == '/')
        base.n = 0;
    char *p = fc_alloc(a, base.n + href.n + 2);
    if (base.n)
        memcpy(p, base.p, base.n);
    size_t n = base.n + decode_percent(p + base.n, href), out = 0;
    fc_str rest = { p, n }, part;
    while (fc_str_split(&rest, '/', &part)) {
        if (!part.n || fc_str_is(part, "."))
            continue;
        if (fc_str_is(part, "..")) {
            while (out && p[out - 1] != '/')
                out--;
            out -= out > 0;
            continue;
        }
        if (out)
            p[out++] = '/';
        memmove(p + out, part.p, part.n);
        out += part.n;
    }
    return (fc_str){ p, out };
}
