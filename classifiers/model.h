/* model.h - a linear model over the features of features.h, as one small file.
 *
 * A model has one or more columns of weights: one for a score, one per label for a
 * choice. Its raw value for a column is
 *
 *     bias + sum over families of alpha * norm * scale * (sum over features of weight)
 *
 * with the norm as in features.h. A calibration table of points turns the raw value of a
 * score into the expected label, and for a choice the lead of the best label over the
 * next into the probability that it is right; between points by straight lines.
 *
 * File, little-endian, sections in this order, each padded with zeros to 8 bytes:
 *
 *     "filterc\n"  u32 version 2, u32 features version, u64 size of the file,
 *     u64 XXH64 of everything but itself (bytes 32 to the end, seeded with XXH64 of bytes
 *     0-23) u32 bits, columns, rows, families, points, bytes of facts, window, 0
 *     facts       JSON: name, target, kind, labels, range, and what is known of its
 *                 training
 *     floats      alpha[families], scale[columns], bias[columns], points x[points],
 *                 y[points]
 *     bitmap      one bit per row, lowest first: the row is stored. Rows are the 2^bits
 *                 of hashed features, then the FC_STEP_ROWS of measures
 *     weights     int8[rows][columns], the stored rows in order; those of a choice
 *                 of seven steps lie within -7 .. 7, which the scorer can pack closer
 *
 * The file is mapped read-only and everything in it is checked before use. */
#ifndef FC_CLASSIFIERS_MODEL_H
#define FC_CLASSIFIERS_MODEL_H

#include "base/buf.h"
#include "classifiers/features.h"

enum {
    FC_MODEL_VERSION = 2,
    FC_MODEL_MIN_BITS = 8,
    FC_MODEL_MAX_BITS = 22,
    FC_MODEL_MAX_COLUMNS = 1024,
    FC_MODEL_MAX_POINTS = 1024,
    FC_MODEL_MAX_BYTES = 1 << 30
};

#define FC_MODEL_MOST_SCORE 1e6         /* a score's range is within it, on both sides */

typedef enum fc_model_kind { FC_MODEL_SCORE, FC_MODEL_CHOICE } fc_model_kind;

typedef struct fc_model {
    /* facts */
    const char *name;               /* the attribute it gives */
    const char *target;             /* the label it was trained on */
    fc_model_kind kind;
    const char *const *labels;      /* of a choice, NULL-terminated; else NULL */
    double lo, hi;                  /* range of a score */
    double pass;                    /* score from which a document passes; NAN: none was
                                       chosen */
    fc_str facts;                   /* all of the JSON */
    /* sections */
    uint32_t bits, columns, rows, points, window;
    const float *alpha, *scale, *bias, *x, *y;
    const uint8_t *bitmap;
    const int8_t *weight;
} fc_model;

typedef struct fc_model_file fc_model_file;

/* Map a file; *model lives until fc_model_close. FC_ECONFIG says what does not fit and
 * what was expected, FC_ENOINPUT and FC_EIO what could not be read. */
fc_rc fc_model_open(const char *path, fc_model_file **file, const fc_model **model,
                    fc_err *err);
/* The same over bytes in memory (any alignment), which are not kept. */
fc_rc fc_model_open_bytes(const char *name, fc_str bytes, fc_model_file **file,
                          const fc_model **model, fc_err *err);
void fc_model_close(fc_model_file *file);

/* The file for a model: facts must be its JSON. */
void fc_model_write(const fc_model *model, fc_buf *out);

/* Rows that a model with so many bits can have: a multiple of 8. */
size_t fc_model_rows(uint32_t bits);

/* Points of a calibration: y at v, straight lines between points and beyond the last
 * ones, kept within [lo, hi]. */
double fc_model_calibrate(const fc_model *model, double v);

/* Decimals of a score: of a probability four, as what is sought may be rare. */
static inline int fc_model_decimals(const fc_model *model)
{
    return model->hi - model->lo <= 1 ? 4 : 2;
}

#endif
