"""The scenario's own pages: what is asked, what matters most, what the model leaves out, and how it was worked out."""

from markupsafe import Markup

from needs.present.assessment import Assessment
from needs.present.evidence import evidence as table_of_evidence
from needs.present.kit.frame import BADGES, NO_DECISION, figures_in_words, masthead_of, of_authorities, of_quarter
from needs.present.kit.html import Part
from needs.present.kit.section import Box, paragraph, plain
from needs.present.sections import paths as to_targets
from needs.present.sections import scenario, what_if
from needs.present.sections.money import costs
from needs.present.sections.plan import Plan
from needs.present.sections.scenario import Outlook
from needs.present.words import Statement

TITLE = "What would happen if"


def masthead(asked: Outlook) -> Markup:
    """The title, the quarter and what the figures are."""
    assessment = asked.assessment
    figures = f"{figures_in_words(assessment)}. Those of quarters ahead are modelled" if asked.flows else "None"
    facts = of_quarter(assessment.quarter, figures) | of_authorities(assessment)
    kinds = [BADGES[assessment.has_records], *(["Modelled"] if asked.flows else [])]
    return masthead_of(f"{TITLE}: {assessment.area.name}, {assessment.quarter}", kinds, facts, assessment.band)


def purpose(asked: Outlook) -> list[Part]:
    """What the document is for, and that no decision is asked for."""
    return [
        plain(
            f"This document says what would happen to treatment in {asked.assessment.area.name} if something changed, and what if nothing did."
        ),
        plain(NO_DECISION),
    ]


def messages(asked: Outlook) -> Box:
    """What would happen, in people, places, weeks and pounds; or why that cannot be worked out, and what print tells."""
    if asked.flows is None:
        return Box("key-messages", (plain(asked.why_not), what_if.in_short(asked.assessment)))
    return Box("key-messages", (scenario.messages(asked),))


def price(asked: Outlook, plan: Plan) -> list[Part]:
    """Where nobody gave the price of a place: what money and people of one year are for each person, as the plan has them."""
    if asked.flows is None or asked.levers.pounds_a_place is not None or not costs(plan):
        return []
    cost = costs(plan)[0]
    money, people = cost.money, cost.people
    sum_ = f"{money.number} / {people.number}"
    each = money.giving("for each person", cost.for_each, sum_, "GBP", (money, people))
    text = (
        f"Nobody has given the price of a place, so pounds are left out. {money.number} for {money.period} over {people.number} "
        f"people ({people.title.lower()}) is {cost.limit}{each.number} for each person."
    )
    return [paragraph(Statement(text, (money, people, each)), Statement(GIVE_PRICE, ()), lead="Money.")]


GIVE_PRICE = "A place serves more than one person in a year; its price is the notebook's parameter pounds_a_place."


def paths(asked: Outlook) -> list[Part]:
    """What each target would take: of one lever by itself, or where there are no records in sums on what is printed."""
    if asked.flows is None:
        return what_if.paths(asked.assessment)
    return to_targets.paths(asked)


def evidence(assessment: Assessment) -> Part:
    """The evidence of every figure that was shown before it."""
    return lambda: table_of_evidence(assessment, "scenario")
