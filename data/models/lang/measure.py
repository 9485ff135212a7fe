#!/usr/bin/env python3
"""How well languages are told: macro-F1, accuracy and calibration on lines with known labels.

    measure.py FILTERC FILE.tsv [--short] [--lid176 FTZ] [--list N]

FILE.tsv is one of prepare.py's: label, source, text. --short cuts pieces of 20 to 60 characters
out of the lines. --lid176 measures fastText's model beside it, on the lines whose label it has."""
import argparse
import json
import os
import random
import subprocess
import tempfile
from collections import Counter

FROM_LID176 = {"no": "nb", "als": "gsw", "bh": "bho", "eml": "egl"}


def read(path, short):
    rng, rows = random.Random(1), []
    with open(path, encoding="utf-8") as f:
        for line in f:
            label, source, text = line.rstrip("\n").split("\t", 2)
            if source != "words":
                rows.append((label, piece(text, rng) if short else text))
    return rows


def piece(text, rng):
    n = rng.randint(20, 60)
    at = rng.randrange(len(text) - 60) if len(text) > 80 else 0
    while 0 < at < len(text) - 20 and text[at - 1] != " ":
        at += 1
    return text[at:at + n]


def ours(filterc, rows):
    text = "".join(json.dumps({"id": str(i), "text": r[1]}) + "\n" for i, r in enumerate(rows))
    out = subprocess.run([filterc, "lang", "--quiet"], input=text.encode(), check=True,
                         stdout=subprocess.PIPE).stdout
    found = {}
    for line in out.decode().split("\n"):
        if line:
            doc = json.loads(line)
            found[int(doc["id"])] = (doc["attributes"]["lang"], doc["attributes"]["lang_score"])
    return [found.get(i, ("und", 0)) for i in range(len(rows))]


def theirs(ftz, rows):
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", delete=False) as f:
        f.write("".join(r[1].replace("\n", " ") + "\n" for r in rows))
    out = subprocess.run(["fasttext", "predict-prob", ftz, f.name], check=True,
                         stdout=subprocess.PIPE).stdout
    os.unlink(f.name)
    found = []
    for line in out.decode().split("\n")[:len(rows)]:
        label, _, p = line.partition(" ")
        label = label[len("__label__"):]
        found.append((FROM_LID176.get(label, label), min(float(p or 0), 1)))
    return found


def tell(name, rows, found, only, n_listed):
    right, of, as_it, wrong = Counter(), Counter(), Counter(), Counter()
    bins = [[0, 0, 0.0] for _ in range(10)]
    for (label, _), (guess, p) in zip(rows, found):
        if label not in only:
            continue
        of[label] += 1
        as_it[guess] += 1
        right[label] += label == guess
        wrong[label, guess] += label != guess
        b = bins[min(int(p * 10), 9)]
        b[0] += 1
        b[1] += label == guess
        b[2] += p
    f1 = {l: 2 * right[l] / (of[l] + as_it[l]) for l in of if of[l] >= 10}
    total = sum(of.values())
    off = sum(abs(b[1] - b[2]) for b in bins) / total
    print("%s: macro-F1 %.4f over %d labels, accuracy %.4f, calibration error %.4f (%d lines)" %
          (name, sum(f1.values()) / len(f1), len(f1), sum(right.values()) / total, off, total))
    for l in sorted(f1, key=lambda l: f1[l])[:n_listed]:
        most = sorted(((n, g) for (a, g), n in wrong.items() if a == l), reverse=True)[:4]
        print("  %-4s %.3f  %d lines, %d so called:" % (l, f1[l], of[l], as_it[l]),
              ", ".join("%s %d" % (g, n) for n, g in most))


def main():
    p = argparse.ArgumentParser()
    p.add_argument("filterc")
    p.add_argument("tsv")
    p.add_argument("--short", action="store_true")
    p.add_argument("--lid176")
    p.add_argument("--list", type=int, default=0)
    a = p.parse_args()
    rows = read(a.tsv, a.short)
    found = ours(a.filterc, rows)
    every = {l for l, _ in rows}
    tell("filterc lang, all", rows, found, every, a.list)
    if a.lid176:
        with open(a.lid176, "rb") as f:
            known = {w.split(b"\0")[0].decode() for w in f.read(200000).split(b"__label__")[1:]}
        shared = every & {FROM_LID176.get(l, l) for l in known}
        tell("filterc lang, labels of lid.176", rows, found, shared, 0)
        tell("lid.176", rows, theirs(a.lid176, rows), shared, a.list)


if __name__ == "__main__":
    main()
