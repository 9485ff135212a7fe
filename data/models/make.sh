#!/bin/sh
# Makes the shipped models from judged documents; run from anywhere.
# usage: make.sh ANNOTATIONS.jsonl.gz DOCUMENTS.jsonl.gz [FILTERC]
# The second file has the texts whose labels are in annotations.tsv. Prints for each model how it did
# on documents of the first whose hosts and sources it had not seen.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
usage="usage: make.sh ANNOTATIONS.jsonl.gz DOCUMENTS.jsonl.gz [FILTERC]"
annotations=${1:?$usage}
documents=${2:?$usage}
filterc=${3:-$here/../../filterc}
also=$(mktemp)
vectors=$(mktemp)
trap 'rm -f "$also" "$vectors"' EXIT
"$here/join_annotations.py" "$documents" "$here/annotations.tsv" >"$also"
"$here/vectors.sh" "$vectors" "$annotations" "$documents"
train() {
    "$filterc" train --annotations "$annotations" --also "$also" --vectors "$vectors" "$@" |
        grep -E '^(target|pass|set|cut)'
}
train --target edu,reasoning,factual,damage --bits 19 --out "$here"
train --target topic --bits 17 --steps 7 --out "$here/topic.fcm"
