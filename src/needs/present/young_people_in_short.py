"""The first and the last pages of the document on young people: what matters most, what is missing, the appendices."""

from needs.present.assessment import Assessment
from needs.present.closing import appendices
from needs.present.html import Html, element
from needs.present.masthead import BADGES, NO_DECISION, masthead, of_quarter, see_also
from needs.present.opening import figures_in_words
from needs.present.sections import paragraph, plain
from needs.present.words import Statement
from needs.present.young_people_figures import COUNTED, NAMES, counted, over_three_years, printed, said, said_of_hidden
from needs.present.young_people_prevention import said_against_targets

MOST_TARGETS = 2  # among the key messages
WANTED = {
    "how many young people are in treatment": (
        "young_people_in_treatment",
        "young_people_in_early_intervention_or_treatment",
    ),
    "whether young people start within 15 working days": ("young_people_starting_within_15_working_days_percent",),
    "whether young people leave in a planned way": ("young_people_planned_exit_percent",),
    "how many young people often misuse substances (NI 115)": ("young_people_frequent_misuse_percent",),
    "the Healthy Schools scheme": ("healthy_schools_percent",),
    "who refers young people, and which drugs they use": (),
    "how many young people need help, treated or not": (),
    "young people in care, out of school or in touch with youth justice": (),
    "what young people and their parents say": (),
}


def opening(assessment: Assessment) -> Html:
    """Masthead, purpose and the key messages."""
    return Html.of(
        _masthead(assessment),
        element("h2", "Purpose and decision"),
        plain(
            f"This document sets out treatment and prevention for young people in {assessment.area.name}: as counted from "
            "records, and as printed."
        ),
        plain(NO_DECISION),
        element("h2", "Key messages"),
        element("div", _messages(assessment), class_="key-messages"),
    )


def _masthead(assessment: Assessment):
    area, quarter = assessment.area.name, assessment.quarter
    title = f"Young people, drugs and alcohol: {area}, {quarter}"
    return masthead(
        title,
        BADGES[assessment.has_records],
        of_quarter(quarter, figures_in_words(assessment)) | see_also(assessment, "young_people"),
        assessment.band,
    )


def _messages(assessment: Assessment) -> list:
    """At most six: numbers in treatment, waits, exits, targets, and what cannot be said."""
    found = {
        "In treatment": _first(assessment, "in_treatment"),
        "Waiting": _first(assessment, "waiting"),
        "Leaving": _first(assessment, "leaving"),
        **_targets(assessment),
        "Uncertain": Statement(said_of_hidden(_all_counted(assessment)), ()),
    }
    shown = [paragraph(assessment, statement, lead=f"{lead}.") for lead, statement in found.items() if statement.text]
    return shown or [plain(f"No figure on young people was found for {assessment.area.name}.")]


def _first(assessment: Assessment, section: str) -> Statement:
    """The first figure of a section that is shown: the printed one where there is one, for it is the partnership's own."""
    own = [] if section == "in_treatment" else printed(assessment, section)
    facts = [
        *(fact for fact in own if fact.kind == "actual"),
        *(fact for fact in counted(assessment, section) if fact.indicator in NAMES[section]),
    ]
    return next((said(fact) for fact in facts if fact.is_told), Statement("", ()))


def _targets(assessment: Assessment) -> dict[str, Statement]:
    pairs = [pair for section in ("plans", "prevention") for pair in said_against_targets(assessment, section)]
    names = ("Target", "Another target")
    return {name: statement for name, (_, statement) in zip(names, pairs[:MOST_TARGETS], strict=False)}


def _all_counted(assessment: Assessment) -> list:
    return [fact for section in COUNTED for fact in counted(assessment, section)]


def missing(assessment: Assessment) -> Html:
    """Each thing that a document on young people wants and of which nothing can be shown."""
    shown = {fact.indicator for fact in _all_counted(assessment) if fact.is_told}
    shown |= {fact.indicator for fact in assessment.printed_facts() if fact.is_shown and fact.kind != "target"}
    lacking = [what for what, names in WANTED.items() if not shown & {*names, *map(over_three_years, names)}]
    return Html.of(
        plain(f"For {assessment.area.name} up to {assessment.quarter} no figure can be shown on:"),
        element("ul", [element("li", what) for what in lacking]),
        plain("Nothing was estimated to fill a gap. A local figure can be added from the partnership's own files."),
    )


def closing(assessment: Assessment) -> Html:
    """Evidence, methods, disclosure and glossary."""
    return Html.of(appendices(assessment, "young-people"))
