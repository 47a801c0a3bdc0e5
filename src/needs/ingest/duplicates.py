"""The same figure more than once in what was dropped: equal ones are one figure, and of two vintages one is used whole.

Within a file, rows that differ are both refused. Of two files that give one figure with two numbers, the later download
replaces the earlier for each indicator (or the whole export) in every area that it has, and in all of an area's periods, so
that no series of an area mixes them. Areas that the later does not have are still taken from the earlier. A file says how late
it is by its last period; where two say the same, neither is used for the areas that both have.
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
    replaced: frozenset[tuple[str, str]] = frozenset()  # files and areas of which nothing that NDTMS counts is used


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
    leaving, of_vintages = _newest(keyed)
    replaced = keyed.loc[leaving & (keyed["together"] == NDTMS), ["file", "area_code"]].drop_duplicates()
    keyed, of_copies = _once(keyed[~leaving])
    return Single(
        keyed[list(rows.columns)].reset_index(drop=True),
        (*of_files, *of_vintages, *of_copies),
        frozenset(replaced.itertuples(index=False, name=None)),
    )


def contradicts(file: str, line: int) -> Problem:
    """A line of a file that gives a figure otherwise than another of its lines."""
    found = "the same figure as on another line, with another number"
    return Problem(file, line, None, found, "one row for each", ROW_REFUSED)


def repeats(file: str, line: int) -> Problem:
    """A line of a file that gives what a line above gives."""
    return Problem(file, line, None, "the same figures as on a line above", "each once; they are used once", NOTED)


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
    problems = [contradicts(file, int(line)) for file, line in sorted(against)]
    refused = pd.MultiIndex.from_frame(keyed[["file", "line"]]).isin(against)
    left = keyed[~refused]
    again = left.duplicated(["file", "key"])
    for file, lines in left[again].groupby("file")["line"]:
        problems += [repeats(str(file), int(line)) for line in sorted(set(lines))]
    return left[~again], problems


def _newest(keyed: pd.DataFrame) -> tuple[pd.Series, list[Problem]]:
    """Which figures are not used, of files that contradict each other in what is revised together.

    The later file's alone are used of every area that it has; where it is not told which is later, none of the areas that
    several of them have.
    """
    differs = _differ(keyed)
    leaving, told = pd.Series(False, index=keyed.index), []
    for together, rows in keyed[keyed["together"].isin(keyed.loc[differs, "together"].unique())].groupby("together"):
        last = rows.groupby("file")["period_end"].max()
        left = rows
        while found := [files for files in _against_each_other(left[_differ(left)]) if len(files) > 1]:
            # of one file alone what it contradicts is revised by itself: both are kept, each under its source
            for files in found:
                ends = last[files].sort_values(ascending=False)
                newest = ends.index[0] if ends.iloc[0] > ends.iloc[1] else None
                losing = left[left["file"].isin(files) & (left["file"] != newest)]
                losing = losing[losing["area_code"].isin(_areas_of(newest, left[left["file"].isin(files)]))]
                leaving.loc[losing.index] = True
                told.append((str(together), losing, files, newest))
                left = left.drop(losing.index)
    still = set(keyed.loc[~leaving, "file"])
    return leaving, [problem for each in told for problem in _told(*each, still)]


def _differ(rows: pd.DataFrame) -> pd.Series:
    """Which figures stand there with several numbers."""
    return rows.groupby("key")["says"].transform("nunique") > 1


def _areas_of(newest: str | None, rows: pd.DataFrame) -> set[str]:
    """The areas that the newest of some files has, or where none is the newest those that several have."""
    if newest:
        return set(rows.loc[rows["file"] == newest, "area_code"])
    files = rows.groupby("area_code")["file"].nunique()
    return set(files.index[files > 1])


def _against_each_other(rows: pd.DataFrame) -> Iterator[list[str]]:
    """Files that give one figure with different numbers, those together that are linked by such figures."""
    groups: list[set[str]] = []
    for files in {frozenset(files) for _, files in rows.groupby("key")["file"]}:
        joined = set(files).union(*(group for group in groups if group & files))
        groups = [group for group in groups if not group & files] + [joined]
    yield from (sorted(group) for group in groups)


def _told(together: str, losing: pd.DataFrame, files: list[str], newest: str | None, still: set[str]) -> list[Problem]:
    """What is said of each file that is not used: which other is the later, or that neither says so.

    `still` are the files of which something is used: none of them is to be removed.
    """
    what = "figures" if together == NDTMS else f"figures ({together.partition(' ')[2]})"
    if newest:
        return [
            Problem(str(file), None, None, *_replaced(what, newest, rows, str(file) in still), NOTED)
            for file, rows in losing.groupby("file", sort=False)
        ]
    lines = losing[["file", "line"]].drop_duplicates().itertuples(index=False)
    return [
        Problem(
            file,
            int(line),
            None,
            f"other numbers for the same {what} than in {' and '.join(other for other in files if other != file)}, and neither goes on longer",
            f"one download of them: {'take such rows out of the older' if file in still else 'remove the older'}",
            ROW_REFUSED,
        )
        for file, line in lines
    ]


def _replaced(what: str, newest: str, rows: pd.DataFrame, is_still_used: bool) -> tuple[str, str]:
    """What is said of a file's figures that a later one replaces, and what is to be done."""
    found = f"{newest} has other numbers for the same {what} and goes on longer"
    if not is_still_used:
        return f"{found}: none of these is used", "one download of them: remove this older one"
    number = rows["area_code"].nunique()
    areas = f"the {'area' if number == 1 else f'{number:,} areas'} that both have"
    wanted = "nothing to be done: the rest of this file is used, so keep it"
    return f"{found}: none of these is used for {areas}", wanted


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
