#!/usr/bin/env python3
"""calibrate and prefilter --calibration: on made pages the cut keeps what it promises, the same
input gives the same calibration, and a run tells the loss to expect."""
import json
import os
import random
import re
import tempfile
import unittest

from common import filterc

LESSONS = """Water expands when it freezes, because its molecules form an open lattice.
A lever multiplies a force, since the longer arm moves through the greater distance.
The moon is held by the same gravity that lets an apple fall, as Newton showed.
Cells divide after they have copied their chromosomes, so that each half has all genes.
A prime number has no divisors but one and itself; there is no largest one, as Euclid proved.
Bread rises because yeast turns sugar into carbon dioxide, which the gluten holds in bubbles.""".splitlines()
ADVERTS = """Buy now and get free shipping on all orders this week only!!!
Sign up for our newsletter and never miss a great deal again!
Best prices, huge selection, 100% satisfaction guaranteed!
Click here to see more hot offers in your area today!
Limited stock! Call us now, our friendly team is waiting for you!
Win a brand new phone, just share this page with your friends!""".splitlines()
PLAN = "extract | score --models edu"


def page(rnd, lessons):
    """A page with this share of lessons among its paragraphs."""
    lines = [rnd.choice(LESSONS if rnd.random() < lessons else ADVERTS) for _ in range(rnd.randint(4, 12))]
    menu = "".join(f"<li><a href=/{i}>Section {i}</a>" for i in range(rnd.randint(3, 30)))
    return f"<html lang=en><nav><ul>{menu}</ul></nav><h1>Page</h1>" + "".join(f"<p>{line}</p>" for line in lines)


def warc(count, sites=50, pages=None):
    rnd, out = random.Random(11), []
    for i in range(count):
        html = pages[i] if pages else page(rnd, rnd.random())
        block = ("HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + html).encode()
        out.append((f"WARC/1.1\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-{i:012}>\r\n"
                    f"WARC-Date: 2026-01-02T03:04:05Z\r\nWARC-Target-URI: http://site{i % sites}.example/{i}\r\n"
                    f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(block)}\r\n\r\n").encode()
                   + block + b"\r\n\r\n")
    return b"".join(out)


class Calibrate(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.warc, self.cut = (os.path.join(self.folder.name, name) for name in ("pages.warc", "cut.json"))
        with open(self.warc, "wb") as f:
            f.write(warc(400))

    def tearDown(self):
        self.folder.cleanup()

    def calibrate(self, *more):
        return filterc("calibrate", PLAN, "--by", "edu", "--top", "0.2", "--out", self.cut, *more, self.warc)

    def test_promise(self):
        done = self.calibrate("--recall", "0.9")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertRegex(done.stdout.decode(), r"400 pages, \d+ of them wanted: the best 20% by edu")
        self.assertRegex(done.stdout.decode(), r"held out: chosen on one half of the sites, ")
        self.assertRegex(done.stdout.decode(), r"measured: .* times the throughput")
        with open(self.cut, encoding="utf-8") as f:
            told = json.load(f)
        self.assertGreaterEqual(told["chosen_recall"], 0.9)
        self.assertGreater(told["recall"], 0.75)    # held out: by cuts of other sites
        self.assertLess(told["kept"], 0.6)
        edu = lambda out: {(d := json.loads(line))["id"]: d["attributes"]["edu"] for line in out.splitlines()}
        full = edu(filterc("run", PLAN, self.warc).stdout)
        done = filterc("run", f"prefilter --calibration {self.cut} | {PLAN}", self.warc)
        some = edu(done.stdout)
        self.assertRegex(done.stderr.decode(), r"prefilter: expected to lose \d+\.\d% .* parse \d+% of the pages")
        self.assertLess(abs(len(some) / len(full) - told["kept"]), 0.1)
        self.assertTrue(all(full[name] == value for name, value in some.items()))
        wanted = sorted(full, key=full.get)[-80:]
        self.assertGreater(sum(name in some for name in wanted) / len(wanted), 0.8)

    def test_held_out(self):
        """Where it was chosen a cut keeps what was asked; the line for recall 1 keeps all."""
        rows = [[float(x.rstrip("%")) for x in line.split()]
                for line in self.calibrate().stdout.decode().splitlines()
                if line[:1] == " " and "chosen" not in line]
        self.assertEqual(len(rows), 6)
        for asked, row in zip((0.8, 0.9, 0.95, 0.98, 0.99, 1), rows):
            self.assertGreaterEqual(row[0] + 5e-4, asked)
        self.assertEqual([row[0] for row in rows], sorted(row[0] for row in rows))
        self.assertTrue(any(row[0] != row[2] or row[1] != row[3] for row in rows))

    def test_language_by_the_text(self):
        """Whatever the page declares."""
        pages = ["<html lang=en><p>Der Wald ist ein großes Gebiet mit vielen Bäumen, in dem Tiere und "
                 "Pflanzen leben, die man sonst nirgends findet.",
                 "<html lang=de><p>A forest is a large area with many trees, where animals and plants "
                 "live that are found nowhere else."]
        done = filterc("run", "prefilter --models edu --languages en,fr --measure | extract",
                       stdin=warc(2, pages=pages))
        parts = [json.loads(line)["attributes"]["prefilter_parts"] for line in done.stdout.splitlines()]
        self.assertEqual([part["declared"] for part in parts], [1, -1])
        self.assertLess(parts[0]["language"], 0.05)
        self.assertGreater(parts[1]["language"], 0.95)

    def test_other_names(self):
        """What lid.176 calls otherwise is wanted under both names, and Croatian with sh; pages declare
        Norwegian as they like."""
        tale = "I går kveld leste vi et eventyr om reven og hanen for barna våre."
        news = "Općina je raspisala natječaj za stipendije, priopćeno je iz ureda gradonačelnika u Zagrebu."
        pages = [f"<html lang={lang}><p>{text}" for lang, text in
                 (("nb-NO", tale), ("NO", tale), ("hr", news), ("", tale))]
        for languages, declared in ("no", [1, 1, -1, 0]), ("nb,sh", [1, 1, 1, 0]), ("als,bh,eml", [-1, -1, -1, 0]):
            done = filterc("run", f"prefilter --models edu --languages {languages} --measure | extract",
                           stdin=warc(4, pages=pages))
            parts = [json.loads(line)["attributes"]["prefilter_parts"] for line in done.stdout.splitlines()]
            self.assertEqual([part["declared"] for part in parts], declared)
            for part, wanted in zip(parts[:3], declared):
                self.assertEqual(part["language"] > 0.5, wanted == 1)

    def test_said_to_be_utf8(self):
        """The text of a page that HTTP says is UTF-8 and is not tells itself what it is; one of
        few faults stays what it was said to be."""
        russian = "".join("<p>Лес - это большая территория, где растёт много деревьев и живут разные животные, "
                          f"которых больше нигде не найти, и так {i} раз." for i in "абвгд")
        english = "<p>A forest is a large area with many trees, where animals and plants live, %s says."
        raw = warc(2, pages=["<html>" + russian.translate({ord("ё"): "е"}), "<html>" + english % "Jos\u00e9"])
        head, one, two = raw.split(b"WARC/1.1\r\n")
        shorter = one.replace(russian.replace("ё", "е").encode(), russian.replace("ё", "е").encode("cp1251"))
        faulty = two.replace("\u00e9".encode(), b"\xe9")
        fix = lambda rec: re.sub(rb"(Content-Length: )\d+(\r\n\r\n)(.*)\r\n\r\n$",
                                 lambda m: m[1] + b"%d" % len(m[3]) + m[2] + m[3] + b"\r\n\r\n", rec, flags=re.S)
        self.assertNotEqual(shorter, one)
        for languages, wanted in ("ru", [1, 0]), ("en", [0, 1]):
            done = filterc("run", f"prefilter --models edu --languages {languages} --measure | extract",
                           stdin=b"".join(b"WARC/1.1\r\n" + fix(rec) for rec in (shorter, faulty)))
            parts = [json.loads(line)["attributes"]["prefilter_parts"] for line in done.stdout.splitlines()]
            self.assertEqual([round(part["language"]) for part in parts], wanted)

    def test_one_site(self):
        with open(self.warc, "wb") as f:
            f.write(warc(200, sites=1))
        self.assertIn("one half of the pages (too few sites)", self.calibrate().stdout.decode())

    def test_confidence(self):
        """Who wants to be sure gets a lower cut, which keeps more."""
        cuts = []
        for words in [], ["--confidence", "0.95"]:
            self.assertEqual(self.calibrate("--recall", "0.8", *words).returncode, 0)
            with open(self.cut, encoding="utf-8") as f:
                cuts.append(json.load(f))
        self.assertLess(cuts[1]["cut"], cuts[0]["cut"])
        self.assertGreater(cuts[1]["chosen_recall"], cuts[0]["chosen_recall"])
        self.assertGreater(cuts[1]["kept"], cuts[0]["kept"])

    def test_same_bytes(self):
        self.calibrate()
        with open(self.cut, "rb") as f:
            first = f.read()
        self.calibrate()
        with open(self.cut, "rb") as f:
            self.assertEqual(f.read(), first)

    def test_what_is_no_calibration(self):
        """One that ends early, or goes on, is refused with the byte."""
        self.calibrate()
        with open(self.cut, "rb") as f:
            whole = f.read()
        for data, at in [(whole[:n], n) for n in range(1, len(whole) - 1, 23)] + [(whole + whole, len(whole))]:
            with open(self.cut, "wb") as f:
                f.write(data)
            done = filterc("run", f"prefilter --calibration {self.cut} | {PLAN}", self.warc)
            self.assertEqual((done.returncode, done.stdout), (78, b""), data)
            self.assertRegex(done.stderr.decode(), r"cut\.json: no JSON object at byte \d+")
            if at >= len(whole):
                self.assertIn(f"at byte {at};", done.stderr.decode())

    def test_one_digit_that_changed(self):
        """It would change which pages are parsed, and nobody would see it. Calibrations without a
        sum, as they were before, are read."""
        self.calibrate()
        with open(self.cut, encoding="utf-8") as f:
            whole = f.read()
        old = re.sub(',\n"sum":"[0-9a-f]{16}"', "", whole.replace('_calibration":2', '_calibration":1'))
        sums = whole.index('"sum":"') + 7
        cut = re.search(r'"cut":-?\d+\.(\d)', whole).start(1)
        flip = lambda at: whole[:at] + ("2" if whole[at] == "1" else "1") + whole[at + 1:]
        for data, status in ((whole, 0), (whole.rstrip(), 0), (old, 0), (flip(cut), 78), (flip(sums), 78),
                             (whole.replace(',\n"sum"', ', \n"sum"'), 78),
                             (old.replace('_calibration":1', '_calibration":2'), 78),
                             (old.replace('_calibration":1', '_calibration":3'), 78)):
            with open(self.cut, "w", encoding="utf-8") as f:
                f.write(data)
            done = filterc("run", f"prefilter --calibration {self.cut} | {PLAN}", self.warc)
            self.assertEqual(done.returncode, status, done.stderr)
            if status:
                self.assertRegex(done.stderr.decode(), r"cut\.json: it (was changed or damaged: |is of another v)")

    def test_misuse(self):
        for words, status, says in (
                ([PLAN], 64, "name files"),
                ([PLAN, "-"], 64, "name files"),
                ([PLAN, "--confidence", "1", self.warc], 64, "--confidence"),
                ([PLAN, "--by", "blokcs", self.warc], 64, "no number 'blokcs'"),
                ([PLAN, "--top", "0", self.warc], 64, "--top"),
                (["prefilter --models edu | " + PLAN, self.warc], 64, "has a prefilter already"),
                (["score --models edu", self.warc], 64, "the plan begins with 'score', which takes documents"),
                ([PLAN, "/dev/fd/0"], 64, "/dev/fd/0 holds documents (jsonl) but the plan takes records: give it"),
                (["extract | scre", self.warc], 64, "plan:1:11: unknown stage 'scre'"),
                (["extrat", self.warc], 64, "did you mean 'extract'"),
                ([PLAN, "--models", "nosuch", self.warc], 64, "nosuch"),
                ([PLAN + " | keep 'edu > 5'", self.warc], 65, "0 are wanted"),
                ([PLAN, os.path.join(self.folder.name, "none.warc")], 66, "none.warc")):
            with self.subTest(words):
                done = filterc("calibrate", *words, stdin=b'{"id":"a","text":"x"}\n')
                self.assertEqual(done.returncode, status, done.stderr)
                self.assertIn(says, done.stderr.decode())
                self.assertEqual(done.stdout, b"")


if __name__ == "__main__":
    unittest.main()
