/* extract_pages.c - run the HTML extractor over the pages of the extraction benchmark.
 *
 *     extract_pages DIR [MODEL] > out.jsonl     predictions for score.py
 *     extract_pages DIR --time                  milliseconds of CPU a page by part
 * DIR has manifest.tsv and data/SET/ID.html. */
#include "base/str.h"
#include "extractors/html.h"
#include "extractors/to_markdown.h"
#include "html/charset.h"
#include "io/jsonl.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { PARTS = 6 };

typedef struct job {
    const char *dir, *model_file;
    bool time;
    fc_block_model model;
    fc_arena keep, scratch, mem;
    double parts[PARTS], slowest;
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
        die(name);
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

static void time_page(job *j, fc_str raw)
{
    static const fc_text_style style = { .plain = false };
    double t[PARTS + 1];
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
        fc_html_score(&page, &j->model, &j->scratch);
        fc_html_choose(&page, FC_COMMENTS_AUTO, FC_PROFILE_BALANCED);
    }
    t[5] = now();
    if (some)
        text = fc_to_markdown(&page, &style, &j->scratch, &j->scratch);
    t[6] = now();
    for (int i = 0; i < PARTS; i++)
        j->parts[i] += t[i + 1] - t[i];
    if (t[PARTS] - t[0] > j->slowest)
        j->slowest = t[PARTS] - t[0];
    j->bytes += raw.n;
    j->text += text.n;
}

static void predict(job *j, fc_str raw, fc_str set, fc_str id, fc_str url)
{
    fc_charset c;
    fc_html_content got;
    fc_err err;
    fc_buf out = FC_BUF_INIT;
    fc_str text = { NULL, 0 };
    fc_html_options options = { .model = &j->model, .url = url };
    if (fc_charset_decode(raw, (fc_str){ NULL, 0 }, true, &j->keep, &c) == FC_OK &&
        fc_html_extract(c.text, &options, &j->keep, &j->scratch, NULL, &got, &err) ==
            FC_OK)
        text = got.text;
    fc_buf_printf(&out, "{\"dataset\":\"%.*s\",\"id\":\"%.*s\",\"text\":", (int)set.n,
                  set.p, (int)id.n, id.p);
    fc_json_string(&out, text);
    fc_buf_text(&out, "}\n");
    fwrite(out.p, 1, out.n, stdout);
    fc_buf_free(&out);
}

static void on_page(job *j, fc_str set, fc_str id, fc_str url)
{
    char name[1024];
    snprintf(name, sizeof name, "%s/data/%.*s/%.*s.html", j->dir, (int)set.n, set.p,
             (int)id.n, id.p);
    fc_str raw = read_file(name);
    if (j->time)
        time_page(j, raw);
    else
        predict(j, raw, set, id, url);
    j->pages++;
    fc_arena_reset(&j->keep);
    fc_arena_reset(&j->scratch);
    free((char *)(uintptr_t)raw.p);
}

static void show_times(const job *j)
{
    static const char *const names[PARTS] = { "charset", "fc_dom_parse", "metadata",
                                              "elements and blocks", "scores and choice",
                                              "Markdown" };
    double ours = 0, n = (double)j->pages;
    printf("%zu pages, mean %.0f KB of HTML, %.1f KB of text, slowest page %.0f ms\n",
           j->pages, (double)j->bytes / n / 1000, (double)j->text / n / 1000,
           j->slowest * 1000);
    for (int i = 0; i < PARTS; i++) {
        printf("%-20s %.3f ms/page\n", names[i], j->parts[i] / n * 1000);
        ours += i < 2 ? 0 : j->parts[i];
    }
    printf(
        "extraction (all but charset and parser) %.3f ms/page, %.0f %% of the parser\n",
        ours / n * 1000, 100 * ours / j->parts[1]);
}

static void run(job *j)
{
    char name[1024];
    snprintf(name, sizeof name, "%s/manifest.tsv", j->dir);
    fc_str all = read_file(name), line, rest = all;
    fc_str_split(&rest, '\n', &line);
    while (fc_str_split(&rest, '\n', &line)) {
        fc_str field[7] = { { NULL, 0 } }, one;
        size_t n = 0;
        for (fc_str f = line; n < 7 && fc_str_split(&f, '\t', &one);)
            field[n++] = one;
        if (n >= 4)
            on_page(j, field[0], field[1], field[6]);
    }
    free((char *)(uintptr_t)all.p);
}

int main(int argc, char **argv)
{
    job j = { .dir = argc > 1 ? argv[1] : NULL };
    fc_err err;
    if (!j.dir || argc > 3) {
        fprintf(stderr, "usage: extract_pages DIR [--time | MODEL]\n");
        return 64;
    }
    j.time = argc > 2 && !strcmp(argv[2], "--time");
    j.model_file = argc > 2 && !j.time ? argv[2] : NULL;
    fc_arena_init(&j.keep);
    fc_arena_init(&j.scratch);
    fc_arena_init(&j.mem);
    fc_rc rc = j.model_file ? fc_block_file_open(j.model_file, &j.model, &j.mem, &err)
                            : fc_block_file_builtin(&j.model, &j.mem, &err);
    if (rc) {
        fprintf(stderr, "%s\n", err.msg);
        return fc_exit_status(rc);
    }
    run(&j);
    if (j.time)
        show_times(&j);
    fc_arena_free(&j.keep);
    fc_arena_free(&j.scratch);
    fc_arena_free(&j.mem);
    return 0;
}
