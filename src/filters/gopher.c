/* gopher.c - the quality rules of Gopher as datatrove has them. */
#include "base/str.h"
#include "filters/rules.h"
#include "text/chars.h"

typedef struct conf {
    bool drop;
    const char *tokenizer;
    double min_words, max_words, min_length, max_length, max_symbols, max_bullets,
        max_ellipses, min_alpha, min_stop_words;
    bool count_all;
} conf;

enum { SHORT_DOC = 1, LONG_DOC, SHORT_WORDS, LONG_WORDS, HASHES, ELLIPSES, BULLETS,
       END_ELLIPSES, ALPHA, STOP_WORDS };

static const fc_attr gives[] = {
    { "gopher_words", FC_NUM, "words with a character that is no punctuation", NULL },
    { "gopher_word_length", FC_NUM, "their mean length in characters", NULL },
    { "gopher_hashes", FC_NUM, "'#' for each token", NULL },
    { "gopher_ellipses", FC_NUM, "'...' and U+2026 for each token", NULL },
    { "gopher_bullets", FC_NUM, "share of lines that begin with U+2022 or '-'", NULL },
    { "gopher_end_ellipses", FC_NUM, "share of lines that end with an ellipsis", NULL },
    { "gopher_alpha", FC_NUM, "share of tokens with an alphabetic character", NULL },
    { "gopher_stop_words", FC_NUM, "of eight frequent words, how many occur", NULL },
    { "gopher_reason", FC_STRING, "the first rule of gopher that fails", NULL },
    { 0 }
};

static const fc_reason reasons[] = {
    { "gopher_short_doc", "fewer words than --min-words" },
    { "gopher_long_doc", "more words than --max-words" },
    { "gopher_below_avg_threshold",
      "words are shorter than --min-word-length on average" },
    { "gopher_above_avg_threshold",
      "words are longer than --max-word-length on average" },
    { "gopher_too_many_hashes", "more '#' for each token than --max-symbols" },
    { "gopher_too_many_ellipsis", "more ellipses for each token than --max-symbols" },
    { "gopher_too_many_bullets",
      "a larger share of lines with bullets than --max-bullets" },
    { "gopher_too_many_end_ellipsis",
      "a larger share of lines end so than --max-end-ellipses" },
    { "gopher_below_alpha_threshold",
      "a smaller share of tokens with letters than --min-alpha" },
    { "gopher_enough_stop_words", "fewer of the frequent words than --min-stop-words" },
    { 0 }
};

enum {
    WORDS,
    WORDS_MAX,
    LENGTH,
    LENGTH_MAX,
    HASH,
    DOTS,
    BULLET,
    END_DOTS,
    LETTERS,
    STOPS,
    VALUES
};

#define AT(field) offsetof(conf, field)
static const fc_rule rules[VALUES] = {
    [WORDS] = { "gopher_words", SHORT_DOC, FC_AT_LEAST, AT(min_words) },
    [WORDS_MAX] = { "gopher_words", LONG_DOC, FC_AT_MOST, AT(max_words) },
    [LENGTH] = { "gopher_word_length", SHORT_WORDS, FC_AT_LEAST, AT(min_length) },
    [LENGTH_MAX] = { "gopher_word_length", LONG_WORDS, FC_AT_MOST, AT(max_length) },
    [HASH] = { "gopher_hashes", HASHES, FC_AT_MOST, AT(max_symbols) },
    [DOTS] = { "gopher_ellipses", ELLIPSES, FC_AT_MOST, AT(max_symbols) },
    [BULLET] = { "gopher_bullets", BULLETS, FC_AT_MOST, AT(max_bullets) },
    [END_DOTS] = { "gopher_end_ellipses", END_ELLIPSES, FC_AT_MOST, AT(max_ellipses) },
    [LETTERS] = { "gopher_alpha", ALPHA, FC_AT_LEAST, AT(min_alpha) },
    [STOPS] = { "gopher_stop_words", STOP_WORDS, FC_AT_LEAST, AT(min_stop_words) },
};
static const fc_rule_set set = { "gopher_reason", rules, VALUES, reasons, true };

/* ---------------------------------------------------------------- measuring */

static void measure_words(const conf *c, const fc_token *token, size_t n, double *value)
{
    size_t words = 0, chars = 0, alpha = 0, all = 0, distinct = 0;
    unsigned seen = 0;
    for (size_t i = 0; i < n; i++) {
        int stop = fc_rules_stop_word(&token[i], false);
        words += token[i].word;
        chars += token[i].word ? token[i].chars : 0;
        alpha += token[i].alpha;
        if (stop >= 0) {
            all++;
            seen |= 1u << stop;
        }
    }
    for (; seen; seen &= seen - 1)
        distinct++;
    value[WORDS] = value[WORDS_MAX] = (double)words;
    value[LENGTH] = value[LENGTH_MAX] = fc_share(chars, words);
    value[LETTERS] = fc_share(alpha, n);
    value[STOPS] = (double)(c->count_all ? all : distinct);
}

static bool starts_with_bullet(fc_str line)
{
    line = fc_py_lstrip(line);
    return line.n && (line.p[0] == '-' || fc_str_starts(line, FC_STR("\u2022")));
}

static bool ends_with_ellipsis(fc_str line)
{
    line = fc_py_rstrip(line);
    return fc_str_ends(line, FC_STR("...")) || fc_str_ends(line, FC_STR("\u2026"));
}

static void measure_lines(fc_str text, double *value)
{
    size_t lines = 0, bullets = 0, ends = 0, at = 0;
    fc_str line;
    for (; fc_py_line(text, &at, &line); lines++) {
        bullets += starts_with_bullet(line);
        ends += ends_with_ellipsis(line);
    }
    value[BULLET] = fc_share(bullets, lines);
    value[END_DOTS] = fc_share(ends, lines);
}

static int gopher_run(const void *config, void *mine, fc_doc *doc, fc_call *call)
{
    const conf *c = config;
    double value[VALUES];
    size_t n;
    (void)mine;
    const fc_token *token =
        fc_shared_tokens(call, doc->text, fc_rules_cutter(c->tokenizer), &n);
    measure_words(c, token, n, value);
    measure_lines(doc->text, value);
    value[HASH] = fc_share(fc_py_count(doc->text, FC_STR("#")), n);
    value[DOTS] = fc_share(fc_py_count(doc->text, FC_STR("...")) +
                           fc_py_count(doc->text, FC_STR("\u2026")), n);
    return fc_rules_judge(&set, c, value, c->drop, doc, call);
}

/* ---------------------------------------------------------------- the table */

static const fc_opt opts[] = {
    FC_RULES_DROP(conf),
    FC_RULES_TOKENIZER(conf, "english"),
    { "min-words", FC_OPT_NUM, AT(min_words), "50", 0, 1e12, NULL, "N",
      "at least so many words", 0 },
    { "max-words", FC_OPT_NUM, AT(max_words), "100000", 0, 1e12, NULL, "N",
      "at most so many words", 0 },
    { "min-word-length", FC_OPT_NUM, AT(min_length), "3", 0, 1e9, NULL, "X",
      "mean length of a word, at least", 0 },
    { "max-word-length", FC_OPT_NUM, AT(max_length), "10", 0, 1e9, NULL, "X",
      "mean length of a word, at most", 0 },
    { "max-symbols", FC_OPT_NUM, AT(max_symbols), "0.1", 0, 1e9, NULL, "X",
      "'#', and ellipses, for each token", 0 },
    { "max-bullets", FC_OPT_NUM, AT(max_bullets), "0.9", 0, 1, NULL, "X",
      "share of lines with a bullet in front", 0 },
    { "max-end-ellipses", FC_OPT_NUM, AT(max_ellipses), "0.3", 0, 1, NULL, "X",
      "share of lines with an ellipsis at the end", 0 },
    { "min-alpha", FC_OPT_NUM, AT(min_alpha), "0.8", 0, 1, NULL, "X",
      "share of tokens with an alphabetic character", 0 },
    { "min-stop-words", FC_OPT_NUM, AT(min_stop_words), "2", 0, 1e9, NULL, "N",
      "how many of the frequent words", 0 },
    { "count-all", FC_OPT_BOOL, AT(count_all), NULL, 0, 0, NULL, NULL,
      "count frequent words each time they occur, as datatrove did before 2025", 0 },
    { 0 }
};

static const fc_example examples[] = {
    { "A short text fails the first rule, and all rules are told",
      "gopher --no-drop", "{\"id\":\"a\",\"text\":\"The cat sat on the mat.\"}\n",
      "{\"id\":\"a\",\"text\":\"The cat sat on the "
      "mat.\",\"attributes\":{\"gopher_words\":6,\"gopher_word_length\":2.833333,\"gopher"
      "_hashes\":0,\"gopher_ellipses\":0,\"gopher_bullets\":0,\"gopher_end_ellipses\":0,"
      "\"gopher_alpha\":0.857143,\"gopher_stop_words\":1,\"gopher_reason\":\"gopher_short"
      "_doc\"}}\n" },
    { 0 }
};

FC_STAGE(gopher) = {
    .use = {
        .name = "gopher",
        .group = FC_GROUP_RULES,
        .brief = "the quality rules of Gopher, as datatrove applies them",
        .doc = "Words are the tokens of spaCy's blank English pipeline. A rule with the "
               "limit 0 is off. The frequent words are the, be, to, of, and, that, have, "
               "with, in lower case.\n"
               "\n"
               "Every rule's value becomes an attribute. A document that fails is "
               "dropped; its reason, and the attribute gopher_reason, is the first rule "
               "that fails in datatrove's order. With --no-drop all documents go on, and "
               "a later keep decides.",
        .source = "Rae et al. 2021, arXiv 2112.11446, table A1; datatrove 0.10 "
                  "gopher_quality_filter",
        .opts = opts,
        .conf_size = sizeof(conf),
        .examples = examples,
    },
    .in = FC_DOCUMENT,
    .out = FC_DOCUMENT,
    .gives = gives,
    .reasons = reasons,
    .run = gopher_run,
};
