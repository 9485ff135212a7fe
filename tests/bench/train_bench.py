#!/usr/bin/env python3
"""make bench-train: training beside Debian's fasttext on the same data, one thread each.

usage: train_bench.py [--rounds N] [LABELLED [HELD_OUT]]

The data: LABELLED, a file of your own with __label__ lines, of which each fifth is held out unless
HELD_OUT is given; without it the topics of ../shared/annotations where they are, else texts made
here of words that each label prefers. Of these, whole hosts (or made sources) are held out. Both
programs read the same files, in which fastText's texts are in lower case with blanks around marks,
as its tutorial has them. What is compared: CPU seconds to train (filterc's include its two folds of
validation and what it tries out), the share of held-out texts that get their label, which is the F1
of one label per text, and the mean F1 of labels. Environment: FILTERC, the command; SRCDIR, the top
folder."""
import argparse
import gzip
import hashlib
import json
import os
import random
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
from urllib.parse import urlparse

HERE = os.path.dirname(os.path.abspath(__file__))
TOP = os.path.abspath(os.environ.get("SRCDIR") or os.path.join(HERE, "..", ".."))
FILTERC = os.path.abspath(os.environ.get("FILTERC") or os.path.join(TOP, "filterc"))
ANNOTATIONS = os.path.join(TOP, "..", "shared", "annotations", "train.jsonl.gz")
FASTTEXT = (
    ("fasttext, defaults", []),
    ("fasttext, 25 epochs", ["-epoch", "25", "-lr", "0.5"]),
    ("fasttext, 25 epochs, pairs", ["-epoch", "25", "-lr", "0.5", "-wordNgrams", "2"]),
)


def annotated():
    with gzip.open(ANNOTATIONS, "rt", encoding="utf-8") as lines:
        for line in lines:
            doc = json.loads(line)
            yield urlparse(doc["url"]).netloc or doc["source"], doc["topic"], doc["text"]


def made():
    draw = random.Random(1)
    words = ["".join(draw.choices("aeioubdgklmnprst", k=draw.randint(2, 9))) for _ in range(20000)]
    for number in range(6000):
        label = number % 20
        text = (draw.choice(words[label * 50:label * 50 + 400] if draw.random() < 0.06 else words)
                for _ in range(250))
        yield f"source{number % 97}", f"label{label}", " ".join(text)


def own(labelled, held_out):
    """Lines with a group each, so that write() divides them as asked for."""
    for path, side in ((labelled, "train"), (held_out, "test")):
        for number, line in enumerate(open(path, encoding="utf-8", errors="replace") if path else ()):
            label, _, text = line.strip().partition(" ")
            if label.startswith("__label__") and text.strip():
                in_test = side == "test" or (not held_out and number % 5 == 0)
                yield "test" if in_test else "train", label[9:], text


def spaced(text):
    return " ".join(re.sub(r"([.!?,'/()\":;])", r" \1 ", text.lower()).split())


def is_held_out(group):
    return group == "test" if group in ("train", "test") else hashlib.md5(group.encode()).digest()[0] < 64


def write(documents, folder):
    paths = {name: os.path.join(folder, name) for name in ("train", "test", "train.ft", "test.ft")}
    files = {name: open(path, "w", encoding="utf-8") for name, path in paths.items()}
    for group, label, text in documents:
        side = "test" if is_held_out(group) else "train"
        print(f"__label__{label}", " ".join(text.split()), file=files[side])
        print(f"__label__{label}", spaced(text), file=files[side + ".ft"])
    for file in files.values():
        file.close()
    return paths


def macro_f1(right, given):
    """The mean F1 of the labels that stand in `right`."""
    f1 = []
    for label in set(right):
        both = sum(r == g == label for r, g in zip(right, given))
        f1.append(2 * both / (right.count(label) + given.count(label)))
    return sum(f1) / len(f1)


def cpu_of(command):
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        sys.exit(f"{command[0]} ended with {child.returncode}")
    return usage.ru_utime + usage.ru_stime


def filterc(paths, folder):
    model = os.path.join(folder, "label.fcm")
    cpu = cpu_of([FILTERC, "train", "--annotations", paths["train"], "--target", "label",
                  "--folds", "2", "--out", model])
    report = subprocess.run([FILTERC, "eval", "--json", "--model", model, paths["test"]], check=True,
                            capture_output=True, text=True).stdout
    return cpu, json.loads(report)["accuracy"], json.loads(report)["macro_f1"]


def fasttext(paths, folder, more):
    model = os.path.join(folder, "fasttext")
    cpu = cpu_of(["fasttext", "supervised", "-input", paths["train.ft"], "-output", model, "-thread",
                  "1"] + more)
    given = subprocess.run(["fasttext", "predict", model + ".bin", paths["test.ft"]], check=True,
                           capture_output=True, text=True).stdout.split()
    with open(paths["test.ft"], encoding="utf-8") as lines:
        right = [line.split(" ", 1)[0] for line in lines]
    return cpu, sum(r == g for r, g in zip(right, given)) / len(right), macro_f1(right, given)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--rounds", type=int, default=3, help="how often each is run (3)")
    parser.add_argument("labelled", nargs="?", help="a file of __label__ lines")
    parser.add_argument("held_out", nargs="?", help="another, to be judged by")
    args = parser.parse_args()
    rounds = args.rounds
    known = os.path.exists(ANNOTATIONS)
    print("\ntraining on", args.labelled or ("topics of the annotations" if known else
                                             "texts made for it"))
    runs = {"filterc train": []}
    with tempfile.TemporaryDirectory(prefix="filterc-bench-") as folder:
        documents = annotated() if known else made()
        paths = write(own(args.labelled, args.held_out) if args.labelled else documents, folder)
        for _ in range(rounds):
            runs["filterc train"].append(filterc(paths, folder))
            for name, more in FASTTEXT if shutil.which("fasttext") else ():
                runs.setdefault(name, []).append(fasttext(paths, folder, more))
    print(f"{'':28} {'CPU s':>8} {'x filterc':>10} {'F1 held out':>12} {'macro F1':>9}")
    for name, taken in runs.items():
        ratio = statistics.median(t[0] / f[0] for t, f in zip(taken, runs["filterc train"]))
        print(f"{name:28} {statistics.median(t[0] for t in taken):8.2f} {ratio:10.2f} {taken[0][1]:12.4f} "
              f"{taken[0][2]:9.4f}")
    if not shutil.which("fasttext"):
        print("fasttext is not installed: no comparison")


main()
