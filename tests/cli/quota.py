#!/usr/bin/env python3
"""quota by many values: thousands of hosts have a quota each."""
import json
import os
import tempfile
import unittest

from common import SETTINGS, filterc

GROUPS = 5000


class Quota(unittest.TestCase):
    def test_each_of_many_groups_has_its_own(self):
        documents = "".join(f'{{"id":"{n}","text":"x","host":"h{n * 7 % GROUPS}"}}\n'
                            for n in range(3 * GROUPS)).encode()
        for words, kept in ((["--max", "2"], 2 * GROUPS), (["--share", "1", "--best", "n"], 0)):
            done = filterc("quota", "--attr", "host,n", "--by", "host", *words, stdin=documents)
            self.assertEqual((done.returncode, done.stdout.count(b"\n")), (0, kept), done.stderr)

    def test_the_table_of_them(self):
        documents = "".join(f'{{"id":"{n}","text":"x","host":"h{n % 2000:04}"}}\n' for n in range(4001)).encode()
        done = filterc("quota", "--attr", "host", "--by", "host", "--max", "1", "--shares", "/dev/stderr",
                       "--quiet", stdin=documents)
        rows = [row.split("\t") for row in done.stderr.decode().splitlines()]
        self.assertEqual(len(rows), 2001)
        self.assertEqual(rows[1][:3], ["h0000", "3", "1"])
        self.assertEqual([row[0] for row in rows[1:]], sorted(row[0] for row in rows[1:]))

    def test_a_table_that_cannot_be_written_is_told(self):
        words = ["quota", "--attr", "host", "--by", "host", "--max", "1", "--quiet", "--shares"]
        for documents in (b'{"id":"a","text":"x","host":"h"}\n',
                          "".join(f'{{"id":"{n}","text":"x","host":"h{n}"}}\n' for n in range(3000)).encode()):
            for table, why in (("/dev/full", "writing failed at byte 0: No space left on device; make room and run again"),
                               ("/no/table", "cannot be written: No such file or directory")):
                done = filterc(*words, table, stdin=documents)
                self.assertEqual(done.returncode, 74)
                self.assertEqual(done.stderr.decode(),
                                 f"filterc: quota: --shares {table}: {why}\n")

    def test_looking_at_a_plan_leaves_the_table_alone(self):
        """... and so does a run that cannot begin."""
        with tempfile.TemporaryDirectory() as folder:
            table, documents = os.path.join(folder, "t.tsv"), os.path.join(folder, "d.jsonl")
            with open(documents, "wb") as f:
                f.write(b'{"id":"a","text":"x","source":"web"}\n')
            with open(table, "wb") as f:
                f.write(b"of a run\n")
            plan = f"quota --by source --max 1 --shares {table}"
            for words, status in ((["explain", "--plan", plan, documents], 0), (["diff", plan, plan, documents], 0),
                                  (["run", plan, "--out", "/no/out", documents], 74)):
                self.assertEqual(filterc(*words).returncode, status)
                with open(table, "rb") as f:
                    self.assertEqual(f.read(), b"of a run\n", words)
            filterc("run", plan, documents)
            with open(table, "rb") as f:
                self.assertEqual(f.read().splitlines()[1], b"web\t1\t1\t1.0000\t1.0000")
            self.assertEqual(sorted(os.listdir(folder)), ["d.jsonl", "t.tsv"])

    def test_the_report_tells_what_is_kept_of_each(self):
        """... whatever the threads; of numbers, too; and a group that is starved is seen."""
        documents = "".join(json.dumps({"id": str(n), "text": "x", "topic": "a\u00e9b"[n % 3], "n": n % 7,
                                        "five": n % 2 * 5}) + "\n" for n in range(300)).encode()
        with tempfile.TemporaryDirectory() as folder:
            report, page = os.path.join(folder, "r.json"), os.path.join(folder, "r.html")
            seen = set()
            for setting in SETTINGS:
                done = filterc("quota", "--attr", "topic,n", "--by", "topic", "--share", "0.2", "--best", "n",
                               "--report", report, *setting, stdin=documents)
                with open(report, encoding="utf-8") as f:
                    row = next(r for r in json.load(f)["stages"] if r["stage"] == "quota")
                seen.add(json.dumps(row["tally"]))
            self.assertEqual(len(seen), 1)
            of, kept = row["tally"]
            self.assertEqual((of["attr"], kept["attr"]), ("topic", "topic kept"))
            self.assertEqual(sum(v[1] for v in of["values"]), 300)
            self.assertEqual(sum(v[1] for v in kept["values"]), done.stdout.count(b"\n"))
            self.assertRegex(done.stderr.decode(), r"topic kept: \d+\.\d% of all; least \d+\.\d% of \w, most ")

            filterc("quota", "--attr", "five", "--by", "five", "--max", "1", "--report", report, stdin=documents)
            with open(report, encoding="utf-8") as f:
                row = next(r for r in json.load(f)["stages"] if r["stage"] == "quota")
            self.assertEqual([v[:2] for v in row["tally"][1]["values"]], [["0", 1], ["5", 1]])

            done = filterc("run", "--attr", "topic", "--report", report, 'tally topic | keep "topic != \'a\'" '
                           "| tally topic", stdin=documents)
            self.assertEqual(filterc("report", "--html", page, report).returncode, 0)
            with open(page, encoding="utf-8") as f:
                behind = f.read().split("<h2>Tally behind keep</h2>")[1]
            self.assertIn("<td>a</td>", behind)


if __name__ == "__main__":
    unittest.main()
