"""The actions of a plan and the people who carry them out: leads, milestones, dates, workforce and consultation."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from needs.present.facts import Fact
from needs.present.kit.html import Number, table
from needs.present.kit.section import FactTable, heading, plain, printed_value, spoken_unit
from needs.present.numbers import capital, counted, in_words, listed
from needs.present.sections.plan import Plan, day, day_in_words, months_between
from needs.quarter import Quarter

NOT_PRINTED = "not printed"
NOT_RECORDED = "not recorded"
FINISHED = ("done", "stopped")
OVERDUE, NOT_YET, NO_DATE, IS_FINISHED = "Overdue unless done", "Not yet due", "No due date printed", "Done or stopped"
RULE = "An action is overdue if its due date is on or before the quarter's last day and no record says it is done."
NONE_CARRIED = "No action of an earlier plan was open when this one began."
NO_ACTIONS = "The document prints no action."


@dataclass(frozen=True)
class Stand:
    """One action at the end of the quarter: its row, whether it is due, and its status by then."""

    row: Any
    due: str
    status: str


def how_they_stand(plan: Plan) -> list:
    """How many actions are overdue at the end of the quarter, not yet due, or done; or that the document prints none."""
    all_stands = stands(plan)
    if not all_stands:
        return [plain(NO_ACTIONS)]
    counts = [*by_due(all_stands).items(), ("All actions", len(all_stands))]
    rows = [[state, Number(str(number))] for state, number in counts]
    return [
        plain(said_of_actions(plan, all_stands)),
        plain(f"{RULE} Where a document prints no status, it is not recorded."),
        table(f"Actions at the end of {plan.assessment.quarter}", ["State", "Actions"], rows),
    ]


def overdue(plan: Plan) -> list | None:
    """The actions that are overdue, the oldest first, with who leads them."""
    late = [stand for stand in stands(plan) if stand.due == OVERDUE]
    if not late:
        return None
    rows = [
        [named(stand), stand.row.lead_role or NOT_PRINTED, due_cell(stand), capital(stand.status)]
        for stand in sorted(late, key=lambda stand: stand.row.due_date)
    ]
    caption = f"Overdue at the end of {plan.assessment.quarter} unless done, the oldest first"
    return [heading("Overdue"), table(caption, ["Action", "Lead role", "Due", "Status"], rows)]


def carried_over(plan: Plan) -> list | None:
    """The actions of earlier plans that were open when this one began, the oldest first, and how long they are overdue."""
    if plan.earlier.actions.empty:
        return None
    still_open = open_before(plan)
    if not still_open:
        return [heading("Carried over"), plain(NONE_CARRIED)]
    rows = [
        [
            named(stand),
            stand.row.plan_year,
            due_cell(stand),
            overdue_by(stand, plan.assessment.quarter),
            stand.row.lead_role or NOT_PRINTED,
            last_status(stand),
        ]
        for stand in still_open
    ]
    headers = ["Action", "Plan year", "Due", "Overdue by", "Lead role", "Last status"]
    return [
        heading("Carried over"),
        plain(said_of_carried(still_open, plan)),
        table(
            f"Carried over from earlier plans, at the end of {plan.assessment.quarter}", headers, rows, class_="matrix"
        ),
    ]


def open_before(plan: Plan) -> list[Stand]:
    """The actions of earlier plans of which no record says that they were done or stopped before this plan began."""
    end = plan.assessment.quarter.end
    earlier = plan.earlier.actions.sort_values("plan_year", kind="stable")
    return [
        Stand(row, _due(row, end), _status(row, end))
        for row in earlier.itertuples()
        if not (row.status in FINISHED and day(row.status_date) < plan.start and day(row.status_date) <= end)
    ]


def said_of_carried(still_open: list[Stand], plan: Plan) -> str:
    """How many actions of earlier plans are carried over."""
    number = len(still_open)
    some = f"{capital(in_words(number))} action{' is' if number == 1 else 's are'} carried over from earlier plans"
    return f"{some}: no record says {'it was' if number == 1 else 'they were'} done or stopped before {day_in_words(plan.start)}."


def overdue_by(stand: Stand, quarter: Quarter) -> str:
    """For how many months an action is overdue at the end of a quarter, or why it is not."""
    if stand.due != OVERDUE:
        return stand.due
    return months_between(day(stand.row.due_date), quarter.end)


def planning_grids(plan: Plan) -> list:
    """A grid for each heading of the document: each action with its state, due date, lead, milestone and what it serves."""
    all_stands = stands(plan)
    headings = dict.fromkeys(stand.row.heading for stand in all_stands)
    return [_grid(plan, name, [stand for stand in all_stands if stand.row.heading == name]) for name in headings]


def stands(plan: Plan) -> list[Stand]:
    """How every action stands at the end of the quarter, in the order of the document."""
    end = plan.assessment.quarter.end
    return [Stand(row, _due(row, end), _status(row, end)) for row in plan.rows.actions.itertuples()]


def by_due(all_stands: list[Stand]) -> dict[str, int]:
    """How many actions are overdue, not yet due, without a date, and finished; a state without any is left out."""
    counts = {
        state: sum(stand.due == state for stand in all_stands) for state in (OVERDUE, NOT_YET, NO_DATE, IS_FINISHED)
    }
    return {state: number for state, number in counts.items() if number}


def said_of_actions(plan: Plan, all_stands: list[Stand]) -> str:
    """How many of the actions are overdue, and for how many no status is recorded."""
    late, number = by_due(all_stands).get(OVERDUE, 0), len(all_stands)
    silent = sum(stand.status == NOT_RECORDED for stand in all_stands)
    some = f"{capital(in_words(late))} of {in_words(number)} actions {'is' if late == 1 else 'are'} overdue"
    first = (
        f"{some} at the end of {plan.assessment.quarter} unless done."
        if late
        else f"No action is overdue at the end of {plan.assessment.quarter}."
    )
    return f"{first} No status is recorded for {_of_all(silent, number)}." if silent else f"{first} Each has a status."


def _of_all(number: int, everything: int) -> str:
    return (
        f"any of the {in_words(everything)}"
        if number == everything
        else f"{in_words(number)} of {in_words(everything)}"
    )


def _due(row: Any, end: datetime.date) -> str:
    if row.status in FINISHED and day(row.status_date) <= end:
        return IS_FINISHED
    if not row.due_date:
        return NO_DATE
    return OVERDUE if day(row.due_date) <= end else NOT_YET


def _status(row: Any, end: datetime.date) -> str:
    """The status as far as it was known by the end of the quarter; a later one is told with its day."""
    if row.status == NOT_RECORDED:
        return NOT_RECORDED
    when = day(row.status_date)
    after = "" if when <= end else ", after this quarter"
    return f"{row.status} on {day_in_words(when)}{after}"


def _grid(plan: Plan, name: str, of_heading: list[Stand]) -> list:
    rows = [
        [
            named(stand),
            _status_cell(stand),
            due_cell(stand),
            stand.row.lead_role or NOT_PRINTED,
            milestone(stand),
            stand.row.serves or "none printed",
            stand.row.place,
        ]
        for stand in of_heading
    ]
    headers = ["Action", f"At the end of {plan.assessment.quarter}", "Due", "Lead role", "Milestone", "Serves", "Place"]
    return [heading(f"Planning grid: {name}"), table(f"Planning grid: {name}", headers, rows, class_="matrix")]


def named(stand: Stand) -> str:
    """An action's code and text."""
    return f"{stand.row.action} {stand.row.text}"


def milestone(stand: Stand) -> str:
    """The milestone as printed, and what a reader must know of it."""
    note = f" [{stand.row.note}]" if stand.row.note else ""
    return f"{stand.row.milestone or NOT_PRINTED}{note}"


def due_cell(stand: Stand) -> str:
    """The due date as printed, and the day and quarter it was taken for."""
    if not stand.row.due_date:
        return stand.row.due_printed or "no date printed"
    when = day(stand.row.due_date)
    printed = f"; printed “{stand.row.due_printed}”" if stand.row.due_printed else ""
    return f"{day_in_words(when)} ({Quarter.containing(when)}){printed}"


def _status_cell(stand: Stand) -> str:
    return f"{stand.due}. Status: {_with_words(stand)}"


def last_status(stand: Stand) -> str:
    """The status by the end of the quarter, with the words of the document for it."""
    return capital(_with_words(stand))


def _with_words(stand: Stand) -> str:
    """The status, with the words of the document for it."""
    return f"{stand.status}: “{stand.row.status_printed}”" if stand.row.status_printed else stand.status


NO_WORKFORCE = "The document prints nothing on the workforce."
NO_CONSULTATION = "The document records no consultation."


def workforce_in_words(plan: Plan) -> Markup:
    """How many lines on the workforce have a figure, or that the document prints nothing on it."""
    rows = plan.rows.workforce
    if rows.empty:
        return plain(NO_WORKFORCE)
    with_figures = sum(bool(plan.facts(row)) for row in rows.itertuples())
    if not with_figures:
        return plain("The document prints words on the workforce and no figure.")
    some = f"{capital(in_words(with_figures))} of {in_words(len(rows))} lines on the workforce"
    return plain(f"{some} {'has' if with_figures == 1 else 'have'} a figure.")


def workforce_as_printed(plan: Plan) -> FactTable | None:
    """What the document prints on the workforce, in figures where there are any and in its own words where there are none."""
    if plan.rows.workforce.empty:
        return None
    rows = [[row.text, _figures(plan, row), row.place] for row in plan.rows.workforce.itertuples()]
    return FactTable(f"Workforce of {plan.assessment.area.name}, as printed", ["What", "Figures", "Place"], rows)


def consultations_in_words(plan: Plan) -> Markup:
    """How many consultations there were, and for how many it is printed what people said; or that there is none."""
    answers = plan.rows.consultations["answer"]
    if answers.empty:
        return plain(NO_CONSULTATION)
    answered = int((answers != "").sum())
    first = f"The log holds {_entries(len(answers))}. What people said is printed for {in_words(answered)}."
    return plain(" ".join(filter(None, [first, _said_of_feedback(plan)])))


def consultation_log(plan: Plan) -> Markup | None:
    """Each consultation as printed: who, when and how, what was asked and what was said."""
    if plan.rows.consultations.empty:
        return None
    further = {
        title: cell for title, (column, cell) in FURTHER.items() if (plan.rows.consultations[column] != "").any()
    }
    rows = [
        [
            row.name,
            row.who,
            _when(row),
            row.form or NOT_PRINTED,
            "; ".join(part for part in (row.summary, row.asked) if part) or NOT_PRINTED,
            row.answer or NOT_PRINTED,
            *(cell(row, plan.assessment.quarter.end) for cell in further.values()),
            row.place,
        ]
        for row in plan.rows.consultations.itertuples()
    ]
    headers = ["Consultation", "Who", "When", "How", "What it was about", "What was said", *further, "Place"]
    return table(f"Consultation log of {plan.assessment.area.name}", headers, rows, class_="matrix")


def _said_of_feedback(plan: Plan) -> str:
    """For how many consultations the feedback is overdue; empty where no date was set for any."""
    rows = plan.rows.consultations
    if (rows["feedback_date"] == "").all():
        return ""
    late = [row.name for row in rows.itertuples() if _is_feedback_late(row, plan.assessment.quarter.end)]
    return f"Feedback is overdue for {listed(late)}." if late else "No feedback is overdue."


def _is_feedback_late(row: Any, end: datetime.date) -> bool:
    """Whether the day of feedback came before the quarter's end, and no answer is printed."""
    return bool(row.feedback_date) and day(row.feedback_date) < end and not row.answer


def _feedback(row: Any, end: datetime.date) -> str:
    if not row.feedback_date:
        return NOT_PRINTED
    when = day_in_words(day(row.feedback_date))
    return f"{when}: overdue, no answer is printed" if _is_feedback_late(row, end) else when


FURTHER: dict[str, tuple[str, Callable[[Any, datetime.date], str]]] = {
    "Statutory": ("statutory", lambda row, _: capital(row.statutory) or NOT_PRINTED),
    "Target area": ("target_area", lambda row, _: row.target_area or NOT_PRINTED),
    "Feedback": ("feedback_date", _feedback),
}  # columns of the log that stand where any consultation fills them


def _entries(number: int) -> str:
    return f"{in_words(number)} {'entry' if number == 1 else 'entries'}"


def _figures(plan: Plan, row: Any) -> Number | str:
    facts = [fact for fact in plan.facts(row) if fact.area_code == plan.assessment.area.code]
    if not facts:
        return "no figure printed"
    return Number("; ".join(_of_period(fact) for fact in facts), facts=tuple(facts))


def _of_period(fact: Fact) -> str:
    return f"{fact.period}: {counted(printed_value(fact), '' if spoken_unit(fact) in printed_value(fact) else spoken_unit(fact))}"


def _when(row: Any) -> str:
    """The days as read, and as printed where no day could be read."""
    if not row.start_date:
        return row.when_printed or NOT_PRINTED
    days = [day_in_words(day(written)) for written in (row.start_date, row.end_date) if written]
    return f"{' to '.join(days)}; printed “{row.when_printed}”" if row.when_printed else " to ".join(days)
