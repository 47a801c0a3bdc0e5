"""Which findings lead a document: judged facts in order, and at most six ranked messages."""

from dataclasses import dataclass

from needs.measure.indicators import INDICATORS
from needs.present import words
from needs.present.assessment import Assessment
from needs.present.at_hand import ALCOHOL, OPIATES, is_on_file
from needs.present.facts import Fact
from needs.present.numbers import capital, spelt
from needs.present.standing import against_targets
from needs.present.words import Statement

PARTS_OF_A_YEAR = ("other", "not_printed")  # no count to lead with: what it covers is not a year, or not known
# The same exits and the same staying under another rule or name: one of them leads
SAID_ELSEWHERE = (
    "planned_exit_2004_percent", "early_unplanned_exit_percent", "successful_exit_percent", "retained_12_weeks_percent",
    "engaged_percent",
)  # fmt: skip
CAN_BE_BETTER = "of which higher or lower is better"  # others that are compared are neither
COMPARED = {"worse": 0, "similar": 1, "better": 2}  # in the order in which they lead
YEARS_BEFORE_AN_ESTIMATE_IS_OLD = 3
NO_LATER = "No later estimate was found, and need may have changed since."
MOST_MESSAGES = 6  # ONS: no more than six main points
NEEDS = (
    ("opiate_crack", "opiate_crack_users", "people in treatment"),
    ("alcohol", "alcohol_dependent_adults", "adults in treatment for alcohol"),
)


@dataclass(frozen=True)
class Message:
    """A ranked message: what kind of finding it is, and what it says."""

    lead: str
    statement: Statement


def ranked(assessment: Assessment) -> list[Message]:
    """Need, the worst miss, the best result, the biggest uncertainty, treatment and waits, as far as there are figures."""
    facts = judged(assessment)
    candidates = [
        need(assessment),
        *_results(assessment, facts),
        Message("Biggest uncertainty", biggest_uncertainty(assessment)),
        Message("In treatment", in_treatment(assessment)),
        Message("Waiting", _stated(assessment.only("first_waits_within_3_weeks"))),
    ]
    return _without_repeats([message for message in candidates if message.statement.text])[:MOST_MESSAGES]


def _results(assessment: Assessment, facts: list[Fact]) -> list[Message]:
    """The worst and the best; where there is neither, that there is none is one message and not two."""
    worst, best = worst_miss(assessment, facts), best_result(assessment, facts)
    if facts and not (worst.facts or best.facts or any(fact.target for fact in facts)):
        neither = Statement(f"{_no_target(assessment)}. {_none(facts, 'better or worse')}", ())
        return [Message("Best and worst results", neither)]
    return [Message(_lead_of_worst(facts), worst), Message("Best result", best)]


def judged(assessment: Assessment) -> list[Fact]:
    """Facts with a target, then facts that differ from others for worse, alike or for better; neutral ones are left out.

    Of those that differ, first come those that lie outside the usual spread of areas too, and of these the largest differences
    once chance is taken off (`Fact.distance`).
    """
    return assessment.once("judged", lambda: _judged(assessment))


def _judged(assessment: Assessment) -> list[Fact]:
    against_others = [
        fact
        for indicator in INDICATORS
        if (indicator.counting or indicator.form in ("share", "rate", "need")) and indicator.name not in SAID_ELSEWHERE
        for fact in assessment.latest(indicator.name)
    ]
    targeted = against_targets(assessment)
    said = {fact.key for fact in targeted}  # one row a figure, the verdict against its target first
    compared = [fact for fact in against_others if fact.state in COMPARED and fact.key not in said]
    return [
        *targeted,
        *sorted(compared, key=lambda fact: (COMPARED[fact.state], not fact.stands_out, -_relative(fact))),
    ]


def beyond_chance(facts: list[Fact]) -> list[Fact]:
    """The judged facts that have a target, or differ from others beyond chance where one direction is better."""
    return [fact for fact in facts if fact.target_judgement or fact.state in ("worse", "better")]


def need(assessment: Assessment) -> Message:
    """How many are not in treatment, within bounds; else the two figures that cannot be set against each other; else the estimate."""
    refused = assessment.refused("opiate_crack_unmet_need_percent")
    for name, _, _ in NEEDS:
        percent = assessment.only(f"{name}_unmet_need_percent")
        people = assessment.only(f"{name}_not_in_treatment")
        if percent and people and percent.status != "refused":
            what = {"alcohol": "Alcohol", "opiate_crack": "Opiates and crack"}[name]
            is_old = assessment.quarter.end.year - people.year >= YEARS_BEFORE_AN_ESTIMATE_IS_OLD
            later = Statement(NO_LATER if is_old else "", ())
            return Message(f"Need, {what.lower()}", words.together(words.unmet(percent, people), later))
        if name == "opiate_crack" and refused:
            latest = max(refused, key=lambda fact: (fact.period_end, fact.numerator))
            printed = printed_of_need(assessment)
            return Message("Need, opiates and crack", words.two_figures(latest, NEEDS[0][2], printed))
    estimates = [fact for fact in assessment.printed_facts(["opiate_crack_users"]) if fact.kind == "estimate"]
    if not estimates:
        return Message("Need", Statement("", ()))
    doubt = Statement("" if estimates[0].has_interval else words.NO_INTERVAL, ())
    return Message("Need", words.together(_stated(estimates[0]), doubt))


def printed_of_need(assessment: Assessment) -> list[Fact]:
    """The people in need and those in treatment, as the partnership's own document prints them."""
    return [fact for fact in assessment.printed_facts([NEEDS[0][1], "in_treatment"]) if fact.is_shown]


def worst_miss(assessment: Assessment, facts: list[Fact]) -> Statement:
    """The target missed by most, or not reached by most; else the largest shortfall against the country, and whether areas often differ as much; else that there is none."""
    for state in ("missed", "short of"):
        short = [fact for fact in facts if fact.target_state == state]
        if short:
            return _with_target(short[0])
    worse = [fact for fact in facts if fact.state == "worse"]
    if worse:
        return words.together(words.stated(worse[0]), words.compared(worse[0]))
    if facts:
        missed = "No target was missed" if any(fact.target for fact in facts) else _no_target(assessment)
        return Statement(f"{missed}. {_none(facts, 'worse')}", ())
    return Statement("No figure has a target or a comparator, so no miss can be named.", ())


def _with_target(fact: Fact) -> Statement:
    """A figure and its target; then, where both can be told, how it stands beside the country and among areas."""
    beside = words.compared(fact) if fact.state in COMPARED else Statement("", ())
    return words.together(words.stated(fact), words.against_target(fact), beside)


def best_result(assessment: Assessment, facts: list[Fact]) -> Statement:
    """The target met by most; else the largest lead over the country, and whether areas often differ as much; else that there is none."""
    for state in ("met", "reached"):
        within = [fact for fact in facts if fact.target_state == state]
        if within:
            return _with_target(within[0])
    better = [fact for fact in facts if fact.state == "better"]
    if better:
        return words.together(words.stated(better[0]), words.compared(better[0]))
    if any(fact.target_judgement for fact in facts):
        return Statement(f"No target has been met yet. {_none(facts, 'better')}", ())
    if facts:
        return Statement(f"{_no_target(assessment)}. {_none(facts, 'better')}", ())
    return Statement("No figure has a target or a comparator, so no best result can be named.", ())


def biggest_uncertainty(assessment: Assessment) -> Statement:
    """The estimate without an interval; else the one with the widest interval for its size."""
    estimates = [fact for _, needed, _ in NEEDS for fact in assessment.latest(needed)]
    estimates += [fact for fact in assessment.printed_facts(["opiate_crack_users"]) if fact.kind == "estimate"]
    without = [fact for fact in estimates if not fact.has_interval]
    if without:
        return words.together(words.stated(without[0]), Statement(words.NO_INTERVAL, ()))
    widest = max(estimates, key=lambda fact: (fact.upper - fact.lower) / fact.value, default=None)
    if widest:
        return words.stated(widest)
    if any(is_on_file(assessment, need) for need in (OPIATES, ALCOHOL)):
        return Statement("", ())
    return Statement(f"No estimate of need for {assessment.area.name} was found, so unmet need is not known.", ())


def _no_target(assessment: Assessment) -> str:
    """That no target can be set beside a figure; that there is none at all only where there is none."""
    return "No target can be set beside a figure" if assessment.standings else "No target was found"


def in_treatment(assessment: Assessment) -> Statement:
    """How many were in treatment and how many came into it."""
    facts = [assessment.only("in_treatment"), assessment.only("new_presentations")]
    printed = assessment.printed_facts(["in_treatment"])
    counted = [
        fact
        for fact in printed
        if fact.kind in ("actual", "estimate") and fact.window not in PARTS_OF_A_YEAR and fact.is_shown
    ]
    facts += sorted(counted, key=lambda fact: (fact.year, fact.kind == "actual"))[-1:]
    return words.together(*(words.stated(fact) for fact in facts if fact is not None and fact.is_told))


def _lead_of_worst(facts: list[Fact]) -> str:
    """A miss is a target that is due and was missed; short of that it is the worst result."""
    missed = any(fact.target_state == "missed" for fact in facts)
    return "Worst miss" if missed else "Worst result"


def _none(facts: list[Fact], state: str) -> str:
    """How many figures that can be better or worse are compared with others, and that none is so beyond chance."""
    count = sum(fact.state in COMPARED for fact in facts)
    if not count:
        return f"No figure {CAN_BE_BETTER} is compared with {_others(facts)}."
    which = {1: "it is not", 2: "neither is"}.get(count, "none is")
    many = f"{capital(spelt(count))} {'figure' if count == 1 else 'figures'} {CAN_BE_BETTER} {'is' if count == 1 else 'are'}"
    return f"{many} compared with {_others(facts)}. {capital(which)} {state} beyond chance."


def _others(facts: list[Fact]) -> str:
    return next((fact.comparator.area for fact in facts if fact.judgement and fact.comparator), "England")


def _relative(fact: Fact) -> float:
    """The difference for its size: percentages and rates cannot be ranked as they are."""
    return fact.distance / fact.comparator.value if fact.comparator and fact.comparator.value else 0.0


def _without_repeats(messages: list[Message]) -> list[Message]:
    first_of_each = {message.statement.text: message for message in reversed(messages)}
    return [message for message in messages if message is first_of_each[message.statement.text]]


def _stated(fact: Fact | None) -> Statement:
    return words.stated(fact) if fact is not None and fact.is_told else Statement("", ())
