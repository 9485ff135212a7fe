/* rows.c - the table of vectors has far fewer rows than there are features. Of those that
 * fall on a row, it is given to the one that tells most about the label, and the others
 * are left out: that is better than to let them share it. */
#include "lang_train.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { SLOTS = 1 << 23, LOOKED_AT = 500000, FEWEST = 3, UNSEEN = 20000 };
#define KIN 3.0     /* weight of telling apart what is hard to */

typedef struct entry {
    uint32_t hash;
    uint16_t class;
    float rate;                 /* among the features of the class */
} entry;

typedef struct entries {
    entry *v;
    size_t n, cap;
} entries;

typedef struct counts {
    uint32_t *hash, *count;
    size_t used;
} counts;

static int by_hash(const void *a, const void *b)
{
    const entry *x = a, *y = b;
    return x->hash != y->hash ? (x->hash < y->hash ? -1 : 1)
                              : (int)x->class - (int)y->class;
}

static void count(counts *t, const features *f)
{
    for (size_t i = 0; i < f->n; i++) {
        uint32_t at = f->hash[i] * 2654435769u >> 9;
        while (t->count[at] && t->hash[at] != f->hash[i])
            at = (at + 1) & (SLOTS - 1);
        t->used += !t->count[at];
        t->hash[at] = f->hash[i];
        t->count[at]++;
    }
}

static double count_class(const corpus *c, const label_class *class, counts *t)
{
    static features f;
    double total = 0;
    memset(t->count, 0, SLOTS * sizeof *t->count);
    t->used = 0;
    for (int s = 0; s < SOURCES; s++) {
        uint64_t bytes = 0;
        for (size_t i = 0; i < class->by[s].n && bytes < LOOKED_AT && t->used < SLOTS / 2;
             i++) {
            features_of(c, class->by[s].v[i], &f);
            count(t, &f);
            bytes += class->by[s].v[i].n;
            total += (double)f.n;
        }
    }
    return total;
}

static void add_counts(entries *e, const counts *t, uint32_t class, double total)
{
    for (size_t i = 0; i < SLOTS; i++) {
        if (t->count[i] < FEWEST)
            continue;
        if (e->n == e->cap) {
            e->cap = e->cap ? 2 * e->cap : 1 << 22;
            e->v = realloc(e->v, e->cap * sizeof *e->v);
            if (!e->v)
                die("no memory", "features");
        }
        e->v[e->n++] = (entry){ t->hash[i], (uint16_t)class,
                                (float)(t->count[i] / (total + UNSEEN)) };
    }
}

/* How much rates tell about their classes, of which there are n: against their mean. */
static double contrast(const corpus *c, const entry *e, size_t k, int set, uint32_t n)
{
    double mean = 0, sum = 0;
    for (size_t i = 0; i < k; i++)
        if (!set || c->class[e[i].class].set == set)
            mean += e[i].rate / n;
    for (size_t i = 0; i < k && mean > 0; i++)
        if (!set || c->class[e[i].class].set == set)
            sum += e[i].rate * log(e[i].rate / mean);
    return sum;
}

/* What a feature tells about the labels of each script that it occurs in, and about those
 * that are hard to tell apart. The entries are those of one feature, by class, hence by
 * script. */
static double worth(const corpus *c, const entry *e, size_t n)
{
    double sum = 0;
    for (size_t i = 0, j; i < n; i = j) {
        uint32_t g = c->group_of[e[i].class];
        for (j = i; j < n && c->group_of[e[j].class] == g; j++)
            ;
        sum += contrast(c, e + i, j - i, 0, c->group[g].n);
        for (int set = 1; set < SETS; set++)
            if (c->in_set[g][set] > 1)
                sum += KIN * contrast(c, e + i, j - i, set, c->in_set[g][set]);
    }
    return sum;
}

static void give_rows(const corpus *c, const entries *e, network *net)
{
    double *best = calloc(net->rows, sizeof *best);
    net->tag = calloc(net->rows, 1);
    if (!best || !net->tag)
        die("no memory", "rows");
    for (size_t i = 0, j; i < e->n; i = j) {
        for (j = i; j < e->n && e->v[j].hash == e->v[i].hash; j++)
            ;
        double w = worth(c, e->v + i, j - i);
        uint32_t row = (uint32_t)((uint64_t)e->v[i].hash * net->rows >> 32);
        if (w > best[row]) {
            best[row] = w;
            net->tag[row] = (uint8_t)e->v[i].hash;
        }
    }
    free(best);
}

void rows_choose(const corpus *c, network *net)
{
    counts t = { malloc(SLOTS * sizeof *t.hash), malloc(SLOTS * sizeof *t.count), 0 };
    entries e = { NULL, 0, 0 };
    if (!t.hash || !t.count)
        die("no memory", "features");
    for (uint32_t i = 0; i < c->n; i++)
        if (c->group[c->group_of[i]].n > 1)
            add_counts(&e, &t, i, count_class(c, &c->class[i], &t));
    free(t.hash);
    free(t.count);
    qsort(e.v, e.n, sizeof *e.v, by_hash);
    give_rows(c, &e, net);
    free(e.v);
}

size_t rows_of(const network *net, const features *f, uint32_t *row)
{
    size_t n = 0;
    for (size_t i = 0; i < f->n; i++) {
        row[n] = (uint32_t)((uint64_t)f->hash[i] * net->rows >> 32);
        n += net->tag[row[n]] == (uint8_t)f->hash[i];
    }
    return n;
}
