/* test_tokens.c - words and sentences of English, by hand; Python's notion of strings. */
#include "base/str.h"
#include "text/chars.h"
#include "text/repeats.h"
#include "text/shared.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>
#include <stdio.h>

/* The tokens of a text are these, separated by blanks. */
static void check(const char *text, const char *want)
{
    fc_arena a;
    size_t n;
    char got[512] = "";
    fc_arena_init(&a);
    const fc_token *t = fc_tokens_english(fc_str_of(text), &a, &n);
    for (size_t i = 0; i < n; i++)
        snprintf(got + strlen(got), sizeof got - strlen(got), "%s%.*s", i ? " " : "",
                 (int)t[i].n, t[i].p);
    if (strcmp(got, want) != 0)
        fail_msg("'%s': got '%s', wanted '%s'", text, got, want);
    fc_arena_free(&a);
}

static void marks_come_off(void **state)
{
    (void)state;
    check("", "");
    check(" \n\t\u3000 ", "");
    check("Hello, world!", "Hello , world !");
    check("(\"Hello\"),", "( \" Hello \" ) ,");
    check("The end.", "The end .");
    check("wait... what..", "wait ... what ..");
    check("so\u2026 what\u2026\u2026", "so \u2026 what \u2026\u2026");
    check("NASA. U.S. X. i. B.C.", "NASA . U.S. X. i. B.C.");
    check("dogs' dog's DOG'S dog\u2019s", "dogs ' dog 's DOG 'S dog \u2019s");
    check("#tag _x_ *a* a*", "# tag _ x _ * a * a *");
    check("\u00bfQu\u00e9?\u00a1", "\u00bf Qu\u00e9 ? \u00a1");
    check("+1 +x =y 100%", "+1 + x = y 100 %");
    check("\u4e2d\u6587\u3002 \u3010\u6587\u3011",
          "\u4e2d\u6587 \u3002 \u3010 \u6587 \u3011");
}

static void numbers_lose_units(void **state)
{
    (void)state;
    check("5km 5km. 10m\u00b2 3kg, 5xyz", "5 km 5 km . 10 m\u00b2 3 kg , 5xyz");
    check("$5 5$ US$5 5US$ \u20ac10 10\u20ac C$",
          "$ 5 5 $ US$ 5 5 US$ \u20ac 10 10 \u20ac C$");
    check("5+ 5-6 5--6 1,000 3.14 1+1=2", "5 + 5 - 6 5 - -6 1,000 3.14 1 + 1=2");
    check("20\u00b0C. \u00b0c.", "20 \u00b0 C . \u00b0 c .");
}

static void middles_split(void **state)
{
    (void)state;
    check("well-known a\u2014b x--y a-1 1-a", "well - known a \u2014 b x -- y a-1 1 - a");
    check("and/or yes/no 1/2 a/2", "and/or yes / no 1/2 a/2");
    check("end.The end.the a.B", "end . The end.the a. B");
    check("one,two 1,two k:v a<b a=b a~b", "one , two 1,two k : v a < b a = b a ~ b");
    check("a...b a\u2026b a\u2122b \u2122", "a ... b a \u2026 b a \u2122 b \u2122");
    check("f(x) a;b", "f(x ) a;b");
}

static void contractions_split(void **state)
{
    (void)state;
    check("don't DON'T can't cannot dont", "do n't DON'T ca n't can not do nt");
    check("I'm im we'd wed we're were its it's",
          "I 'm i m we 'd we d we 're were its it 's");
    check("who'd've let's gonna y'all", "who 'd 've let 's gon na y' all");
    check("(don\u2019t)", "( do n\u2019t )");
    check("10am 11p.m. 13am", "10 am 11 p.m. 13am");
}

static void known_words_stay(void **state)
{
    (void)state;
    check("e.g. i.e., (Mr. Smith) vs. a.m.,", "e.g. i.e. , ( Mr. Smith ) vs. a.m. ,");
    check(":) hello:) :-( <3 x:D", ":) hello :) :-( <3 x :D");
    check("C++ ma'am 'em '' ''' foo''", "C++ ma'am 'em '' ' '' foo ''");
    check("''' '", "' '' '");
}

static void urls_stay(void **state)
{
    (void)state;
    check("http://a.example/b-c?d=e, see", "http://a.example/b-c?d=e , see");
    check("a.b@c-d.example. (www.x.org)", "a.b@c-d.example . ( www.x.org )");
    check("x.org:8080/y x.org:8", "x.org:8080/y x.org:8");
    check("8.8.8.8/a-b 10.0.0.1/a-b", "8.8.8.8/a-b 10.0.0.1 / a - b");
    check("ftp://x/a-b", "ftp://x / a - b");
}

static void check_sentences(const char *text, size_t want)
{
    fc_arena a;
    size_t n;
    fc_arena_init(&a);
    const fc_token *t = fc_tokens_english(fc_str_of(text), &a, &n);
    if (fc_tokens_sentences(t, n) != want)
        fail_msg("'%s': %zu sentences, wanted %zu", text, fc_tokens_sentences(t, n),
                 want);
    fc_arena_free(&a);
}

static void sentences(void **state)
{
    (void)state;
    check_sentences("", 0);
    check_sentences("no end", 1);
    check_sentences("One. Two! Three? Four", 4);
    check_sentences("He said \"No.\" Then he left.", 2);
    check_sentences("Mr. Smith has 3.5 points, e.g. today.", 1);
    check_sentences("Wait... what", 1);
    check_sentences("\u5b83\u3002 \u5979\u3002", 2);
    check_sentences("One.  . Two", 3); /* two blanks are a token, and begin a sentence */
    check_sentences("One. . Two", 2);
}

static void python_strings(void **state)
{
    static const char *const want[] = { "a", "", "b", "c", "d", "e" };
    fc_str text = FC_STR("a\r\n\nb\x1c" "c\u2028d\x0b" "e\n"), line;
    size_t at = 0, n = 0;
    (void)state;
    for (; fc_py_line(text, &at, &line); n++)
        assert_true(n < 6 && fc_str_is(line, want[n]));
    assert_int_equal(n, 6);
    assert_true(fc_str_is(fc_py_strip(FC_STR("\u3000 a b\x85\u2003\x1f")), "a b\x85"));
    assert_true(fc_str_is(fc_py_strip(FC_STR("\u00a0\xc2\x85" "x\u2029")), "x"));
    text = FC_STR(" a\u00a0b\u200bc \x1f d");
    for (at = n = 0; fc_py_word(text, &at, &line); n++)
        ;
    assert_int_equal(n, 3);
    assert_true(fc_py_lower_has(FC_STR("We use COO\u212aIES"), FC_STR("use cookies")));
    assert_false(fc_py_lower_has(FC_STR("use cookie"), FC_STR("use cookies")));
    assert_int_equal(fc_py_count(FC_STR("....... #"), FC_STR("...")), 2);
    assert_true(fc_chars_of('A') & FC_C_UPPER && !(fc_chars_of('a') & FC_C_UPPER));
    assert_true(fc_chars_of(0x4E2D) & FC_C_ALPHA && fc_chars_of(0x10FFFF) == 0);
    assert_int_equal(fc_chars_of(0x110000), 0);
}

static void greedy(const char *text, size_t five, size_t six)
{
    fc_arena a;
    size_t n, chars[11];
    fc_arena_init(&a);
    const fc_token *t = fc_tokens_english(fc_str_of(text), &a, &n);
    fc_repeats_greedy(t, n, &a, chars);
    assert_int_equal(chars[5], five);
    assert_int_equal(chars[6], six);
    fc_arena_free(&a);
}

static void repeated_words(void **state)
{
    (void)state;
    greedy("a b c d", 0, 0);
    greedy("a b c d e f a b c d e f", 5, 6); /* abcde; then f a b c d is new */
    greedy("a a a a a a a a a a a", 10, 6);  /* the second window repeats the first, and
                                                so on */
    greedy("elephants giraffes antelopes buffaloes cheetahs and "
           "elephants giraffes antelopes buffaloes cheetahs but", 43, 0);
}

static void grams(void **state)
{
    fc_arena a;
    fc_grams g;
    size_t n;
    (void)state;
    fc_arena_init(&a);
    const fc_token *t = fc_tokens_english(FC_STR("x a b c y a b c z a b"), &a, &n);
    fc_grams_open(&g, t, n, &a);
    assert_int_equal(g.n_live, 5);          /* a b three times, b c twice */
    assert_int_equal(g.count[1], 3);
    assert_int_equal(g.count[2], 2);
    fc_grams_next(&g);
    assert_int_equal(g.n, 3);
    assert_int_equal(g.n_live, 2);          /* a b c */
    assert_int_equal(fc_grams_chars(&g, g.live[0]), 3);
    fc_grams_next(&g);
    assert_int_equal(g.n_live, 0);
    fc_arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(marks_come_off), cmocka_unit_test(numbers_lose_units),
        cmocka_unit_test(middles_split), cmocka_unit_test(contractions_split),
        cmocka_unit_test(known_words_stay), cmocka_unit_test(urls_stay),
        cmocka_unit_test(sentences), cmocka_unit_test(python_strings),
        cmocka_unit_test(repeated_words), cmocka_unit_test(grams),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
