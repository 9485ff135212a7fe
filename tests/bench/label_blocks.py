#!/usr/bin/env python3
"""Label text blocks from the gold text of the extraction benchmark: content or not.

    label_blocks.py BENCH GOLD_DIR BLOCKS.jsonl LABELS.bin

BENCH is the folder with score.py (its tokenizer is used), GOLD_DIR has gold/SET/ID.txt or .md,
BLOCKS.jsonl comes from extract_pages --dump. One byte a block: 1 for content. A block is
content when half of its words are in 4-word runs that the gold has too; repeated and short
blocks are decided by their place between blocks that are sure."""
import json
import os
import sys
from collections import Counter, defaultdict

sys.path.insert(0, sys.argv[1])
from score import words, plain  # noqa: E402


def sure_blocks(blocks, gold, used):
    """blocks of four words and more -> share found, and where the sure ones stand in gold"""
    where = defaultdict(list)
    for i in range(len(gold) - 3):
        where[tuple(gold[i:i + 4])].append(i)
    text = " " + " ".join(gold) + " "
    seen = Counter(" ".join(b) for b in blocks)
    share, anchor, last = [0.0] * len(blocks), {}, 0
    for k, w in enumerate(blocks):
        if len(w) < 4:
            continue
        covered, at = bytearray(len(w)), []
        for i in range(len(w) - 3):
            p = where.get(tuple(w[i:i + 4]))
            if p:
                covered[i:i + 4] = b"\1\1\1\1"
                at.append(min((x - i for x in p), key=lambda x: abs(x - last)))
        if not at:
            continue
        share[k] = sum(covered) / len(w)
        if share[k] < .5:
            continue
        s = " ".join(w)
        once = seen[s] == 1 and len(w) > 8
        if len(w) > 400 or once or seen[s] <= text.count(" " + s + " "):
            a = max(0, sorted(at)[len(at) // 2])
            anchor[k] = (a, min(len(gold), a + len(w)))
            for i in range(a, min(len(gold), a + len(w))):
                used[i] = 1
            last = a + len(w)
        else:
            share[k] = 0.0                      # decided by place
    return share, anchor


def label(blocks, gold):
    n, used = len(blocks), bytearray(len(gold) + 1)
    if not gold:
        return [0] * n
    share, anchor = sure_blocks(blocks, gold, used)
    first = defaultdict(list)
    for i, w in enumerate(gold):
        first[w].append(i)

    def find(w, lo, hi, last=False):
        found = None
        for p in first.get(w[0], ()) if w else ():
            if lo <= p and p + len(w) <= hi and not used[p] and gold[p:p + len(w)] == w:
                if not last:
                    return p
                found = p
        return found

    def take(k, p):
        for i in range(p, p + len(blocks[k])):
            used[i] = 1
        share[k] = 1.0
        return p + len(blocks[k])

    ks = sorted(anchor)
    if not ks:
        for k in range(n):
            p = find(blocks[k], 0, len(gold))
            if p is not None:
                take(k, p)
        return [int(x >= .5) for x in share]
    hi = anchor[ks[0]][0] + 2
    for k in range(ks[0] - 1, -1, -1):
        p = find(blocks[k], 0, hi, True)
        if p is not None:
            take(k, p)
            hi = p + 1
    for j, k0 in enumerate(ks):
        k1 = ks[j + 1] if j + 1 < len(ks) else n
        lo = max(0, anchor[k0][1] - 2)
        hi = anchor[k1][0] + 2 if k1 < n else len(gold)
        if hi < lo:
            hi = min(len(gold), lo + 40)
        for k in range(k0 + 1, k1):
            if k not in anchor:
                p = find(blocks[k], lo, hi)
                if p is not None:
                    lo = take(k, p)
    return [int(x >= .5) for x in share]


def main():
    bench, root, blocks, out = sys.argv[1:5]
    with open(blocks, encoding="utf-8") as f, open(out, "wb") as g:
        for line in f:
            page = json.loads(line)
            base = "%s/gold/%s/%s" % (root, page["dataset"], page["id"])
            name = base + (".txt" if os.path.exists(base + ".txt") else ".md")
            with open(name, encoding="utf-8") as t:
                gold = words(plain(t.read()))
            g.write(bytes(label([words(b) for b in page["blocks"]], gold)))


main()
