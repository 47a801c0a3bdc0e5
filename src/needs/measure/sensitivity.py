"""What the headline results would be if the gap that ends a journey were a day shorter or longer, safe to publish.

It recounts from the restricted tables, as `person_results` does, and what it gives has crossed the disclosure line: a
published figure, moved by a difference in people that was rounded to 10, so that a difference of one to four shows as
none and no figure can be told that the results do not already hold.
"""

from dataclasses import replace
from pathlib import Path

import pandas as pd
import polars as pl

from needs.choices import Choices
from needs.files import replacing
from needs.measure.count import count
from needs.measure.counted_results import Origin
from needs.measure.indicators import BY_NAME
from needs.measure.person_results import AT_ONCE, person_tables
from needs.measure.records import records
from needs.measure.selection import OF_RECORDS
from needs.quarter import Quarter

HEADLINES = (
    "new_presentations", "in_treatment", "exits", "retained_or_planned_discharge_percent",
    "successful_completion_of_exits",
)  # fmt: skip
GAPS = tuple((days, both) for days in (20, 21, 22) for both in (False, True))  # the days, and whether both ends count
ROUNDED_TO = 10  # people by which a difference is rounded: ours, so that one to four cannot be told from none
FEWEST = 100  # people or journeys that a figure must rest on: ours; below it ten people are too large a step
COLUMNS = (
    "partnership", "year", "indicator", "gap_days", "both_days_count", "nights", "is_chosen", "published", "value", "difference",
    "unit", "rests_on", "origin",
)  # fmt: skip
TEXT = dict.fromkeys(COLUMNS, "string")


def sensitivity(restricted: Path, origins: dict[str, Origin], choices: Choices, results: pd.DataFrame) -> pd.DataFrame:
    """One row a partnership, headline and gap: the figure that is published, what it would be, and the difference.

    `results` are the safe ones. The year is the latest financial year whose headlines are all shown and final. Counts are
    in people or journeys, their differences rounded to 10; shares in whole percent. A partnership without such a year, or
    with a headline that rests on fewer than 100, has no rows.
    """
    published = _published(results, {origin.area_code: slug for slug, origin in origins.items()})
    slugs = [slug for slug in origins if slug in set(published["partnership"])]
    tables = [pd.DataFrame(columns=list(COLUMNS))]
    for start in range(0, len(slugs), AT_ONCE):
        some = slugs[start : start + AT_ONCE]
        of_some = published[published["partnership"].isin(some)]
        tables.append(_moved(of_some, _recounted(restricted, some, choices, of_some), choices))
    return pd.concat(tables)[list(COLUMNS)].astype(TEXT).reset_index(drop=True)


def write(table: pd.DataFrame, folder: Path) -> Path:
    """Write the table to sensitivity.csv in the folder, whole or not at all, and say where."""
    path = folder / "sensitivity.csv"
    with replacing(path) as unfinished:
        table.to_csv(unfinished, index=False, lineterminator="\n")
    return path


def _published(results: pd.DataFrame, slugs: dict[str, str]) -> pd.DataFrame:
    """The headlines of each partnership's latest financial year in which all are shown, final and large enough."""
    rows = results[
        results["area_code"].isin(slugs) & results["indicator"].isin(HEADLINES) & results["source"].isin(OF_RECORDS)
        & (results["window"] == "financial_year") & (results["breakdown"] == "all") & (results["status"] == "shown")
        & (results["qualifier"] == "") & (results[["numerator", "denominator"]].max(axis=1) >= FEWEST)
    ]  # fmt: skip
    by_year = rows.groupby(["area_code", "period_end"])["indicator"]
    whole = rows[by_year.transform("nunique") == len(HEADLINES)]
    latest = whole[whole["period_end"] == whole.groupby("area_code")["period_end"].transform("max")]
    return latest.assign(partnership=latest["area_code"].map(slugs), year=_year(latest["period_end"]))


def _recounted(restricted: Path, slugs: list[str], choices: Choices, published: pd.DataFrame) -> pd.DataFrame:
    """How many count, and out of how many, at each gap, in the years that are published."""
    quarters = [Quarter.containing(end.date()) for end in sorted(set(published["period_end"]))]
    wanted = [BY_NAME[name] for name in HEADLINES]
    read = person_tables(restricted, slugs)
    tables = []
    for days, both in {_nights(*gap): gap for gap in [*GAPS, _chosen(choices)]}.values():
        otherwise = replace(choices, gap_days=days, both_days_count=both)
        counts = count(records(*read, otherwise), quarters, wanted, otherwise)
        yearly = counts.filter(pl.col("window") == "financial_year", pl.col("breakdown") == "all").to_pandas()
        tables.append(yearly.assign(nights=_nights(days, both), year=_year(pd.to_datetime(yearly["period_end"]))))
    return pd.concat(tables)[["partnership", "year", "indicator", "nights", "numerator", "denominator"]]


def _moved(published: pd.DataFrame, recounted: pd.DataFrame, choices: Choices) -> pd.DataFrame:
    """The published figures, each moved by the rounded difference that a gap makes to what it is counted from."""
    keys = ["partnership", "year", "indicator"]
    chosen = recounted[recounted["nights"] == _nights(*_chosen(choices))].drop(columns="nights")
    rows = (
        published[[*keys, "numerator", "denominator", "unit", "origin"]]
        .merge(_gaps(), how="cross")
        .merge(recounted, on=[*keys, "nights"], suffixes=("", "_moved"))
        .merge(chosen, on=keys, suffixes=("", "_chosen"))
        .sort_values("indicator", key=lambda names: names.map(HEADLINES.index), kind="stable")
        .sort_values("partnership", kind="stable")
    )
    counted, of = (
        rows[side] + _rounded(rows[f"{side}_moved"] - rows[f"{side}_chosen"]) for side in ("numerator", "denominator")
    )
    value = _figure(counted, of)
    published_as = _figure(rows["numerator"], rows["denominator"])
    return rows.assign(
        published=published_as.map("{:.0f}".format),
        value=value.map("{:.0f}".format),
        difference=(value - published_as).map("{:.0f}".format),
        rests_on=rows["denominator"].fillna(rows["numerator"]).map("{:.0f}".format),
        is_chosen=(rows["nights"] == _nights(*_chosen(choices))).map({True: "yes", False: "no"}),
    )


def _gaps() -> pd.DataFrame:
    """The gaps that are tried, one a row, and the nights each allows."""
    rows = [(days, "yes" if both else "no", _nights(days, both)) for days, both in GAPS]
    return pd.DataFrame(rows, columns=["gap_days", "both_days_count", "nights"])


def _figure(counted: pd.Series, of: pd.Series) -> pd.Series:
    """The count, or where it is out of something the share in whole percent."""
    return counted.where(of.isna(), _rounded(100 * counted / of, 1))


def _rounded(numbers: pd.Series, to: int = ROUNDED_TO) -> pd.Series:
    """Rounded half away from nought, so that five people are ten and four are none."""
    return numbers.abs().div(to).add(0.5).floordiv(1).mul(to) * numbers.ge(0).map({True: 1, False: -1})


def _nights(days: int, both: bool) -> int:
    """The nights that a gap may last: one fewer where both the day of leaving and the day of starting count."""
    return days - int(both)


def _chosen(choices: Choices) -> tuple[int, bool]:
    return choices.gap_days, choices.both_days_count


def _year(ends: pd.Series) -> pd.Series:
    return ends.map(lambda end: Quarter.containing(end.date()).financial_year)
