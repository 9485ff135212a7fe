/* c4.c - the line rules of C4 as datatrove has them: lines are kept or go (c4_line.h),
 * and with them or without enough of them the document. lists.h has the bad words. */
#include "base/str.h"
#include "base/utf8.h"
#include "filters/c4_line.h"
#include "filters/lists.h"
#include "filters/rules.h"
#include "text/chars.h"
#include "text/punkt.h"

#include <stdlib.h>

typedef struct conf {
    bool drop, terminal, anywhere;
    const char *tokenizer, *brace, *bad_words;
    int64_t max_word;
    double min_sentences, min_words, min_paragraphs;
    double none;                /* limit of what may not occur at all */
} conf;

typedef struct model {
    conf c;
    fc_list bad;
} model;

enum { LOREM = 1, BRACE, SENTENCES, BAD_WORDS, PARAGRAPHS };

static const fc_attr gives[] = {
    { "c4_lines", FC_NUM, "lines there were", NULL },
    { "c4_long_word", FC_NUM, "lines that went for a word longer than --max-word-length",
      NULL },
    { "c4_no_terminal", FC_NUM, "lines that went as they end without . ? ! or a quote",
      NULL },
    { "c4_few_words", FC_NUM, "lines that went for too few words", NULL },
    { "c4_javascript", FC_NUM, "lines that went for the word javascript", NULL },
    { "c4_policy", FC_NUM, "lines that went for a phrase about cookies or terms", NULL },
    { "c4_lorem_ipsum", FC_NUM, "lines with lorem ipsum", NULL },
    { "c4_curly_bracket", FC_NUM, "lines with {", NULL },
    { "c4_sentences", FC_NUM, "sentences in the lines that stay", NULL },
    { "c4_bad_words", FC_NUM, "places with a word of --bad-words", NULL },
    { "c4_paragraphs", FC_NUM, "lines of 200 characters or more", NULL },
    { "c4_reason", FC_STRING, "the first rule of c4 that fails", NULL },
    { 0 }
};

static const fc_reason reasons[] = {
    { "lorem_ipsum", "a line has lorem ipsum" },
    { "curly_bracket", "a line has {" },
    { "too_few_sentences",
      "fewer sentences than --min-sentences in the lines that stay" },
    { "document_removed_with_badwords", "a word of --bad-words" },
    { "too_few_paragraphs", "fewer lines of 200 characters than --min-paragraphs" },
    { 0 }
};

/* One document on its way through the rules. */
typedef struct work {
    const model *m;
    fc_call *call;
    fc_str text;
    fc_c4_rules rules;          /* of its lines */
    size_t fate[FC_C4_FATES], lines, sentences;
    int first;                  /* of the rules about lines that drop the document,
                                   which */
    const fc_token *token;      /* of the text ... */
    size_t n_tokens, at_token;  /* ... and where the line that is looked at begins */
    char *out;                  /* the lines that stay; NULL: the text will not change */
    size_t n_out;
    fc_token *kept;             /* and their tokens */
    size_t n_kept, cap_kept;
} work;

/* ---------------------------------------------------------------- the lines that stay */

static void keep_tokens(work *w, const fc_token *token, size_t n, const char *from,
                        char *to)
{
    if (w->n_kept + n > w->cap_kept) {
        size_t cap = 2 * (w->n_kept + n);
        w->kept = fc_grow(w->call->scratch, w->kept, w->cap_kept * sizeof *w->kept,
                          cap * sizeof *w->kept);
        w->cap_kept = cap;
    }
    for (size_t i = 0; i < n; i++) {
        fc_token *t = &w->kept[w->n_kept++];
        *t = token[i];
        t->p = to + (token[i].p - from);
        t->gap = i ? t->gap : 1; /* a newline stands before it */
    }
}

/* Words of a line stand between white space, which the tokens tell; those of NLTK do
 * not. */
static fc_cutter cutter_of(const model *m)
{
    fc_cutter cutter = fc_rules_cutter(m->c.tokenizer);
    return cutter == FC_CUT_TREEBANK ? FC_CUT_WHITE : cutter;
}

static size_t count_sentences(const work *w, fc_str line, const fc_token *token, size_t n)
{
    fc_punkt p = { .text = line };
    size_t found = 0;
    fc_str sentence;
    if (fc_rules_cutter(w->m->c.tokenizer) != FC_CUT_TREEBANK)
        return fc_tokens_sentences(token, n);
    while (fc_punkt_next(&p, &sentence))
        found++;
    return found;
}

static void keep_line(work *w, fc_str line, fc_str plain, const fc_token *token, size_t n)
{
    if (plain.p != line.p)
        token = cutter_of(w->m) == FC_CUT_WHITE
                    ? fc_tokens_white(plain, w->call->scratch, &n)
                    : fc_tokens_english(plain, w->call->scratch, &n);
    w->sentences += count_sentences(w, plain, token, n);
    if (!w->out)
        return;
    if (w->n_out)
        w->out[w->n_out++] = '\n';
    if (plain.n)
        memcpy(w->out + w->n_out, plain.p, plain.n);
    keep_tokens(w, token, n, plain.p, w->out + w->n_out);
    w->n_out += plain.n;
}

static void take_line(work *w, fc_str line)
{
    fc_str plain = line = fc_py_strip(line);
    size_t from = w->at_token, to;
    while (from < w->n_tokens && w->token[from].p < line.p)
        from++;
    for (to = from; to < w->n_tokens && w->token[to].p < line.p + line.n; to++)
        ;
    const fc_token *token = w->n_tokens ? w->token + from : NULL; /* no array */
    int fate =
        fc_c4_fate(&w->rules, line, token, to - from, w->call->scratch, &plain);
    w->at_token = to;
    w->lines++;
    w->fate[fate]++;
    if (fate == FC_C4_KEPT)
        keep_line(w, line, plain, token, to - from);
    else if (!w->first && (fate == FC_C4_LOREM || fate == FC_C4_BRACE))
        w->first = fate == FC_C4_LOREM ? LOREM : BRACE;
}

/* ---------------------------------------------------------------- the document */

/* Is there code in fences, or a formula between dollars? In those a brace means
 * nothing. */
static bool has_code_or_formula(fc_str text)
{
    fc_str line;
    while (fc_str_split(&text, '\n', &line)) {
        fc_str rest = fc_str_trim(line);
        if (fc_str_starts(rest, FC_STR("```")) || fc_str_starts(rest, FC_STR("~~~")) ||
            fc_str_find(rest, FC_STR("$$")) < rest.n)
            return true;
        size_t open = fc_str_findc(rest, '$');
        rest = fc_str_sub(rest, open + 1, rest.n);
        rest.n = fc_str_findc(rest, '$') < rest.n ? fc_str_findc(rest, '$') : 0;
        for (size_t i = 0; i < rest.n; i++)
            if (strchr("\\{^_=", rest.p[i]) && rest.p[i])
                return true;
    }
    return false;
}

static size_t long_lines(fc_str text)
{
    enum { LONG = 200 };
    size_t found = 0;
    fc_str line;
    while (fc_str_split(&text, '\n', &line))
        found += line.n >= LONG && fc_utf8_count(line) >= LONG;
    return found;
}

static bool rule_of_braces(const conf *c, fc_str text)
{
    if (c->brace[0] != 'a')
        return c->brace[1] == 'n';
    return fc_str_findc(text, '{') < text.n && !has_code_or_formula(text);
}

#define AT(field) offsetof(conf, field)
enum {
    V_LINES,
    V_LONG,
    V_TERMINAL,
    V_FEW,
    V_SCRIPT,
    V_POLICY,
    V_LOREM,
    V_BRACE,
    V_SENTENCES,
    V_BAD,
    V_PARAGRAPHS,
    VALUES
};
static const fc_rule rules[] = {
    { "c4_lorem_ipsum", LOREM, FC_AT_MOST, AT(none) },
    { "c4_curly_bracket", BRACE, FC_AT_MOST, AT(none) },
    { "c4_sentences", SENTENCES, FC_AT_LEAST, AT(min_sentences) },
    { "c4_bad_words", BAD_WORDS, FC_AT_MOST, AT(none) },
    { "c4_paragraphs", PARAGRAPHS, FC_AT_LEAST, AT(min_paragraphs) },
};
static const fc_rule_set set = { "c4_reason", rules, 5, reasons, false };

static void tell_lines(const work *w, fc_doc *doc)
{
    static const char *const name[] = { "c4_long_word", "c4_no_terminal", "c4_few_words",
                                        "c4_javascript", "c4_policy" };
    fc_set_num(&doc->attr, w->call->keep, "c4_lines", (double)w->lines, 0);
    for (int i = FC_C4_LONG_WORD; i <= FC_C4_POLICY; i++) {
        fc_set_num(&doc->attr, w->call->keep, name[i], (double)w->fate[i], 0);
        if (w->call->explain)
            fc_buf_printf(w->call->explain, "  %s %zu of %zu lines\n", name[i],
                          w->fate[i], w->lines);
    }
}

/* The verdict; of lorem ipsum and braces the one that comes first in the text is the
 * reason. */
static int judge(const work *w, fc_doc *doc)
{
    const conf *c = &w->m->c;
    fc_str lower = { NULL, 0 };
    if (w->m->bad.n)
        lower = fc_list_lower(w->text, w->call->scratch);
    const double value[] = { (double)w->fate[FC_C4_LOREM], (double)w->fate[FC_C4_BRACE],
                             (double)w->sentences,
                             (double)fc_list_count(&w->m->bad, lower, c->anywhere),
                             (double)long_lines(w->text) };
    tell_lines(w, doc);
    int verdict = fc_rules_judge(&set, c, value, c->drop, doc, w->call);
    if (!w->first)
        return verdict;
    fc_set_str(&doc->attr, w->call->keep, set.verdict,
               fc_str_of(reasons[w->first - 1].name));
    return c->drop ? w->first : FC_KEEP;
}

static int c4_run(const void *m, void *mine, fc_doc *doc, fc_call *call)
{
    work w = { .m = m, .call = call, .text = doc->text };
    const conf *c = &w.m->c;
    fc_cutter cutter = cutter_of(w.m);
    size_t at = 0;
    fc_str line;
    (void)mine;
    w.rules = (fc_c4_rules){ c->terminal, rule_of_braces(c, doc->text), c->max_word,
                             c->min_words, fc_c4_phrases(doc->text) };
    w.token = fc_shared_tokens(call, doc->text, cutter, &w.n_tokens);
    if (w.m->c.drop)
        w.out = fc_alloc(call->keep, doc->text.n + 1);
    while (fc_py_line(doc->text, &at, &line))
        take_line(&w, line);
    int verdict = judge(&w, doc);
    if (w.m->c.drop && !verdict) {
        fc_trim(call->keep, w.out, doc->text.n + 1, w.n_out);
        doc->text = fc_py_strip((fc_str){ w.out, w.n_out });
        fc_shared_put(call, doc->text, cutter, w.kept, w.n_kept);
    }
    return verdict;
}

static void c4_close(void *m)
{
    fc_list_free(&((model *)m)->bad);
    free(m);
}

static fc_rc c4_open(fc_open *ctx, const void *config, void **made, fc_err *err)
{
    model *m = calloc(1, sizeof *m);
    (void)ctx;
    if (!m)
        return fc_fail(err, FC_ETRY, "out of memory");
    m->c = *(const conf *)config;
    fc_rc rc = m->c.bad_words
                   ? fc_list_read(&m->bad, m->c.bad_words, FC_LIST_TEXT, "c4", err)
                   : FC_OK;
    if (rc)
        c4_close(m);
    else
        *made = m;
    return rc;
}

/* ---------------------------------------------------------------- the table */

static const char *const brace_choices[] = { "auto", "on", "off", NULL };

static const fc_opt opts[] = {
    FC_RULES_DROP(conf),
    FC_RULES_TOKENIZER(conf, "english"),
    { "terminal", FC_OPT_BOOL, AT(terminal), "true", 0, 0, NULL, NULL,
      "lines must end as sentences do; --no-terminal as for FineWeb", 0 },
    { "min-sentences", FC_OPT_NUM, AT(min_sentences), "5", 0, 1e12, NULL, "N",
      "sentences in the lines that stay", 0 },
    { "min-words", FC_OPT_NUM, AT(min_words), "3", 0, 1e12, NULL, "N", "words in a line",
      0 },
    { "max-word-length", FC_OPT_INT, AT(max_word), "1000", -1, 1e12, NULL, "N",
      "characters of a word; -1: any", 0 },
    { "brace", FC_OPT_CHOICE, AT(brace), "auto", 0, 0, brace_choices, "WHEN",
      "drop for '{'; auto: unless there is code in fences or a formula", 0 },
    { "bad-words", FC_OPT_TEXT, AT(bad_words), NULL, 0, 0, NULL, "FILE",
      "drop documents with one of these, one a line", 0 },
    { "anywhere", FC_OPT_BOOL, AT(anywhere), NULL, 0, 0, NULL, NULL,
      "bad words may stand within words: for Japanese, Thai, Chinese", 0 },
    { "min-paragraphs", FC_OPT_NUM, AT(min_paragraphs), "0", 0, 1e9, NULL, "N",
      "lines of 200 characters or more (3 in mC4)", 0 },
    { 0 }
};

static const fc_example examples[] = {
    { "Lines that are no sentences go, and citations with them", "c4 --min-sentences 1",
      "{\"id\":\"a\",\"text\":\"Home | About\\nCells are small.[1]\\nWe use cookies "
      "here.\"}\n",
      "{\"id\":\"a\",\"text\":\"Cells are small.\",\"attributes\":{\"c4_lines\":3,"
      "\"c4_long_word\":0,\"c4_no_terminal\":1,\"c4_few_words\":0,\"c4_javascript\":0,"
      "\"c4_policy\":1,\"c4_lorem_ipsum\":0,\"c4_curly_bracket\":0,\"c4_sentences\":1,"
      "\"c4_bad_words\":0,\"c4_paragraphs\":0}}\n" },
    { 0 }
};

FC_STAGE(c4) = {
    .use = {
        .name = "c4",
        .group = FC_GROUP_RULES,
        .brief = "the line rules of C4, as datatrove applies them",
        .doc = "A line goes that has a word of more than 1000 characters, does not end "
               "with . ? ! or a quote (or ends with ...), has fewer than 3 words, or "
               "tells of javascript, cookies or terms of use; marks like [1], [edit] and "
               "[citation needed] are taken out. The text becomes the lines that stay. A "
               "line with lorem ipsum or { drops the document, as do fewer than 5 "
               "sentences in what stays.\n"
               "\n"
               "The brace was meant to find code. Here texts keep code and formulas as "
               "such, so with --brace auto the rule is off where there is any; on is "
               "what datatrove does.\n"
               "\n"
               "The numbers become attributes, of lines that went the first rule that "
               "took them. With --no-drop the text stays as it is.",
        .source = "Raffel et al. 2020, JMLR 21:140; datatrove 0.10 c4_filters",
        .opts = opts,
        .conf_size = sizeof(conf),
        .examples = examples,
    },
    .in = FC_DOCUMENT,
    .out = FC_DOCUMENT,
    .gives = gives,
    .reasons = reasons,
    .open = c4_open,
    .run = c4_run,
    .close = c4_close,
};
