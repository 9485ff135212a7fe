/* annotations.h - judged documents out of files: text, labels, and what they are grouped
 * by.
 *
 * A line of a file is one of
 *
 *     {"text": ..., "edu": 3}     JSON with `text` and labels under the targets' names,
 *                                 at the top, in `attributes` or in `metadata`; `lang`,
 *                                 `url` and `source` are looked for in the same places
 *     __label__news The text      fastText's way: a label, then text (of more labels the
 *                                 first counts)
 *
 * Or whole files stand for a label: positive ones for 1, negative ones for 0; there a
 * line may also be the plain text. A label that is a number makes a score, one that is a
 * string a choice. Lines without any label (null is none) or without text are passed over
 * and counted. */
#ifndef FC_CLASSIFIERS_ANNOTATIONS_H
#define FC_CLASSIFIERS_ANNOTATIONS_H

#include "base/arena.h"

enum { FC_TARGETS = 32 };

typedef struct fc_label {
    bool given;
    double y;                   /* the number, or the place of the label */
    fc_str name;                /* of a choice */
} fc_label;

typedef struct fc_annotation {
    fc_str text;
    const char *lang, *source;  /* "" when unknown */
    fc_str group;               /* what may not be split between training and test */
    fc_label *label;            /* [targets] */
    bool also;                  /* to learn from only */
} fc_annotation;

/* What the labels of one target are. */
typedef struct fc_target {
    const char *name;
    size_t given;               /* documents that have it */
    size_t also;                /* and of them those to learn from only */
    const char *const *labels;  /* of a choice: sorted, NULL-terminated; NULL for
                                   numbers */
    size_t n_labels;
    double lo, hi;              /* of numbers */
    bool sides;                 /* numbers of two values only */
} fc_target;

typedef struct fc_annotations {
    fc_annotation *v;           /* the judged ones, behind them the others */
    size_t n, others, cap;      /* others: of files of documents that nobody judged */
    size_t also;                /* judged ones to learn from only */
    size_t unlabelled;          /* lines without a label or text where there should be
                                   both */
    size_t without_text;        /* and of them those with a label */
    size_t grouped;             /* documents that have a host or a source */
    fc_str keys;                /* of the first JSON document, for messages */
    fc_target target[FC_TARGETS];
    size_t targets;
    uint64_t hash;              /* XXH64 over texts and labels, in order */
} fc_annotations;

/* Are there documents beyond those that the report is about? With more of them there are
 * directions to learn (subspace.h). */
static inline bool fc_annotations_more(const fc_annotations *v)
{
    return v->others || v->also;
}

/* What is read. Lists of names are NULL-terminated; NULL is an empty one. */
typedef struct fc_annotations_from {
    const char *const *inputs, *const *positive, *const *negative;
    const char *const *also;    /* judged documents to learn from only */
    const char *const *unlabelled;  /* documents, or lines of text, that nobody judged */
    const char *const *targets; /* one only where lines are not JSON */
    bool by_source;             /* group by source alone */
    bool by_document;           /* each text is a group of its own */
} fc_annotations_from;

/* Read files. Documents are grouped by the registered host of the URL (its last two
 * names, three under national second levels such as co.uk), else by source, else each
 * stands alone. FC_EDATA when a line is nothing of the above, when a label is neither
 * number nor string, or too large or empty, when numbers and strings
 * are mixed as labels of a target, or when nothing has a target's label. Everything lives
 * in the arena. */
fc_rc fc_annotations_read(const fc_annotations_from *from, fc_arena *a,
                          fc_annotations *out, fc_err *err);

/* Give the labels (NULL-terminated) of a model to a target instead of its own; FC_ECONFIG
 * when a document has another. */
fc_rc fc_annotations_relabel(fc_annotations *v, size_t target, const char *const *labels,
                             fc_err *err);

#endif
