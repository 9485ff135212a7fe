/* lang.c - the stage that tells the language of documents. */
#include "base/buf.h"
#include "base/str.h"
#include "base/suggest.h"
#include "base/utf8.h"
#include "classifiers/lang_detect.h"
#include "classifiers/lang_names.h"
#include "classifiers/lang_parts.h"
#include "classifiers/lang_prior.h"
#include "text/marked_sentences.h"

#include <stdlib.h>

typedef struct conf {
    const char *model, *keep;
    double min;
    bool segments, sentences;
    int64_t top, bytes;
} conf;

enum { OTHER_LANGUAGE = 1, UNSURE };

typedef struct lang {
    const conf *conf;
    fc_lang_file *file;
    const fc_lang_model *model;
    const char **labels;            /* all different ones and und, NULL-terminated */
    float *prior;                   /* of the classes, for texts of a word or two */
    bool *keep;                     /* of labels; NULL: keep all */
} lang;

/* ---------------------------------------------------------------- opening */

static void lang_close(void *model)
{
    lang *l = model;
    fc_lang_close(l->file);
    free(l->labels);
    free(l->prior);
    free(l->keep);
    free(l);
}

static size_t find_label(const lang *l, fc_str name)
{
    size_t i = 0;
    while (l->labels[i] && !fc_str_is(name, l->labels[i]))
        i++;
    return i;
}

static fc_rc list_labels(lang *l, fc_err *err)
{
    size_t n = 0;
    l->labels = calloc(l->model->classes + 2, sizeof *l->labels);
    if (!l->labels)
        return fc_fail(err, FC_ETRY, "lang: no memory");
    for (uint32_t i = 0; i < l->model->classes; i++)
        if (!l->labels[find_label(l, fc_str_of(l->model->label[i]))])
            l->labels[n++] = l->model->label[i];
    if (!l->labels[find_label(l, FC_STR("und"))])
        l->labels[n] = "und";
    return FC_OK;
}

/* False when it is the name of none. */
static bool keep_named(lang *l, fc_str name)
{
    bool known = false;
    for (size_t i = 0; l->labels[i]; i++)
        if (fc_lang_is_named(name, fc_str_of(l->labels[i])))
            known = l->keep[i] = true;
    return known;
}

static fc_rc read_keep(lang *l, const char *list, fc_err *err)
{
    fc_str rest = fc_str_of(list), part;
    size_t n = 0;
    while (l->labels[n])
        n++;
    l->keep = calloc(n, sizeof *l->keep);
    if (!l->keep)
        return fc_fail(err, FC_ETRY, "lang: no memory");
    while (fc_str_split(&rest, ',', &part)) {
        if (keep_named(l, part))
            continue;
        const char *near = part.n > 1 ? fc_suggest_list(part, l->labels) : NULL;
        return fc_fail(err, FC_EUSE, "lang: --keep: unknown language '%.*s'%s%s%s",
                       (int)(part.n < 40 ? part.n : 40), part.p,
                       near ? "; did you mean '" : "",
                       near ? near : "; labels are ISO 639-1 codes, else ISO 639-3",
                       near ? "'?" : "");
    }
    return FC_OK;
}

static fc_rc announce(fc_open *ctx, const lang *l, fc_err *err)
{
    fc_attr label = { "lang", FC_STRING, "language: ISO 639-1 or 639-3, und for none",
                      l->labels };
    fc_attr top = { "lang_top", FC_JSON,
                    "the likeliest languages and their probabilities", NULL };
    fc_attr shares = { "lang_shares", FC_JSON,
                       "languages and their shares of the letters", NULL };
    fc_attr segments = { "lang_segments", FC_JSON,
                         "first and last character, language and probability of parts",
                         NULL };
    fc_attr sentences = { "lang_sentences", FC_JSON, "the language of each sentence",
                          NULL };
    fc_rc rc = fc_open_give(ctx, &label, err);
    if (rc == FC_OK)
        fc_open_give_aliases(ctx, label.name, fc_lang_aliases);
    if (rc == FC_OK && l->conf->sentences)
        rc = fc_open_give(ctx, &sentences, err);
    if (rc == FC_OK && l->conf->top)
        rc = fc_open_give(ctx, &top, err);
    if (rc == FC_OK && l->conf->segments)
        rc = fc_open_give(ctx, &shares, err);
    if (rc == FC_OK && l->conf->segments)
        rc = fc_open_give(ctx, &segments, err);
    return rc;
}

static fc_rc lang_open(fc_open *ctx, const void *config, void **model, fc_err *err)
{
    const conf *c = config;
    const char *path;
    fc_rc rc = fc_open_model(ctx, c->model, ".lid", &path, err);
    if (rc != FC_OK)
        return rc;
    lang *l = calloc(1, sizeof *l);
    if (!l)
        return fc_fail(err, FC_ETRY, "lang: no memory");
    l->conf = c;
    rc = fc_lang_open(path, &l->file, &l->model, err);
    if (rc == FC_OK && !(l->prior = fc_lang_prior_new(l->model)))
        rc = fc_fail(err, FC_ETRY, "lang: no memory");
    if (rc == FC_OK)
        rc = list_labels(l, err);
    if (rc == FC_OK && c->keep)
        rc = read_keep(l, c->keep, err);
    if (rc == FC_OK)
        rc = announce(ctx, l, err);
    if (rc != FC_OK)
        lang_close(l);
    else
        *model = l;
    return rc;
}

static fc_rc lang_known(fc_open *ctx, fc_err *err)
{
    static const fc_attr known[] = {
        { "lang", FC_STRING, "language: ISO 639-1 or 639-3, und for none", NULL },
        { "lang_top", FC_JSON, "the likeliest languages and their probabilities", NULL },
        { "lang_shares", FC_JSON, "languages and their shares of the letters", NULL },
        { "lang_segments", FC_JSON, "parts of one language", NULL },
        { "lang_sentences", FC_JSON, "the language of each sentence", NULL },
    };
    fc_rc rc = FC_OK;
    for (size_t i = 0; rc == FC_OK && i < sizeof known / sizeof *known; i++)
        rc = fc_open_give(ctx, &known[i], err);
    return rc;
}

/* ---------------------------------------------------------------- attributes */

/* The script as people name it: Japanese is a mixture that has a code of its own. */
static const char *script_name(const fc_lang_guess *g)
{
    return strcmp(g->label, "ja") == 0 ? "Jpan" : fc_lang_script_name(g->script);
}

/* The n best of a guess, best first; returns how many there are. */
static size_t rank(const lang *l, const fc_lang_guess *g, fc_lang_ranked *best, size_t n)
{
    size_t k = 0;
    for (uint32_t i = 0; g->group && i < g->group->n; i++) {
        size_t at = k;
        while (at > 0 && best[at - 1].p < g->p[i])
            at--;
        if (at == n)
            continue;
        k += k < n;
        memmove(&best[at + 1], &best[at], (k - 1 - at) * sizeof *best);
        best[at] = (fc_lang_ranked){ l->model->label[g->group->first + i], g->p[i] };
    }
    return k;
}

static void set_top(const lang *l, const fc_lang_guess *g, fc_doc *doc, fc_call *call)
{
    size_t n = (size_t)l->conf->top;
    fc_lang_ranked *best = fc_alloc(call->scratch, (n + 1) * sizeof *best);
    fc_fields_set(&doc->attr, call->keep, FC_STR("lang_top"),
                  fc_lang_json(best, rank(l, g, best, n), call));
}

static void explain(const lang *l, const fc_lang_guess *g, double frequency, fc_buf *out)
{
    fc_lang_ranked best[6];
    size_t n = rank(l, g, best, 5);
    fc_buf_printf(out, "  lang: %s (%s; %llu letters, %llu of %llu features known)\n",
                  g->label, script_name(g), (unsigned long long)g->letters,
                  (unsigned long long)g->known, (unsigned long long)g->seen);
    if (frequency > 0)
        fc_buf_printf(out, "    a short text: the frequency of languages weighs %.2f\n",
                      frequency);
    for (size_t i = 0; i < n && best[i].p >= .0005; i++)
        fc_buf_printf(out, "    %s %.3f\n", best[i].label, best[i].p);
}

/* ---------------------------------------------------------------- sentences */

static void set_sentences(const lang *l, fc_lang_reader *reader, fc_doc *doc,
                          fc_call *call)
{
    enum { PARTS = 3 };             /* of a label: what stands before it, it, a quote */
    size_t n = 0, cap = 0, at = 0;
    fc_str *part = NULL, sentence;
    while (fc_marked_sentence(doc->text, &at, &sentence)) {
        fc_lang_guess g;
        if (n + PARTS >= cap) {
            size_t more = cap ? 2 * cap : 64;
            part = fc_grow(call->scratch, part, cap * sizeof *part, more * sizeof *part);
            cap = more;
        }
        fc_lang_detect(reader, sentence, (size_t)l->conf->bytes, &g);
        part[n] = n ? FC_STR(",\"") : FC_STR("[\"");
        part[++n] = fc_str_of(g.label);
        part[++n] = FC_STR("\"");
        n++;
    }
    if (n)
        part[n++] = FC_STR("]");
    fc_fields_set(&doc->attr, call->keep, FC_STR("lang_sentences"),
                  (fc_value){ FC_JSON, 0, n ? fc_concat(call->keep, part, n)
                                            : FC_STR("[]") });
}

/* ---------------------------------------------------------------- running */

static int lang_run(const void *model, void *mine, fc_doc *doc, fc_call *call)
{
    const lang *l = model;
    fc_lang_guess g;
    fc_lang_reader *reader = fc_lang_reader_new(l->model, call->scratch);
    (void)mine;
    fc_lang_detect_prose(reader, doc->text, (size_t)l->conf->bytes, &g, call->scratch);
    double frequency = fc_lang_prior_add(
        l->model, l->prior, &g,
        fc_alloc(call->scratch, l->model->classes * sizeof *g.p));
    fc_set_str(&doc->attr, call->keep, "lang", fc_str_of(g.label));
    fc_set_num(&doc->attr, call->keep, "lang_score", g.score, 3);
    fc_set_str(&doc->attr, call->keep, "script", fc_str_of(script_name(&g)));
    if (call->explain)
        explain(l, &g, frequency, call->explain);
    if (l->conf->top)
        set_top(l, &g, doc, call);
    if (l->conf->segments)
        fc_lang_parts(reader, (size_t)l->conf->bytes, doc, call);
    if (l->conf->sentences)
        set_sentences(l, reader, doc, call);
    if (l->keep && !l->keep[find_label(l, fc_str_of(g.label))])
        return OTHER_LANGUAGE;
    return g.score < l->conf->min ? UNSURE : FC_KEEP;
}

static const fc_opt opts[] = {
    { "keep", FC_OPT_LIST, offsetof(conf, keep), NULL, 0, 0, NULL, "LANG,...",
      "keep only documents in these languages", 0 },
    { "min", FC_OPT_NUM, offsetof(conf, min), "0", 0, 1, NULL, "P",
      "drop documents whose language is less probable", 0 },
    { "segments", FC_OPT_BOOL, offsetof(conf, segments), NULL, 0, 0, NULL, NULL,
      "tell the language of each part, and the share of each language", 0 },
    { "sentences", FC_OPT_BOOL, offsetof(conf, sentences), NULL, 0, 0, NULL, NULL,
      "tell the language of each sentence, for rule 1 of madlad", 0 },
    { "top", FC_OPT_INT, offsetof(conf, top), "0", 0, 50, NULL, "N",
      "tell the N likeliest languages", 0 },
    { "bytes", FC_OPT_SIZE, offsetof(conf, bytes), "1k", 0, 1e12, NULL, "N",
      "of a longer text look at N bytes, spread over it evenly; 0: at all", 0 },
    { "model", FC_OPT_TEXT, offsetof(conf, model), "lang.lid", 0, 0, NULL, "FILE",
      "another model: a file", 0 },
    { 0 }
};

static const fc_attr gives[] = {
    { "lang_score", FC_NUM, "probability that the language is right, 0 to 1", NULL },
    { "script", FC_STRING, "script of most letters: Latn, Cyrl ... (ISO 15924)", NULL },
    { 0 }
};

static const fc_reason reasons[] = {
    { "other-language", "its language is not among those to keep" },
    { "unsure", "its language is less probable than --min" },
    { 0 }
};

static const fc_example examples[] = {
    { "keep what is German", "lang --keep de",
      "{\"id\":\"a\",\"text\":\"Der Zug nach Hamburg fährt heute von einem anderen "
      "Gleis.\"}\n"
      "{\"id\":\"b\",\"text\":\"The train to Hamburg leaves from another platform "
      "today.\"}\n",
      "{\"id\":\"a\",\"text\":\"Der Zug nach Hamburg fährt heute von einem anderen "
      "Gleis.\",\"attributes\":{\"lang\":\"de\",\"lang_score\":1,\"script\":\"Latn\"}}"
      "\n" },
    { 0 }
};

FC_STAGE(lang) = {
    .use = {
        .name = "lang",
        .group = FC_GROUP_TELL,
        .brief = "tell the language and script of documents, keep some",
        .doc = "Sets lang, an ISO 639-1 code where there is one, else the ISO 639-3 "
               "code, or und for what is no language (numbers, code, strings of "
               "letters); lang_score, the probability that it is right; and script.\n"
               "\n"
               "What Markdown says is code or a formula is not looked at, unless there "
               "is nothing else.\n"
               "\n"
               "A text of a word or two is also judged by how frequent languages are on "
               "the web: it fits many, and is hardly in a rare one.\n"
               "\n"
               "The labels of fastText's lid.176 are accepted where they differ (no, "
               "als, bh, eml), by --keep, in expressions of `keep`, and as the "
               "--languages of `prefilter` and `calibrate`. As an option's, sh "
               "(Serbo-Croatian) is bs, hr and sr too. An unknown language is an "
               "error.\n"
               "\n"
               "With --segments, lang_segments has for each part in one language its "
               "first and last character (counted in code points, the last one "
               "excluded), language and probability. A paragraph of fewer than 20 "
               "letters, or less probable than one half, is in the language of the one "
               "before or after it if that is its likeliest, or if it is small and both "
               "are in one; else it is und. lang_shares has the share of each language "
               "in the others. With --top N, lang_top has the N "
               "likeliest languages. With --sentences, lang_sentences has the language "
               "of each sentence, in order; they end with . ! or ? before white space.",
        .source = "hashed character n-grams and words under a linear model, trained by "
                  "data/models/lang/make.sh",
        .opts = opts,
        .conf_size = sizeof(conf),
        .examples = examples,
    },
    .in = FC_DOCUMENT,
    .out = FC_DOCUMENT,
    .gives = gives,
    .reasons = reasons,
    .open = lang_open,
    .known = lang_known,
    .run = lang_run,
    .close = lang_close,
};
