/* bigcode.c - the rules by which BigCode chose the files of The Stack and StarCoder. */
#include "base/str.h"
#include "base/utf8.h"
#include "filters/code_comments.h"
#include "filters/rules.h"
#include "text/chars.h"

#include <math.h>

typedef struct conf {
    bool drop;
    double line_max, line_mean, alpha_frac, stars, min_comments, max_comments, max_xml,
        min_size, max_size;
} conf;

enum { LINE_MAX = 1, LINE_MEAN, ALPHANUM, STARS, COMMENTS, XML, SIZE };
enum {
    V_LINE_MAX,
    V_LINE_MEAN,
    V_ALPHANUM,
    V_STARS,
    V_FEW_COMMENTS,
    V_MANY_COMMENTS,
    V_XML,
    V_SMALL,
    V_LARGE,
    RULES
};

static const fc_attr gives[] = {
    { "max_line_length", FC_NUM, "characters of the longest line", NULL },
    { "avg_line_length", FC_NUM, "characters of a line, on average", NULL },
    { "alphanum_fraction", FC_NUM, "share of characters that are letters or digits",
      NULL },
    { "stars", FC_NUM, "stars of the repository, when the metadata have them", NULL },
    { "nl_ratio", FC_NUM, "characters of comments (and docstrings), of those of the file",
      NULL },
    { "xml_head", FC_NUM, "1: an XML declaration is among the first 100 characters",
      NULL },
    { "size", FC_NUM, "characters of the file", NULL },
    { "bigcode_reason", FC_STRING, "the first rule of bigcode that fails", NULL },
    { 0 }
};

static const fc_reason reasons[] = {
    { "max_line_length", "a line of more characters than --line-max" },
    { "avg_line_length", "lines of more characters than --line-mean, on average" },
    { "alphanum_fraction", "fewer letters and digits than --alpha-frac" },
    { "stars", "not more stars than --threshold-stars" },
    { "nl_ratio", "too few comments, or too many" },
    { "xml", "a file that is XML, whatever its name" },
    { "size", "fewer characters than --min-size or more than --max-size" },
    { 0 }
};

#define AT(field) offsetof(conf, field)
static const fc_rule rules[RULES] = {
    [V_LINE_MAX] = { "max_line_length", LINE_MAX, FC_AT_MOST, AT(line_max) },
    [V_LINE_MEAN] = { "avg_line_length", LINE_MEAN, FC_AT_MOST, AT(line_mean) },
    [V_ALPHANUM] = { "alphanum_fraction", ALPHANUM, FC_AT_LEAST, AT(alpha_frac) },
    [V_STARS] = { "stars", STARS, FC_MORE_THAN, AT(stars) },
    [V_FEW_COMMENTS] = { "nl_ratio", COMMENTS, FC_MORE_THAN, AT(min_comments) },
    [V_MANY_COMMENTS] = { "nl_ratio", COMMENTS, FC_LESS_THAN, AT(max_comments) },
    [V_XML] = { "xml_head", XML, FC_AT_MOST, AT(max_xml) },
    [V_SMALL] = { "size", SIZE, FC_AT_LEAST, AT(min_size) },
    [V_LARGE] = { "size", SIZE, FC_AT_MOST, AT(max_size) },
};
static const fc_rule_set set = { "bigcode_reason", rules, RULES, reasons, false };

/* ---------------------------------------------------------------- measuring */

static void measure_lines(fc_str text, double *value)
{
    size_t at = 0, lines = 0, most = 0, sum = 0;
    fc_str line;
    while (fc_py_line(text, &at, &line)) {
        size_t n = fc_utf8_count(line);
        most = n > most ? n : most;
        sum += n;
        lines++;
    }
    value[V_LINE_MAX] = lines ? (double)most : NAN;
    value[V_LINE_MEAN] = fc_share(sum, lines);
}

static double alphanumeric(fc_str text, size_t chars)
{
    size_t n, found = 0;
    for (size_t i = 0; i < text.n; i += n)
        found += (fc_chars_at(fc_str_sub(text, i, text.n), &n) & FC_C_ALNUM) != 0;
    return fc_share(found, chars);
}

/* Under whatever name; null counts as none, as theirs does. */
static double stars_of(const fc_doc *doc)
{
    static const char *const names[] = { "stars", "max_stars_count", "stargazers_count" };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const fc_value *v = fc_fields_get(&doc->meta, fc_str_of(names[i]));
        if (!v)
            v = fc_fields_get(&doc->extra, fc_str_of(names[i]));
        if (v)
            return v->type == FC_NUM ? v->num : 0;
    }
    return NAN;
}

static bool is_xml(fc_str text)
{
    size_t n, at = 0;
    for (int chars = 0; chars < 100 && at < text.n; chars++, at += n)
        fc_chars_at(fc_str_sub(text, at, text.n), &n);
    text = fc_str_sub(text, 0, at);
    return fc_str_find(text, FC_STR("<?xml version=")) < text.n;
}

static int bigcode_run(const void *config, void *mine, fc_doc *doc, fc_call *call)
{
    const conf *c = config;
    double value[RULES];
    size_t chars = fc_utf8_count(doc->text), comments;
    (void)mine;
    measure_lines(doc->text, value);
    value[V_ALPHANUM] = alphanumeric(doc->text, chars);
    value[V_STARS] = stars_of(doc);
    bool known = fc_code_comments(fc_language_of_doc(doc), doc->text, call->scratch,
                                  &comments);
    value[V_FEW_COMMENTS] = value[V_MANY_COMMENTS] = known ? fc_share(comments, chars)
                                                           : NAN;
    value[V_XML] = is_xml(doc->text);
    value[V_SMALL] = value[V_LARGE] = (double)chars;
    return fc_rules_judge(&set, c, value, c->drop, doc, call);
}

/* ---------------------------------------------------------------- the table */

static const fc_opt opts[] = {
    FC_RULES_DROP(conf),
    { "line-max", FC_OPT_NUM, AT(line_max), "1000", 0, 1e12, NULL, "N",
      "characters of the longest line, at most", 0 },
    { "line-mean", FC_OPT_NUM, AT(line_mean), "100", 0, 1e12, NULL, "X",
      "characters of a line on average, at most", 0 },
    { "alpha-frac", FC_OPT_NUM, AT(alpha_frac), "0.25", 0, 1, NULL, "X",
      "share of letters and digits, at least", 0 },
    { "threshold-stars", FC_OPT_NUM, AT(stars), "5", -1, 1e12, NULL, "N",
      "stars of the repository, more than; files that do not tell pass", 0 },
    { "min-threshold-comments", FC_OPT_NUM, AT(min_comments), "0.01", -1, 1, NULL, "X",
      "share of comments, more than", 0 },
    { "max-threshold-comments", FC_OPT_NUM, AT(max_comments), "0.8", 0, 2, NULL, "X",
      "share of comments, less than", 0 },
    { "max-xml", FC_OPT_NUM, AT(max_xml), "0", 0, 1, NULL, "N",
      "1 lets files pass that begin with an XML declaration", 0 },
    { "min-size", FC_OPT_NUM, AT(min_size), "0", 0, 1e12, NULL, "N",
      "characters, at least (theirs for JSON and YAML: 100)", 0 },
    { "max-size", FC_OPT_NUM, AT(max_size), "1e12", 0, 1e12, NULL, "N",
      "characters, at most (theirs for JSON and YAML: 5000)", 0 },
    { 0 }
};

static const fc_example examples[] = {
    { "a file of few letters", "bigcode --no-drop",
      "{\"id\":\"a\",\"text\":\"{{{{}}}} /* ab "
      "*/\\n\",\"metadata\":{\"path\":\"a.c\"}}\n",
      "{\"id\":\"a\",\"text\":\"{{{{}}}} /* ab */\\n\",\"metadata\":{\"path\":\"a.c\"},"
      "\"attributes\":{\"max_line_length\":17,\"avg_line_length\":17,"
      "\"alphanum_fraction\":0.111111,\"nl_ratio\":0.444444,\"xml_head\":0,\"size\":18,"
      "\"bigcode_reason\":\"alphanum_fraction\"}}\n" },
    { 0 }
};

FC_STAGE(bigcode) = {
    .use = {
        .name = "bigcode",
        .group = FC_GROUP_RULES,
        .brief = "the rules by which BigCode chose files of programs",
        .doc = "The longest line has at most 1000 characters, lines at most 100 on "
               "average; at least 0.25 of the characters are letters or digits; comments "
               "are more than 0.01 and less than 0.8 of the file; the repository has "
               "more than 5 stars; the file does not begin with an XML declaration. "
               "Lines are those of Python's splitlines, letters and digits those of its "
               "isalnum.\n"
               "\n"
               "Comments are counted in languages with C's comments, as Pygments tells "
               "them, and in Python, where docstrings count too, without the marks of "
               "either. Theirs counts no docstrings in a file that Python cannot parse. "
               "Stars are metadata "
               "stars, max_stars_count or stargazers_count. Values that are unknown fail "
               "nothing.\n"
               "\n"
               "Left out: characters for each token, since it needs their tokenizer; the "
               "share of displayed text in HTML, which extract decides on; limits by "
               "file ending.\n"
               "\n"
               "Every rule's value becomes an attribute; a file that fails is dropped, "
               "for the first rule that fails. With --no-drop all go on.",
        .source = "Kocetkov et al. 2022, arXiv 2211.15533; Li et al. 2023, arXiv "
                  "2305.06161; bigcode-dataset preprocessing/filtering.py",
        .opts = opts,
        .conf_size = sizeof(conf),
        .examples = examples,
    },
    .in = FC_DOCUMENT,
    .out = FC_DOCUMENT,
    .gives = gives,
    .reasons = reasons,
    .run = bigcode_run,
};
