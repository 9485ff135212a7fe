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
            told = set()
            for e in events:
                p, repo = e["payload"], e["repo"]["name"]
                on = p.get("issue") or p.get("pull_request")
                key = f"gharchive:{repo}#{on['number']}" if on else "gharchive:" + e["id"]
                doc = docs.get(key)
                messages = [c["message"] for c in p.get("commits", [])
                            if c["distinct"] and not c["message"].startswith("Merge ")]
                if doc:
                    told.add(key)
                    self.assertEqual(doc["metadata"]["repo"], repo)
                    date = doc["metadata"]["date"]
                    if not on:
                        self.assertEqual(date, e["created_at"])
                    elif doc["metadata"]["author"] == on["user"]["login"]:
                        self.assertLessEqual(on["created_at"], date)
                    else:
                        self.assertLess(on["created_at"], date)
                    for message in messages:
                        self.assertIn(message.split("\n")[0].strip(), doc["text"])
                    if "comment" in p and not is_bot(e):
                        self.assertIn("**" + e["actor"]["login"] + "**", doc["text"])
                elif "comment" in p and on:
                    self.assertTrue(is_bot(e) or "![" in p["comment"]["body"], e["id"])
                elif messages and any(messages):
                    self.assertTrue(is_bot(e), e["id"])
            self.assertEqual(told, set(docs))


def is_bot(e):
    return e["actor"]["login"].lower().endswith(("bot", "[bot]"))


if __name__ == "__main__":
    unittest.main()
