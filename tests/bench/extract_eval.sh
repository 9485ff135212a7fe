#!/bin/sh
# extract_eval.sh - score the HTML extractor on the extraction benchmark, beside other tools.
#
#     tests/bench/extract_eval.sh BENCH [TMP] [PREDICTIONS.jsonl]
# BENCH is the folder of the benchmark (score.py, data/*.tar.xz, dev-baselines.tsv); TMP (made
# when missing, kept) gets the unpacked pages. Without PREDICTIONS (of extract_train.sh) it is
# the built-in model that is scored, which has seen these pages. Run it from the build folder.
set -e
bench=${1:?usage: extract_eval.sh BENCH [TMP] [PREDICTIONS.jsonl]}
tmp=${2:-$(mktemp -d)}
pred=${3:-$tmp/filterc.jsonl}
mkdir -p "$tmp"
if [ ! -f "$tmp/manifest.tsv" ]; then
    for f in "$bench"/data/*.tar.xz; do tar -xf "$f" -C "$tmp"; done
    cp "$bench/data/manifest.tsv" "$tmp/"
fi
if [ $# -lt 3 ]; then
    make -s tests/bench/extract_pages
    tests/bench/extract_pages "$tmp" >"$pred"
    tests/bench/extract_pages "$tmp" --time
fi
python3 -B "$bench/score.py" --gold "$tmp" --pred "$pred" --by-type --jobs 1 --lcs-cap 0 \
    --per-page "$tmp/filterc.tsv"
echo
echo "others on the same pages (word F1):"
awk -F '\t' '$2 == "MACRO datasets" || $2 == "MACRO types" || $2 == "ALL" {
    printf "  %-40s %-15s %s\n", $1, $2, $11 }' "$bench/dev-baselines.tsv"
