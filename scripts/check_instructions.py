#!/usr/bin/env python3
"""Counts the instructions of the statements of Benchmarks/instructions/queries.sql and compares them with the recorded ones.

    python3 scripts/check_instructions.py [BINARY] [--record]

Each statement runs once under callgrind, with one thread and fixed hash seeds, after the same preparation, whose own count is taken
off. Counts repeat to a thousandth where times on a shared machine differ by half, so a rise of more than a tenth is a change of the
program. --record writes Benchmarks/instructions/baseline.json anew: do so when a change is meant, and say why in the commit.
"""
import argparse
import concurrent.futures
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent.parent / "Benchmarks" / "instructions"
LIMIT = 1.10


def statements(path):
    """The preparation, and (name, statement) pairs."""
    parts = re.split(r"^-- name: (.*)$", path.read_text(), flags=re.M)
    return parts[0], list(zip(parts[1::2], (part.strip() for part in parts[2::2])))


def count(binary, script):
    """Instructions of a run of `script`."""
    with tempfile.TemporaryDirectory() as folder:
        environment = {"PATH": os.environ["PATH"], "HOME": folder, "SWIFT_DETERMINISTIC_HASHING": "1", "LC_ALL": "C.UTF-8"}
        done = subprocess.run(
            ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", str(binary), "--no-rc", "--threads", "1", "--mode", "csv",
             "-o", "/dev/null", "-c", script],
            capture_output=True, text=True, env=environment, cwd=folder)
    found = re.search(r"Collected : (\d+)", done.stderr)
    if done.returncode != 0 or not found:
        sys.exit(f"the run failed with status {done.returncode}:\n{script[-400:]}\n{done.stderr[-800:]}")
    return int(found.group(1))


def install_valgrind():
    if shutil.which("valgrind") or os.environ.get("CI") != "true" or os.geteuid() != 0:
        return
    print("installing valgrind", flush=True)
    subprocess.run("apt-get update -qq && apt-get install -y -qq valgrind > /dev/null", shell=True)


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("binary", nargs="?", default=".build/release/reportql")
    arguments.add_argument("--record", action="store_true", help="keep the counts as the new baseline")
    arguments.add_argument("--jobs", type=int, default=os.cpu_count())
    options = arguments.parse_args()
    install_valgrind()
    if not shutil.which("valgrind"):
        print("instruction counts: NOT RUN, there is no valgrind here (apt-get install valgrind)")
        sys.exit(0)
    preparation, queries = statements(HERE / "queries.sql")
    compiler = subprocess.run(["swift", "--version"], capture_output=True, text=True).stdout.splitlines()[0]
    with tempfile.TemporaryDirectory() as folder:
        # Without debugging information, whose newest forms valgrind cannot read.
        stripped = pathlib.Path(folder) / "reportql"
        subprocess.run(["strip", "-g", "-o", stripped, options.binary], check=True)
        scripts = [preparation] + [preparation + text for _, text in queries]
        with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
            base, *totals = pool.map(lambda script: count(stripped, script), scripts)
    counts = {name: total - base for (name, _), total in zip(queries, totals)}
    counts["preparation"] = base
    file = HERE / "baseline.json"
    if options.record:
        file.write_text(json.dumps({"compiler": compiler, "instructions": counts}, indent=2) + "\n")
        print(f"recorded {len(counts)} counts in {file}")
        return
    recorded = json.loads(file.read_text())
    if recorded["compiler"] != compiler:
        print(f"instruction counts: NOT COMPARED, recorded with another compiler: {recorded['compiler']}")
        return
    failures = 0
    for name, now in counts.items():
        before = recorded["instructions"].get(name)
        change = now / before if before else float("inf")
        fault = change > LIMIT
        failures += fault
        print(f"{name:24}{now:>16,}{before or 0:>16,}{change:8.3f}" + ("  MORE THAN A TENTH" if fault else ""))
    print(f"instruction counts: {len(counts)} compared, {failures} above {LIMIT:.2f}")
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main()
