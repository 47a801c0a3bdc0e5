"""The first page of a committee paper: masthead, purpose, the decision asked for, the summary, and the background."""

from needs.measure.earlier import CERTAIN
from needs.mistakes import Mistake
from needs.present import messages, quarterly, statements, words
from needs.present.against_targets import standing
from needs.present.assessment import Assessment
from needs.present.authored import authored, text
from needs.present.facts import Fact
from needs.present.html import Html, element
from needs.present.masthead import BADGES, masthead, of_quarter, see_also
from needs.present.opening import figures_in_words
from needs.present.paper_changes import NOTHING, none_differs
from needs.present.paper_targets import counted_with_target, how_many_met
from needs.present.sections import heading, paragraph, plain
from needs.present.words import Statement

NO_DECISION = "No decision is asked for: none is in the files of this project."
NO_BACKGROUND = "No background is in the files of this project."
PEOPLE = ("in_treatment", "new_presentations", "exits")
ONLY_SOME = "Some figures may differ from the earlier ones, but so many were compared that chance may explain it."
TWO_KINDS = {
    False: "All figures are published ones. What the partnership's own document printed is called printed.",
    True: "Printed figures come from the partnership's own document; counted ones from its agencies' extracts.",
}


def opening(assessment: Assessment) -> Html:
    """Masthead, purpose, decision and the summary of a two-minute reader."""
    return Html.of(
        _masthead(assessment),
        element("h2", "Purpose"),
        plain(
            f"This paper tells members how drug and alcohol treatment in {assessment.area.name} performed in {assessment.quarter}. "
            "It sets figures against targets, and against an earlier period."
        ),
        statements.printed(assessment, "purpose"),
        element("h2", "Decision asked for"),
        authored(assessment, "decision", "" if statements.of(assessment, "decision") else NO_DECISION),
        statements.printed(assessment, "decision", "risks", "rationale", "options", "consultation"),
        element("h2", "Summary"),
        element("div", _summary(assessment), class_="key-messages"),
    )


def background(assessment: Assessment) -> Html:
    """What the partnership wrote, who is in treatment, and what the figures rest on."""
    contradicting = [
        facts for facts in assessment.contradictions() if assessment.topic_of(facts[0].indicator) != "money"
    ]
    return Html.of(
        authored(assessment, "background", "" if statements.of(assessment, "background") else NO_BACKGROUND),
        statements.printed(assessment, "background"),
        [paragraph(assessment, words.stated(fact)) for fact in _people(assessment)],
        heading("What the figures rest on"),
        plain(_kinds(assessment)),
        _no_document(assessment),
        [paragraph(assessment, words.contradicting(facts)) for facts in contradicting],
        plain("A separate report on data quality says what was read, what was refused and what does not add up."),
    )


def _kinds(assessment: Assessment) -> str:
    return TWO_KINDS[assessment.has_records]


def _no_document(assessment: Assessment):
    if assessment.has_printed_figures:
        return None
    return plain(
        f"No document that {assessment.area.name} printed is among the sources, so no printed target is known."
    )


def _masthead(assessment: Assessment):
    area, quarter = assessment.area.name, assessment.quarter
    asks = text(assessment, "decision") or statements.of(assessment, "decision")
    contacts = statements.of(assessment, "contact")
    asked = {
        "Decision asked for": "Yes, see the section of this name" if asks else "None",
        "Contact": text(assessment, "contact") or next((one.text for one in contacts), "Not given"),
    }
    title = f"Drug and alcohol treatment performance: {area}, {quarter}"
    if assessment.safe.band:
        asked["Exempt from publication"] = _exempt(assessment)
    rows = of_quarter(quarter, figures_in_words(assessment)) | asked | see_also(assessment, "performance")
    return masthead(title, BADGES[assessment.has_records], rows, assessment.band)


def _exempt(assessment: Assessment) -> str:
    """The paragraph by which a paper of true counts is exempt; a Mistake where none is set, for then there is no such paper."""
    paragraph = assessment.safe.chosen("exempt_paragraph")
    if not paragraph.strip():
        wanted = "set exempt_paragraph in needs.toml, [disclosure], or leave the paper public"
        raise Mistake(f"a committee paper of true counts needs the paragraph by which it is exempt: {wanted}")
    return paragraph


def _summary(assessment: Assessment) -> list:
    """At most six messages: how many targets were met, the worst miss, the best result, treatment, waits and change."""
    stood, counted = standing(assessment), counted_with_target(assessment)
    judged = stood or counted
    is_printed = all(fact.origin == "published" for fact in stood)
    found = {
        "Targets": how_many_met(judged, "printed" if stood and is_printed else "" if stood else "counted"),
        "Worst miss": _first(judged, "missed"),
        "Furthest from target": Statement("", ()) if _first(judged, "missed").text else _first(judged, "short of"),
        "Best result": _first(judged, "met") if _first(judged, "met").text else _first(judged, "reached"),
        "In treatment": _in_treatment(assessment),
        "Waiting": _waiting(assessment),
        "Change": _change(assessment),
    }
    said = [(lead, statement) for lead, statement in found.items() if statement.text]
    return [paragraph(assessment, statement, lead=f"{lead}.") for lead, statement in said]


def _first(facts: list, state: str) -> Statement:
    for fact in facts:
        if fact.target_judgement.state == state:
            return words.together(words.stated(fact), words.against_target(fact))
    return Statement("", ())


def _people(assessment: Assessment) -> list[Fact]:
    """How many were in treatment, came and left: all of the quarter itself, or all of the year that ends with it."""
    counted = [fact for name in PEOPLE for fact in assessment.in_quarter(name)]
    found = counted or [one.now for one in quarterly.of(assessment, PEOPLE)]
    return [fact for fact in found if fact.is_shown and fact.period == found[0].period]


def _in_treatment(assessment: Assessment) -> Statement:
    found = _people(assessment)[:2]
    return words.together(*map(words.stated, found)) if found else messages.in_treatment(assessment)


def _waiting(assessment: Assessment) -> Statement:
    said = [words.said_without_a_number(fact) for fact in assessment.printed_facts(["waiting_for_treatment"])]
    waited = [one.now for one in quarterly.of(assessment, ("first_waits_within_3_weeks",)) if one.now.is_told]
    return words.together(*said, *(words.stated(fact) for fact in waited))


def _change(assessment: Assessment) -> Statement:
    found = [one for one in quarterly.measured(assessment) if one.then is not None]
    differing = [one for one in found if one.change.state in ("higher", "lower")]
    if not differing:
        return Statement(none_differs(found) if found else NOTHING.format(area=assessment.area.name), ())
    sure = [one for one in differing if one.change.certainty == CERTAIN]
    if not sure:  # the largest of many small changes would be news by chance
        return Statement(ONLY_SOME, ())
    return quarterly.said_of_change(max(sure, key=quarterly.relative))
