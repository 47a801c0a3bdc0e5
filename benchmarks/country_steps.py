"""What country.py measures in workers: each stage's seconds and processor seconds, and the peak memory of the process."""

import functools
import json
import os
import resource
import sys
import time
from pathlib import Path

from needs.pipeline import stages, stale

TIMED = {"read_records": "read", "count_records": "link and count", "show": "make safe", "sum_over_all": "over all"}
MEASURES = "measures"  # a folder in the project, with one file a process
_spent: dict[str, list[float]] = {}


def counted_elsewhere(root: str, slugs: list[str], sources: dict[str, str]) -> list[str]:
    """What a worker does, with its stages timed; what they took so far is written down after each job."""
    watch()
    written = pipeline_counted(root, slugs, sources)
    write_down(Path(root))
    return written


def watch() -> None:
    """Have every stage of this process timed."""
    for name, step in TIMED.items():
        function = getattr(stages, name)
        if not hasattr(function, "is_timed"):
            setattr(stages, name, _timed(function, step))


def write_down(root: Path) -> None:
    """Write what this process has spent on each stage, and the most memory it held."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (2**20 if sys.platform == "darwin" else 2**10)
    path = root / MEASURES / f"{os.getpid()}.json"
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps({"spent": _spent, "peak": peak}))


def _timed(function, step: str):
    @functools.wraps(function)
    def timed(*given, **named):
        began, processor = time.perf_counter(), time.process_time()
        try:
            return function(*given, **named)
        finally:
            spent = _spent.setdefault(step, [0.0, 0.0])
            spent[0] += time.perf_counter() - began
            spent[1] += time.process_time() - processor

    timed.is_timed = True
    return timed


pipeline_counted = stale.counted_elsewhere
