/* rules.c - see rules.h. */
#include "filters/rules.h"

#include "base/str.h"

#include <math.h>

const char *const fc_rules_tokenizers[] = { "english", "whitespace", "nltk", NULL };

fc_cutter fc_rules_cutter(const char *tokenizer)
{
    return tokenizer[0] == 'w'   ? FC_CUT_WHITE
           : tokenizer[0] == 'n' ? FC_CUT_TREEBANK
                                 : FC_CUT_ENGLISH;
}

int fc_rules_stop_word(const fc_token *t, bool any_case)
{
    static const char word[8][5] = { "the", "be",   "to",   "of",
                                     "and", "that", "have", "with" };
    static const uint8_t first[256] = {
        ['t'] = 1, ['b'] = 1, ['o'] = 1, ['a'] = 1, ['h'] = 1, ['w'] = 1,
    };
    if (t->n < 2 || t->n > 4)
        return -1;
    char low[5] = "";
    for (size_t k = 0; k < t->n; k++)
        low[k] = any_case ? fc_lower(t->p[k]) : t->p[k];
    for (int i = 0; first[(unsigned char)low[0]] && i < 8; i++)
        if (!memcmp(low, word[i], sizeof low) && low[t->n - 1])
            return i;
    return -1;
}

double fc_share(size_t part, size_t whole)
{
    return whole ? (double)part / (double)whole : NAN;
}

static bool passes(fc_rule_kind kind, double value, double limit)
{
    switch (kind) {
    case FC_AT_LEAST:
        return value >= limit;
    case FC_AT_MOST:
        return value <= limit;
    case FC_MORE_THAN:
        return value > limit;
    default:
        return value < limit;
    }
}

static void tell(const fc_rule *rule, double value, double limit, const char *failed,
                 fc_buf *out)
{
    static const char *const kinds[] = { "at least", "at most", "more than",
                                         "less than" };
    char digits[32], bound[32];
    fc_num_format(round(value * 1e6) / 1e6, digits);
    fc_num_format(limit, bound);
    if (failed && strcmp(failed, rule->attr) == 0)
        failed = "fails";
    fc_buf_printf(out, "  %s %s, %s %s%s%s\n", rule->attr,
                  isnan(value) ? "unknown" : digits, kinds[rule->kind], bound,
                  failed ? ": " : "", failed ? failed : "");
}

int fc_rules_judge(const fc_rule_set *set, const void *conf, const double *value,
                   bool drop, fc_doc *doc, fc_call *call)
{
    int verdict = FC_KEEP;
    for (size_t i = 0; i < set->n; i++) {
        const fc_rule *rule = &set->rule[i];
        double limit;
        memcpy(&limit, (const char *)conf + rule->limit, sizeof limit);
        bool off = set->zero_is_off && limit == 0;
        bool failed = !off && !isnan(value[i]) && !passes(rule->kind, value[i], limit);
        if (!isnan(value[i]))
            fc_set_num(&doc->attr, call->keep, rule->attr, value[i], 6);
        if (failed && !verdict)
            verdict = rule->reason;
        if (call->explain)
            tell(rule, value[i], limit,
                 failed ? set->reasons[rule->reason - 1].name : NULL, call->explain);
    }
    if (verdict)
        fc_set_str(&doc->attr, call->keep, set->verdict,
                   fc_str_of(set->reasons[verdict - 1].name));
    return drop ? verdict : FC_KEEP;
}
