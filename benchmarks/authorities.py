"""The needs assessments of all 153 authorities of England for one quarter, from published figures alone.

    python benchmarks/authorities.py                        all of them, 2021-22 Q4
    python benchmarks/authorities.py "2011-12 Q4" --some 20 the first twenty of another quarter

Wants results in data/processed (`needs results`). Prints the machine, the seconds, and on how many documents each part of the
context stands.
"""

import argparse
import tempfile
from pathlib import Path

from counting import machine
from documents import NOTEBOOK, ours

from needs.folders import Folders
from needs.measure import safe
from needs.publish.documents import Job

CONTEXT = {
    "residents": "residents on ",
    "deprivation": "average deprivation score was",
    "deaths": "deaths from drug poisoning were registered",
    "similar areas": "areas most similar to",
    "alcohol need": "were estimated to be dependent on alcohol",
}


def main() -> None:
    """Print the machine, the seconds, and what the documents hold."""
    wanted = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    wanted.add_argument("quarter", nargs="?", default="2021-22 Q4")
    wanted.add_argument("--some", type=int, default=None, help="so many authorities only")
    given = wanted.parse_args()
    areas = safe.read(Folders.here().safe, "barnet").areas
    names = sorted(areas.loc[areas["similar"] != "", "partnership"])[: given.some]
    print(machine())
    with tempfile.TemporaryDirectory() as folder:
        jobs = [_job(name, given.quarter, Path(folder)) for name in names]
        seconds = ours(jobs)
        pages = [page.read_text(encoding="utf-8") for page in Path(folder).glob(f"*/{NOTEBOOK}.html")]
    print(f"{len(pages)} needs assessments of {given.quarter} in {seconds:.0f} s: {seconds / len(pages):.2f} s each")
    for what, said in CONTEXT.items():
        print(f"{what}: {sum(said in page for page in pages)} of {len(pages)}")


def _job(partnership: str, quarter: str, folder: Path) -> Job:
    given = (("partnership", partnership), ("quarter", quarter))
    return Job(notebook=NOTEBOOK, parameters=given, destination=folder / partnership)


if __name__ == "__main__":
    main()
