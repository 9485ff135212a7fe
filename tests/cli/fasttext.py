#!/usr/bin/env python3
"""Labels and probabilities against the command fasttext (skipped when it is not installed): on
the models of tests/files/fasttext, and on models trained here with other settings."""
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import unittest

from common import TOP, filterc

FILES = os.path.join(TOP, "tests", "files", "fasttext")
ODD = ["", " ", "x", "\t two\u00a0words\u3000here ", "雨雨雨 train-rail", "ÿ é naïve ½", "word " * 100,
       "a" * 5000, "__label__rain rain", "0 1 22 333", "🙂 rain 🙂🙂"]
WORDS = "rain cloud train rail bread dough flour river the of and sea 雨 駅 麦 Nebel Gleis Mehl x yz".split()
SETTINGS = (
    ["-dim", "7", "-wordNgrams", "3", "-bucket", "900"],
    ["-dim", "8", "-minn", "1", "-maxn", "5", "-bucket", "2000", "-loss", "hs"],
    ["-dim", "16", "-minn", "2", "-maxn", "4", "-wordNgrams", "2", "-bucket", "1000", "-loss", "ova"],
    ["-dim", "33", "-minn", "3", "-maxn", "3", "-bucket", "100", "-loss", "ns"],
)


def texts():
    """Odd ones, and mixtures of words of the models."""
    rnd = random.Random(5)
    return ODD + [" ".join(rnd.choice(WORDS) for _ in range(rnd.randint(1, 60))) for _ in range(300)]


def expected(model, k):
    """What fasttext prints, as lists of (label, probability)."""
    lines = "".join(text + "\n" for text in texts()).encode()
    out = subprocess.run(["fasttext", "predict-prob", model, "-", str(k)], input=lines, check=True,
                         stdout=subprocess.PIPE, stderr=subprocess.DEVNULL).stdout.decode()
    rows = [line.split() for line in out.split("\n")[:-1]]
    return [[(r[i][len("__label__"):], float(r[i + 1])) for i in range(0, len(r), 2)] for r in rows]


@unittest.skipUnless(shutil.which("fasttext"), "no fasttext here")
class Same(unittest.TestCase):
    def check(self, model):
        documents = "".join(json.dumps({"id": str(i), "text": t}) + "\n" for i, t in enumerate(texts()))
        done = filterc("fasttext", "--quiet", "--k", "4", "--model", model, stdin=documents.encode())
        self.assertEqual(done.returncode, 0, done.stderr)
        ours = [json.loads(line).get("attributes", {}) for line in done.stdout.splitlines()]
        theirs = expected(model, 4)
        self.assertEqual(len(ours), len(theirs))
        for text, our, their in zip(texts(), ours, theirs):
            values = dict(our.get("fasttext_all", {}))
            self.assertEqual(len(values), len(their), text)
            for mine, (_, p) in zip(values.values(), their):
                self.assertAlmostEqual(mine, p, delta=1.1e-5, msg=f"{model}: {text[:60]!r}")
            for label, p in their:
                if label in values:     # of equal labels either may be among the k best
                    self.assertAlmostEqual(values[label], p, delta=1.1e-5, msg=f"{model}: {text[:60]!r}")

    def test_files(self):
        for name in sorted(os.listdir(FILES)):
            if name.endswith((".bin", ".ftz")):
                with self.subTest(name):
                    self.check(os.path.join(FILES, name))

    def test_trained(self):
        rnd = random.Random(9)
        with tempfile.TemporaryDirectory() as folder:
            data = os.path.join(folder, "data")
            with open(data, "w", encoding="utf-8") as f:
                for _ in range(400):
                    first = rnd.randrange(len(WORDS))
                    words = [WORDS[(first + rnd.randint(0, 4)) % len(WORDS)] for _ in range(rnd.randint(3, 12))]
                    f.write(f"__label__{first} {' '.join(words)}\n")
            for i, settings in enumerate(SETTINGS):
                model = os.path.join(folder, str(i))
                subprocess.run(["fasttext", "supervised", "-input", data, "-output", model, "-epoch", "5",
                                "-lr", "0.3", "-thread", "1", *settings], check=True,
                               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
                with self.subTest(settings):
                    self.check(model + ".bin")


if __name__ == "__main__":
    sys.exit(77 if not shutil.which("fasttext") else unittest.main())
