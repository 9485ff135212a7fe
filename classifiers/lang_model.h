/* lang_model.h - the model of language identification, as one file.
 *
 * A text is the mean of the vectors of its features (lang_grams.h); the labels of its
 * script are scored by a vector and a bias each, and a softmax over them gives
 * probabilities, sharper the more features there are. The vector of a feature is in one
 * row of a table, chosen by its hash; a row belongs to one feature, the most telling one
 * of those that would fall there, and a tag of eight bits of its hash keeps the others
 * out.
 *
 * File, little-endian, sections in this order, each padded with zeros to 64 bytes (so
 * that a vector of 32 lies in one line of the cache):
 *
 *     "filtlang"  u32 version 1, u32 version of the features, u64 size of the file,
 *     u64 XXH64 of everything but itself (bytes 32 to the end, seeded with XXH64 of bytes
 *     0-23) u32 rows, dim, classes, bytes of text, 0, 0, 0, 0
 *     text        a line "SCRIPT LABEL" for each class, those of a script together; then
 *                 an empty line and what is known of its training
 *     floats      scale, sharp[FC_LANG_SHARP], bias[classes], weight[classes][dim]
 *     tags        u8[rows]
 *     vectors     i8[rows][dim], each times scale
 *
 * The file is mapped read-only and everything in it is checked before use. */
#ifndef FC_CLASSIFIERS_LANG_MODEL_H
#define FC_CLASSIFIERS_LANG_MODEL_H

#include "base/buf.h"
#include "classifiers/lang_grams.h"

enum {
    FC_LANG_VERSION = 1,
    FC_LANG_FEATURES = 1,       /* raise it when plain text gets other features */
    FC_LANG_MOST_ROWS = 1 << 22,
    FC_LANG_MOST_CLASSES = 1024,
    FC_LANG_MOST_DIM = 64,      /* a multiple of 8 */
    FC_LANG_SHARP = 16,
    FC_LANG_ALIGN = 64,         /* of the sections of a file */
    FC_LANG_LABEL = 16          /* bytes of a label at most, its end included */
};

/* The classes of one script. */
typedef struct fc_lang_group {
    unsigned script;
    uint32_t first, n;
} fc_lang_group;

typedef struct fc_lang_model {
    uint32_t rows, dim, classes, groups;
    const char (*label)[FC_LANG_LABEL];     /* of a class */
    fc_lang_group group[FC_LANG_SCRIPTS];
    fc_str facts;               /* what is known of its training */
    float scale;
    const float *sharp;         /* by the number of features: [i] from 2^i on */
    const float *bias, *weight;
    const uint8_t *tag;
    const int8_t *vector;
    fc_lang_chars chars;
} fc_lang_model;

typedef struct fc_lang_file fc_lang_file;

/* Map a file; *model lives until fc_lang_close. FC_ECONFIG says what does not fit and
 * what was expected, FC_ENOINPUT and FC_EIO what could not be read. */
fc_rc fc_lang_open(const char *path, fc_lang_file **file, const fc_lang_model **model,
                   fc_err *err);
/* The same over bytes in memory (any alignment), which are not kept. */
fc_rc fc_lang_open_bytes(const char *name, fc_str bytes, fc_lang_file **file,
                         const fc_lang_model **model, fc_err *err);
void fc_lang_close(fc_lang_file *file);

/* The bytes of a file: `text` is its text section, the rest as in the model. */
void fc_lang_write(const fc_lang_model *model, fc_str text, fc_buf *out);

#endif
