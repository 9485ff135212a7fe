/* lang_parts.h - the parts of a document by language, and labels with numbers as JSON. */
#ifndef FC_CLASSIFIERS_LANG_PARTS_H
#define FC_CLASSIFIERS_LANG_PARTS_H

#include "classifiers/lang_detect.h"
#include "filterc.h"

typedef struct fc_lang_ranked {
    const char *label;
    double p;
} fc_lang_ranked;

/* {"label":p,...} with three decimals, in call->keep. */
fc_value fc_lang_json(const fc_lang_ranked *v, size_t n, fc_call *call);

/* Sets lang_segments and lang_shares; looks at most bytes of a paragraph, 0: at all. */
void fc_lang_parts(fc_lang_reader *reader, size_t most, fc_doc *doc, fc_call *call);

#endif
