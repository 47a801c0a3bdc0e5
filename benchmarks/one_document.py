"""The processor time of one needs assessment, both editions, in a process that has everything loaded: how many seconds.

    python benchmarks/one_document.py                     one of invented records and one of published figures, nine times each

Results must have been made (`needs results`). Ratios between two states of the code are taken in one run of each, in turn.
"""

import statistics
import tempfile
import time
from pathlib import Path

import scripted

from needs.folders import Folders
from needs.publish.documents import Job

TIMES = 9
PLACES = {"counted from records": ("ironbeck", "2008-09 Q1"), "published figures": ("barnet", "2011-12 Q4")}


def main() -> None:
    """One line for each kind: the median and the least of so many times, after one that warms up."""
    folders = Folders.here()
    for kind, (partnership, quarter) in PLACES.items():
        seconds = []
        with tempfile.TemporaryDirectory() as folder:
            given = (("partnership", partnership), ("quarter", quarter))
            job = Job(notebook="needs_assessment", parameters=given, destination=Path(folder))
            for _ in range(TIMES + 1):
                began = time.process_time()
                scripted.scripted(job, folders)
                seconds.append(time.process_time() - began)
        print(f"{kind}: median {statistics.median(seconds[1:]):.2f} s, least {min(seconds[1:]):.2f} s")


if __name__ == "__main__":
    main()
