#!/usr/bin/env python3
"""Writes punkt_table.h: what the sentence cutter knows of words.

usage: punkt_table.py ANNOTATIONS.jsonl.gz... >punkt_table.h

The abbreviations are told here as families. Which words begin sentences, and which frequent
words are written in lower case, is counted in the English documents of the annotations: a
word begins sentences when it stands behind their ends by far more often than chance would
have it (Dunning's log-likelihood, as Kiss and Strunk 2006 use it)."""
import collections
import gzip
import json
import math
import re
import sys

ABBREVIATIONS = """
    mr mrs ms messrs dr prof jr sr st rev hon gen col maj capt sgt lt cmdr adm gov sen sens rep
    reps pres esq ph.d m.d b.a m.a
    inc corp co cos ltd bros cie assn dept univ
    jan feb aug sept oct nov dec mon tues wed thurs fri
    ala ariz ark calif colo conn del fla ga ill ind kan ky la mass md mich minn miss mo mont neb
    nev okla ore pa tenn tex va vt wash wis wyo
    ave blvd ft mt no vs etc al approx ed eds est pp vol vols
    a.m p.m a.d b.c u.s u.k u.n u.s.a u.s.s.r e.u d.c l.a n.c n.d n.h n.j n.m n.y r.i s.c s.d
    w.va a.k.a p.o p.s""".split()
LOWER_WORDS, STARTER_AT_LEAST, STARTER_SCORE = 1000, 100, 30


def documents(paths):
    for path in paths:
        for line in gzip.open(path, "rt", encoding="utf-8"):
            doc = json.loads(line)
            if doc["lang"] == "en":
                yield doc["text"]


def log_likelihood(ends, word, both, total):
    """How much more often the word stands behind an end than it would by chance."""
    def part(hits, tries, p):
        p = min(max(p, 1e-12), 1 - 1e-12)
        return hits * math.log(p) + (tries - hits) * math.log(1 - p)

    p, p1, p2 = word / total, both / ends, (word - both) / (total - ends)
    if p1 <= p:
        return 0
    return -2 * (part(both, ends, p) + part(word - both, total - ends, p)
                 - part(both, ends, p1) - part(word - both, total - ends, p2))


def main():
    lower, seen, begins, ends = (collections.Counter() for _ in range(4))
    total = 0
    for text in documents(sys.argv[1:]):
        for match in re.finditer(r"([.?!]?)(\s+)([A-Za-z]+)\b", text):
            word = match[3].lower()
            total += 1
            seen[word] += 1
            lower[word] += match[3].islower()
            if match[1] and "\n" not in match[2]:
                ends[""] += 1
                begins[word] += match[3][0].isupper()
    flags = collections.Counter()
    for word in ABBREVIATIONS:
        flags[word] |= 1
    for word, n in seen.items():
        name = lower[word] * 10 < n
        if n >= STARTER_AT_LEAST and len(word) > 1 and not name and log_likelihood(
                ends[""], n, begins[word], total) >= STARTER_SCORE:
            flags[word] |= 2
    for word, _ in lower.most_common(LOWER_WORDS):
        flags[word] |= 4
    print("/* punkt_table.h - made by punkt_table.py; do not edit. */")
    print("enum { ABBREVIATION = 1, STARTER = 2, LOWER = 4, WORD_MAX = %d };"
          % max(map(len, flags)))
    print("static const struct { const char *word; uint8_t flags; } words[] = {")
    line = "   "
    for word in sorted(flags):
        row = ' {"%s",%d},' % (word, flags[word])
        if len(line + row) > 90:
            print(line)
            line = "   "
        line += row
    print(line + "\n};")


if __name__ == "__main__":
    sys.exit(main())
