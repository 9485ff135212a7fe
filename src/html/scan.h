/* scan.h - where things end in a page: tags, attributes, comments, raw content.
 *
 * Follows the WHATWG tokenizer. All functions take the page's end and never read past it;
 * a position they return is at most that end. Private to src/html. */
#ifndef FC_HTML_SCAN_H
#define FC_HTML_SCAN_H

#include "base/str.h"

/* Classes of a byte. */
enum {
    FC_SCAN_SPACE = 1,
    FC_SCAN_NAME_END = 2,       /* ends a tag's name: space / > */
    FC_SCAN_ATTR_END = 4,       /* ends an attribute's name: space / > = */
    FC_SCAN_VALUE_END = 8       /* ends an unquoted value: space > */
};
extern const uint8_t fc_scan_class[256];

static inline bool fc_scan_is(const char *p, unsigned class)
{
    return fc_scan_class[(unsigned char)*p] & class;
}

static inline bool fc_scan_letter(char c)
{
    return (unsigned char)((c | 32) - 'a') < 26;
}

/* One attribute of a start tag. */
typedef struct fc_scan_attr {
    const char *name;
    const char *value;          /* after the quote; the name's end when there is none */
    size_t name_n, value_n;
    const char *next;           /* where to look for the next one */
} fc_scan_attr;

/* Sets value and next when a value in quotes begins at q. */
static inline bool fc_scan_quoted(fc_scan_attr *a, const char *q, const char *e)
{
    if (q >= e || (*q != '"' && *q != '\''))
        return false;
    const char *close = memchr(q + 1, *q, (size_t)(e - q - 1));
    a->value = q + 1;
    a->value_n = (size_t)((close ? close : e) - a->value);
    a->next = close ? close + 1 : e;
    return true;
}

/* The attribute that begins at p (not a space, '/' or '>'). */
static inline fc_scan_attr fc_scan_one_attr(const char *p, const char *e)
{
    fc_scan_attr a = { .name = p };
    if (*p == '=')
        p++;                    /* a leading '=' belongs to the name */
    while (p < e && !fc_scan_is(p, FC_SCAN_ATTR_END))
        p++;
    a.name_n = (size_t)(p - a.name);
    a.value = a.next = p;
    if (p < e && *p == '=' && fc_scan_quoted(&a, p + 1, e)) /* nearly all */
        return a;
    const char *q = p;
    while (q < e && fc_scan_is(q, FC_SCAN_SPACE))
        q++;
    if (q >= e || *q != '=')
        return a;
    for (q++; q < e && fc_scan_is(q, FC_SCAN_SPACE);)
        q++;
    a.value = a.next = q;
    if (q >= e || *q == '>')
        return a;
    if (fc_scan_quoted(&a, q, e))
        return a;
    while (q < e && !fc_scan_is(q, FC_SCAN_VALUE_END))
        q++;
    a.value_n = (size_t)(q - a.value);
    a.next = q;
    return a;
}

/* The '<' of "</name" that ends raw content begun at p, or e. name in any case. */
const char *fc_scan_raw_end(const char *p, const char *e, const char *name, size_t n);
/* The same for script, whose content may hold "<!-- <script> </script> -->". */
const char *fc_scan_script_end(const char *p, const char *e);
/* One past the comment whose "<!--" ends at p, or e. */
const char *fc_scan_comment_end(const char *p, const char *e);

#endif
