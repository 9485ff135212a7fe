/* tex_chars.c - accents and symbols of text to Unicode; see tex.h. */
#include "extractors/tex.h"

#include "text/normalize.h"

typedef struct pair {
    const char *name, *is;
} pair;

/* Combining characters by the command that puts them on a letter. */
static const pair accents[] = {
    { "`", "\u0300" }, { "'", "\u0301" }, { "^", "\u0302" }, { "~", "\u0303" },
    { "=", "\u0304" }, { "u", "\u0306" }, { ".", "\u0307" }, { "\"", "\u0308" },
    { "r", "\u030a" }, { "H", "\u030b" }, { "v", "\u030c" }, { "d", "\u0323" },
    { "c", "\u0327" }, { "k", "\u0328" }, { "b", "\u0331" },
};

/* In the order of strcmp: searched by halving. */
static const pair symbols[] = {
    { " ", " " }, { "#", "#" }, { "$", "$" }, { "%", "%" }, { "&", "&" }, { ",", " " },
    { ":", " " }, { ";", " " }, { ">", " " },
    { "AA", "\u00c5" },
    { "AE", "\u00c6" }, { "AmS", "AMS" }, { "BibTeX", "BibTeX" }, { "DH", "\u00d0" },
    { "DJ", "\u0110" }, { "Delta", "\u0394" }, { "IJ", "\u0132" }, { "L", "\u0141" },
    { "LaTeX", "LaTeX" }, { "LaTeXe", "LaTeX2e" }, { "NG", "\u014a" }, { "O", "\u00d8" },
    { "OE", "\u0152" }, { "P", "\u00b6" }, { "S", "\u00a7" }, { "TH", "\u00de" },
    { "TeX", "TeX" },
    { "_", "_" }, { "aa", "\u00e5" }, { "ae", "\u00e6" }, { "alpha", "\u03b1" },
    { "approx", "\u2248" }, { "beta", "\u03b2" }, { "bullet", "\u2022" },
    { "cdot", "\u00b7" },
    { "cdots", "\u22ef" }, { "copyright", "\u00a9" }, { "dag", "\u2020" },
    { "dagger", "\u2020" },
    { "ddag", "\u2021" }, { "delta", "\u03b4" }, { "dh", "\u00f0" }, { "dj", "\u0111" },
    { "dots", "\u2026" }, { "enskip", " " }, { "enspace", " " }, { "euro", "\u20ac" },
    { "gamma", "\u03b3" }, { "ge", "\u2265" },
    { "geq", "\u2265" }, { "i", "\u0131" }, { "ij", "\u0133" }, { "infty", "\u221e" },
    { "j", "\u0237" }, { "l", "\u0142" }, { "lambda", "\u03bb" }, { "ldots", "\u2026" },
    { "le", "\u2264" }, { "leq", "\u2264" }, { "lq", "\u2018" }, { "mu", "\u03bc" },
    { "ng", "\u014b" }, { "o", "\u00f8" }, { "oe", "\u0153" }, { "pm", "\u00b1" },
    { "pounds", "\u00a3" }, { "quad", " " }, { "qquad", " " }, { "rightarrow", "\u2192" },
    { "rq", "\u2019" }, { "sigma", "\u03c3" }, { "sim", "\u223c" }, { "space", " " },
    { "ss", "\u00df" },
    { "textasciicircum", "^" }, { "textasciitilde", "~" },
    { "textasteriskcentered", "*" },
    { "textbackslash", "\\" }, { "textbar", "|" }, { "textbullet", "\u2022" },
    { "textcopyright", "\u00a9" }, { "textdagger", "\u2020" }, { "textdegree", "\u00b0" },
    { "textdollar", "$" }, { "textellipsis", "\u2026" }, { "textemdash", "\u2014" },
    { "textendash", "\u2013" }, { "texteuro", "\u20ac" }, { "textgreater", ">" },
    { "textless", "<" }, { "textmu", "\u00b5" }, { "textperiodcentered", "\u00b7" },
    { "textpm", "\u00b1" }, { "textquotedblleft", "\u201c" },
    { "textquotedblright", "\u201d" },
    { "textquoteleft", "\u2018" }, { "textquoteright", "\u2019" },
    { "textregistered", "\u00ae" },
    { "textsection", "\u00a7" }, { "textsterling", "\u00a3" }, { "texttimes", "\u00d7" },
    { "texttrademark", "\u2122" }, { "textunderscore", "_" }, { "th", "\u00fe" },
    { "thinspace", " " }, { "times", "\u00d7" }, { "to", "\u2192" }, { "{", "{" },
    { "}", "}" },
};

fc_str fc_tex_symbol(fc_str name)
{
    const pair *p = FC_ROW(symbols, name);
    return p ? fc_str_of(p->is) : (fc_str){ NULL, 0 };
}

static const char *combining(fc_str name)
{
    for (size_t i = 0; i < sizeof accents / sizeof *accents; i++)
        if (fc_str_is(name, accents[i].name))
            return accents[i].is;
    return NULL;
}

bool fc_tex_is_accent(fc_str name)
{
    return name.n == 1 && combining(name);
}

fc_str fc_tex_accent(fc_str name, fc_str base, fc_arena *a)
{
    size_t first = 1;
    base = fc_str_trim(base);
    if (fc_str_is(base, "\\i") || fc_str_is(base, "\\j")) /* without their dots, to be
                                                             accented */
        base = fc_str_sub(base, 1, 2);
    if (!base.n)
        return fc_str_is(name, "~") || fc_str_is(name, "^") ? name : FC_STR("");
    while (first < base.n && ((unsigned char)base.p[first] & 0xC0) == 0x80)
        first++;
    fc_str parts[] = { fc_str_sub(base, 0, first), fc_str_of(combining(name)),
                       fc_str_sub(base, first, base.n) };
    return fc_normalize_nfc(fc_concat(a, parts, 3), a);
}
