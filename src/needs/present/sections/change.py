"""Change: over the years, since an earlier period, and where the year will end."""

import math
from dataclasses import replace

import pandas as pd
from markupsafe import Markup

from needs.measure import selection, series
from needs.measure.series import Ending, Path, ending_of, path_of
from needs.present import numbers, standing, words
from needs.present.assessment import Assessment
from needs.present.facts import Fact
from needs.present.kit import charts
from needs.present.kit.html import Number, Part, value_with_interval
from needs.present.kit.section import FactTable, heading, paragraph, plain, sources_of
from needs.present.numbers import in_words, listed, rounded, whole
from needs.present.standing import Measured
from needs.present.words import Statement

PROJECTED = {"new_presentations": "will have come into treatment", "in_treatment": "will have been in treatment"}
WINDOWS = ("quarter", "year_to_date", "financial_year")
UNTESTED = "The past years are too few to test how far out such projections were."
TESTED = (
    "Tried on {years} past years, such projections were out by about {error} people on average, and {inside} of the intervals held "
    "what came."
)
ASSUMED = "All of this supposes that the year's quarters share out as those of past years did. Intervals are for 95%."


def year_end(assessment: Assessment) -> list[Part]:
    """The projection of each count of people to the end of the quarter's year, and the path to its printed target."""
    endings = [_ending(assessment, indicator, done) for indicator, done in PROJECTED.items()]
    return [heading("Where the year will end"), endings, plain(ASSUMED)] if any(endings) else []


def projected(so_far: Fact, ending: Ending, year: str) -> Fact:
    """The year's projected total as a fact of its own."""
    total = ending.total
    tested = _tested(ending).text
    note = (
        f"from {so_far.number} so far, and {in_words(len(ending.past))} past years; {tested[:1].lower()}{tested[1:-1]}"
    )
    ending_with = _fact(so_far, "at the year's end", year, total.value, note)
    then, wholes = (whole(sum(counts)) for counts in zip(*ending.past.values(), strict=True))
    return replace(
        ending_with,
        lower=total.lower,
        upper=total.upper,
        interval_method=f"{total.method}, 95%",
        parts=(so_far,),
        sum=f"{so_far.number} x {wholes} / {then} = {ending_with.number}, as past years were at this point and at their ends",
    )


def on_the_way(target: Fact, so_far: Fact, path: Path) -> Statement:
    """What the target still takes, beside the most that a past year added from this point to its end."""
    if not path.needed:
        return Statement(f"The target of {target.number} for {target.period} is already met.", (target, so_far))
    needed = replace(
        _fact(so_far, "still needed for the target", so_far.period, path.needed, ""),
        parts=(target, so_far),
        sum=f"{target.number} - {so_far.number} = {whole(path.needed)}",
    )
    before = str(path.best_year)
    most = replace(
        _fact(so_far, "most added from this point of a year", before, path.most_added, "the most of the past years"),
        sum=f"{whole(path.best_counts[1])} - {whole(path.best_counts[0])} = {whole(path.most_added)}",
    )
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


def _ending(assessment: Assessment, indicator: str, done: str) -> list[Part]:
    rows = _years_of(assessment, indicator)
    ending, so_far = ending_of(rows, assessment.quarter), _so_far(assessment, rows)
    if so_far is None:
        return []
    paragraphs: list[Part] = []
    if ending:
        fact = projected(so_far, ending, assessment.quarter.financial_year)
        text = f"By the end of {fact.period} about {fact.number} people {done} ({fact.interval})."
        paragraphs.append(paragraph(Statement(text, (fact,)), _tested(ending)))
    target = _target_of_year(assessment, indicator)
    path = path_of(rows, assessment.quarter, target.value) if target else None
    if target and path:
        paragraphs.append(paragraph(on_the_way(target, so_far, path)))
    return paragraphs


def _tested(ending: Ending) -> Statement:
    if ending.back_test is None:
        return Statement(UNTESTED, ())
    inside = int(ending.back_test.years["is_inside"].sum())
    error = in_words(int(rounded(ending.back_test.mean_absolute_error, 0)))
    return Statement(
        TESTED.format(years=in_words(len(ending.back_test.years)), error=error, inside=in_words(inside)), ()
    )


def _years_of(assessment: Assessment, indicator: str) -> pd.DataFrame:
    known = assessment.known
    return known[
        (known["indicator"] == indicator)
        & (known["area_code"] == assessment.area.code)
        & (known["breakdown"] == "all")
        & known["window"].isin(WINDOWS)
        & known["source"].isin(selection.OF_RECORDS)
    ]


def _so_far(assessment: Assessment, rows: pd.DataFrame) -> Fact | None:
    """The year to date at the quarter itself."""
    window = "quarter" if assessment.quarter.number == 1 else "year_to_date"
    to_date = rows[(rows["window"] == window) & (rows["period_end"].dt.date == assessment.quarter.end)]
    return next((assessment.fact(row) for row in to_date.itertuples() if row.status == "shown"), None)


def _target_of_year(assessment: Assessment, indicator: str) -> Fact | None:
    """The target for the very year of the quarter."""
    each, year = assessment.standings.get((indicator, "all", "all")), assessment.quarter.whole_financial_year
    if each is None or each.target.status != "shown":
        return None
    days = each.target.period_start.date(), each.target.period_end.date()
    return assessment.fact(each.target) if days == (year.start, year.end) else None


OVER_YEARS = {"in_treatment": "In treatment", "new_presentations": "Came into treatment"}
SHARES_OVER_YEARS = {"successful_completion_of_exits": "Completed", "dropped_out_of_exits": "Dropped out"}
TRENDS = {
    series.RISE: "Over the last five years there is a rise, and it is very unlikely to be chance.",
    series.FALL: "Over the last five years there is a fall, and it is very unlikely to be chance.",
    series.NO_CHANGE: "Over the last five years no steady rise or fall was found beyond what chance would give.",
    series.ONE_YEAR: "No rise or fall is claimed over the last five years: what there is rests on a single year.",
    series.OVERLAP: "Change cannot be judged: the periods overlap.",
    series.SHARED: "No test of change was made: people who stay are counted in more than one year.",
    series.ROUNDING: "Whether there is a rise or a fall over the last five years is too close to call after rounding.",
    series.NOT_KNOWN: "No test of change was made: how sure the figures are is not known.",
}
FEW = "Change cannot be judged: too few years."


COURSE = "{label}: about {level}{of} in a typical year, lowest {lowest} in {lowest_year}, highest {highest} in {highest_year}."
ALL_ALIKE = "{label}: {level}{of} in every year from {first_year} to {last_year}."
TWO = "{label}: {first}{of} in {first_year}, {last} in {last_year}."
STEP = "The last step is {way}, from {before} in {before_year} to {last} in {last_year}"
LEVEL = "The last step is none: {before_year} and {last_year} are alike"
STANDS_APART = "; {apart_year} stands apart."
STANDS_APART_WITH = "; {apart} in {apart_year} stands apart."
TURNED = "; before {then} it had been {turn}, in {turn_year}."


def over_years(assessment: Assessment) -> list[Part]:
    """Numbers of people over the years up to the quarter: their course, whether they change, and the chart."""
    counts = _series(assessment, OVER_YEARS)
    if not counts:
        why = f"No two years of figures for {assessment.area.name} may be compared, so change over years cannot be judged."
        return [plain(why)]
    return _courses(assessment, "change-people", counts)


def shares_over_years(assessment: Assessment) -> list[Part]:
    """How people left over the years up to the quarter, likewise; nothing where there are no two years."""
    shares = _series(assessment, SHARES_OVER_YEARS)
    return _courses(assessment, "change-exits", shares) if shares else []


def _courses(assessment: Assessment, name: str, lines: dict[str, list[Fact]]) -> list[Part]:
    trends = {label: _trend(assessment, facts) for label, facts in lines.items()}
    few = all(trend == series.FEW for trend in trends.values())
    return [
        [paragraph(*_said(facts, label, trends[label], few)) for label, facts in lines.items()],
        plain(FEW) if few else None,
        _lines(assessment, name, lines),
    ]


def _series(assessment: Assessment, names: dict[str, str]) -> dict[str, list[Fact]]:
    series = {label: assessment.over_years(name) for name, label in names.items()}
    return {label: facts for label, facts in series.items() if len(facts) > 1}


def _trend(assessment: Assessment, facts: list[Fact]) -> str:
    """The trend of the very results that the facts were made from."""
    known = assessment.known
    rows = known[
        (known["indicator"] == facts[0].indicator)
        & (known["area_code"] == facts[0].area_code)
        & (known["breakdown"] == facts[0].breakdown)
        & known["window"].isin({fact.window for fact in facts})
        & known["source"].isin({fact.source for fact in facts})
    ]
    return series.trend_of(rows)


def _said(facts: list[Fact], label: str, trend: str, all_few: bool) -> list[words.Statement]:
    """The course of the years, and the trend; that the years are too few is said once for all series."""
    in_words = TRENDS.get(trend, "" if all_few else FEW)
    return [*_course(facts, label), words.Statement(in_words, ())]


def _course(facts: list[Fact], label: str) -> list[words.Statement]:
    """Level, lowest and highest year; then the last step, with the year that stands apart or an earlier turn."""
    first, last = facts[0], facts[-1]
    of = " of people who left" if first.unit == "percent" else ""
    ends = {"label": label, "of": of, "first_year": first.period, "last_year": last.period}
    if len(facts) == 2:
        return [words.Statement(TWO.format(first=first.number, last=last.number, **ends), (first, last))]
    found = series.course_of([fact.year for fact in facts], [fact.value for fact in facts])
    level, lowest, highest = _level(facts, found.level), facts[found.lowest], facts[found.highest]
    if lowest.number == highest.number:
        return [words.Statement(ALL_ALIKE.format(level=level.number, **ends), (first, last))]
    named = {"lowest": lowest.number, "highest": highest.number}
    years = {"lowest_year": lowest.period, "highest_year": highest.period}
    text = COURSE.format(level=level.number.removeprefix("about "), **named, **years, **ends)
    return [words.Statement(text, (level, lowest, highest)), _last_step(facts, found)]


def _last_step(facts: list[Fact], found: series.Course) -> words.Statement:
    before, last = facts[-2:]
    way = "up" if last.value > before.value else "down"
    template = LEVEL if before.number == last.number else STEP
    step = template.format(
        way=way, before=before.number, before_year=before.period, last=last.number, last_year=last.period
    )
    if found.apart is not None:
        apart = facts[found.apart]
        is_told = apart in (before, last) or found.apart in (found.lowest, found.highest)
        text = (STANDS_APART if is_told else STANDS_APART_WITH).format(apart=apart.number, apart_year=apart.period)
        return words.Statement(step + text, (before, last, apart))
    if found.turn is not None:
        turn, then = facts[found.turn], "the lowest year" if found.lowest < found.highest else "the highest year"
        text = step + TURNED.format(then=then, turn=turn.number, turn_year=turn.period)
        return words.Statement(text, (before, last, turn))
    return words.Statement(f"{step}.", (before, last))


def _level(facts: list[Fact], level: float) -> Fact:
    """What a middle year has, as a fact of its own."""
    first, last = facts[0], facts[-1]
    years = f"{first.period} to {last.period}"
    in_order = sorted(facts, key=lambda fact: fact.value)
    return replace(
        _fact(last, "a typical year", years, level, "of the years in order of size the one in the middle"),
        kind=last.kind,
        parts=tuple(facts),
        sum=f"the middle of {listed([fact.number for fact in in_order])}",
    )


def _span(line: list[Fact]) -> str:
    found = series.course_of([fact.year for fact in line], [fact.value for fact in line])
    lowest, highest = line[found.lowest], line[found.highest]
    if lowest.number == highest.number:
        return f"{lowest.number} in every year"
    if len(line) == 2:
        return f"{line[0].number} in {line[0].period} and {line[1].number} in {line[1].period}"
    return f"between {lowest.number} ({lowest.period}) and {highest.number} ({highest.period})"


def _lines(assessment: Assessment, name: str, series: dict[str, list[Fact]]) -> charts.Chart:
    facts = [fact for line in series.values() for fact in line]
    spans = [f"{label.lower()} {_span(line)}" for label, line in series.items()]
    rows = [
        [fact.period, label, Number(value_with_interval(fact), facts=(fact,)), fact.counts or "count"]
        for label, line in series.items()
        for fact in line
    ]
    return charts.Chart(
        name,
        numbers.capital(numbers.listed(spans)),
        f"Line chart, {facts[0].period} to {facts[-1].period}, one line each: {numbers.listed(spans)}."
        + (" Upright bars are 95% intervals." if facts[0].has_interval else ""),
        charts.lines_over_years(name, series),
        f"{sources_of(assessment, facts)}.",
        FactTable(f"{' and '.join(series)}, by year", ["Period", "Measure", "Value", "Counts"], rows),
    )


WATCHED = (
    "in_treatment",
    "new_presentations",
    "exits",
    "retained_or_planned_discharge_percent",
    "retained_12_weeks_percent",
    "early_unplanned_exit_percent",
    "top_starts_percent",
    "top_reviews_percent",
    "top_discharges_percent",
    "successful_completion_of_exits",
    "dropped_out_of_exits",
    "first_waits_within_3_weeks",
    "later_waits_within_3_weeks",
    "average_wait_weeks",
    "care_plan_percent",
    "criminal_justice_referral_percent",
    "hepatitis_b_offered_percent",
    "hepatitis_c_offered_percent",
    "young_people_in_treatment",
)  # what a paper follows from quarter to quarter; any other measure joins it when it differs beyond chance
WHAT_IS_COMPARED = (
    "A figure of one quarter stands beside the quarter before; where that was not counted, beside the same months of the year before. "
    "A figure of a longer period stands beside the same months of the year before."
)
CHANCE = (
    "{compared} compared. If nothing had changed, one quarter in twenty would still show any change (Bonferroni). Two periods are "
    "no trend."
)
METHOD = "A change is judged only where each period counts events of its own. Otherwise the reason is given."
NO_EDITION = (
    "Figures of earlier quarters may have been revised since they were first reported. No earlier edition of this paper is kept with "
    "the results, so revisions cannot be listed."
)
ONE_MAKING = (
    "Both periods were counted again for this paper, by the same rules, so no change of definition lies between them."
)
NOTHING = "No figure of the quarter could be set beside an earlier one for {area}."
NONE_JUDGED = "No change could be judged: the reason stands beside each figure."
NONE_DIFFERS = "Nothing has clearly changed."


def since_before(assessment: Assessment) -> list[Part]:
    """The changes that chance does not explain in sentences, and every measure beside its earlier period in a table."""
    measured = [each for each in standing.measured(assessment) if each.then is not None]
    if not measured:
        return [plain(NOTHING.format(area=assessment.area.name))]
    differing = _differing(measured)
    followed = [each for each in measured if each.now.indicator in WATCHED or each in differing]
    return [
        _sentences(differing) if differing else plain(none_differs(measured)),
        plain(WHAT_IS_COMPARED),
        standing.changes(f"Now and earlier: {measured[0].now.area}, quarter {assessment.quarter}", followed),
        plain(METHOD),
        _chance(measured),
    ]


def _chance(measured: list[Measured]) -> Markup | None:
    """How many figures were compared, and how often any of them would differ if nothing had changed."""
    judged = sum(each.state not in ("", "not compared") for each in measured)
    if not judged:
        return None
    compared = f"{numbers.capital(numbers.spelt(judged))} figure{'s were' if judged > 1 else ' was'}"
    return plain(CHANCE.format(compared=compared))


def revisions(assessment: Assessment) -> list[Part]:
    """The honest word on figures that may have been revised since."""
    measured = [each for each in standing.measured(assessment) if each.then is not None]
    is_counted = measured and measured[0].now.origin != "published"
    return [heading("Revisions"), plain(NO_EDITION), plain(ONE_MAKING) if is_counted else None]


def _sentences(differing: list[Measured]) -> list[Part]:
    """Each measure that is higher or lower beyond chance, the largest change for its size first."""
    return [paragraph(standing.said_of_change(measured)) for measured in differing]


def none_differs(measured: list[Measured]) -> str:
    """That nothing has clearly changed, and how many figures could be compared at all."""
    judged = sum(each.state not in ("", "not compared") for each in measured)
    if not judged:
        return NONE_JUDGED
    left = len(measured) - judged
    if not left:
        return f"{NONE_DIFFERS} All the figures were compared."
    were = "was" if judged == 1 else "were"
    return (
        f"{NONE_DIFFERS} {numbers.capital(numbers.spelt(judged))} of {numbers.spelt(len(measured))} figures {were} compared; "
        f"{numbers.spelt(left)} could not be."
    )


def _differing(measured: list[Measured]) -> list[Measured]:
    return sorted((each for each in measured if each.differs), key=standing.relative, reverse=True)
