"""From the raw files to the tables that documents are made from, stage by stage: what is stale is made, and nothing else.

    figures ─▶ published        every published figure, and what is worked out from it
        └────▶ texts            papers and plans
    read ─▶ counted ─▶ shown    of each partnership: its records; linked and counted; as they may be shown under a policy
                         └─▶ over all    what sums over the partnerships, and what each sets beside its own

A stage has a stamp of its inputs, the choices it uses and the code it runs, and of the files it made. Inputs are raw
files, or files that earlier stages made: what comes out as it was before makes nothing after it stale. Whole stages are
stamped, so a run that is killed leaves each whole or to be made again.
"""

import shutil
from collections.abc import Callable, Iterable
from concurrent.futures import BrokenExecutor, Executor, as_completed, wait
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path
from types import ModuleType

from needs import parts, settings
from needs.files import private_folder
from needs.folders import Folders
from needs.ingest import raw
from needs.mistakes import Mistake
from needs.pipeline import stamps
from needs.settings import POLICIES
from needs.workers import number_of

CHANGED = (
    "data/raw, needs.toml or the code changed while it was being read, so the results are of neither state: "
    "run the same command again"
)
ELSEWHERE = "the worker would read other files, or with other code, versions or another key: let all share one folder, one lock and one key"
LOST = "a process that counts was lost: is there enough memory? run it again, and it goes on from there"
PUBLIC, MANAGEMENT = POLICIES
LOCK = "requirements.lock"  # the versions that count
AT_ONCE = 15  # partnerships counted in one pass: enough to share what a pass costs, few enough for a worker's memory
# Folders of parts of what was counted from records, of tables that documents read
OF_RECORDS = (
    "results",
    "quarters",
    "sensitivity",
    "adds_up",
    "steps",
    "extracts",
    "extract_files",
    "extract_findings",
    "extract_fields",
    "extract_codes",
    "extract_specification",
)
CELLS = "case_mix"  # the folder of people in cells among the restricted tables
NONE = "-"  # the name of no partnership: what sums over none of them is written all the same
ALONE = 2  # partnerships that are counted sooner than other processes have begun
Workers = Callable[[int], AbstractContextManager[Executor]]  # as many as are wanted at most
Said = Callable[[str, int, int], object]  # what is being done, how much of it is done, and of how much


@dataclass(frozen=True, kw_only=True)
class Stage:
    """One stage: the name of its stamp, the modules whose code it runs, its inputs and choices, and what makes its files."""

    name: str
    modules: tuple[str, ...]
    inputs: Callable[[], object]
    make: Callable[[], Iterable[Path]]


class Pipeline:
    """The stages of one project. What is made, or found to be as it would be made, is known by its fingerprints."""

    def __init__(self, folders: Folders):
        self._settings = settings.read(folders.root)
        raw.check_names(folders)
        self.folders = folders
        self.choices, self.disclosure = self._settings.counting, self._settings.disclosure
        self.comparing = self._settings.comparing
        self.made: dict[str, dict[str, str]] = {}
        self.written: list[Path] = []

    @cached_property
    def partnerships(self) -> list[str]:
        """The slugs of those that have a folder of extracts, and of those whose authorities all have one, the largest first."""
        slugs = [path.name for path in raw.extracts(self.folders)]
        slugs += [slug for slug in self._areas if slug not in slugs and self._authorities(slug)]
        sizes = {slug: sum(path.stat().st_size for path in self._extracts_of(slug)) for slug in slugs}
        return sorted(sizes, key=lambda slug: (-sizes[slug], slug))

    def _authorities(self, slug: str) -> list[Path]:
        """The folders of extracts that are read in place of a partnership's own: of all its authorities, or none."""
        folders = {path.name: path for path in raw.extracts(self.folders)}
        _, _, authorities = self._areas.get(slug, ("", "", ""))
        is_whole = slug not in folders and set(authorities.split()) <= set(folders)
        return [folders[name] for name in authorities.split()] if is_whole else []

    def _extracts_of(self, slug: str) -> list[Path]:
        """The files that a partnership's records are read from."""
        folders = self._authorities(slug) or [self.folders.raw / "ndtms" / slug]
        return [path for folder in folders for path in raw.files_of(folder)]

    @property
    def policies(self) -> tuple[str, ...]:
        """The policies under which tables are made."""
        return (PUBLIC,) if self.disclosure.policy == PUBLIC else POLICIES

    def begin(self, partnerships: Iterable[str] | None = None) -> None:
        """Note beside the tables that all of them, or those of partnerships, do not belong together until the end."""
        for policy in self.policies:
            parts.begin(self.folders.tables(policy), partnerships)

    def end(self) -> None:
        """The tables belong together."""
        for policy in self.policies:
            parts.end(self.folders.tables(policy))

    def is_made(self, stage: Stage) -> bool:
        """Whether a stage's files are there as they were made, from what they would be made from now."""
        found = stamps.made(stage.name, self.source(stage), self.folders)
        if found is not None:
            self.made[stage.name] = found
        return found is not None

    def run(self, stages: Iterable[Stage], began: Callable[[], object] = lambda: None) -> None:
        """Make each stage that is stale; a Mistake if what it is made from changes meanwhile. `began` is called before the first."""
        for stage in stages:
            if not self.is_made(stage):
                began()
                source = self.source(stage)
                stamps.remove(stage.name, self.folders)
                self.keep(stage, source, stage.make())

    def keep(self, stage: Stage, source: str, written: Iterable[Path]) -> None:
        """Stamp a stage that was made from what had this fingerprint before it was read."""
        written = list(written)
        if self.source(stage) != source:
            raise Mistake(CHANGED)
        self.made[stage.name] = stamps.write(stage.name, source, written, self.folders)
        self.written += written

    def source(self, stage: Stage) -> str:
        """One fingerprint of all that a stage is made from now."""
        code = (stamps.of_code(*stage.modules), stamps.of_module("needs.pipeline.stages"))
        return stamps.fingerprint(stage.inputs(), code, stamps.of_lock(self.folders.root / LOCK))

    def published(self) -> Iterable[Stage]:
        """The stages that need no records, each declared when those before it are made."""
        folders, made = self.folders, self.made
        yield Stage(
            name="figures",
            modules=("needs.ingest.load", "needs.ingest.ndtms.extracts", "needs.measure.indicators"),
            inputs=lambda: (
                stamps.of_files(raw.found_files(folders), folders),
                [(path.name, raw.is_invented(path)) for path in raw.extracts(folders)],
                self._specifications,
                [folders.relative(path) for path in (*raw.beside_extracts(folders), *raw.not_read(folders))],
            ),
            make=lambda: _stages().read_figures(folders),
        )
        yield Stage(
            name="texts",
            modules=("needs.ingest.authored", "needs.settings", "needs.measure.safe"),
            inputs=lambda: (
                stamps.of_files([*raw.papers(folders), *raw.plans(folders)], folders),
                made["figures"], self.choices, self.comparing, self.disclosure.policy,
            ),
            make=lambda: _stages().read_texts(folders, self.choices, self.comparing, self.disclosure),
        )  # fmt: skip
        for policy in self.policies:
            yield Stage(
                name=f"published-{policy}",
                modules=(
                    "needs.measure.calculate",
                    "needs.measure.joint",
                    "needs.measure.selection",
                    "needs.ingest.by_area",
                ),
                inputs=lambda: (made["figures"],),
                make=partial(lambda policy: _stages().calculate_published(folders, policy), policy),
            )
            yield Stage(
                name=f"areas-{policy}",
                modules=("needs.measure.calculate", "needs.measure.joint", "needs.ingest.by_area"),
                inputs=partial(lambda policy: (made["figures"], made[f"published-{policy}"]), policy),
                make=partial(lambda policy: _stages().calculate_by_area(folders, policy), policy),
            )

    def read(self, slug: str) -> Stage:
        """Reading a partnership's extracts."""
        folders = self.folders
        return Stage(
            name=f"read-{slug}",
            modules=("needs.ingest.ndtms.extracts",),
            inputs=lambda: (
                stamps.of_files(self._extracts_of(slug), folders),
                self._specifications, self._key, self._area_of(slug),
            ),
            make=lambda: _stages().read_records(folders, slug, self._authorities(slug)),
        )  # fmt: skip

    def counted(self, slug: str) -> Stage:
        """Linking and counting a partnership's records; it is made with others in one pass, and so has no maker of its own."""
        return Stage(
            name=f"counted-{slug}",
            modules=("needs.measure.person_results",),
            inputs=lambda: (self.made[f"read-{slug}"], self.choices, self._area_of(slug)),
            make=tuple,
        )

    def shown(self, slug: str) -> Iterable[Stage]:
        """A partnership's results as they may be shown, under each policy."""
        for policy in self.policies:
            yield Stage(
                name=f"shown-{slug}-{policy}",
                modules=("needs.measure.shown",),
                inputs=lambda: (self.made[f"read-{slug}"], self.made[f"counted-{slug}"], self.choices),
                make=partial(lambda policy: _stages().show(self.folders, slug, policy, self.choices), policy),
            )

    def over_all(self) -> Iterable[Stage]:
        """What sums over all partnerships, under each policy, and for management what needs no records beside it."""
        slugs = sorted(self.partnerships)
        places_of_areas = [print_ for name, print_ in self.made["figures"].items() if name.endswith("/areas.csv")]
        for policy in self.policies:
            yield Stage(
                name=f"over-all-{policy}",
                modules=("needs.measure.shown",),
                inputs=partial(
                    lambda policy: (
                        [self._results(slug, policy) for slug in slugs],
                        [self._cells(slug) for slug in slugs],
                        places_of_areas,
                        self.choices.case_mix_factors,
                    ),
                    policy,
                ),
                make=partial(lambda policy: _stages().sum_over_all(self.folders, slugs, policy, self.choices), policy),
            )
        if MANAGEMENT in self.policies:
            held = [self.made[name] for name in ("figures", "texts")]
            names = [name for made in held for name in made]
            yield Stage(
                name="copied",
                modules=("needs.pipeline.stages",),
                inputs=lambda: (held, self.choices, self.comparing, self.disclosure),
                make=lambda: _stages().copy_beside(self.folders, names, self.choices, self.comparing, self.disclosure),
            )

    def of_partnership(self, slug: str) -> bool:
        """Whether all stages of a partnership are made."""
        return all(self.is_made(stage) for stage in (self.read(slug), self.counted(slug), *self.shown(slug)))

    def bring_up_to_date(self, slugs: list[str]) -> None:
        """Read, count and show the records of these partnerships, those whose counts are stale in one pass."""
        self.run(self.read(slug) for slug in slugs)
        stale = {slug: stage for slug in slugs if not self.is_made(stage := self.counted(slug))}
        if stale:
            sources = {slug: self.source(stage) for slug, stage in stale.items()}
            for stage in stale.values():
                stamps.remove(stage.name, self.folders)
            write = _stages().count_records(self.folders, list(stale), self.choices)
            for slug, stage in stale.items():
                self.keep(stage, sources[slug], write(slug))
        for slug in slugs:
            self.run(self.shown(slug))

    def forget_others(self) -> None:
        """Take away what was made of records that are gone, of policies no longer asked for, and by older versions."""
        known = {
            stage.name
            for slug in self.partnerships
            for stage in (self.read(slug), self.counted(slug), *self.shown(slug))
        }
        known |= {"figures", "texts"}
        known |= {f"{stage}-{policy}" for stage in ("published", "areas", "over-all") for policy in self.policies}
        known |= {"copied"} if MANAGEMENT in self.policies else set()
        held = {path for made in self.made.values() for path in made}
        for name in stamps.stages(self.folders):
            if name not in known:
                for path in set(stamps.files_made(name, self.folders)) - held:
                    (self.folders.root / path).unlink(missing_ok=True)
                stamps.remove(name, self.folders)
        if MANAGEMENT not in self.policies:
            shutil.rmtree(self.folders.management, ignore_errors=True)
        restricted = self.folders.restricted
        for folder in restricted.iterdir() if restricted.is_dir() else ():
            if folder.name not in {*self.partnerships, *raw.OF_NO_PARTNERSHIP} and folder.is_dir():
                shutil.rmtree(folder)
        self._forget_parts()

    def _forget_parts(self) -> None:
        """Take away parts of partnerships that are gone, also those that a run which was killed had not stamped yet."""
        tables = [self.folders.tables(policy) / name for policy in self.policies for name in OF_RECORDS]
        for folder in (*tables, *(self.folders.restricted / name for name in raw.OF_NO_PARTNERSHIP)):
            for path in (*folder.glob("*.csv"), *folder.glob("*.parquet")):
                is_of_records = folder.name != "results" or path.stem.startswith("counted-")
                slug = path.stem.removeprefix("counted-")
                if is_of_records and slug not in self.partnerships and not slug.startswith("_"):
                    path.unlink()

    @cached_property
    def _key(self) -> str:
        """A fingerprint of the key of pseudonyms; where there is none yet it is made, by one process and not by several."""
        from needs.ingest.ndtms import pseudonyms

        return pseudonyms.key(self.folders.root).fingerprint

    def _area_of(self, slug: str) -> tuple[str, ...]:
        """The area's code of a partnership, whether it is invented, and its authorities, as the look-up has it; else empty."""
        return self._areas.get(slug, ())

    @property
    def _specifications(self) -> dict[str, str]:
        """The fingerprints of what says what the columns and codes of data sets mean."""
        return stamps.of_files(raw.specifications(self.folders.raw / "ndtms" / raw.SPECIFICATION), self.folders)

    @cached_property
    def _areas(self) -> dict[str, tuple[str, str, str]]:
        import csv

        with (self.folders.safe / "areas.csv").open(encoding="utf-8", newline="") as lines:
            rows = list(csv.DictReader(lines))
        return {row["partnership"]: (row["area_code"], row["kind"], row["authorities"]) for row in rows}

    def _cells(self, slug: str) -> list[str]:
        """The fingerprint of a partnership's people in cells of case mix."""
        return [print_ for name, print_ in self.made[f"counted-{slug}"].items() if f"/{CELLS}/" in name]

    def _results(self, slug: str, policy: str) -> list[str]:
        """The fingerprints of a partnership's results under a policy."""
        made = self.made[f"shown-{slug}-{policy}"]
        return [print_ for name, print_ in made.items() if name.endswith(".parquet")]


def brought_up_to_date(
    folders: Folders, said: Said, workers: Workers, published: Callable[[list[str]], object] = bool
) -> list[Path]:
    """Make whatever is stale; gives the paths written here.

    `published` is called, with the partnerships that have records, once all is there that needs none, if any is to be counted.
    """
    pipeline = Pipeline(folders)
    _forget_older_versions(folders)
    if MANAGEMENT in pipeline.policies:
        private_folder(folders.management)
    private_folder(folders.restricted)
    said("Reading and calculating what is published", 0, 0)
    pipeline.run(pipeline.published(), began=pipeline.begin)
    pipeline.forget_others()
    stale = [slug for slug in pipeline.partnerships if not pipeline.of_partnership(slug)]
    if stale:
        pipeline.begin(pipeline.partnerships)
        published(pipeline.partnerships)
        _of_records(pipeline, stale, said, workers)
    pipeline.run(pipeline.over_all(), began=lambda: pipeline.begin(pipeline.partnerships or [NONE]))
    pipeline.end()
    return pipeline.written


def _of_records(pipeline: Pipeline, stale: list[str], said: Said, workers: Workers) -> None:
    """The stages of partnerships, a batch a job; where few are stale they are made here, sooner than others would begin."""
    if len(stale) <= ALONE:
        said("Counting records", 0, len(stale))
        pipeline.bring_up_to_date(stale)
        return
    with workers(len(stale)) as executor:
        done = 0
        batches = _batches(stale, number_of(executor))
        sources = {slug: pipeline.source(pipeline.read(slug)) for slug in stale}
        jobs = {
            executor.submit(
                counted_elsewhere, str(pipeline.folders.root), batch, {slug: sources[slug] for slug in batch}
            ): batch
            for batch in batches
        }
        said("Counting records", 0, len(stale))
        try:
            for job in as_completed(jobs):
                pipeline.written += map(Path, job.result())
                done += len(jobs[job])
                said("Counting records", done, len(stale))
        except Exception as failure:
            for job in jobs:
                job.cancel()
            wait(jobs)  # whoever is still writing ends before the next run may begin
            if isinstance(failure, BrokenExecutor) or type(failure).__name__ == "KilledWorker":
                raise Mistake(LOST) from None
            raise
    for slug in stale:
        if not pipeline.of_partnership(slug):
            raise Mistake(CHANGED)


def counted_elsewhere(root: str, slugs: list[str], sources: dict[str, str]) -> list[str]:
    """What a worker does: bring some partnerships of the project up to date, if it would read what the run means; gives the paths."""
    pipeline = Pipeline(Folders(Path(root)))
    if any(pipeline.source(pipeline.read(slug)) != sources[slug] for slug in slugs):
        raise Mistake(ELSEWHERE)
    pipeline.bring_up_to_date(slugs)
    return [str(path) for path in pipeline.written]


def _batches(slugs: list[str], workers: int) -> list[list[str]]:
    """As few batches as keep all workers at work within what one pass may hold, the large partnerships shared out among them."""
    number = max(min(workers, len(slugs)), -(-len(slugs) // AT_ONCE))
    return [slugs[first::number] for first in range(number)]


def _forget_older_versions(folders: Folders) -> None:
    """Take away what a version wrote that had no stages: made again, not read."""
    if (folders.processed / "stamp.json").exists():
        for folder in (folders.safe, folders.restricted):
            shutil.rmtree(folder, ignore_errors=True)
        for name in ("stamp.json", "figures.parquet"):  # of the version before stages
            (folders.processed / name).unlink(missing_ok=True)


def _stages() -> ModuleType:
    """What stages do, loaded only where one is stale: its libraries take longer to load than it takes to find that none is."""
    from needs.pipeline import stages

    return stages
