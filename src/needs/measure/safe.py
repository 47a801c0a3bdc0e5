"""The safe tables, all that a notebook is given: results, and the look-ups that name what is in them."""

from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from needs import unfinished
from needs.areas import INVENTED_TOGETHER
from needs.files import replacing
from needs.measure import results
from needs.mistakes import Mistake

LOOK_UPS = {
    "areas": ("area_code", "name", "partnership", "type", "region_code"),
    "measures": ("measure", "topic", "title"),
    "sources": ("source", "type", "title", "publisher", "note"),
    "inputs": ("file", "rows", "used", "refused"),
    "problems": ("severity",),
    "sensitivity": (
        "partnership", "year", "indicator", "gap_days", "both_days_count", "nights", "is_chosen", "published", "value",
        "difference", "unit", "rests_on", "origin",
    ),
    "authored": ("partnership", "quarter", "block", "text"),
    "plan_consultations": ("partnership", "name", "who", "when_printed", "answer", "place"),
    "plan_funding": ("partnership", "funder", "text", "financial_year", "measure", "place"),
    "choices": ("choice", "value", "decides", "source", "confidence"),
    "extracts": ("partnership", "is_invented", "refused", "first_day", "last_day", "rows", "rows_used", "rows_refused"),
    "extract_files": ("partnership", "file", "agency", "status", "rows", "rows_used", "rows_refused"),
    "extract_findings": ("partnership", "file", "agency", "field", "rule", "severity", "message", "findings"),
    "extract_fields": ("partnership", "file", "agency", "field", "is_collected", "rows", "answered", "is_constant"),
}  # and the columns that each must have  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Safe:
    """The results, and look-ups: one row is an area, a measure, a source, an input file or a problem with one.

    Of NDTMS extracts one row is a partnership, a file, a rule broken at a field of a file, or a field of a file.
    """

    results: pd.DataFrame
    areas: pd.DataFrame
    measures: pd.DataFrame
    sources: pd.DataFrame
    inputs: pd.DataFrame
    problems: pd.DataFrame
    choices: pd.DataFrame
    sensitivity: pd.DataFrame
    authored: pd.DataFrame
    plan_consultations: pd.DataFrame
    plan_funding: pd.DataFrame
    extracts: pd.DataFrame
    extract_files: pd.DataFrame
    extract_findings: pd.DataFrame
    extract_fields: pd.DataFrame


def read(folder: Path, partnership: str | None = None) -> Safe:
    """The safe tables of a folder, all of one run; a Mistake says which command makes them.

    For the documents of one partnership (its slug), what was counted of the others is left out, as nothing there speaks of it.
    """
    unfinished.check(folder)
    tables = {name: _look_up(folder / f"{name}.csv", LOOK_UPS[name]) for name in LOOK_UPS}
    areas = tables["areas"]
    own = None if partnership is None else areas.loc[areas["partnership"] == partnership, "area_code"]
    found = results.read(folder, own if own is None else {*own, INVENTED_TOGETHER})
    unfinished.check(folder)  # nobody has begun to write while they were read
    return Safe(results=found, **tables)


def write_choices(choices: list[tuple[str, ...]], folder: Path) -> Path:
    """Write what was chosen about counting, a row a choice, and say where."""
    path = folder / "choices.csv"
    with replacing(path) as unfinished:
        pd.DataFrame(choices, columns=list(LOOK_UPS["choices"])).to_csv(unfinished, index=False, lineterminator="\n")
    return path


def _look_up(path: Path, columns: tuple[str, ...]) -> pd.DataFrame:
    try:
        table = pd.read_csv(path, dtype=str, keep_default_na=False)
    except FileNotFoundError:
        raise Mistake(f"{path.name} is missing from data/processed/safe: run `needs ingest` to write it") from None
    except (OSError, ValueError) as error:
        found = f"cannot be read ({type(error).__name__})"
        raise Mistake(f"data/processed/safe/{path.name} {found}: run `needs ingest` to write it again") from None
    missing = [name for name in columns if name not in table]
    if missing:
        found = f"has no column {missing[0]!r}"
        raise Mistake(f"data/processed/safe/{path.name} {found}: run `needs ingest` to write it again")
    return table
