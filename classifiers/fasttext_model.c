/* fasttext_model.c - opening and checking a fastText model: header, dictionary, pruned
 * n-grams. Matrices are read in fasttext_matrix.c. */
#include "classifiers/fasttext_model.h"

#include "base/str.h"
#include "base/utf8.h"
#include "classifiers/fasttext_output.h"
#include "classifiers/fasttext_read.h"

#include <stdlib.h>

#define MAX_COUNT 1000000000000000      /* of a label; fastText's own bound */
enum { MAGIC = 793712314, SUPERVISED = 3, MAX_PRUNED = 1 << 28 };
enum { SMALLEST_ENTRY = 1 + 8 + 1 };
enum { PROBES = 64 };           /* on average, while the table of words is filled */

/* ---------------------------------------------------------------- header */

static fc_rc check_range(fc_fasttext_reader *r, const char *what, int64_t v, int64_t lo,
                         int64_t hi)
{
    if (v >= lo && v <= hi)
        return FC_OK;
    if (hi == INT64_MAX)
        return fc_fail(r->err, FC_ECONFIG, "fastText model %.200s: %s is %lld, expected "
                                           "at least %lld",
                       r->name, what, (long long)v, (long long)lo);
    return fc_fail(r->err, FC_ECONFIG, "fastText model %.200s: %s is %lld, expected %lld "
                                       "to %lld",
                   r->name, what, (long long)v, (long long)lo, (long long)hi);
}

static fc_rc read_version(fc_fasttext_reader *r, int32_t *version)
{
    int32_t magic = fc_fasttext_i32(r);
    *version = fc_fasttext_i32(r);
    if (r->short_of || magic != MAGIC)
        return fc_fail(r->err, FC_ECONFIG, "fastText model %.200s: not a model of "
                                           "fastText "
                       "(.bin or .ftz)", r->name);
    return check_range(r, "the version", *version, 11, 12);
}

typedef struct header {
    int32_t dim, word_ngrams, loss, model, bucket, minn, maxn;
} header;

static fc_rc check_header(fc_fasttext_reader *r, const header *h)
{
    if (r->short_of)
        return fc_fasttext_cut(r, "its arguments");
    if (h->model != SUPERVISED)
        return fc_fail(r->err, FC_EUSE, "fastText model %.200s: word vectors, not a "
                                        "classifier: "
                       "it gives no labels", r->name);
    fc_rc rc = check_range(r, "dim", h->dim, 1, FC_FASTTEXT_MAX_DIM);
    if (rc == FC_OK)
        rc = check_range(r, "wordNgrams", h->word_ngrams, 0, FC_FASTTEXT_MAX_NGRAMS);
    if (rc == FC_OK)
        rc = check_range(r, "maxn", h->maxn, 0, FC_FASTTEXT_MAX_NGRAMS);
    if (rc == FC_OK)
        rc = check_range(r, "minn", h->minn, 0, INT32_MAX);
    if (rc == FC_OK)
        rc = check_range(r, "loss", h->loss, FC_FASTTEXT_HS, FC_FASTTEXT_OVA);
    if (rc == FC_OK)
        rc = check_range(r, "bucket", h->bucket, h->word_ngrams > 1 || h->maxn ? 1 : 0,
                         INT32_MAX);
    return rc;
}

static fc_rc read_header(fc_fasttext_reader *r, fc_fasttext *m)
{
    header h;
    int32_t version;
    fc_rc rc = read_version(r, &version);
    if (rc != FC_OK)
        return rc;
    h.dim = fc_fasttext_i32(r);
    fc_fasttext_skip(r, 4 * 4);         /* ws, epoch, minCount, neg */
    h.word_ngrams = fc_fasttext_i32(r);
    h.loss = fc_fasttext_i32(r);
    h.model = fc_fasttext_i32(r);
    h.bucket = fc_fasttext_i32(r);
    h.minn = fc_fasttext_i32(r);
    h.maxn = fc_fasttext_i32(r);
    fc_fasttext_skip(r, 4 + 8);         /* lrUpdateRate, t */
    if (version == 11)
        h.maxn = 0;                     /* classifiers had no subwords then */
    rc = check_header(r, &h);
    m->dim = (size_t)h.dim;
    m->word_ngrams = (size_t)h.word_ngrams;
    m->bucket = (size_t)h.bucket;
    m->minn = (size_t)h.minn;
    m->maxn = (size_t)h.maxn;
    m->loss = (fc_fasttext_loss)h.loss;
    return rc;
}

/* ---------------------------------------------------------------- dictionary */

static uint32_t hash_of(fc_str word)
{
    uint32_t h = FC_FASTTEXT_HASH;
    for (size_t i = 0; i < word.n; i++)
        h = fc_fasttext_hash(h, word.p[i]);
    return h;
}

int64_t fc_fasttext_find(const fc_fasttext *m, fc_str word, uint32_t hash)
{
    for (uint32_t j = hash & (m->slots - 1); m->slot[j]; j = (j + 1) & (m->slots - 1)) {
        const fc_fasttext_entry *e = &m->entry[m->slot[j] - 1];
        if (e->hash == hash && fc_str_eq(e->word, word))
            return m->slot[j] - 1;
    }
    return -1;
}

/* Of equal words the last one counts, as in fastText. A file whose words all fall
 * together would make every look-up slow: it is refused. */
static fc_rc fill_slots(fc_fasttext_reader *r, fc_fasttext *m)
{
    uint64_t steps = PROBES * (uint64_t)m->entries + PROBES;
    for (m->slots = 16; m->slots < 2 * m->entries;)
        m->slots *= 2;
    m->slot = fc_zalloc(&m->mem, m->slots, sizeof *m->slot);
    for (size_t i = 0; i < m->entries; i++) {
        const fc_fasttext_entry *e = &m->entry[i];
        uint32_t j = e->hash & (m->slots - 1);
        for (; m->slot[j]; j = (j + 1) & (m->slots - 1)) {
            const fc_fasttext_entry *other = &m->entry[m->slot[j] - 1];
            if (other->hash == e->hash && fc_str_eq(other->word, e->word))
                break;
            if (--steps == 0)
                return fc_fail(r->err, FC_ECONFIG,
                               "fastText model %.200s: its words are made "
                               "to have the same hash",
                               r->name);
        }
        m->slot[j] = (uint32_t)i + 1;
    }
    return FC_OK;
}

static fc_rc read_entries(fc_fasttext_reader *r, fc_fasttext *m)
{
    m->entry = fc_zalloc(&m->mem, m->entries, sizeof *m->entry);
    m->label_count = fc_zalloc(&m->mem, m->labels, sizeof *m->label_count);
    for (size_t i = 0; i < m->entries; i++) {
        fc_str word = fc_fasttext_word(r);
        int64_t count = fc_fasttext_i64(r);
        unsigned type = fc_fasttext_u8(r);
        if (r->short_of)
            return fc_fasttext_cut(r, "its dictionary");
        if (type != (i >= m->words))
            return fc_fail(r->err, FC_ECONFIG, "fastText model %.200s: entry %zu of the "
                           "dictionary has the type %u: %zu words should be followed by "
                           "labels",
                           r->name, i, type, m->words);
        m->entry[i] = (fc_fasttext_entry){ word, hash_of(word), type == 1 };
        if (type && check_range(r, "the count of a label", count, 0, MAX_COUNT) != FC_OK)
            return FC_ECONFIG;
        if (type)
            m->label_count[i - m->words] = count;
    }
    return fill_slots(r, m);
}

static fc_rc name_labels(fc_fasttext_reader *r, fc_fasttext *m)
{
    const char **names = fc_zalloc(&m->mem, m->labels + 1, sizeof *names);
    for (size_t i = 0; i < m->labels; i++) {
        fc_str word = m->entry[m->words + i].word;
        if (fc_utf8_valid(word) != word.n)
            return fc_fail(r->err, FC_ECONFIG, "fastText model %.200s: label %zu is not "
                                               "UTF-8",
                           r->name, i);
        names[i] =
            word.p + (fc_str_starts(word, FC_STR("__label__")) ? strlen("__label__") : 0);
    }
    m->label_names = names;
    return FC_OK;
}

/* ---------------------------------------------------------------- pruned n-grams */

static uint32_t bits_in(uint64_t v)
{
    v -= v >> 1 & 0x5555555555555555u;
    v = (v & 0x3333333333333333u) + (v >> 2 & 0x3333333333333333u);
    return (uint32_t)(((v + (v >> 4)) & 0x0F0F0F0F0F0F0F0Fu) * 0x0101010101010101u >> 56);
}

/* Where the row of a bucket that has one stands in kept_row. */
static size_t rank_of(const fc_fasttext *m, uint64_t bucket)
{
    uint64_t below = ((uint64_t)1 << bucket % 64) - 1;
    return m->kept_before[bucket / 64] + bits_in(m->kept[bucket / 64] & below);
}

int64_t fc_fasttext_kept_row(const fc_fasttext *m, uint64_t bucket)
{
    return (int64_t)m->words + m->kept_row[rank_of(m, bucket)];
}

typedef struct pair {
    uint32_t bucket, row;
} pair;

static fc_rc read_pair(fc_fasttext_reader *r, fc_fasttext *m, pair *p)
{
    int64_t bucket = fc_fasttext_i32(r), row = fc_fasttext_i32(r);
    fc_rc rc =
        check_range(r, "a pruned n-gram's bucket", bucket, 0, (int64_t)m->bucket - 1);
    if (rc == FC_OK)
        rc = check_range(r, "a pruned n-gram's row", row, 0, INT32_MAX - 1);
    if (row >= m->pruned_rows)
        m->pruned_rows = row + 1;
    *p = (pair){ (uint32_t)bucket, (uint32_t)row };
    return rc;
}

/* The pairs come in no order: first a bit for each, then the rows by the rank of their
 * bit. */
static fc_rc read_pruned(fc_fasttext_reader *r, fc_fasttext *m, int64_t n)
{
    size_t at = r->at, words = m->bucket / 64 + 1;
    pair p;
    fc_rc rc;
    if (n < 0)
        return FC_OK;
    if ((uint64_t)n > (r->bytes.n - r->at) / 8)
        return fc_fasttext_cut(r, "its pruned n-grams");
    if ((rc = check_range(r, "bucket", (int64_t)m->bucket, 0, MAX_PRUNED)) != FC_OK)
        return rc;
    m->pruned = true;
    m->kept = fc_zalloc(&m->mem, words, sizeof *m->kept);
    m->kept_before = fc_zalloc(&m->mem, words, sizeof *m->kept_before);
    m->kept_row = fc_zalloc(&m->mem, (size_t)n + 1, sizeof *m->kept_row);
    for (int64_t i = 0; i < n; i++) {
        if ((rc = read_pair(r, m, &p)) != FC_OK)
            return rc;
        m->kept[p.bucket / 64] |= (uint64_t)1 << p.bucket % 64;
    }
    for (size_t i = 1; i < words; i++)
        m->kept_before[i] = m->kept_before[i - 1] +
                            (uint32_t)__builtin_popcountll(m->kept[i - 1]);
    r->at = at;
    for (int64_t i = 0; i < n; i++) {
        read_pair(r, m, &p);
        m->kept_row[rank_of(m, p.bucket)] = p.row;
    }
    return FC_OK;
}

/* ---------------------------------------------------------------- tree of labels */

/* The Huffman tree as fastText builds it: labels come by falling count, inner nodes by
 * rising count, and the smaller end of the two lists is taken twice. */
static void build_tree(fc_fasttext *m)
{
    size_t n = m->labels;
    fc_fasttext_node *t = m->tree = fc_alloc(&m->mem, (2 * n - 1) * sizeof *t);
    for (size_t i = 0; i < 2 * n - 1; i++)
        t[i] = (fc_fasttext_node){ -1, -1, i < n ? m->label_count[i] : 0 };
    size_t leaf = n, inner = n;         /* leaf: one behind the next */
    for (size_t i = n; i < 2 * n - 1; i++) {
        size_t pick[2];
        for (int j = 0; j < 2; j++)
            pick[j] = leaf > 0 && (inner >= i || t[leaf - 1].count < t[inner].count)
                          ? --leaf
                          : inner++;
        t[i].left = (int32_t)pick[0];
        t[i].right = (int32_t)pick[1];
        t[i].count = t[pick[0]].count + t[pick[1]].count;
        if (t[i].count > MAX_COUNT)
            t[i].count = MAX_COUNT;
    }
}

/* ---------------------------------------------------------------- opening */

static fc_rc read_dictionary(fc_fasttext_reader *r, fc_fasttext *m)
{
    int64_t entries = fc_fasttext_i32(r), words = fc_fasttext_i32(r),
            labels = fc_fasttext_i32(r);
    fc_fasttext_skip(r, 8);             /* tokens it was trained on */
    int64_t pruned = fc_fasttext_i64(r);
    if (r->short_of)
        return fc_fasttext_cut(r, "its dictionary");
    fc_rc rc = check_range(r, "the number of entries", entries, 1, INT32_MAX);
    if (rc == FC_OK)
        rc = check_range(r, "the number of labels", labels, 1, entries);
    if (rc == FC_OK)
        rc = check_range(r, "the number of words", words, entries - labels,
                         entries - labels);
    if (rc != FC_OK)
        return rc;
    if ((uint64_t)entries > (r->bytes.n - r->at) / SMALLEST_ENTRY)
        return fc_fasttext_cut(r, "its dictionary");
    m->entries = (size_t)entries;
    m->words = (size_t)words;
    m->labels = (size_t)labels;
    if ((rc = read_entries(r, m)) != FC_OK)
        return rc;
    if ((rc = name_labels(r, m)) != FC_OK)
        return rc;
    return read_pruned(r, m, pruned);
}

/* Rows that look-ups can come to must be there. */
static fc_rc check_matrices(fc_fasttext_reader *r, const fc_fasttext *m)
{
    int64_t need = (int64_t)m->words;
    if (m->pruned)
        need += m->pruned_rows;
    else if (m->word_ngrams > 1 || m->maxn)
        need += (int64_t)m->bucket;
    fc_rc rc = check_range(r, "the number of rows of the input", (int64_t)m->input.rows,
                           need, INT64_MAX);
    if (rc == FC_OK)
        rc = check_range(r, "the number of columns of the input",
                         (int64_t)m->input.columns, (int64_t)m->dim, (int64_t)m->dim);
    if (rc == FC_OK)
        rc = check_range(r, "the number of rows of the output", (int64_t)m->output.rows,
                         (int64_t)m->labels, INT64_MAX);
    if (rc == FC_OK)
        rc = check_range(r, "the number of columns of the output",
                         (int64_t)m->output.columns, (int64_t)m->dim, (int64_t)m->dim);
    return rc;
}

/* fastText writes nothing behind the output, pruned or not. */
static fc_rc check_end(const fc_fasttext_reader *r)
{
    if (r->at == r->bytes.n)
        return FC_OK;
    size_t more = r->bytes.n - r->at;
    return fc_fail(r->err, FC_ECONFIG, "fastText model %.200s: %zu %s behind its end, at "
                                       "byte %zu: is it two files joined?",
                   r->name, more, more == 1 ? "byte stands" : "bytes stand", r->at);
}

static fc_rc read_all(fc_fasttext_reader *r, fc_fasttext *m)
{
    m->name = fc_copy(&m->mem, fc_str_of(r->name)).p;
    fc_rc rc = read_header(r, m);
    if (rc == FC_OK)
        rc = read_dictionary(r, m);
    if (rc != FC_OK)
        return rc;
    bool quantised = fc_fasttext_u8(r) != 0;
    if ((rc = fc_fasttext_matrix_read(r, &m->input, quantised)) != FC_OK)
        return rc;
    bool quantised_out = fc_fasttext_u8(r) != 0;
    rc = fc_fasttext_matrix_read(r, &m->output, quantised && quantised_out);
    if (rc == FC_OK)
        rc = check_matrices(r, m);
    if (rc == FC_OK)
        rc = check_end(r);
    if (rc == FC_OK && m->loss == FC_FASTTEXT_HS)
        build_tree(m);
    else if (rc == FC_OK)
        rc = fc_fasttext_turn(m, r->err);
    return rc;
}

static fc_rc build(fc_fasttext *m, const char *name, fc_err *err)
{
    const union { uint16_t word; uint8_t byte[2]; } order = { 1 };
    fc_fasttext_reader r = { .name = name, .bytes = m->file.bytes, .err = err };
    jmp_buf guard;
    fc_rc rc;
    if (!order.byte[0])
        return fc_fail(err, FC_EUNAVAIL, "fastText models are read on little-endian "
                                         "machines only");
    fc_arena_guard(&m->mem, &guard);
    if (setjmp(guard) == 0)
        rc = read_all(&r, m);
    else
        rc = fc_fail(err, FC_ETRY, "fastText model %.200s: no memory", name);
    fc_arena_guard(&m->mem, NULL);
    return rc;
}

static fc_fasttext *new_model(fc_err *err)
{
    fc_fasttext *m = calloc(1, sizeof *m);
    if (m)
        fc_arena_init(&m->mem);
    else
        fc_fail(err, FC_ETRY, "no memory for a fastText model");
    return m;
}

static fc_rc finish(fc_fasttext *m, fc_rc rc, const char *name, fc_fasttext **model,
                    fc_err *err)
{
    if (rc == FC_OK)
        rc = build(m, name, err);
    if (rc == FC_OK)
        *model = m;
    else
        fc_fasttext_close(m);
    return rc;
}

fc_rc fc_fasttext_open(const char *path, fc_fasttext **model, fc_err *err)
{
    fc_fasttext *m = new_model(err);
    if (!m)
        return FC_ETRY;
    return finish(m, fc_mapped_open(&m->file, "fastText model", path, err), path, model,
                  err);
}

fc_rc fc_fasttext_open_bytes(const char *name, fc_str bytes, fc_fasttext **model,
                             fc_err *err)
{
    fc_fasttext *m = new_model(err);
    if (!m)
        return FC_ETRY;
    return finish(m, fc_mapped_copy(&m->file, bytes, err), name, model, err);
}

void fc_fasttext_close(fc_fasttext *m)
{
    if (!m)
        return;
    free(m->input.expanded);
    free(m->turned);
    free(m->output.expanded);
    fc_mapped_close(&m->file);
    fc_arena_free(&m->mem);
    free(m);
}
