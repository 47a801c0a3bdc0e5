"""The same figure more than once in what was dropped: equal ones are one figure, and of two vintages one is used whole.

Within a file, rows that differ are both refused. Of two files that give one figure with two numbers, the later download
replaces the earlier as a whole for each indicator (or the whole export), so that no series mixes them. A file says how
late it is by its last period; where two say the same, neither is used.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

from needs.ingest.problems import NOTED, ROW_REFUSED, Problem

# What two rows of one figure have in common, whoever gives it
SAME = (
    "measure",
    "area_code",
    "period_start",
    "period_end",
    "window",
    "breakdown",
    "group",
    "kind",
    "unit",
    "age",
    "series",
)
_SAYS = ("value", "lower", "upper", "status")


NDTMS = "viewit"
_OF_NDTMS = ("in_treatment", "adults_in_treatment_for_alcohol")  # of what UK indicator 3.5.1 gives


@dataclass(frozen=True)
class Single:
    """Figures of which none is there twice, and what became of the others."""

    rows: pd.DataFrame
    problems: tuple[Problem, ...]


def single(rows: pd.DataFrame) -> Single:
    """The figures of dropped downloads without those that stand there more than once."""
    if not rows.duplicated(list(SAME)).any():
        return Single(rows, ())
    keyed = rows.assign(
        key=rows.groupby(list(SAME), sort=False, dropna=False).ngroup(),
        says=rows.groupby(list(_SAYS), sort=False, dropna=False).ngroup(),
        together=_together(rows),
    )
    keyed, of_files = _within_files(keyed)
    keyed, of_vintages = _newest(keyed)
    keyed, of_copies = _once(keyed)
    return Single(keyed[list(rows.columns)].reset_index(drop=True), (*of_files, *of_vintages, *of_copies))


def _together(rows: pd.DataFrame) -> pd.Series:
    """What is revised together: an indicator of Fingertips, a measure of a sheet, or all that an export has of NDTMS.

    ViewIt and UK indicator 3.5.1 give the same counts of people in treatment.
    """
    kind = rows["source"].str.partition(":")[0]
    indicator = rows["place"].str.partition(",")[0].where(kind == "fingertips", rows["measure"])
    is_of_ndtms = (kind == "viewit") | ((kind == "ons") & rows["measure"].isin(_OF_NDTMS))
    return (kind + " " + indicator).mask(is_of_ndtms, NDTMS)


def _within_files(keyed: pd.DataFrame) -> tuple[pd.DataFrame, list[Problem]]:
    """Without the lines of a file that contradict another of it, and each figure once."""
    grouped = keyed.groupby(["file", "key"], sort=False)
    repeated = grouped["line"].transform("nunique") > 1
    differs = repeated & (grouped["says"].transform("nunique") > 1)
    against = set(keyed.loc[differs, ["file", "line"]].itertuples(index=False, name=None))
    problems = [
        Problem(
            file,
            int(line),
            None,
            "the same figure as on another line, with another number",
            "one row for each",
            ROW_REFUSED,
        )
        for file, line in sorted(against)
    ]
    refused = pd.MultiIndex.from_frame(keyed[["file", "line"]]).isin(against)
    left = keyed[~refused]
    again = left.duplicated(["file", "key"])
    for file, lines in left[again].groupby("file")["line"]:
        wanted = "each once; they are used once"
        problems += [Problem(str(file), int(line), None, "the same figures as on a line above", wanted, NOTED) for line in sorted(set(lines))]  # fmt: skip
    return left[~again], problems


def _newest(keyed: pd.DataFrame) -> tuple[pd.DataFrame, list[Problem]]:
    """Of files that contradict each other in what is revised together, the figures of the later one alone; of none if that is not told."""
    differs = keyed.groupby("key")["says"].transform("nunique") > 1
    leaving, problems = pd.Series(False, index=keyed.index), []
    for together, rows in keyed[keyed["together"].isin(keyed.loc[differs, "together"].unique())].groupby("together"):
        last = rows.groupby("file")["period_end"].max()
        for files in _against_each_other(rows[differs.loc[rows.index]]):
            if len(files) == 1:  # what it contradicts is revised by itself: both are kept, each under its source
                continue
            ends = last[files].sort_values(ascending=False)
            newest = ends.index[0] if ends.iloc[0] > ends.iloc[1] else None
            losing = rows["file"].isin([file for file in files if file != newest])
            leaving.loc[losing[losing].index] = True
            problems += _told(str(together), rows[losing], files, newest)
    return keyed[~leaving], problems


def _against_each_other(rows: pd.DataFrame) -> Iterator[list[str]]:
    """Files that give one figure with different numbers, those together that are linked by such figures."""
    groups: list[set[str]] = []
    for files in {frozenset(files) for _, files in rows.groupby("key")["file"]}:
        joined = set(files).union(*(group for group in groups if group & files))
        groups = [group for group in groups if not group & files] + [joined]
    yield from (sorted(group) for group in groups)


def _told(together: str, losing: pd.DataFrame, files: list[str], newest: str | None) -> list[Problem]:
    """What is said of each file that is not used: which other is the later, or that neither says so."""
    what = "figures" if together == NDTMS else f"figures ({together.partition(' ')[2]})"
    if newest:
        found = f"{newest} has other numbers for the same {what} and goes on longer: none of these is used"
        return [
            Problem(str(file), None, None, found, "one download of them: remove this older one", NOTED)
            for file in losing["file"].unique()
        ]
    lines = losing[["file", "line"]].drop_duplicates().itertuples(index=False)
    return [
        Problem(
            file,
            int(line),
            None,
            f"other numbers for the same {what} than in {' and '.join(other for other in files if other != file)}, and neither goes on longer",
            "one download of them: remove the older",
            ROW_REFUSED,
        )
        for file, line in lines
    ]


def _once(keyed: pd.DataFrame) -> tuple[pd.DataFrame, list[Problem]]:
    """Figures that several files have alike, once: in the file of the shortest name."""
    ordered = keyed.assign(length=keyed["file"].str.len()).sort_values(["length", "file"], kind="stable")
    again = ordered.duplicated("key")
    first = dict(ordered.loc[~again, ["key", "file"]].itertuples(index=False, name=None))
    problems = []
    for file, rows in ordered[again].groupby("file"):
        others = " and ".join(sorted({first[key] for key in rows["key"]}))
        all_of_it = len(rows) == (keyed["file"] == file).sum()
        found = f"{'all' if all_of_it else f'{len(rows):,}'} of its figures stand in {others} too"
        problems.append(Problem(str(file), None, None, found, "each once; they are used once", NOTED))
    return keyed.loc[ordered.index[~again]].sort_index(), problems
