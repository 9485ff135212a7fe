/* http.h - an HTTP response as a crawler stored it: status, header fields, decoded body.
 *
 * Real captures are loose, so is this: "HTTP/1.1 200", "HTTP/2 200 ", LF line ends,
 * folded fields, chunked marks on bodies that are not chunked, gzip marks on bodies that
 * are not compressed. What was declared and found is told, not guessed away. */
#ifndef FC_IO_HTTP_H
#define FC_IO_HTTP_H

#include "base/arena.h"

typedef struct fc_http {
    int status;                 /* 0 when there is no status line */
    fc_str head;                /* status line and fields as stored */
    fc_str body;                /* transfer- and content-decoded; in the block or the
                                   arena */
    fc_str content_type;        /* raw value of the field, unfolded; empty when missing */
    bool cut;                   /* the body ended early, was damaged or passed max_body:
                                   what could be decoded is there */
    const char *why;            /* what was wrong or odd, for people; NULL */
} fc_http;

/* FC_OK; FC_EDATA when the body's encoding cannot be decoded at all (why says it). */
fc_rc fc_http_decode(fc_str block, uint64_t max_body, fc_arena *a, fc_http *out);
/* Value of the first field of this name (any case), unfolded into the arena if need be; p
 * is NULL when missing. Works on WARC headers too. */
fc_str fc_http_field(fc_str head, const char *name, fc_arena *a);
/* Values of all fields of this name as one list (RFC 9110, 5.3). */
fc_str fc_http_list(fc_str head, const char *name, fc_arena *a);
/* The value that begins at `at`, behind the colon, with the lines that continue it: they
 * begin with a blank. */
fc_str fc_http_value(fc_str head, size_t at, fc_arena *a);
/* "text/html; charset=x" -> "text/html" in lower case (in the arena) and "x" (raw). */
fc_str fc_mime_type(fc_str content_type, fc_arena *a);
fc_str fc_mime_param(fc_str content_type, const char *name);

#endif
