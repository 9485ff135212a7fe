#!/usr/bin/env python3
"""The real papers of ../shared/samples/arxiv: text of all parts, in order; no macro of the paper is
left in it; displayed formulas are there and balanced. Skipped where they are not."""
import glob
import json
import os
import re
import subprocess
import sys
import tarfile
import tempfile

TOP = os.environ.get("SRCDIR") or os.path.join(os.path.dirname(__file__), "..", "..")
FILTERC = os.path.join(os.environ.get("BUILDDIR", "."), "filterc")
SAMPLES = os.path.join(TOP, "..", "shared", "samples", "arxiv")
DISPLAYS = (r"\\begin\{(?:equation|align|gather|multline|eqnarray|displaymath|flalign|alignat)\*?\}"
            r"|(?<!\\)\\\[")
TEXT = re.compile(r"[A-Za-z]{4,}")


def papers(folder):
    """Tars of papers, with the TeX in each: every folder that has a document, and the bundles."""
    for path in sorted(glob.glob(os.path.join(SAMPLES, "*.gz"))):
        with tarfile.open(path) as tar:
            yield path, [tar.extractfile(m).read().decode("utf-8", "replace")
                         for m in tar if m.name.endswith(".tex")]
    for main in sorted(glob.glob(os.path.join(SAMPLES, "**", "*.tex"), recursive=True)):
        with open(main, encoding="utf-8", errors="replace") as f:
            text = f.read()
        if "\\begin{document}" in re.sub(r"(?<!\\)%.*", "", text):
            path = os.path.join(folder, f"{len(os.listdir(folder))}.tar")
            with tarfile.open(path, "w") as tar:
                tar.add(main, "main.tex")
                for other in sorted(glob.glob(os.path.join(os.path.dirname(main), "*.tex"))):
                    with open(other, encoding="utf-8", errors="replace") as f:
                        part = "\\begin{document}" not in f.read()
                    if part:
                        tar.add(other, os.path.basename(other))
            yield path, [text]


def without_comments(text):
    text = re.sub(r"(?<!\\)%.*", "", text)
    text = re.sub(r"\\begin\{comment\}.*?\\end\{comment\}", "", text, flags=re.S)
    return text.split("\\end{document}")[0]


def words_of(source):
    body = without_comments(source).split("\\begin{document}")[-1]
    return len(TEXT.findall(re.sub(r"\\includegraphics.*|\\[A-Za-z]+\{?[a-z]*\}?", "", body)))


def complaints(doc, sources):
    text = doc["text"]
    source = without_comments(sources[0])
    body = source.split("\\begin{document}")[-1]
    own = set(re.findall(r"\\(?:newcommand|DeclareMathOperator)\*?\s*\{?\\([A-Za-z]+)", source))
    own |= set(re.findall(r"\\def\\([A-Za-z]+)", source))
    left = {m for m in re.findall(r"\\([A-Za-z]+)", text) if m in own}
    # a macro that the paper made of a command that it renews (\vec) is not told apart from it
    left -= set(re.findall(r"\\renewcommand\*?\s*\{?\\([A-Za-z]+)", source))
    if left:
        yield f"macros left: {sorted(left)}"
    if len(sources) == 1:
        want = len(re.findall(DISPLAYS, body))
        got = doc["attributes"]["tex_displays"]
        if got < 0.99 * want:
            yield f"{got} displayed formulas of {want}"
    for math in re.findall(r"\$\$(.*?)\$\$", text, re.S):
        bare = re.sub(r"\\[{}\\]", "", math)
        if bare.count("{") != bare.count("}") or bare.count("\\begin") != bare.count("\\end"):
            yield f"not balanced: {math[:80]}"
    if len(TEXT.findall(text)) < 0.5 * len(TEXT.findall(re.sub(r"\\[A-Za-z]+", "", body))):
        yield "less than half of the words"


def main():
    if not os.path.isdir(SAMPLES):
        print("SKIP: no ../shared/samples/arxiv")
        sys.exit(77)
    checked = failed = 0
    with tempfile.TemporaryDirectory(prefix="filterc-tex-") as folder:
        for path, sources in papers(folder):
            out = subprocess.run([FILTERC, "extract", "--quiet", path], check=True,
                                 stdout=subprocess.PIPE).stdout
            docs = [json.loads(line) for line in out.splitlines()]
            wrong = [f"{len(docs)} documents"]
            if len(docs) == 1:
                wrong = list(complaints(docs[0], sources))
            elif not docs and words_of(sources[0]) < 30:  # slides with pictures only
                wrong = []
            checked += 1
            failed += bool(wrong)
            for w in wrong:
                print(f"FAIL {path} {sources[0][:60]!r}: {w}")
    print(f"{checked} papers, {failed} failed")
    sys.exit(failed > 0 or not checked)


main()
