/* katex_signs.c - what stands on one line in KaTeX's spans: letters and other signs,
 * fences and spaces. */
#include "base/str.h"
#include "base/utf8.h"
#include "extractors/katex_parts.h"
#include "extractors/tex_symbols.h"
#include "html/style.h"

/* ------------------------------------------------------------------------------ signs */

static void add_code(fc_katex *w, uint32_t code)
{
    char out[4];
    if (code == '<' || code == '>' || code == '&')
        fc_kx_add(w, code == '<' ? "&lt;" : code == '>' ? "&gt;" : "&amp;");
    else
        fc_text_add(w->t, out, fc_utf8_encode(code, out));
}

void fc_kx_sign(fc_katex *w, uint32_t code, const char *attributes)
{
    fc_kx_add(w, "<mo");
    fc_kx_add(w, attributes);
    fc_kx_add(w, ">");
    add_code(w, code);
    fc_kx_add(w, "</mo>");
}

enum {
    PRIVATE = 0xE000, PRIVATE_LAST = 0xF8FF, /* signs that only KaTeX's fonts have */
    STROKE = 0xE020, NO_DOT_I = 0xE131, NO_DOT_J = 0xE237,
    BAR = 0x2223, BARS = 0x2225, PRIME = 0x2032, NO_WIDTH = 0x200B
};

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* How many bytes at s begin a number, or a word that stands as one. */
static size_t number_length(fc_str s)
{
    size_t n = 0;
    if (!s.n || !is_digit(s.p[0]))
        return 0;
    while (n < s.n && (is_digit(s.p[n]) || (s.p[n] == '.' && n + 1 < s.n &&
                                            is_digit(s.p[n + 1]))))
        n++;
    return n;
}

size_t fc_kx_word(fc_str s)
{
    size_t n = 0;
    while (n < s.n && fc_is_letter(s.p[n]))
        n++;
    return n;
}

/* Blanks in a text are no-break spaces in KaTeX; its other signs are as they are. */
void fc_kx_text(fc_katex *w, fc_str s)
{
    fc_kx_add(w, "<mtext>");
    for (size_t i = 0; i < s.n;) {
        uint32_t code;
        i += fc_utf8_decode(fc_str_sub(s, i, s.n), &code, NULL);
        if (code != NO_WIDTH)
            add_code(w, code);
    }
    fc_kx_add(w, "</mtext>");
}

void fc_kx_token(fc_katex *w, const char *name, const char *variant, fc_str s)
{
    fc_kx_add(w, "<");
    fc_kx_add(w, name);
    if (variant && *variant) {
        fc_kx_add(w, " mathvariant=\"");
        fc_kx_add(w, variant);
        fc_kx_add(w, "\"");
    }
    fc_kx_add(w, ">");
    fc_text_add(w->t, s.p, s.n);
    fc_kx_add(w, "</");
    fc_kx_add(w, name);
    fc_kx_add(w, ">");
}

/* One sign that is no letter of ASCII and no digit. */
static void write_sign(fc_katex *w, uint32_t code, fc_str s, const fc_kx_span *span)
{
    if (code == STROKE) {
        w->negated = true;
        return;
    }
    if (code == NO_DOT_I || code == NO_DOT_J)
        s = code == NO_DOT_I ? FC_STR("\xC4\xB1") : FC_STR("\xC8\xB7");
    else if (code >= PRIVATE && code <= PRIVATE_LAST)
        fc_kx_fail(w);
    if (w->negated && !(code = fc_tex_negated(code)))
        fc_kx_fail(w);
    bool bars = !w->negated && span->atom != FC_KX_REL;
    bool letter = span->variant && !*span->variant && !w->negated;
    const char *variant = span->variant && strcmp(span->variant, "double-struck")
                              ? span->variant : NULL;
    w->negated = false;
    if (bars && (code == BAR || code == BARS))
        fc_kx_sign(w, code == BAR ? '|' : 0x2016, " stretchy=\"false\"");
    else if (code == '|' || code == 0x2016)
        fc_kx_sign(w, code, " stretchy=\"false\"");
    else if (letter || (span->atom == FC_KX_ORD && code >= 0x80 && code != PRIME))
        fc_kx_token(w, "mi", variant, s);
    else
        fc_kx_sign(w, code, span->atom == FC_KX_REL ? "" : " stretchy=\"false\"");
}

/* The signs of a leaf: KaTeX joins neighbours of one class. */
static void write_signs(fc_katex *w, fc_str s, const fc_kx_span *span)
{
    bool italic = span->variant && !*span->variant;
    const char *variant = span->variant ? span->variant : "normal";
    for (size_t i = 0; i < s.n && !w->failed;) {
        fc_str rest = fc_str_sub(s, i, s.n);
        size_t number = number_length(rest), word = fc_kx_word(rest);
        uint32_t code;
        if (w->negated && (number || word))
            fc_kx_fail(w);
        if (word && !span->variant && span->atom <= FC_KX_ORD && !w->text) {
            fc_kx_text(w, s); /* letters of formulas have a font */
            return;
        }
        if (number) {
            fc_kx_token(w, "mn", italic ? NULL : span->variant,
                        fc_str_sub(rest, 0, number));
            i += number;
        } else if (word) {
            word = italic ? 1 : word;
            fc_kx_token(w, "mi", variant, fc_str_sub(rest, 0, word));
            i += word;
        } else if (fc_str_starts(rest, FC_STR("\xE2\x80\xB2"))) {
            size_t n = 0;
            while (fc_str_starts(fc_str_sub(rest, n, rest.n), FC_STR("\xE2\x80\xB2")))
                n += 3;
            fc_kx_token(w, "mo", NULL, fc_str_sub(rest, 0, n));
            i += n;
        } else {
            size_t n = fc_utf8_decode(rest, &code, NULL);
            if (code != NO_WIDTH && code != 0xA0 && code != ' ')
                write_sign(w, code, fc_str_sub(rest, 0, n), span);
            i += n;
        }
    }
}

/* All text in a node, decoded. */
fc_str fc_kx_text_in(fc_katex *w, uint32_t node)
{
    uint32_t last = w->dom->node[node].end - 1;
    if (w->dom->node[last].tag == FC_TAG_TEXT && last <= node + 1)
        return fc_dom_text_decoded(w->dom, last, w->t->a);
    fc_text all = { .a = w->t->a };
    for (uint32_t i = node; i < w->dom->node[node].end; i++) {
        if (w->dom->node[i].tag != FC_TAG_TEXT)
            continue;
        fc_str s = fc_dom_text_decoded(w->dom, i, w->t->a);
        fc_text_add(&all, s.p, s.n);
    }
    return (fc_str){ all.p, all.n };
}

/* A leaf of a class that says what its text is. */
void fc_kx_leaf(fc_katex *w, uint32_t node, const fc_kx_span *span)
{
    fc_str s = fc_kx_text_in(w, node);
    fc_str style = fc_dom_attr(w->dom, node, "style");
    bool unseen = fc_str_is(fc_style_value(style, "color"), "transparent");
    fc_kx_add(w, unseen ? "<mphantom>" : "");
    if (span->text || (w->text && !span->variant && span->atom <= FC_KX_ORD))
        fc_kx_text(w, s);
    else if (span->atom == FC_KX_OP && fc_kx_word(s) == s.n && s.n > 1)
        fc_kx_token(w, "mo", NULL, s);
    else
        write_signs(w, s, span);
    fc_kx_add(w, unseen ? "</mphantom>" : "");
}

/* --------------------------------------------------------------------- fences, spaces */

/* The sign that a piece of a tall fence belongs to; 0: it says nothing. */
static uint32_t fence_of(uint32_t piece)
{
    if (piece == NO_WIDTH || piece == 0x23AA)
        return 0;
    if (piece >= 0x239B && piece <= 0x23AD)
        return piece <= 0x239D ? '(' : piece <= 0x23A0 ? ')' : piece <= 0x23A3 ? '['
               : piece <= 0x23A6 ? ']' : piece <= 0x23A9 ? '{' : '}';
    return piece == BAR || piece == 0x23D0 ? '|' : piece == BARS ? 0x2016 : piece;
}

/* One sign, or pieces of one, as glyphs, svg or both. */
static uint32_t fence_sign(fc_katex *w, uint32_t node)
{
    fc_str s = fc_kx_text_in(w, node);
    uint32_t sign = 0;
    bool pieces = false, middle = false;
    for (size_t i = 0; i < s.n;) {
        uint32_t code;
        i += fc_utf8_decode(fc_str_sub(s, i, s.n), &code, NULL);
        uint32_t of = fence_of(code);
        if (!of)
            continue;
        if (sign && of != sign)
            return 0;
        sign = of;
        pieces |= code >= 0x23A7 && code <= 0x23AD;
        middle |= code == 0x23A8 || code == 0x23AC;
    }
    if (pieces && !middle)      /* \lgroup */
        return 0;
    return sign ? sign : fc_kx_drawn(w->dom, node);
}

/* Fences of \left and \right grow with what they hold. */
void fc_kx_fence(fc_katex *w, uint32_t node)
{
    const fc_node *n = w->dom->node;
    uint32_t code = fence_sign(w, node);
    bool grows = fc_kx_look(w->dom, n[n[node].parent].parent).atom == FC_KX_INNER;
    if (!code)
        fc_kx_fail(w);
    else
        fc_kx_sign(w, code, grows ? "" : " stretchy=\"false\"");
}

/* Wide spaces; what is set around signs is not written. */
void fc_kx_space(fc_katex *w, uint32_t node)
{
    double em = fc_kx_length(w->dom, node, "margin-right");
    fc_str class = fc_dom_class(w->dom, node);
    if (fc_str_find(class, FC_STR("newline")) < class.n || em >= 0.9)
        fc_kx_add(w, em >= 1.8 ? "<mspace width=\"2em\"/>" : "<mspace width=\"1em\"/>");
    else if (w->dom->node[node].end > node + 1)
        fc_kx_add(w, w->text ? "<mtext>&#160;</mtext>" : "<mspace width=\"0.3em\"/>");
}
