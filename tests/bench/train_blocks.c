/* train_blocks.c - fit the linear block model and write it as a table.
 *
 *     train_blocks FEATURES LABELS OUT            writes OUT.0 ... OUT.4, each fitted without
 *                                                 the sites of one fold, OUT.all and OUT.h
 * FEATURES is made by extract_pages --dump, LABELS by label_blocks.py.
 *
 * Logistic regression by FTRL-proximal (McMahan et al., "Ad Click Prediction: a View from
 * the Trenches", KDD 2013) with L1, which leaves most weights 0. Features seen on fewer
 * than 8 sites are left out, so nothing is learnt that holds for one site. Deterministic.
 */
#include "extractors/block_model.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FOLDS = 5, EPOCHS = 2, MIN_SITES = 8, COUNT_BITS = 23, CAP_WORDS = 400,
       BUCKETS = 1 << FC_WEIGHT_BITS };
static const double alpha = 0.01, beta = 1, l1 = 8, l2 = 1;

typedef struct data {
    uint32_t *raw;              /* the file */
    size_t raw_n;
    uint8_t *label;
    size_t blocks;
    uint32_t **feature;         /* of each block: ids after number_features */
    uint32_t *features, *site;
    float *weight;
    uint32_t *hash;             /* of each id */
    uint32_t ids;
} data;

static void *get(size_t n, size_t size)
{
    void *p = calloc(n ? n : 1, size);
    if (!p) {
        perror("memory");
        exit(1);
    }
    return p;
}

static void *slurp(const char *name, size_t *n)
{
    FILE *f = fopen(name, "rb");
    if (!f || fseek(f, 0, SEEK_END) != 0) {
        perror(name);
        exit(1);
    }
    *n = (size_t)ftell(f);
    rewind(f);
    char *p = get(*n, 1);
    if (fread(p, 1, *n, f) != *n)
        perror(name);
    fclose(f);
    return p;
}

/* Pages one after another: site, number of blocks, then blocks. A block weighs the root
 * of its words, a page the root of what its blocks weigh. */
static void read_blocks(data *d)
{
    double total = 0;
    for (size_t at = 0; at < d->raw_n;) {
        uint32_t site = d->raw[at], n = d->raw[at + 1];
        size_t first = d->blocks;
        double page = 0;
        at += 2;
        for (uint32_t i = 0; i < n; i++) {
            uint32_t words = d->raw[at] < CAP_WORDS ? d->raw[at] : CAP_WORDS;
            d->site[d->blocks] = site;
            d->weight[d->blocks] = sqrtf((float)words);
            d->features[d->blocks] = d->raw[at + 1];
            d->feature[d->blocks] = d->raw + at + 2;
            at += 2 + d->raw[at + 1];
            page += d->weight[d->blocks++];
        }
        for (size_t i = first; i < d->blocks; i++)
            total += d->weight[i] /= (float)sqrt(page);
    }
    for (size_t i = 0; i < d->blocks; i++)
        d->weight[i] *= (float)((double)d->blocks / total);
}

static void load(data *d, const char *features, const char *labels)
{
    size_t n;
    d->raw = slurp(features, &n);
    d->raw_n = n / sizeof(uint32_t);
    d->label = slurp(labels, &n);
    d->feature = get(n, sizeof *d->feature);
    d->features = get(n, sizeof *d->features);
    d->site = get(n, sizeof *d->site);
    d->weight = get(n, sizeof *d->weight);
    read_blocks(d);
    if (d->blocks != n) {
        fprintf(stderr, "%zu blocks, %zu labels\n", d->blocks, n);
        exit(1);
    }
}

/* Keep features of enough sites and number them: each block's list is rewritten in place.
 */
static void number_features(data *d)
{
    size_t room = (size_t)1 << COUNT_BITS;
    uint64_t *sites = get(room, sizeof *sites); /* a filter of 64 sites */
    uint32_t *key = get(room, sizeof *key), *id = get(room, sizeof *id);
    for (size_t b = 0; b < d->blocks; b++)
        for (uint32_t i = 0; i < d->features[b]; i++)
            sites[d->feature[b][i] >> (32 - COUNT_BITS)] |=
                1ull << (d->site[b] * 0x9E3779B1u >> 26);
    d->hash = get(room / 4, sizeof *d->hash);
    for (size_t b = 0; b < d->blocks; b++) {
        uint32_t n = 0;
        for (uint32_t i = 0; i < d->features[b]; i++) {
            uint32_t h = d->feature[b][i];
            size_t at = h >> (32 - COUNT_BITS);
            if (__builtin_popcountll(sites[at]) < MIN_SITES)
                continue;
            while (id[at] && key[at] != h)
                at = (at + 1) & (room - 1);
            if (!id[at]) {
                key[at] = h;
                d->hash[d->ids] = h;
                id[at] = ++d->ids;
            }
            d->feature[b][n++] = id[at] - 1;
        }
        d->features[b] = n;
    }
    free(sites);
    free(key);
    free(id);
}

typedef struct ftrl {
    float *z, *n, *w;
} ftrl;

static float weight_of(const ftrl *m, uint32_t i)
{
    double a = fabs(m->z[i]) - l1;
    if (a <= 0)
        return 0;
    return (float)((m->z[i] < 0 ? a : -a) / ((beta + sqrt(m->n[i])) / alpha + l2));
}

static void learn(data *d, ftrl *m, size_t b)
{
    double s = 0;
    for (uint32_t i = 0; i < d->features[b]; i++) {
        uint32_t f = d->feature[b][i];
        m->w[f] = weight_of(m, f);
        s += m->w[f];
    }
    double g = (1 / (1 + exp(-s)) - d->label[b]) * d->weight[b];
    for (uint32_t i = 0; i < d->features[b]; i++) {
        uint32_t f = d->feature[b][i];
        double step = (sqrt(m->n[f] + g * g) - sqrt(m->n[f])) / alpha;
        m->z[f] += (float)(g - step * m->w[f]);
        m->n[f] += (float)(g * g);
    }
}

/* Without the sites of one fold; fold FOLDS: with all. */
static void fit(data *d, int fold, ftrl *m)
{
    uint32_t *order = get(d->blocks, sizeof *order);
    uint64_t seed = 88172645463325252ull;
    memset(m->z, 0, d->ids * sizeof *m->z);
    memset(m->n, 0, d->ids * sizeof *m->n);
    for (size_t i = 0; i < d->blocks; i++)
        order[i] = (uint32_t)i;
    for (int epoch = 0; epoch < EPOCHS; epoch++) {
        for (size_t i = d->blocks; i-- > 1;) {
            seed = seed * 6364136223846793005ull + 1442695040888963407ull;
            size_t k = (seed >> 33) % (i + 1);
            uint32_t t = order[i];
            order[i] = order[k];
            order[k] = t;
        }
        for (size_t i = 0; i < d->blocks; i++)
            if ((int)(d->site[order[i]] % FOLDS) != fold)
                learn(d, m, order[i]);
    }
    for (uint32_t i = 0; i < d->ids; i++)
        m->w[i] = weight_of(m, i);
    free(order);
}

static const float *sort_weight;
static int by_size(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    float p = fabsf(sort_weight[x]), q = fabsf(sort_weight[y]);
    return p > q ? -1 : p < q ? 1 : x < y ? -1 : x > y;
}

/* The largest weights first; what finds its bucket full is left out and counted. */
static float pack(const data *d, const float *w, uint64_t *bucket)
{
    uint32_t *order = get(d->ids, sizeof *order), n = 0, lost = 0, stored = 0;
    for (uint32_t i = 0; i < d->ids; i++)
        if (w[i] != 0)
            order[n++] = i;
    sort_weight = w;
    qsort(order, n, sizeof *order, by_size);
    float scale = n ? fabsf(w[order[0]]) / 127 : 1;
    memset(bucket, 0, BUCKETS * sizeof *bucket);
    for (uint32_t k = 0; k < n; k++) {
        uint32_t h = d->hash[order[k]], tag = h & 0xFF ? h & 0xFF : 1;
        uint64_t *b = &bucket[h >> (32 - FC_WEIGHT_BITS)];
        long v = lrintf(w[order[k]] / scale);
        unsigned at = 0;
        if (!v)
            continue;
        while (at < 4 && (*b >> 8 * at & 0xFF) && (*b >> 8 * at & 0xFF) != tag)
            at++;
        if (at == 4 || (*b >> 8 * at & 0xFF)) {
            lost++;
            continue;
        }
        *b |= (uint64_t)tag << 8 * at | (uint64_t)(uint8_t)(int8_t)v << (32 + 8 * at);
        stored++;
    }
    fprintf(stderr, "%u weights, %u stored, %u without room\n", n, stored, lost);
    free(order);
    return scale;
}

static void write_binary(const char *out, const char *end, float scale, const uint64_t *bucket)
{
    char name[1024];
    snprintf(name, sizeof name, "%s.%s", out, end);
    FILE *f = fopen(name, "wb");
    if (!f || fwrite(&scale, sizeof scale, 1, f) != 1 ||
        fwrite(bucket, sizeof *bucket, BUCKETS, f) != BUCKETS || fclose(f))
        perror(name);
}

static void write_header(const char *out, float scale, const uint64_t *bucket)
{
    char name[1024];
    snprintf(name, sizeof name, "%s.h", out);
    FILE *f = fopen(name, "w");
    if (!f) {
        perror(name);
        return;
    }
    fprintf(f, "/* block_weights.h - made by tests/bench/extract_train.sh (train_blocks.c) from "
               "the\n * development pages of the extraction benchmark; do not edit. */\n");
    fprintf(f, "#define BLOCK_WEIGHTS_SCALE %.9ef\n", (double)scale);
    fprintf(f, "static const uint64_t block_weights[1 << FC_WEIGHT_BITS] = {\n");
    int column = 0;
    for (int i = 0; i < BUCKETS; i++) {
        char item[32];
        int n = snprintf(item, sizeof item, bucket[i] ? "0x%llx," : "0,",
                         (unsigned long long)bucket[i]);
        if (column + n > 96) {
            fputc('\n', f);
            column = 0;
        }
        fputs(item, f);
        column += n;
    }
    fprintf(f, "\n};\n");
    if (fclose(f))
        perror(name);
}

int main(int argc, char **argv)
{
    data d = { 0 };
    ftrl m;
    if (argc != 4) {
        fprintf(stderr, "usage: train_blocks FEATURES LABELS OUT\n");
        return 64;
    }
    load(&d, argv[1], argv[2]);
    number_features(&d);
    fprintf(stderr, "%zu blocks, %u features\n", d.blocks, d.ids);
    m.z = get(d.ids, sizeof *m.z);
    m.n = get(d.ids, sizeof *m.n);
    m.w = get(d.ids, sizeof *m.w);
    uint64_t *bucket = get(BUCKETS, sizeof *bucket);
    for (int fold = 0; fold <= FOLDS; fold++) {
        char end[8] = "all";
        fit(&d, fold, &m);
        float scale = pack(&d, m.w, bucket);
        if (fold < FOLDS)
            snprintf(end, sizeof end, "%d", fold);
        write_binary(argv[3], end, scale, bucket);
        if (fold == FOLDS)
            write_header(argv[3], scale, bucket);
    }
    return 0;
}
