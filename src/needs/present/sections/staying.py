"""How long people stay in treatment: curves of journeys by drug group, how the others left, and who came back."""

import math

import matplotlib.pyplot as plt

from needs.measure.indicators import following
from needs.measure.indicators.following import (
    BY_WEEK,
    BY_WEEK_AND_DRUG,
    DRUG_GROUPS,
    EXITS,
    LEAST_PROBABILITY,
    WEEKS,
    WEEKS_BACK,
    in_weeks,
)
from needs.present.assessment import Assessment
from needs.present.facts import Fact
from needs.present.kit import charts
from needs.present.kit.charts import GREY, NAVY, OF_WORDS, ORANGE, PLUM, TEAL, WIDTH, styled, svg_of
from needs.present.kit.html import Number, Part, value_with_interval
from needs.present.kit.section import Column, FactTable, heading, paragraph, plain, sources_of
from needs.present.numbers import capital, listed
from needs.present.words import Statement

EVERYBODY = "everybody"
YEAR, QUARTER_OF_A_YEAR = 52, 12
STAYED = "Of treatment journeys begun from {period}, {quarter} lasted twelve weeks or more, and {year} a year."
STAYED_SHORT = "Of treatment journeys begun from {period}, {quarter} lasted twelve weeks or more."
HALF = " Half had ended by week {median}."
TOO_FEW = "How long people stay is not drawn: too few treatment journeys have been followed and ended."
TOO_SHORT = "How long people stay is not drawn: the records do not yet follow two whole financial years."
FOLLOWED = "Each journey is followed from its start. One that is not over counts for as long as it was followed. Shares are of rounded numbers."
NOT_REACHED = "In some groups half had not left by the end of follow-up, so no median is given."
CHANCE = (
    "By the log-rank test, such differences between drug groups have a probability of {probability} by chance alone."
)
NO_CHANCE = "By the log-rank test, such differences between drug groups arise by chance alone in less than one of a thousand cases."
BACK = "Of planned exits, {half} were followed by another journey within half a year, and {year} within a year."
NO_RETURNS = "How soon people come back after a planned exit is not given: too few did."
LINES = {
    EVERYBODY: (GREY, "D", "-"), "opiate": (NAVY, "o", "-"), "non-opiate only": (TEAL, "s", "--"),
    "non-opiate and alcohol": (PLUM, "^", ":"), "alcohol only": (ORANGE, "v", "-."),
}  # fmt: skip
SIGNS = {
    "D": "\N{BLACK DIAMOND}",
    "o": "\N{BLACK CIRCLE}",
    "s": "\N{BLACK SQUARE}",
    "^": "\N{BLACK UP-POINTING TRIANGLE}",
    "v": "\N{BLACK DOWN-POINTING TRIANGLE}",
}
WAYS = {
    "still": "Still in treatment",
    "planned": "Left as planned",
    "dropped out": "Dropped out or withdrew",
    "other": "Left in another way",
}


def how_long(assessment: Assessment) -> list[Part]:
    """How many stay for 12 weeks and for a year, and the curves by drug group; why not, where there is none."""
    if not assessment.has_records:
        return []
    every = _points(assessment, following.STILL)
    if not every:
        return [plain(TOO_SHORT)]
    shown = {group: points for group, points in _drawn(assessment).items() if len(points) > 1}
    if not shown:
        return [plain(TOO_FEW)]
    everybody = shown.get(EVERYBODY) or next(iter(shown.values()))
    return [paragraph(_stayed(assessment, everybody)), _curves(assessment, shown)]


def behind_the_curves(assessment: Assessment) -> list[Part]:
    """For reviewers: how many are followed, how the others left, medians, the test between groups, and returns."""
    drawn = {group: points for group, points in _drawn(assessment).items() if len(points) > 1}
    if not drawn:
        return []
    first = next(iter(next(iter(drawn.values())).values()))
    return [
        heading("How long people stay, and how they leave"),
        plain(FOLLOWED),
        _ways(assessment, first),
        _medians(assessment, first),
        paragraph(_tested(assessment)),
        _returns(assessment, first),
    ]


def _points(assessment: Assessment, indicator: str, group: str = EVERYBODY) -> dict[int, Fact]:
    """The latest curve of everybody or of a drug group: its facts by week, shown or not."""
    breakdown = BY_WEEK if group == EVERYBODY else BY_WEEK_AND_DRUG
    facts = {fact.group: fact for fact in assessment.latest(indicator, breakdown)}
    before = "" if group == EVERYBODY else f"{group}, "
    named = {week: f"{before}{in_weeks(week)}" for week in (0, *sorted({*WEEKS, *WEEKS_BACK}))}
    return {week: facts[name] for week, name in named.items() if name in facts}


def _shown(points: dict[int, Fact]) -> dict[int, Fact]:
    return {week: fact for week, fact in points.items() if fact.is_shown}


def _drawn(assessment: Assessment) -> dict[str, dict[int, Fact]]:
    """The shown points of each curve, everybody's first."""
    return {group: _shown(_points(assessment, following.STILL, group)) for group in (EVERYBODY, *DRUG_GROUPS)}


def _stayed(assessment: Assessment, points: dict[int, Fact]) -> Statement:
    quarter, year = points.get(QUARTER_OF_A_YEAR), points.get(YEAR)
    if quarter is None:
        return Statement("", ())
    template = STAYED if year else STAYED_SHORT
    text = template.format(period=quarter.period, quarter=quarter.number, year=year and year.number)
    (median,) = assessment.latest(following.MEDIAN) or (None,)
    if median is None or not median.is_shown:
        return Statement(text, tuple(fact for fact in (quarter, year) if fact))
    return Statement(text + HALF.format(median=median.number), tuple(fact for fact in (quarter, year, median) if fact))


def _curves(assessment: Assessment, shown: dict[str, dict[int, Fact]]) -> charts.Chart:
    facts = [fact for points in shown.values() for fact in points.values()]
    ends = [f"{group} {points[max(points)].number} at {max(points)} weeks" for group, points in shown.items()]
    rows = [row for group, points in shown.items() for row in _lines_of(assessment, group, points)]
    group, points = next(iter(shown.items()))
    at = [f"{points[week].number} at {in_weeks(week)}" for week in (QUARTER_OF_A_YEAR, YEAR) if week in points]
    return charts.Chart(
        "staying",
        f"Still in treatment, {group}: {' and '.join(at or ends[:1])}",
        f"Line chart of the share still in treatment from the start to 104 weeks, one line each for {listed(list(shown))}. "
        f"Last points: {listed(ends)}. Upright bars are 95% intervals.",
        _drawing(shown),
        f"{sources_of(assessment, facts)}.",
        FactTable(
            f"Still in treatment, by week: {facts[0].area}, {facts[0].period}",
            ["Group", "Lasted at least", "Share (95% interval)", "Counts it is as sure as"],
            rows,
        ),
    )


def _lines_of(assessment: Assessment, group: str, points: dict[int, Fact]) -> list[list]:
    """A group's lines of the table: the start, when all are there, and each point."""
    began = _points(assessment, following.FOLLOWED, group)[0]
    start = [capital(group), in_weeks(0), Number("100%", facts=(began,)), Number(began.number, facts=(began,))]
    return [
        start,
        *(
            [capital(group), in_weeks(week), _cell(fact), Number(fact.counts, facts=(fact,))]
            for week, fact in points.items()
        ),
    ]


def _drawing(shown: dict[str, dict[int, Fact]]) -> str:
    """One line a group from 100% at the start, its points at the weeks given, named at its end."""
    with styled():
        figure, axes = plt.subplots(figsize=(WIDTH, 4.2), layout="constrained")
        for group, points in shown.items():
            colour, marker, dashes = LINES[group]
            weeks, shares = [0, *points], [100.0, *(fact.value for fact in points.values())]
            width = 2.4 if group == EVERYBODY else 1.5
            axes.plot(
                weeks,
                shares,
                color=colour,
                marker=marker,
                linestyle=dashes,
                linewidth=width,
                markersize=6,
            )
            limits = [(week, limit) for week, fact in points.items() for limit in (fact.lower, fact.upper, math.nan)]
            axes.plot(
                *zip(*limits, strict=True), color=colour, linewidth=1
            )  # one broken line takes fewer bytes than many
        axes.set(
            xlabel="Weeks since treatment began", ylabel="Percent still in treatment", xlim=(0, 106), ylim=(0, 102)
        )
        axes.set_xticks([0, *WEEKS])
        axes.grid(visible=False, axis="x")
        # named below the curves, in sight on a narrow screen; a legend's own marks would be read as figures
        for place, group in enumerate(reversed(shown)):
            colour, marker, _ = LINES[group]
            axes.annotate(
                f"{SIGNS[marker]} {capital(group)}",
                (1.5, 4 + 7 * place),
                color=OF_WORDS.get(colour, colour),
                fontweight="bold" if group == EVERYBODY else "normal",
            )
        return svg_of(figure, "staying")


def _ways(assessment: Assessment, first: Fact) -> list[Part]:
    """How everybody's journeys had ended by each week; ways compete, and with those still there make up everybody."""
    of = {"still": following.STILL, **EXITS}
    by_week = {way: _points(assessment, indicator) for way, indicator in of.items()}
    followed = _points(assessment, following.FOLLOWED)
    rows = [
        [
            in_weeks(week),
            *(_cell(by_week[way][week]) for way in of),
            Number(followed[week].number, facts=(followed[week],)),
        ]
        for week in WEEKS_BACK  # the others stand in the picture's table and in the downloads
        if by_week["still"][week].is_shown
    ]
    headers = ["By", *(WAYS[way] for way in of), "Still followed"]
    return [FactTable(f"What had become of treatment journeys: {first.area}, {first.period}", headers, rows)]


def _cell(fact: Fact) -> Number:
    return Number(value_with_interval(fact), facts=(fact,))


def _medians(assessment: Assessment, first: Fact) -> list[Part]:
    facts = [fact for breakdown in ("all", "drug_group") for fact in assessment.latest(following.MEDIAN, breakdown)]
    listed_facts = [fact for fact in facts if fact.is_shown]
    if not listed_facts:
        return [plain(NOT_REACHED)]
    columns = (
        Column("Group", lambda fact: EVERYBODY.capitalize() if fact.group == "all" else capital(fact.group)),
        Column("Half had left by week", lambda fact: Number(fact.number, facts=(fact,))),
        Column("95% interval", lambda fact: Number(_limits(fact), facts=(fact,))),
    )
    some = any(fact.status == "not_applicable" for fact in facts)
    caption = f"Weeks by which half had left treatment: {first.area}, {first.period}"
    return [FactTable.of(caption, columns, listed_facts), plain(NOT_REACHED) if some else None]


def _limits(fact: Fact) -> str:
    return f"{fact.lower:.0f} to {fact.upper:.0f}" if fact.has_interval else "upper limit not reached"


def _tested(assessment: Assessment) -> Statement:
    fact = next((fact for fact in assessment.latest(following.TEST) if fact.is_shown), None)
    if fact is None:
        return Statement("", ())
    if fact.value <= LEAST_PROBABILITY:
        return Statement(NO_CHANCE, (fact,))
    return Statement(CHANCE.format(probability=fact.number), (fact,))


def _returns(assessment: Assessment, first: Fact) -> list[Part]:
    """How many were back by each week after a planned exit."""
    points = _shown(_points(assessment, following.BACK))
    if not points:
        return [plain(NO_RETURNS)]
    half, year = points.get(26), points.get(YEAR)
    said = (
        Statement(BACK.format(half=half.number, year=year.number), (half, year)) if half and year else Statement("", ())
    )
    columns = (
        Column("Back within", lambda fact: fact.group),
        Column("Share (95% interval)", lambda fact: Number(value_with_interval(fact), facts=(fact,))),
        Column("Counts it is as sure as", lambda fact: Number(fact.counts, facts=(fact,))),
    )
    caption = f"Back in treatment after a planned exit: {first.area}, {first.period}"
    return [paragraph(said), FactTable.of(caption, columns, points.values())]
