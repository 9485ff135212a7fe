/* dolma.c - Gopher's rules as dolma's taggers measure them: words between white space,
 * their median length, and every copy of a repetition counted. */
#include "base/str.h"
#include "filters/rules.h"
#include "text/repeats.h"

#include <math.h>
#include <stdlib.h>

typedef struct conf {
    bool drop, merge;
    double top2, top3, top4, dup[6], min_words, max_words, min_median, max_median,
        symbols, alpha, required, bullets, ellipses, dup_lines, dup_line_chars;
} conf;

enum {
    TOP2 = 1,
    TOP3,
    TOP4,
    DUP5,
    DUP10 = DUP5 + 5,
    WORDS,
    MEDIAN,
    SYMBOLS,
    ALPHA,
    REQUIRED,
    BULLETS,
    ELLIPSES,
    LINES,
    LINE_CHARS
};

/* One row for what is told of an attribute and for the reason, which is named after
 * it. */
#define TOP(n) "fraction_of_characters_in_most_common_" n "grams"
#define DUP(n) "fraction_of_characters_in_duplicate_" n "grams"

static const fc_attr gives[] = {
    { TOP("2"), FC_NUM, "the most frequent pair, of the characters of words", NULL },
    { TOP("3"), FC_NUM, "the same for three words", NULL },
    { TOP("4"), FC_NUM, "the same for four words", NULL },
    { DUP("5"), FC_NUM, "all copies of repeated runs of 5, of the characters of all",
      NULL },
    { DUP("6"), FC_NUM, "the same for 6 words", NULL },
    { DUP("7"), FC_NUM, "the same for 7 words", NULL },
    { DUP("8"), FC_NUM, "the same for 8 words", NULL },
    { DUP("9"), FC_NUM, "the same for 9 words", NULL },
    { DUP("10"), FC_NUM, "the same for 10 words", NULL },
    { "word_count", FC_NUM, "pieces between white space", NULL },
    { "median_word_length", FC_NUM, "median of their characters", NULL },
    { "symbol_to_word_ratio", FC_NUM, "share of words with '#' or U+2026", NULL },
    { "fraction_of_words_with_alpha_character", FC_NUM, "share of words with a letter",
      NULL },
    { "required_word_count", FC_NUM, "how often eight frequent words occur", NULL },
    { "fraction_of_lines_starting_with_bullet_point", FC_NUM, "of '*' and '-'", NULL },
    { "fraction_of_lines_ending_with_ellipsis", FC_NUM, "of U+2026", NULL },
    { "fraction_of_duplicate_lines", FC_NUM,
      "lines that occur more than once, all copies", NULL },
    { "fraction_of_characters_in_duplicate_lines", FC_NUM,
      "their characters, of those of words", NULL },
    { "dolma_gopher_reason", FC_STRING, "the first rule of dolma-gopher that fails",
      NULL },
    { 0 }
};

static const fc_reason reasons[] = {
    { TOP("2"), "too many characters are in the most frequent pair of words" },
    { TOP("3"), "too many characters are in the most frequent three words" },
    { TOP("4"), "too many characters are in the most frequent four words" },
    { DUP("5"), "too many characters are in repeated runs of 5 words" },
    { DUP("6"), "too many characters are in repeated runs of 6 words" },
    { DUP("7"), "too many characters are in repeated runs of 7 words" },
    { DUP("8"), "too many characters are in repeated runs of 8 words" },
    { DUP("9"), "too many characters are in repeated runs of 9 words" },
    { DUP("10"), "too many characters are in repeated runs of 10 words" },
    { "word_count", "too few or too many words" },
    { "median_word_length", "words are too short or too long" },
    { "symbol_to_word_ratio", "too many words have '#' or U+2026" },
    { "fraction_of_words_with_alpha_character", "too few words have a letter" },
    { "required_word_count", "too few of the frequent words" },
    { "fraction_of_lines_starting_with_bullet_point",
      "too many lines begin with '*' or '-'" },
    { "fraction_of_lines_ending_with_ellipsis", "too many lines end with U+2026" },
    { "fraction_of_duplicate_lines", "too many lines occur more than once" },
    { "fraction_of_characters_in_duplicate_lines",
      "too many characters are in such lines" },
    { 0 }
};

#define AT(field) offsetof(conf, field)
enum {
    V_WORDS = 9,
    V_WORDS_MAX,
    V_MEDIAN,
    V_MEDIAN_MAX,
    V_SYMBOLS,
    V_ALPHA,
    V_REQUIRED,
    V_BULLETS,
    V_ELLIPSES,
    V_LINES,
    V_LINE_CHARS,
    VALUES
};
static const fc_rule rules[VALUES] = {
    { TOP("2"), TOP2, FC_AT_MOST, AT(top2) },
    { TOP("3"), TOP3, FC_AT_MOST, AT(top3) },
    { TOP("4"), TOP4, FC_AT_MOST, AT(top4) },
    { DUP("5"), DUP5, FC_AT_MOST, AT(dup[0]) },
    { DUP("6"), DUP5 + 1, FC_AT_MOST, AT(dup[1]) },
    { DUP("7"), DUP5 + 2, FC_AT_MOST, AT(dup[2]) },
    { DUP("8"), DUP5 + 3, FC_AT_MOST, AT(dup[3]) },
    { DUP("9"), DUP5 + 4, FC_AT_MOST, AT(dup[4]) },
    { DUP("10"), DUP10, FC_AT_MOST, AT(dup[5]) },
    { "word_count", WORDS, FC_AT_LEAST, AT(min_words) },
    { "word_count", WORDS, FC_AT_MOST, AT(max_words) },
    { "median_word_length", MEDIAN, FC_AT_LEAST, AT(min_median) },
    { "median_word_length", MEDIAN, FC_AT_MOST, AT(max_median) },
    { "symbol_to_word_ratio", SYMBOLS, FC_AT_MOST, AT(symbols) },
    { "fraction_of_words_with_alpha_character", ALPHA, FC_AT_LEAST, AT(alpha) },
    { "required_word_count", REQUIRED, FC_AT_LEAST, AT(required) },
    { "fraction_of_lines_starting_with_bullet_point", BULLETS, FC_AT_MOST, AT(bullets) },
    { "fraction_of_lines_ending_with_ellipsis", ELLIPSES, FC_AT_MOST, AT(ellipses) },
    { "fraction_of_duplicate_lines", LINES, FC_AT_MOST, AT(dup_lines) },
    { "fraction_of_characters_in_duplicate_lines", LINE_CHARS, FC_AT_MOST,
      AT(dup_line_chars) },
};
static const fc_rule_set set = { "dolma_gopher_reason", rules, VALUES, reasons, true };

/* ---------------------------------------------------------------- measuring */

static double share(size_t part, size_t whole)
{
    return (double)part / (double)(whole ? whole : 1);
}

static int by_number(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

static double median_length(const fc_token *token, size_t n, fc_arena *a)
{
    enum { USUAL = 32 };
    size_t count[USUAL] = { 0 }, less = 0;
    for (size_t i = 0; i < n; i++)
        count[token[i].chars < USUAL ? token[i].chars : 0]++;
    for (uint32_t k = 1; k < USUAL; less += count[k++]) /* no word has no character */
        if (less < n / 2 && n / 2 < less + count[k])
            return k;
    uint32_t *length = fc_alloc(a, (n + 1) * sizeof *length);
    for (size_t i = 0; i < n; i++)
        length[i] = token[i].chars;
    if (!n)
        return 0;
    qsort(length, n, sizeof *length, by_number);
    return n % 2 ? length[n / 2] : ((double)length[n / 2 - 1] + length[n / 2]) / 2;
}

static size_t measure_words(fc_str text, const fc_token *token, size_t n, double *value,
                            fc_arena *a)
{
    bool may = fc_str_findc(text, '#') < text.n ||
               fc_str_find(text, FC_STR("\u2026")) < text.n;
    size_t chars = 0, symbols = 0, alpha = 0, required = 0;
    for (size_t i = 0; i < n; i++) {
        fc_str word = { token[i].p, token[i].n };
        chars += token[i].chars;
        alpha += token[i].alpha;
        required += fc_rules_stop_word(&token[i], false) >= 0;
        symbols += may && (fc_str_findc(word, '#') < word.n ||
                           fc_str_find(word, FC_STR("\u2026")) < word.n);
    }
    value[V_WORDS] = value[V_WORDS_MAX] = (double)n;
    value[V_MEDIAN] = value[V_MEDIAN_MAX] = median_length(token, n, a);
    value[V_SYMBOLS] = share(symbols, n);
    value[V_ALPHA] = share(alpha, n);
    value[V_REQUIRED] = (double)required;
    return chars;
}

static size_t top_gram(const fc_grams *g)
{
    size_t best = 0, count = 1;
    for (size_t i = 0; i < g->n_live; i++)
        if (g->count[g->live[i]] > count) {
            best = g->live[i];
            count = g->count[best];
        }
    return fc_grams_chars(g, best) * count;
}

/* Characters of all copies of repeated n-grams, of those of all n-grams. */
static double repeated_grams(const fc_grams *g, const size_t *until)
{
    size_t repeated = 0, all = 0;
    for (size_t i = 0; i + g->n <= g->n_tokens; i++)
        all += until[i + g->n] - until[i];
    for (size_t i = 0; i < g->n_live; i++)
        repeated += until[g->live[i] + g->n] - until[g->live[i]];
    return share(repeated, all);
}

static void measure_grams(const fc_token *token, size_t n, size_t chars, double *value,
                          fc_arena *a)
{
    fc_grams g;
    size_t *until = fc_alloc(a, (n + 1) * sizeof *until);
    until[0] = 0;
    for (size_t i = 0; i < n; i++)
        until[i + 1] = until[i] + token[i].chars;
    fc_grams_open(&g, token, n, a);
    for (int k = 0; k < 9; k++, fc_grams_next(&g)) {
        if (g.n > n)
            value[k] = NAN;
        else
            value[k] = k < 3 ? share(top_gram(&g), chars) : repeated_grams(&g, until);
    }
}

static void measure_lines(const conf *c, fc_str text, size_t chars, double *value,
                          fc_arena *a)
{
    fc_pieces lines = { .a = a };
    size_t bullets = 0, ellipses = 0, at = 0;
    bool more = true;
    while (more) {
        size_t end = at + fc_str_findc((fc_str){ text.p + at, text.n - at }, '\n');
        fc_str line = { text.p + at, end - at };
        fc_pieces_add(&lines, line);
        bullets += line.n && (line.p[0] == '*' || line.p[0] == '-');
        ellipses += fc_str_ends(line, FC_STR("\u2026"));
        more = end < text.n;
        at = end + more;
        while (c->merge && more && at < text.n && text.p[at] == '\n')
            at++;
    }
    value[V_BULLETS] = share(bullets, lines.n);
    value[V_ELLIPSES] = share(ellipses, lines.n);
    value[V_LINES] = share(lines.copies, lines.n);
    value[V_LINE_CHARS] = share(lines.copies_chars, chars);
}

/* The nearest number of five decimals, as Python's round() finds it: dolma writes its
 * values so, and its mixer judges what is written. */
static double five_decimals(double x)
{
    double y = x * 1e5, rest = fma(x, 1e5, -y); /* x * 1e5 is y + rest, exactly */
    double n = y - floor(y) == 0.5 && rest != 0 ? floor(y) + (rest > 0) : rint(y);
    return n / 1e5;
}

static int dolma_gopher_run(const void *config, void *mine, fc_doc *doc, fc_call *call)
{
    const conf *c = config;
    double value[VALUES] = { 0 };
    size_t n, chars;
    (void)mine;
    const fc_token *token = fc_shared_tokens(call, doc->text, FC_CUT_WHITE, &n);
    if (doc->text.n) {
        chars = measure_words(doc->text, token, n, value, call->scratch);
        measure_grams(token, n, chars, value, call->scratch);
        measure_lines(c, doc->text, chars, value, call->scratch);
    }
    for (int i = 0; !doc->text.n && i < V_WORDS; i++)
        value[i] = NAN;                 /* dolma writes no shares of n-grams then */
    for (int i = 0; i < VALUES; i++)
        value[i] = five_decimals(value[i]);
    return fc_rules_judge(&set, c, value, c->drop, doc, call);
}

/* ---------------------------------------------------------------- the table */

#define LIMIT(name, field, def, help) \
    { name, FC_OPT_NUM, AT(field), def, 0, 1e12, NULL, "X", help, 0 }
static const fc_opt opts[] = {
    FC_RULES_DROP(conf),
    { "merge-lines", FC_OPT_BOOL, AT(merge), NULL, 0, 0, NULL, NULL,
      "several newlines end one line, as in gopher_v2", 0 },
    LIMIT("top-2-gram", top2, "0.2",
          "share of characters in the most frequent two words"),
    LIMIT("top-3-gram", top3, "0.18", "... three words"),
    LIMIT("top-4-gram", top4, "0.16", "... four words"),
    LIMIT("dup-5-grams", dup[0], "0.15",
          "share of characters in repeated runs of 5 words"),
    LIMIT("dup-6-grams", dup[1], "0.14", "... 6 words"),
    LIMIT("dup-7-grams", dup[2], "0.13", "... 7 words"),
    LIMIT("dup-8-grams", dup[3], "0.12", "... 8 words"),
    LIMIT("dup-9-grams", dup[4], "0.11", "... 9 words"),
    LIMIT("dup-10-grams", dup[5], "0.1", "... 10 words"),
    LIMIT("min-words", min_words, "50", "at least so many words"),
    LIMIT("max-words", max_words, "100000", "at most so many words"),
    LIMIT("min-median", min_median, "3", "median length of a word, at least"),
    LIMIT("max-median", max_median, "10", "median length of a word, at most"),
    LIMIT("max-symbols", symbols, "0.1", "share of words with '#' or U+2026"),
    LIMIT("min-alpha", alpha, "0.8", "share of words with a letter"),
    LIMIT("min-required", required, "2", "how often the frequent words occur"),
    LIMIT("max-bullets", bullets, "0.9", "share of lines with a bullet in front"),
    LIMIT("max-end-ellipses", ellipses, "0.3", "share of lines with U+2026 at the end"),
    LIMIT("dup-lines", dup_lines, "0.3", "share of lines that occur more than once"),
    LIMIT("dup-line-chars", dup_line_chars, "0.3",
          "characters in such lines, of those of words"),
    { 0 }
};

static const fc_example examples[] = {
    { "Two of three lines are the same, where datatrove counts one",
      "dolma-gopher --dup-lines 0.6 --min-words 0 --min-required 0 --top-2-gram 0 "
      "--top-3-gram 0",
      "{\"id\":\"a\",\"text\":\"mind the gap\\nmind the gap\\nstand clear of doors\"}\n",
      "" },
    { 0 }
};

FC_STAGE(dolma_gopher) = {
    .use = {
        .name = "dolma-gopher",
        .group = FC_GROUP_RULES,
        .brief = "Gopher's rules as dolma measures them",
        .doc = "Words stand between white space; shares of n-grams and lines are of the "
               "characters of words, and count every copy of what occurs more than once, "
               "the first one too. Word length is a median. Symbols are words with '#' "
               "or U+2026. The limits are those of dolma's mixer: Gopher's, but 0.3 for "
               "characters in repeated lines. Values are judged with the five decimals "
               "that dolma writes. A rule with the limit 0 is off.\n"
               "\n"
               "The recipes of Dolma 1.5 and 1.6 ask for the most frequent n-grams by a "
               "name that the tagger does not write, so they drop nothing by them: "
               "--top-2-gram 0 --top-3-gram 0 --top-4-gram 0 is what they did.\n"
               "\n"
               "Attributes and reasons have the names of dolma's spans. With --no-drop "
               "all documents go on.",
        .source = "Soldaini et al. 2024, arXiv 2402.00159; dolma taggers gopher_v1 and "
                  "gopher_v2",
        .opts = opts,
        .conf_size = sizeof(conf),
        .examples = examples,
    },
    .in = FC_DOCUMENT,
    .out = FC_DOCUMENT,
    .gives = gives,
    .reasons = reasons,
    .run = dolma_gopher_run,
};
