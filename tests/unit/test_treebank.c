/* test_treebank.c - words and sentences as NLTK cuts them, by hand. */
#include "base/str.h"
#include "text/punkt.h"
#include "text/treebank.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>
#include <stdio.h>

static void compare(const char *text, const char *got, const char *want)
{
    if (strcmp(got, want) != 0)
        fail_msg("'%s': got '%s', wanted '%s'", text, got, want);
}

/* The words of a text are these, separated by blanks. */
static void check(const char *text, const char *want)
{
    fc_arena a;
    size_t n;
    char got[512] = "";
    fc_arena_init(&a);
    const fc_token *t = fc_tokens_treebank(fc_str_of(text), &a, &n);
    for (size_t i = 0; i < n; i++)
        snprintf(got + strlen(got), sizeof got - strlen(got), "%s%.*s", i ? " " : "",
                 (int)t[i].n, t[i].p);
    compare(text, got, want);
    fc_arena_free(&a);
}

/* Its sentences are these, each with a bar behind it. */
static void sentences(const char *text, const char *want)
{
    fc_punkt p = { .text = fc_str_of(text) };
    fc_str s;
    char got[512] = "";
    while (fc_punkt_next(&p, &s))
        snprintf(got + strlen(got), sizeof got - strlen(got), "%.*s|", (int)s.n, s.p);
    compare(text, got, want);
}

static void points(void **state)
{
    (void)state;
    check("", "");
    check(" \n ", "");
    check("It rains.", "It rains .");
    check("Rain fell. Snow fell.", "Rain fell . Snow fell .");
    check("Mr. Hill saw the U.S. flag.", "Mr. Hill saw the U.S. flag .");
    check("(It rains.)", "( It rains . )");
    check("It rains. ) \"", "It rains . ) ``"); /* closed, and the quote opens another */
    check("It rains.\"", "It rains . ''");
    check("so... it.. ends ...", "so ... it .. ends ...");
    check("a.b c.d", "a.b c.d");
    check(".", ".");
}

static void marks(void **state)
{
    (void)state;
    check("one, two:three 1,000 9:30 ,,x", "one , two : three 1,000 9:30 , ,x");
    check("end,", "end ,");
    check("a;b #1 50% $5 me@x.y a&b who?! *x*",
          "a ; b # 1 50 % $ 5 me @ x.y a & b who ? ! * x *");
    check("[a](b){c}<d>", "[ a ] ( b ) { c } < d >");
    check("a--b a-b a---b", "a -- b a-b a -- -b");
}

static void quotes(void **state)
{
    (void)state;
    check("\"Go\" (\"now\") x\"y", "`` Go '' ( `` now '' ) x '' y");
    check("x ''two'' `one` ``both``", "x `` two '' ` one ` `` both ``");
    check("\u201cso\u201d \u00abso\u00bb \u2018so\u2019",
          "\u201c so \u201d \u00ab so \u00bb \u2018 so \u2019");
    check("'a 'an dogs' cats'\nx", "' a 'an dogs ' cats' x");
}

static void clitics(void **state)
{
    (void)state;
    check("it's it'S I'm he'd we'll they're I've don't DON'T x",
          "it 's it 'S I 'm he 'd we 'll they 're I 've do n't DO N'T x");
    check("it's\nit's", "it's it 's"); /* only a blank lets it come off */
    check("cannot Gimme gonna gotta lemme wanna go d'ye more'n x",
          "can not Gim me gon na got ta lem me wan na go d 'ye more 'n x");
    check("xcannot cannots pre-cannot", "xcannot cannots pre- can not");
    check("I wanna", "I wan na");
    check("so 'tis and 'twas", "so 't is and 't was");
}

static void sentence_ends(void **state)
{
    (void)state;
    sentences("", "");
    sentences(" One. Two! Three? Four ", " One.|Two!|Three?|Four|");
    sentences("See Dr. Hill. He is in.", "See Dr. Hill.|He is in.|");
    sentences("It is etc. The end.", "It is etc.|The end.|");
    sentences("By J. Hill. In 5. part 3. It ends.",
              "By J. Hill.|In 5. part 3.|It ends.|");
    sentences("He said (\"so.\") It ended.", "He said (\"so.\")|It ended.|");
    sentences("Wait... what? no", "Wait... what?|no|");
    sentences("so!!! Yes", "so!!!|Yes|");
    sentences("a.b.c d", "a.b.c d|");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(points),  cmocka_unit_test(marks),
        cmocka_unit_test(quotes),  cmocka_unit_test(clitics),
        cmocka_unit_test(sentence_ends),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
