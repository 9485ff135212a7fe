/* measures.h - plain numbers about a text: lengths, shares, shapes of lines, structure.
 * features.c counts while it reads; fc_measure turns the counts into FC_MEASURES numbers whose
 * names fc_measure_names has. Part of FC_FEATURES_VERSION. */
#ifndef FC_CLASSIFIERS_MEASURES_H
#define FC_CLASSIFIERS_MEASURES_H

#include "filterc.h"

enum { FC_MEASURES = 72 };

/* Counts over the window. */
typedef struct fc_counts {
    uint32_t mark[128];     /* ASCII marks, by code */
    uint32_t words, word_bytes, long_words, capitalised, capitals, numbers, years, single;
    uint32_t digits, upper, spaces;
    uint32_t ideographs, latin, indic, symbols; /* characters by script or kind */
    uint32_t sentences;     /* ends of sentences */
    uint32_t different;     /* different words */
} fc_counts;

extern const char *const fc_measure_names[FC_MEASURES];

/* window: the text counted; lines are measured here. */
void fc_measure(fc_str window, const fc_counts *counts, float out[FC_MEASURES]);

#endif
