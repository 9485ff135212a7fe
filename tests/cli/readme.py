#!/usr/bin/env python3
"""The tours in README.md are true: in each block marked `console`, every line after "$ " is run
in the top folder and must print the lines that follow it; "..." at the end of a line stands for
its rest, alone on a line for any lines. `readme.py --accept` is not offered: read what changed.
"""
import os
import re
import subprocess
import tempfile
import unittest

from common import FILTERC, SECONDS, TOP


def blocks(path):
    with open(path, encoding="utf-8") as f:
        return re.findall(r"^```console\n(.*?)^```$", f.read(), re.M | re.S)


def steps(block):
    """(command, wanted output) of a block; a backslash at its end continues a command."""
    found = []
    for part in re.split(r"(?m)^\$ ", block)[1:]:
        command = re.match(r"(?:.*\\\n)*.*\n", part)[0]
        found.append((command, part[len(command):]))
    return found


def pattern(wanted):
    out = ""
    for line in wanted.splitlines():
        if line == "...":
            out += r"(?:.*\n)*?"
        elif line.endswith("..."):
            out += re.escape(line[:-3]) + r".*\n"
        else:
            out += re.escape(line) + r"\n"
    return out


class Readme(unittest.TestCase):
    maxDiff = None

    def test_tours(self):
        tours = blocks(os.path.join(TOP, "README.md"))
        self.assertGreater(len(tours), 3)
        with tempfile.TemporaryDirectory() as home:
            for block in tours:
                for command, wanted in steps(block):
                    self.check(command, wanted, home)

    def check(self, command, wanted, home):
        script = command.replace("./filterc", FILTERC)
        done = subprocess.run(["sh", "-c", script], cwd=TOP, stdout=subprocess.PIPE, timeout=SECONDS,
                              stderr=subprocess.STDOUT, env=dict(os.environ, TMP=home, COLUMNS="100"))
        printed = done.stdout.decode()
        if not re.fullmatch(pattern(wanted), printed):
            self.fail(f"$ {command}printed\n{printed}\nREADME.md says\n{wanted}")


if __name__ == "__main__":
    unittest.main()
