"""What `needs report` is asked for: which documents of which partnerships and quarters, made by whom."""

import os
from dataclasses import dataclass
from functools import partial
from itertools import product

from rich.console import Console

from needs import workers
from needs.folders import Folders
from needs.measure import safe
from needs.measure.safe import Safe
from needs.mistakes import Mistake
from needs.present.assessment import Assessment
from needs.present.periods import quarters_with_figures
from needs.publish import batch, documents, renderers
from needs.quarter import Quarter
from needs.settings import default_documents

BOTH = 'name both or neither: needs report --partnership barnet --quarter "2011-12 Q4"; or add --all'


@dataclass(frozen=True, kw_only=True)
class Asked:
    """The options of `needs report`; a Mistake says which do not go together, or which document there is not."""

    partnerships: tuple[str, ...] = ()
    quarters: tuple[str, ...] = ()
    notebooks: tuple[str, ...] = ()
    everything: bool = False
    force: bool = False
    scheduler: str = ""
    with_pdf: bool = False

    def __post_init__(self) -> None:
        if bool(self.partnerships) != bool(self.quarters) and not self.everything:
            raise Mistake(BOTH)
        documents.known(self.notebooks)
        for quarter in self.quarters:
            Quarter.parse(quarter)


def reported(asked: Asked, folders: Folders, console: Console) -> batch.Tally:
    """Make what is asked for and not up to date; the paths of the documents written are printed."""
    wanted = _wanted(asked, folders, safe.read(folders.safe))
    stages = list(documents.stages(wanted, _notebooks(asked), folders))
    most = min(os.cpu_count() or 1, max(map(len, stages), default=1) or 1)
    made_by = (
        partial(workers.of_a_cluster, asked.scheduler) if asked.scheduler else partial(renderers.of_this_machine, most)
    )
    return batch.rendered(stages, batch.Batch.of(folders, safe.read, made_by, asked.with_pdf), console, asked.force)


def _notebooks(asked: Asked) -> tuple[str, ...]:
    one_partnership = asked.partnerships and not asked.everything
    return documents.known(asked.notebooks) or (documents.OF_A_PARTNERSHIP if one_partnership else documents.NOTEBOOKS)


def _wanted(asked: Asked, folders: Folders, known: Safe) -> list[tuple[str, str]]:
    """The partnerships and quarters asked for, each checked before anything is rendered; or all; or else the defaults."""
    if asked.everything:
        return _all(asked, folders, known)
    named = list(product(asked.partnerships, asked.quarters))
    for name, when in named:
        Assessment.of(known, name, when)
    return named or _defaults(folders)


def _all(asked: Asked, folders: Folders, known: Safe) -> list[tuple[str, str]]:
    """Every partnership and quarter there are figures for, or of those named; a Mistake for one that has none."""
    there_are = sorted({*quarters_with_figures(known.results, known.areas), *_defaults(folders)})
    for position, named in enumerate((asked.partnerships, asked.quarters)):
        held = {pair[position] for pair in there_are}
        for name in named:
            if name not in held:
                raise Mistake(
                    f"--all: no figures of {name!r} end with a quarter; leave it out, or name it without --all"
                )
        there_are = [pair for pair in there_are if not named or pair[position] in named]
    return there_are


def _defaults(folders: Folders) -> list[tuple[str, str]]:
    return [(wanted.partnership, str(wanted.quarter)) for wanted in default_documents(folders.root)]
