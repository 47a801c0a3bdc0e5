"""The documents of one run, made side by side: what is up to date is left, and one that fails is told and kept.

One line a document, written as soon as its files are; a run that is killed loses none but the line it was writing.

Only a worker loads what renders: the run, which imports this module too, is ready at once.
"""

import json
import os
import secrets
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import BrokenExecutor, Executor, Future, as_completed
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console

from needs.files import for_owner_only, private_folder, replacing, swept
from needs.folders import Folders
from needs.mistakes import Mistake
from needs.progress import Progress
from needs.publish import pdf
from needs.publish.documents import FIGURES, PUBLIC, Job, named
from needs.publish.provenance import Inputs, Part, Provenance, provenance, sha256_of

if TYPE_CHECKING:
    from needs.measure.safe import Safe

_SUFFIX = ".failed.txt"


def keep(folder: Path, notebook: str, why: str) -> None:
    """Note in the folder of a partnership's quarter, in one line, why a notebook's document failed."""
    with replacing(folder / f"{notebook}{_SUFFIX}") as unfinished:
        unfinished.write_text(f"{why}\n", encoding="utf-8")


def forget(folder: Path, notebook: str) -> None:
    """The document was rendered: whatever failed before is past."""
    (folder / f"{notebook}{_SUFFIX}").unlink(missing_ok=True)


def kept(folder: Path) -> dict[str, str]:
    """Why each notebook failed, by its name; empty where none did."""
    return {
        path.name.removesuffix(_SUFFIX): path.read_text(encoding="utf-8").strip()
        for path in sorted(folder.glob(f"*{_SUFFIX}"))
    }


NAME = ".record.jsonl"


@dataclass(frozen=True, kw_only=True)
class Record:
    """The record as it was when it was read; what is added is in its file at once."""

    folders: Folders
    policy: str
    held: dict[str, dict]

    def is_current(self, job: Job, stamp: str, with_pdf: bool) -> bool:
        """Whether a job's files were made from what has this stamp, and are all there as they were made."""
        found = self.held.get(self._key(job))
        if not found or found["stamp"] != stamp:
            return False
        if with_pdf and job.notebook != FIGURES and f"{job.name}.pdf" not in found["files"]:
            return False
        made = found["files"].items()
        try:
            return bool(made) and all(sha256_of(job.destination / name) == sha256 for name, sha256 in made)
        except (OSError, ValueError):  # a name that is none: the record was damaged
            return False

    def add(self, done: "Done", stamp: str) -> None:
        """Note that a job's files were made from what has this stamp."""
        files = {part.name: part.sha256 for part in done.files}
        with _path(self.folders, self.policy).open("a", encoding="utf-8") as lines:
            lines.write(_line({"made": self._key(done.job), "stamp": stamp, "files": files}))

    def _key(self, job: Job) -> str:
        return self.folders.relative(job.destination / job.notebook)


def read(folders: Folders, policy: str = PUBLIC) -> Record:
    """The record of a policy's folder of reports, from now on with each document once; one that cannot be read is begun anew."""
    path = _path(folders, policy)
    held = _read(path)
    if path.exists():
        with replacing(path) as unfinished:
            unfinished.write_text("".join(map(_line, held.values())), encoding="utf-8")
    return Record(folders=folders, policy=policy, held=held)


def _path(folders: Folders, policy: str) -> Path:
    return folders.written(policy) / NAME


def _read(path: Path) -> dict[str, dict]:
    held = {}
    for line in path.read_text(encoding="utf-8", errors="replace").splitlines() if path.exists() else ():
        try:
            found = json.loads(line)
            held[found["made"]] = {"made": found["made"], "stamp": found["stamp"], "files": dict(found["files"])}
        except (ValueError, KeyError, TypeError):
            continue  # half a line of a run that was killed, or damage: what it was of is made again
    return held


def _line(found: dict) -> str:
    return f"{json.dumps(found)}\n"


@dataclass(frozen=True, kw_only=True)
class Run:
    """What the jobs of a run share: the folders, what reads the safe tables, which run it is, whether PDFs are wanted."""

    folders: Folders
    read: Callable[[Path, str], "Safe"]
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


def read_tables(folder: Path, partnership: str) -> "Safe":
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
    given = {name: str(value) for name, value in job.parameters}
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


Workers = Callable[[int | None], AbstractContextManager[Executor]]  # for so many jobs; None: processes of their own
ATTEMPTS = 3  # side by side, at jobs whose worker was lost, as by a machine that runs out of memory; then one by one
LOST = f"its worker was lost {ATTEMPTS + 1} times, at last with no other at work: is there enough memory?"


@dataclass(frozen=True, kw_only=True)
class Tally:
    """How many documents were written, how many were up to date, and a line for each failure."""

    documents: int
    written: int
    up_to_date: int
    failures: tuple[str, ...]

    def __add__(self, other: "Tally") -> "Tally":
        numbers = {name: getattr(self, name) + getattr(other, name) for name in ("documents", "written", "up_to_date")}
        return Tally(**numbers, failures=(*self.failures, *other.failures))

    def __str__(self) -> str:
        failed = self.documents - self.written - self.up_to_date
        return f"{self.written:,} written, {self.up_to_date:,} up to date, {failed:,} failed"


@dataclass(frozen=True, kw_only=True)
class Batch:
    """How jobs are done: what they share, who does them, and the stamp of what each job's files would be made from now."""

    run: Run
    workers: Workers
    stamp_of: Callable[[Job], str]
    made: Callable[[Done], object] = bool

    @classmethod
    def of(
        cls,
        folders: Folders,
        read: Callable[[Path, str], "Safe"],
        workers: Workers,
        with_pdf: bool = False,
        made: Callable[[Done], object] = bool,
    ) -> "Batch":
        """Inputs, notebooks and code are read once, whatever the number of jobs; `read` gives the safe tables of a folder.

        `made` is told of each job that is done.
        """
        run = Run(folders=folders, read=read, inputs=secrets.token_hex(8), with_pdf=with_pdf)
        return cls(run=run, workers=workers, stamp_of=_stamps(folders), made=made)


def rendered(
    stages: list[list[Job]],
    batch: Batch,
    console: Console,
    force: bool = False,
    check: Callable[[list[Job]], object] = bool,
) -> Tally:
    """Make what is not up to date, or all of it with `force`; the path of each document that is written is printed.

    `check` is given the jobs that are to be done before any of them is begun, while their workers load.
    """
    run, failed, written = batch.run, [], 0
    policy = next((job.policy for stage in stages for job in stage), PUBLIC)
    if run.with_pdf:
        pdf.browser()  # said before anything is rendered
    if policy != PUBLIC:
        private_folder(run.folders.written(policy))
    with for_owner_only(policy != PUBLIC), swept(run.folders.written(policy)), Progress(console) as shown:
        made = read(run.folders, policy)
        to_do = [
            [job for job in stage if force or not made.is_current(job, batch.stamp_of(job), run.with_pdf)]
            for stage in stages
        ]
        documents, jobs = _documents(stages), sum(map(len, to_do))
        for number, done in enumerate(finished(to_do, batch, check), start=1):
            shown.said("Rendering", number, jobs)
            if done.failure:
                failed.append(f"{done.job}: {done.failure}")
                _noted(done, to_do)
            else:
                batch.made(done)
                made.add(done, batch.stamp_of(done.job))
            written += _said(done, run.folders)
    return Tally(documents=documents, written=written, up_to_date=documents - _documents(to_do), failures=tuple(failed))


def _noted(done: Done, stages: list[list[Job]]) -> None:
    """Note for the site why there is no such public document; where figures failed, of each that would have offered them."""
    for job in (job for stage in stages for job in stage if job.policy == PUBLIC):
        if job.notebook != FIGURES and (
            job == done.job or (job.destination == done.job.destination and done.job.notebook == FIGURES)
        ):
            keep(job.destination, job.notebook, done.failure)


def finished(stages: list[list[Job]], batch: Batch, check: Callable[[list[Job]], object] = bool) -> Iterator[Done]:
    """What became of each job, as they end, one stage after the other; a job whose worker was lost is given to another.

    `check` is given all jobs once, before the first is begun.
    """
    left = [dict.fromkeys(stage) for stage in stages]
    jobs: int | None = max(map(len, left), default=0)
    while any(left):
        for _ in range(ATTEMPTS):
            with suppress(BrokenExecutor), batch.workers(jobs) as executor:
                check([job for stage in left for job in stage])
                check = bool
                yield from _attempts(left, batch, executor)
                return
            jobs = None  # what takes a worker with it would take the run, if it were done in its process
        yield from _until_one_is_lost(left, batch)


def _attempts(left: list[dict[Job, None]], batch: Batch, executor: Executor) -> Iterator[Done]:
    for stage in left:
        futures = {_submitted(job, batch, executor): job for job in stage}
        for future in as_completed(futures):
            yield _taken(_done(future, futures[future]), left)


def _until_one_is_lost(left: list[dict[Job, None]], batch: Batch) -> Iterator[Done]:
    """One job at a time: now it is known which of them loses its worker, and the others go on."""
    job: Job | None = None
    try:
        with batch.workers(None) as executor:
            for stage in left:
                for job in list(stage):
                    yield _taken(_done(_submitted(job, batch, executor), job), left)
    except BrokenExecutor:
        if job is None:
            raise
        yield _taken(Done(job=job, failure=LOST), left)


def _submitted(job: Job, batch: Batch, executor: Executor) -> Future:
    return executor.submit(attempted, job, batch.stamp_of(job), batch.run)


def _taken(done: Done, left: list[dict[Job, None]]) -> Done:
    """What became of a job, which is no longer left, nor the documents that would offer figures there are none of."""
    for stage in left:
        stage.pop(done.job, None)
    if done.failure and done.job.notebook == FIGURES:
        _leave(done.job.destination, left)
    return done


def _leave(destination: Path, left: list[dict[Job, None]]) -> None:
    for stage in left:
        for job in [job for job in stage if job.destination == destination]:
            del stage[job]


def _documents(stages: list[list[Job]]) -> int:
    return sum(job.notebook != FIGURES for stage in stages for job in stage)


def _done(future: Future, job: Job) -> Done:
    try:
        return future.result()
    except BrokenExecutor:
        raise
    except Exception as failure:  # of a cluster: the job's workers were lost one after another
        return Done(job=job, failure=in_one_line(failure))


def _said(done: Done, folders: Folders) -> bool:
    """Whether a document was written: its path is printed, and that it failed before is forgotten."""
    if done.job.notebook == FIGURES:
        return False
    if done.failure:
        return False
    forget(done.job.destination, done.job.notebook)
    print(folders.relative(done.job.destination / done.files[0].name), flush=True)
    return True


def _stamps(folders: Folders) -> Callable[[Job], str]:
    inputs = Inputs(folders)

    @cache
    def stamp(job: Job) -> str:
        try:
            return source_of(job, folders, inputs).stamp
        except FileNotFoundError:
            return ""  # a notebook that is missing fails each of its documents in a line, and no other

    return stamp
