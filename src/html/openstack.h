/* openstack.h - which elements the parser will have open, known while scanning.
 *
 * The scan in front of the parser must know whether it is inside svg, inside select, how
 * deep it is and how many formatting elements will be opened again in the next block. So
 * it follows the parser's stack of open elements and its list of active formatting
 * elements (WHATWG "The stack of open elements" and after), without a tree. Where an
 * exact copy would be long the stack errs towards deeper: a limit may be reached early.
 * Contrived pages may still mislead it, so from_gumbo.c bounds the tree that is made.
 *
 * Elements beyond the depth limit are on the stack too, marked hidden: the parser has not
 * seen their start tags and must not see their end tags. Private to src/html. */
#ifndef FC_HTML_OPENSTACK_H
#define FC_HTML_OPENSTACK_H

#include "html/dom.h"

/* An element's identity: its number, or for unknown ones a hash of the name with the top
 * bit set. */
typedef uint32_t fc_open_key;
fc_open_key fc_openstack_key(unsigned tag, const char *name, size_t n);
/* What an HTML element of this key is known by on the stack: gumbo 0.10 has one number
 * for all elements that it does not know, so the end tag of one ends another. */
fc_open_key fc_openstack_html_key(unsigned tag, fc_open_key key);

enum {
    FC_ELEM_HIDDEN = 1,         /* the parser has not seen it */
    FC_ELEM_HTML_POINT = 2,     /* HTML is allowed inside: <foreignObject> */
    FC_ELEM_TEXT_POINT = 4      /* the same but for a few: <mi>, <mtext> */
};

typedef struct fc_elem {
    fc_open_key key;
    uint32_t serial;            /* ties a formatting element to its entry in the list */
    uint16_t tag;
    uint8_t ns, flags;
} fc_elem;

typedef struct fc_format {
    fc_open_key key;            /* 0: a marker */
    uint32_t attrs;             /* hash of the attributes */
    uint32_t serial;
    bool open;                  /* its element is on the stack */
} fc_format;

typedef struct fc_openstack {
    fc_elem *v;
    uint32_t n, cap;
    uint32_t shown, hidden;     /* elements that the parser has seen, and that it has
                                   not */
    uint32_t beyond;            /* start tags that found no room even on the stack */
    fc_format *format;
    uint32_t format_n, format_cap, formats; /* entries; of them no markers */
    uint32_t serial;
    uint32_t max_depth, max_formats;
    uint32_t unmatched[FC_TAG_COUNT];   /* formatting start tags left out, by element */
    uint32_t open[FC_TAG_COUNT];        /* open HTML elements */
    uint32_t frame;             /* 1 + place of the innermost open table, cell or caption,
                                   as far as known: see fc_openstack_fostered */
    bool form;                  /* a form is open, as the parser sees it */
    bool adopted;               /* for the caller to clear: an end tag moved blocks out of
                                   a formatting element */
    bool inexact;               /* formatting elements were misnested in a way that is not
                                   followed exactly */
    uint64_t steps;             /* what looking through the stack costs the parser */
    uint64_t clones;            /* formatting elements it has opened again */
    unsigned capped;            /* FC_CAP_... */
} fc_openstack;

/* What to do with a tag. */
typedef enum fc_open_act {
    FC_OPEN_SHOW,               /* the parser must see it */
    FC_OPEN_IGNORED,            /* it may see it and will ignore it: its content is
                                   markup */
    FC_OPEN_HIDE                /* it must not see it */
} fc_open_act;

void fc_openstack_init(fc_openstack *s, const fc_dom_limits *limits, fc_arena *scratch);
/* A start tag. point: flags of FC_ELEM_ for elements of svg and math; leaves: it ends svg
 * and math (only asked there); attrs: hash of a formatting element's attributes. */
fc_open_act fc_openstack_start(fc_openstack *s, unsigned tag, fc_open_key key,
                               bool closed, unsigned point, bool leaves, uint32_t attrs);
fc_open_act fc_openstack_end(fc_openstack *s, unsigned tag, fc_open_key key);
/* Text, or a void element, comes: formatting elements are opened again. */
void fc_openstack_text(fc_openstack *s);

static inline const fc_elem *fc_openstack_top(const fc_openstack *s)
{
    static const fc_elem body = { .tag = FC_TAG_BODY };
    return s->n ? &s->v[s->n - 1] : &body;
}
/* A start tag here is one of svg or math. mglyph and malignmark: ask with text_points. */
static inline bool fc_openstack_foreign(const fc_openstack *s, unsigned tag)
{
    const fc_elem *top = fc_openstack_top(s);
    if (top->ns == FC_NS_HTML || (top->flags & FC_ELEM_HTML_POINT))
        return false;
    return !(top->flags & FC_ELEM_TEXT_POINT) || tag == FC_TAG_MGLYPH ||
           tag == FC_TAG_MALIGNMARK;
}
static inline bool fc_openstack_in_select(const fc_openstack *s)
{
    return s->open[FC_TAG_SELECT] && !s->open[FC_TAG_TEMPLATE];
}
/* An element of this kind is in the list of active formatting elements. */
static inline bool fc_openstack_formatting(const fc_openstack *s, unsigned tag)
{
    for (uint32_t i = 0; s->formats && i < s->format_n; i++)
        if (s->format[i].key == tag)
            return true;
    return false;
}
/* In a table, but in no cell or caption of it: what is no part of tables is put before
 * it. */
bool fc_openstack_fostered(fc_openstack *s);
/* Text would open formatting elements again. */
static inline bool fc_openstack_stale(const fc_openstack *s)
{
    return s->format_n && s->format[s->format_n - 1].key &&
           !s->format[s->format_n - 1].open;
}

#endif
