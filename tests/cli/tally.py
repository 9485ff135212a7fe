#!/usr/bin/env python3
"""What `tally` counts in the report, how `report` adds it up, and the page made of it."""
import html.parser
import json
import os
import sys
import tempfile
import unittest

from common import SETTINGS, filterc


def document(i, **attributes):
    return json.dumps({"id": str(i), "text": "x" * (i + 1), "attributes": attributes}).encode() + b"\n"


DOCUMENTS = [
    document(0, lang="en", edu=3.47, ok=True),
    document(1, lang="de", edu=3.41, ok=False),
    document(2, lang="en", edu=0.29),
    document(3, lang="<b>&", edu=120.9),
    document(4, edu=-3.99),
    document(5, lang="en", edu=0),
    document(6, lang=["a", "b"], edu=99999),
]
NAMES = "lang,edu,ok"
# All by hand: documents, and bytes of their texts.
COUNTED = [
    {"attr": "lang", "all": [7, 28], "missing": [1, 5],
     "values": [["<b>&", 1, 4], ["[\"a\", \"b\"]", 1, 7], ["de", 1, 2], ["en", 3, 10]]},
    {"attr": "edu", "all": [7, 28], "missing": [0, 0],
     "values": [[-3.9, 1, 5], [0, 1, 6], [0.29, 1, 3], [3.4, 2, 3], [120, 1, 4], [99000, 1, 7]]},
    {"attr": "ok", "all": [7, 28], "missing": [5, 25], "values": [["false", 1, 2], ["true", 1, 1]]},
]


def tally(stdin, names=NAMES, *more, settings=(), attr=None):
    """The stage's row of the report."""
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "report.json")
        done = filterc("tally", names, "--attr", attr or names, *more, "--report", path, *settings, stdin=stdin)
        assert done.returncode == 0, done.stderr
        with open(path) as f:
            return json.load(f)["stages"][1]


class Page(html.parser.HTMLParser):
    """Fails on tags that do not match; gathers the text."""
    ALONE = ("meta", "br")

    def __init__(self, text):
        super().__init__()
        self.open, self.text, self.rects = [], "", 0
        self.feed(text)
        self.close()
        assert not self.open, self.open

    def handle_starttag(self, tag, attrs):
        self.rects += tag == "rect"
        if tag not in self.ALONE:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open and self.open.pop() == tag, tag

    def handle_data(self, data):
        self.text += data


class Tally(unittest.TestCase):
    def test_counts(self):
        self.assertEqual(tally(b"".join(DOCUMENTS))["tally"], COUNTED)

    def test_any_threads_any_batches(self):
        many = b"".join(DOCUMENTS) * 50
        wanted = tally(many)
        for settings in SETTINGS:
            self.assertEqual(tally(many, settings=settings), wanted, settings)

    def test_digits(self):
        counted = tally(DOCUMENTS[0], "edu", "--digits", "3")["tally"]
        self.assertEqual(counted[0]["values"], [[3.47, 1, 1]])
        counted = tally(DOCUMENTS[3], "edu", "--digits", "1")["tally"]
        self.assertEqual(counted[0]["values"], [[100, 1, 4]])

    def test_nothing_read(self):
        self.assertNotIn("tally", tally(b""))

    def test_more_values_than_are_told(self):
        """The total of the parts is that of the whole, whichever values came first."""
        lines = [document(i % 50, name=f"n{i}") for i in range(10001)]
        told = tally(b"".join(lines), "name")["tally"][0]
        self.assertTrue(told["too_many"])
        self.assertEqual((told["all"][0], told["values"]), (10001, []))
        self.assertEqual(len(tally(b"".join(lines[1:]), "name")["tally"][0]["values"]), 10000)

    def test_metadata_and_source(self):
        line = b'{"id":"a","text":"1","source":"web","metadata":{"year":1999}}\n'
        counted = tally(line, "source,metadata.year", attr="none")["tally"]
        self.assertEqual([c["values"] for c in counted], [[["web", 1, 1]], [[1900, 1, 1]]])

    def test_mistakes(self):
        for words, told in [(["edoo", "--attr", "edu"], "did you mean 'edu'"),
                            (["edu,edu", "--attr", "edu"], "twice"),
                            (["edu", "--digits", "7"], "digits"), ([], "NAMES")]:
            done = filterc("tally", *words)
            self.assertEqual(done.returncode, 64)
            self.assertIn(told, done.stderr.decode())


class Sums(unittest.TestCase):
    def setUp(self):
        self.home = tempfile.TemporaryDirectory()
        self.addCleanup(self.home.cleanup)

    def report(self, name, lines, plan=f"tally {NAMES}"):
        path = os.path.join(self.home.name, name)
        done = filterc("run", plan, "--attr", NAMES, "--quiet", "--report", path, stdin=b"".join(lines))
        self.assertEqual(done.returncode, 0, done.stderr)
        return path

    def test_parts_are_the_whole(self):
        whole = self.report("whole", DOCUMENTS)
        parts = [self.report(f"part{i}", DOCUMENTS[i::3]) for i in range(3)]
        with open(whole, "rb") as f:
            wanted = f.read()
        for order in (parts, parts[::-1]):
            self.assertEqual(filterc("report", "--json", *order).stdout, wanted)

    def test_too_many_in_one_part(self):
        lines = [document(0, lang=f"n{i}") for i in range(10001)]
        parts = [self.report("large", lines), self.report("small", DOCUMENTS)]
        told = json.loads(filterc("report", "--json", *parts).stdout)["stages"][1]["tally"][0]
        self.assertEqual((told["too_many"], told["all"]), (True, [10008, 10029]))

    def test_a_line_for_a_person(self):
        told = filterc("report", self.report("r", DOCUMENTS)).stdout.decode()
        self.assertIn("lang: en 43%", told)
        self.assertIn("missing 14%", told)
        self.assertIn("edu: least -3.9, 10% -3.9, median 3.4, 90% 99000, most 99000", told)

    def test_damaged_reports(self):
        with open(self.report("good", DOCUMENTS)) as f:
            good = f.read()
        for old, new in [('"all":[7,28]', '"all":[8,28]'), ('["de",1,2]', '["de",1]'),
                         ('["de",1,2]', '["de",-1,2]'), ('"tally":[', '"tally":{"x":['),
                         ('"missing":[1,5]', '"missing":1')]:
            self.assertIn(old, good)
            path = os.path.join(self.home.name, "bad")
            with open(path, "w") as f:
                f.write(good.replace(old, new, 1))
            self.assertEqual(filterc("report", path).returncode, 64, new)

    def test_page(self):
        """Well-formed, without anything from elsewhere, nothing of a value is markup; what a cut
        keeps of each value is told."""
        plan = f"tally {NAMES} | keep 'edu > 0' | tally lang"
        path = os.path.join(self.home.name, "page.html")
        done = filterc("report", "--html", path, self.report("r", DOCUMENTS, plan))
        self.assertEqual((done.returncode, done.stdout), (0, b""), done.stderr)
        with open(path) as f:
            text = f.read()
        page = Page(text)
        for words in ("Tally behind keep", "<b>&", "in 7 = out 5 + dropped 2", "66.7",
                      "the expression is false"):
            self.assertIn(words, page.text)
        self.assertGreater(page.rects, 3)
        self.assertEqual(text.count("<svg"), text.count(' role="img" aria-label="'), "a drawing has a name")
        self.assertEqual(text.count("<svg"), text.count('<div class="wide">'),
                         "what is wider than a phone moves by itself")
        for word in ("http:", "https:", "<script", "<img", "src="):
            self.assertNotIn(word, text)

    def test_page_of_any_numbers(self):
        """Ranges of all kinds have a drawing of at most thirty bars, and one that is not empty."""
        for values in ([0], [5], [-1e300, 1e300], [1e-300], [0, 1e-9], list(range(1000)),
                       [10.0 ** i for i in range(-8, 12)], [-5, -4, 1e15], [2] * 99 + [1e9]):
            lines = [document(0, edu=v) for v in values]
            path = os.path.join(self.home.name, "page.html")
            done = filterc("report", "--html", path, self.report("r", lines, "tally edu"))
            self.assertEqual(done.returncode, 0, done.stderr)
            with open(path) as f:
                text = f.read()
            self.assertIn(Page(text).rects, range(1, 31), values)
            self.assertNotIn("nan", text.replace("analysis", ""))
            self.assertNotIn("inf", text)

    def test_one_form_at_a_time(self):
        done = filterc("report", "--html", os.path.join(self.home.name, "x"), "--json",
                       self.report("r", DOCUMENTS))
        self.assertEqual(done.returncode, 64)


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], "-v"])
