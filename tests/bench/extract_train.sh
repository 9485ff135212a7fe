#!/bin/sh
# extract_train.sh - train the block model again and show what it scores on sites it has not seen.
#
#     tests/bench/extract_train.sh BENCH TMP [MODEL]
# Writes MODEL (TMP/blocks.fcb), to be copied to data/models/blocks.fcb, and scores every page by
# a model that was trained without its site. Do this again whenever block_features.c,
# block_own.c, block_around.c, page_kind.c, blocks.c, elements.c or words.c change what a feature
# means. Run it from the build folder.
set -e
bench=${1:?usage: extract_train.sh BENCH TMP [MODEL]}
tmp=${2:?usage: extract_train.sh BENCH TMP [MODEL]}
top=$(dirname "$0")/../..
mkdir -p "$tmp"
if [ ! -f "$tmp/manifest.tsv" ]; then
    for f in "$bench"/data/*.tar.xz; do tar -xf "$f" -C "$tmp"; done
    cp "$bench/data/manifest.tsv" "$tmp/"
fi
python3 -B "$top/tests/bench/extract_index.py" "$tmp"
"$top/data/models/make_blocks.sh" "$tmp/data" "$tmp/gold" ./filterc "${3:-$tmp/blocks.fcb}" \
    "$tmp/held_out.jsonl"
python3 -B "$top/tests/bench/extract_index.py" --predictions "$tmp/held_out.jsonl" \
    >"$tmp/predictions.jsonl"
"$top/tests/bench/extract_eval.sh" "$bench" "$tmp" "$tmp/predictions.jsonl"
