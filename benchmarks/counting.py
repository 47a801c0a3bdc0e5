"""How long it takes to read, check, link and count invented extracts, and how long a plain pandas loop takes to count.

    python benchmarks/counting.py 5 10 20       three sizes, then one table: seconds, rows a second, ratios, peak memory

Every step is a process of its own, so that its peak memory is its own. The whole pipeline is measured by country.py.
"""

import argparse
import json
import os
import platform
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

FIRST, LAST = "2004-05 Q1", "2009-10 Q4"
QUARTERS = 24
AT_ONCE = 15  # partnerships counted together, as in a run for real
MOST_IN_THE_LOOP = 20  # partnerships; the loop visits one area after another, so more would only take longer
NATION = {"partnerships": 150, "rows": 3_000_000}
SAME = (
    "in_treatment",
    "new_presentations",
    "exits",
    "retained_or_planned_discharge_percent",
    "successful_completion_of_exits",
    "effective_treatment",
    "first_waits_within_3_weeks",
)  # counted both ways, in all, by sex and by age
COLUMNS = ("partnerships", "step", "rows", "seconds", "processor seconds", "rows a second", "figures")
COLUMNS += ("ms an indicator, partnership and quarter", "peak MiB")
STEPS = ("read", "count", "same", "loop")


def main() -> None:
    """One step, where the command line names one; otherwise every step for every size, and the table."""
    wanted = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    wanted.add_argument(
        "partnerships", type=int, nargs="*", default=[5, 10, 20], help="how many, one size after another"
    )
    wanted.add_argument("--folder", type=Path, help="where files are put; a temporary folder if none is given")
    wanted.add_argument("--step", choices=("invent", *STEPS), help="one step alone, as a line of JSON")
    given = wanted.parse_args()
    if given.step:
        print(json.dumps(_measured(given.step, given.folder, given.partnerships[0])))
        return
    with tempfile.TemporaryDirectory() as temporary:
        folder = (given.folder or Path(temporary)).resolve()
        _in_a_process("invent", folder, max(given.partnerships))
        sizes = {size: {step: _in_a_process(step, folder, size) for step in STEPS} for size in given.partnerships}
    print(machine(), *table(sizes), sep="\n")


def machine() -> str:
    """The machine and the versions that were measured, in one line."""
    from importlib.metadata import version

    info = Path("/proc/cpuinfo")
    lines = info.read_text().splitlines() if info.exists() else []
    processor = next((line.split(": ")[1] for line in lines if line.startswith("model name")), platform.processor())
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    packages = ", ".join(f"{name} {version(name)}" for name in ("polars", "pandas"))
    return f"{os.cpu_count()} cores ({processor}), {memory:.0f} GiB, {platform.system()}, Python {platform.python_version()}, {packages}"


def table(sizes: dict[int, dict[str, dict]]) -> list[str]:
    """The lines of one table, a row a step and size; then ratios, growth, and what it comes to for the country."""
    lines = ["", f"| {' | '.join(COLUMNS)} |", "|" + " ---: |" * len(COLUMNS)]
    lines += [_row(found) for steps in sizes.values() for found in steps.values()]
    return [*lines, "", *(_ratios(steps) for steps in sizes.values()), *_growth(sizes), _nation(sizes[max(sizes)])]


def _row(found: dict) -> str:
    asked = found.get("indicators", 0) * found["partnerships"] * QUARTERS
    parts = [found["partnerships"], found["what"], found["rows"], found["seconds"], found["processor"]]
    parts += [found["rows"] / found["seconds"], found["figures"] or ""]
    parts += [1000 * found["seconds"] / asked if asked else "", found["peak"]]
    written = (f"{part:,.1f}" if isinstance(part, float) and part < 100 else part for part in parts)
    return f"| {' | '.join(part if isinstance(part, str) else f'{part:,.0f}' for part in written)} |"


def _ratios(steps: dict[str, dict]) -> str:
    """How many times as long the loop takes: for the same figures, and for a figure of ours on average."""
    same, loop, count = (steps[step] for step in ("same", "loop", "count"))
    clock, processor = (loop[kind] / same[kind] for kind in ("seconds", "processor"))
    each = (loop["seconds"] / loop["figures"]) / (count["seconds"] / count["figures"])
    return (
        f"{count['partnerships']} partnerships: the loop takes {clock:.1f} times as long for the same figures "
        f"({processor:.1f} times in processor time), and {each:.1f} times as long a figure as linking and counting everything"
    )


def _growth(sizes: dict[int, dict[str, dict]]) -> list[str]:
    """How much longer each step takes with more rows; 1.00 is as many times as long as there are times the rows."""
    first, *others = sizes
    lines = []
    for size in others:
        grown = []
        for step in STEPS[:2]:
            before, after = sizes[first][step], sizes[size][step]
            rows = after["rows"] / before["rows"]
            times = [after[kind] / before[kind] for kind in ("seconds", "processor")]
            grown.append(
                f"{step} {times[0]:.1f} times as long ({times[0] / rows:.2f}; processor {times[1] / rows:.2f})"
            )
        lines.append(f"from {first} to {size} partnerships, {rows:.1f} times the rows: {', '.join(grown)}")
    return lines


def _nation(steps: dict[str, dict]) -> str:
    """What the largest size comes to for the country, if each step goes on in proportion."""
    read, count, loop = (steps[step] for step in ("read", "count", "loop"))
    looped = loop["seconds"] / loop["figures"] * count["figures"] * NATION["rows"] / count["rows"]
    return (
        f"{NATION['rows']:,} rows, {NATION['partnerships']} partnerships, {QUARTERS} quarters: "
        f"read and check {NATION['rows'] / read['rows'] * read['seconds']:,.0f} s, "
        f"link and count every indicator {NATION['rows'] / count['rows'] * count['seconds']:,.0f} s; "
        f"as many figures by the loop {looped / 60:,.0f} minutes"
    )


def _in_a_process(step: str, folder: Path, size: int) -> dict:
    # what this process itself holds is small, so that the peak a child inherits from it does not show
    command = [sys.executable, __file__, "--step", step, "--folder", str(folder), str(size)]
    environment = os.environ | {"NEEDS_PSEUDONYM_KEY": "a key for invented people only"}
    print(f"{step}, {size} partnerships", file=sys.stderr)
    found = json.loads(subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE).stdout)
    print(found, file=sys.stderr, flush=True)  # a later step may fail, and this one may have taken an hour
    return found


def _measured(step: str, folder: Path, size: int) -> dict:
    """A step's rows, figures and seconds, and the peak memory of the process."""
    from counting_steps import count, invent, loop, read, same

    steps = {"invent": invent, "read": read, "count": count, "same": same, "loop": loop}
    found = {"partnerships": size, "figures": 0} | steps[step](folder, size)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (2**20 if sys.platform == "darwin" else 2**10)
    return found | {"peak": peak}


if __name__ == "__main__":
    main()
