#!/usr/bin/env python3
"""make bench-kinds: how fast source kinds are, in MB of their own text or XML a second of one core.

usage: kinds.py [--mb N] [--rounds N] [KIND...]

Inputs are made of the files of ../shared/samples, repeated to N MB; what is packed is counted as
it is unpacked. Of each, `extract` and reading alone run one after the other in every round, and
xmllint --stream (libxml2-utils) where it is there, on the same bytes. Times are of the
processor; ratios are medians within rounds: trust them rather than the MB/s of a busy machine.
Less than 60 MB measure the start: the dynamic linker takes 20 ms (most of it OpenBLAS, which
liblinear asks for), and memory is touched for the first time.
Environment: FILTERC, the command; SRCDIR, the top folder."""
import argparse
import bz2
import glob
import io
import os
import re
import shutil
import statistics
import subprocess
import sys
import tarfile
import tempfile
import zipfile

HERE = os.path.dirname(os.path.abspath(__file__))
TOP = os.path.abspath(os.environ.get("SRCDIR") or os.path.join(HERE, "..", ".."))
FILTERC = os.path.abspath(os.environ.get("FILTERC") or os.path.join(TOP, "filterc"))
SAMPLES = os.path.join(TOP, "..", "shared", "samples")


def read(path):
    opener = bz2.open if path.endswith(".bz2") else open
    with opener(path, "rb") as f:
        return f.read()


def samples(pattern):
    return sorted(glob.glob(os.path.join(SAMPLES, pattern), recursive=True))


def tar_of(path, files, size, measure):
    """A tar of (name, bytes) repeated until measure() of them comes to size; what it came to."""
    total, number = 0, 0
    with tarfile.open(path, "w") as tar:
        while total < size:
            for name, content in files:
                info = tarfile.TarInfo(f"{number}/{name}")
                info.size = len(content)
                tar.addfile(info, io.BytesIO(content))
                total += measure(content)
            number += 1
    return total


def xml_in(content):
    """Bytes of XML in a zip."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as z:
            return sum(i.file_size for i in z.infolist()
                       if i.filename.endswith((".xml", ".rels", ".xhtml", ".html", ".opf", ".ncx")))
    except zipfile.BadZipFile:
        return 0


def make_jats(path, size):
    return tar_of(path, [(os.path.basename(p), read(p)) for p in samples("jats/*ml")], size, len)


def make_packed(kind):
    def make(path, size):
        files = [(os.path.basename(p), read(p)) for p in samples(f"{kind}/*.{kind}")]
        return tar_of(path, [f for f in files if xml_in(f[1])], size, xml_in)
    return make


def make_tex(path, size):
    """Papers as arXiv has them: a gzip each, of a tar of the main file and its parts."""
    files, sizes = [], {}
    for main in samples("arxiv/**/*.tex"):
        text = read(main)
        if b"\\begin{document}" not in text or len(text) < 4000:
            continue
        out = io.BytesIO()
        with tarfile.open(fileobj=out, mode="w:gz") as tar:
            tar.add(main, "main.tex")
            total = len(text)
            for other in sorted(glob.glob(os.path.join(os.path.dirname(main), "*.tex"))):
                part = read(other)
                if b"\\begin{document}" not in part:
                    tar.add(other, os.path.basename(other))
                    total += len(part)
        files.append((f"{len(files)}.gz", out.getvalue()))
        sizes[out.getvalue()] = total
    return tar_of(path, files, size, lambda content: sizes[content])


def make_source(path, size):
    """The files of this project's own source."""
    files = [(os.path.relpath(p, TOP), read(p)) for folder in ("src", "extractors", "tests/unit")
             for p in sorted(glob.glob(os.path.join(TOP, folder, "**", "*.[ch]"), recursive=True))]
    return tar_of(path, files, size, len)


def make_repeated(pattern, item, number=None):
    """One file: what is before the first item, then all items repeated, then the end."""
    def make(path, size):
        head, items, tail = b"", [], b""
        for p in samples(pattern):
            text = read(p)
            found = list(re.finditer(item, text, re.S))
            if text[:2] in (b"\xff\xfe", b"\xfe\xff") or not found:
                continue
            head, tail = head or text[:found[0].start()], tail or text[found[-1].end():]
            items += [m.group(0) for m in found]
        with open(path, "wb") as f:
            f.write(head)
            round_number = 0
            while f.tell() < size:
                for one in items:
                    if number:      # ids are not the same twice
                        one = number.sub(lambda m, r=round_number: m.group(1) + b'="' +
                                         str(int(m.group(2)) + r * 10**8).encode() + b'"', one)
                    f.write(one + b"\n")
                round_number += 1
            f.write(tail)
            return f.tell()
    return make


SE_NUMBER = re.compile(rb'\b(Id|ParentId|AcceptedAnswerId)="(\d+)"')
# Name, ending of the input, how it is made, the bar of MB/s on one core (0: there is none).
KINDS = (
    ("jats", "tar", make_jats, 60),
    ("medline", "xml", make_repeated("medline/*.xml", rb"<PubmedArticle>.*?</PubmedArticle>"), 60),
    ("tex", "tar", make_tex, 40),
    ("epub", "tar", make_packed("epub"), 30),
    ("docx", "tar", make_packed("docx"), 30),
    ("mediawiki", "xml", make_repeated("mediawiki/*.xml*", rb"<page>.*?</page>"), 80),
    ("source", "tar", make_source, 0),
    ("stackexchange", "Posts.xml", make_repeated("stackexchange/*Posts.xml", rb"<row .*?/>", SE_NUMBER),
     80),
)


def cpu(command):
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    return usage.ru_utime + usage.ru_stime if child.returncode == 0 else None


def has_documents(path):
    """Whether this filterc reads the kind at all: something of the beginning comes out."""
    done = subprocess.run([FILTERC, "run", "extract | head 1", "--quiet", path],
                          stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False)
    return bool(done.stdout)


def measure(path, rounds):
    """CPU seconds by what was run."""
    runs = {"extract": [FILTERC, "extract", "--quiet", "--threads", "1", path],
            "read": [FILTERC, "run", "head 1 --read-all", "--quiet", "--threads", "1", path]}
    if path.endswith(".xml") and shutil.which("xmllint"):
        runs["xmllint"] = ["xmllint", "--stream", "--noout", "--huge", path]
    times = {name: [] for name in runs}
    for _ in range(rounds):
        for name, command in runs.items():
            times[name].append(cpu(command))
    return {name: t for name, t in times.items() if None not in t}


def show(name, size, bar, times):
    def median_ratio(other):
        return statistics.median(a / b for a, b in zip(times["extract"], times[other]))
    seconds = statistics.median(times["extract"])
    beside = f"{median_ratio('xmllint'):9.2f}" if "xmllint" in times else f"{'':9}"
    print(f"{name:14} {size / 1e6:8.1f} {seconds:8.2f} {size / seconds / 1e6:8.1f} {bar:6} "
          f"{median_ratio('read'):8.2f} {beside}", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--mb", type=float, default=60, help="of each kind (60)")
    parser.add_argument("--rounds", type=int, default=3, help="how often each is measured (3)")
    parser.add_argument("kinds", nargs="*", metavar="KIND", help="all, when none is named")
    args = parser.parse_args()
    if not os.path.isdir(SAMPLES):
        sys.exit(f"no {SAMPLES}: nothing to measure")
    print(f"{'kind':14} {'MB':>8} {'CPU s':>8} {'MB/s':>8} {'bar':>6} {'x read':>8} {'x xmllint':>9}")
    for name, ending, make, bar in KINDS:
        if args.kinds and name not in args.kinds:
            continue
        with tempfile.TemporaryDirectory(prefix="filterc-kinds-") as folder:
            path = os.path.join(folder, f"bench.{ending}" if ending != "Posts.xml" else ending)
            size = make(path, args.mb * 1e6)
            if not has_documents(path):
                print(f"{name:14} not read by this filterc")
                continue
            show(name, size, bar, measure(path, args.rounds))


main()
