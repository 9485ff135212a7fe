#!/bin/sh
# Makes the shipped models from judged documents; run from anywhere.
# usage: make.sh ANNOTATIONS.jsonl.gz [FILTERC]
# Prints for each model how it did on hosts and sources that it had not seen.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
annotations=${1:?usage: make.sh ANNOTATIONS.jsonl.gz [FILTERC]}
filterc=${2:-$here/../../filterc}
make() {
    target=$1
    shift
    printf '%s: ' "$target"
    "$filterc" train --annotations "$annotations" --target "$target" \
        --out "$here/$target.fcm" "$@" | grep -E '^(set|cut)'
}
make edu
make reasoning
make factual
make damage
make topic --min-documents 8
