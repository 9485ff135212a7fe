#!/usr/bin/env python3
"""Fails when the README of a source folder names a file that is not there, and when a source
file is named neither by it nor by the opening comment of a header of the folder (a map: pdf.h,
docs.h). Named is a file as `name.c`, as a word between backquotes or in the first column of a
table; `*` stands for any letters ("render*.c")."""
import fnmatch
import os
import re
import sys

TOP = os.environ.get("SRCDIR") or os.path.join(os.path.dirname(__file__), "..", "..")
FOLDERS = ("classifiers", "extractors", "src/base", "src/cli", "src/core", "src/filters",
           "src/html", "src/io", "src/readers", "src/text")
OTHERS = ("src", "tests/unit", "tests/fuzz", "tests/bench")
FILE = re.compile(r"([A-Za-z0-9_*]+)\.[ch]\b")
WORDS = re.compile(r"`([^`]+)`|^\| *([^|]+)\|", re.M)
NOT_OURS = ("NAME", "test_NAME", "x", "test_x", "gumbo")  # patterns, and a library's


def read(*path):
    with open(os.path.join(TOP, *path), encoding="utf-8") as text:
        return text.read()


def sources(folder, ends):
    return sorted(n for n in os.listdir(os.path.join(TOP, folder)) if n.endswith(ends))


def stems(folders):
    return {name[:-2] for folder in folders for name in sources(folder, (".c", ".h"))}


def named(text):
    return {w for found in WORDS.findall(text) for part in found
            for w in re.split(r"[^A-Za-z0-9_*]+", part)} | set(FILE.findall(text))


def tabled(readme):
    """What the first column of tables of files names."""
    rows = [row for table in re.findall(r"^\| file \|.*\n\|[- |]+\n((?:\|.*\n)+)", readme, re.M)
            for row in table.splitlines()]
    return {w for row in rows for w in re.findall(r"([A-Za-z0-9_*]+)(?:\.\w+)?",
                                                  row.split("|")[1])}


def matches(stem, names):
    return any(fnmatch.fnmatchcase(stem, name) for name in names)


def main():
    wrong, there = [], stems(FOLDERS + OTHERS)
    for folder in FOLDERS:
        readme = read(folder, "README.md")
        maps = [read(folder, name).split("*/")[0] for name in sources(folder, ".h")]
        files = {n for text in [readme] + maps for n in FILE.findall(text)} | tabled(readme)
        wrong += [f"{folder}: {n}.c or .h is named and not there" for n in sorted(files)
                  if n not in NOT_OURS and not any(fnmatch.fnmatchcase(t, n) for t in there)]
        known = named(readme) | {n for text in maps
                                 for n in set(FILE.findall(text[text.find("\n"):]))}
        wrong += [f"{folder}/{name} is named by no README" for name in sources(folder, ".c")
                  if not matches(name[:-2], known)]
    print("\n".join(wrong + [f"{len(wrong)} names amiss"]))
    return 1 if wrong else 0


sys.exit(main())
