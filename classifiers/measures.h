/* measures.h - plain numbers about a text: lengths, shares, shapes of lines, structure.
 * features.c counts while it reads; fc_measure turns the counts into FC_MEASURES numbers
 * whose names fc_measure_names has. Part of FC_FEATURES_VERSION. */
#ifndef FC_CLASSIFIERS_MEASURES_H
#define FC_CLASSIFIERS_MEASURES_H

#include "filterc.h"

enum { FC_MEASURES = 72 };
/* A step is below it. */
enum { FC_MEASURE_STEPS = 190 };

enum { FC_WORD_MAX = 64 };      /* bytes of a word; a longer one is cut into pieces */

/* Shapes of words. */
enum {
    FC_SHAPE_NUMBER,               /* begins with a digit; and with 1 to 5 added, its
                                      length */
    FC_SHAPE_CAPITALS = 6,         /* begins with two capitals */
    FC_SHAPE_CAPITALISED, FC_SHAPE_LOWER, FC_SHAPE_IDEOGRAPH, FC_SHAPES
};

/* Counts over the window. */
typedef struct fc_counts {
    uint32_t mark[128];                 /* ASCII marks, by code */
    uint32_t shape[FC_SHAPES];             /* words */
    uint32_t length[FC_WORD_MAX + 1];   /* words, by bytes */
    uint32_t digits, upper, spaces;
    uint32_t ideographs, latin, indic, symbols; /* characters by script or kind */
    uint32_t sentences;     /* ends of sentences */
    uint32_t different;     /* different words */
} fc_counts;

extern const char *const fc_measure_names[FC_MEASURES];

/* Each number's place on a logarithmic scale, four steps to a doubling; 0 is nothing.
 * Whole numbers only, so it is the same on every machine. window: the text counted; its
 * lines are measured here. */
void fc_measure(fc_str window, const fc_counts *counts, uint8_t step[FC_MEASURES]);

#endif
