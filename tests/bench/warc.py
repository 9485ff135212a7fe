#!/usr/bin/env python3
"""Makes the WARC that run.py measures with: real pages when ../shared/bench/extraction/data is
there, else pages generated from data/samples/web. The same input gives the same bytes.

usage: warc.py FILE TOP_FOLDER BYTES_OF_HTML
Prints a JSON object. A process of its own, so that its memory is not that of what run.py
starts."""
import hashlib
import json
import os
import random
import re
import sys
import tarfile
import zlib

SMALLEST, LARGEST = 500, 4 << 20


def real_pages(folder):
    """(name, bytes) of each distinct page of the extraction benchmark, in an order that mixes
    its sets."""
    pages = {}
    for name in sorted(os.listdir(folder)):
        if name.endswith(".tar.xz"):
            with tarfile.open(os.path.join(folder, name)) as tar:
                for entry in tar:
                    if entry.name.endswith(".html") and SMALLEST <= entry.size <= LARGEST:
                        body = tar.extractfile(entry).read()
                        pages.setdefault(hashlib.sha1(body).hexdigest(), (entry.name, body))
    return [pages[digest] for digest in sorted(pages)]


def generated_pages(folder, count=400):
    """Pages of many sizes: paragraphs of the samples between scripts, menus and footers, in
    about the shares of real pages (text is a tenth of the bytes)."""
    blocks = []
    for name in sorted(os.listdir(folder)):
        if name.endswith(".html") and not name.startswith("layout"):
            with open(os.path.join(folder, name), encoding="utf-8") as f:
                blocks += re.findall(r"<(?:p|pre|ul|ol|table)\b.*?</(?:p|pre|ul|ol|table)>", f.read(), re.S)
    rnd = random.Random(7)
    for number in range(count):
        text = [rnd.choice(blocks) for _ in range(rnd.randint(3, 60))]
        menu = "".join(f'<li class="item-{i}"><a href="/section/{i}/page-{rnd.randint(1, 9999)}" '
                       f'title="Go there">Section {i}</a></li>' for i in range(rnd.randint(20, 200)))
        script = "".join(f"var v{i} = {{ a: {rnd.random()}, b: '<div>' }};\n"
                         for i in range(rnd.randint(100, 1500)))
        yield f"generated-{number}", (
            f"<!DOCTYPE html><html><head><title>Page {number}</title><script>{script}</script></head>"
            f"<body><nav><ul>{menu}</ul></nav><main><h1>Page {number}</h1>{' '.join(text)}</main>"
            f"<footer><p>All rights reserved.</p></footer></body></html>").encode()


def member(data):
    packer = zlib.compressobj(6, zlib.DEFLATED, 31)
    return packer.compress(data) + packer.flush()


def record(number, body):
    http = (b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=UTF-8\r\nContent-Length: %d\r\n\r\n"
            % len(body)) + body
    return (b"WARC/1.1\r\nWARC-Type: response\r\n"
            b"WARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-%012d>\r\n"
            b"WARC-Date: 2026-01-02T03:04:05Z\r\n"
            b"WARC-Target-URI: http://host%d.example/%d.html\r\n"
            b"Content-Type: application/http; msgtype=response\r\nContent-Length: %d\r\n\r\n"
            % (number, number % 997, number, len(http))) + http + b"\r\n\r\n"


def make(path, top, html_bytes):
    """Write the WARC; what is in it."""
    real = os.path.join(top, "..", "shared", "bench", "extraction", "data")
    if os.path.isdir(real):
        origin, pages = "real pages (shared/bench/extraction)", real_pages(real)
    else:
        origin = "generated pages"
        pages = list(generated_pages(os.path.join(top, "data", "samples", "web")))
    count = total = 0
    with open(path, "wb") as out:
        while total < html_bytes:
            for _, body in pages:
                out.write(member(record(count, body)))
                count, total = count + 1, total + len(body)
                if total >= html_bytes:
                    break
    return {"origin": origin, "pages": count, "bytes": total}


print(json.dumps(make(sys.argv[1], sys.argv[2], int(sys.argv[3]))))
