#!/usr/bin/env python3
"""quota by many values: thousands of hosts have a quota each."""
import unittest

from common import filterc

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


if __name__ == "__main__":
    unittest.main()
