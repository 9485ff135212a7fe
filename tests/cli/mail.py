#!/usr/bin/env python3
"""Mailboxes: thousands of mails in no order are the threads that they were made as, from one file,
from several, from a Maildir and from a pipe, in memory that does not grow with them."""
import json
import os
import random
import subprocess
import tempfile
import unittest

from common import FILTERC, is_sanitized, peak_of


def make_threads(count):
    """Mails as (number, thread, references); what is referred to may be cut, or in part."""
    draw, mails = random.Random(3), []
    chains = {}
    for n in range(count):
        if not mails or draw.random() < 0.2:
            chain, thread = [], n
        else:
            parent = draw.choice(mails[-200:])
            chain, thread = chains[parent[0]] + [parent[0]], parent[1]
        chains[n] = chain
        refs = chain[-draw.choice((1, 2, 30)):]
        mails.append((n, thread, refs))
    return mails


def text_of(mail):
    n, _, refs = mail
    how = "" if not refs else (f"In-Reply-To: <{refs[-1]}@x>\n" if n % 3 == 0 else
                               "References: " + "\n ".join(f"<{r}@x>" for r in refs) + "\n")
    return (f"From: P{n} <p{n}@example.org>\nMessage-ID: <{n}@x>\nDate: Wed, 01 May 2024 12:30:00 +0000\n"
            f"Subject: {'Re: ' if refs else ''}about {n}\n{how}\nText of mail {n}.\n")


def mbox(mails):
    return "\n".join(f"From p@x Wed May  1 12:30:00 2024\n{text_of(m)}" for m in mails).encode()


class Threads(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.dir = tempfile.TemporaryDirectory(prefix="filterc-mail-")
        cls.mails = make_threads(4000)
        random.Random(4).shuffle(cls.mails)
        threads = {}
        for n, thread, _ in cls.mails:
            threads.setdefault(thread, set()).add(n)
        cls.want = sorted(map(sorted, threads.values()))

    @classmethod
    def tearDownClass(cls):
        cls.dir.cleanup()

    def check(self, path, stdin=None):
        done = subprocess.run([FILTERC, "extract", path], input=stdin, stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, check=False, env={**os.environ, "TMPDIR": self.dir.name})
        self.assertEqual(done.returncode, 0, done.stderr)
        got = []
        for line in done.stdout.splitlines():
            words = json.loads(line)["text"].split("Text of mail ")[1:]
            got.append(sorted(int(w.split(".")[0]) for w in words))
        self.assertEqual(sorted(got), self.want)

    def test_one_mailbox(self):
        path = os.path.join(self.dir.name, "all.mbox")
        with open(path, "wb") as f:
            f.write(mbox(self.mails))
        self.check(path)

    def test_a_pipe(self):
        self.check("-", mbox(self.mails))

    def test_a_folder_of_mailboxes(self):
        top = os.path.join(self.dir.name, "months")
        os.mkdir(top)
        for i in range(8):
            with open(os.path.join(top, f"2024-{i}.txt"), "wb") as f:
                f.write(mbox(self.mails[i::8]))
        self.check(top)

    def test_a_maildir(self):
        top = os.path.join(self.dir.name, "cur")
        os.mkdir(top)
        for mail in self.mails:
            with open(os.path.join(top, f"{mail[0]}.host:2,S"), "w", encoding="utf-8") as f:
                f.write(text_of(mail))
        self.check(top)

    @unittest.skipIf(is_sanitized(), "memory is a sanitizer's")
    def test_memory_is_flat(self):
        peaks = []
        for times in (1, 60):
            path = os.path.join(self.dir.name, f"{times}.mbox")
            with open(path, "wb") as f:
                for k in range(times):
                    f.write(mbox(self.mails).replace(b"@x>", b"@%d>" % k) + b"\n")
            peaks.append(peak_of("cat", "--quiet", path))
        self.assertLess(peaks[1], peaks[0] + (120 << 10))


if __name__ == "__main__":
    unittest.main()
