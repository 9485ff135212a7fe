/* earlier.c - a model to go on from: its rows stay with the features that they were given
 * to, its vectors and weights are where the descent begins. A label that it does not know
 * begins at nothing. */
#include "base/str.h"
#include "lang_train.h"

#include <stdlib.h>
#include <string.h>

static void *room(size_t n, size_t size)
{
    void *p = calloc(n, size);
    if (!p)
        die("no memory", "numbers");
    return p;
}

/* The class of a model with this label and script; its number of classes without one. */
static uint32_t class_in(const fc_lang_model *m, const label_class *class)
{
    for (uint32_t g = 0; g < m->groups; g++)
        for (uint32_t i = 0; i < m->group[g].n; i++)
            if (m->group[g].script == class->script &&
                strcmp(m->label[m->group[g].first + i], class->label) == 0)
                return m->group[g].first + i;
    return m->classes;
}

void net_resume(const corpus *c, const char *path, network *net)
{
    fc_lang_file *file;
    const fc_lang_model *m;
    fc_err err = { 0 };
    if (fc_lang_open(path, &file, &m, &err))
        die(err.msg, path);
    size_t n = (size_t)m->rows * m->dim;
    net->rows = m->rows;
    net->dim = m->dim;
    net->tag = room(m->rows, 1);
    net->vector = room(n, sizeof *net->vector);
    net->weight = room((size_t)c->n * m->dim, sizeof *net->weight);
    net->bias = room(c->n, sizeof *net->bias);
    memcpy(net->tag, m->tag, m->rows);
    for (size_t i = 0; i < n; i++)
        net->vector[i] = (float)m->vector[i] * m->scale;
    for (uint32_t i = 0; i < c->n; i++) {
        uint32_t k = class_in(m, &c->class[i]);
        if (k == m->classes)
            continue;
        net->bias[i] = m->bias[k];
        memcpy(net->weight + (size_t)i * m->dim, m->weight + (size_t)k * m->dim,
               m->dim * sizeof *net->weight);
    }
    fc_lang_close(file);
}
