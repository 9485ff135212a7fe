/* cascade.h - what a page seems worth before it is parsed, and the file that says how to
 * cut.
 *
 * A page has a few parts: the score of each model on its tree-free text, and plain
 * numbers. Its value is bias + sum of weight * part; a page whose value is below the cut
 * is not worth parsing. `filterc calibrate` chooses weights and cut for a stated recall
 * of what a plan would keep, and writes them as one JSON object:
 *
 *     {"filterc_calibration":2,"models":"edu@1f0c...","plan":"extract |
 *     ...","wanted":"...",
 *      "pages":972,"recall":0.95,"kept":0.2,"cut":-1.5,"bias":-7.1,
 *      "weights":{"edu":2.3,"length":0.4,...},
 *      "sum":"0123456789abcdef"}
 *
 * models are names with a hash of each model: values of one model mean nothing to
 * another. sum is XXH64 of all bytes before its key: one digit that flips would change
 * which pages are parsed, and nobody would see it. Version 1, without it, is read. */
#ifndef FC_CLASSIFIERS_CASCADE_H
#define FC_CLASSIFIERS_CASCADE_H

#include "base/arena.h"

enum {
    FC_CASCADE_MODELS = 8,
    FC_CASCADE_PLAIN = 6,               /* parts that are no model's */
    FC_CASCADE_PARTS = FC_CASCADE_MODELS + FC_CASCADE_PLAIN,
    FC_CASCADE_FILE = 1 << 16           /* bytes of a calibration at most */
};

/* Names of the parts that are no model's; they follow those that are. */
extern const char *const fc_cascade_plain[FC_CASCADE_PLAIN];

typedef struct fc_cascade {
    const char *models;                 /* "edu@0123456789abcdef,..." */
    const char *languages;              /* that were wanted, or "" */
    double recall, kept, pages;
    double cut, bias;
    const char *name[FC_CASCADE_PARTS];
    double weight[FC_CASCADE_PARTS];
    size_t n;
} fc_cascade;

/* FC_ECONFIG says what is wrong with the file. Strings live in the arena. */
fc_rc fc_cascade_read(const char *path, fc_arena *keep, fc_cascade *cascade, fc_err *err);
/* The same from bytes. */
fc_rc fc_cascade_parse(const char *name, fc_str text, fc_arena *keep, fc_cascade *cascade,
                       fc_err *err);

#endif
