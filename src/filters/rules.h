/* rules.h - what the stages of published rules share: a value for each rule, its limit,
 * and the verdict. All rules are evaluated and told; the first that fails, in the order
 * of the table, is the reason. */
#ifndef FC_FILTERS_RULES_H
#define FC_FILTERS_RULES_H

#include "text/shared.h"

/* A document passes when its value is ... the limit. */
typedef enum fc_rule_kind {
    FC_AT_LEAST,
    FC_AT_MOST,
    FC_MORE_THAN,
    FC_LESS_THAN
} fc_rule_kind;

typedef struct fc_rule {
    const char *attr;           /* the value goes there */
    int reason;                 /* place in the stage's table */
    fc_rule_kind kind;
    size_t limit;               /* offsetof() a double in the configuration */
} fc_rule;

typedef struct fc_rule_set {
    const char *verdict;        /* attribute that gets the name of the first rule that
                                   fails */
    const fc_rule *rule;
    size_t n;
    const fc_reason *reasons;
    bool zero_is_off;           /* a limit of 0 switches its rule off */
} fc_rule_set;

/* Rows for the option tables of these stages. */
#define FC_RULES_DROP(conf) \
    { "drop", FC_OPT_BOOL, offsetof(conf, drop), "true", 0, 0, NULL, NULL, \
      "drop what fails a rule; --no-drop only writes the attributes", 0 }
extern const char *const fc_rules_tokenizers[];
#define FC_RULES_TOKENIZER(conf, def) \
    { "tokenizer", FC_OPT_CHOICE, offsetof(conf, tokenizer), def, 0, 0, \
      fc_rules_tokenizers, "NAME", \
      "how words are cut, whatever the language; nltk: as datatrove did before 0.4", 0 }
fc_cutter fc_rules_cutter(const char *tokenizer);

/* Write the values as attributes and judge them; a value that is no number (of no words,
 * say) fails nothing and is not told. Returns FC_KEEP or the reason. */
int fc_rules_judge(const fc_rule_set *set, const void *conf, const double *value,
                   bool drop, fc_doc *doc, fc_call *call);

/* Which of the eight words the, be, to, of, and, that, have, with it is (in any case, or
 * only lower case), or -1. */
int fc_rules_stop_word(const fc_token *t, bool any_case);

/* part / whole; no number when the whole is 0. */
double fc_share(size_t part, size_t whole);

#endif
