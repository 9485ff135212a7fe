/* wiki_math.c - formulas that a page writes as wikitext, {{math|''x''<sub>1</sub>}},
 * as TeX. */
#include "extractors/wiki.h"

#include "base/str.h"
#include "base/utf8.h"
#include "extractors/tex_symbols.h"
#include "html/entities.h"

enum { LONGEST_TAG = 100, LONGEST_WORD = 24, MOST_OPEN = 64 };

/* A command and a letter behind it are two. */
static void put(fc_text *t, fc_str s)
{
    size_t i = t->n;
    while (i && fc_is_letter(t->p[i - 1]))
        i--;
    if (s.n && fc_is_letter(s.p[0]) && i && i < t->n && t->p[i - 1] == '\\')
        fc_text_char(t, ' ');
    fc_text_add(t, s.p, s.n);
}

/* Upright words are names of functions, or text. */
static void put_word(fc_text *t, fc_str word, bool italic)
{
    bool limits, function = !italic && fc_tex_function(word, &limits);
    bool upright = !function && !italic && word.n > 1;
    put(t, fc_str_of(function ? "\\" : upright ? "\\mathrm{" : ""));
    put(t, word);
    put(t, fc_str_of(upright ? "}" : ""));
}

static void put_code(fc_text *t, uint32_t code)
{
    char out[4];
    const char *alphabet = NULL;
    uint32_t plain = fc_tex_letter(code, &alphabet);
    const fc_tex_symbol *symbol = fc_tex_symbol_of(plain ? plain : code);
    bool blank = code < 0x20 || code == ' ' || code == 0xA0 ||
                 (code >= 0x2000 && code <= 0x200F);
    if (blank) {
        if (t->n && t->p[t->n - 1] != ' ')
            fc_text_char(t, ' ');
        return;
    }
    put(t, fc_str_of(alphabet ? alphabet : ""));
    put(t, fc_str_of(alphabet ? "{" : ""));
    if (strchr("{}$%#&_", (int)code) && code < 0x80)
        put(t, FC_STR("\\"));
    if (symbol && code >= 0x80)
        put(t, fc_str_of(symbol->tex));
    else
        put(t, (fc_str){ out, fc_utf8_encode(plain ? plain : code, out) });
    put(t, fc_str_of(alphabet ? "}" : ""));
}

/* A tag at the begin of s: how long it is, 0 when it is none. Scripts open and close
 * braces. */
static size_t put_tag(fc_text *t, fc_str s, unsigned *open)
{
    fc_str tag = fc_str_sub(s, 0, LONGEST_TAG);
    size_t n = fc_str_findc(tag, '>');
    bool end = tag.n > 1 && tag.p[1] == '/';
    fc_str name = fc_str_sub(tag, 1 + end, 4 + end);
    bool sub = fc_str_istarts(name, FC_STR("sub"));
    bool sup = fc_str_istarts(name, FC_STR("sup"));
    if (n == tag.n || !name.n || !fc_is_letter(name.p[0]))
        return 0;
    if ((sub || sup) && !end && *open < MOST_OPEN) {
        fc_text_add(t, sub ? "_{" : "^{", 2);
        ++*open;
    } else if ((sub || sup) && end && *open) {
        fc_text_char(t, '}');
        --*open;
    }
    return n + 1;
}

static size_t put_reference(fc_text *t, fc_str s)
{
    char out[8];
    size_t n, took = fc_entity_decode(s, false, out, &n), at = 0;
    while (took && at < n) {
        uint32_t code;
        at += fc_utf8_decode((fc_str){ out + at, n - at }, &code, NULL);
        put_code(t, code);
    }
    if (!took)
        put_code(t, '&');
    return took ? took : 1;
}

/* What is no letter; returns how many bytes it took. */
static size_t put_other(const fc_wiki *w, fc_text *t, fc_str s, unsigned *open)
{
    uint32_t code;
    const fc_wiki_atom *atom = fc_wiki_atom_at(w, s);
    size_t tag = s.p[0] == '<' ? put_tag(t, s, open) : 0;
    if (tag)
        return tag;
    if (s.p[0] == '&')
        return put_reference(t, s);
    if (s.p[0] == 1) {
        if (atom && (atom->kind == FC_WIKI_TEX || atom->kind == FC_WIKI_TEXT))
            put(t, atom->text);
        return atom ? FC_WIKI_MARK : 1;
    }
    size_t n = fc_utf8_decode(s, &code, NULL);
    put_code(t, code);
    return n;
}

void fc_wiki_tex(const fc_wiki *w, fc_text *t, fc_str s)
{
    unsigned open = 0;
    bool italic = false;
    s = fc_str_trim(s);
    for (size_t i = 0; i < s.n;) {
        size_t n = i;
        while (n < s.n && fc_is_letter(s.p[n]) && n - i < LONGEST_WORD)
            n++;
        size_t ticks = i;
        while (ticks < s.n && s.p[ticks] == '\'')
            ticks++;
        if (n > i) {
            put_word(t, fc_str_sub(s, i, n), italic);
            i = n;
        } else if (ticks > i + 1) {
            italic ^= ticks - i != 3; /* three are bold */
            i = ticks;
        } else {
            i += put_other(w, t, fc_str_sub(s, i, s.n), &open);
        }
    }
    while (open--)
        fc_text_char(t, '}');
}
