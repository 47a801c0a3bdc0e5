"""The attack on what is shown, of every invented partnership: how many small counts a reader is left with one value or two.

    python benchmarks/attack.py                       all of them, by passing bounds on: about five minutes
    python benchmarks/attack.py --agencies 2          as if each had two agencies, and one of them were the reader
    python benchmarks/attack.py --programme 400       and so many targets of each by linear programming: an hour

`tests/measure/attack_on_safety.py` says how it goes. No records but invented ones are read. The last lines are what follows from
two shown rows alone, without any search.
"""

import argparse
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "measure"))

import pandas as pd
from attack_knowledge import BALANCE, INDICATORS, SERIES, Knowledge, known
from attack_on_safety import VERY_FEW, attack, figures
from attack_reader import MOST
from attack_records import Attacked, invented

from needs.measure import safety
from needs.synthetic.profiles import PARTNERSHIPS

COLUMNS = ("partnership", "people", "rows hidden", "counts aimed at", "pinned", "to two", "of 1 to 4 to two")
COLUMNS += ("balances", "pinned", "to two", "seconds")


def main() -> None:
    """One line a partnership, the sums by kind, and what two rows alone give away."""
    wanted = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    wanted.add_argument("partnerships", nargs="*", help="some of the invented ones; all if none is named")
    wanted.add_argument("--agencies", type=int, help="how many each has; with two, one of them is the reader")
    wanted.add_argument("--programme", type=int, default=0, help="targets asked for by linear programming")
    given = wanted.parse_args()
    print(f"| {' | '.join(COLUMNS)} |", "|" + " ---: |" * len(COLUMNS), sep="\n")
    found, leaks = [], []
    for partnership in PARTNERSHIPS:
        if not given.partnerships or partnership.slug in given.partnerships:
            one = replace(partnership, agencies=given.agencies or partnership.agencies)
            with tempfile.TemporaryDirectory() as folder:
                attacked = invented(one, Path(folder))
            began = time.perf_counter()
            safe = safety.safe(attacked.true)
            found.append(attack(safe, attacked, programmed=given.programme))
            print(line(attacked, safe, found[-1], time.perf_counter() - began), flush=True)
            leaks.append(given_away(safe, attacked))
    print(
        "", figures(pd.concat(found)).to_string(), "", *(pd.DataFrame(leaks).sum().to_string().splitlines()), sep="\n"
    )


def line(attacked: Attacked, safe: pd.DataFrame, found: pd.DataFrame, seconds: float) -> str:
    """A partnership's figures as a line of the table."""
    true, is_balance = attacked.true, found["kind"] == BALANCE
    year = true[(true["indicator"] == "in_treatment") & (true["window"] == "financial_year")]
    counts, balances = found[~is_balance], found[is_balance]
    is_few = counts["true"].abs() <= VERY_FEW
    cells = [attacked.name, f"{year['value'].iloc[-1]:,.0f}", f"{(safe['status'] == 'hidden').mean():.1%}"]
    cells += [f"{len(counts):,}", str((counts["values"] <= 1).sum()), f"{(counts['values'] == 2).mean():.2%}"]
    cells += [f"{(counts['values'][is_few] <= 2).mean():.2%}"]
    cells += [f"{len(balances):,}", str((balances["values"] <= 1).sum()), f"{(balances['values'] == 2).mean():.2%}"]
    return f"| {' | '.join(cells)} | {seconds:.0f} |"


def given_away(safe: pd.DataFrame, attacked: Attacked) -> dict[str, int]:
    """What follows from two shown rows alone: counts of one to four by subtracting them, and "none" or "all" of few."""
    knowledge = known(safe, replace(attacked, own=None))
    shares = attacked.true[(safe["unit"] == "percent") & (safe["status"] == "shown") & safe["value"].isin([0, 100])]
    return {
        "counts of 1 to 4 by two rows of a series": subtracted(knowledge, SERIES),
        "counts of 1 to 4 by two indicators of a period": subtracted(knowledge, INDICATORS),
        "0% or 100% of fewer than 48": (shares["denominator"] < safety.FEWEST_OF_A_SHARE - safety.BY).sum(),
        "0% or 100% of 48 or 49, shown as 50": shares["denominator"].between(48, 49).sum(),
    }


def subtracted(knowledge: Knowledge, kind: str) -> int:
    """How many targets of one to four have one value left by one subtraction of numbers that are shown."""
    reader = knowledge.reader
    wanted = {
        reader.place[one]
        for one, found in knowledge.targets.items()
        if found == kind and 1 <= abs(reader.truth(one)) <= VERY_FEW
    }
    found = set()
    for places, factors, _, _ in reader.rows:
        (target, *more) = wanted & set(places) or (None,)
        others = [(place, factor) for place, factor in zip(places, factors, strict=True) if place != target]
        if target is None or more or len(others) != 2 or any(reader.most[place] >= MOST for place, _ in others):
            continue
        ends = [sorted((factor * reader.least[place], factor * reader.most[place])) for place, factor in others]
        if sum(most - least for least, most in ends) < 1:
            found.add(target)
    return len(found)


if __name__ == "__main__":
    main()
