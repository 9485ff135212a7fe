/* folds.c - groups to folds. */
#include "classifiers/folds.h"

#include "base/hash.h"

#include <stdlib.h>
#include <string.h>

static int by_place(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return x < y ? -1 : x > y;
}

/* The places of the groups, each once, sorted. */
static size_t find_groups(const fc_folds *f, size_t n, uint64_t *group)
{
    size_t groups = 0;
    memcpy(group, f->place, n * sizeof *group);
    qsort(group, n, sizeof *group, by_place);
    for (size_t i = 0; i < n; i++)
        if (!groups || group[groups - 1] != group[i])
            group[groups++] = group[i];
    return groups;
}

static bool all_used(const uint64_t *group, size_t groups, uint64_t folds)
{
    uint32_t used = 0;
    for (size_t g = 0; g < groups; g++)
        used |= (uint32_t)1 << group[g] % folds;
    return used == ((uint32_t)1 << folds) - 1;
}

static void deal(fc_folds *f, size_t n, const uint64_t *group, size_t groups)
{
    for (size_t i = 0; i < n; i++) {
        const uint64_t *at =
            bsearch(&f->place[i], group, groups, sizeof *group, by_place);
        f->of[i] = (int)((size_t)(at - group) % (size_t)f->n);
    }
}

fc_rc fc_folds_find(const fc_annotations *docs, int folds, fc_arena *a, fc_folds *out,
                    fc_err *err)
{
    uint64_t *group = fc_zalloc(a, docs->n + 1, sizeof *group);
    *out = (fc_folds){ folds, fc_zalloc(a, docs->n + 1, sizeof *out->of),
                       fc_zalloc(a, docs->n + 1, sizeof *out->place) };
    for (size_t i = 0; i < docs->n; i++) {
        fc_str name = docs->v[i].group;
        out->place[i] = fc_hash64(name.p, name.n, 0);
        out->of[i] = (int)(out->place[i] % (uint64_t)folds);
    }
    size_t groups = find_groups(out, docs->n, group);
    if (groups < 2 && docs->n && docs->v[0].group.p == docs->v[0].text.p)
        return fc_fail(err, FC_EDATA, "all documents have the same text");
    if (groups < 2)
        return fc_fail(err, FC_EDATA,
                       "all documents are of one host or source, '%.*s': whether a model "
                       "holds for others cannot be told; --by document validates "
                       "within it",
                       (int)(docs->v[0].group.n < 80 ? docs->v[0].group.n : 80),
                       docs->v[0].group.p);
    if (all_used(group, groups, (uint64_t)folds))
        return FC_OK;
    out->n = groups < (size_t)folds ? (int)groups : folds;
    deal(out, docs->n, group, groups);
    return FC_OK;
}

bool fc_folds_has_part(const fc_folds *f, size_t documents, uint64_t part)
{
    for (int fold = 0; fold < f->n; fold++) {
        size_t i = 0;
        while (i < documents && !fc_folds_use(f, i, fold, part))
            i++;
        if (i == documents)
            return false;
    }
    return true;
}
