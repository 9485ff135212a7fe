#!/bin/sh
# Makes the shipped models from judged documents; run from anywhere.
# usage: make.sh ANNOTATIONS.jsonl.gz UNLABELLED.jsonl.gz [FILTERC]
# Prints for each model how it did on hosts and sources that it had not seen.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
usage="usage: make.sh ANNOTATIONS.jsonl.gz UNLABELLED.jsonl.gz [FILTERC]"
annotations=${1:?$usage}
unlabelled=${2:?$usage}
filterc=${3:-$here/../../filterc}
"$filterc" train --annotations "$annotations" --unlabelled "$unlabelled" \
    --target edu,reasoning,factual,damage,topic --bits 17 --out "$here" |
    grep -E '^(target|pass|set|cut)'
