/* lang_prior.h - what a text of a word or two hardly tells, the frequency of languages
 * does: "hello" is a word of many, and most pages with it are in English. */
#ifndef FC_CLASSIFIERS_LANG_PRIOR_H
#define FC_CLASSIFIERS_LANG_PRIOR_H

#include "classifiers/lang_detect.h"

enum { FC_LANG_PRIOR_FEATURES = 140 };

/* The logarithm of the frequency of each class; NULL: no memory. Free it. */
float *fc_lang_prior_new(const fc_lang_model *model);

/* Let frequency count in a guess, the less the more features the text has, and
 * not at all from FC_LANG_PRIOR_FEATURES on (some 30 letters). p has room for all
 * classes; the guess points to it then. Returns the weight of frequency, 0 to 1. */
double fc_lang_prior_add(const fc_lang_model *model, const float *prior,
                         fc_lang_guess *guess, float *p);

#endif
