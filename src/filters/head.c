/* head.c - the first so many items, in input order. */
#include "filterc.h"

#include <stdlib.h>

typedef struct conf {
    int64_t count;
    bool read_all;
} conf;

enum { AFTER_HEAD = 1 };

static fc_rc head_worker(const void *config, void **mine, fc_err *err)
{
    (void)config;
    *mine = calloc(1, sizeof(int64_t));
    return *mine ? FC_OK : fc_fail(err, FC_ETRY, "out of memory");
}

static int head_run(const void *config, void *mine, fc_doc *doc, fc_call *call)
{
    const conf *c = config;
    int64_t *seen = mine;
    (void)doc;
    if (*seen < c->count)
        ++*seen;
    else
        return AFTER_HEAD;
    call->stop = *seen == c->count && !c->read_all;
    return FC_KEEP;
}

static const fc_opt opts[] = {
    { "N", FC_OPT_INT, offsetof(conf, count), NULL, 1, 1e15, NULL, "N",
      "how many to keep", FC_OPT_ARG | FC_OPT_REQUIRED },
    { "read-all", FC_OPT_BOOL, offsetof(conf, read_all), NULL, 0, 0, NULL, NULL,
      "read the rest of the input as well, so that the funnel counts it", 0 },
    { 0 }
};

static const fc_reason reasons[] = {
    { "after-head", "N items had come before it" },
    { 0 }
};

static const fc_example examples[] = {
    { "the first two", "head 2",
      "{\"id\":\"a\",\"text\":\"1\"}\n{\"id\":\"b\",\"text\":\"2\"}\n"
      "{\"id\":\"c\",\"text\":\"3\"}\n",
      "{\"id\":\"a\",\"text\":\"1\"}\n{\"id\":\"b\",\"text\":\"2\"}\n" },
    { 0 }
};

FC_STAGE(head) = {
    .use = {
        .name = "head",
        .group = FC_GROUP_CHOOSE,
        .brief = "keep the first N items",
        .doc = "Once N items have passed, the run ends: what it had read ahead by then, "
               "which depends on the size of batches, may be counted as 'after-head' or "
               "not at all. With --read-all it reads on and counts everything.",
        .opts = opts,
        .conf_size = sizeof(conf),
        .examples = examples,
    },
    .in = FC_ANY,
    .out = FC_ANY,
    .flags = FC_ORDERED,
    .reasons = reasons,
    .worker = head_worker,
    .run = head_run,
    .worker_end = free,
};
