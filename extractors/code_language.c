/* code_language.c - the language of a block of code, as highlighters tell it. */
#include "base/str.h"
#include "extractors/code.h"

enum {
    MAX_LANGUAGE = 24, LOOK_DOWN = 6, LOOK_UP = 3, MAX_LINE = 200,
    MAX_TAG = 4096              /* bytes of a start tag that is looked at: many blocks may
                                   be in one element */
};

/* ------------------------------------------------------------------------------ names */

/* Names by which highlighters call languages, and ours where it is another one.
 * Sorted. */
static const char *const known[][2] = {
    { "abap", NULL }, { "actionscript", NULL }, { "ada", NULL }, { "apache", NULL },
    { "applescript", NULL }, { "arduino", NULL }, { "asm", NULL }, { "assembly", "asm" },
    { "autohotkey", NULL }, { "awk", NULL }, { "bash", NULL }, { "bat", NULL },
    { "batch", "bat" }, { "bibtex", NULL }, { "c", NULL }, { "c#", "csharp" },
    { "c++", "cpp" }, { "clojure", NULL }, { "cmake", NULL }, { "cmd", NULL },
    { "cobol", NULL }, { "coffeescript", NULL }, { "console", NULL }, { "cpp", NULL },
    { "crystal", NULL }, { "cs", "csharp" }, { "csharp", NULL }, { "css", NULL },
    { "csv", NULL }, { "cuda", NULL }, { "cython", NULL }, { "d", NULL },
    { "dart", NULL },
    { "delphi", NULL }, { "diff", NULL }, { "docker", "dockerfile" },
    { "dockerfile", NULL },
    { "elixir", NULL }, { "elm", NULL }, { "erlang", NULL }, { "f#", "fsharp" },
    { "fish", NULL }, { "fortran", NULL }, { "fsharp", NULL }, { "gdscript", NULL },
    { "gherkin", NULL }, { "glsl", NULL }, { "go", NULL }, { "golang", "go" },
    { "gradle", NULL }, { "graphql", NULL }, { "groovy", NULL }, { "haskell", NULL },
    { "hcl", NULL }, { "hlsl", NULL }, { "html", NULL }, { "http", NULL },
    { "idl", NULL },
    { "ini", NULL }, { "ipython3", "python" }, { "java", NULL }, { "javascript", NULL },
    { "jinja", NULL }, { "js", NULL }, { "json", NULL }, { "json5", NULL },
    { "jsonc", NULL },
    { "jsx", NULL }, { "julia", NULL }, { "kotlin", NULL }, { "latex", NULL },
    { "lean", NULL }, { "less", NULL }, { "lisp", NULL }, { "lua", NULL },
    { "make", "makefile" },
    { "makefile", NULL }, { "markdown", NULL }, { "matlab", NULL }, { "mermaid", NULL },
    { "mysql", NULL }, { "nginx", NULL }, { "nim", NULL }, { "nix", NULL },
    { "objc", NULL }, { "objective-c", "objectivec" }, { "objectivec", NULL },
    { "ocaml", NULL },
    { "octave", NULL }, { "pascal", NULL }, { "perl", NULL }, { "php", NULL },
    { "plsql", NULL }, { "postgresql", NULL }, { "powershell", NULL }, { "prolog", NULL },
    { "properties", NULL }, { "proto", NULL }, { "protobuf", NULL },
    { "pycon", "python" },
    { "python", NULL }, { "python2", "python" }, { "python3", "python" }, { "qml", NULL },
    { "r", NULL }, { "racket", NULL }, { "rst", NULL }, { "ruby", NULL },
    { "rust", NULL },
    { "sass", NULL }, { "scala", NULL }, { "scheme", NULL }, { "scss", NULL },
    { "sh", NULL },
    { "shell", NULL }, { "shell-session", "console" }, { "smalltalk", NULL },
    { "solidity", NULL }, { "sparql", NULL }, { "sql", NULL }, { "svelte", NULL },
    { "swift", NULL }, { "systemverilog", NULL }, { "tcl", NULL }, { "terraform", NULL },
    { "tex", NULL }, { "toml", NULL }, { "ts", NULL }, { "tsx", NULL }, { "twig", NULL },
    { "typescript", NULL }, { "vb", NULL }, { "vbnet", NULL }, { "verilog", NULL },
    { "vhdl", NULL }, { "vim", NULL }, { "vue", NULL }, { "wasm", NULL },
    { "xhtml", NULL },
    { "xml", NULL }, { "xslt", NULL }, { "yaml", NULL }, { "yml", "yaml" },
    { "zig", NULL },
    { "zsh", NULL },
};

/* Words in a place for a language that say that there is none. */
static bool is_none(fc_str name)
{
    static const char *const names[] = {
        "none",        "text",         "plain",     "plaintext", "txt",  "default",
        "nohighlight", "no-highlight", "raw",       "output",    "auto", "plain-text",
        "unknown",     "null",         "undefined", "code"
    };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (fc_str_ieq(name, fc_str_of(names[i])))
            return true;
    return false;
}

static int compare(fc_str name, const char *have)
{
    for (size_t i = 0;; i++) {
        int a = i < name.n ? (unsigned char)fc_lower(name.p[i]) : 0,
            b = (unsigned char)have[i];
        if (a != b || !b)
            return a - b;
    }
}

fc_str fc_code_known(fc_str name)
{
    size_t lo = 0, hi = sizeof known / sizeof *known;
    while (lo < hi) {
        size_t mid = (lo + hi) / 2;
        int c = compare(name, known[mid][0]);
        if (!c)
            return fc_str_of(known[mid][known[mid][1] ? 1 : 0]);
        if (c > 0)
            lo = mid + 1;
        else
            hi = mid;
    }
    return (fc_str){ NULL, 0 };
}

fc_str fc_code_first_word(fc_str class)
{
    size_t n = 0;
    class = fc_str_trim(class);
    while (n < class.n && !fc_is_space(class.p[n]))
        n++;
    return fc_code_known(fc_str_sub(class, 0, n));
}

/* ---------------------------------------------------------------------------- classes */

static bool language_char(char c)
{
    return fc_is_alnum(c) || c == '+' || c == '#' || c == '-' || c == '_' || c == '.';
}

/* A name where one is due: any, unless it says that there is none. */
static fc_str told(fc_str s)
{
    size_t n = 0;
    s = fc_str_trim(s);
    while (n < s.n && n < MAX_LANGUAGE && language_char(s.p[n]))
        n++;
    fc_str name = { s.p, n };
    if (!n || is_none(name))
        return (fc_str){ NULL, 0 };
    fc_str ours = fc_code_known(name);
    return ours.n ? ours : name;
}

/* language-c, lang-c, highlight-source-c, brush: c ...: what follows is a language. */
static fc_str after_mark(fc_str class)
{
    static const fc_str marks[] = { { "language-", 9 }, { "ltx_lst_language_", 17 },
                                    { "highlight-source-", 17 },
                                    { "mw-highlight-lang-", 18 }, { "lang-", 5 },
                                    { "brush:", 6 }, { "highlight-text-", 15 },
                                    { "language:", 9 }, { "src-", 4 }, { "code-", 5 },
                                    { "type-", 5 }, { "highlight-", 10 },
                                    { "hl-", 3 } }; /* Jupyter */
    for (size_t m = 0; m < sizeof marks / sizeof *marks; m++) {
        size_t at = fc_str_ifind(class, marks[m]);
        if (at == class.n || (at && !fc_is_space(class.p[at - 1])))
            continue;
        fc_str name = told(fc_str_sub(class, at + marks[m].n, class.n));
        if (name.n && (m < 8 || fc_code_known(name).n))
            return name;
    }
    return (fc_str){ NULL, 0 };
}

/* class="python hljs", "sourceCode r": a word that is a language, in a class of code. */
static fc_str known_word(fc_str class)
{
    fc_str rest = class, found = { NULL, 0 };
    bool code = false;
    while (rest.n) {
        size_t n = 0;
        while (n < rest.n && !fc_is_space(rest.p[n]))
            n++;
        fc_str word = fc_str_sub(rest, 0, n), name = fc_code_known(word);
        if (name.n && !found.n && (word.n > 1 || code))
            found = name;
        code |=
            fc_str_ieq(word, FC_STR("hljs")) || fc_str_ieq(word, FC_STR("sourceCode")) ||
            fc_str_ieq(word, FC_STR("syntaxhighlighter")) ||
            fc_str_ieq(word, FC_STR("highlight")) || fc_str_ieq(word, FC_STR("src")) ||
            fc_str_ieq(word, FC_STR("code")) || fc_str_ieq(word, FC_STR("geshi"));
        rest = fc_str_trim(fc_str_sub(rest, n, rest.n));
    }
    return found;
}

static bool is_code_element(const fc_dom *dom, uint32_t i)
{
    unsigned tag = dom->node[i].tag;
    return tag == FC_TAG_PRE || tag == FC_TAG_CODE || tag == FC_TAG_XMP ||
           tag == FC_TAG_LISTING;
}

static bool in_geshi(const fc_dom *dom, uint32_t i)
{
    fc_str class = fc_dom_attr(dom, dom->node[i].parent, "class");
    return fc_str_find(class, FC_STR("geshi")) < class.n;
}

static fc_str language_of(const fc_dom *dom, uint32_t i)
{
    static const char *const names[] = {
        "data-lang",          "data-language", "data-enlighter-language",
        "data-code-language", "data-syntax",   "syntax"
    };
    if (dom->node[i].n > MAX_TAG || dom->node[dom->node[i].parent].n > MAX_TAG)
        return (fc_str){ NULL, 0 };
    fc_str class = fc_dom_attr(dom, i, "class"), found = after_mark(class);
    if (!found.n && is_code_element(dom, i))
        found = after_mark(fc_dom_attr(dom, i, "data-syntaxhighlighter-params"));
    for (size_t k = 0; k < sizeof names / sizeof *names && !found.n; k++)
        found = told(fc_dom_attr(dom, i, names[k]));
    bool code = is_code_element(dom, i) || in_geshi(dom, i) ||
                fc_str_ifind(class, FC_STR("highlight")) < class.n ||
                fc_str_ifind(class, FC_STR("code")) < class.n;
    if (!found.n && code)
        found = known_word(class);
    /* lang is for the languages of people, but some sites have it for these */
    if (!found.n && (is_code_element(dom, i) || fc_node_has_class(dom, i, "line")))
        found = fc_code_known(fc_dom_attr(dom, i, "lang"));
    return found;
}

/* The code beside a column of line numbers: what names the language is around both. */
static bool is_table_part(unsigned tag)
{
    return tag == FC_TAG_TD || tag == FC_TAG_TR || tag == FC_TAG_TBODY ||
           tag == FC_TAG_TABLE;
}

fc_str fc_code_language(const fc_dom *dom, uint32_t block)
{
    fc_str found = language_of(dom, block);
    uint32_t i = block + 1;
    if (!found.n && dom->node[block].tag == FC_TAG_DIV && dom->node[block].n <= MAX_TAG)
        found = fc_code_first_word(fc_dom_class(dom, block));
    for (int k = 0; k < LOOK_DOWN && i < dom->node[block].end && !found.n; k++, i++)
        if (dom->node[i].tag != FC_TAG_TEXT)
            found = language_of(dom, i);
    i = dom->node[block].parent;
    for (int k = 0; k < LOOK_UP && i && !found.n; i = dom->node[i].parent) {
        found = language_of(dom, i);
        k += !is_table_part(dom->node[i].tag);
    }
    return found;
}

/* ------------------------------------------------------------------------ recognising */

static bool has(fc_str s, const char *part)
{
    return fc_str_find(s, fc_str_of(part)) < s.n;
}

static bool begins(fc_str s, const char *part)
{
    return fc_str_istarts(s, fc_str_of(part));
}

static fc_str of_first_line(fc_str s)
{
    fc_str line = fc_str_sub(s, 0, fc_str_findc(fc_str_sub(s, 0, MAX_LINE), '\n'));
    if (begins(line, "#!")) {
        static const char *const shells[] = { "python", "perl", "ruby",
                                              "node",   "bash", "sh" };
        for (size_t i = 0; i < sizeof shells / sizeof *shells; i++)
            if (has(line, shells[i]))
                return i == 3 ? FC_STR("javascript") : fc_str_of(shells[i]);
    }
    if (begins(line, "<?php"))
        return FC_STR("php");
    if (begins(line, "<?xml"))
        return FC_STR("xml");
    if (begins(line, "<!doctype html") || begins(line, "<html"))
        return FC_STR("html");
    if (begins(line, "diff --git") || begins(line, "--- a/"))
        return FC_STR("diff");
    return (fc_str){ NULL, 0 };
}

/* Each row: two signs that only texts of one language have together. */
fc_str fc_code_recognise(fc_str text)
{
    static const char *const signs[][3] = {
        { "#include <", "std::", "cpp" }, { "#include <", "cout", "cpp" },
        { "#include \"", "std::", "cpp" }, { "std::cout", "<<", "cpp" },
        { "using namespace std", ";", "cpp" }, { "template<", "typename ", "cpp" },
        { "template <", "typename ", "cpp" }, { "template <", "class ", "cpp" },
        { "#include <", ";", "c" }, { "\npackage ", "func ", "go" },
        { "public class ", "{", "java" }, { "public static void main(", "{", "java" },
        { "using System;", "{", "csharp" }, { "fn main() {", "}", "rust" },
        { "def ", "self", "python" }, { "\nimport ", "\ndef ", "python" },
        { "def __init__(", ":", "python" }, { "console.log(", ";", "javascript" },
        { "document.getElementById(", ")", "javascript" }, { "SELECT ", "FROM ", "sql" },
        { "CREATE TABLE ", "(", "sql" },
        { "\\documentclass", "\\begin{document}", "latex" },
        { "module ", " where\n", "haskell" },
    };
    fc_str s = fc_str_sub(text, 0, 4096);
    while (s.n && (fc_is_space(s.p[0])))
        s = fc_str_sub(s, 1, s.n);
    fc_str found = of_first_line(s);
    if (begins(s, "package ") && has(s, "func "))
        return FC_STR("go");
    if (begins(s, "import ") && has(s, "\ndef ") && has(s, ":\n"))
        return FC_STR("python");
    for (size_t i = 0; i < sizeof signs / sizeof *signs && !found.n; i++)
        if (has(s, signs[i][0]) && has(s, signs[i][1]))
            found = fc_str_of(signs[i][2]);
    return found;
}

/* ----------------------------------------------------------------------------- labels */

/* Words of the bar over a block of code: what its buttons do. */
static bool is_button(fc_str word)
{
    static const char *const words[] = { "copy",      "code",     "copied", "copied!",
                                         "clipboard", "to",       "run",    "edit",
                                         "expand",    "collapse", "wrap",   "raw",
                                         "download",  "view",     "plain",  "text",
                                         "print",     "?",        "toggle", "line",
                                         "numbers",   "explain",  "snippet" };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (fc_str_ieq(word, fc_str_of(words[i])))
            return true;
    return false;
}

bool fc_code_is_label(fc_str text, fc_str *language)
{
    fc_str rest = fc_str_trim(text);
    while (rest.n) {
        size_t n = 0;
        while (n < rest.n && !fc_is_space(rest.p[n]))
            n++;
        fc_str word = fc_str_sub(rest, 0, n), name = fc_code_known(word);
        if (name.n && !language->n && n > 1)
            *language = name;
        else if (!is_button(word) && !name.n && !fc_only_numbers(word))
            return false;
        rest = fc_str_trim(fc_str_sub(rest, n, rest.n));
    }
    return true;
}
