/* regex.c - see regex.h. The only file that knows PCRE2. */
#define PCRE2_CODE_UNIT_WIDTH 8
#include "base/regex.h"

#include "base/str.h"

#include <pcre2.h>
#include <stdlib.h>

enum {
    STEPS = 200000,
    HEAP_KIB = 4096,
    JIT_STACK_FIRST = 32 << 10,
    JIT_STACK_MOST = 512 << 10
};

struct fc_regex {
    pcre2_code *code;
};

struct fc_regex_scratch {
    pcre2_match_data *data;
    pcre2_match_context *limits;
    pcre2_jit_stack *stack;
};

fc_rc fc_regex_compile(fc_regex **re, fc_str pattern, size_t *at, fc_err *err)
{
    /* \C would cut characters in two */
    const uint32_t flags = PCRE2_UTF | PCRE2_UCP | PCRE2_MATCH_INVALID_UTF |
                           PCRE2_NEVER_BACKSLASH_C;
    int why;
    PCRE2_SIZE where = 0;
    PCRE2_UCHAR message[120];
    *re = NULL;
    *at = 0;
    if (pattern.n > FC_REGEX_PATTERN_MAX)
        return fc_fail(err, FC_EUSE, "the regular expression is longer than %d bytes",
                       FC_REGEX_PATTERN_MAX);
    fc_regex *r = calloc(1, sizeof *r);
    if (!r)
        return fc_fail(err, FC_ETRY, "out of memory");
    r->code = pcre2_compile((PCRE2_SPTR)(pattern.n ? pattern.p : ""), pattern.n, flags,
                            &why, &where, NULL);
    if (!r->code) {
        free(r);
        *at = where < pattern.n ? where : pattern.n;
        if (pcre2_get_error_message(why, message, sizeof message) < 0)
            message[0] = '\0';
        return fc_fail(err, why == PCRE2_ERROR_NOMEMORY ? FC_ETRY : FC_EUSE,
                       "bad regular expression: %s", (const char *)message);
    }
    /* where there is no JIT the interpreter does the work */
    pcre2_jit_compile(r->code, PCRE2_JIT_COMPLETE);
    *re = r;
    return FC_OK;
}

void fc_regex_free(fc_regex *re)
{
    if (re)
        pcre2_code_free(re->code);
    free(re);
}

fc_regex_scratch *fc_regex_scratch_new(void)
{
    fc_regex_scratch *s = calloc(1, sizeof *s);
    if (!s)
        return NULL;
    s->data = pcre2_match_data_create(1, NULL);
    s->limits = pcre2_match_context_create(NULL);
    s->stack = pcre2_jit_stack_create(JIT_STACK_FIRST, JIT_STACK_MOST, NULL);
    if (!s->data || !s->limits) {
        fc_regex_scratch_free(s);
        return NULL;
    }
    pcre2_set_match_limit(s->limits, STEPS);
    pcre2_set_depth_limit(s->limits, STEPS);
    pcre2_set_heap_limit(s->limits, HEAP_KIB);
    if (s->stack)
        pcre2_jit_stack_assign(s->limits, NULL, s->stack);
    return s;
}

void fc_regex_scratch_free(fc_regex_scratch *scratch)
{
    if (!scratch)
        return;
    pcre2_match_data_free(scratch->data);
    pcre2_match_context_free(scratch->limits);
    pcre2_jit_stack_free(scratch->stack);
    free(scratch);
}

int fc_regex_find(const fc_regex *re, fc_regex_scratch *scratch, fc_str subject,
                  size_t from, size_t *begin, size_t *end)
{
    if (from > subject.n)
        return FC_REGEX_NONE;
    int rc = pcre2_match(re->code, (PCRE2_SPTR)(subject.n ? subject.p : ""), subject.n,
                         from, 0, scratch->data, scratch->limits);
    if (rc == PCRE2_ERROR_NOMATCH)
        return FC_REGEX_NONE;
    if (rc < 0)
        return FC_REGEX_LIMIT;
    const PCRE2_SIZE *place = pcre2_get_ovector_pointer(scratch->data);
    /* \K in a lookahead can put the beginning after the end */
    *begin = place[0] < place[1] ? place[0] : place[1];
    *end = place[1];
    return FC_REGEX_FOUND;
}

/* The next line, or piece of a long one that ends where a character does. */
static fc_str next_piece(fc_str *rest)
{
    size_t n = fc_str_findc(
        (fc_str){ rest->p, rest->n < FC_REGEX_PIECE ? rest->n : FC_REGEX_PIECE }, '\n');
    size_t skip = n < rest->n && rest->p[n] == '\n';
    if (!skip && n < rest->n)
        for (size_t back = 0; back < 3 && ((unsigned char)rest->p[n] & 0xC0) == 0x80;
             back++)
            n--;
    fc_str piece = { rest->p, n };
    *rest = fc_str_sub(*rest, n + skip, rest->n);
    return piece;
}

int fc_regex_search(const fc_regex *re, fc_regex_scratch *scratch, fc_str text)
{
    size_t begin, end;
    do {
        fc_str piece = next_piece(&text);
        int found = fc_regex_find(re, scratch, piece, 0, &begin, &end);
        if (found != FC_REGEX_NONE)
            return found;
    } while (text.n);
    return FC_REGEX_NONE;
}
