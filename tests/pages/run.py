#!/usr/bin/env python3
"""Runs the page fixtures: each GROUP/NAME.html must give the text of NAME.md beside it. A page may
also be NAME.tex or NAME.wiki, or a folder NAME.paper, of which the tar is read.

usage: run.py [--accept] [GROUP | GROUP/PAGE]...

All pages, or those named, go through `filterc extract` twice: with one thread, and with three
and the smallest batches. NAME.json, where there is one, has "options" for the command, and
"metadata" and "attributes" that the document must have (null: must not have).
--accept writes what came out into the .md files, and into what NAME.json names.
Environment: FILTERC, the command; SRCDIR, the top folder. README.md here has more."""
import difflib
import json
import os
import subprocess
import sys
import tarfile
import tempfile

TOP = os.path.abspath(os.environ.get("SRCDIR") or
                      os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", ".."))
HERE = os.path.join(TOP, "tests", "pages")
FILTERC = os.path.abspath(os.environ.get("FILTERC") or os.path.join(TOP, "filterc"))
SETTINGS = (["--threads", "1"], ["--threads", "3", "--batch", "1"])
SECONDS = 120
PAGES = (".html", ".tex", ".paper", ".wiki")


def beside(page, suffix):
    return os.path.join(HERE, os.path.splitext(page)[0] + suffix)


def read(path):
    with open(path, encoding="utf-8") as f:
        return f.read()


def wanted(page):
    """What NAME.json says; nothing when there is none."""
    path = beside(page, ".json")
    return json.loads(read(path)) if os.path.exists(path) else {}


def find(names):
    """Paths of pages, relative to this folder, sorted."""
    found = []
    for group in sorted(os.listdir(HERE)):
        folder = os.path.join(HERE, group)
        if os.path.isdir(folder):
            found += [f"{group}/{n}" for n in sorted(os.listdir(folder)) if n.endswith(PAGES)]
    if not names:
        return found
    names = [n.removeprefix("tests/pages/").rstrip("/") for n in names]
    for name in names:
        if not any(p == name or p.startswith(name + "/") for p in found):
            sys.exit(f"{name}: no such page or group")
    return [p for p in found if any(p == n or p.startswith(n + "/") for n in names)]


def packed(page, folder):
    """The page itself, or the tar of its folder, always the same bytes."""
    if not page.endswith(".paper"):
        return page
    path = os.path.join(folder, os.path.basename(page) + ".tar")
    with tarfile.open(path, "w", format=tarfile.USTAR_FORMAT) as tar:
        for top, _, names in sorted(os.walk(os.path.join(HERE, page))):
            for name in sorted(names):
                full = os.path.join(top, name)
                info = tarfile.TarInfo(os.path.relpath(full, os.path.join(HERE, page)))
                info.size = os.path.getsize(full)
                with open(full, "rb") as f:
                    tar.addfile(info, f)
    return path


def extract(pages, options, settings):
    """Documents by page; pages that were dropped are missing."""
    with tempfile.TemporaryDirectory(prefix="filterc-pages-") as folder:
        paths = {packed(page, folder): page for page in pages}
        done = subprocess.run([FILTERC, "extract", "--quiet", *settings, *options, *paths], cwd=HERE,
                              stdout=subprocess.PIPE, timeout=SECONDS, check=True)
    docs = [json.loads(line) for line in done.stdout.splitlines()]
    return {paths[doc["metadata"]["file_path"]]: doc for doc in docs}


def extract_all(pages, settings):
    """One run for all pages with the same options."""
    groups, docs = {}, {}
    for page in pages:
        groups.setdefault(tuple(wanted(page).get("options", ())), []).append(page)
    for options, some in groups.items():
        docs.update(extract(some, options, settings))
    return docs


def complaints(page, doc):
    """What is wrong with the document of a page (None: it was dropped)."""
    if not os.path.exists(beside(page, ".md")):
        yield "has no .md; write it by hand, or run.py --accept and read it"
        return
    want, got = read(beside(page, ".md")), doc["text"] + "\n" if doc else ""
    if want != got:
        yield "".join(difflib.unified_diff(want.splitlines(True), got.splitlines(True),
                                           "wanted", "got"))
    for part in ("metadata", "attributes"):
        have = doc.get(part, {}) if doc else {}
        for name, value in wanted(page).get(part, {}).items():
            if have.get(name) != value:
                yield f"{part} {name}: wanted {value!r}, got {have.get(name)!r}"


def accept(page, doc):
    want = wanted(page)
    with open(beside(page, ".md"), "w", encoding="utf-8") as f:
        f.write(doc["text"] + "\n" if doc else "")
    if not want:
        return
    for part in ("metadata", "attributes"):
        for name in want.get(part, {}):
            want[part][name] = (doc or {}).get(part, {}).get(name)
    with open(beside(page, ".json"), "w", encoding="utf-8") as f:
        f.write(json.dumps(want, indent=1, ensure_ascii=False) + "\n")


def main():
    names = [a for a in sys.argv[1:] if a != "--accept"]
    pages, failed = find(names), set()
    if "--accept" in sys.argv[1:]:
        for page, doc in ((p, extract_all([p], SETTINGS[0]).get(p)) for p in pages):
            accept(page, doc)
        return 0
    for settings in SETTINGS:
        docs = extract_all(pages, settings)
        for page in pages:
            wrong = list(complaints(page, docs.get(page)))
            if wrong:
                failed.add(page)
                print(f"FAIL {page} (with {' '.join(settings)})")
                print("    " + "\n".join(wrong).rstrip("\n").replace("\n", "\n    "))
    print(f"{len(pages) - len(failed)} pages passed, {len(failed)} failed")
    return 1 if failed or not pages else 0


sys.exit(main())
