#!/usr/bin/env python3
"""The WARC and ARC files of ../shared/samples/warc, where they are: the reader must find what
samples.expected says (counts looked at one by one), and in every well-formed file with a gzip
member per record the same offsets, lengths and ids as a simple reading with zlib finds.

usage: warc_samples.py [--update]     exit status 77: the samples are not there
"""
import collections, os, re, subprocess, sys, zlib

SRC = os.environ.get("SRCDIR", ".")
BUILD = os.path.abspath(os.environ.get("BUILDDIR", "."))
EXPECTED = os.path.join(SRC, "tests/files/samples.expected")


def samples():
    for up in ("../shared", "../../shared", "../../../shared"):
        folder = os.path.join(SRC, up, "samples/warc")
        if os.path.isdir(folder):
            return folder
    print("SKIP: ../shared/samples/warc is not there")
    sys.exit(77)


def listing(folder, name):
    run = subprocess.run([os.path.join(BUILD, "tests/unit/list_records"), name], cwd=folder,
                         stdout=subprocess.PIPE, timeout=60)
    if run.returncode:
        sys.exit(f"{name}: list_records ended with {run.returncode}")
    return run.stdout.decode("utf-8", "replace").splitlines()


def counts(lines):
    found = collections.Counter(line.split(" ")[0] for line in lines[:-1])
    return " ".join([lines[-1]] + [f"{k}={v}" for k, v in sorted(found.items())])


def members(path):
    """(offset, length, id) of each gzip member when each holds one whole WARC record."""
    data = open(path, "rb").read()
    at, out = 0, []
    while at < len(data):
        d = zlib.decompressobj(31)
        try:
            text = d.decompress(data[at:])
        except zlib.error:
            return None
        if not d.eof:
            return None
        size = len(data) - at - len(d.unused_data)
        head, sep, rest = text.partition(b"\r\n\r\n")
        ids = re.findall(rb"(?im)^WARC-Record-ID: *<?([^>\r\n]*)", head)
        length = re.findall(rb"(?im)^Content-Length: *(\d+)", head)
        if not (text.startswith(b"WARC/") and ids and length and
                rest[int(length[0]):].strip(b"\r\n") == b""):
            return None
        out.append((at, size, ids[0].decode()))
        at += size
    return out


def main():
    folder, update, bad, exact = samples(), "--update" in sys.argv, 0, 0
    want = {}
    if not update:
        with open(EXPECTED) as f:
            want = dict(line.rstrip("\n").split("\t") for line in f)
    got = {}
    for name in sorted(os.listdir(folder)):
        lines = listing(folder, name)
        got[name] = counts(lines)
        if not update and got[name] != want.get(name):
            print(f"{name}: {got[name]}\n  instead of {want.get(name)}")
            bad += 1
        truth = members(os.path.join(folder, name))
        if not truth:
            continue
        exact += 1
        found = []
        for line in lines[:-1]:
            m = re.match(r"ok (\d+)\+(\d+) \S* <(.*?)> ", line)
            found.append((int(m[1]), int(m[2]), m[3]) if m else line)
        if found != truth:
            print(f"{name}: places differ: {[(a, b) for a, b in zip(found, truth) if a != b][:3]}")
            bad += 1
    if update:
        with open(EXPECTED, "w") as f:
            f.writelines(f"{k}\t{v}\n" for k, v in got.items())
    print(f"{len(got)} files, {exact} with a member per record compared place by place, {bad} differ")
    sys.exit(1 if bad or exact < 20 else 0)


main()
