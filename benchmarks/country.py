"""From extracts to safe results and one overview, for as many invented partnerships as the country has.

    python benchmarks/country.py                       150 partnerships, 24 quarters: what each stage takes
    python benchmarks/country.py 10 40 150             growth with the number of partnerships
    python benchmarks/country.py 40 --quarters 8 16 24  growth with the number of quarters

Each size is a project of its own in a temporary folder, made by the same pipeline and workers as any other. Seconds of a
stage are those of all workers added up; the whole is by the clock.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from itertools import product
from pathlib import Path

FIRST = "2004-05 Q1"
PROJECT = Path(__file__).parents[1]
COPIED = ("needs.toml", "requirements.lock", "notebooks", "data/raw/published", "data/raw/plans")
COLUMNS = ("partnerships", "quarters", "stage", "rows", "seconds", "processor seconds", "peak MiB of a worker")


def main() -> None:
    """Every size that was asked for, and a table of all."""
    wanted = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    wanted.add_argument("partnerships", type=int, nargs="*", default=[150])
    wanted.add_argument("--quarters", type=int, nargs="*", default=[24])
    wanted.add_argument(
        "--folder", type=Path, help="where projects are put, and kept; a temporary folder if none is given"
    )
    wanted.add_argument("--one", type=Path, help=argparse.SUPPRESS)
    given = wanted.parse_args()
    if given.one:
        print(json.dumps(_run(given.one)))
        return
    from counting import machine

    rows = []
    with tempfile.TemporaryDirectory() as temporary:
        for partnerships, quarters in product(given.partnerships, given.quarters):
            root = (given.folder or Path(temporary)).resolve() / f"{partnerships}-{quarters}"
            rows += _measured(root, partnerships, quarters)
    print(machine(), "", f"| {' | '.join(COLUMNS)} |", "|" + " ---: |" * len(COLUMNS), *rows, sep="\n")


def _measured(root: Path, partnerships: int, quarters: int) -> list[str]:
    """The lines of the table for one size."""
    extracts = _invented(root, partnerships, quarters)
    environment = os.environ | {"NEEDS_HOME": str(root), "NEEDS_PSEUDONYM_KEY": "a key for invented people only"}
    command = [sys.executable, __file__, "--one", str(root)]
    found = json.loads(subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE).stdout)
    began = time.perf_counter()
    overview = ["report", "--all", "--quarter", "2009-10 Q4", "--document", "overview"]
    subprocess.run(
        [Path(sys.executable).with_name("needs"), *overview], env=environment, check=False, stdout=sys.stderr
    )
    found["stages"]["one overview"] = [time.perf_counter() - began, None]
    lines = []
    for step, (seconds, processor) in found["stages"].items():
        rows = {
            "read": extracts,
            "link and count": extracts,
            "make safe": found["results"],
            "over all": found["results"],
        }.get(step)
        cells = (partnerships, quarters, step, rows, seconds, processor, found["peaks"].get(step))
        lines.append(f"| {' | '.join(_cell(cell) for cell in cells)} |")
        print(lines[-1], file=sys.stderr, flush=True)
    return lines


def _cell(value: object) -> str:
    if value is None:
        return ""
    return (
        f"{value:,.1f}"
        if isinstance(value, float) and value < 100
        else f"{value:,.0f}"
        if isinstance(value, float)
        else f"{value:,}"
        if isinstance(value, int)
        else str(value)
    )


def _invented(root: Path, partnerships: int, quarters: int) -> int:
    """A project with as many invented partnerships, each with as many quarters; gives the rows of their extracts."""
    from needs.quarter import Quarter
    from needs.synthetic.extracts import synthesise
    from needs.synthetic.profiles import national

    for name in COPIED:
        source, target = PROJECT / name, root / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copytree(source, target, dirs_exist_ok=True) if source.is_dir() else shutil.copy(source, target)
    last = Quarter.parse("2009-10 Q4")
    made = synthesise(root / "data" / "raw", 1, national(partnerships), str(last - (quarters - 1)), str(last))
    return sum(extract.rows for extract in made)


def _run(root: Path) -> dict:
    """Bring a project's tables up to date; what each stage took, the whole by the clock, and the most memory a worker held."""
    import country_steps
    import pandas as pd

    from needs import workers
    from needs.folders import Folders
    from needs.pipeline import stale

    country_steps.watch()
    stale.counted_elsewhere = country_steps.counted_elsewhere
    began = time.perf_counter()
    shared: list[float] = []
    stale.brought_up_to_date(
        Folders(root), lambda *said: None, workers.at_most, lambda stale: shared.append(time.perf_counter() - began)
    )
    whole = time.perf_counter() - began
    country_steps.write_down(root)
    held = [json.loads(path.read_text()) for path in (root / country_steps.MEASURES).glob("*.json")]
    spent: dict[str, list] = {"published": [shared[0], None]}
    peaks: dict[str, float] = {}
    for step in country_steps.TIMED.values():
        of_each = [one["spent"][step] for one in held if step in one["spent"]]
        spent[step] = [sum(part) for part in zip(*of_each, strict=True)] if of_each else [0.0, 0.0]
        peaks[step] = max((one["peak"] for one in held if step in one["spent"]), default=0.0)
    spent["all of it, by the clock"] = [whole, None]
    folder = root / "data" / "processed" / "safe" / "results"
    results = sum(len(pd.read_parquet(path, columns=["unit"])) for path in folder.glob("counted-*.parquet"))
    return {"stages": spent, "peaks": peaks, "results": results}


if __name__ == "__main__":
    main()
