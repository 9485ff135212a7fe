/* chars.h - what a code point is to the published rules.
 *
 * datatrove, dolma and DCLM write their rules with the methods of Python's str, and the
 * English tokenizer with sets of its own; a rule that is to agree with theirs asks here,
 * and not words.h, which is about what a word is in any language. Also the functions of
 * str that the rules are built from, over UTF-8. The table is made by chars.py. */
#ifndef FC_TEXT_CHARS_H
#define FC_TEXT_CHARS_H

#include "filterc.h"

enum {
    FC_C_SPACE = 1,             /* str.isspace; what split() and strip() go by */
    FC_C_LINE = 2,              /* ends a line for str.splitlines */
    FC_C_ALPHA = 4,             /* str.isalpha */
    FC_C_UPPER = 8,             /* str.isupper */
    FC_C_DIGIT = 16,            /* str.isdigit */
    FC_C_ALNUM = 32,            /* str.isalnum */
    FC_C_SYMBOL = 64,           /* datatrove's punctuation, with what ends sentences */
    FC_C_TERMINAL = 128,        /* datatrove's terminal punctuation */
    FC_C_PUNCT = 256,           /* Unicode category P */
    FC_C_STOP = 512,            /* ends a sentence for the sentencizer */
    FC_C_TOKEN_ALPHA = 1024,    /* letters for the English tokenizer, ... */
    FC_C_TOKEN_LOWER = 2048,    /* ... scripts without case are in all three */
    FC_C_TOKEN_UPPER = 4096,
    FC_C_TOKEN_SIDE = 8192,     /* is taken off both ends of a word */
    FC_C_TOKEN_ICON = 16384,    /* ... and splits one */
    FC_C_TOKEN_QUOTE = 32768
};

enum { FC_CHARS_LOW = 0x250 };
extern const uint16_t fc_chars_low[FC_CHARS_LOW];
unsigned fc_chars_find(uint32_t code);

static inline unsigned fc_chars_of(uint32_t code)
{
    return code < FC_CHARS_LOW ? fc_chars_low[code] : fc_chars_find(code);
}

/* The flags of the character that begins at s.p[0], and in *n its bytes; s is not
 * empty. */
unsigned fc_chars_decode(fc_str s, size_t *n);

static inline unsigned fc_chars_at(fc_str s, size_t *n)
{
    unsigned char c = (unsigned char)s.p[0];
    *n = 1;
    return c < 128 ? fc_chars_low[c] : fc_chars_decode(s, n);
}

/* ... of the one that ends at the end of s. */
unsigned fc_chars_before(fc_str s, size_t *n);
/* Is it a digit for \d, as one of another script is, but not a superscript one? */
bool fc_chars_decimal(uint32_t code);
/* ... the character that begins at s.p[0], and in *n its bytes. */
bool fc_chars_decimal_at(fc_str s, size_t *n);

/* str.strip, lstrip, rstrip. */
fc_str fc_py_strip(fc_str s);
fc_str fc_py_lstrip(fc_str s);
fc_str fc_py_rstrip(fc_str s);
/* The next of str.splitlines at byte *at, without its end; "\r\n" is one end. */
bool fc_py_line(fc_str text, size_t *at, fc_str *line);
/* The next of str.split() at byte *at. */
bool fc_py_word(fc_str text, size_t *at, fc_str *word);
/* needle in s.lower(); the needle is lower case ASCII. */
bool fc_py_lower_has(fc_str s, fc_str needle);
/* s.count(needle), which does not overlap; the needle is not empty. */
size_t fc_py_count(fc_str s, fc_str needle);

#endif
