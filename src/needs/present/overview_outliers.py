"""Which partnerships lie beyond the limits that chance allows, in words; and what the figures of each measure rest on."""

from needs.measure.overview import BEYOND_CHANCE
from needs.measure.together import FEWEST as FEWEST_PARTNERSHIPS
from needs.present.facts import Fact
from needs.present.html import Html
from needs.present.overview_facts import Measured, Overview
from needs.present.phrases import capital, in_words, listed
from needs.present.sections import heading, paragraph, plain
from needs.present.tables import Number, table
from needs.present.words import DIRECTIONS, Statement

NOBODY = "No partnership lies beyond the 99.8% limits on any measure."
MOST_NAMED = 6  # partnerships in one sentence
ORDER = ("worse", "better", "lower", "higher")
LIMITS = (
    "The limits are those of a funnel: how far a partnership of its size may lie from all together by chance. Beyond the 99.8% "
    "limits chance is a very unlikely reason. The figures do not say what the reason is."
)
WIDENED = (
    "On some measures partnerships differ by more than chance gives. The limits are widened there, so a cell above may say "
    "better or worse of a partnership that lies within them."
)
NOT_COMPARED = "Where fewer than ten people were counted or expected, or rounding decides, the figure is not compared. The table's last column has these."
TOO_FEW = "{title}: no limits were worked out, as fewer than ten partnerships show a figure."
MORE_OF_THEM = "The same holds of {number} more measures, which the table names."
MOST_SAID = 2
NO_COUNTS = "{title}: no limits are given, as it is an estimate or a score."


def outliers(found: Overview) -> Html:
    """A sentence for each measure and direction in which partnerships lie beyond the 99.8% limits, worse ones first."""
    if not found.measured:
        return Html.of(plain(f"No figure of any partnership may be set beside others in {found.assessment.quarter}."))
    said = [paragraph(found.assessment, statement, lead=lead) for lead, statement in said_of_outliers(found)]
    without = [each for each in found.measured if each.column.funnel is None]
    too_few = [each.one.title for each in without if each.column.shown < FEWEST_PARTNERSHIPS]
    no_counts = [each.one.title for each in without if each.column.shown >= FEWEST_PARTNERSHIPS]
    return Html.of(
        plain(LIMITS) if any(each.column.funnel for each in found.measured) else None,
        plain(WIDENED)
        if any(each.column.funnel and each.column.funnel.is_widened for each in found.measured)
        else None,
        said or (plain(NOBODY) if any(each.column.funnel for each in found.measured) else None),
        plain(NOT_COMPARED) if any(each.not_compared() for each in found.measured) else None,
        [plain(TOO_FEW.format(title=title)) for title in too_few[:MOST_SAID]],
        plain(MORE_OF_THEM.format(number=in_words(len(too_few) - MOST_SAID))) if len(too_few) > MOST_SAID else None,
        [plain(NO_COUNTS.format(title=title)) for title in no_counts],
        _table(found.measured),
    )


def said_of_outliers(found: Overview, states: tuple[str, ...] = ORDER) -> list[tuple[str, Statement]]:
    """The title of a measure and what is said of the partnerships beyond its 99.8% limits, one verdict after the other."""
    pairs = [(state, each) for state in states for each in found.measured if each.outside(BEYOND_CHANCE, state)]
    return [(f"{each.one.title}.", _said(each, state)) for state, each in pairs]


def _said(measured: Measured, state: str) -> Statement:
    facts, together = measured.outside(BEYOND_CHANCE, state), measured.together
    if len(facts) > MOST_NAMED:
        names, named = f"{capital(in_words(len(facts)))} partnerships, named in the table,", ()
    else:
        names, named = listed([f"{fact.area} ({_with_counts(fact)})" for fact in facts]), tuple(facts)
    text = (
        f"{names} {'is' if len(facts) == 1 else 'are'} {DIRECTIONS[state]} {together.area} ({together.number}) in "
        f"{together.period}. The difference is very unlikely to be chance."
    )
    return Statement(text, (*named, together))


def _with_counts(fact: Fact) -> str:
    return f"{fact.counts_beside}, {fact.number}" if fact.counts_beside else fact.number


def _table(measured: list[Measured]):
    rows = [
        [
            each.one.title,
            each.one.period,
            _named(each, BEYOND_CHANCE),
            _named(each, 95),
            ", ".join(_names(each.not_compared())) or "none",
        ]
        for each in measured
    ]
    headers = ["Measure", "Period", "Outside the 99.8% limits", "Outside the 95% limits only", "Not compared"]
    return table("Partnerships outside the limits", headers, rows)


def _named(measured: Measured, certainty: float) -> str:
    """The partnerships by the side on which they lie, "Above: Dudley, Kent; below: Derby". A verdict is the cell's alone."""
    if measured.column.funnel is None:
        return "no limits"
    outside, middle = measured.outside(certainty), measured.together.value
    sides = {
        "above": [fact for fact in outside if fact.value > middle],
        "below": [fact for fact in outside if fact.value < middle],
    }
    said = [f"{side}: {', '.join(_names(facts))}" for side, facts in sides.items() if facts]
    return capital("; ".join(said)) or "none"


def _names(facts: list[Fact]) -> list[str]:
    return [fact.area for fact in facts]


def what_it_rests_on(found: Overview) -> Html:
    """For each measure, how many partnerships show it, how many are hidden, and whether they differ by more than chance."""
    if not found.measured:
        return Html.of(plain("There are no counted figures to rest on."))
    return Html.of(
        plain(
            "Who is counted is the same for every partnership. Where the records came from, and how complete they are, is not."
        ),
        plain(
            "A hidden figure is left out of all together. The report on data quality of each partnership says what was refused."
        ),
        _rests(found.measured),
        heading("How each measure is defined"),
        _definitions(found),
    )


def _rests(measured: list[Measured]):
    rows = [
        [
            each.one.title,
            Number(in_words(each.column.shown)),
            Number(in_words(each.column.hidden)),
            Number(each.together.number if each.together else "[x]"),
            _spread(each),
        ]
        for each in measured
    ]
    headers = ["Measure", "Partnerships that show it", "Hidden", "All together", "Spread between partnerships"]
    return table("What each column rests on", headers, rows)


def _spread(measured: Measured) -> str:
    if measured.column.funnel is None:
        return "Not known"
    return "More than chance gives" if measured.column.funnel.is_widened else "As much as chance gives"


def _definitions(found: Overview):
    held = {each.name: each.one for each in found.measured}
    rows = [
        [fact.title, fact.definition or "As its publisher defines it", capital(_direction(fact)), capital(fact.noun)]
        for fact in held.values()
    ]
    return table("Measures of the overview", ["Measure", "Definition", "Direction", "Counts"], rows)


def _direction(fact: Fact) -> str:
    return {"unknown": "not recorded", "neutral": "neither way is better"}.get(fact.polarity, fact.polarity)
