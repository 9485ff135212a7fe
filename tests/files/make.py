#!/usr/bin/env python3
"""Write the container files of tests/files/io (README.md there explains each).

usage: make.py DIR
Everything is from the standard library, except the zstd files: they are made by the zstd
command (1.5) when there is one, and left alone otherwise.
"""
import bz2, html, io, json, lzma, os, shutil, struct, subprocess, sys, tarfile, zipfile, zlib

import equation, zim

OUT = sys.argv[1]
DATE = "2024-05-01T10:00:00Z"


def page(n):
    text = f"<html><title>Page {n}</title><p>" + f"Line {n} of the page. " * (3 * n) + "</html>"
    body = text.encode()
    return (f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: {len(body)}\r\n"
            "\r\n").encode() + body


def record(n, block=None, version="1.0", eol="\r\n", length=None, kind="response", extra=(),
           tail=None, names=str):
    block = page(n) if block is None else block
    lines = [f"WARC/{version}", names("WARC-Type") + f": {kind}",
             names("WARC-Record-ID") + f": <urn:uuid:00000000-0000-4000-8000-{n:012}>",
             names("WARC-Date") + f": {DATE}",
             names("WARC-Target-URI") + f": http://example.org/{n}", *extra,
             names("Content-Type") + ": application/http; msgtype=response"]
    if length != "none":
        lines.append(names("Content-Length") + f": {len(block) if length is None else length}")
    return (eol.join(lines) + eol * 2).encode() + block + ((eol * 2) if tail is None
                                                           else tail).encode()


def member(data, level=6):
    c = zlib.compressobj(level, zlib.DEFLATED, 31)
    return c.compress(data) + c.flush()


def arc(uri, block, version=1, mime="text/html", length=None, ip="192.0.2.7"):
    n = len(block) if length is None else length
    more = " 200 - - 0 a.arc" if version == 2 else ""
    return f"{uri} {ip} 20080430204825 {mime}{more} {n}\n".encode() + block + b"\n"


def version_block(version=1):
    v = f"{version} 0 Test\nURL IP-address Archive-date Content-type Archive-length\n\n"
    return arc("filedesc://test.arc", v.encode(), version, "text/plain", ip="0.0.0.0")


def save(name, data):
    with open(os.path.join(OUT, name), "wb") as f:
        f.write(data)


def good():
    plain = [record(1, version="0.17"), record(2, version="0.18"), record(3), record(4, version="1.1")]
    save("good-crlf.warc", b"".join(plain))
    save("good-lf.warc", b"".join(record(n, eol="\n") for n in (1, 2, 3)))
    save("good-header.warc",
         record(1, names=str.upper) + record(2, names=str.lower) +
         record(3, extra=["WARC-Note: folded", "  over lines", "no colon here"]) +
         record(4).replace(b"http://example.org/4", b"http://example.org/\r\n\tfolded") +
         record(5).replace(b"<urn", b" <urn").replace(b"Type:", b"Type :", 1) +
         record(6).replace(b"http://example.org/6", b"<http://example.org/6>"))
    save("good-blank-lines.warc", b"\r\n" + record(1, tail="\r\n") + record(2, tail="\r\n" * 5) +
         record(3, tail="\n") + record(4, tail=""))
    save("good-inside.warc", record(1, block=record(8) + record(9)) + record(2))
    save("good-wet.warc", record(1, kind="conversion", block="Grüße\n\nZwei".encode()) +
         record(2, kind="metadata", block=b'{"a":1}'))
    members = b"".join(member(r) for r in plain)
    save("good-members.warc.gz", members)
    save("good-one-member.warc.gz", member(b"".join(plain)))
    save("good-two-in-one.warc.gz", member(plain[0]) + member(plain[1] + plain[2]) + member(plain[3]))
    whole = b"".join(plain)
    save("good-any-members.warc.gz", b"".join(member(whole[i:i + 500]) for i in range(0, len(whole), 500)))
    save("good-head-and-body.warc.gz", b"".join(
        member(r[:r.index(b"\r\n\r\n") + 4]) + member(r[r.index(b"\r\n\r\n") + 4:]) for r in plain))
    save("good-padding.warc.gz", member(plain[0]) + bytes(512) + member(plain[1]) + member(b"") +
         member(plain[2]) + bytes(100))
    save("good-stored.warc.gz", b"".join(member(r, 0) for r in plain))
    save("good.warc.bz2", bz2.compress(plain[0]) + bz2.compress(b"".join(plain[1:])))
    save("good.warc.xz", lzma.compress(plain[0]) + lzma.compress(b"".join(plain[1:])))
    save("good-empty.warc", b"")
    save("good-empty.warc.gz", member(b""))
    http = page(2)
    arcs = [version_block(), arc("http://example.org/1", http), arc("dns:example.org", b"20080430\nA 192.0.2.7\n", mime="text/dns"),
            arc("http://example.org/a b c", http), arc("http://example.org/no-type", b"raw", mime=""),
            arc("http://example.org/p", http, mime="text/html; charset=x")]
    save("good-v1.arc", b"".join(arcs))
    save("good-v1.arc.gz", b"".join(member(a) for a in arcs))
    save("good-v2.arc", version_block(2) + arc("http://example.org/1", http, 2) + arc("http://example.org/2", http, 2))
    save("good.jsonl", b'{"id":"a","text":"one\\ntwo"}\n\n{"id":7,"text":"x","metadata":{"n":1.50}}\r\n{"text":"no id"}')
    save("good.html", b"<!-- x -->\n<!DOCTYPE html><p>A page\n")
    save("good.txt", "Nur Text.\n".encode())


def bad():
    r = [record(n) for n in range(1, 6)]
    m = [member(x) for x in r]
    save("bad-length-long.warc", record(1, length=len(page(1)) + 60) + r[1] + r[2])
    save("bad-length-short.warc", record(1, length=len(page(1)) - 60) + r[1] + r[2])
    save("bad-length-none.warc", record(1, length="none") + r[1])
    save("bad-length-text.warc", record(1, length="12x") + record(2, length=-5) + r[2])
    save("bad-length-huge.warc", record(1, length=10 ** 9) + r[1] + record(3, length=2 ** 63) + r[3] +
         record(5, length="99999999999999999999999"))
    save("bad-length-huge.warc.gz", member(record(1, length=10 ** 9)) + m[1] +
         member(record(3, length=2 ** 63)) + m[3])
    save("bad-length-long.warc.gz", member(record(1, length=len(page(1)) + 600)) + m[1] + m[2])
    save("bad-cut-block.warc", r[0] + r[1][:-40])
    save("bad-cut-head.warc", r[0] + r[1][:60])
    save("bad-garbage.warc", b"first\r\n" + r[0] + b"some garbage\r\nmore WARC/1.0\r\n\r\n" + r[1] + b"\0\0\0last")
    save("bad-header.warc", r[0] + r[1].replace(b"WARC/1.0", b"WARC/1.x") + r[2].replace(b"WARC-Type", b"WARC-Tipe") + r[3])
    save("bad-cut-member.warc.gz", m[0] + m[1][:-30])
    save("bad-cut-check.warc.gz", m[0] + m[1][:-5])
    save("bad-checksum.warc.gz", m[0] + m[1][:-8] + b"\1\2\3\4" + m[1][-4:] + m[2])
    hurt = bytearray(m[1])
    hurt[len(hurt) // 2] ^= 0x55
    save("bad-data.warc.gz", m[0] + bytes(hurt) + m[2])
    save("bad-glued.warc.gz", m[0] + m[1][:len(m[1]) // 2] + m[2] + m[3])
    save("bad-between.warc.gz", m[0] + b"no gzip \x1f\x8b\x08 here" + m[1] + b"\x1f\x8b\x08\0\0\0\0\0\0\xffxx" + m[2])
    save("bad-behind.warc.gz", member(record(1, length=200000)) + member(b"x" * 70000) + m[2] + m[3])
    save("bad-first.warc.gz", m[0][:20] + m[1] + m[2])
    whole = member(b"".join(r))
    save("bad-one-member-cut.warc.gz", whole[:len(whole) * 2 // 3])
    hurt = bytearray(whole)
    hurt[-6] ^= 1
    save("bad-one-member-checksum.warc.gz", bytes(hurt))
    save("bad-cut.warc.bz2", bz2.compress(b"".join(r))[:-20])
    save("bad-cut.warc.xz", lzma.compress(b"".join(r))[:-20])
    http = page(2)
    save("bad-length.arc", version_block() + arc("http://example.org/1", http, length=len(http) + 9) +
         arc("http://example.org/2", http) + arc("http://example.org/3", http, length=5) +
         arc("http://example.org/4", http, length=-1) + arc("http://example.org/5", http))
    save("bad-long-line.arc", version_block() + arc("http://example.org/1", (b"x" * 619 + b"\n") * 100, length=101) +
         arc("http://example.org/" + "a" * 4000, http) + arc("http://example.org/3", http))
    save("bad-cut.arc", version_block() + arc("http://example.org/1", http)[:-50])
    save("bad-garbage.arc.gz", member(version_block()) + member(b"what is this?\n") + member(arc("http://example.org/1", http)))
    save("bad-lines.jsonl", b'{"id":"a","text":"x"}\nnot json\n{"id":"b","text":[1]}\n{"id":"c","text":"cut\n{"id":"d","text":"y"} z\n{"id":"e","text":"ok"}\n')
    j = member(b'{"id":"a","text":"x"}\n') + member(b'{"id":"b","text":"y"}\n{"id":"c","te')[:-12]
    save("bad-cut.jsonl.gz", j)
    lines = [b'{"id":"%d","text":"x"}\n' % i for i in range(4)]
    save("bad-first.jsonl.gz", member(lines[0])[:10] + member(lines[1] + lines[2]) + member(lines[3]))
    hurt = bytearray(bz2.compress(lines[1]))
    hurt[0] ^= 1
    save("bad-second.jsonl.bz2", bz2.compress(lines[0]) + bytes(hurt) + bz2.compress(lines[2]))
    save("bad-last.jsonl.bz2", bz2.compress(lines[0]) + b"BZh")
    save("good-padding.jsonl.bz2", bz2.compress(lines[0]) + bytes(700))
    listed = b'\xef\xbb\xbf[\n  {"id":"a","text":"one, {\\"two\\"]"},\n  {\n    "text": "three",\n    "metadata": {"n": [1, 2]}\n  }'
    save("good-list.json", listed + b",{}, 7, [1, {}] ]\n")
    save("good-objects.json", b'{ "id": "a",\n  "text": "one" }\n{\n  "text": "two"\n}\n')
    save("bad-list.json.gz", member(listed)[:-12])
    save("bad-list.json", listed + b',\n  {"text": "cut')
    cited = [b"<PubmedArticle><PMID>%d</PMID></PubmedArticle>\n" % i for i in range(1, 5)]
    save("bad-medline.xml", b"<PubmedArticleSet>\n" + cited[0] + cited[1].replace(b"</PubmedArticle>", b"") + cited[2] + cited[3][:-9])
    pages = [b"<page><id>%d</id><revision><text>Words</text></revision></page>\n" % i for i in range(1, 5)]
    save("bad-mediawiki.xml", b'<mediawiki xml:lang="en">\n' + pages[0] + pages[1][:-9] + b" " + pages[2] + pages[3][:-20])
    save("bad-cut.txt.gz", member(b"A text that is cut. " * 20)[:-9])


def tar(*members, comment=None):
    out, head = io.BytesIO(), {"comment": comment} if comment else {}
    with tarfile.open(fileobj=out, mode="w", format=tarfile.PAX_FORMAT, pax_headers=head) as t:
        for name, data in members:
            info = tarfile.TarInfo(name)
            if data is None:
                info.type, info.linkname = tarfile.SYMTYPE, "a.txt"
            else:
                info.size = len(data)
            t.addfile(info, io.BytesIO(data or b""))
    return out.getvalue()


class Pipe(io.BytesIO):
    """What zipfile takes for a pipe: sizes then stand behind each member."""
    def seekable(self):
        return False

    def tell(self):
        raise OSError("a pipe")


def zip_of(*members, level=9, to=io.BytesIO, mode=0o100644, comment=""):
    out = to()
    with zipfile.ZipFile(out, "w") as z:
        z.comment = comment.encode()
        for name, data in members:
            info = zipfile.ZipInfo(name)
            info.external_attr = mode << 16
            info.compress_type = zipfile.ZIP_DEFLATED if level else zipfile.ZIP_STORED
            z.writestr(info, data, compresslevel=level)
    return out.getvalue()


def seven_zip(*members):
    """A 7z that copies its files, each a folder of its own (7zFormat.txt of the LZMA SDK)."""
    n, data = len(members), b"".join(d for _, d in members)
    sizes = bytes(len(d) for _, d in members)
    names = "".join(name + "\0" for name, _ in members if name).encode("utf-16-le")
    named = b"\x11" + bytes([len(names) + 1]) + b"\x00" + names if names else b""
    crcs = b"".join(struct.pack("<I", zlib.crc32(d)) for _, d in members)
    header = (b"\x01\x04\x06\x00" + bytes([n]) + b"\x09" + sizes + b"\x00" +
              b"\x07\x0b" + bytes([n]) + b"\x00" + b"\x01\x01\x00" * n + b"\x0c" + sizes + b"\x0a\x01" + crcs + b"\x00\x08\x00\x00" +
              b"\x05" + bytes([n]) + named + b"\x00\x00")
    start = struct.pack("<QQI", len(data), len(header), zlib.crc32(header))
    return b"7z\xbc\xaf\x27\x1c\x00\x04" + struct.pack("<I", zlib.crc32(start)) + start + data + header


def encrypted(data):
    """The flag that says so, at each member; what is there is not really encrypted."""
    data = bytearray(data)
    for magic, at in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        i = data.find(magic)
        while i >= 0:
            data[i + at] |= 1
            i = data.find(magic, i + 4)
    return bytes(data)


def dump(table, *rows):
    """A table of a Stack Exchange dump; each row is its attributes."""
    quoted = [" ".join(f'{k}="{html.escape(str(v))}"' for k, v in r.items()) for r in rows]
    return ("\ufeff<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<%s>\n" % table +
            "".join("  <row %s />\n" % q for q in quoted) + "</%s>\n" % table).encode()


def dumps():
    """Two sites: one with all tables, one with posts only."""
    when = "2024-05-01T10:30:00.000"
    site = [
        ("Badges.xml", dump("badges", {"Id": 1, "UserId": 2, "Name": "Scholar"})),
        ("Comments.xml", dump("comments",
            {"Id": 7, "PostId": 2, "Score": 3, "Text": "See [the book](https://a.example/b) <first>.", "CreationDate": when, "UserId": 8},
            {"Id": 9, "PostId": 1, "Score": 0, "Text": "Which moss?", "CreationDate": when, "UserDisplayName": "gone"},
            {"Id": 8, "PostId": 2, "Score": 1, "Text": "I did.", "CreationDate": when, "UserId": 5},
            {"Id": 10, "PostId": 77, "Score": 0, "Text": "On nothing.", "CreationDate": when})),
        ("Posts.xml", dump("posts",
            {"Id": 1, "PostTypeId": 1, "CreationDate": when, "Score": 2, "Body": "<p>How?</p>", "OwnerUserId": 5, "Title": "How to lift moss?", "Tags": "|moss|"},
            {"Id": 2, "PostTypeId": 2, "ParentId": 1, "CreationDate": when, "Score": 1, "Body": "<p>Slowly.</p>", "OwnerUserId": 8})),
        ("Users.xml", dump("users", {"Id": 5, "DisplayName": "Ann & Bob"}, {"Id": 8, "DisplayName": "J\u00f6rg"}, {"Id": 9, "DisplayName": "Silent"})),
    ]
    other = dump("posts", {"Id": 1, "PostTypeId": 1, "CreationDate": when, "Score": 1, "Body": "<p>Elsewhere.</p>", "OwnerUserId": 5, "Title": "Other"})
    save("good-stackexchange.tar", tar(*[("moss.stackexchange.com/" + n, d) for n, d in site],
                                       ("other.example.org/Posts.xml", other)))
    save("bad-stackexchange.xml", dump("posts", {"Id": 3, "PostTypeId": 5, "Body": "wiki"},
         {"Id": 1, "PostTypeId": 1, "Body": "<p>a</p>"}, {"Id": 1, "PostTypeId": 1, "Body": "b"},
         {"PostTypeId": 1, "Body": "c"}, {"Id": 4, "PostTypeId": 2, "ParentId": 9, "Body": "d"}))
    save("bad-stackexchange-cut.xml.gz", member(dump("posts", {"Id": 1, "PostTypeId": 1, "Body": "<p>a</p>"},
         {"Id": 2, "PostTypeId": 2, "ParentId": 1, "Body": "<p>b</p>"}))[:-60])


def mail(n, subject, text, **fields):
    """A mail of a mailbox."""
    lines = [f"From m{n}@example.org Wed May  {n} 12:30:00 2024", f"From: M {n} <m{n}@example.org>", f"Subject: {subject}",
             f"Date: {n} May 2024 12:30:00 +0000", f"Message-ID: <{n}@example.org>"]
    lines += [f"{k.replace('_', '-')}: {v}" for k, v in fields.items()]
    return ("\n".join(lines) + "\n\n" + text + "\n\n").encode()


def mails():
    ask, again = mail(1, "Moss?", "Which moss?"), mail(2, "Ferns?", "Which ferns?")
    answer = mail(3, "Re: Moss?", "> Which moss?\nAny.", In_Reply_To="<1@example.org>")
    save("good-mail.mbox", ask + again + answer)
    save("good-mail-crlf.mbox", (ask + again + answer).replace(b"\n", b"\r\n"))
    save("good-mail.eml", ask.split(b"\n", 1)[1])
    save("good-mail.tar", tar(("l/2024-April.txt", ask + again), ("l/2024-May.txt", answer)))
    save("bad-mail.mbox.gz", member(ask + answer)[:-12])


def event(n, number, who, comment):
    issue = {"number": number, "title": "Moss?", "body": "Which moss?", "user": {"login": "ann"}, "created_at": DATE}
    return json.dumps({"id": str(n), "type": "IssueCommentEvent", "actor": {"login": who}, "repo": {"id": 3, "name": "m/g"},
                       "payload": {"action": "created", "issue": issue, "comment": {"body": comment}}, "created_at": DATE},
                      separators=(",", ":")).encode() + b"\n"


def events():
    """Two hours, with a thread across them."""
    one, two = event(2, 1, "bob", "Any.") + event(3, 2, "bob", "None."), event(4, 1, "cy", "Not any.")
    save("good-events.tar", tar(("h/2024-05-01-0.json.gz", member(one)), ("h/2024-05-01-1.json", two)))
    save("bad-events.json.gz", member(one + two + two)[:-9])


def archives():
    text, r = b"A text of one member.\n", record(1) + record(2)
    warc = b"".join(member(record(n)) for n in (1, 2))
    save("good-archive.tar", tar(("a.txt", text), ("d/b.html", b"<!DOCTYPE html><p>x\n"),
                                 ("d/empty.txt", b""), ("d/\u00fc.warc.gz", warc)))
    save("good-archive.tar.gz", member(tar(("a.txt", text), ("r.warc", r), ("d.jsonl", b'{"id":"x","text":"y"}\n'))))
    save("good-archive.zip", zip_of(("a.txt", text), ("./d/b.txt", text * 40), ("\u00fc.jsonl", b'{"text":"y"}\n{"text":"z"}\n')))
    save("good-archive-stored.zip", zip_of(("a.txt", text), ("r.warc", r), level=0))
    save("good-archive-pipe.zip", zip_of(("a.txt", text), ("b.txt", text * 9), to=Pipe))
    save("good-archive.7z", seven_zip(("a.txt", text), ("d/b.txt", text * 5)))
    save("good-archive-unnamed.7z", seven_zip(("", text)))
    save("good-archive-empty.zip", zip_of())
    save("good-archive-nested.tar", tar(("in.tar.gz", member(tar(("in.zip", zip_of(("a.txt", text))))))))
    save("good-archive.wacz", zip_of(("archive/data.warc.gz", warc), ("indexes/index.cdx", b"x y z\n"),
                                     ("pages/pages.jsonl", b'{"format":"json-pages-1.0"}\n'),
                                     ("datapackage.json", b"{}"), level=0))
    commit = "0123456789abcdef" * 2 + "01234567"
    save("good-git.tar", tar(("m-1/a.txt", text), ("m-1/r.warc", r), comment=commit))
    save("good-git.zip", zip_of(("m-1/a.txt", text), comment=commit))
    numbers = " ".join(map(str, range(5000))).encode()
    save("good-git-large.zip", zip_of(("m-1/a.txt", text), ("m-1/b.txt", numbers), comment=commit))
    save("bad-archive-paths.tar", tar(("../a.txt", text), ("/etc/b", text), ("d/../../c", text), ("link", None),
                                      ("d..e/ok.txt", text)))
    save("bad-archive-paths.zip", zip_of(("../a.txt", text), ("C:\\b", text), ("d\\ok.txt", text)))
    save("bad-archive-link.zip", zip_of(("link", b"a.txt"), mode=0o120777))
    save("bad-archive-encrypted.zip", encrypted(zip_of(("a.txt", text), ("b.txt", text))))
    save("bad-archive-unknown.zip", zip_of(("a.bin", bytes(range(256))), ("b.txt", text)))
    save("hostile-bomb.zip", zip_of(("a.txt", b"x" * (24 << 20)), ("b.txt", text)))
    cut = tar(("a.txt", text), ("b.txt", text * 200))
    save("bad-archive-cut.tar", cut[:2000])
    save("bad-archive-cut.tar.gz", member(cut)[:-40])
    hurt = bytearray(tar(("a.txt", text), ("b.txt", text), ("c.txt", text)))
    hurt[1024 + 150] ^= 0x55
    save("bad-archive-header.tar", bytes(hurt))
    hurt = bytearray(zip_of(("a.txt", text * 20), ("b.txt", text)))
    hurt[60] ^= 0x55
    save("bad-archive-data.zip", bytes(hurt))
    deep = zip_of(("a.txt", text))
    for n in range(5):
        deep = zip_of((f"{n}.zip", deep), level=0)
    save("bad-archive-deep.zip", deep)
    huge = bytearray(zip_of(("a.txt", text)))
    for magic, at in ((b"PK\3\4", 22), (b"PK\1\2", 24)):
        struct.pack_into("<I", huge, huge.find(magic) + at, 1 << 30)
    save("bad-archive-declared.zip", bytes(huge))


def docx(body, styles="", numbering="", notes="", main="word/document.xml", links=(), objects=(), note_objects=(),
         drawings=()):
    ns = ('xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
          'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
          'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"')
    if objects:
        ns += ' xmlns:o="urn:schemas-microsoft-com:office:office"'
    if links or objects or drawings:
        ns += ' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    rel = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
    rels = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    folder, name = main.rsplit("/", 1)

    def of_objects(list):
        return "".join(f'<Relationship Id="o{i}" Type="{rel}oleObject" Target="embeddings/{n}"/>' for i, (n, _) in enumerate(list))
    parts = [("[Content_Types].xml", "<Types/>"),
             ("_rels/.rels", rels + f'<Relationship Id="a" Type="{rel}officeDocument" Target="{main}"/>'
              f'<Relationship Id="b" Type="{rel}metadata/core-properties" Target="docProps/core.xml"/></Relationships>'),
             ("docProps/core.xml", '<cp xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>Of moss</dc:title>'
              '<dc:creator>Ada</dc:creator></cp>'),
             (main, f"<w:document {ns}><w:body>{body}</w:body></w:document>"),
             (f"{folder}/_rels/{name}.rels", rels + "".join(f'<Relationship Id="{t}" Type="{rel}{t}" Target="{t}.xml"/>'
              for t in ("styles", "numbering", "footnotes")) + "".join(
                  f'<Relationship Id="l{i}" Type="{rel}hyperlink" Target="{to}" TargetMode="{mode}"/>'
                  for i, (to, mode) in enumerate(links)) + of_objects(objects) + "".join(
                  f'<Relationship Id="{n}" Type="{rel}drawing" Target="drawings/{n}.xml"/>' for n, _ in drawings) + "</Relationships>"),
             (f"{folder}/styles.xml", f"<w:styles {ns}>{styles}</w:styles>"),
             (f"{folder}/numbering.xml", f"<w:numbering {ns}>{numbering}</w:numbering>"),
             (f"{folder}/footnotes.xml", f"<w:footnotes {ns}>{notes}</w:footnotes>")]
    if note_objects:
        parts.append((f"{folder}/_rels/footnotes.xml.rels", rels + of_objects(note_objects) + "</Relationships>"))
    parts += [(f"{folder}/drawings/{n}.xml", x) for n, x in drawings]
    return zip_of(*((n, ('<?xml version="1.0"?>' + x).encode()) for n, x in parts),
                  *((f"{folder}/embeddings/{n}", data) for n, data in (*objects, *note_objects)))


def paragraph(text, style="", num=None):
    pr = f'<w:pStyle w:val="{style}"/>' if style else ""
    if num:
        pr += f'<w:numPr><w:ilvl w:val="{num[1]}"/><w:numId w:val="{num[0]}"/></w:numPr>'
    runs = text if text.startswith("<") else f"<w:r><w:t>{text}</w:t></w:r>"
    return f"<w:p><w:pPr>{pr}</w:pPr>{runs}</w:p>"


def epub(chapters, version="3.0", encryption=None, opf="OEBPS/content.opf"):
    items = "".join(f'<item id="c{i}" href="{n}" media-type="application/xhtml+xml"{p}/>'
                    for i, (n, _, p) in enumerate(chapters))
    spine = "".join(f'<itemref idref="c{i}"/>' for i in reversed(range(len(chapters))))
    parts = [("mimetype", "application/epub+zip"),
             ("META-INF/container.xml", '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
              f'<rootfile full-path="{opf}" media-type="application/oebps-package+xml"/></rootfiles></container>'),
             (opf, f'<package xmlns="http://www.idpf.org/2007/opf" version="{version}"><metadata '
              'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>Moss</dc:title><dc:creator>Ada</dc:creator>'
              '<dc:creator>Ben</dc:creator><dc:language>en</dc:language><dc:identifier>urn:isbn:1</dc:identifier>'
              f'</metadata><manifest>{items}</manifest><spine>{spine}</spine></package>')]
    if encryption:
        parts.append(("META-INF/encryption.xml", '<encryption xmlns="urn:oasis:names:tc:opendocument:xmlns:container" '
                      'xmlns:enc="http://www.w3.org/2001/04/xmlenc#"><enc:EncryptedData><enc:CipherData>'
                      f'<enc:CipherReference URI="{encryption}"/></enc:CipherData></enc:EncryptedData></encryption>'))
    out = io.BytesIO()
    parts += [("OEBPS/" + n.replace("%20", " "), x) for n, x, _ in chapters if x]
    with zipfile.ZipFile(out, "w") as z:
        for name, data in parts:
            info = zipfile.ZipInfo(name)
            info.compress_type = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            z.writestr(info, data, compresslevel=9)
    return out.getvalue()


def documents():
    styles = ('<w:style w:type="paragraph" w:styleId="H1"><w:name w:val="heading 1"/></w:style>'
              '<w:style w:type="paragraph" w:styleId="Sub"><w:name w:val="Mine"/><w:basedOn w:val="H1"/>'
              '<w:pPr><w:outlineLvl w:val="1"/></w:pPr></w:style>'
              '<w:style w:type="paragraph" w:styleId="Q"><w:name w:val="Quote"/></w:style>'
              '<w:style w:type="paragraph" w:styleId="C"><w:name w:val="Source Code"/></w:style>')
    levels = "".join(f'<w:lvl w:ilvl="{i}"><w:start w:val="{s}"/><w:numFmt w:val="{f}"/></w:lvl>'
                     for i, (s, f) in enumerate(((3, "decimal"), (1, "bullet"))))
    numbering = (f'<w:abstractNum w:abstractNumId="7">{levels}</w:abstractNum>'
                 '<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>')
    run = "<w:r><w:t xml:space=\"preserve\">{}</w:t></w:r>"
    r = "<m:r><m:t>{}</m:t></m:r>"
    changed = (run.format("Moss ") + "<w:del><w:r><w:delText>had</w:delText></w:r></w:del><w:ins>" + run.format("has ") +
               "</w:ins>" + run.format("leaves") + '<w:r><w:footnoteReference w:id="2"/></w:r>' + run.format(", 10") +
               '<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:t>3</w:t></w:r>' +
               '<w:r><w:rPr><w:vanish/></w:rPr><w:t>hidden</w:t></w:r>' +
               '<w:r><w:instrText>PAGE</w:instrText></w:r>' + run.format("."))
    formula = ("<m:oMathPara><m:oMath>" + r.format("x=") + "<m:f><m:num>" + r.format("1") + "</m:num><m:den>" +
               "<m:rad><m:radPr><m:degHide m:val=\"1\"/></m:radPr><m:deg/><m:e>" + r.format("2y") +
               "</m:e></m:rad></m:den></m:f></m:oMath></m:oMathPara>")
    nary = ("<m:oMath><m:nary><m:naryPr><m:chr m:val=\"\u2211\"/></m:naryPr><m:sub>" + r.format("i=1") + "</m:sub><m:sup>" +
            r.format("n") + "</m:sup><m:e><m:sSup><m:e>" + r.format("i") + "</m:e><m:sup>" + r.format("2") +
            "</m:sup></m:sSup></m:e></m:nary></m:oMath>")
    cell = "<w:tc><w:tcPr>{}</w:tcPr>{}</w:tc>"
    table = ("<w:tbl><w:tr>" + cell.format('<w:gridSpan w:val="2"/>', paragraph("both")) + cell.format("", paragraph("c")) +
             "</w:tr><w:tr>" + cell.format('<w:vMerge w:val="restart"/>', paragraph("a") + paragraph("b|")) +
             cell.format("", paragraph("x")) + cell.format("", paragraph("y")) + "</w:tr><w:tr>" +
             cell.format("<w:vMerge/>", paragraph("")) + cell.format("", paragraph("z")) + cell.format("", paragraph("")) +
             "</w:tr></w:tbl>")
    box = ("<w:r><mc:AlternateContent><mc:Choice Requires=\"wps\"><w:txbxContent>" + paragraph("In a box") +
           "</w:txbxContent></mc:Choice><mc:Fallback><w:txbxContent>" + paragraph("In a box") +
           "</w:txbxContent></mc:Fallback></mc:AlternateContent></w:r>" + run.format("Beside it"))
    body = (paragraph("Moss", "H1") + paragraph("Leaves", "Sub") + paragraph(changed) + paragraph("one", num=(1, 0)) +
            paragraph("inner", num=(1, 1)) + paragraph("two", num=(1, 0)) + paragraph("Rain is all", "Q") +
            paragraph("int x;", "C") + paragraph("  x = 1;", "C") + paragraph(formula) +
            paragraph(run.format("Sum ") + nary + run.format(" is.")) + table + paragraph(box) + "<w:sectPr/>")
    notes = '<w:footnote w:id="2">' + paragraph("Very small ones.") + "</w:footnote>"
    save("good.docx", docx(body, styles, numbering, notes))
    save("good-tex-in-xml.xml", b'<?xml version="1.0"?>\n<article article-type="other"><front><article-meta><title-group>'
         b"<article-title>Moss\n<tex-math>\n\\documentclass{minimal}\n\\begin{document}$x$\\end{document}</tex-math>"
         b"</article-title></title-group></article-meta></front></article>\n")
    save("good-about-tex.md", b"# Moss in LaTeX\n\nBegin with\n\n    \\documentclass{article}\n")
    save("good-elsewhere.docx", docx(paragraph("An alternate part."), main="other/text.xml"))
    link = '<w:hyperlink {}>' + run.format("{}") + "</w:hyperlink>"
    linked = (run.format("See ") + link.format('r:id="l1"', "a list") + run.format(", ") +
              link.format('w:anchor="top"', "above") + run.format(" and ") + link.format('r:id="l0"', "moss "))
    save("good-links.docx", docx(paragraph(linked) + paragraph(run.format("And ") + link.format('r:id="l2"', "within")),
                                 links=[("https://moss.example/?a=1&amp;b=2", "External"),
                                        ("https://list.example/", "External"), ("styles.xml", "Internal")]))
    toc = "".join(f'<w:style w:type="paragraph" w:styleId="{i}"><w:name w:val="{name}"/></w:style>'
                  for i, name in (("Above", "TOC Heading"), ("Verzeichnis1", "toc 1"), ("Plain", "Toc one")))
    save("good-contents.docx", docx(paragraph("Contents", "Above") + paragraph("Roots 4", "Verzeichnis1") +
                                    paragraph("Stems 9", "Verzeichnis1") + paragraph("Thanks", "Above") +
                                    paragraph("To rain.") + paragraph("Roots", "Plain"), toc))
    inner = ("<w:tbl><w:tr>" + cell.format("", paragraph("in 1")) + cell.format("", paragraph("in 2")) +
             "</w:tr></w:tbl>")
    around = "<w:tbl><w:tr>" + cell.format("", paragraph("Around") + inner + paragraph("after")) + "</w:tr></w:tbl>"
    control = ("<w:tbl><w:tr>" + cell.format("", paragraph("left")) + "<w:sdt><w:sdtContent>" +
               cell.format("", paragraph("right")) + "</w:sdtContent></w:sdt></w:tr></w:tbl>")
    save("good-tables.docx", docx(around + paragraph("Between") + control))
    def field(*code, result=""):
        char = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
        return (char.format("begin") + "".join(f"<w:r>{c}</w:r>" for c in code) + char.format("separate") +
                result + char.format("end"))

    def eq(code):
        return field(f'<w:instrText xml:space="preserve"> EQ {code} </w:instrText>')

    raised = '<w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:instrText>2</w:instrText>'
    fields = [eq(r"x = \f(1,2)"), eq(r"\r(3;\f(a,b))\s\up8(n+1)"),
              field("<w:instrText>eq \\r(b</w:instrText>", raised, "<w:instrText> - 4ac)</w:instrText>"),
              eq(r"\b\bc\[(\a\al\co2(1,2,3,4))"), eq(r"\i\su(i=0,n\s(2),\r(i))"), eq(r"\x(p\(y\)=(x,y))"),
              run.format("Moss is ") + eq(r'\* jc2 \* "Font:Mincho" \* hps10 \o\ad(\s\up 9(koke),苔)') + run.format("."),
              eq(r"\b\lc\{(\a(x,y))\do(k)"), eq(r"\i(0,1,f(t))dt"), eq(r"\f(\r(2"),
              field('<w:instrText>SYMBOL 112 \\f "Symbol" \\s 12</w:instrText>') +
              field("<w:instrText>PAGE</w:instrText>", result=run.format(" 7"))]
    save("good-fields.docx", docx("".join(map(paragraph, fields))))
    font = '<w:r><w:rPr><w:rFonts w:ascii="{0}" w:hAnsi="{0}"/></w:rPr><w:t>{1}</w:t></w:r>'
    sym = '<w:r><w:sym w:font="{}" w:char="{}"/></w:r>'
    signs = (sym.format("Symbol", "F061") + run.format(" or ") + font.format("Symbol", "\uf062 \uf026 \uf03c") + run.format(", ") +
             sym.format("Wingdings", "F0FC") + sym.format("Webdings", "F0FC") + font.format("Arial", "no\uf0fd sign"))
    control = ("<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>")
    save("good-signs.docx", docx(paragraph(signs) + control.format(paragraph('<w:r><w:rPr><w:rStyle w:val="P"/></w:rPr><w:t>Click here.</w:t></w:r>') +
                                                    paragraph("Or there.")) + control.format(paragraph("Filled in.")) +
                                 paragraph(run.format("Name: ") + control.format(run.format("[Your name]")) + run.format("Ada"))))
    array = "<m:oMath><m:eqArr>{}</m:eqArr></m:oMath>"
    row = "<m:e>" + r + "</m:e>"
    save("good-equations.docx", docx(paragraph("<m:oMathPara>" + array.format(row.format("y&amp;=x#(1)")) + "</m:oMathPara>") +
                                     paragraph(array.format(row.format("a&amp;=b") + "<m:e><m:r><m:rPr><m:sty m:val=\"b\"/></m:rPr><m:t>&amp;&lt;c.</m:t></m:r></m:e>")) +
                                     paragraph(array.format(row.format("p") + row.format("q")))))
    ole = '<w:r><w:object><o:OLEObject ProgID="{}" r:id="{}"/></w:object></w:r>'
    tall = "[{1.3 [{11.0 [a] [b]}]}{28.0 _ [n]}]"
    objects = [("oleObject1.bin", equation.native(equation.mtef("[x{15.0 _ [2]}]", 3))),
               ("oleObject2.bin", equation.native(equation.mtef(tall), False)),
               ("oleObject3.bin", equation.native(equation.mtef("[x")[:-1])),
               ("oleObject4.bin", equation.compound("Workbook", b"x"))]
    save("good-objects.docx", docx(
        paragraph(run.format("From ") + ole.format("Equation.3", "o0") + ole.format("Equation.3", "o0") + run.format(" to")) +
        paragraph(ole.format("Equation.DSMT4", "o1")) +
        paragraph(run.format("Lost:") + ole.format("Equation.DSMT4", "o2") + ole.format("Equation.AxMath", "o3") +
                  ole.format("Equation.3", "o9") + ole.format("Excel.Sheet.8", "o3") + '<w:r><w:footnoteReference w:id="1"/></w:r>'),
        notes='<w:footnote w:id="1">' + paragraph(run.format("Also ") + ole.format("Equation.3", "o0")) + "</w:footnote>",
        objects=objects, note_objects=[("oleObject5.bin", equation.native(equation.mtef("[y]")))]))
    point = '<pt modelId="{}" type="{}"><t><p><r><t>{}</t></r></p></t></pt>'
    below = '<cxn srcId="{}" destId="{}" srcOrd="{}"/>'
    diagram = ("<dataModel>" + point.format(0, "doc", "") + point.format(3, "node", "leaves") + point.format(1, "node", "Moss") +
               point.format(2, "node", "Rain &amp;") + point.format(4, "asst", "stems") + point.format(5, "pres", "no text") +
               below.format(0, 2, 1) + below.format(0, 1, 0) + below.format(1, 4, 7) + below.format(1, 3, 2) +
               below.format(4, 1, 0) + below.format(3, 9, 0) + '<cxn type="presOf" srcId="0" destId="5"/></dataModel>')
    title = "<title><tx><rich><p><r><t>Growth</t></r></p></rich></tx></title>"
    chart = f"<chartSpace><chart>{title}<plotArea><valAx>{title.replace('Growth', 'mm')}</valAx></plotArea></chart></chartSpace>"
    save("good-drawings.docx", docx(
        paragraph(run.format("A diagram") + '<w:r><w:drawing><relIds r:dm="diagram"/></w:drawing></w:r>') +
        paragraph('<w:r><w:drawing><chart r:id="chart"/></w:drawing></w:r>' + run.format("beside a chart")) +
        paragraph(run.format("Lost") + '<w:r><w:drawing><chart r:id="damaged"/><chart r:id="none"/></w:drawing></w:r>'),
        drawings=[("diagram", diagram), ("chart", chart), ("damaged", "<chartSpace>")]))
    save("bad-xml.docx", docx("<w:p>"))
    save("bad-cut.docx", docx(body, styles, numbering, notes)[:700])
    save("bad-encrypted.docx", encrypted(docx(paragraph("x"))))
    save("bad-compound.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + "EncryptedPackage".encode("utf-16-le"))
    ns = " ".join(f'xmlns:{p}="urn:oasis:names:tc:opendocument:xmlns:{n}:1.0"' for p, n in
                  (("office", "office"), ("text", "text"), ("table", "table"), ("draw", "drawing"), ("style", "style"))) + \
        ' xmlns:xlink="http://www.w3.org/1999/xlink"'
    odt_text = ('<text:tracked-changes><text:changed-region><text:deletion><text:p>gone</text:p></text:deletion>'
                '</text:changed-region></text:tracked-changes><text:h text:outline-level="2">Leaves</text:h>'
                '<text:p>Moss<text:s text:c="2"/>has <text:span>leaves</text:span><text:note text:note-class="footnote">'
                '<text:note-citation>1</text:note-citation><text:note-body><text:p>Small ones.</text:p></text:note-body>'
                '</text:note>, <draw:frame><draw:object xlink:href="./Object%201"/></draw:frame>.<text:line-break/>Next.</text:p>'
                '<text:list text:style-name="L1"><text:list-item><text:p>one</text:p><text:list><text:list-item><text:p>in'
                '</text:p></text:list-item></text:list></text:list-item><text:list-item><text:p>two</text:p></text:list-item>'
                '</text:list><table:table><table:table-row><table:table-cell table:number-columns-spanned="2"><text:p>both'
                '</text:p></table:table-cell><table:covered-table-cell/></table:table-row><table:table-row><table:table-cell>'
                '<text:p>a</text:p></table:table-cell><table:table-cell><text:p>b</text:p></table:table-cell>'
                '</table:table-row></table:table>')
    odt_lists = ('<text:list-style style:name="L1"><text:list-level-style-number text:level="1"/>'
                 '<text:list-level-style-bullet text:level="2"/></text:list-style>')
    content = (f"<office:document-content {ns}><office:automatic-styles>{odt_lists}</office:automatic-styles>"
               f"<office:body><office:text>{odt_text}</office:text></office:body></office:document-content>")
    meta = (f'<office:document-meta {ns} xmlns:dc="http://purl.org/dc/elements/1.1/"><office:meta><dc:title>Of moss</dc:title>'
            '<dc:creator>Ada</dc:creator></office:meta></office:document-meta>')
    formula = ('<math xmlns="http://www.w3.org/1998/Math/MathML"><semantics><mfrac><mi>a</mi><mi>b</mi></mfrac></semantics></math>')
    odt = [("mimetype", "application/vnd.oasis.opendocument.text"), ("content.xml", content), ("meta.xml", meta),
           ("Object 1/content.xml", formula)]
    save("good.odt", zip_of(*odt, level=0))
    item = '<text:list text:style-name="L1"><text:list-item>{}</text:list-item></text:list>'
    head = '<text:h text:outline-level="{}">{}</text:h>'
    headings = (item.format(head.format(1, "Leaves")) + item.format(item.format(head.format(2, "Green"))) +
                "<text:p>All are.</text:p>" + item.format("<text:p>one</text:p>"))
    content = content.replace(odt_text, headings)
    save("good-headings.odt", zip_of(odt[0], ("content.xml", content), odt[2], level=0))
    text_style = '<style:style style:name="{}" style:family="text"><style:text-properties style:text-position="{}"/></style:style>'
    own = (text_style.format("T1", "super 58%") + text_style.format("T2", "-33% 58%") + text_style.format("T3", "0% 100%") +
           '<style:style style:name="P1" style:family="paragraph" style:parent-style-name="Title"/>')
    styled = ('<text:p text:style-name="P1">Of water</text:p><text:p>H<text:span text:style-name="T2">2</text:span>O, '
              '10<text:span text:style-name="T1">6</text:span>, x<text:span text:style-name="Up">n</text:span> and '
              '<text:span text:style-name="T3">a</text:span>.</text:p>')
    common = f'<office:document-styles {ns}><office:styles>{text_style.format("Up", "33% 58%")}</office:styles></office:document-styles>'
    save("good-styles.odt", zip_of(odt[0], ("content.xml", content.replace(odt_lists, own).replace(headings, styled)),
                                   ("styles.xml", common), level=0))
    locked = '<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><m:encryption-data/></m:manifest>'
    save("bad-encrypted.odt", zip_of(*odt, ("META-INF/manifest.xml", locked), level=0))
    page = '<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"><head><title>t</title></head><body>{}</body></html>'
    one = page.format("<h1>One</h1><p>Moss &amp;&nbsp;<ruby>\u82d4<rp>(</rp><rt>koke</rt><rp>)</rp></ruby>. "
                      '<math xmlns="http://www.w3.org/1998/Math/MathML"><msup><mi>x</mi><mn>2</mn></msup></math></p>')
    two = "<html><body><h1>Two</h1><p>Not well-formed <br> XML<p>but HTML"
    nav = page.format("<nav><ol><li>One</li></ol></nav>")
    save("good.epub", epub([("b%20b.xhtml", two, ""), ("nav.xhtml", nav, ' properties="nav"'), ("a.xhtml", one, "")]))
    around = '<{0} class="pg-boilerplate pgheader" id="pg-{1}"><h2>The eBook of moss</h2><div><p>Terms.</p></div></{0}>'
    moss = page.format(around.format("section", "header") + '<div class="pg"><h1>Moss</h1><p>Wet.</p></div>' +
                       around.format("div", "footer"))
    save("good-gutenberg.epub", epub([("a.xhtml", moss, "")]))
    written = page.format(r"<p>Let \(a &lt; b_{1}\) and <code>\(c_{1}\)</code>. Then \[\int_0^1 f(x)\,dx = 1,\] for $5.</p>"
                          r"<ul><li>so $$y^{2}$$.</li></ul>")
    save("good-tex.epub", epub([("a.xhtml", written, "")]))
    drawn = ('<svg xmlns="http://www.w3.org/2000/svg"><title>no text</title><g><text><tspan y="1">A line of</tspan>'
             '<tspan y="2">the page</tspan></text><text>and more.</text></g></svg>')
    figure = '<p>Beside a figure.</p>' + drawn.replace("more", "a label")
    save("good-drawn.epub", epub([("a.xhtml", page.format(drawn), ""), ("b.xhtml", page.format(figure), "")]))
    save("good-missing.epub", epub([("a.xhtml", one, ""), ("b.xhtml", None, "")]))
    save("good-fonts.epub", epub([("a.xhtml", one, "")], encryption="OEBPS/fonts/a.otf"))
    save("bad-encrypted.epub", epub([("a.xhtml", one, "")], encryption="OEBPS/a.xhtml"))
    save("bad-no-opf.epub", epub([("a.xhtml", one, "")], opf="OEBPS/c.xml").replace(b"OEBPS/c.xml", b"OEBPS/d.xml", 1))


def article(n, more=""):
    return (f"<!DOCTYPE html><html><head><title>Moss {n}</title></head><body><h1>Moss {n}</h1><p>Moss number {n} "
            f"grows on stone and drinks the rain of the hill.{more}</p></body></html>").encode()


ZIM_TYPES = ["text/html", "text/plain", "image/png", "text/css", "application/octet-stream+xapian"]
FACTS = {"Creator": "Ann", "Date": "2024-05-01", "Language": "eng", "License": "CC BY-SA 4.0", "Name": "moss_en",
         "Publisher": "Moss Press", "Title": "Of\nMosses"}


def zims():
    """Articles in three clusters, of which the first is xz and the others are not compressed; redirects, two
    names of one article, an image, a style, an index, what the file tells of itself."""
    e, x = zim.entry, zim.xz_cluster
    entries = [e("Fern", cluster=1, blob=0, title="The fern"), e("Moss", blob=1), e("Moss_2", blob=0),
               zim.redirect("Mosses", 1), e("Moss\u00fc", blob=1), e("i.png", 2, cluster=2), e("notes", 1, cluster=1, blob=1),
               e("s.css", 3, cluster=2, blob=1)]
    entries += [e(k, 1, "M", blob=i + 2) for i, k in enumerate(FACTS)]
    entries += [zim.redirect("mainPage", 1, "W"), e("fulltext/xapian", 4, "X", cluster=2)]
    clusters = [x([article(2), article(1), *(v.encode() for v in FACTS.values())]),
                zim.cluster([article(3), b"Notes on moss.\n"], wide=True), zim.cluster([b"\x89PNG", b"p{}"])]
    whole = zim.zim(entries, clusters, ZIM_TYPES)
    save("good.zim", whole)
    save("good-zim.tar", tar(("a/good.zim", whole)))
    save("bad-zim-cut.zim", whole[:-150])
    save("bad-zim-cut-list.zim", whole[:len(whole) - sum(map(len, clusters)) - 16 - 8 * 20])
    save("bad-zim.zim.gz", member(whole)[:-200])
    save("bad-zim-sum.zim", whole.replace(b"\x89PNG", b"\x89PNK"))
    save("bad-zim-sum-cut.zim", whole[:-1])
    save("good-no-sum.zim", whole[:72] + bytes(8) + whole[80:-16])
    save("bad-zim-header.zim", whole[:4] + b"\x07" + whole[5:])
    old = [zim.deleted("Gone"), e("Moss", space="A", blob=1), e("Wide", space="A", cluster=1), e("i.png", 2, "I", cluster=1)]
    save("good-old.zim", zim.zim(old, [x([article(2), article(1)], wide=True), zim.cluster([article(4)])], ZIM_TYPES,
                                 version=(5, 0), shuffle=True))
    save("good-late.zim", zim.zim([e("a"), e("b", blob=1)], [x([article(1), article(2)])], ZIM_TYPES, late=True))
    hurt = bytearray(x([article(5), article(6)]))
    hurt[len(hurt) // 2] ^= 0x55
    bad = [e("a", blob=0), e("b", cluster=1, blob=0), e("c", cluster=1, blob=1), e("d", cluster=2, blob=1),
           e("no-blob", blob=9), e("no-cluster", cluster=99), e("no-place", cluster=3), e("no-type", 77), e("odd", cluster=4),
           e("over"), e("rises-not", cluster=5), e("rises-not-2", cluster=5, blob=1), e("unknown", cluster=6), e("zero"),
           e("z" * 9000)]
    clusters = [x([article(1)]), bytes(hurt), zim.cluster([article(7), article(8)]), zim.cluster([article(9)]),
                b"\1" + struct.pack("<II", 6, 6) + b"x" * 40, b"\1" + struct.pack("<III", 12, 200, 20) + b"x" * 300,
                b"\7" + zim.table([article(9)])]
    save("bad-zim.zim", zim.zim(bad, clusters, ZIM_TYPES, places={9: lambda w: w[8] + 3, 13: 1 << 60}, cluster_places={3: 7}))
    save("bad-zim-list.zim", zim.zim([e("a")], [x([article(1)])], ZIM_TYPES, count=1 << 30))
    large, small = b"x" * (65 << 20), article(1)
    save("hostile-bomb.zim", zim.zim([e("a", 1), e("b", blob=1), e("c", 1, cluster=1), e("d", cluster=2)],
                                     [x([large, small]), x([large[:24 << 20]]), x([small])], ZIM_TYPES))


def zstd(data, *options):
    return subprocess.run(["zstd", "-q", "-c", "--check", *options], input=data, stdout=subprocess.PIPE,
                          check=True).stdout


def zstd_files():
    r = [record(n) for n in range(1, 6)]
    f = [zstd(x) for x in r]
    save("good-frames.warc.zst", b"".join(f))
    save("good-one-frame.warc.zst", zstd(b"".join(r)))
    save("good-skippable.warc.zst", struct.pack("<II", 0x184D2A50, 5) + b"hello" + f[0] +
         struct.pack("<II", 0x184D2A5D, 3) + b"not" + f[1])
    samples = []
    for n in range(40):
        samples.append(f"/tmp/fc-sample-{os.getpid()}-{n}")
        with open(samples[-1], "wb") as s:
            s.write(record(n % 9 + 1))
    dictionary = samples[0] + ".dict"
    subprocess.run(["zstd", "-q", "--train", *samples, "--maxdict=1024", "-o", dictionary], check=True)
    with open(dictionary, "rb") as d:
        words = d.read()
    framed = [zstd(x, "-D", dictionary) for x in r]
    for name in samples + [dictionary]:
        os.unlink(name)
    packed = zstd(words)
    save("good-dictionary.warc.zst", struct.pack("<II", 0x184D2A5D, len(words)) + words + b"".join(framed))
    save("good-packed-dictionary.warc.zst", struct.pack("<II", 0x184D2A5D, len(packed)) + packed + b"".join(framed))
    hurt = bytearray(f[1])
    hurt[len(hurt) // 2] ^= 0x55
    save("bad-data.warc.zst", f[0] + bytes(hurt) + f[2])
    save("bad-cut.warc.zst", f[0] + f[1][:-20])
    save("bad-between.warc.zst", f[0] + b"garbage \x28\xb5\x2f\xfd here" + f[1])
    blobs = [article(n, " It has no roots." * n) for n in range(1, 9)]
    save("good-zstd.zim", zim.zim([zim.entry(f"m{n}", blob=n - 1) for n in range(1, 9)],
                                  [b"\5" + zstd(zim.table(blobs))], ZIM_TYPES))


os.makedirs(OUT, exist_ok=True)
good()
bad()
archives()
dumps()
mails()
events()
documents()
zims()
if shutil.which("zstd"):
    zstd_files()
