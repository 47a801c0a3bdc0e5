"""Which other figures a figure was worked out from, as facts, and which kind of figure it is.

A fact that a document works out itself names its parts. Those of results that were worked out when counting are found here,
and given only where the sum that they make is the one that the figure shows.
"""

from collections.abc import Iterable
from dataclasses import replace

import pandas as pd

from needs.areas import is_country
from needs.measure.indicator import Indicator, Part
from needs.measure.indicators import BY_NAME
from needs.measure.indicators.beside_expected import OUTCOMES, TITLES, named
from needs.measure.indicators.following import BACK, EXITS, FOLLOWED_NAMES, TEST
from needs.measure.indicators.staying import BASELINE, GROWING, GROWTH
from needs.measure.need import PAIRINGS
from needs.measure.results import RETURNS
from needs.present.assessment import Assessment
from needs.present.evidence import BY_OTHER_METHODS
from needs.present.facts import Fact
from needs.present.methods import described
from needs.present.methods.method import Method

COUNTED, PUBLISHED, PRINTED, WORKED_OUT, MODELLED = KINDS = (
    "counted", "published", "printed", "worked out from others", "modelled",
)  # fmt: skip
SAID_OF_EACH = {
    COUNTED: "The rule in words with its version; the fields and codes that count, with labels; how many are left after each condition, "
    "from rows to people and from all who may count to those who do; the choices of needs.toml; the extracts and their fingerprints.",
    PUBLISHED: "The publisher, the source, the place in it, the words, the interval as published, the licence, the file and its fingerprint.",
    PRINTED: "The document of the partnership, the place, the words quoted, and what it prints otherwise elsewhere.",
    WORKED_OUT: "The sum with its numbers, and what is said of each of these.",
    MODELLED: "The data, the method and its source, the interval, the choices, what checks it, and what it cannot tell.",
}
YEAR_END = "at the year's end"  # the place of a count that was projected to it
_OF_CASE_MIX = {named(outcome, what): what for outcome in OUTCOMES for what in TITLES}
METHODS: dict[str, Method] = {
    **dict.fromkeys(FOLLOWED_NAMES, described.HOW_LONG_PEOPLE_STAY),
    **dict.fromkeys(EXITS.values(), described.EXITS_BY_REASON),
    TEST: described.GROUPS_COMPARED,
    BACK: described.HOW_LONG_PEOPLE_STAY,
    **dict.fromkeys(_OF_CASE_MIX, described.CASE_MIX),
    BY_OTHER_METHODS: described.ESTIMATES_FROM_INDICATORS,
    "treatment_per_1000_adults_standardised": described.DIRECTLY_STANDARDISED_RATES,
    "treatment_slope_by_deprivation": described.SLOPE_OF_INEQUALITY,
    "treatment_ratio_by_deprivation": described.SLOPE_OF_INEQUALITY,
}
AS_GOOD_AS_EQUAL = 0.5  # of a person: sums of what is shown in whole people


def kind_of(fact: Fact, assessment: Assessment) -> str:
    """Whether a figure was counted, published, printed, worked out from others, or is the result of a model."""
    if method_of(fact):
        return MODELLED
    if fact.is_counted:
        is_own = not (fact.parts or fact.sum or _is_of_several(fact) or fact.indicator == GROWTH)
        return COUNTED if is_own else WORKED_OUT
    if fact.parts or fact.sum or fact.origin != "published":
        return WORKED_OUT
    is_printed = fact.source == RETURNS or fact.source in assessment.local_documents
    return PRINTED if is_printed else PUBLISHED


def method_of(fact: Fact) -> Method | None:
    """The method of a figure that is the result of a model; None of any other."""
    if fact.place == YEAR_END:
        return described.END_OF_A_PART_YEAR
    if fact.origin == "modelled":
        return described.WHAT_WOULD_HAPPEN_IF
    return METHODS.get(fact.indicator)


def _is_of_several(fact: Fact) -> bool:
    """Whether a figure counted from records is the sum of several partnerships, as that of a country is."""
    return is_country(fact.area_code) or " " in fact.area_code or "added up" in fact.note


def parts_of(fact: Fact, assessment: Assessment) -> tuple[Fact, ...]:
    """The facts that a figure was worked out from; none where they are not among the tables of the document's partnership."""
    if fact.parts:
        return fact.parts
    if fact.area_code in assessment.bands:
        return _of_areas(fact, assessment, assessment.bands[fact.area_code])
    if fact.is_counted and _is_of_several(fact):
        found = _of_areas(fact, assessment, assessment.places_beside)
        return found if _adds_up(found, fact.numerator, "numerator") else ()
    if fact.indicator == GROWTH:
        return _of_growth(fact, assessment)
    indicator = BY_NAME.get(fact.indicator)
    if indicator is None or fact.origin == "published" or fact.is_counted or indicator.form not in _SIDES:
        return ()
    return _SIDES[indicator.form](fact, indicator, assessment)


def _of_areas(fact: Fact, assessment: Assessment, codes: Iterable[str]) -> tuple[Fact, ...]:
    """The same figure of each of these areas that shows one, the largest first."""
    rows = assessment.alike(fact.row)
    rows = rows[rows["area_code"].isin(set(codes)) & (rows["status"] == "shown")].sort_values("value", ascending=False)
    return tuple(assessment.fact(row) for row in rows.itertuples())


def _of_growth(fact: Fact, assessment: Assessment) -> tuple[Fact, ...]:
    """The count of the period, and that of the baseline year which it is set against."""
    start, end = (pd.Timestamp(day) for day in BASELINE)
    rows = _own(assessment, fact)
    rows = rows[(rows["indicator"] == GROWING) & (rows["breakdown"] == "all") & (rows["source"] == fact.source)]
    now = rows[(rows["period_start"] == fact.period_start) & (rows["period_end"] == fact.period_end)]
    baseline = rows[(rows["period_start"] == start) & (rows["period_end"] == end)]
    return _facts(assessment, pd.concat([now.head(1), baseline.head(1)]))


def _own(assessment: Assessment, fact: Fact) -> pd.DataFrame:
    """Every row of the area that the figure is of."""

    def find() -> pd.DataFrame:
        tables = (assessment.known, assessment.printed)
        return pd.concat([table[table["area_code"] == fact.area_code] for table in tables])

    return assessment.once(("rows of", fact.area_code), find)


def _facts(assessment: Assessment, rows: pd.DataFrame) -> tuple[Fact, ...]:
    return tuple(assessment.fact(row) for row in rows.itertuples())


def _of_part(fact: Fact, part: Part, assessment: Assessment, is_within: bool = False) -> tuple[Fact, ...]:
    """The figures that a side of an indicator names, of the figure's area, days (or days within them) and sources."""
    rows = _own(assessment, fact)
    rows = rows[
        (rows["indicator"] == part.measure) & (rows["breakdown"] == part.breakdown) & (rows["kind"] == part.kind)
        & rows["source"].isin(fact.source.split("; ")) & ~rows["group"].isin(part.leaving_out)
    ]  # fmt: skip
    rows = rows[rows["group"].isin(part.groups)] if part.groups else rows
    starts, ends = rows["period_start"], rows["period_end"]
    if is_within:
        return _facts(assessment, rows[(starts >= fact.period_start) & (ends <= fact.period_end)])
    return _facts(assessment, rows[(starts == fact.period_start) & (ends == fact.period_end)])


def _adds_up(facts: Iterable[Fact], to: float, number: str = "value") -> bool:
    return abs(sum(getattr(fact, number) for fact in facts) - to) <= AS_GOOD_AS_EQUAL


def _sums(fact: Fact, sides: Iterable[tuple[tuple[Fact, ...], float]]) -> tuple[Fact, ...]:
    """The figures of both sides, each once, as far as they add up to it."""
    found = [facts for facts, to in sides if facts and _adds_up(facts, to)]
    return tuple({one.key: one for facts in found for one in facts}.values())


def _share(fact: Fact, indicator: Indicator, assessment: Assessment) -> tuple[Fact, ...]:
    sides = [side for side in (indicator.numerator, indicator.denominator) if side is not None]
    if fact.breakdown != "all":
        sides = [replace(side, breakdown=fact.breakdown, groups=(fact.group,)) for side in sides]
    numbers = (fact.numerator, fact.denominator)
    return _sums(fact, ((_of_part(fact, side, assessment), to) for side, to in zip(sides, numbers, strict=True)))


def _profile(fact: Fact, indicator: Indicator, assessment: Assessment) -> tuple[Fact, ...]:
    part = indicator.numerator or Part(measure=fact.indicator)
    group = _of_part(fact, replace(part, breakdown=fact.breakdown, groups=(fact.group,)), assessment)
    groups = _of_part(fact, replace(part, breakdown=fact.breakdown), assessment)
    whole = groups if _adds_up(groups, fact.denominator) else _of_part(fact, Part(measure=part.measure), assessment)
    return _sums(fact, ((group, fact.numerator), (whole, fact.denominator)))


def _mentions(fact: Fact, indicator: Indicator, assessment: Assessment) -> tuple[Fact, ...]:
    part, of = indicator.numerator, indicator.denominator
    if part is None or of is None:
        return ()
    group = _of_part(fact, replace(part, breakdown=fact.breakdown, groups=(fact.group,)), assessment)
    return _sums(fact, ((group, fact.numerator), (_of_part(fact, of, assessment), fact.denominator)))


def _rate(fact: Fact, indicator: Indicator, assessment: Assessment) -> tuple[Fact, ...]:
    """Events, and the residents of each year of the period, of which person-years are the sum."""
    events, of = indicator.numerator, indicator.denominator
    if events is None or of is None:
        return ()
    residents = _of_part(fact, of, assessment, is_within=True)
    years = {one.year: one for one in residents}
    return _sums(
        fact, ((_of_part(fact, events, assessment), fact.numerator), (tuple(years.values()), fact.denominator))
    )


def _need(fact: Fact, indicator: Indicator, assessment: Assessment) -> tuple[Fact, ...]:
    """The estimate of people in need, and the count of people treated that it is set against."""
    pairing = next((one for one in PAIRINGS if fact.indicator in (one.share, one.people, one.people_of_any_age)), None)
    if pairing is None:
        return ()
    rows = _own(assessment, fact)
    rows = rows[rows["value"].notna()]
    is_needed = (rows["indicator"] == pairing.needed) & (rows["kind"] == "estimate") & (rows["breakdown"] == "all")
    is_treated = pd.Series(False, rows.index)
    for one in pairing.treated:
        is_treated |= (
            (rows["indicator"] == one.measure)
            & (rows["breakdown"] == one.breakdown)
            & (rows["group"] == one.group)
            & (rows["kind"] != "target")
        )
    of_both = ((is_treated, fact.numerator), (is_needed, fact.denominator))
    found = [rows[is_of & ((rows["value"] - to).abs() <= AS_GOOD_AS_EQUAL)].head(1) for is_of, to in of_both]
    return _facts(assessment, pd.concat(found))


def _beside_residents(fact: Fact, indicator: Indicator, assessment: Assessment) -> tuple[Fact, ...]:
    """The counts of people in treatment of the same group and days, where one of them is the figure's own."""
    rows = _own(assessment, fact)
    days = (rows["period_start"] == fact.period_start) & (rows["period_end"] == fact.period_end)
    rows = rows[days & (rows["breakdown"] == fact.breakdown) & (rows["kind"] == "actual") & rows["numerator"].notna()]
    same = rows[(rows["numerator"] - fact.numerator).abs() <= AS_GOOD_AS_EQUAL]
    same = same[same["source"].isin(fact.source.split("; ")) & same["indicator"].isin(IN_TREATMENT)]
    return _facts(assessment, same.head(1))


IN_TREATMENT = ("people_in_treatment_by_group", "adults_in_treatment", "in_treatment")
_SIDES = {
    "share": _share,
    "profile": _profile,
    "mentions": _mentions,
    "rate": _rate,
    "need": _need,
    "beside residents": _beside_residents,
}
