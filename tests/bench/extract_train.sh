#!/bin/sh
# extract_train.sh - fit the block model again and show what it scores on sites it has not seen.
#
#     tests/bench/extract_train.sh BENCH TMP
# Writes TMP/weights.h, to be copied to extractors/block_weights.h, and five models, each
# fitted without one fifth of the sites, with which extract_eval.sh scores every page. Whenever
# block_features.c, blocks.c, elements.c or words.c change what a feature means, do this again.
set -e
bench=${1:?usage: extract_train.sh BENCH TMP}
tmp=${2:?usage: extract_train.sh BENCH TMP}
top=$(dirname "$0")/../..
make -s tests/bench/extract_pages tests/bench/train_blocks
mkdir -p "$tmp"
if [ ! -f "$tmp/manifest.tsv" ]; then
    for f in "$bench"/data/*.tar.xz; do tar -xf "$f" -C "$tmp"; done
    cp "$bench/data/manifest.tsv" "$tmp/"
fi
tests/bench/extract_pages "$tmp" --dump "$tmp/features.bin" >"$tmp/blocks.jsonl"
python3 -B "$top/tests/bench/label_blocks.py" "$bench" "$tmp" "$tmp/blocks.jsonl" \
    "$tmp/labels.bin"
tests/bench/train_blocks "$tmp/features.bin" "$tmp/labels.bin" "$tmp/weights"
"$top/tests/bench/extract_eval.sh" "$bench" "$tmp" --folds "$tmp/weights"
