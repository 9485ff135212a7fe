#!/usr/bin/env python3
"""make bench-train: training beside Debian's fasttext on the same data, one thread each.

usage: train_bench.py [--rounds N]

The data: the topics of ../shared/annotations where they are, else texts made here of words that
each label prefers. Whole hosts (or made sources) are held out; both programs read the same
__label__ files. What is compared: CPU seconds to train (filterc's include its two folds of
validation) and the share of held-out texts that get their label, which is the F1 of one label per
text. Environment: FILTERC, the command; SRCDIR, the top folder."""
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


def write(documents, folder):
    paths = {name: os.path.join(folder, name) for name in ("train", "test")}
    files = {name: open(path, "w", encoding="utf-8") for name, path in paths.items()}
    for group, label, text in documents:
        held_out = hashlib.md5(group.encode()).digest()[0] < 64
        print(f"__label__{label}", " ".join(text.split()), file=files["test" if held_out else "train"])
    for file in files.values():
        file.close()
    return paths


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
    return cpu, json.loads(report)["accuracy"]


def fasttext(paths, folder, more):
    model = os.path.join(folder, "fasttext")
    cpu = cpu_of(["fasttext", "supervised", "-input", paths["train"], "-output", model, "-thread", "1"]
                 + more)
    report = subprocess.run(["fasttext", "test", model + ".bin", paths["test"]], check=True,
                            capture_output=True, text=True).stdout
    return cpu, float(re.search(r"P@1\s+([\d.]+)", report).group(1))


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--rounds", type=int, default=3, help="how often each is run (3)")
    rounds = parser.parse_args().rounds
    known = os.path.exists(ANNOTATIONS)
    print("\ntraining on", "topics of the annotations" if known else "texts made for it")
    runs = {"filterc train": []}
    with tempfile.TemporaryDirectory(prefix="filterc-bench-") as folder:
        paths = write(annotated() if known else made(), folder)
        for _ in range(rounds):
            runs["filterc train"].append(filterc(paths, folder))
            for name, more in FASTTEXT if shutil.which("fasttext") else ():
                runs.setdefault(name, []).append(fasttext(paths, folder, more))
    print(f"{'':28} {'CPU s':>8} {'x filterc':>10} {'F1 held out':>12}")
    for name, taken in runs.items():
        ratio = statistics.median(t[0] / f[0] for t, f in zip(taken, runs["filterc train"]))
        print(f"{name:28} {statistics.median(t[0] for t in taken):8.2f} {ratio:10.2f} {taken[0][1]:12.4f}")
    if not shutil.which("fasttext"):
        print("fasttext is not installed: no comparison")


main()
