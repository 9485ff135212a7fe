#!/usr/bin/env python3
"""Lines of text by language, for training lang.lid, from public sources laid out in one folder.

    data/models/lang/prepare.py SOURCES OUT

writes OUT/train.tsv, OUT/held.tsv (label, source, text; one line in 25 of every source, chosen by
its hash) and OUT/ntrex.tsv. README.md beside this file lists the sources: nothing is fetched here.
The same sources give the same bytes. FLORES is never read: a path that names it is refused."""
import hashlib
import os
import random
import re
import sys
import unicodedata
from collections import Counter

from codes import LABELS, label_of
from sources import OPUS, SOURCES, files, lines, stem

CAP = 700_000           # characters of a source within a label
SHORTEST, LONGEST = 12, 600
THIN, WORDS = 150_000, 50_000     # characters of running text, of lines of words

# ---------------------------------------------------------------- cleaning

CYRILLIC = "абвгдђежзијклљмнњопрстћуфхцчџш"
LATIN = "a b v g d đ e ž z i j k l lj m n nj o p r s t ć u f h c č dž š".split()
TO_LATIN = dict(zip(CYRILLIC, LATIN))
TO_LATIN.update({c.upper(): l.capitalize() for c, l in zip(CYRILLIC, LATIN)})


def in_both_alphabets(pairs):
    """Serbian is written in two, letter by letter the same; most sources have it in Cyrillic."""
    for code, text in pairs:
        yield code, text
        if label_of(code) == "sr":
            latin = "".join(TO_LATIN.get(c, c) for c in text)
            if latin != text:
                yield code, latin


SCRIPT = {}
WITH_HAN = ("HIRAGANA", "KATAKANA", "KATAKANA-HIRAGANA", "BOPOMOFO")


def script_of(c):
    s = SCRIPT.get(c)
    if s is None:
        try:
            s = unicodedata.name(c).split()[0] if c.isalpha() else ""
        except ValueError:
            s = ""
        s = "CJK" if s in WITH_HAN else s
        SCRIPT[c] = s
    return s


def clean(text):
    text = unicodedata.normalize("NFC", " ".join(text.split()))
    return text if SHORTEST <= len(text) else ""


def main_script(text):
    """The script of most letters, and their share of the text."""
    n = {}
    for c, times in Counter(text).items():
        s = SCRIPT.get(c)
        if s is None:
            s = script_of(c)
        if s:
            n[s] = n.get(s, 0) + times
    if not n:
        return "", 0
    best = max(sorted(n), key=lambda s: n[s])
    return best, n[best] / len(text)


def cut(text):
    """Long texts at ends of sentences or words, into pieces of at most LONGEST."""
    while len(text) > LONGEST:
        at = text.rfind(". ", 150, LONGEST)
        at = at if at > 0 else text.rfind(" ", 150, LONGEST)
        at = at if at > 0 else LONGEST
        yield text[:at + 1].strip()
        text = text[at + 1:].strip()
    if text:
        yield text


# Who wrote it, its charset, the charset in which it was read.
WRONG = """ru utf-8 cp1252|ru cp1251 cp1252|ru koi8-r cp1251|ru cp1251 koi8-r|uk cp1251 cp1252
|bg cp1251 cp1252|el utf-8 cp1252|el iso8859-7 cp1252|ar utf-8 cp1252|ar cp1256 cp1252
|he cp1255 cp1252|fa utf-8 cp1252|hi utf-8 cp1252|th cp874 cp1252|ja utf-8 cp1252
|ja shift_jis cp1252|zh utf-8 cp1252|zh gb18030 cp1252|ko utf-8 cp1252|ko euc-kr cp1252"""
SPELT = dict(zip("абвгдеёжзийклмнопрстуфхцчшщъыьэюяіїєґ" + "αβγδεζηθικλμνξοπρσςτυφχψω",
                 "a b v g d e yo zh z i y k l m n o p r s t u f h ts ch sh sht - y - e yu ya i"
                 " yi ye g a v g d e z i th i k l m n x o p r s s t y f h ps o".split()))
SPELT.update({"ъ": "", "ь": ""})
HINDI = dict(zip("कखगघङचछजझञटठडढणतथदधनपफबभमयरलवशषसहळ",
                 "k kh g gh n ch chh j jh n t th d dh n t th d dh n p ph b bh m y r l v sh sh s h"
                 " l".split()))
HINDI_VOWELS = dict(zip("ािीुूृेैोौ" + "अआइईउऊऋएऐओऔ" + "ंँ",
                        "a i i u u ri e ai o au a a i i u u ri e ai o au n n".split()))


def hindi_in_latin(text):
    """As people type it: the short a that a letter has in it is left out where it is not spoken."""
    out = []
    for c, after in zip(text, text[1:] + " "):
        if c in HINDI:
            spoken = after in HINDI or after in "अआइईउऊएऐओऔंँ"
            out.append(HINDI[c] + ("a" if spoken else ""))
        else:
            out.append(HINDI_VOWELS.get(c, "" if c in "़्ः" else c))
    return re.sub(r"([aeiou][bcdghjklmnprstvy]h?)a([bcdghjklmnprstvy]h?[aeiou])", r"\1\2",
                  "".join(out))


def add_garbled(found):
    """Texts read in a wrong charset, and those of Cyrillic, Greek and Hindi spelt in Latin letters:
    no language that we know."""
    made = []
    for what in WRONG.replace("\n", "").split("|"):
        label, charset, wrong = what.split()
        for text in some_lines(found, label, what, 500):
            made.append(text.encode(charset, "ignore").decode(wrong, "ignore"))
    for label in "ru", "uk", "bg", "el":
        for text in some_lines(found, label, label, 2000):
            text = text.lower()
            if label == "el":
                text = "".join(c for c in unicodedata.normalize("NFD", text)
                               if not unicodedata.combining(c))
            made.append("".join(SPELT.get(c, c) for c in text))
    made += map(hindi_in_latin, some_lines(found, "hi", "hi", 3000))
    made = [" ".join(text.split()) for text in made]
    found.setdefault("und", {})["garbled"] = [t for t in made if len(t) >= SHORTEST]


def some_lines(found, label, seed, n):
    every = sorted(t for texts in found.get(label, {}).values() for t in texts)
    return random.Random(seed).sample(every, min(n, len(every)))


def held_out(text):
    return hashlib.blake2b(text.encode(), digest_size=2).digest()[0] % 25 == 0


def read_all(src):
    """{label: {source: [text]}}; each text once in all of a label."""
    found, seen = {}, set()
    for source in SOURCES:
        name = source.__name__
        for code, raw in in_both_alphabets(source(src)):
            label = label_of(code)
            if not label:
                continue
            for text in cut(clean(raw)):
                key = hash((label, text))
                if key in seen or len(text) < SHORTEST:
                    continue
                script, share = main_script(text)
                if share < .4 or script not in LABELS[label]:
                    continue
                seen.add(key)
                found.setdefault(label, {}).setdefault(name, []).append(text)
        print(name, sum(len(s.get(name, ())) for s in found.values()), file=sys.stderr)
    return found


def word_lists(src):
    """{label: [(word, weight)]}: counts of Unilex; words that FineWeb-2 found to be a language's
    own, by rank."""
    lists = {}
    for path in files(src, "unicode-org+unilex/data/frequency/*.txt"):
        label = label_of(stem(path).split("-")[0])
        for line in lines(path) if label else ():
            word, _, count = line.partition("\t")
            if count.isdigit() and not word.startswith("#"):
                lists.setdefault(label, []).append((word, int(count) ** .75))
    for path in files(src, "fineweb-2-words/*.txt"):
        label = label_of(stem(path))
        for rank, word in enumerate(lines(path)) if label else ():
            lists.setdefault(label, []).append((word, 1000 / (rank + 20)))
    return lists


def add_words(found, src):
    """Labels with little running text get lines of words drawn by their frequency."""
    for label, words in sorted(word_lists(src).items()):
        size = sum(len(t) for texts in found.get(label, {}).values() for t in texts)
        if size > THIN:
            continue
        words = [w for w in words if main_script(w[0])[0] in LABELS[label]]
        if not words:
            continue
        rng, made, n = random.Random(label), [], 0
        drawn = rng.choices([w for w, _ in words], [weight for _, weight in words], k=30000)
        while n < WORDS and len(drawn) > 12:
            line = " ".join(drawn.pop() for _ in range(rng.randint(4, 12)))
            made.append(line)
            n += len(line)
        found.setdefault(label, {})["words"] = made


def capped(texts, cap, rng):
    rng.shuffle(texts)
    n = 0
    for i, text in enumerate(texts):
        n += len(text)
        if n > cap:
            return texts[:i + 1]
    return texts


def write(found, out):
    totals = {}
    with open(out + "/train.tsv", "w", encoding="utf-8") as train, \
            open(out + "/held.tsv", "w", encoding="utf-8") as held:
        for label in sorted(found):
            for source in sorted(found[label]):
                texts = capped(sorted(found[label][source]), CAP, random.Random(label + source))
                for text in texts:
                    f = held if held_out(text) else train
                    f.write("%s\t%s\t%s\n" % (label, source, text))
                totals.setdefault(label, {})[source] = sum(map(len, texts))
    for label in sorted(totals):
        print(label, sum(totals[label].values()), totals[label], file=sys.stderr)


def write_ntrex(src, out):
    with open(out + "/ntrex.tsv", "w", encoding="utf-8") as f:
        for path in files(src, OPUS, "datasets/microsoft/ntrex/NTREX/NTREX-128/*ref.*.txt"):
            label = label_of(path.split(".")[-2].split("-")[0])
            for line in lines(path):
                if label and line.strip():
                    f.write("%s\t%s\t%s\n" % (label, path.split(".")[-2], " ".join(line.split())))


if __name__ == "__main__":
    src, out = sys.argv[1:]
    os.makedirs(out, exist_ok=True)
    write_ntrex(src, out)
    found = read_all(src)
    add_words(found, src)
    add_garbled(found)
    write(found, out)
