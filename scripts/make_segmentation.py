#!/usr/bin/env python3
"""Generate Sources/CExtractionData/data/segmentation.trie, the word dictionary that finds word boundaries and coarse parts of speech.

    pip download jieba --no-deps && tar xzf jieba-*.tar.gz
    scripts/make_segmentation.py jieba-*/jieba/dict.txt [--words 110000]

Source: dict.txt of jieba 0.42.1 (https://github.com/fxsjy/jieba, MIT licence), lines `word frequency tag`. The most frequent words of Han
characters are kept, and every single character.

The file is a double-array trie, used in place: a header of four little-endian UInt32 (magic 0x44524F57, version, number of slots, log2-scale),
then for each slot two UInt32. The first holds base (20 bits), cost (7 bits) and tag (5 bits, 0 where no word ends); the second the parent's
slot + 1. The child of slot s by scalar c is slot base(s) + (c - 0x4E00), if its parent is s. Cost is 5 · ln(total / frequency), at most 127.
"""
import argparse, collections, math, pathlib, re, struct

TAGS = {  # jieba's tags by first letters, longest first, to the numbers of WordTag in Sources/Extraction/Words/WordDictionary.swift
    "nr": 2, "ns": 3, "nt": 4, "nz": 5, "vn": 7, "vd": 9, "ad": 9, "an": 1, "ng": 1, "vg": 6, "ag": 8, "dg": 9, "tg": 16,
    "n": 1, "v": 6, "a": 8, "d": 9, "p": 10, "c": 11, "u": 12, "m": 13, "q": 14, "r": 15, "t": 16, "f": 17, "b": 18,
    "i": 19, "l": 19, "s": 20, "j": 21, "z": 8, "y": 12, "k": 22, "h": 23, "o": 9, "e": 12, "x": 24, "g": 24, "zg": 1,
}


def tag(text):
    text = text.lower()
    return TAGS.get(text[:2]) or TAGS.get(text[:1]) or 24


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("dictionary", type=pathlib.Path)
    ap.add_argument("--words", type=int, default=110000)
    ap.add_argument("--out", type=pathlib.Path, default=pathlib.Path(__file__).resolve().parent.parent / "Sources/CExtractionData/data/segmentation.trie")
    args = ap.parse_args()
    rows = []
    for line in args.dictionary.read_text(encoding="utf-8").splitlines():
        parts = line.split(" ")
        if len(parts) == 3 and re.fullmatch("[\u4e00-\u9fff]+", parts[0]):
            rows.append((parts[0], int(parts[1]), tag(parts[2])))
    total = sum(r[1] for r in rows)
    rows.sort(key=lambda r: (-r[1], r[0]))
    kept = [r for i, r in enumerate(rows) if i < args.words or len(r[0]) == 1]
    children = collections.defaultdict(dict)  # node -> scalar code -> node
    payload = {}
    nodes = 1
    for word, frequency, word_tag in sorted(kept):
        node = 0
        for character in word:
            code = ord(character) - 0x4E00
            if code not in children[node]:
                children[node][code] = nodes
                nodes += 1
            node = children[node][code]
        cost = min(127, round(5 * math.log(total / max(frequency, 1))))
        payload[node] = (cost, word_tag)
    base, check = {}, {}
    taken = bytearray(1 << 20)
    slot_of = {0: 0}
    taken[0] = 1
    first_free = 1
    top = 0
    queue = collections.deque([0])
    while queue:
        node = queue.popleft()
        codes = sorted(children.get(node, {}))
        if not codes:
            continue
        while taken[first_free]:
            first_free += 1
        at = max(first_free, codes[0] + 1)
        while True:
            while taken[at]:
                at += 1
            offset = at - codes[0]
            if offset > 0 and all(not taken[offset + c] for c in codes):
                break
            at += 1
        base[slot_of[node]] = offset
        for code in codes:
            child = children[node][code]
            slot_of[child] = offset + code
            taken[offset + code] = 1
            check[offset + code] = slot_of[node] + 1
            top = max(top, offset + code)
            queue.append(child)
    payload = {slot_of[n]: p for n, p in payload.items()}
    assert max(base.values()) < 1 << 20
    with args.out.open("wb") as out:
        out.write(struct.pack("<4I", 0x44524F57, 1, top + 1, 5))
        for slot in range(top + 1):
            cost, word_tag = payload.get(slot, (0, 0))
            out.write(struct.pack("<2I", base.get(slot, 0) << 12 | cost << 5 | word_tag, check.get(slot, 0)))
    print(len(kept), "words,", nodes, "nodes,", top + 1, "slots,", args.out.stat().st_size, "bytes")


if __name__ == "__main__":
    main()
