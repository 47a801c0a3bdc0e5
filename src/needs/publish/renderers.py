"""Who renders on this machine: workers that share one process with the libraries loaded, which forks all their kernels."""

import os
from collections.abc import Iterator
from concurrent.futures import Executor, Future
from contextlib import ExitStack, contextmanager
from functools import partial

from needs import workers
from needs.publish.kernels import choice, owner

FEW = 2  # jobs that are done sooner here than other processes begin


@contextmanager
def of_this_machine(jobs: int | None = None) -> Iterator[Executor]:
    """As many as there are jobs or processors; where kernels are not forked, each has ordinary ones. A few jobs are done here."""
    with ExitStack() as stack:
        shared = None
        if choice.forks():  # begun first, so that its libraries load while the workers, or we, load theirs
            shared = stack.enter_context(owner.preloaded(os.environ | choice.environment()))
        if jobs is not None and jobs <= FEW:
            if shared:
                owner.adopt(shared)
                stack.callback(owner.leave, shared)
            stack.enter_context(_environment_as_before())
            yield Here()
            return
        at_once = min(os.cpu_count() or 1, jobs or os.cpu_count() or 1)
        yield stack.enter_context(workers.of_this_machine(at_once, shared and partial(owner.adopt, shared)))


class Here(Executor):
    """Does each job as it is submitted, in this process."""

    def submit(self, job, /, *given, **named) -> Future:
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
