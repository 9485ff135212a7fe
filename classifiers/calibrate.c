/* calibrate.c - isotonic regression over groups of equal size. */
#include "classifiers/calibrate.h"

#include <stdlib.h>

typedef struct pair {
    double raw, truth;
} pair;

typedef struct pool {
    double x, y, n;     /* sums, and how many */
} pool;

static int by_raw(const void *a, const void *b)
{
    const pair *x = a, *y = b;
    if (x->raw != y->raw)
        return x->raw < y->raw ? -1 : 1;
    return x->truth < y->truth ? -1 : x->truth > y->truth;
}

/* Append a group and pool it with those before it while they fall or share their
 * place. */
static size_t push(pool *p, size_t n, pool group)
{
    p[n++] = group;
    while (n > 1 &&
           (p[n - 2].y / p[n - 2].n >= p[n - 1].y / p[n - 1].n ||
            (float)(p[n - 2].x / p[n - 2].n) >= (float)(p[n - 1].x / p[n - 1].n))) {
        p[n - 2].x += p[n - 1].x;
        p[n - 2].y += p[n - 1].y;
        p[n - 2].n += p[n - 1].n;
        n--;
    }
    return n;
}

size_t fc_calibrate_fit(const double *raw, const double *truth, size_t n,
                        float x[FC_CALIBRATE_POINTS], float y[FC_CALIBRATE_POINTS])
{
    pool pools[FC_CALIBRATE_POINTS];
    size_t used = 0, groups = n < FC_CALIBRATE_POINTS ? n : FC_CALIBRATE_POINTS;
    pair *pairs = malloc((n + 1) * sizeof *pairs);
    if (!pairs)
        return 0;
    for (size_t i = 0; i < n; i++)
        pairs[i] = (pair){ raw[i], truth[i] };
    qsort(pairs, n, sizeof *pairs, by_raw);
    for (size_t g = 0; g < groups; g++) {
        pool group = { 0 };
        for (size_t i = g * n / groups; i < (g + 1) * n / groups; i++) {
            group.x += pairs[i].raw;
            group.y += pairs[i].truth;
            group.n++;
        }
        used = push(pools, used, group);
    }
    free(pairs);
    for (size_t i = 0; i < used; i++) {
        x[i] = (float)(pools[i].x / pools[i].n);
        y[i] = (float)(pools[i].y / pools[i].n);
    }
    if (used == 0)
        x[used] = 0, y[used++] = 0;
    if (used == 1) {
        x[1] = x[0] + 1;
        y[1] = y[0];
        used = 2;
    }
    return used;
}
