/* mtef_tokens.c - characters of MTEF as MathML: numbers, names and texts whole, spaces,
 * and what stands above, below and through a character. */
#include "extractors/mtef_parts.h"

#include "base/utf8.h"
#include "extractors/omml.h"
#include "extractors/tex_symbols.h"
#include "text/normalize.h"

enum { PRIME = 0x2032, THIN = 2 };

/* ------------------------------------------------------------------------- characters */

static bool is_letter(uint32_t code)
{
    return (code >= 'a' && code <= 'z') || (code >= 'A' && code <= 'Z');
}

static bool is_digit(uint32_t code)
{
    return code >= '0' && code <= '9';
}

/* Words of East Asia are no names of variables. */
static bool is_text(const fc_mtef_node *n)
{
    bool east = n->code >= 0x2E80 && n->code < 0xD800 &&
                (n->code < 0x3008 || n->code > 0x301B);
    return n->kind == FC_MTEF_CHAR && (n->what == FC_MTEF_TEXT || east);
}

/* A text begins and ends with a letter: numbers and signs around it are no part of it. */
static bool is_text_letter(const fc_mtef_node *n)
{
    return is_text(n) &&
           (is_letter(n->code) || (n->code >= 0xC0 && !fc_tex_symbol_of(n->code)));
}

static bool is_plain(const fc_mtef_writer *w, uint32_t i)
{
    return fc_mtef_at(w, i)->kind == FC_MTEF_CHAR && fc_mtef_at(w, i)->end == i + 1;
}

static bool is_prime(const fc_mtef_writer *w, uint32_t i)
{
    const fc_mtef_node *n = fc_mtef_at(w, i);
    return is_plain(w, i) && n->what != FC_MTEF_TEXT &&
           (n->code == '\'' || n->code == PRIME || n->code == 0x2019);
}

int fc_mtef_space_of(const fc_mtef_node *n)
{
    static const int width[] = { 0, 0, 2, 3, 4, 12, 24, 2, 0 };
    if (n->kind != FC_MTEF_CHAR)
        return -1;
    if (n->what == FC_MTEF_SPACE)
        return n->code < sizeof width / sizeof *width ? width[n->code] : 0;
    return n->code == ' ' || n->code == 0xA0 || (n->code >= 0x2000 && n->code < 0x200B)
               ? 3
               : -1;
}

static bool is_function(const fc_mtef_node *n)
{
    return n->kind == FC_MTEF_CHAR && n->what == FC_MTEF_FUNCTION && is_letter(n->code);
}

uint32_t fc_mtef_end_of(const fc_mtef_writer *w, uint32_t i, uint32_t to)
{
    const fc_mtef_node *n = fc_mtef_at(w, i);
    uint32_t end = n->end, seen = end;
    if (!is_plain(w, i))
        return end;
    bool text = is_text_letter(n), function = is_function(n), prime = is_prime(w, i);
    bool number = is_digit(n->code);
    for (; seen < to && is_plain(w, seen); seen++) {
        const fc_mtef_node *next = fc_mtef_at(w, seen);
        bool point = number && next->code == '.' && seen + 1 < to &&
                     is_plain(w, seen + 1) && is_digit(fc_mtef_at(w, seen + 1)->code);
        bool more = text       ? is_text(next)
                    : function ? is_function(next) && !next->begins
                    : number   ? point || is_digit(next->code)
                               : prime && is_prime(w, seen);
        if (!more || (!text && next->alphabet != n->alphabet))
            break;
        if (!text || is_text_letter(next))
            end = seen + 1;
    }
    return end;
}

static void add_code(fc_mtef_writer *w, fc_text *t, uint32_t code)
{
    char out[4];
    if (!code)
        w->lost = true;
    else if (code > 0x20)
        fc_text_add(t, out, fc_utf8_encode(code, out));
    else
        fc_text_char(t, ' ');
}

static fc_str chars(fc_mtef_writer *w, uint32_t from, uint32_t to)
{
    fc_text t = { .a = w->a };
    fc_text_add(&t, "", 0);
    for (uint32_t i = from; i < to; i = fc_mtef_at(w, i)->end)
        add_code(w, &t, fc_mtef_at(w, i)->code);
    return (fc_str){ t.p, t.n };
}

static void write_text(fc_mtef_writer *w, fc_str s)
{
    fc_mtef_put(w, "<mtext>");
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] == '<' || s.p[i] == '&')
            fc_mtef_put(w, s.p[i] == '<' ? "&lt;" : "&amp;");
        else
            fc_text_char(&w->out, s.p[i]);
    fc_mtef_put(w, "</mtext>");
}

static void write_primes(fc_mtef_writer *w, unsigned n)
{
    static const char *const signs[] = { "", "\xe2\x80\xb2", "\xe2\x80\xb3",
                                         "\xe2\x80\xb4", "\xe2\x81\x97" };
    fc_mtef_put(w, "<mo>");
    fc_mtef_put(w, signs[n < 4 ? n : 4]);
    fc_mtef_put(w, "</mo>");
}

void fc_mtef_write_chars(fc_mtef_writer *w, uint32_t from, uint32_t to)
{
    const fc_mtef_node *n = fc_mtef_at(w, from);
    if (is_prime(w, from))
        write_primes(w, to - from);
    else if (is_text_letter(n))
        write_text(w, chars(w, from, to));
    else
        fc_omml_symbols(&w->out, chars(w, from, to), n->alphabet, is_function(n));
}

uint32_t fc_mtef_write_spaces(fc_mtef_writer *w, uint32_t i, uint32_t to, bool first)
{
    int sum = 0;
    for (; i < to && fc_mtef_space_of(fc_mtef_at(w, i)) >= 0; i = fc_mtef_at(w, i)->end)
        sum += sum < 24 ? fc_mtef_space_of(fc_mtef_at(w, i)) : 0;
    if (!first && i < to && sum > THIN)
        fc_mtef_put(w, sum >= 22   ? "<mspace width=\"2em\"/>"
               : sum >= 11 ? "<mspace width=\"1em\"/>" : "<mspace width=\".2em\"/>");
    return i;
}

/* -------------------------------------------------------------------- embellishments */

enum { ONE_PRIME = 5, TWO_PRIMES, BACK_PRIME, NOT = 10, MIDDLE = 16, THREE_PRIMES = 18,
       FIRST_STRIKE = 21, LAST_STRIKE = 23 };

/* Signs above and below, by the numbers of embellishments; NULL: not so. */
static const char *const above[] = {
    [2] = "\xcb\x99", [3] = "\xc2\xa8", [4] = "\xe2\x83\x9b", [8] = "~", [9] = "^",
    [11] = "\xe2\x86\x92", [12] = "\xe2\x86\x90", [13] = "\xe2\x86\x94",
    [14] = "\xe2\x87\x80", [15] = "\xe2\x86\xbc", [17] = "\xc2\xaf",
    [19] = "\xe2\x8c\xa2", [20] = "\xe2\x8c\xa3", [24] = "\xe2\x83\x9c",
};
static const char *const below[] = {
    [25] = ".", [26] = "..", [27] = "...", [28] = "....", [29] = "_",
    [30] = "\xe2\x88\xbc", [31] = "\xe2\x8c\xa2", [32] = "\xe2\x8c\xa3",
    [33] = "\xe2\x86\x92", [34] = "\xe2\x86\x90", [35] = "\xe2\x86\x94",
    [36] = "\xe2\x87\x81", [37] = "\xe2\x86\xbd",
};

static const char *sign_in(const char *const *table, size_t n, unsigned what)
{
    return what < n ? table[what] : NULL;
}

#define SIGN_IN(table, what) sign_in(table, sizeof table / sizeof *table, what)

unsigned fc_mtef_primes_of(const fc_mtef_writer *w, uint32_t i)
{
    unsigned n = 0;
    for (uint32_t k = i + 1; k < fc_mtef_at(w, i)->end; k++) {
        unsigned what = fc_mtef_at(w, k)->what;
        n += what == ONE_PRIME      ? 1
             : what == TWO_PRIMES   ? 2
             : what == THREE_PRIMES ? 3
                                    : 0;
    }
    return n;
}

/* A character with a stroke through it, when Unicode has it: "not equal". */
static bool write_stroked(fc_mtef_writer *w, uint32_t code, unsigned what)
{
    fc_text t = { .a = w->a };
    bool bar = what == MIDDLE && code == 'h';
    add_code(w, &t, bar ? 0x210F : code);
    if (!bar)
        fc_text_add(&t, "\xcc\xb8", 2);
    fc_str s = fc_normalize_nfc((fc_str){ t.p, t.n }, w->a);
    uint32_t composed;
    size_t n = fc_utf8_decode(s, &composed, NULL);
    if ((what != NOT && !bar) || n != s.n)
        return false;
    fc_omml_symbols(&w->out, s, NULL, false);
    return true;
}

/* What stands before and behind a character with this embellishment. */
static void write_embell(fc_mtef_writer *w, unsigned what, bool open)
{
    const char *over = SIGN_IN(above, what), *under = SIGN_IN(below, what);
    bool strike = what == NOT || (what >= FIRST_STRIKE && what <= LAST_STRIKE);
    if (over || under || what == MIDDLE) {
        fc_mtef_put(w, open ? under ? "<munder>" : "<mover accent=\"true\">" : "<mo>");
        if (open)
            return;
        fc_mtef_put(w, under ? under : over ? over : "-");
        fc_mtef_put(w, under ? "</mo></munder>" : "</mo></mover>");
    } else if (strike) {
        fc_mtef_put(w, !open ? "</menclose>"
               : what == LAST_STRIKE ? "<menclose notation=\"downdiagonalstrike\">"
                                     : "<menclose notation=\"updiagonalstrike\">");
    } else if (what == BACK_PRIME) {
        fc_mtef_put(w, open ? "<msup><mrow/><mo>\xe2\x80\xb5</mo></msup>" : "");
    }
}

/* A character and its embellishments, the first innermost; primes are the row's. */
void fc_mtef_write_char(fc_mtef_writer *w, uint32_t i)
{
    const fc_mtef_node *n = fc_mtef_at(w, i);
    uint32_t k = i + 1;
    bool done = k < n->end && write_stroked(w, n->code, fc_mtef_at(w, k)->what);
    if (done && n->end == k + 1)
        return;
    if (done) /* one of several is not worth more code */
        w->lost = true;
    for (k = n->end; k-- > i + 1;)
        write_embell(w, fc_mtef_at(w, k)->what, true);
    fc_mtef_write_chars(w, i, i + 1);
    for (k = i + 1; k < n->end; k++)
        write_embell(w, fc_mtef_at(w, k)->what, false);
}
