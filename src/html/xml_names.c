/* xml_names.c - names that XML documents are known by: elements, characters, the root. */
#include "html/xml.h"

#include "base/str.h"
#include "base/utf8.h"
#include "html/entities.h"
#include "html/xml_entities.h"

static const char *const names[] = {
#define XML_NAME(id, name) name,
    FC_XML_NAMES(XML_NAME)
};

unsigned fc_xml_name_find(const char *name)
{
    size_t lo = 0, hi = sizeof names / sizeof *names;
    while (lo < hi) {
        size_t mid = (lo + hi) / 2;
        int order = strcmp(names[mid], name);
        if (order == 0)
            return FC_TAG_COUNT + (unsigned)mid;
        if (order < 0)
            lo = mid + 1;
        else
            hi = mid;
    }
    return FC_TAG_UNKNOWN;
}

/* --------------------------------------------------------------------------- entities */

/* Greek of ISO 8879, whose names HTML does not have: "rgr" is rho, "eacgr" epsilon with
 * an accent, "b.rho" a bold rho (which becomes a plain one). Capitals begin with one. */
static const struct {
    const char *name;
    uint16_t code;
} greek[] = {
    { "agr", 0x3B1 }, { "bgr", 0x3B2 }, { "ggr", 0x3B3 }, { "dgr", 0x3B4 },
    { "egr", 0x3B5 },
    { "zgr", 0x3B6 }, { "eegr", 0x3B7 }, { "thgr", 0x3B8 }, { "igr", 0x3B9 },
    { "kgr", 0x3BA },
    { "lgr", 0x3BB }, { "mgr", 0x3BC }, { "ngr", 0x3BD }, { "xgr", 0x3BE },
    { "ogr", 0x3BF },
    { "pgr", 0x3C0 }, { "rgr", 0x3C1 }, { "sfgr", 0x3C2 }, { "sgr", 0x3C3 },
    { "tgr", 0x3C4 },
    { "ugr", 0x3C5 }, { "phgr", 0x3C6 }, { "khgr", 0x3C7 }, { "psgr", 0x3C8 },
    { "ohgr", 0x3C9 }, { "aacgr", 0x3AC }, { "eacgr", 0x3AD }, { "eeacgr", 0x3AE },
    { "iacgr", 0x3AF }, { "idigr", 0x3CA }, { "udigr", 0x3CB }, { "oacgr", 0x3CC },
    { "uacgr", 0x3CD }, { "ohacgr", 0x3CE }, { "idiagr", 0x390 }, { "udiagr", 0x3B0 },
};

/* A capital lies 32 below its letter, accented ones elsewhere. */
static uint32_t capital(uint32_t code)
{
    switch (code) {
    case 0x3AC: return 0x386;
    case 0x3AD: case 0x3AE: case 0x3AF: return code - 37;
    case 0x3CC: return 0x38C;
    case 0x3CD: case 0x3CE: return code - 63;
    case 0x390: case 0x3B0: return code;    /* there are no such capitals */
    default: return code - 32;
    }
}

static uint32_t greek_code(const char *name)
{
    size_t n = strlen(name);
    bool upper = name[0] >= 'A' && name[0] <= 'Z';
    for (size_t i = 0; i < sizeof greek / sizeof *greek; i++) {
        fc_str want = fc_str_of(greek[i].name);
        /* "EEgr" and "THgr" have two capitals */
        if (want.n == n && fc_str_ieq(want, (fc_str){ name, n }))
            return upper ? capital(greek[i].code) : greek[i].code;
    }
    return 0;
}

/* What the American Astronomical Society sets above a decimal point, which goes first. */
static size_t above_point(const char *name, char *out)
{
    static const char *const signs[][2] = {
        { "fdg", ".\xc2\xb0" },    { "farcm", ".\xe2\x80\xb2" },
        { "farcs", ".\xe2\x80\xb3" }, { "fd", ".\xe1\xb5\x88" },
        { "fh", ".\xca\xb0" },     { "fm", ".\xe1\xb5\x90" },
        { "fs", ".\xcb\xa2" },
    };
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        if (strcmp(name, signs[i][0]) == 0) {
            size_t n = strlen(signs[i][1]);
            memcpy(out, signs[i][1], n);
            return n;
        }
    return 0;
}

size_t fc_xml_entity(const char *name, char *out)
{
    size_t above = above_point(name, out);
    if (above)
        return above;
    char reference[48];
    size_t n = strlen(name), value_n;
    uint32_t code = greek_code(name);
    if (code)
        return fc_utf8_encode(code, out);
    if (n > 2 && name[0] == 'b' && name[1] == '.') {
        name += 2;
        n -= 2;
    }
    if (n + 2 > sizeof reference)
        return 0;
    reference[0] = '&';
    memcpy(reference + 1, name, n);
    reference[n + 1] = ';';
    size_t took = fc_entity_decode((fc_str){ reference, n + 2 }, false, out, &value_n);
    return took == n + 2 ? value_n : 0;
}

/* ------------------------------------------------------------------------------- root */

enum { LOOK = 512 };

/* The ASCII characters of UTF-16, or the bytes as they are. */
static fc_str ascii_of(fc_str head, char *buf)
{
    bool little = head.n >= 2 && !memcmp(head.p, "\xff\xfe", 2);
    bool big = head.n >= 2 && !memcmp(head.p, "\xfe\xff", 2);
    if (!little && !big)
        return fc_str_starts(head, FC_STR("\xef\xbb\xbf")) ? fc_str_sub(head, 3, head.n)
                                                           : head;
    size_t n = 0;
    for (size_t i = 2; i + 1 < head.n && n < LOOK; i += 2)
        if (head.p[little ? i + 1 : i] == '\0')
            buf[n++] = head.p[little ? i : i + 1];
    return (fc_str){ buf, n };
}

static fc_str after(fc_str s, fc_str what)
{
    return fc_str_sub(s, fc_str_find(s, what) + what.n, s.n);
}

static bool ends_doctype(fc_str s)
{
    size_t i = 0;
    while (i < s.n && fc_is_space(s.p[i]))
        i++;
    return i < s.n && s.p[i] == '>';
}

/* Behind the doctype at s, its internal subset included; empty when it does not end in
 * s. */
static fc_str after_doctype(fc_str s)
{
    size_t gt = fc_str_findc(s, '>'), subset = fc_str_findc(fc_str_sub(s, 0, gt), '[');
    if (subset < gt) {
        fc_str rest = fc_str_sub(s, subset, s.n);
        while ((rest = after(rest, FC_STR("]"))).n && !ends_doctype(rest))
            ;
        return after(rest, FC_STR(">"));
    }
    return fc_str_sub(s, gt + 1, s.n);
}

bool fc_xml_root(fc_str head, char *buf, fc_str *name, fc_str *tag)
{
    fc_str s = fc_str_trim(ascii_of(head, buf));
    while (s.n > 1 && s.p[0] == '<' && (s.p[1] == '?' || s.p[1] == '!')) {
        if (s.p[1] == '?')
            s = after(s, FC_STR("?>"));
        else if (fc_str_starts(s, FC_STR("<!--")))
            s = after(s, FC_STR("-->"));
        else
            s = after_doctype(s);
        s = fc_str_trim(s);
    }
    if (s.n < 2 || s.p[0] != '<')
        return false;
    *tag = fc_str_sub(s, 0, fc_str_findc(s, '>') + 1);
    size_t n = 1, from = 1;
    for (; n < tag->n && !fc_is_space(tag->p[n]) && tag->p[n] != '>' && tag->p[n] != '/';
         n++)
        if (tag->p[n] == ':')
            from = n + 1;
    *name = fc_str_sub(*tag, from, n);
    return name->n > 0;
}

bool fc_xml_begins(fc_str head)
{
    char buf[LOOK];
    fc_str name, tag, begin = fc_str_sub(head, 0, 64);
    if (fc_str_find(begin, FC_STR("<?xml")) < begin.n)
        return true;
    return fc_xml_root(head, buf, &name, &tag) &&
           fc_str_find(tag, FC_STR(" xmlns")) < tag.n;
}
