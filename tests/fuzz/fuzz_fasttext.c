/* fuzz_fasttext.c - a fastText model of any bytes is refused or labels a text: as many
 * labels as asked for at most, best first. */
#include "base/str.h"
#include "classifiers/fasttext_predict.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { MOST = 16 };

static void label(const fc_fasttext *m)
{
    static const char text[] = "the rain in Spain \xE9\x9B\xA8 </ s> a0 b1 __label__x\n";
    fc_fasttext_guess guess[MOST + 1];
    fc_fasttext_query ask = { m->labels < MOST ? m->labels : MOST, 0, -1 };
    fc_fasttext_work *w;
    size_t n = 0;
    if (fc_fasttext_work_new(m, &w, NULL) != FC_OK)
        return;
    if (fc_fasttext_predict(w, fc_str_of(text), &ask, guess, &n, NULL) == FC_OK)
        for (size_t i = 0; i < n; i++)
            if (guess[i].label >= m->labels || (i && guess[i].score > guess[i - 1].score))
                abort();
    if (n > ask.k)
        abort();
    fc_fasttext_work_free(w);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fc_fasttext *m;
    if (fc_fasttext_open_bytes("fuzz", (fc_str){ (const char *)data, size }, &m, NULL) ==
        FC_OK) {
        label(m);
        fc_fasttext_close(m);
    }
    return 0;
}
