/* pdf_text.c - the pieces of a PDF as Markdown: see pdf.h.
 *
 * A hyphen at the end of a line is the word's own, or there because the line ends. The
 * rest of the document knows: the word stands elsewhere in one of both forms. Where it
 * does not, the hyphen goes, except behind the words that compounds begin with. */
#include "base/hash.h"
#include "base/str.h"
#include "base/utf8.h"
#include "extractors/pdf.h"

enum { LONGEST_WORD = 64, CJK = 0x2E80 };

/* -------------------------------------------------------------------- the words known */

static bool is_letter(char c)
{
    return fc_is_letter(c) || (unsigned char)c >= 0x80;
}

/* Letters and hyphens, from the first letter to the last. */
static fc_str core_of(fc_str w)
{
    while (w.n && !is_letter(w.p[0]))
        w = fc_str_sub(w, 1, w.n);
    while (w.n && !is_letter(w.p[w.n - 1]))
        w.n--;
    return w;
}

/* Of a and b together, in small letters; 0: too long. */
static uint64_t hash_of(fc_str a, fc_str b)
{
    char s[LONGEST_WORD];
    size_t n = 0;
    if (a.n + b.n > sizeof s)
        return 0;
    for (size_t i = 0; i < a.n; i++)
        s[n++] = fc_lower(a.p[i]);
    for (size_t i = 0; i < b.n; i++)
        s[n++] = fc_lower(b.p[i]);
    return fc_hash3(s, n);
}

static void know_words(fc_pdf *p)
{
    size_t room = 64;
    while (room < 2 * (size_t)p->words)
        room *= 2;
    p->known = fc_zalloc(p->a, room, sizeof *p->known);
    p->known_mask = room - 1;
    for (uint32_t i = 0; i < p->words; i++) {
        uint64_t h = hash_of(core_of(fc_pdf_word_text(p, &p->word[i])), FC_STR(""));
        size_t at = h & p->known_mask;
        while (h && p->known[at] && p->known[at] != h)
            at = (at + 1) & p->known_mask;
        if (h)
            p->known[at] = h;
    }
}

static bool is_known(const fc_pdf *p, uint64_t h)
{
    for (size_t at = h & p->known_mask; p->known[at]; at = (at + 1) & p->known_mask)
        if (p->known[at] == h)
            return true;
    return false;
}

/* ---------------------------------------------------------------------------- hyphens */

/* Bytes of the hyphen that the word ends with, behind a letter; 0: none. */
static size_t hyphen_of(fc_str w)
{
    static const char *const marks[] = { "-", "\xc2\xad", "\xe2\x80\x90" };
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        size_t n = strlen(marks[i]);
        if (w.n > n && fc_str_ends(w, fc_str_of(marks[i])) && is_letter(w.p[w.n - n - 1]))
            return n;
    }
    return 0;
}

static bool begins_compounds(fc_str w)
{
    static const char *const words[] = { "self",  "well",  "non",   "high",  "low",
                                         "long",  "short", "cross", "half",  "multi",
                                         "semi",  "quasi", "state", "real",  "two",
                                         "three", "four",  "one",   "first", "second",
                                         "large", "small" };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (fc_str_ieq(w, fc_str_of(words[i])))
            return true;
    return false;
}

/* Whether the hyphen that `left` ends with goes when `right` follows on the next line. */
static bool hyphen_goes(const fc_pdf *p, fc_str left, size_t hyphen, fc_str right)
{
    if (!fc_pdf_small(right))
        return false;
    if (left.p[left.n - hyphen] != '-' && hyphen == 2)
        return true;            /* a soft one */
    fc_str with = core_of(left), rest = core_of(right);
    fc_str joined = fc_str_sub(left, (size_t)(with.p - left.p), left.n - hyphen);
    if (is_known(p, hash_of(joined, rest)))
        return true;
    fc_str kept = fc_str_sub(left, (size_t)(with.p - left.p), left.n);
    if (is_known(p, hash_of(kept, rest)))
        return false;
    return !begins_compounds(joined);
}

/* ------------------------------------------------------------------------------ lines */

static bool is_cjk(fc_str w, bool last)
{
    uint32_t code;
    size_t at = last ? w.n - 1 : 0;
    while (at && ((unsigned char)w.p[at] & 0xC0) == 0x80)
        at--;
    fc_utf8_decode(fc_str_sub(w, at, w.n), &code, NULL);
    return code >= CJK && code < 0x1F000;
}

/* Dots that lead to a page number in a table of contents. */
static bool is_leader(fc_str w)
{
    for (size_t i = 0; i < w.n; i++)
        if (w.p[i] != '.')
            return false;
    return true;
}

static bool is_digits(fc_str w)
{
    for (size_t i = 0; i < w.n; i++)
        if (w.p[i] < '0' || w.p[i] > '9')
            return false;
    return w.n > 0 && w.n < 4;
}

/* A number that is smaller than the word it touches and raised or lowered against it:
 * 1 or -1. */
static int script_of(const fc_pdf *p, const fc_pdf_word *before, const fc_pdf_word *w,
                     fc_str text)
{
    float h = before->box.y1 - before->box.y0, own = w->box.y1 - w->box.y0;
    fc_str last = fc_pdf_word_text(p, before);
    char c = last.p[last.n - 1];
    bool base = is_letter(c) || fc_is_digit(c) || strchr(")].,", c);
    if (!base || !is_digits(text) || own > 0.85f * h ||
        w->box.x0 - before->box.x1 > 0.15f * h || w->box.x0 < before->box.x0)
        return 0;
    float middle = (w->box.y0 + w->box.y1 - before->box.y0 - before->box.y1) / 2;
    return middle < -0.1f * h ? 1 : middle > 0.1f * h ? -1 : 0;
}

/* Words whose boxes touch are one: a change of font within it, or a sign behind it. */
static bool touch(const fc_pdf_word *before, const fc_pdf_word *w)
{
    float h = before->box.y1 - before->box.y0, gap = w->box.x0 - before->box.x1;
    return gap < 0.05f * h && gap > -0.3f * h && w->box.y0 < before->box.y1 &&
           w->box.y1 > before->box.y0;
}

/* `skip` words at its begin and `cut` bytes at its end are left out. */
static void write_line(const fc_pdf *p, fc_md *m, const fc_pdf_line *l, uint32_t skip,
                       size_t cut)
{
    const fc_pdf_word *before = NULL;
    for (uint32_t i = skip; i < l->words; i++) {
        const fc_pdf_word *w = &p->word[l->word + i];
        fc_str s = fc_pdf_word_text(p, w);
        if (is_leader(s) &&
            (s.n > 4 || (before && is_leader(fc_pdf_word_text(p, before))))) {
            before = w;
            continue;
        }
        if (i + 1 == l->words)
            s.n -= cut;
        int script = before ? script_of(p, before, w, s) : 0;
        if (before && !script && !touch(before, w))
            fc_md_gap(m);
        if (script)
            fc_md_script(m, s, script > 0);
        else
            fc_md_text(m, s);
        before = w;
    }
}

/* A line that ends early with a capital or number below it: of an address, a list, a
 * table. */
static bool stands_alone(const fc_pdf *p, const fc_pdf_line *l, const fc_pdf_line *next,
                         float right)
{
    float width = right - l->box.x0;
    return l->box.x1 < right - 0.35f * width && !fc_pdf_small(fc_pdf_first(p, next)) &&
           !is_cjk(fc_pdf_first(p, next), false);
}

/* What is between a line of a piece and the next one, which may be another piece's. */
static void write_border(const fc_pdf *p, fc_md *m, const fc_pdf_line *l,
                         const fc_pdf_line *next, float right, uint32_t skip)
{
    fc_str last = fc_pdf_last(p, l), first = fc_pdf_first(p, next);
    size_t hyphen = hyphen_of(last);
    bool goes = hyphen && !fc_pdf_beside(l, next) && hyphen_goes(p, last, hyphen, first);
    write_line(p, m, l, skip, goes ? hyphen : 0);
    if (fc_pdf_beside(l, next))
        fc_md_gap(m);
    else if (hyphen || (is_cjk(last, true) && is_cjk(first, false)))
        return;
    else if (stands_alone(p, l, next, right))
        fc_md_line(m);
    else
        fc_md_gap(m);
}

static void write_piece(const fc_pdf *p, fc_md *m, const fc_pdf_piece *x)
{
    uint32_t skip = x->kind == FC_PDF_ITEM;
    for (;;) {
        float right = 0;
        for (uint32_t i = x->line; i < x->line + x->lines; i++)
            right = p->line[i].box.x1 > right ? p->line[i].box.x1 : right;
        for (uint32_t i = x->line; i < x->line + x->lines; i++, skip = 0) {
            const fc_pdf_line *l = &p->line[i];
            if (i + 1 < x->line + x->lines)
                write_border(p, m, l, l + 1, right, skip);
            else if (x->next)
                write_border(p, m, l, &p->line[p->piece[x->next].line], 0, skip);
            else
                write_line(p, m, l, skip, 0);
        }
        if (!x->next)
            break;
        x = &p->piece[x->next];
    }
}

void fc_pdf_write(fc_pdf *p, fc_md *m)
{
    bool list = false;
    know_words(p);
    for (uint32_t i = 0; i < p->pieces; i++) {
        const fc_pdf_piece *x = &p->piece[i];
        if (x->continued)
            continue;
        if (list != (x->kind == FC_PDF_ITEM)) {
            if (list)
                fc_md_close(m);
            else
                fc_md_list_open(m, false, 1);
            list = !list;
        }
        if (list)
            fc_md_item_open(m);
        else if (x->kind == FC_PDF_HEADING)
            fc_md_heading(m, x->level);
        else
            fc_md_block(m);
        write_piece(p, m, x);
        if (list)
            fc_md_close(m);
    }
    if (list)
        fc_md_close(m);
}
