#!/usr/bin/env python3
"""The same bytes for a pipe and a plan, for any number of threads, size of batches and memory:
output, rejects and report."""
import os
import subprocess
import tempfile
import unittest

from common import FILTERC, SECONDS, SEEDS_PLAN, SETTINGS, WEB, documents, filterc

DOCUMENTS = documents(700, "words " * 30)


def everything(words, settings, stdin=b""):
    """(output, rejects, report) of a run."""
    with tempfile.TemporaryDirectory() as folder:
        rejects, report = os.path.join(folder, "rejects"), os.path.join(folder, "report")
        done = filterc(words[0], *settings, "--quiet", "--rejects", rejects, "--report", report,
                       *words[1:], stdin=stdin)
        if done.returncode:
            raise AssertionError(f"{words} {settings}: {done.stderr.decode()}")
        with open(rejects, "rb") as f, open(report, "rb") as g:
            return done.stdout, f.read(), g.read()


def pipe(stages, path):
    """Output of stages joined by real pipes, the first reading a file."""
    last = open(path, "rb")
    children = []
    for words in stages:
        child = subprocess.Popen([FILTERC, *words, "--quiet"], stdin=last, stdout=subprocess.PIPE)
        last.close()
        last = child.stdout
        children.append(child)
    output = last.read()
    last.close()
    if any(child.wait(SECONDS) for child in children):
        raise AssertionError(f"{stages}: a stage failed")
    return output


class SameBytes(unittest.TestCase):
    maxDiff = 2000

    def same_for_all_settings(self, words, stdin=b""):
        wanted = everything(words, SETTINGS[0], stdin)
        self.assertTrue(wanted[0], "an empty output compares nothing")
        for settings in SETTINGS[1:]:
            self.assertEqual(everything(words, settings, stdin), wanted, f"{words} with {settings}")
        return wanted[0]

    def test_records(self):
        self.same_for_all_settings(["cat", WEB])
        self.same_for_all_settings(["run", "sample --rate 0.5 | cat", WEB, WEB])

    def test_seeds_plan(self):
        """The main job: a plan in one process gives what its stages give joined by pipes."""
        stages = (["extract"], ["score", "--models", "edu,reasoning,factual,topic"],
                  ["keep", "edu >= 2.5 and (reasoning >= 2 or factual >= 2.5)"], ["chunk"], ["seeds"])
        # both read a file of this name, so that file_path says the same
        planned = self.same_for_all_settings(["run", SEEDS_PLAN, WEB])
        with tempfile.TemporaryDirectory() as folder:
            first = os.path.join(folder, "first.jsonl")
            with open(first, "wb") as f:
                f.write(filterc("extract", WEB).stdout)
            self.assertEqual(pipe(stages[1:], first), planned)

    def test_documents(self):
        self.same_for_all_settings(["keep", "--attr", "n", "n in (1, 4)"], DOCUMENTS)
        self.same_for_all_settings(["run", "--attr", "n", "keep 'n > 2' | sample --rate 0.3 | head 20 --read-all"],
                                   DOCUMENTS)

    def test_many_inputs(self):
        with tempfile.NamedTemporaryFile(suffix=".jsonl") as more:
            more.write(DOCUMENTS)
            more.flush()
            once = self.same_for_all_settings(["cat", more.name, more.name])
        self.assertEqual(once, DOCUMENTS * 2)

    def test_standard_input_and_a_file(self):
        with open(WEB, "rb") as f:
            self.assertEqual(filterc("cat", "-", stdin=f.read()).stdout, filterc("cat", WEB).stdout)

    def test_reading_what_was_written(self):
        once = filterc("cat", WEB).stdout
        self.assertEqual(filterc("cat", stdin=once).stdout, once)
        self.assertEqual(filterc("cat", stdin=DOCUMENTS).stdout, DOCUMENTS)

    def test_plan_in_a_file(self):
        with tempfile.NamedTemporaryFile("w", suffix=".plan") as plan:
            plan.write("# two stages\nsample --rate 0.5   # half\n  | head 5\n")
            plan.flush()
            self.assertEqual(filterc("run", plan.name, WEB).stdout,
                             filterc("run", "sample --rate 0.5 | head 5", WEB).stdout)


if __name__ == "__main__":
    unittest.main()
