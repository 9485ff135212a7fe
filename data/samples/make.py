#!/usr/bin/env python3
"""Makes web.warc.gz from the pages in web/: a small web archive with what large ones hold.

usage: make.py [--check]

One gzip member per record, as crawlers write. Beside good pages there are several charsets
and encodings of bodies, redirects, errors, records of other types, a cut page and a damaged
member. The bytes depend on nothing but this file and the pages (and on zlib's compressor);
--check compares the records of the existing file with those that would be made."""
import base64
import hashlib
import os
import sys
import uuid
import zlib

HERE = os.path.dirname(os.path.abspath(__file__))
OUT = os.path.join(HERE, "web.warc.gz")
CRAWLED = "2024-03-01T12:00:%02dZ"


class Page:
    """One address: which file, in which layout, and how the server sends it."""

    def __init__(self, url, file, title="", layout=None, lang="en", author="", date="",
                 charset="utf-8", told="meta", send="plain", status="200 OK", cut=False):
        self.url, self.file, self.title, self.layout = url, file, title, layout
        self.lang, self.author, self.date = lang, author, date
        self.charset, self.told, self.send = charset, told, send
        self.status, self.cut = status, cut


NOTEBOOK, BLOG = "https://notebook.example", "http://ines.blog.example"


def lesson(path, file, title, author, date, **more):
    return Page(NOTEBOOK + path, file, title, "layout-school.html", author=author, date=date, **more)


PAGES = [
    lesson("/maths/induction", "maths-induction.html", "Mathematical induction: climbing a ladder without end",
           "Mira Halvorsen", "2019-09-14"),
    lesson("/maths/quadratic", "maths-quadratic.html", "Completing the square", "Mira Halvorsen",
           "2019-10-02", send="gzip"),
    lesson("/physics/blue-sky", "physics-blue-sky.html", "Why is the sky blue?", "Jonas Okafor",
           "2020-01-20", send="chunked"),
    Page("https://riddles.example/t/311/why-is-it-not-50-50", "forum-monty-hall.html"),
    Page("http://hosehouse.example/garden-hoses", "shop.html", send="gzip chunked"),
    Page("http://win-big.example/casino", "spam.html"),
    lesson("/biology/peppered-moth", "biology-selection.html", "The peppered moth", "Lena Duarte",
           "2021-05-11", send="deflate"),
    lesson("/de/photosynthese", "photosynthese.html", "Photosynthese: Zucker aus Luft", "Karin Vogt", "2018-04-23",
           lang="de", charset="iso-8859-1", told="header"),
    lesson("/fr/cycle-de-l-eau", "cycle-eau.html", "Le cycle de l'eau", "Luc Perrin", "2018-06-30",
           lang="fr", told="bom"),
    lesson("/es/pitagoras", "pitagoras.html", "Una demostración con tijeras", "Inés Robledo",
           "2020-11-05", lang="es", told="nothing"),
    lesson("/hi/shunya", "shunya.html", "शून्य की कहानी", "आशा वर्मा", "2022-02-14", lang="hi"),
    lesson("/ja/shio", "shio.html", "潮の満ち引き", "森田 健", "2021-08-01", lang="ja",
           charset="shift_jis", told="header"),
    Page("http://fizika.example/arhimed.html", "arhimed.html", "Закон Архимеда", "layout-blog.html",
         lang="ru", author="Физика дома", charset="windows-1251", told="meta"),
    lesson("/astronomy/kepler", "astronomy-kepler.html", "Kepler's laws, checked with a table", "Jonas Okafor",
           "2020-03-08", send="brotli"),
    lesson("/history/printing", "history-printing.html", "Why printing spread", "Paul Anders", "2017-12-01"),
    Page(BLOG + "/2023/night-bread", "cooking-bread.html", "Bread without kneading", "layout-blog.html",
         author="Ines"),
    Page(BLOG + "/2023/lake", "diary.html", "the lake", "layout-blog.html", author="Ines"),
    Page("https://code.example/notes/binary-search", "code-binary-search.html", "Binary search without mistakes",
         "layout-blog.html", author="Tomas Reyes"),
    Page("https://code.example/notes/count-lines", "howto-find-lines.html", "Counting with pipes",
         "layout-blog.html", author="Tomas Reyes", send="gzip"),
    lesson("/economics/price", "economics-price.html", "Should the rolls cost more?", "Lena Duarte", "2021-09-19"),
    lesson("/logic/hats", "logic-hats.html", "Three prisoners and five hats", "Mira Halvorsen", "2019-03-03"),
    Page("http://news.example/linden-bridge", "news.html", "Old bridge closes in April", "layout-blog.html",
         author="Linden Courier"),
    Page("http://links.example/a-z", "directory.html"),
    Page("https://portal.example/login", "login.html"),
    Page("https://app.example/", "app-only.html"),
    Page("http://hosehouse.example/privacy", "privacy.html"),
    Page("http://annals.example/iv/213", "scan.html"),
    Page("http://hosehouse.example/p/77", "soft-404.html"),
    Page("http://hosehouse.example/p/78", "soft-404.html", status="404 Not Found"),
    Page(NOTEBOOK + "/logic/hats?print=1", "logic-hats.html", "Three prisoners and five hats", "layout-school.html",
         author="Mira Halvorsen", date="2019-03-03"),
    Page(NOTEBOOK + "/history/printing-cut", "history-printing.html", "Why printing spread", "layout-school.html",
         author="Paul Anders", date="2017-12-01", cut=True),
]


def read(name):
    with open(os.path.join(HERE, "web", name), encoding="utf-8") as f:
        return f.read()


def page_bytes(page):
    """The page as its server stores it: layout filled in, charset applied."""
    text = read(page.file)
    if page.layout:
        frame = read(page.layout)
        if page.told == "nothing":
            frame = "".join(line for line in frame.splitlines(True) if "{{charset}}" not in line)
        for name, value in (("lang", page.lang), ("charset", page.charset), ("title", page.title),
                            ("author", page.author), ("date", page.date), ("url", page.url),
                            ("body", text.rstrip("\n"))):
            frame = frame.replace("{{%s}}" % name, value)
        text = frame
    mark = b"\xef\xbb\xbf" if page.told == "bom" else b""
    return mark + text.encode(page.charset)


def deflate(data, window):
    packer = zlib.compressobj(9, zlib.DEFLATED, window)
    return packer.compress(data) + packer.flush()


def chunks(data, size=1500):
    pieces = [data[at:at + size] for at in range(0, len(data), size)]
    return b"".join(b"%x\r\n%s\r\n" % (len(p), p) for p in pieces) + b"0\r\n\r\n"


def brotli(data):
    """A valid brotli stream (RFC 7932) of stored meta-blocks: Python has no compressor."""
    out, first = b"", True
    for at in range(0, len(data), 65536):
        piece = data[at:at + 65536]
        bits = (len(piece) - 1) << 3 | 1 << 19      # not last, 4 nibbles of length, stored
        out += (bits << first).to_bytes(3, "little") + piece    # one 0 bit first: 64 KiB window
        first = False
    return out + b"\x03"


def http_block(page):
    body = page_bytes(page)
    fields = ["Server: sample", "Content-Type: text/html" +
              (f"; charset={page.charset}" if page.told == "header" else "")]
    for kind in page.send.split():
        if kind == "gzip":
            body = deflate(body, 31)
            fields.append("Content-Encoding: gzip")
        elif kind == "deflate":
            body = deflate(body, 15)
            fields.append("Content-Encoding: deflate")
        elif kind == "brotli":
            body = brotli(body)
            fields.append("Content-Encoding: br")
        elif kind == "chunked":
            body = chunks(body)
            fields.append("Transfer-Encoding: chunked")
    if "chunked" not in page.send:
        fields.append(f"Content-Length: {len(body)}")
    if page.cut:
        body = body[:len(body) // 2]
    return ("HTTP/1.1 " + "\r\n".join([page.status] + fields) + "\r\n\r\n").encode() + body


def record(kind, url, mime, block, number, *more):
    """One WARC/1.1 record."""
    name = uuid.uuid5(uuid.NAMESPACE_URL, f"{kind} {url} {number}")
    digest = base64.b32encode(hashlib.sha1(block).digest()).decode()
    head = ["WARC/1.1", f"WARC-Type: {kind}", f"WARC-Record-ID: <urn:uuid:{name}>",
            "WARC-Date: " + CRAWLED % (number % 60)]
    head += [f"WARC-Target-URI: {url}"] if url else []
    head += [f"WARC-Block-Digest: sha1:{digest}", *more, f"Content-Type: {mime}",
             f"Content-Length: {len(block)}"]
    return "\r\n".join(head).encode() + b"\r\n\r\n" + block + b"\r\n\r\n"


def request(page, number):
    host, _, path = page.url.partition("://")[2].partition("/")
    block = f"GET /{path} HTTP/1.1\r\nHost: {host}\r\nUser-Agent: sample\r\n\r\n".encode()
    return record("request", page.url, "application/http; msgtype=request", block, number)


def other_records(number):
    """Types and contents that hold no page."""
    def answer(url, head, body):
        return record("response", url, "application/http; msgtype=response",
                      head.replace("\n", "\r\n").encode() + b"\r\n\r\n" + body, number)
    yield answer("http://notebook.example/", "HTTP/1.1 301 Moved Permanently\n"
                 "Location: https://notebook.example/\nContent-Length: 0", b"")
    yield answer(NOTEBOOK + "/style.css", "HTTP/1.1 200 OK\nContent-Type: text/css",
                 b"body { font-family: serif; margin: 0 auto; max-width: 42em }\n")
    yield answer(NOTEBOOK + "/logo.png", "HTTP/1.1 200 OK\nContent-Type: image/png", base64.b64decode(
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="))
    yield answer("https://app.example/api/items", "HTTP/2 200\nContent-Type: application/json",
                 b'{"items": [{"id": 1, "name": "first"}, {"id": 2, "name": "second"}]}\n')
    yield answer(NOTEBOOK + "/robots.txt", "HTTP/1.1 200\nContent-Type: text/plain",
                 b"User-agent: *\nDisallow: /search\n")
    yield record("response", "dns:notebook.example", "text/dns",
                 b"20240301120000\nnotebook.example. 300 IN A 192.0.2.10\n", number)
    yield record("metadata", NOTEBOOK + "/maths/induction", "application/warc-fields",
                 b"fetchTimeMs: 112\r\nlanguages-cld2: en\r\n", number)
    yield record("revisit", NOTEBOOK + "/maths/induction", "application/http; msgtype=response",
                 b"HTTP/1.1 304 Not Modified\r\n\r\n", number,
                 "WARC-Profile: http://netpreserve.org/warc/1.1/revisit/server-not-modified")
    yield record("conversion", "http://harbour.example/tides", "text/plain",
                 "Tides in the harbour\n\nHigh water comes about fifty minutes later every day, because the "
                 "Moon has moved on\nin its orbit while the Earth turned once.\n".encode(), number)


def damaged(member):
    """A gzip member whose deflated data was overwritten in the middle."""
    at = len(member) // 2
    return member[:at] + b"\xff" * 32 + member[at + 32:]


def members():
    """The gzip members of the archive, in order."""
    yield deflate(record("warcinfo", "", "application/warc-fields",
                         b"software: data/samples/make.py\r\nformat: WARC File Format 1.1\r\n", 0), 31)
    for number, page in enumerate(PAGES, 1):
        if number <= 3:
            yield deflate(request(page, number), 31)
        more = ["WARC-Truncated: length"] if page.cut else []
        packed = deflate(record("response", page.url, "application/http; msgtype=response",
                                http_block(page), number, *more), 31)
        yield packed
        if page.file == "news.html":
            yield damaged(packed)
    for rest in other_records(len(PAGES) + 1):
        yield deflate(rest, 31)


def unpacked(data):
    """What the intact members of a file hold; what cannot be unpacked is kept as it is."""
    out = []
    while data:
        reader = zlib.decompressobj(31)
        try:
            out.append(reader.decompress(data))
            data = reader.unused_data
        except zlib.error:
            at = data.find(b"\x1f\x8b\x08\x00\x00\x00\x00\x00", 1)
            out.append(data[:at])
            data = data[at:]
    return out


def main():
    made = b"".join(members())
    if sys.argv[1:] == ["--check"]:
        with open(OUT, "rb") as f:
            same = unpacked(f.read()) == unpacked(made)
        print("web.warc.gz", "is what make.py makes" if same else "differs: run data/samples/make.py")
        return 0 if same else 1
    with open(OUT, "wb") as f:
        f.write(made)
    print(f"{OUT}: {len(unpacked(made))} members, {len(made)} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
