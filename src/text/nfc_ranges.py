#!/usr/bin/env python3
"""Write nfc_ranges.h: the code points for which Unicode's NFC quick check is not "yes".

    python3 src/text/nfc_ranges.py > src/text/nfc_ranges.h

Made from Python's own copy of the Unicode data; test_normalize compares the result with
utf8proc's on every code point, so a table that is too narrow fails there."""
import unicodedata as u

from runs import rows

check = set(range(0x1161, 0x1176)) | set(range(0x11A8, 0x11C3))     # Hangul vowels, finals
for c in range(0x110000):
    if 0xD800 <= c < 0xE000:
        continue
    s = chr(c)
    if u.normalize("NFC", s) != s:
        check.add(c)                                                # "no"
    parts = u.decomposition(s)
    if parts and not parts.startswith("<") and " " in parts and u.normalize("NFC", s) == s:
        check.add(int(parts.split()[1], 16))                        # "maybe": composes
ranges = []
for c in sorted(check):
    if ranges and ranges[-1][1] == c - 1:
        ranges[-1][1] = c
    else:
        ranges.append([c, c])
ranges.append([0x110000, 0xFFFFFFFF])                               # there is always one
print("/* nfc_ranges.h - made by nfc_ranges.py from Unicode %s; do not edit. */" % u.unidata_version)
print("static const struct { uint32_t first, last; } nfc_ranges[] = {")

rows([tuple(r) for r in ranges], "{ 0x%X, 0x%X },", 3)
print("};")
print("/* By c >> 8, 256 for all from U+10000 on: the first of them that does not end before. */")
print("static const uint8_t nfc_first[] = {")
rows([next(i for i, r in enumerate(ranges) if r[1] >= page << 8) for page in range(257)], "%d,", 16)
print("};")
