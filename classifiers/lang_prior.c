/* lang_prior.c - how frequent languages are among pages, for texts of a word or two. */
#include "classifiers/lang_prior.h"

#include "base/str.h"

#include <math.h>
#include <stdlib.h>

/* Pages of 10,000, as Common Crawl's statistics count them (autumn 2018, by CLD2), of
 * the more frequent labels. */
static const struct {
    const char *label;
    double pages;
} frequent[] = {
    { "en", 4506 }, { "ru", 920 }, { "ja", 552 }, { "de", 514 }, { "fr", 461 },
    { "zh", 456 }, { "es", 437 }, { "und", 207 }, { "it", 207 }, { "pt", 203 },
    { "pl", 169 }, { "nl", 144 }, { "cs", 105 }, { "tr", 95 }, { "ar", 83 },
    { "vi", 75 }, { "id", 74 }, { "sv", 74 }, { "fa", 65 }, { "ko", 59 }, { "ro", 54 },
    { "hu", 51 }, { "el", 50 }, { "uk", 40 }, { "da", 39 }, { "fi", 37 }, { "nb", 30 },
    { "bg", 30 }, { "th", 29 }, { "sk", 24 }, { "ca", 18 }, { "he", 17 }, { "sr", 16 },
    { "hr", 14 }, { "lt", 14 }, { "et", 11 }, { "hi", 11 }, { "sl", 10 }, { "ms", 10 },
    { "bn", 8 }, { "lv", 8 }, { "ta", 5 }, { "az", 4 }, { "sq", 3.5 }, { "ur", 3.4 },
    { "bs", 3.3 }, { "la", 3.2 }, { "is", 3.1 }, { "ka", 3.1 }, { "hy", 2.9 },
    { "ml", 2.4 }, { "gl", 2.3 }, { "mk", 2 }, { "eu", 1.9 }, { "te", 1.7 },
    { "kk", 1.5 }, { "be", 1.5 }, { "nn", 1.4 }, { "mn", 1.4 }, { "kn", 1.3 },
    { "ne", 1.3 }, { "mr", 1.3 }, { "my", 1.3 }, { "uz", 1.1 }, { "gu", .9 },
    { "af", .9 }, { "sw", .7 }, { "si", .7 }, { "tt", .7 }, { "tl", .7 }, { "km", .6 },
    { "cy", .6 }, { "ky", .6 }, { "so", .5 }, { "tg", .5 }, { "eo", .5 }, { "pa", .4 },
    { "ku", .4 }, { "ps", .4 }, { "ga", .4 }, { "hif", .25 },
};
static const double rare = .1;

/* Chosen on words of NTREX (data/models/lang/README.md): the weight of frequency where
 * nothing is known, and how far the model's own odds are drawn together there, as it is
 * too sure of single words. */
static const double most = .8, flat = .5;
enum {
    HANI = 5,               /* features elsewhere that one of ideographs is worth */
    MANY = 100              /* a model of fewer classes is for somebody's own texts */
};

static double pages_of(const char *label)
{
    for (size_t i = 0; i < sizeof frequent / sizeof *frequent; i++)
        if (fc_str_is(fc_str_of(label), frequent[i].label))
            return frequent[i].pages;
    return rare;
}

float *fc_lang_prior_new(const fc_lang_model *model)
{
    float *prior = malloc((model->classes + 1) * sizeof *prior);
    for (uint32_t i = 0; prior && i < model->classes; i++)
        prior[i] = (float)log(pages_of(model->label[i]));
    return prior;
}

/* How far a text is from saying enough: 1 when it says nothing. */
static double missing(const fc_lang_guess *g)
{
    unsigned times = g->script == fc_lang_script_number("Hani") ? HANI : 1;
    double left = 1 - (double)g->seen * times / FC_LANG_PRIOR_FEATURES;
    return g->group && left > 0 ? left * left : 0;
}

double fc_lang_prior_add(const fc_lang_model *model, const float *prior, fc_lang_guess *g,
                         float *p)
{
    double lack = missing(g), total = 0;
    float odds = (float)(1 - flat * lack), weight = (float)(most * lack);
    if (lack == 0 || model->classes < MANY)
        return 0;
    uint32_t n = g->group->n, best = 0;
    prior += g->group->first;
    for (uint32_t i = 0; i < n; i++) {
        p[i] = powf(g->p[i], odds) * expf(weight * prior[i]);
        total += (double)p[i];
        best = p[i] > p[best] ? i : best;
    }
    for (uint32_t i = 0; i < n; i++)
        p[i] = (float)((double)p[i] / total);
    g->p = p;
    g->label = model->label[g->group->first + best];
    g->score = (double)p[best];
    return (double)weight;
}
