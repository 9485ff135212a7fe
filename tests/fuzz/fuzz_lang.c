/* fuzz_lang.c - a language model of any bytes is refused or tells a language, and any
 * bytes are a text. The size and the checksum are put right first, so that what lies
 * behind them is reached. */
#include "base/hash.h"
#include "base/str.h"
#include "classifiers/lang_detect.h"
#include "text/prose.h"

#include <math.h>
#include <stdlib.h>

enum { ROWS = 64, DIM = 8, CLASSES = 5 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void put_u64(char *p, uint64_t v)
{
    for (int i = 0; i < 8; i++)
        p[i] = (char)(v >> 8 * i);
}

/* What must hold for a guess: probabilities that add up, and the best of them as
 * score. */
static void check(const fc_lang_guess *g)
{
    double sum = 0;
    if (!g->label || g->score < 0 || g->score > 1)
        abort();
    for (uint32_t i = 0; g->group && i < g->group->n; i++) {
        if (!(g->p[i] >= 0) || g->p[i] > g->score)
            abort();
        sum += g->p[i];
    }
    if (g->group && fabs(sum - 1) > 1e-3)
        abort();
}

static void detect(const fc_lang_model *m, fc_str text)
{
    fc_lang_guess g;
    fc_arena a;
    fc_arena_init(&a);
    fc_lang_reader *reader = fc_lang_reader_new(m, &a);
    for (size_t most = 0; most <= 600; most += 300) {
        fc_lang_detect(reader, text, most, &g);
        check(&g);
    }
    fc_lang_detect_prose(reader, text, 300, &g, &a);
    check(&g);
    if (fc_prose(text, true, &a).n != text.n ||
        fc_prose(text, false, &a).n > text.n)
        abort();
    fc_arena_free(&a);
}

/* A model that knows one feature in four. */
static void make_model(fc_buf *out)
{
    static uint8_t tag[ROWS];
    static int8_t vector[ROWS * DIM];
    static const float bias[CLASSES] = { 0 };
    static float weight[CLASSES * DIM], sharp[FC_LANG_SHARP];
    fc_lang_model *m = calloc(1, sizeof *m);
    if (!m)
        abort();
    for (int i = 0; i < ROWS * DIM; i++)
        vector[i] = (int8_t)(37 * i);
    for (int i = 0; i < CLASSES * DIM; i++)
        weight[i] = (float)(i % 7 - 3);
    for (int i = 0; i < FC_LANG_SHARP; i++)
        sharp[i] = (float)i;
    m->rows = ROWS;
    m->dim = DIM;
    m->classes = CLASSES;
    m->scale = .05f;
    m->sharp = sharp;
    m->bias = bias;
    m->weight = weight;
    m->tag = tag;
    m->vector = vector;
    fc_lang_write(m, FC_STR("Latn aa\nLatn bb\nLatn und\nHani zh\nHani ja\n"), out);
    free(m);
}

/* The model is opened once and kept: its tables take longer than a text. */
static void read_as_text(fc_str text)
{
    static fc_lang_file *file;
    static const fc_lang_model *m;
    if (!file) {
        fc_buf b = FC_BUF_INIT;
        make_model(&b);
        if (fc_lang_open_bytes("made", (fc_str){ b.p, b.n }, &file, &m, NULL) != FC_OK)
            abort();
        fc_buf_free(&b);
    }
    detect(m, text);
}

static void read_as_model(fc_str bytes)
{
    fc_lang_file *file;
    const fc_lang_model *m;
    char *copy = malloc(bytes.n + 1);
    if (!copy)
        return;
    memcpy(copy, bytes.p, bytes.n);
    if (bytes.n >= 64) {
        put_u64(copy + 16, bytes.n);
        put_u64(copy + 24, fc_hash64(copy + 32, bytes.n - 32, fc_hash64(copy, 24, 0)));
    }
    if (fc_lang_open_bytes("fuzz", (fc_str){ copy, bytes.n }, &file, &m, NULL) == FC_OK) {
        detect(m, FC_STR("Some text, 123 words. \xD0\x98 \xE6\xBC\xA2\xE5\xAD\x97\n"));
        fc_lang_close(file);
    }
    free(copy);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const uint8_t none[1];
    fc_str bytes = { (const char *)(size ? data : none), size };
    read_as_model(bytes);
    read_as_text(bytes);
    return 0;
}
