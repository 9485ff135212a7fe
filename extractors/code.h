/* code.h - code of a page: which elements are blocks of it, their exact text, the
 * language.
 *
 *     code_block.c      which elements that are no <pre> are blocks of code all the same
 *     code.c            the text: white space as it is, no line numbers, no buttons
 *     code_gutter.c     what is a line number
 *     code_language.c   what the page says of the language, or what can be recognised */
#ifndef FC_EXTRACTORS_CODE_H
#define FC_EXTRACTORS_CODE_H

#include "extractors/inline.h"

/* Whether the element is a block of code as a whole: <pre>, an editor, a table of lines.
 * Cheap for elements that cannot be. */
bool fc_code_is_block(const fc_page *page, uint32_t node);

/* The part of a block that is the code: an editor in it, or the <code> below a label,
 * which may tell the language, if that is empty. */
uint32_t fc_code_body(const fc_page *page, uint32_t block, fc_str *language);

/* The text of a block of code, appended to t; *language is the name for its fence, or
 * empty. False when there is nothing but line numbers. */
bool fc_code_read(const fc_page *page, uint32_t block, fc_text *t, fc_str *language);

/* code_gutter.c. What numbers lines within a block. */
typedef struct fc_gutter {
    const fc_page *page;
    uint32_t block;
    uint32_t key;               /* class and tag of elements that count up at the begin of
                                   lines, hashed; 0: there are none */
    uint64_t first, next;       /* their numbers */
    bool parted;                /* a colon and a blank part each from its line */
} fc_gutter;
void fc_gutter_open(fc_gutter *g, const fc_page *page, uint32_t block);
/* A line number, or a button and the like: no part of the code. Asked in order. */
bool fc_gutter_has(fc_gutter *g, uint32_t node);
/* Whether a block is in a cell of line numbers. */
bool fc_gutter_is_beside(const fc_dom *dom, uint32_t block);
bool fc_only_numbers(fc_str s);

/* code_language.c. What the element, the first ones in it and its wrappers say. */
fc_str fc_code_language(const fc_dom *dom, uint32_t block);
/* Whether a text is nothing but the name of a language, words of buttons and numbers. */
bool fc_code_is_label(fc_str text, fc_str *language);
/* A language that the text can hardly be anything else than, else empty. */
fc_str fc_code_recognise(fc_str text);
/* The name as we write it when it is that of a language we know ("python3": python); else
 * empty. */
fc_str fc_code_known(fc_str name);
/* The same of the first word of a class: GeSHi's "php geshifilter-php". */
fc_str fc_code_first_word(fc_str class);

#endif
