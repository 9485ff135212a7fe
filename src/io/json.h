/* json.h - JSON's tokens (RFC 8259): scanning one value at a time out of a line, and
 * writing.
 *
 * Under jsonl.h, and for small files of ours. The scanner is lenient where real files
 * are: control characters may stand in strings, bytes that are not UTF-8 become U+FFFD,
 * so do halves of surrogate pairs. It never recurses: nesting is counted in bits and
 * bounded. */
#ifndef FC_IO_JSON_H
#define FC_IO_JSON_H

#include "base/arena.h"
#include "base/buf.h"

enum { FC_JSON_MAX_DEPTH = 1024 };
#define FC_JSON_MOST 9007199254740992.0    /* all whole numbers up to it are exact */

typedef struct fc_json {
    const char *p, *at, *end;
    const char *want;           /* what was expected at `at`, when something failed */
} fc_json;

/* Skip white space; the next byte, or 0 at the end. */
char fc_json_next(fc_json *j);
/* Take this byte after white space. */
bool fc_json_take(fc_json *j, char c);
/* A string (at its quote), decoded into the arena. */
bool fc_json_scan_string(fc_json *j, fc_arena *keep, fc_str *out);
/* Any value: strings, numbers and booleans typed, others FC_JSON as they came. */
bool fc_json_scan_value(fc_json *j, fc_arena *keep, fc_value *out);
/* The value of a name in an object, which is told as it is written; FC_NONE: there is
 * none. */
fc_value fc_json_get(fc_str object, const char *name, fc_arena *keep);

/* A count: a number from 0 to what JSON's numbers hold exactly. */
bool fc_json_whole(const fc_value *v, uint64_t *out);

#endif
