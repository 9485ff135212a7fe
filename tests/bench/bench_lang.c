/* bench_lang.c - what telling the language costs: MB/s of text, a document a line, as
 * fastText's command reads them. Not run by make check.
 * usage: bench_lang ROUNDS MODEL BYTES LINES.txt (BYTES: of a document at most, 0:
 * all) */
#include "base/str.h"
#include "classifiers/lang_detect.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static double seconds(void)
{
    struct timespec t;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static bool read_file(const char *path, fc_buf *b)
{
    char piece[65536];
    size_t n;
    FILE *f = fopen(path, "rb");
    if (!f)
        return false;
    while ((n = fread(piece, 1, sizeof piece, f)) > 0)
        fc_buf_add(b, piece, n);
    fclose(f);
    return !b->failed;
}

static size_t round_of(fc_lang_reader *reader, const fc_buf *b, size_t most)
{
    fc_str rest = { b->p, b->n }, line;
    fc_lang_guess g;
    size_t n = 0;
    while (fc_str_split(&rest, '\n', &line)) {
        fc_lang_detect(reader, line, most, &g);
        n += g.score > 0;
    }
    return n;
}

int main(int argc, char **argv)
{
    const fc_lang_model *model;
    fc_lang_file *file;
    fc_buf b = FC_BUF_INIT;
    fc_arena a;
    fc_err err = { 0 };
    double best = 1e9;
    size_t n = 0;
    if (argc != 5 || !read_file(argv[4], &b))
        return 64;
    if (fc_lang_open(argv[2], &file, &model, &err) != FC_OK)
        return fprintf(stderr, "%s\n", err.msg), 1;
    fc_arena_init(&a);
    fc_lang_reader *reader = fc_lang_reader_new(model, &a);
    for (int r = 0; r < atoi(argv[1]); r++) {
        double began = seconds();
        n = round_of(reader, &b, (size_t)strtoul(argv[3], NULL, 10));
        double took = seconds() - began;
        best = took < best ? took : best;
    }
    printf("%.1f MB/s, %.2f s for %.1f MB, %zu documents in a language\n",
           1e-6 * (double)b.n / best, best, 1e-6 * (double)b.n, n);
    fc_arena_free(&a);
    fc_lang_close(file);
    fc_buf_free(&b);
    return 0;
}
