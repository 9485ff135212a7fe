#!/usr/bin/env python3
"""The real dumps of ../shared/samples/mediawiki: every page that expat finds is a document or counted
with the right reason, and plain lines of articles are in their text. Skipped where they are not."""
import bz2
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
from collections import Counter

TOP = os.environ.get("SRCDIR") or os.path.join(os.path.dirname(__file__), "..", "..")
FILTERC = os.path.join(os.environ.get("BUILDDIR", "."), "filterc")
SAMPLES = os.path.join(TOP, "..", "shared", "samples", "mediawiki")
MARKUP = re.compile(r"[{}\[\]<>|=&*#:;~\x01]|''|__|^ |//")


def pages(path):
    """Number, namespace, title and newest text of each page; text None: a redirect."""
    opened = bz2.open(path) if path.endswith(".bz2") else open(path, "rb")
    with opened as f:
        for _, e in ET.iterparse(f):
            tag = e.tag.split("}")[-1]
            if tag != "page":
                continue
            of = {c.tag.split("}")[-1]: c for c in e}
            revisions = [c for c in e if c.tag.endswith("}revision")]
            newest = max(revisions, key=lambda r: next(c.text for c in r
                                                       if c.tag.endswith("}timestamp")))
            text = next((c.text or "" for c in newest if c.tag.endswith("}text")), "")
            redirect = "redirect" in of or text.lower().startswith("#redirect")
            yield of["id"].text, of["ns"].text, of["title"].text, None if redirect else text
            e.clear()


def words(text):
    return " ".join(unicodedata.normalize("NFC", text).split())


def without(text, begin, end):
    """What is outside of all begin ... end, which may be nested."""
    out, depth = [], 0
    for part in re.split(f"({re.escape(begin)}|{re.escape(end)})", text):
        if part == begin:
            depth += 1
        elif part == end:
            depth -= depth > 0
        elif not depth:
            out.append(part)
    return "\x01".join(out)  # what stood beside it is no plain line


def bare(text):
    """The text without what leaves nothing: comments, notes, templates, tables."""
    text = re.sub(r"<!--.*?-->", "", text, flags=re.S)
    text = re.sub(r"<ref[^>]*/>|<ref.*?</ref>", "\x01", text, flags=re.S)
    return without(without(text, "{{", "}}"), "{|", "|}")


def plain_lines(text):
    """Stretches of lines whose markup a few rules can read."""
    for line in bare(text).split("\n"):
        for part in re.sub(r"^[*#:]+", "", line).split("\x01"):
            part = re.sub(r"\[\[(?:[^\[\]|:]*\|)?([^\[\]|:]*)\]\]", r"\1", part)
            part = html.unescape(re.sub(r"'{2,}", "", part))
            if len(part) > 30 and not MARKUP.search(part):
                yield words(part).strip(" (),;")


class Dumps(unittest.TestCase):
    def check(self, path):
        want = list(pages(path))
        run = subprocess.run([FILTERC, "extract", "--rejects", "/dev/stderr", "--quiet", path],
                             stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=True)
        docs = [json.loads(line) for line in run.stdout.splitlines()]
        dropped = Counter(re.findall(rb'"rejected_for":"([a-z-]+)"|x-rejected-for: ([a-z-]+)',
                                     run.stderr.lower()))
        dropped = Counter({(a or b).decode(): n for (a, b), n in dropped.items()})
        main = [p for p in want if p[1] == "0"]
        articles = [p for p in main if p[3] is not None]
        self.assertEqual(len(docs) + sum(dropped.values()), len(want), dropped)
        self.assertEqual(dropped["namespace"], len(want) - len(main))
        self.assertEqual(dropped["redirect"], len(main) - len(articles))
        self.assertEqual(len(docs) + dropped["no-text"], len(articles), dropped)
        empty = [p for p in articles if not re.search(r"\w", re.sub(r"==.*?==", "", bare(p[3])))]
        self.assertLessEqual(dropped["no-text"], len(empty))
        texts = Counter((d["metadata"]["page_id"], d["metadata"]["title"]) for d in docs)
        self.assertFalse(texts - Counter((p[0], words(p[2])) for p in articles))
        lines = missing = 0
        by_title = {}
        for d in docs:
            by_title.setdefault(d["metadata"]["title"], []).append(words(d["text"]))
        for _, _, title, text in articles:
            for line in plain_lines(text):
                lines += 1
                found = any(line in t for t in by_title.get(words(title), []))
                missing += not found
                if not found:
                    print(f"{os.path.basename(path)}: {title}: {line[:80]}")
        print(f"{os.path.basename(path)}: {len(want)} pages, {len(docs)} documents, "
              f"{dict(dropped)}, {lines} plain lines, {missing} missing")
        self.assertEqual(missing, 0)

    def test_all(self):
        for path in sorted(glob.glob(os.path.join(SAMPLES, "*"))):
            with self.subTest(path):
                self.check(path)


if __name__ == "__main__":
    if not os.path.isdir(SAMPLES):
        print("SKIP: no ../shared/samples/mediawiki")
        sys.exit(77)
    unittest.main()
