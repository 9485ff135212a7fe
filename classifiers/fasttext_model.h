/* fasttext_model.h - a model file of fastText (.bin, or quantised .ftz), opened for
 * prediction.
 *
 * File, little-endian, as fastText 0.9 writes it; nothing is aligned:
 *
 *     i32 magic 793712314, i32 version (11 or 12)
 *     i32 dim, ws, epoch, minCount, neg, wordNgrams, loss, model, bucket, minn, maxn,
 *     lrUpdateRate f64 t
 *     i32 entries, words, labels; i64 tokens, i64 pruned (-1: not pruned)
 *     entries     word and NUL, i64 count, i8 type (0 word, 1 label); words before labels
 *     pruned      pairs of i32: n-gram bucket, row after the words
 *     u8 quantised, input matrix; u8 quantised, output matrix
 *
 * A plain matrix is i64 rows, i64 columns, f32 in rows. A quantised one is u8 with norms,
 * i64 rows, i64 columns, i32 bytes of codes, codes (one byte for each piece of each row),
 * then the quantizer: i32 columns, pieces, piece length, last piece's length, f32
 * centroids, 256 for each piece; with norms, a code for each row and a quantizer of one
 * column.
 *
 * The file is mapped and used where it lies. It is untrusted: every size is checked
 * against what follows from the others before anything is read, and every index before it
 * is used. */
#ifndef FC_CLASSIFIERS_FASTTEXT_MODEL_H
#define FC_CLASSIFIERS_FASTTEXT_MODEL_H

#include "base/arena.h"
#include "classifiers/mapped.h"

enum {
    FC_FASTTEXT_MAX_DIM = 8192,
    FC_FASTTEXT_MAX_NGRAMS = 64,        /* of words and of characters */
    FC_FASTTEXT_EXPANDED = 256 << 20    /* bytes of a quantised matrix that is expanded */
};

typedef enum fc_fasttext_loss {
    FC_FASTTEXT_HS = 1, FC_FASTTEXT_NS, FC_FASTTEXT_SOFTMAX, FC_FASTTEXT_OVA
} fc_fasttext_loss;

/* One quantised vector space: `pieces` groups of `length` columns, 256 centroids each. */
typedef struct fc_fasttext_quantizer {
    size_t columns, pieces, length, last;
    const char *centroids;
} fc_fasttext_quantizer;

typedef struct fc_fasttext_matrix {
    size_t rows, columns;
    const char *plain;                  /* f32, not aligned; NULL: quantised and not
                                           expanded */
    const unsigned char *codes, *norm_codes;
    fc_fasttext_quantizer quantizer, norms;
    float *expanded;                    /* what plain points to when it is ours */
} fc_fasttext_matrix;

typedef struct fc_fasttext_entry {
    fc_str word;
    uint32_t hash;
    bool label;
} fc_fasttext_entry;

/* A node of the Huffman tree; leaves are the labels, the root is the last one. */
typedef struct fc_fasttext_node {
    int32_t left, right;                /* -1: a leaf */
    int64_t count;
} fc_fasttext_node;

typedef struct fc_fasttext {
    const char *name;                   /* of the file, for messages */
    fc_mapped file;
    fc_arena mem;
    size_t dim, word_ngrams, bucket, minn, maxn;
    fc_fasttext_loss loss;
    size_t entries, words, labels;
    fc_fasttext_entry *entry;
    int64_t *label_count;
    uint32_t *slot, slots;              /* entry + 1 by hash; 0: free */
    bool pruned;
    int64_t pruned_rows;                /* one more than the highest row of an n-gram */
    uint64_t *kept;                     /* a bit for each bucket that has a row */
    uint32_t *kept_before, *kept_row;   /* bits in the words before; rows by rank */
    fc_fasttext_matrix input, output;
    float *turned;                      /* of the output: fasttext_output.h; or NULL */
    fc_fasttext_node *tree;             /* hierarchical softmax */
    const char *const *label_names;     /* without "__label__", NULL-terminated */
} fc_fasttext;

/* FC_ECONFIG tells what is wrong with the file, FC_EUSE that it is no classifier. */
fc_rc fc_fasttext_open(const char *path, fc_fasttext **model, fc_err *err);
fc_rc fc_fasttext_open_bytes(const char *name, fc_str bytes, fc_fasttext **model,
                             fc_err *err);
void fc_fasttext_close(fc_fasttext *model);

/* fastText's hash of a string, FNV-1a over signed bytes. Begin with FC_FASTTEXT_HASH. */
#define FC_FASTTEXT_HASH 2166136261u
static inline uint32_t fc_fasttext_hash(uint32_t h, char byte)
{
    return (h ^ (uint32_t)(int8_t)byte) * 16777619u;
}

/* The entry of this word, or -1. */
int64_t fc_fasttext_find(const fc_fasttext *model, fc_str word, uint32_t hash);
/* The input row of a bucket that pruning has kept. */
int64_t fc_fasttext_kept_row(const fc_fasttext *model, uint64_t bucket);
/* The input row of an n-gram's bucket, or -1 when pruning left it out. */
static inline int64_t fc_fasttext_row(const fc_fasttext *m, uint64_t bucket)
{
    if (!m->pruned)
        return (int64_t)(m->words + bucket);
    bool kept = m->kept[bucket / 64] >> bucket % 64 & 1;
    return kept ? fc_fasttext_kept_row(m, bucket) : -1;
}
/* A row as f32, not aligned: in place, or expanded into room (columns floats). */
const char *fc_fasttext_get(const fc_fasttext_matrix *m, size_t row, float *room);
/* A row times a vector, added up in fastText's order. */
float fc_fasttext_dot(const fc_fasttext_matrix *m, size_t row, const float *vector);

#endif
