"""Every partnership of one country in one quarter: the facts of the overview, one measure after the other."""

import math
from dataclasses import dataclass, replace

from needs import areas as area_names
from needs.measure import overview, selection
from needs.measure.declarations import NEUTRAL
from needs.measure.funnels import Funnel
from needs.measure.indicators import BY_NAME
from needs.measure.judgement import Judgement, against_comparator
from needs.measure.results import TEXT_COLUMNS
from needs.measure.safe import Safe
from needs.mistakes import Mistake
from needs.present.assessment import Assessment
from needs.present.facts import Fact
from needs.quarter import Quarter

# The measure, and what stands at the head of its column
MEASURES = {
    "retained_or_planned_discharge_percent": "Stayed 12 weeks, or left as planned",
    "treatment_system_exits_percent": "Treatment system exits",
    "successful_completion_of_exits": "Completed, of those who left",
    "first_waits_within_3_weeks": "First wait three weeks or less",
    "top_starts_percent": "Outcomes form at start",
    "top_reviews_percent": "Outcomes form at review",
    "top_discharges_percent": "Outcomes form at discharge",
    "hepatitis_b_offered_percent": "Offered hepatitis B vaccine",
    "criminal_justice_referral_percent": "Came through criminal justice",
}
# What stands in columns of its own where no partnership has records: the latest that was published
PUBLISHED_MEASURES = {
    "alcohol_unmet_need_percent": "Dependent on alcohol and not in treatment",
    "drug_misuse_deaths_crude_rate": "Deaths from drug misuse, per 100,000",
}
TITLES = MEASURES | PUBLISHED_MEASURES
TOGETHER = "all partnerships together"


@dataclass(frozen=True, kw_only=True)
class Measured:
    """One measure over the partnerships of one origin: the facts by area code, all together where there is such, and the column."""

    name: str
    facts: dict[str, Fact]
    together: Fact | None
    column: overview.Column

    @property
    def one(self) -> Fact:
        """Any of the facts, for what they share: title, period, origin."""
        return next(iter(self.facts.values()))

    def outside(self, certainty: float, state: str | None = None) -> list[Fact]:
        """The facts outside the limits of this certainty, by name; of one verdict, if asked."""
        found = self.column.outside(certainty).items()
        facts = [self.facts[code] for code, verdict in found if state in (None, verdict)]
        return sorted(facts, key=lambda fact: fact.area)

    def not_compared(self) -> list[Fact]:
        """The facts of too few people to be set against the limits, by name."""
        return sorted((self.facts[code] for code in self.column.not_compared()), key=lambda fact: fact.area)


@dataclass(frozen=True, kw_only=True)
class Overview:
    """What the overview is made from; the assessment keeps the evidence and stands for the whole country."""

    assessment: Assessment
    has_records: bool
    measured: list[Measured]

    @classmethod
    def of(cls, safe: Safe, country: str, written: str) -> "Overview":
        """The overview of a country (its slug) in a quarter ("2008-09 Q1"); a Mistake says what is wrong with either."""
        quarter, area = Quarter.parse(written), area_names.country_of(country, safe.areas)
        codes = area_names.codes_within(area.code, safe.areas)
        known = safe.results[
            (safe.results["period_end"] <= str(quarter.end)) & safe.results["area_code"].isin({*codes, area.code})
        ]
        if known.empty:
            raise Mistake(f"no result of any partnership of {area.name} is of {quarter} or before")
        counted = overview.counted(known, quarter)
        has_records = bool(counted["area_code"].isin(codes).any())
        used = counted if has_records else overview.published(known, quarter)
        assessment = Assessment(
            area=area,
            quarter=quarter,
            safe=safe,
            known=used.astype(dict.fromkeys(TEXT_COLUMNS, object)),
            later=known.iloc[:0],
            printed=known.iloc[:0],
        )
        names = MEASURES if has_records else PUBLISHED_MEASURES
        columns = [overview.column(assessment.known, name, codes, polarity(name)) for name in names]
        measured = [_of_column(assessment, column) for column in columns if column]
        return cls(assessment=assessment, has_records=has_records, measured=measured)

    @property
    def partnerships(self) -> list[tuple[str, str]]:
        """Area code and name of each partnership that any measure is of, by name."""
        codes = overview.shared([each.column for each in self.measured])
        named = [(code, area_names.named(code, self.assessment.safe.areas)) for code in codes]
        return sorted(named, key=lambda pair: pair[1])


def polarity(indicator: str) -> str:
    """Which way is better, as the catalogue says."""
    return BY_NAME[indicator].polarity if indicator in BY_NAME else NEUTRAL


def _of_column(assessment: Assessment, column: overview.Column) -> Measured:
    facts = {row.area_code: assessment.compared(row) for row in column.rows.itertuples()}
    together = next((fact.comparator for fact in facts.values() if fact.comparator), None)
    if together is None and column.funnel is not None:
        together = _together(next(fact for fact in facts.values() if fact.is_shown), column.funnel)
        shown = [row for row in column.rows.itertuples() if row.status == "shown"]
        judged = {row.area_code: against_comparator(row, together, together.polarity) for row in shown}
        facts = {code: _beside(fact, together, judged.get(code)) for code, fact in facts.items()}
    return Measured(name=column.indicator, facts=facts, together=together, column=column)


def _beside(fact: Fact, together: Fact, judgement: Judgement | None) -> Fact:
    return fact if judgement is None else replace(fact, comparator=together, judgement=judgement)


def _together(fact: Fact, funnel: Funnel) -> Fact:
    """All partnerships that show the figure, added up, where the results hold no such row."""
    middle = funnel.middle
    return replace(
        fact,
        area=TOGETHER,
        area_code=selection.OF_RECORDS[0],
        numerator=funnel.numerator,
        denominator=funnel.denominator,
        value=middle.value,
        lower=middle.lower,
        upper=middle.upper,
        interval_method=middle.method if math.isnan(middle.lower) else f"{middle.method}, 95%",
        comparator=None,
        judgement=None,
        note="figures of the partnerships that show one, added up",
    )
