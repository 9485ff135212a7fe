#!/usr/bin/env python3
"""The real JSON lines of ../shared/samples, compared with what Python reads in them: documents of
HPLT keep their text and get metadata; events of GH Archive are told or counted. Skipped where
they are not."""
import glob
import json
import os
import shutil
import subprocess
import sys
import unittest

from common import FILTERC, TOP

SAMPLES = os.path.join(TOP, "..", "shared", "samples")


def lines(*words):
    done = subprocess.run(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=True)
    return [json.loads(line) for line in done.stdout.splitlines()]


@unittest.skipUnless(os.path.isdir(SAMPLES), "no samples here")
class Samples(unittest.TestCase):
    @unittest.skipUnless(shutil.which("zstd"), "no zstd command")
    def test_hplt(self):
        files = glob.glob(os.path.join(SAMPLES, "hplt", "*.zst"))
        self.assertTrue(files)
        for path in files:
            want, got = lines("zstd", "-dcq", path), lines(FILTERC, "cat", "--quiet", path)
            self.assertEqual(len(got), len(want))
            for w, g in zip(want, got):
                self.assertEqual((g["id"], g["text"]), (str(w["id"]), w["text"]))
                self.assertEqual(g["metadata"], {"url": w["url"], "language": w["document_lang"]})
                self.assertEqual(g["scores"], w["scores"])

    def test_gharchive(self):
        for path in glob.glob(os.path.join(SAMPLES, "gharchive", "*.jsonl")):
            with open(path, encoding="utf-8") as f:
                events = [json.loads(line) for line in f]
            docs = {d["id"]: d for d in lines(FILTERC, "extract", "--quiet", path)}
            told = 0
            for e in events:
                doc = docs.get("gharchive:" + e["id"])
                messages = [c["message"] for c in e["payload"].get("commits", [])
                            if c["distinct"] and not c["message"].startswith("Merge ")]
                if doc:
                    told += 1
                    self.assertEqual(doc["metadata"]["repo"], e["repo"]["name"])
                    self.assertEqual(doc["metadata"]["date"], e["created_at"])
                    for message in messages:
                        self.assertIn(message.split("\n")[0].strip(), doc["text"])
                elif messages and any(messages):
                    self.assertTrue(e["actor"]["login"].endswith(("bot", "[bot]")), e["id"])
            self.assertEqual(told, len(docs))


if __name__ == "__main__":
    unittest.main()
