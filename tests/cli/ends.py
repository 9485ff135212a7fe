#!/usr/bin/env python3
"""How a run ends when it cannot or need not go on: a full disk, a closed pipe, Ctrl-C, damaged
input. Whole lines only, the right exit status, and a funnel that adds up."""
import gzip
import io
import json
import os
import signal
import subprocess
import tarfile
import tempfile
import threading
import time
import unittest

from common import FILTERC, SECONDS, WEB, adds_up, at_terminal, documents, filterc, whole_lines

THREADS = (["--threads", "1"], ["--threads", "4", "--batch", "3"])


def report_of(words, **more):
    """(CompletedProcess, text of --report) of a run."""
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "report.json")
        done = filterc(words[0], "--report", path, *words[1:], **more)
        with open(path) as f:
            return done, f.read()


class Ends(unittest.TestCase):
    def test_full_disk(self):
        for settings in THREADS:
            with open("/dev/full", "wb") as full:
                done, report = report_of(["cat", *settings], stdin=documents(5000), stdout=full)
            self.assertEqual(done.returncode, 74)
            self.assertRegex(done.stderr.decode(), "filterc: .*No space left on device")
            self.assertTrue(adds_up(report), report)
            self.assertEqual(json.loads(report)["out"], 0)

    def test_disk_that_fills_up(self):
        """A file that may not grow past 100,000 bytes: what is there are whole lines, and as
        many as the report says."""
        for settings in THREADS:
            with tempfile.NamedTemporaryFile() as out:
                done, report = report_of(
                    ["cat", *settings], stdin=documents(5000), stdout=out,
                    preexec_fn=lambda: limit_file_size(100000))
                out.seek(0)
                text = out.read()
            self.assertEqual(done.returncode, 74, done.stderr)
            self.assertTrue(whole_lines(text))
            self.assertTrue(adds_up(report), report)
            self.assertEqual(json.loads(report)["out"], text.count(b"\n"))

    def test_full_disk_for_rejects(self):
        done = filterc("keep", "--attr", "n", "n > 100", "--rejects", "/dev/full", stdin=documents(5000))
        self.assertEqual(done.returncode, 74)
        self.assertRegex(done.stderr.decode(), "filterc: .*No space left on device")

    def test_pipe_that_does_not_block(self):
        """As some programs leave the pipe that they share: it is waited for."""
        read_end, write_end = os.pipe()
        os.set_blocking(write_end, False)
        child = subprocess.Popen([FILTERC, "cat", "--quiet"], stdin=subprocess.PIPE, stdout=write_end)
        os.close(write_end)
        feeder = threading.Thread(target=lambda: (child.stdin.write(documents(5000)), child.stdin.close()))
        feeder.start()
        time.sleep(0.3)
        with open(read_end, "rb") as out:
            self.assertEqual(out.read(), documents(5000))
        feeder.join()
        self.assertEqual(child.wait(SECONDS), 0)

    def test_full_disk_for_help(self):
        with open("/dev/full", "wb") as full:
            self.assertEqual(filterc("help", stdout=full).returncode, 74)

    def test_closed_pipe(self):
        """`filterc ... | head -n 1`: quiet, and soon, though the input never ends."""
        for settings in THREADS:
            child = subprocess.Popen([FILTERC, "cat", *settings], stdin=subprocess.PIPE,
                                     stdout=subprocess.PIPE, stderr=subprocess.PIPE)
            feeder = threading.Thread(target=feed, args=(child.stdin, SECONDS))
            feeder.start()
            first = child.stdout.readline()
            child.stdout.close()
            status = child.wait(SECONDS)
            feeder.join()
            message = child.stderr.read().decode()
            child.stderr.close()
            self.assertEqual(json.loads(first)["id"], "doc-0")
            self.assertIn(status, (0, -signal.SIGPIPE))
            self.assertNotRegex(message, "failed|error|Broken pipe")

    def test_interrupt(self):
        """Ctrl-C: what was read is written as whole lines; the process dies of the signal."""
        for settings in THREADS:
            for sig in (signal.SIGINT, signal.SIGTERM):
                self.interrupted(settings, sig)

    def interrupted(self, settings, sig):
        with tempfile.TemporaryFile() as out, tempfile.TemporaryDirectory() as folder:
            report = os.path.join(folder, "report.json")
            child = subprocess.Popen([FILTERC, "cat", "--report", report, *settings],
                                     stdin=subprocess.PIPE, stdout=out, stderr=subprocess.PIPE)
            feeder = threading.Thread(target=feed, args=(child.stdin, SECONDS))
            feeder.start()
            while os.fstat(out.fileno()).st_size < 100000:
                self.assertIsNone(child.poll())
                time.sleep(0.01)
            child.send_signal(sig)
            status = child.wait(SECONDS)
            feeder.join()
            message = child.stderr.read().decode()
            child.stderr.close()
            out.seek(0)
            text = out.read()
            self.assertEqual(status, -sig, message)
            self.assertIn("interrupted", message)
            with open(report) as f:
                funnel = f.read()
        self.assertTrue(whole_lines(text))
        self.assertTrue(adds_up(funnel), funnel)
        self.assertEqual(json.loads(funnel)["out"], text.count(b"\n"))

    def test_interrupt_while_it_waits(self):
        """A pipe that gives no more, given as standard input or by name: one signal is enough,
        and what came before is written as whole lines."""
        for words, settings in (([], THREADS[0]), ([], THREADS[1]), (["--stdin-name", "x"], THREADS[0]),
                                (["/dev/stdin"], THREADS[0])):
            child = subprocess.Popen([FILTERC, "cat", *settings, *words], stdin=subprocess.PIPE,
                                     stdout=subprocess.PIPE, stderr=subprocess.PIPE)
            child.stdin.write(documents(500))
            child.stdin.flush()
            time.sleep(0.3)
            child.send_signal(signal.SIGTERM)
            self.assertEqual(child.wait(SECONDS), -signal.SIGTERM)
            with child.stdin, child.stdout, child.stderr:
                text = child.stdout.read()
                self.assertIn(b"interrupted", child.stderr.read())
            self.assertTrue(text and whole_lines(text) and documents(500).startswith(text))

    def test_head_stops_reading(self):
        child = subprocess.Popen([FILTERC, "head", "3", "--quiet"], stdin=subprocess.PIPE,
                                 stdout=subprocess.PIPE)
        feeder = threading.Thread(target=feed, args=(child.stdin, SECONDS))
        feeder.start()
        text = child.stdout.read()
        child.stdout.close()
        self.assertEqual(child.wait(SECONDS), 0)
        feeder.join()
        self.assertEqual(text.count(b"\n"), 3)

    def test_damage_is_counted(self):
        done, report = report_of(["cat", WEB])
        self.assertEqual(done.returncode, 0)
        self.assertTrue(adds_up(report), report)
        self.assertEqual(json.loads(report)["dropped"], 1)
        self.assertEqual(done.stdout.count(b"WARC/1.1\r\n"), 44)

    def test_first_damage_is_told_by_place(self):
        good, bad, cut = b'{"text":"x"}\n', b"{x\n", gzip.compress(documents(40), mtime=0)[:-20]
        with tempfile.TemporaryDirectory() as folder:
            path = lambda name: os.path.join(folder, name)
            for name, data in (("a", good), ("b", good + bad + good + bad * 2), ("c.gz", cut),
                               ("d", good + bad), ("e", good + bad), ("f", good + bad)):
                with open(path(name), "wb") as f:
                    f.write(data)
            line = " bad-line: a line is no JSON object"
            first = f"damaged: {path('b')}: byte 13:{line} (and 2 more places"
            all_of = [path(name) for name in ("a", "b", "c.gz", "d", "e", "f")]
            for threads in ("1", "3"):
                told = filterc("cat", "--threads", threads, "--batch", "1", *all_of).stderr.decode()
                told = told[told.index("damaged: "):].split("\n")
                self.assertEqual(told[0], first + "; --rejects tells all)")
                self.assertRegex(told[1], r"^damaged: .*c\.gz: byte \d+, unpacked: truncated: ")
                self.assertEqual(told[2:], [f"damaged: {path('d')}: byte 13:{line}",
                                            "damaged: 2 more inputs; --rejects tells all", ""])
            told = filterc("cat", "--rejects", path("r.jsonl"), *all_of).stderr.decode()
            self.assertIn(first + ")\n", told)
            self.assertTrue(told.endswith("damaged: 2 more inputs\n"), told)
            told = filterc("cat", "--out", path("o/"), *all_of).stderr.decode()
            self.assertIn(first, told)
            self.assertTrue(told.endswith("damaged: 2 more inputs\n"), told)
            self.assertEqual(filterc("cat", "--quiet", *all_of).stderr, b"")
            self.assertNotIn(b"damaged", filterc("cat", path("a")).stderr)
            self.assertNotIn(b"damaged", filterc("head", "1", *all_of).stderr)
            done = filterc("cat", stdin=cut[:30])
            self.assertEqual(done.returncode, 65)
            self.assertRegex(done.stderr, b"damaged: -: truncated: .*\nfilterc: -: nothing")

    def test_names_of_members_cannot_write_to_the_terminal(self):
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "x.tar")
            with tarfile.open(path, "w") as tar:
                member = tarfile.TarInfo("a\x1b[2J.txt.gz")
                data = gzip.compress(b"A text. " * 9, mtime=0)[:-9]
                member.size = len(data)
                tar.addfile(member, io.BytesIO(data))
            told = filterc("cat", path).stderr
        self.assertIn(b"x.tar!/a?[2J.txt.gz: ", told)
        self.assertNotIn(b"\x1b", told)

    def test_rejects_hold_what_is_dropped(self):
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "rejects.jsonl")
            done = filterc("keep", "--attr", "n", "n < 3", "--rejects", path, stdin=documents(70))
            with open(path) as f:
                rejects = [json.loads(line) for line in f]
        self.assertEqual(done.stdout.count(b"\n") + len(rejects), 70)
        self.assertEqual({(r["attributes"]["rejected_by"], r["attributes"]["rejected_for"])
                          for r in rejects}, {("keep", "false")})

    def test_empty_input(self):
        for words in (["cat"], ["keep", "--attr", "n", "n > 1"], ["head", "5"]):
            done, report = report_of(words)
            self.assertEqual((done.returncode, done.stdout), (0, b""))
            self.assertEqual((json.loads(report)["in"], json.loads(report)["empty_inputs"]), (0, 1))
            self.assertIn(b"empty inputs: 1\nthe first of them: -\n", done.stderr)

    def test_empty_inputs_are_told_of(self):
        """As a download that failed may leave them; also by way of reports that are added up."""
        with tempfile.TemporaryDirectory() as folder:
            full, empty, packed = (os.path.join(folder, name) for name in ("a.jsonl", "b.jsonl", "c.gz"))
            for path, data in ((full, documents(3)), (empty, b""), (packed, gzip.compress(b""))):
                with open(path, "wb") as f:
                    f.write(data)
            inputs = [full, empty, packed]
            done, report = report_of(["cat", *inputs])
            self.assertEqual((done.returncode, done.stdout), (0, documents(3)))
            self.assertEqual(json.loads(report)["empty_inputs"], 2)
            self.assertIn(f"empty inputs: 2\nthe first of them: {empty}\n", done.stderr.decode())
            done = filterc("cat", *inputs, "--out", os.path.join(folder, "out/"))
            self.assertIn(b"empty inputs: 2\n3 inputs: 3 done", done.stderr)
            done = filterc("report", "--json", os.path.join(folder, "out/"))
            self.assertEqual(json.loads(done.stdout), json.loads(report))
            done, report = report_of(["cat", full])
            self.assertNotIn("empty", report + done.stderr.decode())
            done, report = report_of(["head", "1", *inputs])    # how far it looked is chance
            self.assertNotIn("empty", report + done.stderr.decode())

    def test_quiet(self):
        done = filterc("cat", "--quiet", stdin=documents(3))
        self.assertEqual((done.returncode, done.stderr), (0, b""))

    def test_progress_always(self):
        done = filterc("cat", "--progress", "always", stdin=documents(20000))
        self.assertEqual(done.returncode, 0)
        self.assertRegex(done.stderr.decode(), r"\r.*docs/s")
        self.assertTrue(whole_lines(done.stdout))

    def test_progress_fits_the_terminal(self):
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "in.jsonl")
            with open(path, "wb") as f:
                f.write(documents(20000))
            words = ["cat", path, "--out", os.path.join(folder, "out.jsonl")]
            for columns in (80, 40, 12):
                lines = at_terminal(*words, columns=columns).split("\r")[1:-1]
                self.assertIn("MB" if columns > 12 else "", lines[0])
                for line in lines:
                    if "\033[K" in line:
                        self.assertLess(len(line.split("\033[K")[0]), columns, line)
            self.assertRegex(at_terminal(*words), r"MB \(\d+%\)  \d+ docs/s  kept ")
            self.assertNotIn("\033", at_terminal(*words, TERM="dumb"))
            words = ["cat", "--out", os.path.join(folder, "out/"), path, path + "2", path + "3"]
            for n in "23":
                with open(path + n, "wb") as f:
                    f.write(documents(20000))
            # Each run of a job begins where the one before it ended: no share starts anew.
            self.assertRegex(at_terminal(*words), r"\r  input 1 of 3 \(([12]?\d|3[0-4])%\)")

    def test_no_progress_amid_the_result(self):
        with tempfile.NamedTemporaryFile() as f:
            f.write(documents(2000))
            f.flush()
            self.assertNotIn("docs/s", at_terminal("cat", f.name))


def feed(pipe, seconds):
    """Documents without end, until the other side hangs up."""
    part = documents(1000)
    end = time.monotonic() + seconds
    try:
        while time.monotonic() < end:
            pipe.write(part)
    except (BrokenPipeError, ValueError):
        pass
    try:
        pipe.close()
    except BrokenPipeError:
        pass


def limit_file_size(size):
    """For the child: no file may grow past this; the kernel then says EFBIG, as with a quota."""
    import resource
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


if __name__ == "__main__":
    unittest.main()
