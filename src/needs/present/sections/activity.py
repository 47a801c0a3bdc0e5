"""Activity by kind of treatment and route: what the people who come and the work that is done make in a month and in a year."""

from collections.abc import Iterator

from needs.measure import what_if
from needs.measure.what_if import MONTHS_A_YEAR
from needs.present.assessment import Assessment
from needs.present.facts import Fact
from needs.present.kit.html import Cell, Number, Words
from needs.present.kit.section import KINDS, FactTable, heading, paragraph, plain, printed_value
from needs.present.numbers import capital, counted, whole
from needs.present.words import Statement

A_MONTH, A_YEAR = "people a month", "people a year"
COMING, REFERRED = "new_presentations_per_month", "referrals_to_treatment"
SYRINGES, VISITS = "syringes_distributed", "syringe_exchange_visits"
PRINTED = (COMING, REFERRED, "young_people_early_intervention_places", SYRINGES, VISITS)
COUNTED = (
    ("new_presentations", "all"),
    ("prison_referral_percent", "all"),
    ("new_presentations_by_group", "referral_source"),
    ("interventions_by_modality", "modality"),
)
MONTHS = {"people per month": 1, "people per year": MONTHS_A_YEAR}  # of a figure whose unit says how long it is for
NOT_A_SUM = "Rows are not added up: one person may be in several, and a referral need not lead to treatment."
PACE = "Each row keeps its own pace for a year. Estimates are the document's, and no range is given for them."


def by_kind(assessment: Assessment) -> list | None:
    """One row a figure of activity: as given, for a month and for a year; referrals from prison beside those who come."""
    facts = list(_facts(assessment))
    if not facts:
        return None
    rows = [_row(fact) for fact in facts]
    return [
        heading("Activity"),
        [paragraph(*_beside(assessment))],
        FactTable(
            f"Activity for a month and a year: {assessment.area.name}",
            ["What", "As given", "A month", "A year", "How sure"],
            rows,
        ),
        [plain(NOT_A_SUM), plain(PACE)],
        paragraph(*_for_each_visit(assessment)),
    ]


def _facts(assessment: Assessment) -> Iterator[Fact]:
    """What was counted, or else what is printed; parts of a county each for itself."""
    for name, breakdown in COUNTED if assessment.has_records else ():
        facts = [fact for fact in assessment.latest(name, breakdown) if fact.is_shown and _amount(fact)]
        yield from sorted(facts, key=lambda fact: -_amount(fact))
    printed = assessment.printed_facts(list(PRINTED))
    own = [fact for fact in printed if fact.is_shown and fact.area_code == assessment.area.code]
    yield from sorted(own, key=lambda fact: PRINTED.index(fact.indicator))


def _amount(fact: Fact) -> float:
    """How many: of a share the people or interventions that it counts."""
    return fact.numerator if fact.unit == "percent" else fact.value


def _months(fact: Fact) -> int:
    return MONTHS.get(fact.unit) or what_if.months_of(fact.period_start, fact.period_end)


def _row(fact: Fact) -> list[Cell]:
    given = f"{fact.counts} {fact.noun}" if fact.unit == "percent" else printed_value(fact)
    a_month, a_year = _cell(fact, 1, "a month"), _cell(fact, MONTHS_A_YEAR, "a year")
    return [fact.label, Words(f"{given}, {fact.period}", (fact,)), a_month, a_year, _how_sure(fact)]


def _cell(fact: Fact, months: int, what: str) -> Number:
    """The figure for so many months; as it stands where it is for so many."""
    about = "about " if fact.is_rounded else ""
    if _months(fact) == months:
        return Number(f"{about}{whole(_amount(fact))}", facts=(fact,))
    paced = _paced(fact, months, what)
    return Number(f"{about}{paced.number}", facts=(paced,))


def _paced(fact: Fact, months: int, what: str) -> Fact:
    """The figure for so many months at its own pace."""
    of, amount = _months(fact), _amount(fact)
    if of == months:
        return fact
    kinds = ("syringes", "visits", "referrals", "interventions")
    of_what = next((kind for kind in kinds if kind in (fact.unit, fact.noun)), "people")
    given = f"{amount:,g}"
    parts = [given, f"/ {of}" if of != 1 else "", f"x {months}" if months != 1 else ""]
    sum_ = " ".join(filter(None, parts))
    return fact.giving(what, amount / of * months, sum_, of_what if months != 1 else f"{of_what} a month")


def _how_sure(fact: Fact) -> str:
    if fact.is_counted:
        return "counted from records, rounded" if fact.is_rounded else "counted from records"
    qualifier = f", “{fact.qualifier}”" if fact.qualifier else ""
    return f"printed: {KINDS[fact.kind]}{qualifier}"


def _beside(assessment: Assessment) -> list[Statement]:
    """Referrals from prison beside the people who come in a month now."""
    own = list(_facts(assessment))
    came = (fact for fact in own if fact.indicator in ("new_presentations", COMING))
    coming = next((_paced(fact, 1, "a month") for fact in came), None)
    referred = next((fact for fact in own if fact.indicator == REFERRED), None)
    if coming is None or referred is None:
        return []
    a_month = _paced(referred, 1, "a month")
    of_every = referred.giving(
        "for every 100 who come",
        100 * a_month.value / coming.value,
        f"100 x {a_month.number} / {coming.number}",
        "for every 100",
        (a_month, coming),
    )
    together = coming.giving(
        "with all of the referrals",
        coming.value + a_month.value,
        f"{coming.number} + {a_month.number}",
        A_MONTH,
        (coming, a_month),
    )
    text = (
        f"{referred.label}: {counted(referred.qualified, 'referrals')} in {referred.period} are {a_month.number} a month, beside "
        f"{'about ' if coming.is_rounded else ''}{coming.number} people who come."
    )
    all_ = f"If all led to treatment and nobody is in both, {together.number} a month would come, {of_every.number} more for every 100."
    return [Statement(text, (referred, a_month, coming)), Statement(all_, (together, of_every))]


def _for_each_visit(assessment: Assessment) -> list[Statement]:
    """Syringes for each visit, of each place that has both for the same days."""
    own = assessment.printed_facts([SYRINGES, VISITS])
    visits = {(fact.group, fact.period): fact for fact in own if fact.indicator == VISITS and fact.is_shown}
    found = []
    for given in (fact for fact in own if fact.indicator == SYRINGES and fact.is_shown):
        visited = visits.get((given.group, given.period))
        if visited and visited.value:
            each = given.giving(
                "for each visit",
                given.value / visited.value,
                f"{given.number} / {visited.number}",
                "syringes",
                (given, visited),
            )
            found.append(Statement(f"{capital(given.group)}: {each.number} syringes for each visit.", (each,)))
    return found
