/* madlad.c - questionable sentences in the way of MADLAD-400, as datamap-rs counts
 * them. */
#include "base/buf.h"
#include "base/regex.h"
#include "base/str.h"
#include "filters/lists.h"
#include "filters/rules.h"
#include "io/json.h"
#include "text/chars.h"
#include "text/marked_sentences.h"
#include "text/unicode_words.h"

#include <stdlib.h>

typedef struct conf {
    bool drop, inclusive;
    const char *rules, *cursed, *patterns, *language;
    double min_sentences, max_share;
} conf;

typedef struct model {
    conf c;
    bool rule[6];               /* 1 to 5 */
    char *of_sentences;         /* rule 1: the attribute with their languages */
    fc_list cursed, patterns;
    fc_regex **regex;           /* one for each of the patterns */
} model;

enum { TOO_SHORT = 1, TOO_MANY };

static const fc_attr gives[] = {
    { "madlad_sentences", FC_NUM, "sentences: pieces that end with . ! ? and white space",
      NULL },
    { "madlad_list_case", FC_NUM,
      "rule 2: sentences of 12 words or more, most capitalised", NULL },
    { "madlad_length", FC_NUM, "rule 3: sentences below 20 or above 500 bytes", NULL },
    { "madlad_technical", FC_NUM, "rule 4: more than a fifth of {}+/()> and digits",
      NULL },
    { "madlad_cursed", FC_NUM,
      "rule 5: sentences with a string of --cursed or what --cursed-patterns match",
      NULL },
    { "madlad_questionable", FC_NUM, "share of sentences that fail one of --rules",
      NULL },
    { "madlad_reason", FC_STRING, "the first rule of madlad that fails", NULL },
    { 0 }
};

static const fc_reason reasons[] = {
    { "too_short", "fewer sentences than --min-sentences" },
    { "too_many_sus_sentences",
      "a larger share of sentences is questionable than --max-share" },
    { 0 }
};

static const char *const rule_names[] = { "1", "2", "3", "4", "5", NULL };
static const fc_attr gives_language = {
    "madlad_language", FC_NUM, "rule 1: sentences in another language than the document",
    NULL
};

/* ---------------------------------------------------------------- a sentence */

static bool list_case(fc_str sentence)
{
    enum { LEAST = 12 };
    size_t at = 0, words = 0, capitals = 0, n;
    fc_str word;
    for (; fc_unicode_word(sentence, &at, &word); words++)
        capitals += (fc_chars_at(word, &n) & FC_C_UPPER) != 0;
    return words >= LEAST && 2 * capitals > words;
}

static bool technical(fc_str sentence)
{
    static const uint8_t counts[256] = {
        ['0'] = 1, ['1'] = 1, ['2'] = 1, ['3'] = 1, ['4'] = 1, ['5'] = 1,
        ['6'] = 1, ['7'] = 1, ['8'] = 1, ['9'] = 1, ['{'] = 1, ['}'] = 1,
        ['+'] = 1, ['/'] = 1, ['('] = 1, [')'] = 1, ['>'] = 1,
    };
    size_t found = 0;
    for (size_t i = 0; i < sentence.n; i++)
        found += counts[(unsigned char)sentence.p[i]];
    return 5 * found > sentence.n;
}

/* Does one of the patterns match? The '.' of one is no newline, but a class may have it:
 * so the sentence is searched as a whole, unless it is too long to be one. */
static bool matches(const model *m, fc_regex_scratch *scratch, fc_str sentence)
{
    size_t from, to;
    for (size_t i = 0; i < m->patterns.n; i++) {
        const fc_regex *re = m->regex[i];
        int found = sentence.n <= FC_REGEX_PIECE
                        ? fc_regex_find(re, scratch, sentence, 0, &from, &to)
                        : fc_regex_search(re, scratch, sentence);
        if (found == FC_REGEX_FOUND)
            return true;
    }
    return false;
}

/* Rule 1 by what a stage before has found: a list of labels in JSON. */
typedef struct languages {
    fc_str document;
    fc_json list;
    bool more;
} languages;

static languages languages_of(const model *m, const fc_doc *doc)
{
    languages l = { .document = { "", 0 } };
    if (!m->rule[1])
        return l;
    const fc_value *document = fc_fields_get(&doc->attr, fc_str_of(m->c.language));
    const fc_value *list = fc_fields_get(&doc->attr, fc_str_of(m->of_sentences));
    if (document && document->type == FC_STRING)
        l.document = document->str;
    if (list && list->type == FC_JSON) {
        l.list = (fc_json){ list->str.p, list->str.p, list->str.p + list->str.n, NULL };
        l.more = fc_json_take(&l.list, '[');
    }
    return l;
}

/* Is the next sentence in another language? One without a label is. */
static bool other_language(languages *l, fc_arena *scratch)
{
    fc_value v;
    if (!l->more || !fc_json_scan_value(&l->list, scratch, &v)) {
        l->more = false;
        return true;
    }
    l->more = fc_json_take(&l->list, ',');
    return v.type != FC_STRING || !v.str.n || !fc_str_eq(v.str, l->document);
}

/* Which of the rules it fails, a bit for each number. */
static unsigned questions(const model *m, fc_regex_scratch *scratch, fc_str sentence)
{
    unsigned found = 0;
    found |= (unsigned)list_case(sentence) << 2;
    found |= (unsigned)(sentence.n < 20 || sentence.n > 500) << 3;
    found |= (unsigned)technical(sentence) << 4;
    bool cursed = fc_list_count(&m->cursed, sentence, true) > 0 ||
                  matches(m, scratch, sentence);
    return found | (unsigned)cursed << 5;
}

/* ---------------------------------------------------------------- the stage */

#define AT(field) offsetof(conf, field)
static const fc_rule rules[] = {
    { "madlad_sentences", TOO_SHORT, FC_AT_LEAST, AT(min_sentences) },
    { "madlad_questionable", TOO_MANY, FC_AT_MOST, AT(max_share) },
};
static const fc_rule rules_inclusive[] = {
    { "madlad_sentences", TOO_SHORT, FC_AT_LEAST, AT(min_sentences) },
    { "madlad_questionable", TOO_MANY, FC_LESS_THAN, AT(max_share) },
};
static const fc_rule_set set = { "madlad_reason", rules, 2, reasons, false };
static const fc_rule_set set_inclusive = { "madlad_reason", rules_inclusive, 2, reasons,
                                           false };

static int madlad_run(const void *made, void *mine, fc_doc *doc, fc_call *call)
{
    const model *m = made;
    size_t at = 0, sentences = 0, failed = 0, by_rule[6] = { 0 };
    languages told = languages_of(m, doc);
    fc_str sentence;
    while (fc_marked_sentence(doc->text, &at, &sentence)) {
        unsigned found = questions(m, mine, sentence), wanted = 0;
        if (m->rule[1])
            found |= (unsigned)other_language(&told, call->scratch) << 1;
        for (int k = 1; k <= 5; k++) {
            by_rule[k] += found >> k & 1;
            wanted |= (unsigned)m->rule[k] << k;
        }
        failed += (found & wanted) != 0;
        sentences++;
    }
    for (int k = m->rule[1] ? 1 : 2; k <= 5; k++) {
        const char *name = k == 1 ? gives_language.name : gives[k - 1].name;
        fc_set_num(&doc->attr, call->keep, name, (double)by_rule[k], 0);
        if (call->explain)
            fc_buf_printf(call->explain, "  %s %zu of %zu sentences%s\n", name,
                          by_rule[k], sentences, m->rule[k] ? "" : ", not asked for");
    }
    const double value[] = { (double)sentences, fc_share(failed, sentences) };
    return fc_rules_judge(m->c.inclusive ? &set_inclusive : &set, &m->c, value, m->c.drop,
                          doc, call);
}

static void madlad_close(void *made)
{
    model *m = made;
    for (size_t i = 0; m->regex && i < m->patterns.n; i++)
        fc_regex_free(m->regex[i]);
    free(m->regex);
    free(m->of_sentences);
    fc_list_free(&m->patterns);
    fc_list_free(&m->cursed);
    free(m);
}

static fc_rc read_patterns(model *m, fc_err *err)
{
    fc_err why = { 0 };
    size_t at;
    fc_rc rc = fc_list_read(&m->patterns, m->c.patterns, FC_LIST_EXACT, "madlad", err);
    if (rc)
        return rc;
    m->regex = calloc(m->patterns.n + 1, sizeof(fc_regex *));
    if (!m->regex)
        return fc_fail(err, FC_ETRY, "out of memory");
    for (size_t i = 0; i < m->patterns.n; i++) {
        fc_str pattern = m->patterns.word[i];
        rc = fc_regex_compile(&m->regex[i], pattern, &at, &why);
        if (rc)
            return fc_fail(err, rc, "madlad: %s: '%.*s': %s", m->c.patterns,
                           (int)(pattern.n < 100 ? pattern.n : 100), pattern.p, why.msg);
    }
    return FC_OK;
}

/* Rule 1 needs what `lang --sentences` tells. */
static fc_rc open_language(fc_open *ctx, model *m, fc_err *err)
{
    static const char suffix[] = "_sentences";
    size_t n = strlen(m->c.language);
    if (!(m->of_sentences = malloc(n + sizeof suffix)))
        return fc_fail(err, FC_ETRY, "out of memory");
    memcpy(m->of_sentences, m->c.language, n);
    memcpy(m->of_sentences + n, suffix, sizeof suffix);
    if (!fc_open_attr(ctx, fc_str_of(m->of_sentences)) ||
        !fc_open_attr(ctx, fc_str_of(m->c.language)))
        return fc_fail(err, FC_EUSE, "madlad: rule 1 needs the attributes '%.100s' and "
                                     "'%.100s': put `lang --sentences` or `fasttext "
                                     "--sentences` before, or name them by --attr",
                       m->c.language, m->of_sentences);
    return fc_open_give(ctx, &gives_language, err);
}

static fc_rc madlad_open(fc_open *ctx, const void *config, void **made, fc_err *err)
{
    model *m = calloc(1, sizeof *m);
    fc_rc rc = FC_OK;
    if (!m)
        return fc_fail(err, FC_ETRY, "out of memory");
    m->c = *(const conf *)config;
    for (const char *p = m->c.rules; *p; p++)
        if (*p >= '1' && *p <= '5')
            m->rule[*p - '0'] = true;
    if (m->rule[1])
        rc = open_language(ctx, m, err);
    if (!rc && m->c.cursed)
        rc = fc_list_read(&m->cursed, m->c.cursed, FC_LIST_EXACT, "madlad", err);
    if (!rc && m->c.patterns)
        rc = read_patterns(m, err);
    if (rc)
        madlad_close(m);
    else
        *made = m;
    return rc;
}

static fc_rc madlad_worker(const void *made, void **mine, fc_err *err)
{
    *mine = NULL;
    if (((const model *)made)->patterns.n && !(*mine = fc_regex_scratch_new()))
        return fc_fail(err, FC_ETRY, "out of memory");
    return FC_OK;
}

static void madlad_worker_end(void *mine)
{
    fc_regex_scratch_free(mine);
}

/* ---------------------------------------------------------------- the table */

static const fc_opt opts[] = {
    FC_RULES_DROP(conf),
    { "rules", FC_OPT_LIST, AT(rules), "2,3,4,5", 0, 0, rule_names, "N,...",
      "which rules make a sentence questionable", 0 },
    { "language", FC_OPT_TEXT, AT(language), "lang", 0, 0, NULL, "NAME",
      "attribute with the document's language, for rule 1; NAME_sentences has those of "
      "its sentences",
      0 },
    { "cursed", FC_OPT_TEXT, AT(cursed), NULL, 0, 0, NULL, "FILE",
      "strings for rule 5, one a line, with the blanks around them; lines that begin "
      "with # are comments",
      0 },
    { "cursed-patterns", FC_OPT_TEXT, AT(patterns), NULL, 0, 0, NULL, "FILE",
      "regular expressions for rule 5, in the same way", 0 },
    { "min-sentences", FC_OPT_NUM, AT(min_sentences), "5", 0, 1e12, NULL, "N",
      "sentences, at least", 0 },
    { "max-share", FC_OPT_NUM, AT(max_share), "0.2", 0, 1, NULL, "X",
      "share of questionable sentences, at most", 0 },
    { "inclusive", FC_OPT_BOOL, AT(inclusive), NULL, 0, 0, NULL, NULL,
      "a share of just --max-share fails, as in Dolma 3", 0 },
    { 0 }
};

static const fc_example examples[] = {
    { "Four sentences are too few", "madlad --no-drop",
      "{\"id\":\"a\",\"text\":\"One of them. And another one? A third of them! That was "
      "all.\"}\n",
      "{\"id\":\"a\",\"text\":\"One of them. And another one? A third of them! That was "
      "all.\",\"attributes\":{\"madlad_list_case\":0,\"madlad_length\":4,\"madlad_technic"
      "al\":0,\"madlad_cursed\":0,\"madlad_sentences\":4,\"madlad_questionable\":1,"
      "\"madlad_reason\":\"too_short\"}}\n" },
    { 0 }
};

FC_STAGE(madlad) = {
    .use = {
        .name = "madlad",
        .group = FC_GROUP_RULES,
        .brief = "drop documents of many questionable sentences (MADLAD)",
        .doc = "Sentences end with . ! or ? before white space. Rule 2: at least 12 "
               "words, of which more than half begin with a capital. Rule 3: fewer than "
               "20 or more than 500 bytes. Rule 4: more than a fifth of the bytes are "
               "digits or one of {}+/()>. Rule 5: a string of --cursed or a match of "
               "--cursed-patterns. Rule 1, which is only applied when asked for: another "
               "language than the document's, by `lang --sentences`, or by a model of "
               "fastText as in the sources (`fasttext --sentences`); a sentence without "
               "a label fails, so does one that was not there when they looked. Dolma 3 "
               "has --rules 2,5 --inclusive; of its list the last four lines are "
               "patterns and the others strings.",
        .source = "Kudugunta et al. 2023, arXiv 2309.04662, section 2.3; datamap-rs "
                  "madlad400_sentence_annotator",
        .opts = opts,
        .conf_size = sizeof(conf),
        .examples = examples,
    },
    .in = FC_DOCUMENT,
    .out = FC_DOCUMENT,
    .gives = gives,
    .reasons = reasons,
    .open = madlad_open,
    .worker = madlad_worker,
    .run = madlad_run,
    .worker_end = madlad_worker_end,
    .close = madlad_close,
};
