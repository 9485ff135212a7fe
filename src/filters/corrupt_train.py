#!/usr/bin/env python3
"""Trains corrupt_weights.h: the weight of each part that the stage `corrupt` measures.

usage: corrupt_train.py JUDGED.jsonl.gz NTREX-128 FILTERC >corrupt_weights.h

JUDGED has documents with `text` and a label `damage` (0 clean to 2 mostly noise) that a
language model gave. NTREX-128, the folder of that name of OPUS-MT-testsets, has news in 128
languages. The good side: text without damage, the news, and both as capitals, tables, lists of
names, beginnings; lists of goods, and programs of Python's own library. The bad side: documents of
damage 2 (with less weight) and what damaged() does to good ones. FILTERC, built with corrupt_tables.h as
corrupt_tables.py made it, measures the parts; logistic regression weighs them. What is printed to
standard error was measured on a fifth of the documents that the weights have not seen. Same
input, same bytes."""
import collections
import glob
import gzip
import json
import math
import os
import quopri
import random
import subprocess
import sys
import urllib.parse

STEPS, RIDGE = 400, 1e-3
NEWS, LINES = 5, 8          # stretches of news of each language, and their lines at most
# Who wrote it, its charset, the charset in which it was read.
WRONG = [w.split() for w in """rus koi8-r cp1251|rus cp1251 koi8-r|rus cp1251 latin-1|rus koi8-r latin-1
|ukr cp1251 cp1252|bul cp1251 latin-1|mkd cp1251 latin-1|ell iso8859-7 latin-1|ell cp1253 cp1251
|heb cp1255 latin-1|arb cp1256 latin-1|fas cp1256 latin-1|tha cp874 latin-1|pol cp1250 latin-1
|ces cp1250 latin-1|hun iso8859-2 cp1252|tur cp1254 cp1250|jpn shift_jis latin-1|jpn euc_jp latin-1
|jpn shift_jis gbk|jpn utf-8 gbk|jpn euc_jp shift_jis|zho_Hans gbk latin-1|zho_Hans utf-8 gbk
|zho_Hans gbk big5|zho_Hant big5 gbk|zho_Hant big5 latin-1|kor euc_kr latin-1|kor euc_kr gbk|kor utf-8 cp949
|deu utf-8 gbk|rus utf-8 gbk|deu utf-8 mac_roman|fra latin-1 mac_roman|deu cp437 latin-1
|fra cp850 latin-1|arb utf-8 cp1256|heb utf-8 cp1255|ell utf-8 cp1253|rus utf-8 koi8-r
|deu utf-8 cp437""".replace("\n", "").split("|")]
KEYS = ("asdfghjkl", "qwertyuiopasdfghjklzxcvbnm", "fghjrtyu", "фывапролдж", "йцукенгшщзхъфывапролджэячсмить",
        "ασδφγηξκλ", "שדגכעיחלךזסבה", "شسيبلاتنمكضصثقفغعه", "ौैाीूबहगदजोे्िुपरकत", "ฟหกดเ้่าสวงๆไำพะัี")


def read(path):
    with gzip.open(path, "rt", encoding="utf-8") as f:
        return [json.loads(line) for line in f]


def read_as(text, written, taken):
    return text.encode(written, "replace").decode(taken, "replace")


def mojibake(text, rng):
    wrong = rng.choice(["cp1252", "latin-1", "cp1251"])
    part = read_as(text, "utf-8", wrong)
    return read_as(part, "utf-8", wrong) if rng.random() < 0.3 else part


def binary(text, rng):
    data = bytearray(text.encode())
    for _ in range(rng.randint(len(data) // 20 + 1, len(data) // 2 + 1)):
        data[rng.randrange(len(data))] = rng.randrange(256)
    return data.decode(rng.choice(["utf-8", "latin-1"]), "replace")


def mash(text, rng):
    keys = rng.choice(KEYS)
    return " ".join("".join(rng.choice(keys) for _ in range(rng.randint(2, 14)))
                    for _ in range(rng.randint(30, 200)))


def words_of(text):
    return [w for w in (w.strip(".,;:!?()\"'") for w in text.split()) if len(w) > 3] or ["word"]


def soup(text, rng):
    words = words_of(text)
    words = [rng.choice(words) for _ in range(rng.randint(15, 60))]
    return rng.choice([" ", ", ", " | ", ","]).join(rng.choice(words) for _ in range(rng.randint(80, 300)))


def lost(text, rng):
    """Question marks for what a charset did not have."""
    return "".join("?" if c > "\x7f" and c.isalpha() else c for c in text)


def shuffled(text, rng):
    """The letters of each word in another order."""
    return " ".join("".join(rng.sample(w, len(w))) for w in text.split())


def noise(text, rng):
    letters = list(text)
    for _ in range(len(letters) // 5):
        letters[rng.randrange(len(letters))] = chr(rng.randint(33, 126))
    return "".join(letters)


def escaped(text, rng):
    """Left in some notation of characters."""
    kind = rng.randrange(5)
    if kind == 0:
        return urllib.parse.quote(text)
    if kind == 1:
        return quopri.encodestring(text.encode()).decode()
    if kind == 2:
        return " ".join("(cid:%d)" % rng.randint(3, 120) for _ in text[:300])
    form = "&#%d;" if kind == 3 else "\\u%04x"
    return "".join(c if c < "\x7f" else form % ord(c) for c in text)


DAMAGES = (mojibake, binary, mash, soup, noise, lost, shuffled, escaped)


def capitals(text, rng):
    return text.upper()


def names(text, rng):
    words = list(dict.fromkeys(w.capitalize() for w in words_of(text)))[:120]
    glue = rng.choice([", ", "\n", "; ", " - "])
    return glue.join(" ".join(words[i:i + 2]) for i in range(0, len(words), 2))


def table(text, rng):
    words = text.split()[:rng.randint(30, 120)]
    cells = [str(rng.randint(1, 5000)) if rng.random() < 0.4 else w for w in words]
    glue, mark = rng.choice([(" | ", "| "), (",", ""), ("\t", "")])
    width = rng.randint(3, 6)
    return "\n".join(mark + glue.join(cells[i:i + width]) for i in range(0, len(cells), width))


def beginning(text, rng):
    return text[:rng.randint(30, 200)]


def listing(text, rng):
    """What a shop has: names that share words, prices, and the same words for each."""
    words = words_of(text)
    kind, label = rng.choice(words), " ".join(rng.choice(words) for _ in range(rng.randint(1, 4)))
    mark = rng.choice(["## ", "- ", ""])
    items = []
    for _ in range(rng.randint(5, 25)):
        name = [w.capitalize() for w in rng.sample(words, min(len(words), rng.randint(1, 4)))]
        items.append("%s%s\n\n$%d.%02d\n\n%s" % (mark, " ".join(name + [kind.capitalize()]), rng.randint(1, 900),
                                               rng.randint(0, 99), label))
    return "\n\n".join(items)


HARMLESS = (capitals, names, table, beginning)


def sensitive(text):
    """Does reading it in a wrong charset show?"""
    return sum(c > "\x7f" for c in text) > len(text) / 200


def damaged(text, rng):
    damage = rng.choice(DAMAGES)
    if damage in (mojibake, lost, escaped) and not sensitive(text):
        damage = noise
    if damage is shuffled and max(text[:200]) > "\u2000":
        damage = noise
    return damage(text, rng), 1, 0.4 if damage is noise else 1.0, damage.__name__


def harmless(text, rng):
    change = rng.choice(HARMLESS)
    return change(text, rng), 0, 1.0, "clean " + change.__name__


def news_of(folder):
    """{language: lines}"""
    found = {}
    for path in sorted(glob.glob(os.path.join(folder, "newstest2019-*.txt"))):
        with open(path, encoding="utf-8") as f:
            found[os.path.basename(path).split(".")[1]] = f.read().splitlines()
    return found


def stretch(lines, rng):
    at, n = rng.randrange(len(lines) - LINES), rng.randint(2, LINES)
    return rng.choice([" ", "\n"]).join(lines[at:at + n])


def programs(rng):
    """Pieces of Python's own library."""
    for path in sorted(glob.glob(os.path.join(os.path.dirname(os.__file__), "[a-m]*.py"))):
        with open(path, encoding="utf-8", errors="replace") as f:
            lines = f.read().splitlines()
        at = rng.randrange(max(1, len(lines) - 40))
        yield "\n".join(lines[at:at + 40])


def make_samples(documents, news):
    """(text, bad, weight, kind) for all; a fixed order."""
    rng = random.Random(1)
    samples = []
    for d in documents:
        text = d["text"]
        if d["damage"] == 0:
            samples.append((text, 0, 1.5, "clean"))
            samples.append(damaged(text, rng))
            if rng.random() < 0.3:
                samples.append(harmless(text, rng))
        elif d["damage"] == 2:
            samples.append((text, 1, 2.0, "judged"))
    for lines in news.values():
        for _ in range(NEWS):
            samples.append((stretch(lines, rng), 0, 2.0, "clean news"))
            samples.append(harmless(stretch(lines, rng), rng))
            samples.append(damaged(stretch(lines, rng), rng))
    for who, written, taken in WRONG:
        for _ in range(10):
            text = stretch(news[who], rng).encode(written, "ignore").decode(taken, "replace")
            samples.append((text, 1, 1.0, "wrong charset"))
    samples += [(text, 0, 1.0, "clean program") for text in programs(rng) if text.strip()]
    samples += [(listing(stretch(lines, rng), rng), 0, 0.8, "clean listing") for lines in news.values()]
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
        auc = "" if kind.startswith("clean") else f", AUC {area(by_kind['clean'], values):.3f}"
        print(f"{kind}: {len(values)} held out, above 0.5: {over:.3f}{auc}", file=sys.stderr)


def c_list(values, form, a_row=8):
    lines = [", ".join(form % v for v in values[i:i + a_row]) for i in range(0, len(values), a_row)]
    return "{\n    " + ",\n    ".join(lines) + ",\n}"


def write(weight, usual, entropy):
    print("/* corrupt_weights.h - made by corrupt_train.py; do not edit. */")
    print("static const double usual[%d] = %s;" % (len(usual), c_list(usual, "%.4f")))
    print("static const double weight[%d] = %s;" % (len(weight), c_list(weight, "%.4f")))
    print("static const double usual_entropy = %.4f;" % entropy)


def main():
    samples = make_samples(read(sys.argv[1]), news_of(sys.argv[2]))
    rows, parts = measure(samples, sys.argv[3])
    clean = [row for row, s in zip(rows, samples) if s[1] == 0]
    usual = [sum(math.sqrt(r[i]) for r in clean) / len(clean) for i in range(len(parts))]
    scale = [max(0.02, math.sqrt(sum((math.sqrt(r[i]) - usual[i]) ** 2 for r in rows) / len(rows)))
             for i in range(len(parts))]
    held = [i % 5 == 0 for i in range(len(samples))]
    seen = [i for i, h in enumerate(held) if not h]
    weight = train([rows[i] for i in seen], [samples[i] for i in seen], usual, scale)
    out = [i for i, h in enumerate(held) if h]
    report([rows[i] for i in out], [samples[i] for i in out], weight, usual)
    write(weight, usual, usual[parts.index("corrupt_entropy")] ** 2)


if __name__ == "__main__":
    sys.exit(main())
