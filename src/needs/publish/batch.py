"""The documents of one run, made side by side: what is up to date is left, and one that fails is a line and stops no other."""

import secrets
from collections.abc import Callable, Iterator
from concurrent.futures import BrokenExecutor, Executor, Future, as_completed
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from rich.console import Console

from needs.files import for_owner_only, private_folder, swept
from needs.folders import Folders
from needs.progress import Progress
from needs.publish import failures, pdf, record
from needs.publish.attempts import Done, Run, attempted, in_one_line, source_of
from needs.publish.documents import FIGURES, PUBLIC, Job
from needs.publish.provenance import Inputs

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
        read: Callable[[Path, str], object],
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
        made = record.read(run.folders, policy)
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
            failures.keep(job.destination, job.notebook, done.failure)


def finished(stages: list[list[Job]], batch: Batch, check: Callable[[list[Job]], object] = bool) -> Iterator[Done]:
    """What became of each job, as they end, one stage after the other; a job whose worker was lost is given to another.

    `check` is given all jobs once, before the first is begun.
    """
    left = [dict.fromkeys(stage) for stage in stages]
    jobs = max(map(len, left), default=0)
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
    job = None
    try:
        with batch.workers(None) as executor:
            for stage in left:
                for job in list(stage):
                    yield _taken(_done(_submitted(job, batch, executor), job), left)
    except BrokenExecutor:
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
    failures.forget(done.job.destination, done.job.notebook)
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
