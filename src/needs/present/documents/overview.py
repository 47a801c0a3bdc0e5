"""The overview of every partnership in one quarter: what matters most, who differs, and its sections in order.

`assess` starts a document; every other function takes what it returns and gives one section.
"""

from needs.measure.funnels import BEYOND_CHANCE
from needs.measure.funnels import FEWEST_TOGETHER as FEWEST_PARTNERSHIPS
from needs.measure.safe import Safe
from needs.parameters import check
from needs.present.evidence import evidence
from needs.present.facts import Fact
from needs.present.glossary import GLOSSARY
from needs.present.kit.frame import BADGES, COUNTED_SAFELY, masthead, of_quarter
from needs.present.kit.html import Html, Number, element, table
from needs.present.kit.section import Box, cited, heading, paragraph, plain
from needs.present.numbers import SHORTHAND_EXPLAINED, capital, in_words, listed
from needs.present.sections.side_by_side import Measured, Overview, published_only, rug
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
        return cited(
            found.assessment,
            plain(f"No figure of any partnership may be set beside others in {found.assessment.quarter}."),
        )
    said = [paragraph(statement, lead=lead) for lead, statement in said_of_outliers(found)]
    without = [each for each in found.measured if each.column.funnel is None]
    too_few = [each.one.title for each in without if each.column.shown < FEWEST_PARTNERSHIPS]
    no_counts = [each.one.title for each in without if each.column.shown >= FEWEST_PARTNERSHIPS]
    return cited(
        found.assessment,
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
        return cited(found.assessment, plain("There are no counted figures to rest on."))
    return cited(
        found.assessment,
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


MOST_OUTLIERS = {"worse": 2, "better": 1}  # among the key messages; the section on outliers has all
ADDED_UP = "All together is added up from the counts that partnerships show, so it gives nothing away."
ALL_PUBLISHED = "Every figure here had been published before, so none was hidden for this document."
OF_RECORDS = ("All together", "Period", "Proportions")  # steps of what is counted from records
NO_LIMITS = {
    False: "The measures are estimates, so no limits say what chance alone could give.",
    True: "Fewer than ten partnerships show a figure, so no limits say what chance alone could give.",
}
TERMS = ("Funnel plot", "Hidden", "NDTMS", "Partnership", "TOP", "95% interval")
FIGURES = {
    False: "Published figures; no records were counted for this quarter",
    True: "Counted from the agencies' NDTMS extracts and made safe",
}
METHODS = (
    ("Proportions", "Wilson's score interval, 95%, without continuity correction."),
    (
        "Verdict of a cell",
        "Better, worse, higher or lower if the partnership's own 95% interval excludes the figure of all together; similar if "
        "it does not. Short of the 99.8% interval a difference only may be one. No verdict for fewer than 10 people.",
    ),
    (
        "All together",
        "The partnerships that show the figure, added up. Each partnership is among them. Ten or more must show it.",
    ),
    (
        "Limits of the funnel",
        "Where areas differ by more than chance gives: arcsine scale, additive random effects. Otherwise Wilson's score interval, "
        "inverted. At 95% and 99.8%.",
    ),
    (
        "Period",
        "Twelve months to the end of the quarter where they were counted; the quarter alone for outcomes forms.",
    ),
    ("Direction not recorded", "Higher or lower is said, and neither is called better."),
)


def opening(found: Overview) -> Html:
    """Masthead, purpose and the key messages."""
    return cited(
        found.assessment,
        _masthead(found),
        element("h2", "Purpose and decision"),
        plain(
            "This document sets every partnership of which there are figures beside all of them together, in one quarter."
        ),
        plain("No decision is asked for. A difference is a reason to ask, and no judgement of a service."),
        element("h2", "Key messages"),
        Box("key-messages", (_messages(found),)),
    )


def _masthead(found: Overview):
    assessment, quarter, has_records = found.assessment, found.assessment.quarter, found.has_records
    title = f"Overview of the partnerships of {assessment.area.name}, {quarter}"
    return masthead(title, BADGES[has_records], of_quarter(quarter, FIGURES[has_records]), assessment.band)


def _messages(found: Overview) -> list:
    if not found.measured:
        return [plain(f"No figure of any partnership may be set beside others in {found.assessment.quarter}.")]
    outliers = [one for state, most in MOST_OUTLIERS.items() for one in said_of_outliers(found, (state,))[:most]]
    has_limits = any(each.column.funnel for each in found.measured)
    said = {
        "Partnerships": _how_many(found),
        "Beyond chance": _how_many_beyond(found) if has_limits else NO_LIMITS[found.has_records],
    }
    last = {"Hidden": _hidden(found)} | ({"Uncertain": _uncertain(found)} if has_limits else {})
    return [
        *(_message(found, lead, text) for lead, text in said.items()),
        *(paragraph(statement, lead=lead) for lead, statement in outliers),
        *(_message(found, lead, text) for lead, text in last.items()),
    ]


def _message(found: Overview, lead: str, text: str):
    return paragraph(Statement(text, ()), lead=f"{lead}.")


def _how_many(found: Overview) -> str:
    what = "with records" if found.has_records else "with published figures"
    number, measures = in_words(len(found.partnerships)), in_words(_measures(found))
    return f"Partnerships set side by side: {number} {what}, on {measures} measure{'' if measures == 'one' else 's'}."


def _measures(found: Overview) -> int:
    return len({each.name for each in found.measured})


def _how_many_beyond(found: Overview) -> str:
    beyond = {each.name for each in found.measured if each.outside(BEYOND_CHANCE)}
    if not beyond:
        return "No partnership lies beyond the 99.8% limits on any measure."
    return f"On {in_words(len(beyond))} of the {in_words(_measures(found))} measures a partnership lies beyond the 99.8% limits."


def _hidden(found: Overview) -> str:
    hidden = sum(each.column.hidden for each in found.measured)
    if not hidden:
        return "No figure is hidden."
    some = "One figure is" if hidden == 1 else f"{capital(in_words(hidden))} figures are"
    return f"{some} hidden to protect people's identity."


def _uncertain(found: Overview) -> str:
    widened = {each.name for each in found.measured if each.column.funnel and each.column.funnel.is_widened}
    if not widened:
        return "Partnerships differ no more than chance gives."
    return f"On {in_words(len(widened))} of the measures partnerships differ by more than chance gives, so the limits are widened."


def closing(found: Overview) -> Html:
    """The evidence of the figures in sentences, the methods, what was hidden, and the terms."""
    assessment = found.assessment
    terms = [(element("dt", term), element("dd", GLOSSARY[term])) for term in TERMS]
    signs = [(element("dt", sign), element("dd", meaning)) for sign, meaning in SHORTHAND_EXPLAINED.items()]
    return cited(
        found.assessment,
        element("h2", "Evidence", class_="appendix"),
        plain(
            "Evidence is given for the figures in sentences. That of the table's cells is in each partnership's documents."
        ),
        evidence(assessment, "overview") if assessment.cited else plain("No sentence holds a figure."),
        element("h2", "Methods", class_="appendix"),
        table(
            "Methods of the overview",
            ["Step", "Rule"],
            [list(item) for item in METHODS if found.has_records or item[0] not in OF_RECORDS],
        ),
        element("h2", "Disclosure", class_="appendix"),
        [*map(plain, COUNTED_SAFELY), plain(ADDED_UP)] if found.has_records else plain(ALL_PUBLISHED),
        element("h2", "Glossary and shorthand", class_="appendix"),
        element("dl", terms, signs, class_="glossary"),
    )


PARAMETERS = ("country", "quarter")

__all__ = ["assess", "closing", "opening", "outliers", "published_only", "rug", "what_it_rests_on"]


def assess(safe: Safe, country: str, quarter: str, cells: list[str]) -> Overview:
    """The overview of a country in a quarter; `cells` is what the kernel has run, to catch a misspelt parameter."""
    check(cells, PARAMETERS)
    return Overview.of(safe, country, quarter)
