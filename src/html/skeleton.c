/* skeleton.c - the scan: finds tags and runs of text, asks the copy of the parser's stack
 * (openstack.h) what they will do, and writes down what the parser needs. */
#include "html/scanner.h"

enum {
    FEW_FORMATS = 3,            /* allowed when too many were opened again */
    MANY_CLONES = 100000
};

static fc_head_item *add_head(fc_scanner *s, const fc_found *t)
{
    fc_skeleton *k = s->k;
    if (k->head_n == k->head_cap) {
        uint32_t cap = 2 * k->head_cap + 32;
        k->head = fc_grow(s->keep, k->head, k->head_cap * sizeof *k->head,
                          cap * sizeof *k->head);
        k->head_cap = cap;
    }
    fc_head_item *h = &k->head[k->head_n++];
    *h = (fc_head_item){ .at = (uint32_t)(t->at - s->page),
                         .n = (uint32_t)(t->next - t->at),
                         .tag = (uint16_t)t->tag };
    return h;
}

/* End tags for the formatting elements that are opened again and again. */
static void close_formats(fc_scanner *s)
{
    fc_openstack *o = &s->open;
    o->capped |= FC_CAP_FORMATTING;
    o->max_formats = FEW_FORMATS;
    s->max_clones = o->clones + MANY_CLONES / 100;
    while (o->format_n && o->format[o->format_n - 1].key) {
        unsigned tag = o->format[o->format_n - 1].key;
        uint32_t before = o->format_n;
        const char *name = fc_tag_name(tag);
        fc_put_room(s);
        fc_put(s->k, "</", 2);
        fc_put(s->k, name, strlen(name));
        fc_put_char(s->k, '>');
        o->unmatched[tag] = 0;
        fc_openstack_end(o, tag, tag);
        if (o->format_n >= before)
            break;
    }
    fc_not_plain(s);
}

/* --------------------------------------------------------------------- raw content */

/* In XHTML <script/> and the like have no content. */
static bool is_empty(const fc_scanner *s, const fc_found *t)
{
    return s->xhtml && t->closed;
}

static const char *raw_end(const fc_scanner *s, const fc_found *t)
{
    if (is_empty(s, t))
        return t->next;
    return t->tag == FC_TAG_SCRIPT ? fc_scan_script_end(t->next, s->e)
                                   : fc_scan_raw_end(t->next, s->e, t->name, t->name_n);
}

/* One past the end tag that begins at p, where the content of an element ends. */
static const char *skip_end_tag(const fc_scanner *s, const fc_found *start, const char *p)
{
    fc_found t;
    if (is_empty(s, start))
        return p;
    return p < s->e && fc_scan_tag(p, s->e, &t) ? t.next : s->e;
}

static bool holds(fc_str s, const char *word)
{
    return fc_str_ifind(s, fc_str_of(word)) < s.n;
}

/* Script never runs here; of types that hold data it is noted, and math stays in place,
 * but not MathJax's configuration. */
static void script(fc_scanner *s, const fc_found *t)
{
    const char *end = raw_end(s, t);
    fc_str type = fc_tag_attr(fc_found_text(t), "type");
    bool math = type.n && holds(type, "math") && !holds(type, "config");
    if (math || (type.n && (holds(type, "json") || holds(type, "tex")) &&
                 !holds(type, "text/"))) {
        fc_head_item *h = add_head(s, t);
        h->body = (uint32_t)(t->next - s->page);
        h->body_n = (uint32_t)(end - t->next);
    }
    if (math && !s->spent) {
        fc_put_start(s, t, false, 0);
        fc_put(s->k, "</script>", 9);
    }
    s->p = skip_end_tag(s, t, end);
}

/* Content that is not markup, up to its end tag, which is left for the scan to find. */
static void raw_content(fc_scanner *s, const fc_found *t)
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
    bool blank = fc_scan_blank(t->next, end, false, &space) == end;
    fc_put_text(s, t->next, end, blank, t->tag == FC_TAG_XMP);
    s->after_block = s->removable = false;
}

/* ----------------------------------------------------------------- start and end tags */

static bool is_metadata(unsigned tag)
{
    return tag == FC_TAG_META || tag == FC_TAG_LINK || tag == FC_TAG_BASE;
}

/* Start tags that leave nothing in the skeleton, or a script; false for others. */
static bool metadata(fc_scanner *s, const fc_found *t)
{
    if (is_metadata(t->tag))
        add_head(s, t);
    else if (t->tag == FC_TAG_SCRIPT)
        script(s, t);
    else if (t->tag == FC_TAG_STYLE && !fc_openstack_in_select(&s->open))
        s->p = skip_end_tag(s, t, raw_end(s, t));
    else
        return false;
    return true;
}

static void note_svg(fc_scanner *s, const fc_found *t, bool foreign)
{
    if (s->svg_at != FC_NONE) {
        /* HTML inside: it is kept. */
        if (!foreign && s->open.n > s->svg_at)
            s->svg_at = FC_NONE;
        return;
    }
    if (!foreign && t->tag == FC_TAG_SVG && !t->closed && s->open.n &&
        fc_openstack_top(&s->open)->tag == FC_TAG_SVG) {
        s->svg_at = s->open.n;
        s->svg_n = s->k->n;
        s->svg_pieces = s->k->piece_n;
    }
}

/* After an end tag was taken off the stack and before it is written: leave out what is in
 * the svg that it ended. True when that svg is plain, now that nothing is in it. */
static bool drop_svg(fc_scanner *s, const fc_found *t)
{
    if (s->svg_at == FC_NONE || s->open.n >= s->svg_at)
        return false;
    bool whole = s->k->html == FC_NONE || s->k->html < s->svg_pieces;
    whole &= s->k->body == FC_NONE || s->k->body < s->svg_pieces;
    whole &= t->tag == FC_TAG_SVG && s->open.n == s->svg_at - 1;
    if (whole) {
        s->k->n = s->svg_n;
        s->k->piece_n = s->svg_pieces;
    }
    s->svg_at = FC_NONE;
    s->after_block = s->after_whole = s->removable = false;
    return whole && s->mark[s->open.n].plain_from != FC_NONE;
}

static void spent_start(fc_scanner *s, const fc_found *t)
{
    if (fc_tag_flags[t->tag] & (FC_TAGF_RAW | FC_TAGF_RCDATA))
        raw_content(s, t);
}

/* A start tag in svg or math. It is written first: that needs the stack as it was. */
static void start_foreign(fc_scanner *s, const fc_found *t, fc_open_key key,
                          uint32_t hash, bool leaves)
{
    uint32_t n = s->k->n;
    unsigned point = fc_found_point(s, t);
    fc_put_start(s, t, true, hash);
    fc_open_act act =
        fc_openstack_start(&s->open, t->tag, key, t->closed, point, leaves, hash);
    if (act == FC_OPEN_HIDE) {
        s->k->n = n;
        s->k->piece_n--;
    }
    if (leaves)
        s->svg_at = FC_NONE;
    fc_not_plain(s);
}

static fc_open_act start_html(fc_scanner *s, const fc_found *t, fc_open_key key,
                              uint32_t hash)
{
    fc_openstack *o = &s->open;
    bool svg = t->tag == FC_TAG_SVG, foreign = svg || t->tag == FC_TAG_MATH;
    bool plain = s->text_seen && !(foreign && t->closed) && fc_plain_start(o, t->tag);
    uint32_t level = o->n;
    fc_open_act act = fc_openstack_start(o, t->tag, key, t->closed, 0, false, hash);
    uint32_t at = act == FC_OPEN_HIDE ? 0 : fc_put_start(s, t, foreign, hash);
    bool empty = fc_tag_flags[t->tag] & FC_TAGF_VOID;
    plain &= act == FC_OPEN_SHOW && o->n == level + !empty;
    if (o->n > level)
        s->mark[o->n - 1] =
            (struct mark){ at, s->k->map[at], plain ? s->plain_from : FC_NONE };
    if (!plain)
        fc_not_plain(s);
    else if (empty)
        fc_put_whole(s, at, s->k->map[at]);
    return act;
}

static void start_tag(fc_scanner *s, const fc_found *t)
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
    uint32_t hash = (flags & FC_TAGF_FORMAT) && t->tag != FC_TAG_A ? fc_found_hash(t) : 0;
    bool leaves = foreign && ((flags & FC_TAGF_LEAVES_XML) || fc_found_styled_font(t));
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
        fc_put_text(s, s->p, s->e, false, true);
        s->p = s->e;
    }
}

static void end_tag(fc_scanner *s, const fc_found *t)
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
        fc_not_plain(s);
    } else if (plain && o->n == n - 1) {
        fc_block_written(s, t->tag, fc_openstack_top(o)->ns == FC_NS_HTML);
        fc_put_whole(s, s->mark[o->n].n, s->mark[o->n].piece);
    } else {
        fc_put_end(s, t);
        fc_not_plain(s);
    }
}

/* In XHTML: whether a start tag, neither of svg nor of math, was the end tag as well.
 * `before` is the element that was open. */
static bool ends_here(fc_scanner *s, const fc_found *t, uint32_t before)
{
    static const unsigned content = FC_TAGF_RAW | FC_TAGF_RCDATA;
    const fc_elem *top = fc_openstack_top(&s->open);
    bool opened = top->serial != before && top->tag == t->tag && top->ns == FC_NS_HTML;
    bool raw = fc_tag_flags[t->tag] & content && t->tag != FC_TAG_SCRIPT &&
               t->tag != FC_TAG_STYLE;
    if (!opened && !raw)
        return false;
    fc_put_room(s);
    return true;
}

/* ------------------------------------------------------------------------ the rest */

static const char *after_gt(const char *p, const char *e)
{
    const char *gt = p < e ? memchr(p, '>', (size_t)(e - p)) : NULL;
    return gt ? gt + 1 : e;
}

static void cdata(fc_scanner *s)
{
    static const char close[] = "]]>";
    const char *p = s->p + 9;
    fc_str rest = { p, (size_t)(s->e - p) };
    size_t n = fc_str_find(rest, (fc_str){ close, 3 });
    if (n && !s->spent)
        fc_scan_text(s, p, p + n, true);
    s->p = n < rest.n ? p + n + 3 : s->e;
}

/* "<!": a comment, CDATA, the doctype, or anything else, which is a comment too. */
static void declaration(fc_scanner *s)
{
    const char *p = s->p, *e = s->e;
    if (e - p >= 4 && p[2] == '-' && p[3] == '-') {
        s->p = fc_scan_comment_end(p + 4, e);
        return;
    }
    if (e - p >= 9 && memcmp(p, "<![CDATA[", 9) == 0 &&
        (s->xhtml || fc_openstack_top(&s->open)->ns != FC_NS_HTML)) {
        cdata(s);
        return;
    }
    s->p = after_gt(p + 2, e);
    bool doctype = s->p - p > 9 && fc_str_ieq((fc_str){ p + 2, 7 }, FC_STR("doctype"));
    if (!doctype || s->spent || s->p[-1] != '>')
        return;
    if (s->p - p <= FC_LONGEST_DOCTYPE)
        fc_put(s->k, p, (size_t)(s->p - p));
    else
        fc_put(s->k, "<!doctype x>", 12);
    s->removable = false;
}

/* s->p is at a '<'. */
static void markup(fc_scanner *s)
{
    const char *p = s->p, *e = s->e;
    char c = p + 1 < e ? p[1] : '\0';
    char d = c == '/' && p + 2 < e ? p[2] : '\0';
    fc_found t;
    if (fc_scan_letter(c) || fc_scan_letter(d)) {
        bool ends = c == '/';
        if (!fc_scan_tag(p, e, &t)) {
            s->p = e;
            return;
        }
        if (!ends) {
            bool empty = is_empty(s, &t) && !fc_openstack_foreign(&s->open, t.tag);
            uint32_t before = empty ? fc_openstack_top(&s->open)->serial : 0;
            start_tag(s, &t);
            ends = empty && ends_here(s, &t, before);
        }
        if (ends)
            end_tag(s, &t);
    } else if (c == '!') {
        declaration(s);
    } else if (c == '?' || (c == '/' && p + 2 < e)) {
        s->p = after_gt(p + 2, e);
    } else {
        fc_scan_text(s, p, p + 1 + (c == '/'), false);
        s->p = p + 1 + (c == '/');
    }
}

static void check_spent(fc_scanner *s)
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
    fc_scanner s = { .k = k,
                     .page = page.p,
                     .p = page.p,
                     .e = page.p + page.n,
                     .keep = keep,
                     .scratch = scratch,
                     .max_steps = limits->steps,
                     .max_clones = MANY_CLONES,
                     .after_block = true,
                     .text_seen = limits->within_body,
                     .xhtml = limits->xhtml,
                     .svg_at = FC_NONE };
    memset(k, 0, sizeof *k);
    k->html = k->body = FC_NONE;
    k->cap = (uint32_t)(page.n / 8) + FC_TAG_ROOM;
    k->p = fc_alloc(scratch, k->cap);
    k->map = fc_alloc(scratch, k->cap * sizeof *k->map);
    k->piece_cap = (uint32_t)(page.n / 128) + 64; /* pages have one for 160 bytes */
    k->piece = fc_alloc(scratch, k->piece_cap * sizeof *k->piece);
    fc_openstack_init(&s.open, limits, scratch);
    s.mark = fc_alloc(scratch, s.open.cap * sizeof *s.mark);
    while (s.p < s.e) {
        fc_put_room(&s);
        if (*s.p == '<') {
            markup(&s);
            check_spent(&s);
        } else {
            const char *lt = memchr(s.p, '<', (size_t)(s.e - s.p));
            const char *end = lt ? lt : s.e;
            fc_scan_text(&s, s.p, end, false);
            s.p = end;
        }
    }
    k->capped = s.open.capped;
}
