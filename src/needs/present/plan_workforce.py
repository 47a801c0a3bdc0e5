"""The people who carry a plan out, and those who were asked about it: workforce lines and the consultation log."""

from needs.present.facts import Fact
from needs.present.html import Html
from needs.present.numbers import counted
from needs.present.phrases import capital, in_words
from needs.present.plan import Plan, day, day_in_words
from needs.present.sections import plain, printed_value, spoken_unit
from needs.present.tables import Number, table

NOT_PRINTED = "not printed"
NO_WORKFORCE = "The document prints nothing on the workforce."
NO_CONSULTATION = "The document records no consultation."


def workforce(plan: Plan) -> Html:
    """What the document prints on the workforce, in figures where there are any and in its own words where there are none."""
    if plan.absent:
        return Html.of(plain(plan.absent))
    if plan.rows.workforce.empty:
        return Html.of(plain(NO_WORKFORCE))
    rows = [[row.text, _figures(plan, row), row.place] for row in plan.rows.workforce.itertuples()]
    return Html.of(
        plain(_said(plan)),
        table(f"Workforce of {plan.assessment.area.name}, as printed", ["What", "Figures", "Place"], rows),
    )


def consultation(plan: Plan) -> Html:
    """The consultation log: who, when and how, what was asked and what was said, as printed."""
    if plan.absent:
        return Html.of(plain(plan.absent))
    if plan.rows.consultations.empty:
        return Html.of(plain(NO_CONSULTATION))
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
    return Html.of(
        plain(entries), table(f"Consultation log of {plan.assessment.area.name}", headers, rows, class_="matrix")
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
    for fact in facts:
        plan.assessment.cite(fact)
    return Number("; ".join(_of_period(fact) for fact in facts))


def _of_period(fact: Fact) -> str:
    return f"{fact.period}: {counted(printed_value(fact), '' if spoken_unit(fact) in printed_value(fact) else spoken_unit(fact))}"


def _when(row) -> str:
    """The days as read, and as printed where no day could be read."""
    if not row.start_date:
        return row.when_printed or NOT_PRINTED
    days = [day_in_words(day(written)) for written in (row.start_date, row.end_date) if written]
    return f"{' to '.join(days)}; printed “{row.when_printed}”" if row.when_printed else " to ".join(days)
