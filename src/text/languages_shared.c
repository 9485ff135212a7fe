/* languages_shared.c - the language of a file whose ending several have: by what is in
 * it. Linguist's heuristics and its classifier, as far as a few signs go. */
#include "base/str.h"
#include "text/languages_shared.h"

static bool has(fc_str text, const char *sign)
{
    return fc_str_find(text, fc_str_of(sign)) < text.n;
}

static bool has_any(fc_str text, const char *const *signs)
{
    for (size_t i = 0; signs[i]; i++)
        if (has(text, signs[i]))
            return true;
    return false;
}

/* Whether a line begins with the sign, behind blanks. */
static bool line_begins(fc_str text, const char *sign)
{
    fc_str rest = text, line;
    while (fc_str_split(&rest, '\n', &line))
        if (fc_str_starts(fc_str_trim(line), fc_str_of(sign)))
            return true;
    return false;
}

static bool line_begins_any(fc_str text, const char *const *signs)
{
    for (size_t i = 0; signs[i]; i++)
        if (line_begins(text, signs[i]))
            return true;
    return false;
}

static const char *decide_h(fc_str text)
{
    static const char *const objc[] = { "@interface", "@protocol", "@property", "#import",
                                        "@class",     "@end",      NULL };
    static const char *const cpp[] = { "class ",     "namespace ", "template<",
                                       "template <", "public:",    "private:",
                                       "protected:", "using ",     "constexpr ",
                                       NULL };
    static const char *const anywhere[] = { "std::",
                                            "#include <string>",
                                            "#include <vector>",
                                            "#include <memory>",
                                            "static_cast<",
                                            "virtual ~",
                                            "#include <cstd",
                                            "operator==",
                                            NULL };
    if (line_begins_any(text, objc))
        return "Objective-C";
    return line_begins_any(text, cpp) || has_any(text, anywhere) ? "C++" : "C";
}

static const char *decide_m(fc_str text)
{
    static const char *const objc[] = { "@interface", "@implementation",
                                        "@property",  "#import",
                                        "#include",   "@end",
                                        "@protocol",  NULL };
    static const char *const mercury[] = { ":- module", NULL };
    static const char *const matlab[] = { "function ", "%",   "end",       "classdef ",
                                          "clear",     "clc", "close all", NULL };
    if (line_begins_any(text, objc))
        return "Objective-C";
    if (line_begins_any(text, mercury))
        return "Mercury";
    if (fc_str_starts(fc_str_trim(text), FC_STR("(*")))
        return "Mathematica";
    if (line_begins_any(text, matlab))
        return "MATLAB";
    return has(text, "(*") ? "Mathematica" : has(text, "//") ? "Objective-C" : "MATLAB";
}

static const char *decide_pl(fc_str text)
{
    static const char *const perl[] = { "use strict", "use warnings", "my $",
                                        "use 5",      "sub ",         "#!",
                                        "package ",   "print ",       NULL };
    if (line_begins_any(text, perl))
        return "Perl";
    return has(text, ":-") || has(text, "?-") ? "Prolog" : "Perl";
}

static const char *decide_pm(fc_str text)
{
    return line_begins(text, "use v6") || line_begins(text, "unit module") ? "Raku"
                                                                           : "Perl";
}

/* A test: of Perl, unless it is no Perl at all. */
static const char *decide_t(fc_str text)
{
    static const char *const perl[] = { "use strict", "use warnings", "use Test", "#!",
                                        "my $",       "package ",     NULL };
    return line_begins_any(text, perl) ? "Perl" : has(text, ".TH ") ? "Roff" : NULL;
}

static const char *decide_r(fc_str text)
{
    return fc_str_ifind(text, FC_STR("rebol [")) < text.n ? "Rebol" : "R";
}

static const char *decide_ts(fc_str text)
{
    return has(fc_str_sub(text, 0, 512), "<TS ") ||
                   has(fc_str_sub(text, 0, 512), "<!DOCTYPE TS")
               ? "XML"
               : "TypeScript";
}

static const char *decide_rs(fc_str text)
{
    return has(fc_str_sub(text, 0, 512), "<?xml") ? "XML" : "Rust";
}

static const char *decide_cs(fc_str text)
{
    static const char *const smalltalk[] = { "!!", "methodsFor:", NULL };
    return has_any(text, smalltalk) && !has(text, "namespace ") ? "Smalltalk" : "C#";
}

static const char *decide_d(fc_str text)
{
    static const char *const code[] = { "module ",  "import ",   "void main",
                                        "unittest", "private ",  "public ",
                                        "version(", "version (", NULL };
    if (line_begins_any(text, code))
        return "D";
    return has(text, ".o:") || has(text, "\\\n") ? "Makefile" : "D";
}

static const char *decide_cls(fc_str text)
{
    if (has(text, "\\ProvidesClass") || has(text, "\\NeedsTeXFormat"))
        return "TeX";
    if (has(text, "Attribute VB_") || fc_str_istarts(text, FC_STR("VERSION 1")))
        return "VBA";
    return "Apex";
}

static const char *decide_v(fc_str text)
{
    static const char *const coq[] = { "Require ",    "Theorem ",   "Lemma ", "Proof.",
                                       "Definition ", "Inductive ", "Qed.",   NULL };
    static const char *const verilog[] = { "module ",   "`timescale", "`include",
                                           "endmodule", "`define",    NULL };
    if (line_begins_any(text, verilog))
        return "Verilog";
    return line_begins_any(text, coq) ? "Coq" : has(text, "fn ") ? "V" : "Verilog";
}

static const char *decide_fs(fc_str text)
{
    static const char *const glsl[] = { "#version", "void main", "uniform ", "precision ",
                                        NULL };
    if (line_begins_any(text, glsl))
        return "GLSL";
    return has(text, ": ") && has(text, " ;") && !has(text, "let ") ? "Forth" : "F#";
}

/* What is included into programs of many languages. */
static const char *decide_inc(fc_str text)
{
    static const char *const assembly[] = { ";", "%define", "%macro", ".macro", ".equ",
                                            ".set", NULL };
    static const char *const c[] = { "#include", "#define", "#ifdef", "#ifndef", "#if ",
                                     "#pragma", "//", "/*", "template", "static ", NULL };
    static const char *const pascal[] = { "{$", "procedure ", "unit ", "uses ", NULL };
    fc_str begin = fc_str_trim(text);
    if (has(text, "<?php") || fc_str_starts(begin, FC_STR("<?")))
        return "PHP";
    if (fc_str_starts(begin, FC_STR("<")))
        return "HTML";
    if (line_begins_any(text, pascal))
        return "Pascal";
    if (line_begins_any(text, c))
        return "C++";
    return line_begins_any(text, assembly) ? "Assembly" : NULL;
}

static const char *decide_pp(fc_str text)
{
    static const char *const pascal[] = { "program ", "unit ",     "uses ", "begin",
                                          "end.",     "procedure", "{$",    NULL };
    return line_begins_any(text, pascal) ? "Pascal" : "Puppet";
}

static const char *decide_cl(fc_str text)
{
    static const char *const opencl[] = { "__kernel", "kernel void", "__global",
                                          "get_global_id", NULL };
    return has_any(text, opencl) ? "OpenCL" : "Common Lisp";
}

static const char *decide_l(fc_str text)
{
    return has(text, "%%") || has(text, "%{") ? "Lex"
           : line_begins(text, "(") ? "Common Lisp" : "Roff";
}

/* Scheme's libraries, or Salt's states. */
static const char *decide_sls(fc_str text)
{
    fc_str begin = fc_str_trim(text);
    return fc_str_starts(begin, FC_STR("(")) || fc_str_starts(begin, FC_STR(";")) ||
                   fc_str_starts(begin, FC_STR("#!"))
               ? "Scheme"
               : "SaltStack";
}

static const char *decide_f(fc_str text)
{
    return line_begins(text, ": ") && !has(text, "      ") ? "Forth" : "Fortran";
}

static const char *decide_hh(fc_str text)
{
    return fc_str_starts(text, FC_STR("<?hh")) ? "Hack" : "C++";
}

static const char *decide_plt(fc_str text)
{
    return has(text, ":-") ? "Prolog" : "Gnuplot";
}

static const char *decide_s(fc_str text)
{
    (void)text;
    return "Unix Assembly";
}

const char *fc_language_shared(fc_str ending, fc_str text)
{
    static const struct {
        const char *ending;
        const char *(*decide)(fc_str text);
    } shared[] = {
        { "h", decide_h },   { "m", decide_m },     { "pl", decide_pl },
        { "pm", decide_pm }, { "t", decide_t },     { "r", decide_r },
        { "ts", decide_ts }, { "rs", decide_rs },   { "cs", decide_cs },
        { "d", decide_d },   { "cls", decide_cls }, { "v", decide_v },
        { "fs", decide_fs }, { "s", decide_s },     { "inc", decide_inc },
        { "pp", decide_pp }, { "cl", decide_cl },   { "l", decide_l },
        { "f", decide_f },   { "hh", decide_hh },   { "sls", decide_sls },
        { "plt", decide_plt },
    };
    for (size_t i = 0; i < sizeof shared / sizeof *shared; i++)
        if (fc_str_ieq(ending, fc_str_of(shared[i].ending)))
            return shared[i].decide(text);
    return NULL;
}
