/* ngram_model.c - reading a model of characters, and what a text costs by it. */
#include "classifiers/ngram_model.h"

#include "base/bits.h"
#include "base/hash.h"
#include "base/str.h"

#include <stdlib.h>

/* ---------------------------------------------------------------- the file */

static fc_rc refuse(const char *name, size_t at, const char *what, uint32_t found,
                    uint32_t least, uint32_t most, fc_err *err)
{
    return fc_fail(err, FC_ECONFIG,
                   "n-gram model %.200s: byte %zu: %s is %u, expected %u to %u", name, at,
                   what, found, least, most);
}

static fc_rc check_sizes(const fc_ngram *m, const char *name, fc_err *err)
{
    enum { DEAREST = 64 };              /* bits */
    uint32_t unseen = fc_load32(m->file.bytes.p + 24), slots;
    if (m->bits < FC_NGRAM_MIN_BITS || m->bits > FC_NGRAM_MAX_BITS)
        return refuse(name, 12, "the logarithm of its slots", m->bits, FC_NGRAM_MIN_BITS,
                      FC_NGRAM_MAX_BITS, err);
    if (m->order < 1 || m->order > FC_NGRAM_ORDER)
        return refuse(name, 16, "the order", m->order, 1, FC_NGRAM_ORDER, err);
    slots = (uint32_t)1 << m->bits;
    if (m->entries > slots)
        return refuse(name, 20, "the number of n-grams", m->entries, 0, slots, err);
    if (unseen > DEAREST * 256)
        return refuse(name, 24, "the cost of what it never saw, in 1/256 bit,", unseen, 0,
                      DEAREST * 256, err);
    return FC_OK;
}

static fc_rc check_head(fc_ngram *m, const char *name, fc_err *err)
{
    const char *p = m->file.bytes.p;
    size_t n = m->file.bytes.n;
    if (n < FC_NGRAM_HEADER || memcmp(p, "fcngram\n", 8) != 0)
        return fc_fail(err, FC_ECONFIG, "n-gram model %.200s: not a model of `train "
                                        "--kind "
                       "ngram` (%zu bytes)", name, n);
    if (fc_load32(p + 8) != FC_NGRAM_VERSION)
        return fc_fail(err, FC_ECONFIG, "n-gram model %.200s: byte 8: its version is "
                                        "%u, expected %d: train it again",
                       name, fc_load32(p + 8), FC_NGRAM_VERSION);
    m->bits = fc_load32(p + 12);
    m->order = fc_load32(p + 16);
    m->entries = fc_load32(p + 20);
    m->unseen = fc_load32(p + 24) / 256.0;
    fc_rc rc = check_sizes(m, name, err);
    if (rc == FC_OK && n != FC_NGRAM_HEADER + ((size_t)4 << m->bits))
        rc = fc_fail(err, FC_ECONFIG,
                     "n-gram model %.200s: has %zu bytes, its header says %zu: it was "
                     "cut or changed", name, n, FC_NGRAM_HEADER + ((size_t)4 << m->bits));
    return rc;
}

static fc_rc read_all(fc_ngram *m, const char *name, fc_err *err)
{
    fc_rc rc = check_head(m, name, err);
    if (rc != FC_OK)
        return rc;
    const char *p = m->file.bytes.p, *slots = p + FC_NGRAM_HEADER;
    size_t n = (size_t)1 << m->bits;
    uint64_t sum = fc_hash64(slots, 4 * n, fc_hash64(p, FC_NGRAM_HEADER - 8, 0));
    if (sum != fc_load64(p + 32))
        return fc_fail(err, FC_ECONFIG, "n-gram model %.200s: wrong checksum: the file "
                                        "was damaged",
                       name);
    m->slot = malloc(4 * n);
    if (!m->slot)
        return fc_fail(err, FC_ETRY, "n-gram model %.200s: no memory", name);
    for (size_t i = 0; i < n; i++)
        m->slot[i] = fc_load32(slots + 4 * i);
    return FC_OK;
}

static fc_rc finish(fc_ngram *m, fc_rc rc, const char *name, fc_ngram **model,
                    fc_err *err)
{
    if (rc == FC_OK)
        rc = read_all(m, name, err);
    fc_mapped_close(&m->file);
    if (rc == FC_OK)
        *model = m;
    else
        fc_ngram_close(m);
    return rc;
}

fc_rc fc_ngram_open(const char *path, fc_ngram **model, fc_err *err)
{
    fc_ngram *m = calloc(1, sizeof *m);
    if (!m)
        return fc_fail(err, FC_ETRY, "no memory for an n-gram model");
    return finish(m, fc_mapped_open(&m->file, "n-gram model", path, err), path, model,
                  err);
}

fc_rc fc_ngram_open_bytes(const char *name, fc_str bytes, fc_ngram **model, fc_err *err)
{
    fc_ngram *m = calloc(1, sizeof *m);
    if (!m)
        return fc_fail(err, FC_ETRY, "no memory for an n-gram model");
    return finish(m, fc_mapped_copy(&m->file, bytes, err), name, model, err);
}

void fc_ngram_close(fc_ngram *m)
{
    if (!m)
        return;
    free(m->slot);
    free(m);
}

/* ---------------------------------------------------------------- what a text costs */

static bool is_blank(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

uint32_t fc_ngram_next(fc_str text, size_t *at)
{
    unsigned char c = (unsigned char)text.p[*at];
    uint32_t code;
    if (c >= 0x80) {
        *at += fc_utf8_decode(fc_str_sub(text, *at, text.n), &code, NULL);
        return code;
    }
    if (!is_blank((char)c)) {
        ++*at;
        return c >= '0' && c <= '9' ? '0' : c;
    }
    code = ' ';
    for (; *at < text.n && is_blank(text.p[*at]); ++*at)
        if (text.p[*at] == '\n')
            code = '\n';
    return code;
}

/* The slot of an n-gram, or 0. */
static uint32_t find(const fc_ngram *m, uint64_t hash)
{
    uint32_t mask = ((uint32_t)1 << m->bits) - 1, print = fc_ngram_print(hash);
    uint32_t at = fc_ngram_place(hash, m->bits);
    for (int i = 0; i < FC_NGRAM_PROBES; i++, at = (at + 1) & mask) {
        uint32_t slot = m->slot[at];
        if (!slot || slot >> 16 == print)
            return slot;
    }
    return 0;
}

/* Bits of the character whose n-grams have these hashes, after those before it. *known:
 * how many characters the longest known n-gram that ends here has; it was that of the
 * place before. */
static double cost(const fc_ngram *m, const uint64_t *hash, const uint64_t *before,
                   uint32_t *known)
{
    double bits = 0;
    for (uint32_t n = *known < m->order ? *known + 1 : m->order; n > 0; n--) {
        uint32_t slot = find(m, hash[n]);
        if (slot) {
            *known = n;
            return bits + (double)(slot >> 8 & 0xFF) / FC_NGRAM_COST;
        }
        if (n > 1)
            bits += (double)(find(m, before[n - 1]) & 0xFF) / FC_NGRAM_LEAVE;
    }
    *known = 0;
    return bits + m->unseen;
}

double fc_ngram_bits(const fc_ngram *m, fc_str text, size_t window, size_t *n)
{
    uint64_t hash[FC_NGRAM_ORDER + 1] = { 0 }, before[FC_NGRAM_ORDER + 1] = { 0 };
    double bits = 0;
    uint32_t known = 1;
    fc_ngram_hashes(hash, m->order, '\n');      /* a text begins a line */
    *n = 0;
    for (size_t at = 0; at < text.n && (!window || *n < window); ++*n) {
        memcpy(before, hash, sizeof before);
        fc_ngram_hashes(hash, m->order, fc_ngram_next(text, &at));
        bits += cost(m, hash, before, &known);
    }
    return bits;
}
