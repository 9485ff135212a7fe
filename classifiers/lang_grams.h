/* lang_grams.h - the hashed features of language identification.
 *
 * A word is a run of letters and what continues them. Its features are the grams of 1 to
 * 5 characters of the word between two marks of its ends, and the whole word; for scripts
 * without spaces the grams of 1 to 3. Characters are folded to lower case, and letters of
 * full width to those of ASCII. What cannot be seen (soft hyphens, marks of direction,
 * controls) is not there, nor is what an address has in ASCII from its :// on. A digit
 * and each sign is a feature of its own. The text is read once; hashes are handed on in
 * blocks, so that what they stand for can be loaded after all of a block is known. */
#ifndef FC_CLASSIFIERS_LANG_GRAMS_H
#define FC_CLASSIFIERS_LANG_GRAMS_H

#include "classifiers/lang_chars.h"

enum { FC_LANG_BLOCK = 512, FC_LANG_SCRIPTS = 256 };

typedef struct fc_lang_grams {
    const fc_lang_chars *chars;
    unsigned unspaced[5];       /* scripts written without spaces: Hani, Hira, Kana, Bopo,
                                   Thai */
    void (*take)(void *user, const uint32_t *hash, size_t n);
    void *user;
    uint32_t letters[FC_LANG_SCRIPTS];  /* letters seen, by script */
    uint32_t others;            /* ASCII digits and signs seen */
    uint32_t leads;             /* capitals that the first bytes of Cyrillic in UTF-8 are
                                   read as by Windows-1251 */
    uint32_t single;            /* words of one letter, of scripts with spaces */
    uint64_t kinds[4];          /* a bit for each letter seen, by its code modulo 256 */
    size_t n;                   /* in the block */
    uint32_t hash[FC_LANG_BLOCK];
} fc_lang_grams;

void fc_lang_grams_init(fc_lang_grams *g, const fc_lang_chars *chars,
                        void (*take)(void *user, const uint32_t *hash, size_t n),
                        void *user);
/* Read text, which may be any bytes, and hand on its features. Counts go on from call to
 * call. */
void fc_lang_grams_add(fc_lang_grams *g, fc_str text);
/* Hand on what is left in the block. */
void fc_lang_grams_end(fc_lang_grams *g);

#endif
