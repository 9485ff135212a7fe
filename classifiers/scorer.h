/* scorer.h - several models over one pass: their weights stand side by side in one table.
 *
 * A row of the table holds the weights of all columns of all models in nibbles: one for a
 * column whose weights lie within -7 and 7, as those of topics do, else two. Rows are
 * added as bytes, 32 nibbles with a dozen instructions. Hashes are known before the first
 * row is loaded, so cache misses overlap. */
#ifndef FC_CLASSIFIERS_SCORER_H
#define FC_CLASSIFIERS_SCORER_H

#include "classifiers/model.h"

typedef struct fc_scorer fc_scorer;

/* The models must outlive the scorer. FC_ECONFIG when they look at different windows. */
fc_rc fc_scorer_new(const fc_model *const *models, size_t n, fc_scorer **scorer,
                    fc_err *err);
void fc_scorer_free(fc_scorer *scorer);
/* Characters that the models look at. */
size_t fc_scorer_window(const fc_scorer *scorer);
/* fc_features_extract, fetching the rows that a fc_scorer_run soon after will add. */
void fc_scorer_features(const fc_scorer *scorer, fc_str text, size_t window, bool places,
                        fc_arena *a, fc_features *out);
/* Raw values of all columns of the models in their order; room for fc_scorer_columns. */
void fc_scorer_run(const fc_scorer *scorer, const fc_features *f, double *raw);
size_t fc_scorer_columns(const fc_scorer *scorer);

/* Of a choice: the column with the highest raw value; *lead is its distance to the
 * next. */
uint32_t fc_scorer_best(const double *raw, uint32_t columns, double *lead);
/* What one listed feature adds to the raw value of a column (slow: for explanations). */
double fc_scorer_share(const fc_scorer *scorer, const fc_features *f, size_t model,
                       uint32_t column, int family, size_t feature);

#endif
