#!/usr/bin/env python3
"""Makes clean.fcn, the model of characters for the stage ngram, from clean text.

usage: make_clean.py ANNOTATIONS.jsonl.gz COMMON_VOICE.git TATOEBA.git FILTERC OUT.fcn

The text: documents judged undamaged and worth reading (damage 0, edu 3 or more), and for each of
the eight languages up to 1.2 million characters of sentences from Common Voice (github
mozilla/common-voice, server/data, CC0) and the Tatoeba test sets (github
Helsinki-NLP/OPUS-MT-testsets, CC BY 2.0 FR), shuffled with a fixed seed. Git folders need no work
tree. Nothing of the text is kept but counts of hashed n-grams."""
import gzip
import json
import random
import subprocess
import sys
import tempfile

LANGUAGES = {"en": "eng", "de": "deu", "fr": "fra", "es": "spa", "pt": "por", "it": "ita", "hi": "hin", "ja": "jpn"}
TATOEBA = "datasets/helsinki_nlp/tatoeba/testsets/"
TOGETHER, MOST, FOLDERS, SHORTEST = 25, 1200000, 60, 15


def git(folder, *words):
    return subprocess.run(["git", "--git-dir=" + folder, *words], stdout=subprocess.PIPE,
                          stderr=subprocess.DEVNULL).stdout.decode("utf-8", "replace")


def judged(path):
    with gzip.open(path, "rt", encoding="utf-8") as f:
        for line in f:
            doc = json.loads(line)
            if doc["damage"] == 0 and doc["edu"] >= 3:
                yield doc["text"]


def common_voice(folder, language):
    for name in git(folder, "ls-tree", "-r", "--name-only", "HEAD", "server/data/" + language).split():
        if name.endswith(".txt"):
            for line in git(folder, "show", "HEAD:" + name).split("\n"):
                if len(line) > SHORTEST:
                    yield line.strip()


def tatoeba(folder, language):
    names = git(folder, "ls-tree", "--name-only", "HEAD", TATOEBA).split()
    seen = set()
    for name in [n for n in names if language in n.split("/")[-1].split("-")][:FOLDERS]:
        for path in git(folder, "ls-tree", "--name-only", "HEAD", name + "/").split():
            if path.endswith("." + language):
                for line in git(folder, "show", "HEAD:" + path).split("\n"):
                    if line and line not in seen:
                        seen.add(line)
                        yield line.strip()


def sentences(voice, testsets, language):
    """Paragraphs of sentences."""
    lines = list(common_voice(voice, language)) + list(tatoeba(testsets, LANGUAGES[language]))
    random.Random(1).shuffle(lines)
    size = 0
    for i in range(0, len(lines), TOGETHER):
        text = " ".join(lines[i:i + TOGETHER])
        yield text
        size += len(text)
        if size > MOST:
            break


def main():
    annotations, voice, testsets, filterc, out = sys.argv[1:]
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as f:
        for text in judged(annotations):
            f.write(json.dumps({"text": text}, ensure_ascii=False) + "\n")
        for language in LANGUAGES:
            for text in sentences(voice, testsets, language):
                f.write(json.dumps({"text": text}, ensure_ascii=False) + "\n")
        f.flush()
        subprocess.run([filterc, "train", "--kind", "ngram", "--out", out, f.name], check=True)


if __name__ == "__main__":
    if len(sys.argv) != 6:
        sys.exit(__doc__.split("\n\n")[1])
    main()
