/* fineweb.c - the rules FineWeb added, as datatrove has them now and as it had them when
 * the data set was built. */
#include "base/str.h"
#include "base/utf8.h"
#include "filters/rules.h"
#include "text/chars.h"
#include "text/repeats.h"

typedef struct conf {
    bool drop;
    const char *tokenizer;
    double punct, short_lines, short_length, dups, list;
    double some;                /* limit of the number of lines */
} conf;

enum { EMPTY = 1, PUNCT, SHORT, DUPS, LIST, RULES = LIST };

/* Names that tell the versions apart: both may run in one plan. */
#define GIVES(old) \
    { "line_punct_ratio" old, FC_NUM, "share of lines that end in punctuation", NULL }, \
    { "short_line_ratio" old, FC_NUM, \
      "share of lines of at most --short-length characters", \
      NULL }, \
    { "char_dup_ratio" old, FC_NUM, \
      "characters in repeated lines, of those in all", NULL }, \
    { "list_ratio" old, FC_NUM, "line ends for each word", NULL }, \
    { "fineweb" old "_reason", FC_STRING, "the first rule of the stage that fails", NULL }
static const fc_attr gives[] = {
    { "fineweb_lines", FC_NUM, "lines that are not blank", NULL },
    GIVES(""),
    { 0 }
};
static const fc_attr gives_02[] = { GIVES("_02"), { 0 } };

static const fc_reason reasons[] = {
    { "empty", "no line that is not blank" },
    { "line_punct_ratio", "too few lines end in punctuation" },
    { "short_line_ratio", "too many lines are short" },
    { "char_dup_ratio", "too many characters are in repeated lines" },
    { "list_ratio", "too many lines for the words" },
    { 0 }
};

static const fc_reason reasons_02[] = {
    { "line_punct_ratio", "too few lines end in punctuation" },
    { "short_line_ratio", "too many lines are short" },
    { "char_dup_ratio", "too many characters are in repeated lines" },
    { "list_ratio", "too many lines for the words" },
    { 0 }
};

#define AT(field) offsetof(conf, field)
static const fc_rule rules[RULES] = {
    { "fineweb_lines", EMPTY, FC_MORE_THAN, AT(some) },
    { "line_punct_ratio", PUNCT, FC_AT_LEAST, AT(punct) },
    { "short_line_ratio", SHORT, FC_AT_MOST, AT(short_lines) },
    { "char_dup_ratio", DUPS, FC_AT_MOST, AT(dups) },
    { "list_ratio", LIST, FC_AT_MOST, AT(list) },
};
static const fc_rule rules_02[] = { /* what is equal to a limit fails; no text is empty */
    { "line_punct_ratio_02", PUNCT - 1, FC_MORE_THAN, AT(punct) },
    { "short_line_ratio_02", SHORT - 1, FC_LESS_THAN, AT(short_lines) },
    { "char_dup_ratio_02", DUPS - 1, FC_LESS_THAN, AT(dups) },
    { "list_ratio_02", LIST - 1, FC_AT_MOST, AT(list) },
};
static const fc_rule_set set = { "fineweb_reason", rules, RULES, reasons, false };
static const fc_rule_set set_02 = { "fineweb_02_reason", rules_02, RULES - 1, reasons_02,
                                    false };

/* ---------------------------------------------------------------- measuring */

static bool ends_now(fc_str line)
{
    size_t n;
    return line.n && fc_chars_before(line, &n) & FC_C_TERMINAL;
}

static bool ends_02(fc_str line)
{
    return line.n && line.p[line.n - 1] && strchr(".'\"!?", line.p[line.n - 1]);
}

/* What both versions measure; they differ in which lines count and how these end. */
static void measure(const conf *c, fc_str text, size_t words, bool old, double *value,
                    fc_arena *a)
{
    fc_pieces pieces = { .a = a };
    size_t lines = 0, ends = 0, shorts = 0, newlines = 0, chars = fc_utf8_count(text);
    fc_str rest = text, line;
    for (; fc_str_split(&rest, '\n', &line); newlines += rest.p != NULL) {
        bool blank = !fc_py_lstrip(line).n;
        if (!blank)
            fc_pieces_add(&pieces, line);
        if (blank && !old)
            continue;
        lines++;
        ends += old ? ends_02(line) : ends_now(line);
        shorts += (double)line.n <= c->short_length || /* no need to count */
                  (double)fc_utf8_count(line) <= c->short_length;
    }
    value[EMPTY - 1] = (double)lines;
    value[PUNCT - 1] = fc_share(ends, lines);
    value[SHORT - 1] = fc_share(shorts, lines);
    value[DUPS - 1] = fc_share(pieces.again_chars, chars - newlines);
    value[LIST - 1] = fc_share(newlines, words);
}

static int run(const conf *c, const fc_rule_set *rules_of, fc_doc *doc, fc_call *call)
{
    double value[RULES];
    size_t n;
    fc_shared_tokens(call, doc->text, fc_rules_cutter(c->tokenizer), &n);
    measure(c, doc->text, n, rules_of == &set_02, value, call->scratch);
    return fc_rules_judge(rules_of, c, rules_of == &set_02 ? value + 1 : value, c->drop,
                          doc, call);
}

static int fineweb_run(const void *config, void *mine, fc_doc *doc, fc_call *call)
{
    (void)mine;
    return run(config, &set, doc, call);
}

static int fineweb_02_run(const void *config, void *mine, fc_doc *doc, fc_call *call)
{
    (void)mine;
    return run(config, &set_02, doc, call);
}

/* ---------------------------------------------------------------- the table */

#define OPTS(tokenizer) \
    FC_RULES_DROP(conf), FC_RULES_TOKENIZER(conf, tokenizer), \
    { "line-punct", FC_OPT_NUM, AT(punct), "0.12", 0, 1, NULL, "X", \
      "share of lines that end in punctuation, at least", 0 }, \
    { "short-line", FC_OPT_NUM, AT(short_lines), "0.67", 0, 1e9, NULL, "X", \
      "share of short lines, at most", 0 }, \
    { "short-length", FC_OPT_NUM, AT(short_length), "30", 0, 1e9, NULL, "N", \
      "characters of a short line, at most", 0 }, \
    { "char-dup", FC_OPT_NUM, AT(dups), "0.01", 0, 1e9, NULL, "X", \
      "share of characters in repeated lines, at most", 0 }, \
    { "new-line", FC_OPT_NUM, AT(list), "0.3", 0, 1e9, NULL, "X", \
      "line ends for each word, at most", 0 }
static const fc_opt opts[] = { OPTS("english"), { 0 } };
static const fc_opt opts_02[] = { OPTS("nltk"), { 0 } };

static const fc_example examples[] = {
    { "A list of links", "fineweb",
      "{\"id\":\"a\",\"text\":\"Home\\nAbout us\\nContact\"}\n", "" },
    { "The same, only measured", "fineweb --no-drop",
      "{\"id\":\"a\",\"text\":\"Home\\nAbout us\\nContact\"}\n",
      "{\"id\":\"a\",\"text\":\"Home\\nAbout "
      "us\\nContact\",\"attributes\":{\"fineweb_lines\":3,\"line_punct_ratio\":0,\"short_"
      "line_ratio\":1,\"char_dup_ratio\":0,\"list_ratio\":0.5,\"fineweb_reason\":\"line_p"
      "unct_ratio\"}}\n" },
    { 0 }
};

FC_STAGE(fineweb) = {
    .use = {
        .name = "fineweb",
        .group = FC_GROUP_RULES,
        .brief = "the rules FineWeb added, as datatrove applies them",
        .doc = "Of the lines that are not blank, at least 0.12 must end in punctuation "
               "that ends sentences in some script, at most 0.67 may have 30 characters "
               "or fewer, and lines that were there before may hold at most 0.01 of the "
               "characters. There may be at most 0.3 line ends for each word; words are "
               "the tokens of spaCy's blank English pipeline.\n"
               "\n"
               "The data set itself was built with an older datatrove: see fineweb-0.2. "
               "Every rule's value becomes an attribute; a document that fails is "
               "dropped, for the first rule that fails in datatrove's order. With "
               "--no-drop all go on.",
        .source = "Penedo et al. 2024, arXiv 2406.17557; datatrove 0.10 "
                  "fineweb_quality_filter",
        .opts = opts,
        .conf_size = sizeof(conf),
        .examples = examples,
    },
    .in = FC_DOCUMENT,
    .out = FC_DOCUMENT,
    .gives = gives,
    .reasons = reasons,
    .run = fineweb_run,
};

static const fc_example examples_02[] = {
    { "A share that is equal to a limit fails", "fineweb-0.2 --line-punct 0.5 --no-drop",
      "{\"id\":\"a\",\"text\":\"One line that ends as a sentence does.\\n\"}\n",
      "{\"id\":\"a\",\"text\":\"One line that ends as a sentence "
      "does.\\n\",\"attributes\":{\"line_punct_ratio_02\":0.5,\"short_line_ratio_02\":0.5"
      ",\"char_dup_ratio_02\":0,\"list_ratio_02\":0.111111,\"fineweb_02_reason\":\"line_p"
      "unct_ratio\"}}\n" },
    { 0 }
};

FC_STAGE(fineweb_02) = {
    .use = {
        .name = "fineweb-0.2",
        .group = FC_GROUP_RULES,
        .brief = "the rules FineWeb added, as its data were built",
        .doc = "As fineweb, but: lines end with . ' \" ! or ?; blank lines count as "
               "lines, and as short ones; and a share that is equal to the limit fails, "
               "but for line ends to words. Words are those of NLTK's word_tokenize. The "
               "abbreviations by which it tells sentences are not NLTK's, so that in one "
               "document of some ten the count of words differs by one or two.",
        .source = "Penedo et al. 2024, arXiv 2406.17557; datatrove 0.2.0",
        .opts = opts_02,
        .conf_size = sizeof(conf),
        .examples = examples_02,
    },
    .in = FC_DOCUMENT,
    .out = FC_DOCUMENT,
    .gives = gives_02,
    .reasons = reasons_02,
    .run = fineweb_02_run,
};
