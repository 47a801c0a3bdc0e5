"""The priorities of a plan: where the partnership is, where it should be, and what each target means in people."""

from markupsafe import Markup

from needs.measure.comparison import Judgement
from needs.present import words
from needs.present.facts import Fact, known
from needs.present.kit.html import Cell, Part, Words, joined, verdict
from needs.present.kit.section import FactTable, paragraph, plain, printed_value
from needs.present.numbers import capital, counted, in_words
from needs.present.sections import comparison
from needs.present.sections.plan import Plan, Standing, standings, two_lines

HEADERS = ["Priority", "Verdict", "Earlier", "Value", "Comparator", "Target", "Gap"]
NOT_JUDGED = Judgement(state="not judged", reason="no figure is printed")
NO_PRIORITY = "The document prints no priority with a figure of its own."


def summary(plan: Plan) -> list:
    """How many priorities can be judged, the figure furthest from its target, and one within its target; or that there is none."""
    if not standings(plan):
        return [plain(NO_PRIORITY)]
    worst, good = furthest(standings(plan)), within(standings(plan))
    return [
        plain(said_of_all(standings(plan))),
        paragraph(said_of(worst), lead="Furthest from its target.") if worst else None,
        paragraph(said_of(good[0]), lead="Within its target.") if good else None,
    ]


def verdicts(plan: Plan) -> FactTable | None:
    """One row a priority: its verdict, the figure before, where it stands, the comparator, the target and the gap."""
    if not standings(plan):
        return None
    caption = f"Priorities of the plan: where {plan.assessment.area.name} stands"
    return FactTable(caption, HEADERS, [_row(standing) for standing in standings(plan)], class_="matrix")


def beside_others(plan: Plan) -> list[Part] | None:
    """The measures of the priorities beside the country, the region and similar areas, where they may be compared."""
    facts = [standing.now for standing in standings(plan) if standing.now and standing.now.comparator]
    return comparison.beside(plan.assessment, [fact for fact in facts if fact.among])


def contradictions(plan: Plan) -> list:
    """Each figure of a priority that the document prints twice with two values."""
    measures = {standing.row.measure for standing in standings(plan)}
    printed_twice = [facts for facts in plan.assessment.contradictions() if facts[0].indicator in measures]
    return [paragraph(words.contradicting(facts)) for facts in printed_twice]


def said_of_all(all_standings: list[Standing]) -> str:
    """How many priorities there are, and how many have a baseline and a target in figures."""
    both = sum(standing.both is not None for standing in all_standings)
    return f"{capital(in_words(both))} of {in_words(len(all_standings))} priorities have a baseline and a target in figures."


def furthest(all_standings: list[Standing]) -> Fact | None:
    """The figure that lies furthest short of its target, for the target's size; None where none does."""
    short = [standing.now for standing in all_standings if standing.now and standing.asks_for_more]
    return max(short, key=_shortfall, default=None)


def _shortfall(fact: Fact) -> float:
    """How far a figure lies from its target, for the target's size."""
    target, judgement = known(fact.target, "target"), known(fact.target_judgement, "verdict against a target")
    return abs(judgement.difference) / abs(target.value or 1)


def within(all_standings: list[Standing]) -> list[Fact]:
    """The figures that are within their targets."""
    return [standing.now for standing in all_standings if standing.now and standing.is_within]


def said_of(fact: Fact) -> words.Statement:
    """A figure with its period, and what its target asks."""
    number = counted(fact.qualified, fact.unit) if fact.unit == "weeks" else fact.qualified
    now = words.Statement(f"{fact.label}: {number} in {fact.period}.", (fact,))
    return words.together(now, words.against_target(fact))


def _row(standing: Standing) -> list[Cell]:
    return [
        f"{standing.row.priority} {standing.row.text}",
        verdict_cell(standing),
        figure_cell(standing.earlier),
        _value(standing),
        _nationals(standing),
        target_cell(standing),
        _gap(standing),
    ]


def _value(standing: Standing) -> Words:
    """Where the measure stands; and what the plan's document prints, where that is another figure."""
    now, printed = standing.now, standing.printed
    if now is None or printed is None:
        return figure_cell(now)
    return Words(
        joined([figure_cell(now), f"; the plan prints {printed_value(printed)} for {printed.period} ({printed.kind})"]),
        (now, printed),
    )


def verdict_cell(standing: Standing) -> Markup:
    """The verdict of the register against the target."""
    return verdict(standing.now.target_judgement if standing.now and standing.now.target else NOT_JUDGED)


def figure_cell(fact: Fact | None) -> Words:
    """A printed figure with its period, or the words that stand in its place."""
    if fact is None:
        return Words("none printed")
    if not fact.is_shown:
        return two_lines(printed_value(fact), f"{fact.note or 'no figure printed'}; {fact.period}", fact)
    kind = "" if fact.kind in ("baseline", "target") else f" ({fact.kind})"
    is_said = not fact.note or fact.window == "not_printed"  # the period's own words say it already
    caution = "" if is_said else f"; {fact.note}"
    return two_lines(printed_value(fact), f"{fact.period}{kind}{caution}", fact)


def _nationals(standing: Standing) -> Words:
    if not standing.nationals:
        return Words("none printed")
    values = " to ".join(fact.qualified for fact in standing.nationals)
    return two_lines(values, f"national, {standing.nationals[0].period}", *standing.nationals)


def target_cell(standing: Standing) -> Words:
    """The plan's own target; below it, where that is no figure, what the target was for an earlier time."""
    target, other = standing.target, standing.other_target
    if target is None or other is None or (target.is_shown and standing.is_of_plan):
        return figure_cell(target)
    return Words(joined([figure_cell(target), f"; {printed_value(other)} for {other.period}"]), (target, other))


def _gap(standing: Standing) -> str:
    now = standing.now
    if now is None or now.target_judgement is None:
        lacking = "target in figures" if now and now.is_shown else "figure is printed"
        return f"not judged: no {lacking}"
    if standing.is_within and now.gap != "none":
        return f"{now.target_points} to spare"
    return now.gap if standing.is_judged else f"not judged: {now.target_judgement.reason}"
