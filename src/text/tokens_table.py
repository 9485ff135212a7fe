#!/usr/bin/env python3
"""Writes tokens_table.h: the words that the English tokenizer knows whole or splits at given
places, as a hash table.

usage: tokens_table.py >tokens_table.h

Told as families: a word, then its tails; '|' is where the word is split. An apostrophe is
also read as U+2019, and most contractions are known without one as well."""
import sys

SLOTS = 4096
FILTER_BITS = 32768

# Left whole, also with a capital.
AMBIGUOUS = set("ill its hell shell shed were well whore".split())


def both_cases(words):
    return [form for word in words.split() for form in (word, word.title())]


def contracted(words, tails):
    """The words in both cases with each tail, with its apostrophes and without."""
    for word in both_cases(words):
        for tail in tails.split():
            yield word + "|" + tail
            yield word + "|" + tail.replace("'", "")


def contractions():
    pronouns, asking = "i you he she it we they", "who what when where why how there"
    pointing = "that this these those"
    yield from contracted("i", "'m 'm|a")
    yield from contracted(f"{pronouns} {asking} {pointing}", "'ll 'll|'ve 'd 'd|'ve")
    yield from contracted(f"i you we they {asking} these those", "'ve")
    yield from contracted(f"you we they {asking} these those", "'re")
    yield from contracted(f"he she it {asking} that this", "'s")
    yield from contracted("ca could do does did had may might must need ought sha should wo "
                          "would", "n't n't|'ve")
    yield from contracted("ai are is was were have has dare", "n't")
    yield from contracted("could might must should would not", "'ve")
    yield from ("y'|all", "y|all", "how|'d|'y", "How|'d|'y")
    for split in ("can|not", "gon|na", "got|ta", "let|'s", "c'm|on"):
        yield split
        yield split.capitalize()


def times():
    for hour in range(1, 13):
        for half in ("a.m.", "am", "p.m.", "pm"):
            yield f"{hour}|{half}"


def whole():
    """Words that stay in one piece."""
    for word in both_cases("doin goin nothin nuthin ol somethin lovin havin"):
        yield word
        yield word + "'"
    for word in "em ll nuff".split():
        yield word
        yield "'" + word
    yield from "'S 's \u2018S \u2018s 're 'd 'bout ma'am Ma'am o'clock O'clock and/or w/o".split()
    for word in "cause cos coz cuz".split():
        yield "'" + word
        yield "'" + word.title()
    # states, months, titles and the like
    yield from """Mt. Ak. Ala. Apr. Ariz. Ark. Aug. Calif. Colo. Conn. Dec. Del. Feb. Fla. Ga. Ia.
        Id. Ill. Ind. Jan. Jul. Jun. Kan. Kans. Ky. La. Mar. Mass. Mich. Minn. Miss. N.C. N.D.
        N.H. N.J. N.M. N.Y. Neb. Nebr. Nev. Nov. Oct. Okla. Ore. Pa. S.C. Sep. Sept. Tenn. Va.
        Wash. Wis. a.m. Adm. Bros. co. Co. Corp. D.C. Dr. e.g. E.g. E.G. Gen. Gov. i.e. I.e. I.E.
        Inc. Jr. Ltd. Md. Messrs. Mo. Mont. Mr. Mrs. Ms. p.m. Ph.D. Prof. Rep. Rev. Sen. St. vs.
        v.s.""".split()
    yield from (letter + "." for letter in "abcdefghijklmnopqrstuvwxyz\u00e4\u00f6\u00fc")
    yield from ("\\t", "\\n", "\u2014", "'", "''", "\\\")", "<space>", "C++")


def faces():
    """Emoticons, which stay in one piece."""
    for eyes in (":", ":-"):
        yield from (eyes + mouth for mouth in
                    ") )) ))) ] } ( (( ((( / | P p O o 0 * 3 > X x D".split())
    yield from ":1 :() :o) (o: :') :'-) :'( :'-( >:( >:o".split()
    yield from "(: (-: =) (= [: [-: [= =] ]= =[ 8) 8-) (-8 ;) ;-) (; (-; ): )-: =(".split()
    yield from "=/ =| =3 ;D ;-D =D xD XD xDD XDD 8D 8-D".split()
    yield from "^_^ ^__^ ^___^ >.< >.> <.< ._. ;_; -_- -__- v.v V.V v_v V_V @_@".split()
    yield from (a + mouth + b for mouth in "_."
                for a, b in ("oo", "oO", "Oo", "OO", "0o", "o0", "00"))
    yield from "<3 <33 <333 </3 (^_^) (-_-) (._.) (>_<) (*_*) (\u00ac_\u00ac) ><(((*>".split()
    yield from "\u0ca0_\u0ca0 \u0ca0\ufe35\u0ca0 (\u0ca0_\u0ca0) \u00af\\(\u30c4)/\u00af".split()
    yield "(\u256f\u00b0\u25a1\u00b0\uff09\u256f\ufe35\u253b\u2501\u253b"


def all_words():
    known = {}
    degrees = (f"\u00b0|{u}|." for u in "cfkCFK")
    for word in (*contractions(), *times(), *whole(), *faces(), *degrees):
        key = word.replace("|", "") if len(word) > 2 and not is_face(word) else word
        if key.lower() in AMBIGUOUS and word.count("|"):
            continue
        parts = [key] if key == word else word.split("|")
        for a, b in (("'", "'"), ("'", "\u2019")):
            known[key.replace(a, b)] = [part.replace(a, b) for part in parts]
    return known


def is_face(word):
    return "|" in word and not any(c.isalnum() or c == "\u00b0" for c in word)


def fnv(data):
    h = 2166136261
    for byte in data:
        h = (h ^ byte) * 16777619 % 2**32
    return h


def filter_bit(data):
    """The bit of the filter: of the first two bytes, the last one and the length."""
    second = data[1] if len(data) > 1 else 0
    return (data[0] * 67 + second * 337 + data[-1] * 2311 + len(data) * 1031) % FILTER_BITS


def c_string(data):
    return '"' + "".join(chr(b) if b >= 128 or (b >= 32 and b not in b'"\\?') else "\\%03o" % b
                         for b in data).encode("latin-1").decode() + '"'


def rows(values, a_row):
    for i in range(0, len(values), a_row):
        print("    " + " ".join(values[i:i + a_row]))


def main():
    words = sorted((k.encode(), [len(p.encode()) for p in v]) for k, v in all_words().items())
    slots, bits = [0] * SLOTS, [0] * (FILTER_BITS // 32)
    for number, (word, _) in enumerate(words, 1):
        at = fnv(word) % SLOTS
        while slots[at]:
            at = (at + 1) % SLOTS
        slots[at] = number
        bits[filter_bit(word) // 32] |= 1 << filter_bit(word) % 32
    print("/* tokens_table.h - made by tokens_table.py; do not edit. */")
    print("enum { WORD_SLOTS = %d, FILTER_BITS = %d, WORD_MAX = %d };"
          % (SLOTS, FILTER_BITS, max(len(word) for word, _ in words)))
    print("static const struct { const char *p; uint8_t n, parts, part[3]; } words[] = {")
    rows(["{%s,%d,%d,{%s}}," % (c_string(word), len(word), len(p), ",".join(map(str, p)))
          for word, p in words], 1)
    print("};\nstatic const uint16_t word_slot[WORD_SLOTS] = {")
    rows([f"{n}," for n in slots], 18)
    print("};\nstatic const uint32_t word_filter[FILTER_BITS / 32] = {")
    rows([f"0x{n:08x}," for n in bits], 8)
    print("};")


if __name__ == "__main__":
    sys.exit(main())
