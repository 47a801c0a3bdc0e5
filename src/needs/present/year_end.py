"""Where the year will end: its totals projected from the part so far, and what a printed target takes from now on."""

import math
from dataclasses import replace

from needs.measure import selection
from needs.measure.endings import Ending, Path, ending_of, path_of
from needs.present.assessment import Assessment
from needs.present.facts import Fact
from needs.present.numbers import rounded
from needs.present.phrases import in_words
from needs.present.sections import heading, paragraph, plain
from needs.present.words import Statement

MEASURES = {"new_presentations": "will have come into treatment", "in_treatment": "will have been in treatment"}
WINDOWS = ("quarter", "year_to_date", "financial_year")
UNTESTED = "The past years are too few to test how far out such projections were."
TESTED = (
    "Tried on {years} past years, such projections were out by about {error} people on average, and {inside} of the intervals held "
    "what came."
)
ASSUMED = "All of this supposes that the year's quarters share out as those of past years did. Intervals are for 95%."


def year_end(assessment: Assessment) -> list:
    """The projection of each count of people to the end of the quarter's year, and the path to its printed target."""
    found = [_section(assessment, indicator, done) for indicator, done in MEASURES.items()]
    return [heading("Where the year will end"), found, plain(ASSUMED)] if any(found) else []


def projected(so_far: Fact, ending: Ending, year: str) -> Fact:
    """The year's projected total as a fact of its own."""
    total = ending.total
    note = f"from {so_far.number} so far, and {in_words(ending.past_years)} past years"
    found = _fact(so_far, "at the year's end", year, total.value, note)
    return replace(found, lower=total.lower, upper=total.upper, interval_method=f"{total.method}, 95%")


def on_the_way(target: Fact, so_far: Fact, path: Path) -> Statement:
    """What the target still takes, beside the most that a past year added from this point to its end."""
    if not path.needed:
        return Statement(f"The target of {target.number} for {target.period} is already met.", (target, so_far))
    needed = _fact(
        so_far, "still needed for the target", so_far.period, path.needed, f"{target.number} less {so_far.number}"
    )
    before = str(path.best_year)
    most = _fact(so_far, "most added from this point of a year", before, path.most_added, "the most of the past years")
    about = "about " if so_far.is_rounded else ""
    return Statement(
        f"The target for {target.period} is {target.number}, {about}{needed.number} more than the {so_far.number} of "
        f"{so_far.period}. The most that a past year added from this point on was {about}{most.number}, in {most.period}.",
        (target, so_far, needed, most),
    )


def _fact(so_far: Fact, what: str, period: str, value: float, note: str) -> Fact:
    """A count that was worked out from the year so far, as a fact of its own."""
    return replace(
        so_far,
        title=f"{so_far.title}, {what}",
        period=period,
        window="financial_year",
        kind="estimate",
        numerator=math.nan,
        denominator=math.nan,
        value=value,
        lower=math.nan,
        upper=math.nan,
        interval_method="",
        place=what,
        note=note,
        comparator=None,
        judgement=None,
    )


def _section(assessment: Assessment, indicator: str, done: str) -> list:
    rows = _rows(assessment, indicator)
    ending, so_far = ending_of(rows, assessment.quarter), _so_far(assessment, rows)
    said = []
    if ending and so_far:
        fact = projected(so_far, ending, assessment.quarter.financial_year)
        text = f"By the end of {fact.period} about {fact.number} people {done} ({fact.interval})."
        said.append(paragraph(assessment, Statement(text, (fact,)), _tested(ending)))
    target = _target(assessment, rows)
    path = path_of(rows, assessment.quarter, target.value) if target else None
    return [*said, paragraph(assessment, on_the_way(target, so_far, path))] if path and so_far else said


def _tested(ending: Ending) -> Statement:
    if ending.back_test is None:
        return Statement(UNTESTED, ())
    inside = int(ending.back_test.years["is_inside"].sum())
    error = in_words(int(rounded(ending.back_test.mean_absolute_error, 0)))
    return Statement(
        TESTED.format(years=in_words(len(ending.back_test.years)), error=error, inside=in_words(inside)), ()
    )


def _rows(assessment: Assessment, indicator: str):
    known = assessment.known
    return known[
        (known["indicator"] == indicator)
        & (known["area_code"] == assessment.area.code)
        & (known["breakdown"] == "all")
        & known["window"].isin(WINDOWS)
        & known["source"].isin(selection.OF_RECORDS)
    ]


def _so_far(assessment: Assessment, rows) -> Fact | None:
    """The year to date at the quarter itself."""
    window = "quarter" if assessment.quarter.number == 1 else "year_to_date"
    own = rows[(rows["window"] == window) & (rows["period_end"].dt.date == assessment.quarter.end)]
    return next((assessment.fact(row) for row in own.itertuples() if row.status == "shown"), None)


def _target(assessment: Assessment, rows) -> Fact | None:
    """The target printed for the very year of the quarter."""
    if rows.empty:
        return None
    year = assessment.quarter.whole_financial_year
    printed = assessment.printed
    found = printed[
        (printed["indicator"] == rows["indicator"].iloc[0])
        & (printed["kind"] == "target")
        & (printed["breakdown"] == "all")
        & (printed["status"] == "shown")
        & (printed["period_start"].dt.date == year.start)
        & (printed["period_end"].dt.date == year.end)
    ]
    return next((assessment.fact(row) for row in found.itertuples()), None)
