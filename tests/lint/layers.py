#!/usr/bin/env python3
"""Checks the #include lines of the sources against layers.txt: who may include whom, and that
a third-party header stands in two files at most. Prints each offence as FILE:LINE: what."""
import os
import re
import sys

INCLUDE = re.compile(r'\s*#\s*include\s*([<"])([^>"]+)[>"]')
THIRD_PARTY_FILES = 2


def read_rules(path):
    rules, special = {}, {"generated": set(), "standard": set()}
    with open(path) as lines:
        for line in lines:
            name, colon, words = line.split("#")[0].partition(":")
            if not colon:
                continue
            if name in special:
                special[name].update(words.split())
            else:
                rules[name] = set(words.split()) | {name}
    return rules, special["generated"], special["standard"]


def sources(top, rules):
    for folder in sorted(rules):
        for name in sorted(os.listdir(os.path.join(top, folder))):
            if name.endswith((".c", ".h")):
                yield folder, name


def included_path(top, folder, header):
    """What #include "header" means in a file of `folder`. A header that make writes does not
    exist here: it counts as a file below src, where it is built."""
    for base in (folder, "src", ""):
        path = os.path.normpath(os.path.join(base, header))
        if os.path.exists(os.path.join(top, path)):
            return path
    return os.path.join("src", header)


def check_file(top, folder, name, config, users):
    rules, generated, standard = config
    shown = os.path.join(folder, name)
    with open(os.path.join(top, shown), errors="replace") as lines:
        for number, line in enumerate(lines, 1):
            found = INCLUDE.match(line)
            if not found:
                continue
            header = found.group(2)
            path = included_path(top, folder, header)
            if found.group(1) == "<":
                if header not in standard:
                    users.setdefault(header, set()).add(shown)
            elif os.path.basename(header) in generated or path == "src/filterc.h":
                pass
            elif os.path.dirname(path) not in rules[folder]:
                yield f"{shown}:{number}: {folder} may not include {path}"


def main():
    top = os.environ.get("SRCDIR") or os.path.join(os.path.dirname(__file__), "..", "..")
    config = read_rules(os.path.join(top, "tests", "lint", "layers.txt"))
    offences, users, files = [], {}, 0
    for folder, name in sources(top, config[0]):
        files += 1
        offences += check_file(top, folder, name, config, users)
    for header, where in sorted(users.items()):
        if len(where) > THIRD_PARTY_FILES:
            offences.append(f"<{header}> is included by {len(where)} files: " + " ".join(sorted(where)))
    print("\n".join(offences + [f"{files} files, {len(offences)} offences"]))
    return 1 if offences or files < 10 else 0


sys.exit(main())
