"""Quarters one after the other, in words: whether the latest is unusual, and whether a target is met by chance."""

from needs.measure import selection
from needs.measure.quarters import FEWEST_QUARTERS, Series, series_of
from needs.present import charts
from needs.present.assessment import Assessment
from needs.present.control_chart import control_chart
from needs.present.facts import Fact
from needs.present.numbers import rounded, written
from needs.present.phrases import capital, in_words, listed
from needs.present.sections import heading, paragraph, plain, sources_of
from needs.present.tables import Number, table
from needs.present.words import Statement, stated

MEASURES = ("new_presentations", "in_treatment", "exits", "retained_or_planned_discharge_percent")
STOCKS = ("in_treatment",)  # people who stay are counted again in the next quarter
CAUSES = {
    "": "No unusual change: ups and downs are within the usual range.",
    "above the upper limit": "That is unusually high, outside the usual range.",
    "below the lower limit": "That is unusually low, outside the usual range.",
    "trend of 7 points rising": "That is an unusual rise: seven quarters in a row make it.",
    "trend of 7 points falling": "That is an unusual fall: seven quarters in a row make it.",
    "2 of 3 points near the upper limit": "That is unusually high: two of three quarters are near the upper limit.",
    "2 of 3 points near the lower limit": "That is unusually low: two of three quarters are near the lower limit.",
    "7 points above the mean": "That is unusually high: seven quarters in a row are above the mean.",
    "7 points below the mean": "That is unusually low: seven quarters in a row are below the mean.",
}
WHY_NOT = {
    "overlap": "Change cannot be judged: the periods overlap.",
    "latest": "Change cannot be judged: the latest quarter has no figure.",
    "rounding": "Change cannot be judged: with fewer than 100 people a quarter, rounding moves the figure too far.",
    "same": "No usual range can be worked out: the quarters do not differ enough from one to the next.",
}
ASSURED = {
    "met": "The whole usual range meets the target of {target}; unless something changes, quarters will usually meet it.",
    "missed": "The whole usual range misses the target of {target}; unless something changes, quarters will usually miss it.",
    "by chance": "The target of {target} lies within the usual range: unless something changes, chance decides whether it is met.",
    "unsettled": "The level changed within these quarters, so they do not say whether the target of {target} will be met.",
}
STAY = "People who stay are counted in several quarters, so quarters are more alike than by chance. Read the limits with care."
NONE_YET = (
    f"Change from quarter to quarter cannot be judged: fewer than {in_words(FEWEST_QUARTERS)} quarters are known."
)
OTHERS = f"Other measures have fewer than {in_words(FEWEST_QUARTERS)} quarters, so their change cannot be judged."


def quarters(assessment: Assessment) -> list:
    """Each series of quarters counted from records: in words and as a control chart, or why change cannot be judged."""
    made = {name: series_of(_rows(assessment, name), assessment.quarter) for name in MEASURES}
    made = {name: series for name, series in made.items() if series}
    if not made:
        return []
    judged = [_section(assessment, series) for series in made.values() if series.why_not != "few"]
    if not judged:
        return [heading("From quarter to quarter"), plain(NONE_YET)]
    few = any(series.why_not == "few" for series in made.values())
    return [heading("From quarter to quarter"), judged, plain(OTHERS) if few else None]


def said(series: Series, latest: Fact) -> Statement:
    """Whether the latest quarter is unusual, in the words of the table; or why that cannot be said."""
    text = WHY_NOT.get(series.why_not) or CAUSES[series.cause]
    return Statement(text, (latest,))


def assured(series: Series, latest: Fact, target: Fact | None) -> Statement:
    """Whether the usual range meets a target, misses it or leaves it to chance; empty without a target or a usual range."""
    found = series.against(target.value, latest.polarity) if target else ""
    return Statement(ASSURED[found].format(target=target.number), (latest, target)) if found else Statement("", ())


def _rows(assessment: Assessment, indicator: str):
    known = assessment.known
    return known[
        (known["indicator"] == indicator)
        & (known["area_code"] == assessment.area.code)
        & (known["breakdown"] == "all")
        & (known["window"] == "quarter")
        & known["source"].isin(selection.OF_RECORDS)
    ]


def _target(assessment: Assessment, row) -> Fact | None:
    """The target printed for the series: of a percentage whatever its period, of a count only for a single quarter."""
    found = selection.target_of(row, assessment.printed)
    if found is None or found[0].status != "shown" or (row.unit != "percent" and found[0].window != row.window):
        return None
    return assessment.fact(found[0])


def _section(assessment: Assessment, series: Series) -> list:
    facts = [assessment.fact(row) if row is not None else None for row in series.rows]
    latest = [fact for fact in facts if fact is not None][-1]
    target = _target(assessment, series.rows[-1]) if series.rows[-1] is not None else None
    words = paragraph(assessment, stated(latest), said(series, latest), assured(series, latest, target))
    if series.why_not:
        return [words]
    return [
        words,
        plain(STAY) if latest.indicator in STOCKS else None,
        charts.chart(
            f"quarters-{latest.indicator.replace('_', '-')}",
            f"{latest.title}: {latest.number} in {latest.period}, {_change(series)}",
            _described(series, facts, target),
            control_chart(f"quarters-{latest.indicator.replace('_', '-')}", series, facts, target),
            f"{sources_of(assessment, [latest])}. Method: {series.chart.method}.",
            _table(series, facts, latest),
        ),
    ]


def _change(series: Series) -> str:
    found = ("an unusual rise", "an unusual fall", "unusually high", "unusually low")
    return next((way for way in found if way in CAUSES[series.cause]), "no unusual change")


def _described(series: Series, facts: list[Fact | None], target: Fact | None) -> str:
    points = series.chart.points
    fact, last = next(fact for fact in facts if fact is not None), points.iloc[-1]
    low, mean, high = (_written(last[name], fact) for name in ("lower", "mean", "upper"))
    unusual = [str(quarter) for quarter, cause in zip(series.quarters, points["special_cause"], strict=True) if cause]
    squares = f"Squares are unusual quarters: {listed(unusual)}." if unusual else "No quarter is unusual."
    aim = f" The target is {target.number}." if target else ""
    return (
        f"Control chart of {series.known} quarters, from {series.quarters[0]} to {series.quarters[-1]}. The mean is {mean}; the "
        f"limits of the usual range are {low} and {high}.{aim} {squares}"
    )


def _table(series: Series, facts: list[Fact | None], latest: Fact):
    rows = [
        [
            str(quarter),
            Number(fact.number if fact else "[c]" if quarter in series.hidden else "[x]"),
            *(Number(_written(point[name], latest)) for name in ("mean", "lower", "upper")),
            capital(point["special_cause"]) or "none",
        ]
        for quarter, fact, point in zip(series.quarters, facts, series.chart.points.to_dict("records"), strict=True)
    ]
    headers = ["Quarter", "Value", "Mean", "Lower limit", "Upper limit", "Unusual"]
    return table(f"{latest.title}, by quarter to {latest.period}", headers, rows)


def _written(value: float, fact: Fact) -> str:
    return written(rounded(value, fact.decimals), fact.unit)
