"""How fast results are made safe, and how much is hidden: `python benchmarks/disclosure.py [quarters]`, one run, ratios."""

import resource
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from disclosure_tables import POLICY_OF_THE_TABLES, invented_results

from needs.measure.disclosure import protect_in_turn

SIZES = {"a small partnership": 700, "a large partnership": 2700}


def main(quarters: int) -> None:
    """Print rows per second, the share of larger counts hidden, and the cost of twice as many quarters."""
    for name, people in SIZES.items():
        seconds = []
        for count in (quarters // 2, quarters):
            rows = invented_results(people, count)
            began = time.process_time()
            safe = protect_in_turn(rows, POLICY_OF_THE_TABLES)
            seconds.append(time.process_time() - began)
        left = rows["denominator"] - rows["numerator"]
        is_large = ~(rows["numerator"].between(1, 4) | left.between(1, 4))
        hidden = (safe["status"] == "hidden") & is_large
        print(
            f"{name}, {quarters} quarters: {len(rows):,} rows, {seconds[1]:.1f} s, {len(rows) / seconds[1]:,.0f} rows/s"
        )
        print(f"  hidden though neither count is small: {hidden.sum() / is_large.sum():.1%}")
        print(f"  {quarters} quarters cost {seconds[1] / seconds[0]:.1f} times as much as {quarters // 2}")
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MB")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 16)
