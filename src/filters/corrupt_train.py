#!/usr/bin/env python3
"""Trains corrupt_weights.h: the weight of each part that the stage `corrupt` measures.

usage: corrupt_train.py JUDGED.jsonl.gz FILTERC >corrupt_weights.h

JUDGED has documents with `text` and a label `damage` (0 clean to 2 mostly noise) that a
language model gave. Text without damage is the good side; documents of damage 2 (with less
weight) and what make_damage() does to good ones are the bad side. FILTERC measures the parts,
logistic regression weighs them. What is printed to standard error was measured on a fifth of
the documents that the weights have not seen. The pairs of Latin letters are counted on the
good side. Same input, same bytes."""
import collections
import gzip
import json
import math
import random
import subprocess
import sys

RUSSIAN = ("Утром река была тихой, и туман лежал над лугами. Старый мельник открыл ворота, "
           "посмотрел на воду и решил, что сегодня день будет ясным. Дети собирали у берега "
           "камни, а рыбаки чинили сети и говорили о погоде. ")
STEPS, RIDGE = 400, 1e-3


def read(path):
    with gzip.open(path, "rt", encoding="utf-8") as f:
        return [json.loads(line) for line in f]


def read_as(text, written, taken):
    return text.encode(written, "replace").decode(taken, "replace")


def mojibake(text, rng):
    wrong = rng.choice(["cp1252", "latin-1", "cp1251"])
    part = read_as(text, "utf-8", wrong)
    return read_as(part, "utf-8", wrong) if rng.random() < 0.3 else part


def russian(rng):
    """Russian of some length: no judged documents are, so words and their order are ours."""
    text = ""
    for _ in range(rng.randint(1, 4)):
        words = RUSSIAN.split()
        rng.shuffle(words)
        text += " ".join(words) + "\n"
    return text


def swapped(text, rng):
    return read_as(russian(rng), *rng.choice([("koi8-r", "cp1251"), ("cp1251", "koi8-r"),
                                        ("cp1251", "latin-1"), ("koi8-r", "latin-1")]))


def binary(text, rng):
    data = bytearray(text.encode())
    for _ in range(rng.randint(len(data) // 20 + 1, len(data) // 2 + 1)):
        data[rng.randrange(len(data))] = rng.randrange(256)
    return data.decode(rng.choice(["utf-8", "latin-1"]), "replace")


def mash(text, rng):
    keys = rng.choice(["asdfghjkl", "qwertyuiopasdfghjklzxcvbnm", "fghjrtyu"])
    return " ".join("".join(rng.choice(keys) for _ in range(rng.randint(2, 14)))
                    for _ in range(rng.randint(30, 200)))


def soup(text, rng):
    words = [w.strip(".,;:!?()\"'") for w in text.split()]
    words = [w for w in words if len(w) > 3] or ["word"]
    words = [rng.choice(words) for _ in range(min(60, len(words)))]
    return rng.choice([" ", ", ", " | ", ","]).join(rng.choice(words) for _ in range(300))


def noise(text, rng):
    letters = list(text)
    for _ in range(len(letters) // 5):
        letters[rng.randrange(len(letters))] = chr(rng.randint(33, 126))
    return "".join(letters)


DAMAGES = (mojibake, swapped, binary, mash, soup, noise)


def sensitive(text):
    """Does reading it in a wrong charset show?"""
    return sum(c > "\x7f" for c in text) > len(text) / 200


def make_samples(documents):
    """(text, bad, weight, kind) for all; a fixed order."""
    rng = random.Random(1)
    samples = []
    for d in documents:
        text = d["text"]
        if d["damage"] == 0:
            samples.append((text, 0, 1.0, "clean"))
            damage = rng.choice(DAMAGES)
            if damage is mojibake and not sensitive(text):
                damage = noise
            samples.append((damage(text, rng), 1, 1.0, damage.__name__))
        elif d["damage"] == 2:
            samples.append((text, 1, 0.3, "judged"))
    for _ in range(600):
        samples.append((russian(rng), 0, 1.0, "russian"))
    return samples


def measure(samples, filterc):
    """Rows of parts, in the order of the stage, with their names."""
    lines = "".join(json.dumps({"id": str(i), "text": s[0]}) + "\n" for i, s in enumerate(samples))
    done = subprocess.run([filterc, "corrupt", "--quiet"], input=lines.encode(), check=True,
                          capture_output=True)
    rows = [json.loads(line)["attributes"] for line in done.stdout.decode().split("\n")[:-1]]
    names = [k for k in rows[0] if k != "corrupt"]
    return [[row[k] for k in names] for row in rows], names


def train(rows, samples, usual, scale):
    """Gradient descent with momentum on centred and scaled roots."""
    width = len(usual)
    data = [[(math.sqrt(v) - u) / s for v, u, s in zip(row, usual, scale)] + [1.0] for row in rows]
    weight, speed = [0.0] * (width + 1), [0.0] * (width + 1)
    total = sum(s[2] for s in samples)
    for _ in range(STEPS):
        slope = [RIDGE * w for w in weight[:-1]] + [0.0]
        for row, (_, bad, importance, _) in zip(data, samples):
            z = sum(map(lambda w, v: w * v, weight, row))
            off = (1 / (1 + math.exp(-max(-30, min(30, z)))) - bad) * importance / total
            for i, v in enumerate(row):
                slope[i] += off * v
        for i in range(width + 1):
            speed[i] = 0.9 * speed[i] - 1.0 * slope[i]
            weight[i] += speed[i]
    return [w / s for w, s in zip(weight, scale)] + [weight[-1]]


def decide(row, weight, usual):
    z = weight[-1] + sum(w * (math.sqrt(v) - u) for w, v, u in zip(weight, row, usual))
    return 1 / (1 + math.exp(-max(-30, min(30, z))))


def area(good, bad):
    """Probability that a bad one scores above a good one."""
    ranked = sorted([(v, 0) for v in good] + [(v, 1) for v in bad])
    below = wins = 0
    for _, is_bad in ranked:
        if is_bad:
            wins += below
        else:
            below += 1
    return wins / (len(good) * len(bad))


def report(rows, samples, weight, usual):
    by_kind = collections.defaultdict(list)
    for row, sample in zip(rows, samples):
        by_kind[sample[3]].append(decide(row, weight, usual))
    for kind, values in sorted(by_kind.items()):
        over = sum(v > 0.5 for v in values) / len(values)
        auc = "" if kind in ("clean", "russian") else f", AUC {area(by_kind['clean'], values):.3f}"
        print(f"{kind}: {len(values)} held out, above 0.5: {over:.3f}{auc}", file=sys.stderr)


def pair_costs(texts):
    """16 times the bits of each second letter after each first one."""
    count = [[1] * 26 for _ in range(26)]
    for text in texts:
        low = text.lower()
        for a, b in zip(low, low[1:]):
            if "a" <= a <= "z" and "a" <= b <= "z":
                count[ord(a) - 97][ord(b) - 97] += 1
    return [[min(255, round(-16 * math.log2(n / sum(row)))) for n in row] for row in count]


def c_list(values, form, a_row=8):
    lines = [", ".join(form % v for v in values[i:i + a_row]) for i in range(0, len(values), a_row)]
    return "{\n    " + ",\n    ".join(lines) + ",\n}"


def write(weight, usual, costs, means):
    print("/* corrupt_weights.h - made by corrupt_train.py; do not edit. */")
    print("static const double usual[%d] = %s;" % (len(usual), c_list(usual, "%.4f")))
    print("static const double weight[%d] = %s;" % (len(weight), c_list(weight, "%.4f")))
    print("static const double usual_entropy = %.4f, usual_unlikely = %.4f;" % means)
    rows = ",\n    ".join("{ " + ", ".join(map(str, row[:13])) + ",\n      " +
                          ", ".join(map(str, row[13:])) + " }" for row in costs)
    print("/* Bits of a pair of letters, times 16. */")
    print("static const uint8_t pair_cost[26][26] = {\n    %s,\n};" % rows)


def main():
    documents = read(sys.argv[1])
    costs = pair_costs(d["text"] for d in documents if d["damage"] == 0)
    samples = make_samples(documents)
    if len(sys.argv) > 3 and sys.argv[3] == "--pairs":
        write([0.0] * 19, [0.0] * 18, costs, (0.55, 0.25))
        return
    rows, _ = measure(samples, sys.argv[2])
    clean = [row for row, s in zip(rows, samples) if s[1] == 0]
    usual = [sum(math.sqrt(r[i]) for r in clean) / len(clean) for i in range(len(rows[0]))]
    scale = [max(0.02, math.sqrt(sum((math.sqrt(r[i]) - usual[i]) ** 2 for r in rows) / len(rows)))
             for i in range(len(rows[0]))]
    held = [i % 5 == 0 for i in range(len(samples))]
    seen = [i for i, h in enumerate(held) if not h]
    weight = train([rows[i] for i in seen], [samples[i] for i in seen], usual, scale)
    out = [i for i, h in enumerate(held) if h]
    report([rows[i] for i in out], [samples[i] for i in out], weight, usual)
    write(weight, usual, costs, (usual[-2] ** 2, usual[-1] ** 2))


if __name__ == "__main__":
    sys.exit(main())
