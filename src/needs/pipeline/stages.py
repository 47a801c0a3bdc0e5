"""What each stage of the pipeline does: reads its inputs, hands them to the room that knows, and says what was written.

Loaded only where a stage is stale, for the libraries take longer to load than it takes to find that nothing is.
"""

import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pandas as pd

from needs import parts
from needs.areas import INVENTED, is_country
from needs.files import for_owner_only, replacing
from needs.folders import Folders
from needs.ingest import authored, by_area, load, published
from needs.ingest.ndtms import extracts, pseudonyms
from needs.ingest.problems import by_cause
from needs.measure import calculate, joint, person_results, results, selection, shown
from needs.measure.indicators import INDICATORS
from needs.measure.safe import LOOK_UPS
from needs.measure.safety import MANAGEMENT, PUBLIC
from needs.settings import Choices, Comparing, Disclosure, in_words

SHARED = "_published"  # the part of what no records are needed for
AREAS_TOGETHER = 20  # of an export of many areas: few enough for memory, enough to share what a pass costs
SAME_FIGURE = (
    "indicator",
    "area_code",
    "period_start",
    "period_end",
    "window",
    "breakdown",
    "group",
    "kind",
    "unit",
    "age",
)


def read_figures(folders: Folders) -> list[Path]:
    """Read every published figure and what names it."""
    loaded = load.load(folders, _catalogue(), calculate.compared())
    areas = extracts.with_invented(loaded.areas, folders)
    of_data_sets = extracts.specifications(folders)
    problems = (*loaded.problems, *by_cause(of_data_sets.problems), *extracts.unread(folders))
    inputs = pd.concat([loaded.inputs, published.inputs(of_data_sets.files, of_data_sets.problems)], ignore_index=True)
    return load.write(replace(loaded, areas=areas, problems=problems, inputs=inputs), folders)


def _catalogue() -> pd.DataFrame:
    """The measures that the project counts, in the columns of measures.csv."""
    rows = [(item.name, item.topic, item.title, item.noun, item.unit, "") for item in INDICATORS]
    return pd.DataFrame(rows, columns=["measure", "topic", "title", "counted", "unit", "note"])


def read_texts(folders: Folders, choices: Choices, comparing: Comparing, disclosure: Disclosure) -> list[Path]:
    """Read papers and plans, and write down what was chosen, a row a choice; of disclosure that these are safe tables."""
    chosen = _chosen(choices, comparing, replace(disclosure, policy=PUBLIC))
    counting = [one[0] for one in (*in_words(choices), *in_words(comparing))]
    policy = chosen[chosen["choice"].isin([*counting, "policy"])]
    return [*authored.ingest(folders), parts.write(policy, folders.safe, "choices")]


def calculate_published(folders: Folders, policy: str) -> list[Path]:
    """Work out every result that published figures, and a partnership's own, allow under a policy."""
    areas = load.look_up(folders, "areas")
    found = calculate.calculate(joint.with_sums(load.figures_written(folders), areas), policy, areas)
    sources = by_area.areas_and_sources(folders.restricted / by_area.FOLDER)[1]
    is_kept = found["source"].isin(sources) & (found["breakdown"] != "all") & ~found["area_code"].map(is_country)
    found = found[~is_kept]
    quarters = selection.quarters_with_figures(found, areas)
    folder = folders.tables(policy)
    with for_owner_only(policy == MANAGEMENT):
        return [
            results.write(found, folder, results.PUBLISHED),
            parts.write(quarters, folder / "quarters", SHARED),
        ]


def calculate_by_area(folders: Folders, policy: str) -> list[Path]:
    """Work out the results by group that exports of many areas allow, some areas at a time, a file for each partnership."""
    kept, folder = folders.restricted / by_area.FOLDER, folders.tables(policy) / results.BY_AREA
    areas, written = load.look_up(folders, "areas"), []
    slugs = dict(zip(areas["area_code"], areas["partnership"], strict=True))
    codes = [code for code in by_area.areas_and_sources(kept)[0] if slugs.get(code)]
    shared = _exported(folders.tables(policy)) if codes else pd.DataFrame()
    with for_owner_only(policy == MANAGEMENT):
        for read, wanted in _batches(codes, areas):
            figures = by_area.read(kept, read).drop(columns=["file", "line"]).assign(is_own=False)
            figures = joint.with_sums(figures, areas)
            found = calculate.calculate(figures[figures["area_code"].isin(wanted)], policy=policy)
            found = found[(found["breakdown"] != "all") & ~_stand_in(found, shared)]
            for code, rows in found.groupby("area_code"):
                written.append(results.write_file(rows, folder / f"{slugs[str(code)]}.parquet"))
    for path in folder.glob("*.parquet"):
        if path not in written:
            path.unlink()
    return written


def _batches(codes: list[str], areas: pd.DataFrame) -> Iterator[tuple[list[str], list[str]]]:
    """Areas that are read together, and those whose results are written: of a partnership of several authorities it alone."""
    for first in range(0, len(codes), AREAS_TOGETHER):
        yield codes[first : first + AREAS_TOGETHER], codes[first : first + AREAS_TOGETHER]
    of = dict(zip(areas["partnership"], areas["area_code"], strict=True))
    for row in areas[areas["authorities"] != ""].itertuples():
        members = [of[slug] for slug in row.authorities.split()]
        if set(members) <= set(codes):
            yield members, [row.area_code]


def _exported(tables: Path) -> pd.DataFrame:
    """What the results have of other exports by group: it is not given twice."""
    path = tables / results.FOLDER / f"{results.PUBLISHED}.parquet"
    found = pd.read_parquet(path, columns=["source", *SAME_FIGURE])
    return found.loc[found["source"].str.startswith("viewit:") & (found["breakdown"] != "all"), list(SAME_FIGURE)]


def _stand_in(found: pd.DataFrame, others: pd.DataFrame) -> pd.Series:
    names = list(SAME_FIGURE)
    return pd.Series(pd.MultiIndex.from_frame(found[names]).isin(pd.MultiIndex.from_frame(others[names])), found.index)


def read_records(folders: Folders, slug: str, authorities: Sequence[Path] = ()) -> list[Path]:
    """Read a partnership's extracts, or those of its authorities, into tables of people and of files, left of the disclosure line."""
    areas = load.look_up(folders, "areas")
    known = dict(zip(areas["partnership"], areas["kind"] == INVENTED, strict=True))
    return extracts.ingest(
        folders.raw / "ndtms" / slug, pseudonyms.key(folders.root), known, folders.restricted, authorities
    )


def count_records(folders: Folders, slugs: list[str], choices: Choices) -> Callable[[str], list[Path]]:
    """Link and count the records of some partnerships in one pass; gives what writes the true results of each."""
    areas = load.look_up(folders, "areas")
    codes = dict(zip(areas["partnership"], areas["area_code"], strict=True))
    counted = person_results.counted(folders.restricted, {slug: codes.get(slug, slug) for slug in slugs}, choices)
    return lambda slug: person_results.write(counted[slug], folders.restricted, slug)


def show(folders: Folders, slug: str, policy: str, choices: Choices) -> list[Path]:
    """Write what of a partnership's records is shown under a policy."""
    with for_owner_only(policy == MANAGEMENT):
        return shown.write(folders.restricted, slug, folders.tables(policy), policy, choices)


def sum_over_all(folders: Folders, slugs: list[str], policy: str, choices: Choices) -> list[Path]:
    """Write what sums over all partnerships, from what each shows, and what of each is set beside what is expected."""
    areas = load.look_up(folders, "areas")
    with for_owner_only(policy == MANAGEMENT):
        return shown.write_over_all(folders.restricted, folders.tables(policy), slugs, areas, policy, choices)


def copy_beside(
    folders: Folders, names: Iterable[str], choices: Choices, comparing: Comparing, disclosure: Disclosure
) -> list[Path]:
    """Copy safe tables that need no records (by their places in the project) beside those for management: one folder holds all.

    Copies of what is gone are taken away, and all choices of disclosure are written beside.
    """
    written = []
    for path in (folders.root / name for name in names):
        if path.is_relative_to(folders.safe):
            copy = folders.management / path.relative_to(folders.safe)
            with replacing(copy, private=True) as unfinished:
                shutil.copyfile(path, unfinished)
            written.append(copy)
    for copy in folders.management.rglob("*.csv"):  # both folders hold tables of the same names
        if not (folders.safe / copy.relative_to(folders.management)).exists():
            copy.unlink()
    with for_owner_only():
        return [*written, parts.write(_chosen(choices, comparing, disclosure), folders.management, "choices")]


def _chosen(*of_each: Choices | Comparing | Disclosure) -> pd.DataFrame:
    return pd.DataFrame([row for one in of_each for row in in_words(one)], columns=list(LOOK_UPS["choices"]))
