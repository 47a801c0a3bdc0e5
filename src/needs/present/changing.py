"""The section on change: over the years, from quarter to quarter, and where the year will end."""

from needs.measure import years
from needs.present import charts, phrases, words
from needs.present.assessment import Assessment
from needs.present.facts import Fact
from needs.present.html import Html
from needs.present.quarters import quarters
from needs.present.sections import paragraph, plain, sources_of
from needs.present.tables import Number, table, value_with_interval
from needs.present.year_end import year_end

OVER_YEARS = {"in_treatment": "In treatment", "new_presentations": "Came into treatment"}
SHARES_OVER_YEARS = {"successful_completion_of_exits": "Completed", "dropped_out_of_exits": "Dropped out"}
TRENDS = {
    years.RISE: "Over the last five years there is a rise, and it is very unlikely to be chance.",
    years.FALL: "Over the last five years there is a fall, and it is very unlikely to be chance.",
    years.NO_CHANGE: "Over the last five years no steady rise or fall was found beyond what chance would give.",
    years.OVERLAP: "Change cannot be judged: the periods overlap.",
    years.SHARED: "No test of change was made: people who stay are counted in more than one year.",
    years.ROUNDING: "Whether there is a rise or a fall over the last five years is too close to call after rounding.",
    years.NOT_KNOWN: "No test of change was made: how sure the figures are is not known.",
}
FEW = "Change cannot be judged: too few years."


def change(assessment: Assessment) -> Html:
    """The figures over the years up to the quarter, whether they change, the quarters, and the end of the year."""
    counts, shares = (_series(assessment, names) for names in (OVER_YEARS, SHARES_OVER_YEARS))
    shorter = [*quarters(assessment), *year_end(assessment)]
    if not counts:
        said = f"No two years of figures for {assessment.area.name} may be compared, so change over years cannot be judged."
        return Html.of(plain(said), shorter)
    trends = {label: _trend(assessment, facts) for label, facts in (counts | shares).items()}
    few = all(trend == years.FEW for trend in trends.values())
    return Html.of(
        [paragraph(assessment, *_said(facts, label, trends[label], few)) for label, facts in counts.items()],
        plain(FEW) if few else None,
        _lines(assessment, "change-people", counts),
        [paragraph(assessment, *_said(facts, label, trends[label], few)) for label, facts in shares.items()],
        _lines(assessment, "change-exits", shares) if shares else None,
        shorter,
    )


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
    return years.trend_of(rows)


def _said(facts: list[Fact], label: str, trend: str, all_few: bool) -> list[words.Statement]:
    """The first and the last year, and the trend; that the years are too few is said once for all series."""
    said = TRENDS.get(trend, "" if all_few else FEW)
    return [_from_first_to_last(facts, label), words.Statement(said, ())]


def _from_first_to_last(facts: list[Fact], label: str) -> words.Statement:
    first, last = facts[0], facts[-1]
    of = " of people who left" if first.unit == "percent" else ""
    return words.Statement(
        f"{label}: {first.number}{of} in {first.period}, {last.number} in {last.period}.", (first, last)
    )


def _span(line: list[Fact]) -> str:
    first, last = line[0].number, line[-1].number
    return f"from {first} to {last}" if first != last else f"{first} in the first and the last year"


def _lines(assessment: Assessment, name: str, series: dict[str, list[Fact]]):
    facts = [fact for line in series.values() for fact in line]
    for fact in facts:
        assessment.cite(fact)
    spans = [f"{label.lower()} {_span(line)}" for label, line in series.items()]
    rows = [
        [fact.period, label, Number(value_with_interval(fact)), fact.counts or "count"]
        for label, line in series.items()
        for fact in line
    ]
    return charts.chart(
        name,
        phrases.capital(phrases.listed(spans)),
        f"Line chart, {facts[0].period} to {facts[-1].period}, one line each: {phrases.listed(spans)}."
        + (" Upright bars are 95% intervals." if facts[0].has_interval else ""),
        charts.lines_over_years(name, series),
        f"{sources_of(assessment, facts)}.",
        table(f"{' and '.join(series)}, by year", ["Period", "Measure", "Value", "Counts"], rows),
    )
