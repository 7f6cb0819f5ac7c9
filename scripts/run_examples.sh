#!/usr/bin/env bash
# Runs every saved query script of examples/ on seeds/; each must succeed and answer with rows.
set -euo pipefail
cd "$(dirname "$0")/.."
count=0
for script in examples/*.rql; do
    rows=$(.build/release/reportql seeds/ --no-rc --mode csv -f "$script" | wc -l)
    if [ "$rows" -lt 2 ]; then
        echo "$script answered with no rows" >&2
        exit 1
    fi
    count=$((count + 1))
    echo "$script: $rows lines"
done
echo "$count examples run"
