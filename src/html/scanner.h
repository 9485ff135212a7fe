/* scanner.h - what the parts of the skeleton scan share (skeleton.h): the state of a
 * scan, the tag that is looked at, and what is written. Private to src/html.
 *
 *     skeleton.c        walks over the page and decides
 *     scan_tag.c        finds the end of a tag, and what its attributes mean for the
 *                       parser
 *     skeleton_text.c   runs of text: what white space counts, what the parser sees of
 *                       them
 *     skeleton_put.c    writes tags, pieces and whole elements */
#ifndef FC_HTML_SCANNER_H
#define FC_HTML_SCANNER_H

#include "base/str.h"
#include "html/plain.h"
#include "html/scan.h"
#include "html/skeleton.h"

#define FC_NONE UINT32_MAX

enum {
    FC_LONGEST_NAME = 64,       /* of an element; the rest of a longer name is cut off */
    FC_LONGEST_DOCTYPE = 1024,
    FC_LONGEST_ATTRS = 256,     /* kept for the parser where it needs them */
    /* one tag writes less */
    FC_TAG_ROOM = 2 * FC_LONGEST_NAME + FC_LONGEST_DOCTYPE + FC_LONGEST_ATTRS
};

typedef struct fc_scanner {
    fc_skeleton *k;
    const char *page, *p, *e;
    fc_arena *keep, *scratch;
    uint64_t max_steps, max_clones;
    fc_openstack open;
    bool after_block;           /* what was written last is a block-level tag */
    bool after_whole;           /* ... is the byte of a whole element */
    bool removable;             /* ... is white space that a block-level tag makes
                                   needless */
    bool spent;                 /* max_steps was reached */
    bool xhtml;                 /* fc_dom_limits.xhtml */
    uint32_t plain[FC_TAG_COUNT]; /* the attributes' hash that is written as none */
    uint32_t svg_at;            /* open elements when the outermost svg was opened; or
                                   FC_NONE */
    uint32_t svg_n, svg_pieces; /* what was written then */
    bool text_seen;             /* in the body: from here on no <frameset> can replace
                                   it */
    uint32_t plain_from;        /* open elements from this one on are plain as yet, and so
                                   is all that is in them */
    struct mark {
        uint32_t n, piece;      /* in the skeleton: its start tag */
        uint32_t plain_from;    /* before it was opened; FC_NONE: it is not plain */
    } *mark;                    /* of each open element */
} fc_scanner;

/* A tag as found in the page. */
typedef struct fc_found {
    const char *at, *name, *attrs, *next;
    uint32_t name_n;
    unsigned tag;
    bool closed;                /* "/>" */
    uint16_t class_at, id_at;
    uint32_t names;             /* of attributes: fc_attr_bit */
} fc_found;

/* ---- scan_tag.c */

/* The tag that begins at `at`, a start tag or an end tag; false when the page, which ends
 * at e, ends before it does. */
bool fc_scan_tag(const char *at, const char *e, fc_found *t);
/* <font> ends svg and math when it has some attributes. */
bool fc_found_styled_font(const fc_found *t);
/* Tells formatting elements with other attributes apart. */
uint32_t fc_found_hash(const fc_found *t);
/* Flags of FC_ELEM_ for a start tag in svg or math. */
unsigned fc_found_point(const fc_scanner *s, const fc_found *t);
static inline fc_str fc_found_text(const fc_found *t)
{
    return (fc_str){ t->at, (size_t)(t->next - t->at) };
}

/* ---- skeleton_text.c */

/* One past the white space at p, references and, unless in svg or math, NUL bytes
 * included: the parser drops those. *space: there was any white space. */
const char *fc_scan_blank(const char *p, const char *e, bool nul, bool *space);
void fc_put_text(fc_scanner *s, const char *p, const char *e, bool blank, bool literal);
/* A run of text without markup. literal: of CDATA, where references mean nothing. */
void fc_scan_text(fc_scanner *s, const char *p, const char *e, bool literal);

/* ---- skeleton_put.c */

void fc_put_more_room(fc_scanner *s);
/* Room for one tag and its pieces: it is asked before each, and nearly always there. */
static inline void fc_put_room(fc_scanner *s)
{
    const fc_skeleton *k = s->k;
    if (k->cap - k->n < FC_TAG_ROOM || k->piece_cap - k->piece_n < 2)
        fc_put_more_room(s);
}
fc_piece *fc_put_piece(fc_scanner *s, const char *p, const char *e, unsigned tag);
/* Returns where in the skeleton it begins. */
uint32_t fc_put_start(fc_scanner *s, const fc_found *t, bool foreign, uint32_t hash);
void fc_put_end(fc_scanner *s, const fc_found *t);
/* A plain element ends: take back what was written since its start tag, and let one byte
 * stand for it, or the one before. */
void fc_put_whole(fc_scanner *s, uint32_t at, uint32_t piece);
/* A tag of this element comes: white space before a block-level one goes. */
void fc_block_written(fc_scanner *s, unsigned tag, bool html);

static inline void fc_put(fc_skeleton *k, const char *p, size_t n)
{
    memcpy(k->p + k->n, p, n);
    k->n += (uint32_t)n;
}

static inline void fc_put_char(fc_skeleton *k, char c)
{
    k->p[k->n++] = c;
}

/* Does the byte written last stand for text? Tags and doctypes end with '>'. */
static inline char fc_last_text(const fc_scanner *s)
{
    const fc_skeleton *k = s->k;
    return k->n && !s->after_whole && k->p[k->n - 1] != '>' ? k->p[k->n - 1] : '\0';
}

/* Something the parser has rules for: no element that is open now is plain. */
static inline void fc_not_plain(fc_scanner *s)
{
    s->plain_from = s->open.n;
}

#endif
