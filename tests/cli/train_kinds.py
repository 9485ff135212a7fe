#!/usr/bin/env python3
"""train --kind: an n-gram model from files and from standard input, which `ngram` reads; what is
asked for must fit the kind."""
import json
import os
import tempfile
import unittest

from common import WEB, filterc

PROSE = "".join(f"The river carries the rain of the hills down to the sea in {n} days.\n" for n in range(200))


class Kinds(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.model = os.path.join(self.folder.name, "mine.fcn")
        self.text = os.path.join(self.folder.name, "clean.txt")
        with open(self.text, "w", encoding="utf-8") as f:
            f.write(PROSE)

    def tearDown(self):
        self.folder.cleanup()

    def read(self):
        with open(self.model, "rb") as f:
            return f.read()

    def test_ngram(self):
        done = filterc("train", "--kind", "ngram", "--bits", "12", "--out", self.model, self.text)
        self.assertEqual(done.returncode, 0, done.stderr)
        model = self.read()
        self.assertEqual(model[:8], b"fcngram\n")
        lines = "".join(json.dumps({"text": line}) + "\n" for line in PROSE.splitlines())
        filterc("train", "--kind", "ngram", "--bits", "12", "--out", self.model, stdin=lines.encode())
        self.assertEqual(self.read(), model)
        documents = b'{"id":"a","text":"rain of the hills"}\n{"id":"b","text":"qx zvk jjw pqq"}\n'
        done = filterc("ngram", "--model", self.model, stdin=documents)
        bits = [json.loads(line)["attributes"]["ngram_bits"] for line in done.stdout.splitlines()]
        self.assertLess(bits[0] + 2, bits[1])

    def test_a_rule_that_no_cut_reaches(self):
        """It is told, and the model has none; another rule gives it one."""
        rows = "".join(json.dumps({"text": f"The river {n % 7} runs", "url": f"http://h{n}.example/", "q": n % 4}) + "\n"
                       for n in range(80))
        path = os.path.join(self.folder.name, "rows")
        with open(path, "w", encoding="utf-8") as f:
            f.write(rows)
        document = b'{"id":"a","text":"The river 3 runs"}\n'
        for words, told, status in ((["--precision-floor", "0.999", "--good", "3"],
                                     b"pass: no cut reaches precision-floor 0.999, good from 3", 78),
                                    (["--keep-rate", "0.2", "--good", "3"], b"by keep-rate 0.2, good from 3", 0)):
            done = filterc("train", "--annotations", path, "--target", "q", "--out", self.model, *words)
            self.assertIn(told, done.stdout)
            self.assertEqual(filterc("score", "--models", self.model, "--pass", stdin=document).returncode, status)

    def test_what_is_refused_leaves_no_folder(self):
        rows, out = (os.path.join(self.folder.name, name) for name in ("rows", "models"))
        with open(rows, "w", encoding="utf-8") as f:
            f.write("".join(json.dumps({"text": f"The river {n} runs", "q": n % 4, "r": n % 3,
                                        "url": f"http://h{n}.example/"}) + "\n" for n in range(40)))
        for annotations, target, status in ((rows, "q,q", 64), (rows, "q,x", 65), (rows + "x", "q,r", 66)):
            done = filterc("train", "--annotations", annotations, "--target", target, "--out", out)
            self.assertEqual((done.returncode, os.path.exists(out)), (status, False), done.stderr)
        done = filterc("train", "--annotations", rows, "--target", "q,r", "--out", out)
        self.assertEqual((done.returncode, sorted(os.listdir(out))), (0, ["q.fcm", "r.fcm"]), done.stderr)
        done = filterc("train", "--annotations", rows, "--target", "q,r", "--out", rows)
        self.assertEqual(done.returncode, 64)
        self.assertRegex(done.stderr.decode(), "rows: is a file")

    def test_what_is_no_text(self):
        """Captures would be taken for lines of text; a bad line is told with its place."""
        done = filterc("train", "--kind", "ngram", "--out", self.model, WEB)
        self.assertEqual(done.returncode, 65)
        self.assertRegex(done.stderr.decode(), "web.warc.gz: .*run 'extract' first")
        done = filterc("train", "--kind", "ngram", "--out", self.model, stdin=b'{"text":"a"}\n{"text" "b"}\n')
        self.assertEqual(done.returncode, 65)
        self.assertRegex(done.stderr.decode(), "^filterc: -: line 2: not a JSON document: at byte")

    def test_mark_and_line_ends(self):
        """A mark of the byte order and line ends of two characters change nothing."""
        rows = "".join(json.dumps({"text": f"The river {n} runs", "url": f"http://h{n}.example/", "q": n % 4}) + "\n"
                       for n in range(40))
        models = []
        for data in (rows.encode(), b"\xef\xbb\xbf" + rows.replace("\n", "\r\n").encode()):
            path = os.path.join(self.folder.name, "rows")
            with open(path, "wb") as f:
                f.write(data)
            done = filterc("train", "--annotations", path, "--target", "q", "--out", self.model)
            self.assertEqual(done.returncode, 0, done.stderr)
            models.append(self.read())
        self.assertEqual(models[0], models[1])

    def test_order(self):
        for order in ("2", "5"):
            filterc("train", "--kind", "ngram", "--bits", "12", "--order", order, "--out", self.model, self.text)
            first = self.read() if order == "2" else first
        self.assertNotEqual(self.read(), first)

    def test_output_is_looked_at_first(self):
        """Training may take hours: that its result has no place is told before anything is read."""
        for words in (["--kind", "ngram", "/no/such/text"],
                      ["--target", "q", "--annotations", "/no/such/labels"],
                      ["--target", "q,r", "--annotations", "/no/such/labels"]):
            done = filterc("train", *words, "--out", "/no/folder/model")
            self.assertEqual(done.returncode, 74, done.stderr)
            self.assertIn(b"/no/folder/model", done.stderr)

    def test_a_label_that_is_not_there(self):
        labels = os.path.join(self.folder.name, "labels.jsonl")
        with open(labels, "w", encoding="utf-8") as f:
            f.write('{"id":"a","text":"x","quality":1,"metadata":{"url":"http://a.example/"}}\n' * 20)
        done = filterc("train", "--target", "edu", "--annotations", labels, "--out", self.model)
        self.assertEqual(done.returncode, 65)
        self.assertIn(b"no document has the label 'edu'; the first one has quality, url", done.stderr)

    def test_little_to_learn_from(self):
        """A model of ten documents is made, and told to be worth little."""
        for labels, few in ((lambda n: n % 4, 10), (lambda n: "ab"[n % 5 == 0], 60), (lambda n: n % 4, 200)):
            path = os.path.join(self.folder.name, "labels.jsonl")
            with open(path, "w", encoding="utf-8") as f:
                for n in range(few):
                    f.write(json.dumps({"text": f"{PROSE[n:n + 70]} {n}", "q": labels(n)}) + "\n")
            words = ["train", "--annotations", path, "--target", "q", "--out", self.model]
            done = filterc(*words)
            self.assertEqual(done.returncode, 0, done.stderr)
            told = [line for line in done.stdout.decode().splitlines() if line.startswith("warning: ")]
            self.assertEqual(f"{few} judged documents are few" in "".join(told), few < 200, done.stdout)
            self.assertEqual("of label 'b' there are 12 documents only" in "".join(told), few == 60)
            warnings = json.loads(filterc(*words, "--json").stdout).get("warnings", [])
            self.assertEqual(["warning: " + w for w in warnings], told)

    def test_vectors_of_words(self):
        """No judged document has "moon" or "crab": their vectors tell what these go with. A line that is
        no word with numbers is told with its place."""
        labels, vectors = (os.path.join(self.folder.name, name) for name in ("labels.jsonl", "words.vec"))
        with open(labels, "w", encoding="utf-8") as f:
            for n in range(40):
                f.write(json.dumps({"text": ["star", "fish"][n % 2] + " moon crab" * (n < 4) + f" {n}",
                                    "is": ["up", "down"][n % 2]}) + "\n")
        words = ["train", "--annotations", labels, "--out", self.model, "--vectors", vectors]
        texts = "".join(json.dumps({"id": w, "text": f"{w} {w}"}) + "\n" for w in ("moon", "crab")).encode()
        said = []
        for moon, crab in (("1 0", "0 1"), ("0 1", "1 0")):
            with open(vectors, "w", encoding="utf-8") as f:
                f.write(f"4 2\nstar 1 0\nfish 0 1\nmoon {moon}\ncrab {crab}\n")
            done = filterc(*words, "--target", "is")
            self.assertEqual(done.returncode, 0, done.stderr)
            lines = filterc("score", "--models", self.model, stdin=texts).stdout.splitlines()
            said.append([json.loads(line)["attributes"]["is"] for line in lines])
        self.assertEqual(said, [["up", "down"], ["down", "up"]])
        with open(vectors, "w", encoding="utf-8") as f:
            f.write("star 1 0\nfish 0\n")
        done = filterc(*words, "--target", "is")
        self.assertEqual(done.returncode, 65, done.stderr)
        self.assertIn(b"words.vec: line 2: a word with 1 numbers, not 2", done.stderr)

    def test_misuse(self):
        for words, says in ((["--kind", "ngrams"], b"ngram"),
                            ([], b"--target NAME"),
                            (["--target", "edu", self.text], b"named by --annotations"),
                            (["--kind", "ngram", "--bits", "4", self.text], b"bits are 8 to 24"),
                            (["--target", "edu", "--annotations", self.text, "--bits", "24"], b"8 to 22")):
            with self.subTest(words):
                done = filterc("train", "--out", self.model, *words)
                self.assertEqual(done.returncode, 64, done.stderr)
                self.assertIn(says, done.stderr)
                self.assertFalse(os.path.exists(self.model))
        self.assertEqual(filterc("train-ngram", "--out", self.model).returncode, 64)


if __name__ == "__main__":
    unittest.main()
