/* test_hostname.c - the spelling of hosts, by hand. */
#include "base/str.h"
#include "text/hostname.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static void spelled(const char *host, const char *want)
{
    char to[FC_HOSTNAME_ROOM(300)];
    fc_str in = fc_str_of(host);
    assert_true(in.n <= 300);
    size_t n = fc_hostname_ascii(in, to);
    if (!fc_str_is((fc_str){ to, n }, want))
        print_error("%s: %.*s\n", host, (int)n, to);
    assert_true(fc_str_is((fc_str){ to, n }, want));
}

static void ascii(void **state)
{
    (void)state;
    spelled("", "");
    spelled("a-b_c.example", "a-b_c.example");
    spelled("WWW.Example.COM.", "www.example.com.");
    spelled("ex%61mple%2Ecom", "example.com");
    spelled("a%2fb%zz%4", "a%2fb%zz%4"); /* what no host has stays */
    assert_true(fc_hostname_is_plain(FC_STR("a.example:80")));
    assert_false(fc_hostname_is_plain(FC_STR("a.Example")));
    assert_false(fc_hostname_is_plain(FC_STR("a%2Eb")));
}

/* Names as registries write them. */
static void punycode(void **state)
{
    (void)state;
    spelled("b\u00FCcher.example", "xn--bcher-kva.example");
    spelled("M\u00DCNCHEN.de", "xn--mnchen-3ya.de");
    spelled("\u043F\u0440\u0438\u043C\u0435\u0440.\u0440\u0444",
            "xn--e1afmkfd.xn--p1ai");
    spelled("\u041F\u0440\u0438\u043C\u0435\u0440.\u0420\u0424",
            "xn--e1afmkfd.xn--p1ai");
    spelled("%D1%80%D1%84", "xn--p1ai");
    spelled("\u4F8B\u5B50\u3002\u516C\u53F8\uFF0Ecn", "xn--fsqu00a.xn--55qx5d.cn");
    spelled("\uFF37\uFF57\uFF57\uFF0Ea", "www.a");
    /* sample (L) of RFC 3492: 3nenBkingpachi-senseiga in Japanese */
    spelled("3\u5E74b\u7D44\u91D1\u516B\u5148\u751F", "xn--3b-ww4c5e180e575a65lsy2b");
}

static void hostile(void **state)
{
    char label[300];
    (void)state;
    spelled("..", "..");
    spelled("\xff", "xn--zn7c");
    memset(label, 'a', sizeof label);
    memcpy(label + 62, "\u00E9", 2);
    label[64] = 0;
    char to[FC_HOSTNAME_ROOM(sizeof label)];
    size_t n = fc_hostname_ascii(fc_str_of(label), to); /* 63 characters */
    assert_true(fc_str_starts((fc_str){ to, n }, FC_STR("xn--aaa")));
    label[64] = 'a';
    label[65] = 0;
    spelled(label, label); /* 64 */
    memset(label + 65, 'a', 100);
    memcpy(label + 165, "\u00E9.B", 5);
    char want[300];
    memcpy(want, label, sizeof want);
    want[168] = 'b';
    spelled(label, want);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ascii),
        cmocka_unit_test(punycode),
        cmocka_unit_test(hostile),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
