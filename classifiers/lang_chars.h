/* lang_chars.h - what language identification sees of a character: its script, and lower
 * case.
 *
 * Letters have the script that Unicode gives them. Marks, and letters that belong to no
 * one script, continue the word that they stand in. All else (digits, signs, spaces) ends
 * a word. */
#ifndef FC_CLASSIFIERS_LANG_CHARS_H
#define FC_CLASSIFIERS_LANG_CHARS_H

#include "filterc.h"

enum { FC_LANG_FLAT = 0x20000, FC_LANG_FOLDED = 0x2000 };

typedef struct fc_lang_chars {
    uint8_t script[FC_LANG_FLAT];   /* 0: ends a word; 1: continues it; else a script's
                                       number */
    uint16_t fold[FC_LANG_FOLDED];  /* lower case */
} fc_lang_chars;

void fc_lang_chars_init(fc_lang_chars *chars);

/* The ISO 15924 code of a script's number ("Latn"), and back: 0 when there is none. */
const char *fc_lang_script_name(unsigned script);
unsigned fc_lang_script_number(const char *name);
unsigned fc_lang_scripts(void);     /* numbers are below this */

static inline unsigned fc_lang_script_of(const fc_lang_chars *chars, uint32_t code,
                                         unsigned han)
{
    if (code < FC_LANG_FLAT)
        return chars->script[code];
    return code < 0x3FFFF ? han : 0;    /* planes 2 and 3 are ideographs */
}

#endif
