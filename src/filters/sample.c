/* sample.c - a share of the items, the same ones in any process and on any machine. */
#include "base/hash.h"

typedef struct conf {
    double rate;
    int64_t seed;
} conf;

enum { NOT_SAMPLED = 1 };

/* What an item is chosen by. */
static fc_str key(const fc_doc *doc)
{
    if (doc->id.n)
        return doc->id;
    return doc->rec ? doc->rec->id : doc->text;
}

static int sample_run(const void *config, void *mine, fc_doc *doc, fc_call *call)
{
    const conf *c = config;
    fc_str k = key(doc);
    (void)mine;
    (void)call;
    /* 53 bits are a double's precision: place is exact and below 1 */
    double place =
        (double)(fc_hash64(k.p, k.n, (uint64_t)c->seed) >> 11) / 9007199254740992.0;
    return place < c->rate ? FC_KEEP : NOT_SAMPLED;
}

static const fc_opt opts[] = {
    { "rate", FC_OPT_NUM, offsetof(conf, rate), NULL, 0, 1, NULL, "R",
      "share of the items to keep", FC_OPT_REQUIRED },
    { "seed", FC_OPT_INT, offsetof(conf, seed), "0", 0, 1e15, NULL, "N",
      "another number chooses other items", 0 },
    { 0 }
};

static const fc_reason reasons[] = {
    { "not-sampled", "its place is not below --rate" },
    { 0 }
};

static const fc_example examples[] = {
    { "about half of four", "sample --rate 0.5",
      "{\"id\":\"a\",\"text\":\"1\"}\n{\"id\":\"b\",\"text\":\"2\"}\n"
      "{\"id\":\"c\",\"text\":\"3\"}\n{\"id\":\"d\",\"text\":\"4\"}\n",
      "{\"id\":\"b\",\"text\":\"2\"}\n{\"id\":\"d\",\"text\":\"4\"}\n" },
    { 0 }
};

FC_STAGE(sample) = {
    .use = {
        .name = "sample",
        .group = FC_GROUP_CHOOSE,
        .brief = "keep a share of the items, chosen by their id",
        .doc = "The hash (XXH64) of an item's id, as a number from 0 to 1, is its place; "
               "an item is kept when its place is below --rate. So the choice does not "
               "depend on the order, the other items or the number of processes, and a "
               "smaller sample is a part of a larger one with the same --seed. Items "
               "without an id are chosen by their text.\n"
               "\n"
               "To sample a second time, after another stage, give another --seed: with "
               "the same one, the same items would be chosen again.",
        .opts = opts,
        .conf_size = sizeof(conf),
        .examples = examples,
    },
    .in = FC_ANY,
    .out = FC_ANY,
    .reasons = reasons,
    .run = sample_run,
};
