/* prefilter.c - the stage that judges raw pages before they are parsed. */
#include "base/bits.h"
#include "base/buf.h"
#include "base/hash.h"
#include "base/host.h"
#include "base/str.h"
#include "base/utf8.h"
#include "classifiers/cascade.h"
#include "classifiers/lang_names.h"
#include "classifiers/scorer.h"
#include "classifiers/wanted_lang.h"
#include "html/charset.h"
#include "html/skim.h"
#include "io/http.h"
#include "io/jsonl.h"

#include <math.h>
#include <stdlib.h>

enum { UNLIKELY = 1 };
enum { LENGTH, SEEN, LINKS, WIDE, DECLARED, LANGUAGE };     /* fc_cascade_plain */
enum { TEXT_PER_CHAR = 4, TEXT_ALL = 1 << 20 };     /* bytes of text asked of the scan */
enum { LARGEST = 16 << 20 };                        /* bytes of a page, as extract's
                                                       --max-html */

typedef struct conf {
    const char *models, *calibration, *languages;
    double cut;
    bool measure;
} conf;

typedef struct prefilter {
    const conf *conf;
    size_t n;                                       /* models */
    fc_model_file *file[FC_CASCADE_MODELS];
    const fc_model *model[FC_CASCADE_MODELS];
    fc_scorer *scorer;
    size_t columns, window;
    const char *fingerprint;                        /* models with hashes, as in
                                                       cascade.h */
    const char *languages;
    fc_wanted_lang *wanted;                         /* NULL: none are, or nothing weighs
                                                       them */
    fc_cascade cascade;                             /* without a calibration: the first
                                                       score */
    double weight[FC_CASCADE_PARTS];                /* of the cascade, in the order of
                                                       parts */
    fc_arena mem;
} prefilter;

/* ---------------------------------------------------------------- opening */

static void prefilter_close(void *model)
{
    prefilter *p = model;
    fc_scorer_free(p->scorer);
    fc_wanted_lang_close(p->wanted);
    for (size_t i = 0; i < p->n; i++)
        fc_model_close(p->file[i]);
    fc_arena_free(&p->mem);
    free(p);
}

static fc_rc open_one(fc_open *ctx, prefilter *p, fc_str name, fc_err *err)
{
    const char *path;
    fc_rc rc = fc_open_model(ctx, fc_copy(&p->mem, name).p, ".fcm", &path, err);
    if (rc == FC_OK)
        rc = fc_model_open(path, &p->file[p->n], &p->model[p->n], err);
    if (rc != FC_OK)
        return rc;
    const fc_model *m = p->model[p->n++];
    if (m->kind != FC_MODEL_SCORE)
        return fc_fail(err, FC_EUSE, "prefilter: '%.100s' chooses a label; it wants "
                                     "models that "
                       "score", m->name);
    p->fingerprint =
        fc_printf(&p->mem, "%s%s%s@%016llx", p->fingerprint, p->n > 1 ? "," : "", m->name,
                  (unsigned long long)fc_hash64(m->facts.p, m->facts.n, 0))
            .p;
    return FC_OK;
}

static fc_rc open_models(fc_open *ctx, prefilter *p, const char *names, fc_err *err)
{
    fc_str rest = fc_str_of(names), part;
    while (fc_str_split(&rest, ',', &part)) {
        if (p->n == FC_CASCADE_MODELS)
            return fc_fail(err, FC_EUSE, "prefilter: more than %d models",
                           FC_CASCADE_MODELS);
        fc_rc rc = open_one(ctx, p, part, err);
        if (rc != FC_OK)
            return rc;
    }
    fc_rc rc = fc_scorer_new(p->model, p->n, &p->scorer, err);
    if (rc == FC_OK) {
        p->columns = fc_scorer_columns(p->scorer);
        p->window = fc_scorer_window(p->scorer);
    }
    return rc;
}

static const char *part_name(const prefilter *p, size_t i)
{
    return i < p->n ? p->model[i]->name : fc_cascade_plain[i - p->n];
}

/* The names of the models in a fingerprint: "edu@12,factual@34" is "edu,factual". */
static const char *names_in(prefilter *p, const char *fingerprint)
{
    fc_str rest = fc_str_of(fingerprint), part;
    const char *names = "";
    while (fc_str_split(&rest, ',', &part))
        names = fc_printf(&p->mem, "%s%s%.*s", names, names[0] ? "," : "",
                          (int)fc_str_findc(part, '@'), part.p).p;
    return names;
}

static fc_rc order_weights(prefilter *p, fc_err *err)
{
    for (size_t i = 0; i < p->cascade.n; i++) {
        size_t k = 0;
        while (k < p->n + FC_CASCADE_PLAIN &&
               strcmp(part_name(p, k), p->cascade.name[i]) != 0)
            k++;
        if (k == p->n + FC_CASCADE_PLAIN)
            return fc_fail(err, FC_ECONFIG,
                           "calibration %.200s: it has a weight for "
                           "'%.60s', "
                           "which is no part of a page",
                           p->conf->calibration, p->cascade.name[i]);
        p->weight[k] = p->cascade.weight[i];
    }
    return FC_OK;
}

static fc_rc open_languages(fc_open *ctx, prefilter *p, fc_err *err)
{
    const char *path;
    if (!p->languages[0] || (!p->conf->measure && p->weight[p->n + LANGUAGE] == 0))
        return FC_OK;
    fc_rc rc = fc_open_model(ctx, "lang.lid", ".lid", &path, err);
    return rc == FC_OK ? fc_wanted_lang_open(path, p->languages, &p->wanted, err) : rc;
}

/* What the run has to expect, on standard error beside its funnel. */
static void tell_loss(fc_open *ctx, prefilter *p)
{
    const fc_cascade *c = &p->cascade;
    fc_open_note(ctx, fc_printf(&p->mem,
                                "prefilter: expected to lose %.1f%% of what the "
                                "plan "
                                "would keep and to parse %.0f%% of the pages (calibrated "
                                "on %.0f pages, %.200s)",
                                100 * (1 - c->recall), 100 * c->kept, c->pages,
                                p->conf->calibration)
                          .p);
}

static fc_rc open_calibrated(fc_open *ctx, prefilter *p, fc_err *err)
{
    const conf *c = p->conf;
    const char *path;
    if (c->models || c->measure)
        return fc_fail(err, FC_EUSE, "prefilter: --calibration names its models itself: "
                                     "leave out "
                       "--models and --measure");
    fc_rc rc = fc_open_data(ctx, "calibrations", c->calibration, &path, err);
    if (rc == FC_OK)
        rc = fc_cascade_read(path, &p->mem, &p->cascade, err);
    if (rc == FC_OK)
        rc = open_models(ctx, p, names_in(p, p->cascade.models), err);
    if (rc != FC_OK)
        return rc;
    if (strcmp(p->fingerprint, p->cascade.models) != 0)
        return fc_fail(err, FC_ECONFIG, "calibration %.200s: made with the models "
                                        "%.100s, here are "
                       "%.100s: calibrate again", c->calibration, p->cascade.models,
                       p->fingerprint);
    p->languages = p->cascade.languages;
    tell_loss(ctx, p);
    rc = order_weights(p, err);
    return rc == FC_OK ? open_languages(ctx, p, err) : rc;
}

static fc_rc open_any(fc_open *ctx, prefilter *p, fc_err *err)
{
    const conf *c = p->conf;
    p->fingerprint = "";
    if (c->calibration)
        return open_calibrated(ctx, p, err);
    if (!c->models)
        return fc_fail(err, FC_EUSE, "prefilter: name a --calibration, or --models and a "
                                     "--cut");
    p->languages = c->languages ? c->languages : "";
    p->cascade.cut = c->cut;
    p->weight[0] = 1;
    fc_rc rc = open_models(ctx, p, c->models, err);
    return rc == FC_OK ? open_languages(ctx, p, err) : rc;
}

static fc_rc prefilter_open(fc_open *ctx, const void *config, void **model, fc_err *err)
{
    jmp_buf guard;
    volatile fc_rc rc;
    prefilter *p = calloc(1, sizeof *p);
    if (!p)
        return fc_fail(err, FC_ETRY, "prefilter: no memory");
    p->conf = config;
    fc_arena_init(&p->mem);
    fc_arena_guard(&p->mem, &guard);
    if (setjmp(guard) == 0)
        rc = open_any(ctx, p, err);
    else
        rc = fc_fail(err, FC_ETRY, "prefilter: no memory");
    fc_arena_guard(&p->mem, NULL);
    if (rc != FC_OK)
        prefilter_close(p);
    else
        *model = p;
    return rc;
}

/* --------------------------------------------------------------- a page and its parts */

/* A page as it came, and the charset that HTTP tells. */
typedef struct source {
    fc_str body, charset;
} source;

/* False for all that is not an HTML page of status 200: it is not ours to judge. */
static bool page_of(const fc_record *rec, fc_arena *scratch, source *page)
{
    fc_http http = { .status = 200, .body = rec->block, .content_type = rec->mime };
    if (fc_str_is(fc_mime_type(rec->mime, scratch), "application/http") &&
        fc_http_decode(rec->block, LARGEST + 1, scratch, &http) != FC_OK)
        return false;
    fc_str mime = fc_mime_type(http.content_type, scratch);
    page->body = http.body;
    page->charset = fc_mime_param(http.content_type, "charset");
    return http.status == 200 && http.body.n && http.body.n <= LARGEST &&
           (fc_str_is(mime, "text/html") || fc_str_is(mime, "application/xhtml+xml"));
}

/* The text of a page said to be UTF-8, which it may not be: bytes below 80 mean the same
 * in nearly all that pages are written in, so tags were found, and what the text is tells
 * itself, without all of the page. */
static void mend(fc_skim *skim, fc_arena *scratch)
{
    size_t bad;
    fc_charset charset;
    fc_str text = fc_utf8_repair(skim->text, scratch, &bad);
    if (bad && fc_charset_hopeless(text, bad) &&
        fc_charset_decode(skim->text, FC_STR(""), false, scratch, &charset) == FC_OK)
        text = charset.text;
    skim->text = text;
}

/* False when the page cannot be decoded. */
static bool look_at(const prefilter *p, const source *page, fc_arena *scratch,
                    fc_skim *skim)
{
    size_t most = p->window ? TEXT_PER_CHAR * p->window : TEXT_ALL;
    fc_str bytes = page->body;
    fc_charset charset;
    if (fc_charset_says_utf8(&bytes, page->charset)) {
        fc_skim_page(bytes, most, scratch, skim);
        mend(skim, scratch);
        return true;
    }
    if (fc_charset_decode(page->body, page->charset, true, scratch, &charset) != FC_OK)
        return false;
    fc_skim_page(charset.text, most, scratch, skim);
    return true;
}

/* 1: the declared language is among those wanted, -1: another one, 0: none, or none
 * wanted. */
static double declared(fc_str lang, const char *wanted)
{
    fc_str rest = fc_str_of(wanted), part;
    char code[8];
    size_t n = 0;
    for (; n < lang.n && lang.p[n] != '-' && lang.p[n] != '_' && n < sizeof code; n++)
        code[n] = fc_lower(lang.p[n]);
    if (!n || !rest.n)
        return 0;
    while (fc_str_split(&rest, ',', &part))
        if (fc_lang_is_named(part, (fc_str){ code, n }))
            return 1;
    return -1;
}

static void plain_parts(const prefilter *p, const fc_skim *skim, double *part)
{
    size_t wide = 0, i = 0;
    for (; i + 8 <= skim->text.n; i += 8)
        wide += fc_count_high(fc_load64(skim->text.p + i) & FC_HIGH);
    for (; i < skim->text.n; i++)
        wide += (unsigned char)skim->text.p[i] >> 7;
    part[LENGTH] = log1p((double)skim->text.n);
    part[SEEN] = log1p((double)skim->seen);
    part[LINKS] = skim->seen ? (double)skim->links / (double)skim->seen : 0;
    part[WIDE] = skim->text.n ? (double)wide / (double)skim->text.n : 0;
    part[DECLARED] = declared(skim->lang, p->languages);
}

static void score(const prefilter *p, fc_str text, fc_arena *scratch, double *part)
{
    fc_features f;
    double *raw = fc_alloc(scratch, p->columns * sizeof *raw);
    fc_scorer_features(p->scorer, text, p->window, false, scratch, &f);
    fc_scorer_run(p->scorer, &f, raw);
    for (size_t i = 0; i < p->n; raw += p->model[i++]->columns)
        part[i] = fc_model_calibrate(p->model[i], raw[0]);
}

/* What is written is what is judged by. */
static double rounded(double part)
{
    return nearbyint(part * 1e4) / 1e4;
}

static double value_of(const prefilter *p, const double *part)
{
    double value = p->cascade.bias;
    for (size_t i = 0; i < p->n + FC_CASCADE_PLAIN; i++)
        value += p->weight[i] * part[i];
    return value;
}

/* The language costs as much as all else about a text, so it is found out only where it
 * could make a difference, or all is to be told. Otherwise the page counts as one in a
 * language that is wanted. Returns the value. */
static double judge(const prefilter *p, const fc_skim *skim, bool all, fc_arena *scratch,
                    double *part)
{
    double *language = part + p->n + LANGUAGE, value;
    score(p, skim->text, scratch, part);
    plain_parts(p, skim, part + p->n);
    *language = p->wanted && p->weight[p->n + LANGUAGE] > 0;
    for (size_t i = 0; i < p->n + FC_CASCADE_PLAIN; i++)
        part[i] = rounded(part[i]);
    value = value_of(p, part);
    if (!p->wanted || (!all && value < p->cascade.cut))
        return value;
    *language = rounded(fc_wanted_lang_share(p->wanted, skim->text, scratch));
    return value_of(p, part);
}

/* site: a hash of it, so that `calibrate` can tell sites apart. */
static fc_value as_json(const prefilter *p, fc_str url, const double *part,
                        fc_arena *keep)
{
    fc_str host = fc_host_registered(url);
    fc_str s = fc_printf(keep, "{\"models\":\"%s\",\"site\":\"%016llx\"", p->fingerprint,
                         (unsigned long long)fc_hash64(host.p, host.n, 0));
    for (size_t i = 0; i < p->n + FC_CASCADE_PLAIN; i++)
        s = fc_printf(keep, "%s,\"%s\":%.4f", s.p, part_name(p, i), part[i]);
    return (fc_value){ FC_JSON, 0, fc_printf(keep, "%s}", s.p) };
}

static void explain(const prefilter *p, const double *part, double value, fc_buf *out)
{
    fc_buf_printf(out, "  value %.3f, cut %.3f:", value, p->cascade.cut);
    for (size_t i = 0; i < p->n + FC_CASCADE_PLAIN; i++)
        fc_buf_printf(out, "%s %s %.2f (%+.2f)", i ? "," : "", part_name(p, i), part[i],
                      part[i] * p->weight[i]);
    fc_buf_char(out, '\n');
}

static int prefilter_run(const void *model, void *mine, fc_doc *doc, fc_call *call)
{
    const prefilter *p = model;
    double part[FC_CASCADE_PARTS], value;
    source page;
    fc_skim skim;
    (void)mine;
    if (!page_of(doc->rec, call->scratch, &page) ||
        !look_at(p, &page, call->scratch, &skim)) {
        if (call->explain)
            fc_buf_text(call->explain, "  no HTML page: passed on unjudged\n");
        return FC_KEEP;
    }
    value = judge(p, &skim, p->conf->measure || call->explain, call->scratch, part);
    if (call->explain)
        explain(p, part, value, call->explain);
    fc_set_num(&doc->attr, call->keep, "prefilter", value, 3);
    if (p->conf->measure) {
        fc_fields_set(&doc->attr, call->keep, FC_STR("prefilter_parts"),
                      as_json(p, doc->rec->uri, part, call->keep));
        return FC_KEEP;
    }
    return value < p->cascade.cut ? UNLIKELY : FC_KEEP;
}

/* ---------------------------------------------------------------- table */

static const fc_reason reasons[] = {
    { "unlikely", "its value is below the cut: hardly anything the plan would keep" },
    { NULL, NULL },
};

static const fc_attr gives[] = {
    { "prefilter", FC_NUM, "value of the page before it is parsed; of one that no "
                           "language could save, the most it could be", NULL },
    { NULL, FC_NONE, NULL, NULL },
};

static const fc_opt opts[] = {
    { "calibration", FC_OPT_TEXT, offsetof(conf, calibration), NULL, 0, 0, NULL, "FILE",
      "weights and cut, as `filterc calibrate` writes them", 0 },
    { "models", FC_OPT_LIST, offsetof(conf, models), NULL, 0, 0, NULL, "NAME,...",
      "without a calibration: models that score; the first one's score is the value", 0 },
    { "cut", FC_OPT_NUM, offsetof(conf, cut), "0", 0, 0, NULL, "N",
      "without a calibration: drop pages with a lower value", 0 },
    { "languages", FC_OPT_LIST, offsetof(conf, languages), NULL, 0, 0, NULL, "LANG,...",
      "with --measure: languages that a page should be in", 0 },
    { "measure", FC_OPT_BOOL, offsetof(conf, measure), NULL, 0, 0, NULL, NULL,
      "drop nothing and add all parts of the value as prefilter_parts, for `calibrate`",
      0 },
    { 0 }
};

static const fc_example examples[] = {
    { "Parse only what may be worth it, with a calibration made before",
      "prefilter --calibration ./edu.calibration CC-MAIN-*.warc.gz > likely.warc", NULL,
      NULL },
    { 0 }
};

FC_STAGE(prefilter) = {
    .use = {
        .name = "prefilter",
        .group = FC_GROUP_CHOOSE,
        .brief = "drop raw pages that a plan would hardly keep, unparsed",
        .doc = "Parsing is most of the work of a plan that keeps little. This stage "
               "takes the main text of each HTML page by one scan without a tree, scores "
               "its beginning with the models of `score`, and drops the page when its "
               "value is below a cut. What is no HTML page of status 200 passes "
               "unjudged: the stages behind it decide.\n"
               "\n"
               "The value is a sum over parts: the scores, the length of the text "
               "(length, as a logarithm), of all visible text (seen), the share of links "
               "in it (links), of bytes outside of ASCII (wide), whether the declared "
               "language is wanted (declared), and the probability that the text is in "
               "one that is, by the model of `lang` (language). "
               "`filterc calibrate PLAN FILES` learns the weights for a plan and chooses "
               "the cut for a stated recall of what the plan would keep. The loss to be "
               "expected is told on standard error with the funnel.",
        .opts = opts,
        .conf_size = sizeof(conf),
        .examples = examples,
    },
    .in = FC_RECORD,
    .out = FC_RECORD,
    .gives = gives,
    .reasons = reasons,
    .open = prefilter_open,
    .run = prefilter_run,
    .close = prefilter_close,
};
