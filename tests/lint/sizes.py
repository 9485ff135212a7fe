#!/usr/bin/env python3
"""Fails on lines over 90 columns; prints the median and the long ones of files and functions
(DESIGN.md section 2: a file about 200 lines and rarely over 500, a function about 15 and
rarely over 50; tables are exempt). `make lint` shows what this says."""
import os
import statistics
import sys

COLUMNS, FILE_LINES, FUNCTION_LINES = 90, 500, 100
MADE = ("config.h", "registry_list.h", "block_bytes.h")
FOLDERS = ("src", "extractors", "classifiers", "tests")


def sources(top):
    for start in FOLDERS:
        for folder, folders, names in os.walk(os.path.join(top, start)):
            folders[:] = sorted(f for f in folders if f not in ("corpus", "files", "golden"))
            for name in sorted(names):
                path = os.path.join(folder, name)
                if name.endswith((".c", ".h")) and name not in MADE:
                    yield os.path.relpath(path, top)


def functions(lines):
    """(first line, length) of each body: from a brace alone in column 0 to the next one. The
    name stands on the line above it."""
    start = None
    for number, line in enumerate(lines, 1):
        if line == "{":
            start = number
        elif line == "}" and start:
            yield start, number - start + 1
            start = None


def main():
    top = os.environ.get("SRCDIR") or os.path.join(os.path.dirname(__file__), "..", "..")
    wide, sizes, bodies = [], [], []
    for path in sources(top):
        with open(os.path.join(top, path), encoding="utf-8", errors="replace") as text:
            lines = text.read().split("\n")
        wide += [f"{path}:{n}: {len(line)} columns" for n, line in enumerate(lines, 1)
                 if len(line) > COLUMNS and not path.endswith("_table.h")]
        if path.startswith("tests"):
            continue
        sizes.append((len(lines), path))
        bodies += [(length, f"{path}:{at}: {lines[at - 2].strip()}")
                   for at, length in functions(lines)]
    for size, path in sorted(sizes, reverse=True):
        if size > FILE_LINES:
            print(f"long file: {size} lines: {path}")
    for size, where in sorted(bodies, reverse=True):
        if size > FUNCTION_LINES:
            print(f"long function: {size} lines: {where}")
    print(f"files: {len(sizes)}, median {statistics.median(s for s, _ in sizes):.0f} lines; "
          f"functions: {len(bodies)}, median {statistics.median(s for s, _ in bodies):.0f}, "
          f"over 50: {sum(s > 50 for s, _ in bodies)}")
    print("\n".join(wide + [f"{len(wide)} lines over {COLUMNS} columns"]))
    return 1 if wide else 0


sys.exit(main())
