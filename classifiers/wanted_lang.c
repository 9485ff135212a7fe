/* wanted_lang.c - the probabilities of lang_detect.h, summed over the labels that are
 * wanted. */
#include "classifiers/wanted_lang.h"

#include "base/str.h"
#include "classifiers/lang_detect.h"
#include "classifiers/lang_names.h"

#include <stdlib.h>

enum { LOOK_AT = 1024 };        /* bytes of a text, as the stage lang does */

struct fc_wanted_lang {
    fc_lang_file *file;
    const fc_lang_model *model;
    bool label[FC_LANG_MOST_CLASSES];
};

/* A language may have a class in each of several scripts. */
static bool want(fc_wanted_lang *w, fc_str name)
{
    bool known = false;
    for (uint32_t i = 0; i < w->model->classes; i++)
        if (fc_lang_is_named(name, fc_str_of(w->model->label[i])))
            known = w->label[i] = true;
    return known;
}

fc_rc fc_wanted_lang_open(const char *path, const char *languages,
                          fc_wanted_lang **wanted, fc_err *err)
{
    fc_str rest = fc_str_of(languages), name;
    fc_wanted_lang *w = calloc(1, sizeof *w);
    if (!w)
        return fc_fail(err, FC_ETRY, "no memory for languages");
    fc_rc rc = fc_lang_open(path, &w->file, &w->model, err);
    while (rc == FC_OK && fc_str_split(&rest, ',', &name))
        if (!want(w, name))
            rc = fc_fail(err, FC_EUSE, "prefilter: --languages: '%.*s' is no label of "
                                       "`lang`",
                         (int)(name.n < 40 ? name.n : 40), name.p);
    if (rc == FC_OK)
        *wanted = w;
    else
        fc_wanted_lang_close(w);
    return rc;
}

void fc_wanted_lang_close(fc_wanted_lang *w)
{
    if (!w)
        return;
    fc_lang_close(w->file);
    free(w);
}

double fc_wanted_lang_share(const fc_wanted_lang *w, fc_str text, fc_arena *scratch)
{
    fc_lang_guess g;
    double sum = 0;
    fc_lang_detect_prose(fc_lang_reader_new(w->model, scratch), text, LOOK_AT, &g,
                         scratch);
    for (uint32_t i = 0; g.group && i < g.group->n; i++)
        sum += w->label[g.group->first + i] ? (double)g.p[i] : 0;
    return sum;
}
