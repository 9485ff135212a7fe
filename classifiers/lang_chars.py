#!/usr/bin/env python3
"""Write lang_chars_table.h: the script of every letter and mark, and lower case of letters.

    python3 classifiers/lang_chars.py > classifiers/lang_chars_table.h

Made from Debian's package unicode-data."""
import re

UCD = "/usr/share/unicode/"
LAST_FOLDED = 0x2000        # lower case is known below this


def rows(name):
    with open(UCD + name, encoding="utf-8") as f:
        for line in f:
            cells = [c.strip() for c in line.split("#")[0].split(";")]
            if len(cells) > 1:
                yield cells


def span(text):
    first, _, last = text.partition("..")
    return range(int(first, 16), int(last or first, 16) + 1)


def code_points():
    """{code point: (general category, simple lower case)}"""
    found, first = {}, None
    for cells in rows("UnicodeData.txt"):
        code = int(cells[0], 16)
        if cells[1].endswith(", First>"):
            first = code
            continue
        for c in range(first if first is not None else code, code + 1):
            found[c] = (cells[2], int(cells[13], 16) if cells[13] else c)
        first = None
    return found


short = {c[2]: c[1] for c in rows("PropertyValueAliases.txt") if c[0] == "sc"}
points = code_points()
names, script = [], {}
for cells in rows("Scripts.txt"):
    name = short[cells[1]]
    for c in span(cells[0]):
        if points.get(c, ("Cn",))[0][0] in "LM":
            script[c] = name
names = sorted(set(script.values()) - {"Zyyy", "Zinh"})


def print_ranges(value):
    runs = []
    for c in sorted(value):
        if runs and runs[-1][1] == c - 1 and runs[-1][2] == value[c]:
            runs[-1][1] = c
        else:
            runs.append([c, c, value[c]])
    line = "   "
    for a, b, v in runs:
        item = " { 0x%X, 0x%X, %s }," % (a, b, v)
        if len(line) + len(item) > 90:
            print(line)
            line = "   "
        line += item
    print(line)
    print("};")


with open(UCD + "Scripts.txt", encoding="utf-8") as f:
    version = re.search(r"Scripts-([\d.]+)\.txt", f.readline()).group(1)
print("/* lang_chars_table.h - made by lang_chars.py from Unicode %s; do not edit. */" % version)
print("enum {\n    FC_SCRIPT_NONE, FC_SCRIPT_MARK,")
line = "   "
for n in names:
    item = " FC_SCRIPT_%s," % n.upper()
    if len(line) + len(item) > 90:
        print(line)
        line = "   "
    line += item
print(line + "\n    FC_SCRIPTS\n};")
print("\nstatic const char script_names[FC_SCRIPTS][5] = {\n    \"Zyyy\", \"Zinh\",")
line = "   "
for n in names:
    item = " \"%s\"," % n
    if len(line) + len(item) > 90:
        print(line)
        line = "   "
    line += item
print(line + "\n};")
print("\nstatic const struct { uint32_t first, last; uint8_t script; } script_ranges[] = {")
number = {n: i + 2 for i, n in enumerate(names)}
number["Zinh"] = number["Zyyy"] = 1     # accents, apostrophes that are letters: within a word
print_ranges({c: number[s] for c, s in script.items() if s in number})
print("\n/* lower case = code point + delta */")
print("static const struct { uint16_t first, last; int16_t delta; } fold_ranges[] = {")
folds = {c: p[1] - c for c, p in points.items() if max(c, p[1]) < LAST_FOLDED and p[1] != c}
print_ranges(folds)
