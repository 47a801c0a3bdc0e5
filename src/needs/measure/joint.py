"""Partnerships of several authorities: published counts of their authorities, added up."""

import pandas as pd

from needs.measure.results import WHOLE_UNITS

# What figures must share to be added up, beside where they are from
SAME = (
    "measure", "period_start", "period_end", "window", "breakdown", "group", "kind", "population", "age", "unit", "series",
)  # fmt: skip
ADDED_UP = ("actual", "estimate")  # kinds: a target of one authority is not one of the whole
FROM_ROUNDING = 2  # the most that rounding a whole number to the nearest 5 takes from it
SUM_OF_AUTHORITIES = "sum of authorities"  # the place of a figure that was added up
NOT_OF_A_SUM = ("qualifier", "quote", "reason")  # columns of what one publisher says


def with_sums(figures: pd.DataFrame, areas: pd.DataFrame) -> pd.DataFrame:
    """The figures, and those of each partnership of several authorities: counts that every authority has, added up.

    `figures` are in the columns of the published tables. A count is added up where each authority has exactly one that was
    published, with the same measure, period, group, people, ages, series and source; several downloads of one kind are one
    source. No interval is given: estimates of neighbours are not independent, so their limits do not add up. What the
    partnership has of its own is left as it is, and not worked out a second time.
    """
    several = areas[areas["authorities"] != ""]
    codes = dict(zip(areas["partnership"], areas["area_code"], strict=True))
    names = dict(zip(areas["area_code"], areas["name"], strict=True))
    can_be = figures[
        figures["unit"].isin(WHOLE_UNITS) & figures["kind"].isin(ADDED_UP) & ~figures["is_own"].astype(bool)
    ].assign(kind_of_source=lambda rows: rows["source"].str.replace(":.*", ":", regex=True))
    sums = [
        _added(can_be, row.area_code, [codes[slug] for slug in row.authorities.split()], names)
        for row in several.itertuples()
    ]
    return pd.concat([figures, *sums], ignore_index=True)[list(figures.columns)] if sums else figures


def _added(figures: pd.DataFrame, code: str, members: list[str], names: dict[str, str]) -> pd.DataFrame:
    """The sums of one partnership, in the columns of the figures."""
    rows = figures[figures["area_code"].isin(members)]
    key = [*SAME, "kind_of_source"]
    is_usable = (rows["status"] == "shown") & (rows["qualifier"] == "")
    of_all = rows.assign(is_usable=is_usable, rounded=rows["is_rounded"].astype(int)).groupby(key, sort=True)
    found = of_all.agg(
        rows=("area_code", "size"), areas=("area_code", "nunique"), usable=("is_usable", "sum"), value=("value", "sum"),
        rounded=("rounded", "sum"), source=("source", lambda names: "; ".join(sorted(set(names)))),
    ).reset_index()  # fmt: skip
    whole = (found["rows"] == len(members)) & (found["areas"] == len(members)) & (found["usable"] == len(members))
    found = found[whole]
    own = figures.loc[figures["area_code"] == code, list(SAME)].drop_duplicates()
    found = found.merge(own, on=list(SAME), how="left", indicator="_also")
    found = found[found["_also"] == "left_only"]
    said = f"sum of {', '.join(names[member] for member in members)}"
    notes = [_note(said, row.kind, row.rounded) for row in found.itertuples()]
    return found.assign(
        **dict.fromkeys(NOT_OF_A_SUM, ""),
        area_code=code,
        lower=float("nan"),
        upper=float("nan"),
        status="shown",
        place=SUM_OF_AUTHORITIES,
        note=notes,
        is_rounded=found["rounded"] > 0,
        is_own=False,
    )[list(figures.columns.drop("kind_of_source"))]


def _note(said: str, kind: str, rounded: int) -> str:
    """What is to be kept in mind of a sum."""
    if rounded:
        said += f"; {rounded} of them rounded to 5, so it may be up to {FROM_ROUNDING * rounded} away"
    return f"{said}; no interval, as the estimates are not independent" if kind == "estimate" else said
