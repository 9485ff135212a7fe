#!/usr/bin/env python3
"""Input that is made to harm, in every format that can hold it: entities that grow, that name files
and addresses, members and lines without end, archives within archives. Nothing is read or asked for
that the input names, memory stays bounded, and what is given up is counted by its reason."""
import io
import json
import os
import resource
import socket
import struct
import subprocess
import tarfile
import tempfile
import threading
import unittest
import zipfile
import zlib

from common import adds_up, filterc, is_sanitized, peak_of

SECRET = "WordsOfAnotherFile"
MOST = 400 << 10  # kilobytes of memory for any of these
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
O = ('xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
     'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"')
RELS = ('<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
        'Target="word/document.xml"/></Relationships>')
OPF = ('<package xmlns="http://www.idpf.org/2007/opf" version="3.0"><metadata/><manifest><item id="a" href="a.xhtml" '
       'media-type="application/xhtml+xml"/></manifest><spine><itemref idref="a"/></spine></package>')
CONTAINER = ('<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles><rootfile full-path="c.opf" '
             'media-type="application/oebps-package+xml"/></rootfiles></container>')


def zipped(*members):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as z:
        for name, content in members:
            z.writestr(name, content)
    return out.getvalue()


def epub(chapter, opf=OPF):
    return zipped(("mimetype", "application/epub+zip"), ("META-INF/container.xml", CONTAINER), ("c.opf", opf),
                  ("a.xhtml", chapter))


def docx(body):
    return zipped(("_rels/.rels", RELS), ("word/document.xml", body))


def odt(body):
    return zipped(("mimetype", "application/vnd.oasis.opendocument.text"), ("content.xml", body))


def formats(doctype, entity, said="x %s y"):
    """A small file of each format in XML with a reference in its text."""
    def xml(root, start, end):
        return f'<?xml version="1.0"?>\n<!DOCTYPE {root} [{doctype}]>{start}{said % entity}{end}'
    yield "jats.xml", xml("article", '<article dtd-version="1"><body><p>', "</p></body></article>").encode()
    yield "other.xml", xml("a", "<a><p>", "</p></a>").encode()
    yield "medline.xml", xml("PubmedArticleSet", "<PubmedArticleSet><PubmedArticle><MedlineCitation><PMID>1</PMID><Article>"
                             "<ArticleTitle>", "</ArticleTitle></Article></MedlineCitation></PubmedArticle></PubmedArticleSet>").encode()
    yield "wiki.xml", xml("mediawiki", "<mediawiki><page><title>T</title><ns>0</ns><id>1</id><revision><id>1</id><text>",
                          "</text></revision></page></mediawiki>").encode()
    yield "Posts.xml", xml("posts", '<posts>\n<row Id="1" PostTypeId="1" Title="T" Body="', '"/>\n</posts>').encode()
    yield "page.html", xml("html", "<html><body><p>", "</p></body></html>").encode()
    yield "chapter.epub", epub(xml("html", '<html xmlns="http://www.w3.org/1999/xhtml"><body><p>', "</p></body></html>"))
    yield "opf.epub", epub("<html><body><p>x y</p></body></html>",
                           xml("package", OPF[:OPF.index("<metadata/>")] + "<metadata><title>",
                               "</title></metadata>" + OPF[OPF.index("<manifest>"):]))
    yield "a.docx", docx(xml("w:document", f"<w:document {W}><w:body><w:p><w:r><w:t>", "</w:t></w:r></w:p></w:body></w:document>"))
    yield "a.odt", odt(xml("x", f"<office:document-content {O}><office:body><office:text><text:p>",
                           "</text:p></office:text></office:body></office:document-content>"))


def endless(begin, most=70):
    """gzip of a beginning and so many MiB: the same packed one over and over."""
    fill, packer = b"x" * (1 << 20), zlib.compressobj(9, zlib.DEFLATED, -15)
    head = packer.compress(begin) + packer.flush(zlib.Z_FULL_FLUSH)
    block = packer.compress(fill) + packer.flush(zlib.Z_FULL_FLUSH)
    crc = zlib.crc32(begin)
    for _ in range(most):
        crc = zlib.crc32(fill, crc)
    end = struct.pack("<II", crc, len(begin) + most * len(fill))
    return b"\x1f\x8b\x08" + bytes(7) + head + block * most + packer.flush() + end


def packed(*parts):
    """gzip of some bytes, each so many times."""
    packer, out = zlib.compressobj(9, zlib.DEFLATED, 31), b""
    for data, times in parts:
        for _ in range(times):
            out += packer.compress(data)
    return out + packer.flush()


def sparse(size):
    """A tar of one file: a text, then a hole up to its size, as GNU tar keeps it."""
    text = b"Some words of text.\n" * 256
    member = tarfile.TarInfo("a.txt")
    member.size = 8192
    member.pax_headers = {"GNU.sparse.major": "1", "GNU.sparse.minor": "0", "GNU.sparse.name": "a.txt",
                          "GNU.sparse.realsize": str(size)}
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.PAX_FORMAT) as tar:
        tar.addfile(member, io.BytesIO((b"2\n0\n%d\n%d\n0\n" % (len(text), size)).ljust(512, b"\0") + text.ljust(7680, b"\0")))
    return out.getvalue()


def overlapping(members):
    """A zip whose members are all the same bytes."""
    data, name = b"x" * (1 << 20), b"0.txt"
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = packer.compress(data) + packer.flush()
    sizes = (zlib.crc32(data), len(packed), len(data))
    local = struct.pack("<IHHHHHIIIHH", 0x04034b50, 20, 0, 8, 0, 0, *sizes, len(name), 0) + name + packed
    directory = b""
    for i in range(members):
        name = b"%d.txt" % i
        directory += struct.pack("<IHHHHHHIIIHHHHHII", 0x02014b50, 20, 20, 0, 8, 0, 0, *sizes, len(name), *[0] * 6) + name
    return local + directory + struct.pack("<IHHHHIIH", 0x06054b50, 0, 0, members, members, len(directory), len(local), 0)


@unittest.skipUnless(b"libarchive no" not in filterc("--version").stdout, "built without libarchive")
class Hostile(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)

    def put(self, name, data):
        path = os.path.join(self.folder.name, name)
        with open(path, "wb") as f:
            f.write(data)
        return path

    def extract(self, name, data, *more):
        """All that is written, and counts by reason; `more` are files that are there."""
        report = os.path.join(self.folder.name, "report")
        done = filterc("extract", "--quiet", "--report", report, self.put(name, data), *more)
        self.assertIn(done.returncode, (0, 65), (name, done.stderr))
        with open(report) as f:
            told = f.read()
        self.assertTrue(adds_up(told), name)
        dropped = {}
        for row in json.loads(told)["stages"]:
            dropped.update(row["dropped"])
        return done.stdout.decode(), dropped

    def test_entities_that_grow(self):
        ten = "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefghijkl", "bcdefghijklm"))
        for doctype, entity in (('<!ENTITY a "many words">' + ten, "&m;"),
                                (f'<!ENTITY q "{"x" * 3000}">', "&q;" * 100000)):
            for name, data in formats(doctype, entity):
                out, dropped = self.extract(name, data)
                self.assertLess(len(out), 2000000, name)
                self.assertTrue(out or dropped in ({"limit": 1}, {"damaged": 1}), (name, dropped))

    def test_entities_that_name_files_and_addresses(self):
        path, asked = os.path.join(self.folder.name, "secret"), []
        with open(path, "w", encoding="ascii") as f:
            f.write(SECRET)
        server = socket.socket()
        server.bind(("127.0.0.1", 0))
        server.listen()
        def wait():
            try:
                server.accept()
                asked.append(True)
            except OSError:
                pass
        threading.Thread(target=wait, daemon=True).start()
        here = "http://127.0.0.1:%d/x" % server.getsockname()[1]
        doctype = (f'<!ENTITY e SYSTEM "file://{path}"><!ENTITY f SYSTEM "{here}"><!ENTITY % p SYSTEM "{here}">%p;'
                   f'<!ENTITY g PUBLIC "-//X//Y" "{path}">')
        for name, data in formats(doctype, "&e;&f;&g;"):
            self.assertNotIn(SECRET, self.extract(name, data)[0], name)
        include = (f'<a xmlns:xi="http://www.w3.org/2001/XInclude"><p>x</p><xi:include href="{path}" parse="text"/></a>')
        self.assertNotIn(SECRET, self.extract("include.xml", b'<?xml version="1.0"?>' + include.encode())[0])
        for command in ("input", "include", "InputIfFileExists", "verbatiminput", "lstinputlisting"):
            for name in (path, "../" * 20 + path):
                tex = f"\\documentclass{{article}}\\begin{{document}}words \\{command}{{{name}}} words\\end{{document}}"
                self.assertNotIn(SECRET, self.extract("a.tex", tex.encode())[0], command)
        for name, text in (("a.rst", f"Words\n\n.. include:: {path}\n"), ("a.adoc", f"Words\n\ninclude::{path}[]\n"),
                           ("a.org", f'Words\n\n#+INCLUDE: "{path}"\n'), ("a.md", f"Words\n\n![x](file://{path})\n")):
            self.assertNotIn(SECRET, self.extract(name, text.encode())[0], name)
        self.assertFalse(asked)
        server.close()

    def test_packed_without_end(self):
        words = " x" * (100 << 19)
        for name, data in (("a.epub", epub("<html><body><p>" + words)), ("a.docx", docx(f"<w:document {W}>" + words)),
                           ("a.odt", odt(words))):
            self.assertIn(self.extract(name, data), (("", {"memory-limit": 1}), ("", {"limit": 1})), name)
        for name, begin, reason in (
                ("a.txt.gz", b"", "too-large"), ("a.html.gz", b"<html><p>", "too-large"),
                ("a.xml.gz", b"<?xml version='1.0'?><a>", "too-large"), ("a.tex.gz", b"\\documentclass{a}", "too-large"),
                ("a.ipynb.gz", b'{"cells":[{"cell_type":"markdown","source":"', "too-large"),
                ("a.json.gz", b'{"id":"1","type":"PushEvent","actor":{"login":"a"},"x":"', "too-large"),
                ("a.mbox.gz", b"From a@b Mon Jan  1 10:00:00 2024\nFrom: ", "too-large"),
                ("b.mbox.gz", b"From a@b Mon Jan  1 10:00:00 2024\nFrom: x\n\n", "too-large"),
                ("b.xml.gz", b"<?xml version='1.0'?><PubmedArticleSet><PubmedArticle>", "too-large"),
                ("Posts.xml.gz", b'<?xml version="1.0"?>\n<posts>\n<row Id="1" PostTypeId="1" Body="', "too-large"),
                ("c.xml.gz", b"<mediawiki><page><title>x</title><ns>0</ns><revision><text>", "truncated"),
                ("a.warc.gz", b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 999999999\r\n\r\n", "truncated"),
                ("b.warc.gz", b"WARC/1.0\r\nWARC-Type: ", "bad-header")):
            out, dropped = self.extract(name, endless(begin))
            self.assertEqual(out, "", name)
            self.assertEqual(dropped, {reason: 1}, name)

    def test_marks_without_end(self):
        """A MiB of marks that open, or are looked for from each to the end: time grows with the bytes
        only, or this does not end."""
        marks = ("[", "[[", "[[a|", "{{", "{{a|", "{|\n", "<", "<b>", "<!--", "''", "`", "*", "_a ", "[a](", "$", "> ", "- ",
                 "|a", "\\a{", "\\begin{a}", "&", "((", ":a:`", "<<", "#+begin_src\n", "====\n", "|===\n", "\n\n", "a\n",
                 "\u0301\u0323")
        for end in ("md", "rst", "adoc", "org", "wiki", "tex", "html", "txt"):
            for mark in marks:
                name, begin = "a." + end, "\\begin{document}\n" if end == "tex" else ""
                self.extract(name, (begin + mark * ((1 << 20) // len(mark))).encode())
        for mark in marks:
            body = "a " + mark * ((1 << 20) // len(mark))
            self.extract("a.json", json.dumps({
                "id": "1", "type": "ReleaseEvent", "actor": {"login": "a"}, "repo": {"name": "a/b"},
                "payload": {"action": "published", "release": {"name": "v1", "body": body}},
                "created_at": "2024-05-01T10:30:00Z"}).encode())

    def test_links_without_end_cost_what_text_does(self):
        """Not 4 KiB for each of them: the processor's time, with room for a busy machine."""
        def cost(mark):
            before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
            self.extract("a.md", (mark * (2 << 20)).encode())
            return resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before
        plain = cost("[a] ")
        for mark in ("[a](", "[a](((", "![a]("):
            self.assertLess(cost(mark) * 4 / len(mark), 10 * plain + 0.1, mark)

    def test_words_without_end(self):
        """The same of stages that cut words and sentences."""
        plans = ("c4 --tokenizer nltk --max-word-length -1 --no-terminal --brace off", "gopher --tokenizer nltk",
                 "gopher-rep", "dclm-refinedweb", "dolma-gopher", "madlad", "corrupt")
        for mark in ("a", ".", "-", "'", "a.", ". ", "$", "1", "#", "\u0439", "\u4e00", "\u0301\u0323"):
            text = "Hello there. " + mark * ((1 << 20) // len(mark)) + " is what it says."
            for plan in plans:
                done = filterc("run", plan, "--quiet", stdin=json.dumps({"id": "1", "text": text}).encode())
                self.assertEqual(done.returncode, 0, (plan, mark))

    def test_a_declaration_without_end(self):
        """What a manual's page calls a declaration is not looked through for each of the blocks in it."""
        text = ("<p>" + "A long sentence of words that a reader of a manual of programs would like to read. " * 3 + "</p>") * 3
        page = ('<meta name="generator" content="Sphinx">' + text + '<div class="src">' + "<a href=/>Home</a><hr>" * 10000 +
                "<a></a>" * 600000 + "</div>" + text)
        before = os.times().children_user
        self.extract("a.html", page.encode())
        self.assertLess(os.times().children_user - before, 20)

    def test_holes_without_end(self):
        self.assertEqual(self.extract("a.tar", sparse(1 << 60)), ("", {"bomb": 1}))

    def test_records(self):
        """Lines that continue a field, and blank bytes behind a record, without end."""
        head = b"WARC/1.0\r\nWARC-Type: resource\r\nWARC-Target-URI: a\r\n"
        rest = b"Content-Type: text/plain\r\nContent-Length: 6\r\n\r\nWords."
        before = os.times().children_user
        for name, data in (("a.warc", head + b" b\n" * 300000 + rest),
                           ("b.warc.gz", packed((head + rest, 1), (b"\r" * (1 << 20), 300), (b"\r\n\r\n" + head + rest, 1)))):
            out, dropped = self.extract(name, data)
            self.assertEqual((out.count("Words."), dropped), (1 + name.endswith("gz"), {}), name)
        self.assertLess(os.times().children_user - before, 20)

    def test_many_small_ones(self):
        """Pages of a wiki with long names or many, files of a repository: each costs no more than its own."""
        page = b"<page><title>a:b</title><id>1</id><revision><text>Words.</text></revision></page>"
        names = b"".join(b'<namespace key="%d">N%d</namespace>\n' % (i, i) for i in range(60000))
        styles = zipped(*((f"{i}.sty", "words") for i in range(60000)))
        before = os.times().children_user
        for name, data in (("a.xml", b"<mediawiki><siteinfo><sitename>" + b"x" * (1 << 20) + b"</sitename></siteinfo>" + page * 10000),
                           ("b.xml", b"<mediawiki><siteinfo><namespaces>" + names + b"</namespaces></siteinfo>" + page * 10000),
                           ("a.zip", styles)):
            done = filterc("cat", "--quiet", self.put(name, data), stdout=subprocess.DEVNULL)
            self.assertEqual(done.returncode, 0, (name, done.stderr))
        self.assertLess(os.times().children_user - before, 5)

    def test_archives(self):
        within = b"text of a member"
        for i in range(8):
            within = zipped(("a.txt" if i == 0 else "b.zip", within))
        self.assertEqual(self.extract("a.zip", within), ("", {"nested": 1}))
        out, _ = self.extract("b.zip", overlapping(2000))
        self.assertLess(len(out), 8 << 20)

    @unittest.skipIf(is_sanitized(), "memory tells nothing of the command")
    def test_memory(self):
        for name, data in (("a.txt.gz", endless(b"", most=300)), ("b.warc.gz", endless(b"WARC/1.0\r\nWARC-Type: ", most=300)),
                           ("c.warc.gz", packed((b"WARC/1.0\r\nWARC-Type: resource\r\nContent-Length: 0\r\n\r\n", 1),
                                                (b"\r" * (1 << 20), 600))),
                           ("a.epub", epub("<html><body><p>" + " x" * (200 << 19)))):
            path = os.path.join(self.folder.name, name)
            with open(path, "wb") as f:
                f.write(data)
            with open(os.path.join(self.folder.name, "good.txt"), "w") as f:
                f.write("Words.")
            self.assertLess(peak_of("extract", "--quiet", path, f.name), MOST, name)


if __name__ == "__main__":
    unittest.main()
