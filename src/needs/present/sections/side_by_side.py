"""Every partnership of one country in one quarter: a row each, a column a measure, and in every cell the verdict."""

import math
from collections import defaultdict
from dataclasses import dataclass, replace

import pandas as pd
from markupsafe import Markup

from needs import areas as area_names
from needs.measure import funnels, selection, standing
from needs.measure.funnels import Funnel
from needs.measure.results import TEXT_COLUMNS
from needs.measure.safe import Safe
from needs.measure.selection import GROUND
from needs.mistakes import Mistake
from needs.present import words
from needs.present.assessment import Assessment
from needs.present.facts import Fact
from needs.present.figures import SUBJECTS
from needs.present.kit.html import Html, element, table, verdict
from needs.present.kit.section import plain, shown
from needs.present.numbers import capital, listed
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
    column: funnels.Column

    @property
    def any_fact(self) -> Fact:
        """Any of the facts, for what they share: title, period, origin."""
        return next(iter(self.facts.values()))

    def outside(self, state: str | None = None) -> list[Fact]:
        """The facts outside the usual spread, by name; on one side of it, if asked."""
        codes = [code for code, side in self.column.outside().items() if state in (None, side)]
        return sorted((self.facts[code] for code in codes), key=lambda fact: fact.area)

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
        codes = area_names.codes_within(area.code, safe.areas, quarter.end)
        known = safe.results[
            (safe.results["period_end"] <= str(quarter.end)) & safe.results["area_code"].isin({*codes, area.code})
        ]
        known, of_other_eras = selection.of_era(known, safe.era_of(quarter))
        if known.empty:
            raise Mistake(f"no result of any partnership of {area.name} is of {quarter} or before")
        counted = funnels.counted(known, quarter)
        has_records = bool(counted["area_code"].isin(codes).any())
        used = counted if has_records else funnels.published(known, quarter)
        assessment = Assessment(
            area=area,
            quarter=quarter,
            safe=safe,
            known=used.astype(dict.fromkeys(TEXT_COLUMNS, object)),
            later=known.iloc[:0],
            printed=known.iloc[:0],
            of_other_eras=of_other_eras,
            families=standing.families(_known(known, safe), codes, area.code),
        )
        names = MEASURES if has_records else PUBLISHED_MEASURES
        confidence = {code: family.confidence() for code, family in assessment.families.items()}
        columns = [funnels.column(assessment.known, name, codes, confidence) for name in names]
        measured = [_of_column(assessment, column) for column in columns if column]
        return cls(assessment=assessment, has_records=has_records, measured=measured)

    def show(self, *parts: object) -> Html:
        """Parts of a section, one after the other: functions that are given the overview, or what they give."""
        return shown(self, self.assessment, parts)

    @property
    def partnerships(self) -> list[tuple[str, str]]:
        """Area code and name of each partnership that any measure is of, by name."""
        codes = funnels.shared([each.column for each in self.measured])
        named = [(code, area_names.named(code, self.assessment.safe.areas)) for code in codes]
        return sorted(named, key=lambda pair: pair[1])


def _known(results: pd.DataFrame, safe: Safe) -> pd.DataFrame:
    """What documents of partnerships count their comparisons in: each figure of one source, and none that they print themselves."""
    local = selection.local_documents(safe.sources)
    return selection.without_local(selection.of_one_source(results), local)


def _of_column(assessment: Assessment, column: funnels.Column) -> Measured:
    facts = {row.area_code: assessment.compared(row) for row in column.rows.itertuples()}
    facts = {code: replace(fact, among=column.judged.get(code)) for code, fact in facts.items()}
    together = next((fact.comparator for fact in facts.values() if fact.comparator), None)
    if together is None and column.funnel is not None:
        together = _together(next(fact for fact in facts.values() if fact.is_shown), column.funnel)
    return Measured(name=column.indicator, facts=facts, together=together, column=column)


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
        among=None,
        note="figures of the partnerships that show one, added up",
    )


MOST_ROWS, MOST_COLUMNS = 12, 5  # in one table: its headers stay in sight, its columns on the page
FORMS = "outcomes forms"  # the only measures of which several may be of another period
READ_SO = (
    "Each cell gives the figure, and under it how the partnership stands beside all together. The line below says whether it lies "
    "within, above or below the usual spread of partnerships. Rows are in the order of the alphabet. No partnership is ranked."
)
NO_COUNTS = "Numbers of people and intervals stand in each partnership's own documents."


def how_to_read(overview: Overview) -> list[Markup] | None:
    """What stands in a cell, in which order rows stand, and where numbers of people are."""
    return [plain(READ_SO), plain(NO_COUNTS)] if overview.measured else None


def rug(overview: Overview) -> list[Markup] | Markup:
    """A table of every partnership of the measures, or several of at most twelve rows, each measured against all together."""
    return _tables(overview) if overview.measured else none_at_hand(overview)


def none_at_hand(overview: Overview) -> Markup:
    """The one sentence of a quarter of which no figure may be set beside others."""
    return plain(f"No figure of any partnership may be set beside others in {overview.assessment.quarter}.")


def _from_to(names: list[str]) -> str:
    """The first and the last name; a word that begins both is said once: "Comparison 01 to 12"."""
    first, last = names[0], names[-1]
    start, _, end = last.rpartition(" ")
    return f"{first} to {end if start and first.startswith(f'{start} ') else last}"


def _tables(overview: Overview) -> list[Markup]:
    """Tables of at most twelve partnerships by five measures, so that each fits a screen and a sheet of paper."""
    named = overview.partnerships
    parts = [named[start : start + MOST_ROWS] for start in range(0, len(named), MOST_ROWS)]
    measured = overview.measured
    columns = [measured[start : start + MOST_COLUMNS] for start in range(0, len(measured), MOST_COLUMNS)]
    return [
        _table(f"{_which(part, len(parts))}{of}: {_periods(some)}", some, part)
        for some, of in zip(columns, _of_how_many(len(columns)), strict=True)
        for part in parts
    ]


def _table(caption: str, measured: list[Measured], part: list[tuple[str, str]]) -> Markup:
    rows = [[name, *(_cell(each.facts.get(code)) for each in measured)] for code, name in part]
    headers = ["Partnership", *(TITLES[each.name] for each in measured)]
    return table(caption, headers, [*_last_row(measured), *rows])


def _which(part: list[tuple[str, str]], parts: int) -> str:
    return "Partnerships" if parts == 1 else f"Partnerships, {_from_to([name for _, name in part])}"


def _of_how_many(tables: int) -> list[str]:
    """Which part of the measures a table shows, short enough for a caption on a telephone."""
    return [f" ({place} of {tables})" if tables > 1 else "" for place in range(1, tables + 1)]


def _periods(measured: list[Measured]) -> str:
    """The period of most columns, then the others: outcomes forms are counted for shorter ones."""
    periods = [each.any_fact.period for each in measured]
    most = max(periods, key=periods.count)
    names: dict[str, list[str]] = {}
    for each, period in zip(measured, periods, strict=True):
        if period != most:
            names.setdefault(period, []).append(TITLES[each.name].lower())
    others = [
        f"{named[0] if len(named) == 1 else FORMS if all('form' in name for name in named) else listed(named)} {period}"
        for period, named in names.items()
    ]
    return "; ".join([most, *others])


def _last_row(measured: list[Measured]) -> list[list]:
    beside = [each.together for each in measured]
    if not any(beside):
        return []
    name = next(fact.area for fact in beside if fact)
    return [[capital(name), *(fact.number if fact else "[x]" for fact in beside)]]


def _cell(fact: Fact | None) -> list:
    """The figure over both verdicts, set as words so that headers may wrap; [x] where a partnership has no such figure."""
    among = [Markup("<br>"), words.among_in_words(fact)] if fact and fact.among else []
    beside = (
        [Markup("<br>"), verdict(fact.judgement if fact else None)] if not among or (fact and fact.comparator) else []
    )
    return [fact.number if fact else "[x]", *beside, *among]


def published_only(overview: Overview) -> list[Markup] | Markup:
    """The partnerships without records, by the subjects on which something was published of them by the quarter."""
    groups = _groups(overview)
    if not groups:
        return plain(f"No other partnership has published figures only by {overview.assessment.quarter}.")
    return [
        plain(
            "The partnerships named here have no row above: none of these measures is at hand of them for the quarter. What was "
            "published of them is in their own documents, and nothing was put in place of what is missing."
        ),
        *(
            element(
                "details",
                element("summary", f"Published only on {listed(list(subjects))}: {_how_many(names)}"),
                element("p", "; ".join(names) + "."),
            )
            for subjects, names in groups.items()
        ),
    ]


def _how_many(names: list[str]) -> str:
    return f"{len(names)} partnerships" if len(names) > 1 else "one partnership"


def _groups(overview: Overview) -> dict[tuple[str, ...], list[str]]:
    """Names by what was published of them, most partnerships first."""
    assessment, areas = overview.assessment, overview.assessment.safe.areas
    others = assessment.places_beside - {code for code, _ in overview.partnerships}
    rows = funnels.only_published(assessment.safe.results, assessment.quarter, others, GROUND)
    topics = rows["indicator"].map({name: assessment.topic_of(name) for name in set(rows["indicator"])})
    order, groups = list(SUBJECTS), defaultdict(list)
    for code, of_area in topics.groupby(rows["area_code"]):
        known = sorted(set(of_area) & set(order), key=order.index)
        subjects = tuple(SUBJECTS[topic].lower() for topic in known) or ("other subjects",)
        groups[subjects].append(area_names.named(code, areas))
    return {subjects: sorted(names) for subjects, names in sorted(groups.items(), key=lambda pair: -len(pair[1]))}
