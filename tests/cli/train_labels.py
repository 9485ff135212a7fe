#!/usr/bin/env python3
"""train, as somebody uses it who does so for the first time: labels that are none, hosts that are
few, rare labels; and whether the report's figures are those of its predictions."""
import json
import os
import random
import struct
import tempfile
import unittest

from common import filterc

WORDS = [a + b + c for a in "bdfgklmn" for b in ("a", "ei", "o", "u") for c in ("rst", "ln", "k", "mp")]


def rows(n, hosts=30, seed=1):
    """Texts whose words lean towards their label q, 0 to 3."""
    draw = random.Random(seed)
    out = []
    for i in range(n):
        q = draw.randrange(4)
        words = (draw.choice(WORDS[q * 30:q * 30 + 38] if draw.random() < .3 else WORDS) for _ in range(40))
        out.append({"id": str(i), "text": " ".join(words), "url": f"http://h{i % hosts}.example/{i}", "q": q})
    return out


def spearman(x, y):
    def ranks(v):
        order = sorted(v)
        first = {}
        for i, a in enumerate(order):
            first.setdefault(a, i)
        return [first[a] + (order.count(a) + 1) / 2 for a in v]
    a, b = ranks(x), ranks(y)
    m = (len(x) + 1) / 2
    return (sum((p - m) * (q - m) for p, q in zip(a, b)) /
            (sum((p - m) ** 2 for p in a) * sum((q - m) ** 2 for q in b)) ** .5)


class Labels(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.path = os.path.join(self.folder.name, "labels.jsonl")
        self.model = os.path.join(self.folder.name, "q.fcm")

    def tearDown(self):
        self.folder.cleanup()

    def train(self, documents, *more, target="q"):
        with open(self.path, "w", encoding="utf-8") as f:
            for d in documents:
                f.write((d if isinstance(d, str) else json.dumps(d)) + "\n")
        return filterc("train", "--annotations", self.path, "--target", target, "--out", self.model, *more)

    def refused(self, done, says, status=65):
        self.assertEqual(done.returncode, status, done.stderr)
        self.assertIn(says, done.stderr.decode())
        self.assertFalse(os.path.exists(self.model))

    def report(self, *args, **more):
        done = self.train(*args, "--json", **more)
        self.assertEqual(done.returncode, 0, done.stderr)
        return json.loads(done.stdout)

    def test_what_is_no_label(self):
        """Each is told with its line; `null` is as good as none."""
        for label, says in (([1], "is neither a number nor a string"), ({}, "is neither a number nor a string"),
                            (-3e6, "'q' is -3e+06: a label that is a number is between"),
                            ("", "is a string without a letter"), ("a\0b", "is a string with a NUL in it")):
            with self.subTest(label):
                given = rows(30)
                given[7]["q"] = label
                self.refused(self.train(given), "labels.jsonl: line 8: 'q' " + says.removeprefix("'q' "))
        given = rows(240)
        given[7]["q"] = None
        self.assertIn("1 of 240 lines have no label or no text: they were passed over",
                      self.report(given)["warnings"])

    def test_texts_that_are_empty(self):
        self.refused(self.train([dict(d, text="") for d in rows(30)]), "30 have a label and no text")

    def test_targets(self):
        with open(self.model, "w", encoding="utf-8"):
            pass
        done = self.train(rows(30), target="q,r")
        self.assertEqual(done.returncode, 64, done.stderr)
        self.assertIn(b"q.fcm: is a file", done.stderr)
        os.remove(self.model)
        done = self.train(rows(30), target="q,q")
        self.assertEqual(done.returncode, 64, done.stderr)
        self.assertIn(b"named twice", done.stderr)

    def test_a_folder(self):
        done = filterc("train", "--annotations", self.folder.name, "--target", "q", "--out", self.model)
        self.refused(done, "is a folder", 64)

    def test_cut_of_a_choice(self):
        given = [dict(d, q="abcd"[d["q"]]) for d in rows(30)]
        self.refused(self.train(given, "--good", "2"), "about scores", 64)

    def test_a_cut_that_is_not_there(self):
        said = self.report(rows(240), "--good", "9", "--precision-floor", "0.9")
        self.assertIn("no cut is as was asked for", "".join(said["warnings"]))
        self.assertNotIn("pass", said)

    def test_one_host(self):
        given = [dict(d, url="http://one.example/") for d in rows(240)]
        self.refused(self.train(given), "'one.example'")
        self.assertEqual(self.report(given, "--by", "document")["report"]["documents"], 240)

    def test_one_text(self):
        given = [dict(d, text="all the same") for d in rows(60)]
        self.refused(self.train(given, "--by", "document"), "all documents have the same text")

    def test_one_document_of_a_label(self):
        given = [dict(d, q="ab"[i == 9]) for i, d in enumerate(rows(60))]
        self.assertIn("of label 'b' there is 1 document only", self.report(given)["warnings"])

    def test_few_hosts(self):
        """Whatever they are called, each is in a fold, and what there is too little of is not told."""
        for pair in range(8):
            given = [dict(d, url=f"http://h{pair}{i % 2}.example/") for i, d in enumerate(rows(60))]
            said = self.report(given, "--curve")
            self.assertEqual(said["report"]["documents"], 60)
            self.assertIsNone(said["curve"]["1/8"])

    def test_ways_to_write_a_host(self):
        """All of one host, however its URLs are written."""
        ways = ("http://one.example/{}", "HTTPS://WWW.One.Example:80/{}", "//one.example./{}", "one.example/{}",
                "http://me@one.example?{}")
        self.refused(self.train([dict(d, url=ways[i % 5].format(i)) for i, d in enumerate(rows(60))]),
                     "'one.example'")

    def test_no_host_is_in_two_folds(self):
        """Labels that only a host's own words tell are guessed where hosts are in several folds."""
        draw = random.Random(2)
        given = []
        for i in range(400):
            host = i % 40
            words = [f"word{host}x{draw.randrange(3)}"] * 5 + draw.sample(WORDS, 20)
            given.append({"text": " ".join(words), "url": f"http://h{host}.example/", "q": "ab"[host * 7 % 40 < 20]})
        apart = self.report(given)["report"]["accuracy"]
        mixed = self.report(given, "--by", "document")["report"]["accuracy"]
        self.assertGreater(mixed, .8)
        self.assertLess(apart, .65)

    def test_cuts_of_a_wide_range(self):
        said = self.report([dict(d, q=d["q"] * 100000) for d in rows(60)])
        self.assertLessEqual(len(said["report"]["cuts"]), 20)

    def test_fine_weights(self):
        """A choice has 127 steps, with directions too; or 7, which pack closer."""
        for more, most in ((), 127), (("--unlabelled", self.path), 127), (("--steps", "7"), 7):
            with self.subTest(more):
                choice = [dict(d, q="abcd"[d["q"]]) for d in rows(300)]
                self.assertEqual(self.train(choice, *more).returncode, 0)
                with open(self.model, "rb") as f:
                    model = f.read()
                stored = int.from_bytes(model[40:44], "little")     # rows of four bytes, last in the file
                weights = struct.unpack(f"{4 * stored}b", model[-4 * stored:])
                self.assertEqual(max(map(abs, weights)), most)

    def test_rare_label(self):
        """A probability of a hundredth and less is told, and cut at."""
        given = [dict(d, q=int(i % 150 == 0)) for i, d in enumerate(rows(1500))]
        said = self.report(given)
        self.assertIn("of label '1' there are 10 documents only", said["warnings"])
        self.assertTrue(0 < said["pass"]["at"] < .2, said["pass"])
        lines = "".join(json.dumps(d) + "\n" for d in given).encode()
        out = filterc("score", "--models", self.model, stdin=lines).stdout.splitlines()
        scores = {json.loads(line)["attributes"]["q"] for line in out}
        self.assertTrue(any(0 < 100 * s % 1 < .99 for s in scores), scores)

    def test_figures(self):
        """Those of eval, from the scores that the same model gives."""
        self.report(rows(400))
        held_out = rows(300, seed=5)
        lines = "".join(json.dumps(d) + "\n" for d in held_out).encode()
        out = filterc("score", "--models", self.model, stdin=lines).stdout.splitlines()
        given = [json.loads(line)["attributes"]["q"] for line in out]
        truth = [d["q"] for d in held_out]
        said = json.loads(filterc("eval", "--json", "--model", self.model, stdin=lines).stdout)
        self.assertAlmostEqual(said["spearman"], spearman(truth, given), delta=1e-4)
        self.assertAlmostEqual(said["mae"], sum(abs(a - b) for a, b in zip(truth, given)) / 300, delta=1e-4)
        for cut in said["cuts"]:
            at = float(cut["cut"])
            good, taken = [t >= at for t in truth], [g >= at for g in given]
            both = sum(a and b for a, b in zip(good, taken))
            self.assertAlmostEqual(cut["precision"], both / sum(taken), delta=1e-4)
            self.assertAlmostEqual(cut["recall"], both / sum(good), delta=1e-4)
            self.assertAlmostEqual(cut["f1"], 2 * both / (sum(taken) + sum(good)), delta=1e-4)
            pairs = [(a > b) + (a == b) / 2 for a, x in zip(given, good) if x
                     for b, y in zip(given, good) if not y]
            self.assertAlmostEqual(cut["auc"], sum(pairs) / len(pairs), delta=1e-4)
        for tenth in said["reliability"]:
            of = [(g, t) for g, t in zip(given, truth) if min(int(10 * (g / 3)), 9) == int(tenth["tenth"])]
            self.assertEqual(len(of), tenth["documents"])
            self.assertAlmostEqual(tenth["given"], sum(g for g, _ in of) / len(of), delta=1e-3)
            self.assertAlmostEqual(tenth["true"], sum(t for _, t in of) / len(of), delta=1e-3)


if __name__ == "__main__":
    unittest.main()
