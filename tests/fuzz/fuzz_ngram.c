/* fuzz_ngram.c - a model of characters of any bytes is refused or measures a text. The
 * checksum is put right first, so that what lies behind it is reached; the bytes are the
 * text as well. */
#include "base/hash.h"
#include "base/str.h"
#include "classifiers/ngram_model.h"

#include <math.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fc_ngram *m;
    char *copy = malloc(size + 1);
    if (!copy)
        return 0;
    memcpy(copy, data, size);
    if (size >= FC_NGRAM_HEADER) {
        uint64_t sum = fc_hash64(copy + FC_NGRAM_HEADER, size - FC_NGRAM_HEADER,
                                 fc_hash64(copy, FC_NGRAM_HEADER - 8, 0));
        for (int i = 0; i < 8; i++)
            copy[FC_NGRAM_HEADER - 8 + i] = (char)(sum >> 8 * i);
    }
    if (fc_ngram_open_bytes("fuzz", (fc_str){ copy, size }, &m, NULL) == FC_OK) {
        size_t n;
        double bits = fc_ngram_bits(m, (fc_str){ copy, size }, 0, &n);
        if (!isfinite(bits) || bits < 0 || n > size)
            abort();
        fc_ngram_close(m);
    }
    free(copy);
    return 0;
}
