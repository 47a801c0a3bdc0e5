"""Seconds a document: the commands in a loop, the same two at a time, ours, and the same code as a script.

    python benchmarks/documents.py 12                     twelve documents a way and round, three rounds, one table
    python benchmarks/documents.py 12 --grow 10 40 150      and how ours grows with the number of documents
    python benchmarks/documents.py 12 --memory 60           and what one worker holds after 10 and after 60 documents

Wants results in data/processed (`needs results`). The ways take turns, so that whatever else the machine does meets all of them.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

from counting import machine
from scripted import scripted

from needs import workers
from needs.folders import Folders
from needs.measure import safe
from needs.measure.selection import quarters_with_figures
from needs.publish.batch import Batch, attempted, finished
from needs.publish.documents import Job
from needs.publish.renderers import of_this_machine

NOTEBOOK = "needs_assessment"
WAYS = {
    "a": "loop of papermill and jupyter nbconvert",
    "b": "the same, two at a time",
    "c": "ours, both editions, all cores",
    "d": "the same code as a script in warm processes, all cores",
}


def main() -> None:
    """Print the machine, a table, two ratios, and what else was asked for."""
    wanted = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    wanted.add_argument("documents", type=int, nargs="?", default=4, help="documents a way and round")
    wanted.add_argument("--rounds", type=int, default=3)
    wanted.add_argument("--grow", type=int, nargs="*", default=[], help="numbers of documents for ours")
    wanted.add_argument("--memory", type=int, default=0, help="documents for one worker, whose memory is measured")
    given = wanted.parse_args()
    print(machine())
    with tempfile.TemporaryDirectory() as folder:
        found = [_round(_jobs(given.documents, Path(folder))) for _ in range(given.rounds)]
        _print_table(found, given.documents)
        for number in given.grow:
            seconds = ours(_jobs(number, Path(folder)))
            print(f"{number} documents: {seconds:.1f} s, {seconds / number:.2f} s a document", flush=True)
        if given.memory:
            print(memory(_jobs(given.memory, Path(folder))))


def loop(jobs: list[Job], at_once: int = 1) -> float:
    """Seconds for the two commands on each document, as many documents at a time as said."""
    began = time.perf_counter()
    with ThreadPoolExecutor(at_once) as threads:
        list(threads.map(_by_commands, jobs))
    return time.perf_counter() - began


def ours(jobs: list[Job]) -> float:
    """Seconds for all documents, the start and the end of the workers among them."""
    began = time.perf_counter()
    failed = [done.failure for done in finished([jobs], _batch(of_this_machine)) if done.failure]
    assert not failed, failed
    return time.perf_counter() - began


def script(jobs: list[Job]) -> float:
    """Seconds for all documents in processes that have made one before: what no way of running a notebook can go below."""
    folders = Folders.here()
    with of_this_machine() as executor:
        list(executor.map(scripted, jobs[:1] * 4 * (os.cpu_count() or 1), [folders] * 4 * (os.cpu_count() or 1)))
        began = time.perf_counter()
        list(executor.map(scripted, jobs, [folders] * len(jobs)))
        return time.perf_counter() - began


def memory(jobs: list[Job]) -> str:
    """What one worker holds after ten documents and after all."""
    batch = _batch(of_this_machine)
    with workers.of_this_machine(1) as executor:
        held = []
        for some in (jobs[:10], jobs[10:]):
            for job in some:
                executor.submit(attempted, job, batch.stamp_of(job), batch.run).result()
            held.append(executor.submit(_resident).result())
    return f"one worker: {held[0]:.0f} MiB after 10 documents, {held[1]:.0f} MiB after {len(jobs)}"


def _round(jobs: list[Job]) -> dict[str, float]:
    ways: dict[str, Callable] = {"a": loop, "b": partial(loop, at_once=2), "c": ours, "d": script}
    found = {}
    for way, run in ways.items():
        found[way] = run(jobs) / len(jobs)
        print(f"{WAYS[way]}: {found[way]:.2f} s a document", file=sys.stderr, flush=True)
    return found


def _print_table(rounds: list[dict[str, float]], documents: int) -> None:
    middle = {way: statistics.median(found[way] for found in rounds) for way in WAYS}
    print(f"\n{documents} documents a way and round, {len(rounds)} rounds, medians\n")
    print("| | way | seconds a document | times (d) |\n| --- | :--- | ---: | ---: |")
    for way, words in WAYS.items():
        print(f"| {way} | {words} | {middle[way]:.2f} | {middle[way] / middle['d']:.2f} |")
    print(
        f"\na / c {middle['a'] / middle['c']:.1f}, b / c {middle['b'] / middle['c']:.1f}, c / d {middle['c'] / middle['d']:.2f}"
    )


def _jobs(number: int, folder: Path) -> list[Job]:
    """As many documents, of partnerships whose records were counted; the list begins again where there are too few."""
    known = safe.read(Folders.here().safe)
    found = quarters_with_figures(known.results[known.results["window"] == "quarter"], known.areas)
    pairs = list(found.itertuples(index=False, name=None))
    given = (pairs[position % len(pairs)] for position in range(number))
    return [
        Job(
            notebook=NOTEBOOK,
            parameters=(("partnership", partnership), ("quarter", quarter)),
            destination=folder / str(position),
        )
        for position, (partnership, quarter) in enumerate(given)
    ]


def _batch(made_by) -> Batch:
    return Batch.of(Folders.here(), safe.read, made_by)


def _by_commands(job: Job) -> None:
    job.destination.mkdir(parents=True, exist_ok=True)
    executed, commands = job.destination / "out.ipynb", Path(sys.executable).parent
    given = [word for name, value in job.parameters for word in ("-p", name, value)]
    for command in (
        [commands / "papermill", f"{NOTEBOOK}.ipynb", executed, *given],
        [commands / "jupyter", "nbconvert", "--to", "html", "--no-input", executed],
    ):
        subprocess.run(command, cwd=Folders.here().notebooks, check=True, capture_output=True)


def _resident() -> float:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


if __name__ == "__main__":
    main()
