"""Health, quality of life, work and housing: what people answer on their outcomes forms at the start and afterwards."""

from needs.code_lists.meanings import EXIT, REVIEW, SCALES, YES_OR_NO
from needs.present import words
from needs.present.assessment import Assessment
from needs.present.facts import Fact
from needs.present.kit import charts
from needs.present.kit.html import Cell, Number, Part, share_with_interval, value_with_interval
from needs.present.kit.section import FactTable, heading, paragraph, plain, sources_of
from needs.present.numbers import capital, listed, whole
from needs.present.words import Statement

FIRST_ASKED = "quality of life, 0 to 20"  # it stands for the others in a sentence
WHEN = {REVIEW: "by the review", EXIT: "by the time people left"}
LATER = {REVIEW: "At the review", EXIT: "On leaving"}
NO_THRESHOLD = (
    "No published threshold says what change is reliable for one person, so nobody is called improved or worse. An "
    "interval says how sure the mean change is."
)
OF_WHOM = (
    "Each row is of those who answered on both forms. Whoever left early or had no second form is missing, and may have "
    "fared worse. The change is rounded by itself, so it may differ from that of the rounded means by a tenth."
)


def health_and_work(assessment: Assessment) -> list[Part]:
    """One sentence and one picture: how far health, quality of life and work had changed by the review, or on leaving."""
    form = next((form for form in (REVIEW, EXIT) if _changes(assessment, form)), None)
    if form is None:
        return []
    changes = _changes(assessment, form)
    first = next((fact for fact in changes if fact.group == FIRST_ASKED), changes[0])
    return [
        heading("Health, quality of life and work"),
        paragraph(_said(assessment, first, form)),
        _drawn(assessment, changes, form),
    ]


def answers_in_full(assessment: Assessment) -> list[Part]:
    """Every mean answer and housing problem at the start and on the later form, for reviews and for people who left."""
    tables = [
        table for form in (REVIEW, EXIT) for table in (_means(assessment, form), _housing(assessment, form)) if table
    ]
    return [*tables, plain(NO_THRESHOLD), plain(OF_WHOM)] if tables else []


def _changes(assessment: Assessment, form: str) -> list[Fact]:
    found = _by_question(assessment, f"mean_answer_change_at_{form}")
    return [found[question] for question in SCALES.values() if question in found]


def _by_question(assessment: Assessment, name: str) -> dict[str, Fact]:
    return {fact.group: fact for fact in assessment.latest(name, "question") if fact.is_told}


def _said(assessment: Assessment, change: Fact, form: str) -> Statement:
    """How the mean was at the start and later, and whether chance alone could make the change."""
    before, later = (
        _by_question(assessment, f"mean_answer_{which}_{form}").get(change.group) for which in ("before", "at")
    )
    what = capital(change.group.partition(",")[0])
    people = whole(change.denominator)
    if before is None or later is None:
        return words.stated(change)
    if change.has_interval and change.lower <= 0 <= change.upper:
        text = f"{what} {WHEN[form]}: no clear change from a mean of {before.number}, of {people} people in {change.period}."
    else:
        limits = f" The mean change is {change.number} ({change.interval})." if change.interval else ""
        went = f"{what} went from a mean of {before.number} to {later.number} {WHEN[form]}"
        text = f"{went}, of {people} people in {change.period}.{limits}"
    return Statement(text, (change, before, later))


def _drawn(assessment: Assessment, changes: list[Fact], form: str) -> charts.Chart:
    clear = [fact for fact in changes if fact.has_interval and not fact.lower <= 0 <= fact.upper]
    names = listed([fact.group.partition(",")[0] for fact in clear]) if clear else ""
    finding = f"{capital(names)} changed clearly {WHEN[form]}" if clear else f"No answer changed clearly {WHEN[form]}"
    high, low = charts.highest_and_lowest(changes)
    return charts.Chart(
        f"changed-by-{form}",
        finding,
        f"Dots for the mean change of each answer from the start, with 95% intervals, and a line at no change. It is highest "
        f"for {high.label.rpartition(': ')[2]}: {high.number}, and lowest for {low.label.rpartition(': ')[2]}: {low.number}.",
        charts.changes_of_groups(f"changed-by-{form}", changes),
        sources_of(assessment, changes),
        _table_of(f"Mean change from the start, {changes[0].area}, {changes[0].period}", changes),
    )


def _table_of(caption: str, changes: list[Fact]) -> FactTable:
    rows: list[list[Cell]] = [
        [
            capital(fact.group),
            Number(whole(fact.denominator), facts=(fact,)),
            Number(value_with_interval(fact), facts=(fact,)),
        ]
        for fact in changes
    ]
    return FactTable(caption, ["Question", "People", "Mean change (95% interval)"], rows)


def _means(assessment: Assessment, form: str) -> FactTable | None:
    changes = _changes(assessment, form)
    if not changes:
        return None
    ends = [_by_question(assessment, f"mean_answer_{which}_{form}") for which in ("before", "at")]
    rows: list[list[Cell]] = [
        [
            capital(fact.group),
            Number(whole(fact.denominator), facts=(fact,)),
            *(Number(end[fact.group].number, facts=(end[fact.group],)) for end in ends),
            Number(value_with_interval(fact), facts=(fact,)),
        ]
        for fact in changes
        if all(fact.group in end for end in ends)
    ]
    caption = f"Health, quality of life and work at the start and {LATER[form].lower()}, means, {changes[0].area}, {changes[0].period}"
    return FactTable(caption, ["Question", "People", "At the start", LATER[form], "Change (95% interval)"], rows)


def _housing(assessment: Assessment, form: str) -> FactTable | None:
    before, later = (_by_question(assessment, f"housing_answer_{which}_{form}_percent") for which in ("before", "at"))
    asked = [question for question in YES_OR_NO.values() if question in before and question in later]
    if not asked:
        return None
    rows: list[list[Cell]] = [
        [
            capital(question),
            *(
                Number(share_with_interval(end[question]), end[question].counts_beside, (end[question],))
                for end in (before, later)
            ),
        ]
        for question in asked
    ]
    first = before[asked[0]]
    caption = f"Housing problems at the start and {LATER[form].lower()}, {first.area}, {first.period}"
    return FactTable(caption, ["Problem", "At the start (95% interval)", f"{LATER[form]} (95% interval)"], rows)
