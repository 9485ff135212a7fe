#!/usr/bin/env python3
"""Retrains `edu` on the shared annotations, where they are, and checks that it still ranks
documents of hosts it has not seen well enough (folds of whole sources)."""
import json
import os
import subprocess
import sys
import tempfile

TOP = os.path.abspath(os.environ.get("SRCDIR") or os.path.join(os.path.dirname(__file__), "..", ".."))
FILTERC = os.environ.get("FILTERC") or os.path.join(TOP, "filterc")
ANNOTATIONS = os.path.join(TOP, "..", "shared", "annotations", "train.jsonl.gz")
BAR = 0.74


def train(out):
    done = subprocess.run([FILTERC, "train", "--annotations", ANNOTATIONS, "--target", "edu",
                           "--by", "source", "--json", "--out", out],
                          stdout=subprocess.PIPE, check=True)
    with open(out, "rb") as model:
        return json.loads(done.stdout), model.read()


def main():
    if not os.path.exists(ANNOTATIONS):
        return 77
    with tempfile.TemporaryDirectory() as folder:
        report, model = train(os.path.join(folder, "edu.fcm"))
    print("spearman", report["report"]["spearman"], "model bytes", len(model))
    return 0 if report["report"]["spearman"] >= BAR and len(model) < 8 << 20 else 1


sys.exit(main())
