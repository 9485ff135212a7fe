/* lang_detect.h - the language of a text by a model. */
#ifndef FC_CLASSIFIERS_LANG_DETECT_H
#define FC_CLASSIFIERS_LANG_DETECT_H

#include "base/arena.h"
#include "classifiers/lang_model.h"

/* What a text is, in one script: the one with the most letters. */
typedef struct fc_lang_guess {
    unsigned script;            /* 0: no letters */
    const fc_lang_group *group; /* its classes; NULL: none, or the text is no language */
    const char *label;          /* the best one, or "und" */
    double score;               /* the probability that the label is right */
    const float *p;             /* of each class of the group */
    uint64_t letters;           /* looked at, of all scripts */
    uint64_t seen, known;       /* features; those that the model knows */
} fc_lang_guess;

/* Works on texts one after another; lives in the arena. */
typedef struct fc_lang_reader fc_lang_reader;

fc_lang_reader *fc_lang_reader_new(const fc_lang_model *model, fc_arena *arena);
/* Look at `most` bytes of the text, in pieces spread over it evenly (0: at all of it).
 * Any bytes are a text. What the guess points to stays until the next text is read. */
void fc_lang_detect(fc_lang_reader *reader, fc_str text, size_t most,
                    fc_lang_guess *guess);
/* The same of the prose of a document (text/prose.h); where that has no letters, of
 * all. */
void fc_lang_detect_prose(fc_lang_reader *reader, fc_str text, size_t most,
                          fc_lang_guess *guess, fc_arena *a);

/* For training: the script with the most letters; the bin of a number of features. */
unsigned fc_lang_main_script(const fc_lang_grams *grams, uint64_t *letters);
int fc_lang_sharp_of(uint64_t features);

#endif
