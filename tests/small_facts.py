"""Facts made by hand, for tests of what is said of them."""

import dataclasses
import datetime

from needs.measure.comparison import Judgement
from needs.present.facts import Fact

NOTHING = float("nan")
USUAL = Fact(
    indicator="dropped_out_of_exits", title="People who dropped out", noun="people who left treatment", done="dropped out",
    area="Barnet", area_code="E09000003", period="2011-12", window="financial_year", breakdown="all", group="all", kind="actual",
    population="people in drug or alcohol treatment", age="18+", numerator=115, denominator=385, value=29.87, lower=25.5,
    upper=34.6, interval_method="Wilson score, 95%", unit="percent", status="shown", origin="calculated", qualifier="",
    source="ndtms", place="", definition="", note="", polarity="lower better", caution="", year=2012,
    period_start=datetime.date(2011, 4, 1), period_end=datetime.date(2012, 3, 31),
)  # fmt: skip
ENGLAND = dataclasses.replace(
    USUAL, area="England", area_code="E92000001", value=24.8, numerator=30896, denominator=124493
)


def fact(**given):
    return dataclasses.replace(USUAL, **given)


def judged(state, certainty=0.0, reason=""):
    judgement = Judgement(state=state, difference=5, certainty=certainty, reason=reason)
    return fact(comparator=ENGLAND, judgement=judgement)
