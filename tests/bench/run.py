#!/usr/bin/env python3
"""make bench: how fast filterc is and how much memory it takes, on one WARC made for it.

usage: run.py [--mb N] [--rounds N]

All variants run one after another in every round, so that what else the machine does hits all
alike; figures are medians over the rounds, ratios medians of the ratios within a round. Trust
the ratios. The prototype of ../shared/proto (pipe_bench) runs beside them where it is there.
Environment: FILTERC, the command; SRCDIR, the top folder."""
import argparse
import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
TOP = os.path.abspath(os.environ.get("SRCDIR") or os.path.join(HERE, "..", ".."))
FILTERC = os.path.abspath(os.environ.get("FILTERC") or os.path.join(TOP, "filterc"))
PLAN = os.path.join(TOP, "data", "plans", "seeds.plan")
VARIANTS = (
    ("read", "head 1 --read-all", 1),
    ("extract", "extract", 1),
    ("seeds plan", PLAN, 1),
    ("extract, 2 threads", "extract", 2),
    ("seeds plan, 2 threads", PLAN, 2),
)


class Run:
    """What one run took."""

    def __init__(self, plan, threads, path):
        begin = time.monotonic()
        child = subprocess.Popen([FILTERC, "run", plan, "--threads", str(threads), "--quiet", path],
                                 stdout=subprocess.DEVNULL)
        _, status, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        if child.returncode:
            sys.exit(f"filterc run '{plan}' ended with {child.returncode}")
        self.wall = time.monotonic() - begin
        self.cpu = usage.ru_utime + usage.ru_stime
        self.peak = usage.ru_maxrss * 1024


def build_prototype(folder):
    """Path of pipe_bench, or None where its source or compiler is missing."""
    source = os.path.join(TOP, "..", "shared", "proto", "pipe_bench.c")
    if not os.path.exists(source):
        return None
    binary = os.path.join(folder, "pipe_bench")
    for more in (["-DWITH_LIBDEFLATE", "-ldeflate"], []):
        command = ["gcc", "-O2", "-march=native", "-D_GNU_SOURCE", source, "-o", binary,
                   "-lgumbo", "-lz", "-lm"] + more
        if subprocess.run(command, stderr=subprocess.DEVNULL).returncode == 0:
            return binary
    return None


def prototype_speed(binary, path):
    """Pages per second of CPU time by variant."""
    text = subprocess.run([binary, path, "1"], check=True, capture_output=True, text=True).stdout
    return {name.strip(): float(speed) for name, speed in
            re.findall(r"^(.+?)\s+[\d.]+ MB/s\s+([\d.]+) pages/s", text, re.M)}


def measure(path, rounds, prototype):
    runs = {name: [] for name, _, _ in VARIANTS}
    speeds = {}
    for number in range(rounds):
        print(f"\rround {number + 1} of {rounds}", end="", file=sys.stderr, flush=True)
        for name, plan, threads in VARIANTS:
            runs[name].append(Run(plan, threads, path))
        if prototype:
            for name, speed in prototype_speed(prototype, path).items():
                speeds.setdefault(name, []).append(speed)
    print("\r", end="", file=sys.stderr)
    return runs, speeds


def median_ratio(above, below):
    return statistics.median(a / b for a, b in zip(above, below))


def show_speed(runs, speeds, pages, size):
    first = next((speeds[n] for n in speeds if n.startswith("zlib, skeleton")), None)
    print(f"\n{'':28} {'seconds':>8} {'CPU s':>7} {'pages/s':>8} {'MB/s':>7} {'x read':>7} {'x prototype':>12}")
    for name, taken in runs.items():
        wall = statistics.median(r.wall for r in taken)
        beside = ""
        if first:
            beside = f"{median_ratio([pages / r.cpu for r in taken], first):12.2f}"
        print(f"{name:28} {wall:8.2f} {statistics.median(r.cpu for r in taken):7.2f} {pages / wall:8.0f} "
              f"{size / wall / 1e6:7.1f} "
              f"{median_ratio([r.wall for r in taken], [r.wall for r in runs['read']]):7.2f} {beside}")
    for name, speed in speeds.items():
        print(f"prototype: {name[:40]:40} {statistics.median(speed):8.0f} pages/s of CPU time "
              f"{median_ratio(speed, first):7.2f}")
    for name in ("extract", "seeds plan"):
        gain = median_ratio([r.wall for r in runs[name]], [r.wall for r in runs[name + ", 2 threads"]])
        print(f"{name}: two threads give {gain:.2f} times one")


def show_memory(path, folder):
    larger = os.path.join(folder, "larger.warc.gz")
    with open(larger, "wb") as out:
        for _ in range(4):
            with open(path, "rb") as f:
                shutil.copyfileobj(f, out)
    print(f"\n{'peak memory, MB':28} {'1x input':>9} {'4x input':>9}")
    for name, plan, threads in VARIANTS:
        once, four = (Run(plan, threads, p).peak for p in (path, larger))
        print(f"{name:28} {once / 1e6:9.1f} {four / 1e6:9.1f}")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--mb", type=int, default=128, help="HTML in the WARC, in MB (128)")
    parser.add_argument("--rounds", type=int, default=5, help="how often each is measured (5)")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="filterc-bench-") as folder:
        path = os.path.join(folder, "bench.warc.gz")
        made = json.loads(subprocess.run(
            [sys.executable, "-B", os.path.join(HERE, "warc.py"), path, TOP, str(args.mb * 1000000)],
            check=True, capture_output=True).stdout)
        pages, size = made["pages"], made["bytes"]
        print(f"{made['origin']}: {pages} pages, {size / 1e6:.1f} MB of HTML, "
              f"{os.path.getsize(path) / 1e6:.1f} MB as WARC; {args.rounds} rounds")
        runs, speeds = measure(path, args.rounds, build_prototype(folder))
        show_speed(runs, speeds, pages, size)
        show_memory(path, folder)


main()
