#!/usr/bin/env bash
# Runs what the documents tell readers to type: every fenced block marked `sh`, one shell a document, in a copy of the work tree's root.
# A block under a line `<!-- not run -->` is left out: it needs a terminal, the network or root.
set -euo pipefail
cd "$(dirname "$0")/.."
for document in README.md CONTRIBUTING.md; do
    script=$(mktemp)
    awk '
        /^<!-- not run -->/ { skip = 1; next }
        /^```sh$/ { if (!skip) inside = 1; else passing = 1; skip = 0; next }
        /^```/ { inside = 0; passing = 0; next }
        inside { print }
    ' "$document" > "$script"
    echo "commands of $document: $(grep -c . "$script" || true) lines"
    (set -e; bash -e "$script" < /dev/null > /dev/null)
    rm -f "$script"
done
