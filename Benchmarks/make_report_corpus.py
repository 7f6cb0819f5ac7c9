#!/usr/bin/env python3
"""Makes a corpus of any size from the repository's own reports, for measuring the extraction.

Each document repeats one of the reports under seeds/ and Tests/ExtractionTests/reports/ and perturbs it: other numbers, other counties,
other surnames, paragraphs left out or moved, page noise added. The same arguments give the same bytes on every machine.

    make_report_corpus.py --documents 100000 > corpus.ndjson     # lines {"report": ..., "text": ...}
    make_report_corpus.py --documents 1000 --files folder        # one .txt file a document
"""

import argparse
import json
import pathlib
import random
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
DATA = ROOT / "Sources" / "CExtractionData" / "data"
REPORT_FOLDERS = [ROOT / "seeds", ROOT / "Tests" / "ExtractionTests" / "reports"]
NOISE = [
    "首页 > 新闻 > 县市区 > 正文",
    "登录 注册 设为首页 加入收藏",
    "上一篇：我县召开春耕生产会议",
    "分享到：微信 微博 QQ空间",
    "【责任编辑：周敏】",
    "",
    "　　",
]
NUMBER = re.compile(r"[0-9]+")
COUNTY = re.compile(r"[\u4e00-\u9fff]{2,3}(?:县|區|区|市)")
NAMED_PERSON = re.compile(r"(书记|記者|记者|通讯员|主任|黨員|党员|村民)([\u4e00-\u9fff])(?=[\u4e00-\u9fff]{1,2}[、,，说带介在])")


def source_reports() -> list[str]:
    """The reports to perturb, in the order of their paths."""
    paths = [path for folder in REPORT_FOLDERS for path in sorted(folder.rglob("*.txt"))]
    if not paths:
        sys.exit(f"there are no reports under {' and '.join(str(folder) for folder in REPORT_FOLDERS)}")
    return [path.read_text(encoding="utf-8", errors="replace") for path in paths]


def column_of(name: str) -> list[list[str]]:
    """The entries of a lexicon file, split into columns."""
    lines = (DATA / name).read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")]


class Perturbation:
    """What changes a report; draws everything from one generator of random numbers."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.counties = [row[1] for row in column_of("areas.tsv") if len(row) > 2 and row[2] == "county" and len(row[1]) <= 5]
        self.known = set(self.counties)
        self.surnames = [row[0] for row in column_of("surnames.tsv") if len(row[0]) == 1]

    def number(self, match: re.Match) -> str:
        digits = match.group()
        # Short numbers are often days and months: these stay in their range.
        if len(digits) <= 2:
            return str(self.random.randint(1, 28)) if self.random.random() < 0.5 else digits
        return digits[0] + "".join(self.random.choice("0123456789") for _ in digits[1:])

    def apply(self, text: str) -> str:
        replacements: dict[str, str] = {}

        def county(match: re.Match) -> str:
            name = match.group()
            if name not in self.known:
                return name
            return replacements.setdefault(name, self.random.choice(self.counties))

        text = NUMBER.sub(self.number, text)
        text = COUNTY.sub(county, text)
        text = NAMED_PERSON.sub(lambda match: match.group(1) + self.random.choice(self.surnames), text)
        lines = text.split("\n")
        for _ in range(self.random.randint(0, 3)):
            if len(lines) > 6:
                place = self.random.randrange(3, len(lines))
                choice = self.random.random()
                if choice < 0.4:
                    del lines[place]
                elif choice < 0.7:
                    lines.insert(self.random.randrange(3, len(lines)), lines.pop(place))
                else:
                    lines.insert(place, self.random.choice(NOISE))
        return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=20200218)
    parser.add_argument("--files", metavar="FOLDER", help="write one .txt file a document instead of NDJSON to the output")
    options = parser.parse_args()
    reports = source_reports()
    perturbation = Perturbation(options.seed)
    folder = pathlib.Path(options.files) if options.files else None
    if folder:
        folder.mkdir(parents=True, exist_ok=True)
    for number in range(options.documents):
        text = perturbation.apply(reports[number % len(reports)])
        if folder:
            (folder / f"{number:06}.txt").write_text(text, encoding="utf-8")
        else:
            sys.stdout.write(json.dumps({"report": f"{number:06}", "text": text}, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
