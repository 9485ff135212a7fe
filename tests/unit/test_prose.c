/* test_prose.c - documents without their code and formulas. */
#include "base/str.h"
#include "text/prose.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

#include <cmocka.h>

static void code_and_formulas_are_no_prose(void **state)
{
    static const struct { const char *text, *prose; } cases[] = {
        { "no marks at all", "no marks at all" },
        { "a\n\n```c\nint x;\n\nint y;\n```\n\nb", "a\n\n \n\nb" },
        { "- a\n  ````\n  ```\n  ````\n- b", "- a\n   \n- b" },
        { "> ```\n> x\n> ```\n> b", ">  \n> b" },
        { "a\n```\nnever closed", "a\n```\nnever closed" },
        { "call `f(x)` or ``g ` h``, not `this\n\nor` that",
          "call   or  , not `this\n\nor` that" },
        { "let $x_1$ be $2y$, and $$a\nb$$ then \\(c\\) and \\[d\\].",
          "let   be  , and   then   and  ." },
        { "from $5 to $10, or US$7 and 8 $", "from $5 to $10, or US$7 and 8 $" },
        { "\\$5 and $x\\$ y$ end", "\\$5 and   end" },
        { "$x\n\ny$", "$x\n\ny$" },
        { "$x\r\n\r\ny$ and $a\r\nb$", "$x\r\n\r\ny$ and  " },
        { "$", "$" }, { "`", "`" }, { "\\", "\\" }, { "$$", "$$" }, { "\\(", "\\(" },
    };
    fc_arena a;
    (void)state;
    fc_arena_init(&a);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        fc_str text = fc_str_of(cases[i].text), got = fc_prose(text, false, &a);
        if (!fc_str_is(got, cases[i].prose))
            fail_msg("%s: got \"%.*s\"", cases[i].text, (int)got.n, got.p);
        assert_int_equal(fc_prose(text, true, &a).n, text.n);
    }
    fc_arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(code_and_formulas_are_no_prose),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
