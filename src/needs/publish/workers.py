"""Who renders: processes of this machine, or the workers of a Dask cluster; both are asked in the way of concurrent.futures."""

import os
import signal
import time
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import active_children, get_context, parent_process
from threading import Thread

from needs.mistakes import Mistake

SECONDS_TO_REACH = 5  # a scheduler that is there answers at once
SECONDS_TO_END = 10  # for a worker whose run has gone: a kernel takes about one to stop
NOT_INSTALLED = "--scheduler wants Dask: install the extra, pip install 'needs[cluster]', or leave out --scheduler"


@contextmanager
def of_this_machine(at_once: int | None = None) -> Iterator[Executor]:
    """As many processes as asked for, or as there are processors; whatever ends the block ends them and their kernels."""
    # A fresh process each: a fork would copy whatever threads the parent's libraries have started
    pool = ProcessPoolExecutor(at_once or os.cpu_count(), mp_context=get_context("spawn"), initializer=_begin)
    try:
        _start(pool)
        yield pool
    except BaseException:
        for worker in active_children():
            worker.terminate()
        raise
    finally:
        pool.shutdown(cancel_futures=True)


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
        executor = client.get_executor(pure=False)  # never an answer that was given to an earlier run
        try:
            yield executor
        finally:
            executor.shutdown(wait=False)  # what was not begun is not begun


def _start(pool: Executor) -> None:
    """Start the processes deaf to Ctrl-C, which a terminal sends to all of them: the run itself ends them in order."""
    heard = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        pool.submit(int)  # the first job starts them all
    finally:
        signal.signal(signal.SIGINT, heard)


def _begin() -> None:
    """In a worker, before its first job: end when told to, and with the run, whichever way that ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, _end)
    Thread(target=_end_with_the_run, daemon=True).start()


def _end_with_the_run() -> None:
    parent_process().join()
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(SECONDS_TO_END)
    os._exit(1)


def _end(*_) -> None:
    """Leave every block in hand in order: kernels stop, unfinished files and folders of sockets are removed."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    raise SystemExit(1)
