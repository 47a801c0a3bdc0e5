"""A partnership of several authorities: what of its authorities is not added up, side by side, each with the reason."""

import pandas as pd

from needs.areas import Area, authorities_of
from needs.measure.results import GIVEN, OF_RECORDS, WHOLE_UNITS
from needs.present.assessment import Assessment
from needs.present.kit.html import Number, table
from needs.present.kit.section import heading, plain
from needs.present.numbers import listed

TARGET = "a target of one authority is not one of the whole"
NO_COUNT = "no count of people or events, and its counts are not published for each authority"
LACKING = "{names} {has} no such figure of these days"
NOT_GIVEN = "{names} {has} no number that is given"
NOT_ALIKE = "the figures differ in source, series, people or ages"
CAPTION = "Figures of the authorities that are not added up, side by side"
NOTHING = "Every published figure of the authorities that is read here is added up."


def side_by_side(assessment: Assessment) -> list | None:
    """The latest published figures that its authorities have and the whole partnership has not; None of a single authority."""
    members = authorities_of(assessment.area, assessment.safe.areas)
    if not members:
        return None
    rows = _not_of_the_whole(assessment, [member.code for member in members])
    title = heading("Figures of single authorities")
    if rows.empty:
        return [title, plain(NOTHING)]
    lines = [
        _line(assessment, members, of_one)
        for _, of_one in rows.groupby(["indicator", "kind"], sort=True, observed=True)
    ]
    headers = ["Measure", "Period", *(member.name for member in members), "Why it is not added up"]
    return [title, table(CAPTION, headers, sorted(lines, key=lambda line: line[0]))]


def _not_of_the_whole(assessment: Assessment, codes: list[str]) -> pd.DataFrame:
    """The authorities' figures of everybody at the latest end of each measure, where the partnership has none then."""
    known = assessment.known
    rows = known[(known["breakdown"] == "all") & ~known["source"].isin(OF_RECORDS)]
    own = set(
        rows.loc[rows["area_code"] == assessment.area.code, ["indicator", "kind", "period_end"]].itertuples(
            index=False, name=None
        )
    )
    rows = rows[rows["area_code"].isin(codes) & (rows["kind"] != "national")]
    latest = rows.groupby(["indicator", "kind"], observed=True)["period_end"].transform("max")
    rows = rows[rows["period_end"] == latest]
    is_own = [key in own for key in rows[["indicator", "kind", "period_end"]].itertuples(index=False, name=None)]
    return rows[[not one for one in is_own]].drop_duplicates(["indicator", "kind", "area_code"])


def _line(assessment: Assessment, members: list[Area], rows: pd.DataFrame) -> list:
    facts = {row.area_code: assessment.fact(row) for row in rows.itertuples(index=False, name="Row")}
    first = next(iter(facts.values()))
    cells = [
        Number(facts[member.code].number, facts=(facts[member.code],)) if member.code in facts else Number("[x]")
        for member in members
    ]
    label = f"{first.title}{' (target)' * (first.kind == 'target')}"
    return [label, first.period, *cells, _why(members, rows)]


def _why(members: list[Area], rows: pd.DataFrame) -> str:
    first = rows.iloc[0]
    if first["kind"] == "target":
        return TARGET
    if first["unit"] not in WHOLE_UNITS:
        return NO_COUNT
    given = set(rows.loc[rows["status"].isin(GIVEN), "area_code"])
    for held, words in ((set(rows["area_code"]), LACKING), (given, NOT_GIVEN)):
        names = [member.name for member in members if member.code not in held]
        if names:
            return words.format(names=listed(names), has="has" if len(names) == 1 else "have")
    return NOT_ALIKE
