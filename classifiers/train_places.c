/* train_places.c - see train_places.h. */
#include "classifiers/train_places.h"

#include <string.h>

/* Found on the annotations: README.md here. */
static const float direction_factors[FC_KINDS] = { 1.4f, 2.4f };
static const float word_factors[FC_KINDS] = { 0.5f, 2 };
_Static_assert(FC_FAMILY_PARTS + FC_KINDS == FC_PARTS, "coordinates are a part each");

uint32_t fc_places_room(const fc_places *p)
{
    return FC_KINDS * ((p->directions ? FC_DIRECTIONS : 0) +
                       (p->vectors ? FC_WORD_DIMENSIONS : 0));
}

float fc_places_factor(const fc_places *p, int kind)
{
    return p->weight[kind] * direction_factors[kind];
}

static void find_directions(fc_places *p, const fc_vectors *v, fc_arena *a)
{
    for (int kind = 0; kind < FC_KINDS; kind++)
        if (p->wanted[kind])
            fc_subspace_find(v->x, v->n, v->rows, p->alpha[kind], a, &p->space[kind]);
    p->features += FC_DIRECTIONS;
}

/* The vectors of words, scaled as this kind weighs the families. */
static void scale_words(fc_places *p, int kind, const fc_vectors *v, size_t n,
                        fc_arena *a)
{
    fc_subspace *space = &p->word_space[kind];
    size_t size = p->words.space.features * p->words.space.dims * sizeof(float);
    *space = p->words.space;
    space->direction = memcpy(fc_alloc(a, size + 1), space->direction, size);
    space->mean = fc_zalloc(a, space->dims, sizeof *space->mean);
    memcpy(space->factor, p->alpha[kind], sizeof space->factor);
    fc_subspace_center(space, v->x, n, a);
}

static fc_rc read_words(fc_places *p, const fc_vectors *v, size_t n, fc_arena *a,
                        fc_err *err)
{
    fc_lines in;
    fc_rc rc = fc_lines_open(&in, p->vectors, FC_WORD_LINE, err);
    if (rc != FC_OK)
        return rc;
    rc = fc_word_vectors_read(&in, v, a, &p->words, err);
    fc_lines_close(&in);
    for (int kind = 0; kind < FC_KINDS && rc == FC_OK; kind++)
        if (p->wanted[kind])
            scale_words(p, kind, v, n, a);
    p->first_word = p->features;
    p->features += p->words.space.dims;
    return rc;
}

static uint32_t add_coordinates(const fc_subspace *s, size_t first, float factor,
                                fc_vector *x, uint32_t n)
{
    float at[FC_WORD_DIMENSIONS];
    fc_subspace_place(s, x, at);
    for (size_t k = 0; k < s->dims; k++)
        x->x[n++] = (fc_node){ (uint32_t)(first + k), at[k] * factor };
    return n;
}

/* A document's coordinates along the directions and among the vectors of words become its
 * nodes: a part for each kind, multiplied by its directions' factor. */
static void place_document(const fc_places *p, size_t first, int kind, fc_vector *x)
{
    uint32_t n = x->end[FC_FAMILY_PARTS + kind];
    if (p->space[kind].dims)
        n = add_coordinates(&p->space[kind], first, 1, x, n);
    if (p->word_space[kind].dims)
        n = add_coordinates(&p->word_space[kind], p->first_word,
                            word_factors[kind] / direction_factors[kind], x, n);
    for (int part = FC_FAMILY_PARTS + kind; part < FC_PARTS; part++)
        x->end[part] = n;
}

fc_rc fc_places_add(fc_places *p, const fc_vectors *v, size_t n, fc_arena *a,
                    fc_err *err)
{
    p->features = v->rows;
    if (p->directions)
        find_directions(p, v, a);
    fc_rc rc = p->vectors ? read_words(p, v, n, a, err) : FC_OK;
    for (int kind = 0; kind < FC_KINDS && rc == FC_OK; kind++)
        for (size_t i = 0; i < n; i++)
            place_document(p, v->rows, kind, &v->x[i]);
    return rc;
}

void fc_places_fold(const fc_places *p, int kind, float *weights, size_t stride)
{
    float *bias = weights + p->features * stride;
    if (p->directions)
        fc_subspace_fold(&p->space[kind], fc_places_factor(p, kind),
                         p->space[kind].features, weights, stride, bias);
    if (p->vectors)
        fc_subspace_fold(&p->word_space[kind], p->weight[kind] * word_factors[kind],
                         p->first_word, weights, stride, bias);
}
