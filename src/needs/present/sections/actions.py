"""The actions of a plan and the people who carry them out: leads, milestones, dates, workforce and consultation."""

import datetime
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from needs.present.facts import Fact
from needs.present.kit.html import Number, table
from needs.present.kit.section import FactTable, heading, plain, printed_value, spoken_unit
from needs.present.numbers import capital, counted, in_words
from needs.present.sections.plan import Plan, day, day_in_words
from needs.quarter import Quarter

NOT_PRINTED = "not printed"
NOT_RECORDED = "not recorded"
FINISHED = ("done", "stopped")
OVERDUE, NOT_YET, NO_DATE, IS_FINISHED = "Overdue unless done", "Not yet due", "No due date printed", "Done or stopped"
RULE = "An action is overdue if its due date is on or before the quarter's last day and no record says it is done."
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
        [_named(stand), stand.row.lead_role or NOT_PRINTED, _due_cell(stand), capital(stand.status)]
        for stand in sorted(late, key=lambda stand: stand.row.due_date)
    ]
    caption = f"Overdue at the end of {plan.assessment.quarter} unless done, the oldest first"
    return [heading("Overdue"), table(caption, ["Action", "Lead role", "Due", "Status"], rows)]


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
            _named(stand),
            _status_cell(stand),
            _due_cell(stand),
            stand.row.lead_role or NOT_PRINTED,
            _milestone(stand),
            stand.row.serves or "none printed",
            stand.row.place,
        ]
        for stand in of_heading
    ]
    headers = ["Action", f"At the end of {plan.assessment.quarter}", "Due", "Lead role", "Milestone", "Serves", "Place"]
    return [heading(f"Planning grid: {name}"), table(f"Planning grid: {name}", headers, rows, class_="matrix")]


def _named(stand: Stand) -> str:
    return f"{stand.row.action} {stand.row.text}"


def _milestone(stand: Stand) -> str:
    """The milestone as printed, and what a reader must know of it."""
    note = f" [{stand.row.note}]" if stand.row.note else ""
    return f"{stand.row.milestone or NOT_PRINTED}{note}"


def _due_cell(stand: Stand) -> str:
    """The due date as printed, and the day and quarter it was taken for."""
    if not stand.row.due_date:
        return stand.row.due_printed or "no date printed"
    when = day(stand.row.due_date)
    printed = f"; printed “{stand.row.due_printed}”" if stand.row.due_printed else ""
    return f"{day_in_words(when)} ({Quarter.containing(when)}){printed}"


def _status_cell(stand: Stand) -> str:
    words = f": “{stand.row.status_printed}”" if stand.row.status_printed else ""
    return f"{stand.due}. Status: {stand.status}{words}"


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
    return plain(f"The log holds {_entries(len(answers))}. What people said is printed for {in_words(answered)}.")


def consultation_log(plan: Plan) -> Markup | None:
    """Each consultation as printed: who, when and how, what was asked and what was said."""
    if plan.rows.consultations.empty:
        return None
    rows = [
        [
            row.name,
            row.who,
            _when(row),
            row.form or NOT_PRINTED,
            "; ".join(part for part in (row.summary, row.asked) if part) or NOT_PRINTED,
            row.answer or NOT_PRINTED,
            row.place,
        ]
        for row in plan.rows.consultations.itertuples()
    ]
    headers = ["Consultation", "Who", "When", "How", "What it was about", "What was said", "Place"]
    return table(f"Consultation log of {plan.assessment.area.name}", headers, rows, class_="matrix")


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
