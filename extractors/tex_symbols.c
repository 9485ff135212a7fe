/* tex_symbols.c - see tex_symbols.h. The tables were written by hand from the names that
 * TeX, LaTeX and amssymb have; each is sorted by what it is searched by. */
#include "extractors/tex_symbols.h"
#include "base/str.h"

#define COUNT(table) (sizeof(table) / sizeof *(table))

static const fc_tex_symbol symbols[] = {
    { 0x21, FC_TEX_ORD, "!" }, { 0x23, FC_TEX_ORD, "\\#" }, { 0x24, FC_TEX_ORD, "\\$" },
    { 0x25, FC_TEX_ORD, "\\%" }, { 0x26, FC_TEX_ORD, "\\&" }, { 0x27, FC_TEX_ORD, "'" },
    { 0x28, FC_TEX_OPEN, "(" }, { 0x29, FC_TEX_CLOSE, ")" }, { 0x2A, FC_TEX_BIN, "*" },
    { 0x2B, FC_TEX_BIN, "+" }, { 0x2C, FC_TEX_PUNCT, "," }, { 0x2D, FC_TEX_BIN, "-" },
    { 0x2F, FC_TEX_BIN, "/" }, { 0x3A, FC_TEX_REL, ":" }, { 0x3B, FC_TEX_PUNCT, ";" },
    { 0x3C, FC_TEX_REL, "<" }, { 0x3D, FC_TEX_REL, "=" }, { 0x3E, FC_TEX_REL, ">" },
    { 0x5B, FC_TEX_OPEN, "[" }, { 0x5C, FC_TEX_ORD, "\\backslash" },
    { 0x5D, FC_TEX_CLOSE, "]" }, { 0x5E, FC_TEX_BIN, "\\wedge" },
    { 0x5F, FC_TEX_ORD, "\\_" }, { 0x7B, FC_TEX_OPEN, "\\{" }, { 0x7C, FC_TEX_BAR, "|" },
    { 0x7D, FC_TEX_CLOSE, "\\}" }, { 0x7E, FC_TEX_REL, "\\sim" },
    { 0xA3, FC_TEX_ORD, "\\pounds" }, { 0xA5, FC_TEX_ORD, "\\yen" },
    { 0xA7, FC_TEX_ORD, "\\S" }, { 0xA9, FC_TEX_ORD, "\\copyright" },
    { 0xAC, FC_TEX_ORD, "\\neg" }, { 0xB0, FC_TEX_ORD, "^{\\circ}" },
    { 0xB1, FC_TEX_BIN, "\\pm" }, { 0xB5, FC_TEX_ORD, "\\mu" },
    { 0xB6, FC_TEX_ORD, "\\P" }, { 0xB7, FC_TEX_BIN, "\\cdot" },
    { 0xD7, FC_TEX_BIN, "\\times" }, { 0xF0, FC_TEX_ORD, "\\eth" },
    { 0xF7, FC_TEX_BIN, "\\div" }, { 0x131, FC_TEX_ORD, "\\imath" },
    { 0x237, FC_TEX_ORD, "\\jmath" }, { 0x391, FC_TEX_ORD, "A" },
    { 0x392, FC_TEX_ORD, "B" }, { 0x393, FC_TEX_ORD, "\\Gamma" },
    { 0x394, FC_TEX_ORD, "\\Delta" }, { 0x395, FC_TEX_ORD, "E" },
    { 0x396, FC_TEX_ORD, "Z" }, { 0x397, FC_TEX_ORD, "H" },
    { 0x398, FC_TEX_ORD, "\\Theta" }, { 0x399, FC_TEX_ORD, "I" },
    { 0x39A, FC_TEX_ORD, "K" }, { 0x39B, FC_TEX_ORD, "\\Lambda" },
    { 0x39C, FC_TEX_ORD, "M" }, { 0x39D, FC_TEX_ORD, "N" }, { 0x39E, FC_TEX_ORD, "\\Xi" },
    { 0x39F, FC_TEX_ORD, "O" }, { 0x3A0, FC_TEX_ORD, "\\Pi" }, { 0x3A1, FC_TEX_ORD, "P" },
    { 0x3A3, FC_TEX_ORD, "\\Sigma" }, { 0x3A4, FC_TEX_ORD, "T" },
    { 0x3A5, FC_TEX_ORD, "\\Upsilon" }, { 0x3A6, FC_TEX_ORD, "\\Phi" },
    { 0x3A7, FC_TEX_ORD, "X" }, { 0x3A8, FC_TEX_ORD, "\\Psi" },
    { 0x3A9, FC_TEX_ORD, "\\Omega" }, { 0x3B1, FC_TEX_ORD, "\\alpha" },
    { 0x3B2, FC_TEX_ORD, "\\beta" }, { 0x3B3, FC_TEX_ORD, "\\gamma" },
    { 0x3B4, FC_TEX_ORD, "\\delta" }, { 0x3B5, FC_TEX_ORD, "\\varepsilon" },
    { 0x3B6, FC_TEX_ORD, "\\zeta" }, { 0x3B7, FC_TEX_ORD, "\\eta" },
    { 0x3B8, FC_TEX_ORD, "\\theta" }, { 0x3B9, FC_TEX_ORD, "\\iota" },
    { 0x3BA, FC_TEX_ORD, "\\kappa" }, { 0x3BB, FC_TEX_ORD, "\\lambda" },
    { 0x3BC, FC_TEX_ORD, "\\mu" }, { 0x3BD, FC_TEX_ORD, "\\nu" },
    { 0x3BE, FC_TEX_ORD, "\\xi" }, { 0x3BF, FC_TEX_ORD, "o" },
    { 0x3C0, FC_TEX_ORD, "\\pi" }, { 0x3C1, FC_TEX_ORD, "\\rho" },
    { 0x3C2, FC_TEX_ORD, "\\varsigma" }, { 0x3C3, FC_TEX_ORD, "\\sigma" },
    { 0x3C4, FC_TEX_ORD, "\\tau" }, { 0x3C5, FC_TEX_ORD, "\\upsilon" },
    { 0x3C6, FC_TEX_ORD, "\\varphi" }, { 0x3C7, FC_TEX_ORD, "\\chi" },
    { 0x3C8, FC_TEX_ORD, "\\psi" }, { 0x3C9, FC_TEX_ORD, "\\omega" },
    { 0x3D1, FC_TEX_ORD, "\\vartheta" }, { 0x3D5, FC_TEX_ORD, "\\phi" },
    { 0x3D6, FC_TEX_ORD, "\\varpi" }, { 0x3DD, FC_TEX_ORD, "\\digamma" },
    { 0x3F0, FC_TEX_ORD, "\\varkappa" }, { 0x3F1, FC_TEX_ORD, "\\varrho" },
    { 0x3F5, FC_TEX_ORD, "\\epsilon" }, { 0x200B, FC_TEX_NONE, "" },
    { 0x2010, FC_TEX_BIN, "-" }, { 0x2011, FC_TEX_BIN, "-" }, { 0x2013, FC_TEX_BIN, "-" },
    { 0x2016, FC_TEX_BAR, "\\|" }, { 0x2020, FC_TEX_ORD, "\\dagger" },
    { 0x2021, FC_TEX_ORD, "\\ddagger" }, { 0x2022, FC_TEX_BIN, "\\bullet" },
    { 0x2026, FC_TEX_ORD, "\\ldots" }, { 0x2032, FC_TEX_ORD, "'" },
    { 0x2033, FC_TEX_ORD, "''" }, { 0x2034, FC_TEX_ORD, "'''" },
    { 0x2035, FC_TEX_ORD, "\\backprime" }, { 0x2044, FC_TEX_BIN, "/" },
    { 0x2057, FC_TEX_ORD, "''''" }, { 0x2060, FC_TEX_NONE, "" },
    { 0x2061, FC_TEX_NONE, "" }, { 0x2062, FC_TEX_NONE, "" }, { 0x2063, FC_TEX_NONE, "" },
    { 0x2064, FC_TEX_NONE, "" }, { 0x210F, FC_TEX_ORD, "\\hbar" },
    { 0x2111, FC_TEX_ORD, "\\Im" }, { 0x2113, FC_TEX_ORD, "\\ell" },
    { 0x2118, FC_TEX_ORD, "\\wp" }, { 0x211C, FC_TEX_ORD, "\\Re" },
    { 0x2126, FC_TEX_ORD, "\\Omega" }, { 0x2127, FC_TEX_ORD, "\\mho" },
    { 0x212B, FC_TEX_ORD, "\\mathring{A}" }, { 0x2132, FC_TEX_ORD, "\\Finv" },
    { 0x2135, FC_TEX_ORD, "\\aleph" }, { 0x2136, FC_TEX_ORD, "\\beth" },
    { 0x2137, FC_TEX_ORD, "\\gimel" }, { 0x2138, FC_TEX_ORD, "\\daleth" },
    { 0x2141, FC_TEX_ORD, "\\Game" }, { 0x2190, FC_TEX_REL, "\\leftarrow" },
    { 0x2191, FC_TEX_REL, "\\uparrow" }, { 0x2192, FC_TEX_REL, "\\to" },
    { 0x2193, FC_TEX_REL, "\\downarrow" }, { 0x2194, FC_TEX_REL, "\\leftrightarrow" },
    { 0x2195, FC_TEX_REL, "\\updownarrow" }, { 0x2196, FC_TEX_REL, "\\nwarrow" },
    { 0x2197, FC_TEX_REL, "\\nearrow" }, { 0x2198, FC_TEX_REL, "\\searrow" },
    { 0x2199, FC_TEX_REL, "\\swarrow" }, { 0x219A, FC_TEX_REL, "\\nleftarrow" },
    { 0x219B, FC_TEX_REL, "\\nrightarrow" }, { 0x219D, FC_TEX_REL, "\\rightsquigarrow" },
    { 0x219E, FC_TEX_REL, "\\twoheadleftarrow" },
    { 0x21A0, FC_TEX_REL, "\\twoheadrightarrow" },
    { 0x21A2, FC_TEX_REL, "\\leftarrowtail" }, { 0x21A3, FC_TEX_REL, "\\rightarrowtail" },
    { 0x21A6, FC_TEX_REL, "\\mapsto" }, { 0x21A9, FC_TEX_REL, "\\hookleftarrow" },
    { 0x21AA, FC_TEX_REL, "\\hookrightarrow" },
    { 0x21AD, FC_TEX_REL, "\\leftrightsquigarrow" },
    { 0x21AE, FC_TEX_REL, "\\nleftrightarrow" },
    { 0x21BC, FC_TEX_REL, "\\leftharpoonup" },
    { 0x21BD, FC_TEX_REL, "\\leftharpoondown" },
    { 0x21C0, FC_TEX_REL, "\\rightharpoonup" },
    { 0x21C1, FC_TEX_REL, "\\rightharpoondown" },
    { 0x21C4, FC_TEX_REL, "\\rightleftarrows" },
    { 0x21C6, FC_TEX_REL, "\\leftrightarrows" },
    { 0x21C7, FC_TEX_REL, "\\leftleftarrows" }, { 0x21C8, FC_TEX_REL, "\\upuparrows" },
    { 0x21C9, FC_TEX_REL, "\\rightrightarrows" },
    { 0x21CB, FC_TEX_REL, "\\leftrightharpoons" },
    { 0x21CC, FC_TEX_REL, "\\rightleftharpoons" }, { 0x21CD, FC_TEX_REL, "\\nLeftarrow" },
    { 0x21CE, FC_TEX_REL, "\\nLeftrightarrow" }, { 0x21CF, FC_TEX_REL, "\\nRightarrow" },
    { 0x21D0, FC_TEX_REL, "\\Leftarrow" }, { 0x21D1, FC_TEX_REL, "\\Uparrow" },
    { 0x21D2, FC_TEX_REL, "\\Rightarrow" }, { 0x21D3, FC_TEX_REL, "\\Downarrow" },
    { 0x21D4, FC_TEX_REL, "\\Leftrightarrow" }, { 0x21D5, FC_TEX_REL, "\\Updownarrow" },
    { 0x21DD, FC_TEX_REL, "\\rightsquigarrow" }, { 0x2200, FC_TEX_ORD, "\\forall" },
    { 0x2201, FC_TEX_ORD, "\\complement" }, { 0x2202, FC_TEX_ORD, "\\partial" },
    { 0x2203, FC_TEX_ORD, "\\exists" }, { 0x2204, FC_TEX_ORD, "\\nexists" },
    { 0x2205, FC_TEX_ORD, "\\emptyset" }, { 0x2206, FC_TEX_ORD, "\\Delta" },
    { 0x2207, FC_TEX_ORD, "\\nabla" }, { 0x2208, FC_TEX_REL, "\\in" },
    { 0x2209, FC_TEX_REL, "\\notin" }, { 0x220B, FC_TEX_REL, "\\ni" },
    { 0x220C, FC_TEX_REL, "\\not\\ni" }, { 0x220E, FC_TEX_ORD, "\\blacksquare" },
    { 0x220F, FC_TEX_BIG, "\\prod" }, { 0x2210, FC_TEX_BIG, "\\coprod" },
    { 0x2211, FC_TEX_BIG, "\\sum" }, { 0x2212, FC_TEX_BIN, "-" },
    { 0x2213, FC_TEX_BIN, "\\mp" }, { 0x2214, FC_TEX_BIN, "\\dotplus" },
    { 0x2215, FC_TEX_BIN, "/" }, { 0x2216, FC_TEX_BIN, "\\setminus" },
    { 0x2217, FC_TEX_BIN, "\\ast" }, { 0x2218, FC_TEX_BIN, "\\circ" },
    { 0x2219, FC_TEX_BIN, "\\bullet" }, { 0x221A, FC_TEX_ORD, "\\surd" },
    { 0x221D, FC_TEX_REL, "\\propto" }, { 0x221E, FC_TEX_ORD, "\\infty" },
    { 0x2220, FC_TEX_ORD, "\\angle" }, { 0x2221, FC_TEX_ORD, "\\measuredangle" },
    { 0x2222, FC_TEX_ORD, "\\sphericalangle" }, { 0x2223, FC_TEX_REL, "\\mid" },
    { 0x2224, FC_TEX_REL, "\\nmid" }, { 0x2225, FC_TEX_REL, "\\parallel" },
    { 0x2226, FC_TEX_REL, "\\nparallel" }, { 0x2227, FC_TEX_BIN, "\\wedge" },
    { 0x2228, FC_TEX_BIN, "\\vee" }, { 0x2229, FC_TEX_BIN, "\\cap" },
    { 0x222A, FC_TEX_BIN, "\\cup" }, { 0x222B, FC_TEX_INT, "\\int" },
    { 0x222C, FC_TEX_INT, "\\iint" }, { 0x222D, FC_TEX_INT, "\\iiint" },
    { 0x222E, FC_TEX_INT, "\\oint" }, { 0x222F, FC_TEX_INT, "\\oiint" },
    { 0x2230, FC_TEX_INT, "\\oiiint" }, { 0x2234, FC_TEX_ORD, "\\therefore" },
    { 0x2235, FC_TEX_ORD, "\\because" }, { 0x2236, FC_TEX_REL, ":" },
    { 0x2237, FC_TEX_REL, "::" }, { 0x223C, FC_TEX_REL, "\\sim" },
    { 0x223D, FC_TEX_REL, "\\backsim" }, { 0x2240, FC_TEX_BIN, "\\wr" },
    { 0x2241, FC_TEX_REL, "\\nsim" }, { 0x2243, FC_TEX_REL, "\\simeq" },
    { 0x2245, FC_TEX_REL, "\\cong" }, { 0x2247, FC_TEX_REL, "\\ncong" },
    { 0x2248, FC_TEX_REL, "\\approx" }, { 0x2249, FC_TEX_REL, "\\not\\approx" },
    { 0x224A, FC_TEX_REL, "\\approxeq" }, { 0x224D, FC_TEX_REL, "\\asymp" },
    { 0x224E, FC_TEX_REL, "\\Bumpeq" }, { 0x224F, FC_TEX_REL, "\\bumpeq" },
    { 0x2250, FC_TEX_REL, "\\doteq" }, { 0x2251, FC_TEX_REL, "\\doteqdot" },
    { 0x2252, FC_TEX_REL, "\\fallingdotseq" }, { 0x2253, FC_TEX_REL, "\\risingdotseq" },
    { 0x2254, FC_TEX_REL, ":=" }, { 0x2255, FC_TEX_REL, "=:" },
    { 0x2256, FC_TEX_REL, "\\eqcirc" }, { 0x2257, FC_TEX_REL, "\\circeq" },
    { 0x225C, FC_TEX_REL, "\\triangleq" }, { 0x225F, FC_TEX_REL, "\\stackrel{?}{=}" },
    { 0x2260, FC_TEX_REL, "\\neq" }, { 0x2261, FC_TEX_REL, "\\equiv" },
    { 0x2262, FC_TEX_REL, "\\not\\equiv" }, { 0x2264, FC_TEX_REL, "\\leq" },
    { 0x2265, FC_TEX_REL, "\\geq" }, { 0x2266, FC_TEX_REL, "\\leqq" },
    { 0x2267, FC_TEX_REL, "\\geqq" }, { 0x2268, FC_TEX_REL, "\\lneqq" },
    { 0x2269, FC_TEX_REL, "\\gneqq" }, { 0x226A, FC_TEX_REL, "\\ll" },
    { 0x226B, FC_TEX_REL, "\\gg" }, { 0x226C, FC_TEX_REL, "\\between" },
    { 0x226E, FC_TEX_REL, "\\nless" }, { 0x226F, FC_TEX_REL, "\\ngtr" },
    { 0x2270, FC_TEX_REL, "\\nleq" }, { 0x2271, FC_TEX_REL, "\\ngeq" },
    { 0x2272, FC_TEX_REL, "\\lesssim" }, { 0x2273, FC_TEX_REL, "\\gtrsim" },
    { 0x2276, FC_TEX_REL, "\\lessgtr" }, { 0x2277, FC_TEX_REL, "\\gtrless" },
    { 0x227A, FC_TEX_REL, "\\prec" }, { 0x227B, FC_TEX_REL, "\\succ" },
    { 0x227C, FC_TEX_REL, "\\preccurlyeq" }, { 0x227D, FC_TEX_REL, "\\succcurlyeq" },
    { 0x227E, FC_TEX_REL, "\\precsim" }, { 0x227F, FC_TEX_REL, "\\succsim" },
    { 0x2280, FC_TEX_REL, "\\nprec" }, { 0x2281, FC_TEX_REL, "\\nsucc" },
    { 0x2282, FC_TEX_REL, "\\subset" }, { 0x2283, FC_TEX_REL, "\\supset" },
    { 0x2284, FC_TEX_REL, "\\not\\subset" }, { 0x2285, FC_TEX_REL, "\\not\\supset" },
    { 0x2286, FC_TEX_REL, "\\subseteq" }, { 0x2287, FC_TEX_REL, "\\supseteq" },
    { 0x2288, FC_TEX_REL, "\\nsubseteq" }, { 0x2289, FC_TEX_REL, "\\nsupseteq" },
    { 0x228A, FC_TEX_REL, "\\subsetneq" }, { 0x228B, FC_TEX_REL, "\\supsetneq" },
    { 0x228E, FC_TEX_BIN, "\\uplus" }, { 0x228F, FC_TEX_REL, "\\sqsubset" },
    { 0x2290, FC_TEX_REL, "\\sqsupset" }, { 0x2291, FC_TEX_REL, "\\sqsubseteq" },
    { 0x2292, FC_TEX_REL, "\\sqsupseteq" }, { 0x2293, FC_TEX_BIN, "\\sqcap" },
    { 0x2294, FC_TEX_BIN, "\\sqcup" }, { 0x2295, FC_TEX_BIN, "\\oplus" },
    { 0x2296, FC_TEX_BIN, "\\ominus" }, { 0x2297, FC_TEX_BIN, "\\otimes" },
    { 0x2298, FC_TEX_BIN, "\\oslash" }, { 0x2299, FC_TEX_BIN, "\\odot" },
    { 0x229A, FC_TEX_BIN, "\\circledcirc" }, { 0x229B, FC_TEX_BIN, "\\circledast" },
    { 0x229D, FC_TEX_BIN, "\\circleddash" }, { 0x229E, FC_TEX_BIN, "\\boxplus" },
    { 0x229F, FC_TEX_BIN, "\\boxminus" }, { 0x22A0, FC_TEX_BIN, "\\boxtimes" },
    { 0x22A1, FC_TEX_BIN, "\\boxdot" }, { 0x22A2, FC_TEX_REL, "\\vdash" },
    { 0x22A3, FC_TEX_REL, "\\dashv" }, { 0x22A4, FC_TEX_ORD, "\\top" },
    { 0x22A5, FC_TEX_ORD, "\\bot" }, { 0x22A7, FC_TEX_REL, "\\models" },
    { 0x22A8, FC_TEX_REL, "\\vDash" }, { 0x22A9, FC_TEX_REL, "\\Vdash" },
    { 0x22AA, FC_TEX_REL, "\\Vvdash" }, { 0x22AC, FC_TEX_REL, "\\nvdash" },
    { 0x22AD, FC_TEX_REL, "\\nvDash" }, { 0x22AE, FC_TEX_REL, "\\nVdash" },
    { 0x22B2, FC_TEX_REL, "\\vartriangleleft" },
    { 0x22B3, FC_TEX_REL, "\\vartriangleright" },
    { 0x22B4, FC_TEX_REL, "\\trianglelefteq" },
    { 0x22B5, FC_TEX_REL, "\\trianglerighteq" }, { 0x22B8, FC_TEX_REL, "\\multimap" },
    { 0x22BA, FC_TEX_BIN, "\\intercal" }, { 0x22BB, FC_TEX_BIN, "\\veebar" },
    { 0x22BC, FC_TEX_BIN, "\\barwedge" }, { 0x22C0, FC_TEX_BIG, "\\bigwedge" },
    { 0x22C1, FC_TEX_BIG, "\\bigvee" }, { 0x22C2, FC_TEX_BIG, "\\bigcap" },
    { 0x22C3, FC_TEX_BIG, "\\bigcup" }, { 0x22C4, FC_TEX_BIN, "\\diamond" },
    { 0x22C5, FC_TEX_BIN, "\\cdot" }, { 0x22C6, FC_TEX_BIN, "\\star" },
    { 0x22C7, FC_TEX_BIN, "\\divideontimes" }, { 0x22C8, FC_TEX_REL, "\\bowtie" },
    { 0x22C9, FC_TEX_BIN, "\\ltimes" }, { 0x22CA, FC_TEX_BIN, "\\rtimes" },
    { 0x22CB, FC_TEX_BIN, "\\leftthreetimes" },
    { 0x22CC, FC_TEX_BIN, "\\rightthreetimes" }, { 0x22CE, FC_TEX_BIN, "\\curlyvee" },
    { 0x22CF, FC_TEX_BIN, "\\curlywedge" }, { 0x22D0, FC_TEX_REL, "\\Subset" },
    { 0x22D1, FC_TEX_REL, "\\Supset" }, { 0x22D2, FC_TEX_BIN, "\\Cap" },
    { 0x22D3, FC_TEX_BIN, "\\Cup" }, { 0x22D4, FC_TEX_REL, "\\pitchfork" },
    { 0x22D6, FC_TEX_REL, "\\lessdot" }, { 0x22D7, FC_TEX_REL, "\\gtrdot" },
    { 0x22D8, FC_TEX_REL, "\\lll" }, { 0x22D9, FC_TEX_REL, "\\ggg" },
    { 0x22DA, FC_TEX_REL, "\\lesseqgtr" }, { 0x22DB, FC_TEX_REL, "\\gtreqless" },
    { 0x22DE, FC_TEX_REL, "\\curlyeqprec" }, { 0x22DF, FC_TEX_REL, "\\curlyeqsucc" },
    { 0x22E0, FC_TEX_REL, "\\npreceq" }, { 0x22E1, FC_TEX_REL, "\\nsucceq" },
    { 0x22EA, FC_TEX_REL, "\\ntriangleleft" }, { 0x22EB, FC_TEX_REL, "\\ntriangleright" },
    { 0x22EE, FC_TEX_ORD, "\\vdots" }, { 0x22EF, FC_TEX_ORD, "\\cdots" },
    { 0x22F1, FC_TEX_ORD, "\\ddots" }, { 0x2300, FC_TEX_ORD, "\\varnothing" },
    { 0x2308, FC_TEX_OPEN, "\\lceil" },
    { 0x2309, FC_TEX_CLOSE, "\\rceil" }, { 0x230A, FC_TEX_OPEN, "\\lfloor" },
    { 0x230B, FC_TEX_CLOSE, "\\rfloor" }, { 0x2322, FC_TEX_REL, "\\frown" },
    { 0x2323, FC_TEX_REL, "\\smile" }, { 0x2329, FC_TEX_OPEN, "\\langle" },
    { 0x232A, FC_TEX_CLOSE, "\\rangle" }, { 0x23B0, FC_TEX_OPEN, "\\lmoustache" },
    { 0x23B1, FC_TEX_CLOSE, "\\rmoustache" }, { 0x25A0, FC_TEX_ORD, "\\blacksquare" },
    { 0x25A1, FC_TEX_ORD, "\\square" }, { 0x25B3, FC_TEX_ORD, "\\triangle" },
    { 0x25B5, FC_TEX_BIN, "\\vartriangle" }, { 0x25B7, FC_TEX_BIN, "\\triangleright" },
    { 0x25B9, FC_TEX_BIN, "\\triangleright" }, { 0x25C1, FC_TEX_BIN, "\\triangleleft" },
    { 0x25C3, FC_TEX_BIN, "\\triangleleft" }, { 0x25CA, FC_TEX_ORD, "\\lozenge" },
    { 0x25EF, FC_TEX_ORD, "\\bigcirc" }, { 0x25FB, FC_TEX_ORD, "\\square" },
    { 0x25FC, FC_TEX_ORD, "\\blacksquare" }, { 0x2605, FC_TEX_ORD, "\\bigstar" },
    { 0x2660, FC_TEX_ORD, "\\spadesuit" }, { 0x2661, FC_TEX_ORD, "\\heartsuit" },
    { 0x2662, FC_TEX_ORD, "\\diamondsuit" }, { 0x2663, FC_TEX_ORD, "\\clubsuit" },
    { 0x266D, FC_TEX_ORD, "\\flat" }, { 0x266E, FC_TEX_ORD, "\\natural" },
    { 0x266F, FC_TEX_ORD, "\\sharp" }, { 0x2713, FC_TEX_ORD, "\\checkmark" },
    { 0x27C2, FC_TEX_REL, "\\perp" }, { 0x27E6, FC_TEX_OPEN, "[\\![" },
    { 0x27E7, FC_TEX_CLOSE, "]\\!]" }, { 0x27E8, FC_TEX_OPEN, "\\langle" },
    { 0x27E9, FC_TEX_CLOSE, "\\rangle" }, { 0x27EE, FC_TEX_OPEN, "\\lgroup" },
    { 0x27EF, FC_TEX_CLOSE, "\\rgroup" }, { 0x27F5, FC_TEX_REL, "\\longleftarrow" },
    { 0x27F6, FC_TEX_REL, "\\longrightarrow" },
    { 0x27F7, FC_TEX_REL, "\\longleftrightarrow" },
    { 0x27F8, FC_TEX_REL, "\\Longleftarrow" }, { 0x27F9, FC_TEX_REL, "\\Longrightarrow" },
    { 0x27FA, FC_TEX_REL, "\\Longleftrightarrow" },
    { 0x27FC, FC_TEX_REL, "\\longmapsto" }, { 0x29EB, FC_TEX_ORD, "\\blacklozenge" },
    { 0x2A00, FC_TEX_BIG, "\\bigodot" }, { 0x2A01, FC_TEX_BIG, "\\bigoplus" },
    { 0x2A02, FC_TEX_BIG, "\\bigotimes" }, { 0x2A04, FC_TEX_BIG, "\\biguplus" },
    { 0x2A06, FC_TEX_BIG, "\\bigsqcup" }, { 0x2A0C, FC_TEX_INT, "\\iiiint" },
    { 0x2A2F, FC_TEX_BIN, "\\times" }, { 0x2A3F, FC_TEX_BIN, "\\amalg" },
    { 0x2A7D, FC_TEX_REL, "\\leqslant" }, { 0x2A7E, FC_TEX_REL, "\\geqslant" },
    { 0x2A85, FC_TEX_REL, "\\lessapprox" }, { 0x2A86, FC_TEX_REL, "\\gtrapprox" },
    { 0x2A87, FC_TEX_REL, "\\lneq" }, { 0x2A88, FC_TEX_REL, "\\gneq" },
    { 0x2AAF, FC_TEX_REL, "\\preceq" }, { 0x2AB0, FC_TEX_REL, "\\succeq" },
    { 0x2AB7, FC_TEX_REL, "\\precapprox" }, { 0x2AB8, FC_TEX_REL, "\\succapprox" },
    { 0x2AC5, FC_TEX_REL, "\\subseteqq" }, { 0x2AC6, FC_TEX_REL, "\\supseteqq" },
    { 0x2ACB, FC_TEX_REL, "\\subsetneqq" }, { 0x2ACC, FC_TEX_REL, "\\supsetneqq" },
    { 0x3008, FC_TEX_OPEN, "\\langle" }, { 0x3009, FC_TEX_CLOSE, "\\rangle" },
    { 0xFEFF, FC_TEX_NONE, "" },
};

const fc_tex_symbol *fc_tex_symbol_of(uint32_t code)
{
    size_t lo = 0, hi = COUNT(symbols);
    while (lo < hi) {
        size_t mid = (lo + hi) / 2;
        if (symbols[mid].code < code)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo < COUNT(symbols) && symbols[lo].code == code ? &symbols[lo] : NULL;
}

/* -------------------------------------------------------------------------- alphabets */

/* Runs of 52 letters, A to Z and a to z, from U+1D400 on. */
static const char *const latin[] = {
    "\\mathbf", NULL, "\\boldsymbol", "\\mathcal", "\\mathcal", "\\mathfrak", "\\mathbb",
    "\\mathfrak", "\\mathsf", "\\mathsf", "\\mathsf", "\\mathsf", "\\mathtt",
};
/* Runs of 58 Greek letters from U+1D6A8 on, and of 10 digits from U+1D7CE on. */
static const char *const greek[] = { "\\boldsymbol", NULL, "\\boldsymbol", "\\boldsymbol",
                                     "\\boldsymbol" };
static const char *const digits[] = { "\\mathbf", "\\mathbb", "\\mathsf", "\\mathsf",
                                      "\\mathtt" };

/* Letters that had a place before the block was made; its holes. */
static const struct {
    uint16_t code;
    char letter;
    const char *alphabet;
} letterlike[] = {
    { 0x2102, 'C', "\\mathbb" }, { 0x210A, 'g', "\\mathcal" },
    { 0x210B, 'H', "\\mathcal" },
    { 0x210C, 'H', "\\mathfrak" }, { 0x210D, 'H', "\\mathbb" }, { 0x210E, 'h', NULL },
    { 0x2110, 'I', "\\mathcal" }, { 0x2112, 'L', "\\mathcal" },
    { 0x2115, 'N', "\\mathbb" },
    { 0x2119, 'P', "\\mathbb" }, { 0x211A, 'Q', "\\mathbb" },
    { 0x211B, 'R', "\\mathcal" },
    { 0x211D, 'R', "\\mathbb" }, { 0x2124, 'Z', "\\mathbb" },
    { 0x2128, 'Z', "\\mathfrak" },
    { 0x212C, 'B', "\\mathcal" }, { 0x212D, 'C', "\\mathfrak" },
    { 0x212F, 'e', "\\mathcal" },
    { 0x2130, 'E', "\\mathcal" }, { 0x2131, 'F', "\\mathcal" },
    { 0x2133, 'M', "\\mathcal" },
    { 0x2134, 'o', "\\mathcal" }, { 0x2145, 'D', NULL }, { 0x2146, 'd', NULL },
    { 0x2147, 'e', NULL }, { 0x2148, 'i', NULL }, { 0x2149, 'j', NULL },
};

/* Of the 58: 25 capitals, nabla, 25 small letters, partial and six variants. */
static uint32_t greek_letter(unsigned at)
{
    static const uint16_t variants[] = {
        0x2202, 0x3F5, 0x3D1, 0x3F0, 0x3D5, 0x3F1, 0x3D6
    };
    if (at == 17)
        return 0x398; /* the symbol theta, as its capital */
    if (at < 25)
        return 0x391 + at;
    if (at == 25)
        return 0x2207;
    return at < 51 ? 0x3B1 + at - 26 : variants[at - 51];
}

uint32_t fc_tex_letter(uint32_t code, const char **alphabet)
{
    *alphabet = NULL;
    if (code >= 0x1D400 && code < 0x1D400 + 52 * COUNT(latin)) {
        unsigned at = (code - 0x1D400) % 52;
        *alphabet = latin[(code - 0x1D400) / 52];
        return at < 26 ? 'A' + at : 'a' + at - 26;
    }
    if (code >= 0x1D6A8 && code < 0x1D6A8 + 58 * COUNT(greek)) {
        *alphabet = greek[(code - 0x1D6A8) / 58];
        return greek_letter((code - 0x1D6A8) % 58);
    }
    if (code >= 0x1D7CE && code <= 0x1D7FF) {
        *alphabet = digits[(code - 0x1D7CE) / 10];
        return '0' + (code - 0x1D7CE) % 10;
    }
    for (size_t i = 0; i < COUNT(letterlike) && code >= 0x2102 && code <= 0x2149; i++)
        if (letterlike[i].code == code) {
            *alphabet = letterlike[i].alphabet;
            return (uint32_t)letterlike[i].letter;
        }
    return 0;
}

const char *fc_tex_alphabet(fc_str variant)
{
    static const struct {
        const char *name, *command;
    } variants[] = {
        { "bold", "\\mathbf" }, { "bold-italic", "\\boldsymbol" },
        { "double-struck", "\\mathbb" }, { "script", "\\mathcal" },
        { "bold-script", "\\mathcal" }, { "fraktur", "\\mathfrak" },
        { "bold-fraktur", "\\mathfrak" }, { "sans-serif", "\\mathsf" },
        { "bold-sans-serif", "\\mathsf" }, { "sans-serif-italic", "\\mathsf" },
        { "monospace", "\\mathtt" }, { "-tex-calligraphic", "\\mathcal" },
        { "-tex-mathit", "\\mathit" },
    };
    for (size_t i = 0; i < COUNT(variants); i++)
        if (fc_str_ieq(variant, fc_str_of(variants[i].name)))
            return variants[i].command;
    return NULL;
}

uint32_t fc_tex_negated(uint32_t code)
{
    static const uint16_t signs[][2] = {
        { '=', 0x2260 },    { '<', 0x226E },    { '>', 0x226F },    { 0x2203, 0x2204 },
        { 0x2208, 0x2209 }, { 0x220B, 0x220C }, { 0x2223, 0x2224 }, { 0x2225, 0x2226 },
        { 0x223C, 0x2241 }, { 0x2243, 0x2244 }, { 0x2245, 0x2247 }, { 0x2248, 0x2249 },
        { 0x2261, 0x2262 }, { 0x2264, 0x2270 }, { 0x2265, 0x2271 }, { 0x2282, 0x2284 },
        { 0x2283, 0x2285 }, { 0x2286, 0x2288 }, { 0x2287, 0x2289 }, { 0x22A2, 0x22AC },
        { 0x2190, 0x219A }, { 0x2192, 0x219B }, { 0x21D2, 0x21CF },
    };
    for (size_t i = 0; i < COUNT(signs); i++)
        if (signs[i][0] == code)
            return signs[i][1];
    return 0;
}

/* ---------------------------------------------------------------------------- accents */

static const fc_tex_accent above[] = {
    { '^', "\\hat", "\\widehat" }, { '_', "\\overline", "\\overline" },
    { '`', "\\grave", "\\grave" }, { '~', "\\tilde", "\\widetilde" },
    { '-', "\\bar", "\\overline" }, { '.', "\\dot", "\\dot" },
    { 0xA8, "\\ddot", "\\ddot" }, { 0xAF, "\\bar", "\\overline" },
    { 0xB4, "\\acute", "\\acute" }, { 0x2C6, "\\hat", "\\widehat" },
    { 0x2C7, "\\check", "\\check" }, { 0x2C9, "\\bar", "\\overline" },
    { 0x2CA, "\\acute", "\\acute" }, { 0x2CB, "\\grave", "\\grave" },
    { 0x2D8, "\\breve", "\\breve" }, { 0x2D9, "\\dot", "\\dot" },
    { 0x2DA, "\\mathring", "\\mathring" }, { 0x2DC, "\\tilde", "\\widetilde" },
    { 0x302, "\\hat", "\\widehat" }, { 0x303, "\\tilde", "\\widetilde" },
    { 0x304, "\\bar", "\\overline" }, { 0x305, "\\overline", "\\overline" },
    { 0x307, "\\dot", "\\dot" }, { 0x308, "\\ddot", "\\ddot" },
    { 0x30C, "\\check", "\\check" }, { 0x20D7, "\\vec", "\\overrightarrow" },
    { 0x20DB, "\\dddot", "\\dddot" }, { 0x20DC, "\\ddddot", "\\ddddot" },
    { 0x2013, "\\bar", "\\overline" }, { 0x2015, "\\overline", "\\overline" },
    { 0x2035, "\\grave", "\\grave" }, { 0x203E, "\\bar", "\\overline" },
    { 0x2190, "\\overleftarrow", "\\overleftarrow" },
    { 0x2192, "\\vec", "\\overrightarrow" },
    { 0x2194, "\\overleftrightarrow", "\\overleftrightarrow" },
    { 0x2212, "\\bar", "\\overline" }, { 0x21C0, "\\vec", "\\overrightarrow" },
    { 0x223C, "\\tilde", "\\widetilde" }, { 0x23B4, "\\overbracket", "\\overbracket" },
    { 0x23DE, "\\overbrace", "\\overbrace" }, { 0xFE37, "\\overbrace", "\\overbrace" },
};

static const fc_tex_accent below[] = {
    { '_', "\\underline", "\\underline" }, { '-', "\\underline", "\\underline" },
    { 0xAF, "\\underline", "\\underline" }, { 0x332, "\\underline", "\\underline" },
    { 0x2013, "\\underline", "\\underline" },
    { 0x2015, "\\underline", "\\underline" },
    { 0x203E, "\\underline", "\\underline" },
    { 0x2190, "\\underleftarrow", "\\underleftarrow" },
    { 0x2192, "\\underrightarrow", "\\underrightarrow" },
    { 0x2212, "\\underline", "\\underline" },
    { 0x23B5, "\\underbracket", "\\underbracket" },
    { 0x23DF, "\\underbrace", "\\underbrace" },
    { 0xFE38, "\\underbrace", "\\underbrace" },
};

static const fc_tex_accent *find_accent(const fc_tex_accent *table, size_t n,
                                        uint32_t code)
{
    for (size_t i = 0; i < n; i++)
        if (table[i].code == code)
            return &table[i];
    return NULL;
}

const fc_tex_accent *fc_tex_accent_above(uint32_t code)
{
    return find_accent(above, COUNT(above), code);
}

const fc_tex_accent *fc_tex_accent_below(uint32_t code)
{
    return find_accent(below, COUNT(below), code);
}

/* -------------------------------------------------------------------------- functions */

bool fc_tex_function(fc_str name, bool *limits)
{
    static const char *const with_limits[] = { "lim",    "max",    "min", "sup", "inf",
                                               "limsup", "liminf", "det", "gcd", "Pr" };
    static const char *const without[] = { "sin",    "cos",    "tan",    "cot",  "sec",
                                           "csc",    "sinh",   "cosh",   "tanh", "coth",
                                           "arcsin", "arccos", "arctan", "log",  "ln",
                                           "lg",     "exp",    "arg",    "deg",  "dim",
                                           "hom",    "ker" };
    *limits = false;
    for (size_t i = 0; i < COUNT(with_limits) && !*limits; i++)
        *limits = fc_str_is(name, with_limits[i]);
    for (size_t i = 0; i < COUNT(without); i++)
        if (fc_str_is(name, without[i]))
            return true;
    return *limits;
}
