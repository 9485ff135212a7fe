#!/usr/bin/env python3
"""Named outputs and work that is shared: --out, --manifest, --shard, {} and `filterc report`.
Files are there whole or not at all; any split, thread count and number of killed attempts gives
the same files; the reports of the parts add up to that of the whole."""
import gzip
import json
import os
import random
import shutil
import signal
import stat
import subprocess
import tempfile
import time
import unittest

from common import FILTERC, SECONDS, WEB, documents, filterc

PLAN = ["run", "extract | keep 'formulas_seen > 0'"]
INPUTS = 6


def unpacked(path):
    with open(path, "rb") as f:
        data = f.read()
    if path.endswith(".gz"):
        return gzip.decompress(data)
    if path.endswith(".zst"):
        return subprocess.run(["zstd", "-dcq", path], stdout=subprocess.PIPE, check=True).stdout
    return data


def tree(folder):
    """Bytes of all files below a folder, by name."""
    found = {}
    for at, _, files in os.walk(folder):
        for name in files:
            path = os.path.join(at, name)
            with open(path, "rb") as f:
                found[os.path.relpath(path, folder)] = f.read()
    return found


class Named(unittest.TestCase):
    def setUp(self):
        self.home = tempfile.mkdtemp(prefix="fc-each-")
        self.addCleanup(shutil.rmtree, self.home)

    def path(self, *names):
        return os.path.join(self.home, *names)


class Out(Named):
    def test_same_as_standard_output(self):
        wanted = filterc("extract", "--quiet", WEB).stdout
        for name in ["a.jsonl", "a.jsonl.gz"] + ["a.jsonl.zst"] * bool(shutil.which("zstd")):
            done = filterc("extract", "--threads", "2", "--out", self.path(name), WEB)
            self.assertEqual((done.returncode, done.stdout), (0, b""), done.stderr)
            self.assertEqual(unpacked(self.path(name)), wanted)
        self.assertFalse([n for n in os.listdir(self.home) if ".tmp" in n])

    @unittest.skipUnless(os.path.isdir("/dev/shm"), "there is no /dev/shm")
    def test_shared_memory_is_a_folder(self):
        with tempfile.TemporaryDirectory(dir="/dev/shm") as folder:
            for name in ("a.jsonl", "sub/{}.jsonl"):
                done = filterc("extract", "--out", os.path.join(folder, name), WEB)
                self.assertEqual(done.returncode, 0, done.stderr)
            self.assertTrue(os.path.exists(os.path.join(folder, "sub", "web.warc.gz.jsonl")))

    def test_a_link_stays_one(self):
        os.symlink(self.path("real"), self.path("link"))
        for text in (b"", b"old\n"):
            with open(self.path("real"), "wb") as f:
                f.write(text)
            filterc("cat", "--quiet", "--out", self.path("link"), stdin=documents(3))
            self.assertTrue(os.path.islink(self.path("link")))
            self.assertEqual(unpacked(self.path("real")), documents(3))

    def test_files_of_commands_replace_no_pipe_and_no_link(self):
        """As outputs of runs; with rename() a device would become a file."""
        report, pipe, link, target = (self.path(name) for name in ("report", "pipe", "link", "target"))
        filterc("cat", "--report", report, stdin=documents(2))
        os.mkfifo(pipe)
        with open(target, "w"):
            os.symlink(target, link)
        reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
        self.addCleanup(os.close, reader)
        for name in (pipe, link, "-"):
            done = filterc("report", "--html", name, report)
            self.assertEqual(done.returncode, 0, done.stderr)
        self.assertTrue(stat.S_ISFIFO(os.stat(pipe).st_mode))
        self.assertTrue(os.path.islink(link))
        with open(target, "rb") as f:
            page = f.read()
        self.assertTrue(page.startswith(b"<!DOCTYPE html>"))
        self.assertEqual(os.read(reader, len(page) + 1), page)
        self.assertEqual(done.stdout, page)

    def test_a_name_that_is_empty(self):
        for words, what in ((["cat", "--out", ""], "output"), (["cat", "--rejects", ""], "output"),
                            (["cat", "--report", ""], "output"), (["cat", ""], "input"),
                            (["train", "--kind", "ngram", "--out", ""], "output")):
            done = filterc(*words, stdin=documents(2))
            self.assertEqual((done.returncode, done.stdout), (64, b""))
            self.assertEqual(done.stderr.decode(), f"filterc: the name of an {what} is empty\n")

    def test_standard_error_that_is_a_file(self):
        with open(self.path("log"), "w+b") as log:
            subprocess.run([FILTERC, "cat", "--quiet", "--rejects", "/dev/stderr"], stderr=log,
                           input=documents(1) + b"{\n", stdout=subprocess.DEVNULL, check=False)
        self.assertIn(b"rejected_for", unpacked(self.path("log")))
        self.assertTrue(os.path.islink("/dev/stderr"))

    def test_standard_input_has_a_name(self):
        with open(WEB, "rb") as f:
            web = f.read()
        done = filterc("extract", "--quiet", "--stdin-name", "s3://b/a.warc.gz", stdin=web)
        wanted = filterc("extract", "--quiet", WEB).stdout.replace(WEB.encode(), b"s3://b/a.warc.gz")
        self.assertEqual(done.stdout, wanted)

    def test_rejects_are_compressed_by_name(self):
        filterc("extract", "--quiet", "--rejects", self.path("r.jsonl.gz"), WEB)
        rows = [json.loads(line) for line in unpacked(self.path("r.jsonl.gz")).splitlines()]
        self.assertEqual(len(rows), 15)

    def test_disk_that_fills_up(self):
        def limit():
            import resource
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (100000, 100000))
        done = filterc("cat", "--out", self.path("a.jsonl"), stdin=documents(5000), preexec_fn=limit)
        self.assertEqual(done.returncode, 74)
        self.assertRegex(done.stderr.decode(), "filterc: .*a.jsonl: writing failed at byte")
        self.assertEqual(os.listdir(self.home), [])

    def test_a_failed_run_leaves_the_old_file(self):
        with open(self.path("a.jsonl"), "w") as f:
            f.write("old\n")
        with open(self.path("noise"), "wb") as f:
            f.write(bytes(range(256)))
        done = filterc("cat", "--out", self.path("a.jsonl"), "--rejects", self.path("r.jsonl"),
                       self.path("noise"))
        self.assertEqual(done.returncode, 65)
        self.assertIn(f"{self.path('noise')}: nothing could be read; unknown-format", done.stderr.decode())
        self.assertEqual(unpacked(self.path("a.jsonl")), b"old\n")
        self.assertIn(b'"rejected_for":"unknown-format"', unpacked(self.path("r.jsonl")))

    def test_interrupt(self):
        child = subprocess.Popen([FILTERC, "cat", "--out", self.path("a.jsonl")], stdin=subprocess.PIPE,
                                 stderr=subprocess.PIPE)
        child.stdin.write(documents(1000))
        child.stdin.flush()
        while not os.listdir(self.home):
            time.sleep(0.01)
        child.send_signal(signal.SIGINT)
        child.stdin.close()
        message = child.stderr.read().decode()
        child.stderr.close()
        self.assertEqual(child.wait(SECONDS), -signal.SIGINT)
        self.assertIn("interrupted; nothing is written", message)
        self.assertEqual(os.listdir(self.home), [])


class Each(Named):
    def setUp(self):
        super().setUp()
        os.mkdir(self.path("in"))
        with open(WEB, "rb") as f:
            web = f.read()
        self.inputs = [self.path("in", f"{i} é.warc.gz") for i in range(INPUTS)]
        for i, name in enumerate(self.inputs):
            with open(name, "wb") as f:
                f.write(web[:len(web) - 3000 * i])
        with gzip.open(self.path("all.gz"), "wt") as f:
            f.write("# the inputs\n\n" + "".join(f"  {name}\r\n" for name in self.inputs))

    def run_into(self, folder, *words, plan=None):
        return filterc(*(plan or PLAN), "--manifest", self.path("all.gz"),
                       "--out", self.path(folder, "{}.jsonl"),
                       "--rejects", self.path(folder, "rejects", "{}.jsonl.gz"), *words)

    def whole(self):
        """The tree that an undisturbed run gives."""
        done = self.run_into("whole")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn(f"{INPUTS} inputs: {INPUTS} done, 0 done before, 0 failed", done.stderr.decode())
        return tree(self.path("whole"))

    def test_any_split_gives_the_same(self):
        whole = self.whole()
        self.assertEqual(len(whole), 3 * INPUTS)
        single = b"".join(whole[os.path.basename(n) + ".jsonl"] for n in self.inputs)
        report = self.path("report.json")
        self.assertEqual(filterc(*PLAN, "--quiet", "--report", report, *self.inputs).stdout, single)
        for of, settings in ((2, ["--threads", "2", "--batch", "3"]), (3, []), (9, ["--threads", "3"])):
            parts = []
            for i in range(of):
                parts.append(self.path(f"{of}-{i}.json"))
                done = self.run_into(str(of), "--shard", f"{i}/{of}", "--report", parts[-1], *settings)
                self.assertEqual(done.returncode, 0, done.stderr)
            self.assertEqual(tree(self.path(str(of))), whole)
            parts = [p for p in parts if os.path.exists(p)]
            random.Random(of).shuffle(parts)
            self.assertEqual(filterc("report", "--json", *parts).stdout, unpacked(report))
        records = [self.path("whole", n) for n in whole if n.endswith(".done.json")]
        self.assertEqual(filterc("report", "--json", *records).stdout, unpacked(report))

    def test_killed_and_run_again(self):
        whole = self.whole()
        rng = random.Random(1)
        for attempt in range(200):
            child = subprocess.Popen([FILTERC, *PLAN, "--manifest", self.path("all.gz"),
                                      "--out", self.path("killed", "{}.jsonl"), "--rejects",
                                      self.path("killed", "rejects", "{}.jsonl.gz")],
                                     stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
            try:
                status = child.wait(0.05 + rng.random() * 0.3 + attempt * 0.01)
            except subprocess.TimeoutExpired:
                child.kill()
                status = child.wait(SECONDS)
            child.stdout.close()
            got = {n: b for n, b in tree(self.path("killed")).items() if ".tmp." not in n}
            for name, data in got.items():
                self.assertEqual(data, whole[name], "what is there is whole")
                self.assertTrue(not name.endswith(".done.json") or name[:-10] in got)
            if status == 0:
                break
        self.assertEqual(status, 0)
        self.assertEqual(set(got), set(whole))

    @unittest.skipUnless(shutil.which("strace"), "strace is not installed")
    def test_small_inputs_are_published_together(self):
        """Waiting for the disk takes longer than small inputs; so it is done for many at once, and
        still before the names are given, and for outputs before records."""
        names = [self.path("in", f"{i}.txt") for i in range(100)]
        for name in names:
            with open(name, "w") as f:
                f.write("Moss has no roots.\n")
        trace = self.path("trace")
        done = subprocess.run(["strace", "-f", "-o", trace, "-e", "trace=fsync,syncfs,rename,renameat,renameat2",
                               FILTERC, "extract", "--quiet", "--out", self.path("out") + "/", *names],
                              stderr=subprocess.PIPE, timeout=SECONDS)
        if b"ptrace" in done.stderr:
            self.skipTest("strace may not trace here")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(len(os.listdir(self.path("out"))), 200)
        with open(trace) as f:
            lines = f.read().splitlines()
        steps = ["".join("S" if "sync" in line else "r" if ".done.json" in line else "o"
                         for line in lines if "sync" in line or "rename" in line)]
        self.assertRegex(steps[0], "^(S+o+S+r+S+)+$")
        self.assertLess(steps[0].count("S"), 60, "fewer than inputs")

    def test_a_folder_that_takes_no_files_ends_it(self):
        with open(self.path("file"), "w"):
            pass
        self.refused([*PLAN, "--out", self.path("file", "sub") + "/", *self.inputs], 74,
                     "file/sub: this folder cannot be made: Not a directory")
        if os.path.isdir("/sys/kernel"):
            done = filterc(*PLAN, "--quiet", "--out", "/sys/", *self.inputs)
            self.assertEqual((done.returncode, done.stderr.count(b"\n")), (74, 1), done.stderr)
            self.refused([*PLAN, "--out", "/sys/none/", *self.inputs], 74,
                         "/sys/none: this folder cannot be made: (Perm|Operation not perm|Read-only)")

    def test_two_attempts_at_once(self):
        whole = self.whole()
        words = [FILTERC, *PLAN, "--quiet", "--manifest", self.path("all.gz"), "--out",
                 self.path("two", "{}.jsonl"), "--rejects", self.path("two", "rejects", "{}.jsonl.gz")]
        both = [subprocess.Popen(words) for _ in range(2)]
        self.assertEqual([child.wait(SECONDS) for child in both], [0, 0])
        self.assertEqual(tree(self.path("two")), whole)

    def test_what_is_done_is_left(self):
        self.whole()
        at = os.stat(self.path("whole", os.path.basename(self.inputs[0]) + ".jsonl")).st_mtime_ns
        done = self.run_into("whole")
        self.assertIn(f"0 done, {INPUTS} done before", done.stderr.decode())
        self.assertEqual(os.stat(self.path("whole", os.path.basename(self.inputs[0]) + ".jsonl")).st_mtime_ns, at)

    def test_a_folder(self):
        """DIR/ is DIR/{} with the ending of what comes out; report reads its records."""
        for plan, ending in ((["extract"], ".jsonl.gz"), (["run", "prefilter --models edu --cut 0.001"], ".warc.gz"),
                             (["cat"], ".gz")):
            folder = self.path("d" + ending)
            for place in (folder + "/", folder):
                done = filterc(*plan, "--out", place, "--rejects", self.path("r" + ending) + "/",
                               self.inputs[0])
                self.assertEqual(done.returncode, 0, done.stderr)
            self.assertIn("0 done, 1 done before", done.stderr.decode())
            name = os.path.basename(self.inputs[0])
            self.assertEqual(sorted(os.listdir(folder)), [name + ending, name + ending + ".done.json"])
            self.assertEqual(os.listdir(self.path("r" + ending)), [name + ".jsonl.gz"])
            self.assertIn(b"in 45 =", filterc("report", folder + "/").stdout)
        self.assertEqual(filterc("report", self.path("in")).returncode, 66)

    def test_an_input_that_changed_is_done_again(self):
        self.whole()
        shutil.copy(self.inputs[0], self.inputs[3])
        done = self.run_into("whole")
        self.assertIn(f"1 done, {INPUTS - 1} done before", done.stderr.decode())
        made = tree(self.path("whole"))
        self.assertEqual(len(made[os.path.basename(self.inputs[0]) + ".jsonl"]),
                         len(made[os.path.basename(self.inputs[3]) + ".jsonl"]))

    def test_another_plan_is_refused(self):
        whole = self.whole()
        for plan in (["run", "extract | keep 'formulas_seen > 1'"], ["extract"],
                     PLAN + ["--max-doc", "64M"]):
            done = self.run_into("whole", plan=plan)
            self.assertEqual(done.returncode, 78)
            self.assertIn("another plan", done.stderr.decode())
        self.assertEqual(tree(self.path("whole")), whole)
        done = self.run_into("whole", "--threads", "2", plan=["run", "extract |\n keep 'formulas_seen > 0'"])
        self.assertEqual(done.returncode, 0, "how a plan is written down does not matter")

    def test_another_list_is_another_plan(self):
        with open(self.path("words"), "w") as f:
            f.write("one\n")
        plan = ["run", f"extract | c4 --bad-words {self.path('words')}"]
        self.assertEqual(self.run_into("c4", plan=plan).returncode, 0)
        self.assertEqual(self.run_into("c4", plan=plan).returncode, 0)
        with open(self.path("words"), "a") as f:
            f.write("two\n")
        self.assertEqual(self.run_into("c4", plan=plan).returncode, 78)

    def test_one_bad_input_stops_none_of_the_others(self):
        whole = self.whole()
        with open(self.inputs[2], "wb") as f:
            f.write(bytes(range(256)))
        os.remove(self.inputs[4])
        done = self.run_into("bad")
        message = done.stderr.decode()
        self.assertEqual(done.returncode, 65, message)
        self.assertIn(f"{INPUTS} inputs: {INPUTS - 2} done, 0 done before, 2 failed", message)
        self.assertIn(f"filterc: {self.inputs[2]}: nothing could be read", message)
        self.assertIn(f"filterc: {self.inputs[4]}: No such file", message)
        got = tree(self.path("bad"))
        self.assertEqual({n: whole[n] for n in got if "2 é" not in n},
                         {n: b for n, b in got.items() if "2 é" not in n})

    def test_one_of_another_kind_stops_none_of_the_others(self):
        with open(self.path("a.jsonl"), "wb") as f:
            f.write(documents(2))
        done = filterc("extract", "--out", self.path("o", "{}"), self.path("a.jsonl"), self.inputs[0])
        self.assertEqual(done.returncode, 64)
        self.assertIn("2 inputs: 1 done, 0 done before, 1 failed", done.stderr.decode())

    def refused(self, words, status, says):
        done = filterc(*words)
        self.assertEqual(done.returncode, status, done.stderr)
        self.assertRegex(done.stderr.decode(), "^filterc: .*" + says)
        self.assertEqual(done.stderr.count(b"\n"), 1)
        self.assertFalse(os.path.exists(self.path("no")))

    def test_misuse(self):
        out = self.path("no", "{}.jsonl")
        os.mkdir(self.path("in", "sub"))
        twin = shutil.copy(self.inputs[0], self.path("in", "sub"))
        self.refused(["extract", "--out", out, self.inputs[0], twin], 64, "one output")
        self.refused(["extract", "--out", out, "--shard", "0/2", self.inputs[0], self.inputs[1], twin],
                     64, "one output")
        self.refused(["extract", "--out", out], 64, "no name")
        self.refused(["extract", "--out", out, "--rejects", self.path("r"), WEB], 64, "--rejects")
        for shard in ("2/2", "-1/2", "1", "a/b", "0/0", "1/2/3", "0x1/2", "", "0/-5", "0/ 5", "0/+5"):
            self.refused(["extract", "--shard", shard, WEB], 64, "--shard")
        self.refused(["extract", "--shard", "0/2"], 64, "--shard")

    def test_manifests(self):
        name = self.path("list")
        for data, status, says in ((b"", 66, "no name"), (b"# none\n\n", 66, "no name"),
                                   (b"a\0b\n", 64, "NUL"), (b"x" * 200000, 64, "longer"),
                                   (gzip.compress(b"a\nb\n" * 1000)[:30], 74, "damaged"),
                                   (b"/no/such/file\n", 66, "No such file")):
            with open(name, "wb") as f:
                f.write(data)
            self.refused(["extract", "--manifest", name], status, says)
        self.refused(["extract", "--manifest", self.path("nothing")], 66, "nothing")
        done = filterc("extract", "--quiet", "--manifest", "-", "--shard", "1/2", self.inputs[0],
                       stdin=self.inputs[0].encode())
        self.assertEqual(done.stdout, filterc("extract", "--quiet", self.inputs[0]).stdout)

    def test_status(self):
        """Done is what has its record, its output and its size; the rest can be started again, by
        name and by number of shard."""
        folder, paths = self.path("out") + "/", self.path("paths")
        with open(paths, "w") as f:
            f.write("".join(f"{name}\n" for name in self.inputs))

        def status(*more):
            done = filterc("status", "--manifest", paths, *more, folder)
            return done.returncode, done.stdout.decode()

        os.mkdir(folder)
        self.assertEqual(status(), (75, "6 inputs: 0 done, 6 not done\n"))
        self.assertEqual(status("--shards", "4"), (75, "0-3\n"))
        self.assertEqual(status("--shards", "100"), (75, "0-5\n"))
        run = [*PLAN, "--quiet", "--manifest", paths, "--out", folder]
        filterc(*run, "--shard", "1/3")
        self.assertEqual(status(), (75, "6 inputs: 2 done, 4 not done\n"))
        self.assertEqual(status("--shards", "3"), (75, "0,2\n"))
        self.assertEqual(status("--missing")[1].splitlines(), [self.inputs[i] for i in (0, 2, 3, 5)])
        self.assertEqual(filterc(*run).returncode, 0)
        self.assertEqual(status(), (0, "6 inputs: 6 done, 0 not done\n"))
        self.assertEqual(status("--shards", "3"), (0, ""))
        outputs = sorted(n for n in os.listdir(folder) if not n.endswith(".done.json"))
        os.remove(folder + outputs[0])
        self.assertEqual(status()[0], 75)
        self.assertEqual(filterc(*run).returncode, 0)
        with open(self.inputs[5], "ab") as f:
            f.write(b"\n")
        self.assertEqual(status("--missing"), (75, self.inputs[5] + "\n"))
        self.refused(["status", "--manifest", paths, self.path("none")], 66, "none")
        self.refused(["status", "--manifest", paths], 64, "folder")
        filterc("cat", "--quiet", "--manifest", paths, "--out", self.path("other") + "/")
        self.refused(["status", "--manifest", paths, folder, self.path("other")], 78, "another plan")

    def test_few_files_may_be_open(self):
        def limit():
            import resource
            resource.setrlimit(resource.RLIMIT_NOFILE, (50, 50))
        inputs = [self.path(f"{i}.jsonl") for i in range(60)]
        for name in inputs:
            with open(name, "wb") as f:
                f.write(documents(1))
        done = filterc("cat", "--out", self.path("few") + "/", *inputs, preexec_fn=limit)
        self.assertEqual(done.returncode, 0, done.stderr)
        filterc("cat", "--quiet", "--out", self.path("many") + "/", *inputs)
        self.assertEqual(tree(self.path("few")), tree(self.path("many")))

    def test_reports_that_do_not_fit(self):
        a, b = self.path("a"), self.path("b")
        filterc("cat", "--report", a, stdin=documents(3))
        filterc("head", "2", "--report", b, stdin=documents(3))
        self.refused(["report", a, b], 78, "another plan")
        self.refused(["report", WEB], 64, "no report")
        self.refused(["report", self.path("none")], 66, "none")
        self.assertIn("in 6 = out 6", filterc("report", a, a).stdout.decode())


if __name__ == "__main__":
    unittest.main()
