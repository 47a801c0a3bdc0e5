"""The catalogue of indicators, printed from the declarations that count them, and printed beside counted figures."""

from collections.abc import Iterable

from markupsafe import Markup

from needs.areas import Area
from needs.measure.indicator import BOTH_ERAS, Counting, Indicator, Part, with_choices
from needs.measure.indicators import INDICATORS
from needs.measure.reviews import pairs, printed_and_counted
from needs.measure.selection import local_documents
from needs.present.assessment import Assessment
from needs.present.kit.html import Number, element, table, value_with_interval
from needs.present.kit.section import heading, plain, printed_value, warning
from needs.present.methods.review import Review, marked
from needs.present.numbers import capital, listed
from needs.settings import Choices, written

OF_TOPIC = {
    "who": "Numbers in treatment",
    "waiting": "Coming into treatment",
    "outcomes": "Leaving and staying",
    "agencies": "Agencies",
    "criminal justice": "Criminal justice",
    "need": "Need and harm",
    "harm": "Need and harm",
    "alcohol": "Need and harm",
    "young people": "Young people",
}
GROUPS = (
    "Treatment, where it is published", "Numbers in treatment", "Coming into treatment", "Leaving and staying", "Outcomes",
    "Agencies", "Criminal justice", "Young people", "Need and harm", "Printed by partnerships", "Three years together",
)  # fmt: skip
UNITS = {
    "people": "people", "journeys": "treatment journeys", "interventions": "interventions", "agencies": "stays at agencies",
    "changes": "substances that people reported on", "answers": "questions that people answered twice",
    "housing_answers": "questions on housing that people answered twice", "progress": "adults whose progress is asked about",
    "young_answers": "fields on young people that are answered", "known": "people ever treated by the period's end",
    "stays": "treatment journeys, in each quarter in which they were open",
}  # fmt: skip
STATISTICS = {
    "number": "Number of {units}",
    "share": "Share of {units}, out of those the definition names",
    "profile": "Each group's share of {units}",
    "mean": "Mean {unit}, of {units}",
    "rate": "Number of {units} {unit} of all that were open",
}
WINDOWS = {
    "quarter": "the quarter", "year_to_date": "the year to date", "rolling_12_months": "the twelve months to the quarter",
}  # fmt: skip
PUBLISHED = {
    "published": "{numerator}, as published",
    "share": "{numerator}, over {denominator}, in percent",
    "profile": "Each group of {numerator}, over all its groups",
    "mentions": "Each group of {numerator}, over {denominator}; groups overlap",
    "rate": "{numerator}, over {denominator}",
    "need": "{numerator} against {denominator}, where both sides match",
    "beside residents": "{numerator} beside {denominator}, both as they are shown",
    "pooled": "{numerator}, counted for each of three years and added up",
    "followed": "Treatment journeys followed from their start, at fixed weeks",
}
HEADERS = ["Indicator", "Definition", "What is counted", "Direction and standard", "Why it matters", "Source"]


def indicators(review: Review) -> list:
    """Every indicator in its group: name, definition and version, what is counted of which, direction, why, source."""
    chosen = dict(review.safe.choices[["choice", "value"]].to_numpy().tolist())
    return [
        plain(
            "This list of all indicators is printed from the code that counts them. A direction of neutral or unknown "
            "gets no verdict. Where an indicator is both published and counted here, both ways are given."
        ),
        *(
            (
                heading(title),
                table(
                    f"Indicators: {title.lower()}",
                    HEADERS,
                    [_row(indicator, chosen) for indicator in INDICATORS if _group(indicator) == title],
                ),
            )
            for title in GROUPS
        ),
    ]


def _group(indicator: Indicator) -> str:
    """Where an indicator stands: by where it comes from, else by its topic."""
    if indicator.form == "pooled":
        return "Three years together"
    if indicator.source.startswith("Local documents as printed"):
        return "Printed by partnerships"
    if indicator.counting and indicator.counting.of in ("changes", "answers", "housing_answers"):
        return "Outcomes"
    if indicator.form == "need":
        return OF_TOPIC["need"]
    if indicator.form in ("counted", "followed") or indicator.topic in ("need", "alcohol", "criminal justice"):
        return OF_TOPIC[indicator.topic]
    return "Treatment, where it is published"


def _row(indicator: Indicator, chosen: dict[str, str]) -> list:
    counting = indicator.counting
    return [
        _lines([indicator.title, element("code", indicator.name), _era(indicator)]),
        _lines(_definition(indicator, chosen)),
        _lines([_from_figures(indicator), *_from_records(indicator, chosen)]),
        _lines(
            [capital(indicator.polarity), _standard(indicator), indicator.caution, counting.caution if counting else ""]
        ),
        indicator.why,
        _lines(dict.fromkeys([indicator.source, counting.source if counting else ""])),
    ]


def _era(indicator: Indicator) -> str:
    return "" if indicator.era == BOTH_ERAS else f"Of {indicator.era} alone"


def _definition(indicator: Indicator, chosen: dict[str, str]) -> list[str]:
    counting = indicator.counting
    if counting is None:
        return [indicator.definition]
    counted = with_choices(counting.definition, chosen) + (f" Version: {counting.version}." if counting.version else "")
    if indicator.form == "counted" or counted == indicator.definition:
        return [counted]
    return [f"Published: {indicator.definition}", f"Counted: {counted}"]


def _standard(indicator: Indicator) -> str:
    return f"Standard: {indicator.standard}" if indicator.standard else "No standard"


def _from_figures(indicator: Indicator) -> str:
    if indicator.form == "counted":
        return ""
    parts = {name: _part(getattr(indicator, name)) for name in ("numerator", "denominator")}
    formula = PUBLISHED[indicator.form].format(**parts)
    return f"From {'records' if indicator.form in ('pooled', 'followed') else 'figures'}: {formula}" + (
        f" (by {_names(indicator.breakdowns)})" if indicator.breakdowns else ""
    )


def _part(part: Part | None) -> str:
    if part is None:
        return "the number in need"
    groups = f" ({', '.join(part.groups)})" if part.groups else ""
    left_out = f", leaving out {', '.join(part.leaving_out)}" if part.leaving_out else ""
    by = "" if part.breakdown == "all" else f" by {part.breakdown.replace('_', ' ')}"
    return f"{part.measure.replace('_', ' ')}{by}{groups}{left_out}"


def _from_records(indicator: Indicator, chosen: dict[str, str]) -> list[str]:
    counting = indicator.counting
    if counting is None:
        return []
    statistic = STATISTICS[counting.statistic].format(units=UNITS[counting.of], unit=indicator.unit)
    windows = listed([WINDOWS[name] for name in counting.windows])
    followed = f"Final when {_days_followed(counting, chosen)} days more have passed" if counting.followed else ""
    before = f"Needs {counting.quarters_before} quarters before it" if counting.quarters_before else ""
    since = f"Of no period that begins before {_first_day(counting, chosen)}" if counting.since else ""
    by = f"By {_names(counting.breakdowns)}" if counting.breakdowns else ""
    return [f"From records: {statistic}, over {windows}", by, followed, before, since]


def _first_day(counting: Counting, chosen: dict[str, str]) -> str:
    """From when it is counted, as it was chosen."""
    if isinstance(counting.since, str):
        return chosen.get(counting.since, written(getattr(Choices, counting.since)))
    return f"{counting.since.day} {counting.since:%B %Y}" if counting.since else ""


def _days_followed(counting: Counting, chosen: dict[str, str]) -> str:
    """For how many days each is followed after the period, as it was chosen."""
    if counting.followed == "days_to_return":
        months = int(chosen.get("months_to_return", Choices.months_to_return))
        return str(Choices(months_to_return=months).days_to_return)
    return chosen.get(str(counting.followed), str(counting.followed))


def _names(breakdowns: tuple[str, ...]) -> str:
    return listed([name.replace("_", " ") for name in breakdowns])


def _lines(parts: Iterable[str]) -> list:
    """Parts that say something, each on a line of its own."""
    spoken = [part for part in parts if part]
    return [piece for place, part in enumerate(spoken) for piece in ([element("br"), part] if place else [part])]


LIKENESS = (
    "The records behind the counted figures are of nobody. The model that draws them expects what is printed, so that the two are "
    "alike confirms nothing. What differs is chance, or a definition."
)
PURPOSE = (
    "Each counted figure was read, linked, counted and made safe as real records would be. So the system behind a printed figure is "
    "seen from extract to table."
)
WITHOUT = "Of {names} no printed figure is of the very days and people that were counted."
NONE = "No invented partnership that was made after a real one has records here."


def printed_beside_counted(review: Review) -> Markup | list:
    """A table for each pair: measure, period, the printed figure, and the counted one with its interval and counts."""
    tables = {real.name: _table(review, real, likeness) for real, likeness in pairs(review.safe.areas)}
    without = [name for name, pair in tables.items() if pair is None]
    if len(without) == len(tables):
        return plain(NONE)
    return [
        warning(element("p", LIKENESS)),
        plain(PURPOSE),
        *(pair for pair in tables.values() if pair is not None),
        plain(WITHOUT.format(names=listed(without))) if without else None,
    ]


def _table(review: Review, real: Area, likeness: Area) -> Markup | None:
    facts = Assessment.bare(review.safe, real)
    both = printed_and_counted(review.safe.results, real, likeness, local_documents(review.safe.sources))
    rows = [
        [
            printed.label,
            printed.period,
            Number(printed_value(printed)),
            Number(value_with_interval(counted), counted.counts_beside),
        ]
        for printed, counted in (map(facts.fact, pair) for pair in both)
    ]
    if not rows:
        return None
    headers = ["Measure", "Period", f"Printed by {real.name}", f"Counted at {marked(likeness)}"]
    return table(f"{real.name}, and {likeness.name} which was made after it", headers, rows)
