/* linear_train.c - liblinear: support vector regression and one-against-the-rest. */
#include "classifiers/linear_train.h"

#include <linear.h>
#include <stdlib.h>
#include <string.h>

_Static_assert(sizeof(fc_node_value) == sizeof(struct feature_node), "liblinear's node");

static void say_nothing(const char *text)
{
    (void)text;
}

static struct parameter parameters(const fc_linear_data *d)
{
    struct parameter p = { 0 };
    p.solver_type = d->classes ? L2R_L2LOSS_SVC_DUAL : L2R_L2LOSS_SVR;
    p.eps = d->classes ? 0.1 : 0.001;
    p.C = d->cost;
    p.p = 0.1;
    return p;
}

/* liblinear keeps the weights of the classes side by side, in the order in which it met them;
 * of two classes it keeps one column. */
static void take_weights(const struct model *m, const fc_linear_data *d, double *w,
                         bool *present)
{
    size_t features = (size_t)d->features;
    int columns = !d->classes || (m->nr_class == 2) ? 1 : m->nr_class;
    for (int c = 0; c < columns; c++) {
        size_t k = d->classes ? (size_t)m->label[c] : 0;
        for (size_t i = 0; i < features; i++)
            w[k * features + i] = m->w[i * (size_t)columns + (size_t)c];
    }
    if (d->classes && m->nr_class == 2)
        for (size_t i = 0; i < features; i++)
            w[(size_t)m->label[1] * features + i] = -m->w[i];
    for (int c = 0; d->classes && c < m->nr_class; c++)
        present[m->label[c]] = true;
}

fc_rc fc_linear_train(const fc_linear_data *d, double *weights, bool *present, fc_err *err)
{
    struct parameter p = parameters(d);
    struct problem problem = { .l = (int)d->n, .n = d->features, .bias = -1 };
    size_t columns = d->classes ? (size_t)d->classes : 1;
    memset(weights, 0, columns * (size_t)d->features * sizeof *weights);
    memset(present, 0, columns * sizeof *present);
    problem.y = malloc((d->n + 1) * sizeof *problem.y);
    if (!problem.y)
        return fc_fail(err, FC_ETRY, "no memory for %zu examples", d->n);
    memcpy(problem.y, d->y, d->n * sizeof *problem.y);
    problem.x = (struct feature_node **)d->x;
    set_print_string_function(say_nothing);
    struct model *m = train(&problem, &p);
    take_weights(m, d, weights, present);
    free_and_destroy_model(&m);
    free(problem.y);
    return FC_OK;
}
