"""The committee paper's own pages: masthead, purpose, summary, background, finance, contact."""

from markupsafe import Markup

from needs.mistakes import Mistake
from needs.present import standing, words
from needs.present.assessment import Assessment
from needs.present.at_hand import MONEY, is_on_file
from needs.present.facts import Fact
from needs.present.kit.frame import BADGES, figures_in_words, masthead_of, of_authorities, of_quarter, see_also
from needs.present.kit.html import Part, table
from needs.present.kit.section import KINDS, Box, heading, paragraph, plain, printed, printed_table
from needs.present.numbers import in_words
from needs.present.sections import messages, voices
from needs.present.sections.change import NOTHING, none_differs
from needs.present.sections.targets import how_many_met
from needs.present.sections.voices import authored, text
from needs.present.standing import against_targets
from needs.present.words import Statement

NO_DECISION = "No decision is asked for: none is in the files of this project."
NO_BACKGROUND = "No background is in the files of this project."
PEOPLE = ("in_treatment", "new_presentations", "exits")
TWO_KINDS = {
    False: "All figures are published ones. What the partnership's own document printed is called printed.",
    True: "Printed figures come from the partnership's own document; counted ones from its agencies' extracts.",
}


NO_FINANCE = "Nothing on finance is in the files of this project."
NO_EQUALITY = "Nothing on equality is in the files of this project."
NO_CONTACT = "No contact is in the files of this project. The partnership may name a role."


def masthead(assessment: Assessment) -> Markup:
    """The title, the decision that is asked for, whom to ask, and by which paragraph true counts are exempt."""
    asks = text(assessment, "decision") or voices.of(assessment, "decision")
    contacts = voices.of(assessment, "contact")
    asked = {
        "Decision asked for": "Yes, see the section of this name" if asks else "None",
        "Contact": text(assessment, "contact") or next((contact.text for contact in contacts), "Not given"),
    }
    if assessment.safe.band:
        asked["Exempt from publication"] = _exempt(assessment)
    facts = of_quarter(assessment.quarter, figures_in_words(assessment))
    title = f"Drug and alcohol treatment performance: {assessment.area.name}, {assessment.quarter}"
    rows = facts | asked | of_authorities(assessment) | see_also(assessment, "performance")
    return masthead_of(title, BADGES[assessment.has_records], rows, assessment.band)


def _exempt(assessment: Assessment) -> str:
    """The paragraph by which a paper of true counts is exempt; a Mistake where none is set, for then there is no such paper."""
    paragraph = assessment.safe.chosen("exempt_paragraph")
    if not paragraph.strip():
        wanted = "set exempt_paragraph in needs.toml, [disclosure], or leave the paper public"
        raise Mistake(f"a committee paper of true counts needs the paragraph by which it is exempt: {wanted}")
    return paragraph


def purpose(assessment: Assessment) -> list[Part]:
    """What the paper tells members, in our words and in the document's."""
    what = f"This paper tells members how drug and alcohol treatment in {assessment.area.name} performed in {assessment.quarter}. "
    return [
        plain(f"{what}It sets figures against targets, and against an earlier period."),
        voices.printed(assessment, "purpose"),
    ]


def decision(assessment: Assessment) -> list[Part]:
    """What members are asked to decide, with the reasons, options and risks that the partnership gives."""
    return [
        authored(assessment, "decision", "" if voices.of(assessment, "decision") else NO_DECISION),
        voices.printed(assessment, "decision", "risks", "rationale", "options", "consultation"),
    ]


def summary(assessment: Assessment) -> Box:
    """What a reader of two minutes must know."""
    return Box("key-messages", (_summary(assessment),))


def background(assessment: Assessment) -> list[Part]:
    """What the partnership wrote, and who is in treatment."""
    return [
        authored(assessment, "background", "" if voices.of(assessment, "background") else NO_BACKGROUND),
        voices.printed(assessment, "background"),
        [paragraph(words.stated(fact)) for fact in _people(assessment)],
    ]


def what_figures_rest_on(assessment: Assessment) -> list[Part]:
    """Which figures are printed and which counted, and where the document contradicts itself."""
    nothing_printed = (
        f"No document that {assessment.area.name} printed is among the sources, so no printed target is known."
    )
    return [
        heading("What the figures rest on"),
        plain(TWO_KINDS[assessment.has_records]),
        None if assessment.has_printed_figures else plain(nothing_printed),
        [paragraph(words.contradicting(facts)) for facts in _contradicting(assessment, on_money=False)],
        plain("A separate report on data quality says what was read, what was refused and what does not add up."),
    ]


def _contradicting(assessment: Assessment, on_money: bool) -> list[list[Fact]]:
    """The figures that the document gives twice and differently, those on money or all others."""
    return [
        facts
        for facts in assessment.contradictions()
        if (assessment.topic_of(facts[0].indicator) == "money") == on_money
    ]


def _summary(assessment: Assessment) -> list[Part]:
    """At most six messages: how many targets were met, the worst miss, the best result, treatment, waits and change."""
    judged = against_targets(assessment)
    statements = {
        "Targets": how_many_met(judged),
        "Worst miss": _first(judged, "missed"),
        "Furthest from target": Statement("", ()) if _first(judged, "missed").text else _first(judged, "short of"),
        "Best result": _first(judged, "met") if _first(judged, "met").text else _first(judged, "reached"),
        "In treatment": _in_treatment(assessment),
        "Waiting": _waiting(assessment),
        "Change": _change(assessment),
    }
    return [paragraph(statement, lead=f"{lead}.") for lead, statement in statements.items() if statement.text]


def _first(facts: list[Fact], state: str) -> Statement:
    """The first figure with this verdict against its target; empty where there is none."""
    for fact in facts:
        if fact.target_state == state:
            return words.together(words.stated(fact), words.against_target(fact))
    return Statement("", ())


def _people(assessment: Assessment) -> list[Fact]:
    """How many were in treatment, came and left: all of the quarter itself, or all of the year that ends with it."""
    counted = [fact for name in PEOPLE for fact in assessment.in_quarter(name)]
    facts = counted or [measured.now for measured in standing.of(assessment, PEOPLE)]
    return [fact for fact in facts if fact.is_shown and fact.period == facts[0].period]


def _in_treatment(assessment: Assessment) -> Statement:
    facts = _people(assessment)[:2]
    return words.together(*map(words.stated, facts)) if facts else messages.in_treatment(assessment)


def _waiting(assessment: Assessment) -> Statement:
    without = [words.said_without_a_number(fact) for fact in assessment.printed_facts(["waiting_for_treatment"])]
    facts = [measured.now for measured in standing.of(assessment, ("first_waits_within_3_weeks",))]
    return words.together(*without, *(words.stated(fact) for fact in facts if fact.is_told))


def _change(assessment: Assessment) -> Statement:
    measured = [each for each in standing.measured(assessment) if each.then is not None]
    differing = [each for each in measured if each.differs]
    if not differing:
        return Statement(none_differs(measured) if measured else NOTHING.format(area=assessment.area.name), ())
    return standing.said_of_change(max(differing, key=standing.relative))


def finance(assessment: Assessment) -> list[Part]:
    """What the partnership wrote, what its document prints on money, and figures that contradict each other."""
    facts = [fact for fact in assessment.printed_facts() if assessment.topic_of(fact.indicator) == "money"]
    contradicting = _contradicting(assessment, on_money=True)
    stated = {fact.key for twice in contradicting for fact in twice}
    budgets = [fact for fact in facts if fact.unit == "GBP" and fact.is_shown and fact.key not in stated]
    return [
        authored(assessment, "finance", "" if voices.of(assessment, "finance") else NO_FINANCE),
        voices.printed(assessment, "finance", "law"),
        [paragraph(words.contradicting(twice)) for twice in contradicting],
        [paragraph(_amount(fact)) for fact in budgets],
        printed_table(assessment, facts, "What the partnership's document prints on money")
        or _without_amounts(assessment),
    ]


def staff(assessment: Assessment) -> Part:
    """What the partnership's document prints on staff and service users."""
    return printed(assessment, "workforce", "What the partnership's document prints on staff and service users")


def equality(assessment: Assessment) -> list[Part]:
    """What the partnership wrote on equality."""
    stated = voices.printed(assessment, "equality")
    return [authored(assessment, "equality", "" if stated else NO_EQUALITY), stated]


def contact(assessment: Assessment) -> list[Part]:
    """Whom to ask."""
    stated = voices.printed(assessment, "contact")
    return [authored(assessment, "contact", "" if stated else NO_CONTACT), stated]


def background_papers(assessment: Assessment) -> list[Markup]:
    """The papers that the document names."""
    return voices.printed(assessment, "background_papers")


def _amount(fact: Fact) -> Statement:
    return Statement(f"{fact.label}: {fact.qualified} ({fact.period}, {KINDS[fact.kind]}).", (fact,))


def _without_amounts(assessment: Assessment) -> Part:
    """The lines of money that the document names, where it prints no amount for any of them; or that there is none."""
    funding = assessment.of_plan("funding")
    if funding.empty or not assessment.has_printed_figures:
        return (
            None
            if is_on_file(assessment, MONEY)
            else plain(f"No figure on money was found for {assessment.area.name}.")
        )
    lines = "one source" if len(funding) == 1 else f"{in_words(len(funding))} sources"
    rows = [[row.text, row.funder or "not printed", row.financial_year, row.place] for row in funding.itertuples()]
    caption = f"Sources of money that {assessment.area.name}'s document names"
    return [
        plain(f"The document names {lines} of money and prints no amount."),
        table(caption, ["What for", "Who pays", "Year", "Place"], rows),
    ]
