/* model_facts.h - the JSON facts of a model file. */
#ifndef FC_CLASSIFIERS_MODEL_FACTS_H
#define FC_CLASSIFIERS_MODEL_FACTS_H

#include "classifiers/model.h"

/* Fill in name, target, kind, labels and range from m->facts; FC_ECONFIG when they are
 * not there or do not fit m->columns. */
fc_rc fc_model_read_facts(const char *file, fc_model *m, fc_arena *mem, fc_err *err);

#endif
