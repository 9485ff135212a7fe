/* fuzz_word_vectors.c - any bytes as vectors of words are refused or read: all numbers
 * are finite, no row is longer than 1, and the same bytes in small pieces are the same
 * vectors. */
#include "base/str.h"
#include "classifiers/word_vectors.h"

#include <math.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { BITS = 8, ROWS = 1 << BITS, MOST = 1 << 16 };

typedef struct feed {
    fc_str left;
    size_t step;
} feed;

static long give(void *user, char *p, size_t n)
{
    feed *f = user;
    size_t some = n < f->step ? n : f->step;
    some = some < f->left.n ? some : f->left.n;
    memcpy(p, f->left.p, some);
    f->left = fc_str_sub(f->left, some, f->left.n);
    return (long)some;
}

static fc_rc read_in(fc_str bytes, size_t step, fc_arena *a, fc_word_vectors *out)
{
    static uint32_t feature_of[ROWS];
    fc_vectors of = { .conf = { .bits = BITS }, .rows = ROWS, .feature_of = feature_of };
    feed f = { bytes, step };
    fc_lines in = { 0 };
    for (uint32_t i = 0; i < ROWS; i++)
        feature_of[i] = i % 4 ? i : FC_NO_FEATURE;
    if (fc_lines_open_source(&in, "fuzz", FC_WORD_LINE, give, &f, NULL) != FC_OK)
        return FC_ETRY;
    fc_rc rc = fc_word_vectors_read(&in, &of, a, out, NULL);
    fc_lines_close(&in);
    return rc;
}

static void check_rows(const fc_subspace *s)
{
    for (size_t i = 0; i < s->features; i++) {
        double square = 0;
        for (size_t k = 0; k < s->dims; k++)
            square += (double)s->direction[i * s->dims + k] *
                      s->direction[i * s->dims + k];
        if (!(square < 1.001))
            abort();
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fc_word_vectors whole, pieces;
    fc_str bytes = { (const char *)data, size };
    fc_arena a;
    if (size > MOST)
        return 0;
    fc_arena_init(&a);
    fc_rc rc = read_in(bytes, MOST, &a, &whole);
    if (read_in(bytes, 7, &a, &pieces) != rc)
        abort();
    if (rc == FC_OK) {
        check_rows(&whole.space);
        if (whole.words != pieces.words || whole.hash != pieces.hash)
            abort();
    }
    fc_arena_free(&a);
    return 0;
}
