/* cat.c - pass everything on: to join, check or convert inputs. */
#include "filterc.h"

static int cat_run(const void *config, void *mine, fc_doc *doc, fc_call *call)
{
    (void)config;
    (void)mine;
    (void)doc;
    (void)call;
    return FC_KEEP;
}

static const fc_example examples[] = {
    { "documents in our order of keys", "cat",
      "{\"text\": \"one\", \"id\": \"a\"}\n", "{\"id\":\"a\",\"text\":\"one\"}\n" },
    { 0 }
};

FC_STAGE(cat) = {
    .use = {
        .name = "cat",
        .group = FC_GROUP_HAND_ON,
        .brief = "pass everything on, unpacked and in one piece",
        .doc = "Reads all inputs, whatever they are packed in, and writes records as "
               "WARC and documents as JSON lines. Use it to join files, to see what a "
               "file holds, or to count what is damaged in it: the reasons are in the "
               "funnel.",
        .examples = examples,
    },
    .in = FC_ANY,
    .out = FC_ANY,
    .run = cat_run,
};
