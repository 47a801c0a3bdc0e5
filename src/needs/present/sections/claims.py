"""Who is not in treatment, as the partnership states it, each claim beside the figures there are on it: never a verdict."""

from collections.abc import Callable, Iterable

from needs.present import words
from needs.present.assessment import Assessment
from needs.present.facts import Fact
from needs.present.kit.html import Part
from needs.present.kit.section import heading, paragraph
from needs.present.numbers import capital, listed
from needs.present.sections.voices import authored, text
from needs.present.words import Statement

THE_FIGURES_SAY, NO_FIGURE = "The figures say:", "No figure was found on this."
NOBODY_IS_ASKED = "No figure tells who is ready for treatment; these say who left early."
MOST_GROUPS = 3  # named of those in treatment, the largest first


def stated(assessment: Assessment) -> list[Part]:
    """Each claim in the partnership's own words, and below it what the figures say, or that none was found."""
    made = [(block, title, figures) for block, (title, figures) in CLAIMS.items() if text(assessment, block)]
    if not made:
        return []
    parts: list[Part] = [heading("Who is not in treatment, as the partnership sees it")]
    for block, title, figures in made:
        said = [statement for statement in figures(assessment) if statement.text]
        lead = f"{title}. {THE_FIGURES_SAY if any(one.facts for one in said) else NO_FIGURE}"
        parts += [authored(assessment, block, ""), paragraph(Statement(lead, ()), *said)]
    return parts


def _of_prison(assessment: Assessment) -> Iterable[Statement]:
    names = ("prison_referral_percent", "continuity_of_care_percent")
    return [_stated(assessment.only(name)) for name in names]


def _of_the_young(assessment: Assessment) -> Iterable[Statement]:
    """The share in treatment under 25, or of the youngest band; beside it the estimate of their need, where there is one."""
    under = assessment.only("under_25_in_treatment_percent")
    treated = assessment.latest("people_in_treatment_by_group", "age")
    youngest = [fact for fact in treated if fact.group in ("18-24", "18-29") and fact.is_told]
    estimated = [fact for fact in assessment.latest("opiate_crack_users", "age") if fact.group == "15-24"]
    return [
        _stated(under) if under is not None and under.is_told else _shares(youngest, "of people in treatment"),
        *(_stated(fact) for fact in estimated),
    ]


def _of_the_unready(assessment: Assessment) -> Iterable[Statement]:
    names = ("early_unplanned_exit_percent", "dropped_out_of_exits")
    left = [statement for statement in (_stated(assessment.only(name)) for name in names) if statement.text]
    return [*left, Statement(NOBODY_IS_ASKED, ())] if left else []


def _of_communities(assessment: Assessment) -> Iterable[Statement]:
    treated = assessment.latest("people_in_treatment_by_group", "ethnic_group")
    residents = assessment.latest("population_share_percent", "ethnic_group")
    return [_shares(treated, "of people in treatment"), _shares(residents, "of residents")]


CLAIMS: dict[str, tuple[str, Callable[[Assessment], Iterable[Statement]]]] = {
    "not_reached_prison": ("People leaving prison", _of_prison),
    "not_reached_under_25": ("People under 25", _of_the_young),
    "not_reached_not_ready": ("People not ready for treatment", _of_the_unready),
    "not_reached_communities": ("Communities", _of_communities),
}


def _stated(fact: Fact | None) -> Statement:
    return words.stated(fact) if fact is not None and fact.is_told else Statement("", ())


def _shares(facts: list[Fact], of_whom: str) -> Statement:
    """The largest groups and their shares in one sentence."""
    shown = sorted(
        (fact for fact in facts if fact.is_shown and fact.group != "not stated"), key=lambda fact: fact.in_order
    )
    if not shown:
        return Statement("", ())
    named = shown[:MOST_GROUPS]
    each = listed([f"{capital(fact.group)} {fact.qualified}" for fact in named])
    return Statement(f"{capital(of_whom)}, {named[0].period}: {each}.", tuple(named))
