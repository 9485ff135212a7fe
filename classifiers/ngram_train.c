/* ngram_train.c - clean text to a model of characters.
 *
 * All n-grams are counted, with how many different characters follow each. By Witten and
 * Bell the chance of c after a context h is (count(hc) + kinds(h) * chance of c after the
 * shorter context)
 * / (count(h) + kinds(h)). The chances need the counts of all shorter ones, so the text
 * is gone through twice. The n-grams that occur most often are kept, as many as fit. */
#include "base/binary.h"
#include "base/hash.h"
#include "base/str.h"
#include "classifiers/lines.h"
#include "classifiers/ngram_model.h"
#include "io/jsonl.h"

#include <math.h>
#include <stdlib.h>

enum { FULL = 60 };                     /* per cent of the slots that are filled at most:
                                           at 85 a look-up takes 14 steps, at 60 it takes
                                           2 */
enum { MOST_BITS = 28 };                /* of the table while it is trained */
enum { MOST_TEXT = 1 << 30, LONGEST_LINE = 64 << 20 };  /* bytes */
#define CHARACTERS 0x10000              /* that an unseen one may be */

typedef struct gram {
    uint64_t hash;                      /* 0: free */
    uint32_t count, follow, kinds;      /* occurrences; of them followed; by how many
                                           kinds */
    float chance;
} gram;

typedef struct trainer {
    uint32_t order;
    gram *gram;
    size_t n;
    uint32_t bits;
    fc_buf text;                        /* documents, each with a newline before it */
    uint64_t kinds, characters;
    uint64_t passed_over;               /* bytes of text beyond MOST_TEXT */
    fc_arena scratch;
    fc_err *err;
} trainer;

/* ---------------------------------------------------------------- counting */

static gram *look_up(const trainer *t, uint64_t hash)
{
    size_t mask = ((size_t)1 << t->bits) - 1, at = fc_ngram_place(hash, t->bits);
    while (t->gram[at].hash && t->gram[at].hash != hash)
        at = (at + 1) & mask;
    return &t->gram[at];
}

static fc_rc grow(trainer *t)
{
    gram *old = t->gram;
    size_t n = old ? (size_t)1 << t->bits : 0;
    if (t->bits == MOST_BITS)
        return fc_fail(t->err, FC_EUSE, "train: more than %d million different n-grams: "
                                        "give "
                       "it less text", (1 << MOST_BITS) / 2000000);
    t->bits = old ? t->bits + 1 : 16;
    t->gram = calloc((size_t)1 << t->bits, sizeof *t->gram);
    if (!t->gram) {
        t->gram = old;
        t->bits -= old != NULL;
        return fc_fail(t->err, FC_ETRY, "train: no memory");
    }
    for (size_t i = 0; i < n; i++)
        if (old[i].hash)
            *look_up(t, old[i].hash) = old[i];
    free(old);
    return FC_OK;
}

/* Count the n-grams that end at one place; `before` has those of the place before. */
static fc_rc count(trainer *t, const uint64_t *hash, const uint64_t *before)
{
    t->characters++;
    for (uint32_t n = 1; n <= t->order; n++) {
        fc_rc rc = 2 * (t->n + 1) > (size_t)1 << t->bits ? grow(t) : FC_OK;
        if (rc != FC_OK)
            return rc;
        gram *g = look_up(t, hash[n]);
        bool fresh = !g->hash;
        g->hash = hash[n];
        g->count += g->count < UINT32_MAX;
        t->n += fresh;
        if (n == 1) {
            t->kinds += fresh;
            continue;
        }
        gram *context = look_up(t, before[n - 1]);
        if (context->hash) {            /* else the text begins here */
            context->follow += context->follow < UINT32_MAX;
            context->kinds += fresh;
        }
    }
    return FC_OK;
}

static double leave(const gram *g)
{
    return ((double)g->kinds + 0.5) / ((double)g->follow + (double)g->kinds + 1);
}

/* The chance of the character at one place after ever longer contexts. */
static fc_rc weigh(trainer *t, const uint64_t *hash, const uint64_t *before)
{
    double p = 1.0 / CHARACTERS;
    for (uint32_t n = 1; n <= t->order; n++) {
        gram *g = look_up(t, hash[n]);
        double seen = (double)t->characters, kinds = (double)t->kinds;
        if (n > 1) {
            const gram *context = look_up(t, before[n - 1]);
            seen = context->hash ? (double)context->follow : 0;
            kinds = context->hash ? (double)context->kinds : 0;
        }
        if (seen > 0)
            p = ((double)g->count + kinds * p) / (seen + kinds);
        if (p > 1)
            p = 1;                      /* a hash may stand for two n-grams */
        g->chance = (float)p;
    }
    return FC_OK;
}

static fc_rc each_place(trainer *t,
                        fc_rc (*what)(trainer *, const uint64_t *, const uint64_t *))
{
    uint64_t hash[FC_NGRAM_ORDER + 1] = { 0 }, before[FC_NGRAM_ORDER + 1];
    fc_str text = { t->text.p, t->text.n };
    fc_rc rc = FC_OK;
    for (size_t at = 0; rc == FC_OK && at < text.n;) {
        memcpy(before, hash, sizeof before);
        fc_ngram_hashes(hash, t->order, fc_ngram_next(text, &at));
        rc = what(t, hash, before);
    }
    return rc;
}

/* --------------------------------------------------------------- choosing and writing */

/* The least count with which no more n-grams are kept than fit. */
static uint32_t least_count(const trainer *t, size_t room)
{
    enum { MOST = 1 << 16 };
    size_t *with = calloc(MOST + 1, sizeof *with), n = 0;
    uint32_t least = MOST;
    if (!with)
        return UINT32_MAX;
    for (size_t i = 0; i < (size_t)1 << t->bits; i++)
        if (t->gram[i].hash)
            with[t->gram[i].count < MOST ? t->gram[i].count : MOST]++;
    while (least > 0 && n + with[least] <= room)
        n += with[least--];
    free(with);
    return least + 1;
}

static unsigned steps(double p, int of_a_bit)
{
    double v = nearbyint(-log2(p) * of_a_bit);
    return v < 0 ? 0 : v > 255 ? 255 : (unsigned)v;
}

static int by_hash(const void *a, const void *b)
{
    uint64_t x = ((const gram *)a)->hash, y = ((const gram *)b)->hash;
    return x < y ? -1 : x > y;
}

/* False when there is no free slot near enough: then it is left out. */
static bool put(uint32_t *slot, uint32_t bits, const gram *g)
{
    uint32_t mask = ((uint32_t)1 << bits) - 1, at = fc_ngram_place(g->hash, bits);
    for (int i = 0; i < FC_NGRAM_PROBES; i++, at = (at + 1) & mask) {
        if (slot[at] && slot[at] >> 16 != fc_ngram_print(g->hash))
            continue;
        bool free_here = !slot[at];
        if (free_here)
            slot[at] = fc_ngram_print(g->hash) << 16 |
                       steps((double)g->chance, FC_NGRAM_COST) << 8 |
                       steps(leave(g), FC_NGRAM_LEAVE);
        return free_here;
    }
    return false;
}

static void put_model(const trainer *t, const uint32_t *slot, uint32_t bits,
                      uint32_t entries, fc_buf *out)
{
    size_t slots = (size_t)1 << bits, began = out->n;
    double unseen =
        (double)t->kinds / ((double)t->characters + (double)t->kinds) / CHARACTERS;
    const uint32_t sizes[] = { FC_NGRAM_VERSION, bits, t->order, entries,
                               (uint32_t)nearbyint(-log2(unseen) * 256), 0 };
    fc_buf_add(out, "fcngram\n", 8);
    fc_put32s(out, sizes, sizeof sizes / sizeof *sizes);
    fc_put64(out, 0);
    fc_put32s(out, slot, slots);
    if (out->failed)
        return;
    char *head = out->p + began, *rest = head + FC_NGRAM_HEADER;
    fc_store64(rest - 8,
               fc_hash64(rest, 4 * slots, fc_hash64(head, FC_NGRAM_HEADER - 8, 0)));
}

static fc_rc write_model(trainer *t, uint32_t bits, uint32_t least, fc_buf *out)
{
    size_t kept = 0, entries = 0;
    uint32_t *slot = calloc((size_t)1 << bits, sizeof *slot);
    for (size_t i = 0; i < (size_t)1 << t->bits; i++)
        if (t->gram[i].hash && t->gram[i].count >= least)
            t->gram[kept++] = t->gram[i];
    qsort(t->gram, kept, sizeof *t->gram, by_hash); /* the file does not depend on the
                                                       table */
    for (size_t i = 0; slot && i < kept; i++)
        entries += put(slot, bits, &t->gram[i]);
    if (slot)
        put_model(t, slot, bits, (uint32_t)entries, out);
    free(slot);
    return !slot || out->failed ? fc_fail(t->err, FC_ETRY, "train: no memory") : FC_OK;
}

/* ---------------------------------------------------------------- reading */

static fc_rc add_text(trainer *t, fc_str line)
{
    fc_doc doc = { 0 };
    if (line.n && line.p[0] == '{') {
        fc_rc rc = fc_jsonl_parse(line, &t->scratch, &doc, t->err);
        if (rc != FC_OK)
            return rc;
        line = doc.text;
    }
    if (t->text.n >= MOST_TEXT) {
        t->passed_over += line.n;
    } else if (line.n) {
        fc_buf_char(&t->text, '\n');
        fc_buf_str(&t->text, line);
    }
    fc_arena_reset(&t->scratch);
    return t->text.failed ? fc_fail(t->err, FC_ETRY, "train: no memory") : FC_OK;
}

static fc_rc read_lines(trainer *t, fc_lines *in)
{
    fc_str line;
    fc_rc rc;
    while ((rc = fc_lines_next(in, &line, t->err)) == FC_OK) {
        if (in->at == 1 && fc_str_starts(line, FC_STR("WARC/")))
            return fc_fail(t->err, FC_EDATA, "%s: holds raw captures, not text: run "
                                             "'extract' first", fc_lines_name(in));
        if ((rc = add_text(t, fc_str_trim(line))) != FC_OK) {
            fc_err what = t->err ? *t->err : (fc_err){ 0 };
            return fc_lines_fail(in, rc, what.msg, t->err);
        }
    }
    return rc == FC_END ? FC_OK : rc;
}

static fc_rc read_inputs(trainer *t, const char *const *inputs)
{
    fc_rc rc = FC_OK;
    for (; rc == FC_OK && *inputs; inputs++) {
        fc_lines in;
        rc = fc_lines_open(&in, *inputs, LONGEST_LINE, t->err);
        if (rc == FC_OK) {
            rc = read_lines(t, &in);
            fc_lines_close(&in);
        }
    }
    return rc;
}

/* ---------------------------------------------------------------- all of it */

static fc_rc train(trainer *t, const fc_ngram_options *o, fc_buf *model, fc_buf *report)
{
    uint32_t bits = (uint32_t)o->bits;
    fc_rc rc = read_inputs(t, o->inputs);
    if (rc == FC_OK && !t->text.n)
        rc = fc_fail(t->err, FC_EDATA, "train: no text");
    if (rc == FC_OK)
        rc = grow(t);
    if (rc == FC_OK)
        rc = each_place(t, count);
    if (rc == FC_OK)
        rc = each_place(t, weigh);
    if (rc != FC_OK)
        return rc;
    uint32_t least = least_count(t, (((size_t)1 << bits) * FULL) / 100);
    fc_buf_printf(report,
                  "%llu characters, %zu different n-grams up to order %u; kept "
                  "those that "
                  "occur %u times or more\n",
                  (unsigned long long)t->characters, t->n, t->order, least);
    if (t->passed_over)
        fc_buf_printf(report,
                      "%llu bytes of text beyond the first GiB were passed over\n",
                      (unsigned long long)t->passed_over);
    return write_model(t, bits, least, model);
}

void fc_ngram_default(fc_ngram_options *o)
{
    *o = (fc_ngram_options){ .order = 5, .bits = 20 };
}

fc_rc fc_train_ngram(const fc_ngram_options *o, fc_buf *model, fc_buf *report,
                     fc_err *err)
{
    trainer t = { .order = (uint32_t)o->order, .err = err };
    jmp_buf guard;
    fc_rc rc;
    if (o->order < 1 || o->order > FC_NGRAM_ORDER || o->bits < FC_NGRAM_MIN_BITS ||
        o->bits > FC_NGRAM_MAX_BITS)
        return fc_fail(err, FC_EUSE, "train: order is 1 to %d, bits are %d to %d",
                       FC_NGRAM_ORDER, FC_NGRAM_MIN_BITS, FC_NGRAM_MAX_BITS);
    fc_arena_init(&t.scratch);
    fc_arena_guard(&t.scratch, &guard);
    if (setjmp(guard) == 0)
        rc = train(&t, o, model, report);
    else
        rc = fc_fail(err, FC_ETRY, "train: no memory");
    free(t.gram);
    fc_buf_free(&t.text);
    fc_arena_free(&t.scratch);
    return rc;
}
