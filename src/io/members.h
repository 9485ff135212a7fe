/* members.h - what is packed in a tar, zip or 7z archive, one member after another.
 *
 * Opened over a stream (tar and zip, also from a pipe) or over bytes in memory or a file
 * (7z too; of a zip the central directory counts). Compression around a tar is the
 * stream's. Folders are passed over; links, devices, encrypted members and those whose
 * path leads out of the archive are told, and hold nothing to read. Nothing is ever
 * written to disk. Damage is no fc_rc: the members before it are given, then it is told
 * once. Not thread-safe. */
#ifndef FC_IO_MEMBERS_H
#define FC_IO_MEMBERS_H

#include "base/arena.h"

typedef struct fc_members fc_members;

typedef enum fc_member_state {
    FC_MEMBER_WELL,
    FC_MEMBER_LINK,             /* a link or another thing that is no file */
    FC_MEMBER_PATH,             /* its path is absolute, or has a ".." or a NUL in it */
    FC_MEMBER_ENCRYPTED,
    FC_MEMBER_DAMAGED,          /* cannot be decoded, or not by this library */
    FC_MEMBER_CUT,              /* the archive ended within it */
    FC_MEMBER_BOMB              /* more members, or more bytes from fewer, than limits
                                   allow */
} fc_member_state;

typedef struct fc_member {
    fc_str path;                /* UTF-8, '/' between its parts; until the next member */
    fc_member_state state;
    uint64_t size;              /* that it says it has: it may be wrong; 0: it does not */
} fc_member;

enum {
    FC_MEMBERS_MOST = 1000000,  /* members of one archive */
    FC_MEMBERS_RATIO = 400,     /* bytes for each stored one; beyond ... */
    FC_MEMBERS_SMALL = 16 << 20 /* ... so many bytes of the member */
};

/* "tar", "zip" or "7z" by the first bytes (512 for tar), else NULL. */
const char *fc_members_sniff(fc_str head);
enum { FC_MEMBERS_COMMIT = 22 + 64 }; /* bytes of a zip's end */
/* The commit that `git archive` and GitHub write into a tar's begin (1 KiB is enough) or
 * a zip's end, in hexadecimal; nothing when there is none. */
fc_str fc_members_commit(fc_str bytes);
/* Over a stream, which must live as long; FC_EUNAVAIL without libarchive, FC_ETRY. */
fc_rc fc_members_open(fc_members **m, fc_stream *in, fc_err *err);
/* Over bytes, which must live as long. */
fc_rc fc_members_open_bytes(fc_members **m, fc_str bytes, fc_err *err);
/* Over an open file of so many bytes, which must live as long. */
fc_rc fc_members_open_file(fc_members **m, int fd, uint64_t bytes, fc_err *err);
/* The next member; what was not read of the one before is passed over. FC_OK, FC_END or
 * an error of the stream. Damage of the archive itself is a member without a path, the
 * last unless what is behind can be read: a tar's header that is none. */
fc_rc fc_members_next(fc_members *m, fc_member *out, fc_err *err);
/* Bytes of the member: how many were put into p, 0 at its end, which may be because of
 * damage: *state then tells, FC_MEMBER_WELL otherwise. -1 and errno when the stream
 * failed. */
long fc_members_read(fc_members *m, char *p, size_t n, fc_member_state *state);
void fc_members_close(fc_members *m);

/* ---------------------------------------------------------------- a package in memory */

/* The members of a package (EPUB, DOCX ...) that are wanted, whole. */
typedef struct fc_package_file {
    fc_str path, bytes;
    fc_member_state state;      /* FC_MEMBER_ENCRYPTED: bytes are empty */
} fc_package_file;

typedef struct fc_package {
    fc_package_file *file;
    size_t n;
    fc_member_state state;      /* of the package: WELL, DAMAGED, CUT, ENCRYPTED (all that
                                   is wanted), BOMB (beyond `most` bytes too) */
} fc_package;

/* Unpack what `wanted` says yes to, at most `most` bytes in all, into the arena. FC_OK
 * unless the library is missing or there is no memory. */
fc_rc fc_package_open(fc_package *package, fc_str bytes, bool (*wanted)(fc_str path),
                      uint64_t most, fc_arena *keep, fc_err *err);
/* The file of a path, exactly, or else in another case, or else the only one that it can
 * be, where names could not be decoded; NULL when there is none. */
const fc_package_file *fc_package_find(const fc_package *package, fc_str path);
/* A path as a document in the package writes it, from the place of the file `base`:
 * percent signs decoded, "." and ".." resolved, '#' and what follows cut off, and '?'
 * too. */
fc_str fc_package_path(fc_str base, fc_str href, fc_arena *a);

#endif
