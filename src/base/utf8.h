/* utf8.h - UTF-8: validate, repair, decode, encode, count.
 *
 * "Valid" is RFC 3629: no overlong forms, no surrogates, nothing above U+10FFFF. A faulty
 * sequence counts as its maximal subpart (Unicode 15, section 3.9, U+FFFD substitution),
 * which is also what the WHATWG decoder does. */
#ifndef FC_BASE_UTF8_H
#define FC_BASE_UTF8_H

#include "base/arena.h"

enum { FC_REPLACEMENT = 0xFFFD };

/* How many bytes at the beginning of s are valid; s.n when all are. A sequence that s
 * cuts off at its end is not valid. Runs of ASCII pass 32 bytes at a time. */
size_t fc_utf8_valid(fc_str s);

/* Decode the code point at s.p[0]; s may not be empty. Returns the bytes it took, at
 * least 1. A faulty sequence gives U+FFFD and its length; *ok (may be NULL) tells which
 * it was. */
size_t fc_utf8_decode(fc_str s, uint32_t *code, bool *ok);

/* Write a code point into out; returns 1 to 4. What is not a scalar value becomes
 * U+FFFD. */
size_t fc_utf8_encode(uint32_t code, char out[4]);

/* Code points in valid UTF-8: bytes that do not continue a sequence. */
size_t fc_utf8_count(fc_str s);

/* The beginning of s, at most n bytes, that does not end within a code point. */
fc_str fc_utf8_clip(fc_str s, size_t n);

/* s itself when it is valid, else a copy in which each faulty sequence is U+FFFD. *bad
 * (may be NULL) is set to how many there were. */
fc_str fc_utf8_repair(fc_str s, fc_arena *a, size_t *bad);
/* The same into memory of the caller; returns the length. `to` NULL: only count. */
size_t fc_utf8_repaired(fc_str s, char *to);

#endif
