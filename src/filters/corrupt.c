/* corrupt.c - is this text, or what was left of one? corrupt_parts.h has the measures. */
#include "filters/corrupt_parts.h"
#include "io/compress.h"

typedef struct conf {
    double max;
    bool drop, ratio;
} conf;

enum { CORRUPT = 1 };

static const fc_attr gives[] = {
    { "corrupt", FC_NUM, "how corrupt the text is, 0 to 1, by all parts together", NULL },
    { "corrupt_mojibake", FC_NUM, "share of characters read in the wrong charset", NULL },
    { "corrupt_replaced", FC_NUM, "share of U+FFFD, and of question marks in words",
      NULL },
    { "corrupt_escaped", FC_NUM, "share of escapes: %D0, =D0, \\u0442, &#1090;, (cid:57)",
      NULL },
    { "corrupt_binary", FC_NUM, "share of controls, private use and noncharacters",
      NULL },
    { "corrupt_marks", FC_NUM, "share of marks with nothing to stand on", NULL },
    { "corrupt_symbols", FC_NUM, "share of rare symbols", NULL },
    { "corrupt_digits", FC_NUM, "share of digits", NULL },
    { "corrupt_swapped", FC_NUM, "Cyrillic and Greek words with capitals in the middle",
      NULL },
    { "corrupt_mixed", FC_NUM, "share of words of two scripts that do not mix", NULL },
    { "corrupt_vowelless", FC_NUM, "share of long Latin words without a vowel", NULL },
    { "corrupt_long", FC_NUM, "share of words of more than 25 letters", NULL },
    { "corrupt_short", FC_NUM, "share of words of at most 3 letters", NULL },
    { "corrupt_capitals", FC_NUM, "share of words with a capital in front", NULL },
    { "corrupt_stops", FC_NUM, "ends of sentences for each word", NULL },
    { "corrupt_commas", FC_NUM, "commas and bars for each word", NULL },
    { "corrupt_top", FC_NUM, "share of the most frequent longer word", NULL },
    { "corrupt_repeats", FC_NUM, "share of bytes that were there before, in eights",
      NULL },
    { "corrupt_entropy", FC_NUM, "bits for a byte, of 8", NULL },
    { "corrupt_unlikely", FC_NUM,
      "bits for a letter after another, beyond those of any language, of 16", NULL },
    { "corrupt_rare", FC_NUM, "share of Han and Hangul that are rare, beyond .15", NULL },
    { "corrupt_again", FC_NUM, "share of words: longer ones that were there before",
      NULL },
    { 0 }
};

static const fc_attr ratio_attr = {
    "corrupt_ratio", FC_NUM, "bytes that zlib makes of a byte, at level 6 (--ratio)", NULL
};

static const fc_reason reasons[] = {
    { "corrupt", "corrupt is above --max" },
    { 0 }
};

static fc_rc corrupt_known(fc_open *ctx, fc_err *err)
{
    return fc_open_give(ctx, &ratio_attr, err);
}

/* The model is the configuration. */
static fc_rc corrupt_open(fc_open *ctx, const void *config, void **model, fc_err *err)
{
    const conf *c = config;
    *model = (void *)(uintptr_t)config;
    return c->ratio ? corrupt_known(ctx, err) : FC_OK;
}

static void set_ratio(fc_doc *doc, fc_call *call)
{
    uint64_t made = fc_deflated_size(doc->text);
    if (made && doc->text.n)
        fc_set_num(&doc->attr, call->keep, ratio_attr.name,
                   (double)made / (double)doc->text.n, 4);
}

static void tell(const double *part, const double *moved, double decision, fc_buf *out)
{
    for (int i = 0; i < FC_CORRUPT_PARTS; i++)
        if (moved[i] > 0.05 || moved[i] < -0.05)
            fc_buf_printf(out, "  %s %.4f moves it by %+.2f\n", gives[i + 1].name,
                          part[i], moved[i]);
    fc_buf_printf(out, "  corrupt %.4f\n", decision);
}

static int corrupt_run(const void *config, void *mine, fc_doc *doc, fc_call *call)
{
    const conf *c = config;
    double part[FC_CORRUPT_PARTS], moved[FC_CORRUPT_PARTS];
    (void)mine;
    fc_corrupt_measure(doc->text, call->scratch, part);
    double decision = fc_corrupt_decide(part, doc->text.n, moved);
    fc_set_num(&doc->attr, call->keep, gives[0].name, decision, 4);
    for (int i = 0; i < FC_CORRUPT_PARTS; i++)
        fc_set_num(&doc->attr, call->keep, gives[i + 1].name, part[i], 4);
    if (c->ratio)
        set_ratio(doc, call);
    if (call->explain)
        tell(part, moved, decision, call->explain);
    return c->drop && decision > c->max ? CORRUPT : FC_KEEP;
}

static const fc_opt opts[] = {
    { "max", FC_OPT_NUM, offsetof(conf, max), "0.5", 0, 1, NULL, "X",
      "drop documents above this", 0 },
    { "drop", FC_OPT_BOOL, offsetof(conf, drop), NULL, 0, 0, NULL, NULL,
      "drop corrupt documents; without it all go on, with the attributes", 0 },
    { "ratio", FC_OPT_BOOL, offsetof(conf, ratio), NULL, 0, 0, NULL, NULL,
      "give corrupt_ratio too, the ratio by which zlib compresses the text: no part of "
      "the decision, and it takes longer than all of them", 0 },
    { 0 }
};

static const fc_example examples[] = {
    { "UTF-8 that was read as Windows-1252", "corrupt --drop",
      "{\"id\":\"a\",\"text\":\"F\u00c3\u00bcr die G\u00c3\u00a4ste gab es "
      "Getr\u00c3\u00a4nke und sp\u00c3\u00a4ter ein Feuerwerk \u00c3\u00bcber dem "
      "Fluss.\"}\n",
      "" },
    { 0 }
};

FC_STAGE(corrupt) = {
    .use = {
        .name = "corrupt",
        .group = FC_GROUP_TELL,
        .brief = "tell broken text: wrong charset, bytes, mash, keyword soup",
        .doc = "Measures what shows that something went wrong: sequences that are UTF-8 "
               "read as Latin-1, Windows-1252 or Windows-1251 (also twice), KOI8 and "
               "Windows-1251 taken for each other, replacement and control characters, "
               "question marks for lost letters, escapes, stray marks, words that mix "
               "scripts or have no vowels, letters and ideographs that hardly stand "
               "together in any language, repetition, keyword lists without sentences. "
               "One linear "
               "decision over these parts gives `corrupt`, 0 to 1; explain shows what "
               "each part adds. The parts are attributes as well.\n"
               "\n"
               "The weights were trained on judged documents and on damage that the "
               "trainer makes (src/filters/corrupt_train.py).",
        .opts = opts,
        .conf_size = sizeof(conf),
        .examples = examples,
    },
    .in = FC_DOCUMENT,
    .out = FC_DOCUMENT,
    .gives = gives,
    .reasons = reasons,
    .open = corrupt_open,
    .known = corrupt_known,
    .run = corrupt_run,
};
