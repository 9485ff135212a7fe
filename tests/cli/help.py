#!/usr/bin/env python3
"""Help, man pages and completions are complete and true: every option is told everywhere and
accepted, and every example gives what it shows."""
import os
import re
import shlex
import shutil
import subprocess
import tempfile
import unittest

from common import FILTERC, SECONDS, filterc, names


def page(name):
    return filterc("help", name).stdout.decode()


def section(text, title):
    """Lines of the sections of a page whose headings begin with `title`, without the heading."""
    inside, out = False, []
    for line in text.splitlines():
        if line and not line.startswith(" "):
            inside = line.startswith(title) and line.endswith(":")
        elif inside:
            out.append(line)
    return out


def options(text):
    """Names of the options (with dashes) of a page, and the names of those that take a value."""
    rows = [re.match(r"  (--[a-z0-9-]+)( [A-Z]\S*)?(?: +|$)", line) for line in section(text, "options")]
    rows = [row for row in rows if row]
    return {row[1] for row in rows}, {row[1] for row in rows if row[2]}


def examples(text):
    """(command, input, output) of the examples of a page; output None when it is not shown."""
    found, part = [], None
    for line in section(text, "examples"):
        if line.startswith("    $ filterc "):
            found.append([line[len("    $ filterc "):], "", None])
            part = None
        elif line == "  given":
            part = 1
        elif line == "  prints":
            part, found[-1][2] = 2, ""
        elif line.startswith("    ") and part:
            found[-1][part] += line[4:] + "\n"
    return found


class Help(unittest.TestCase):
    def test_overview_names_all(self):
        text = filterc("help").stdout.decode()
        for name in names():
            self.assertRegex(text, rf"(?m)^  {re.escape(name)}\s+\S")

    def test_help_option_is_the_page(self):
        for name in names():
            self.assertEqual(filterc(name, "--help").stdout.decode(), page(name))

    def test_pages_have_their_parts(self):
        for name in names():
            text = page(name)
            self.assertTrue(text.startswith(f"filterc {name} - "), name)
            self.assertRegex(text, rf"(?m)^usage: filterc {name}\b")
            self.assertTrue(examples(text), f"{name} has no example")
            self.assertLessEqual(max(len(line) for line in text.split("\nexamples:")[0].splitlines()), 80)

    def test_unknown_page(self):
        self.assertEqual(filterc("help", "nothing").returncode, 64)

    def test_options_are_accepted(self):
        """An option that the page tells is known to the parser: with a value that no option
        takes, the message is about the value, not about an unknown option."""
        for name in names():
            known, valued = options(page(name))
            for option in known - valued:
                message = filterc(name, option + "=x").stderr.decode()
                self.assertIn("value", message, f"{name} {option}")
            for option in valued:
                message = filterc(name, option).stderr.decode()
                self.assertIn("needs a value", message, f"{name} {option}")

    def test_man_pages(self):
        self.check_man(filterc("help", "--man").stdout.decode(), names())
        for name in names():
            words = [o[2:].replace("-", r"\-") for o in options(page(name))[0]]
            self.check_man(filterc("help", "--man", name).stdout.decode(), words)

    def check_man(self, text, words):
        for word in words:
            self.assertIn(word, text)
        self.assertTrue(text.startswith(".TH "))
        self.assertRegex(text, r"(?m)^\.SH NAME$")
        if shutil.which("man"):
            with tempfile.NamedTemporaryFile("w", suffix=".1") as f:
                f.write(text)
                f.flush()
                done = subprocess.run(["man", "--warnings", "-l", "-P", "cat", f.name],
                                      capture_output=True, timeout=SECONDS)
            self.assertEqual((done.returncode, done.stderr), (0, b""))

    def test_completions_name_all_options(self):
        for shell in ("bash", "fish", "zsh"):
            text = filterc("help", "--completions", shell).stdout.decode()
            for name in names():
                self.assertIn(name, text)
                for option in options(page(name))[0]:
                    told = f"-l {option[2:]} " if shell == "fish" else option
                    self.assertIn(told, text, f"{shell}: {name}")

    def test_bash_completion_works(self):
        """What bash would offer after `filterc NAME --` are the options of the page."""
        script = filterc("help", "--completions", "bash").stdout.decode()
        for name in names():
            ask = (f"{script}\nCOMP_WORDS=(filterc {name} --); COMP_CWORD=2; _filterc\n"
                   'printf "%s\\n" "${COMPREPLY[@]}"')
            done = subprocess.run(["bash", "-c", ask], capture_output=True, text=True, timeout=SECONDS)
            self.assertEqual(set(done.stdout.split()) - {"--help"}, options(page(name))[0], name)
        ask = f'{script}\nCOMP_WORDS=(filterc ""); COMP_CWORD=1; _filterc; echo "${{COMPREPLY[@]}}"'
        done = subprocess.run(["bash", "-c", ask], capture_output=True, text=True, timeout=SECONDS)
        self.assertTrue(set(names()) <= set(done.stdout.split()))

    def test_bash_completion_of_choices_and_names(self):
        script = filterc("help", "--completions", "bash").stdout.decode()
        folder = os.path.dirname(FILTERC)
        for words, wanted in (("extract --progress a", {"auto", "always"}), ("help scor", {"score"}),
                              ("help --completions b", {"bash"})):
            ask = (f"{script}\nPATH={shlex.quote(folder)}:$PATH; COMP_WORDS=(filterc {words}); "
                   f"COMP_CWORD={len(words.split())}; _filterc\nprintf '%s\\n' \"${{COMPREPLY[@]}}\"")
            done = subprocess.run(["bash", "-c", ask], capture_output=True, text=True, timeout=SECONDS)
            self.assertEqual(set(done.stdout.split()), wanted, done.stderr)

    def test_every_stage_is_under_a_heading(self):
        shown = filterc("help").stdout.decode()
        self.assertNotIn("other stages:", shown)
        for name in names():
            self.assertEqual(len(re.findall(rf"(?m)^  {re.escape(name)} ", shown.split("formats read")[0])), 1, name)
        self.assertLess(shown.index("\n  extract "), shown.index("\n  lang "))
        self.assertLess(shown.index("\n  lang "), shown.index("\n  keep "))

    def test_zsh_completion_parses(self):
        if not shutil.which("zsh"):
            self.skipTest("no zsh here")
        script = filterc("help", "--completions", "zsh").stdout
        done = subprocess.run(["zsh", "-n"], input=script, capture_output=True, timeout=SECONDS)
        self.assertEqual((done.returncode, done.stderr), (0, b""))

    def test_fish_completion_works(self):
        if not shutil.which("fish"):
            self.skipTest("no fish here")
        script = filterc("help", "--completions", "fish").stdout.decode()
        folder = os.path.dirname(FILTERC)
        with tempfile.TemporaryDirectory() as home:
            env = {**os.environ, "HOME": home, "PATH": folder + ":" + os.environ["PATH"]}
            lines = ["filterc sco", "filterc extract --progress a", "filterc help scor", "filterc help --completions b",
                     "filterc keep --inv", "filterc diff keep --ite"]
            ask = script + "".join(f"\ncomplete -C {shlex.quote(line)}; echo ----" for line in lines)
            done = subprocess.run(["fish", "--no-config"], input=ask, capture_output=True, text=True,
                                  timeout=SECONDS, env=env, cwd=home)
        offered = [{row.split("\t")[0] for row in part.splitlines() if row}
                   for part in done.stdout.split("----\n")[:-1]]
        self.assertEqual(offered, [{"score"}, {"always", "auto"}, {"score"}, {"bash"}, {"--invert"}, {"--items"}],
                         done.stderr)
        self.assertEqual(done.stderr, "")

    def test_man_pages_have_no_faults(self):
        if not shutil.which("mandoc"):
            self.skipTest("no mandoc here")
        pages = "".join(filterc("help", "--man", *name).stdout.decode() for name in [[n] for n in names()] + [[]])
        self.assertNotRegex(pages, r"(?m)^\.SH .*\n\.PP")
        for name in ([], ["keep"], ["quota"]):
            done = subprocess.run(["mandoc", "-T", "lint", "-W", "warning"], capture_output=True, text=True,
                                  input=filterc("help", "--man", *name).stdout.decode(), timeout=SECONDS)
            faults = [row for row in done.stdout.splitlines() if "missing date" not in row]
            self.assertEqual(faults, [], name)

    def test_examples(self):
        """Examples that show an output are run. A page does not show carriage returns, so those
        on WARC are left to tests/unit/test_tables.c, which has the bytes."""
        ran = 0
        for name in names():
            for command, given, printed in examples(page(name)):
                self.assertEqual(shlex.split(command)[0], name)
                if printed is None or given.startswith("WARC/"):
                    continue
                quiet = ["--quiet"] * ("--quiet" in options(page(name))[0])
                done = filterc(*shlex.split(command), *quiet, stdin=given.encode())
                self.assertEqual((done.returncode, done.stdout.decode()), (0, printed), command)
                ran += 1
        self.assertGreater(ran, 3)

    def test_version(self):
        done = filterc("--version")
        self.assertEqual(done.returncode, 0)
        for part in ("filterc 0", "zlib", "gumbo", "pcre2", "libdeflate", "zstd"):
            self.assertIn(part, done.stdout.decode().lower())


if __name__ == "__main__":
    unittest.main()
