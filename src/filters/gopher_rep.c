/* gopher_rep.c - the repetition rules of Gopher as datatrove has them. */
#include "base/str.h"
#include "base/utf8.h"
#include "filters/rules.h"
#include "text/chars.h"
#include "text/repeats.h"

#include <math.h>

typedef struct conf {
    bool drop, splitlines;
    const char *tokenizer;
    double para, para_char, line, line_char, top2, top3, top4, dup5, dup6, dup7, dup8,
        dup9, dup10;
} conf;

enum {
    PARA = 1,
    PARA_CHAR,
    LINE,
    LINE_CHAR,
    TOP2,
    TOP3,
    TOP4,
    DUP5,
    DUP6,
    DUP7,
    DUP8,
    DUP9,
    DUP10,
    RULES = DUP10
};

static const fc_attr gives[] = {
    { "dup_para_frac", FC_NUM, "share of paragraphs that were there before", NULL },
    { "dup_para_char_frac", FC_NUM, "their characters, of the text's", NULL },
    { "dup_line_frac", FC_NUM, "share of lines that were there before", NULL },
    { "dup_line_char_frac", FC_NUM, "their characters, of the text's", NULL },
    { "top_2_gram", FC_NUM, "characters of the most frequent word pair, of the text's",
      NULL },
    { "top_3_gram", FC_NUM, "the same for three words", NULL },
    { "top_4_gram", FC_NUM, "the same for four words", NULL },
    { "dup_5_grams", FC_NUM, "characters in repeated runs of 5 words, of the text's",
      NULL },
    { "dup_6_grams", FC_NUM, "the same for 6 words", NULL },
    { "dup_7_grams", FC_NUM, "the same for 7 words", NULL },
    { "dup_8_grams", FC_NUM, "the same for 8 words", NULL },
    { "dup_9_grams", FC_NUM, "the same for 9 words", NULL },
    { "dup_10_grams", FC_NUM, "the same for 10 words", NULL },
    { "gopher_rep_reason", FC_STRING, "the first rule of gopher-rep that fails", NULL },
    { 0 }
};

static const fc_reason reasons[] = {
    { "dup_para_frac", "too many paragraphs are repeated" },
    { "dup_para_char_frac", "too many characters are in repeated paragraphs" },
    { "dup_line_frac", "too many lines are repeated" },
    { "dup_line_char_frac", "too many characters are in repeated lines" },
    { "top_2_gram", "too many characters are in the most frequent pair of words" },
    { "top_3_gram", "too many characters are in the most frequent three words" },
    { "top_4_gram", "too many characters are in the most frequent four words" },
    { "duplicated_5_n_grams", "too many characters are in repeated runs of 5 words" },
    { "duplicated_6_n_grams", "too many characters are in repeated runs of 6 words" },
    { "duplicated_7_n_grams", "too many characters are in repeated runs of 7 words" },
    { "duplicated_8_n_grams", "too many characters are in repeated runs of 8 words" },
    { "duplicated_9_n_grams", "too many characters are in repeated runs of 9 words" },
    { "duplicated_10_n_grams", "too many characters are in repeated runs of 10 words" },
    { 0 }
};

#define AT(field) offsetof(conf, field)
static const fc_rule rules[RULES] = {
    { "dup_para_frac", PARA, FC_AT_MOST, AT(para) },
    { "dup_para_char_frac", PARA_CHAR, FC_AT_MOST, AT(para_char) },
    { "dup_line_frac", LINE, FC_AT_MOST, AT(line) },
    { "dup_line_char_frac", LINE_CHAR, FC_AT_MOST, AT(line_char) },
    { "top_2_gram", TOP2, FC_AT_MOST, AT(top2) },
    { "top_3_gram", TOP3, FC_AT_MOST, AT(top3) },
    { "top_4_gram", TOP4, FC_AT_MOST, AT(top4) },
    { "dup_5_grams", DUP5, FC_AT_MOST, AT(dup5) },
    { "dup_6_grams", DUP6, FC_AT_MOST, AT(dup6) },
    { "dup_7_grams", DUP7, FC_AT_MOST, AT(dup7) },
    { "dup_8_grams", DUP8, FC_AT_MOST, AT(dup8) },
    { "dup_9_grams", DUP9, FC_AT_MOST, AT(dup9) },
    { "dup_10_grams", DUP10, FC_AT_MOST, AT(dup10) },
};
static const fc_rule_set set = { "gopher_rep_reason", rules, RULES, reasons, true };

/* ---------------------------------------------------------------- measuring */

/* Pieces between runs of at least `least` newlines, as Python's re.split gives them: an
 * empty one where such a run stands at an end. */
static void add_pieces(fc_pieces *pieces, fc_str text, size_t least)
{
    size_t from = 0;
    for (size_t i = 0; i < text.n;) {
        size_t run = 0;
        i += fc_str_findc((fc_str){ text.p + i, text.n - i }, '\n');
        while (i + run < text.n && text.p[i + run] == '\n')
            run++;
        if (run >= least) {
            fc_pieces_add(pieces, (fc_str){ text.p + from, i - from });
            from = i + run;
        }
        i += run;
    }
    fc_pieces_add(pieces, (fc_str){ text.p + from, text.n - from });
}

static void measure_pieces(const conf *c, fc_str text, size_t chars, double *value,
                           fc_arena *a)
{
    fc_pieces para = { .a = a }, lines = { .a = a };
    fc_str line;
    size_t at = 0;
    add_pieces(&para, fc_py_strip(text), 2);
    if (!c->splitlines)
        add_pieces(&lines, text, 1);
    while (c->splitlines && fc_py_line(text, &at, &line))
        fc_pieces_add(&lines, line);
    value[PARA - 1] = fc_share(para.again, para.n);
    value[PARA_CHAR - 1] = fc_share(para.again_chars, chars);
    value[LINE - 1] = fc_share(lines.again, lines.n);
    value[LINE_CHAR - 1] = fc_share(lines.again_chars, chars);
}

/* Characters of the most frequent n-gram, words joined by blanks, times how often it
 * occurs; of several the first. */
static size_t top_gram(const fc_grams *g)
{
    size_t best = 0, count = 1;
    for (size_t i = 0; i < g->n_live; i++)
        if (g->count[g->live[i]] > count) {
            best = g->live[i];
            count = g->count[best];
        }
    return (fc_grams_chars(g, best) + g->n - 1) * count;
}

static void measure_words(const fc_token *token, size_t n, size_t chars, double *value,
                          fc_arena *a)
{
    fc_grams g;
    size_t repeated[11];
    fc_grams_open(&g, token, n, a);
    for (int k = TOP2; k <= TOP4; k++) {
        value[k - 1] = g.n <= n ? fc_share(top_gram(&g), chars) : NAN;
        fc_grams_next(&g);
    }
    fc_repeats_greedy(token, n, a, repeated);
    for (int k = DUP5; k <= DUP10; k++)
        value[k - 1] = fc_share(repeated[k - DUP5 + 5], chars);
}

static int gopher_rep_run(const void *config, void *mine, fc_doc *doc, fc_call *call)
{
    const conf *c = config;
    double value[RULES];
    size_t n, chars = fc_utf8_count(doc->text);
    (void)mine;
    const fc_token *token =
        fc_shared_tokens(call, doc->text, fc_rules_cutter(c->tokenizer), &n);
    measure_pieces(c, doc->text, chars, value, call->scratch);
    measure_words(token, n, chars, value, call->scratch);
    return fc_rules_judge(&set, c, value, c->drop, doc, call);
}

/* ---------------------------------------------------------------- the table */

#define LIMIT(name, field, def, help) \
    { name, FC_OPT_NUM, AT(field), def, 0, 1, NULL, "X", help, 0 }
static const fc_opt opts[] = {
    FC_RULES_DROP(conf),
    FC_RULES_TOKENIZER(conf, "english"),
    { "splitlines", FC_OPT_BOOL, AT(splitlines), NULL, 0, 0, NULL, NULL,
      "lines as Python's splitlines gives them, blank ones too: datatrove before 0.3",
      0 },
    LIMIT("dup-para-frac", para, "0.3", "share of paragraphs that are repeated"),
    LIMIT("dup-para-char-frac", para_char, "0.2",
          "share of characters in repeated paragraphs"),
    LIMIT("dup-line-frac", line, "0.3", "share of lines that are repeated"),
    LIMIT("dup-line-char-frac", line_char, "0.2",
          "share of characters in repeated lines"),
    LIMIT("top-2-gram", top2, "0.2",
          "share of characters in the most frequent two words"),
    LIMIT("top-3-gram", top3, "0.18", "... three words"),
    LIMIT("top-4-gram", top4, "0.16", "... four words"),
    LIMIT("dup-5-grams", dup5, "0.15", "share of characters in repeated runs of 5 words"),
    LIMIT("dup-6-grams", dup6, "0.14", "... 6 words"),
    LIMIT("dup-7-grams", dup7, "0.13", "... 7 words"),
    LIMIT("dup-8-grams", dup8, "0.12", "... 8 words"),
    LIMIT("dup-9-grams", dup9, "0.11", "... 9 words"),
    LIMIT("dup-10-grams", dup10, "0.1", "... 10 words"),
    { 0 }
};

static const fc_example examples[] = {
    { "Three lines, one of them twice: more than 0.3 of them are repeated",
      "gopher-rep", "{\"id\":\"a\",\"text\":\"on\\noff\\non\"}\n", "" },
    { 0 }
};

FC_STAGE(gopher_rep) = {
    .use = {
        .name = "gopher-rep",
        .group = FC_GROUP_RULES,
        .brief = "the repetition rules of Gopher, as datatrove applies them",
        .doc = "Repeated is what was there before: the first copy does not count. "
               "Paragraphs stand between blank lines. The most frequent n-gram counts "
               "with the blanks in it, of several the first; runs of 5 to 10 words are "
               "looked for from left to right, and one that was there before is passed "
               "over as a whole. Words are the tokens of spaCy's blank English pipeline. "
               "All values are shares, with 0 a rule is off.\n"
               "\n"
               "Every rule's value becomes an attribute. A document that fails is "
               "dropped; its reason, and the attribute gopher_rep_reason, is the first "
               "rule that fails in datatrove's order. With --no-drop all documents go "
               "on.",
        .source = "Rae et al. 2021, arXiv 2112.11446, table A1; datatrove 0.10 "
                  "gopher_repetition_filter",
        .opts = opts,
        .conf_size = sizeof(conf),
        .examples = examples,
    },
    .in = FC_DOCUMENT,
    .out = FC_DOCUMENT,
    .gives = gives,
    .reasons = reasons,
    .run = gopher_rep_run,
};
