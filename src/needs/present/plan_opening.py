"""The first page of a treatment plan: masthead, purpose, what matters most, and the same at a glance."""

from needs.present import statements, words
from needs.present.html import Html, element
from needs.present.masthead import NO_DECISION, masthead, of_quarter, see_also
from needs.present.phrases import in_words
from needs.present.plan import Plan, day_in_words
from needs.present.plan_actions import NOT_RECORDED, OVERDUE, by_due, said_of_actions, stands
from needs.present.plan_costs import Cost, amounts, costs
from needs.present.plan_priorities import furthest, said_of, summary, within
from needs.present.plan_standing import Standing, standings
from needs.present.sections import paragraph, plain
from needs.present.tables import Number, table

FIGURES = "What the partnership's own document prints, and what was counted from records"
PURPOSE = {
    False: "This document follows the treatment plan of {area}: its objectives, priorities, actions and money.",
    True: "This document would follow the treatment plan of {area}, and says what one is made of.",
}
NOT_AT_HAND = "No plan for this quarter is at hand"


def opening(plan: Plan) -> Html:
    """Masthead, purpose and decision, key messages; without a plan, one sentence that says so."""
    messages = plain(plan.absent) if plan.absent else _messages(plan)
    return Html.of(_masthead(plan), element("h2", "Key messages"), messages)


def _masthead(plan: Plan):
    title = f"Treatment plan: {plan.assessment.area.name}, {plan.assessment.quarter}"
    return [
        masthead(
            title,
            "No plan" if plan.absent else "Printed plan",
            _summary(plan) | see_also(plan.assessment, "treatment_plan"),
            plan.assessment.band,
        ),
        element("h2", "Purpose and decision"),
        plain(PURPOSE[bool(plan.absent)].format(area=plan.assessment.area.name)),
        statements.printed(plan.assessment, "purpose", "background") if not plan.absent else None,
        plain(NO_DECISION),
    ]


def _summary(plan: Plan) -> dict[str, str]:
    quarter = plan.assessment.quarter
    rows = of_quarter(quarter, FIGURES)
    if plan.absent:
        return rows | {"Plan": NOT_AT_HAND, "Figures": "None"}
    days = f"{day_in_words(plan.start)} to {day_in_words(plan.end)}"
    led_by = plan.document.led_by or "not printed"
    return rows | {"Plan": f"{plan.title}: {days}, {plan.document.covers}", "Led by": led_by}


def _messages(plan: Plan):
    stood, acted = standings(plan), stands(plan)
    worst, good, dear = furthest(stood), within(stood), costs(plan)
    said = {
        "Priorities": words.Statement(summary(stood) if stood else "", ()),
        "Furthest from its target": said_of(worst) if worst else words.Statement("", ()),
        "Within its target": said_of(good[0]) if good else words.Statement("", ()),
        "Actions": words.Statement(said_of_actions(plan, acted) if acted else "", ()),
        "Money": words.Statement(_money(plan, dear), tuple(dear[0:1] and (dear[0].money, dear[0].people))),
        "Least certain": words.Statement(_uncertain(stood), ()),
    }
    messages = [paragraph(plan.assessment, statement, lead=f"{lead}.") for lead, statement in said.items()]
    return [
        element("div", messages, class_="key-messages"),
        table("At a glance", ["What", "Number"], _glance(plan, stood, acted)),
    ]


def _money(plan: Plan, found: list[Cost]) -> str:
    if plan.rows.funding.empty:
        return "The plan prints none."
    if not amounts(plan):
        return "The plan names who pays, and prints no amount."
    if not found:
        return "No amount can be set beside people of the same year."
    one = found[0]
    money = f"{one.line.text}: {one.money.qualified} in {one.line.financial_year}"
    return f"{money}, beside {one.people.qualified} people ({one.people.kind})."


def _uncertain(stood: list[Standing]) -> str:
    unknown = [one for one in stood if one.asks_for_more and one.people != one.people]
    if not stood:
        return "The plan prints no figure, so nothing says how far it has come."
    if not unknown:
        return "No printed figure has an interval, so chance cannot be ruled out."
    return (
        f"What the target means in people is unknown for {in_words(len(unknown))} of {in_words(len(stood))} priorities."
    )


def _glance(plan: Plan, stood: list[Standing], acted) -> list[list]:
    unknown = sum(one.asks_for_more and one.people != one.people for one in stood)
    counts = {
        "Objectives": len(plan.rows.objectives),
        "Priorities": len(stood),
        "Priorities with a baseline and a target in figures": sum(one.has_both for one in stood),
        "Priorities whose target cannot be put in people": unknown,
        "Actions": len(acted),
        "Actions overdue unless done": by_due(acted).get(OVERDUE, 0),
        "Actions without a recorded status": sum(one.status == NOT_RECORDED for one in acted),
        "Lines of money": len(plan.rows.funding),
        "Consultations": len(plan.rows.consultations),
    }
    return [[name, Number(str(count))] for name, count in counts.items()]
