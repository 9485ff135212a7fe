"""Formulas as OLE objects for tests: MTEF from a notation of ours, in a compound file.

    [ ... ]  a line           _          a line that is none
    {28.0 ... }               a template and its variation
    (P4 ... )  (M2x3 ... )    a pile and its alignment, a matrix
    x 1 =                     characters, in the style that suits them
    %2sin%                    others in style 2; % alone ends that
    \\03C0                     a character by its MTCode
    x"5                       with an embellishment
Blanks are left out; \\0020 is one. tests/unit/test_mtef.c has the same in C."""
import re
import struct

TOKEN = re.compile(r'\{\d+\.\d+|\(P\d|\(M\dx\d|\\[0-9A-Fa-f]{4}|%\d*|"\d+|[\[\]_}()]|\S')


def style_of(c):
    return 3 if c.isalpha() and c.isascii() else 8 if c.isdigit() else 4 if "α" <= c <= "ω" else 6


def mtef(text, version=5, inline=0):
    out = bytearray([version, 1, 0 if version == 5 else 1, 3, 0])
    if version == 5:
        out += b"DSMT6\0" + bytes([inline]) + b"\x13WinAllBasicCodePages\0\x11\5Times New Roman\0"
    tokens, style, closes = TOKEN.findall(text), 0, []

    def record(kind, options=0):
        out.extend([kind, options] if version == 5 else [options << 4 | kind])

    for t, after in zip(tokens, tokens[1:] + [""]):
        if t[0] == "{":
            selector, variation = map(int, t[1:].split("."))
            record(3)
            out.extend([selector, variation] if variation < 128 else [selector, variation & 127 | 128, variation >> 8])
            out.append(0)
        elif t.startswith("(P"):
            record(4)
            out.extend([int(t[2]), 0])
            closes.append(")")
        elif t.startswith("(M"):
            record(5)
            rows, columns = int(t[2]), int(t[4])
            out.extend([1, 1, 1, rows, columns] + [0] * ((rows + 4) // 4 + (columns + 4) // 4))
            closes.append(")")
        elif t == "[":
            record(1)
        elif t == "_":
            record(1, 1)
        elif t in "]}" or (t == ")" and closes):
            if t == ")":
                closes.pop()
            out.append(0)
        elif t[0] == "%":
            style = int(t[1:] or 0)
        elif t[0] == '"' and len(t) > 1:
            record(6)
            out.extend([int(t[1:]), 0] if version == 5 else [int(t[1:]), 0, 0])
        else:
            code = int(t[1:], 16) if t[0] == "\\" and len(t) == 5 else ord(t)
            marked = after[:1] == '"' and len(after) > 1
            record(2, marked * (1 if version == 5 else 2))
            out.append((style or style_of(chr(code))) + 128)
            out += struct.pack("<H", code) if version > 2 else bytes([code])
    return bytes(out) + b"\0"


def compound(name, stream, small=True):
    """A compound file with one stream, in small sectors or (padded to 4096 bytes) in large ones."""
    if not small:
        stream = stream.ljust(4096, b"\0")
    pad = stream.ljust(-(-len(stream) // 512) * 512, b"\0")
    n = len(pad) // 512
    parts = -(-len(stream) // 64)

    def table(chain):
        return struct.pack("<128I", *(chain + [0xFFFFFFFF] * (128 - len(chain))))

    def chain(first, count):
        return [first + i + 1 for i in range(count - 1)] + [0xFFFFFFFE]

    def entry(name, kind, start, size, child=0xFFFFFFFF):
        raw = (name + "\0").encode("utf-16-le")
        return (raw.ljust(64, b"\0") + struct.pack("<HBBIII", len(raw), kind, 1, 0xFFFFFFFF, 0xFFFFFFFF, child) +
                bytes(36) + struct.pack("<III", start, size, 0))

    fat = [0xFFFFFFFD, 0xFFFFFFFE, 0xFFFFFFFE] + chain(3, n)  # the table, directory, small table, stream
    root = entry("Root Entry", 5, 3 if small else 0xFFFFFFFE, len(pad) if small else 0, 1)
    directory = root + entry(name, 2, 0 if small else 3, len(stream)) + bytes(256)
    header = (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(10) +
              struct.pack("<IIIIIIII", 1, 1, 0, 4096, 2, 1, 0xFFFFFFFE, 0) + struct.pack("<109I", 0, *[0xFFFFFFFF] * 108))
    return header + table(fat) + directory + table(chain(0, parts) if small else []) + pad


def native(body, small=True):
    """The object of a formula."""
    header = struct.pack("<HIHIIIII", 28, 0x20000, 0xC000, len(body), 0, 0, 0, 0)
    return compound("Equation Native", header + body, small)
