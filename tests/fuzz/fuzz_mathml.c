/* fuzz_mathml.c - any bytes as a page with MathML: each formula becomes TeX that is valid
 * UTF-8, of bounded size, on one line, and the same a second time. */
#include "base/str.h"
#include "base/utf8.h"
#include "extractors/mathml.h"

#include <stdlib.h>

enum { MAX_TEX = 1 << 15 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(const fc_dom *dom, uint32_t node, fc_arena *a)
{
    fc_str source = fc_mathml_source(dom, node, a);
    fc_str tex = fc_mathml_tex(dom, node, a);
    if (source.n > MAX_TEX || tex.n > MAX_TEX || fc_utf8_valid(tex) != tex.n ||
        fc_str_findc(tex, '\n') != tex.n)
        abort();
    if (!fc_str_eq(tex, fc_mathml_tex(dom, node, a)))
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fc_arena a;
    fc_dom dom;
    fc_arena_init(&a);
    fc_str parts[] = { FC_STR("<math>"), { (const char *)data, size } };
    fc_str page = fc_utf8_repair(fc_concat(&a, parts, 2), &a, NULL);
    if (fc_dom_parse(&dom, page, NULL, &a, &a, NULL) == FC_OK)
        for (uint32_t i = 0; i < dom.n; i++)
            if (dom.node[i].tag == FC_TAG_MATH)
                check(&dom, i, &a);
    fc_arena_free(&a);
    return 0;
}
