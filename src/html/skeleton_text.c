/* skeleton_text.c - runs of text in the skeleton; see scanner.h. */
#include "html/scanner.h"

#include "base/bits.h"
#include "html/entities.h"

/* One past the white space at p; a block of bytes at a time, as indentation is long. */
static const char *skip_space(const char *p, const char *e)
{
    for (; e - p >= FC_BYTES; p += FC_BYTES) {
        fc_bytes v = fc_bytes_load(p);
        uint64_t others = ~fc_bytes_marks(fc_bytes_is(v, ' ') |
                                          fc_bytes_in(v, '\t', '\n') |
                                          fc_bytes_in(v, '\f', '\r')) & FC_BYTES_ALL;
        if (others)
            return p + fc_bytes_first(others);
    }
    while (p < e && fc_scan_is(p, FC_SCAN_SPACE))
        p++;
    return p;
}

/* One past the white space at p, references and, unless in svg or math, NUL bytes
 * included: the parser drops those. *space: there was any white space. */
const char *fc_scan_blank(const char *p, const char *e, bool nul, bool *space)
{
    while (p < e) {
        char out[8];
        size_t out_n, took;
        if (fc_scan_is(p, FC_SCAN_SPACE)) {
            *space = true;
            p = skip_space(p + 1, e);
        } else if (*p == '\0' && nul) {
            p++;
        } else if (*p == '&' &&
                   (took = fc_entity_decode((fc_str){ p, (size_t)(e - p) }, false, out,
                                            &out_n)) &&
                   out_n == 1 && fc_is_space(out[0])) {
            *space = true;
            p += took;
        } else {
            break;
        }
    }
    return p;
}

void fc_put_text(fc_scanner *s, const char *p, const char *e, bool blank, bool literal)
{
    fc_skeleton *k = s->k;
    char last = fc_last_text(s);
    fc_piece *before = k->piece_n ? &k->piece[k->piece_n - 1] : NULL;
    if (last == 'x' || (last && blank)) {
        if (before->at + before->n == (uint32_t)(p - s->page) &&
            before->literal == literal) {
            before->n += (uint32_t)(e - p);
            before->blank &= blank;
            return;
        }
        fc_piece *piece = fc_put_piece(s, p, e, FC_TAG_TEXT);
        piece->blank = blank;
        piece->literal = literal;
        piece->more = true;
        return;
    }
    k->map[k->n] = k->piece_n;
    fc_piece *piece = fc_put_piece(s, p, e, FC_TAG_TEXT);
    piece->blank = blank;
    piece->literal = literal;
    fc_put_char(k, blank ? ' ' : 'x');
    s->after_whole = false;
}

/* The parser may treat leading white space otherwise than the text after it. */
static bool splits_space(const fc_scanner *s)
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

static bool keeps_space(const fc_scanner *s)
{
    return s->open.open[FC_TAG_PRE] || s->open.open[FC_TAG_LISTING] ||
           fc_openstack_stale(&s->open);
}

/* The parser gets text; formatting elements may be opened again. */
static void text_comes(fc_scanner *s)
{
    if (s->spent)
        return;
    bool stale = fc_openstack_stale(&s->open);
    uint32_t n = s->open.n;
    fc_openstack_text(&s->open);
    if (stale || s->open.n != n)
        fc_not_plain(s);
}

/* A run of text without markup. literal: of CDATA, where references mean nothing. */
void fc_scan_text(fc_scanner *s, const char *p, const char *e, bool literal)
{
    bool space = false, foreign = fc_openstack_top(&s->open)->ns != FC_NS_HTML;
    const char *q = literal ? p : fc_scan_blank(p, e, !foreign, &space);
    if (q == e) {
        bool needless = !keeps_space(s);
        if (!space || (s->after_block && needless))
            return;
        text_comes(s);
        s->removable = needless && (s->removable || !fc_last_text(s));
        fc_put_text(s, p, e, true, literal);
        return;
    }
    if (space && splits_space(s)) {
        const char *end = p;
        while (end < q && fc_scan_is(end, FC_SCAN_SPACE))
            end++;
        if (end > p && !s->after_block)
            fc_put_text(s, p, end, true, false);
        p = end;
    }
    text_comes(s);
    fc_put_text(s, p, e, false, literal);
    s->after_block = s->removable = false;
    s->text_seen |=
        !foreign && !s->open.open[FC_TAG_SELECT] && !s->open.open[FC_TAG_TEMPLATE];
}
