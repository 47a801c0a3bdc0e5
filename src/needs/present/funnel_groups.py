"""The areas that a funnel sets side by side, and all of them together, as facts."""

import math
from dataclasses import dataclass, replace

import pandas as pd

from needs.measure.funnels import Funnel, funnel_of
from needs.measure.indicators import BY_NAME
from needs.present.assessment import Assessment
from needs.present.facts import Fact


@dataclass(frozen=True, kw_only=True)
class Group:
    """The areas of a funnel: their facts (each judged against all together), all together, and what a sentence calls them."""

    facts: list[Fact]
    own: Fact
    middle: Fact
    name: str
    funnel: Funnel


def group_of(assessment: Assessment, indicator: str) -> Group | None:
    """The areas of the own area's kind (or, for records of an invented place, of its country) in its latest period.

    None where they are too few, and for a measure whose areas may not be compared, such as a rate that is not adjusted for age.
    """
    own = assessment.only(indicator)
    if own is None or not own.is_shown or not BY_NAME[indicator].is_compared:
        return None
    rows = _rows_beside(assessment, own)
    made = funnel_of(rows, own.polarity)
    if made is None or own.area_code not in set(made.areas["area_code"]):
        return None
    name = f"partnerships of {assessment.others}" if own.origin == "synthetic" else assessment.peers_in_words
    middle = _middle(own, made, f"the {name} together")
    judgements = made.areas.set_index("area_code")["judgement"]
    facts = [
        replace(assessment.fact(row), comparator=middle, judgement=judgements[row.area_code])
        for row in rows.itertuples()
        if row.area_code in judgements.index
    ]
    mine = next(fact for fact in facts if fact.area_code == own.area_code)
    return Group(facts=facts, own=mine, middle=middle, name=name, funnel=made)


def _rows_beside(assessment: Assessment, own: Fact) -> pd.DataFrame:
    """The shown results of the own area's measure and period: of its kind of area, or of all partnerships of an invented country."""
    results = assessment.safe.results
    alike = results[
        (results["indicator"] == own.indicator)
        & (results["breakdown"] == own.breakdown)
        & (results["window"] == own.window)
        & (results["kind"] == own.kind)
        & (results["source"] == own.source)
        & (results["status"] == "shown")
    ]
    alike = alike[[assessment.fact(row).period == own.period for row in alike.itertuples()]]
    if own.origin == "synthetic":
        alike = alike[alike["origin"] == "synthetic"]
        return alike[alike["area_code"].isin(assessment.places_beside)]
    return alike[alike["area_code"].isin(assessment.peers())]


def _middle(own: Fact, made: Funnel, name: str) -> Fact:
    found = made.middle
    return replace(
        own,
        area=name,
        area_code=f"together with {own.area_code}",
        numerator=made.numerator,
        denominator=made.denominator,
        value=found.value,
        lower=found.lower,
        upper=found.upper,
        interval_method=f"{found.method}, 95%" if not math.isnan(found.lower) else found.method,
        comparator=None,
        judgement=None,
        note="the areas' figures added up",
    )
