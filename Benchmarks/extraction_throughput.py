#!/usr/bin/env python3
"""Measures the extraction: megabytes of UTF-8 text a second on one core, and the most memory that the process took.

    extraction_throughput.py --reportql .build/release/reportql --documents 100000

A corpus made by make_report_corpus.py goes through `reportql extract --from ndjson` on one thread, so that nothing but the documents in work is
in memory. With --one-document the same texts are one document of many articles instead, which shows what a document costs that is as large
as the corpus. Each size is run with half as many documents too: twice the text should take twice the time.
"""

import argparse
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent


def make_corpus(path: pathlib.Path, documents: int, one_document: bool) -> int:
    """Writes the corpus and returns the bytes of its texts."""
    lines = subprocess.Popen(
        [sys.executable, str(HERE / "make_report_corpus.py"), "--documents", str(documents)], stdout=subprocess.PIPE)
    size = 0
    texts = []
    with path.open("wb") as output:
        for line in lines.stdout:
            text = json.loads(line)["text"]
            size += len(text.encode())
            if one_document:
                texts.append(text)
            else:
                output.write(line)
        if one_document:
            output.write(json.dumps({"report": "all", "text": "\n".join(texts)}, ensure_ascii=False).encode() + b"\n")
    if lines.wait() != 0:
        sys.exit("the corpus could not be made")
    return size


def run(command: list[str], corpus: pathlib.Path) -> tuple[float, float, float]:
    """Seconds of processor time, seconds on the clock, megabytes of memory."""
    with corpus.open("rb") as source:
        start = time.monotonic()
        process = subprocess.Popen(command, stdin=source, stdout=subprocess.DEVNULL, env={**os.environ, "REPORTQL_THREADS": "1"})
        _, status, usage = os.wait4(process.pid, 0)
        clock = time.monotonic() - start
    if status != 0:
        sys.exit(f"{command[0]} ended with status {os.waitstatus_to_exitcode(status)}")
    return usage.ru_utime + usage.ru_stime, clock, usage.ru_maxrss / 1024


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--reportql", default=str(HERE.parent / ".build" / "release" / "reportql"))
    parser.add_argument("--documents", type=int, default=100_000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--table", action="append", default=[], help="only rows of this table; repeats")
    parser.add_argument("--one-document", action="store_true")
    options = parser.parse_args()
    command = [options.reportql, "extract", "--from", "ndjson"]
    for table in options.table:
        command += ["--table", table]
    with tempfile.TemporaryDirectory() as folder:
        for documents in (options.documents // 2, options.documents):
            corpus = pathlib.Path(folder) / "corpus.ndjson"
            size = make_corpus(corpus, documents, options.one_document)
            best = min(run(command, corpus) for _ in range(options.runs))
            processor, clock, memory = best
            print(
                f"{documents:>8} documents  {size / 1e6:8.1f} MB  {size / 1e6 / processor:6.2f} MB/s a core  "
                f"{processor:7.2f} s processor  {clock:7.2f} s clock  {memory:7.1f} MB memory")


if __name__ == "__main__":
    main()
