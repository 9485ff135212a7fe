/* test_charset.c - from declared, undeclared and wrongly declared bytes to UTF-8. */
#include "base/str.h"
#include "html/charset.h"
#include "html/prescan.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static fc_arena a;

typedef struct sample {
    const char *http;
    fc_str bytes;
    const char *name, *from, *text;
} sample;

static void decide(const sample *s)
{
    fc_charset c;
    assert_int_equal(fc_charset_decode(s->bytes, fc_str_of(s->http), true, &a, &c),
                     FC_OK);
    assert_string_equal(c.name, s->name);
    assert_string_equal(c.from, s->from);
    if (!fc_str_is(c.text, s->text))
        fail_msg("%s: got \"%.*s\", want \"%s\"", s->name, (int)c.text.n, c.text.p,
                 s->text);
}

static void order_of_evidence(void **state)
{
    static const sample cases[] = {
        /* a mark beats HTTP, HTTP beats meta, meta beats the look of the bytes */
        { "windows-1251", { "\xEF\xBB\xBF\xC3\xA9", 5 }, "utf-8", "bom", "\xC3\xA9" },
        { "latin1", { "\xFF\xFEh\0i\0", 6 }, "utf-16le", "bom", "hi" },
        { "", { "\xFE\xFF\0h\0i", 6 }, "utf-16be", "bom", "hi" },
        { "ISO-8859-1", { "<meta charset=utf-8>\xE9\x80", 22 }, "windows-1252", "http",
          "<meta charset=utf-8>\xC3\xA9\xE2\x82\xAC" },
        { " \"utf-8\" ", { "\xC3\xA9", 2 }, "utf-8", "http", "\xC3\xA9" },
        { "no-such-thing", { "<meta charset=koi8-r>\xC1", 22 }, "koi8-r", "meta",
          "<meta charset=koi8-r>\xD0\xB0" },
        { "", { "<meta charset=utf-16>\xC3\xA9", 23 }, "utf-8", "meta",
          "<meta charset=utf-16>\xC3\xA9" },
        { "", { "<?xml version='1.0' encoding='Shift_JIS'?>\x82\xA0", 44 }, "shift_jis",
          "meta", "<?xml version='1.0' encoding='Shift_JIS'?>\xE3\x81\x82" },
        { "", { "plain", 5 }, "utf-8", "detected", "plain" },
        { "", { "caf\xC3\xA9", 5 }, "utf-8", "detected", "caf\xC3\xA9" },
        { "", { "", 0 }, "utf-8", "detected", "" },
        { "", { "\x1B$B$\"\x1B(B", 8 }, "iso-2022-jp", "detected", "\xE3\x81\x82" },
        { "", { "<\0h\0t\0m\0l\0>\0h\0e\0l\0l\0o\0", 22 }, "utf-16le", "detected",
          "<html>hello" },
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        decide(&cases[i]);
}

static void encodings(void **state)
{
    static const sample cases[] = {
        { "gb2312",
          { "\xC4\xE3\xBA\xC3", 4 },
          "gbk",
          "http",
          "\xE4\xBD\xA0\xE5\xA5\xBD" },
        { "gb18030", { "\x81\x30\x81\x30", 4 }, "gb18030", "http", "\xC2\x80" },
        { "big5", { "\xA7\x41\xA6\x6E", 4 }, "big5", "http", "\xE4\xBD\xA0\xE5\xA5\xBD" },
        { "big5", { "\x88\x62", 2 }, "big5", "http", "\xC3\x8A\xCC\x84" },
        { "x-sjis",
          { "\x93\xFA\x96\x7B\xB1", 5 },
          "shift_jis",
          "http",
          "\xE6\x97\xA5\xE6\x9C\xAC\xEF\xBD\xB1" },
        { "EUC-JP",
          { "\xC6\xFC\xCB\xDC", 4 },
          "euc-jp",
          "http",
          "\xE6\x97\xA5\xE6\x9C\xAC" },
        { "ks_c_5601-1987", { "\xC7\xD1", 2 }, "euc-kr", "http", "\xED\x95\x9C" },
        { "windows-1251",
          { "\xEF\xF0\xE8", 3 },
          "windows-1251",
          "http",
          "\xD0\xBF\xD1\x80\xD0\xB8" },
        { "koi8-r", { "\xD0\xD2\xC9", 3 }, "koi8-r", "http", "\xD0\xBF\xD1\x80\xD0\xB8" },
        { "iso-8859-2", { "\xB3\xF3", 2 }, "iso-8859-2", "http", "\xC5\x82\xC3\xB3" },
        { "iso-8859-9", { "\xFD", 1 }, "windows-1254", "http", "\xC4\xB1" },
        { "iso-8859-15", { "\xA4", 1 }, "iso-8859-15", "http", "\xE2\x82\xAC" },
        { "tis-620", { "\xA1", 1 }, "windows-874", "http", "\xE0\xB8\x81" },
        { "windows-1255", { "\xF9\xEC", 2 }, "windows-1255", "http", "\xD7\xA9\xD7\x9C" },
        { "windows-1256", { "\xD3", 1 }, "windows-1256", "http", "\xD8\xB3" },
        { "iso-8859-7", { "\xE1", 1 }, "iso-8859-7", "http", "\xCE\xB1" },
        { "mac", { "\x8E", 1 }, "macintosh", "http", "\xC3\xA9" },
        { "x-mac-cyrillic", { "\x80", 1 }, "x-mac-cyrillic", "http", "\xD0\x90" },
        { "cp866", { "\x80", 1 }, "ibm866", "http", "\xD0\x90" },
        { "x-user-defined",
          { "a\x80\xFF", 3 },
          "x-user-defined",
          "http",
          "a\xEF\x9E\x80\xEF\x9F\xBF" },
        { "utf-16be", { "\xD8\x3D\xDE\x00", 4 }, "utf-16be", "http", "\xF0\x9F\x98\x80" },
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        decide(&cases[i]);
}

static void faults_are_marked_not_dropped(void **state)
{
    static const sample cases[] = {
        { "utf-8", { "ok\xFF", 3 }, "utf-8", "http", "ok\xEF\xBF\xBD" },
        { "euc-jp", { "\xC6\xFC\xFFz", 4 }, "euc-jp", "http",
          "\xE6\x97\xA5\xEF\xBF\xBDz" },
        { "gbk", { "ab\xC4", 3 }, "gbk", "http", "ab\xEF\xBF\xBD" },
        { "utf-16le", { "h\0\x00\xD8i\0x", 7 }, "utf-16le", "http",
          "h\xEF\xBF\xBDi\xEF\xBF\xBD" },
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        decide(&cases[i]);
}

static void replaced_encodings_fail(void **state)
{
    fc_charset c;
    (void)state;
    assert_int_equal(fc_charset_decode(FC_STR("x"), FC_STR("hz-gb-2312"), true, &a, &c),
                     FC_EDATA);
    assert_string_equal(c.name, "replacement");
}

static void valid_utf8_is_not_copied(void **state)
{
    fc_str page = FC_STR("<p>na\xC3\xAFve</p>");
    fc_charset c;
    (void)state;
    uint64_t used = a.used;
    assert_int_equal(fc_charset_decode(page, FC_STR("utf-8"), true, &a, &c), FC_OK);
    assert_ptr_equal(c.text.p, page.p);
    assert_int_equal(a.used, used);
}

#ifdef HAVE_CONFIG_H
#include "config.h"
#endif
#ifdef HAVE_UCHARDET
static void wrong_declarations_are_overruled(void **state)
{
    /* Cyrillic in windows-1251, said to be UTF-8. */
    fc_str text = FC_STR("\xCF\xF0\xE8\xE2\xE5\xF2, \xEC\xE8\xF0! \xDD\xF2\xEE "
                         "\xEE\xE1\xFB\xF7\xED\xFB\xE9 \xF2\xE5\xEA\xF1\xF2 \xED\xE0 "
                         "\xF0\xF3\xF1\xF1\xEA\xEE\xEC \xFF\xE7\xFB\xEA\xE5, \xE2 "
                         "\xEA\xEE\xF2\xEE\xF0\xEE\xEC "
                         "\xE4\xEE\xF1\xF2\xE0\xF2\xEE\xF7\xED\xEE \xF1\xEB\xEE\xE2.");
    fc_charset c;
    (void)state;
    assert_int_equal(fc_charset_decode(text, FC_STR("utf-8"), true, &a, &c), FC_OK);
    assert_string_equal(c.name, "windows-1251");
    assert_string_equal(c.from, "detected");
    assert_string_equal(c.declared, "utf-8");
    assert_true(
        fc_str_starts(c.text, FC_STR("\xD0\x9F\xD1\x80\xD0\xB8\xD0\xB2\xD0\xB5")));
}
#endif

/* Pages stored as UTF-8 that still say what they were, or whose server has a default. */
static void utf8_shows_whatever_is_declared(void **state)
{
    static const struct { const char *http, *page, *name, *declared; } cases[] = {
        { "", "<meta charset=gb2312>\xE4\xBD\xA0\xE5\xA5\xBD\xE5\x90\x97", "utf-8",
          "gbk" },
        { "", "<meta charset=euc-jp>\xE3\x81\x82\xE3\x81\x84\xE3\x81\x86", "utf-8",
          "euc-jp" },
        { "iso-8859-1", "\xC3\xA9t\xC3\xA9, no\xC3\xABl", "utf-8", "windows-1252" },
        { "hz-gb-2312", "\xE4\xBD\xA0\xE5\xA5\xBD\xE5\x90\x97", "utf-8",
          "replacement" },
        /* cut within a character, after enough of them */
        { "gbk", "\xE4\xBD\xA0\xE5\xA5\xBD\xE5\x90\x97\xE4\xBD\xA0\xE5\xA5\xBD"
                 "\xE5\x90\x97\xE4\xBD\xA0\xE5\xA5\xBD\xE5\x90\x97\xE4\xBD\xA0"
                 "\xE5\xA5\xBD\xE5\x90\x97\xE4\xBD\xA0\xE5\xA5\xBD\xE5\x90\x97"
                 "\xE4\xBD\xA0\xE5", "utf-8", "gbk" },
        /* and one faulty byte among many that nobody declared */
        { "", "\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9"
              "\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9"
              "\xE9t", "utf-8", NULL },
        /* too few to be sure: E acute before a closing quote, twice */
        { "windows-1252", "CAF\xC9\x94 CAF\xC9\x94", "windows-1252", NULL },
        /* and where others contradict them */
        { "windows-1252", "CAF\xC9\x94 CAF\xC9\x94 CAF\xC9\x94 \xE9t\xE9", "windows-1252",
          NULL },
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        fc_charset c;
        assert_int_equal(fc_charset_decode(fc_str_of(cases[i].page),
                                           fc_str_of(cases[i].http), true, &a, &c),
                         FC_OK);
        assert_string_equal(c.name, cases[i].name);
        if (cases[i].declared)
            assert_string_equal(c.declared, cases[i].declared);
        else
            assert_null(c.declared);
    }
}

static void prescan_follows_the_standard(void **state)
{
    static const struct { const char *page, *name;
    } cases[] = {
        { "<meta charset=\"gbk\">", "gbk" },
        { "<META CHARSET = latin1 >", "windows-1252" },
        { "<meta http-equiv=Content-Type content='text/html; charset=big5'>", "big5" },
        { "<meta content='text/html; charset=big5' http-equiv=content-type>", "big5" },
        { "<meta content='text/html; charset=big5'>", NULL }, /* no pragma */
        { "<meta http-equiv=refresh content='0; charset=big5'>", NULL },
        { "<meta http-equiv=content-type content='charset charset = \"euc-kr\"'>",
          "euc-kr" },
        { "<!-- <meta charset=gbk> --><meta charset=big5>", "big5" },
        { "<!--><meta charset=gbk>", "gbk" },
        { "<p title='<meta charset=gbk>'><meta charset=big5>", "big5" },
        { "<!doctype html ><meta charset=big5>", "big5" },
        { "<meta charset=none><meta charset=big5>", "big5" },
        { "<metadata charset=gbk>", NULL },
        { "<meta/charset=gbk>", "gbk" },
        { "<meta charset=x-user-defined>", "windows-1252" },
        { "<?xml encoding=\"koi8-r\"?><meta charset=big5>", "big5" },
        { "<?xml encoding=\"koi8-r\"?>", "koi8-r" },
        { "<meta charset='gbk", NULL },
        { "<", NULL },
        { "<meta", NULL },
        { "<!--", NULL },
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const fc_encoding *e = fc_prescan(fc_str_of(cases[i].page), 1024);
        if (!cases[i].name)
            assert_null(e);
        else if (!e)
            fail_msg("%s: nothing found", cases[i].page);
        else
            assert_string_equal(e->name, cases[i].name);
    }
}

static void labels(void **state)
{
    (void)state;
    assert_string_equal(fc_charset_name(FC_STR(" Latin1\n")), "windows-1252");
    assert_string_equal(fc_charset_name(FC_STR("GB2312")), "gbk");
    assert_string_equal(fc_charset_name(FC_STR("tis-620")), "windows-874");
    assert_null(fc_charset_name(FC_STR("utf")));
    assert_null(fc_charset_name(FC_STR("")));
    assert_null(fc_charset_name(FC_STR("utf-8 gbk")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(order_of_evidence),
        cmocka_unit_test(encodings),
        cmocka_unit_test(faults_are_marked_not_dropped),
        cmocka_unit_test(replaced_encodings_fail),
        cmocka_unit_test(valid_utf8_is_not_copied),
#ifdef HAVE_UCHARDET
        cmocka_unit_test(wrong_declarations_are_overruled),
#endif
        cmocka_unit_test(utf8_shows_whatever_is_declared),
        cmocka_unit_test(prescan_follows_the_standard),
        cmocka_unit_test(labels),
    };
    fc_arena_init(&a);
    int rc = cmocka_run_group_tests(tests, NULL, NULL);
    fc_arena_free(&a);
    return rc;
}
