"""The documents of one run, rendered side by side: one that fails is said in a line and stops no other."""

import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from needs.folders import Folders
from needs.mistakes import Mistake
from needs.publish import downloads, failures, pdf
from needs.publish.render import RenderError, render

OF_A_PARTNERSHIP = (
    "needs_assessment",
    "performance",
    "treatment_plan",
    "young_people",
    "data_quality",
)  # one for each partnership and quarter
OF_A_QUARTER = ("overview",)  # one for each quarter
OF_ALL = ("methods",)  # one for everything
NOTEBOOKS = (*OF_A_PARTNERSHIP, *OF_A_QUARTER, *OF_ALL)


@dataclass(frozen=True, kw_only=True)
class Job:
    """One document to render: its notebook, the notebook's parameters, the folder it goes to."""

    notebook: str
    parameters: tuple[tuple[str, str], ...]
    destination: Path

    def __str__(self) -> str:
        return ": ".join(
            [self.notebook, *([", ".join(value for _, value in self.parameters)] if self.parameters else [])]
        )


def known(names: Iterable[str]) -> tuple[str, ...]:
    """The notebooks of these names; a Mistake lists what there is where one is unknown."""
    names = tuple(dict.fromkeys(names))
    unknown = [name for name in names if name not in NOTEBOOKS]
    if unknown:
        raise Mistake(f"there is no document {unknown[0]!r}; there are {', '.join(NOTEBOOKS)}")
    return names


def jobs(wanted: Iterable[tuple[str, str]], notebooks: Iterable[str], folders: Folders) -> Iterator[Job]:
    """Each notebook once for all that it is about: a partnership in a quarter, a quarter, or everything."""
    wanted, notebooks = list(wanted), list(notebooks)
    for partnership, quarter in wanted:
        given = (("partnership", partnership), ("quarter", quarter))
        place = folders.reports / partnership / _slug(quarter)
        yield from (
            Job(notebook=one, parameters=given, destination=place) for one in notebooks if one in OF_A_PARTNERSHIP
        )
    for quarter in dict.fromkeys(quarter for _, quarter in wanted):
        given, place = (("quarter", quarter),), folders.reports / "all" / _slug(quarter)
        yield from (Job(notebook=one, parameters=given, destination=place) for one in notebooks if one in OF_A_QUARTER)
    yield from (
        Job(notebook=one, parameters=(), destination=folders.reports / "all") for one in notebooks if one in OF_ALL
    )


def rendered(
    wanted: Iterable[tuple[str, str]],
    notebooks: Iterable[str],
    check: Callable[[str, str], object],
    folders: Folders,
    console: Console,
    with_pdf: bool = False,
) -> list[str]:
    """One line for each document that failed: a notebook for a partnership and quarter; the paths of the others are printed.

    `check` raises a Mistake for a partnership and quarter that cannot be; the console shows the progress.
    """
    failed, possible = [], []
    if with_pdf:
        pdf.browser()  # said before anything is rendered
    for partnership, quarter in wanted:
        try:
            assessment = check(partnership, quarter)  # says in words what the notebook would say with a cell's number
            downloads.written(assessment, folders.reports / partnership / _slug(quarter))
            possible.append((partnership, quarter))
        except Exception as failure:
            failed.append(f"{partnership}, {quarter}: {_in_one_line(failure)}")
    to_do = list(jobs(possible, notebooks, folders))
    with _bar(console) as bar:
        task = bar.add_task("Rendering", total=len(to_do))
        for job, (paths, failure) in zip(to_do, side_by_side(to_do, folders, with_pdf), strict=True):
            bar.update(task, description=str(job), advance=1)
            if failure:
                failures.keep(job.destination, job.notebook, failure)
                failed.append(f"{job}: {failure}")
            else:
                failures.forget(job.destination, job.notebook)
                print(folders.relative(paths[0]))
    return failed


def side_by_side(to_do: list[Job], folders: Folders, with_pdf: bool = False) -> Iterator[tuple[tuple[Path, ...], str]]:
    """The documents of each job in turn, or why there are none; as many at a time as there are processors."""
    at_once = min(os.cpu_count() or 1, len(to_do))
    if at_once < 2:
        yield from (_attempted(job, folders, with_pdf) for job in to_do)
        return
    # A fresh process each: a fork would copy whatever threads the parent's libraries have started
    with ProcessPoolExecutor(at_once, mp_context=get_context("spawn")) as pool:
        yield from pool.map(_attempted, to_do, [folders] * len(to_do), [with_pdf] * len(to_do))


def _attempted(job: Job, folders: Folders, with_pdf: bool) -> tuple[tuple[Path, ...], str]:
    """The document's files; or none, and why."""
    try:
        notebook = folders.notebooks / f"{job.notebook}.ipynb"
        reader, *others = render(notebook, dict(job.parameters), job.destination, folders)
        return (reader, *others, *([pdf.printed(reader)] if with_pdf else [])), ""
    except Exception as failure:
        return (), _in_one_line(failure)


def _slug(quarter: str) -> str:
    return quarter.lower().replace(" ", "-")


def _in_one_line(failure: Exception) -> str:
    said = " ".join(str(failure).split())
    is_ours = isinstance(failure, Mistake | RenderError | OSError)
    return said if is_ours else f"{type(failure).__name__}: {said}"


def _bar(console: Console) -> Progress:
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    return Progress(*columns, console=console, transient=True, disable=not console.is_terminal)
