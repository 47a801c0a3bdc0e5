"""Read an export of all authorities: seconds and memory beside one of a tenth of them, each in a process of its own.

    python benchmarks/national.py

The export is invented (`tests/national.py`): thirteen years, 60 rows an area and year, 240 columns. Each step reads it as
`needs results` does, figures, notes and what is kept by area; the first figures of the project itself are in both.
"""

import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests"))

import dropped  # noqa: E402
import national  # noqa: E402

FEWER = 15


def main() -> None:
    """Invent both exports, read each in a process of its own, and print the ratios."""
    with tempfile.TemporaryDirectory() as folder:
        names = tuple(national.authorities(2021)["name"])
        measured = {number: _measured(Path(folder) / str(number), names[:number]) for number in (FEWER, len(names))}
    (few, first), (many, second) = measured.items()
    print(f"{few} authorities: {first[0]:.1f} processor seconds, {first[1]:.0f} MiB at most")
    print(f"{many} authorities: {second[0]:.1f} processor seconds, {second[1]:.0f} MiB at most")
    print(
        f"{many / few:.1f} times the rows take {second[0] / first[0]:.1f} times the time and {second[1] / first[1]:.1f} times the memory"
    )


def _measured(root: Path, only: tuple[str, ...]) -> tuple[float, float]:
    dropped.publish(
        root / "data/raw/published", areas=national.AREAS.read_text(), treatment=dropped.as_csv([dropped.figure()])
    )
    national.write_viewit(root / "data/raw/viewit", 2009, 2021, only=only)
    ran = subprocess.run([sys.executable, __file__, str(root)], check=True, capture_output=True, text=True)
    seconds, memory = map(float, ran.stdout.split())
    return seconds, memory


def _read(root: Path) -> None:
    from needs.folders import Folders
    from needs.ingest import load
    from needs.measure.calculate import compared

    began = time.process_time()
    load.write(load.load(Folders(root), compared=compared()), Folders(root))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(time.process_time() - began, peak)


if __name__ == "__main__":
    _read(Path(sys.argv[1])) if len(sys.argv) > 1 else main()
