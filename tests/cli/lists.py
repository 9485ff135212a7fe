#!/usr/bin/env python3
"""Files with lists of hosts and words: compressed, with marks and line ends of other systems,
long, damaged, or no text at all."""
import bz2
import gzip
import json
import lzma
import os
import tempfile
import unittest

from common import filterc

HIT = json.dumps({"id": "a", "text": "x", "metadata": {"url": "http://blocked.example/"}}).encode()


class Lists(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.path = os.path.join(folder.name, "list")

    def url(self, data, option="--domains"):
        with open(self.path, "wb") as f:
            f.write(data)
        return filterc("url", option, self.path, stdin=HIT)

    def test_found(self):
        plain = b"# hosts\nother.example\nblocked.example\n"
        marked = "\ufeffblocked.example\nother.example".encode()
        for data in (plain, plain.replace(b"\n", b"\r\n"), marked, gzip.compress(plain),
                     gzip.compress(plain[:20]) + gzip.compress(plain[20:]), bz2.compress(plain),
                     lzma.compress(plain), b"Blocked.Example.  # by hand\n", b"blocked.example"):
            done = self.url(data)
            self.assertEqual((done.returncode, done.stdout), (0, b""), data)
        done = self.url("\ufeffblocked\n".encode(), "--banned-words")
        self.assertEqual((done.returncode, done.stdout), (0, b""))

    def test_behind_a_host(self):
        """Line ends and remarks are no part of a host, whatever its last label and theirs are."""
        doc = json.dumps({"id": "a", "text": "x", "metadata": {"url": "http://пример.рф/"}}).encode()
        for data in ("пример.рф\r\n", "ПРИМЕР.РФ. \n", "xn--e1afmkfd.xn--p1ai\t# Ä\n", "пример。рф  ä.de\n"):
            with open(self.path, "wb") as f:
                f.write(data.encode())
            self.assertEqual(filterc("url", "--domains", self.path, stdin=doc).stdout, b"", data)

    def test_a_host_without_end(self):
        """What is no host of any list takes no memory for its labels."""
        with open(self.path, "w") as f:
            f.write("com\n")
        doc = json.dumps({"id": "a", "text": "x", "metadata": {"url": "http://" + "a." * 100000 + "com/"}}).encode()
        out = filterc("url", "--suffixes", self.path, stdin=doc).stdout
        self.assertIn(b'"url_words":0', out)
        self.assertNotIn(b'"url_domain"', out)

    def test_not_found(self):
        for data in (b"", b"\n\n", b"#blocked.example\n", b"a.blocked.example\nblocked\n"):
            done = self.url(data)
            self.assertEqual((done.returncode, done.stdout != b""), (0, True), data)

    def test_refused(self):
        whole = gzip.compress(os.urandom(5000).hex().encode())
        for data, why in ((whole[:-100], "ends"), ("blocked.example\n".encode("utf-16"), "NUL"),
                          (gzip.compress(b"blocked\0example"), "NUL")):
            done = self.url(data)
            self.assertEqual((done.returncode, done.stdout), (64, b""), why)
            self.assertRegex(done.stderr.decode(), "^filterc: url: .*list: .*" + why)
        done = filterc("url", "--domains", os.path.dirname(self.path), stdin=HIT)
        self.assertEqual(done.returncode, 64)
        done = filterc("url", "--domains", self.path + "-none", stdin=HIT)
        self.assertEqual(done.returncode, 64)

    def test_many(self):
        """Of 200,000 hosts none is lost, nor found that is not there."""
        with open(self.path, "w") as f:
            for i in range(200000):
                f.write(f"h{i * 7919 % 200003}.example\n" * (1 + (i % 50 == 0)))
        there = {i * 7919 % 200003 for i in range(200000)}
        hosts = list(range(0, 200003, 41)) + sorted(set(range(200003)) - there)
        docs = "".join('{"id":"%d","text":"x","metadata":{"url":"http://h%d.example"}}\n' % (i, i)
                       for i in hosts)
        done = filterc("url", "--domains", self.path, stdin=docs.encode())
        kept = {int(json.loads(line)["id"]) for line in done.stdout.splitlines()}
        self.assertEqual(kept, set(hosts) - there)


if __name__ == "__main__":
    unittest.main()
