/* bench_score.c - what scoring costs: MB/s of the text that the models look at, and time
 * per document, for features alone and with models. Not run by make check.
 * usage: bench_score ROUNDS DOCS.jsonl[.gz] MODEL.fcm... */
#include "base/str.h"
#include "classifiers/annotations.h"
#include "classifiers/scorer.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { MOST = 32 };

static double seconds(void)
{
    struct timespec t;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static double best[2] = { 1e9, 1e9 };
static double sink;

static void round_of(const fc_annotations *docs, const fc_scorer *s, size_t window,
                     bool score, double *bytes)
{
    fc_arena scratch;
    double raw[1024], began;
    fc_features f;
    fc_arena_init(&scratch);
    *bytes = 0;
    began = seconds();
    for (size_t i = 0; i < docs->n; i++) {
        fc_arena_reset(&scratch);
        fc_scorer_features(s, docs->v[i].text, window, false, &scratch, &f);
        *bytes += (double)f.bytes;
        if (score) {
            fc_scorer_run(s, &f, raw);
            sink += raw[0];
        }
    }
    double took = seconds() - began;
    if (took < best[score])
        best[score] = took;
    fc_arena_free(&scratch);
}

int main(int argc, char **argv)
{
    const char *inputs[] = { argc > 2 ? argv[2] : NULL, NULL };
    const fc_model *model[MOST];
    fc_model_file *file[MOST];
    fc_annotations docs;
    fc_scorer *s;
    fc_arena a;
    fc_err err = { 0 };
    double bytes = 0;
    if (argc < 4 || argc - 3 > MOST)
        return 64;
    fc_arena_init(&a);
    for (int i = 3; i < argc; i++)
        if (fc_model_open(argv[i], &file[i - 3], &model[i - 3], &err) != FC_OK)
            return fprintf(stderr, "%s\n", err.msg), 1;
    size_t n = (size_t)argc - 3;
    const char *targets[] = { model[0]->target, NULL };
    fc_annotations_from from = { .inputs = inputs, .targets = targets };
    if (fc_annotations_read(&from, &a, &docs, &err) != FC_OK ||
        fc_scorer_new(model, n, &s, &err) != FC_OK)
        return fprintf(stderr, "%s\n", err.msg), 1;
    for (int r = 0; r < atoi(argv[1]); r++) {
        round_of(&docs, s, model[0]->window, false, &bytes);
        round_of(&docs, s, model[0]->window, true, &bytes);
    }
    for (int score = 0; score < 2; score++)
        printf("%-22s %7.1f MB/s of the window, %.4f ms a document of %.0f bytes\n",
               score ? "features and models" : "features", bytes / 1e6 / best[score],
               1e3 * best[score] / (double)docs.n, bytes / (double)docs.n);
    fc_scorer_free(s);
    for (size_t i = 0; i < n; i++)
        fc_model_close(file[i]);
    fc_arena_free(&a);
    return sink == 0.5;
}
