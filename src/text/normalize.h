/* normalize.h - text as all stages expect it: NFC, plain blanks, no invisible characters.
 *
 * What is kept on purpose: U+200C and U+200D, which Persian, the scripts of India and
 * emoji spell with. All functions take valid UTF-8 and give the bytes back unchanged,
 * without a copy, when there is nothing to do. */
#ifndef FC_TEXT_NORMALIZE_H
#define FC_TEXT_NORMALIZE_H

#include "base/arena.h"

/* What a code point is to a reader of plain text. */
typedef enum fc_char_kind {
    FC_CHAR_SEEN,           /* keep it */
    FC_CHAR_BLANK,          /* one of Unicode's spaces, tab, line or paragraph
                               separator */
    FC_CHAR_NEWLINE,        /* \n */
    FC_CHAR_GONE            /* control, zero width, bidi mark, soft hyphen,
                               noncharacter */
} fc_char_kind;

fc_char_kind fc_char_kind_of(uint32_t code);

/* Unicode normalisation form C (UAX 15), and only of words where the quick check does not
 * say yes. */
fc_str fc_normalize_nfc(fc_str s, fc_arena *a);

/* One line: every run of white space becomes one blank, none at the ends; invisible
 * characters go; NFC. For titles and other metadata. */
fc_str fc_normalize_line(fc_str s, fc_arena *a);

/* Plain text: CR LF and CR become LF, invisible characters go, no blanks at line ends, at
 * most one empty line in a row, none at the ends; NFC. Blanks within a line stay as they
 * are. */
fc_str fc_normalize_text(fc_str s, fc_arena *a);

/* CR LF and CR become LF, and nothing else changes: blanks mean something in programs. */
fc_str fc_normalize_line_ends(fc_str s, fc_arena *a);

#endif
