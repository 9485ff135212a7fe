#!/usr/bin/env python3
"""Makes vectors of words in eight languages out of English ones, for `filterc train --vectors`.

usage: make_vectors.py ENGLISH.vec DICTIONARIES DOCUMENTS.jsonl.gz... >OUT.vec

ENGLISH.vec has a word and its numbers a line, frequent words first. A word of another language gets
the mean of those of its translations; DICTIONARIES is a folder with the unpacked Debian packages
that vectors.sh tells. Only words that three documents of their language have are written, with the
frequent ones first; one that no dictionary has takes what dictionaries have for words that begin
alike. Japanese is seen character by character (classifiers/features.h): each takes the mean of the
words that it stands in."""
import collections
import gzip
import json
import re
import sys

FREEDICT = {"fr": "fra", "es": "spa", "it": "ita", "pt": "por", "hi": "hin"}
WORD = r"(?:[^\W\d_]|[\u0900-\u097f])+"      # Hindi's vowels are marks beside its letters
EMPTY = set("to be of in a an the on at for or and with by from as not into up out off sb sth".split())
MOST_WORDS = 3              # of a gloss: longer ones describe rather than translate
FEWEST = 3                  # documents that have a word
BEGINNING, ENDING = 4, 3    # characters: alike at least, different at most
RARER = 3                   # than English, of which most documents are


def dictionary(path):
    """Entries of FreeDict's files: a head with /pronunciation/ or <grammar>, lines of glosses."""
    head = None
    with gzip.open(path, "rt", encoding="utf-8", errors="replace") as f:
        for line in f:
            line = line.rstrip("\n")
            found = re.match(r"(\S[^/<]*) [/<]", line)
            if found and not re.match(r"\d+\.", line):
                head = found.group(1)
            elif head and line and not line.startswith(" "):
                gloss = re.sub(r"\(.*?\)|\[.*?\]|<.*?>|\"[^\"]*\"", "", line)
                for part in re.split(r"[,;]", re.sub(r"^\d+\. ", "", gloss)):
                    yield head, part.replace("~", " ").strip()


def german(path):
    """'Haus {n}; Heim {n} | Häuser {pl} :: house; home | houses'"""
    with open(path, encoding="utf-8") as f:
        for line in f:
            if line.startswith("#") or "::" not in line:
                continue
            sides = [re.sub(r"\(.*?\)|\[.*?\]|\{.*?\}|<.*?>", "", side).split("|")
                     for side in line.split("::", 1)]
            for own, english in zip(*sides):
                for word in own.split(";"):
                    for gloss in english.split(";")[:4]:
                        yield word.strip(), gloss


def japanese(path):
    """'言葉 [ことば] /(n) language/word/'"""
    with open(path, encoding="euc-jp", errors="replace") as f:
        for line in f:
            found = re.match(r"(\S+) (?:\[.*?\] )?/(.*)/", line)
            if found:
                glosses = re.sub(r"\(.*?\)|\{.*?\}", "", found.group(2)).split("/")
                for gloss in glosses[:3]:
                    yield found.group(1), gloss


def all_pairs(folder):
    for language, code in FREEDICT.items():
        for word, gloss in dictionary("%s/usr/share/dictd/freedict-eng-%s.dict.dz" % (folder, code)):
            yield language, gloss, word
        if language != "hi":
            name = "%s/usr/share/dictd/freedict-%s-eng.dict.dz" % (folder, code)
            for word, gloss in dictionary(name):
                yield language, word, gloss
    for word, gloss in german(folder + "/usr/share/trans/de-en"):
        yield "de", word, gloss
    for word, gloss in japanese(folder + "/usr/share/edict/edict"):
        yield "ja", word, gloss


def read_english(path):
    vectors = {}
    with open(path, encoding="utf-8") as f:
        for line in f:
            word, *numbers = line.split()
            if len(numbers) > 1:
                vectors[word] = [float(x) for x in numbers]
    return vectors


def translate(folder, english):
    """By language and word: how much each English word is its translation."""
    out = collections.defaultdict(lambda: collections.defaultdict(collections.Counter))
    for language, word, gloss in all_pairs(folder):
        word = word.lower().strip()
        known = [w for w in re.findall("[a-z]+", gloss.lower()) if w in english]
        telling = [w for w in known if w not in EMPTY] or known
        if word and " " not in word and 0 < len(telling) <= MOST_WORDS:
            for w in telling:
                out[language][word][w] += 1 / len(telling)
    return out


def words_of(paths):
    """Words by language, those of most documents first."""
    count = collections.defaultdict(collections.Counter)
    for path in paths:
        with gzip.open(path, "rt", encoding="utf-8") as f:
            for line in f:
                doc = json.loads(line)
                count[doc["lang"]].update(set(re.findall(WORD, doc["text"].lower())))
    return {language: sorted((w for w, n in c.items() if n >= FEWEST), key=lambda w: (-c[w], w))
            for language, c in count.items()}


def total(counters):
    out = collections.Counter()
    for c in counters:
        for word, weight in c.items():
            out[word] += weight
    return out


def with_endings(words, forms):
    """Each form with its translations, else with those of the words that begin alike."""
    begin = collections.defaultdict(list)
    for word in sorted(words):
        for n in range(max(BEGINNING, len(word) - ENDING), len(word) + 1):
            begin[word[:n]].append(words[word])
    for form in forms:
        found = words.get(form)
        for n in range(len(form), max(BEGINNING, len(form) - ENDING) - 1, -1):
            if not found and len(form) > BEGINNING:
                found = total(begin.get(form[:n], ()))
        yield form, found


def characters(words):
    out, seen = collections.defaultdict(collections.Counter), collections.Counter()
    for word in sorted(words):
        for c in sorted(set(word)):
            seen[c] += 1
            for english, weight in words[word].items():
                out[c][english] += weight if len(word) == 1 else weight / 5
    return [(c, out[c]) for c in sorted(out, key=lambda c: (-seen[c], c))]


def vector(weights, english):
    out = [0.0] * len(next(iter(english.values())))
    for word in sorted(weights):
        out = [a + weights[word] * b for a, b in zip(out, english[word])]
    return out


def main():
    if len(sys.argv) < 4:
        sys.exit(__doc__)
    english = read_english(sys.argv[1])
    forms = words_of(sys.argv[3:])
    out = [(rank, "en", word, english[word]) for rank, word in enumerate(english)]
    for language, words in sorted(translate(sys.argv[2], english).items()):
        found = (characters(words) if language == "ja"
                 else with_endings(words, forms.get(language, ())))
        out += [(RARER * rank, language, word, vector(weights, english))
                for rank, (word, weights) in enumerate(found) if weights]
    for rank, language, word, numbers in sorted(out, key=lambda x: x[:3]):
        length = sum(x * x for x in numbers) ** .5
        if length > 0:
            print(word, " ".join("%.3f" % (x / length) for x in numbers))


main()
