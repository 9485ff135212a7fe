#!/usr/bin/env python3
"""Makes corrupt_tables.h: what corrupt_pairs.c knows of letters and ideographs.

usage: corrupt_tables.py JUDGED.jsonl.gz NTREX-128 >corrupt_tables.h

JUDGED as for corrupt_train.py, NTREX-128 the folder of that name of OPUS-MT-testsets: news in 128
languages. What a letter costs after the one before it is the least that it costs in any
language, so that only what is rare in all of them is dear. Same input, same bytes."""
import collections
import glob
import gzip
import json
import math
import os
import sys
import unicodedata

SCRIPTS = (("Latin", 60), ("Cyrillic", 48), ("Greek", 35), ("Hebrew", 27), ("Arabic", 44), ("Indic", 80),
           ("Thai", 79))
STEPS, MOST = 4, 62         # of a bit; the dearest, so that it is one character of ASCII
FEWEST = 20000              # pairs of a script in a language that is written in it
TONE = 6                    # steps that the accent of a tone costs at most


def place(c):
    """(script, number), as fc_corrupt_place_of has it."""
    o = ord(c)
    for script, first, last, offset in (
            (0, 0x61, 0x7A, 0), (0, 0xDF, 0xFF, 26), (1, 0x430, 0x45F, 0), (2, 0x3AC, 0x3CE, 0),
            (3, 0x5D0, 0x5EA, 0), (4, 0x620, 0x64A, 0)):
        if first <= o <= last:
            return script, o - first + offset
    if 0x100 <= o < 0x250 or 0x1E00 <= o < 0x1F00:
        return 0, 59
    if 0x671 <= o <= 0x6D3:
        return 4, 43
    if 0x900 <= o <= 0xD7F and o & 0x7F < 80:
        return 5, o & 0x7F
    if 0xE00 <= o <= 0xEFF and o & 0x7F < 79:
        return 6, o & 0x7F
    return None


def pairs(text):
    last = None
    for c in text.lower():
        kind = unicodedata.category(c)[0]
        now = place(c) if kind in "LM" else None
        if kind == "M" and not now:
            continue
        if now and last and now[0] == last[0]:
            yield now[0], last[1], now[1]
        last = now


def costs_of(text):
    """{script: rows of bits}, and how often each pair is there."""
    count = collections.Counter(pairs(text))
    found = {}
    for script, (_, n) in enumerate(SCRIPTS):
        rows = [[count[script, a, b] for b in range(n)] for a in range(n)]
        if sum(map(sum, rows)) >= FEWEST:
            found[script] = [[-math.log2((v + 0.5) / (sum(row) + 0.5 * n)) for v in row] for row in rows]
    return found, count


def with_tones(least):
    """A vowel with an accent costs little more than without: in Yoruba and many others most may have
    one, and texts with all of them are few."""
    for plain, accented in zip("aeiou", ("àá", "èé", "ìí", "òó", "ùú")):
        a = place(plain)[1]
        for t in (place(c)[1] for c in accented):
            for row in least:
                row[t] = min(row[t], row[a] + TONE)
            least[t] = [min(v, w + TONE) for v, w in zip(least[t], least[a])]


def least_costs(texts):
    """For each script the least costs, and what its languages cost by them, but the dearest few."""
    all_found = [costs_of(text) for text in texts]
    for script, (_, n) in enumerate(SCRIPTS):
        mine = [found[script] for found, _ in all_found if script in found]
        least = [[min(MOST, round(STEPS * min(rows[a][b] for rows in mine))) for b in range(n)]
                 for a in range(n)]
        if script == 0:
            with_tones(least)
        means = []
        for found, count in all_found:
            here = {k: v for k, v in count.items() if k[0] == script}
            if script in found:
                means.append(sum(least[a][b] * v for (_, a, b), v in here.items()) / sum(here.values()) / STEPS)
        yield least, sorted(means)[math.ceil(0.97 * (len(means) - 1))]


def common():
    """The ideographs of level 1 of GB 2312, JIS X 0208 and Big5, and the syllables of KS X 1001."""
    rows = (("gb2312", range(0xB0, 0xD8)), ("euc_jp", range(0xB0, 0xD0)), ("big5", range(0xA4, 0xC7)),
            ("euc_kr", range(0xB0, 0xC9)))
    return {bytes([a, b]).decode(charset, "replace") for charset, firsts in rows for a in firsts
            for b in range(0x40, 0xFF)}


def c_string(text, indent):
    pieces = [text[i:i + 60].replace("\\", "\\\\") for i in range(0, len(text), 60)]
    return ("\n" + indent).join('"%s"' % piece for piece in pieces)


def main():
    with gzip.open(sys.argv[1], "rt", encoding="utf-8") as f:
        judged = [json.loads(line) for line in f]
    texts = ["".join(d["text"] for d in judged if d["damage"] == 0 and d["lang"] == lang)
             for lang in sorted({d["lang"] for d in judged})]
    for path in sorted(glob.glob(os.path.join(sys.argv[2], "*.txt"))):
        with open(path, encoding="utf-8") as f:
            texts.append(unicodedata.normalize("NFC", f.read()))
    print("/* corrupt_tables.h - made by corrupt_tables.py; do not edit. Quarter bits, '@' is 0. */")
    print("typedef struct pair_script {\n    size_t n;\n    double usual;\n    const char *cost;\n} pair_script;\n")
    print("static const pair_script pair_scripts[] = {")
    for (name, n), (least, usual) in zip(SCRIPTS, least_costs(texts)):
        print("    { %d, %.3f,        /* %s */\n      %s },"
              % (n, usual, name, c_string("".join(chr(64 + v) for row in least for v in row), "      ")))
    print("};\n")
    known = common()
    bits = "".join(str(int(chr(c) in known)) for c in [*range(0x4E00, 0xA000), *range(0xAC00, 0xD7A4)])
    print("/* U+4E00 to U+9FFF, then U+AC00 to U+D7A3: a bit for each, 1: common. */")
    print("static const char common_ideographs[] =\n    %s;" % c_string("%0*x" % (len(bits) // 4, int(bits, 2)), "    "))


if __name__ == "__main__":
    sys.exit(main())
