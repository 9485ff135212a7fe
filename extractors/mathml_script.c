/* mathml_script.c - indexes and exponents, limits, accents, and what stands over
 * arrows. */
#include "base/str.h"
#include "extractors/mathml_parts.h"

/* One sign needs no braces: x^2, x_i. */
static bool is_short(const fc_piece *c)
{
    return c->n == 1 && c->p[0] != '\'' && c->p[0] != '^';
}

/* Primes need no mark, also where something follows: f'^{-1}. What is left of it. */
static fc_piece put_primes(fc_mathml *m, const fc_piece *c)
{
    fc_piece rest = *c;
    while (rest.n && rest.p[0] == '\'') {
        fc_piece_text(m, "'");
        rest.p++;
        rest.n--;
    }
    while (rest.n < c->n && rest.n && rest.p[0] == ' ') {
        rest.p++;
        rest.n--;
    }
    return rest;
}

static void put_script(fc_mathml *m, const char *mark, const fc_piece *c)
{
    if (!c || !c->n)
        return;
    fc_piece rest = *c;
    if (mark[0] == '^')
        rest = put_primes(m, c);
    if (!rest.n)
        return;
    c = &rest;
    fc_piece_text(m, mark);
    if (c->kind == FC_PIECE_PRIME && mark[0] == '^')
        fc_piece_put(
            m, fc_str_sub(fc_piece_str(c), 1, c->n)); /* ^{\circ} has its own mark */
    else if (is_short(c))
        fc_piece_put(m, fc_piece_str(c));
    else
        fc_piece_group(m, c);
}

/* "(a + b)" needs no braces as a base: it has its own fences. */
static bool is_fenced(const fc_piece *c)
{
    unsigned depth = 0;
    if (c->n < 2 || (c->p[0] != '(' && c->p[0] != '['))
        return c->n > 14 && !memcmp(c->p, "\\left", 5) &&
               !memcmp(c->p + c->n - 7, "\\right", 6);
    for (size_t i = 0; i < c->n; i++) {
        depth += c->p[i] == '(' || c->p[i] == '[';
        if (c->p[i] == ')' || c->p[i] == ']')
            if (!--depth)
                return i + 1 == c->n;
    }
    return false;
}

static void put_base(fc_mathml *m, const fc_piece *c)
{
    bool loose = c->kind == FC_PIECE_ROW || c->kind == FC_PIECE_SCRIPTED ||
                 c->kind == FC_PIECE_PRIME;
    if (!c->n)
        fc_piece_text(m, "{}");
    else if (loose && !is_fenced(c))
        fc_piece_group(m, c);
    else
        fc_piece_put(m, fc_piece_str(c));
}

static bool takes_limits(const fc_piece *c)
{
    return c->kind == FC_TEX_BIG || c->kind == FC_TEX_INT || c->kind == FC_TEX_FUN;
}

static bool is_brace(const fc_piece *c, const char *command)
{
    return c->kind == FC_PIECE_CLOSED &&
           fc_str_starts(fc_piece_str(c), fc_str_of(command));
}

static bool is_arrow(const fc_piece *c)
{
    return (c->code >= 0x2190 && c->code <= 0x21FF) ||
           (c->code >= 0x27F5 && c->code <= 0x27FF);
}

static const fc_str upright = { "\\mathrm{", 8 };

/* An upright word: a name, whatever it is the name of. */
static bool is_word(const fc_piece *c)
{
    fc_str s = fc_piece_str(c);
    size_t n = upright.n;
    while (fc_str_starts(s, upright) && n < s.n && fc_is_letter(s.p[n]))
        n++;
    return n > upright.n + 1 && n + 1 == s.n;
}

/* Limits beside the sign; \operatorname needs a star to have them below. */
static fc_piece limits(fc_mathml *m, const fc_piece *base, const fc_piece *under,
                       const fc_piece *over)
{
    static const fc_str operator = { "\\operatorname{", 14 };
    fc_str s = fc_piece_str(base);
    fc_piece_begin(m);
    if (fc_str_starts(s, operator) || is_word(base)) {
        size_t begun = is_word(base) ? upright.n : operator.n;
        fc_piece_text(m, "\\operatorname*{");
        s = fc_str_sub(s, begun, s.n);
    }
    fc_piece_put(m, s);
    put_script(m, "_", under);
    put_script(m, "^", over);
    return fc_piece_end(m, base->kind == FC_TEX_FUN ? FC_TEX_FUN : FC_TEX_BIG);
}

static fc_piece accented(fc_mathml *m, const fc_piece *base, const char *command)
{
    fc_piece_begin(m);
    fc_piece_text(m, command);
    fc_piece_group(m, base);
    return fc_piece_end(m, FC_PIECE_CLOSED);
}

static bool is_narrow(const fc_piece *base)
{
    return base->kind != FC_PIECE_ROW && base->kind != FC_PIECE_SCRIPTED;
}

/* An arrow with text: \xrightarrow[below]{above}, else the text is set over the sign. */
static fc_piece stacked(fc_mathml *m, const fc_piece *base, const fc_piece *under,
                        const fc_piece *over)
{
    if (over && over->kind == FC_PIECE_SPACE && !under)
        return *base;
    if (under && under->kind == FC_PIECE_SPACE && !over)
        return *base;
    fc_piece_begin(m);
    if (is_arrow(base) && over && (base->code == 0x2192 || base->code == 0x2190)) {
        fc_piece_text(m, base->code == 0x2192 ? "\\xrightarrow" : "\\xleftarrow");
        if (under && under->n) {
            fc_piece_text(m, "[");
            fc_piece_put(m, fc_str_trim(fc_piece_str(under)));
            fc_piece_text(m, "]");
        }
        fc_piece_group(m, over);
        return fc_piece_end(m, FC_TEX_REL);
    }
    if (over && over->n) {
        fc_piece_text(m, "\\overset");
        fc_piece_group(m, over);
    }
    if (under && under->n) {
        fc_piece_text(m, over && over->n ? "{\\underset" : "\\underset");
        fc_piece_group(m, under);
    }
    fc_piece_group(m, base);
    if (under && under->n && over && over->n)
        fc_piece_text(m, "}");
    return fc_piece_end(m, base->kind == FC_TEX_REL ? FC_TEX_REL : FC_PIECE_CLOSED);
}

static fc_piece above_below(fc_mathml *m, const fc_piece *base, const fc_piece *under,
                            const fc_piece *over)
{
    const fc_tex_accent *top = NULL, *low = NULL;
    if (over && over->code && !under)
        top = fc_tex_accent_above(over->code);
    if (under && under->code && !over)
        low = fc_tex_accent_below(under->code);
    if (takes_limits(base) && !(low && !strcmp(low->wide, "\\underline")))
        return limits(m, base, under, over);
    if (under && !low && is_word(base))
        return limits(m, base, under, over);
    if (is_brace(base, "\\overbrace") || is_brace(base, "\\underbrace"))
        return limits(m, base, under, over);
    if ((top || low) && !is_arrow(base))
        return accented(m, base, is_narrow(base) ? (top ? top : low)->narrow
                                                 : (top ? top : low)->wide);
    return stacked(m, base, under, over);
}

static fc_piece beside(fc_mathml *m, const fc_piece *base, const fc_piece *sub,
                       const fc_piece *sup)
{
    bool none = (!sub || !sub->n) && (!sup || !sup->n);
    if (none)
        return *base;
    fc_piece_begin(m);
    if (base->code == FC_MML_PARALLEL) /* the end of a norm */
        fc_piece_text(m, "\\|");
    else
        put_base(m, base);
    put_script(m, "_", sub);
    put_script(m, "^", sup);
    return fc_piece_end(m, takes_limits(base) ? base->kind : FC_PIECE_SCRIPTED);
}

/* Pairs of indexes behind the base; after <mprescripts/> pairs in front of it. */
static fc_piece many(fc_mathml *m, uint32_t node)
{
    uint32_t base = fc_mml_first(m, node), pre = 0;
    fc_piece none = { .p = "", .kind = FC_PIECE_EMPTY };
    if (!base)
        return none;
    for (uint32_t i = base; i && !pre; i = fc_mml_next(m, i))
        if (fc_mathml_tag(m->dom, i) == FC_TAG_MPRESCRIPTS)
            pre = i;
    fc_piece_begin(m);
    for (uint32_t i = pre ? fc_mml_next(m, pre) : 0; i; i = fc_mml_next(m, i)) {
        fc_piece_text(m, "{}");
        put_script(m, "_", fc_piece_of(m, i));
        i = fc_mml_next(m, i);
        if (!i)
            break;
        put_script(m, "^", fc_piece_of(m, i));
    }
    put_base(m, fc_piece_of(m, base));
    for (uint32_t i = fc_mml_next(m, base), k = 0; i && i != pre;
         i = fc_mml_next(m, i), k++) {
        if (k && k % 2 == 0)
            fc_piece_text(m, "{}");
        put_script(m, k % 2 ? "^" : "_", fc_piece_of(m, i));
    }
    return fc_piece_end(m, FC_PIECE_SCRIPTED);
}

fc_piece fc_mml_scripts(fc_mathml *m, uint32_t node, unsigned tag)
{
    uint32_t kid[3];
    const fc_piece *c[3] = { NULL, NULL, NULL };
    fc_str none = { NULL, 0 };
    if (tag == FC_TAG_MULTISCRIPTS)
        return many(m, node);
    unsigned n = fc_mml_kids(m, node, kid, 3);
    for (unsigned i = 0; i < n; i++)
        c[i] = fc_piece_of(m, kid[i]);
    if (n < 2)
        return fc_mml_row(m, node, none, none, none);
    switch (tag) {
    case FC_TAG_MSUB: return beside(m, c[0], c[1], NULL);
    case FC_TAG_MSUP: return beside(m, c[0], NULL, c[1]);
    case FC_TAG_MSUBSUP: return beside(m, c[0], c[1], c[2]);
    case FC_TAG_MUNDER: return above_below(m, c[0], c[1], NULL);
    case FC_TAG_MOVER: return above_below(m, c[0], NULL, c[1]);
    default: return above_below(m, c[0], c[1], c[2]);
    }
}
