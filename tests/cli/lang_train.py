#!/usr/bin/env python3
"""Trains a small language model on made-up lines of two languages and of code: the same lines
give the same bytes, and `filterc lang` tells texts that were not among them."""
import json
import os
import random
import subprocess
import sys
import tempfile

TOP = os.path.abspath(os.environ.get("SRCDIR") or os.path.join(os.path.dirname(__file__), "..", ".."))
BUILD = os.path.abspath(os.environ.get("BUILDDIR") or TOP)
FILTERC = os.environ.get("FILTERC") or os.path.join(TOP, "filterc")
WORDS = {
    "en": "the river was cold and we walked home through fields of barley while it rained on her hat",
    "de": "der Fluss war kalt und wir gingen durch Felder voller Gerste nach Hause als es auf den Hut regnete",
    "und": "x0 = a[i] ; f(k) } else { q1 == z9 || rv != 0x3f ; tmp2 += p->n - 1 ) ( [ ] << >> %d",
}

# The trainer is a tool that runs once: it leaves its memory to the system.
ENVIRONMENT = dict(os.environ, ASAN_OPTIONS=os.environ.get("ASAN_OPTIONS", "") + ":detect_leaks=0")


def lines(rng, n):
    for label, words in WORDS.items():
        words = words.split()
        for _ in range(n):
            yield label, " ".join(rng.choice(words) for _ in range(12))


def write(path, rows):
    with open(path, "w", encoding="utf-8") as f:
        for label, text in rows:
            f.write("%s\tmade\t%s\n" % (label, text))


def train(folder, name):
    out = os.path.join(folder, name)
    subprocess.run([os.path.join(BUILD, "data/models/lang/lang_train"), "--examples", "4000", "--rows",
                    "3000", "--dim", "8", folder, out], check=True, env=ENVIRONMENT, stderr=subprocess.DEVNULL)
    with open(out, "rb") as f:
        return out, f.read()


def tell(model, texts):
    text = "".join(json.dumps({"id": str(i), "text": t}) + "\n" for i, t in enumerate(texts))
    done = subprocess.run([FILTERC, "lang", "--quiet", "--model", model], input=text.encode(),
                          stdout=subprocess.PIPE, check=True)
    return [json.loads(line)["attributes"]["lang"] for line in done.stdout.splitlines()]


def main():
    with tempfile.TemporaryDirectory() as folder:
        write(os.path.join(folder, "train.tsv"), lines(random.Random(1), 400))
        write(os.path.join(folder, "held.tsv"), lines(random.Random(2), 100))
        model, bytes_1 = train(folder, "a.lid")
        _, bytes_2 = train(folder, "b.lid")
        found = tell(model, ["we walked through the cold river", "wir gingen durch den kalten Fluss",
                             "else { a[i] += 0x3f ; }"])
    print(found, len(bytes_1))
    return 0 if bytes_1 == bytes_2 and found == ["en", "de", "und"] else 1


sys.exit(main())
