"""How people come in, move between agencies and leave: the treatment map in four stages, and whether it adds up."""

from dataclasses import dataclass

from needs.measure.accounts import AT_AGENCIES
from needs.present import leaving, people, statements, words
from needs.present.assessment import Assessment
from needs.present.facts import Fact
from needs.present.flow_drawing import drawing
from needs.present.html import Html
from needs.present.numbers import whole
from needs.present.reconciliation import (
    Account,
    agencies_against_people,
    difference,
    said_of_agencies,
    said_of_flow,
    stock_and_flow,
)
from needs.present.sections import nothing, paragraph, plain
from needs.present.tables import Number, table, value_with_interval

QUARTERS = (4, 1)  # twelve months where all of them were counted, else the quarter alone
NOT_COUNTED = (
    "Moves from one agency to another are not counted. A move soon after the last contact ends no treatment journey."
)
NO_STOCK = "How many were in treatment on the first and the last day is not at hand, so the map cannot be added up."
HOW_SURE = "Counts are of all who came or left. The intervals say how far chance alone might move each share."
ROUNDED = "Counts are rounded to the nearest five, so the parts need not add up to the whole."


@dataclass(frozen=True, kw_only=True)
class Map:
    """The four stages: the account of stock and flow where there is one, who came and left, and how."""

    account: Account | None
    came: Fact | None
    left: Fact | None
    routes: list[Fact]
    reasons: list[Fact]
    agencies: Account | None

    @property
    def period(self) -> str:
        """The period of those who came, or where that is not known of those who left."""
        return next(fact.period for fact in (self.came, self.left, *self.routes, *self.reasons) if fact)


def flow(assessment: Assessment) -> Html:
    """The treatment map as a table, whether it adds up, what is said of moves, and the ways people come in."""
    found = treatment_map(assessment)
    if not (found.came or found.routes or found.reasons):
        unknown = nothing(assessment, "how people come into treatment, move and leave")
        return Html.of(unknown, statements.printed(assessment, "services"))
    is_published = not assessment.has_records
    return Html.of(
        paragraph(assessment, said_of_flow(found.account)) if found.account else _came(assessment, found.came),
        None if found.account else plain(NO_STOCK),
        table(
            f"Treatment map, {assessment.area.name}, {found.period}",
            ["Stage", "Number; share of the stage (95% interval)"],
            _rows(assessment, found),
        ),
        drawing(assessment, found.account, found.routes, found.reasons) if found.account else None,
        paragraph(assessment, said_of_agencies(found.agencies)) if found.agencies else None,
        plain(NOT_COUNTED),
        None if is_published else plain(HOW_SURE),
        plain(ROUNDED) if is_published or (found.came and found.came.is_rounded) else None,
        people.group(assessment, "new_presentations_by_group", ("referral_source", "How people come in")),
        statements.printed(assessment, "services"),
    )


def treatment_map(assessment: Assessment) -> Map:
    """The map of twelve months, of the quarter where those were not counted, or of the latest published figures."""
    account = next((one for number in QUARTERS if (one := stock_and_flow(assessment, number))), None)
    came, left = (assessment.only(name) for name in ("new_presentations", "exits"))
    if account:
        _, came, left = account.parts
    return Map(
        account=account,
        came=came,
        left=left,
        routes=_of_period(assessment.latest("new_presentations_by_group", "referral_source"), came),
        reasons=_of_period(leaving.reasons(assessment), left or came),
        agencies=_agencies(assessment, came),
    )


def _agencies(assessment: Assessment, came: Fact | None) -> Account | None:
    """People at each agency and people once each, in the period of those who came; None where either is missing."""
    found = assessment.in_period_of(came, AT_AGENCIES) if came else []
    return agencies_against_people(assessment, found[0]) if found else None


def _of_period(facts: list[Fact], whole: Fact | None) -> list[Fact]:
    """Those of the whole's period that are not nought: most first, hidden ones last."""
    kept = [fact for fact in facts if (whole is None or fact.period == whole.period) and not fact.is_none]
    return sorted((fact for fact in kept if fact.is_listed), key=lambda fact: fact.in_order)


def _rows(assessment: Assessment, found: Map) -> list[list]:
    before, after = (found.account.parts[0], found.account.total) if found.account else (None, None)
    return [
        _total(assessment, "1. In treatment when the period begins", before),
        _total(assessment, "2. Came in", found.came),
        *(_part(assessment, "Came in", fact) for fact in found.routes),
        _moved(assessment, found.agencies),
        _total(assessment, "4. Left", found.left),
        *(_part(assessment, "Left", fact) for fact in found.reasons),
        _total(assessment, "In treatment when the period ends", after),
    ]


def _total(assessment: Assessment, stage: str, fact: Fact | None) -> list:
    if fact is None:
        return [stage, Number("[x]")]
    assessment.cite(fact)
    return [stage, Number(fact.number)]


def _part(assessment: Assessment, stage: str, fact: Fact) -> list:
    assessment.cite(fact)
    is_of_a_share = fact.unit == "percent" and fact.numerator == fact.numerator
    number = whole(fact.numerator) if is_of_a_share else fact.number
    has_share = fact.unit == "percent" and fact.is_shown and not fact.is_of_few
    return [f"{stage}: {fact.group}", Number(number, value_with_interval(fact) if has_share else "")]


def _moved(assessment: Assessment, agencies: Account | None) -> list:
    """How often people were counted again at a further agency: the nearest there is to moves."""
    stage = "3. Counted again at a further agency"
    if agencies is None or not agencies.is_whole or agencies.adds_up is False:
        return [stage, Number("[x]")]
    return [stage, Number(difference(agencies))]


def _came(assessment: Assessment, came: Fact | None):
    return paragraph(assessment, words.stated(came)) if came and came.is_shown else None
