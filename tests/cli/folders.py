#!/usr/bin/env python3
"""A folder as input: every file in it, in the same order on every machine, as from a tar of it."""
import json
import os
import subprocess
import sys
import tarfile
import tempfile
import unittest

from common import FILTERC

LONG = "a" * 90 + "/" + "b" * 90 + ".txt"
FILES = {"one.txt": "One.", "b/two.txt": "Two.", "b/c/three.txt": "Three.", LONG: "Long.",
         "empty.txt": "", ".git/config": "not content", "block.txt": "x" * 512}


def extract(path):
    done = subprocess.run([FILTERC, "extract", path], stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, text=True, check=False)
    docs = [json.loads(line) for line in done.stdout.splitlines()]
    return done, [(d["metadata"]["file_path"].split("!/")[1], d["text"]) for d in docs]


class Folders(unittest.TestCase):
    def setUp(self):
        self.dir = tempfile.TemporaryDirectory(prefix="filterc-folders-")
        self.top = os.path.join(self.dir.name, "top")
        for name, text in FILES.items():
            path = os.path.join(self.top, name)
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(path, "w", encoding="utf-8") as f:
                f.write(text)
        os.symlink("/etc/passwd", os.path.join(self.top, "link"))

    def tearDown(self):
        self.dir.cleanup()

    def test_every_file_is_read(self):
        done, docs = extract(self.top)
        want = [(n, t) for n, t in FILES.items() if t and not n.startswith(".git")]
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(sorted(docs), sorted(want))
        self.assertIn("link 1", done.stderr)

    def test_the_order_is_that_of_the_names(self):
        docs = extract(self.top)[1]
        self.assertEqual([n for n, _ in docs], sorted(n for n, _ in docs))

    def test_it_is_as_the_tar_of_it(self):
        path = os.path.join(self.dir.name, "top.tar")
        with tarfile.open(path, "w") as tar:
            for name in FILES:
                if not name.startswith(".git"):
                    tar.add(os.path.join(self.top, name), name)
        self.assertEqual(sorted(extract(path)[1]), sorted(extract(self.top)[1]))

    def test_every_paper_of_a_folder_is_given_and_no_second_version(self):
        top = os.path.join(self.dir.name, "papers")
        line = " ".join(f"Word {n} of the first paper." for n in range(9)) + "\n\n"
        begin = "\\documentclass{article}\\input{macros}\\begin{document}\n"
        files = {"main.tex": begin + "\\part{One} \\own\n\n" + line + "\\end{document}",
                 "old/main.tex": begin + line + "\\end{document}",
                 "supplement.tex": begin + "Proofs, \\own.\\end{document}",
                 "talk.tex": "\\input{head}\\begin{x}Slides.\\end{x}\\end{document}",
                 "head.tex": begin, "macros.tex": "\\newcommand{\\own}{our own}"}
        for name, text in files.items():
            path = os.path.join(top, name)
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(path, "w", encoding="utf-8") as f:
                f.write(text)
        done = subprocess.run([FILTERC, "extract", top], stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, text=True, check=True)
        docs = [json.loads(line) for line in done.stdout.splitlines()]
        self.assertEqual([d["metadata"]["main_file"] for d in docs],
                         ["main.tex", "supplement.tex", "talk.tex"])
        self.assertEqual(docs[0]["attributes"]["tex_versions"], 1)
        self.assertIn("our own", docs[0]["text"])
        self.assertEqual([d["text"] for d in docs[1:]], ["Proofs, our own.", "Slides."])

    def test_of_volumes_and_a_book_of_them_no_text_is_lost(self):
        top = os.path.join(self.dir.name, "volumes")
        begin = "\\documentclass{article}\\begin{document}\n"
        part = {n: " ".join(f"Word {k} of part {n}, which is long." for k in range(9)) + "\n\n"
                for n in "abcd"}
        files = {f"{n}.tex": text for n, text in part.items()}
        files["main.tex"] = begin + "\\input{a}\n\n\\input{b}\\end{document}"
        files["rbook.tex"] = begin + "\\input{a}\n\n\\input{b}\n\n\\input{c}\\end{document}"
        files["second.tex"] = begin + "\\input{d}\n\n\\input{c}\\end{document}"
        for name, text in files.items():
            path = os.path.join(top, name)
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(path, "w", encoding="utf-8") as f:
                f.write(text)
        done = subprocess.run([FILTERC, "extract", top], stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, text=True, check=True)
        docs = [json.loads(line) for line in done.stdout.splitlines()]
        self.assertEqual([d["metadata"]["main_file"] for d in docs], ["main.tex", "second.tex"])
        self.assertIn("part c", docs[1]["text"])
        os.remove(os.path.join(top, "second.tex"))
        done = subprocess.run([FILTERC, "extract", top], stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, text=True, check=True)
        texts = [json.loads(line)["text"] for line in done.stdout.splitlines()]
        for n in part:
            self.assertEqual(sum(f"of part {n}" in t for t in texts), 1, n)

    def test_talks_of_one_title_and_parts_that_no_document_reads_are_given(self):
        top = os.path.join(self.dir.name, "talks")
        def lines(*names):
            return "".join(f"This long line of words is {n}, and no other document has it there.\n\n"
                           for n in names)
        begin = "\\documentclass{article}\\begin{document}\\title{On Sums}\\maketitle\n"
        self.write(top, {
            "one.tex": begin + lines(*"abc") + "%\\input{old}\n\\iffalse\\input{draft}\\fi"
                               "\\end{document}",
            "two.tex": begin + lines(*"abdef") + "\\end{document}",
            "same.tex": begin + lines(*"abce") + "\\end{document}",
            "old.tex": "Commented out.\n", "draft.tex": "Never reached. \\input{deep}\n",
            "deep.tex": "Within.\n"})
        done = subprocess.run([FILTERC, "extract", top], stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, text=True, check=True)
        docs = [json.loads(line) for line in done.stdout.splitlines()]
        self.assertEqual([d["metadata"]["main_file"] for d in docs],
                         ["one.tex", "two.tex", "old.tex", "draft.tex"])
        self.assertEqual([d["text"] for d in docs[2:]],
                         ["Commented out.", "Never reached. Within."])

    def test_many_papers_that_read_one_file_have_one_budget(self):
        top = os.path.join(self.dir.name, "many")
        os.makedirs(top)
        with open(os.path.join(top, "all.tex"), "w", encoding="utf-8") as f:
            f.write("".join(f"\\newcommand{{\\c{n}}}{{x}}\n" for n in range(40000)))
        for n in range(200):
            with open(os.path.join(top, f"{n:03}.tex"), "w", encoding="utf-8") as f:
                f.write("\\documentclass{article}\\input{all}\\begin{document}\n"
                        f"Paper {n}.\\end{{document}}")
        done = subprocess.run([FILTERC, "extract", top], stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, text=True, check=True)
        docs = [json.loads(line) for line in done.stdout.splitlines()]
        self.assertEqual([d["text"] for d in docs], [f"Paper {n}." for n in range(200)])
        whole = [d for d in docs if "tex_capped" not in d["attributes"]]
        self.assertTrue(1 <= len(whole) <= 20, len(whole))

    def write(self, top, files):
        for name, text in files.items():
            path = os.path.join(top, name)
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(path, "w", encoding="utf-8") as f:
                f.write(text)

    def test_a_repository_is_programs_manuals_and_papers(self):
        top = os.path.join(self.dir.name, "repo")
        self.write(top, {
            "README.md": "# Tool\n\nWhat it does.\n", "LICENSE.txt": "Own words.\n",
            "src/tool.py": "print('tool')\n", "notes.tex": "Loose notes.\n",
            "tex/own.sty": "\\newcommand{\\own}{our own}\n",
            "paper/main.tex": "\\documentclass{article}\\usepackage{../tex/own}"
                              "\\begin{document}\\input{parts/one}\\end{document}\n",
            "paper/parts/one.tex": "This is \\own.\n", "paper/figure.py": "draw()\n",
            "src/list.def": "LIST(one)\n"})
        tar_of_it = os.path.join(self.dir.name, "repo.tar")
        with tarfile.open(tar_of_it, "w", format=tarfile.PAX_FORMAT,
                          pax_headers={"comment": "0" * 40}) as tar:
            tar.add(top, "repo")
        for path, root in (top, "repo!/"), (tar_of_it, "repo.tar!/repo"):
            done = subprocess.run([FILTERC, "extract", path], stdout=subprocess.PIPE,
                                  stderr=subprocess.PIPE, text=True, check=True)
            docs = [json.loads(line) for line in done.stdout.splitlines()]
            texts = {d["id"].split("!/")[-1].removeprefix("repo/"): d["text"] for d in docs}
            self.assertEqual(texts.pop("repo" if path == tar_of_it else ""), "This is our own.")
            self.assertEqual(texts, {
                "README.md": "# Tool\n\nWhat it does.", "LICENSE.txt": "Own words.",
                "src/tool.py": "print('tool')\n", "paper/figure.py": "draw()\n",
                "notes.tex": "Loose notes.", "src/list.def": "LIST(one)"})
            paper = next(d for d in docs if d["text"] == "This is our own.")
            self.assertTrue(paper["id"].endswith(root), paper["id"])
            self.assertEqual(paper["metadata"]["main_file"], "paper/main.tex")

    def test_files_for_tex_without_tex_are_programs(self):
        top = os.path.join(self.dir.name, "style")
        self.write(top, {"own.sty": "\\ProvidesPackage{own}\n", "a.txt": "One."})
        docs = extract(top)[1]
        self.assertEqual([n for n, _ in docs], ["a.txt", "own.sty"])

    def test_thousands_of_small_files_in_tex(self):
        top = os.path.join(self.dir.name, "small")
        self.write(top, {f"{n:04}.tex": f"Problem {n}.\n" for n in range(1000)})
        done = subprocess.run([FILTERC, "extract", "--max-doc", "8M", top],
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                              check=True)
        docs = [json.loads(line) for line in done.stdout.splitlines()]
        self.assertEqual([d["text"] for d in docs], [f"Problem {n}." for n in range(1000)])

    def test_a_file_that_cannot_be_read_is_told(self):
        if os.geteuid() == 0:
            self.skipTest("root reads everything")
        os.chmod(os.path.join(self.top, "one.txt"), 0)
        done = extract(self.top)[0]
        self.assertEqual(done.returncode, 74)
        self.assertIn("Permission denied", done.stderr)


if "libarchive no" in subprocess.run(
        [FILTERC, "--version"], capture_output=True, text=True, check=True).stdout:
    print("SKIP: built without libarchive")
    sys.exit(77)
unittest.main()
