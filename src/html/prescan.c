/* prescan.c - see prescan.h. The steps are those of the HTML Standard, section 13.2.3.2.
 */
#include "html/prescan.h"
#include "base/str.h"

typedef struct scan {
    fc_str s;
    size_t at;
} scan;

typedef struct attribute {
    char name[16];      /* in lower case, cut: only three short names matter */
    fc_str value;       /* as it stands; labels are compared in any case */
} attribute;

static bool more(const scan *x)
{
    return x->at < x->s.n;
}

static char here(const scan *x)
{
    return x->s.p[x->at];
}

static void skip_space(scan *x)
{
    while (more(x) && fc_is_space(here(x)))
        x->at++;
}

static bool looking_at(const scan *x, fc_str what)
{
    return fc_str_istarts(fc_str_sub(x->s, x->at, x->s.n), what);
}

/* Past the next c. */
static void skip_past(scan *x, char c)
{
    while (more(x) && here(x) != c)
        x->at++;
    x->at++;
}

static void read_name(scan *x, attribute *a)
{
    size_t n = 0;
    while (more(x) && !fc_is_space(here(x)) && here(x) != '/' && here(x) != '>' &&
           (here(x) != '=' || !n)) {
        if (n + 1 < sizeof a->name)
            a->name[n] = fc_lower(here(x));
        n++;
        x->at++;
    }
    a->name[n < sizeof a->name ? n : sizeof a->name - 1] = '\0';
}

static void read_value(scan *x, attribute *a)
{
    size_t from;
    skip_space(x);
    if (!more(x))
        return;
    char quote = here(x);
    if (quote == '"' || quote == '\'') {
        from = ++x->at;
        while (more(x) && here(x) != quote)
            x->at++;
        if (more(x)) /* else the bytes end within it, and it does not count */
            a->value = fc_str_sub(x->s, from, x->at);
        x->at++;
        return;
    }
    from = x->at;
    while (more(x) && !fc_is_space(here(x)) && here(x) != '>')
        x->at++;
    if (more(x))
        a->value = fc_str_sub(x->s, from, x->at);
}

/* "Get an attribute": false at the end of the tag or of the bytes. */
static bool next_attribute(scan *x, attribute *a)
{
    while (more(x) && (fc_is_space(here(x)) || here(x) == '/'))
        x->at++;
    if (!more(x) || here(x) == '>')
        return false;
    a->value = (fc_str){ "", 0 };
    read_name(x, a);
    skip_space(x);
    if (more(x) && here(x) == '=') {
        x->at++;
        read_value(x, a);
    }
    return true;
}

/* "Extracting a character encoding from a meta element": text/html; charset=x. */
static const fc_encoding *from_content(fc_str content)
{
    scan x = { content, 0 };
    for (;;) {
        x.at += fc_str_ifind(fc_str_sub(content, x.at, content.n), FC_STR("charset")) + 7;
        skip_space(&x);
        if (!more(&x))
            return NULL;
        if (here(&x) == '=')
            break;
    }
    x.at++;
    skip_space(&x);
    if (!more(&x))
        return NULL;
    char quote = here(&x);
    fc_str rest = fc_str_sub(content, x.at, content.n);
    if (quote == '"' || quote == '\'') {
        rest = fc_str_sub(rest, 1, rest.n);
        size_t end = fc_str_findc(rest, quote);
        return end < rest.n ? fc_encoding_find(fc_str_sub(rest, 0, end)) : NULL;
    }
    size_t n = 0;
    while (n < rest.n && !fc_is_space(rest.p[n]) && rest.p[n] != ';')
        n++;
    return fc_encoding_find(fc_str_sub(rest, 0, n));
}

static const fc_encoding *as_meta(const fc_encoding *e)
{
    if (e && e->kind == FC_ENC_UTF16)
        return fc_encoding_find(FC_STR("utf-8"));
    if (e && e->kind == FC_ENC_USER)
        return fc_encoding_find(FC_STR("windows-1252"));
    return e;
}

static const fc_encoding *read_meta(scan *x)
{
    attribute a;
    const fc_encoding *found = NULL;
    bool pragma = false, content_type = false, any = false, seen_charset = false;
    while (next_attribute(x, &a)) {
        if (!strcmp(a.name, "http-equiv")) {
            content_type |= fc_str_ieq(a.value, FC_STR("content-type"));
        } else if (!strcmp(a.name, "content") && !found) {
            found = from_content(a.value);
            if (found)
                any = pragma = true;
        } else if (!strcmp(a.name, "charset") && !seen_charset) {
            seen_charset = true;
            found = fc_encoding_find(a.value);
            any = true;
            pragma = false;
        }
    }
    return any && (!pragma || content_type) ? as_meta(found) : NULL;
}

/* "Get an XML encoding" and the two UTF-16 patterns before it. */
static const fc_encoding *from_xml(fc_str page)
{
    if (page.n >= 6 && !memcmp(page.p, "<\0?\0x\0", 6))
        return fc_encoding_find(FC_STR("utf-16le"));
    if (page.n >= 6 && !memcmp(page.p, "\0<\0?\0x", 6))
        return fc_encoding_find(FC_STR("utf-16be"));
    if (!fc_str_starts(page, FC_STR("<?xml")))
        return NULL;
    fc_str head = fc_str_sub(page, 0, fc_str_findc(page, '>'));
    scan x = { head, 0 };
    x.at = fc_str_find(head, FC_STR("encoding")) + 8;
    skip_space(&x);
    if (!more(&x) || here(&x) != '=')
        return NULL;
    x.at++;
    skip_space(&x);
    if (!more(&x) || (here(&x) != '"' && here(&x) != '\''))
        return NULL;
    char quote = here(&x);
    fc_str rest = fc_str_sub(head, x.at + 1, head.n);
    size_t end = fc_str_findc(rest, quote);
    return end < rest.n ? as_meta(fc_encoding_find(fc_str_sub(rest, 0, end))) : NULL;
}

static const fc_encoding *scan_tags(fc_str page)
{
    scan x = { page, 0 };
    attribute a;
    while (more(&x)) {
        const char *lt = memchr(page.p + x.at, '<', page.n - x.at);
        if (!lt)
            break;
        x.at = (size_t)(lt - page.p);
        char next = x.at + 1 < page.n ? page.p[x.at + 1] : ' ';
        char after = x.at + 2 < page.n ? page.p[x.at + 2] : ' ';
        char end = x.at + 5 < page.n ? page.p[x.at + 5] : ' ';
        if (looking_at(&x, FC_STR("<!--"))) {
            fc_str rest = fc_str_sub(page, x.at + 2, page.n);
            x.at += 2 + fc_str_find(rest, FC_STR("-->")) + 3;
        } else if (looking_at(&x, FC_STR("<meta")) && (fc_is_space(end) || end == '/')) {
            x.at += 5;
            const fc_encoding *e = read_meta(&x);
            if (e)
                return e;
        } else if (fc_is_letter(next) || (next == '/' && fc_is_letter(after))) {
            while (more(&x) && !fc_is_space(here(&x)) && here(&x) != '>')
                x.at++;
            while (next_attribute(&x, &a))
                continue;
        } else if (next == '!' || next == '/' || next == '?') {
            skip_past(&x, '>');
        } else {
            x.at++;
        }
    }
    return NULL;
}

const fc_encoding *fc_prescan(fc_str page, size_t limit)
{
    page = fc_str_sub(page, 0, limit);
    const fc_encoding *e = from_xml(page); /* the UTF-16 patterns come first */
    if (e && e->kind == FC_ENC_UTF16)
        return e;
    const fc_encoding *meta = scan_tags(page);
    return meta ? meta : e;
}
