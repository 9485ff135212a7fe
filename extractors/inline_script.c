/* inline_script.c - <sub> and <sup> in running text.
 *
 * "10<sup>6</sup>" is not 106. What Unicode has small signs for is written with them,
 * other indexes of single letters and numbers as TeX; ordinals and whatever hangs on a
 * word are read along with it. The number of a note, a link within the page, is put in
 * brackets: "built in Flensburg.[1] It carries". */
#include "base/str.h"
#include "base/utf8.h"
#include "extractors/inline.h"

enum {
    MAX_SCRIPT = 24,            /* bytes of an index or exponent that is written as one */
    MAX_MARK = 3                /* ... of the number of a note */
};

/* The text of a <sub> or <sup> that holds nothing but text, letters in italics at
 * most. */
static fc_str script_text(const fc_dom *dom, uint32_t node, fc_arena *a)
{
    uint32_t text = 0;
    for (uint32_t i = node + 1; i < dom->node[node].end; i++) {
        unsigned tag = dom->node[i].tag;
        if (tag == FC_TAG_TEXT && !text)
            text = i;
        else if (tag != FC_TAG_I && tag != FC_TAG_EM && tag != FC_TAG_B &&
                 tag != FC_TAG_SPAN && tag != FC_TAG_VAR)
            return (fc_str){ NULL, 0 };
    }
    fc_str s =
        text ? fc_str_trim(fc_dom_text_decoded(dom, text, a)) : (fc_str){ NULL, 0 };
    return s.n <= MAX_SCRIPT ? s : (fc_str){ NULL, 0 };
}

/* In Unicode's own small signs, when it has all of them: H₂O, 10⁶. */
static bool small_signs(fc_text *t, fc_str s, bool above)
{
    static const uint16_t plain[] = { '+', '-', 0x2212, '=', '(', ')', 'i', 'n' };
    static const uint16_t high[] = { 0x207A, 0x207B, 0x207B, 0x207C,
                                     0x207D, 0x207E, 0x2071, 0x207F };
    static const uint16_t low[] = { 0x208A, 0x208B, 0x208B, 0x208C,
                                    0x208D, 0x208E, 0x1D62, 0x2099 };
    size_t at = t->n;
    for (size_t i = 0; i < s.n;) {
        uint32_t code, small = 0;
        char out[4];
        i += fc_utf8_decode(fc_str_sub(s, i, s.n), &code, NULL);
        if (code >= '0' && code <= '9')
            small = !above ? 0x2080 + code - '0' : code == '1' ? 0xB9 :
                    code == '2' || code == '3' ? 0xB0 + code - '0' : 0x2070 + code - '0';
        for (size_t k = 0; k < sizeof plain / sizeof *plain; k++)
            if (plain[k] == code)
                small = above ? high[k] : low[k];
        if (!small) {
            t->n = at;
            return false;
        }
        fc_text_add(t, out, fc_utf8_encode(small, out));
    }
    return true;
}

/* Where the base before a script begins: one letter, or a number; t->n when it is a
 * word. */
static size_t base_at(const fc_text *t, size_t from)
{
    size_t at = t->n;
    while (at > from && fc_is_alnum(t->p[at - 1]))
        at--;
    bool digits = true;
    for (size_t i = at; i < t->n; i++)
        digits &= fc_is_digit(t->p[i]);
    return digits || t->n - at == 1 ? at : t->n;
}

static bool is_ascii(fc_str s)
{
    for (size_t i = 0; i < s.n; i++)
        if ((unsigned char)s.p[i] >= 0x80 || strchr("\\${}#%&", s.p[i]))
            return false;
    return true;
}

/* Ordinals and marks: 1st, 2nd; they are read along with the word. */
static bool is_ending(fc_str s)
{
    static const char *const endings[] = { "st", "nd", "rd", "th", "er", "re", "e",
                                           "o",  "a",  "tm", "r",  "c",  "sm" };
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
        if (fc_str_ieq(s, fc_str_of(endings[i])))
            return true;
    return false;
}

/* An index or exponent in TeX: $x_{max}$. */
static bool tex_script(fc_text *t, fc_script_place *w, fc_str s, bool above)
{
    size_t base = base_at(t, w->from);
    bool more = w->end && w->end == t->n;
    if (w->plain || !is_ascii(s) || (!more && base == t->n))
        return false;
    if (more) {
        t->n--;
    } else {
        fc_text_char(t, '$');
        memmove(t->p + base + 1, t->p + base, t->n - base - 1);
        t->p[base] = '$';
    }
    fc_text_add(t, above ? "^{" : "_{", 2);
    fc_text_add(t, s.p, s.n);
    fc_text_add(t, "}$", 2);
    w->end = t->n;
    return true;
}

bool fc_note_mark_write(fc_text *t, const fc_dom *dom, uint32_t node)
{
    bool link = fc_node_link_within(dom, dom->node[node].parent).n > 0;
    uint32_t text = 0;
    if (t->gap || !t->n || fc_is_space(t->p[t->n - 1]))
        return false;
    for (uint32_t i = node + 1; i < dom->node[node].end; i++) {
        link |= fc_node_link_within(dom, i).n > 0;
        if (dom->node[i].tag == FC_TAG_TEXT && !dom->node[i].blank) {
            if (text)
                return false;
            text = i;
        }
    }
    fc_str s = text ? fc_str_trim(fc_dom_text(dom, text)) : (fc_str){ NULL, 0 };
    if (!link || !s.n || s.n > MAX_MARK)
        return false;
    for (size_t i = 0; i < s.n; i++)
        if (!fc_is_digit(s.p[i]))
            return false;
    fc_text_char(t, '[');
    fc_text_add(t, s.p, s.n);
    fc_text_char(t, ']');
    return true;
}

bool fc_script_write(fc_text *t, const fc_dom *dom, uint32_t node, fc_script_place *place)
{
    bool above = dom->node[node].tag == FC_TAG_SUP;
    if (t->gap || t->n <= place->from)
        return false;
    char last = t->p[t->n - 1];
    bool more = place->end == t->n;
    if (!fc_is_alnum(last) && last != ')' && last != ']' && (unsigned char)last < 0x80 &&
        !more)
        return false;
    fc_str s = script_text(dom, node, t->a);
    if (!s.n || (above && is_ending(s)))
        return false;
    return (!more && small_signs(t, s, above)) || tex_script(t, place, s, above);
}
