/* markup_source.c - see markup.h: what a piece of the source has in it: text as it is,
 * the language of code, TeX. */
#include "extractors/markup.h"

#include "base/str.h"

fc_str fc_markup_exact(const fc_dom *dom, uint32_t node, fc_arena *a)
{
    fc_text t = { .a = a };
    fc_text_add(&t, "", 0);
    for (uint32_t i = node + 1; i < dom->node[node].end; i++) {
        if (dom->node[i].tag == FC_TAG_TEXT)
            fc_text_exact(&t, fc_dom_text(dom, i));
        else if (dom->node[i].tag == FC_TAG_BR)
            fc_text_char(&t, '\n');
    }
    return (fc_str){ t.p, t.n };
}

/* The language of code: an attribute of XML's vocabularies, or a class of the <pre> or of
 * the <code> in it: "language-c", "lang-c prettyprint". */
fc_str fc_markup_language(const fc_dom *dom, uint32_t pre)
{
    fc_str told = fc_dom_attr(dom, pre, "language"), word;
    for (uint32_t i = pre; !told.n && i < pre + 2 && i < dom->node[pre].end; i++) {
        fc_str words = i == pre || dom->node[i].tag == FC_TAG_CODE
                           ? fc_dom_attr(dom, i, "class")
                           : told;
        while (!told.n && fc_str_split(&words, ' ', &word)) {
            if (fc_str_is(word, "lang-none"))
                continue;
            if (fc_str_starts(word, FC_STR("language-")))
                told = fc_str_sub(word, 9, word.n);
            else if (fc_str_starts(word, FC_STR("lang-")))
                told = fc_str_sub(word, 5, word.n);
        }
    }
    return told;
}

/* PubMed's TeX comes as a whole document, others between dollars. */
fc_str fc_markup_bare_tex(fc_str tex)
{
    static const struct { const char *open, *close; } pairs[] = {
        { "\\begin{document}", "\\end{document}" }, { "$$", "$$" }, { "$", "$" },
        { "\\(", "\\)" }, { "\\[", "\\]" },
    };
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        fc_str open = fc_str_of(pairs[i].open), close = fc_str_of(pairs[i].close);
        tex = fc_str_trim(tex);
        size_t at = i == 0 ? fc_str_find(tex, open) : 0;
        if (at + open.n + close.n > tex.n ||
            !fc_str_starts(fc_str_sub(tex, at, tex.n), open))
            continue;
        fc_str body = fc_str_sub(tex, at + open.n, tex.n);
        size_t end = i == 0 ? fc_str_find(body, close) : body.n - close.n;
        if (i == 0 || fc_str_ends(body, close))
            tex = fc_str_sub(body, 0, end);
    }
    return fc_str_trim(tex);
}

bool fc_markup_is_picture(const fc_dom *dom, uint32_t i)
{
    bool picture = false;
    for (uint32_t k = i + 1; k < dom->node[i].end; k++) {
        unsigned tag = dom->node[k].tag;
        if (tag == FC_TAG_MATH || tag == FC_XML_tex_math)
            return false;
        picture |= tag == FC_XML_graphic || tag == FC_XML_inline_graphic;
    }
    return picture;
}

bool fc_markup_holds_tex(const fc_dom *dom, uint32_t i)
{
    uint32_t tex = fc_xml_find(dom, i, FC_XML_tex_math);
    for (uint32_t k = tex + 1; tex && k < dom->node[tex].end; k++)
        if (!dom->node[k].blank)
            return true;
    return false;
}
