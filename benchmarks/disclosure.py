"""How fast results of the catalogue are made safe, and how much is hidden: `python benchmarks/disclosure.py [quarters]`.

One run over invented partnerships, a small and a large one; the cost of twice as many quarters is a ratio.
"""

import resource
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from disclosure_records import counted

from needs.measure.catalogue.identities import IDENTITIES, NESTED, OVERLAPPING
from needs.measure.disclosure import Policy, protect_in_turn
from needs.synthetic import comparison
from needs.synthetic.profiles import DUDLEY, KENT

POLICY = Policy(identities=IDENTITIES, nested=NESTED, overlapping=OVERLAPPING)
SIZES = {"a small partnership": comparison(25), "a medium one": DUDLEY, "a large one": KENT}


def main(quarters: int) -> None:
    """Print seconds, the share of larger counts hidden, and the cost of twice as many quarters."""
    for name, partnership in SIZES.items():
        with tempfile.TemporaryDirectory() as folder:
            rows = counted(partnership, quarters, Path(folder))
        seconds = []
        for chosen in (rows[rows["period_end"].isin(sorted(rows["period_end"].unique())[: quarters // 2])], rows):
            began = time.process_time()
            safe = protect_in_turn(chosen, POLICY)
            seconds.append(time.process_time() - began)
        left = (rows["denominator"] - rows["numerator"]).where(rows["unit"] == "percent")
        is_small = rows["numerator"].between(1, 4) | rows["denominator"].between(1, 4) | left.between(1, 4)
        is_large = ~is_small & (rows["numerator"].fillna(rows["denominator"]) >= 5)
        hidden, totals = safe["status"] == "hidden", is_large & (rows["breakdown"] == "all")
        print(f"{name}, {quarters} quarters: {len(rows):,} rows, {seconds[1]:.1f} s, {hidden.mean():.1%} hidden")
        print(f"  hidden of rows with larger counts only: {(hidden & is_large).sum() / is_large.sum():.1%}", end=", ")
        print(f"of totals {(hidden & totals).sum() / totals.sum():.1%}")
        print(f"  {quarters} quarters cost {seconds[1] / seconds[0]:.1f} times as much as {quarters // 2}")
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MB")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 16)
