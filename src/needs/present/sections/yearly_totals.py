"""Published yearly totals as a stock and a flow, and what it would take to be like others: where no records are kept."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from needs.measure import what_if
from needs.measure.indicator import LOWER_BETTER
from needs.measure.what_if import MONTHS_A_YEAR, StockAndFlow
from needs.present.assessment import Assessment
from needs.present.facts import Fact, known
from needs.present.kit.html import Number, Part, Words
from needs.present.kit.section import FactTable, plain
from needs.present.numbers import capital, rounded, whole
from needs.present.sections.messages import NEEDS
from needs.present.words import Statement

COMPLETED, DROPPED_OUT = "successful_completion_of_exits", "dropped_out_of_exits"
NOT_JUDGED = "Chance may explain any of these gaps: the section on comparison says which differ."
MIDDLE = (
    "For the region and for similar areas, the middle one is given. What is level with others or better is left out."
)
HEADERS = ["What", "Now", "Others", "It would take", "A month"]


@dataclass(frozen=True, kw_only=True)
class Flows:
    """People in treatment in a published year, those who came and those who dropped out, and how many left in all."""

    in_treatment: Fact
    came: Fact
    dropped_out: Fact

    @property
    def totals(self) -> StockAndFlow:
        """The sums that the three give."""
        return StockAndFlow(
            in_treatment=self.in_treatment.value, came=self.came.value, left=self.dropped_out.denominator
        )


def flows(assessment: Assessment) -> Flows | None:
    """The latest year of which all three are published; None where records are kept, or any is not there."""
    return assessment.once("yearly totals", lambda: _flows(assessment))


def _flows(assessment: Assessment) -> Flows | None:
    in_treatment = None if assessment.has_records else assessment.only("in_treatment")
    if in_treatment is None or in_treatment.window != "financial_year":
        return None
    came, dropped_out = (
        next((fact for fact in assessment.in_period_of(in_treatment, name) if fact.is_shown), None)
        for name in ("new_presentations", DROPPED_OUT)
    )
    if came is None or dropped_out is None or not in_treatment.is_shown:
        return None
    found = Flows(in_treatment=in_treatment, came=came, dropped_out=dropped_out)
    enough = in_treatment.value >= max(came.value, dropped_out.denominator)
    return found if enough else None


def said(of: Flows) -> list[Statement]:
    """Who came and left in the year, and how many there would be the year after if as many came."""
    totals, left = of.totals, _left(of)
    next_year = of.in_treatment.giving(
        "the year after, if as many come",
        totals.next_year,
        f"{of.in_treatment.number} - {left.number} + {of.came.number}",
        parts=(of.in_treatment, left, of.came),
    )
    when = of.in_treatment.period
    text = f"In {when}, {of.in_treatment.number} people were in treatment; {of.came.number} came into it and {left.number} left it."
    after = f"If as many came in the year after, about {next_year.number} would be in treatment."
    return [Statement(text, (of.in_treatment, of.came, left)), Statement(after, (next_year,))]


def _left(of: Flows) -> Fact:
    whole_ = of.dropped_out.denominator
    return replace(
        of.dropped_out.giving("people who left", whole_, f"the whole of {of.dropped_out.counts}"),
        title="People who left treatment",
    )


def like_others(assessment: Assessment) -> list[Part]:
    """One row a figure that is worse than others': what it would take to be like the country, the region or similar areas."""
    rows = [*_of_need(assessment), *_of_exits(assessment)]
    if not rows:
        return []
    caption = f"What it would take to be like others: {assessment.area.name}, {assessment.quarter}"
    return [FactTable(caption, HEADERS, rows), [plain(MIDDLE), plain(NOT_JUDGED)]]


def _of_need(assessment: Assessment) -> Iterator[list]:
    """The share of need that is met, beside the country and the middle one of the region and of similar areas."""
    for name, _, _ in NEEDS:
        unmet = assessment.only(f"{name}_unmet_need_percent")
        if unmet is None or not unmet.is_shown:
            continue
        for other in _others(assessment, unmet):
            gap = _short_of_need(unmet, other)
            if gap.value > 0:
                yield _row(unmet.title, unmet, other, gap, "more in treatment")


def _short_of_need(unmet: Fact, other: Fact) -> Fact:
    """People in treatment by whom the share of need that is met falls short of another's, given to one decimal; below 0 if it does not."""
    need, treated, share = rounded(unmet.denominator, 0), whole(unmet.numerator), rounded(other.value, 1)
    size = what_if.treated_at(float(need), float(share)) - unmet.numerator
    return unmet.giving(
        f"people in treatment short of {other.area}",
        size,
        f"({100 - share}% of {need:,}) - {treated}",
        parts=(unmet, other),
    )


def _of_exits(assessment: Assessment) -> Iterator[list]:
    for name, words in ((COMPLETED, "more complete"), (DROPPED_OUT, "fewer drop out")):
        fact = assessment.only(name)
        if fact is None or not fact.is_shown or not fact.counts:
            continue
        for other in _others(assessment, fact):
            share = rounded(other.value, 1)
            limits = (fact.lower, fact.upper)
            short = what_if.short((fact.numerator, fact.denominator), limits, float(share), fact.polarity)
            parts = [f"({share}% of {whole(fact.denominator)})", whole(fact.numerator)]
            sum_ = " - ".join(reversed(parts) if fact.polarity == LOWER_BETTER else parts)
            gap = fact.giving(
                f"people short of {other.area}", short.people, f"{sum_}, to the next whole person", lower=short.fewest, upper=short.most,
                interval_method="the limits of the share", parts=(fact, other),
            )  # fmt: skip
            if short.people:
                yield _row(fact.title, fact, other, gap, words)


def _others(assessment: Assessment, fact: Fact) -> list[Fact]:
    """The country's figure, and the middle one of the region and of similar areas, where they show it."""
    bands = [
        assessment.band_of(fact, codes, name)
        for codes, name in ((assessment.in_region(), "the region"), (assessment.like_it(), "similar areas"))
    ]
    return [other for other in (fact.comparator, *bands) if other]


def _row(title: str, fact: Fact, other: Fact, gap: Fact, words: str) -> list:
    a_month = gap.giving("a month", gap.value / MONTHS_A_YEAR, f"{gap.number} / {MONTHS_A_YEAR}", "people a month")
    limits = f" ({gap.interval})" if gap.interval else ""
    return [
        title,
        Words(f"{fact.number} ({fact.period})", (fact,)),
        Words(f"{capital(other.area)} {other.number}", (other,)),
        Words(f"about {gap.number} {words}{limits}", (gap,)),
        Number(f"about {a_month.number}", facts=(a_month,)),
    ]


def of_need(assessment: Assessment) -> list[Statement]:
    """The people by whom treatment of need falls short of the country's, of the first need that does."""
    for name, _, _ in NEEDS:
        unmet = assessment.only(f"{name}_unmet_need_percent")
        if unmet is None or not unmet.is_shown or unmet.comparator is None:
            continue
        other = known(unmet.comparator, "comparator")
        gap = _short_of_need(unmet, other)
        if gap.value <= 0:
            continue
        text = f"{unmet.title}: {unmet.number} in {unmet.period}, {other.area} {other.number}."
        level = f"To be level with that, about {gap.number} more would have been in treatment."
        return [Statement(text, (unmet, other)), Statement(level, (gap,))]
    return []
