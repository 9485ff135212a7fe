/* fasttext_predict.h - labels of a text by a fastText model.
 *
 * A text is its tokens between white space (and NUL, as for fastText), then "</s>".
 * Labels and probabilities are those of `fasttext predict-prob`, which adds 1e-5 to each
 * probability: so a value may be a hair above 1. Of labels that are equally probable the
 * same ones come, in the same order. Rows are summed word by word, so the last digits of
 * a float may differ from fastText's; where a step of its sigmoid depends on them, they
 * do not. */
#ifndef FC_CLASSIFIERS_FASTTEXT_PREDICT_H
#define FC_CLASSIFIERS_FASTTEXT_PREDICT_H

#include "classifiers/fasttext_model.h"

typedef struct fc_fasttext_guess {
    float score;                /* logarithm of the probability */
    uint32_t label;
} fc_fasttext_guess;

/* What a thread needs: sums, and a cache of words. Results do not depend on what it
 * holds. */
typedef struct fc_fasttext_work fc_fasttext_work;

fc_rc fc_fasttext_work_new(const fc_fasttext *model, fc_fasttext_work **work,
                           fc_err *err);
void fc_fasttext_work_free(fc_fasttext_work *work);

typedef struct fc_fasttext_query {
    size_t k;                   /* labels wanted, at least 1 */
    double min;                 /* probability that they have at least */
    int64_t only;               /* the one label that is asked for; -1: any */
} fc_fasttext_query;

/* The likeliest labels, best first, into guess, which has room for k + 1; *n is how many:
 * 0 as well when nothing of the text is known. FC_ECONFIG when the model gives no finite
 * number. */
fc_rc fc_fasttext_predict(fc_fasttext_work *work, fc_str text,
                          const fc_fasttext_query *ask, fc_fasttext_guess *guess,
                          size_t *n, fc_err *err);
double fc_fasttext_chance(const fc_fasttext_guess *guess);

/* Before it, only the sum of the rows: dim floats, the text's vector. NULL: nothing
 * known. */
const float *fc_fasttext_vector(fc_fasttext_work *work, fc_str text);

#endif
