#!/usr/bin/env python3
"""Runs the cases of stages: *.case files (format: README.md here), all or those named.

usage: run.py [--accept] [FILE.case...]

Each case runs with one thread and again with three and the smallest batches: both must give
what the case says. --accept writes what came out into the files instead of comparing.
Environment: FILTERC, the command; SRCDIR, the top folder."""
import difflib
import json
import os
import re
import shlex
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
TOP = os.path.abspath(os.environ.get("SRCDIR") or os.path.join(HERE, "..", ".."))
FILTERC = os.path.abspath(os.environ.get("FILTERC") or os.path.join(TOP, "filterc"))
SETTINGS = ([], ["--threads", "3", "--batch", "1"])
SECONDS = 60


class Case:
    """What one case says; `lines` are those that --accept keeps."""

    def __init__(self, path, number, line):
        self.where = f"{os.path.basename(path)}:{number}"
        self.name, self.lines = line[3:].decode(), [line]
        self.command, self.input, self.stdout, self.stderr = None, [], b"", []
        self.drops, self.exit, self.needs = {}, 0, []

    def stdin(self):
        """Documents and other lines as they are, records framed as WARC."""
        return b"".join(part if isinstance(part, bytes) else framed(*part) for part in self.input)


def framed(number, kind, url, mime, block):
    """A WARC record, as few lines as there can be."""
    head = (f"WARC/1.1\r\nWARC-Type: {kind}\r\n"
            f"WARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-{number:012}>\r\n"
            f"WARC-Date: 2026-01-02T03:04:05Z\r\nWARC-Target-URI: {url}\r\n"
            f"Content-Type: {mime}\r\nContent-Length: {len(block)}\r\n\r\n")
    return head.encode() + bytes(block) + b"\r\n\r\n"


def unescape(text):
    """\\n, \\t, \\xHH and \\\\ in an escaped line."""
    return re.sub(rb"\\(x[0-9a-fA-F]{2}|.)", lambda m: (
        bytes([int(m[1][1:], 16)]) if len(m[1]) == 3 else
        {b"n": b"\n", b"t": b"\t", b"r": b"\r"}.get(m[1], m[1])), text)


def add_line(case, mark, rest):
    if mark == b"$":
        case.command = rest.decode()
    elif mark == b"<":
        case.input.append(rest + b"\n")
    elif mark == b"<%":
        case.input.append(unescape(rest))
    elif mark == b"<*":
        count, _, text = rest.partition(b" ")
        case.input.append(unescape(text) * int(count))
    elif mark == b"record":
        kind, url, *mime = rest.decode().split(None, 2)
        case.input.append((len(case.input) + 1, kind, url,
                           mime[0] if mime else "application/http; msgtype=response", bytearray()))
    elif mark == b"|":
        case.input[-1][-1].extend(rest + b"\n")
    elif mark == b"|*":
        count, _, text = rest.partition(b" ")
        case.input[-1][-1].extend(unescape(text) * int(count))
    elif mark == b"|%":
        case.input[-1][-1].extend(unescape(rest))
    elif mark == b">":
        case.stdout += rest + b"\n"
    elif mark == b">%":
        case.stdout += unescape(rest)
    elif mark == b"drop":
        stage, reason, count = rest.decode().split()
        case.drops[stage, reason] = int(count)
    elif mark == b"exit":
        case.exit = int(rest)
    elif mark == b"needs":
        case.needs.append(rest.decode())
    elif mark == b"stderr":
        case.stderr.append(rest.decode())
    elif mark != b"#":
        raise ValueError(f"unknown mark {mark.decode(errors='replace')!r}")


def parse(path):
    """The head of the file (comments before the first case) and its cases."""
    head, cases = [], []
    with open(path, "rb") as f:
        for number, line in enumerate(f.read().split(b"\n"), 1):
            mark, _, rest = line.partition(b" ")
            if mark == b"==":
                cases.append(Case(path, number, line))
            elif not cases and (not line or mark == b"#"):
                head.append(line)
            elif line:
                try:
                    add_line(cases[-1], mark, rest)
                except (ValueError, IndexError, TypeError) as error:
                    sys.exit(f"{path}:{number}: {error}")
                if mark not in (b">", b">%", b"drop", b"exit"):
                    cases[-1].lines.append(line)
    for case in cases:
        if not case.command:
            sys.exit(f"{case.where}: no command ($)")
    return head, cases


def run(case, settings):
    """(exit status, stdout, stderr, drops) of one case."""
    words = shlex.split(case.command)
    with tempfile.TemporaryDirectory() as folder:
        funnel = os.path.join(folder, "report.json")
        done = subprocess.run([FILTERC, words[0], "--report", funnel] + settings + words[1:],
                              input=case.stdin(), capture_output=True, timeout=SECONDS, cwd=TOP)
        text = None
        if os.path.exists(funnel):
            with open(funnel, encoding="utf-8") as f:
                text = f.read()
    drops = {}
    if text:
        told = json.loads(text)
        for stage in told["stages"]:
            for reason, count in stage["dropped"].items():
                key = stage["stage"], reason
                drops[key] = drops.get(key, 0) + count
        if told["in"] + told["made"] != told["out"] + told["dropped"]:
            drops["funnel", "does-not-add-up"] = 1
    return done.returncode, done.stdout, done.stderr, drops


def difference(what, wanted, got):
    def lines(data):
        return data.decode(errors="backslashreplace").splitlines(keepends=True)
    return f"{what} differs:\n" + "".join(
        line if line.endswith("\n") else line + "\n\\ no newline at the end\n"
        for line in difflib.unified_diff(lines(wanted), lines(got), "wanted", "got"))


def complaints(case, result):
    status, stdout, stderr, drops = result
    if stdout != case.stdout:
        yield difference("output", case.stdout, stdout)
    if status != case.exit:
        yield f"exit status {status}, wanted {case.exit}"
    if drops != case.drops:
        yield f"drops {drops}, wanted {case.drops}"
    for pattern in case.stderr:
        if not re.search(pattern, stderr.decode(errors="replace")):
            yield f"standard error does not match /{pattern}/"


def written(data):
    """Output as lines of a case; escaped where they are no plain text lines."""
    for line in data.splitlines(keepends=True):
        if line.endswith(b"\n") and not re.search(rb"[\x00-\x08\x0b-\x1f\x7f]", line[:-1]):
            yield b"> " + line[:-1]
        else:
            yield b">% " + re.sub(rb"[\x00-\x1f\x7f\\]", lambda m: (
                b"\\\\" if m[0] == b"\\" else b"\\x%02x" % m[0][0]), line)


def accept(path, head, cases):
    lines = list(head)
    for case in cases:
        status, stdout, _, drops = run(case, [])
        lines += case.lines + list(written(stdout))
        lines += [f"drop {s} {r} {n}".encode() for (s, r), n in drops.items()]
        lines += [f"exit {status}".encode()] if status else []
        lines += [b""]
    with open(path, "wb") as f:
        f.write(b"\n".join(lines))


def main():
    args = sys.argv[1:]
    accepting = "--accept" in args
    paths = [a for a in args if a != "--accept"] or sorted(
        os.path.join(HERE, n) for n in os.listdir(HERE) if n.endswith(".case"))
    passed = failed = 0
    version = subprocess.run([FILTERC, "--version"], capture_output=True, text=True).stdout
    for path in paths:
        head, cases = parse(path)
        if accepting:
            accept(path, head, cases)
            continue
        for case in cases:
            missing = [name for name in case.needs if f"\n{name} no" in version]
            if missing:
                print(f"skip {case.where}: {case.name}: filterc is built without {missing[0]}")
                continue
            wrong = [f"{c} (with {' '.join(s) or 'defaults'})"
                     for s in SETTINGS for c in complaints(case, run(case, s))]
            passed, failed = passed + (not wrong), failed + bool(wrong)
            print(f"{'FAIL' if wrong else 'ok'} {case.where}: {case.name}")
            for text in wrong[:3]:
                print("    " + text.replace("\n", "\n    "))
    print(f"{passed} cases passed, {failed} failed")
    return 1 if failed or not (passed or accepting) else 0


sys.exit(main())
