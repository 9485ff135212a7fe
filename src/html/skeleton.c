/* skeleton.c - the scan: finds tags and runs of text, asks the copy of the parser's stack
 * (openstack.h) what they will do, and writes down what the parser needs. */
#include "html/skeleton.h"
#include "html/entities.h"
#include "html/plain.h"
#include "html/scan.h"

enum {
    LONGEST_NAME = 64,          /* of an element; the rest of a longer name is cut off */
    LONGEST_DOCTYPE = 1024,
    LONGEST_ATTRS = 256,        /* kept for the parser where it needs them */
    ROOM = 2 * LONGEST_NAME + LONGEST_DOCTYPE + LONGEST_ATTRS, /* one tag writes less */
    FEW_FORMATS = 3,            /* allowed when too many were opened again */
    MANY_CLONES = 100000
};

typedef struct scanner {
    fc_skeleton *k;
    const char *page, *p, *e;
    fc_arena *keep, *scratch;
    uint64_t max_steps, max_clones;
    fc_openstack open;
    bool after_block;           /* what was written last is a block-level tag */
    bool after_whole;           /* ... is the byte of a whole element */
    bool removable;             /* ... is white space that a block-level tag makes needless */
    bool spent;                 /* max_steps was reached */
    uint32_t plain[FC_TAG_COUNT]; /* the attributes' hash that is written as none */
    uint32_t svg_at;            /* open elements when the outermost svg was opened; or NONE */
    uint32_t svg_n, svg_pieces; /* what was written then */
    bool text_seen;             /* in the body: from here on no <frameset> can replace it */
    uint32_t plain_from;        /* open elements from this one on are plain as yet, and so is
                                   all that is in them */
    struct mark {
        uint32_t n, piece;      /* in the skeleton: its start tag */
        uint32_t plain_from;    /* before it was opened; NONE: it is not plain */
    } *mark;                    /* of each open element */
} scanner;

#define NONE UINT32_MAX

/* A tag as found in the page. */
typedef struct tag_found {
    const char *at, *name, *attrs, *next;
    uint32_t name_n;
    unsigned tag;
    bool closed;                /* "/>" */
    uint16_t class_at, id_at;
} tag_found;

/* ------------------------------------------------------------------------- output */

static void *move(fc_arena *a, const void *p, size_t used, size_t size)
{
    void *q = fc_alloc(a, size);
    if (used)
        memcpy(q, p, used);
    return q;
}

static void make_room(scanner *s)
{
    fc_skeleton *k = s->k;
    if (k->cap - k->n < ROOM) {
        uint32_t cap = 2 * k->cap + ROOM;
        k->p = move(s->scratch, k->p, k->n, cap);
        k->map = move(s->scratch, k->map, k->n * sizeof *k->map, cap * sizeof *k->map);
        k->cap = cap;
    }
    if (k->piece_cap - k->piece_n < 2) {
        uint32_t cap = 2 * k->piece_cap + 64;
        k->piece = move(s->scratch, k->piece, k->piece_n * sizeof *k->piece,
                        cap * sizeof *k->piece);
        k->piece_cap = cap;
    }
}

static void put(fc_skeleton *k, const char *p, size_t n)
{
    memcpy(k->p + k->n, p, n);
    k->n += (uint32_t)n;
}

static void put_char(fc_skeleton *k, char c)
{
    k->p[k->n++] = c;
}

static fc_head_item *add_head(scanner *s, const tag_found *t)
{
    fc_skeleton *k = s->k;
    if (k->head_n == k->head_cap) {
        uint32_t cap = 2 * k->head_cap + 32;
        k->head = fc_grow(s->keep, k->head, k->head_cap * sizeof *k->head,
                          cap * sizeof *k->head);
        k->head_cap = cap;
    }
    fc_head_item *h = &k->head[k->head_n++];
    *h = (fc_head_item){ .at = (uint32_t)(t->at - s->page), .n = (uint32_t)(t->next - t->at),
                         .tag = (uint16_t)t->tag };
    return h;
}

/* --------------------------------------------------------------------------- text */

/* One past the white space at p, references and, unless in svg or math, NUL bytes included:
 * the parser drops those. *space: there was any white space. */
static const char *skip_blank(const char *p, const char *e, bool nul, bool *space)
{
    while (p < e) {
        char out[8];
        size_t out_n, took;
        if (fc_scan_is(p, FC_SCAN_SPACE)) {
            *space = true;
            p++;
        } else if (*p == '\0' && nul) {
            p++;
        } else if (*p == '&' &&
                   (took = fc_entity_decode((fc_str){ p, (size_t)(e - p) }, false, out, &out_n)) &&
                   out_n == 1 && fc_is_space(out[0])) {
            *space = true;
            p += took;
        } else {
            break;
        }
    }
    return p;
}

static fc_piece *add_piece(scanner *s, const char *p, const char *e, unsigned tag)
{
    fc_piece *piece = &s->k->piece[s->k->piece_n++];
    *piece = (fc_piece){ .at = (uint32_t)(p - s->page), .n = (uint32_t)(e - p),
                         .tag = (uint16_t)tag };
    return piece;
}

/* Does the byte written last stand for text? Tags and doctypes end with '>'. */
static char last_text(const scanner *s)
{
    const fc_skeleton *k = s->k;
    return k->n && !s->after_whole && k->p[k->n - 1] != '>' ? k->p[k->n - 1] : '\0';
}

static void put_text(scanner *s, const char *p, const char *e, bool blank, bool literal)
{
    fc_skeleton *k = s->k;
    char last = last_text(s);
    fc_piece *before = k->piece_n ? &k->piece[k->piece_n - 1] : NULL;
    if (last == 'x' || (last && blank)) {
        if (before->at + before->n == (uint32_t)(p - s->page) && before->literal == literal) {
            before->n += (uint32_t)(e - p);
            before->blank &= blank;
            return;
        }
        fc_piece *piece = add_piece(s, p, e, FC_TAG_TEXT);
        piece->blank = blank;
        piece->literal = literal;
        piece->more = true;
        return;
    }
    k->map[k->n] = k->piece_n;
    fc_piece *piece = add_piece(s, p, e, FC_TAG_TEXT);
    piece->blank = blank;
    piece->literal = literal;
    put_char(k, blank ? ' ' : 'x');
    s->after_whole = false;
}

/* The parser may treat leading white space otherwise than the text after it. */
static bool splits_space(const scanner *s)
{
    switch (fc_openstack_top(&s->open)->tag) {
    case FC_TAG_BODY:
    case FC_TAG_COLGROUP:
    case FC_TAG_FRAMESET:
    case FC_TAG_NOSCRIPT:
    case FC_TAG_TEMPLATE:
        return true;
    default:
        return false;
    }
}

static bool keeps_space(const scanner *s)
{
    return s->open.open[FC_TAG_PRE] || s->open.open[FC_TAG_LISTING] ||
           fc_openstack_stale(&s->open);
}

/* Something the parser has rules for: no element that is open now is plain. */
static void not_plain(scanner *s)
{
    s->plain_from = s->open.n;
}

/* The parser gets text; formatting elements may be opened again. */
static void text_comes(scanner *s)
{
    if (s->spent)
        return;
    bool stale = fc_openstack_stale(&s->open);
    uint32_t n = s->open.n;
    fc_openstack_text(&s->open);
    if (stale || s->open.n != n)
        not_plain(s);
}

/* A run of text without markup. literal: of CDATA, where references mean nothing. */
static void text_run(scanner *s, const char *p, const char *e, bool literal)
{
    bool space = false, foreign = fc_openstack_top(&s->open)->ns != FC_NS_HTML;
    const char *q = literal ? p : skip_blank(p, e, !foreign, &space);
    if (q == e) {
        bool needless = !keeps_space(s);
        if (!space || (s->after_block && needless))
            return;
        text_comes(s);
        s->removable = needless && (s->removable || !last_text(s));
        put_text(s, p, e, true, literal);
        return;
    }
    if (space && splits_space(s)) {
        const char *end = p;
        while (end < q && fc_scan_is(end, FC_SCAN_SPACE))
            end++;
        if (end > p && !s->after_block)
            put_text(s, p, end, true, false);
        p = end;
    }
    text_comes(s);
    put_text(s, p, e, false, literal);
    s->after_block = s->removable = false;
    s->text_seen |= !foreign && !s->open.open[FC_TAG_SELECT] && !s->open.open[FC_TAG_TEMPLATE];
}

/* --------------------------------------------------------------------------- tags */

static void note_attr(tag_found *t, const fc_scan_attr *a)
{
    uint16_t *slot;
    if (a->name_n == 5 && (a->name[0] | 32) == 'c' &&
        fc_str_ieq((fc_str){ a->name, 5 }, FC_STR("class")))
        slot = &t->class_at;
    else if (a->name_n == 2 && (a->name[0] | 32) == 'i' && (a->name[1] | 32) == 'd')
        slot = &t->id_at;
    else
        return;
    size_t at = (size_t)(a->value - t->at);
    bool none = a->value == a->name + a->name_n; /* no value: fc_dom_attr looks for itself */
    if (*slot == 0)
        *slot = at < UINT16_MAX && !none ? (uint16_t)at : UINT16_MAX;
}

/* The tag whose name begins at `name`; false when the page ends before it does. */
static bool find_tag(scanner *s, const char *name, tag_found *t)
{
    const char *q = name, *e = s->e;
    *t = (tag_found){ .at = s->p, .name = name };
    while (q < e && !fc_scan_is(q, FC_SCAN_NAME_END))
        q++;
    t->name_n = (uint32_t)(q - name);
    t->tag = fc_tag_find(name, t->name_n);
    t->attrs = q;
    while (q < e) {
        if (*q == '>') {
            t->next = q + 1;
            return true;
        }
        if (*q == '/') {
            q++;
            t->closed = q < e && *q == '>';
        } else if (fc_scan_is(q, FC_SCAN_SPACE)) {
            q++;
        } else {
            fc_scan_attr a = fc_scan_one_attr(q, e);
            note_attr(t, &a);
            q = a.next;
        }
    }
    return false;
}

static fc_str tag_text(const tag_found *t)
{
    return (fc_str){ t->at, (size_t)(t->next - t->at) };
}

static bool has_attr(const tag_found *t, const char *name)
{
    return fc_tag_attr(tag_text(t), name).p != NULL;
}

/* <font> ends svg and math when it has one of these attributes. */
static bool styled_font(const tag_found *t)
{
    return t->tag == FC_TAG_FONT &&
           (has_attr(t, "color") || has_attr(t, "face") || has_attr(t, "size"));
}

static bool attr_is(const tag_found *t, const char *name, const char *value)
{
    return fc_str_ieq(fc_tag_attr(tag_text(t), name), fc_str_of(value));
}

static uint32_t attrs_hash(const tag_found *t)
{
    const char *e = t->next - 1;
    uint32_t h = 2166136261u;
    for (const char *p = t->attrs; p < e; p++)
        if (*p != ' ' && *p != '/')
            h = (h ^ (unsigned char)*p) * 16777619u;
    return h == 2166136261u ? 0 : h | 1;
}

/* Attributes that tell which copies of a formatting element are alike. Those of the first are
 * written as none, so that most need nothing. */
static void put_hash(scanner *s, unsigned tag, uint32_t hash)
{
    fc_skeleton *k = s->k;
    if (hash == s->plain[tag])
        return;
    put(k, " x=", 3);
    do {
        put_char(k, "0123456789abcdefghijklmnopqrstuv"[hash & 31]);
    } while (hash >>= 5);
}

/* Flags of FC_ELEM_ for a start tag in svg or math. */
static unsigned point_of(const scanner *s, const tag_found *t)
{
    bool svg = fc_openstack_top(&s->open)->ns == FC_NS_SVG;
    switch (t->tag) {
    case FC_TAG_FOREIGNOBJECT:
    case FC_TAG_DESC:
    case FC_TAG_TITLE:
        return svg ? FC_ELEM_HTML_POINT : 0;
    case FC_TAG_MI:
    case FC_TAG_MO:
    case FC_TAG_MN:
    case FC_TAG_MS:
    case FC_TAG_MTEXT:
        return svg ? 0 : FC_ELEM_TEXT_POINT;
    case FC_TAG_ANNOTATION_XML:
        return !svg && (attr_is(t, "encoding", "text/html") ||
                        attr_is(t, "encoding", "application/xhtml+xml"))
                   ? FC_ELEM_HTML_POINT
                   : 0;
    default:
        return 0;
    }
}

static void put_attrs(scanner *s, const tag_found *t, bool foreign, uint32_t hash)
{
    fc_skeleton *k = s->k;
    if (t->tag == FC_TAG_INPUT &&
        fc_str_ieq(fc_tag_attr_text(tag_text(t), "type", s->scratch), FC_STR("hidden"))) {
        put(k, " type=hidden", 12);
    } else if (foreign && t->tag == FC_TAG_FONT) {
        if (styled_font(t))
            put(k, " size=1", 7);
    } else if (foreign && t->tag == FC_TAG_ANNOTATION_XML) {
        unsigned point = point_of(s, t);
        if (point)
            put(k, " encoding=text/html", 19);
    } else if ((fc_tag_flags[t->tag] & FC_TAGF_FORMAT) && t->tag != FC_TAG_A) {
        put_hash(s, t->tag, hash);
    }
    if (foreign && t->closed)
        put_char(k, '/');
}

static void block_written(scanner *s, unsigned tag, bool html)
{
    bool block = html && (fc_tag_flags[tag] & FC_TAGF_BLOCK);
    if (block && s->removable) {
        s->k->n--;
        s->k->piece_n--;
        while (s->k->piece[s->k->piece_n].more)
            s->k->piece_n--;
    }
    s->after_block = block;
    s->after_whole = s->removable = false;
}

static void put_name(fc_skeleton *k, const tag_found *t)
{
    put(k, t->name, t->name_n < LONGEST_NAME ? t->name_n : LONGEST_NAME);
}

/* Before a tag. gumbo takes a form off its stack, and blocks out of formatting elements, before
 * it writes down the text that came last, which would then stand elsewhere: a comment makes it
 * write in time. */
static void before_tag(scanner *s, unsigned tag, bool html, bool end)
{
    block_written(s, tag, html);
    if (s->open.adopted || (end && tag == FC_TAG_FORM))
        put(s->k, "<!---->", 7);
    s->open.adopted = false;
}

/* Returns where in the skeleton it begins. */
static uint32_t put_start(scanner *s, const tag_found *t, bool foreign, uint32_t hash)
{
    fc_skeleton *k = s->k;
    before_tag(s, t->tag, !foreign, false);
    uint32_t at = k->n;
    /* in svg they are no such elements, and may be left out again */
    if (t->tag == FC_TAG_HTML && !foreign && k->html == NONE)
        k->html = k->piece_n;
    if (t->tag == FC_TAG_BODY && !foreign && k->body == NONE)
        k->body = k->piece_n;
    k->map[k->n] = k->piece_n;
    fc_piece *piece = add_piece(s, t->at, t->next, t->tag);
    piece->class_at = t->class_at;
    piece->id_at = t->id_at;
    put_char(k, '<');
    put_name(k, t);
    put_attrs(s, t, foreign, hash);
    put_char(k, '>');
    return at;
}

/* A plain element ends: take back what was written since its start tag, and let one byte stand
 * for it, or the one before. */
static void put_whole(scanner *s, uint32_t at, uint32_t piece)
{
    fc_skeleton *k = s->k;
    k->n = at;
    k->piece[piece].last = k->piece_n - 1;
    if (at && k->p[at - 1] == 'x') {
        k->piece[piece].more = true;
    } else {
        k->map[at] = piece;
        put_char(k, 'x');
    }
    s->after_whole = true;
}

static void put_end(scanner *s, const tag_found *t)
{
    before_tag(s, t->tag, fc_openstack_top(&s->open)->ns == FC_NS_HTML, true);
    put(s->k, "</", 2);
    put_name(s->k, t);
    put_char(s->k, '>');
}

/* End tags for the formatting elements that are opened again and again. */
static void close_formats(scanner *s)
{
    fc_openstack *o = &s->open;
    o->capped |= FC_CAP_FORMATTING;
    o->max_formats = FEW_FORMATS;
    s->max_clones = o->clones + MANY_CLONES / 100;
    while (o->format_n && o->format[o->format_n - 1].key) {
        unsigned tag = o->format[o->format_n - 1].key;
        uint32_t before = o->format_n;
        const char *name = fc_tag_name(tag);
        make_room(s);
        put(s->k, "</", 2);
        put(s->k, name, strlen(name));
        put_char(s->k, '>');
        o->unmatched[tag] = 0;
        fc_openstack_end(o, tag, tag);
        if (o->format_n >= before)
            break;
    }
    not_plain(s);
}

/* --------------------------------------------------------------------- raw content */

static const char *raw_end(const scanner *s, const tag_found *t)
{
    return t->tag == FC_TAG_SCRIPT ? fc_scan_script_end(t->next, s->e)
                                   : fc_scan_raw_end(t->next, s->e, t->name, t->name_n);
}

/* One past the end tag that begins at p. */
static const char *skip_end_tag(const scanner *s, const char *p)
{
    scanner there = *s;
    tag_found t;
    there.p = p;
    return p < s->e && find_tag(&there, p + 2, &t) ? t.next : s->e;
}

static bool holds(fc_str s, const char *word)
{
    return fc_str_ifind(s, fc_str_of(word)) < s.n;
}

/* Script never runs here; of types that hold data it is noted, and math stays in place. */
static void script(scanner *s, const tag_found *t)
{
    const char *end = raw_end(s, t);
    fc_str type = fc_tag_attr(tag_text(t), "type");
    bool math = type.n && holds(type, "math");
    if (math || (type.n && (holds(type, "json") || holds(type, "tex")) && !holds(type, "text/"))) {
        fc_head_item *h = add_head(s, t);
        h->body = (uint32_t)(t->next - s->page);
        h->body_n = (uint32_t)(end - t->next);
    }
    if (math && !s->spent) {
        put_start(s, t, false, 0);
        put(s->k, "</script>", 9);
    }
    s->p = skip_end_tag(s, end);
}

/* Content that is not markup, up to its end tag, which is left for the scan to find. */
static void raw_content(scanner *s, const tag_found *t)
{
    const char *end = raw_end(s, t);
    s->p = end;
    if (t->tag == FC_TAG_TITLE) {
        fc_head_item *h = add_head(s, t);
        h->body = (uint32_t)(t->next - s->page);
        h->body_n = (uint32_t)(end - t->next);
    }
    bool shown = (fc_tag_flags[t->tag] & FC_TAGF_RCDATA) || t->tag == FC_TAG_XMP;
    if (!shown || end == t->next || s->spent)
        return;
    bool space = false;
    bool blank = skip_blank(t->next, end, false, &space) == end;
    put_text(s, t->next, end, blank, t->tag == FC_TAG_XMP);
    s->after_block = s->removable = false;
}

/* ----------------------------------------------------------------- start and end tags */

static bool is_metadata(unsigned tag)
{
    return tag == FC_TAG_META || tag == FC_TAG_LINK || tag == FC_TAG_BASE;
}

/* Start tags that leave nothing in the skeleton, or a script; false for others. */
static bool metadata(scanner *s, const tag_found *t)
{
    if (is_metadata(t->tag))
        add_head(s, t);
    else if (t->tag == FC_TAG_SCRIPT)
        script(s, t);
    else if (t->tag == FC_TAG_STYLE && !fc_openstack_in_select(&s->open))
        s->p = skip_end_tag(s, raw_end(s, t));
    else
        return false;
    return true;
}

static void note_svg(scanner *s, const tag_found *t, bool foreign)
{
    if (s->svg_at != NONE) {
        /* HTML inside: it is kept. */
        if (!foreign && s->open.n > s->svg_at)
            s->svg_at = NONE;
        return;
    }
    if (!foreign && t->tag == FC_TAG_SVG && !t->closed && s->open.n &&
        fc_openstack_top(&s->open)->tag == FC_TAG_SVG) {
        s->svg_at = s->open.n;
        s->svg_n = s->k->n;
        s->svg_pieces = s->k->piece_n;
    }
}

/* After an end tag was taken off the stack and before it is written: leave out what is in the
 * svg that it ended. True when that svg is plain, now that nothing is in it. */
static bool drop_svg(scanner *s, const tag_found *t)
{
    if (s->svg_at == NONE || s->open.n >= s->svg_at)
        return false;
    bool whole = s->k->html == NONE || s->k->html < s->svg_pieces;
    whole &= s->k->body == NONE || s->k->body < s->svg_pieces;
    whole &= t->tag == FC_TAG_SVG && s->open.n == s->svg_at - 1;
    if (whole) {
        s->k->n = s->svg_n;
        s->k->piece_n = s->svg_pieces;
    }
    s->svg_at = NONE;
    s->after_block = s->after_whole = s->removable = false;
    return whole && s->mark[s->open.n].plain_from != NONE;
}

static void spent_start(scanner *s, const tag_found *t)
{
    if (fc_tag_flags[t->tag] & (FC_TAGF_RAW | FC_TAGF_RCDATA))
        raw_content(s, t);
}

/* A start tag in svg or math. It is written first: that needs the stack as it was. */
static void start_foreign(scanner *s, const tag_found *t, fc_open_key key, uint32_t hash,
                          bool leaves)
{
    uint32_t n = s->k->n;
    unsigned point = point_of(s, t);
    put_start(s, t, true, hash);
    fc_open_act act = fc_openstack_start(&s->open, t->tag, key, t->closed, point, leaves, hash);
    if (act == FC_OPEN_HIDE) {
        s->k->n = n;
        s->k->piece_n--;
    }
    if (leaves)
        s->svg_at = NONE;
    not_plain(s);
}

static fc_open_act start_html(scanner *s, const tag_found *t, fc_open_key key, uint32_t hash)
{
    fc_openstack *o = &s->open;
    bool svg = t->tag == FC_TAG_SVG, foreign = svg || t->tag == FC_TAG_MATH;
    bool plain = s->text_seen && !(foreign && t->closed) && fc_plain_start(o, t->tag);
    uint32_t level = o->n;
    fc_open_act act = fc_openstack_start(o, t->tag, key, t->closed, 0, false, hash);
    uint32_t at = act == FC_OPEN_HIDE ? 0 : put_start(s, t, foreign, hash);
    bool empty = fc_tag_flags[t->tag] & FC_TAGF_VOID;
    plain &= act == FC_OPEN_SHOW && o->n == level + !empty;
    if (o->n > level)
        s->mark[o->n - 1] = (struct mark){ at, s->k->map[at], plain ? s->plain_from : NONE };
    if (!plain)
        not_plain(s);
    else if (empty)
        put_whole(s, at, s->k->map[at]);
    return act;
}

static void start_tag(scanner *s, const tag_found *t)
{
    fc_openstack *o = &s->open;
    bool foreign = fc_openstack_foreign(o, t->tag);
    s->p = t->next;
    if (!foreign && metadata(s, t))
        return;
    if (s->spent) {
        spent_start(s, t);
        return;
    }
    fc_open_key key = fc_openstack_key(t->tag, t->name, t->name_n);
    unsigned flags = fc_tag_flags[t->tag];
    uint32_t hash = (flags & FC_TAGF_FORMAT) && t->tag != FC_TAG_A ? attrs_hash(t) : 0;
    bool leaves = foreign && ((flags & FC_TAGF_LEAVES_XML) || styled_font(t));
    fc_open_act act = FC_OPEN_SHOW;
    if ((flags & FC_TAGF_FORMAT) && !fc_openstack_formatting(o, t->tag))
        s->plain[t->tag] = hash;
    if (foreign)
        start_foreign(s, t, key, hash, leaves);
    else
        act = start_html(s, t, key, hash);
    note_svg(s, t, foreign && !leaves);
    if (foreign && !leaves)
        return;
    if ((flags & (FC_TAGF_RAW | FC_TAGF_RCDATA)) && act != FC_OPEN_IGNORED)
        raw_content(s, t);
    else if (t->tag == FC_TAG_PLAINTEXT && act == FC_OPEN_SHOW && s->p < s->e) {
        put_text(s, s->p, s->e, false, true);
        s->p = s->e;
    }
}

static void end_tag(scanner *s, const tag_found *t)
{
    fc_openstack *o = &s->open;
    s->p = t->next;
    if (s->spent)
        return;
    if (is_metadata(t->tag) && fc_openstack_top(o)->ns == FC_NS_HTML)
        return;
    fc_open_key key = fc_openstack_key(t->tag, t->name, t->name_n);
    uint32_t n = o->n;
    bool plain = n > s->plain_from && o->v[n - 1].ns == FC_NS_HTML &&
                 o->v[n - 1].key == fc_openstack_html_key(t->tag, key);
    fc_open_act act = fc_openstack_end(o, t->tag, key);
    if (drop_svg(s, t)) {
        plain = true;
        s->plain_from = s->mark[o->n].plain_from;
        n = o->n + 1;
    }
    if (act == FC_OPEN_HIDE) {
        not_plain(s);
    } else if (plain && o->n == n - 1) {
        block_written(s, t->tag, fc_openstack_top(o)->ns == FC_NS_HTML);
        put_whole(s, s->mark[o->n].n, s->mark[o->n].piece);
    } else {
        put_end(s, t);
        not_plain(s);
    }
}

/* ------------------------------------------------------------------------ the rest */

static const char *after_gt(const char *p, const char *e)
{
    const char *gt = p < e ? memchr(p, '>', (size_t)(e - p)) : NULL;
    return gt ? gt + 1 : e;
}

static void cdata(scanner *s)
{
    static const char close[] = "]]>";
    const char *p = s->p + 9;
    fc_str rest = { p, (size_t)(s->e - p) };
    size_t n = fc_str_find(rest, (fc_str){ close, 3 });
    if (n && !s->spent)
        text_run(s, p, p + n, true);
    s->p = n < rest.n ? p + n + 3 : s->e;
}

/* "<!": a comment, CDATA, the doctype, or anything else, which is a comment too. */
static void declaration(scanner *s)
{
    const char *p = s->p, *e = s->e;
    if (e - p >= 4 && p[2] == '-' && p[3] == '-') {
        s->p = fc_scan_comment_end(p + 4, e);
        return;
    }
    if (e - p >= 9 && memcmp(p, "<![CDATA[", 9) == 0 &&
        fc_openstack_top(&s->open)->ns != FC_NS_HTML) {
        cdata(s);
        return;
    }
    s->p = after_gt(p + 2, e);
    bool doctype = s->p - p > 9 && fc_str_ieq((fc_str){ p + 2, 7 }, FC_STR("doctype"));
    if (!doctype || s->spent || s->p[-1] != '>')
        return;
    if (s->p - p <= LONGEST_DOCTYPE)
        put(s->k, p, (size_t)(s->p - p));
    else
        put(s->k, "<!doctype x>", 12);
    s->removable = false;
}

/* s->p is at a '<'. */
static void markup(scanner *s)
{
    const char *p = s->p, *e = s->e;
    char c = p + 1 < e ? p[1] : '\0';
    char d = c == '/' && p + 2 < e ? p[2] : '\0';
    tag_found t;
    if (fc_scan_letter(c) || fc_scan_letter(d)) {
        if (!find_tag(s, p + 1 + (c == '/'), &t))
            s->p = e;
        else if (c == '/')
            end_tag(s, &t);
        else
            start_tag(s, &t);
    } else if (c == '!') {
        declaration(s);
    } else if (c == '?' || (c == '/' && p + 2 < e)) {
        s->p = after_gt(p + 2, e);
    } else {
        text_run(s, p, p + 1 + (c == '/'), false);
        s->p = p + 1 + (c == '/');
    }
}

static void check_spent(scanner *s)
{
    fc_openstack *o = &s->open;
    if (o->clones > s->max_clones && !s->spent)
        close_formats(s);
    if (o->steps > s->max_steps && !s->spent) {
        s->spent = true;
        o->capped |= FC_CAP_STEPS;
    }
}

void fc_skeleton_scan(fc_skeleton *k, fc_str page, const fc_dom_limits *limits,
                      fc_arena *keep, fc_arena *scratch)
{
    scanner s = { .k = k, .page = page.p, .p = page.p, .e = page.p + page.n, .keep = keep,
                  .scratch = scratch, .max_steps = limits->steps, .max_clones = MANY_CLONES,
                  .after_block = true, .svg_at = NONE };
    memset(k, 0, sizeof *k);
    k->html = k->body = NONE;
    k->cap = (uint32_t)(page.n / 8) + ROOM;
    k->p = fc_alloc(scratch, k->cap);
    k->map = fc_alloc(scratch, k->cap * sizeof *k->map);
    fc_openstack_init(&s.open, limits, scratch);
    s.mark = fc_alloc(scratch, s.open.cap * sizeof *s.mark);
    while (s.p < s.e) {
        make_room(&s);
        if (*s.p == '<') {
            markup(&s);
            check_spent(&s);
        } else {
            const char *lt = memchr(s.p, '<', (size_t)(s.e - s.p));
            const char *end = lt ? lt : s.e;
            text_run(&s, s.p, end, false);
            s.p = end;
        }
    }
    k->capped = s.open.capped;
}
