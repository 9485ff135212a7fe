/* mathml_operations.c - the table of content MathML's operators. */
#include "extractors/mathml_operations.h"

/* Sorted by name. */
static const fc_operation operations[] = {
    { "abs", AROUND, 0, "|", "|" }, { "and", INFIX, AND, "\\wedge", NULL },
    { "approx", INFIX, RELATION, "\\approx", NULL },
    { "arccos", CALL, 0, "\\arccos", NULL },
    { "arcsin", CALL, 0, "\\arcsin", NULL }, { "arctan", CALL, 0, "\\arctan", NULL },
    { "arg", CALL, 0, "\\arg", NULL }, { "card", AROUND, 0, "|", "|" },
    { "cartesianproduct", INFIX, PRODUCT, "\\times", NULL },
    { "ceiling", AROUND, 0, "\\lceil ", " \\rceil" },
    { "complexes", CONSTANT, 0, "\\mathbb{C}", NULL },
    { "compose", INFIX, PRODUCT, "\\circ", NULL },
    { "conjugate", AROUND, 0, "\\overline{", "}" }, { "cos", CALL, 0, "\\cos", NULL },
    { "cosh", CALL, 0, "\\cosh", NULL }, { "cot", CALL, 0, "\\cot", NULL },
    { "coth", CALL, 0, "\\coth", NULL }, { "csc", CALL, 0, "\\csc", NULL },
    { "curl", PREFIX, UNARY, "\\nabla \\times ", NULL },
    { "determinant", CALL, 0, "\\det", NULL }, { "diff", SPECIAL, 0, "d", NULL },
    { "divergence", PREFIX, UNARY, "\\nabla \\cdot ", NULL },
    { "divide", SPECIAL, 0, NULL, NULL }, { "emptyset", CONSTANT, 0, "\\emptyset", NULL },
    { "eq", INFIX, RELATION, "=", NULL }, { "equivalent", INFIX, IMPLY, "\\equiv", NULL },
    { "eulergamma", CONSTANT, 0, "\\gamma", NULL },
    { "exists", SPECIAL, 0, "\\exists", NULL },
    { "exp", CALL, 0, "\\exp", NULL }, { "exponentiale", CONSTANT, 0, "e", NULL },
    { "factorial", POSTFIX, 0, "!", NULL },
    { "factorof", INFIX, RELATION, "\\mid", NULL },
    { "false", CONSTANT, 0, "\\mathrm{false}", NULL },
    { "floor", AROUND, 0, "\\lfloor ", " \\rfloor" },
    { "forall", SPECIAL, 0, "\\forall", NULL }, { "gcd", CALL, 0, "\\gcd", NULL },
    { "geq", INFIX, RELATION, "\\geq", NULL },
    { "grad", PREFIX, UNARY, "\\nabla ", NULL },
    { "gt", INFIX, RELATION, ">", NULL }, { "imaginary", CALL, 0, "\\Im", NULL },
    { "imaginaryi", CONSTANT, 0, "i", NULL },
    { "implies", INFIX, IMPLY, "\\Rightarrow", NULL },
    { "in", INFIX, RELATION, "\\in", NULL },
    { "infinity", CONSTANT, 0, "\\infty", NULL }, { "int", SPECIAL, 0, "\\int", NULL },
    { "integers", CONSTANT, 0, "\\mathbb{Z}", NULL },
    { "intersect", INFIX, UNION, "\\cap", NULL },
    { "inverse", POSTFIX, 0, "^{-1}", NULL },
    { "laplacian", PREFIX, UNARY, "\\nabla^2 ", NULL },
    { "lcm", CALL, 0, "\\operatorname{lcm}", NULL },
    { "leq", INFIX, RELATION, "\\leq", NULL },
    { "limit", SPECIAL, 0, "\\lim", NULL }, { "ln", CALL, 0, "\\ln", NULL },
    { "log", SPECIAL, 0, "\\log", NULL }, { "lt", INFIX, RELATION, "<", NULL },
    { "max", CALL, 0, "\\max", NULL }, { "mean", AROUND, 0, "\\overline{", "}" },
    { "min", CALL, 0, "\\min", NULL }, { "minus", SPECIAL, SUM, "-", NULL },
    { "naturalnumbers", CONSTANT, 0, "\\mathbb{N}", NULL },
    { "neq", INFIX, RELATION, "\\neq", NULL }, { "not", PREFIX, UNARY, "\\neg ", NULL },
    { "notin", INFIX, RELATION, "\\notin", NULL },
    { "notprsubset", INFIX, RELATION, "\\not\\subset", NULL },
    { "notsubset", INFIX, RELATION, "\\nsubseteq", NULL },
    { "or", INFIX, OR, "\\vee", NULL },
    { "outerproduct", INFIX, PRODUCT, "\\otimes", NULL },
    { "partialdiff", SPECIAL, 0, "\\partial ", NULL },
    { "pi", CONSTANT, 0, "\\pi", NULL },
    { "plus", INFIX, SUM, "+", NULL }, { "power", SPECIAL, 0, NULL, NULL },
    { "primes", CONSTANT, 0, "\\mathbb{P}", NULL },
    { "product", SPECIAL, 0, "\\prod", NULL },
    { "prsubset", INFIX, RELATION, "\\subset", NULL },
    { "quotient", SPECIAL, 0, NULL, NULL },
    { "rationals", CONSTANT, 0, "\\mathbb{Q}", NULL },
    { "real", CALL, 0, "\\Re", NULL }, { "reals", CONSTANT, 0, "\\mathbb{R}", NULL },
    { "rem", INFIX, PRODUCT, "\\bmod", NULL }, { "root", SPECIAL, 0, NULL, NULL },
    { "scalarproduct", INFIX, PRODUCT, "\\cdot", NULL },
    { "sdev", CALL, 0, "\\sigma", NULL },
    { "sec", CALL, 0, "\\sec", NULL }, { "selector", SPECIAL, 0, NULL, NULL },
    { "setdiff", INFIX, UNION, "\\setminus", NULL }, { "sin", CALL, 0, "\\sin", NULL },
    { "sinh", CALL, 0, "\\sinh", NULL },
    { "subset", INFIX, RELATION, "\\subseteq", NULL },
    { "sum", SPECIAL, 0, "\\sum", NULL }, { "tan", CALL, 0, "\\tan", NULL },
    { "tanh", CALL, 0, "\\tanh", NULL }, { "tendsto", INFIX, RELATION, "\\to", NULL },
    { "times", INFIX, PRODUCT, "", NULL }, { "transpose", POSTFIX, 0, "^T", NULL },
    { "true", CONSTANT, 0, "\\mathrm{true}", NULL },
    { "union", INFIX, UNION, "\\cup", NULL },
    { "variance", CALL, 0, "\\operatorname{Var}", NULL },
    { "vectorproduct", INFIX, PRODUCT, "\\times", NULL },
    { "xor", INFIX, OR, "\\oplus", NULL },
};

const fc_operation *fc_mml_operation(fc_str name)
{
    size_t lo = 0, hi = sizeof operations / sizeof *operations;
    while (lo < hi) {
        size_t mid = (lo + hi) / 2;
        fc_str have = fc_str_of(operations[mid].name);
        int c = memcmp(have.p, name.p, have.n < name.n ? have.n : name.n);
        if (!c && have.n == name.n)
            return &operations[mid];
        if (c < 0 || (!c && have.n < name.n))
            lo = mid + 1;
        else
            hi = mid;
    }
    return NULL;
}
