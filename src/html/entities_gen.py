#!/usr/bin/env python3
"""Make entities_table.h: the named character references of the HTML standard.

usage: entities_gen.py      (writes next to itself)

The names are those of https://html.spec.whatwg.org/entities.json, which Python carries as
html.entities.html5. They are sorted by bytes, names that are also valid without their ';' are
listed once with a mark, and every name's first letter leads to its part of the list."""
import html.entities
import os

HERE = os.path.dirname(os.path.abspath(__file__))


def main():
    table = html.entities.html5
    names = sorted({n.rstrip(";").encode() for n in table})
    pool = bytearray()
    rows = []
    for name in names:
        bare = name.decode() in table
        value = table[name.decode() + ";"].encode()
        assert len(value) <= 7 and len(name) < 64
        rows.append((len(pool), len(name), bare, len(value)))
        pool += name + value
    first = [sum(n[0] < c for n in names) for c in range(ord("A"), ord("z") + 2)]
    with open(os.path.join(HERE, "entities_table.h"), "w") as f:
        f.write("/* Made by entities_gen.py from the HTML standard's list; do not edit. */\n")
        f.write("/* at: name, then its UTF-8, in entity_pool; bare: the ';' may be missing. */\n")
        f.write("static const struct entity {\n    uint16_t at;\n"
                "    uint8_t n, bare, value_n;\n} entities[] = {\n")
        write_items(f, ["{ %d, %d, %d, %d }," % (a, n, b, v) for a, n, b, v in rows])
        f.write("};\n/* entity_first[c - 'A']: the first name that begins with c or later */\n")
        f.write("static const uint16_t entity_first[] = {\n")
        write_items(f, ["%d," % i for i in first])
        f.write("};\nstatic const unsigned char entity_pool[] = {\n")
        write_items(f, ["%d," % b for b in pool])
        f.write("};\nenum { ENTITY_LONGEST = %d };\n" % max(map(len, names)))
    assert len(pool) < 65536


def write_items(f, items):
    line = "   "
    for item in items:
        if len(line) + len(item) + 1 > 90:
            f.write(line + "\n")
            line = "   "
        line += " " + item
    f.write(line + "\n")


main()
