#!/usr/bin/env python3
"""Checks the objects of libfilterc.a (its path is the argument): every symbol seen outside
begins with fc_, no object holds data that can change, and none calls what a library must not
(printing, exiting, reading the environment). Needs objdump (binutils)."""
import os
import re
import subprocess
import sys

# Who may do what is forbidden to all others, and why.
ALLOWED = {
    ("child.o", "kill"),    # a child of its own, when it has passed a limit
    ("arena.o", "abort"),   # an arena without a guard has run full: a bug, there is nowhere to go
    ("linear_train.o", "srand"),    # liblinear draws from rand(); training must be repeatable
}
FORBIDDEN = set("""
    printf vprintf puts putchar putc_unlocked perror psignal stdout stderr stdin
    __printf_chk __vprintf_chk
    exit _exit _Exit quick_exit abort atexit raise kill system fork execve execvp
    getenv secure_getenv setenv putenv environ
    setlocale strtok rand srand random srandom drand48
    asctime ctime gmtime localtime time
    signal sigaction
""".split())
ROW = re.compile(r"^[0-9a-f]+ (.{7}) (\S+)\t[0-9a-f]+\s+(?:\.hidden )?(\S+)$")


def symbols(archive):
    """(object, flags, section, name) of each symbol of each object of an archive."""
    text = subprocess.run(["objdump", "-t", archive], check=True, capture_output=True,
                          text=True, errors="replace").stdout
    member = None
    for line in text.splitlines():
        found = re.match(r"^(\S+):\s+file format", line)
        if found:
            member = re.sub(r"^libfilterc_la-", "", found.group(1))
            continue
        row = ROW.match(line)
        if row:
            yield member, row.group(1), row.group(2), row.group(3)


def offence(member, flags, section, name):
    if name.startswith(("__asan", "__tsan", "__ubsan", "__sanitizer", "__odr_asan", "__sancov")):
        return None
    if section == "*UND*":
        if name in FORBIDDEN and (member, name) not in ALLOWED:
            return f"{member}: calls {name}"
        return None
    if "g" in flags and not name.startswith("fc_"):
        return f"{member}: {name} is seen outside and does not begin with fc_"
    if "O" in flags and re.match(r"\.(t?data|t?bss)($|\.(?!rel\.ro))|\*COM\*", section):
        return f"{member}: {name} is data that can change ({section})"
    return None


def main():
    archive = sys.argv[1] if len(sys.argv) > 1 else os.path.join(
        os.environ.get("BUILDDIR", "."), ".libs", "libfilterc.a")
    rows = list(symbols(archive))
    if any("__asan" in row[3] or "__tsan" in row[3] or "__sancov" in row[3] for row in rows):
        print("built with sanitizers, which add data of their own: skipped")
        return 77
    offences = sorted({o for o in (offence(*row) for row in rows) if o})
    ours = sum(1 for row in rows if "g" in row[1] and row[3].startswith("fc_"))
    print("\n".join(offences + [f"{ours} functions and tables, {len(offences)} offences"]))
    return 1 if offences or not ours else 0


sys.exit(main())
