/* regex.h - regular expressions (PCRE2 with JIT), safe to search hostile text with.
 *
 * A compiled expression is read-only and shared by threads; each thread brings its
 * scratch. Syntax is Perl's, in UTF-8 with Unicode classes; (?i) at the start ignores
 * case. Bytes that are not UTF-8 match nothing.
 *
 * Text is searched as grep does, line by line, and a line longer than 4096 bytes in
 * pieces of that size: a search may need time quadratic in its subject, so this keeps it
 * linear in the text. Within a subject PCRE2's match limit counts steps. */
#ifndef FC_BASE_REGEX_H
#define FC_BASE_REGEX_H

#include "filterc.h"

typedef struct fc_regex fc_regex;
typedef struct fc_regex_scratch fc_regex_scratch;

enum { FC_REGEX_PIECE = 4096, FC_REGEX_PATTERN_MAX = 4096 };

/* What a search came to. LIMIT: the expression took too many steps on this text. */
enum { FC_REGEX_NONE = 0, FC_REGEX_FOUND = 1, FC_REGEX_LIMIT = -1 };

/* FC_OK; FC_EUSE with what is wrong in it, and in *at the byte where; FC_ETRY. */
fc_rc fc_regex_compile(fc_regex **re, fc_str pattern, size_t *at, fc_err *err);
void fc_regex_free(fc_regex *re);

/* NULL when there is no memory. */
fc_regex_scratch *fc_regex_scratch_new(void);
void fc_regex_scratch_free(fc_regex_scratch *scratch);

/* Is it in some line of the text? */
int fc_regex_search(const fc_regex *re, fc_regex_scratch *scratch, fc_str text);
/* The first place in one subject (a line, a URL: short, see above) at or after `from`. */
int fc_regex_find(const fc_regex *re, fc_regex_scratch *scratch, fc_str subject,
                  size_t from, size_t *begin, size_t *end);

#endif
