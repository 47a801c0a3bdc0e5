"""What the overview alone has: its masthead and messages, outliers, what the figures rest on, its appendices."""

from collections.abc import Callable

from markupsafe import Markup

from needs.measure.funnels import ABOVE, BELOW
from needs.measure.funnels import FEWEST_TOGETHER as FEWEST_PARTNERSHIPS
from needs.present.evidence import evidence as table_of_evidence
from needs.present.facts import Fact, known
from needs.present.glossary import GLOSSARY
from needs.present.kit.frame import BADGES, masthead_of, of_quarter
from needs.present.kit.html import Number, element, table
from needs.present.kit.section import Box, Paragraph, heading, paragraph, plain
from needs.present.numbers import SHORTHAND_EXPLAINED, capital, in_words, listed
from needs.present.sections.appendices import COUNTED_SAFELY
from needs.present.sections.side_by_side import Measured, Overview, none_at_hand
from needs.present.words import Statement

NOBODY = "No partnership lies outside the usual spread on any measure."
MOST_NAMED = 6  # partnerships in one sentence
ORDER = (BELOW, ABOVE)
LIMITS = (
    "The limits are those of a funnel: how far a partnership of its size may lie from all together. They allow for the number "
    "of comparisons that each partnership's documents make. The figures do not say what the reason is."
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


def limits(overview: Overview) -> list[Markup]:
    """What the limits are, and where they are widened."""
    return [
        *([plain(LIMITS)] if any(each.column.funnel for each in overview.measured) else []),
        *([plain(WIDENED)] if _widened(overview) else []),
    ]


def beyond_chance(overview: Overview) -> list:
    """A sentence for each measure and side on which partnerships lie outside the usual spread."""
    sentences = [paragraph(statement, lead=lead) for lead, statement in said_of_outliers(overview)]
    nobody = [plain(NOBODY)] if any(each.column.funnel for each in overview.measured) else []
    return sentences or nobody


def without_limits(overview: Overview) -> list[Markup]:
    """Who is not compared, and the measures for which no limits were worked out."""
    without = [each for each in overview.measured if each.column.funnel is None]
    too_few = [each.any_fact.title for each in without if each.column.shown < FEWEST_PARTNERSHIPS]
    no_counts = [each.any_fact.title for each in without if each.column.shown >= FEWEST_PARTNERSHIPS]
    more = len(too_few) - MOST_SAID
    return [
        *([plain(NOT_COMPARED)] if any(each.not_compared() for each in overview.measured) else []),
        *(plain(TOO_FEW.format(title=title)) for title in too_few[:MOST_SAID]),
        *([plain(MORE_OF_THEM.format(number=in_words(more)))] if more > 0 else []),
        *(plain(NO_COUNTS.format(title=title)) for title in no_counts),
    ]


def outside_the_limits(overview: Overview) -> Markup:
    """A table of the partnerships outside the limits of each measure, and of those not compared."""
    if not overview.measured:
        return none_at_hand(overview)
    rows = [
        [
            each.any_fact.title,
            each.any_fact.period,
            _named(each),
            ", ".join(_names(each.not_compared())) or "none",
        ]
        for each in overview.measured
    ]
    headers = ["Measure", "Period", "Outside the usual spread", "Not compared"]
    return table("Partnerships outside the limits", headers, rows)


def said_of_outliers(overview: Overview, sides: tuple[str, ...] = ORDER) -> list[tuple[str, Statement]]:
    """The title of a measure and what is said of the partnerships outside its usual spread, one side after the other."""
    pairs = [(side, each) for side in sides for each in overview.measured if each.outside(side)]
    return [(f"{each.any_fact.title}.", _said(each, side)) for side, each in pairs]


def _said(measured: Measured, side: str) -> Statement:
    facts, together = measured.outside(side), known(measured.together, "figure of all together")
    is_named = len(facts) <= MOST_NAMED
    names = (
        listed([f"{fact.area} ({_with_counts(fact)})" for fact in facts])
        if is_named
        else f"{capital(in_words(len(facts)))} partnerships, named in the table,"
    )
    text = (
        f"{names} {'lies' if len(facts) == 1 else 'lie'} {side}. {capital(together.area)} had {together.number} in "
        f"{together.period}."
    )
    return Statement(text, (*(facts if is_named else []), together))


def _with_counts(fact: Fact) -> str:
    return f"{fact.counts_beside}, {fact.number}" if fact.counts_beside else fact.number


def _named(measured: Measured) -> str:
    """The partnerships by the side on which they lie, "Above: Dudley, Kent; below: Derby". A verdict is the cell's alone."""
    if measured.column.funnel is None:
        return "no limits"
    sides = {"above": measured.outside(ABOVE), "below": measured.outside(BELOW)}
    named = [f"{side}: {', '.join(_names(facts))}" for side, facts in sides.items() if facts]
    return capital("; ".join(named)) or "none"


def _names(facts: list[Fact]) -> list[str]:
    return [fact.area for fact in facts]


def who_is_counted(overview: Overview) -> list[Markup] | Markup:
    """What is the same for every partnership and what is not, and what becomes of hidden figures."""
    if not overview.measured:
        return plain("There are no counted figures to rest on.")
    return [
        plain(
            "Who is counted is the same for every partnership. Where the records came from, and how complete they are, is not."
        ),
        plain(
            "A hidden figure is left out of all together. The report on data quality of each partnership says what was refused."
        ),
    ]


def partnerships_per_measure(overview: Overview) -> Markup | None:
    """For each measure, how many partnerships show it, how many are hidden, and whether they differ by more than chance."""
    rows = [
        [
            each.any_fact.title,
            Number(in_words(each.column.shown)),
            Number(in_words(each.column.hidden)),
            Number(each.together.number if each.together else "[x]"),
            _spread(each),
        ]
        for each in overview.measured
    ]
    headers = ["Measure", "Partnerships that show it", "Hidden", "All together", "Spread between partnerships"]
    return table("What each column rests on", headers, rows) if rows else None


def _spread(measured: Measured) -> str:
    if measured.column.funnel is None:
        return "Not known"
    return "More than chance gives" if measured.column.funnel.is_widened else "As much as chance gives"


def definitions(overview: Overview) -> list[Markup] | None:
    """How each measure is defined, and which way is better."""
    facts = {measured.name: measured.any_fact for measured in overview.measured}
    rows = [
        [fact.title, fact.definition or "As its publisher defines it", capital(_direction(fact)), capital(fact.noun)]
        for fact in facts.values()
    ]
    headers = ["Measure", "Definition", "Direction", "Counts"]
    return [heading("How each measure is defined"), table("Measures of the overview", headers, rows)] if rows else None


def _direction(fact: Fact) -> str:
    return {"unknown": "not recorded", "neutral": "neither way is better"}.get(fact.polarity, fact.polarity)


MOST_OUTLIERS = 3  # among the key messages; the section on outliers has all
ADDED_UP = "All together is added up from the counts that partnerships show, so it gives nothing away."
ALL_PUBLISHED = "Every figure here had been published before, so none was hidden for this document."
OF_RECORDS = ("All together", "Period", "Proportions")  # steps of what is counted from records
NO_LIMITS = {
    False: "The measures are estimates, so no limits say what chance alone could give.",
    True: "Fewer than ten partnerships show a figure, so no limits say what chance alone could give.",
}
TERMS = ("Funnel plot", "Hidden", "NDTMS", "Partnership", "TOP", "Usual spread", "95% interval")
FIGURES = {
    False: "Published figures; no records were counted for this quarter",
    True: "Counted from the agencies' NDTMS extracts and made safe",
}
METHODS = (
    ("Proportions", "Wilson's score interval, 95%, without continuity correction."),
    (
        "Verdict of a cell",
        "Better, worse, higher or lower if the partnership's own interval excludes the figure of all together; similar if it does "
        "not. The interval allows for the number of comparisons that the partnership's documents make, which they state. No "
        "verdict for fewer than 10 people.",
    ),
    (
        "All together",
        "The partnerships that show the figure, added up. Each partnership is among them. Ten or more must show it.",
    ),
    (
        "Limits of the funnel",
        "Where areas differ by more than chance gives: arcsine scale, additive random effects. Otherwise Wilson's score interval, "
        "inverted. Each partnership's confidence is that of its verdicts.",
    ),
    (
        "Period",
        "Twelve months to the end of the quarter where they were counted; the quarter alone for outcomes forms.",
    ),
    ("Direction not recorded", "Higher or lower is said, and neither is called better."),
)


def masthead(overview: Overview) -> Markup:
    """Title, quarter, status, and what the figures are."""
    assessment, quarter, has_records = overview.assessment, overview.assessment.quarter, overview.has_records
    title = f"Overview of the partnerships of {assessment.area.name}, {quarter}"
    rows = of_quarter(quarter, FIGURES[has_records])
    return masthead_of(title, BADGES[has_records], rows, assessment.band)


def purpose(overview: Overview) -> list[Markup]:
    """What the document is for."""
    return [
        plain(
            "This document sets every partnership of which there are figures beside all of them together, in one quarter."
        ),
        plain("No decision is asked for. A difference is a reason to ask, and no judgement of a service."),
    ]


def key_messages(overview: Overview) -> Box:
    """How many partnerships and measures there are, who lies beyond chance, and what is hidden or uncertain."""
    return Box("key-messages", tuple(_messages(overview)))


def _messages(overview: Overview) -> list:
    if not overview.measured:
        return [none_at_hand(overview)]
    outliers = said_of_outliers(overview)[:MOST_OUTLIERS]
    has_limits = any(each.column.funnel for each in overview.measured)
    first = {
        "Partnerships": _how_many(overview),
        "Outside the usual spread": _how_many_beyond(overview) if has_limits else NO_LIMITS[overview.has_records],
    }
    last = {"Hidden": _hidden(overview)} | ({"Uncertain": _uncertain(overview)} if has_limits else {})
    return [
        *(_message(lead, text) for lead, text in first.items()),
        *(paragraph(statement, lead=lead) for lead, statement in outliers),
        *(_message(lead, text) for lead, text in last.items()),
    ]


def _message(lead: str, text: str) -> Paragraph | None:
    return paragraph(Statement(text, ()), lead=f"{lead}.")


def _how_many(overview: Overview) -> str:
    what = "with records" if overview.has_records else "with published figures"
    number, measures = in_words(len(overview.partnerships)), in_words(_measures(overview))
    return f"Partnerships set side by side: {number} {what}, on {measures} measure{'' if measures == 'one' else 's'}."


def _measures(overview: Overview) -> int:
    return len({each.name for each in overview.measured})


def _how_many_beyond(overview: Overview) -> str:
    beyond = {each.name for each in overview.measured if each.outside()}
    if not beyond:
        return NOBODY
    return f"On {in_words(len(beyond))} of the {in_words(_measures(overview))} measures a partnership lies outside the usual spread."


def _hidden(overview: Overview) -> str:
    hidden = sum(each.column.hidden for each in overview.measured)
    if not hidden:
        return "No figure is hidden."
    some = "One figure is" if hidden == 1 else f"{capital(in_words(hidden))} figures are"
    return f"{some} hidden to protect people's identity."


def _uncertain(overview: Overview) -> str:
    widened = _widened(overview)
    if not widened:
        return "Partnerships differ no more than chance gives."
    return f"On {in_words(len(widened))} of the measures partnerships differ by more than chance gives, so the limits are widened."


def _widened(overview: Overview) -> set[str]:
    """The measures whose limits are widened."""
    return {each.name for each in overview.measured if each.column.funnel and each.column.funnel.is_widened}


def evidence(overview: Overview) -> Callable[[], list]:
    """The evidence of the figures in sentences that were shown before it."""
    return lambda: [
        plain(
            "Evidence is given for the figures in sentences. That of the table's cells is in each partnership's documents."
        ),
        table_of_evidence(overview.assessment, "overview")
        if overview.assessment.cited
        else plain("No sentence holds a figure."),
    ]


def methods(overview: Overview) -> Markup:
    """How figures, verdicts and limits were worked out."""
    rows = [list(item) for item in METHODS if overview.has_records or item[0] not in OF_RECORDS]
    return table("Methods of the overview", ["Step", "Rule"], rows)


def disclosure(overview: Overview) -> list[Markup]:
    """How counts were made safe, or that every figure had been published before."""
    return [plain(sentence) for sentence in ([*COUNTED_SAFELY, ADDED_UP] if overview.has_records else [ALL_PUBLISHED])]


def glossary(overview: Overview) -> Markup:
    """The terms of this document, and the shorthand of tables."""
    terms = [(element("dt", term), element("dd", GLOSSARY[term])) for term in TERMS]
    signs = [(element("dt", sign), element("dd", meaning)) for sign, meaning in SHORTHAND_EXPLAINED.items()]
    return element("dl", terms, signs, class_="glossary")
