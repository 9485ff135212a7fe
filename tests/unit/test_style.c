/* Values of style attributes, and fonts for code in them. */
#include "base/str.h"
#include "html/style.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static void gives(const char *style, const char *property, const char *value)
{
    assert_true(fc_str_is(fc_style_value(fc_str_of(style), property), value));
}

static void values(void **state)
{
    (void)state;
    gives("display:table", "display", "table");
    gives(" color : red ;  Display : table-row !important ; x", "display", "table-row");
    gives("display:block;display:none", "display", "block");
    gives("-x-display:none", "display", "");
    gives("display", "display", "");
    gives("display:", "display", "");
    gives(";;:;", "display", "");
    gives("", "display", "");
    gives("margin:0;margin-left:1.5em", "margin-left", "1.5em");
}

static void fonts(void **state)
{
    (void)state;
    assert_true(fc_style_is_monospace(FC_STR("font-family: Menlo, Monospace")));
    assert_true(fc_style_is_monospace(FC_STR("font:10pt Consolas")));
    assert_false(fc_style_is_monospace(FC_STR("font-family: serif")));
    assert_false(fc_style_is_monospace(FC_STR("")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(values), cmocka_unit_test(fonts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
