#!/usr/bin/env python3
"""However a file comes - by name, from a pipe, through the library, compressed, in an archive, in an
archive within another - its documents have the same texts and values, and the funnel adds up. One
file of every format that is a file of its own, ours, and those of ../shared/samples where they are."""
import bz2
import glob
import gzip
import io
import json
import lzma
import os
import re
import shutil
import subprocess
import tarfile
import tempfile
import unittest
import zipfile

from common import TOP, adds_up, filterc

FILES = os.path.join(TOP, "tests", "files", "io")
SAMPLES = os.path.join(TOP, "..", "shared", "samples")
USER = os.path.join(os.environ.get("BUILDDIR", TOP), "tests", "cli", "library_user")
OURS = ("good.docx", "good.odt", "good.epub", "good.zim", "good-mail.mbox", "good-mail.eml", "good-v2.arc",
        "good-crlf.warc", "good.html", "good.txt", "good-archive.wacz",
        "good-tex-in-xml.xml", "good-stackexchange.tar")
# At most one of these is looked at, the first in the alphabet.
REAL = ("jats/*", "medline/*", "cnxml/*", "docx/mammoth.js__endnotes.docx", "epub/tika__testEPUB.epub", "pdf/sample-files__annot*",
        "mediawiki/*.xml", "stackexchange/*__Posts.xml", "gharchive/*", "warc/*.wacz")
WORDS = "These are words of one line of a text that goes on for a while. " * 4
PLACES = {"url", "file_path", "offset", "length", "unpacked", "repository", "path"}


def texts():
    """Formats that are known by their names, or by what is in them."""
    code = "import os\n\n\ndef name(x):\n    \"\"\"The name of x.\"\"\"\n    return os.path.basename(x)\n"
    cell = {"cell_type": "markdown", "metadata": {}, "source": ["# One\n", WORDS]}
    book = "{}*** START OF THE PROJECT GUTENBERG EBOOK ONE ***\n\n\n{}\n\n*** END OF THE PROJECT GUTENBERG EBOOK ONE ***\n"
    return {
        "a.md": f"# One\n\n{WORDS}\n\n- x\n- y\n", "a.rst": f"One\n===\n\n{WORDS}\n\n* x\n* y\n",
        "a.adoc": f"= One\n\n{WORDS}\n\n* x\n* y\n", "a.org": f"* One\n\n{WORDS}\n\n- x\n- y\n",
        "a.wiki": f"== One ==\n\n{WORDS}\n\n* x\n* y\n", "a.py": code * 3, "book.txt": book.format("", WORDS),
        "a.tex": f"\\documentclass{{article}}\\begin{{document}}\\section{{One}}\n{WORDS} $x^2$\\end{{document}}\n",
        "a.ipynb": json.dumps({"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 2}),
        "bare.xml": f'<TEI xmlns="http://www.tei-c.org/ns/1.0"><text><body><p>{WORDS}</p></body></text></TEI>',
        "a.jsonl": f'{{"id":"1","text":"{WORDS}"}}\n{{"id":"2","text":"x"}}\n',
    }


def tar(name, data, mode="w"):
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode=mode) as t:
        info = tarfile.TarInfo(name)
        info.size = len(data)
        t.addfile(info, io.BytesIO(data))
    return out.getvalue()


def zipped(name, data):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as z:
        z.writestr(name, data)
    return out.getvalue()


def ways(name, data):
    """Name and bytes of each way to pack it."""
    yield name + ".gz", gzip.compress(data)
    yield name + ".bz2", bz2.compress(data)
    yield name + ".xz", lzma.compress(data, preset=0)
    if shutil.which("zstd"):
        yield name + ".zst", subprocess.run(["zstd", "-qc"], input=data, stdout=subprocess.PIPE, check=True).stdout
    yield "a.tar", tar(name, data)
    yield "a.tar.gz", tar(name, data, "w:gz")
    yield "a.zip", zipped(name, data)
    yield "gz.zip", zipped(name + ".gz", gzip.compress(data))
    yield "zip.tar.gz", tar("b.zip", zipped(name, data), "w:gz")
    yield "tar.zip", zipped("b.tar.gz", tar(name, data, "w:gz"))


def told(stage, *words, stdin=b""):
    """What a way gives: texts and values, and counts by reason."""
    with tempfile.TemporaryDirectory() as folder:
        report = os.path.join(folder, "report")
        done = filterc(stage, "--quiet", "--report", report, *words, stdin=stdin)
        if not os.path.exists(report):
            return done.stderr
        with open(report) as f:
            funnel = f.read()
    docs = [json.loads(line) for line in done.stdout.decode().split("\n") if line]
    for doc in docs:
        meta = doc.get("metadata", {})
        # papers of a tar are told apart from one
        meta["mime"] = meta.get("mime", "").replace("application/x-eprint-tar", "text/x-tex")
        doc.get("attributes", {}).pop("page_kind", None)  # a model that looks at addresses, too
        doc["metadata"] = {k: v for k, v in meta.items() if k not in PLACES or "://" in str(v)}
    dropped = {}
    for row in json.loads(funnel)["stages"]:
        for reason, n in row["dropped"].items():
            dropped[reason] = dropped.get(reason, 0) + n
    return [(d["text"], d["metadata"], d.get("attributes")) for d in docs], dropped, adds_up(funnel)


@unittest.skipUnless(b"libarchive no" not in filterc("--version").stdout, "built without libarchive")
class Packed(unittest.TestCase):
    def compare(self, name, data, piped=()):
        """`piped`: the name, where nothing else tells the format."""
        stage = "cat" if name == "a.jsonl" else "extract"
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, name)
            with open(path, "wb") as f:
                f.write(data)
            want = told(stage, path)
            self.assertTrue(want[0] and want[2], (name, want))
            self.assertEqual(told(stage, *piped, "-", stdin=data), want, f"{name} from a pipe")
            for way, packed in ways(name, data):
                path = os.path.join(folder, way)
                with open(path, "wb") as f:
                    f.write(packed)
                self.assertEqual(told(stage, path), want, f"{name} as {way}")
                self.assertEqual(told(stage, *(piped and ("--stdin-name", way)), "-", stdin=packed), want,
                                 f"{name} as {way} from a pipe")
        if stage == "extract" and not piped and os.path.exists(USER):
            done = subprocess.run([USER, os.path.join(TOP, "data"), "extract"], input=data,
                                  stdout=subprocess.PIPE, check=True)
            sizes = [int(n) for n in re.findall(r" (\d+) memory", done.stdout.decode())]
            self.assertEqual(sizes, [len(text.encode()) for text, _, _ in want[0]], f"{name} by the library")

    def test_files(self):
        for name in OURS:
            with open(os.path.join(FILES, name), "rb") as f:
                self.compare(name, f.read())

    def test_texts(self):
        for name, text in texts().items():
            self.compare(name, text.encode(), ("--stdin-name", name))

    def test_known_by_content(self):
        """A pipe has no name: these need none."""
        for name, text in texts().items():
            if name in ("a.tex", "a.ipynb", "book.txt", "bare.xml", "a.jsonl"):
                self.compare(name, text.encode())

    def test_known_by_directory(self):
        """Zips whose first member does not tell what they are."""
        for name, first, prefix in (("good-archive.wacz", "indexes/index.cdx", "archive/"),
                                    ("good.epub", "META-INF/container.xml", ""),
                                    ("good.docx", "docProps/app.xml", "word/")):
            out = io.BytesIO()
            with zipfile.ZipFile(os.path.join(FILES, name)) as of, zipfile.ZipFile(out, "w") as to:
                if first not in of.namelist():
                    to.writestr(first, "x")
                for member in sorted(of.namelist(), key=lambda n: (n != first, n)):
                    to.writestr(member, of.read(member))
                self.assertTrue(any(n.startswith(prefix) for n in of.namelist()))
            self.compare(name, out.getvalue())

    def test_names_of_old(self):
        """A chapter whose name is in Latin-1 or code page 437, which the zip does not tell."""
        with open(os.path.join(FILES, "good.epub"), "rb") as f:
            want = told("extract", "-", stdin=f.read())
        out = io.BytesIO()
        with zipfile.ZipFile(os.path.join(FILES, "good.epub")) as of, zipfile.ZipFile(out, "w") as to:
            for member in of.namelist():
                data = of.read(member).replace(b'"a.xhtml"', b'"Q%C3%A9.xhtml"')
                to.writestr(member.replace("a.xhtml", "QQ.xhtml"), data)
        for letter in (b"\xe9", b"\x82"):
            got = told("extract", "-", stdin=out.getvalue().replace(b"QQ.xhtml", b"Q" + letter + b".xhtml"))
            self.assertEqual(got, want)

    @unittest.skipUnless(os.path.isdir(SAMPLES), "no ../shared/samples here")
    def test_samples(self):
        for pattern in REAL:
            path = sorted(glob.glob(os.path.join(SAMPLES, pattern)))[0]
            with open(path, "rb") as f:
                self.compare(os.path.basename(path), f.read())


if __name__ == "__main__":
    unittest.main()
