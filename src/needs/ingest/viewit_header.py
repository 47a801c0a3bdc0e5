"""The header of a ViewIt export: which column holds which key, and what each of the others counts.

Both families of headers, and the England variant of the older one, are matched by name in any order and any case.
"""

import pandas as pd

from needs.ingest import codes
from needs.ingest.csvfile import CsvFile
from needs.ingest.problems import FILE_REFUSED, NOTED, Problem

KEYS = ("period", "area", "sex", "age", "drug_group")


def normal(text: str) -> str:
    """A header or label as it is compared: small letters and single spaces."""
    return " ".join(text.casefold().split())


def keys(header: tuple[str, ...]) -> dict[str, list[str]]:
    """For each of the five keys of an export, the columns that hold it: one each in a sound file."""
    meant = dict(codes.table("viewit_keys")[["header", "key"]].itertuples(index=False, name=None))
    return {key: [name for name in header if meant.get(normal(name)) == key] for key in KEYS}


def measures(header: tuple[str, ...]) -> pd.DataFrame:
    """What each known column counts, in the header's order: header, measure, breakdown, group, unit, note."""
    table = codes.table("viewit_measures")
    names = pd.concat([table["older_header"], table["newer_header"]]).map(normal)
    known = pd.concat([table, table]).assign(normal=names.to_numpy()).loc[lambda rows: rows["normal"] != ""]
    present = pd.DataFrame({"header": list(header), "normal": [normal(name) for name in header]})
    return present.merge(known, on="normal")[["header", "measure", "breakdown", "group", "unit", "note"]]


def header_problems(file: CsvFile) -> list[Problem]:
    """A key that no column holds, or two do, refuses the file; columns whose meaning is not known are noted."""
    held = keys(file.header)
    problems = [_not_one(file, key, held_by) for key, held_by in held.items() if len(held_by) != 1]
    known = measures(file.header)
    used = {name for held_by in held.values() for name in held_by} | set(known["header"])
    unknown = [name for name in file.header if name not in used]
    if unknown:
        found = f"columns left out because their meaning is not known: {', '.join(unknown)}"
        problems.append(Problem(file.name, 1, None, found, "columns that codes/viewit_measures.csv lists", NOTED))
    if known.empty:
        wanted = "one or more that codes/viewit_measures.csv lists"
        problems.append(Problem(file.name, 1, None, "no column of counts", wanted, FILE_REFUSED))
    # two spellings of one column ("Other" and "other ") would each give the same figure
    for name in known.loc[known.duplicated(["measure", "breakdown", "group"]), "header"]:
        found = f"column {name!r} counts what another column counts already"
        problems.append(Problem(file.name, 1, None, found, "one column for each count", FILE_REFUSED))
    return problems


def _not_one(file: CsvFile, key: str, held_by: list[str]) -> Problem:
    names = codes.table("viewit_keys").loc[lambda rows: rows["key"] == key, "header"]
    what = key.replace("_", " ")
    found = f"the columns {', '.join(held_by)} all hold the {what}" if held_by else f"no column holds the {what}"
    wanted = f"one column called {' or '.join(names)}; the file has {', '.join(file.header[:8])} ..."
    return Problem(file.name, 1, None, found, wanted, FILE_REFUSED)
