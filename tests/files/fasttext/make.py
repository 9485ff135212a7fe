#!/usr/bin/env python3
"""Makes the fastText models of this folder: needs the command fasttext (Debian's package).

The text is ours: sentences about rain and about trains, put together from a few words. With one
thread fastText gives the same bytes for the same text. Every loss has its model; small.ftz is
pruned and quantised with norms, labels.ftz has 300 labels, a quantised output too; steps.bin has
many labels that are equally probable, since values lie on the steps of fastText's sigmoid."""
import os
import random
import subprocess
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
SUBJECTS = {
    "rain": "rain cloud drop river sea vapour wind water puddle mist 雨 Nebel".split(),
    "train": "train rail station wheel engine signal track bridge driver ticket 駅 Gleis".split(),
    "bread": "bread flour yeast oven crust dough salt baker loaf grain 麦 Mehl".split(),
}
LINKS = "the of and because when before it makes a near under very".split()
SMALL = ["-dim", "4", "-minn", "2", "-maxn", "3", "-wordNgrams", "2", "-epoch", "25", "-lr", "0.5"]


def sentences(count):
    rnd = random.Random(3)
    for _ in range(count):
        subject = rnd.choice(sorted(SUBJECTS))
        words = [rnd.choice(SUBJECTS[subject] if i % 2 else LINKS) for i in range(rnd.randint(5, 9))]
        yield f"__label__{subject} {' '.join(words)}\n"


def numbered(count):
    for i in range(count):
        yield f"__label__n{i} " + " ".join(f"{'abcdefghij'[i // 10 ** k % 10]}{k}" for k in range(3)) + "\n"


def fasttext(*words):
    subprocess.run(["fasttext", *words], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def main():
    with tempfile.TemporaryDirectory() as folder:
        text, numbers = os.path.join(folder, "text"), os.path.join(folder, "numbers")
        with open(text, "w", encoding="utf-8") as f:
            f.writelines(sentences(300))
        counted = os.path.join(folder, "counted")
        with open(counted, "w", encoding="utf-8") as f:
            f.writelines(numbered(40))
        with open(numbers, "w", encoding="utf-8") as f:
            f.writelines(numbered(300))

        def train(name, data, *options):
            fasttext("supervised", "-input", data, "-output", os.path.join(HERE, name), "-thread", "1", *options)
            os.remove(os.path.join(HERE, name + ".vec"))

        for loss in ("softmax", "hs", "ns", "ova"):
            train(loss, text, *SMALL, "-loss", loss, "-bucket", "60")
        train("words", text, "-dim", "5", "-epoch", "25", "-lr", "0.5")
        train("steps", counted, "-dim", "6", "-minn", "2", "-maxn", "2", "-wordNgrams", "3", "-bucket", "40",
              "-loss", "ova", "-epoch", "40", "-lr", "0.5")
        train("small", text, *SMALL, "-bucket", "500")
        fasttext("quantize", "-input", text, "-output", os.path.join(HERE, "small"), "-qnorm", "-cutoff", "300",
                 "-thread", "1")
        train("labels", numbers, *SMALL, "-bucket", "300")
        fasttext("quantize", "-input", numbers, "-output", os.path.join(HERE, "labels"), "-qnorm", "-qout",
                 "-thread", "1")
        for name in ("small", "labels"):
            os.remove(os.path.join(HERE, name + ".bin"))


main()
