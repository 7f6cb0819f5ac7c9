#!/usr/bin/env bash
# Fuzzes the extraction with libFuzzer: any bytes as a report file. What makes it crash, take over a second for up to 64 KB, or give a span
# that does not stand in the file is kept in .build-fuzz/findings.
#   scripts/fuzz.sh [SECONDS]     600 by default
set -euo pipefail
cd "$(dirname "$0")/.."
seconds=${1:-600}
export REPORTQL_FUZZ=1
swift build -c release --scratch-path .build-fuzz --sanitize fuzzer --product extraction-fuzzer
corpus=.build-fuzz/corpus
mkdir -p "$corpus" .build-fuzz/findings
# The seeds are whole reports and paragraphs of them: libFuzzer mends small inputs best.
python3 - "$corpus" <<'PYTHON'
import pathlib, sys
out = pathlib.Path(sys.argv[1])
files = [*pathlib.Path("seeds").glob("*.txt"), *pathlib.Path("Tests/ExtractionTests/reports").glob("*.txt")]
for number, file in enumerate(sorted(files)):
    data = file.read_bytes()
    (out / f"whole{number}").write_bytes(data[:65536])
    for place, paragraph in enumerate(p for p in data.split(b"\n") if len(p) > 60):
        (out / f"part{number}-{place}").write_bytes(paragraph)
    text = data.decode("utf-8", "replace")
    (out / f"gb{number}").write_bytes(text.encode("gb18030", "replace"))
    (out / f"wide{number}").write_bytes(text.encode("utf-16"))
    (out / f"page{number}").write_bytes(("<html><body><p>" + text.replace("\n", "</p><p>") + "</p></body></html>").encode())
PYTHON
workers=$(nproc)
.build-fuzz/release/extraction-fuzzer "$corpus" -max_len=65536 -timeout=1 -max_total_time="$seconds" -fork="$workers" \
    -artifact_prefix=.build-fuzz/findings/ -print_final_stats=1
