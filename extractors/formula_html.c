/* formula_html.c - formulas that a page writes in plain HTML: italic letters, <sub>,
 * <sup>, a line over a root. Wikipedia marks them with the class texhtml. */
#include "base/str.h"
#include "base/utf8.h"
#include "extractors/formula.h"
#include "extractors/tex_symbols.h"

enum { MAX_OPEN = 16, MAX_NODES = 512, MAX_WORD = 24 };

typedef struct writer {
    const fc_page *page;
    fc_text *t;
    uint32_t end[MAX_OPEN];     /* where what is open ends */
    unsigned open;
    uint32_t italic;            /* node where an italic stretch ends */
} writer;

static void put(fc_text *t, fc_str s)
{
    size_t i = t->n;
    if (!s.n)
        return;
    while (i && fc_is_letter(t->p[i - 1]))
        i--;
    if (i && i < t->n && t->p[i - 1] == '\\' && fc_is_letter(s.p[0]))
        fc_text_char(t, ' ');
    fc_text_add(t, s.p, s.n);
}

/* Upright words are names of functions, or text. */
static void put_word(writer *w, fc_str word, bool italic)
{
    bool limits;
    fc_text *t = w->t;
    if (word.n == 1 || italic) {
        put(t, word);
    } else if (fc_tex_function(word, &limits)) {
        put(t, FC_STR("\\"));
        put(t, word);
    } else {
        put(t, FC_STR("\\mathrm{"));
        put(t, word);
        put(t, FC_STR("}"));
    }
}

static void put_code(writer *w, uint32_t code)
{
    char out[4];
    const char *alphabet;
    uint32_t plain = fc_tex_letter(code, &alphabet);
    const fc_tex_symbol *symbol = fc_tex_symbol_of(plain ? plain : code);
    put(w->t, fc_str_of(alphabet ? alphabet : ""));
    put(w->t, fc_str_of(alphabet ? "{" : ""));
    if (symbol)
        put(w->t, fc_str_of(symbol->tex));
    else
        put(w->t, (fc_str){ out, fc_utf8_encode(plain ? plain : code, out) });
    put(w->t, fc_str_of(alphabet ? "}" : ""));
}

static void put_text(writer *w, fc_str s, bool italic)
{
    fc_text *t = w->t;
    for (size_t i = 0; i < s.n;) {
        size_t n = i;
        uint32_t code;
        while (n < s.n && fc_is_letter(s.p[n]) && n - i < MAX_WORD)
            n++;
        if (n > i) {
            put_word(w, fc_str_sub(s, i, n), italic);
            i = n;
            continue;
        }
        i += fc_utf8_decode(fc_str_sub(s, i, s.n), &code, NULL);
        if (code == 0xA0 || code == ' ' || (code >= 0x2000 && code <= 0x200A) ||
            code < 0x20) {
            if (t->n && t->p[t->n - 1] != ' ')
                fc_text_char(t, ' ');
        } else {
            put_code(w, code);
        }
    }
}

static const char *opening(const writer *w, uint32_t node)
{
    const fc_dom *dom = w->page->dom;
    fc_str style = fc_dom_attr(dom, node, "style");
    const fc_text *t = w->t;
    switch (dom->node[node].tag) {
    case FC_TAG_SUB: return "_{";
    case FC_TAG_SUP: return "^{";
    case FC_TAG_B: case FC_TAG_STRONG: return "\\mathbf{";
    default: break;
    }
    if (fc_str_ifind(style, FC_STR("overline")) < style.n ||
        fc_str_ifind(style, FC_STR("border-top")) < style.n)
        return t->n >= 5 && !memcmp(t->p + t->n - 5, "\\surd", 5) ? "\\sqrt{"
                                                                  : "\\overline{";
    return NULL;
}

/* The root sign in front of the line over its content becomes one command with it. */
static void open(writer *w, uint32_t node, const char *mark)
{
    if (w->open == MAX_OPEN)
        return;
    if (!strcmp(mark, "\\sqrt{"))
        w->t->n -= 5;
    put(w->t, fc_str_of(mark));
    w->end[w->open++] = w->page->dom->node[node].end;
}

static bool is_italic(unsigned tag)
{
    return tag == FC_TAG_I || tag == FC_TAG_EM || tag == FC_TAG_VAR;
}

bool fc_formula_html(const fc_page *page, uint32_t node, fc_text *t)
{
    const fc_dom *dom = page->dom;
    writer w = { .page = page, .t = t };
    size_t at = t->n;
    uint32_t end = dom->node[node].end;
    if (end - node > MAX_NODES)
        return false;
    t->gap = false;
    for (uint32_t i = node + 1; i < end; i++) {
        const fc_node *n = &dom->node[i];
        const char *mark = NULL;
        while (w.open && i >= w.end[w.open - 1]) {
            fc_text_char(t, '}');
            w.open--;
        }
        if (n->tag == FC_TAG_TEXT)
            put_text(&w, fc_dom_text_decoded(dom, i, t->a), i < w.italic);
        else if (is_italic(n->tag))
            w.italic = n->end;
        else
            mark = opening(&w, i);
        if (mark)
            open(&w, i, mark);
    }
    while (w.open--)
        fc_text_char(t, '}');
    return fc_formula_clean(t, at);
}
