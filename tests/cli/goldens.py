#!/usr/bin/env python3
"""Commands and what they print, in golden/: NAME.cmd is run by sh in the top folder with
filterc in the PATH; NAME.out is its standard output, NAME.err its standard error, NAME.exit
its exit status when that is not 0. A command that mentions $T is run once with each of the
settings of common.py in its place; they must all print the same. $TMP is an empty folder.

usage: goldens.py [--accept] [NAME...]
--accept writes what came out into the files. Read the diff before you commit it."""
import difflib
import os
import subprocess
import sys
import tempfile

from common import FILTERC, HERE, SECONDS, SETTINGS, TOP

GOLDEN = os.path.join(HERE, "golden")


def read(path):
    if not os.path.exists(path):
        return b""
    with open(path, "rb") as f:
        return f.read()


def run(command, settings):
    """{"out", "err", "exit"} of a command, as bytes."""
    with tempfile.TemporaryDirectory() as folder:
        env = dict(os.environ, T=" ".join(settings), TMP=folder, LC_ALL="C",
                   PATH=os.path.dirname(FILTERC) + os.pathsep + os.environ.get("PATH", ""))
        done = subprocess.run(["sh", "-c", command], cwd=TOP, env=env, capture_output=True,
                              stdin=subprocess.DEVNULL, timeout=SECONDS)
    status = b"%d\n" % done.returncode if done.returncode else b""
    return {"out": done.stdout, "err": done.stderr, "exit": status}


def write(base, got):
    for kind, data in got.items():
        path = f"{base}.{kind}"
        if data:
            with open(path, "wb") as f:
                f.write(data)
        elif os.path.exists(path):
            os.remove(path)


def difference(name, kind, wanted, got):
    lines = [data.decode(errors="backslashreplace").splitlines(keepends=True) for data in (wanted, got)]
    return "".join(list(difflib.unified_diff(*lines, f"{name}.{kind}", "printed"))[:60])


def check(name, command):
    base = os.path.join(GOLDEN, name)
    for settings in SETTINGS if "$T" in command else ([],):
        got = run(command, settings)
        for kind in ("exit", "err", "out"):
            wanted = read(f"{base}.{kind}")
            if got[kind] != wanted:
                print(f"FAIL {name} {' '.join(settings)}")
                print(difference(name, kind, wanted, got[kind]))
                return False
    print(f"ok {name}")
    return True


def main():
    args = sys.argv[1:]
    accept = "--accept" in args
    chosen = [a for a in args if a != "--accept"] or sorted(
        n[:-4] for n in os.listdir(GOLDEN) if n.endswith(".cmd"))
    failed = 0
    for name in chosen:
        command = read(os.path.join(GOLDEN, name + ".cmd")).decode()
        if accept:
            write(os.path.join(GOLDEN, name), run(command, SETTINGS[0]))
        else:
            failed += not check(name, command)
    print(f"{len(chosen) - failed} goldens passed, {failed} failed")
    return 1 if failed or not chosen else 0


sys.exit(main())
