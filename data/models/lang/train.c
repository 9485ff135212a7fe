/* train.c - trains the model of `filterc lang` from the lines that prepare.py wrote.
 *
 *     lang_train [--rows N] [--dim N] [--examples N] [--rate X] [--drop X] [--power X]
 *                FOLDER MODEL
 *
 * FOLDER has train.tsv and held.tsv. The same lines give the same bytes on machines of
 * one kind (sums of floats are left to the compiler's order). */
#include "base/buf.h"
#include "base/str.h"
#include "lang_train.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

/* ---------------------------------------------------------------- eight bits */

/* One number in ten thousand is clipped, so that the others keep more of their digits. */
static float find_scale(const network *t)
{
    enum { BINS = 4096 };
    size_t n = (size_t)t->rows * t->dim, bin[BINS] = { 0 }, over = 0;
    float largest = 1e-6f;
    int i = BINS;
    for (size_t k = 0; k < n; k++)
        largest = fabsf(t->vector[k]) > largest ? fabsf(t->vector[k]) : largest;
    for (size_t k = 0; k < n; k++)
        bin[(int)(fabsf(t->vector[k]) / largest * (BINS - 1))]++;
    while (i > 1 && over + bin[i - 1] < n / 10000)
        over += bin[--i];
    return largest * (float)i / BINS / 127;
}

static int8_t *eight_bits(const network *t, float scale)
{
    size_t n = (size_t)t->rows * t->dim;
    int8_t *v = malloc(n);
    if (!v)
        die("no memory", "vectors");
    for (size_t i = 0; i < n; i++) {
        float x = roundf(t->vector[i] / scale);
        v[i] = (int8_t)(!t->tag[i / t->dim] ? 0 : x > 127 ? 127 : x < -127 ? -127 : x);
    }
    return v;
}

static void write_text(const corpus *c, const settings *s, fc_buf *out)
{
    for (uint32_t i = 0; i < c->n; i++)
        fc_buf_printf(out, "%s %s\n", fc_lang_script_name(c->class[i].script),
                      c->class[i].label);
    fc_buf_printf(out, "\nfilterc lang: trained by data/models/lang/make.sh on %ld "
                       "examples\n",
                  s->examples);
}

/* ---------------------------------------------------------------- calibration */

/* What the model said of a held-out text: scores against that of the right class. */
typedef struct judged {
    int bin;
    uint32_t n;
    float *lead;                /* score of each other class less that of the right one */
} judged;

typedef struct judgements {
    judged *v;
    size_t n, cap;
} judgements;

static void judge(judgements *j, const fc_lang_guess *g, uint32_t right)
{
    if (j->n == j->cap) {
        j->cap = j->cap ? 2 * j->cap : 1024;
        j->v = realloc(j->v, j->cap * sizeof *j->v);
        if (!j->v)
            die("no memory", "held.tsv");
    }
    judged *x = &j->v[j->n++];
    x->n = g->group->n;
    x->lead = malloc(x->n * sizeof *x->lead);
    if (!x->lead)
        die("no memory", "held.tsv");
    x->bin = fc_lang_sharp_of(g->known);
    for (uint32_t i = 0; i < x->n; i++)
        x->lead[i] = logf(g->p[i] + 1e-30f) - logf(g->p[right] + 1e-30f);
}

static void judge_line(judgements *j, const fc_lang_model *m, fc_lang_reader *reader,
                       fc_str label, fc_str text)
{
    fc_lang_guess g;
    fc_lang_detect(reader, text, 0, &g);
    for (uint32_t i = 0; g.group && g.group->n > 1 && i < g.group->n; i++)
        if (fc_str_is(label, m->label[g.group->first + i])) {
            judge(j, &g, i);
            return;
        }
}

static double surprise(const judgements *j, int bin, double sharp)
{
    double sum = 0;
    for (size_t i = 0; i < j->n; i++) {
        double total = 0;
        if (j->v[i].bin != bin)
            continue;
        for (uint32_t k = 0; k < j->v[i].n; k++)
            total += exp(sharp * j->v[i].lead[k]);
        sum += log(total);
    }
    return sum;
}

static size_t in_bin(const judgements *j, int bin)
{
    size_t n = 0;
    for (size_t i = 0; i < j->n; i++)
        n += j->v[i].bin == bin;
    return n;
}

/* For each bin of the number of features, the factor that makes held-out texts least
 * surprising; a bin with few of them takes that of its neighbour. */
static void calibrate(const judgements *j, float *sharp)
{
    enum { FEWEST = 200 };
    int known = -1;
    for (int bin = 0; bin < FC_LANG_SHARP; bin++) {
        double best = 1, least = INFINITY;
        if (in_bin(j, bin) < FEWEST) {
            sharp[bin] = known >= 0 ? sharp[known] : 0;
            continue;
        }
        for (double x = .2; x < 4; x *= 1.05) {
            double v = surprise(j, bin, x);
            best = v < least ? x : best;
            least = v < least ? v : least;
        }
        sharp[bin] = (float)best;
        known = bin;
    }
    for (int bin = FC_LANG_SHARP - 2; bin >= 0; bin--)
        if (sharp[bin] == 0)
            sharp[bin] = sharp[bin + 1];
}

/* Held-out lines: every second one whole, the others cut to 20 to 100 bytes. */
static void read_held(judgements *j, const fc_lang_model *m, const char *folder)
{
    size_t n;
    char *at = read_file(folder, "held.tsv", &n), *end = at + n;
    fc_str label, source, text;
    fc_arena arena;
    fc_arena_init(&arena);
    fc_lang_reader *reader = fc_lang_reader_new(m, &arena);
    for (int i = 0; next_line(&at, end, &label, &source, &text); i++)
        if (i % 3 == 0 && !fc_str_is(source, "words"))
            judge_line(j, m, reader, label,
                       i % 2 ? fc_str_sub(text, 0, 20 + draw32() % 80) : text);
    fc_arena_free(&arena);
}

/* ---------------------------------------------------------------- the file */

static void save(const fc_buf *b, const char *path)
{
    FILE *f = fopen(path, "wb");
    if (!f || b->failed || fwrite(b->p, 1, b->n, f) != b->n || fclose(f) != 0)
        die("cannot be written", path);
}

static void finish(const corpus *c, const settings *s, const network *t)
{
    float sharp[FC_LANG_SHARP], scale = find_scale(t);
    fc_buf text = FC_BUF_INIT, out = FC_BUF_INIT;
    fc_lang_model *m = calloc(1, sizeof *m);
    fc_lang_file *file;
    const fc_lang_model *made;
    judgements j = { NULL, 0, 0 };
    fc_err err = { 0 };
    if (!m)
        die("no memory", s->out);
    for (int i = 0; i < FC_LANG_SHARP; i++)
        sharp[i] = 1;
    m->rows = t->rows;
    m->dim = t->dim;
    m->classes = c->n;
    m->scale = scale;
    m->sharp = sharp;
    m->bias = t->bias;
    m->weight = t->weight;
    m->tag = t->tag;
    m->vector = eight_bits(t, scale);
    write_text(c, s, &text);
    fc_lang_write(m, (fc_str){ text.p, text.n }, &out);
    if (out.failed ||
        fc_lang_open_bytes(s->out, (fc_str){ out.p, out.n }, &file, &made, &err))
        die(err.msg, s->out);
    read_held(&j, made, s->folder);
    calibrate(&j, sharp);
    fc_lang_write(m, (fc_str){ text.p, text.n }, &out);
    save(&out, s->out);
    fprintf(stderr, "%zu bytes, %u classes, %u scripts\n", out.n, c->n, c->groups);
}

/* ---------------------------------------------------------------- options */

static void set_option(settings *s, const char *name, const char *value)
{
    if (strcmp(name, "--rows") == 0)
        s->rows = (uint32_t)strtoul(value, NULL, 10);
    else if (strcmp(name, "--dim") == 0)
        s->dim = (uint32_t)strtoul(value, NULL, 10);
    else if (strcmp(name, "--examples") == 0)
        s->examples = strtol(value, NULL, 10);
    else if (strcmp(name, "--rate") == 0)
        s->rate = strtod(value, NULL);
    else if (strcmp(name, "--drop") == 0)
        s->drop = strtod(value, NULL);
    else if (strcmp(name, "--power") == 0)
        s->power = strtod(value, NULL);
    else
        die("unknown option", name);
}

int main(int argc, char **argv)
{
    settings s = { NULL, NULL, 378000, 32, 5700000, .3, .15, .35 };
    int i = 1;
    for (; i + 1 < argc && argv[i][0] == '-'; i += 2)
        set_option(&s, argv[i], argv[i + 1]);
    if (argc - i != 2 || s.dim < 8 || s.dim > FC_LANG_MOST_DIM || s.dim % 8 || s.rows < 1)
        die("usage: lang_train [--rows N] [--dim N] [--examples N] [--rate X] [--drop X] "
            "[--power X] FOLDER MODEL", "what to do?");
    s.folder = argv[i];
    s.out = argv[i + 1];
    fc_lang_chars *chars = malloc(sizeof *chars);
    corpus *c = calloc(1, sizeof *c);
    network net = { s.rows, s.dim, NULL, NULL, NULL, NULL };
    if (!chars || !c)
        die("no memory", s.folder);
    fc_lang_chars_init(chars);
    c->chars = chars;
    corpus_load(c, s.folder);
    rows_choose(c, &net);
    net_train(c, &s, &net);
    finish(c, &s, &net);
    return 0;
}
