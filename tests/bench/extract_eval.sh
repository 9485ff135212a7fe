#!/bin/sh
# extract_eval.sh - score the HTML extractor on the extraction benchmark, beside other tools.
#
#     tests/bench/extract_eval.sh BENCH [TMP] [extract_pages options]
# BENCH is the folder of the benchmark (score.py, data/*.tar.xz, dev-baselines.tsv); TMP (made
# when missing, kept) gets the unpacked pages. Run it from the build folder.
set -e
bench=${1:?usage: extract_eval.sh BENCH [TMP]}
tmp=${2:-$(mktemp -d)}
shift
[ $# -gt 0 ] && shift
make -s tests/bench/extract_pages
mkdir -p "$tmp"
if [ ! -f "$tmp/manifest.tsv" ]; then
    for f in "$bench"/data/*.tar.xz; do tar -xf "$f" -C "$tmp"; done
    cp "$bench/data/manifest.tsv" "$tmp/"
fi
tests/bench/extract_pages "$tmp" "$@" >"$tmp/filterc.jsonl"
tests/bench/extract_pages "$tmp" --time "$@"
python3 "$bench/score.py" --gold "$tmp" --pred "$tmp/filterc.jsonl" --by-type --jobs 1 \
    --lcs-cap 0 --per-page "$tmp/filterc.tsv"
echo
echo "others on the same pages (word F1):"
awk -F '\t' '$2 == "MACRO datasets" || $2 == "MACRO types" || $2 == "ALL" {
    printf "  %-40s %-15s %s\n", $1, $2, $11 }' "$bench/dev-baselines.tsv"
