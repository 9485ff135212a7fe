/* extract_pages.c - run the HTML extractor over the pages of the extraction benchmark.
 *
 *     extract_pages DIR > out.jsonl                 predictions for score.py
 *     extract_pages DIR --dump FEATURES > blocks    blocks and features, to train on
 *     extract_pages DIR --weights FILE ...          with a model other than the built-in one
 *     extract_pages DIR --folds FILE ...            each page with the model that has not seen
 *                                                   its site (made by train_blocks)
 *     extract_pages DIR --time                      milliseconds a page by part
 * DIR has manifest.tsv and data/SET/ID.html. */
#include "base/str.h"
#include "extractors/html.h"
#include "extractors/to_markdown.h"
#include "html/charset.h"
#include "io/jsonl.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { FOLDS = 5, BUCKETS = 1 << FC_WEIGHT_BITS };

typedef struct settings {
    const char *dir, *dump, *weights, *folds, *only;
    bool time;
} settings;

typedef struct job {
    settings o;
    fc_arena keep, scratch;
    fc_block_model model[FOLDS];
    bool own;
    FILE *features;
    double parts[6];
    size_t pages, bytes, text;
} job;

static void die(const char *what)
{
    perror(what);
    exit(1);
}

static fc_str read_file(const char *name)
{
    FILE *f = fopen(name, "rb");
    fc_buf b = FC_BUF_INIT;
    char piece[65536];
    size_t n;
    if (!f)
        return (fc_str){ NULL, 0 };
    while ((n = fread(piece, 1, sizeof piece, f)) > 0)
        fc_buf_add(&b, piece, n);
    fclose(f);
    return (fc_str){ b.p ? b.p : calloc(1, 1), b.n };
}

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* Host without www, its last two or three parts: pages of a site stay together. */
static uint32_t site_of(fc_str url, fc_str dataset, fc_str id)
{
    size_t at = fc_str_find(url, FC_STR("://"));
    fc_str host = at < url.n ? fc_str_sub(url, at + 3, url.n) : (fc_str){ NULL, 0 };
    host = fc_str_sub(host, 0, fc_str_findc(host, '/'));
    if (!host.n)
        return fc_word_hash(dataset) ^ fc_word_hash(id);
    size_t dots = 0, from = host.n, last = host.n, want = 2;
    while (from) {
        if (host.p[from - 1] == '.') {
            if (++dots == 2 && last - from <= 3)
                want = 3;
            if (dots == want)
                break;
            last = from - 1;
        }
        from--;
    }
    return fc_word_hash(fc_str_sub(host, from, host.n));
}

static void load_model(fc_block_model *m, const char *name)
{
    fc_str file = read_file(name);
    if (file.n != sizeof(float) + BUCKETS * sizeof(uint64_t))
        die(name);
    uint64_t *bucket = malloc(BUCKETS * sizeof *bucket);
    memcpy(&m->scale, file.p, sizeof(float));
    memcpy(bucket, file.p + sizeof(float), BUCKETS * sizeof *bucket);
    m->bucket = bucket;
}

static void put32(FILE *f, uint32_t v)
{
    fwrite(&v, sizeof v, 1, f);
}

static int by_value(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return x < y ? -1 : x > y;
}

static void dump_page(job *j, fc_str html, uint32_t site, fc_str set, fc_str id)
{
    fc_dom dom;
    fc_page page;
    fc_page_meta meta;
    fc_features f;
    fc_buf out = FC_BUF_INIT;
    fc_text_style style = { .plain = true };
    fc_dom_parse(&dom, html, NULL, &j->keep, &j->scratch, NULL);
    fc_metadata_read(&meta, &dom, &j->keep);
    if (!fc_page_build(&page, &dom, &meta.hints, &j->keep))
        page.blocks = 0;
    fc_features_open(&page);
    put32(j->features, site);
    put32(j->features, page.blocks);
    fc_buf_printf(&out, "{\"dataset\":\"%.*s\",\"id\":\"%.*s\",\"blocks\":[", (int)set.n, set.p,
                  (int)id.n, id.p);
    for (uint32_t i = 0; i < page.blocks; i++) {
        fc_features_all(&page, i, &f);
        qsort(f.v, f.n, sizeof *f.v, by_value);
        unsigned n = 0;
        for (unsigned k = 0; k < f.n; k++)
            if (!n || f.v[n - 1] != f.v[k])
                f.v[n++] = f.v[k];
        put32(j->features, page.block[i].words);
        put32(j->features, n);
        fwrite(f.v, sizeof *f.v, n, j->features);
        page.block[i].keep = 1;
        fc_arena_reset(&j->scratch);
        fc_buf_text(&out, i ? "," : "");
        fc_json_string(&out, fc_to_markdown(&page, &style, &j->scratch, &j->scratch));
        page.block[i].keep = 0;
    }
    fc_buf_text(&out, "]}\n");
    fwrite(out.p, 1, out.n, stdout);
    fc_buf_free(&out);
}

static void time_page(job *j, fc_str raw, const fc_html_options *options)
{
    double t[7];
    fc_charset c;
    fc_dom dom;
    fc_page page;
    fc_page_meta meta;
    fc_str text = { NULL, 0 };
    t[0] = now();
    fc_charset_decode(raw, (fc_str){ NULL, 0 }, true, &j->scratch, &c);
    t[1] = now();
    fc_dom_parse(&dom, c.text, NULL, &j->scratch, &j->scratch, NULL);
    t[2] = now();
    fc_metadata_read(&meta, &dom, &j->keep);
    t[3] = now();
    bool some = fc_page_build(&page, &dom, &meta.hints, &j->scratch);
    t[4] = now();
    if (some) {
        fc_blocks_score(&page, options->model, &j->scratch);
        fc_blocks_select(&page, &options->choice);
    }
    t[5] = now();
    if (some)
        text = fc_to_markdown(&page, &options->style, &j->scratch, &j->scratch);
    t[6] = now();
    for (int i = 0; i < 6; i++)
        j->parts[i] += t[i + 1] - t[i];
    j->bytes += raw.n;
    j->text += text.n;
}

static void predict(job *j, fc_str raw, const fc_html_options *options, fc_str set, fc_str id)
{
    fc_charset c;
    fc_html_content got;
    fc_err err;
    fc_buf out = FC_BUF_INIT;
    fc_str text = { NULL, 0 };
    if (fc_charset_decode(raw, (fc_str){ NULL, 0 }, true, &j->keep, &c) == FC_OK &&
        fc_html_extract(c.text, options, &j->keep, &j->scratch, NULL, &got, &err) == FC_OK)
        text = got.text;
    fc_buf_printf(&out, "{\"dataset\":\"%.*s\",\"id\":\"%.*s\",\"text\":", (int)set.n, set.p,
                  (int)id.n, id.p);
    fc_json_string(&out, text);
    fc_buf_text(&out, "}\n");
    fwrite(out.p, 1, out.n, stdout);
    fc_buf_free(&out);
}

static void on_page(job *j, fc_str set, fc_str id, fc_str kind, fc_str url)
{
    char name[1024];
    uint32_t site = site_of(url, set, id);
    if ((j->features && !fc_str_is(kind, "text")) || (j->o.only && !fc_str_is(set, j->o.only)))
        return;
    snprintf(name, sizeof name, "%s/data/%.*s/%.*s.html", j->o.dir, (int)set.n, set.p,
             (int)id.n, id.p);
    fc_str raw = read_file(name);
    if (!raw.p)
        die(name);
    fc_html_options options = { .choice = { .strictness = 1 } };
    options.model = j->own ? &j->model[j->o.folds ? site % FOLDS : 0] : &fc_block_model_default;
    if (j->features) {
        fc_charset c;
        fc_charset_decode(raw, (fc_str){ NULL, 0 }, true, &j->keep, &c);
        dump_page(j, c.text, site, set, id);
    } else if (j->o.time) {
        time_page(j, raw, &options);
    } else {
        predict(j, raw, &options, set, id);
    }
    j->pages++;
    fc_arena_reset(&j->keep);
    fc_arena_reset(&j->scratch);
    free((char *)(uintptr_t)raw.p);
}

static void show_times(const job *j)
{
    static const char *const names[] = { "charset", "fc_dom_parse", "metadata",
                                         "elements and blocks", "scores and choice",
                                         "Markdown" };
    double ours = 0, n = (double)j->pages;
    printf("%zu pages, mean %.0f KB of HTML, %.1f KB of text\n", j->pages,
           (double)j->bytes / n / 1000, (double)j->text / n / 1000);
    for (int i = 0; i < 6; i++) {
        printf("%-20s %.3f ms/page\n", names[i], j->parts[i] / n * 1000);
        ours += i == 1 ? 0 : j->parts[i];
    }
    printf("%-20s %.3f ms/page\n", "all but the parser", ours / n * 1000);
}

static void run(job *j)
{
    char name[1024];
    snprintf(name, sizeof name, "%s/manifest.tsv", j->o.dir);
    fc_str all = read_file(name), line, rest = all;
    if (!all.p)
        die(name);
    fc_str_split(&rest, '\n', &line);
    while (fc_str_split(&rest, '\n', &line)) {
        fc_str field[7] = { { NULL, 0 } }, one;
        size_t n = 0;
        for (fc_str f = line; n < 7 && fc_str_split(&f, '\t', &one);)
            field[n++] = one;
        if (n >= 4)
            on_page(j, field[0], field[1], field[2], field[6]);
    }
}

int main(int argc, char **argv)
{
    job j = { 0 };
    for (int i = 1; i < argc; i++) {
        const char *value = i + 1 < argc ? argv[i + 1] : NULL;
        if (!strcmp(argv[i], "--time"))
            j.o.time = true;
        else if (!strcmp(argv[i], "--dump"))
            j.o.dump = value, i++;
        else if (!strcmp(argv[i], "--weights"))
            j.o.weights = value, i++;
        else if (!strcmp(argv[i], "--folds"))
            j.o.folds = value, i++;
        else if (!strcmp(argv[i], "--only"))
            j.o.only = value, i++;
        else
            j.o.dir = argv[i];
    }
    if (!j.o.dir) {
        fprintf(stderr, "usage: extract_pages DIR [--time] [--dump FILE] [--weights FILE] "
                        "[--folds PREFIX] [--only SET]\n");
        return 64;
    }
    if (j.o.weights)
        load_model(&j.model[0], j.o.weights);
    for (int k = 0; j.o.folds && k < FOLDS; k++) {
        char name[1024];
        snprintf(name, sizeof name, "%s.%d", j.o.folds, k);
        load_model(&j.model[k], name);
    }
    j.own = j.o.weights || j.o.folds;
    if (j.o.dump && !(j.features = fopen(j.o.dump, "wb")))
        die(j.o.dump);
    fc_arena_init(&j.keep);
    fc_arena_init(&j.scratch);
    run(&j);
    if (j.o.time)
        show_times(&j);
    if (j.features && fclose(j.features))
        die(j.o.dump);
    fc_arena_free(&j.keep);
    fc_arena_free(&j.scratch);
    return 0;
}
