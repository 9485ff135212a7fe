#!/usr/bin/env python3
"""explain: every published rule set looks at the text as the plan left it, whatever the plan."""
import json
import unittest

from common import WEB, filterc

TEXT = ("# Why ice floats\n\nWater expands when it freezes, because its molecules form an open "
        "lattice. So a given mass of ice takes up more space than the same mass of water.\n")
DOCUMENT = json.dumps({"id": "a", "text": TEXT}).encode() + b"\n"
DIALECTS = ["gopher", "gopher-rep", "c4", "fineweb", "fineweb-0.2", "dclm-refinedweb",
            "dolma-gopher", "madlad", "corrupt"]


def sections(*options, document=DOCUMENT):
    """Names of the parts of an explanation, and what each tells."""
    done = filterc("explain", *options, stdin=document)
    assert done.returncode == 0, done.stderr
    parts = done.stdout.decode().split("\n\n")[1:]
    return [(name, rest) for name, _, rest in (part.partition("\n") for part in parts)]


class Explain(unittest.TestCase):
    def test_which_item(self):
        """Without a wish the first that the first stage keeps; none: the first."""
        documents = b"".join(json.dumps({"id": name, "text": TEXT * n}).encode() + b"\n"
                             for n, name in enumerate("abcd"))
        for plan, wanted in (("keep 'len(text) > 200'", "c"), ("keep 'len(text) > 9000'", "a"), ("cat", "a"),
                             ("head 1 | cat", "a"), ("cat | keep 'id == \"b\"'", "a")):
            done = filterc("explain", "--plan", plan, stdin=documents)
            self.assertEqual(done.stdout.decode().split("\n")[0], wanted, plan)
        done = filterc("explain", WEB).stdout.decode()
        self.assertNotIn("extract\n  dropped", done)

    def test_nothing_that_a_terminal_obeys(self):
        document = json.dumps({"id": "a\x1b[31m", "text": "x\x1b[32m\x7f\r\ty", "metadata": {"t": "\x1b]0;t\x07"}})
        done = filterc("explain", "--plan", "keep 'len(metadata.t) > 1'", stdin=document.encode())
        self.assertRegex(done.stdout.decode(), r"\Aa \[31m\n")
        self.assertNotRegex(done.stdout.decode(), r"[\x00-\x09\x0b-\x1f\x7f]")

    def test_every_dialect(self):
        told = sections("--plan", "cat")
        self.assertEqual([name for name, _ in told], ["cat"] + DIALECTS)
        told = dict(told)
        for name in DIALECTS[:-1]:
            self.assertRegex(told[name], r"(?m)^  \w+ [\d.]+(, (at|more|less) \w+ [\d.]+|"
                                         r" of \d+ lines)", name)
        self.assertIn("gopher_words 31, at least 50: gopher_short_doc", told["gopher"])
        self.assertIn("gopher_hashes", told["gopher"])
        self.assertRegex(told["corrupt"], r"(?m)^  corrupt 0\.\d+$")
        self.assertNotIn("attribute", told["gopher"])
        for rule in ("list_case", "length", "technical", "cursed"):
            self.assertRegex(told["madlad"], rf"madlad_{rule} \d of 2 sentences")

    def test_documents_need_no_extract(self):
        told = sections("--rules", "none")
        self.assertEqual([name for name, _ in told], ["extract", "score"])
        self.assertEqual(told[0][1], "  left out: the item is a document already")
        self.assertIn("edu: ", told[1][1])
        told = sections("--rules", "fineweb", "--plan", "extract")
        self.assertEqual([name for name, _ in told], ["extract", "fineweb"])

    def test_columns(self):
        """What rules and scores tell fits a terminal; what is long is cut between characters."""
        for text in (TEXT, "\u6f6e\u306e\u6e80\u3061\u5f15\u304d\u306f\u6708\u306e\u529b\u3067\u8d77\u3053\u308b" * 9,
                     "\u0e19\u0e49\u0e33" * 90 + " " + "\u00e9" * 200):
            done = filterc("explain", "--plan", "score --models edu,reasoning,factual,topic,damage | lang",
                           stdin=json.dumps({"id": "a", "text": text}).encode())
            for line in done.stdout.decode().splitlines():
                self.assertLessEqual(len(line), 80)

    def test_dropped_by_the_plan(self):
        told = sections("--plan", "keep 'text ~ \"lattice\"' | gopher | cat")
        self.assertEqual([name for name, _ in told], ["keep", "gopher"] + DIALECTS)
        self.assertIn("dropped: gopher_short_doc", told[1][1])
        self.assertIn("gopher_words 31, at least 50", told[2][1])

    def test_the_text_as_the_plan_left_it(self):
        whole = dict(sections("--plan", "cat"))
        cut = dict(sections("--plan", "c4 --min-sentences 0"))
        self.assertNotEqual(whole["fineweb"], cut["fineweb"])

    def test_others_or_none(self):
        told = sections("--plan", "cat", "--rules", "none")
        self.assertEqual([name for name, _ in told], ["cat"])
        self.assertEqual([name for name, _ in sections("--plan", "cat", "--rules", "corrupt")],
                         ["cat", "corrupt"])
        for rules, says in (("gofer", b"gopher"), ("extract", b"rules look at documents")):
            done = filterc("explain", "--plan", "cat", "--rules", rules, stdin=DOCUMENT)
            self.assertEqual(done.returncode, 64)
            self.assertIn(says, done.stderr)

    def test_no_text_no_rules(self):
        told = sections("--plan", "cat", document=b'{"id":"a","text":""}\n')
        self.assertEqual([name for name, _ in told], ["cat"])


if __name__ == "__main__":
    unittest.main()
