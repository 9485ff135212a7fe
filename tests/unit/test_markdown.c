/* test_markdown.c - blocks of small texts, and what holds for any text. */
#include "base/str.h"
#include "text/markdown.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

#include <cmocka.h>

static const char letters[] = "HPLCMTQOR"; /* in the order of fc_markdown_kind */

/* "H<# a>P<text>" with \n shown as it is. */
static void show(fc_str text, char *out, size_t room)
{
    fc_markdown_block b;
    size_t at = 0, n = 0;
    out[0] = '\0';
    while (fc_markdown_next(text, &at, &b))
        n += (size_t)snprintf(out + n, room - n, "%c<%.*s>", letters[b.kind],
                              (int)(b.end - b.begin), text.p + b.begin);
}

static void blocks(void **state)
{
    static const struct { const char *text, *want;
    } cases[] = {
        { "", "" },
        { "\n \n\t\n", "" },
        { "one", "P<one>" },
        { "one\ntwo\n\nthree\n", "P<one\ntwo>P<three>" },
        { "# a\ntext\n## b ##\n", "H<# a>P<text>H<## b ##>" },
        { "#tag\n#\n####### x", "P<#tag>H<#>P<####### x>" },
        { "```c\nint a;\n\n# no\n```\nafter", "C<```c\nint a;\n\n# no\n```>P<after>" },
        { "````\n```\n````\nx", "C<````\n```\n````>P<x>" },
        { "~~~\na\n```\n~~~", "C<~~~\na\n```\n~~~>" },
        { "```\nopen", "C<```\nopen>" },
        { "```a```\nb", "P<```a```\nb>" },
        { "text\n```\nc\n```", "P<text>C<```\nc\n```>" },
        { "$$x$$\ny", "M<$$x$$>P<y>" },
        { "$$\nx\n\\\\y\n$$\nz", "M<$$\nx\n\\\\y\n$$>P<z>" },
        { "$$ a\nb $$", "M<$$ a\nb $$>" },
        { "$$\nnever\n\nclosed", "M<$$\nnever>P<closed>" },
        { "$$$\n\nx", "M<$$$>P<x>" },
        { "a $$x$$ b", "P<a $$x$$ b>" },
        { "| a | b |\n|---|---|\n| 1 | 2 |\ntext",
          "T<| a | b |\n|---|---|\n| 1 | 2 |>P<text>" },
        { "> a\n> b\nc", "Q<> a\n> b>P<c>" },
        { "- a\n- b\n  more\n\n- c\n\nafter", "L<- a\n- b\n  more\n\n- c>P<after>" },
        { "1. a\n2) b\n10. c", "L<1. a\n2) b\n10. c>" },
        { "- a\nlazy\n\nnot lazy", "L<- a\nlazy>P<not lazy>" },
        { "- a\n\n  ```\n\n- x\n  ```\n- b\n# h",
          "L<- a\n\n  ```\n\n- x\n  ```\n- b>H<# h>" },
        { "- a\n| t |", "L<- a>T<| t |>" },
        { "-x\n*y\n1.z", "P<-x\n*y\n1.z>" },
        { "years\n1984. was one\n1. first", "P<years\n1984. was one>L<1. first>" },
        { "---\n***\n___\n--", "R<--->R<***>R<___>P<-->" },
        { "- a\n---\nb", "L<- a>R<--->P<b>" },
        { "**Ann**, 2024-05-01\nhello\n\n**Bob**\nhi",
          "O<**Ann**, 2024-05-01>P<hello>O<**Bob**>P<hi>" },
        { "**bold** words\n****\n**x", "P<**bold** words>R<****>P<**x>" },
        { "  indented\n\n    # code?\n", "P<  indented>P<    # code?>" },
        { "a\r\n\r\nb\r\n", "P<a\r>P<b\r>" },
    };
    char out[400];
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        show(fc_str_of(cases[i].text), out, sizeof out);
        if (strcmp(out, cases[i].want))
            fail_msg("'%s'\n  got    %s\n  wanted %s", cases[i].text, out, cases[i].want);
    }
}

static void titles(void **state)
{
    fc_markdown_block b;
    size_t at = 0;
    fc_str text = FC_STR("###  A b \n``` python \n```\n**Ann B.**, today");
    (void)state;
    assert_true(fc_markdown_next(text, &at, &b));
    assert_int_equal(b.level, 3);
    assert_true(fc_str_is(b.title, "A b"));
    assert_true(fc_markdown_next(text, &at, &b));
    assert_true(fc_str_is(b.title, "python"));
    assert_true(fc_markdown_next(text, &at, &b));
    assert_int_equal(b.kind, FC_MD_POST);
    assert_true(fc_str_is(b.title, "Ann B."));
    assert_false(fc_markdown_next(text, &at, &b));
    assert_false(fc_markdown_next(text, &at, &b));
}

/* All but white space is in some block, in order, for texts of random marks. */
static void nothing_is_lost(void **state)
{
    static const char *const part[] = {
        "\n", "\n", "\n\n", "# ", "```", "$$", "| x", "> ", "- ", "1. ", "word", " ",
          "  ", "**",
        "---", "**a**, t", "~~~", "\t", "\r\n", "."
    };
    uint32_t seed = 1;
    (void)state;
    for (int round = 0; round < 3000; round++) {
        char text[400];
        size_t n = 0, at = 0, done = 0;
        fc_markdown_block b;
        for (int k = 0; k < 40; k++) {
            seed = seed * 1664525u + 1013904223u;
            n += (size_t)sprintf(text + n, "%s", part[(seed >> 16) % 20]);
        }
        while (fc_markdown_next((fc_str){ text, n }, &at, &b)) {
            assert_true(b.begin >= done && b.end > b.begin && at >= b.end && at <= n);
            for (; done < b.begin; done++)
                assert_true(fc_is_space(text[done]));
            done = b.end;
        }
        for (; done < n; done++)
            assert_true(fc_is_space(text[done]));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(blocks),
        cmocka_unit_test(titles),
        cmocka_unit_test(nothing_is_lost),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
