#!/usr/bin/env python3
"""Checks that data/samples/web.warc.gz is what its generator makes."""
import os
import subprocess
import sys

TOP = os.environ.get("SRCDIR") or os.path.join(os.path.dirname(__file__), "..", "..")
sys.exit(subprocess.run([sys.executable, "-B", os.path.join(TOP, "data", "samples", "make.py"),
                         "--check"]).returncode)
