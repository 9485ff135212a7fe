/* tex_builtin.c - what packages that a paper does not bring define for formulas (physics,
 * braket, nicefrac, slashed, upgreek ...), in TeX that every reader knows. See tex.h. */
#include "extractors/tex.h"

/* spec: arguments as \NewDocumentCommand has them; NULL: another name of what body says.
 * In the order of strcmp. */
static const struct builtin { const char *name, *spec, *body; } builtins[] = {
    { "Bra", "m", "\\left\\langle{#1}\\right|" },
    { "Braket", "m", "\\left\\langle{#1}\\right\\rangle" },
    { "Ket", "m", "\\left|{#1}\\right\\rangle" },
    { "Set", "m", "\\left\\{{#1}\\right\\}" },
    { "Tr", "", "\\operatorname{Tr}" },
    { "abs", "sm", "\\left|{#2}\\right|" },
    { "acomm", "smm", "\\left\\{{#2},{#3}\\right\\}" },
    { "anticommutator", NULL, "acomm" },
    { "bra", "sm", "\\left\\langle{#2}\\right|" },
    { "braket", "smg", "\\left\\langle{#2}\\IfNoValueTF{#3}{}{\\middle|{#3}}"
                       "\\right\\rangle" },
    { "cancelto", "mm", "{#2}" },
    { "comm", "smm", "\\left[{#2},{#3}\\right]" },
    { "commutator", NULL, "comm" },
    { "cross", "", "\\times" },
    { "curl", "", "\\nabla\\times" },
    { "dd", "og", "\\mathrm{d}\\IfNoValueTF{#1}{}{^{#1}}\\IfNoValueTF{#2}{}{{#2}}" },
    { "derivative", NULL, "dv" },
    { "dotproduct", "", "\\cdot" },
    { "dv", "somg",
      "\\frac{\\mathrm{d}\\IfNoValueTF{#2}{}{^{#2}}\\IfNoValueTF{#4}{}{#3}}{\\mathrm{d}"
      "\\IfNoValueTF{#4}{#3}{#4}\\IfNoValueTF{#2}{}{^{#2}}}" },
    { "dyad", "smm", "\\left|{#2}\\right\\rangle\\left\\langle{#3}\\right|" },
    { "ev", "smg", "\\left\\langle\\IfNoValueTF{#3}{#2}{{#3}\\middle|{#2}\\middle|{#3}}"
                   "\\right\\rangle" },
    { "eval", "sm", "\\left.{#2}\\right|" },
    { "expectationvalue", NULL, "ev" },
    { "expval", NULL, "ev" },
    { "fdv", "somg", "\\frac{\\delta\\IfNoValueTF{#2}{}{^{#2}}\\IfNoValueTF{#4}{}{#3}}"
                     "{\\delta\\IfNoValueTF{#4}{#3}{#4}\\IfNoValueTF{#2}{}{^{#2}}}" },
    { "flatfrac", "mm", "{#1}/{#2}" },
    { "grad", "", "\\nabla" },
    { "gradient", NULL, "grad" },
    { "hdots", "", "\\ldots" },
    { "innerproduct", NULL, "ip" },
    { "ip", "smm", "\\left\\langle{#2}\\middle|{#3}\\right\\rangle" },
    { "ket", "sm", "\\left|{#2}\\right\\rangle" },
    { "ketbra", "smg", "\\left|{#2}\\right\\rangle\\left\\langle"
                       "\\IfNoValueTF{#3}{#2}{#3}\\right|" },
    { "laplacian", "", "\\nabla^{2}" },
    { "mathbbm", "m", "\\mathbb{#1}" },
    { "mathpalette", "mm", "#1{}{#2}" },
    { "matrixel", NULL, "mel" },
    { "mel", "smmm", "\\left\\langle{#2}\\middle|{#3}\\middle|{#4}\\right\\rangle" },
    { "mqty", "m", "\\begin{matrix}#1\\end{matrix}" },
    { "nicefrac", "omm", "{#2}/{#3}" },
    { "norm", "sm", "\\left\\|{#2}\\right\\|" },
    { "op", NULL, "dyad" },
    { "order", "sm", "\\mathcal{O}\\left({#2}\\right)" },
    { "outerproduct", NULL, "dyad" },
    { "partialderivative", NULL, "pdv" },
    { "pb", "mm", "\\left\\{{#1},{#2}\\right\\}" },
    { "pdv", "somgg",
      "\\frac{\\partial\\IfNoValueTF{#2}{}{^{#2}}\\IfNoValueTF{#4}{}{#3}}{\\partial"
      "\\IfNoValueTF{#4}{#3}{#4}\\IfNoValueTF{#2}{}{^{#2}}\\IfNoValueTF{#5}{}"
      "{\\partial{#5}}}" },
    { "poissonbracket", NULL, "pb" },
    { "pqty", "m", "\\left({#1}\\right)" },
    { "qedhere", "", "" },
    { "qif", "", "\\quad\\text{if}\\quad" },
    { "qq", "sm", "\\quad\\text{#2}\\quad" },
    { "rank", "", "\\operatorname{rank}" },
    { "sfrac", NULL, "nicefrac" },
    { "slashed", "om", "\\not{#2}" },
    { "tr", "", "\\operatorname{tr}" },
    { "va", "sm", "\\vec{\\mathbf{#2}}" },
    { "vb", "sm", "\\mathbf{#2}" },
    { "vdot", "", "\\cdot" },
    { "vectorarrow", NULL, "va" },
    { "vectorbold", NULL, "vb" },
    { "vectorunit", NULL, "vu" },
    { "vev", "m", "\\left\\langle 0\\middle|{#1}\\middle|0\\right\\rangle" },
    { "vqty", "m", "\\left|{#1}\\right|" },
    { "vu", "sm", "\\hat{\\mathbf{#2}}" },
    { "widebar", "m", "\\overline{#1}" },
};

bool fc_tex_builtin(fc_tex *t, fc_str name)
{
    const struct builtin *b = FC_ROW(builtins, name);
    fc_str upright = fc_str_sub(name, 2, name.n);
    if (!b && fc_str_starts(name, FC_STR("up")) && fc_tex_standard(upright)) {
        fc_str parts[] = { FC_STR("\\"), upright, FC_STR(" ") }; /* \upalpha */
        fc_tex_push(t, fc_concat(t->a, parts, 3));
        return true;
    }
    if (!b || fc_tex_macro_find(t, name))
        return false;
    if (!b->spec)
        b = FC_ROW(builtins, fc_str_of(b->body));
    fc_tex_macro *m = fc_tex_define(t, name);
    m->spec = fc_str_of(b->spec);
    m->body = fc_str_of(b->body);
    fc_str parts[] = { FC_STR("\\"), name, FC_STR(" ") };
    fc_tex_push(t, fc_concat(t->a, parts, 3));
    return true;
}
