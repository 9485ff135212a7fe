/* block_file.c - see block_file.h. A file is untrusted: its frame and sizes are checked
 * before any section is read, then every index and number. */
#include "extractors/block_file.h"
#include "base/binary.h"
#include "base/hash.h"
#include "base/str.h"
#include "extractors/page_kind.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>

#include "extractors/block_bytes.h"

enum { HEADER = 56, CHECKED_FROM = 32, MAX_BITS = 16 };

typedef struct reader {
    const char *name;
    const unsigned char *p;
    size_t n, at;
    fc_arena *a;
    fc_err *err;
} reader;

static fc_rc refuse(const reader *r, const char *why)
{
    return fc_fail(r->err, FC_ECONFIG, "block model %.200s: %s", r->name, why);
}

static fc_rc check_frame(const reader *r)
{
    if (r->n < HEADER || memcmp(r->p, "filterc\n", 8) != 0)
        return refuse(r, "not a filterc model");
    unsigned long long version = fc_load32(r->p + 8), size = fc_load64(r->p + 16);
    if (version != FC_BLOCK_FILE_VERSION)
        return fc_fail(r->err, FC_ECONFIG,
                       "block model %.200s: its version is %llu, expected %d: another "
                       "kind of model, or made by another filterc (train --target "
                       "blocks)", r->name, version, FC_BLOCK_FILE_VERSION);
    if (size != r->n)
        return fc_fail(r->err, FC_ECONFIG,
                       "block model %.200s: has %zu bytes, its header says %llu: it was "
                       "cut or changed", r->name, r->n, size);
    uint64_t sum =
        fc_hash64(r->p + CHECKED_FROM, r->n - CHECKED_FROM, fc_hash64(r->p, 24, 0));
    if (sum != fc_load64(r->p + 24))
        return refuse(r, "wrong checksum: the file was damaged");
    if (fc_load32(r->p + 12) != FC_BLOCK_FEATURES ||
        fc_load32(r->p + 40) != fc_numbers_count())
        return refuse(r, "made for other features: train it again with this filterc");
    return FC_OK;
}

/* The next section: n bytes, NULL when the file has not as many. */
static const unsigned char *section(reader *r, uint64_t n)
{
    const unsigned char *p = r->p + r->at;
    if (n > r->n - r->at || fc_padded((size_t)n, 8) > r->n - r->at)
        return NULL;
    r->at += fc_padded((size_t)n, 8);
    return p;
}

static bool read_floats(reader *r, uint32_t n, bool infinite, const float **to)
{
    const unsigned char *p = section(r, (uint64_t)n * 4);
    if (!p)
        return false;
    float *v = fc_alloc(r->a, (n + 1) * sizeof *v);
    for (uint32_t i = 0; i < n; i++) {
        v[i] = fc_load_float(p + (size_t)i * 4);
        if (isnan(v[i]) || (!infinite && isinf(v[i])))
            return false;
    }
    *to = v;
    return true;
}

static bool read_buckets(reader *r, unsigned bits, float scale, fc_linear *to)
{
    size_t n = (size_t)1 << bits;
    const unsigned char *p = section(r, (uint64_t)n * 4);
    if (!p)
        return false;
    uint32_t *v = fc_alloc(r->a, n * sizeof *v);
    for (size_t i = 0; i < n; i++)
        v[i] = fc_load32(p + i * 4);
    *to = (fc_linear){ v, bits, scale };
    return true;
}

static bool read_trees(reader *r, fc_trees *t)
{
    uint32_t questions = t->n * FC_TREE_DEPTH;
    const unsigned char *p = section(r, (uint64_t)questions * 2);
    if (!p)
        return false;
    uint16_t *feature = fc_alloc(r->a, (questions + 1) * sizeof *feature);
    for (uint32_t i = 0; i < questions; i++) {
        feature[i] = (uint16_t)(p[2 * i] | p[2 * i + 1] << 8);
        if (feature[i] >= fc_numbers_count())
            return false;
    }
    t->feature = feature;
    return read_floats(r, questions, true, &t->cut) &&
           read_floats(r, t->n * FC_TREE_LEAVES, false, &t->leaf) &&
           fc_trees_prepare(t, r->a);
}

static bool read_sections(reader *r, fc_block_model *m)
{
    const float *scale;
    uint32_t first = fc_load32(r->p + 32), kinds = fc_load32(r->p + 36);
    m->trees.n = fc_load32(r->p + 44);
    m->trees.bias = fc_load_float(r->p + 52);
    r->at = HEADER;
    if (first < 1 || first > MAX_BITS || kinds < 1 || kinds > MAX_BITS ||
        m->trees.n > FC_MAX_TREES || !isfinite(m->trees.bias))
        return false;
    if (!section(r, fc_load32(r->p + 48)) ||
        !read_floats(r, 1 + FC_PAGE_KINDS, false, &scale) ||
        !read_buckets(r, first, scale[0], &m->first))
        return false;
    for (unsigned k = 0; k < FC_PAGE_KINDS; k++)
        if (!read_buckets(r, kinds, scale[1 + k], &m->kind[k]))
            return false;
    fc_page_kinds_join(m, r->a);
    return read_trees(r, &m->trees) && r->at == r->n;
}

fc_rc fc_block_file_parse(fc_str bytes, const char *name, fc_block_model *model,
                          fc_arena *a, fc_err *err)
{
    reader r = { .name = name, .p = (const unsigned char *)bytes.p, .n = bytes.n, .a = a,
                 .err = err };
    memset(model, 0, sizeof *model);
    fc_rc rc = check_frame(&r);
    if (rc == FC_OK && !read_sections(&r, model))
        rc = refuse(&r, "a section of it makes no sense");
    return rc;
}

fc_rc fc_block_file_builtin(fc_block_model *model, fc_arena *a, fc_err *err)
{
    fc_str bytes = { (const char *)block_bytes, sizeof block_bytes };
    return fc_block_file_parse(bytes, "built in", model, a, err);
}

fc_rc fc_block_file_open(const char *path, fc_block_model *model, fc_arena *a,
                         fc_err *err)
{
    FILE *f = fopen(path, "rb");
    if (!f)
        return fc_fail(err, FC_ENOINPUT, "block model %.300s: %s", path, strerror(errno));
    long size = fseek(f, 0, SEEK_END) == 0 ? ftell(f) : -1;
    if (size < 0 || size > FC_BLOCK_FILE_MAX) {
        fclose(f);
        return fc_fail(err, FC_ECONFIG, "block model %.300s: not a file, or too large",
                       path);
    }
    char *p = fc_alloc(a, (size_t)size + 1);
    rewind(f);
    size_t n = fread(p, 1, (size_t)size, f);
    fclose(f);
    if (n != (size_t)size)
        return fc_fail(err, FC_EIO, "block model %.300s: cannot be read", path);
    return fc_block_file_parse((fc_str){ p, n }, path, model, a, err);
}

/* ---------------------------------------------------------------- writing */

static void put_buckets(fc_buf *out, const fc_linear *m)
{
    for (size_t i = 0; i < (size_t)1 << m->bits; i++)
        fc_put32(out, m->bucket[i]);
    fc_put_padding(out, 8);
}

static void put_trees(fc_buf *out, const fc_trees *t)
{
    for (uint32_t i = 0; i < t->n * FC_TREE_DEPTH; i++)
        fc_put16(out, t->feature[i]);
    fc_put_padding(out, 8);
    fc_put_floats(out, t->cut, (size_t)t->n * FC_TREE_DEPTH);
    fc_put_padding(out, 8);
    fc_put_floats(out, t->leaf, (size_t)t->n * FC_TREE_LEAVES);
    fc_put_padding(out, 8);
}

void fc_block_file_write(const fc_block_model *m, fc_str facts, fc_buf *out)
{
    const uint32_t words[] = { m->first.bits, m->kind[0].bits, fc_numbers_count(),
                               m->trees.n, (uint32_t)facts.n };
    fc_buf_clear(out);
    fc_buf_text(out, "filterc\n");
    fc_put32(out, FC_BLOCK_FILE_VERSION);
    fc_put32(out, FC_BLOCK_FEATURES);
    fc_put64(out, 0);
    fc_put64(out, 0);
    fc_put32s(out, words, sizeof words / sizeof *words);
    fc_put_floats(out, &m->trees.bias, 1);
    fc_buf_str(out, facts);
    fc_put_padding(out, 8);
    fc_put_floats(out, &m->first.scale, 1);
    for (unsigned k = 0; k < FC_PAGE_KINDS; k++)
        fc_put_floats(out, &m->kind[k].scale, 1);
    put_buckets(out, &m->first);
    for (unsigned k = 0; k < FC_PAGE_KINDS; k++)
        put_buckets(out, &m->kind[k]);
    put_trees(out, &m->trees);
    if (out->failed)
        return;
    fc_store64(out->p + 16, out->n);
    fc_store64(out->p + 24, fc_hash64(out->p + CHECKED_FROM, out->n - CHECKED_FROM,
                               fc_hash64(out->p, 24, 0)));
}
