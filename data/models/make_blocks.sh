#!/bin/sh
# Makes the block model of `extract` from pages and gold text; run from anywhere.
# usage: make_blocks.sh PAGES GOLD [FILTERC [OUT [HELD_OUT.jsonl]]]
# PAGES and GOLD as `filterc help train` describes them. OUT is blocks.fcb beside this script unless
# told; HELD_OUT gets each page's text by a model that has not seen its site. make builds the
# new model in.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
pages=${1:?usage: make_blocks.sh PAGES GOLD [FILTERC [OUT [HELD_OUT.jsonl]]]}
gold=${2:?usage: make_blocks.sh PAGES GOLD [FILTERC [OUT [HELD_OUT.jsonl]]]}
filterc=${3:-$here/../../filterc}
out=${4:-$here/blocks.fcb}
"$filterc" train --target blocks --pages "$pages" --gold "$gold" --out "$out" \
    ${5:+--held-out "$5"}
