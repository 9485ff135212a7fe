/* xml_build.h - private to from_xml.c: the flat tree and its page in the making. What the
 * parser meets is told in document order:
 *
 *     fc_xml_build_start, fc_xml_build_attribute ..., fc_xml_build_started
 *     fc_xml_build_text, fc_xml_build_end
 *
 * No call leaves by longjmp. When one cannot go on it sets `why`; all calls after that do
 * nothing, so it is enough to look at it now and then. */
#ifndef FC_HTML_XML_BUILD_H
#define FC_HTML_XML_BUILD_H

#include "html/xml.h"

typedef struct fc_xml_build {
    const fc_xml_limits *limits;
    fc_arena *keep;
    fc_node *node;
    uint32_t n, cap;
    uint32_t open;              /* the element we are in */
    unsigned depth;             /* of what is in it */
    bool rooted, closed;        /* the root has begun; has ended */
    char *text;                 /* the page */
    size_t text_n, text_cap, most_text;
    fc_xml_why why;
    bool no_memory;
} fc_xml_build;

/* What there is to know of a name: found once, then kept beside the name's address. */
typedef struct fc_xml_known {
    fc_str name;                /* without prefix; name.p[name.n] is 0 */
    uint32_t bit;               /* fc_attr_bit */
    uint16_t tag;
    bool is_class, is_id;
} fc_xml_known;

/* For a document of so many bytes. */
void fc_xml_build_init(fc_xml_build *b, size_t bytes, const fc_xml_limits *limits,
                       fc_arena *keep);
/* fc_grow that comes back: NULL when the arena has no more. */
void *fc_xml_build_more(fc_xml_build *b, void *p, size_t old_n, size_t new_n);

/* A start tag: its name, its namespace. */
void fc_xml_build_start(fc_xml_build *b, const fc_xml_known *name, int ns);
/* An attribute: its prefix (n 0: none) and what that stands for, its name, its value
 * decoded. */
void fc_xml_build_attribute(fc_xml_build *b, fc_str prefix, int ns,
                            const fc_xml_known *name, fc_str value);
void fc_xml_build_started(fc_xml_build *b);
void fc_xml_build_end(fc_xml_build *b);
/* Text without markup, '&' as itself; what follows text goes on in its node. */
void fc_xml_build_text(fc_xml_build *b, fc_str s);

fc_xml_known fc_xml_build_known(const char *name);
/* What an address stands for; and what a prefix does when none is declared for it. */
int fc_xml_build_ns(fc_str uri);
int fc_xml_build_usual_ns(fc_str prefix);

#endif
