/* fuzz_katex.c - any bytes as what KaTeX drew: each becomes MathML of bounded size, valid
 * UTF-8, and the same a second time. */
#include "base/str.h"
#include "base/utf8.h"
#include "extractors/formula.h"
#include "extractors/mathml.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(const fc_dom *dom, uint32_t node, fc_arena *a)
{
    fc_str mathml = fc_formula_katex(dom, node, a);
    fc_dom formula;
    if (mathml.n > 64 * dom->page.n + 64 || fc_utf8_valid(mathml) != mathml.n)
        abort();
    if (!fc_str_eq(mathml, fc_formula_katex(dom, node, a)))
        abort();
    if (mathml.n && fc_dom_parse(&formula, mathml, NULL, a, a, NULL) == FC_OK &&
        formula.n)
        fc_mathml_tex(&formula, 0, a);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fc_arena a;
    fc_dom dom;
    fc_arena_init(&a);
    fc_str parts[] = { FC_STR("<span class=\"katex-html\">"),
                       { (const char *)data, size }, FC_STR("</span>") };
    fc_str page = fc_utf8_repair(fc_concat(&a, parts, 3), &a, NULL);
    if (fc_dom_parse(&dom, page, NULL, &a, &a, NULL) == FC_OK)
        for (uint32_t i = 0; i < dom.n; i++)
            if (dom.node[i].tag == FC_TAG_SPAN) {
                check(&dom, i, &a);
                break;
            }
    fc_arena_free(&a);
    return 0;
}
