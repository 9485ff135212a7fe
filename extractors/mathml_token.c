/* mathml_token.c - the leaves of MathML: identifiers, operators, numbers, text. */
#include "base/str.h"
#include "base/utf8.h"
#include "extractors/mathml_parts.h"
#include "html/entities.h"
#include "text/normalize.h"

enum {
    MAX_TOKEN = 1024,           /* bytes of one token; the rest is left out */
    FEW = 64,                   /* nodes of a token with elements in it */
    APPLY_FUNCTION = 0x2061,    /* invisible, but it tells a function from a product */
    STROKE = 0x338,
    TEXT_STYLE = 0xFE0E         /* of a sign that might be drawn as a picture */
};

bool fc_mml_is_token(unsigned tag)
{
    return tag == FC_TAG_MI || tag == FC_TAG_MO || tag == FC_TAG_MN ||
           tag == FC_TAG_MTEXT || tag == FC_TAG_MS || tag == FC_TAG_TEXT;
}

/* ------------------------------------------------------------------------------- text */

typedef struct token {
    char *p;
    size_t n, cap;
    bool gap;                   /* white space is due */
} token;

static void put(token *t, const char *p, size_t n)
{
    if (t->n + n + 1 > t->cap)
        return;
    if (t->gap)
        t->p[t->n++] = ' ';
    t->gap = false;
    memcpy(t->p + t->n, p, n);
    t->n += n;
}

static void add_code(token *t, uint32_t code)
{
    char out[4];
    fc_char_kind kind = fc_char_kind_of(code);
    if (code == 0xA0 || kind == FC_CHAR_BLANK || kind == FC_CHAR_NEWLINE ||
        code == '\t') {
        t->gap = true;
        return;
    }
    if ((kind == FC_CHAR_GONE && code != APPLY_FUNCTION) || code == FC_REPLACEMENT ||
        code == TEXT_STYLE)
        return;
    put(t, out, fc_utf8_encode(code, out));
}

static void add_text(token *t, fc_str s, bool literal)
{
    for (size_t i = 0; i < s.n && t->n < t->cap;) {
        char out[8];
        size_t took = 0, n;
        uint32_t code;
        if (s.p[i] == ' ' || s.p[i] == '\n') { /* indents, and most of the rest */
            t->gap = true;
            i++;
            continue;
        }
        if (s.p[i] > ' ' && s.p[i] <= '~' && s.p[i] != '&') {
            put(t, s.p + i++, 1);
            continue;
        }
        if (s.p[i] == '&' && !literal)
            took = fc_entity_decode(fc_str_sub(s, i, s.n), false, out, &n);
        if (!took) {
            i += fc_utf8_decode(fc_str_sub(s, i, s.n), &code, NULL);
            add_code(t, code);
            continue;
        }
        for (size_t k = 0; k < n; k++) {
            k += fc_utf8_decode((fc_str){ out + k, n - k }, &code, NULL) - 1;
            add_code(t, code);
        }
        i += took;
    }
}

/* The text of an element's own text nodes, or of all in it: entities decoded, white space
 * folded; into a buffer of `cap` bytes, cut there. */
static size_t text_of(const fc_mathml *m, uint32_t node, bool own, char *out, size_t cap)
{
    token t = { .p = out, .cap = cap };
    const fc_node *at = &m->dom->node[node];
    if (at->tag == FC_TAG_TEXT)
        add_text(&t, fc_dom_text(m->dom, node), at->literal);
    for (uint32_t i = node + 1; i < at->end; i = own ? m->dom->node[i].end : i + 1) {
        const fc_node *n = &m->dom->node[i];
        if (n->tag == FC_TAG_TEXT)
            add_text(&t, fc_dom_text(m->dom, i), n->literal);
        else if (n->tag == FC_TAG_MGLYPH)
            add_text(&t, fc_dom_attr(m->dom, i, "alt"), false);
    }
    if (t.gap && t.n < t.cap)
        out[t.n++] = ' ';
    return t.n;
}

/* ---------------------------------------------------------------------------- symbols */

static bool ascii_word(fc_str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (fc_lower(s.p[i]) < 'a' || fc_lower(s.p[i]) > 'z')
            return false;
    return s.n > 1;
}

/* One character in TeX; returns its class. */
static unsigned put_code(fc_mathml *m, uint32_t code)
{
    const char *alphabet;
    char out[4];
    uint32_t plain = fc_tex_letter(code, &alphabet);
    const fc_tex_symbol *symbol = fc_tex_symbol_of(plain ? plain : code);
    if (alphabet) {
        fc_piece_text(m, alphabet);
        fc_piece_text(m, "{");
    }
    if (symbol)
        fc_piece_text(m, symbol->tex);
    else
        fc_piece_put(m, (fc_str){ out, fc_utf8_encode(plain ? plain : code, out) });
    if (alphabet)
        fc_piece_text(m, "}");
    return symbol ? symbol->class : FC_TEX_ORD;
}

/* A sign and a stroke that goes through it are one; returns the bytes of the stroke. */
static size_t negate(fc_str after, uint32_t *code)
{
    uint32_t stroke = 0, one = fc_tex_negated(*code);
    size_t n = after.n && one ? fc_utf8_decode(after, &stroke, NULL) : 0;
    if (stroke != STROKE)
        return 0;
    *code = one;
    return n;
}

/* All characters of a token. A single one has its class and is known by its code. */
static fc_piece symbols(fc_mathml *m, fc_str s)
{
    unsigned class = FC_TEX_ORD, count = 0;
    uint32_t code = 0;
    fc_piece_begin(m);
    for (size_t i = 0; i < s.n; count++) {
        i += fc_utf8_decode(fc_str_sub(s, i, s.n), &code, NULL);
        i += negate(fc_str_sub(s, i, s.n), &code);
        if (code != ' ')
            class = put_code(m, code);
    }
    fc_piece c = fc_piece_end(m, count == 1 ? class : FC_PIECE_ROW);
    c.code = count == 1 ? code : 0;
    if (c.n && (c.p[0] == '\'' || c.p[0] == '^') && c.kind == FC_TEX_ORD)
        c.kind = FC_PIECE_PRIME;
    return c;
}

static fc_piece command(fc_mathml *m, const char *name, fc_str s, unsigned kind)
{
    fc_piece_begin(m);
    fc_piece_text(m, name);
    fc_piece_text(m, "{");
    fc_piece_put(m, s);
    fc_piece_text(m, "}");
    return fc_piece_end(m, kind);
}

/* "sin" is a function that TeX knows, "argmax" one that it does not. */
static fc_piece function(fc_mathml *m, fc_str s)
{
    bool limits;
    if (!fc_tex_function(s, &limits))
        return command(m, "\\operatorname", s, FC_TEX_FUN);
    fc_piece_begin(m);
    fc_piece_text(m, "\\");
    fc_piece_put(m, s);
    return fc_piece_end(m, limits ? FC_TEX_BIG : FC_TEX_FUN);
}

/* Words with blanks between, "arg max". */
static bool ascii_words(fc_str s)
{
    bool blank = true;
    for (size_t i = 0; i < s.n; i++) {
        if (!fc_is_letter(s.p[i]) && (blank || s.p[i] != ' '))
            return false;
        blank = s.p[i] == ' ';
    }
    return !blank && fc_str_findc(s, ' ') < s.n;
}

/* "arg max" as one name, \operatorname{arg\,max}. */
static fc_piece name_of_words(fc_mathml *m, fc_str s)
{
    fc_str word;
    fc_piece_begin(m);
    fc_piece_text(m, "\\operatorname{");
    for (bool first = true; fc_str_split(&s, ' ', &word); first = false) {
        fc_piece_text(m, first ? "" : "\\,");
        fc_piece_put(m, word);
    }
    fc_piece_text(m, "}");
    return fc_piece_end(m, FC_TEX_FUN);
}

/* "lim sup" is one function. */
static fc_str joined_name(fc_str s)
{
    return fc_str_is(s, "lim sup") ? FC_STR("limsup")
           : fc_str_is(s, "lim inf") ? FC_STR("liminf") : s;
}

static fc_piece sign(fc_mathml *m, const char *tex, unsigned class)
{
    fc_piece_begin(m);
    fc_piece_text(m, tex);
    return fc_piece_end(m, class);
}

/* A name that the page says is that of an operator: its limits stand below it. */
static bool is_called(const fc_mathml *m, uint32_t node)
{
    return fc_str_is(fc_dom_attr(m->dom, node, "data-mjx-texclass"), "OP") ||
           fc_str_ieq(fc_dom_attr(m->dom, node, "movablelimits"), FC_STR("true"));
}

static fc_piece identifier(fc_mathml *m, uint32_t node, fc_str s)
{
    bool limits;
    s = joined_name(s);
    fc_str variant = fc_dom_attr(m->dom, node, "mathvariant");
    const char *alphabet = variant.n ? fc_tex_alphabet(variant) : NULL;
    if (!alphabet && ascii_words(s))
        return name_of_words(m, s);
    if (!alphabet && ascii_word(s) && is_called(m, node))
        return function(m, s);
    if (ascii_word(s))
        return fc_tex_function(s, &limits) ? function(m, s)
               : command(m, alphabet ? alphabet : "\\mathrm", s, FC_PIECE_CLOSED);
    fc_piece c = symbols(m, s);
    if (c.code == FC_MML_DIVIDES || c.code == FC_MML_PARALLEL) /* KaTeX: no relation */
        return sign(m, c.code == FC_MML_DIVIDES ? "|" : "\\|", FC_TEX_BAR);
    if (!c.n || (!alphabet && !(fc_str_ieq(variant, FC_STR("normal")) && s.n == 1)))
        return c;
    return command(m, alphabet ? alphabet : "\\mathrm", fc_piece_str(&c),
                   FC_PIECE_CLOSED);
}

static fc_piece number(fc_mathml *m, uint32_t node, fc_str s)
{
    const char *alphabet = fc_tex_alphabet(fc_dom_attr(m->dom, node, "mathvariant"));
    fc_piece c = symbols(m, s);
    if (c.n && alphabet)
        return command(m, alphabet, fc_piece_str(&c), FC_PIECE_CLOSED);
    return c;
}

/* Lines that the page says are a fence, or stand by themselves: no relation. */
static bool is_norm(const fc_mathml *m, uint32_t node)
{
    fc_str class = fc_dom_attr(m->dom, node, "data-mjx-texclass");
    return fc_dom_attr(m->dom, node, "fence").n ||
           fc_dom_attr(m->dom, node, "stretchy").n ||
           (class.n && !fc_str_is(class, "REL"));
}

static fc_piece operator(fc_mathml *m, uint32_t node, fc_str s)
{
    static const char *const relations[] = { ":=", "=:", "==", "!=",
                                             "<=", ">=", "->", "=>" };
    static const char *const tex[] = { ":=",    "=:",    "==",   "\\neq",
                                       "\\leq", "\\geq", "\\to", "\\Rightarrow" };
    s = joined_name(s);
    if (fc_str_is(s, "mod"))
        return sign(m, "\\bmod", FC_TEX_BIN);
    if (ascii_word(s))
        return function(m, s);
    if (ascii_words(s))
        return name_of_words(m, s);
    for (size_t i = 0; i < sizeof relations / sizeof *relations; i++)
        if (fc_str_is(s, relations[i]))
            return sign(m, tex[i], FC_TEX_REL);
    fc_piece c = symbols(m, s);
    if (c.code == 0x22A5)
        return sign(m, "\\perp", FC_TEX_REL);
    if ((c.code == FC_MML_DIVIDES || c.code == FC_MML_PARALLEL) && is_norm(m, node))
        return sign(m, c.code == FC_MML_DIVIDES ? "|" : "\\|", FC_TEX_BAR);
    if (c.kind == FC_TEX_BAR && fc_str_is(fc_dom_attr(m->dom, node, "form"), "prefix"))
        c.kind = FC_TEX_OPEN;
    return c;
}

/* ---------------------------------------------------------------------------- <mtext> */

/* Text with letters is \text{...}; signs alone are what they are. */
static bool has_letters(fc_str s)
{
    for (size_t i = 0; i < s.n;) {
        uint32_t code;
        i += fc_utf8_decode(fc_str_sub(s, i, s.n), &code, NULL);
        if ((code < 0x80 && fc_lower((char)code) >= 'a' && fc_lower((char)code) <= 'z') ||
            (code >= 0xC0 && !fc_tex_symbol_of(code)))
            return true;
    }
    return false;
}

static const char *text_font(const char *alphabet)
{
    return !alphabet ? "\\textit{"
           : !strcmp(alphabet, "\\mathbf") ? "\\textbf{"
           : !strcmp(alphabet, "\\mathtt") ? "\\texttt{"
           : !strcmp(alphabet, "\\mathsf") ? "\\textsf{" : "\\text{";
}

/* Letters of mathematical alphabets make text bold or slanted (Temml). */
static const char *text_command(const fc_mathml *m, uint32_t node, fc_str s)
{
    fc_str variant = fc_dom_attr(m->dom, node, "mathvariant");
    const char *alphabet = fc_tex_alphabet(variant);
    uint32_t code;
    if (alphabet || fc_str_ieq(variant, FC_STR("italic")))
        return text_font(alphabet);
    fc_utf8_decode(s, &code, NULL);
    return code < 0x80 || !fc_tex_letter(code, &alphabet) ? "\\text{"
                                                          : text_font(alphabet);
}

static fc_piece text(fc_mathml *m, uint32_t node, fc_str s)
{
    if (fc_str_is(s, " ")) {
        fc_piece_begin(m);
        fc_piece_text(m, "\\ ");
        return fc_piece_end(m, FC_PIECE_SPACE);
    }
    if (!has_letters(s))
        return symbols(m, s);
    fc_piece_begin(m);
    fc_piece_text(m, text_command(m, node, s));
    for (size_t i = 0; i < s.n;) {
        const char *alphabet;
        char letter[4];
        uint32_t code;
        size_t took = fc_utf8_decode(fc_str_sub(s, i, s.n), &code, NULL);
        uint32_t plain = code < 0x80 ? 0 : fc_tex_letter(code, &alphabet);
        if (memchr("{}$%#&_", s.p[i], 7))
            fc_piece_text(m, "\\");
        if (s.p[i] == '\\')
            fc_piece_text(m, "\\textbackslash ");
        else if (plain)
            fc_piece_put(m, (fc_str){ letter, fc_utf8_encode(plain, letter) });
        else
            fc_piece_put(m, fc_str_sub(s, i, i + took));
        i += took;
    }
    fc_piece_text(m, "}");
    return fc_piece_end(m, FC_PIECE_CLOSED);
}

/* Text that stands in no token: of HTML that only looks like MathML, or of content
 * markup, which reads its own. */
static fc_piece bare(fc_mathml *m, uint32_t node, fc_str s)
{
    unsigned up = fc_mathml_tag(m->dom, m->dom->node[node].parent);
    if (m->dom->node[node].blank || fc_mml_is_token(up) || up == FC_TAG_ANNOTATION) {
        fc_piece_begin(m);
        return fc_piece_end(m, FC_PIECE_EMPTY);
    }
    return symbols(m, fc_str_trim(s));
}

/* KaTeX wraps what it gives another class: <mo><mi>x</mi></mo>. The name of an operator
 * is the text of them all, else it is a row. */
static fc_piece wrapper(fc_mathml *m, uint32_t node, unsigned tag)
{
    char buffer[MAX_TOKEN];
    fc_str s = { buffer, 0 }, none = { NULL, 0 };
    if (tag == FC_TAG_MO && m->dom->node[node].end - node < FEW)
        s.n = text_of(m, node, false, buffer, sizeof buffer);
    return ascii_word(s) ? operator(m, node, s) : fc_mml_row(m, node, none, none, none);
}

fc_piece fc_mml_token(fc_mathml *m, uint32_t node, unsigned tag)
{
    char buffer[MAX_TOKEN];
    uint32_t end = m->dom->node[node].end;
    bool own = (tag != FC_TAG_MTEXT && tag != FC_TAG_MS) || end - node >= FEW;
    fc_str s = { buffer, text_of(m, node, own, buffer, sizeof buffer) };
    if (!fc_str_trim(s).n && own && end > node + 2)
        return wrapper(m, node, tag);
    switch (tag) {
    case FC_TAG_TEXT:
        return bare(m, node, s);
    case FC_TAG_MTEXT:
    case FC_TAG_MS:
        return text(m, node, s);
    case FC_TAG_MN:
        return number(m, node, fc_str_trim(s));
    case FC_TAG_MO:
        return operator(m, node, fc_str_trim(s));
    default:
        return identifier(m, node, fc_str_trim(s));
    }
}
