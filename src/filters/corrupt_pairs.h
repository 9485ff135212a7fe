/* corrupt_pairs.h - how likely letters are behind each other, and which ideographs are
 * rare: what the stage `corrupt` knows of scripts. corrupt_tables.h, made by
 * corrupt_tables.py, has the numbers. */
#ifndef FC_FILTERS_CORRUPT_PAIRS_H
#define FC_FILTERS_CORRUPT_PAIRS_H

#include "filterc.h"

/* Where a letter or mark stands in the table of its script. */
typedef struct fc_corrupt_place {
    uint8_t script, at;         /* script 0: it is in no table */
} fc_corrupt_place;

/* The code in lower case. */
fc_corrupt_place fc_corrupt_place_of(uint32_t code);
/* How many bits the second of two of one script costs after the first, by the language in
 * which it costs least, beyond what text of the script's dearest language costs. */
double fc_corrupt_pair(fc_corrupt_place first, fc_corrupt_place second);

/* A Han character or a Hangul syllable? */
bool fc_corrupt_is_ideograph(uint32_t code);
/* One that no national standard of the eighties has among the common ones. */
bool fc_corrupt_is_rare(uint32_t code);

#endif
