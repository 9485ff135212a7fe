/* dclm.c - the heuristic filters of DCLM-Baseline after RefinedWeb: rules over the
 * document, then lines that go, then how much went. dclm_lines.h has the lines. */
#include "base/str.h"
#include "base/utf8.h"
#include "filters/dclm_lines.h"
#include "filters/rules.h"
#include "text/chars.h"
#include "text/repeats.h"
#include "text/unicode_words.h"

#include <math.h>

typedef struct conf {
    bool drop;
    double min_words, max_words, min_length, max_length, symbols, bullets, ellipses,
        non_alpha, stop_words, line, para, line_char, para_char, top2, top3, top4, dup[6],
        lost;
} conf;

enum {
    SHORT = 1,
    LONG,
    LENGTH,
    SYMBOLS,
    BULLETS,
    ELLIPSES,
    ALPHA,
    STOPS,
    LINES,
    PARAS,
    LINE_CHARS,
    PARA_CHARS,
    TOP2,
    DUP5 = TOP2 + 3,
    REMOVED = DUP5 + 6
};

static const fc_attr gives[] = {
    { "dclm_words", FC_NUM, "words that begin with a letter or a digit", NULL },
    { "dclm_word_length", FC_NUM, "mean length of pieces between white space", NULL },
    { "dclm_symbols", FC_NUM, "'#', '...', '. . .' and U+2026 for each such piece",
      NULL },
    { "dclm_bullets", FC_NUM, "share of lines with a bullet in front", NULL },
    { "dclm_end_ellipses", FC_NUM, "share of lines with an ellipsis at the end", NULL },
    { "dclm_non_alpha", FC_NUM, "share of pieces without a letter", NULL },
    { "dclm_stop_words", FC_NUM, "how often eight frequent words occur", NULL },
    { "dclm_line_frac", FC_NUM, "share of lines that occur more than once", NULL },
    { "dclm_para_frac", FC_NUM, "share of paragraphs that occur more than once", NULL },
    { "dclm_line_char_frac", FC_NUM, "characters of those lines, of those of all lines",
      NULL },
    { "dclm_para_char_frac", FC_NUM, "the same for paragraphs", NULL },
    { "dclm_top_2_gram", FC_NUM, "the most frequent pair, of the characters of words",
      NULL },
    { "dclm_top_3_gram", FC_NUM, "the same for three words", NULL },
    { "dclm_top_4_gram", FC_NUM, "the same for four words", NULL },
    { "dclm_dup_5_grams", FC_NUM, "words in repeated runs of 5, of the characters",
      NULL },
    { "dclm_dup_6_grams", FC_NUM, "the same for 6 words", NULL },
    { "dclm_dup_7_grams", FC_NUM, "the same for 7 words", NULL },
    { "dclm_dup_8_grams", FC_NUM, "the same for 8 words", NULL },
    { "dclm_dup_9_grams", FC_NUM, "the same for 9 words", NULL },
    { "dclm_dup_10_grams", FC_NUM, "the same for 10 words", NULL },
    { "dclm_lost_words", FC_NUM, "share of words in the lines that went", NULL },
    { "dclm_reason", FC_STRING, "the first rule of dclm-refinedweb that fails", NULL },
    { 0 }
};

static const fc_reason reasons[] = {
    { "page_length_filter_short", "fewer words than --min-words" },
    { "page_length_filter_long", "more words than --max-words" },
    { "word_length_filter",
      "words are too short or too long on average, or there are none" },
    { "symbol_ratio_filter", "too many '#' and ellipses for the words" },
    { "bullet_count_filter", "too many lines begin with a bullet" },
    { "ellipsis_count_filter", "too many lines end with an ellipsis" },
    { "alphabetic_word_ratio_filter", "too many pieces have no letter" },
    { "stop_word_filter", "too few frequent words" },
    { "repetition_filter_line", "too many lines occur more than once" },
    { "repetition_filter_paragraph", "too many paragraphs occur more than once" },
    { "repetition_filter_line_characters", "too many characters are in such lines" },
    { "repetition_filter_paragraph_characters", "too many are in such paragraphs" },
    { "repetition_filter_2", "too many are in the most frequent pair of words" },
    { "repetition_filter_3", "too many are in the most frequent three words" },
    { "repetition_filter_4", "too many are in the most frequent four words" },
    { "repetition_filter_5", "too many are in repeated runs of 5 words" },
    { "repetition_filter_6", "too many are in repeated runs of 6 words" },
    { "repetition_filter_7", "too many are in repeated runs of 7 words" },
    { "repetition_filter_8", "too many are in repeated runs of 8 words" },
    { "repetition_filter_9", "too many are in repeated runs of 9 words" },
    { "repetition_filter_10", "too many are in repeated runs of 10 words" },
    { "word_removal_ratio_filter",
      "the lines that went had more than --max-lost of the words" },
    { 0 }
};

#define AT(field) offsetof(conf, field)
enum {
    V_WORDS,
    V_WORDS_MAX,
    V_LENGTH,
    V_LENGTH_MAX,
    V_SYMBOLS,
    V_BULLETS,
    V_ELLIPSES,
    V_ALPHA,
    V_STOPS,
    V_LINES,
    V_PARAS,
    V_LINE_CHARS,
    V_PARA_CHARS,
    V_TOP2,
    V_DUP5 = V_TOP2 + 3,
    V_LOST = V_DUP5 + 6,
    VALUES
};
static const fc_rule rules[VALUES] = {
    { "dclm_words", SHORT, FC_AT_LEAST, AT(min_words) },
    { "dclm_words", LONG, FC_AT_MOST, AT(max_words) },
    { "dclm_word_length", LENGTH, FC_AT_LEAST, AT(min_length) },
    { "dclm_word_length", LENGTH, FC_AT_MOST, AT(max_length) },
    { "dclm_symbols", SYMBOLS, FC_AT_MOST, AT(symbols) },
    { "dclm_bullets", BULLETS, FC_AT_MOST, AT(bullets) },
    { "dclm_end_ellipses", ELLIPSES, FC_AT_MOST, AT(ellipses) },
    { "dclm_non_alpha", ALPHA, FC_AT_MOST, AT(non_alpha) },
    { "dclm_stop_words", STOPS, FC_AT_LEAST, AT(stop_words) },
    { "dclm_line_frac", LINES, FC_AT_MOST, AT(line) },
    { "dclm_para_frac", PARAS, FC_AT_MOST, AT(para) },
    { "dclm_line_char_frac", LINE_CHARS, FC_AT_MOST, AT(line_char) },
    { "dclm_para_char_frac", PARA_CHARS, FC_AT_MOST, AT(para_char) },
    { "dclm_top_2_gram", TOP2, FC_AT_MOST, AT(top2) },
    { "dclm_top_3_gram", TOP2 + 1, FC_AT_MOST, AT(top3) },
    { "dclm_top_4_gram", TOP2 + 2, FC_AT_MOST, AT(top4) },
    { "dclm_dup_5_grams", DUP5, FC_AT_MOST, AT(dup[0]) },
    { "dclm_dup_6_grams", DUP5 + 1, FC_AT_MOST, AT(dup[1]) },
    { "dclm_dup_7_grams", DUP5 + 2, FC_AT_MOST, AT(dup[2]) },
    { "dclm_dup_8_grams", DUP5 + 3, FC_AT_MOST, AT(dup[3]) },
    { "dclm_dup_9_grams", DUP5 + 4, FC_AT_MOST, AT(dup[4]) },
    { "dclm_dup_10_grams", DUP5 + 5, FC_AT_MOST, AT(dup[5]) },
    { "dclm_lost_words", REMOVED, FC_AT_MOST, AT(lost) },
};
static const fc_rule_set set = { "dclm_reason", rules, VALUES, reasons, true };

/* ---------------------------------------------------------------- words and lines */

static void measure_words(fc_str text, const fc_token *token, size_t n, double *value)
{
    static const char *const symbols[] = { "#", "...", ". . .", "\u2026" };
    size_t chars = 0, bare = 0, stops = 0, marks = 0;
    for (size_t i = 0; i < n; i++) {
        chars += token[i].chars;
        bare += !token[i].alpha;
        stops += fc_rules_stop_word(&token[i], true) >= 0;
    }
    for (int i = 0; i < 4; i++)
        marks += fc_py_count(text, fc_str_of(symbols[i]));
    value[V_WORDS] = value[V_WORDS_MAX] = (double)fc_dclm_words(text);
    value[V_LENGTH] = value[V_LENGTH_MAX] = n ? fc_share(chars, n) : 0;
    value[V_SYMBOLS] = fc_share(marks, n);
    value[V_ALPHA] = fc_share(bare, n);
    value[V_STOPS] = (double)stops;
}

static bool has_bullet(fc_str line)
{
    static const char *const bullets[] = { "\u25CF", "\u2022", "*", "-" };
    for (int i = 0; i < 4; i++)
        if (fc_str_starts(line, fc_str_of(bullets[i])))
            return true;
    return false;
}

static bool has_ellipsis(fc_str line)
{
    return fc_str_ends(line, FC_STR("...")) || fc_str_ends(line, FC_STR(". . .")) ||
           fc_str_ends(line, FC_STR("\u2026"));
}

/* Pieces between separators, stripped, blank ones left out. */
static void add_pieces(fc_pieces *pieces, fc_str text, fc_str separator)
{
    while (text.p) {
        size_t at = fc_str_find(text, separator);
        fc_str piece = fc_py_strip(fc_str_sub(text, 0, at));
        if (piece.n)
            fc_pieces_add(pieces, piece);
        text = at < text.n ? fc_str_sub(text, at + separator.n, text.n)
                           : (fc_str){ NULL, 0 };
    }
}

static void measure_lines(fc_str text, double *value, fc_arena *a)
{
    fc_pieces lines = { .a = a }, paras = { .a = a };
    size_t bullets = 0, ellipses = 0;
    fc_str rest = text, line;
    while (fc_str_split(&rest, '\n', &line)) {
        line = fc_py_strip(line);
        bullets += has_bullet(line);
        ellipses += has_ellipsis(line);
    }
    add_pieces(&lines, text, FC_STR("\n"));
    add_pieces(&paras, text, FC_STR("\n\n"));
    bool many = lines.n > 1, parts = paras.n > 1; /* a single one passes */
    value[V_BULLETS] = fc_share(bullets, lines.n);
    value[V_ELLIPSES] = fc_share(ellipses, lines.n);
    value[V_LINES] = many ? fc_share(lines.copies, lines.n) : 0;
    value[V_LINE_CHARS] = many ? fc_share(lines.copies_chars, lines.chars) : 0;
    value[V_PARAS] = parts ? fc_share(paras.copies, paras.n) : 0;
    value[V_PARA_CHARS] = parts ? fc_share(paras.copies_chars, paras.chars) : 0;
}

/* ---------------------------------------------------------------- repeated words */

/* The words of UAX 29 that begin with a letter or a digit. */
static fc_token *unicode_tokens(fc_str text, fc_arena *a, size_t *n)
{
    size_t at = 0, cap = 256, k;
    fc_token *t = fc_alloc(a, cap * sizeof *t);
    fc_str word;
    *n = 0;
    while (fc_unicode_word(text, &at, &word)) {
        if (!(fc_chars_at(word, &k) & FC_C_ALNUM))
            continue;
        if (*n == cap) {
            t = fc_grow(a, t, cap * sizeof *t, 2 * cap * sizeof *t);
            cap *= 2;
        }
        t[(*n)++] =
            (fc_token){ .p = word.p,
                        .n = (uint32_t)word.n,
                        .chars = (uint32_t)fc_utf8_count(word) & ((1 << 26) - 1) };
    }
    return t;
}

/* Characters of the most frequent n-gram (of several the longest) times how often it
 * occurs; 0 when none repeats. */
static size_t top_gram(const fc_grams *g)
{
    size_t most = 1, chars = 0;
    for (size_t i = 0; i < g->n_live; i++) {
        size_t count = g->count[g->live[i]], own = fc_grams_chars(g, g->live[i]);
        if (count > most || (count == most && own > chars)) {
            chars = own;
            most = count;
        }
    }
    return chars * most;
}

/* Characters of words that stand in some repeated n-gram. */
static size_t covered(const fc_grams *g)
{
    size_t chars = 0, next = 0;
    for (size_t i = 0; i < g->n_live; i++) {
        size_t from = g->live[i] > next ? g->live[i] : next;
        for (next = g->live[i] + g->n; from < next; from++)
            chars += g->token[from].chars;
    }
    return chars;
}

static void measure_grams(fc_str text, double *value, fc_arena *a)
{
    fc_grams g;
    size_t n, chars = 0;
    fc_token *token = unicode_tokens(text, a, &n);
    for (size_t i = 0; i < n; i++)
        chars += token[i].chars;
    fc_grams_open(&g, token, n, a);
    for (int i = V_TOP2; i < V_LOST; i++, fc_grams_next(&g))
        value[i] = chars ? fc_share(i < V_DUP5 ? top_gram(&g) : covered(&g), chars) : 0;
}

/* ---------------------------------------------------------------- the stage */

static int dclm_run(const void *config, void *mine, fc_doc *doc, fc_call *call)
{
    const conf *c = config;
    double value[VALUES];
    size_t n;
    (void)mine;
    fc_str text = fc_dclm_newlines(doc->text, call->scratch);
    const fc_token *token = text.p == doc->text.p
                                ? fc_shared_tokens(call, text, FC_CUT_WHITE, &n)
                                : fc_tokens_white(text, call->scratch, &n);
    measure_words(text, token, n, value);
    measure_lines(text, value, call->scratch);
    measure_grams(text, value, call->scratch);
    fc_str left = fc_dclm_lines(text, call->scratch);
    size_t words = (size_t)value[V_WORDS];
    size_t stay = left.p == text.p && left.n == text.n ? words : fc_dclm_words(left);
    value[V_LOST] = words ? ((double)words - (double)stay) / (double)words : NAN;
    if (value[V_LOST] < 0) /* a word may fall in two when something is taken out of it */
        value[V_LOST] = 0;
    int verdict = fc_rules_judge(&set, c, value, c->drop, doc, call);
    if (c->drop && !verdict && (left.p != doc->text.p || left.n != doc->text.n))
        doc->text = fc_copy(call->keep, left);
    return verdict;
}

/* ---------------------------------------------------------------- the table */

#define LIMIT(name, field, def, help) \
    { name, FC_OPT_NUM, AT(field), def, 0, 1e12, NULL, "X", help, 0 }
static const fc_opt opts[] = {
    FC_RULES_DROP(conf),
    LIMIT("min-words", min_words, "50", "at least so many words"),
    LIMIT("max-words", max_words, "100000", "at most so many words"),
    LIMIT("min-word-length", min_length, "3", "mean length of a word, at least"),
    LIMIT("max-word-length", max_length, "10", "mean length of a word, at most"),
    LIMIT("max-symbols", symbols, "0.1", "'#' and ellipses for each word"),
    LIMIT("max-bullets", bullets, "0.9", "share of lines with a bullet in front"),
    LIMIT("max-end-ellipses", ellipses, "0.3",
          "share of lines with an ellipsis at the end"),
    LIMIT("max-non-alpha", non_alpha, "0.2", "share of words without a letter"),
    LIMIT("min-stop-words", stop_words, "2", "how often frequent words occur"),
    LIMIT("line-frac", line, "0.3", "share of lines that occur more than once"),
    LIMIT("para-frac", para, "0.3", "share of paragraphs that occur more than once"),
    LIMIT("line-char-frac", line_char, "0.2", "characters in such lines"),
    LIMIT("para-char-frac", para_char, "0.2", "characters in such paragraphs"),
    LIMIT("top-2-gram", top2, "0.2", "characters in the most frequent two words"),
    LIMIT("top-3-gram", top3, "0.18", "... three words"),
    LIMIT("top-4-gram", top4, "0.16", "... four words"),
    LIMIT("dup-5-grams", dup[0], "0.15", "characters in repeated runs of 5 words"),
    LIMIT("dup-6-grams", dup[1], "0.14", "... 6 words"),
    LIMIT("dup-7-grams", dup[2], "0.13", "... 7 words"),
    LIMIT("dup-8-grams", dup[3], "0.12", "... 8 words"),
    LIMIT("dup-9-grams", dup[4], "0.11", "... 9 words"),
    LIMIT("dup-10-grams", dup[5], "0.1", "... 10 words"),
    LIMIT("max-lost", lost, "0.05", "share of words in the lines that go"),
    { 0 }
};

static const fc_example examples[] = {
    { "Counters and shouting go",
      "dclm-refinedweb --min-words 0 --min-stop-words 0 --max-lost 0 --top-2-gram 0 "
      "--top-3-gram 0",
      "{\"id\":\"a\",\"text\":\"READ THIS NOW\\nBees make honey from nectar.\\n12 "
      "likes\"}\n",
      "{\"id\":\"a\",\"text\":\"Bees make honey from nectar.\","
      "\"attributes\":{\"dclm_words\":10,\"dclm_word_length\":4.2,\"dclm_symbols\":0,"
      "\"dclm_bullets\":0,\"dclm_end_ellipses\":0,\"dclm_non_alpha\":0.1,"
      "\"dclm_stop_words\":0,\"dclm_line_frac\":0,\"dclm_para_frac\":0,"
      "\"dclm_line_char_frac\":0,\"dclm_para_char_frac\":0,\"dclm_top_2_gram\":0,"
      "\"dclm_top_3_gram\":0,\"dclm_top_4_gram\":0,\"dclm_dup_5_grams\":0,"
      "\"dclm_dup_6_grams\":0,\"dclm_dup_7_grams\":0,\"dclm_dup_8_grams\":0,"
      "\"dclm_dup_9_grams\":0,\"dclm_dup_10_grams\":0,\"dclm_lost_words\":0.5}}\n" },
    { 0 }
};

FC_STAGE(dclm_refinedweb) = {
    .use = {
        .name = "dclm-refinedweb",
        .group = FC_GROUP_RULES,
        .brief = "the heuristics of DCLM-Baseline, after RefinedWeb",
        .doc = "Rules over the document, in DCLM's order: words (50 to 100,000, pieces "
               "between white space that begin with a letter or digit), their mean "
               "length, symbols, bullets, ellipses, letters, frequent words in any case, "
               "repetition with every copy counted, over the words of UAX 29. Then lines "
               "go: more than half capitals; all digits; counters such as 3 likes; fewer "
               "than two words; and out of lines of at most ten words \"items in cart\", "
               "\"Read more...\" at the end and \"Sign-in\" in front. What went may hold "
               "0.05 of the words.\n"
               "\n"
               "DCLM's filters of URLs and languages are the stages url and lang; it "
               "also takes URLs out of the text, which this does not. A rule with the "
               "limit 0 is off. With --no-drop the text stays as it is.",
        .source = "Li et al. 2024, arXiv 2406.11794; dclm_baseline_refinedweb.yaml",
        .opts = opts,
        .conf_size = sizeof(conf),
        .examples = examples,
    },
    .in = FC_DOCUMENT,
    .out = FC_DOCUMENT,
    .gives = gives,
    .reasons = reasons,
    .run = dclm_run,
};
