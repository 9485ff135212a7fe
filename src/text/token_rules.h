/* token_rules.h - what the English tokenizer (tokens.h) takes off a word and where it
 * splits one. All take a piece without white space, not empty. */
#ifndef FC_TEXT_TOKEN_RULES_H
#define FC_TEXT_TOKEN_RULES_H

#include "filterc.h"

/* Bytes of the mark at the front, or at the end; 0: none. */
size_t fc_token_prefix(fc_str s);
size_t fc_token_suffix(fc_str s);
/* The next place to split at or after byte *at, and its length. */
bool fc_token_infix(fc_str s, size_t *at, size_t *n);
/* A URL, a host name or an address with a user: stays whole. */
bool fc_token_is_url(fc_str s);

#endif
