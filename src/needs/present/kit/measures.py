"""The table of measures: counts, value, comparator and verdict, a row a measure, in whatever section it stands."""

from needs.present import numbers
from needs.present.assessment import Assessment
from needs.present.facts import Fact
from needs.present.kit.html import Number, Part, value_with_interval, verdict
from needs.present.kit.section import FactTable, against, paragraph
from needs.present.words import Statement, among_in_words

PLANNED = (
    "treatment_system_exits_percent",
    "successful_completion_of_exits",
    "successful_exit_percent",
    "planned_exit_2004_percent",
)  # the same exits by rules of several years


def measures(assessment: Assessment, caption: str, facts: list[Fact]) -> list[Part]:
    """One row a measure: counts, value with interval, comparator, difference and verdict; then rules that count the same."""
    several = ["Period"] if len({fact.period for fact in facts}) > 1 else []
    among = ["Among areas"] if any(fact.among for fact in facts) else []
    rows = [
        [
            _with_rule(fact),
            *(fact.period for _ in several),
            *_number_and_value(fact),
            against(fact.comparator),
            (fact.gap or "not worked out") if fact.comparator else "no comparator",
            verdict(fact.judgement),
            *(among_in_words(fact) for _ in among),
        ]
        for fact in facts
    ]
    others = numbers.capital(assessment.others)
    headers = ["Measure", *several, "Number", "Value (95% interval)", others, "Gap", "Verdict", *among]
    return [FactTable(caption, headers, rows), *_alike(facts)]


def _number_and_value(fact: Fact) -> tuple[Number, Number]:
    """The counts and the share; of a figure that is no more than its number, the number once."""
    if fact.is_of_few:
        number, value = fact.number, "too few for a share"
    elif fact.status == "bound":
        number, value = fact.counts, fact.number
    elif fact.is_shown and not (fact.counts or fact.interval or fact.unit == "percent"):
        number, value = fact.number, "a number alone"
    else:
        no_counts = "no counts" if fact.is_shown and fact.unit == "percent" else fact.number
        number, value = fact.counts or no_counts, value_with_interval(fact)
    return Number(number, facts=(fact,)), Number(value, facts=(fact,))


def _with_rule(fact: Fact) -> str:
    return f"{fact.label} (rule of {fact.rule})" if fact.is_counted and fact.rule else fact.label


def _alike(facts: list[Fact]) -> list[Part]:
    """That two rules give the same counts, where they do: else one of the two figures looks like a slip."""
    by_counts: dict[tuple[str, str], dict[str, Fact]] = {}
    for fact in facts:
        if fact.indicator in PLANNED and fact.is_counted and fact.rule and fact.counts:
            by_counts.setdefault((fact.period, fact.counts), {})[fact.rule] = fact
    alike = [tuple(by_rule.values()) for by_rule in by_counts.values() if len(by_rule) > 1]
    sentence = "The rules for leaving as planned count the same here: {} {}."
    return [paragraph(Statement(sentence.format(same[0].counts, same[0].noun), same)) for same in alike]
