#!/usr/bin/env python3
"""filterc diff: its numbers are those of two runs, for records and documents."""
import json
import os
import tempfile
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

    def test_items(self):
        done = filterc("diff", "--items", "7", "extract", "extract | fineweb", WEB)
        self.assertTrue(done.stdout.startswith(b"items 7: "))

    def test_misuse(self):
        self.assertEqual(filterc("diff", "extract", WEB).returncode, 64)
        self.assertEqual(filterc("diff", "extract", "kepe 1", WEB).returncode, 64)
        self.assertEqual(filterc("diff", "extract", "extract", "/no/such/file").returncode, 66)


if __name__ == "__main__":
    unittest.main()
