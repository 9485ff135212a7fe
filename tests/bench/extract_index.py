#!/usr/bin/env python3
"""Lay out the extraction benchmark for `filterc train --target blocks`, and back.

    extract_index.py DIR                          write DIR/data/index.tsv and DIR/gold/*/*.lines
    extract_index.py --predictions HELD_OUT.jsonl print them as score.py reads them

DIR has manifest.tsv, data/SET/ID.html and gold/SET/ID.*, as unpacked from the benchmark."""
import csv
import json
import os
import sys

KINDS = {"documentation": "docs", "mixed": "", "fixture": ""}


def lay_out(top):
    with open(os.path.join(top, "manifest.tsv"), encoding="utf-8", newline="") as f:
        rows = list(csv.DictReader(f, delimiter="\t", quoting=csv.QUOTE_NONE))
    with open(os.path.join(top, "data", "index.tsv"), "w", encoding="utf-8") as out:
        out.write("page\turl\tkind\n")
        for row in rows:
            page = row["dataset"] + "/" + row["id"]
            if row["kind"] == "struct":
                continue
            if row["kind"] == "snippets":
                write_lines(os.path.join(top, "gold", page))
            kind = KINDS.get(row["page_type"], row["page_type"])
            out.write("%s\t%s\t%s\n" % (page, row["url"], kind))


def write_lines(base):
    """Strings that must and must not be there, as lines with + and -."""
    with open(base + ".snip.json", encoding="utf-8") as f:
        snippets = json.load(f)
    with open(base + ".lines", "w", encoding="utf-8") as out:
        for key, mark in (("with", "+"), ("without", "-")):
            for text in snippets.get(key, ()):
                out.write(mark + " ".join(text.split()) + "\n")


def predictions(path):
    with open(path, encoding="utf-8") as f:
        for line in f:
            got = json.loads(line)
            dataset, name = got["page"].split("/", 1)
            print(json.dumps({"dataset": dataset, "id": name, "text": got["text"]}))


if __name__ == "__main__":
    if len(sys.argv) == 3 and sys.argv[1] == "--predictions":
        predictions(sys.argv[2])
    elif len(sys.argv) == 2:
        lay_out(sys.argv[1])
    else:
        sys.exit(__doc__)
