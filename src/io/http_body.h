/* http_body.h - private to src/io: undo transfer and content encoding of an HTTP body. */
#ifndef FC_IO_HTTP_BODY_H
#define FC_IO_HTTP_BODY_H

#include "io/http.h"

/* Decode out->body as out->head says; fills in body, cut and why. */
fc_rc fc_http_body(uint64_t max_body, fc_arena *a, fc_http *out);

#endif
