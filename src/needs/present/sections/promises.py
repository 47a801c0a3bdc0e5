"""A plan's review: what was promised for each priority and action, what happened, and what is overdue."""

import datetime

from markupsafe import Markup

from needs.measure.standing import STANDARD
from needs.present.kit.html import Cell, Words, joined, table
from needs.present.kit.section import FactTable, plain
from needs.present.numbers import capital, in_words, listed
from needs.present.sections import actions
from needs.present.sections.plan import Plan, Standing, day_in_words, months_between, standings
from needs.present.sections.priorities import NO_PRIORITY, figure_cell, target_cell, verdict_cell

SO_FAR = "So far"
HALF, YEAR = 6, 12  # months after the plan's start, at which it is reviewed
STAGES = {
    "Before the plan": "The plan begins on {start}, after {quarter}: this is what it promises.",
    "After the plan": "The plan ended on {end}. This is what is known of it at the end of {quarter}.",
    SO_FAR: "No review is due at the end of {quarter}: the plan is reviewed at six months and at year end.",
}
REVIEWED = "What was promised, and what is known of it at the end of {quarter}."
IN_A_SENTENCE = {
    actions.OVERDUE: "overdue unless done",
    actions.NOT_YET: "not yet due",
    actions.NO_DATE: "without a due date",
    actions.IS_FINISHED: "done or stopped",
}
NO_TARGET = "No target in figures"


def where_it_stands(plan: Plan) -> list:
    """Which review the quarter is for, if any, and how much of the plan is reached, done and overdue."""
    told = STAGES.get(stage(plan), REVIEWED).format(
        start=day_in_words(plan.start), end=day_in_words(plan.end), quarter=plan.assessment.quarter
    )
    carried = actions.open_before(plan)
    return [
        plain(f"{stage(plan)}. {told}"),
        plain(_said_of_priorities(plan)) if standings(plan) else plain(NO_PRIORITY),
        plain(" ".join([_said_of_actions(plan), *([actions.said_of_carried(carried, plan)] if carried else [])])),
    ]


def of_priorities(plan: Plan) -> FactTable | None:
    """One row a priority: its target and when it was due, the figure and verdict, and whether it is overdue."""
    if not standings(plan):
        return None
    headers = ["Priority", "Promised", "Due", "What happened", "Verdict", "Overdue"]
    rows = [_priority(plan, standing) for standing in standings(plan)]
    return FactTable(f"{stage(plan)}: priorities", headers, rows, class_="matrix")


def of_actions(plan: Plan) -> Markup | None:
    """One row an action: its milestone and when it was due, its last status, and whether it is overdue."""
    all_stands = actions.stands(plan)
    if not all_stands:
        return None
    rows = [
        [
            actions.named(stand),
            actions.milestone(stand),
            actions.due_cell(stand),
            actions.last_status(stand),
            _late(stand, plan),
        ]
        for stand in all_stands
    ]
    headers = ["Action", "Promised", "Due", "What happened", "Overdue"]
    return table(f"{stage(plan)}: actions", headers, rows, class_="matrix")


def stage(plan: Plan) -> str:
    """Which review of the plan the end of the quarter is, or that it is none: of a plan of several years each has its own."""
    end = plan.assessment.quarter.end
    months = YEAR * (end.year - plan.start.year) + end.month - plan.start.month + 1
    if end < plan.start:
        return "Before the plan"
    if end > plan.end:
        return "After the plan"
    if end == plan.end or months % YEAR == 0:
        return "Review at year end"
    return f"Review at {in_words(months)} months" if months % YEAR == HALF else SO_FAR


def _priority(plan: Plan, standing: Standing) -> list[Cell]:
    return [
        f"{standing.row.priority} {standing.row.text}",
        target_cell(standing),
        _due(standing),
        _result(plan, standing),
        verdict_cell(standing),
        _overdue(standing, plan.assessment.quarter.end),
    ]


def _result(plan: Plan, standing: Standing) -> Words:
    """The figure of the register; one from before the plan is no result of it."""
    now = standing.now
    if now is None or now.row.period_end.date() >= plan.start:
        return figure_cell(now)
    return (
        Words(joined(["None yet; before the plan: ", figure_cell(now)]), (now,)) if now.is_shown else Words("None yet")
    )


def _due_day(standing: Standing) -> datetime.date | None:
    """The last day of the target's time; None of a standard, which has no last day, and where none is printed."""
    target = standing.target
    if target is None or not target.is_shown or target.window in (STANDARD, "not_printed"):
        return None
    return target.row.period_end.date()


def _due(standing: Standing) -> str:
    due = _due_day(standing)
    return day_in_words(due) if due else "No day printed"


def _overdue(standing: Standing, end: datetime.date) -> str:
    """Whether a target's time is over and it was not reached, and for how long."""
    due = _due_day(standing)
    if standing.is_within and standing.is_of_plan:
        return "No: within its target"
    if standing.target is None or not standing.target.is_shown:
        return NO_TARGET
    if due is None:
        return "No day printed"
    if due > end:
        return "Not yet due"
    is_missed = standing.is_judged and standing.is_of_plan
    return f"{'By' if is_missed else 'Unless reached, by'} {months_between(due, end)}"


def _late(stand: actions.Stand, plan: Plan) -> str:
    by = actions.overdue_by(stand, plan.assessment.quarter)
    return f"Unless done, by {by}" if stand.due == actions.OVERDUE else by


def _said_of_priorities(plan: Plan) -> str:
    """How many priorities are within their targets, short of them before or after these were due, and not judged."""
    everything, end = standings(plan), plan.assessment.quarter.end
    judged = [standing for standing in everything if standing.is_judged and standing.is_of_plan]
    within = sum(standing.is_within for standing in judged)
    late = sum(not standing.is_within and (_due_day(standing) or datetime.date.max) <= end for standing in judged)
    unjudged = len(everything) - len(judged)
    short = len(everything) - within - late - unjudged
    counts = {
        "within target": within,
        "overdue": late,
        "short of a target not yet due": short,
        "not judged against the plan's own target": unjudged,
    }
    return f"Priorities: {in_words(len(everything))}. {_so_many(counts)}"


def _said_of_actions(plan: Plan) -> str:
    """How many actions are done or stopped, and how many are overdue."""
    all_stands = actions.stands(plan)
    if not all_stands:
        return actions.NO_ACTIONS
    counts = {IN_A_SENTENCE[state]: number for state, number in actions.by_due(all_stands).items()}
    return f"Actions: {in_words(len(all_stands))}. {_so_many(counts)}"


def _so_many(counts: dict[str, int]) -> str:
    """How many there are of each, without those of which there is none."""
    some = [f"{in_words(number)} {state}" for state, number in counts.items() if number]
    return f"{capital(listed(some))}."
