"""The committee paper: its first and last pages, and its sections in order.

`assess` starts a document; every other function takes what it returns and gives one section.
"""

from needs.measure.comparison import CERTAIN
from needs.measure.safe import Safe
from needs.mistakes import Mistake
from needs.parameters import check
from needs.present import standing, words
from needs.present.assessment import Assessment
from needs.present.documents.needs_assessment import figures_in_words
from needs.present.facts import Fact
from needs.present.kit.frame import BADGES, appendices, masthead, of_quarter, see_also
from needs.present.kit.html import Html, element, table
from needs.present.kit.section import KINDS, Box, cited, heading, paragraph, plain, printed, printed_table
from needs.present.numbers import in_words
from needs.present.sections import messages, people, voices
from needs.present.sections.agencies import providers, young_people
from needs.present.sections.change import NOTHING, changes, none_differs
from needs.present.sections.justice import criminal_justice_in_paper as criminal_justice
from needs.present.sections.leaving import exits_in_paper as exits
from needs.present.sections.leaving import outcomes_profile
from needs.present.sections.targets import counted_with_target, how_many_met, targets
from needs.present.sections.voices import authored, text
from needs.present.sections.waiting import waits
from needs.present.standing import against_targets_in_time
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
    return cited(
        assessment,
        _masthead(assessment),
        element("h2", "Purpose"),
        plain(
            f"This paper tells members how drug and alcohol treatment in {assessment.area.name} performed in {assessment.quarter}. "
            "It sets figures against targets, and against an earlier period."
        ),
        voices.printed(assessment, "purpose"),
        element("h2", "Decision asked for"),
        authored(assessment, "decision", "" if voices.of(assessment, "decision") else NO_DECISION),
        voices.printed(assessment, "decision", "risks", "rationale", "options", "consultation"),
        element("h2", "Summary"),
        Box("key-messages", (_summary(assessment),)),
    )


def background(assessment: Assessment) -> Html:
    """What the partnership wrote, who is in treatment, and what the figures rest on."""
    contradicting = [
        facts for facts in assessment.contradictions() if assessment.topic_of(facts[0].indicator) != "money"
    ]
    return cited(
        assessment,
        authored(assessment, "background", "" if voices.of(assessment, "background") else NO_BACKGROUND),
        voices.printed(assessment, "background"),
        [paragraph(words.stated(fact)) for fact in _people(assessment)],
        heading("What the figures rest on"),
        plain(_kinds(assessment)),
        _no_document(assessment),
        [paragraph(words.contradicting(facts)) for facts in contradicting],
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
    asks = text(assessment, "decision") or voices.of(assessment, "decision")
    contacts = voices.of(assessment, "contact")
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
    stood, counted = against_targets_in_time(assessment), counted_with_target(assessment)
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
    return [paragraph(statement, lead=f"{lead}.") for lead, statement in said]


def _first(facts: list, state: str) -> Statement:
    for fact in facts:
        if fact.target_judgement.state == state:
            return words.together(words.stated(fact), words.against_target(fact))
    return Statement("", ())


def _people(assessment: Assessment) -> list[Fact]:
    """How many were in treatment, came and left: all of the quarter itself, or all of the year that ends with it."""
    counted = [fact for name in PEOPLE for fact in assessment.in_quarter(name)]
    found = counted or [one.now for one in standing.of(assessment, PEOPLE)]
    return [fact for fact in found if fact.is_shown and fact.period == found[0].period]


def _in_treatment(assessment: Assessment) -> Statement:
    found = _people(assessment)[:2]
    return words.together(*map(words.stated, found)) if found else messages.in_treatment(assessment)


def _waiting(assessment: Assessment) -> Statement:
    said = [words.said_without_a_number(fact) for fact in assessment.printed_facts(["waiting_for_treatment"])]
    waited = [one.now for one in standing.of(assessment, ("first_waits_within_3_weeks",)) if one.now.is_told]
    return words.together(*said, *(words.stated(fact) for fact in waited))


def _change(assessment: Assessment) -> Statement:
    found = [one for one in standing.measured(assessment) if one.then is not None]
    differing = [one for one in found if one.change.state in ("higher", "lower")]
    if not differing:
        return Statement(none_differs(found) if found else NOTHING.format(area=assessment.area.name), ())
    sure = [one for one in differing if one.change.certainty == CERTAIN]
    if not sure:  # the largest of many small changes would be news by chance
        return Statement(ONLY_SOME, ())
    return standing.said_of_change(max(sure, key=standing.relative))


NO_FINANCE = "Nothing on finance is in the files of this project."
NO_EQUALITY = "Nothing on equality is in the files of this project."
NO_CONTACT = "No contact is in the files of this project. The partnership may name a role."


def finance(assessment: Assessment) -> Html:
    """What the partnership wrote, what its document prints on money, and figures that contradict each other."""
    facts = [fact for fact in assessment.printed_facts() if assessment.topic_of(fact.indicator) == "money"]
    contradicting = [
        found for found in assessment.contradictions() if assessment.topic_of(found[0].indicator) == "money"
    ]
    said = {fact.key for found in contradicting for fact in found}
    budgets = [fact for fact in facts if fact.unit == "GBP" and fact.is_shown and fact.key not in said]
    return cited(
        assessment,
        authored(assessment, "finance", "" if voices.of(assessment, "finance") else NO_FINANCE),
        voices.printed(assessment, "finance", "law"),
        [paragraph(words.contradicting(found)) for found in contradicting],
        [paragraph(_amount(fact)) for fact in budgets],
        printed_table(facts, "What the partnership's document prints on money") or _without_amounts(assessment),
        printed(assessment, "workforce", "What the partnership's document prints on staff and service users"),
    )


def equality(assessment: Assessment) -> Html:
    """What the partnership wrote, and sex and ethnic group of people in treatment."""
    own = voices.printed(assessment, "equality")
    return cited(
        assessment, authored(assessment, "equality", "" if own else NO_EQUALITY), own, people.equality(assessment)
    )


def closing(assessment: Assessment) -> Html:
    """Contact, background papers, and the appendices."""
    return cited(
        assessment,
        element("h2", "Contact"),
        authored(assessment, "contact", "" if voices.of(assessment, "contact") else NO_CONTACT),
        voices.printed(assessment, "contact"),
        element("h2", "Background papers"),
        voices.printed(assessment, "background_papers"),
        _papers(assessment),
        appendices(assessment, "performance"),
    )


def _amount(fact: Fact) -> Statement:
    return Statement(f"{fact.label}: {fact.qualified} ({fact.period}, {KINDS[fact.kind]}).", (fact,))


def _without_amounts(assessment: Assessment):
    """The lines of money that the document names, where it prints no amount for any of them; or that there is none."""
    own = assessment.of_plan("funding")
    if own.empty or not assessment.has_printed_figures:
        return plain(f"No figure on money was found for {assessment.area.name}.")
    lines = "one source" if len(own) == 1 else f"{in_words(len(own))} sources"
    rows = [[row.text, row.funder or "not printed", row.financial_year, row.place] for row in own.itertuples()]
    caption = f"Sources of money that {assessment.area.name}'s document names"
    return [
        plain(f"The document names {lines} of money and prints no amount."),
        table(caption, ["What for", "Who pays", "Year", "Place"], rows),
    ]


def _papers(assessment: Assessment):
    rows = [
        [source["title"], source["publisher"], source["note"] or "No caution is recorded."]
        for source in assessment.sources_used()
    ]
    if not rows:
        return plain("No source has figures of the partnership by the quarter.")
    return table("Documents and sources this paper rests on", ["Title", "Publisher", "What to keep in mind"], rows)


PARAMETERS = ("partnership", "quarter", "policy")

__all__ = [
    "assess", "background", "changes", "closing", "criminal_justice", "equality", "exits", "finance", "opening",
    "outcomes_profile", "providers", "targets", "waits", "young_people",
]  # fmt: skip


def assess(safe: Safe, partnership: str, quarter: str, cells: list[str]) -> Assessment:
    """The assessment of a partnership in a quarter; `cells` is what the kernel has run, to catch a misspelt parameter."""
    check(cells, PARAMETERS)
    return Assessment.of(safe, partnership, quarter)
