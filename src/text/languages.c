/* languages.c - see languages.h. The rows are facts about file names; to add a
 * language, add its row and its endings, and a line to tests/unit/test_languages.c. */
#include "text/languages.h"

#include "base/str.h"
#include "text/languages_shared.h"

enum { HEAD = 8192, LONGEST_ENDING = 16 };

/* Name, kind, syntax, endings and whole names. A '!' before an ending: others have it
 * too, and fc_language_shared() chooses. */
typedef struct row {
    fc_language language;
    const char *endings, *names;
} row;

#define CODE(name, endings) { { name, FC_LANGUAGE_CODE, FC_SYNTAX_NONE }, endings, "" }
#define READ(name, syntax, endings)                                                      \
    {                                                                                    \
        { name, FC_LANGUAGE_CODE, FC_SYNTAX_##syntax }, endings, ""                      \
    }
#define FILES(name, endings, names)                                                      \
    {                                                                                    \
        { name, FC_LANGUAGE_CODE, FC_SYNTAX_NONE }, endings, names                       \
    }
#define MARKUP(name, endings)                                                            \
    {                                                                                    \
        { name, FC_LANGUAGE_MARKUP, FC_SYNTAX_NONE }, endings, ""                        \
    }
#define DATA(name, endings, names)                                                       \
    {                                                                                    \
        { name, FC_LANGUAGE_DATA, FC_SYNTAX_NONE }, endings, names                       \
    }

static const row rows[] = {
    READ("C", C, "c !h idc"),
    READ("C++", CPP,
         "cpp cc cxx c++ cp hpp !hh hxx h++ ipp inl tpp tcc txx ixx cppm ino"),
    READ("Java", JAVA, "java jav"),
    READ("JavaScript", JS, "js mjs cjs jsx es6"),
    READ("TypeScript", TS, "!ts mts cts"),
    READ("TSX", TS, "tsx"),
    READ("Go", GO, "go"),
    READ("Rust", RUST, "!rs"),
    { { "Python", FC_LANGUAGE_CODE, FC_SYNTAX_PYTHON },
      "py pyw pyi py3 wsgi gyp gypi pyde",
      "SConstruct SConscript wscript" },
    READ("C#", LIKE_C, "!cs csx cake"),
    READ("Kotlin", LIKE_C, "kt kts ktm"),
    READ("Scala", LIKE_C, "scala sbt"),
    READ("Swift", LIKE_C, "swift"),
    READ("Dart", LIKE_C, "dart"),
    READ("Objective-C", LIKE_C, "!m"),
    READ("Objective-C++", LIKE_C, "mm"),
    READ("Cuda", CPP, "cu cuh"),
    READ("GLSL", LIKE_C, "glsl vert frag geom comp tesc tese fsh vsh"),
    READ("HLSL", LIKE_C, "hlsl hlsli"),
    READ("Metal", LIKE_C, "metal"),
    READ("OpenCL", LIKE_C, "opencl"),
    READ("Solidity", LIKE_C, "sol"),
    READ("Protocol Buffer", LIKE_C, "proto"),
    READ("Thrift", LIKE_C, "thrift"),
    READ("Zig", LIKE_C, "zig zon"),
    READ("Vala", LIKE_C, "vala vapi"),
    READ("D", LIKE_C, "!d di"),
    READ("Haxe", LIKE_C, "hx hxsl"),
    READ("Apex", LIKE_C, "!cls apex trigger"),
    FILES("Groovy", "groovy grt gvy", "Jenkinsfile"),
    FILES("Gradle", "gradle", ""),
    { { "Ruby", FC_LANGUAGE_CODE, FC_SYNTAX_NONE },
      "rb rbw rake gemspec podspec ru thor jbuilder rbi",
      "Rakefile Gemfile Guardfile Vagrantfile Podfile Capfile Brewfile Fastfile "
      "Dangerfile" },
    CODE("PHP", "php php3 php4 php5 phtml phps"),
    CODE("Hack", "hack hhi"),
    FILES("Perl", "!pl !pm !t plx ph perl", "Makefile.PL cpanfile"),
    CODE("Raku", "raku rakumod rakutest p6 pm6"),
    CODE("Prolog", "prolog yap !plt"),
    FILES("R", "!r rsx", ".Rprofile"),
    CODE("Rebol", "reb rebol r3"),
    CODE("Julia", "jl"),
    CODE("MATLAB", "matlab"),
    CODE("Mathematica", "mathematica wl wls nb mt ma"),
    CODE("Mercury", "mercury"),
    CODE("Fortran", "!f f77 for fpp ftn"),
    CODE("Fortran Free Form", "f90 f95 f03 f08 f18"),
    CODE("Pascal", "pas pascal !pp dpr lpr"),
    CODE("Ada", "adb ads ada"),
    CODE("COBOL", "cob cbl cobol ccp cpy"),
    CODE("Common Lisp", "lisp lsp !cl asd ny"),
    CODE("Emacs Lisp", "el elc"),
    CODE("Scheme", "scm ss sld !sls sps"),
    CODE("Racket", "rkt rktd rktl scrbl"),
    CODE("Clojure", "clj cljs cljc cljx edn boot"),
    CODE("Hy", "hy"),
    CODE("Haskell", "hs hs-boot hsc"),
    CODE("Literate Haskell", "lhs"),
    CODE("PureScript", "purs"),
    CODE("Elm", "elm"),
    CODE("Idris", "idr lidr"),
    CODE("Agda", "agda"),
    CODE("Lean", "lean hlean"),
    CODE("Coq", "coq !v"),
    CODE("Isabelle", "thy"),
    CODE("TLA", "tla"),
    CODE("OCaml", "ml mli mll mly eliom"),
    CODE("Reason", "re rei"),
    CODE("ReScript", "res resi"),
    CODE("Standard ML", "sml sig fun"),
    CODE("F#", "!fs fsi fsx"),
    CODE("Forth", "fth 4th forth frt"),
    FILES("Erlang", "erl hrl escript xrl yrl", "rebar.config Emakefile"),
    CODE("Elixir", "ex exs"),
    CODE("Gleam", "gleam"),
    FILES("Shell", "sh bash ksh zsh bats command",
          ".bashrc .profile .zshrc PKGBUILD configure"),
    CODE("fish", "fish"),
    CODE("Tcsh", "csh tcsh"),
    CODE("PowerShell", "ps1 psm1 psd1"),
    CODE("Batchfile", "bat cmd"),
    CODE("AppleScript", "applescript scpt"),
    CODE("Awk", "awk gawk mawk"),
    CODE("sed", "sed"),
    CODE("Tcl", "tcl adp tm"),
    CODE("Lua", "lua nse rockspec wlua"),
    CODE("MoonScript", "moon"),
    CODE("Vim Script", "vim vimrc"),
    CODE("CoffeeScript", "coffee litcoffee iced"),
    CODE("LiveScript", "ls"),
    CODE("Crystal", "cr"),
    CODE("Nim", "nim nimble nims"),
    CODE("V", "vsh"),
    CODE("Odin", "odin"),
    CODE("Jai", "jai"),
    CODE("Ballerina", "bal"),
    CODE("Visual Basic .NET", "vb vbhtml"),
    CODE("VBA", "bas frm"),
    CODE("TeX", "tex ltx sty bbx cbx dtx ins"),
    CODE("BibTeX", "bib bibtex"),
    CODE("Assembly", "asm nasm a51 nas !inc"),
    CODE("Unix Assembly", "!s ms"),
    CODE("LLVM", "ll"),
    CODE("WebAssembly", "wat wast"),
    READ("Verilog", LIKE_C, "veo verilog"),
    READ("SystemVerilog", LIKE_C, "sv svh"),
    CODE("VHDL", "vhdl vhd vhf vho"),
    CODE("Stan", "stan"),
    CODE("SAS", "sas"),
    CODE("Stata", "do ado mata"),
    CODE("Smalltalk", "st"),
    CODE("GDScript", "gd"),
    CODE("Nix", "nix"),
    CODE("Dhall", "dhall"),
    CODE("HCL", "hcl tf tfvars nomad"),
    FILES("Starlark", "bzl bazel star sky", "BUILD WORKSPACE BUCK"),
    FILES("CMake", "cmake", "CMakeLists.txt"),
    { { "Makefile", FC_LANGUAGE_CODE, FC_SYNTAX_NONE },
      "mk mak make",
      "Makefile makefile GNUmakefile BSDmakefile Makefile.am Makefile.in Kbuild" },
    FILES("M4", "m4", "configure.ac configure.in"),
    FILES("Meson", "", "meson.build meson_options.txt"),
    FILES("Just", "just", "justfile Justfile .justfile"),
    FILES("Dockerfile", "dockerfile containerfile", "Dockerfile Containerfile"),
    CODE("Yacc", "y yacc yy"),
    CODE("Lex", "!l lex flex"),
    CODE("ANTLR", "g4"),
    CODE("GraphQL", "graphql gql graphqls"),
    CODE("SPARQL", "sparql rq"),
    CODE("SQL", "sql ddl dml"),
    CODE("PLpgSQL", "pgsql"),
    CODE("PLSQL", "pls pck pkb pks plb plsql"),
    CODE("XSLT", "xslt xsl"),
    CODE("XQuery", "xq xquery xqy xqm xql"),
    CODE("QML", "qml qbs"),
    READ("Processing", LIKE_C, "pde"),
    READ("ActionScript", LIKE_C, "as"),
    READ("WGSL", LIKE_C, "wgsl"),
    READ("ShaderLab", LIKE_C, "shader"),
    READ("OpenSCAD", LIKE_C, "scad"),
    READ("Squirrel", LIKE_C, "nut"),
    READ("UnrealScript", LIKE_C, "uc"),
    READ("Chapel", LIKE_C, "chpl"),
    READ("Dafny", LIKE_C, "dfy"),
    READ("Move", LIKE_C, "move"),
    READ("Cairo", LIKE_C, "cairo"),
    READ("Xtend", LIKE_C, "xtend"),
    READ("Bicep", LIKE_C, "bicep"),
    CODE("Cap'n Proto", "capnp"),
    CODE("CUE", "cue"),
    CODE("Jsonnet", "jsonnet libsonnet"),
    CODE("Prisma", "prisma"),
    CODE("Typst", "typ"),
    CODE("Cython", "pyx pxd pxi"),
    CODE("Mojo", "mojo"),
    CODE("Vyper", "vy"),
    CODE("Puppet", "!pp"),
    CODE("SaltStack", "!sls"),
    CODE("Gherkin", "feature"),
    CODE("RobotFramework", "robot"),
    CODE("AutoHotkey", "ahk"),
    CODE("AutoIt", "au3"),
    CODE("NSIS", "nsi nsh"),
    CODE("Inno Setup", "iss"),
    CODE("Gnuplot", "gnuplot gp gnu !plt"),
    CODE("LilyPond", "ly ily"),
    CODE("Modelica", "mo"),
    CODE("Nushell", "nu"),
    CODE("Fennel", "fnl"),
    CODE("Factor", "factor"),
    CODE("Pony", "pony"),
    CODE("Zeek", "zeek bro"),
    CODE("MLIR", "mlir"),
    MARKUP("HTML", "html htm xhtml"),
    MARKUP("HTML+ERB", "erb rhtml"),
    MARKUP("HTML+Razor", "cshtml razor"),
    MARKUP("Java Server Pages", "jsp tag"),
    MARKUP("Vue", "vue"),
    MARKUP("Svelte", "svelte"),
    MARKUP("Astro", "astro"),
    MARKUP("Pug", "pug jade"),
    MARKUP("Haml", "haml"),
    MARKUP("Slim", "slim"),
    MARKUP("Handlebars", "hbs handlebars"),
    MARKUP("Mustache", "mustache"),
    MARKUP("EJS", "ejs"),
    MARKUP("Twig", "twig"),
    MARKUP("Jinja", "j2 jinja jinja2"),
    MARKUP("Liquid", "liquid"),
    MARKUP("CSS", "css wxss"),
    MARKUP("SCSS", "scss"),
    MARKUP("Sass", "sass"),
    MARKUP("Less", "less"),
    MARKUP("Stylus", "styl"),
    { { "JSON", FC_LANGUAGE_DATA, FC_SYNTAX_NONE },
      "json geojson jsonl webmanifest topojson har avsc gltf map",
      "composer.lock Pipfile.lock .watchmanconfig" },
    DATA("JSON with Comments", "jsonc code-workspace",
         ".eslintrc .babelrc tsconfig.json"),
    DATA("JSON5", "json5", ""),
    DATA("YAML", "yml yaml", ".clang-format .clang-tidy pubspec.lock yarn.lock"),
    DATA("TOML", "toml", "Cargo.lock poetry.lock Pipfile Gopkg.lock uv.lock"),
    DATA("INI", "ini cfg prefs service socket timer", ".editorconfig .gitconfig"),
    DATA("Java Properties", "properties", ""),
    { { "XML", FC_LANGUAGE_DATA, FC_SYNTAX_NONE },
      "xml xsd csproj vcxproj vbproj fsproj props targets plist nuspec xaml resx wsdl "
      "xib storyboard rng axml xlf iml launch gpx kml wsf",
      "" },
    DATA("SVG", "svg", ""),
    DATA("CSV", "csv", ""),
    DATA("TSV", "tsv", ""),
    DATA("Diff", "diff patch", ""),
    DATA("Gettext Catalog", "po pot", ""),
    DATA("Go Module", "", "go.mod"),
    DATA("Go Checksums", "", "go.sum"),
    DATA("Ignore List", "gitignore dockerignore npmignore", ""),
    DATA("Git Attributes", "gitattributes", ""),
    DATA("Jupyter Notebook", "ipynb", ""),
    DATA("Roff", "1 3 8", ""),
    DATA("Wavefront Object", "obj", ""),
    DATA("PostScript", "ps eps", ""),
    DATA("STL", "stl", ""),
};

enum { ROWS = sizeof rows / sizeof *rows };

const fc_language *fc_language_at(size_t i)
{
    return i < ROWS ? &rows[i].language : NULL;
}

const fc_language *fc_language_named(fc_str name)
{
    for (size_t i = 0; i < ROWS; i++)
        if (fc_str_ieq(name, fc_str_of(rows[i].language.name)))
            return &rows[i].language;
    return NULL;
}

fc_str fc_file_name(fc_str path)
{
    fc_str scheme = fc_str_sub(path, 0, 10);
    bool address = fc_str_find(scheme, FC_STR("://")) < scheme.n;
    for (size_t i = 0; address && i < path.n; i++)
        if (path.p[i] == '?' || path.p[i] == '#')
            path.n = i;
    size_t at = path.n;
    while (at && path.p[at - 1] != '/')
        at--;
    return fc_str_sub(path, at, path.n);
}

/* Whether a word of the list is `want`; *shared when it has the mark. */
static bool listed(const char *list, fc_str want, bool fold, bool *shared)
{
    for (const char *p = list, *end; want.n && p && *p; p = end + (*end == ' ')) {
        *shared = *p == '!';
        p += *shared;
        for (end = p; *end && *end != ' ';)
            end++;
        if ((size_t)(end - p) != want.n)
            continue;
        fc_str word = { p, want.n };
        if (fold ? fc_str_ieq(word, want) : fc_str_eq(word, want))
            return true;
    }
    return false;
}

/* "#!/usr/bin/env -S python3 -u": the program's name without version. */
static fc_str interpreter(fc_str text)
{
    fc_str line = fc_str_sub(text, 0, fc_str_findc(fc_str_sub(text, 0, 256), '\n')), word;
    if (!fc_str_starts(line, FC_STR("#!")))
        return (fc_str){ "", 0 };
    fc_str rest = fc_str_trim(fc_str_sub(line, 2, line.n));
    while (fc_str_split(&rest, ' ', &word)) {
        word = fc_file_name(fc_str_trim(word));
        bool option = word.n && (word.p[0] == '-' || fc_str_findc(word, '=') < word.n);
        if (word.n && !option && !fc_str_is(word, "env"))
            break;
    }
    while (word.n && (word.p[word.n - 1] == '.' || fc_is_digit(word.p[word.n - 1])))
        word.n--;
    return word;
}

static const fc_language *by_interpreter(fc_str text)
{
    static const struct {
        const char *programs, *name;
    } known[] = {
        { "sh bash dash ksh zsh ash mksh", "Shell" },
        { "python pypy pythonw", "Python" },
        { "perl", "Perl" },
        { "ruby jruby macruby rbx", "Ruby" },
        { "node nodejs", "JavaScript" },
        { "deno ts-node tsx bun", "TypeScript" },
        { "php", "PHP" },
        { "lua luajit", "Lua" },
        { "tclsh wish expect", "Tcl" },
        { "awk gawk mawk nawk", "Awk" },
        { "sed gsed", "sed" },
        { "Rscript", "R" },
        { "julia", "Julia" },
        { "make", "Makefile" },
        { "fish", "fish" },
        { "csh tcsh", "Tcsh" },
        { "escript", "Erlang" },
        { "elixir", "Elixir" },
        { "groovy", "Groovy" },
        { "scala", "Scala" },
        { "swift", "Swift" },
        { "runhaskell runghc stack", "Haskell" },
        { "ocaml ocamlrun", "OCaml" },
        { "guile gosh csi", "Scheme" },
        { "racket", "Racket" },
        { "sbcl clisp", "Common Lisp" },
        { "raku perl6", "Raku" },
        { "swipl", "Prolog" },
        { "pwsh", "PowerShell" },
        { "osascript", "AppleScript" },
        { "crystal", "Crystal" },
        { "nix-shell", "Nix" },
    };
    fc_str program = interpreter(text);
    bool shared;
    for (size_t i = 0; program.n && i < sizeof known / sizeof *known; i++)
        if (listed(known[i].programs, program, false, &shared))
            return fc_language_named(fc_str_of(known[i].name));
    return NULL;
}

/* "Dockerfile.dev", "Makefile.linux": what stands before the dot is the name. */
static const fc_language *by_name(fc_str name)
{
    bool shared;
    fc_str stem = fc_str_sub(name, 0, fc_str_findc(name, '.'));
    for (size_t i = 0; i < ROWS; i++)
        if (listed(rows[i].names, name, false, &shared))
            return &rows[i].language;
    if (fc_str_is(stem, "Dockerfile") || fc_str_is(stem, "Makefile"))
        return fc_language_named(stem);
    return NULL;
}

const fc_language *fc_language_of(fc_str path, fc_str text)
{
    fc_str name = fc_file_name(path);
    const fc_language *found = by_name(name);
    size_t dot = name.n;
    text = fc_str_sub(text, 0, HEAD);
    while (dot && name.p[dot - 1] != '.')
        dot--;
    fc_str ending = dot ? fc_str_sub(name, dot, name.n) : (fc_str){ "", 0 };
    for (size_t i = 0; !found && ending.n && ending.n <= LONGEST_ENDING && i < ROWS;
         i++) {
        bool shared;
        if (!listed(rows[i].endings, ending, true, &shared))
            continue;
        const char *decided = shared ? fc_language_shared(ending, text) : NULL;
        return !shared ? &rows[i].language
               : decided ? fc_language_named(fc_str_of(decided)) : NULL;
    }
    return found ? found : by_interpreter(text);
}

const fc_language *fc_language_of_doc(const fc_doc *doc)
{
    static const char *const names[] = { "path", "url", "file_path" };
    const fc_value *v = fc_fields_get(&doc->attr, FC_STR("code_language"));
    if (v && v->type == FC_STRING)
        return fc_language_named(v->str);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        fc_str name = fc_str_of(names[i]);
        v = fc_fields_get(&doc->meta, name);
        if (!v)
            v = fc_fields_get(&doc->extra, name);
        const fc_language *l = v && v->type == FC_STRING
                                   ? fc_language_of(v->str, doc->text)
                                   : NULL;
        if (l)
            return l;
    }
    return NULL;
}
