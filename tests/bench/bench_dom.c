/* bench_dom.c - what the flat tree costs: fc_dom_parse beside its parts and, where the
 * prototype is (-I../shared/proto), beside the prototype's skeleton and gumbo.
 *
 * usage: bench_dom ROUNDS FILE...      alternates the variants in every round, thread CPU
 *                                      time, medians; the ratio is to the first variant
 *        bench_dom one FILE...         each file by itself: seconds, memory, nodes,
 *                                      limits
 * Not installed and not part of make check: make tests/bench/bench_dom. */
#include "base/str.h"
#include "html/dom.h"
#include "html/skeleton.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <time.h>

#if defined(__has_include)
#if __has_include("skim.h")
#define PROTOTYPE 1
#include <gumbo.h>
#pragma GCC diagnostic ignored "-Wunused-function"
#include "arena.h" /* the prototype's */
#include "skim.h"
#endif
#endif

enum { ROUNDS = 64 };

static fc_str *page;
static size_t pages, bytes, largest;
static fc_arena keep, scratch;

static double cpu(void)
{
    struct timespec t;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static void load(const char *path)
{
    FILE *f = fopen(path, "rb");
    if (!f || fseek(f, 0, SEEK_END) != 0)
        exit(66);
    size_t n = (size_t)ftell(f);
    rewind(f);
    char *p = malloc(n + 64);
    page = realloc(page, (pages + 1) * sizeof *page);
    if (!p || !page || fread(p, 1, n, f) != n)
        exit(74);
    memset(p + n, 0, 64);
    fclose(f);
    page[pages++] = (fc_str){ p, n };
    bytes += n;
    largest = n > largest ? n : largest;
}

static size_t run_dom_as(bool attrs)
{
    size_t out = 0;
    for (size_t i = 0; i < pages; i++) {
        fc_dom dom;
        if (fc_dom_parse(&dom, page[i], NULL, &keep, &scratch, NULL) == FC_OK)
            out += dom.n;
        for (uint32_t k = 0; attrs && k < dom.n; k++)
            out += fc_dom_attr(&dom, k, "class").n + fc_dom_attr(&dom, k, "id").n;
        fc_arena_reset(&keep);
        fc_arena_reset(&scratch);
    }
    return out;
}

static size_t run_dom(void)
{
    return run_dom_as(false);
}

static size_t run_dom_attrs(void)
{
    return run_dom_as(true);
}

static size_t run_skeleton(void)
{
    size_t out = 0;
    fc_dom_limits limits;
    fc_dom_limits_default(&limits);
    for (size_t i = 0; i < pages; i++) {
        fc_skeleton k;
        fc_skeleton_scan(&k, page[i], &limits, &keep, &scratch);
        out += k.n;
        fc_arena_reset(&keep);
        fc_arena_reset(&scratch);
    }
    return out;
}

#ifdef PROTOTYPE
static char *skim_out;
static uint32_t *skim_map;
static Arena proto_arena;

static size_t run_proto_skeleton(void)
{
    size_t out = 0;
    for (size_t i = 0; i < pages; i++)
        out += skim_lean((const unsigned char *)page[i].p, page[i].n, skim_out, skim_map);
    return out;
}

static size_t proto_walk(const GumboNode *g)
{
    size_t n = 1;
    if (g->type == GUMBO_NODE_ELEMENT || g->type == GUMBO_NODE_TEMPLATE)
        for (unsigned i = 0; i < g->v.element.children.length; i++)
            n += proto_walk(g->v.element.children.data[i]);
    return n;
}

static size_t proto_gumbo(bool walk)
{
    size_t out = 0;
    GumboOptions o = kGumboDefaultOptions;
    o.max_errors = 0;
    o.allocator = arena_alloc;
    o.deallocator = arena_free;
    o.userdata = &proto_arena;
    for (size_t i = 0; i < pages; i++) {
        size_t n =
            skim_lean((const unsigned char *)page[i].p, page[i].n, skim_out, skim_map);
        GumboOutput *g = gumbo_parse_with_options(&o, skim_out, n);
        out += walk ? proto_walk(g->root) : g->root->v.element.children.length;
        arena_reset(&proto_arena);
    }
    return out;
}

static size_t run_proto(void)
{
    return proto_gumbo(false);
}

static size_t run_proto_walk(void)
{
    return proto_gumbo(true);
}
#endif

static struct variant {
    const char *name;
    size_t (*run)(void);
    size_t out;
    double t[ROUNDS];
} variants[] = {
#ifdef PROTOTYPE
    { .name = "prototype: lean skeleton + gumbo", .run = run_proto },
    { .name = "prototype: the same + walk", .run = run_proto_walk },
    { .name = "prototype: lean skeleton", .run = run_proto_skeleton },
#endif
    { .name = "fc_dom_parse", .run = run_dom },
    { .name = "fc_dom_parse + class and id of all", .run = run_dom_attrs },
    { .name = "fc_skeleton_scan", .run = run_skeleton },
};

static int by_value(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double median(const double *t, int n)
{
    double c[ROUNDS];
    memcpy(c, t, (size_t)n * sizeof *c);
    qsort(c, (size_t)n, sizeof *c, by_value);
    return n & 1 ? c[n / 2] : (c[n / 2 - 1] + c[n / 2]) / 2;
}

static void bench(int rounds)
{
    enum { N = sizeof variants / sizeof *variants };
    for (int r = 0; r < rounds; r++) {
        for (int k = 0; k < N; k++) {
            struct variant *v = &variants[(k + r) % N];
            double t0 = cpu();
            v->out = v->run();
            v->t[r] = cpu() - t0;
        }
    }
    printf("%zu pages, %.1f MB, %d rounds\n", pages, (double)bytes / 1e6, rounds);
    for (int k = 0; k < N; k++) {
        double ratio[ROUNDS], m = median(variants[k].t, rounds);
        for (int r = 0; r < rounds; r++)
            ratio[r] = variants[k].t[r] / variants[0].t[r];
        printf("%-36s %8.1f MB/s %7.0f pages/s  time %.3f  (%zu)\n", variants[k].name,
               (double)bytes / m / 1e6, (double)pages / m, median(ratio, rounds),
               variants[k].out);
    }
}

static void one_by_one(void)
{
    for (size_t i = 0; i < pages; i++) {
        fc_dom dom;
        fc_err err = { 0 };
        double t0 = cpu();
        fc_rc rc = fc_dom_parse(&dom, page[i], NULL, &keep, &scratch, &err);
        double t = cpu() - t0;
        struct rusage u;
        getrusage(RUSAGE_SELF, &u);
        printf(
            "%9zu bytes %6.3f s %5llu MB scratch %5ld MB peak %8u nodes capped %u %s\n",
            page[i].n, t, (unsigned long long)(scratch.held >> 20), u.ru_maxrss >> 10,
            dom.n, dom.capped, rc ? err.msg : "");
        fc_arena_reset(&keep);
        fc_arena_reset(&scratch);
    }
}

int main(int argc, char **argv)
{
    if (argc < 3)
        return 64;
    fc_arena_init(&keep);
    fc_arena_init(&scratch);
    for (int i = 2; i < argc; i++)
        load(argv[i]);
    if (strcmp(argv[1], "one") == 0) {
        one_by_one();
        return 0;
    }
#ifdef PROTOTYPE
    skim_init();
    skim_out = malloc(largest + 64);
    skim_map = malloc((largest + 64) * sizeof *skim_map);
#endif
    int rounds = atoi(argv[1]);
    bench(rounds < 1 ? 1 : rounds > ROUNDS ? ROUNDS : rounds);
    return 0;
}
