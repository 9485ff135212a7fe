/* fasttext_read.h - taking numbers off a fastText model file; private to its two readers.
 *
 * A take beyond the end gives 0 and sets short_of: check it once before values are
 * used. */
#ifndef FC_CLASSIFIERS_FASTTEXT_READ_H
#define FC_CLASSIFIERS_FASTTEXT_READ_H

#include "classifiers/fasttext_model.h"

typedef struct fc_fasttext_reader {
    const char *name;           /* of the file, for messages */
    fc_str bytes;
    size_t at;
    bool short_of;
    fc_err *err;
} fc_fasttext_reader;

unsigned fc_fasttext_u8(fc_fasttext_reader *r);
int32_t fc_fasttext_i32(fc_fasttext_reader *r);
int64_t fc_fasttext_i64(fc_fasttext_reader *r);
/* Up to a NUL, which follows it. */
fc_str fc_fasttext_word(fc_fasttext_reader *r);
/* n bytes in place, or NULL. */
const char *fc_fasttext_skip(fc_fasttext_reader *r, uint64_t n);
/* The error for a file that ends within `what`. */
fc_rc fc_fasttext_cut(const fc_fasttext_reader *r, const char *what);

fc_rc fc_fasttext_matrix_read(fc_fasttext_reader *r, fc_fasttext_matrix *m,
                              bool quantised);

#endif
