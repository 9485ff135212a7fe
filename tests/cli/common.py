"""What the tests of the command share: running it, and inputs made for it."""
import json
import os
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
TOP = os.path.abspath(os.environ.get("SRCDIR") or os.path.join(HERE, "..", ".."))
FILTERC = os.path.abspath(os.environ.get("FILTERC") or os.path.join(TOP, "filterc"))
WEB = os.path.join(TOP, "data", "samples", "web.warc.gz")
SEEDS_PLAN = os.path.join(TOP, "data", "plans", "seeds.plan")
SECONDS = 120
# Every number of threads with the largest and the smallest batches, and the least memory.
SETTINGS = (
    ["--threads", "1"],
    ["--threads", "2"],
    ["--threads", "8"],
    ["--threads", "1", "--batch", "1"],
    ["--threads", "2", "--batch", "3"],
    ["--threads", "8", "--batch", "1"],
    ["--threads", "2", "--mem", "8M"],
)


def filterc(*words, stdin=b"", **more):
    """Run the command to its end; a subprocess.CompletedProcess with bytes."""
    return subprocess.run([FILTERC, *words], input=stdin, stdout=more.pop("stdout", subprocess.PIPE),
                          stderr=subprocess.PIPE, timeout=SECONDS, **more)


def peak_of(*words, **env):
    """Kilobytes of memory that the command takes at most; run by a process of its own, whose
    only child it is."""
    code = ("import resource, subprocess, sys; subprocess.run(sys.argv[1:], check=True, "
            "stdout=subprocess.DEVNULL); "
            "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)")
    done = subprocess.run([sys.executable, "-c", code, FILTERC, *words], stdout=subprocess.PIPE,
                          check=True, env={**os.environ, **env})
    return int(done.stdout)


def is_sanitized():
    """A sanitizer keeps what was freed, so memory tells nothing of the command."""
    with open(FILTERC, "rb") as f:
        binary = f.read()
    return b"__asan_init" in binary or b"__tsan_init" in binary


def at_terminal(*words, columns=80, **env):
    """What the command shows at a terminal of that width, where its result goes as well unless the
    words say otherwise."""
    import fcntl
    import pty
    import struct
    import termios
    ours, its = pty.openpty()
    fcntl.ioctl(its, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    child = subprocess.Popen([FILTERC, *words], stdin=subprocess.DEVNULL, stdout=its, stderr=its,
                             env={**os.environ, "TERM": "xterm", **env})
    os.close(its)
    shown = b""
    try:
        while part := os.read(ours, 65536):
            shown += part
    except OSError:             # as Linux says the end
        pass
    os.close(ours)
    child.wait(SECONDS)
    return shown.decode()


def names():
    """Names of all stages and commands."""
    return filterc("help", "--list").stdout.decode().split()


def documents(count, text="some words of text"):
    """JSON lines of that many documents, in the form in which filterc writes them."""
    return b"".join(json.dumps({"id": f"doc-{i}", "text": f"{text} {i}", "attributes": {"n": i % 7}},
                               separators=(",", ":")).encode() + b"\n" for i in range(count))


def whole_lines(output):
    """Whether an output consists of whole JSON lines only."""
    if output and not output.endswith(b"\n"):
        return False
    return all(isinstance(json.loads(line), dict) for line in output.splitlines())


def adds_up(report):
    """Whether the funnel of a report (its JSON text) adds up, in all and for every stage."""
    told = json.loads(report)
    rows = [(s["in"], s["made"], s["out"], sum(s["dropped"].values())) for s in told["stages"]]
    rows.append((told["in"], told["made"], told["out"], told["dropped"]))
    return all(into + made == out + dropped for into, made, out, dropped in rows)
