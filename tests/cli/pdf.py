#!/usr/bin/env python3
"""PDF by pdftotext: what becomes of pages, metadata and broken files, in files, archives and WARC,
on any number of threads; then the real ones of ../shared/samples/pdf. Skipped without pdftotext;
what is told when it is not there is a case of extract."""
import glob
import json
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
import unittest
import zipfile

from common import TOP, adds_up, filterc

sys.path.insert(0, os.path.join(TOP, "tests", "files"))
from pdf import lines, pdf  # pylint: disable=wrong-import-position

SAMPLES = os.path.join(TOP, "..", "shared", "samples", "pdf")
LEFT = ["Moss has no roots. It drinks the rain",
        "through its leaves, and when the infor-",
        "mation of the rain stays away, it dries"]
RIGHT = ["up and waits (for years, if need be)",
         "until the first drops fall on it."]
PAGES = [lines((250, 770, 8, "Of Moss"), (50, 700, 20, "On the Leaves of Moss"),
               *((50, 660 - 12 * i, 10, t) for i, t in enumerate(LEFT)),
               *((320, 660 - 12 * i, 10, t) for i, t in enumerate(RIGHT)), (300, 20, 8, "1")),
         lines((250, 770, 8, "Of Moss"), (50, 660, 10, "A last page."), (300, 20, 8, "2"))]
INFO = "/Title(Of Moss & more)/Author(Ann B.)/CreationDate(D:20240501123000Z)"
TEXT = ("# On the Leaves of Moss\n\nMoss has no roots. It drinks the rain through its leaves, and "
        "when the information of the rain stays away, it dries up and waits (for years, if need be) "
        "until the first drops fall on it.\n\nA last page.")
LOCKED = "/Filter/Standard/V 1/R 2/P -4/O<" + "41" * 32 + ">/U<" + "42" * 32 + ">"


def warc(body):
    http = b"HTTP/1.1 200 OK\r\nContent-Type: application/pdf\r\n\r\n" + body
    return (b"WARC/1.1\r\nWARC-Type: response\r\nWARC-Target-URI: http://a.example/moss.pdf\r\n"
            b"WARC-Record-ID: <urn:x:1>\r\nWARC-Date: 2026-01-02T03:04:05Z\r\n"
            b"Content-Type: application/http; msgtype=response\r\n"
            b"Content-Length: " + str(len(http)).encode() + b"\r\n\r\n" + http + b"\r\n\r\n")


def extract(*words, stdin=b""):
    """Documents, and the drops of the stage extract."""
    with tempfile.TemporaryDirectory() as folder:
        report = os.path.join(folder, "report.json")
        done = filterc("extract", "--report", report, *words, stdin=stdin)
        with open(report, encoding="utf-8") as f:
            told = f.read()
    assert done.returncode == 0, done.stderr
    assert adds_up(told), told
    stage = [s for s in json.loads(told)["stages"] if s["stage"] == "extract"]
    return [json.loads(l) for l in done.stdout.splitlines()], stage[0]["dropped"]


class Pdf(unittest.TestCase):
    def setUp(self):
        self.dir = tempfile.TemporaryDirectory(prefix="filterc-pdf-")

    def tearDown(self):
        self.dir.cleanup()

    def path(self, name, content=None):
        path = os.path.join(self.dir.name, name)
        if content is not None:
            with open(path, "wb") as f:
                f.write(content)
        return path

    def test_text_and_metadata(self):
        docs, dropped = extract(self.path("moss.pdf", pdf(PAGES, INFO)))
        self.assertEqual((docs[0]["text"], dropped), (TEXT, {}))
        meta = docs[0]["metadata"]
        self.assertEqual([meta.get(k) for k in ("title", "author", "published", "pages", "mime",
                                                "sections")],
                         ["Of Moss & more", "Ann B.", "2024-05-01T12:30:00Z", 2, "application/pdf",
                          ["On the Leaves of Moss"]])

    def test_a_pipe_a_capture_and_members(self):
        whole = pdf(PAGES)
        moss = self.path("moss.pdf", whole)
        with tarfile.open(self.path("all.tar.gz"), "w:gz") as tar:
            tar.add(moss, "a/moss.pdf")
        with zipfile.ZipFile(self.path("all.zip"), "w") as z:
            z.write(moss, "moss.pdf")
        for words, stdin in (((), whole), ((), warc(whole)), ((self.path("all.tar.gz"),), b""),
                             ((self.path("all.zip"),), b"")):
            docs, _ = extract(*words, stdin=stdin)
            self.assertEqual([d["text"] for d in docs], [TEXT])
            self.assertEqual(docs[0]["metadata"]["title"], "On the Leaves of Moss")

    def test_plain(self):
        docs, _ = extract("--format", "plain", stdin=pdf(PAGES))
        self.assertEqual(docs[0]["text"], TEXT.replace("# ", ""))

    def test_reasons(self):
        for content, reason in ((pdf([""]), "no-text"), (pdf(PAGES, encrypt=LOCKED), "encrypted"),
                                (b"%PDF-1.4\nnothing of the kind", "damaged"),
                                (pdf(PAGES)[:300], "damaged")):
            self.assertEqual(extract(stdin=content), ([], {reason: 1}))

    def test_figures(self):
        """One page cut to what is drawn on it, with labels alone, is no document; one of a usual
        size, of two pages, with a sentence, or long as a receipt is."""
        drawn = lines((20, 200, 8, "Rain"), (60, 20, 8, "days since the last rain"))
        said = lines((20, 200, 8, "Moss waits for the first drops that fall on its leaves"))
        for pages, size, given in (([drawn], (320, 240), False), ([drawn], (600, 800), True),
                                   ([drawn, drawn], (320, 240), True), ([said], (320, 240), True),
                                   ([drawn], (220, 700), True)):
            docs, dropped = extract(stdin=pdf(pages, size=size))
            self.assertEqual((len(docs), dropped), (1, {}) if given else (0, {"no-text": 1}))

    def test_time_by_size(self):
        """The program tells the limit on its time as a word of the page."""
        box = b'xMin="72" yMin="300" xMax="200" yMax="312"'
        script = self.path("limit", b"#!/bin/sh\ncat >/dev/null\ncat <<END\n<doc>\n<page width=\"612\" height=\"792\">\n"
                           b"<flow>\n<block " + box + b">\n<line " + box + b">\n<word " + box + b">limit-$(ulimit -t)"
                           b"</word>\n</line>\n</block>\n</flow>\n</page>\n</doc>\nEND\n")
        os.chmod(script, 0o755)
        for more, seconds in ((0, "15"), (1 << 20, "31"), (20 << 20, "120")):
            docs, dropped = extract("--pdftotext", script, stdin=pdf(PAGES) + b" " * more)
            self.assertEqual(([d["text"] for d in docs], dropped), (["limit-" + seconds], {}))

    def test_a_program_that_never_ends(self):
        script = self.path("endless", b"#!/bin/sh\nexec yes " + b"x" * 500 + b"\n")
        os.chmod(script, 0o755)
        self.assertEqual(extract("--pdftotext", script, stdin=pdf(PAGES)), ([], {"limit": 1}))

    def test_one_after_a_bad_one_and_threads(self):
        names = []
        for i in range(12):
            content = b"%PDF-" if i % 3 == 1 else pdf([lines((50, 600, 12, f"Page of file {i}."))])
            names.append(self.path(f"{i:02}.pdf", content))
        one = filterc("extract", "--quiet", *names).stdout
        self.assertEqual(len(one.splitlines()), 8)
        for threads, batch in (("2", "1"), ("8", "3")):
            more = filterc("extract", "--quiet", "--threads", threads, "--batch", batch, *names)
            self.assertEqual(more.stdout, one)

    @unittest.skipUnless(os.path.isdir(SAMPLES), "no ../shared/samples/pdf")
    def test_samples(self):
        """Every file with a word in it gives text, but for figures; all others a reason."""
        figures = {"pdfminer.six__matplotlib.pdf"}
        paths = sorted(glob.glob(os.path.join(SAMPLES, "*.pdf")))
        docs, dropped = extract("--threads", "2", *paths)
        given = {d["id"] for d in docs}
        self.assertEqual(len(given) + sum(dropped.values()), len(paths))
        for path in paths:
            raw = subprocess.run(["pdftotext", "-q", path, "-"], stdout=subprocess.PIPE, check=False)
            some = raw.returncode == 0 and bool(raw.stdout.split())
            self.assertEqual(path in given, some and os.path.basename(path) not in figures, path)


if not shutil.which("pdftotext"):
    print("SKIP: no pdftotext (Debian: poppler-utils)")
    sys.exit(77)
unittest.main()
