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
import zipfile

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


W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
STRICT = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"


def contents_styles(z, path):
    """The styles of lines of contents and of what stands above them: they are left out."""
    if path not in z.namelist():
        return set()
    left_out = r"(?i)(toc|index) ([1-9]|heading)|table of (figures|authorities)|toa heading"
    names = {style.get(W + "styleId"): style.find(W + "name")
             for style in ET.fromstring(z.read(path)).iter(W + "style")}
    return {style for style, name in names.items()
            if name is not None and re.fullmatch(left_out, name.get(W + "val"))}


def is_prompt(control):
    """A control that still shows what to type into it, in a style for that or in brackets."""
    if control.find(f"{W}sdtPr/{W}showingPlcHdr") is None:
        return False
    run = next(control.iter(W + "r"), None)
    text = "".join(t.text or "" for t in run.iter(W + "t")) if run is not None else ""
    return text.startswith("[") or (run is not None and run.find(f"{W}rPr/{W}rStyle") is not None)


def word_runs(path):
    """Texts of a Word file's body that are shown, changes accepted, without lists of contents
    and prompts; None: it is no zip."""
    if not zipfile.is_zipfile(path):
        return None
    with zipfile.ZipFile(path) as z:
        rels = ET.fromstring(z.read("_rels/.rels"))
        main = [r.get("Target").lstrip("/") for r in rels if r.get("Type").endswith("/officeDocument")]
        root = ET.fromstring(z.read(main[0]))
        contents = contents_styles(z, os.path.dirname(main[0]) + "/styles.xml")
    runs = []

    def walk(e):
        tag = e.tag.split("}")[-1]
        if tag in ("del", "moveFrom", "Fallback", "pPr", "sectPr", "oMath", "rt"):
            return
        if tag == "r" and e.find(f"{W}rPr/{W}vanish") is not None or tag == "sdt" and is_prompt(e):
            return
        style = e.find(f"{W}pPr/{W}pStyle") if tag == "p" else None
        if style is not None and style.get(W + "val") in contents:
            return
        if e.tag in (W + "t", STRICT + "t"):
            runs.append(e.text or "")
        for child in e:
            walk(child)

    walk(root)
    return runs


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

    def test_docx(self):
        files = sorted(glob.glob(os.path.join(SAMPLES, "docx", "*.docx")))
        docs, dropped = extract(files)
        words = 0
        for path in files:
            runs = word_runs(path)
            if runs is None:
                self.assertEqual(dropped.get(path), "encrypted", path)
                continue
            have = letters(docs[path][0]["text"]) if path in docs else ""
            self.assertTrue(path in docs or not "".join(runs).strip(), path)
            for run in runs:
                words += len(run.split())
                self.assertTrue(letters(run) in have, f"{path}: {run!r}")
        self.assertGreater(words, 10000)

    def test_epub(self):
        files = sorted(glob.glob(os.path.join(SAMPLES, "epub", "**", "*.epub"), recursive=True))
        docs, dropped = extract(files)
        self.assertEqual(dropped, {})
        for path in files:
            self.assertIn(path, docs)
        drawn = next(path for path in files if path.endswith("sous-le-vent.epub"))
        self.assertIn("Les yeux des humains, la terre gorgée de sang", docs[drawn][0]["text"])

    def test_cnxml(self):
        files = sorted(glob.glob(os.path.join(SAMPLES, "cnxml", "*")))
        docs, _ = extract(files)
        for path in files:
            text, root = docs[path][0]["text"], parse(path)
            have = letters(text)
            cn = "{http://cnx.rice.edu/cnxml}"
            for p in root.find(cn + "content").iter(cn + "para"):
                first = (p.text or "")
                self.assertTrue(letters(first) in have, f"{path}: {first[:100]!r}")
            maths = [m for m in root.find(cn + "content").iter(MATH) if letters("".join(m.itertext()))]
            self.assertGreaterEqual(text.count("$"), 2 * len(maths), path)


if __name__ == "__main__":
    if not os.path.isdir(SAMPLES):
        sys.exit(77)
    unittest.main(verbosity=1)
