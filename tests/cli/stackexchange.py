#!/usr/bin/env python3
"""Stack Exchange dumps: every question with all its answers, whatever way the tables come, in
memory that does not grow with them. The dumps of ../shared/samples are compared with what
Python's parser finds in them (skipped where they are not)."""
import collections
import glob
import html
import io
import json
import os
import random
import re
import struct
import subprocess
import tarfile
import tempfile
import unittest
import xml.etree.ElementTree as ET
import zipfile
import zlib

from common import FILTERC, is_sanitized, peak_of

TOP = os.environ.get("SRCDIR") or os.path.join(os.path.dirname(__file__), "..", "..")
SAMPLES = os.path.join(TOP, "..", "shared", "samples", "stackexchange")
WHEN = "2024-05-01T10:30:00.000"


def extract(*args, stdin=None, temp=None, stage=("extract",)):
    """Documents in order, what was dropped, the funnel as text."""
    with tempfile.TemporaryDirectory() as folder:
        report = os.path.join(folder, "report")
        done = subprocess.run([FILTERC, *stage, "--report", report, *args], input=stdin,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False,
                              env={**os.environ, "TMPDIR": temp or tempfile.gettempdir()})
        with open(report, encoding="utf-8") as f:
            funnel = f.read()
    docs = [json.loads(line) for line in done.stdout.splitlines()] if stage == ("extract",) else done.stdout
    return docs, funnel, done


def table(name, rows):
    quoted = (" ".join(f'{k}="{html.escape(str(v))}"' for k, v in r.items()) for r in rows)
    return ('<?xml version="1.0" encoding="utf-8"?>\n<%s>\n' % name +
            "".join("  <row %s />\n" % q for q in quoted) + "</%s>\n" % name).encode()


def site(questions):
    """Tables of a site whose rows lie in no order at all."""
    draw, posts, comments, n = random.Random(5), [], [], 0
    for q in range(1, questions + 1):
        body = f"<p>Question {q}: " + "why " * draw.randrange(40) + "?</p>"
        posts.append({"Id": q, "PostTypeId": 1, "CreationDate": WHEN, "Score": q % 7, "Body": body,
                      "OwnerUserId": q % 50 + 1, "Title": f"Title {q}"})
        for a in range(draw.randrange(4)):
            n += 1
            posts.append({"Id": questions + n, "PostTypeId": 2, "ParentId": q, "CreationDate": WHEN, "Score": a,
                          "Body": f"<p>Answer {n} to {q}.</p>", "OwnerUserId": n % 60 + 1})
            comments.append({"Id": n, "PostId": questions + n, "Score": 0, "Text": f"Comment {n} for {q}.",
                             "CreationDate": WHEN, "UserId": n % 70 + 1})
    users = [{"Id": u, "DisplayName": f"Name {u}"} for u in range(1, 60)]
    for rows in (posts, comments, users):
        draw.shuffle(rows)
    return {"Comments.xml": table("comments", comments), "Posts.xml": table("posts", posts),
            "Users.xml": table("users", users)}


def number(n):
    return b"\xff" + struct.pack("<Q", n)


def seven_zip(members):
    """A 7z that copies its files, each a folder of its own (7zFormat.txt of the LZMA SDK)."""
    n, data = number(len(members)), b"".join(d for _, d in members)
    sizes = b"".join(number(len(d)) for _, d in members)
    names = "".join(name + "\0" for name, _ in members).encode("utf-16-le")
    crcs = b"".join(struct.pack("<I", zlib.crc32(d)) for _, d in members)
    header = (b"\x01\x04\x06" + number(0) + n + b"\x09" + sizes + b"\x00" + b"\x07\x0b" + n + b"\x00" +
              b"\x01\x01\x00" * len(members) + b"\x0c" + sizes + b"\x0a\x01" + crcs + b"\x00\x08\x00\x00" +
              b"\x05" + n + b"\x11" + number(len(names) + 1) + b"\x00" + names + b"\x00\x00")
    start = struct.pack("<QQI", len(data), len(header), zlib.crc32(header))
    return b"7z\xbc\xaf\x27\x1c\x00\x04" + struct.pack("<I", zlib.crc32(start)) + start + data + header


class Joined(unittest.TestCase):
    """The same threads from a folder, a file with others beside it, and archives."""

    @classmethod
    def setUpClass(cls):
        cls.dir = tempfile.TemporaryDirectory(prefix="filterc-se-")
        cls.top = os.path.join(cls.dir.name, "rope.stackexchange.com")
        cls.temp = os.path.join(cls.dir.name, "temp")
        os.mkdir(cls.temp)
        os.mkdir(cls.top)
        cls.tables = site(3000)
        for name, data in cls.tables.items():
            with open(os.path.join(cls.top, name), "wb") as f:
                f.write(data)
        cls.want = [d["text"] for d in cls.read(cls.top)]

    @classmethod
    def tearDownClass(cls):
        cls.dir.cleanup()

    @classmethod
    def read(cls, *args, **more):
        docs, funnel, done = extract(*args, temp=cls.temp, **more)
        assert done.returncode == 0, done.stderr
        assert json.loads(funnel)
        assert not os.listdir(cls.temp)
        return docs

    def write(self, name, data):
        path = os.path.join(self.dir.name, name)
        with open(path, "wb") as f:
            f.write(data)
        return path

    def test_everything_is_there(self):
        rows = [ET.fromstring(line) for line in self.tables["Posts.xml"].decode().splitlines() if "<row" in line]
        self.assertEqual(len(self.want), 3000)
        for q, text in enumerate(self.want, 1):
            self.assertTrue(text.startswith(f"# Title {q}\n\n**Name {q % 50 + 1}**, 2024-05-01 10:30"), text[:99])
            answers = [r for r in rows if r.get("ParentId") == str(q)] if q % 300 == 0 else []
            for r in answers:
                n = int(r.get("Id")) - 3000
                name = f"Name {n % 60 + 1}" if n % 60 + 1 < 60 else f"user{n % 60 + 1}"
                self.assertIn(f"**{name}**, 2024-05-01 10:30", text)
                self.assertIn(f"Answer {n} to {q}.", text)
                self.assertIn(f"Comment {n} for {q}.", text)
        self.assertEqual(sum(t.count("Answer ") for t in self.want),
                         sum(r.get("PostTypeId") == "2" for r in rows))

    def test_formulas_of_comments_are_counted(self):
        top = os.path.join(self.dir.name, "math.stackexchange.com")
        os.mkdir(top)
        for name, rows in {
                "Posts.xml": [{"Id": 1, "PostTypeId": 1, "Body": "<p>Is $\\alpha$ $5?</p>"}],
                "Comments.xml": [{"Id": 2, "PostId": 1, "Text": r"For $5 \(\beta\) is."}]}.items():
            with open(os.path.join(top, name), "wb") as f:
                f.write(table(name[:-4].lower(), rows))
        doc, = self.read(top)
        self.assertTrue(doc["text"].endswith("For $5 $\\beta$ is."), doc["text"])
        self.assertEqual([doc["attributes"][n] for n in ("formulas_seen", "formulas_kept", "formulas_lost")],
                         [2, 2, 0])

    def test_beside_the_file(self):
        self.assertEqual([d["text"] for d in self.read(os.path.join(self.top, "Posts.xml"))], self.want)

    def test_posts_alone_come_from_a_pipe(self):
        docs = self.read("-", stdin=self.tables["Posts.xml"])
        self.assertEqual(len(docs), 3000)
        self.assertNotIn("Comment ", "".join(d["text"] for d in docs))

    def test_archives(self):
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as z:
            for name, data in self.tables.items():
                z.writestr(name, data)
        tarred = io.BytesIO()
        with tarfile.open(fileobj=tarred, mode="w:gz") as t:
            for name, data in reversed(self.tables.items()):
                info = tarfile.TarInfo(name)
                info.size = len(data)
                t.addfile(info, io.BytesIO(data))
        for name, data in (("rope.stackexchange.com.zip", packed.getvalue()),
                           ("rope.stackexchange.com.tar.gz", tarred.getvalue()),
                           ("rope.stackexchange.com.7z", seven_zip(list(self.tables.items())))):
            with self.subTest(name):
                docs = self.read(self.write(name, data))
                self.assertEqual([d["text"] for d in docs], self.want)
                self.assertEqual(docs[4]["metadata"]["url"], "https://rope.stackexchange.com/questions/5")
                self.assertEqual([d["text"] for d in self.read("-", stdin=data)], self.want)

    def test_a_7z_that_memory_does_not_hold(self):
        filler = ("Votes.xml", table("votes", [{"Id": 1}]) + b"<!-- " + b"x" * (65 << 20) + b" -->\n")
        path = self.write("rope.stackexchange.com.7z", seven_zip([filler, *self.tables.items()]))
        self.assertEqual([d["text"] for d in self.read(path)], self.want)

    def test_records_are_whole_in_a_warc(self):
        warc = extract(self.top, stage=("cat",))[0]
        self.assertEqual([d["text"] for d in self.read("-", stdin=warc)], self.want)

    @unittest.skipIf(is_sanitized(), "memory is a sanitizer's")
    def test_memory_is_flat(self):
        """Forty times as much, in a process of its own so that its memory can be told."""
        with open(os.path.join(self.dir.name, "Posts.xml"), "wb") as f:
            f.write(b"<posts>\n")
            for base in range(40):
                rows = self.tables["Posts.xml"].splitlines(True)[2:-1]
                for line in rows:
                    f.write(re.sub(rb'(\bId|ParentId)="(\d+)"', lambda m: b'%s="%d"' % (m[1], int(m[2]) + base * 10**6), line))
            f.write(b"</posts>\n")

        def peak(path):
            return peak_of("cat", "--quiet", path, TMPDIR=self.temp)

        self.assertGreater(os.path.getsize(f.name), 30 << 20)
        self.assertLess(peak(f.name), peak(os.path.join(self.top, "Posts.xml")) + (90 << 10))

    def test_no_room_for_what_is_joined(self):
        big = self.tables["Posts.xml"].splitlines(True)
        data = b"".join(big[:2] + big[2:-1] * 40 + big[-1:])
        done = subprocess.run([FILTERC, "extract", "-"], input=data, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                              env={**os.environ, "TMPDIR": "/nonexistent"}, check=False)
        self.assertEqual(done.returncode, 74)
        self.assertIn(b"TMPDIR", done.stderr)


@unittest.skipUnless(os.path.isdir(SAMPLES), "no samples here")
class Samples(unittest.TestCase):
    def test_every_question_has_its_answers(self):
        files = glob.glob(os.path.join(SAMPLES, "*Posts.xml"))
        self.assertTrue(files)
        for path in files:
            rows = list(ET.parse(path).getroot())
            kinds = collections.Counter(r.get("PostTypeId") for r in rows)
            answers = collections.defaultdict(list)
            for r in rows:
                if r.get("PostTypeId") == "2":
                    answers[r.get("ParentId")].append(r)
            docs, funnel, done = extract(path)
            by_title = {d["metadata"]["title"]: d for d in docs}
            self.assertEqual(len(docs), kinds["1"], done.stderr)
            self.assertEqual(sum(d["metadata"]["answers"] for d in docs), kinds["2"])
            for r in rows:
                if r.get("PostTypeId") != "1":
                    continue
                doc = by_title[" ".join(r.get("Title").split())]
                at = letters(doc["text"])
                for post in [r] + answers[r.get("Id")]:
                    for piece in pieces(post.get("Body")):
                        self.assertIn(piece, at, (path, post.get("Id")))
                self.assertEqual(doc["metadata"]["answers"], len(answers[r.get("Id")]))
                self.check_order(doc["text"], r, answers[r.get("Id")])
                self.assertEqual(doc["metadata"].get("tags", []), re.findall(r"[^<>|]+", r.get("Tags") or ""))

    def check_order(self, text, question, answers):
        """Heads tell the scores: the accepted answer's, then falling."""
        told = [int(m[1] or 0) for m in re.finditer(r"^\*\*[^*\n]+\*\*, \d{4}-\d\d-\d\d \d\d:\d\d(?:, (-?\d+) points?)?(?:, accepted)?$", text, re.M)]
        accepted = question.get("AcceptedAnswerId")
        first = [int(a.get("Score")) for a in answers if a.get("Id") == accepted]
        rest = sorted((int(a.get("Score")) for a in answers if a.get("Id") != accepted), reverse=True)
        self.assertEqual(told, [int(question.get("Score"))] + first + rest)

    def test_tables_without_posts_are_counted(self):
        for path in glob.glob(os.path.join(SAMPLES, "*.xml")):
            if "Posts.xml" not in path:
                docs, _, done = extract(path)
                self.assertEqual(docs, [])
                self.assertIn(b"no-posts 1", done.stderr)


def letters(s):
    return re.sub(r"[^a-z]", "", s.lower())


def pieces(body):
    """The text between tags, as letters."""
    body = re.sub(r"<(del|img|sup|sub)\b.*?(</\1>|>)", "<p>", body, flags=re.S)
    return [p for p in (letters(html.unescape(t)) for t in re.split(r"<[^>]*>", body)) if len(p) > 3]


if __name__ == "__main__":
    unittest.main()
