"""The last pages of a committee paper: finance, equality, contact, background papers and the appendices."""

from needs.present import people, statements, words
from needs.present.assessment import Assessment
from needs.present.authored import authored
from needs.present.closing import appendices
from needs.present.facts import Fact
from needs.present.html import Html, element
from needs.present.phrases import in_words
from needs.present.sections import KINDS, paragraph, plain, printed, printed_table
from needs.present.tables import table
from needs.present.words import Statement

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
    return Html.of(
        authored(assessment, "finance", "" if statements.of(assessment, "finance") else NO_FINANCE),
        statements.printed(assessment, "finance", "law"),
        [paragraph(assessment, words.contradicting(found)) for found in contradicting],
        [paragraph(assessment, _amount(fact)) for fact in budgets],
        printed_table(facts, "What the partnership's document prints on money") or _without_amounts(assessment),
        printed(assessment, "workforce", "What the partnership's document prints on staff and service users"),
    )


def equality(assessment: Assessment) -> Html:
    """What the partnership wrote, and sex and ethnic group of people in treatment."""
    own = statements.printed(assessment, "equality")
    return Html.of(authored(assessment, "equality", "" if own else NO_EQUALITY), own, people.equality(assessment))


def closing(assessment: Assessment) -> Html:
    """Contact, background papers, and the appendices."""
    return Html.of(
        element("h2", "Contact"),
        authored(assessment, "contact", "" if statements.of(assessment, "contact") else NO_CONTACT),
        statements.printed(assessment, "contact"),
        element("h2", "Background papers"),
        statements.printed(assessment, "background_papers"),
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
