#!/usr/bin/env python3
"""Looks at the machine code of the hot loops that scripts/assembly_kernels.txt lists.

    python3 scripts/check_assembly.py [BINARY] [--show NAME]

Every inner loop of a listed kernel must be free of reference counting, of allocation and of the traps that bounds and overflow
checks leave; a kernel marked `vector` must also have a loop of packed instructions. A loop is found as a jump backwards within a
function whose way back encloses no other one. --show prints the loops of the kernels whose names contain NAME.
"""
import argparse
import pathlib
import re
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
# Calls that a hot loop must not make; a loop that calls something else belongs to a driver and is only checked for these.
FORBIDDEN = re.compile(
    r"swift_(retain|release|bridgeObject|allocObject|beginAccess|endAccess|projectBox|getAssociated|dynamicCast|initStackObject|isUnique)")
# Packed arithmetic, comparison, logic and shifts; loads and stores alone move data without computing.
PACKED = re.compile(
    r"^v?(p(add|sub|mul|madd|cmp|and|or|xor|min|max|sll|srl|sra|avg|unpck|shuf|abs|sad|blend|gather|pack|movmsk|movz|movs)\w*"
    r"|(add|sub|mul|div|min|max|cmp\w*|and|andn|or|xor|unpck[lh]|shuf|sqrt|cvt\w*)p[sd])$")
COPY = re.compile(r"^v?(movups|movaps|movdqu|movdqa|movupd|movapd)(8|16|32|64)?$")


class Instruction:
    __slots__ = ("address", "name", "operands", "target")

    def __init__(self, address, name, operands):
        self.address, self.name, self.operands = address, name, operands
        found = re.match(r"([0-9a-f]+) ?<", operands) if name[0] == "j" or name.startswith("call") else None
        self.target = int(found.group(1), 16) if found else None


def functions(binary):
    """(demangled name, start, end) of every function."""
    lines = subprocess.run(["nm", "-S", "--defined-only", binary], check=True, capture_output=True, text=True).stdout.splitlines()
    rows = [line.split() for line in lines]
    rows = [(row[3], int(row[0], 16), int(row[1], 16)) for row in rows if len(row) == 4 and row[2] in "tTwW"]
    names = subprocess.run(
        ["swift", "demangle", "--compact"], input="\n".join(row[0] for row in rows), check=True, capture_output=True, text=True
    ).stdout.splitlines()
    return [(name, start, start + size) for name, (_, start, size) in zip(names, rows)]


def disassemble(binary, start, end):
    text = subprocess.run(
        ["objdump", "-d", "--no-show-raw-insn", f"--start-address={start:#x}", f"--stop-address={end:#x}", binary],
        check=True, capture_output=True, text=True).stdout
    instructions = []
    for line in text.splitlines():
        found = re.match(r"\s+([0-9a-f]+):\s+(\S+)\s*(.*)", line)
        if found:
            name, operands = found.group(2), found.group(3)
            while name in ("lock", "rep", "repz", "notrack", "data16", "bnd"):
                parts = operands.split(None, 1)
                name, operands = parts[0], parts[1] if len(parts) > 1 else ""
            instructions.append(Instruction(int(found.group(1), 16), name, operands))
    return instructions


def body(instructions, place, first, last):
    """The instructions on a way from `first` to `last` that stays between the two; empty where there is none and so no loop."""
    following = {}
    for index in range(first, last + 1):
        instruction = instructions[index]
        targets = [place[instruction.target]] if instruction.name[0] == "j" and instruction.target in place else []
        if not instruction.name.startswith(("jmp", "ret", "ud2")) and "__stack_chk_fail" not in instruction.operands:
            targets.append(index + 1)
        following[index] = [target for target in targets if first <= target <= last and index != last]
    preceding = {}
    for index, targets in following.items():
        for target in targets:
            preceding.setdefault(target, []).append(index)

    def reached(start, edges):
        seen, waiting = {start}, [start]
        while waiting:
            for target in edges.get(waiting.pop(), []):
                if target not in seen:
                    seen.add(target)
                    waiting.append(target)
        return seen

    return frozenset(reached(first, following) & reached(last, preceding))


def inner_loops(instructions):
    """The instructions of each loop that encloses no other one, and the addresses of traps."""
    place = {instruction.address: index for index, instruction in enumerate(instructions)}
    loops = set()
    for index, instruction in enumerate(instructions):
        if instruction.name[0] == "j" and instruction.target in place and place[instruction.target] <= index:
            found = body(instructions, place, place[instruction.target], index)
            if found:
                loops.add(found)
    inner = [loop for loop in loops if not any(other < loop for other in loops)]
    return [[instructions[i] for i in sorted(loop)] for loop in sorted(inner, key=min)], {i.address for i in instructions if i.name == "ud2"}


def judge(loops, traps, wants_vector):
    """What is wrong with a kernel."""
    faults = []
    packed = 0
    for loop in loops:
        calls = [i for i in loop if i.name.startswith("call")]
        for call in calls:
            if FORBIDDEN.search(call.operands):
                faults.append(f"calls {call.operands.split('<')[-1].rstrip('>')} at {call.address:#x}")
        if not calls:
            faults += [f"traps from {i.address:#x}" for i in loop if i.target in traps]
        computing = sum(bool(PACKED.match(i.name)) for i in loop)
        moving = sum(bool(COPY.match(i.name)) for i in loop)
        packed += computing > 0 or moving >= 2
    if not loops:
        faults.append("has no loop")
    elif wants_vector and packed == 0:
        faults.append("has no loop of packed instructions")
    return faults, packed


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("binary", nargs="?", default=".build/release/reportql")
    arguments.add_argument("--kernels", type=pathlib.Path, default=HERE / "assembly_kernels.txt")
    arguments.add_argument("--show", metavar="NAME")
    options = arguments.parse_args()
    known = functions(options.binary)
    failures = checked = 0
    for number, line in enumerate(options.kernels.read_text().splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        kind, pattern = line.split(None, 1)
        if kind not in ("vector", "scalar"):
            sys.exit(f"{options.kernels}:{number}: a line begins with vector or scalar, not {kind}")
        hits = [f for f in known if re.search(pattern, f[0])]
        if not hits:
            print(f"MISSING  {pattern}: no function of that name; was it renamed, or inlined?")
            failures += 1
        for name, start, end in hits:
            loops, traps = inner_loops(disassemble(options.binary, start, end))
            faults, packed = judge(loops, traps, kind == "vector")
            checked += 1
            if options.show and options.show in name:
                print(f"\n{name}")
                for loop in loops:
                    print("  loop")
                    for i in loop:
                        print(f"    {i.address:x}  {i.name:12} {i.operands}")
            if faults:
                failures += 1
                print(f"FAULT    {name}")
                for fault in faults[:5]:
                    print(f"         {fault}")
    print(f"assembly: {checked} functions checked, {failures} with faults")
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main()
