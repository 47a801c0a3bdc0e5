"""Workers of this machine that render: they share one process with the libraries loaded, which forks all their kernels."""

import os
from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import contextmanager
from functools import partial

from needs import workers
from needs.publish.kernels import choice, owner


@contextmanager
def of_this_machine(at_once: int | None = None) -> Iterator[Executor]:
    """As many as asked for, or as there are processors; where kernels are not forked, each has ordinary ones."""
    if not choice.forks():
        with workers.of_this_machine(at_once) as executor:
            yield executor
        return
    # Begun first, so that its libraries load while the workers load theirs
    with (
        owner.preloaded(os.environ | choice.environment()) as preloaded,
        workers.of_this_machine(at_once, partial(owner.adopt, preloaded)) as executor,
    ):
        yield executor
