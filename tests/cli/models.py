#!/usr/bin/env python3
"""One rule for every option that names a model: a file here or with its path, else the shipped
one of that name, with its ending or without. Plans likewise; where the data are."""
import json
import os
import shutil
import subprocess
import tempfile
import unittest

from common import FILTERC, SECONDS, TOP, WEB, filterc

MODELS = os.path.join(os.environ.get("FILTERC_DATA", os.path.join(TOP, "data")), "models")
TEXT = "The river carries the rain of the hills down to the sea in seven days."
DOCUMENTS = "".join(json.dumps({"id": str(n), "text": TEXT * n, "edu": n}) + "\n" for n in (1, 3)).encode()
SHIPPED = (("score", "--models", "edu", ".fcm"), ("ngram", "--model", "clean", ".fcn"),
           ("lang", "--model", "lang", ".lid"), ("extract", "--model", "blocks", ".fcb"),
           ("eval", "--model", "edu", ".fcm"))


class Models(unittest.TestCase):
    def use(self, command, option, name, **more):
        if command == "extract":
            return filterc(command, "--quiet", option, name, WEB, **more)
        return filterc(command, *(["--quiet"] if command != "eval" else []), option, name,
                       stdin=DOCUMENTS, **more)

    def test_shipped_by_name_with_its_ending_and_as_a_file(self):
        for command, option, name, ending in SHIPPED:
            with tempfile.TemporaryDirectory() as folder:
                path = os.path.join(folder, "mine")
                shutil.copy(os.path.join(MODELS, name + ending), path)
                os.mkdir(os.path.join(folder, name))     # a folder is no model
                wanted = self.use(command, option, name, cwd=folder)
                self.assertEqual(wanted.returncode, 0, wanted.stderr)
                self.assertTrue(wanted.stdout)
                for other in (name + ending, "mine", "./mine", path):
                    done = self.use(command, option, other, cwd=folder)
                    self.assertEqual((done.returncode, done.stdout), (0, wanted.stdout), (command, other))

    def test_none_of_that_name(self):
        for command, option, name, ending in SHIPPED:
            done = self.use(command, option, name + "x")
            self.assertEqual(done.returncode, 66 if command == "eval" else 64)
            if command != "eval":
                self.assertIn(f"no model '{name}x'; did you mean '{name}'?", done.stderr.decode())
            done = self.use(command, option, "./" + name)
            self.assertRegex(done.stderr.decode(), f"no (model )?file './{name}'")

    def test_a_file_that_is_no_model(self):
        with tempfile.TemporaryDirectory() as folder:
            with open(os.path.join(folder, "mine"), "w", encoding="utf-8") as f:
                f.write(TEXT)
            for command, option in [row[:2] for row in SHIPPED] + [("fasttext", "--model")]:
                done = self.use(command, option, "mine", cwd=folder)
                self.assertEqual(done.returncode, 78, (command, done.stderr))
                self.assertRegex(done.stderr.decode(), "model mine: .*not a ")

    def test_an_installation_that_was_moved(self):
        """Its data are found beside it."""
        with tempfile.TemporaryDirectory() as folder:
            os.makedirs(os.path.join(folder, "bin"))
            os.makedirs(os.path.join(folder, "share"))
            os.makedirs(os.path.join(folder, "empty"))
            moved = shutil.copy(FILTERC, os.path.join(folder, "bin", "filterc"))
            os.symlink(os.path.dirname(os.path.abspath(MODELS)), os.path.join(folder, "share", "filterc"))
            env = {k: v for k, v in os.environ.items() if k != "FILTERC_DATA"}
            done = subprocess.run([moved, "score", "--quiet", "--models", "edu"], input=DOCUMENTS, env=env,
                                  cwd=os.path.join(folder, "empty"), capture_output=True, timeout=SECONDS)
            self.assertEqual((done.returncode, done.stdout),
                             (0, filterc("score", "--models", "edu", stdin=DOCUMENTS).stdout), done.stderr)

    def test_plans(self):
        """One that is shipped by its name; one here comes first."""
        with tempfile.TemporaryDirectory() as folder:
            for command in (["run", "seeds.plan"], ["explain", "--plan", "seeds.plan"],
                            ["diff", "seeds.plan", "seeds.plan"]):
                done = filterc(*command, WEB, cwd=folder)
                self.assertEqual(done.returncode, 0, done.stderr)
                self.assertTrue(done.stdout)
            with open(os.path.join(folder, "seeds.plan"), "w", encoding="utf-8") as f:
                f.write("head 1 # of this folder\n")
            done = filterc("run", "seeds.plan", stdin=DOCUMENTS, cwd=folder)
            self.assertEqual((done.returncode, done.stdout.count(b"\n")), (0, 1))
            done = filterc("run", "sedes.plan", cwd=folder)
            self.assertEqual(done.returncode, 66)
            self.assertRegex(done.stderr.decode(), "no file 'sedes.plan', nor .*/plans/sedes.plan")


if __name__ == "__main__":
    unittest.main()
