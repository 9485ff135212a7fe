/* charset.h - from the bytes of a capture to UTF-8.
 *
 * Source: WHATWG Encoding Standard (labels, replacement encodings) and the HTML
 * Standard's "encoding sniffing algorithm" with its prescan of the first 1024 bytes. The
 * order is: byte order mark, HTTP, <meta> or XML declaration, then what the bytes look
 * like: valid UTF-8 wins, else uchardet's guess (when built in), else windows-1252. We
 * go beyond the standard where bytes contradict what is declared: what is said to be
 * UTF-8 and mostly is not, and what is said to be something else and is UTF-8 (pages
 * stored again after they were decoded, servers with a default of their own). */
#ifndef FC_HTML_CHARSET_H
#define FC_HTML_CHARSET_H

#include "base/arena.h"

typedef struct fc_charset {
    const char *name;       /* the Encoding Standard's name in lower case: "utf-8",
                               "gbk" */
    const char *from;       /* "bom", "http", "meta", "detected" or "default" */
    fc_str text;            /* UTF-8: the bytes themselves (without a byte order mark)
                               when they were UTF-8 already, else in the arena */
    size_t bad;             /* faulty sequences that became U+FFFD */
    const char *declared;   /* name of a declared charset that the bytes contradict so
                               plainly that detection took over; else NULL */
} fc_charset;

/* What the bytes are and their text. http_label is the charset of the Content-Type
 * (empty: not declared); html says that <meta> may declare one. The arena is asked for 3
 * bytes a byte at most, and for nothing when the bytes are valid UTF-8. FC_OK; FC_EDATA
 * when nothing can be decoded: the declared encoding is one of those the standard
 * replaces ("iso-2022-kr", "hz-gb-2312"), or iconv does not know it. name and from are
 * set then too. */
fc_rc fc_charset_decode(fc_str bytes, fc_str http_label, bool html, fc_arena *a,
                        fc_charset *out);

/* Whether the bytes are said to be UTF-8, by a byte order mark, which they lose, by HTTP
 * or at their beginning. They may be faulty all the same: for those who want to look at a
 * part of a page only, and check that. */
bool fc_charset_says_utf8(fc_str *bytes, fc_str http_label);
/* Whether a text that was said to be UTF-8, with so many faulty sequences repaired, has
 * had more than a few of them, and more than one for ten good ones: then it must be
 * something else. */
bool fc_charset_hopeless(fc_str repaired, size_t bad);

/* The Encoding Standard's name for a label in any case ("Latin1" -> "windows-1252"), or
 * NULL. */
const char *fc_charset_name(fc_str label);

#endif
