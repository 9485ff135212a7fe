#!/usr/bin/env python3
"""Books, documents, articles and texts as captures in a WARC: whatever the server called them and
however it packed them, they give what they give as files. What cannot be told is counted."""
import gzip
import json
import os
import textwrap
import unittest
import zlib

from common import TOP, filterc

FILES = os.path.join(TOP, "tests", "files", "io")
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
WORDS = "These are words of one line of a text that goes on for a while. " * 4
TEI = f'<TEI xmlns="http://www.tei-c.org/ns/1.0"><text><body><head>One</head><p>{WORDS}</p></body></text></TEI>'
JATS = ('<?xml version="1.0"?><article article-type="research-article"><front><article-meta><title-group>'
        f"<article-title>One</article-title></title-group></article-meta></front><body><p>{WORDS}</p></body></article>")
BOOK = ("\n\n*** START OF THE PROJECT GUTENBERG EBOOK ONE ***\n\n\nThe first line of it is\nwrapped here.\n\n"
        "*** END OF THE PROJECT GUTENBERG EBOOK ONE ***\n")
PAGE = f"<!DOCTYPE html><title>One</title><p>{WORDS}</p>"
TEX = f"\\documentclass{{article}}\\begin{{document}}\\section{{One}}\n{WORDS} $x^2$\\end{{document}}\n"


def record(url, head, body):
    block = b"HTTP/1.1 200 OK\r\n" + head.encode() + b"\r\n" + body
    return (f"WARC/1.1\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:1>\r\nWARC-Target-URI: {url}\r\n"
            "WARC-Date: 2026-01-01T00:00:00Z\r\nContent-Type: application/http; msgtype=response\r\n"
            f"Content-Length: {len(block)}\r\n\r\n").encode() + block + b"\r\n\r\n"


def chunked(body):
    pieces = [body[i:i + 1000] for i in range(0, len(body), 1000)]
    return b"".join(b"%x\r\n%s\r\n" % (len(p), p) for p in pieces) + b"0\r\n\r\n"


def extract(name, data):
    """Texts of the documents, and whether each is told to be cut."""
    done = filterc("extract", "--quiet", "--stdin-name", name, "-", stdin=data)
    docs = [json.loads(line) for line in done.stdout.splitlines()]
    return [d["text"] for d in docs], [d["metadata"].get("truncated", False) for d in docs]


class Captures(unittest.TestCase):
    def check(self, name, body, right, wrong, url="http://a.example/get?id=7"):
        texts, cut = extract(name, body)
        self.assertTrue(texts and not any(cut), name)
        declared = f"Content-Type: {right}\r\n"
        for head, as_sent in (
                (declared, body), (declared + f"Content-Length: {len(body)}\r\n", body),
                (declared + "Transfer-Encoding: chunked\r\n", chunked(body)),
                (declared + "Transfer-Encoding: chunked\r\nContent-Encoding: gzip\r\n", chunked(gzip.compress(body))),
                (declared + "Content-Encoding: deflate\r\n", zlib.compress(body)),
                (declared + "Transfer-Encoding: chunked\r\nContent-Encoding: gzip\r\n", body),
                *((f"Content-Type: {mime}\r\n" if mime else "", body) for mime in wrong),
                ("Content-Type: application/gzip\r\n", gzip.compress(body))):
            if "application/gzip" in head and "application/octet-stream" not in wrong:
                continue
            got = extract("a.warc", record(url, head, as_sent))
            self.assertEqual(got, (texts, cut), (name, head))
        got = extract("a.warc", record(url, declared + f"Content-Length: {len(body) + 1}\r\n", body))
        self.assertEqual(got, (texts, [True]), name)

    def test_packages(self):
        anything = ("", "application/octet-stream", "application/x-download", "application/zip", "text/html", "text/plain")
        for name, mime in (("good.docx", WORD), ("good.odt", "application/vnd.oasis.opendocument.text"),
                           ("good.epub", "application/epub+zip")):
            with open(os.path.join(FILES, name), "rb") as f:
                self.check(name, f.read(), mime, anything + ("application/msword",))

    def test_xml(self):
        anything = ("", "application/octet-stream", "application/force-download", "text/html", "text/plain")
        self.check("tei.xml", TEI.encode(), "application/tei+xml", anything)
        self.check("jats.xml", JATS.encode(), "text/xml", anything[:-2] + ("text/plain",))

    def test_texts(self):
        self.check("page.html", PAGE.encode(), "text/html", ("", "application/octet-stream", "text/plain"))
        self.check("a.tex", TEX.encode(), "application/x-tex", ("", "application/octet-stream"))
        self.check("book.txt", BOOK.encode(), "text/plain", ("",))
        self.check("book.txt", BOOK.encode(), "text/plain", ("", "application/octet-stream"), "http://a.example/pg1.txt")

    def test_book_without_a_mark(self):
        """Nothing but paragraphs that were broken to a width: lines of lists, programs and mails stay."""
        words = "it was said of the stone that nobody who had ever sat on it came back to tell what he had seen".split()
        prose, listed, quoted = [], [], []
        for i in range(120):
            lines = textwrap.wrap(" ".join(["Then"] + words[i % 7:] + words + words[:i % 5] + ["there."]), 60)
            prose.append("\n".join(lines))
            listed.append("\n".join(" * " + line for line in lines))
            quoted.append("\n".join("> " + line for line in lines))
        for paragraphs, joined in ((prose, True), (prose[:90], True), (listed, False), (quoted, False)):
            texts, _ = extract("a.txt", "\n\n".join(paragraphs).encode())
            want = [p.replace("\n", " ") if joined else p for p in paragraphs]
            self.assertEqual([p.strip() for p in texts[0].split("\n\n")], [p.strip() for p in want])

    def test_no_text(self):
        """Pictures and the like that are called texts."""
        for body in (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR and more", b"GIF89a\1\0\1\0 and more", b"\xff\xd8\xff\xe0\0\x10JFIF and more",
                     b"RIFF\0\0\0\0WEBPVP8 and more", b"7z\xbc\xaf\x27\x1c and more", b"\1\2\3\4\5\6 and more"):
            for mime in ("text/plain", "text/html"):
                if body[0] > 1 or mime == "text/plain":
                    got = extract("a.warc", record("http://a.example/a", f"Content-Type: {mime}\r\n", body))
                    self.assertEqual(got, ([], []), (mime, body))
        for body in (b"GIF89a is a format.", b"RIFF is a container.", b"ID3 is an algorithm.", b"They ftyp."):
            got = extract("a.warc", record("http://a.example/a", "Content-Type: text/plain\r\n", body))
            self.assertEqual(got, ([body.decode()], [False]))

    def test_set_of_citations(self):
        """Each of its citations is a document; one without text is counted."""
        one = "<PubmedArticle><MedlineCitation><PMID>%d</PMID><Article>%s</Article></MedlineCitation></PubmedArticle>"
        title = "<ArticleTitle>Title %d</ArticleTitle>"
        body = '<?xml version="1.0"?>\n<PubmedArticleSet>' + one % (1, title % 1) + one % (2, "") + one % (3, title % 3)
        data = record("http://a.example/efetch", "Content-Type: text/xml\r\n", body.encode() + b"</PubmedArticleSet>")
        done = filterc("extract", "-", stdin=data)
        docs = [json.loads(line) for line in done.stdout.splitlines()]
        self.assertEqual([(d["id"], d["text"], d["metadata"]["pmid"]) for d in docs],
                         [("urn:uuid:1/1", "# Title 1", "1"), ("urn:uuid:1/3", "# Title 3", "3")])
        self.assertIn(b"no-text 1", done.stderr)


if __name__ == "__main__":
    unittest.main()
