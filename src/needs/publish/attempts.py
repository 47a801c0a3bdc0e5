"""What a worker does with one job: its files, each with its fingerprint, or one line that says why there are none.

Only a worker loads what renders: the run, which imports this module too, is ready at once.
"""

import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from needs.files import for_owner_only
from needs.folders import Folders
from needs.mistakes import Mistake
from needs.publish import pdf
from needs.publish.documents import FIGURES, PUBLIC, Job, named
from needs.publish.provenance import Inputs, Part, Provenance, provenance, sha256_of


@dataclass(frozen=True, kw_only=True)
class Run:
    """What the jobs of a run share: the folders, what reads the safe tables, which run it is, whether PDFs are wanted."""

    folders: Folders
    read: Callable[[Path, str], object]
    inputs: str
    with_pdf: bool = False


@dataclass(frozen=True, kw_only=True)
class Done:
    """What became of a job: the files in its folder and their SHA-256, or the line it failed with."""

    job: Job
    files: tuple[Part, ...] = ()
    failure: str = ""


def attempted(job: Job, stamp: str, run: Run) -> Done:
    """Make what a job asks for, from what has this stamp; called in a process that is a worker's own."""
    os.environ["NEEDS_HOME"] = str(run.folders.root)  # where the notebook looks, on a worker of a cluster too
    try:
        with for_owner_only(job.policy != PUBLIC):
            made = _figures(job, stamp, run) if job.notebook == FIGURES else _document(job, stamp, run)
        return Done(job=job, files=tuple(Part(path.name, sha256_of(path)) for path in made))
    except Exception as failure:
        _take_away(job)
        return Done(job=job, failure=in_one_line(failure))


def _take_away(job: Job) -> None:
    """Files of true counts that a failed job has written: none is left that is not in the register."""
    if job.policy != PUBLIC:
        for name in ("figures", "facts") if job.notebook == FIGURES else (job.notebook,):
            for path in job.destination.glob(f"{named(name, job.policy)}.*"):
                path.unlink()


def read_tables(folder: Path, partnership: str) -> object:
    """The safe tables of a folder; the room that reads them is loaded by whoever renders."""
    from needs.measure import safe

    return safe.read(folder, partnership)


def source_of(job: Job, folders: Folders, inputs: Inputs) -> Provenance:
    """What a job's files, made now, are made from."""
    notebook = None if job.notebook == FIGURES else _notebook(job, folders)
    return provenance(notebook, dict(job.parameters), folders, inputs)


def in_one_line(failure: Exception) -> str:
    """Why something failed, in one line: our own words as they are, others' with the name of their kind."""
    from needs.publish.render import RenderError

    said = " ".join(str(failure).split())
    is_ours = isinstance(failure, Mistake | RenderError | OSError)
    return said if is_ours else f"{type(failure).__name__}: {said}"


def _figures(job: Job, stamp: str, run: Run) -> Iterable[Path]:
    from needs.present.assessment import Assessment
    from needs.publish import downloads

    # Says in words what is wrong with a partnership or quarter, where a notebook would say it with a cell's number
    given = dict(job.parameters)
    policy = given.pop("policy", "public")
    assessment = Assessment.of(run.read(run.folders.tables(policy), given["partnership"]), **given)
    _agreed(job, stamp, run)
    return downloads.written(assessment, job.destination)


def _document(job: Job, stamp: str, run: Run) -> Iterable[Path]:
    from needs.publish.render import render

    notebook, source = _notebook(job, run.folders), _agreed(job, stamp, run)
    reader, *others = render(notebook, dict(job.parameters), job.destination, run.folders, made_from=source)
    if not run.with_pdf:
        reader.with_suffix(".pdf").unlink(
            missing_ok=True
        )  # printed from an earlier edition, which may show what is now hidden
    return reader, *others, *([pdf.printed(reader)] if run.with_pdf else [])


def _notebook(job: Job, folders: Folders) -> Path:
    return folders.notebooks / f"{job.notebook}.ipynb"


def _agreed(job: Job, stamp: str, run: Run) -> Provenance:
    """What the job's files are made from here; a Mistake if that is not what the run takes it to be."""
    source = source_of(job, run.folders, _inputs(run))
    if source.stamp != stamp:
        found = f"the worker would make it from other inputs, code or versions ({source.stamp}; wanted {stamp})"
        raise Mistake(f"{found}: let all share one folder and one lock file, and start the workers again")
    return source


@lru_cache(maxsize=1)  # once a run: its fingerprint is part of the run
def _inputs(run: Run) -> Inputs:
    return Inputs(run.folders)
