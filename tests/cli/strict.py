#!/usr/bin/env python3
"""Misuse is found before the first byte is read: exit 64 (or 66, 78), a message, no output,
the input untouched."""
import os
import subprocess
import tempfile
import unittest

from common import FILTERC, SEEDS_PLAN, SECONDS, WEB, documents, filterc

INPUT = documents(20)


class Strict(unittest.TestCase):
    def refused(self, words, status=64, says=""):
        """The command ends with this status, says so and leaves the pipe it could read full."""
        read_end, write_end = os.pipe()
        os.write(write_end, INPUT)
        os.close(write_end)
        done = subprocess.run([FILTERC, *words], stdin=read_end, capture_output=True, timeout=SECONDS)
        left = os.read(read_end, len(INPUT) + 1)
        os.close(read_end)
        message = done.stderr.decode()
        self.assertEqual(done.returncode, status, f"{words}: {message}")
        self.assertRegex(message, "^filterc: .*" + says)
        self.assertEqual(message.count("\n"), 1, "one line says it")
        self.assertEqual(done.stdout, b"")
        self.assertEqual(left, INPUT, "nothing was read")

    def test_stage(self):
        self.refused(["kepe", "n > 1"], says="did you mean 'keep'")
        self.refused(["trian"], says="did you mean 'train'")
        self.refused(["help", "extrct"], says="did you mean 'extract'")
        self.refused(["-v"], says="unknown option -v;")
        self.refused(["run", "cat | kepe 'n > 1'"], says="keep")
        self.refused(["run", "exract"], says="did you mean 'extract'")

    def test_option(self):
        self.refused(["sample", "--rat", "0.5"], says="rate")
        self.refused(["run", "sample --rat 0.5"], says="rate")
        self.refused(["cat", "--thread", "2"], says="threads")
        self.refused(["run", "--threds", "2", "cat"], says="threads")

    def test_value(self):
        for words in (["sample", "--rate", "2"], ["sample", "--rate", "x"], ["head", "0"],
                      ["cat", "--threads", "0"], ["cat", "--threads", "1.5"], ["cat", "--mem", "1"],
                      ["cat", "--progress", "sometimes"], ["cat", "--threads"]):
            self.refused(words)

        self.refused(["diff", "cat", "cat", "--items", "-1"], says="'-1' is out of range: at least 0")

    def test_missing_argument(self):
        self.refused(["keep"], says="EXPR")
        self.refused(["head"])
        self.refused(["run"], says="PLAN")
        self.refused(["quota", "--share", "0.5", "--best", "--by"], says="option --by ATTR is missing")

    def test_attribute(self):
        self.refused(["keep", "edo >= 3"], says="edo")
        self.refused(["run", "cat | keep 'edo >= 3'"], says="edo")

    def test_expression(self):
        for text in ("n >", "(n > 1", "n > 1)", "text ~ '('", "'x' > 1 and"):
            self.refused(["keep", "--attr", "n", text])

    def test_what_is_often_mistaken(self):
        """The message has what to do about it."""
        self.refused(["run", "extract | keep edu >= 3"], says="put all of EXPR in quotes")
        self.refused(["run", "extract lang"], says="stages are joined by '|'")
        self.refused(["run", "extract a.warc.gz | lang"], says="files come after the plan")
        self.refused(["run", WEB], says="the plan comes first: filterc run PLAN FILE")
        self.refused(["run", "extract", "|", "lang"], status=66, says="put all of it in quotes")
        self.refused(["run", "lang | keep 'lang == en'"], says='a string stands in quotes: "en"')
        self.refused(["keep", "id != doc"], says='a string stands in quotes: "doc"')
        self.refused(["keep", "edu >= reasonin"], says="did you mean 'reasoning'")
        self.refused(["run", "extract | tally url title"], says="several names are joined by commas")
        self.refused([WEB], says="is a file; what to do with it comes first")
        self.refused(["--threads", "2", "cat"], says="unknown option --threads; a stage or command comes first")

    def test_which_stage_of_a_plan(self):
        """Two stages may have one name, so a mistake inside of one tells its place as well."""
        for plan, says in (("extract |\n lang | keep 'words(text) > 1' | keep 'edu >'", "plan:2:34: keep: expression"),
                           ("extract | chunk --max 3", "plan:1:11: chunk: option --max: '3' is out of range: from 20"),
                           ("extract | score --models edo", "plan:1:11: score: no model 'edo'"),
                           ("extract | lang | extract", "plan:1:18: 'extract' takes records but gets documents: "
                                                        "put it before 'extract'"),
                           ("lang | prefilter --models edu", "plan:1:8: 'prefilter' takes records but gets documents: "
                                                             "put it before 'lang'")):
            self.refused(["run", plan], says=says)

    def test_model(self):
        self.refused(["score", "--models", "edo"], status=64, says="edo")
        self.refused(["run", "extract | score --models edu,edo"], status=64, says="edo")

    def test_label(self):
        self.refused(["run", "extract | score --models topic | keep 'topic == \"mathz\"'"], says="mathz")

    def test_plan(self):
        for plan in ("cat |", "| cat", "cat || cat", "cat | keep 'n", "chunk | extract", ""):
            self.refused(["run", plan])

    def test_plan_file_that_is_missing(self):
        self.refused(["run", "no-such.plan"], status=66, says="no-such.plan")

    def test_input_is_not_asked_for(self):
        """With misuse and a missing file, the misuse is told: files come later."""
        self.refused(["keep", "edo >= 3", "/no/such/file"])
        self.refused(["run", "kepe 1", "/no/such/file"])

    def test_missing_input(self):
        """All files are looked for before the first one is read."""
        self.refused(["cat", "/no/such/file"], status=66, says="/no/such/file")
        self.refused(["run", SEEDS_PLAN, WEB, "/no/such/file"], status=66, says="/no/such/file")

    def test_unwritable_outputs(self):
        with tempfile.TemporaryDirectory() as folder:
            for option in ("--rejects", "--out", "--report"):
                self.refused(["cat", option, folder + "/no/file"], status=74, says="/no/file: cannot be written")

    def test_model_that_is_a_folder(self):
        self.refused(["train", "--annotations", "-", "--target", "edu", "--out", "/tmp"], status=74,
                     says="/tmp: cannot be written: Is a directory")

    def test_outputs_of_one_name(self):
        with tempfile.TemporaryDirectory() as folder:
            path = folder + "/x"
            self.refused(["cat", "--out", path, "--rejects", path], says="names of their own")

    def test_addresses(self):
        self.refused(["extract", "s3://bucket/a.warc.gz"], status=66, says="aws s3 cp")
        self.refused(["extract", "https://a.example/a.warc.gz"], status=66, says="curl")

    @unittest.skipIf(os.geteuid() == 0, "root reads everything")
    def test_unreadable_input(self):
        with tempfile.TemporaryDirectory() as folder:
            path = folder + "/a"
            os.close(os.open(path, os.O_CREAT, 0))
            self.refused(["cat", WEB, path], status=66, says="Permission denied")

    def test_short_options(self):
        self.refused(["cat", "-t", "2"], says="--threads, --text-key")
        self.refused(["cat", "-o", "x"], says="--out$")
        self.refused(["cat", "-z"], says="filterc help cat")

    def test_no_command(self):
        done = filterc()
        self.assertEqual(done.returncode, 64)
        self.assertIn(b"usage", done.stdout + done.stderr)


if __name__ == "__main__":
    unittest.main()
