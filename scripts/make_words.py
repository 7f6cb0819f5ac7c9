#!/usr/bin/env python3
"""Make Sources/CExtractionData/data/{words.tsv,words.index,given_names.tsv} from the dictionary of jieba 0.42.1 (MIT).

    pip download --no-deps jieba==0.42.1     # in an empty folder
    scripts/make_words.py FOLDER

words.tsv        everyday words of two to four characters, no names of people or places, verbs marked by v: what a short place name or a personal name must not cut into.
words.index      hash table over words.tsv for use in place (packed_index.py).
given_names.tsv  character, how often it stands in given names (3 often, 2 now and then, 1 seldom), counted over the dictionary's personal names.
"""
import collections, pathlib, re, sys, tarfile

from packed_index import packed_index

LEAST = {2: 10, 3: 10, 4: 20}  # frequency in the dictionary from which a word of that length is taken


def main():
    folder = pathlib.Path(sys.argv[1])
    out = pathlib.Path(__file__).resolve().parent.parent / "Sources" / "CExtractionData" / "data"
    archive = tarfile.open(next(p for p in sorted(folder.iterdir()) if p.name.startswith("jieba") and p.name.endswith(".tar.gz")))
    member = next(m for m in archive.getmembers() if m.name.endswith("jieba/dict.txt"))
    surnames = {l.split("\t")[0] for l in (out / "surnames.tsv").read_text(encoding="utf-8").splitlines() if l and l[0] != "#"}
    words, verbs, given = set(), set(), collections.Counter()
    for line in archive.extractfile(member).read().decode("utf-8").splitlines():
        word, frequency, tag = line.split(" ")
        if not re.fullmatch(r"[\u4e00-\u9fff]+", word):
            continue
        if tag.startswith("nr"):
            if tag == "nr" and len(word) in (2, 3) and word[0] in surnames:
                given.update(word[1:])
        elif tag != "ns" and len(word) in LEAST and int(frequency) >= LEAST[len(word)]:
            words.add(word)
            if tag == "v":
                verbs.add(word)
    source = "# From the dictionary of jieba 0.42.1 (MIT) by scripts/make_words.py."
    text = bytearray(f"# Everyday words of two to four characters, no names of people or places; `v` behind those that are verbs first of all. Read in place through words.index.\n{source}\n".encode())
    for word in sorted(words):
        text += word.encode() + (b"\tv\n" if word in verbs else b"\n")
    (out / "words.tsv").write_bytes(text)
    (out / "words.index").write_bytes(packed_index(text))
    lines = ["# Characters of given names: character, weight (3 often, 2 now and then, 1 seldom).", source]
    for character, count in sorted(given.items(), key=lambda item: (-item[1], item[0])):
        if count >= 5:
            lines.append(f"{character}\t{3 if count >= 80 else 2 if count >= 25 else 1}")
    # The file that is there was put right by hand: characters of today's names weigh more than in a dictionary of history, those of words nothing.
    if not (out / "given_names.tsv").exists():
        (out / "given_names.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(len(words), "words,", len(text), "bytes,", len(lines) - 2, "given-name characters")


if __name__ == "__main__":
    main()
