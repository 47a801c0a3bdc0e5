"""Who renders on this machine, and which kernel a notebook is given: one that forks, or the ordinary one."""

import os
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future
from contextlib import ExitStack, contextmanager
from functools import partial
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any

from traitlets.config import Config

from needs import workers
from needs.mistakes import Mistake
from needs.publish.kernels import owner

SWITCH, ORDINARY = "NEEDS_KERNEL", "ordinary"
LONGEST_PATH = 103  # bytes: what every system allows the path of a socket
ENVIRONMENT = {
    "PYTHONHASHSEED": "0",
    "MPLBACKEND": "module://needs.publish.kernels.pictures",
    # One thread: sums have one order on every machine, and a process with other threads cannot be forked
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "JE_ARROW_MALLOC_CONF": "background_thread:false",
}


def environment() -> dict[str, str]:
    """Variables for a notebook's kernel; JUPYTER_PATH puts our own `python3`, which forks, before the ordinary one."""
    if not forks():
        return ENVIRONMENT
    found_first = [str(Path(__file__).parent), *filter(None, [os.environ.get("JUPYTER_PATH")])]
    return ENVIRONMENT | {"JUPYTER_PATH": os.pathsep.join(found_first)}


def forks() -> bool:
    """Whether kernels can be forked here: on Linux, with this package installed, unless NEEDS_KERNEL=ordinary."""
    installed = entry_points(group="jupyter_client.kernel_provisioners", name="needs-forked")
    return sys.platform == "linux" and os.environ.get(SWITCH) != ORDINARY and bool(installed)


def config(folder: Path) -> Config:
    """Sockets in a folder only we may open, where there are such: other users of the machine cannot listen in."""
    if os.name != "posix":
        return Config()
    if len(os.fsencode(folder / "kernel-5")) > LONGEST_PATH:
        raise Mistake(f"{folder}: the path is too long for the sockets of a kernel; set TMPDIR to a shorter one")
    sockets = {"transport": "ipc", "ip": str(folder / "kernel"), "connection_file": str(folder / "kernel.json")}
    return Config({"KernelManager": sockets, "Provisioner": {"folder": str(folder)}})


FEW = 2  # jobs that are done sooner here than other processes begin


@contextmanager
def of_this_machine(jobs: int | None = None) -> Iterator[Executor]:
    """As many as there are jobs or processors; where kernels are not forked, each has ordinary ones. A few jobs are done here."""
    with ExitStack() as stack:
        shared = None
        if forks():  # begun first, so that its libraries load while the workers, or we, load theirs
            shared = stack.enter_context(owner.preloaded(os.environ | environment()))
        if jobs is not None and jobs <= FEW:
            if shared:
                owner.adopt(shared)
                stack.callback(owner.leave, shared)
            stack.enter_context(_environment_as_before())
            yield Here()
            return
        at_once = min(os.cpu_count() or 1, jobs or os.cpu_count() or 1)
        yield stack.enter_context(workers.of_this_machine(at_once, partial(owner.adopt, shared) if shared else None))


class Here(Executor):
    """Does each job as it is submitted, in this process."""

    def submit(self, job: Callable[..., Any], /, *given: Any, **named: Any) -> Future[Any]:
        """The job, done."""
        done: Future = Future()
        try:
            done.set_result(job(*given, **named))
        except Exception as failure:
            done.set_exception(failure)
        return done


@contextmanager
def _environment_as_before() -> Iterator[None]:
    """What a job sets in the environment for its notebook is set back after it."""
    before = dict(os.environ)
    try:
        yield
    finally:
        for name in set(os.environ) - set(before):
            del os.environ[name]
        os.environ.update(before)
