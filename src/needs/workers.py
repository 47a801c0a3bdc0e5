"""Who renders: processes of this machine, or the workers of a Dask cluster; both are asked in the way of concurrent.futures."""

import os
import shutil
import signal
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager, suppress
from multiprocessing import active_children, get_context, parent_process
from pathlib import Path
from threading import Thread
from typing import Any

import psutil
from filelock import FileLock, Timeout

from needs.mistakes import Mistake

SECONDS_TO_REACH = 5  # a scheduler that is there answers at once
_BEGUN, _PREFIX, _LOCK = "needs-begun-", "needs-run-", "lock"
_SECONDS_TO_BEGIN = (
    60  # far more than it takes to lock a folder: one that is older and has no name of a run was left behind
)
NOT_INSTALLED = "--scheduler wants Dask: install the extra, pip install 'needs[cluster]', or leave out --scheduler"


@contextmanager
def of_this_machine(at_once: int | None = None, prepare: Callable[[], object] | None = None) -> Iterator[Executor]:
    """As many processes as asked for, or as there are processors; whatever ends the block ends them and what they started.

    Each begins with `prepare`.
    """
    with _folder() as folder:
        # A fresh process each: a fork would copy whatever threads the parent's libraries have started
        processors = os.cpu_count() or 1
        share = max(1, processors // (at_once or processors))
        pool = ProcessPoolExecutor(at_once or processors, get_context("spawn"), _begin, (folder, share, prepare))
        try:
            _start(pool, at_once or os.cpu_count() or 1)
            yield pool
        except BaseException:
            for worker in active_children():
                if worker.pid:
                    _end(worker.pid)
            raise
        finally:
            pool.shutdown(cancel_futures=True)


def number_of(executor: Executor) -> int:
    """How many workers an executor has: processes of this machine, or those that a cluster has now."""
    of_any_kind: Any = executor
    return getattr(of_any_kind, "_max_workers", None) or len(of_any_kind._client.nthreads())


@contextmanager
def at_most(jobs: int) -> Iterator[Executor]:
    """Processes of this machine, no more than there are jobs or processors, each with its share of the processors."""
    with of_this_machine(max(1, min(jobs, os.cpu_count() or 1))) as pool:
        yield pool


@contextmanager
def of_a_cluster(scheduler: str) -> Iterator[Executor]:
    """The workers of the Dask scheduler at an address, as in tcp://host:8786; a Mistake says why there are none.

    What a worker that is lost was asked for is asked of another one.
    """
    try:
        from distributed import Client
    except ImportError:
        raise Mistake(NOT_INSTALLED) from None
    try:
        client = Client(scheduler, timeout=SECONDS_TO_REACH, set_as_default=False)
    except (OSError, ValueError) as error:
        why = f"{type(error).__name__}; start one with `dask scheduler`, or leave out --scheduler"
        raise Mistake(f"no scheduler was reached at {scheduler!r} in {SECONDS_TO_REACH} seconds: {why}") from None
    with client:
        try:
            client.wait_for_workers(1, timeout=SECONDS_TO_REACH)
        except TimeoutError:
            wanted = f"start some on each machine with `dask worker --nthreads 1 --nworkers 2 {scheduler}`"
            raise Mistake(f"the scheduler at {scheduler!r} has no workers: {wanted}") from None
        if any(
            threads > 1 for threads in client.nthreads().values()
        ):  # what is handed to a kernel is the whole process's
            raise Mistake(f"a worker of {scheduler!r} has several threads: start workers with --nthreads 1")
        executor = client.get_executor(pure=False)  # never an answer that was given to an earlier run
        try:
            yield executor
        finally:
            executor.shutdown(wait=False)  # what was not begun is not begun


@contextmanager
def _folder() -> Iterator[str]:
    """A folder for temporary files, locked while it is in use: one that is not was left by a run killed with its workers."""
    for lock in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*/{_LOCK}"):
        with suppress(OSError, Timeout), FileLock(lock, blocking=False):
            shutil.rmtree(lock.parent)
    for left in Path(tempfile.gettempdir()).glob(f"{_BEGUN}*"):
        with suppress(OSError):
            if time.time() - left.stat().st_mtime > _SECONDS_TO_BEGIN:
                shutil.rmtree(left)
    begun = Path(tempfile.mkdtemp(prefix=_BEGUN))
    try:
        with FileLock(begun / _LOCK):
            # Locked, it gets the name that others look for; where an open file forbids that, as on Windows, they leave it alone
            with suppress(PermissionError):
                begun = begun.rename(begun.with_name(begun.name.replace(_BEGUN, _PREFIX, 1)))
            yield str(begun)
    finally:
        shutil.rmtree(begun, ignore_errors=True)


def _start(pool: Executor, at_once: int) -> None:
    """Start the processes deaf to Ctrl-C, which a terminal sends to all of them: the run itself ends them in order."""
    heard = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        for _ in range(at_once):
            pool.submit(int)  # each job that finds none idle starts one
    finally:
        signal.signal(signal.SIGINT, heard)


def _begin(folder: str, threads: int, prepare: Callable[[], object] | None) -> None:
    """In a worker, before its first job: work in the run's own folder of temporary files, and end with the run."""
    os.environ.setdefault("POLARS_MAX_THREADS", str(threads))  # read once, when polars is loaded
    if prepare:
        prepare()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    tempfile.tempdir = folder
    Thread(target=_end_with_the_run, args=(folder,), daemon=True).start()


def _end_with_the_run(folder: str) -> None:
    run = parent_process()
    assert run  # a worker has one
    run.join()
    shutil.rmtree(folder, ignore_errors=True)
    _kill(psutil.Process().children(recursive=True))
    os._exit(1)


def _end(worker: int) -> None:
    """End a worker, then what it has started, so that it says nothing of it.

    It is not asked to: an exception raised in the middle of a job may get lost.
    """
    with suppress(psutil.NoSuchProcess):
        process = psutil.Process(worker)
        process.suspend()  # so that it starts nothing after we have looked; forked kernels end as its connections to them do
        _kill([process, *process.children(recursive=True)])


def _kill(processes: list[psutil.Process]) -> None:
    for process in processes:
        with suppress(psutil.NoSuchProcess):
            process.kill()
