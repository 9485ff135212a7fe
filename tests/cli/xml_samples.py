#!/usr/bin/env python3
"""The real XML and packed files of ../shared/samples: what Python's own parser finds in them must
be in the documents, and only what is broken or empty may be dropped. Skipped where they are not.

JATS: every paragraph of every body and every formula is there, counted with expat as the
oracle. MEDLINE: every citation. Others: how many give text, and why the rest does not."""
import glob
import html
import json
import os
import re
import subprocess
import sys
import unicodedata
import unittest
import xml.etree.ElementTree as ET

TOP = os.environ.get("SRCDIR") or os.path.join(os.path.dirname(__file__), "..", "..")
FILTERC = os.path.join(os.environ.get("BUILDDIR", "."), "filterc")
SAMPLES = os.path.join(TOP, "..", "shared", "samples")
MATH = "{http://www.w3.org/1998/Math/MathML}math"


def extract(files):
    """Documents by file, and the reasons of what was dropped."""
    out = subprocess.run([FILTERC, "extract", "--rejects", "/dev/stderr", "--quiet", *files],
                         stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    docs, dropped = {}, {}
    for line in out.stdout.splitlines():
        d = json.loads(line)
        docs.setdefault(d["metadata"]["file_path"], []).append(d)
    for line in out.stderr.splitlines():
        m = re.match(rb'.*"rejected_for":"([a-z-]+)"', line)
        path = re.match(rb'.*"file_path":"([^"]*)"', line) or re.match(rb'.*"id":"([^"]*)"', line)
        if m:
            dropped[path.group(1).decode() if path else "?"] = m.group(1).decode()
    return docs, dropped


def letters(s):
    """What is left when white space, marks and the ways of writing scripts are gone."""
    s = unicodedata.normalize("NFC", s)
    return re.sub(r"[^A-Za-z\u00c0-\u024f\u0370-\u1fff\u4e00-\u9fff]", "", s)


def parse(path):
    """The tree, with references that no DTD declares replaced as HTML knows them."""
    with open(path, "rb") as f:
        data = f.read()
    text = data.decode("utf-8", "replace").lstrip("\ufeff")
    text = re.sub(r"<!DOCTYPE[^>\[]*(\[.*?\])?\s*>", "", text, count=1, flags=re.S)
    text = re.sub(r"&(?!amp;|lt;|gt;|quot;|apos;|#)([\w.]+);", lambda m: html.unescape(m.group(0)), text)
    return ET.fromstring(re.sub(r"&(?!amp;|lt;|gt;|quot;|apos;|#)[\w.]+;", "", text).encode())


SKIPPED = {"disp-formula", "inline-formula", "alternatives", "tex-math", MATH, "table-wrap", "fig", "label",
           "supplementary-material", "object-id", "list", "def-list", "boxed-text", "fn", "disp-quote",
           "index-term", "code", "preformat", "table", "sup", "sub", "inline-graphic", "graphic", "media", "xref"}


def without_pictures(root):
    """Pictures may have captions of their own, "Typeset image"; they are no text."""
    for parent in list(root.iter()):
        for child in [c for c in parent if c.tag in ("graphic", "inline-graphic")]:
            child.clear()
    return root


def own_text(p):
    """Runs of a paragraph's own text between formulas, lists and what else is set apart."""
    runs, run = [], [p.text or ""]
    for child in p:
        if child.tag in SKIPPED:
            runs.append("".join(run))
            run = []
        else:
            inner = own_text(child)
            run.append(inner[0])
            if len(inner) > 1:
                runs.append("".join(run))
                runs.extend(inner[1:-1])
                run = [inner[-1]]
        run.append(child.tail or "")
    return runs + ["".join(run)]


@unittest.skipUnless(os.path.isdir(SAMPLES), "no ../shared/samples here")
class Samples(unittest.TestCase):
    def test_jats(self):
        files = sorted(glob.glob(os.path.join(SAMPLES, "jats", "*")))
        docs, dropped = extract(files)
        paragraphs = formulas = 0
        for path in files:
            root = without_pictures(parse(path))
            bodies = list(root.iter("body"))
            text = "".join(d["text"] for d in docs.get(path, []))
            if not bodies and path not in docs:
                self.assertEqual(dropped.get(path), "no-text", path)
                continue
            have = letters(text)
            for body in bodies:
                for p in body.iter("p"):
                    paragraphs += 1
                    for run in own_text(p):
                        self.assertTrue(letters(run) in have, f"{path}: {run[:200]!r}")
                here = sum(1 for f in body.iter() if f.tag in ("disp-formula", "inline-formula")
                           and (next(f.iter("tex-math"), None) is not None
                                or any(letters("".join(m.itertext())) for m in f.iter(MATH))))
                formulas += here
                self.assertGreaterEqual(text.count("$"), 2 * here, path)
        self.assertGreater(paragraphs, 3000)
        self.assertGreater(formulas, 500)

    def test_medline(self):
        files = sorted(glob.glob(os.path.join(SAMPLES, "medline", "*")))
        docs, _ = extract(files)
        for path in files:
            root = parse(path)
            self.assertEqual(len(docs[path]), len(list(root.iter("PubmedArticle"))), path)
            have = letters("".join(d["text"] for d in docs[path]))
            for text in list(root.iter("AbstractText")) + list(root.iter("ArticleTitle")):
                self.assertTrue(letters("".join(text.itertext())) in have, path)


if __name__ == "__main__":
    if not os.path.isdir(SAMPLES):
        sys.exit(77)
    unittest.main(verbosity=1)
