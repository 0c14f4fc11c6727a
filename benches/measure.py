#!/usr/bin/env python3
"""Measures `asl-lint check` against the physical floor: reading the files and a JSON syntax check.

    cargo build --release --examples --bins
    python3 benches/measure.py [--bin PATH] [--runs N] [--only NAME]

Builds nothing. The inputs are generated into a temporary directory. Figures are CPU times (user
and system) of whole processes, medians over runs that alternate between the two programs.
"""

import argparse
import ctypes
import math
import os
import pathlib
import platform
import re
import signal
import statistics
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
START_RUNS = 15
SHAPES = ("realistic", "chain", "star", "mesh")
FORMATS = ("json", "yaml")
REPORTS = ("json", "json-lines", "sarif")
SIZES = (1_000, 10_000)
# Below this many milliseconds on top of the start-up, an exponent says nothing.
RESOLUTION_MS = 0.5

# ptrace(2), for peak memory; x86-64 and AArch64 share these numbers.
PTRACE_CONT, PTRACE_SEIZE, PTRACE_O_TRACEEXIT = 7, 0x4206, 0x40


class Failed(Exception):
    pass


def spawn(command):
    null = os.open(os.devnull, os.O_RDWR)
    try:
        actions = [(os.POSIX_SPAWN_DUP2, null, stream) for stream in (0, 1, 2)]
        return os.posix_spawn(command[0], command, os.environ, file_actions=actions)
    finally:
        os.close(null)


def run(command):
    """One run: CPU seconds and the kernel's ru_maxrss in kilobytes.

    wait4 reports microseconds. The kernel splits user from system time by clock ticks on many
    machines, but scales the split to the exact run time of the process, so only the sum is used.
    """
    _, status, usage = os.wait4(spawn(command), 0)
    if status != 0:
        raise Failed(f"{' '.join(command[:4])} ... ended with {os.waitstatus_to_exitcode(status)}")
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss


def peak_at_exit(command):
    """The peak in kilobytes that the process itself reached, or None where it cannot be had.

    ru_maxrss starts at the peak of the process that spawned the child, which is this interpreter:
    everything smaller looks alike. So the child is stopped as it exits and asked for its VmHWM.
    """
    if platform.system() != "Linux":
        return None
    libc = ctypes.CDLL(None, use_errno=True)
    libc.ptrace.argtypes = [ctypes.c_long, ctypes.c_long, ctypes.c_void_p, ctypes.c_void_p]
    pid = spawn(command)
    seized = libc.ptrace(PTRACE_SEIZE, pid, None, PTRACE_O_TRACEEXIT) == 0
    peak = None
    while True:
        _, status, _ = os.wait4(pid, 0)
        if not os.WIFSTOPPED(status):
            return peak
        if seized and status >> 16:
            with open(f"/proc/{pid}/status", encoding="ascii") as lines:
                for line in lines:
                    if line.startswith("VmHWM:"):
                        peak = int(line.split()[1])
        deliver = 0 if status >> 16 else os.WSTOPSIG(status)
        libc.ptrace(PTRACE_CONT, pid, None, 0 if deliver == signal.SIGTRAP else deliver)


def peak(command):
    """Peak megabytes as text; `<=` where only ru_maxrss was to be had."""
    seen = [value for value in (peak_at_exit(command) for _ in range(3)) if value]
    if seen:
        return f"{max(seen) / 1024:.1f}"
    return f"<= {run(command)[1] / 1024:.1f}"


def compare(check, floor, runs):
    """Alternates the two commands and returns the CPU seconds of both, pairwise."""
    run(check), run(floor)  # Warm the page cache.
    return [(run(check)[0], run(floor)[0]) for _ in range(runs)]


def milliseconds(seconds):
    value = seconds * 1_000
    return f"{value:.2f}" if value < 10 else f"{value:.1f}" if value < 100 else f"{value:.0f}"


def generate(program, *arguments):
    subprocess.run([program, *map(str, arguments)], check=True)


def table(head, rows):
    print("| " + " | ".join(head) + " |")
    print("|" + "|".join([" --- "] + [" ---: "] * (len(head) - 1)) + "|")
    for row in rows:
        print("| " + " | ".join(row) + " |", flush=True)


def faulty(text, count=0):
    """A definition with a field that does not exist in so many states, or in every state."""
    return re.sub(r'"Type": ?"', r'"Coment": "", \g<0>', text, count=count)


def report_inputs(work, generator):
    """Files with few findings, files full of them, and a file whose findings are in one long line."""
    few, many, line = work / "few", work / "many", work / "line.asl.json"
    generate(generator, "tree", 2_000, few)
    for index, path in enumerate(sorted(few.rglob("*.asl.json"))):
        text = path.read_text("utf-8")
        copy = many / path.relative_to(few)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_text(faulty(text), "utf-8")
        if index % 10 == 0:
            path.write_text(faulty(text, 1), "utf-8")
    generate(generator, "realistic", 1_700, line)
    line.write_text(faulty(line.read_text("utf-8").replace("\n", " ")), "utf-8")
    return [("2,000 files", few), ("2,000 files full of faults", many), ("1 MB in one line", line)]


def measure_reports(lint, work, generator, runs):
    """What machine formats cost beside `concise`, each written to a file."""

    def check(form, target):
        sink = f"{form}:{work / 'report'}"
        return [lint, "check", "--output-format", sink, "--exit-zero", str(target)]

    out = []
    for label, target in report_inputs(work, generator):
        run(check("concise", target))
        found = (work / "report").read_text("utf-8").count("\n")
        row, plain = [f"{label}, {found:,} findings"], []
        for form in REPORTS:
            pairs = compare(check(form, target), check("concise", target), runs)
            plain.extend(b for _, b in pairs)
            cost = milliseconds(statistics.median(a for a, _ in pairs))
            row.append(f"{cost} ({statistics.median(a / b for a, b in pairs):.2f}x)")
        out.append([row[0], milliseconds(statistics.median(plain)), *row[1:]])
    print("Reports; CPU ms, and how many times that of `concise`:\n")
    table(["input", "concise", *REPORTS], out)
    print()


def exponent(cost_1, cost_2, size_1, size_2):
    if cost_1 * 1_000 < RESOLUTION_MS or cost_2 <= 0:
        return "too short"
    return f"{math.log(cost_2 / cost_1) / math.log(size_2 / size_1):.2f}"


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--bin", default=str(ROOT / "target/release/asl-lint"), metavar="PATH")
    parser.add_argument("--runs", type=int, default=9, metavar="N", help="runs of each case (9)")
    parser.add_argument(
        "--only",
        metavar="NAME",
        help="start, tree, 1000, 5000, reports, growth, one shape (mesh) or one row (mesh-yaml)",
    )
    options = parser.parse_args()

    examples = ROOT / "target/release/examples"
    lint = os.path.abspath(options.bin)
    floor, generator = str(examples / "floor"), str(examples / "generate")
    for program in (lint, floor, generator):
        if not os.access(program, os.X_OK):
            sys.exit(f"measure.py: no {program}; run: cargo build --release --examples --bins")

    cases = ("start", "tree", "1000", "5000")
    rows = [f"{shape}-{kind}" for shape in SHAPES for kind in FORMATS]
    only = options.only
    if only and only not in (*cases, "reports", "growth", *SHAPES, *rows):
        sys.exit(f"measure.py: unknown case {only}")
    wanted_cases = [case for case in cases if not only or case == only]
    wanted_rows = [
        row for row in rows if not only or only in (row, "growth", row.split("-")[0])
    ]

    def check(*paths):
        return [lint, "check", "--output-format", "concise", "--exit-zero", *map(str, paths)]

    with tempfile.TemporaryDirectory(prefix="asl-lint-bench-") as directory:
        work = pathlib.Path(directory)
        os.chdir(work)
        one = work / "start.asl.json"
        generate(generator, "chain", 1, one)

        out = []
        for case in wanted_cases:
            runs = max(options.runs, START_RUNS) if case == "start" else options.runs
            if case == "start":
                target, against, label = one, [one], "start: one state"
            elif case == "tree":
                target = work / "tree"
                generate(generator, "tree", 2_000, target)
                files = sorted(target.rglob("*.asl.json"))
                (work / "list.txt").write_text("".join(f"{path}\n" for path in files))
                size = sum(path.stat().st_size for path in files) / 1e6
                against, label = [f"@{work / 'list.txt'}"], f"tree: 2,000 files, {size:.1f} MB"
            else:
                target = work / f"realistic-{case}.asl.json"
                generate(generator, "realistic", case, target)
                size = target.stat().st_size / 1e6
                against, label = [target], f"realistic: {int(case):,} states, {size:.2f} MB"
            pairs = compare(check(target), [floor, *map(str, against)], runs)
            out.append([
                label,
                milliseconds(statistics.median(a for a, _ in pairs)),
                milliseconds(statistics.median(b for _, b in pairs)),
                f"{statistics.median(a / b for a, b in pairs if b > 0):.1f}x",
                peak(check(target)),
                str(runs),
            ])
        if out:
            head = ["case", "asl-lint CPU ms", "floor CPU ms", "ratio", "asl-lint peak MB", "runs"]
            table(head, out)
            print()

        if not only or only == "reports":
            measure_reports(lint, work, generator, options.runs)
        if not wanted_rows:
            return
        pairs = compare(check(one), [floor, str(one)], max(options.runs, START_RUNS))
        start = statistics.median(a for a, _ in pairs)
        out = []
        for row in wanted_rows:
            shape, kind = row.split("-")
            costs, sizes, floors, memory = [], [], [], ""
            for count in SIZES:
                target = work / f"{shape}-{count}.asl.{kind}"
                generate(generator, shape, count, target)
                sizes.append(target.stat().st_size)
                pairs = compare(check(target), [floor, str(target)], options.runs)
                costs.append(max(0.0, statistics.median(a for a, _ in pairs) - start))
                floors.append(statistics.median(b for _, b in pairs))
                if count == SIZES[-1]:
                    memory = peak(check(target))
                target.unlink()
            out.append([
                f"{shape} {kind.upper()}",
                f"{sizes[0] / 1e6:.2f} / {sizes[1] / 1e6:.2f}",
                milliseconds(costs[0]),
                milliseconds(costs[1]),
                milliseconds(floors[1]),
                exponent(*costs, *SIZES),
                exponent(*costs, *sizes),
                memory,
            ])
        print(f"Growth; start-up ({milliseconds(start)} ms) taken off asl-lint's times:\n")
        table(
            [
                "shape",
                "MB",
                *(f"{count:,} states, ms" for count in SIZES),
                f"floor at {SIZES[1]:,}, ms",
                "exponent by states",
                "by bytes",
                "peak MB",
            ],
            out,
        )


if __name__ == "__main__":
    try:
        main()
    except Failed as error:
        sys.exit(f"measure.py: {error}")
