"""The priorities of a plan: where the partnership is, where it should be, and what each target means in people."""

from markupsafe import Markup

from needs.measure.judgement import Judgement
from needs.present import words
from needs.present.facts import Fact
from needs.present.html import Html, joined
from needs.present.numbers import counted, whole
from needs.present.phrases import capital, in_words
from needs.present.plan import Plan
from needs.present.plan_cells import two_lines
from needs.present.plan_standing import Standing, standings
from needs.present.sections import heading, paragraph, plain, printed_value
from needs.present.tables import Number, table, verdict

HEADERS = ["Priority", "Verdict", "Earlier", "Baseline", "Comparator", "Target", "Gap"]
UNKNOWN_PEOPLE = "unknown: no count of people is printed or was counted"
NOT_JUDGED = Judgement(state="not judged", reason="no figure is printed")
NO_PRIORITY = "The document prints no priority with a figure of its own."


def priorities(plan: Plan) -> Html:
    """Each priority with its baseline, comparator, target and verdict, and what the target means in people."""
    if plan.absent:
        return Html.of(plain(plan.absent))
    found = standings(plan)
    if not found:
        return Html.of(plain(NO_PRIORITY))
    for standing in found:
        for fact in standing.facts:
            plan.assessment.cite(fact)
    name = plan.assessment.area.name
    return Html.of(
        _summary(plan, found),
        table(f"Priorities of the plan: where {name} stands", HEADERS, [_row(one) for one in found], class_="matrix"),
        _contradictions(plan, found),
        _in_people(plan, found),
    )


def summary(found: list[Standing]) -> str:
    """How many priorities there are, and how many have a baseline and a target in figures."""
    both = sum(one.has_both for one in found)
    return f"{capital(in_words(both))} of {in_words(len(found))} priorities have a baseline and a target in figures."


def furthest(found: list[Standing]) -> Fact | None:
    """The figure that lies furthest short of its target, for the target's size; None where none does."""
    short = [one.now for one in found if one.asks_for_more]
    return max(
        short, key=lambda fact: abs(fact.target_judgement.difference) / abs(fact.target.value or 1), default=None
    )


def within(found: list[Standing]) -> list[Fact]:
    """The figures that are within their targets."""
    return [one.now for one in found if one.is_within]


def said_of(fact: Fact) -> words.Statement:
    """A figure with its period, and what its target asks."""
    number = counted(fact.qualified, fact.unit) if fact.unit == "weeks" else fact.qualified
    now = words.Statement(f"{fact.label}: {number} in {fact.period}.", (fact,))
    return words.together(now, words.against_target(fact))


def _summary(plan: Plan, found: list[Standing]):
    worst, good = furthest(found), within(found)
    return [
        plain(summary(found)),
        paragraph(plan.assessment, said_of(worst), lead="Furthest from its target.") if worst else None,
        paragraph(plan.assessment, said_of(good[0]), lead="Within its target.") if good else None,
    ]


def _row(one: Standing) -> list:
    return [
        f"{one.row.priority} {one.row.text}",
        verdict(one.now.target_judgement if one.now and one.now.target else NOT_JUDGED),
        _figure(one.earlier),
        _figure(one.now),
        _nationals(one),
        _target(one),
        _gap(one),
    ]


def _figure(fact: Fact | None) -> Markup | str:
    """A printed figure with its period, or the words that stand in its place."""
    if fact is None:
        return "none printed"
    if not fact.is_shown:
        return two_lines(printed_value(fact), f"{fact.caution_printed or 'no figure printed'}; {fact.period}")
    kind = "" if fact.kind in ("baseline", "target") else f" ({fact.kind})"
    is_said = not fact.caution_printed or fact.window == "not_printed"  # the period's own words say it already
    caution = "" if is_said else f"; {fact.caution_printed}"
    return two_lines(printed_value(fact), f"{fact.period}{kind}{caution}")


def _nationals(one: Standing) -> Markup | str:
    if not one.nationals:
        return "none printed"
    values = " to ".join(fact.qualified for fact in one.nationals)
    return two_lines(values, f"national, {one.nationals[0].period}")


def _target(one: Standing) -> Markup | str:
    """The plan's own target; below it, where that is no figure, the earlier target that the verdict is about."""
    judged = one.now.target if one.now else None
    if one.target is None or one.target.is_shown or judged is None or judged.key == one.target.key:
        return _figure(one.target)
    return joined([_figure(one.target), f"; {printed_value(judged)} for {judged.period}"])


def _gap(one: Standing) -> str:
    if one.now is None or one.now.target is None:
        return (
            "not judged: no target in figures" if one.now and one.now.is_shown else "not judged: no figure is printed"
        )
    if one.is_within and one.now.gap != "none":
        return f"{one.now.target_points} to spare"
    return one.now.gap if one.is_judged else f"not judged: {one.now.target_judgement.reason}"


def _contradictions(plan: Plan, found: list[Standing]):
    measures = {one.row.measure for one in found}
    told = [facts for facts in plan.assessment.contradictions() if facts[0].indicator in measures]
    return [paragraph(plan.assessment, words.contradicting(facts)) for facts in told]


def _in_people(plan: Plan, found: list[Standing]):
    """One row a priority with both figures: how many people lie between them, and what that was worked out from."""
    rows = [_people_row(one) for one in found if one.has_both]
    if not rows:
        return plain("No priority has a baseline and a target in figures, so no target can be put in people.")
    headers = ["Priority", "In people", "Worked out from", "Baseline", "Target", "Difference"]
    return [
        heading("What each target means in people"),
        plain("A difference in percentage points is put in people where the number of people behind it is known."),
        table(f"What each target of {plan.assessment.area.name} means in people", headers, rows, class_="matrix"),
    ]


def _people_row(one: Standing) -> list:
    now = one.now
    return [
        f"{one.row.priority} {one.row.text}",
        _people(one),
        _basis(one),
        Number(printed_value(now)),
        Number(printed_value(now.target)),
        _gap(one),
    ]


def _people(one: Standing) -> str:
    if one.is_within:
        return "none"
    if one.people != one.people:
        return UNKNOWN_PEOPLE if one.is_judged else "not worked out"
    if one.people == 0:
        return "no change"
    way = "more" if one.now.target.value > one.now.value else "fewer"
    return f"{'' if one.now.unit == 'people' else 'about '}{whole(one.people)} {way} people"


def _basis(one: Standing) -> str:
    now = one.now
    if one.is_within:
        return "it is within the target"
    if not one.is_judged and one.people != one.people:
        return "the figures were not judged against each other"
    if now.unit == "people":
        return "both figures are people"
    if now.unit != "percent":
        return "not worked out: the figures are not shares of people"
    if one.whole:
        parts = [f"{fact.number} of {one.whole.number} is {_part(fact, one)}" for fact in (now, now.target)]
        return "; ".join(parts)
    if one.counted and one.counted.counts:
        return f"{one.counted.counts} people counted in {one.counted.period}; the target is {now.target.number}"
    return "no number of people is known"


def _part(fact: Fact, one: Standing) -> str:
    return whole(fact.value / 100 * one.whole.value)
