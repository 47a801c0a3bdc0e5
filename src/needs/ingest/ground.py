"""What ground an authority has: its other codes, who had it before and has it after, its districts, and areas like it.

A figure crosses a change of authorities only where both have the same ground: then the two codes are one area's (`same_as`).
A sum of districts stands for an authority only where every district is there.
"""

import math

import pandas as pd

from needs.ingest import figures

_ADDED = ("people", "deaths", "children", "episodes")  # units of what may be added up
_OF_ONE_FIGURE = [
    "measure", "period_start", "period_end", "window", "breakdown", "group", "kind", "population", "age", "unit",
    "source", "series",
]  # fmt: skip


def with_days(areas: pd.DataFrame) -> pd.DataFrame:
    """The areas with their first and last day as text; one whose ground another code has later goes on under its own."""
    days = {name: areas[name].map(_as_text) if name in areas else "" for name in ("valid_from", "valid_to")}
    table = areas.assign(**days)
    if "same_as" not in table:
        return table
    goes_on = set(table.loc[(table["same_as"] != "") & (table["valid_to"] == ""), "same_as"])
    return table.assign(valid_to=table["valid_to"].mask(table["area_code"].isin(goes_on), ""))


def _as_text(day: object) -> str:
    return (
        f"{day:%Y-%m-%d}"
        if isinstance(day, pd.Timestamp) and not pd.isna(day)
        else str(day)
        if isinstance(day, str)
        else ""
    )


def described(areas: pd.DataFrame, ground: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """The areas that figures stand under, each with its other codes, its predecessors, successors and similar areas (slugs,
    with spaces between; the most similar first)."""
    areas = with_days(areas)
    others = areas[areas["same_as"] != ""] if "same_as" in areas else areas.iloc[:0].assign(same_as="")
    kept = areas[~areas["area_code"].isin(others["area_code"])].drop(columns="same_as", errors="ignore")
    slugs = {code: slug for code, slug in zip(kept["area_code"], kept["partnership"], strict=True) if slug}
    same = dict(zip(others["area_code"], others["same_as"], strict=True))
    changes, similar = ground["area_changes"], ground["similar_areas"]
    alike = similar.assign(
        similar_area_code=similar["similar_area_code"].replace(same), rank=pd.to_numeric(similar["rank"])
    )
    found = {
        "other_codes": others.groupby("same_as")["area_code"].agg(" ".join),
        "predecessors": _slugs(changes, "successor", "predecessor", slugs),
        "successors": _slugs(changes, "predecessor", "successor", slugs),
        "similar": _slugs(alike.sort_values("rank"), "area_code", "similar_area_code", slugs),
    }
    told = {name: kept["area_code"].map(of_each).fillna("").astype("str") for name, of_each in found.items()}
    return kept.assign(**told).fillna("").reset_index(drop=True)


def _slugs(table: pd.DataFrame, of: str, which: str, slugs: dict[str, str]) -> pd.Series:
    """For each code in one column the slugs of those in another that are partnerships."""
    named = table.assign(slug=table[which].map(slugs)).dropna(subset="slug")
    return named.groupby(of, sort=False)["slug"].agg(" ".join)


def districts_of(areas: pd.DataFrame, districts: pd.DataFrame) -> pd.DataFrame:
    """The districts of each partnership: partnership, district, name, shape."""
    slugs = dict(zip(areas["area_code"], areas["partnership"], strict=True))
    table = districts.assign(partnership=districts["area_code"].map(slugs), shape="").dropna(subset="partnership")
    return table[["partnership", "district", "name", "shape"]].reset_index(drop=True)


def sums_of_districts(given: pd.DataFrame, districts: pd.DataFrame) -> pd.DataFrame:
    """Figures of authorities that a source gives for their districts alone, and for each of them: added up, without limits.

    Takes and gives tables of figures with file and line. Nothing is added up of which one district is missing, hidden, a
    bound or rounded: the sum of several rounded counts is further off than any count that its reader would take it for.
    """
    members = districts.groupby("area_code")["district"].agg(list)
    of_districts = given[given["area_code"].isin(set(districts["district"])) & given["unit"].isin(_ADDED)]
    is_exact = (of_districts["status"] == "shown") & (of_districts["qualifier"] == "") & ~of_districts["is_rounded"]
    of_districts = of_districts[of_districts["kind"].isin(["actual", "estimate"]) & is_exact]
    if of_districts.empty:
        return figures.empty()
    keys = pd.MultiIndex.from_frame(given[["area_code", *_OF_ONE_FIGURE]])
    tables = []
    for code, needed in members.items():
        rows = of_districts[of_districts["area_code"].isin(needed)]
        together = rows.groupby(_OF_ONE_FIGURE, sort=False, dropna=False)
        added = together.agg(
            value=("value", lambda values: values.sum(skipna=False)),
            there=("area_code", "nunique"),
            rows=("area_code", "size"),
            file=("file", "first"),
            line=("line", "first"),
        ).reset_index()
        whole = added[(added["there"] == len(needed)) & (added["rows"] == len(needed)) & added["value"].notna()]
        tables.append(
            whole.assign(
                area_code=code,
                status="shown",
                place="",
                note=f"sum of {len(needed)} districts",
                lower=math.nan,
                upper=math.nan,
            )
        )
    found = figures.typed(
        pd.concat(tables, ignore_index=True).assign(qualifier="", quote="", reason="", is_rounded=False)
    )
    is_new = ~pd.MultiIndex.from_frame(found[["area_code", *_OF_ONE_FIGURE]]).isin(keys)
    return found[is_new].reset_index(drop=True)
