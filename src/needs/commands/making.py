"""Documents made under one policy, whichever they are: who renders them, and the register of those of true counts."""

import datetime
import re
from collections.abc import Callable, Iterable
from functools import partial

from rich.console import Console

from needs import settings, workers
from needs.folders import Folders
from needs.mistakes import Mistake
from needs.publish import batch, register, renderers
from needs.publish.documents import MANAGEMENT, PUBLIC, Job

NOT_ASKED_FOR = (
    '--management makes documents of true counts: set policy = "management" in needs.toml, [disclosure], with the roles of '
    "their recipients and their purpose"
)


class Making:
    """Makes the documents of jobs; a Mistake where they would be of true counts and needs.toml does not allow them."""

    def __init__(self, folders: Folders, console: Console, policy: str, *, force: bool, scheduler: str, with_pdf: bool):
        self._folders, self._console, self._force = folders, console, force
        self._scheduler, self._with_pdf = scheduler, with_pdf
        self._disclosure = settings.read(folders.root).disclosure
        if policy == MANAGEMENT:
            if self._disclosure.policy != MANAGEMENT:
                raise Mistake(NOT_ASKED_FOR)
            register.complete(self._disclosure, folders, self._today())

    def made(self, stages: list[list[Job]], check: Callable[[list[Job]], object]) -> batch.Tally:
        """What became of the jobs; `check` is given those that are not up to date before any of them is begun."""
        from needs.publish.batch import read_tables

        of_cluster = partial(workers.of_a_cluster, self._scheduler)
        made_by = (lambda jobs: of_cluster()) if self._scheduler else renderers.of_this_machine
        how = batch.Batch.of(self._folders, read_tables, made_by, self._with_pdf, self._registered)
        return batch.rendered(stages, how, self._console, self._force, check)

    def _registered(self, done: batch.Done) -> None:
        if done.job.policy != PUBLIC:
            register.enter(done.files, done.job.destination, self._disclosure, self._folders, self._today())

    def _today(self) -> datetime.date:
        return datetime.datetime.now().date()  # of the register, which no document holds


def in_paths(partnerships: Iterable[str], folders: Folders) -> tuple[str, ...]:
    """Partnerships by their names in paths: whoever asks may give a name or a code."""
    names = tuple(partnerships)
    if all(re.fullmatch(r"[a-z0-9-]+", name) for name in names):
        return names
    from needs import areas
    from needs.measure import safe

    known = safe.look_up(folders.safe / "areas.csv", safe.LOOK_UPS["areas"])
    return tuple(areas.slug_of(name, known) for name in names)
