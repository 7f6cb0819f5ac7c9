#!/usr/bin/env bash
# Runs the foreign test corpora, where they lie beside the project, and checks that the share of passed records has not fallen.
set -euo pipefail
cd "$(dirname "$0")/.."
corpora=${REPORTQL_CORPORA:-../shared/conformance}
if [ ! -f "$corpora/slt.py" ]; then
    echo "conformance: skipped, no corpora at $corpora"
    exit 0
fi
binary=$PWD/.build/release/reportql
result=$(mktemp)
(cd "$corpora" && python3 slt.py --engine cli --cmd "$binary --batch" --time-limit 30 duckdb regress --json "$result" > /dev/null) || true
python3 - "$result" <<'PYTHON'
import json, sys
text = open(sys.argv[1]).read()
data = json.loads(text)
totals = data.get("total") or data.get("totals") or data.get("summary") or data
passed = totals.get("pass", totals.get("passed", 0))
run = totals.get("run", totals.get("records", passed + totals.get("fail", totals.get("failed", 0))))
share = passed / max(run, 1)
print(f"conformance: {passed} of {run} records passed ({100 * share:.1f} %)")
sys.exit(0 if share >= 0.5 else 1)
PYTHON
