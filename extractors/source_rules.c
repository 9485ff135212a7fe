/* source_rules.c - what of a repository is no program that somebody wrote there:
 * copies of others' work, what tools made, minified pages, tables. In the spirit of
 * linguist's lists. */
#include "base/str.h"
#include "extractors/source.h"

enum { HEAD_LINES = 40, HEAD_BYTES = 8192, LONG_LINES = 110 };

/* ---------------------------------------------------------------- the place of a file */

static bool is_hex(fc_str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (!(fc_is_digit(s.p[i]) || (s.p[i] >= 'a' && s.p[i] <= 'f')))
            return false;
    return s.n > 0;
}

/* Without the endings of archives. */
static fc_str stem_of(fc_str name)
{
    static const char *const ends[] = { ".gz",  ".bz2", ".xz",  ".zst", ".lz4",
                                        ".tar", ".tgz", ".zip", ".7z" };
    name = fc_file_name(fc_str_ends(name, FC_STR("/")) ? fc_str_sub(name, 0, name.n - 1)
                                                       : name);
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        if (fc_str_ends(name, fc_str_of(ends[i])) && name.n > strlen(ends[i]))
            name.n -= strlen(ends[i]);
    return name;
}

static bool is_archive(fc_str outer)
{
    return fc_str_is(outer, "-") || stem_of(outer).n < fc_file_name(outer).n;
}

/* "filterc-1ef8f26", "filterc-<40 digits>": the commit, or nothing. */
static fc_str commit_of(fc_str top)
{
    size_t dash = top.n;
    while (dash && top.p[dash - 1] != '-')
        dash--;
    fc_str id = fc_str_sub(top, dash, top.n);
    return dash > 1 && (id.n == 40 || id.n == 7) && is_hex(id) ? id : (fc_str){ "", 0 };
}

fc_source_place fc_source_place_of(fc_str name)
{
    fc_source_place place = { { "", 0 }, name, { "", 0 } };
    size_t at = name.n;
    while (at > 1 && !(name.p[at - 1] == '/' && name.p[at - 2] == '!'))
        at--;
    if (at <= 1)
        return place;
    fc_str outer = fc_str_sub(name, 0, at - 2), stem = stem_of(outer);
    place.path = fc_str_sub(name, at, name.n);
    place.repository = stem;
    if (!is_archive(outer))
        return place;
    size_t slash = fc_str_findc(place.path, '/');
    fc_str top = fc_str_sub(place.path, 0, slash), commit = commit_of(top);
    bool unnamed = fc_str_is(stem, "-");
    if (slash == place.path.n || !(commit.n || unnamed || fc_str_eq(top, stem)))
        return place;
    place.repository = commit.n ? fc_str_sub(top, 0, top.n - commit.n - 1) : top;
    place.commit = commit;
    place.path = fc_str_sub(place.path, slash + 1, place.path.n);
    return place;
}

void fc_source_set_place(fc_doc *doc, fc_call *call, const fc_source_place *place)
{
    if (!place->repository.n)
        return;
    fc_extract_set(doc, call, "repository", place->repository);
    fc_extract_set(doc, call, "path", place->path);
    fc_extract_set(doc, call, "commit", place->commit);
}

/* ---------------------------------------------------------------- by path */

/* Folders that hold what was copied from elsewhere. */
static const char *const vendor_folders[] = {
    "vendor", "vendors", "vendored", "_vendor", "node_modules", "bower_components",
    "jspm_packages", "web_modules", "third_party", "third-party", "thirdparty",
    "3rdparty", "3rd-party", "3rd_party", "extern", "external", "externals", "Godeps",
    "Carthage", "Pods", ".yarn", ".pnp", "dist", "site-packages", "dist-packages",
    "eggs", "virtualenv", ".venv", "gnulib", "gnulib-lib", "fontawesome", "mathjax",
    "MathJax", "ckeditor", "tinymce", "tiny_mce", "codemirror", "ace-builds",
};

/* Files that everybody copies, whole or with a version behind the name. */
static const char *const vendor_files[] = {
    "jquery", "bootstrap", "modernizr", "underscore", "backbone", "angular", "prototype",
    "mootools", "dojo", "ext-all", "d3.v", "require.js", "raphael", "effects.js",
    "controls.js", "html5shiv", "normalize.css", "animate.css", "font-awesome",
    "fontawesome", "respond.js", "gradlew", "mvnw", "ltmain.sh", "config.guess",
    "config.sub", "install-sh", "missing", "depcomp", "libtool.m4",
};

static bool is_among(fc_str name, const char *const *list, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (fc_str_is(name, list[i]))
            return true;
    return false;
}

static bool ends_any(fc_str name, const char *const *ends, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (fc_str_ends(name, fc_str_of(ends[i])))
            return true;
    return false;
}

#define COUNT(list) (sizeof(list) / sizeof *(list))

/* A copied file is named as the list says, or so with a version: "jquery-3.1.js". */
static bool is_vendor_file(fc_str name)
{
    static const char *const ends[] = { ".js", ".css", ".scss", ".map" };
    for (size_t i = 0; i < COUNT(vendor_files); i++) {
        fc_str known = fc_str_of(vendor_files[i]);
        if (fc_str_eq(name, known))
            return true;
        if (!fc_str_istarts(name, known) || !ends_any(name, ends, COUNT(ends)))
            continue;
        char next = name.p[known.n];
        if (next == '.' || next == '-' || (next >= '0' && next <= '9'))
            return true;
    }
    return false;
}

static bool keeps(const fc_extract_conf *conf, const char *what)
{
    fc_str rest = fc_str_of(conf->keep_code), word;
    while (rest.p && fc_str_split(&rest, ',', &word))
        if (fc_str_is(fc_str_trim(word), what))
            return true;
    return false;
}

int fc_source_refuse_path(const fc_extract_conf *conf, const fc_source_place *place)
{
    fc_str rest = place->path, part;
    if (!place->repository.n || keeps(conf, "vendored"))
        return 0;
    if (fc_str_starts(rest, FC_STR("deps/")))
        return FC_EXTRACT_VENDORED;
    while (fc_str_split(&rest, '/', &part)) {
        bool file = !rest.p;
        if (file ? is_vendor_file(part)
                 : is_among(part, vendor_folders, COUNT(vendor_folders)))
            return FC_EXTRACT_VENDORED;
    }
    return 0;
}

/* ---------------------------------------------------------------- made by a program */

static bool is_generated_name(fc_str name)
{
    static const char *const names[] = {
        "package-lock.json", "npm-shrinkwrap.json", "yarn.lock", "pnpm-lock.yaml",
        "Cargo.lock", "composer.lock", "poetry.lock", "uv.lock", "pdm.lock",
        "Pipfile.lock", "Gemfile.lock", "Gopkg.lock", "glide.lock", "mix.lock",
        "flake.lock", "pubspec.lock", "Podfile.lock", "Package.resolved", "go.sum",
        "gradle.lockfile", "deno.lock", "bun.lock",
    };
    static const char *const ends[] = {
        ".pb.go", ".pb.cc", ".pb.h", ".pb.swift", "_pb2.py", "_pb2_grpc.py", "_pb2.pyi",
        "_pb.js", "_pb.d.ts", ".pb.dart", ".g.dart", ".freezed.dart", ".gr.dart",
        ".designer.cs", ".Designer.cs", ".g.cs", ".g.i.cs", ".js.map", ".css.map",
        ".mjs.map", "_string.go", "_generated.go", ".generated.ts", ".generated.go",
        ".generated.cs",
    };
    return is_among(name, names, COUNT(names)) || ends_any(name, ends, COUNT(ends));
}

static bool is_comment_line(fc_str line)
{
    static const char *const marks[] = {
        "//",   "#",      "/*", "*",  "--", ";",   "%",
        "<!--", "\"\"\"", "'",  "(*", "{-", "dnl", "REM"
    };
    for (size_t i = 0; i < COUNT(marks); i++)
        if (fc_str_starts(line, fc_str_of(marks[i])))
            return true;
    return false;
}

static bool has(fc_str s, const char *what)
{
    return fc_str_ifind(s, fc_str_of(what)) < s.n;
}

/* What tools write into the comment at the begin of what they make. */
static bool says_generated(fc_str line)
{
    static const char *const tools[] = {
        "@generated", "generated by the protocol buffer compiler",
        "autogenerated by thrift", "generated by cython", "a bison parser, made by",
        "lexical scanner generated by flex", "generated by django",
        "generated by gnu autoconf", "generated by automake",
        "automatically generated by swig", "generated by antlr", "generated by peg.js",
        "<auto-generated", "<autogenerated", "generated by jison",
        "generated automatically by", "generated by coffeescript",
        "this file was generated", "this file is generated", "this code was generated",
        "this file was automatically generated", "this file is automatically generated",
        "file automatically generated",
    };
    for (size_t i = 0; i < COUNT(tools); i++)
        if (has(line, tools[i]))
            return true;
    return (has(line, "generated") || has(line, "automatically created")) &&
           (has(line, "do not edit") || has(line, "do not modify") ||
            has(line, "don't edit") || has(line, "do not hand edit"));
}

/* Only the comments at the begin tell: a generator's own code has such words as well. */
static bool is_generated(fc_str name, fc_str text)
{
    fc_str rest = fc_str_sub(text, 0, HEAD_BYTES), line;
    if (is_generated_name(name))
        return true;
    bool warns = false, generated = false, block = false;
    for (int n = 0; n < HEAD_LINES && fc_str_split(&rest, '\n', &line); n++) {
        line = fc_str_trim(line);
        if (!block && !is_comment_line(line)) {
            if (line.n && !fc_str_starts(line, FC_STR("<?")))
                break;
            continue;
        }
        if (fc_str_find(line, FC_STR("/*")) < line.n)
            block = true;
        if (fc_str_find(line, FC_STR("*/")) < line.n)
            block = false;
        if (says_generated(line))
            return true;
        warns |= has(line, "do not edit") || has(line, "do not modify");
        generated |= has(line, "generated by") || has(line, "auto-generated") ||
                     has(line, "autogenerated") || has(line, "automatically generated") ||
                     has(line, "generated from");
    }
    return warns && generated;
}

/* ---------------------------------------------------------------- by content */

static bool is_minified(fc_str name, const fc_language *language, fc_str text)
{
    static const char *const of[] = { "JavaScript", "TypeScript", "CSS" };
    size_t lines = 0, chars = 0;
    fc_str rest = text, line;
    if (!is_among(fc_str_of(language->name), of, COUNT(of)))
        return false;
    if (has(name, ".min.") || has(name, "-min.") || has(name, ".bundle.js"))
        return true;
    while (fc_str_split(&rest, '\n', &line)) {
        lines += line.n > 0;
        chars += line.n;
    }
    return lines && chars / lines > LONG_LINES;
}

int fc_source_refuse_text(const fc_extract_conf *conf, fc_str path,
                          const fc_language *language, fc_str text)
{
    fc_str name = fc_file_name(path);
    if (!keeps(conf, "generated") && is_generated(name, text))
        return FC_EXTRACT_GENERATED;
    if (!keeps(conf, "minified") && is_minified(name, language, text))
        return FC_EXTRACT_MINIFIED;
    if (!keeps(conf, "data") && language->kind == FC_LANGUAGE_DATA &&
        text.n > (uint64_t)conf->max_data)
        return FC_EXTRACT_DATA;
    return 0;
}
