#!/usr/bin/env bash
# The long form of the tests: the corpora whole and under every engine mode. What lies beside the project runs where it is there.
set -euo pipefail
cd "$(dirname "$0")/.."
bash scripts/run_examples.sh
bash scripts/conformance_sample.sh
python3 scripts/check_assembly.py
python3 scripts/check_instructions.py
bash scripts/fuzz.sh "${REPORTQL_FUZZ_SECONDS:-600}"
corpora=${REPORTQL_CORPORA:-../shared/conformance}
if [ ! -f "$corpora/slt.py" ]; then
    echo "engine modes over the corpora: skipped, no corpora at $corpora"
    exit 0
fi
binary=$PWD/.build/release/reportql
for mode in "vector_size=3" "hash_bits=0" "dense_arrays=false" "dictionaries=false" "zone_maps=false" "optimizer=false" "threads=1" "widths='wide'"; do
    echo "engine mode $mode"
    (cd "$corpora" && python3 slt.py --engine cli --cmd "$binary --batch" --time-limit 60 --init "SET $mode" duckdb regress | tail -3) || true
done
