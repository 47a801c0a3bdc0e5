"""The safe tables, all that a notebook is given: results, and the look-ups that name what is in them.

Look-ups that speak of one partnership, and results, lie in parts, so that a document reads its own and no others. Under
the policy for management they lie a second time in a folder of its own, with true counts.
"""

from dataclasses import dataclass, fields
from pathlib import Path

import pandas as pd

from needs import parts
from needs.measure import results
from needs.measure.equality import with_residents
from needs.measure.eras import era_of
from needs.measure.safety import MANAGEMENT, PUBLIC
from needs.mistakes import Mistake
from needs.quarter import Quarter
from needs.settings import Choices, Disclosure, written

LOOK_UPS = {
    "areas": (
        "area_code",
        "name",
        "partnership",
        "type",
        "region_code",
        "country_code",
        "kind",
        "neighbours",
        "similar",
        "valid_from",
        "valid_to",
        "other_codes",
        "predecessors",
        "successors",
        "made_after",
        "folder",
        "authorities",
    ),
    "districts": ("partnership", "district", "name", "shape"),
    "services": ("partnership", "service", "kind", "agency", "district", "open_when"),
    "measures": ("measure", "topic", "title"),
    "sources": ("source", "type", "title", "publisher", "note"),
    "choices": ("choice", "value", "decides", "source", "confidence"),
}  # and the columns that each must have
IN_PARTS = {
    "inputs": ("file", "sha256", "rows", "used", "refused", "sources"),
    "problems": ("file", "severity"),
    "quarters": ("partnership", "quarter"),
    "authored": ("partnership", "quarter", "block", "text"),
    "sensitivity": (
        "partnership", "year", "indicator", "gap_days", "both_days_count", "nights", "is_chosen", "published", "value",
        "difference", "unit", "rests_on", "origin",
    ),
    "adds_up": ("partnership", "account", "first_day", "last_day", "adds_up"),
    "extracts": ("partnership", "is_invented", "refused", "first_day", "last_day", "rows", "rows_used", "rows_refused"),
    "extract_files": ("partnership", "file", "agency", "status", "specification", "rows", "rows_used", "rows_refused"),
    "extract_findings": ("partnership", "file", "agency", "field", "rule", "severity", "message", "findings"),
    "extract_fields": (
        "partnership", "file", "agency", "field", "is_known", "is_collected", "rows", "answered", "is_constant",
    ),
    "extract_codes": ("partnership", "file", "agency", "field", "code", "rows"),
    "extract_specification": (
        "partnership", "specification", "sha256", "data_sets", "column", "read_as", "is_required", "code", "label",
        "counts_as", "replaces", "valid_from",
    ),
    "plan_documents": ("partnership", "plan_year", "plan_start", "plan_end"),
    "plan_statements": ("partnership", "plan_year", "section", "text", "remark", "place"),
    "plan_consultations": ("partnership", "plan_year", "name", "who", "when_printed", "answer", "place"),
    "plan_funding": (
        "partnership", "plan_year", "item", "funder", "text", "financial_year", "measure", "people_measures", "applies_to",
        "place",
    ),
    "plan_priorities": ("partnership", "plan_year", "measure", "breakdown", "group", "percentage_of"),
}  # fmt: skip
SIDE_BY_SIDE = "side_by_side"  # a file of the results that documents of every partnership set beside their own


@dataclass(frozen=True, kw_only=True)
class Safe:
    """The results, and look-ups: one row is an area, a measure, a source, an input file or a problem with one.

    Of NDTMS extracts one row is a partnership, a file, a rule broken at a field of a file, a field of a file, a code that no
    list has, or a column or code of a specification.
    """

    results: pd.DataFrame
    areas: pd.DataFrame
    districts: pd.DataFrame
    services: pd.DataFrame
    measures: pd.DataFrame
    sources: pd.DataFrame
    choices: pd.DataFrame
    inputs: pd.DataFrame
    problems: pd.DataFrame
    quarters: pd.DataFrame
    authored: pd.DataFrame
    sensitivity: pd.DataFrame
    adds_up: pd.DataFrame
    extracts: pd.DataFrame
    extract_files: pd.DataFrame
    extract_findings: pd.DataFrame
    extract_fields: pd.DataFrame
    extract_codes: pd.DataFrame
    extract_specification: pd.DataFrame
    plan_documents: pd.DataFrame
    plan_statements: pd.DataFrame
    plan_consultations: pd.DataFrame
    plan_funding: pd.DataFrame
    plan_priorities: pd.DataFrame
    policy: str = PUBLIC

    @property
    def band(self) -> str:
        """What a document of true counts says on every page; empty for a public one."""
        return "" if self.policy == PUBLIC else self.chosen("band")

    @property
    def choices_behind_figures(self) -> pd.DataFrame:
        """What was chosen about counting and showing people, without what concerns documents of true counts alone."""
        of_documents = {one.name for one in fields(Disclosure)} - {"policy"}
        return self.choices[~self.choices["choice"].isin(of_documents)]

    def era_of(self, quarter: Quarter) -> str:
        """The era whose measures a document of a quarter takes."""
        return era_of(quarter, Quarter.parse(self.in_force("today_begins")))

    def in_force(self, choice: str) -> str:
        """What needs.toml says of a choice about counting, or its default where the look-up has none."""
        return self.chosen(choice) or written(getattr(Choices, choice))

    def chosen(self, choice: str) -> str:
        """What needs.toml says of a choice, or its default."""
        found = self.choices.loc[self.choices["choice"] == choice, "value"]
        return found.iloc[0] if len(found) else ""


def read(folder: Path, partnership: str | None = None) -> Safe:
    """The safe tables of a folder, all of one run; a Mistake says which command makes them.

    For the documents of one partnership (its slug), what concerns the others alone is left out: of what was counted of
    them only what is set side by side is read.
    """
    if not folder.is_dir():
        asked = f"data/processed/{folder.name} is not there: {results.MADE_BY}"
        raise Mistake(asked if folder.name != MANAGEMENT else f'{asked}, with policy = "management" in needs.toml')
    parts.check(folder, partnership)
    tables = {name: look_up(folder / f"{name}.csv", columns) for name, columns in LOOK_UPS.items()}
    tables |= {name: in_parts(folder, name, columns, partnership) for name, columns in IN_PARTS.items()}
    if partnership is not None:
        own = _own_folders(tables["areas"], partnership)
        tables |= {name: _of_folders(tables[name], own) for name in ("inputs", "problems")}
    files = results_of(folder, partnership)
    beside = [path for path in files if path.stem == SIDE_BY_SIDE]
    found = results.read(folder, [path for path in files if path not in beside], *beside)
    parts.check(folder, partnership)  # nobody has begun to write while they were read
    codes = None if partnership is None else _own_codes(tables["areas"], partnership)
    found = with_residents(found, codes)
    return Safe(results=found, **tables, policy=MANAGEMENT if folder.name == MANAGEMENT else PUBLIC)


def _own_codes(areas: pd.DataFrame, partnership: str) -> set[str]:
    """The codes of a partnership and of the country and region that it lies in."""
    own = areas[areas["partnership"] == partnership]
    return {*own["area_code"], *own["country_code"], *own["region_code"]}


def _own_folders(areas: pd.DataFrame, partnership: str) -> set[str]:
    """The folders below data/raw/local of a partnership, and of the country and region that it lies in."""
    whole = areas["area_code"].isin(_own_codes(areas, partnership))
    return {*areas.loc[whole, "folder"], partnership}


def _of_folders(table: pd.DataFrame, folders: set[str]) -> pd.DataFrame:
    """The rows of files that lie in one of these folders below data/raw/local, or not there at all."""
    within = table["file"].str.extract(r"^data/raw/local/([^/]+)/", expand=False)
    return table[within.isna() | within.isin(folders)]


def results_of(folder: Path, partnership: str | None = None) -> list[Path]:
    """The files of results there are, or those that a partnership's documents read: one without records reads no counted ones."""
    held = folder / results.FOLDER
    if partnership is None:
        return [held / f"{part}.parquet" for part in results.parts(folder) or [results.PUBLISHED]]
    own, groups = held / f"{results.counted(partnership)}.parquet", folder / results.BY_AREA / f"{partnership}.parquet"
    counted = [own, held / f"{results.OVER_ALL}.parquet", folder / f"{SIDE_BY_SIDE}.parquet"] if own.exists() else []
    return [held / f"{results.PUBLISHED}.parquet", *([groups] if groups.exists() else []), *counted]


def in_parts(folder: Path, name: str, columns: tuple[str, ...], partnership: str | None = None) -> pd.DataFrame:
    """A look-up that lies in parts: all of them, or those that a partnership's documents read; without rows where there is none."""
    found = [look_up(path, columns) for path in parts.paths(folder / name, partnership)]
    return pd.concat(found, ignore_index=True) if found else pd.DataFrame(columns=list(columns), dtype="str")


def look_up(path: Path, columns: tuple[str, ...]) -> pd.DataFrame:
    """A look-up, every cell as text; a Mistake says what is wrong with it and which command makes it."""
    try:
        table = pd.read_csv(path, dtype=str, keep_default_na=False)
    except FileNotFoundError:
        raise Mistake(f"{results.called(path)} is missing: {results.MADE_BY}") from None
    except (OSError, ValueError) as error:
        raise Mistake(f"{results.called(path)} cannot be read ({type(error).__name__}): {results.MADE_BY}") from None
    missing = [name for name in columns if name not in table]
    if missing:
        raise Mistake(f"{results.called(path)} has no column {missing[0]!r}: {results.MADE_BY}")
    return table
