"""The actions of a plan and the people who carry them out: leads, milestones, dates, workforce and consultation."""

from dataclasses import dataclass

from needs.present.facts import Fact
from needs.present.kit.html import Html, Number, table
from needs.present.kit.section import FactTable, cited, heading, plain, printed_value, spoken_unit
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

    row: object
    due: str
    status: str


def actions(plan: Plan) -> Html:
    """What is overdue, how the actions stand together, and a planning grid for each heading of the document."""
    if plan.absent:
        return cited(plan.assessment, plain(plan.absent))
    found = stands(plan)
    if not found:
        return cited(plan.assessment, plain(NO_ACTIONS))
    counts = [[state, Number(str(number))] for state, number in by_due(found).items()]
    return cited(
        plan.assessment,
        plain(said_of_actions(plan, found)),
        plain(f"{RULE} Where a document prints no status, it is not recorded."),
        table(f"Actions at the end of {plan.assessment.quarter}", ["State", "Actions"], [*counts, _total(found)]),
        _overdue(plan, found),
        [_grid(plan, name, [one for one in found if one.row.heading == name]) for name in _headings(found)],
    )


def stands(plan: Plan) -> list[Stand]:
    """How every action stands at the end of the quarter, in the order of the document."""
    end = plan.assessment.quarter.end
    return [Stand(row, _due(row, end), _status(row, end)) for row in plan.rows.actions.itertuples()]


def by_due(found: list[Stand]) -> dict[str, int]:
    """How many actions are overdue, not yet due, without a date, and finished; a state without any is left out."""
    counts = {state: sum(one.due == state for one in found) for state in (OVERDUE, NOT_YET, NO_DATE, IS_FINISHED)}
    return {state: number for state, number in counts.items() if number}


def said_of_actions(plan: Plan, found: list[Stand]) -> str:
    """How many of the actions are overdue, and for how many no status is recorded."""
    late = by_due(found).get(OVERDUE, 0)
    silent = sum(one.status == NOT_RECORDED for one in found)
    some = f"{capital(in_words(late))} of {in_words(len(found))} actions {'is' if late == 1 else 'are'} overdue"
    first = (
        f"{some} at the end of {plan.assessment.quarter} unless done."
        if late
        else f"No action is overdue at the end of {plan.assessment.quarter}."
    )
    return (
        f"{first} No status is recorded for {_of_all(silent, len(found))}." if silent else f"{first} Each has a status."
    )


def _of_all(number: int, everything: int) -> str:
    return (
        f"any of the {in_words(everything)}"
        if number == everything
        else f"{in_words(number)} of {in_words(everything)}"
    )


def _total(found: list[Stand]) -> list:
    return ["All actions", Number(str(len(found)))]


def _headings(found: list[Stand]) -> list[str]:
    return list(dict.fromkeys(one.row.heading for one in found))


def _due(row, end) -> str:
    if row.status in FINISHED and day(row.status_date) <= end:
        return IS_FINISHED
    if not row.due_date:
        return NO_DATE
    return OVERDUE if day(row.due_date) <= end else NOT_YET


def _status(row, end) -> str:
    """The status as far as it was known by the end of the quarter; a later one is told with its day."""
    if row.status == NOT_RECORDED:
        return NOT_RECORDED
    when = day(row.status_date)
    after = "" if when <= end else ", after this quarter"
    return f"{row.status} on {day_in_words(when)}{after}"


def _overdue(plan: Plan, found: list[Stand]):
    late = [one for one in found if one.due == OVERDUE]
    if not late:
        return None
    rows = [
        [_named(one), one.row.lead_role or NOT_PRINTED, _due_cell(one), capital(one.status)]
        for one in sorted(late, key=lambda one: one.row.due_date)
    ]
    caption = f"Overdue at the end of {plan.assessment.quarter} unless done, the oldest first"
    return [heading("Overdue"), table(caption, ["Action", "Lead role", "Due", "Status"], rows)]


def _grid(plan: Plan, name: str, found: list[Stand]):
    rows = [
        [
            _named(one),
            _status_cell(one),
            _due_cell(one),
            one.row.lead_role or NOT_PRINTED,
            _milestone(one),
            one.row.serves or "none printed",
            one.row.place,
        ]
        for one in found
    ]
    headers = ["Action", f"At the end of {plan.assessment.quarter}", "Due", "Lead role", "Milestone", "Serves", "Place"]
    return [heading(f"Planning grid: {name}"), table(f"Planning grid: {name}", headers, rows, class_="matrix")]


def _named(one: Stand) -> str:
    return f"{one.row.action} {one.row.text}"


def _milestone(one: Stand) -> str:
    """The milestone as printed, and what a reader must know of it."""
    note = f" [{one.row.note}]" if one.row.note else ""
    return f"{one.row.milestone or NOT_PRINTED}{note}"


def _due_cell(one: Stand) -> str:
    """The due date as printed, and the day and quarter it was taken for."""
    if not one.row.due_date:
        return one.row.due_printed or "no date printed"
    when = day(one.row.due_date)
    printed = f"; printed “{one.row.due_printed}”" if one.row.due_printed else ""
    return f"{day_in_words(when)} ({Quarter.containing(when)}){printed}"


def _status_cell(one: Stand) -> str:
    words = f": “{one.row.status_printed}”" if one.row.status_printed else ""
    return f"{one.due}. Status: {one.status}{words}"


NO_WORKFORCE = "The document prints nothing on the workforce."
NO_CONSULTATION = "The document records no consultation."


def workforce(plan: Plan) -> Html:
    """What the document prints on the workforce, in figures where there are any and in its own words where there are none."""
    if plan.absent:
        return cited(plan.assessment, plain(plan.absent))
    if plan.rows.workforce.empty:
        return cited(plan.assessment, plain(NO_WORKFORCE))
    rows = [[row.text, _figures(plan, row), row.place] for row in plan.rows.workforce.itertuples()]
    return cited(
        plan.assessment,
        plain(_said(plan)),
        FactTable(f"Workforce of {plan.assessment.area.name}, as printed", ["What", "Figures", "Place"], rows),
    )


def consultation(plan: Plan) -> Html:
    """The consultation log: who, when and how, what was asked and what was said, as printed."""
    if plan.absent:
        return cited(plan.assessment, plain(plan.absent))
    if plan.rows.consultations.empty:
        return cited(plan.assessment, plain(NO_CONSULTATION))
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
    answered = int((plan.rows.consultations["answer"] != "").sum())
    headers = ["Consultation", "Who", "When", "How", "What it was about", "What was said", "Place"]
    entries = f"The log holds {_entries(len(rows))}. What people said is printed for {in_words(answered)}."
    return cited(
        plan.assessment,
        plain(entries),
        table(f"Consultation log of {plan.assessment.area.name}", headers, rows, class_="matrix"),
    )


def _entries(number: int) -> str:
    return f"{in_words(number)} {'entry' if number == 1 else 'entries'}"


def _said(plan: Plan) -> str:
    rows = plan.rows.workforce
    with_figures = sum(bool(plan.facts(row)) for row in rows.itertuples())
    if not with_figures:
        return "The document prints words on the workforce and no figure."
    some = f"{capital(in_words(with_figures))} of {in_words(len(rows))} lines on the workforce"
    return f"{some} {'has' if with_figures == 1 else 'have'} a figure."


def _figures(plan: Plan, row) -> Number | str:
    facts = [fact for fact in plan.facts(row) if fact.area_code == plan.assessment.area.code]
    if not facts:
        return "no figure printed"
    return Number("; ".join(_of_period(fact) for fact in facts), facts=tuple(facts))


def _of_period(fact: Fact) -> str:
    return f"{fact.period}: {counted(printed_value(fact), '' if spoken_unit(fact) in printed_value(fact) else spoken_unit(fact))}"


def _when(row) -> str:
    """The days as read, and as printed where no day could be read."""
    if not row.start_date:
        return row.when_printed or NOT_PRINTED
    days = [day_in_words(day(written)) for written in (row.start_date, row.end_date) if written]
    return f"{' to '.join(days)}; printed “{row.when_printed}”" if row.when_printed else " to ".join(days)
