#!/usr/bin/env python3
"""The library as others use it: a program of its own (library_user.c) that is handed documents
gets what the command writes; the header is one for C99 and C++."""
import json
import os
import shutil
import subprocess
import tempfile
import unittest

from common import FILTERC, SECONDS, TOP, WEB, filterc, is_sanitized

USER = os.path.join(os.environ.get("BUILDDIR", TOP), "tests", "cli", "library_user")
DATA = os.environ.get("FILTERC_DATA", os.path.join(TOP, "data"))
PLAN = "extract | lang --keep en"


def use(plan, *files, stdin=b""):
    return subprocess.run([USER, DATA, plan, *files], input=stdin, capture_output=True, timeout=SECONDS)


class Library(unittest.TestCase):
    def test_documents_are_those_of_the_command(self):
        with tempfile.TemporaryDirectory() as folder:
            report = os.path.join(folder, "report")
            out = filterc("run", PLAN, "--report", report, WEB).stdout
            with open(report, encoding="utf-8") as f:
                funnel = f.read()
        with open(WEB, "rb") as f:
            web = f.read()
        for name, runs, done in ((WEB, 2, use(PLAN, WEB)), ("memory", 1, use(PLAN, stdin=web))):
            rows = []
            for line in out.splitlines():
                d = json.loads(line)
                rows.append(f"{d['id']} {d['attributes']['lang']} {len(d['text'].encode())} {name}\n")
            self.assertEqual((done.returncode, done.stderr), (0, b""))
            self.assertEqual(done.stdout.decode(), runs * ("".join(rows) + funnel))

    def test_errors_are_told(self):
        for words, status, says in ((("extract | lagn",), 64, "lang"), ((PLAN, "/no/file"), 66, "/no/file"),
                                    (("keep 'true'", WEB), 64, "put 'extract' before")):
            done = use(*words)
            self.assertEqual((done.returncode, done.stdout), (status, b""))
            self.assertIn(says, done.stderr.decode())

    @unittest.skipUnless(shutil.which("pkg-config") and shutil.which("cc"), "needs pkg-config and cc")
    @unittest.skipIf(is_sanitized(), "the flags are those of a plain build")
    def test_the_flags_that_pkg_config_gives(self):
        """Both lines that library_user.c tells make a program that runs."""
        built = os.path.dirname(FILTERC)
        variables = [f"--define-variable=libdir={built}/.libs", f"--define-variable=includedir={TOP}/src"]
        for more in ([], ["--static"]):
            flags = subprocess.run(["pkg-config", *variables, *more, "--cflags", "--libs", "filterc"], check=True,
                                   env={**os.environ, "PKG_CONFIG_PATH": os.path.join(built, "src")},
                                   capture_output=True).stdout.decode().split()
            with tempfile.TemporaryDirectory() as folder:
                user = os.path.join(folder, "user")
                done = subprocess.run(["cc", os.path.join(TOP, "tests", "cli", "library_user.c"), *flags,
                                       f"-Wl,-rpath,{built}/.libs", "-o", user], capture_output=True)
                self.assertEqual((done.returncode, done.stderr), (0, b""))
                done = subprocess.run([user, DATA, PLAN, WEB], capture_output=True, timeout=SECONDS)
                self.assertEqual((done.returncode, done.stdout), (0, use(PLAN, WEB).stdout))

    def test_the_header_is_for_all(self):
        with tempfile.TemporaryDirectory() as folder:
            for ending, text, compilers in (
                    (".c", "", (["gcc", "-std=c99"], ["clang", "-std=c11"])),
                    (".cc", "fc_str s = FC_STR(\"x\"); (void)s;", (["g++", "-std=c++11"], ["clang++", "-std=c++20"]))):
                path = os.path.join(folder, "x" + ending)
                with open(path, "w", encoding="utf-8") as f:
                    f.write(f"#include <filterc.h>\nint main(void) {{ {text} return 0; }}\n")
                for words in compilers:
                    if not shutil.which(words[0]):
                        continue
                    done = subprocess.run(words + ["-Wall", "-Wextra", "-pedantic", "-Werror",
                                                   "-fsyntax-only",
                                                   "-I", os.path.join(TOP, "src"), path], capture_output=True)
                    self.assertEqual((done.returncode, done.stderr), (0, b""), words)


if __name__ == "__main__":
    unittest.main()
