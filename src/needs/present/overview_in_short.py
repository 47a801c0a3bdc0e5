"""The first and the last page of the overview: what matters most, the evidence, how it was made, and the words."""

from needs.measure.overview import BEYOND_CHANCE
from needs.present.closing import COUNTED_SAFELY
from needs.present.evidence import evidence
from needs.present.glossary import GLOSSARY
from needs.present.html import Html, element
from needs.present.masthead import BADGES, masthead, of_quarter
from needs.present.numbers import SHORTHAND_EXPLAINED
from needs.present.overview_facts import Overview
from needs.present.overview_outliers import said_of_outliers
from needs.present.phrases import capital, in_words
from needs.present.sections import paragraph, plain
from needs.present.tables import table
from needs.present.words import Statement

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
    return Html.of(
        _masthead(found),
        element("h2", "Purpose and decision"),
        plain(
            "This document sets every partnership of which there are figures beside all of them together, in one quarter."
        ),
        plain("No decision is asked for. A difference is a reason to ask, and no judgement of a service."),
        element("h2", "Key messages"),
        element("div", _messages(found), class_="key-messages"),
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
        *(paragraph(found.assessment, statement, lead=lead) for lead, statement in outliers),
        *(_message(found, lead, text) for lead, text in last.items()),
    ]


def _message(found: Overview, lead: str, text: str):
    return paragraph(found.assessment, Statement(text, ()), lead=f"{lead}.")


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
    return Html.of(
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
