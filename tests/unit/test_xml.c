/* test_xml.c - XML into the flat tree: names, namespaces, entities, limits, damage. */
#include "base/buf.h"
#include "base/str.h"
#include "html/xml.h"
#include "html/xml_entities.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

/* The tree as text: name{ns}(attributes)[children], text in quotes. */
static void show(const fc_dom *dom, fc_buf *out, fc_arena *a)
{
    uint32_t open[300], n = 0;
    for (uint32_t i = 0; i <= dom->n; i++) {
        while (n && dom->node[open[n - 1]].end <= i) {
            fc_buf_char(out, ']');
            n--;
        }
        if (i == dom->n)
            break;
        const fc_node *d = &dom->node[i];
        if (d->tag == FC_TAG_TEXT) {
            fc_buf_char(out, '"');
            fc_buf_str(out, fc_dom_text_decoded(dom, i, a));
            fc_buf_char(out, '"');
            continue;
        }
        fc_buf_str(out, fc_dom_name(dom, i));
        if (d->ns != FC_NS_NONE)
            fc_buf_printf(out, "{%u}", d->ns);
        fc_str name, value;
        for (uint32_t pos = 0; fc_dom_next_attr(dom, i, &pos, &name, &value);) {
            fc_buf_printf(out, "(%.*s=", (int)name.n, name.p);
            char key[64];
            snprintf(key, sizeof key, "%.*s", (int)name.n, name.p);
            fc_buf_str(out, fc_dom_attr_text(dom, i, key, a));
            fc_buf_char(out, ')');
        }
        fc_buf_char(out, '[');
        assert_true(n < 300);
        open[n++] = i;
    }
}

static void check_tree(const fc_dom *dom)
{
    for (uint32_t i = 1; i < dom->n; i++) {
        const fc_node *d = &dom->node[i], *up = &dom->node[d->parent];
        assert_true(d->parent < i && d->end > i && d->end <= up->end);
        assert_int_equal(d->depth, up->depth + 1);
    }
}

static const struct {
    const char *in, *want;
} good[] = {
    { "<a>x<b/>y</a>", "a[\"x\"b[]\"y\"]" },
    { "<a b='1' id='2' class=\"c d\"/>", "a(b=1)(id=2)(class=c d)[]" },
    { "<a b='x&amp;y &quot;q&quot; &lt;'>&amp;lt; &lt;</a>",
      "a(b=x&y \"q\" <)[\"&lt; <\"]" },
    { "<a><![CDATA[1 < 2 &aacute; ]]>3</a>", "a[\"1 < 2 &aacute; 3\"]" },
    { "<a><?CDATA $x$?></a>", "a[\"$x$\"]" },
    { "<a>x<!-- no -->y<?pi no?>z</a>", "a[\"xyz\"]" },
    { "<a>&aacute;&rgr;&Eacgr;&b.alpha;&#x3b1;</a>",
      "a[\"\xc3\xa1\xcf\x81\xce\x88\xce\xb1\xce\xb1\"]" },
    { "<a>16&fdg;5, 3&farcs;2</a>", "a[\"16.\xc2\xb0" "5, 3.\xe2\x80\xb3" "2\"]" },
    { "<a b='&aacute;&rgr;'/>", "a(b=\xc3\xa1\xcf\x81)[]" },
    { "<a b='&nosuch;'>&nosuch;</a>", "a(b=&nosuch;)[\"&nosuch;\"]" },
    { "<!DOCTYPE a SYSTEM 'http://x.example/a.dtd'><a>&hellip;&nosuch;</a>",
      "a[\"\xe2\x80\xa6&nosuch;\"]" },
    { "<!DOCTYPE a [<!ENTITY e 'v&#38;#38;w'><!ENTITY f '<b>&e;</b>'>]><a "
      "c='&e;'>&e;&f;</a>",
      "a(c=v&w)[\"v&w\"b[\"v&w\"]]" },
    { "<!DOCTYPE a [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><a>x&e;y</a>", "a[\"xy\"]" },
    { "<!DOCTYPE a [<!ENTITY % e SYSTEM 'file:///etc/passwd'> %e;]><a>x</a>",
      "a[\"x\"]" },
    { "<!DOCTYPE a [<!ATTLIST a b CDATA 'default'>]><a/>", "a(b=default)[]" },
    { "<m:math xmlns:m='http://www.w3.org/1998/Math/MathML'><m:mi>x</m:mi></m:math>",
      "math{2}[mi{2}[\"x\"]]" },
    { "<a><math><mi>x</mi></math><mml:mo>+</mml:mo></a>",
      "a[math{2}[mi{2}[\"x\"]]mo{2}[\"+\"]]" },
    { "<w:p xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main' "
      "xmlns:r='http://schemas.openxmlformats.org/officeDocument/2006/relationships' "
      "xmlns:q='urn:q'><w:r w:id='3' r:id='rId4' q:v='5'/></w:p>",
      "p{17}[r{17}(id=3)(r:id=rId4)(q:v=5)[]]" },
    { "<a xml:lang='de' xlink:href='u' xmlns:xlink='http://www.w3.org/1999/xlink'/>",
      "a(lang=de)(href=u)[]" },
    { "<?xml version='1.0' encoding='iso-8859-1'?><a>\xe9</a>", "a[\"\xc3\xa9\"]" },
    { "\xef\xbb\xbf<a>\xc3\xa9</a>", "a[\"\xc3\xa9\"]" },
    { "<a b='1\r\n2\r3\t4'>1\r\n2\r3<![CDATA[4\r\n5]]></a>",
      "a(b=1 2 3 4)[\"1\n2\n34\n5\"]" },
    { "<a xmlns='http://www.w3.org/1999/xhtml'><p xmlns=''/><q/></a>",
      "a{0}[p[]q{0}[]]" },
};

static void test_good(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        fc_arena a;
        fc_dom dom;
        fc_err err = { 0 };
        fc_buf out = FC_BUF_INIT;
        fc_arena_init(&a);
        fc_rc rc = fc_xml_parse(&dom, fc_str_of(good[i].in), NULL, &a, NULL, &err);
        if (rc)
            fail_msg("%s: %s", good[i].in, err.msg);
        check_tree(&dom);
        show(&dom, &out, &a);
        assert_string_equal(out.p, good[i].want);
        fc_buf_free(&out);
        fc_arena_free(&a);
    }
}

/* A parser that was used before, for what is well-formed and what is not, gives what a
 * new one gives. */
static void test_used_parser(void **state)
{
    static const char *const between[] = {
        "<a><b x='1'><c xmlns='urn:x'>", "<a>&x;</a>",
        "<!DOCTYPE a [<!ENTITY x 'y'><!ATTLIST b id CDATA 'z'>]><a><b/>&x;</a>",
        "\xff\xfe<\0a\0/\0>\0", "<m:a xmlns:m='urn:m'/>"
    };
    fc_xml_parser *parser = fc_xml_parser_open();
    (void)state;
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        fc_arena a;
        fc_dom dom, other;
        fc_err err = { 0 };
        fc_buf out = FC_BUF_INIT;
        fc_arena_init(&a);
        const char *s = between[i % (sizeof between / sizeof *between)];
        fc_xml_parse_with(parser, &other, (fc_str){ s, s[0] < 0 ? 10 : strlen(s) }, NULL,
                          &a, NULL, NULL);
        fc_rc rc = fc_xml_parse_with(parser, &dom, fc_str_of(good[i].in), NULL, &a, NULL,
                                     &err);
        if (rc)
            fail_msg("%s: %s", good[i].in, err.msg);
        check_tree(&dom);
        show(&dom, &out, &a);
        assert_string_equal(out.p, good[i].want);
        fc_buf_free(&out);
        fc_arena_free(&a);
    }
    fc_xml_parser_close(parser);
}

static fc_xml_why parse_why(fc_str bytes, const fc_xml_limits *limits, uint64_t arena)
{
    fc_arena a;
    fc_dom dom;
    fc_err err = { 0 };
    fc_xml_why why;
    fc_arena_init(&a);
    fc_arena_limit(&a, arena);
    fc_rc rc = fc_xml_parse(&dom, bytes, limits, &a, &why, &err);
    assert_int_equal(rc, why == FC_XML_WELL ? FC_OK : FC_EDATA);
    assert_true(why == FC_XML_WELL || err.msg[0]);
    fc_arena_free(&a);
    return why;
}

static void test_damage(void **state)
{
    static const char *const bad[] = { "",
                                       " ",
                                       "x",
                                       "<a>",
                                       "<a><b></a>",
                                       "<a b=c/>",
                                       "<a>&#0;</a>",
                                       "<a/><b/>",
                                       "<a>\xff</a>",
                                       "<a>x & y</a>",
                                       "<!DOCTYPE a",
                                       "<?xml version='1.0' encoding='nosuch'?><a/>" };
    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_int_equal(parse_why(fc_str_of(bad[i]), NULL, UINT64_MAX), FC_XML_DAMAGED);
}

/* Ten entities, each ten times the one before. */
static fc_buf laughs(bool in_attribute)
{
    fc_buf b = FC_BUF_INIT;
    fc_buf_text(&b, "<!DOCTYPE a [<!ENTITY e0 'lol lol lol lol lol lol '>");
    for (int i = 1; i < 10; i++) {
        fc_buf_printf(&b, "<!ENTITY e%d '", i);
        for (int k = 0; k < 10; k++)
            fc_buf_printf(&b, "&e%d;", i - 1);
        fc_buf_text(&b, "'>");
    }
    fc_buf_text(&b, in_attribute ? "]><a b='&e9;'/>" : "]><a>&e9;</a>");
    return b;
}

static void test_bombs(void **state)
{
    (void)state;
    for (int k = 0; k < 2; k++) {
        fc_buf b = laughs(k);
        assert_int_not_equal(parse_why((fc_str){ b.p, b.n }, NULL, UINT64_MAX),
                             FC_XML_WELL);
        fc_buf_free(&b);
    }
    static const char loop[] = "<!DOCTYPE a [<!ENTITY e '&f;'><!ENTITY f "
                               "'&e;'>]><a>&e;</a>";
    assert_int_equal(parse_why(fc_str_of(loop), NULL, UINT64_MAX), FC_XML_LIMIT);
    /* a long value many times over: quadratic without a limit */
    fc_buf b = FC_BUF_INIT;
    fc_buf_text(&b, "<!DOCTYPE a [<!ENTITY e '");
    for (int i = 0; i < 5000; i++)
        fc_buf_text(&b, "abcdefghij");
    fc_buf_text(&b, "'>]><a>");
    for (int i = 0; i < 50000; i++)
        fc_buf_text(&b, "&e;");
    fc_buf_text(&b, "</a>");
    assert_int_equal(parse_why((fc_str){ b.p, b.n }, NULL, UINT64_MAX), FC_XML_LIMIT);
    fc_buf_free(&b);
}

static void test_limits(void **state)
{
    fc_xml_limits limits;
    fc_buf b = FC_BUF_INIT;
    (void)state;
    for (int i = 0; i < 10000; i++)
        fc_buf_text(&b, "<a>");
    assert_int_equal(parse_why((fc_str){ b.p, b.n }, NULL, UINT64_MAX), FC_XML_LIMIT);
    fc_buf_clear(&b);
    fc_buf_text(&b, "<a>");
    for (int i = 0; i < 10000; i++)
        fc_buf_text(&b, "<b>x</b>");
    fc_buf_text(&b, "</a>");
    fc_str bytes = { b.p, b.n };
    fc_xml_limits_default(&limits);
    limits.nodes = 1000;
    assert_int_equal(parse_why(bytes, &limits, UINT64_MAX), FC_XML_LIMIT);
    fc_xml_limits_default(&limits);
    limits.bytes = bytes.n - 1;
    assert_int_equal(parse_why(bytes, &limits, UINT64_MAX), FC_XML_LIMIT);
    for (uint64_t arena = 1000; arena < 3000000; arena += 100001)
        parse_why(bytes, NULL, arena); /* no leak, wherever it ends */
    assert_int_equal(parse_why(bytes, NULL, 1000), FC_XML_LIMIT);
    assert_int_equal(parse_why(bytes, NULL, UINT64_MAX), FC_XML_WELL);
    fc_buf_free(&b);
}

static void test_names(void **state)
{
    (void)state;
#define CHECK_NAME(id, name) \
    assert_int_equal(fc_xml_name_find(name), FC_XML_##id); \
    assert_int_equal(fc_tag_find(name, strlen(name)), FC_TAG_UNKNOWN);
    FC_XML_NAMES(CHECK_NAME)
    assert_int_equal(fc_xml_name_find("no-such"), FC_TAG_UNKNOWN);
    assert_int_equal(fc_xml_name_find("SEC"), FC_TAG_UNKNOWN);
}

static void test_root(void **state)
{
    static const struct {
        const char *in, *name;
    } cases[] = {
        { "<a/>", "a" },
        { "\xef\xbb\xbf <?xml version='1.0'?>\n<!-- <b> -->\n<x:y z='1'>", "y" },
        { "<!DOCTYPE q [<!ENTITY e '<b>'>]>\n<c>", "c" },
        { "<!DOCTYPE article PUBLIC 'x' 'y'><article>", "article" },
        { "text", NULL }, { "", NULL }, { "<?xml", NULL }, { "<!-- ", NULL },
        { "<", NULL },
    };
    char buf[512];
    fc_str name, tag;
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        bool found = fc_xml_root(fc_str_of(cases[i].in), buf, &name, &tag);
        assert_int_equal(found, cases[i].name != NULL);
        if (found)
            assert_true(fc_str_is(name, cases[i].name));
    }
    assert_true(fc_xml_root((fc_str){ "\xff\xfe<\0a\0>\0", 8 }, buf, &name, &tag));
    assert_true(fc_str_is(name, "a"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_good),
        cmocka_unit_test(test_used_parser), cmocka_unit_test(test_damage),
        cmocka_unit_test(test_bombs), cmocka_unit_test(test_limits),
        cmocka_unit_test(test_names), cmocka_unit_test(test_root),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
