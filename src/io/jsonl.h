/* jsonl.h - documents as JSON lines, read and written on the hot path.
 *
 * Written: {"id":..,"text":..,"source":..,<extra>,"metadata":{..},"attributes":{..}}\n,
 * keys in that order, empty source and objects left out, strings as UTF-8 with only the
 * necessary escapes. Reading what was written gives the same document, and writing that
 * the same bytes. Read: dolma's and datatrove's documents; unknown keys are kept as they
 * came. */
#ifndef FC_IO_JSONL_H
#define FC_IO_JSONL_H

#include "base/arena.h"
#include "base/buf.h"

/* Parse one line (without its newline). FC_OK or FC_EDATA with the byte and what was
 * expected. */
fc_rc fc_jsonl_parse(fc_str line, fc_arena *keep, fc_doc *doc, fc_err *err);
/* The same for documents with other keys for text and id. What stands under "text" or
 * "id" itself then becomes metadata. */
fc_rc fc_jsonl_parse_keys(fc_str line, const char *text, const char *id, fc_arena *keep,
                          fc_doc *doc, fc_err *err);
void fc_jsonl_write(fc_buf *out, const fc_doc *doc);
/* One JSON string with quotes; bytes that are not UTF-8 become U+FFFD. */
void fc_json_string(fc_buf *out, fc_str s);
void fc_json_value(fc_buf *out, const fc_value *value);

#endif
