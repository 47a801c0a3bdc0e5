"""What `needs report` is asked for: which documents of which partnerships and quarters, made by whom."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

from rich.console import Console

from needs import parts, settings
from needs.commands.making import Making, in_paths
from needs.folders import Folders
from needs.mistakes import Mistake
from needs.publish import batch, documents
from needs.publish.documents import MANAGEMENT, PUBLIC, Job
from needs.quarter import Quarter

BOTH = 'name both or neither: needs report --partnership barnet --quarter "2011-12 Q4"; or add --all'
NOT_EXEMPT = "a committee paper of true counts is made only with exempt_paragraph set in needs.toml, [disclosure], which it prints"
LEFT_OUT = (
    "performance is left out: a committee paper of true counts wants exempt_paragraph in needs.toml, [disclosure]"
)
ALWAYS_PUBLIC = "{name} is always public: leave out --management, or name another document"


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
    management: bool = False

    def __post_init__(self) -> None:
        if bool(self.partnerships) != bool(self.quarters) and not self.everything:
            raise Mistake(BOTH)
        for quarter in self.quarters:
            Quarter.parse(quarter)

    @property
    def policy(self) -> str:
        return MANAGEMENT if self.management else PUBLIC


class Reporting:
    """The documents that are asked for, made as soon as the tables they are made from are there."""

    def __init__(self, asked: Asked, folders: Folders, console: Console):
        self._asked, self._folders = asked, folders
        self._settings = settings.read(folders.root)
        self._disclosure = self._settings.disclosure
        self.tally = batch.Tally(documents=0, written=0, up_to_date=0, failures=())
        self._done: set[Job] = set()
        self._kinds = documents.kinds(folders.notebooks)
        for name in documents.known(asked.notebooks, folders):
            if asked.management and self._kinds[name] != documents.PARTNERSHIP:
                raise Mistake(ALWAYS_PUBLIC.format(name=name))
        self._making = Making(
            folders, console, asked.policy, force=asked.force, scheduler=asked.scheduler, with_pdf=asked.with_pdf
        )
        if asked.management and not self._disclosure.exempt_paragraph.strip():
            if "performance" in asked.notebooks:
                raise Mistake(NOT_EXEMPT)
            if not asked.notebooks:
                console.print(LEFT_OUT, soft_wrap=True)

    def published(self, still_counted: list[str]) -> None:
        """Make the documents of partnerships without records, while those of the others are still to be counted."""
        if not self._asked.everything:  # which there are is not known before all are counted
            wanted = [pair for pair in self._named() if pair[0] not in still_counted]
            own = [name for name in self._notebooks() if self._kinds[name] == documents.PARTNERSHIP]
            self._make(wanted, own, still_counted)

    def rest(self) -> batch.Tally:
        """Make whatever is asked for and not yet up to date; the paths of the documents written are printed."""
        self._make(self._all() if self._asked.everything else self._named(), self._notebooks(), [])
        return self.tally

    def _make(self, wanted: list[tuple[str, str]], notebooks: list[str], without: list[str]) -> None:
        stages = [
            [job for job in stage if job not in self._done and dict(job.parameters).get("partnership") not in without]
            for stage in documents.stages(wanted, notebooks, self._folders, self._asked.policy)
        ]
        found = self._making.made(stages, self._check)
        self._done |= {job for stage in stages for job in stage}
        self.tally = self.tally + found

    def _check(self, jobs: list[Job]) -> None:
        """Before anything is rendered a Mistake says which partnership or quarter that was named there is not."""
        if not jobs or not self._asked.partnerships or self._asked.everything:
            return
        from needs.measure import safe
        from needs.present.assessment import Assessment

        asked = (dict(job.parameters) for job in jobs)
        for name, when in {(str(given["partnership"]), str(given["quarter"])) for given in asked}:
            Assessment.of(safe.read(self._folders.tables(self._asked.policy), name), name, when)

    def _notebooks(self) -> list[str]:
        of_one = self._asked.partnerships and not self._asked.everything
        found = self._asked.notebooks or [
            name
            for name, kind in self._kinds.items()
            if kind == documents.PARTNERSHIP or (kind != documents.GRID and not of_one)
        ]
        has_exempt = bool(self._disclosure.exempt_paragraph.strip()) or self._asked.notebooks
        return [name for name in found if self._asked.policy == PUBLIC or name != "performance" or has_exempt]

    def _named(self) -> list[tuple[str, str]]:
        return list(product(self._partnerships(), self._asked.quarters)) or self._defaults()

    def _partnerships(self) -> tuple[str, ...]:
        return in_paths(self._asked.partnerships, self._folders)

    def _all(self) -> list[tuple[str, str]]:
        """Every partnership and quarter there are figures for, or of those named; a Mistake for one that has none."""
        there_are = sorted({*self._with_figures(), *self._defaults()})
        for position, named in enumerate((self._partnerships(), self._asked.quarters)):
            held = {pair[position] for pair in there_are}
            for name in named:
                if name not in held:
                    raise Mistake(
                        f"--all: no figures of {name!r} end with a quarter; leave it out, or name it without --all"
                    )
            there_are = [pair for pair in there_are if not named or pair[position] in named]
        return there_are

    def _with_figures(self) -> Iterator[tuple[str, str]]:
        for path in parts.paths(self._folders.tables(self._asked.policy) / "quarters"):
            with path.open(encoding="utf-8", newline="") as lines:
                yield from ((row["partnership"], row["quarter"]) for row in csv.DictReader(lines))

    def _defaults(self) -> list[tuple[str, str]]:
        return [(wanted.partnership, str(wanted.quarter)) for wanted in self._settings.documents]
