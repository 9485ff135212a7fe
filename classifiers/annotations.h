/* annotations.h - judged documents out of JSON lines: text, label, and what they are grouped by.
 *
 * A line is an object with `text` and a label under the target's name, at the top, in
 * `attributes` or in `metadata`; `lang`, `url` and `source` are looked for in the same places.
 * Lines without the label are passed over and counted. */
#ifndef FC_CLASSIFIERS_ANNOTATIONS_H
#define FC_CLASSIFIERS_ANNOTATIONS_H

#include "base/arena.h"

typedef struct fc_annotation {
    fc_str text;
    const char *lang, *source;  /* "" when unknown */
    fc_str group;               /* what may not be split between training and test */
    double y;                   /* the number, or the place of the label */
    fc_str label;               /* of a choice */
} fc_annotation;

typedef struct fc_annotations {
    fc_annotation *v;
    size_t n, cap;
    size_t unlabelled;          /* lines without the label */
    const char *const *labels;  /* of a choice: sorted, NULL-terminated; NULL for numbers */
    size_t n_labels;
    double lo, hi;              /* of numbers */
    uint64_t hash;              /* XXH64 over texts and labels, in order */
} fc_annotations;

/* Read files. by_source: group by source alone; else by the registered host of the URL
 * (its last two names, three under national second levels such as co.uk), else by source.
 * FC_EDATA when a line is no JSON, when numbers and strings are mixed as labels, or when
 * nothing has the label. Everything lives in the arena. */
fc_rc fc_annotations_read(const char *const *inputs, const char *target, bool by_source,
                          fc_arena *a, fc_annotations *out, fc_err *err);

/* Give the labels (NULL-terminated) of a model instead of the own ones; FC_ECONFIG when a
 * document has another. */
fc_rc fc_annotations_relabel(fc_annotations *v, const char *const *labels, fc_err *err);

#endif
