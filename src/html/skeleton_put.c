/* skeleton_put.c - what the scan writes: tags as far as the parser needs them, and the
 * pieces of the page that they stand for; see scanner.h. */
#include "html/scanner.h"

static void *move(fc_arena *a, const void *p, size_t used, size_t size)
{
    void *q = fc_alloc(a, size);
    if (used)
        memcpy(q, p, used);
    return q;
}

void fc_put_more_room(fc_scanner *s)
{
    fc_skeleton *k = s->k;
    if (k->cap - k->n < FC_TAG_ROOM) {
        uint32_t cap = 2 * k->cap + FC_TAG_ROOM;
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

fc_piece *fc_put_piece(fc_scanner *s, const char *p, const char *e, unsigned tag)
{
    fc_piece *piece = &s->k->piece[s->k->piece_n++];
    *piece = (fc_piece){ .at = (uint32_t)(p - s->page), .n = (uint32_t)(e - p),
                         .tag = (uint16_t)tag };
    return piece;
}

/* Attributes that tell which copies of a formatting element are alike. Those of the first
 * are written as none, so that most need nothing. */
static void put_hash(fc_scanner *s, unsigned tag, uint32_t hash)
{
    fc_skeleton *k = s->k;
    if (hash == s->plain[tag])
        return;
    fc_put(k, " x=", 3);
    do {
        fc_put_char(k, "0123456789abcdefghijklmnopqrstuv"[hash & 31]);
    } while (hash >>= 5);
}

static void put_attrs(fc_scanner *s, const fc_found *t, bool foreign, uint32_t hash)
{
    fc_skeleton *k = s->k;
    if (t->tag == FC_TAG_INPUT &&
        fc_str_ieq(fc_tag_attr_text(fc_found_text(t), "type", s->scratch),
                   FC_STR("hidden"))) {
        fc_put(k, " type=hidden", 12);
    } else if (foreign && t->tag == FC_TAG_FONT) {
        if (fc_found_styled_font(t))
            fc_put(k, " size=1", 7);
    } else if (foreign && t->tag == FC_TAG_ANNOTATION_XML) {
        unsigned point = fc_found_point(s, t);
        if (point)
            fc_put(k, " encoding=text/html", 19);
    } else if ((fc_tag_flags[t->tag] & FC_TAGF_FORMAT) && t->tag != FC_TAG_A) {
        put_hash(s, t->tag, hash);
    }
    if (foreign && t->closed)
        fc_put_char(k, '/');
}

void fc_block_written(fc_scanner *s, unsigned tag, bool html)
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

static void put_name(fc_skeleton *k, const fc_found *t)
{
    fc_put(k, t->name, t->name_n < FC_LONGEST_NAME ? t->name_n : FC_LONGEST_NAME);
}

/* Before a tag. gumbo takes a form off its stack, and blocks out of formatting elements,
 * before it writes down the text that came last, which would then stand elsewhere: a
 * comment makes it write in time. */
static void before_tag(fc_scanner *s, unsigned tag, bool html, bool end)
{
    fc_block_written(s, tag, html);
    if (s->open.adopted || (end && tag == FC_TAG_FORM))
        fc_put(s->k, "<!---->", 7);
    s->open.adopted = false;
}

/* Returns where in the skeleton it begins. */
uint32_t fc_put_start(fc_scanner *s, const fc_found *t, bool foreign, uint32_t hash)
{
    fc_skeleton *k = s->k;
    before_tag(s, t->tag, !foreign, false);
    uint32_t at = k->n;
    /* in svg they are no such elements, and may be left out again */
    if (t->tag == FC_TAG_HTML && !foreign && k->html == FC_NONE)
        k->html = k->piece_n;
    if (t->tag == FC_TAG_BODY && !foreign && k->body == FC_NONE)
        k->body = k->piece_n;
    k->map[k->n] = k->piece_n;
    fc_piece *piece = fc_put_piece(s, t->at, t->next, t->tag);
    piece->class_at = t->class_at;
    piece->id_at = t->id_at;
    piece->names = t->names;
    fc_put_char(k, '<');
    put_name(k, t);
    put_attrs(s, t, foreign, hash);
    fc_put_char(k, '>');
    return at;
}

/* A plain element ends: take back what was written since its start tag, and let one byte
 * stand for it, or the one before. */
void fc_put_whole(fc_scanner *s, uint32_t at, uint32_t piece)
{
    fc_skeleton *k = s->k;
    k->n = at;
    k->piece[piece].whole = true;
    k->piece[piece].last = k->piece_n - 1;
    if (at && k->p[at - 1] == 'x') {
        k->piece[piece].more = true;
    } else {
        k->map[at] = piece;
        fc_put_char(k, 'x');
    }
    s->after_whole = true;
}

void fc_put_end(fc_scanner *s, const fc_found *t)
{
    before_tag(s, t->tag, fc_openstack_top(&s->open)->ns == FC_NS_HTML, true);
    fc_put(s->k, "</", 2);
    put_name(s->k, t);
    fc_put_char(s->k, '>');
}
