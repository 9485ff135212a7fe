/* train_prepare.c - documents to vectors, targets to columns of weights, and the settings
 * that suit them.
 *
 * Scores, and choices of seven steps, have the settings that were found on the
 * annotations. Other choices are of texts of any kind, and neither pairs of words nor one
 * cost suit all of them. So a few settings are tried on the first folds: without pairs,
 * with them, with more weight for them, less weight for places, then lower or higher
 * costs. The report is about these folds too, which makes its figure a little better than
 * it should be. README.md here has what these settings are worth. */
#include "classifiers/choice_train.h"
#include "classifiers/scorer.h"
#include "classifiers/train_work.h"

#include <math.h>
#include <string.h>

/* Weights of the families, found on the annotations: README.md here. */
static const float score_alphas[FC_FAMILIES] = { 0.24f, 0.16f, 0.2f, 0.14f, 0.8f };
static const float choice_alphas[FC_FAMILIES] = { 0.32f, 0, 0.26f, 0.14f, 0.1f };
_Static_assert((int)FC_FAMILIES == (int)FC_FAMILY_PARTS, "a family is a part");

/* Of an error against that of a weight, without and with directions. */
static const double usual_cost[2][FC_KINDS] = { { 0.35, 0.3 }, { 0.1, 0.2 } };
/* What is tried: so much weight for pairs and twice as much, for places down to so much
 * of the usual one by halves, and costs that are so many times greater or smaller. Folds
 * are judged by until they have so many documents: by a few dozen, chance decides. */
static const float tried_pairs = 0.2f, least_places = 0.25f;
static const double cost_step = 3, least_cost = 0.01, greatest_cost = 1;
enum { ENOUGH = 1000 };
/* Choices learn from measures where a text has so many other features for each one. */
enum { FEATURES_A_STEP = 2 };
/* Documents with a row: of scores and choices with usual settings, of others. */
enum { USUAL_DOCUMENTS = 4, CHOICE_DOCUMENTS = 2 };

/* ---------------------------------------------------------------- columns */

static void place_columns(fc_trainer *t)
{
    size_t columns = 0;
    t->target = fc_zalloc(t->a, t->docs.targets, sizeof *t->target);
    for (size_t k = 0; k < t->docs.targets; k++) {
        const fc_target *of = &t->docs.target[k];
        t->target[k].of = of;
        t->target[k].first = columns;
        t->target[k].columns = of->labels ? (uint32_t)of->n_labels : 1;
        t->target[k].judged = fc_zalloc(t->a, of->given, sizeof *t->target[k].judged);
        t->target[k].raw = fc_zalloc(t->a, t->docs.n, sizeof *t->target[k].raw);
        t->target[k].scale =
            fc_zalloc(t->a, t->target[k].columns, sizeof *t->target[k].scale);
        columns += t->target[k].columns;
    }
    t->data.columns = columns;
    t->stride = fc_linear_stride(columns);
}

/* Documents with a label, by label. */
static size_t *count_labels(fc_trainer *t, size_t k)
{
    size_t *n = fc_zalloc(t->a, t->docs.target[k].n_labels + 2, sizeof *n);
    for (size_t i = 0; i < t->docs.n; i++) {
        const fc_label *l = &t->docs.v[i].label[k];
        if (l->given && t->docs.target[k].labels)
            n[(size_t)l->y]++;
        else if (l->given && t->docs.target[k].sides)
            n[l->y == t->docs.target[k].hi]++;
    }
    return n;
}

static void fill_target(fc_trainer *t, size_t k)
{
    const fc_target *of = &t->docs.target[k];
    bool sides = of->labels || of->sides;
    size_t *n = count_labels(t, k), kinds = of->labels ? of->n_labels : 2, all = 0;
    for (size_t i = 0; i < kinds; i++)
        all += n[i];
    double cost = t->cost_of[fc_kind_of(of)];
    for (size_t i = 0; i < t->docs.n; i++) {
        const fc_label *l = &t->docs.v[i].label[k];
        float *y = t->y + i * t->data.columns + t->target[k].first;
        float *c = t->cost + i * t->data.columns + t->target[k].first;
        if (!l->given)
            continue;
        size_t own = of->labels ? (size_t)l->y : l->y == of->hi;
        double share = sides ? (double)all / ((double)kinds * (double)n[own]) : 1;
        for (uint32_t j = 0; j < t->target[k].columns; j++) {
            bool mine = of->labels ? j == own : own;
            y[j] = sides ? (mine ? 1 : -1) : (float)l->y;
            c[j] =
                (float)(of->labels && !mine ? cost : cost * pow(share, t->opt->balance));
        }
    }
}

bool fc_trainer_has(const fc_trainer *t, int kind)
{
    for (size_t k = 0; k < t->docs.targets; k++)
        if (fc_kind_of(&t->docs.target[k]) == kind)
            return true;
    return false;
}

/* Whether it has choices whose settings are tried out. */
static bool searches(const fc_trainer *t)
{
    return fc_trainer_has(t, FC_CHOICES) && t->opt->steps != FC_ROUNDING_FEW;
}

static bool has_places(const fc_trainer *t, int kind)
{
    return t->places.directions || (t->places.vectors && kind == FC_CHOICES);
}

/* What the families are multiplied by, and the cost: of a column, of a document. */
static void fill_targets(fc_trainer *t)
{
    for (size_t k = 0; k < t->docs.targets; k++) {
        fc_trained *x = &t->target[k];
        int kind = fc_kind_of(x->of);
        memcpy(x->alpha, t->places.alpha[kind], sizeof x->alpha);
        for (size_t c = x->first; c < x->first + x->columns; c++) {
            for (size_t part = 0; part < FC_FAMILY_PARTS; part++)
                t->factor[part * t->data.columns + c] = x->alpha[part];
            t->factor[(size_t)(FC_FAMILY_PARTS + kind) * t->data.columns + c] =
                fc_places_factor(&t->places, kind);
        }
        fill_target(t, k);
    }
}

static fc_rc find_vectors(fc_trainer *t)
{
    const fc_train_options *o = t->opt;
    fc_places *p = &t->places;
    fc_vectors_conf conf = { .bits = (uint32_t)o->bits, .window = (uint32_t)o->window };
    memcpy(p->alpha[FC_SCORES], score_alphas, sizeof score_alphas);
    memcpy(p->alpha[FC_CHOICES], choice_alphas, sizeof choice_alphas);
    p->directions = fc_annotations_more(&t->docs);
    p->vectors = o->vectors;
    for (int kind = 0; kind < FC_KINDS; kind++) {
        p->wanted[kind] = fc_trainer_has(t, kind);
        p->weight[kind] = 1;
        if (o->measures >= 0)
            p->alpha[kind][FC_STEPS] = (float)o->measures;
        t->cost_of[kind] = o->cost > 0 ? o->cost : usual_cost[has_places(t, kind)][kind];
    }
    bool usual = fc_trainer_has(t, FC_SCORES) || !searches(t);
    conf.min_df = o->min_documents ? (uint32_t)o->min_documents
                  : usual          ? USUAL_DOCUMENTS
                                   : CHOICE_DOCUMENTS;
    conf.room = fc_places_room(p);
    fc_vectors_build(&conf, &t->docs, t->a, &t->vectors);
    return fc_places_add(p, &t->vectors, t->docs.n, t->a, t->err);
}

static void make_columns(fc_trainer *t)
{
    place_columns(t);
    size_t cells = t->docs.n * t->data.columns;
    bool *sides = fc_zalloc(t->a, t->data.columns, sizeof *sides);
    uint32_t *together = fc_zalloc(t->a, t->data.columns, sizeof *together);
    t->factor = fc_zalloc(t->a, FC_PARTS * t->data.columns, sizeof *t->factor);
    t->y = fc_zalloc(t->a, cells, sizeof *t->y);
    t->cost = fc_zalloc(t->a, cells, sizeof *t->cost);
    t->fold_cost = fc_zalloc(t->a, cells, sizeof *t->fold_cost);
    for (size_t k = 0; k < t->docs.targets; k++) {
        const fc_trained *x = &t->target[k];
        if (x->of->labels && searches(t))
            together[x->first] = x->columns;
        for (uint32_t j = 0; j < x->columns; j++)
            sides[x->first + j] = x->of->labels || x->of->sides;
    }
    t->data.features = t->places.features;
    t->weights =
        fc_zalloc(t->a, (t->data.features + 1) * t->stride, sizeof *t->weights);
    t->values = fc_zalloc(t->a, 2 * t->stride, sizeof *t->values);
    t->data.x = t->vectors.x;
    t->data.n = t->docs.n;
    t->data.sides = sides;
    t->data.together = together;
    t->data.factor = t->factor;
    t->data.y = t->y;
    t->data.cost = t->fold_cost;
    fill_targets(t);
}

void fc_trainer_leave_out(fc_trainer *t, int fold, uint64_t part)
{
    size_t columns = t->data.columns;
    memcpy(t->fold_cost, t->cost, t->docs.n * columns * sizeof *t->cost);
    for (size_t i = 0; i < t->docs.n; i++)
        if (!fc_folds_use(&t->folds, i, fold, part))
            memset(t->fold_cost + i * columns, 0, columns * sizeof *t->fold_cost);
}

/* ---------------------------------------------------------------- settings */

typedef struct settings {
    double cost;
    float pairs, places;        /* weights */
    size_t right;               /* documents held out that get their labels by them */
} settings;

static void use_settings(fc_trainer *t, const settings *s)
{
    t->cost_of[FC_CHOICES] = s->cost;
    t->places.alpha[FC_CHOICES][FC_PAIRS] = s->pairs;
    t->places.weight[FC_CHOICES] = s->places;
    fill_targets(t);
}

/* How many choices of a document that was held out are right; how many it has. */
static size_t count_right(fc_trainer *t, size_t i, size_t *judged)
{
    double raw[FC_MODEL_MAX_COLUMNS], lead;
    size_t right = 0;
    fc_linear_dot(&t->data, &t->vectors.x[i], t->weights, t->values);
    for (size_t k = 0; k < t->docs.targets; k++) {
        const fc_trained *x = &t->target[k];
        const fc_label *l = &t->docs.v[i].label[k];
        if (!x->of->labels || !l->given)
            continue;
        for (uint32_t j = 0; j < x->columns; j++)
            raw[j] = t->values[x->first + j];
        right += fc_scorer_best(raw, x->columns, &lead) == (uint32_t)l->y;
        ++*judged;
    }
    return right;
}

/* Only the columns of choices are fitted. */
static fc_rc try_fold(fc_trainer *t, int fold, size_t *right, size_t *judged)
{
    fc_rc rc = FC_OK;
    fc_trainer_leave_out(t, fold, 1);
    for (size_t k = 0; k < t->docs.targets && rc == FC_OK; k++)
        if (t->target[k].of->labels)
            rc = fc_choice_train(&t->data, t->target[k].first, t->target[k].columns,
                                 t->weights, t->err);
    for (size_t i = 0; i < t->docs.n && rc == FC_OK; i++)
        if (t->folds.of[i] == fold && !t->docs.v[i].also)
            *right += count_right(t, i, judged);
    return rc;
}

/* Takes these settings for the best if they are better. */
static fc_rc try_settings(fc_trainer *t, settings s, settings *best, bool *better)
{
    fc_rc rc = FC_OK;
    size_t judged = 0;
    s.right = 0;
    use_settings(t, &s);
    for (int fold = 0; fold < t->folds.n && judged < ENOUGH && rc == FC_OK; fold++)
        rc = try_fold(t, fold, &s.right, &judged);
    *better = rc == FC_OK && s.right > best->right;
    if (*better)
        *best = s;
    return rc;
}

/* From the cost at hand, by steps up or down as long as that is better. */
static fc_rc search_cost(fc_trainer *t, double step, settings *best)
{
    fc_rc rc = FC_OK;
    settings next = *best;
    next.cost *= step;
    for (bool better = true;
         rc == FC_OK && better && next.cost > least_cost && next.cost < greatest_cost;
         next.cost *= step)
        rc = try_settings(t, next, best, &better);
    return rc;
}

/* No pairs, or so much weight for them, or twice as much. */
static fc_rc search_pairs(fc_trainer *t, settings *best)
{
    bool better = true;
    settings next = *best;
    fc_rc rc = try_settings(t, next, best, &better);
    next.pairs = tried_pairs;
    for (better = true; rc == FC_OK && better && next.pairs <= 2 * tried_pairs;
         next.pairs *= 2)
        rc = try_settings(t, next, best, &better);
    return rc;
}

static fc_rc search_places(fc_trainer *t, settings *best)
{
    fc_rc rc = FC_OK;
    settings next = *best;
    next.places /= 2;
    for (bool better = true; rc == FC_OK && better && next.places >= least_places;
         next.places /= 2)
        rc = try_settings(t, next, best, &better);
    return rc;
}

static fc_rc search_settings(fc_trainer *t)
{
    double first = t->cost_of[FC_CHOICES];
    settings best = { first, t->places.alpha[FC_CHOICES][FC_PAIRS], 1, 0 };
    fc_rc rc = search_pairs(t, &best);
    if (rc == FC_OK && has_places(t, FC_CHOICES))
        rc = search_places(t, &best);
    if (rc == FC_OK && !(t->opt->cost > 0))
        rc = search_cost(t, 1 / cost_step, &best);
    if (rc == FC_OK && best.cost == first && !(t->opt->cost > 0))
        rc = search_cost(t, cost_step, &best);
    use_settings(t, &best);
    for (size_t k = 0; k < t->docs.targets; k++)
        t->target[k].cost = t->target[k].of->labels ? best.cost : 0;
    return rc;
}

static bool are_long(const fc_vectors *v)
{
    size_t nodes = 0;
    for (size_t i = 0; i < v->n; i++)
        nodes += v->x[i].end[FC_STEPS - 1];
    return nodes >= v->n * FEATURES_A_STEP * 2 * FC_MEASURES;
}

fc_rc fc_trainer_prepare(fc_trainer *t)
{
    fc_rc rc = find_vectors(t);
    if (rc != FC_OK)
        return rc;
    if (searches(t) && t->opt->measures < 0 && !are_long(&t->vectors))
        t->places.alpha[FC_CHOICES][FC_STEPS] = 0;
    make_columns(t);
    if (searches(t))
        rc = search_settings(t);
    for (int kind = 0; kind < FC_KINDS; kind++)
        if (fc_trainer_has(t, kind))
            fc_rounding_prepare(&t->vectors, t->places.alpha[kind],
                                kind == FC_CHOICES && !searches(t), t->a,
                                &t->rounding[kind]);
    return rc;
}
