/* test_languages.c - languages by name and content; licences by their words. */
#include "base/str.h"
#include "text/languages.h"
#include "text/licences.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void languages_are_known_by_name_and_content(void **state)
{
    static const struct {
        const char *path, *text, *language; /* language NULL: none */
    } rows[] = {
        { "a/gear.c", "", "C" }, { "GEAR.CPP", "", "C++" },
        { "a.h", "int f(void);", "C" },
        { "a.h", "  namespace a {", "C++" }, { "a.h", "std::string f();", "C++" },
        { "a.h", "@interface A", "Objective-C" }, { "a.m", "% x\ny = 1;", "MATLAB" },
        { "a.m", "@implementation A", "Objective-C" },
        { "a.m", ":- module x.", "Mercury" },
        { "a.m", "(* x *) f[x_] := x", "Mathematica" }, { "a.pl", "use strict;", "Perl" },
        { "a.pl", "gear(x) :- wheel(x).", "Prolog" },
        { "a.pm", "unit module A;", "Raku" },
        { "a.t", "use Test::More;", "Perl" }, { "a.t", "once upon a time", NULL },
        { "a.r", "x <- 1", "R" }, { "a.R", "REBOL []", "Rebol" },
        { "a.ts", "<!DOCTYPE TS>", "XML" }, { "a.ts", "let a = 1", "TypeScript" },
        { "a.rs", "fn main() {}", "Rust" }, { "a.cs", "namespace A {}", "C#" },
        { "a.d", "a.o: a.c \\\n b.h", "Makefile" }, { "a.d", "module a;", "D" },
        { "a.cls", "\\ProvidesClass{a}", "TeX" }, { "a.cls", "Attribute VB_Name", "VBA" },
        { "a.cls", "public class A {}", "Apex" }, { "a.v", "Lemma a : b.", "Coq" },
        { "a.v", "module a;", "Verilog" }, { "a.fs", "#version 330", "GLSL" },
        { "a.fs", "let a = 1", "F#" }, { "a.S", "mov", "Unix Assembly" },
        { "Makefile", "", "Makefile" }, { "x/Makefile.linux", "", "Makefile" },
        { "Dockerfile.dev", "", "Dockerfile" }, { "CMakeLists.txt", "", "CMake" },
        { "notes.txt", "", NULL }, { "README", "words", NULL }, { "a.", "", NULL },
        { "run", "#!/bin/sh\n", "Shell" },
        { "run", "#!/usr/bin/env -S python3.11 -u", "Python" },
        { "run", "#! /usr/bin/env FOO=1 node", "JavaScript" }, { "run", "#!", NULL },
        { "run", "#!/usr/bin/unknown", NULL },
        { "https://a.example/b.py?c=d.rb", "", "Python" },
        { "a.tar!/b/c.go", "", "Go" }, { "Cargo.lock", "", "TOML" },
        { "go.mod", "", "Go Module" },
        { "samples/C#/gear.cs", "namespace A {}", "C#" },
        { "https://a.example/b.py#L1.rb", "", "Python" },
        { "a.hh", "<?hh\n", "Hack" }, { "a.hh", "class a;", "C++" },
        { "a.inc", "<?php f();", "PHP" }, { "a.inc", "<b>x</b>", "HTML" },
        { "a.inc", "{$I x}", "Pascal" }, { "a.inc", "/* x */\n#define A", "C++" },
        { "a.inc", "; x\n mov", "Assembly" }, { "a.inc", "words", NULL },
        { "a.pp", "unit a;", "Pascal" }, { "a.pp", "class a { }", "Puppet" },
        { "a.cl", "__kernel void a()", "OpenCL" }, { "a.cl", "(f)", "Common Lisp" },
        { "a.l", "%%\n", "Lex" }, { "a.l", "(f)", "Common Lisp" },
        { "a.l", ".TH a", "Roff" }, { "a.sls", "(f)", "Scheme" },
        { "a.sls", "nginx:\n  pkg.installed", "SaltStack" },
        { "a.f", "      end", "Fortran" }, { "a.f", ": a b ;", "Forth" },
        { "a.plt", "a :- b.", "Prolog" }, { "a.plt", "plot x", "Gnuplot" },
        { "a.m", "(* x *)\nend", "Mathematica" },
        { ".eslintrc", "", "JSON with Comments" }, { "a.ipynb", "", "Jupyter Notebook" },
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const fc_language *l =
            fc_language_of(fc_str_of(rows[i].path), fc_str_of(rows[i].text));
        const char *got = l ? l->name : "none",
                   *want = rows[i].language ? rows[i].language : "none";
        if (strcmp(got, want) != 0)
            fail_msg("%s with '%s' is %s, wanted %s", rows[i].path, rows[i].text, got,
                     want);
    }
}

static void all_names_lead_back(void **state)
{
    size_t n = 0;
    (void)state;
    for (const fc_language *l; (l = fc_language_at(n)); n++)
        assert_ptr_equal(fc_language_named(fc_str_of(l->name)), l);
    assert_true(n >= 80);
}

static void licences_are_known_by_their_words(void **state)
{
    static const struct {
        const char *text, *name;
    } rows[] = {
        { "Apache License\n   Version 2.0, January", "Apache-2.0" },
        { "# GNU Affero General Public License\n_Version 3_", "AGPL-3.0" },
        { "GNU LESSER GENERAL PUBLIC LICENSE Version 2.1", "LGPL-2.1" },
        { "GNU GENERAL PUBLIC LICENSE\nVersion 2, June", "GPL-2.0" },
        { "Redistribution and use in source and binary forms; Redistributions in binary "
          "form must reproduce",
          "BSD-2-Clause" },
        { "Redistribution and use in source and binary forms; nor be used to endorse or "
          "promote products derived",
          "BSD-3-Clause" },
        { "Permission to use, copy, modify, and/or distribute this software for any "
          "purpose with or without fee is hereby granted.",
          "0BSD" },
        { "Permission to use, copy, modify this software for any purpose with or without "
          "fee is hereby granted, provided that the copyright notice and this permission "
          "notice appear in all copies",
          "ISC" },
        { "Permission is hereby granted, free of charge, to any person to deal in the "
          "Software without restriction",
          "MIT-0" },
        { "Creative Commons Attribution-ShareAlike 4.0", "CC-BY-SA-4.0" },
        { "All rights reserved.", NULL },
        { "", NULL },
    };
    fc_arena a;
    (void)state;
    fc_arena_init(&a);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const fc_licence *l = fc_licence_of_text(fc_str_of(rows[i].text), &a);
        if (!rows[i].name)
            assert_null(l);
        else
            assert_string_equal(l ? l->name : "none", rows[i].name);
    }
    fc_arena_free(&a);
}

static void licence_files_have_their_names(void **state)
{
    static const char *const yes[] = { "LICENSE",     "a/COPYING",      "LICENSE-MIT",
                                       "licence.txt", "COPYING.LESSER", "MIT-LICENSE.txt",
                                       "UNLICENSE" };
    static const char *const no[] = { "license.c", "licenses.go", "LICENSEE", "README",
                                      "unlicensed", "a/LICENSE/x", "" };
    (void)state;
    for (size_t i = 0; i < sizeof yes / sizeof *yes; i++)
        if (!fc_licence_is_file(fc_str_of(yes[i])))
            fail_msg("%s is one", yes[i]);
    for (size_t i = 0; i < sizeof no / sizeof *no; i++)
        if (fc_licence_is_file(fc_str_of(no[i])))
            fail_msg("%s is none", no[i]);
}

static void expressions_permit(void **state)
{
    (void)state;
    assert_true(fc_licence_permits(FC_STR("MIT")));
    assert_true(fc_licence_permits(FC_STR("(mit AND Apache-2.0)")));
    assert_true(fc_licence_permits(FC_STR("MIT OR GPL-2.0")));
    assert_false(fc_licence_permits(FC_STR("MIT AND GPL-2.0")));
    assert_false(fc_licence_permits(FC_STR("MIT OR Apache-2.0 AND GPL-2.0")));
    assert_false(fc_licence_permits(FC_STR("NOASSERTION")));
    assert_false(fc_licence_permits(FC_STR("")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(languages_are_known_by_name_and_content),
        cmocka_unit_test(all_names_lead_back),
        cmocka_unit_test(licences_are_known_by_their_words),
        cmocka_unit_test(licence_files_have_their_names),
        cmocka_unit_test(expressions_permit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
