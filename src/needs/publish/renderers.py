"""Workers of this machine that render: they share one process with the libraries loaded, which forks all their kernels."""

import os
from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import ExitStack, contextmanager
from functools import partial

from needs import workers
from needs.publish.kernels import choice, owner


@contextmanager
def of_this_machine(at_once: int | None = None) -> Iterator[Executor]:
    """As many as asked for, or as there are processors; where kernels are not forked, each has ordinary ones."""
    with ExitStack() as stack:
        prepare = None
        if choice.forks():  # begun first, so that its libraries load while the workers load theirs
            preloaded = stack.enter_context(owner.preloaded(os.environ | choice.environment()))
            prepare = preloaded and partial(owner.adopt, preloaded)
        yield stack.enter_context(workers.of_this_machine(at_once, prepare))
