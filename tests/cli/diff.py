#!/usr/bin/env python3
"""filterc diff: its numbers are those of two runs, for records and documents."""
import json
import os
import tempfile
import unicodedata
import unittest

from common import WEB, filterc


def kept(plan, *files):
    done = filterc("run", "--quiet", plan, *files)
    return {json.loads(line)["id"] for line in done.stdout.decode().splitlines()}


class Diff(unittest.TestCase):
    def compare(self, a, b, source):
        done = filterc("diff", "--json", "--items", "0", "--examples", "1000", a, b, source)
        self.assertEqual(done.returncode, 0, done.stderr)
        told = json.loads(done.stdout)
        in_a, in_b = kept(a, source), kept(b, source)
        self.assertEqual(told["both"], len(in_a & in_b))
        for side, ids in (("only_a", in_a - in_b), ("only_b", in_b - in_a)):
            self.assertEqual(told[side]["n"], len(ids))
            shown = [e["id"] for r in told[side]["reasons"] for e in r["examples"]]
            self.assertEqual(sorted(shown), sorted(ids))
            self.assertEqual(sum(r["n"] for r in told[side]["reasons"]), len(ids))
        self.assertEqual(told["items"], told["both"] + told["neither"] + told["unreadable"] +
                         told["only_a"]["n"] + told["only_b"]["n"])
        return told

    def test_records(self):
        told = self.compare("extract | fineweb", "extract | gopher --min-words 0", WEB)
        self.assertGreater(told["only_a"]["n"] + told["only_b"]["n"], 0)
        self.assertEqual(told["unreadable"], 1)

    def test_documents(self):
        with tempfile.TemporaryDirectory() as folder:
            name = os.path.join(folder, "d.jsonl")
            with open(name, "w", encoding="utf-8") as f:
                for i in range(50):
                    f.write(json.dumps({"id": str(i), "text": "x" * i}) + "\n")
            told = self.compare("keep 'len(text) < 30'", "keep 'len(text) >= 20'", name)
            self.assertEqual((told["both"], told["neither"]), (10, 0))
            self.assertEqual((told["only_a"]["n"], told["only_b"]["n"]), (20, 20))

    def test_pieces_count_for_their_document(self):
        plan = "extract | chunk --target 200 --min 0 --max 400 | keep 'len(text) > 150'"
        done = filterc("diff", "--json", "extract", plan, WEB)
        self.assertEqual(json.loads(done.stdout)["only_b"]["n"], 0)

    def test_texts(self):
        """Of what both keep: how many have another text, and where the texts part."""
        told = self.compare("extract", "extract | c4 --no-terminal", WEB)
        texts = [{(d := json.loads(line))["id"]: d["text"] for line in
                  filterc("run", "--quiet", plan, WEB).stdout.decode().splitlines()}
                 for plan in ("extract", "extract | c4 --no-terminal")]
        self.assertEqual((told["a_gives"], told["b_gives"]), tuple(map(len, texts)))
        other = {i for i, text in texts[1].items() if text != texts[0][i]}
        self.assertEqual(told["other_text"]["n"], len(other))
        self.assertEqual({e["id"] for e in told["other_text"]["examples"]}, other)
        for e in told["other_text"]["examples"]:
            self.assertNotEqual(e["a"], e["b"])
        for e in (e for r in told["only_a"]["reasons"] for e in r["examples"]):
            start = e["text"].rstrip("\u2026")
            self.assertTrue(texts[0][e["id"]].replace("\n", " ").startswith(start))

    def test_pieces(self):
        """Every document that comes out counts; the same item with more pieces is another."""
        done = filterc("diff", "--json", "extract | chunk --target 300", "extract", WEB)
        told = json.loads(done.stdout)
        self.assertGreater(told["a_gives"], told["b_gives"])
        self.assertGreater(told["other_text"]["n"], 0)

    def test_same_plan(self):
        done = filterc("diff", "extract | chunk", "extract | chunk", WEB)
        for none in (b"plan B drops: 0", b"plan A drops: 0", b"another text: 0"):
            self.assertIn(none, done.stdout)

    def test_ordered(self):
        """Ids that repeat are items of their own, and stages that remember have a memory each."""
        docs = "".join('{"id":"x","text":"%d","attributes":{"t":"%s"}}\n' % (i, "ab"[i % 2])
                       for i in range(10))
        done = filterc("diff", "--json", "--attr", "t", "quota --by t --max 2",
                       "quota --by t --max 3 | head 5", stdin=docs.encode())
        told = json.loads(done.stdout)
        self.assertEqual((told["items"], told["both"], told["neither"]), (10, 4, 5))
        self.assertEqual([(r["stage"], r["reason"], r["n"]) for r in told["only_b"]["reasons"]],
                         [("quota", "over-max", 1)])
        self.assertEqual((told["a_gives"], told["b_gives"]), (4, 5))

    def test_columns(self):
        """Lines fit a terminal, whatever the script; an address is never cut."""
        docs = "".join(json.dumps({"id": str(i), "text": c * 300, "metadata": {"url": "u" * i}}) + "\n"
                       for i, c in enumerate("a\u6f6e\uac00\u0e01\u00e9\u0915\uff21" * 12))
        done = filterc("diff", "--examples", "99", "cat", "keep 'len(text) < 3'", stdin=docs.encode())
        self.assertEqual(done.stdout.count("\u2026".encode()), 84)
        for line in done.stdout.decode().splitlines():
            wide = sum(1 + (unicodedata.east_asian_width(c) in "WF") for c in line)
            self.assertTrue(wide <= 80 or set(line.strip()) == {"u"}, line)

    def test_items(self):
        done = filterc("diff", "--items", "7", "extract", "extract | fineweb", WEB)
        self.assertTrue(done.stdout.startswith(b"items 7: "))

    def test_nothing_could_be_read(self):
        """As with every stage; what was counted is told all the same."""
        done = filterc("diff", "cat", "cat", stdin=bytes(range(256)) * 4)
        self.assertEqual(done.returncode, 65)
        self.assertTrue(done.stdout.startswith(b"items 1: both keep 0, both drop 0, unreadable 1\n"))
        self.assertTrue(done.stderr.startswith(b"filterc: -: nothing could be read; unknown-format: "))
        self.assertEqual(filterc("diff", "cat", "cat", stdin=b"").returncode, 0)

    def test_misuse(self):
        self.assertEqual(filterc("diff", "extract", WEB).returncode, 64)
        for plans, inputs, says in ((("cat", "extract"), b'{"id":"a","text":"x"}', "the plan takes records: give it raw"),
                                    (("chunk", "keep 'len(text) < 3'"), b"WARC/1.1\r\n", "begin it with 'extract'")):
            done = filterc("diff", *plans, stdin=inputs)
            self.assertEqual(done.returncode, 64)
            self.assertIn(says, done.stderr.decode())
        for plans, which in ((("extract", "kepe 1"), "B"), (("kepe 1", "extract"), "A")):
            done = filterc("diff", *plans, WEB)
            self.assertEqual(done.returncode, 64)
            self.assertRegex(done.stderr.decode(), f"^filterc: plan {which}: .*kepe")
        self.assertEqual(filterc("diff", "extract", "extract", "/no/such/file").returncode, 66)


if __name__ == "__main__":
    unittest.main()
