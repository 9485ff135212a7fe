#!/usr/bin/env python3
"""Make tags_table.h, the perfect hash of fc_tag_find, from the list in tags.h.

usage: tags_gen.py          (writes next to itself)

A name's key is its first eight bytes in lower case, low byte first, zero padded, xor its
length; the slot is the top bits of key * multiplier. The multiplier is searched for until no
two names share a slot; fc_tag_find compares the whole name, so unknown names are safe. What it
compares first are the eight bytes, tag_first."""
import os
import random
import re

HERE = os.path.dirname(os.path.abspath(__file__))
BITS = 11


def first(name):
    return int.from_bytes(name[:8].ljust(8, b"\0"), "little")


def key(name):
    return first(name) ^ len(name)


def slots(names, multiplier):
    taken = {}
    for i, name in enumerate(names):
        slot = (key(name) * multiplier & (1 << 64) - 1) >> (64 - BITS)
        if slot in taken:
            return None
        taken[slot] = i + 2         # FC_TAG_UNKNOWN and FC_TAG_TEXT come first
    return taken


def write_items(f, items):
    line = "   "
    for item in items:
        if len(line) + len(item) > 90:
            f.write(line + "\n")
            line = "   "
        line += item
    f.write(line + "\n};\n")


def main():
    with open(os.path.join(HERE, "tags.h")) as f:
        names = [n.encode() for n in re.findall(r'X\(\w+, "([^"]+)"', f.read())]
    assert len(names) == len(set(names)) < 254
    rng = random.Random(1)
    taken = None
    while not taken:
        multiplier = rng.getrandbits(64) | 1
        taken = slots(names, multiplier)
    with open(os.path.join(HERE, "tags_table.h"), "w") as f:
        f.write("/* Made by tags_gen.py from tags.h; do not edit. */\n")
        f.write(f"enum {{ TAG_BITS = {BITS} }};\n")
        f.write(f"#define TAG_MULTIPLIER UINT64_C({multiplier:#x})\n")
        f.write("static const uint8_t tag_slots[1 << TAG_BITS] = {\n")
        write_items(f, [f" [{slot}] = {taken[slot]}," for slot in sorted(taken)])
        f.write("static const uint64_t tag_first[] = {\n")
        write_items(f, [" 0,", " 0,"] + [f" {first(name):#x}," for name in names])


main()
