#!/bin/sh
# Makes lang.lid from the sources that README.md lists; run from anywhere.
# usage: make.sh SOURCES [LANG_TRAIN]
# Fetches nothing. Some minutes; prints what there is of each label, then the loss.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
sources=${1:?usage: make.sh SOURCES [LANG_TRAIN]}
train=${2:-$here/lang_train}
lines=${LINES_IN:-$(mktemp -d)}
python3 "$here/prepare.py" "$sources" "$lines"
"$train" "$lines" "$here/../lang.lid"
