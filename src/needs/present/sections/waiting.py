"""How long people wait: as counted, and as printed for each kind of treatment."""

from markupsafe import Markup

from needs.code_lists.meanings import WAIT_BANDS
from needs.measure.comparison import Judgement
from needs.measure.standing import Standing
from needs.present import numbers, standing, words
from needs.present.assessment import Assessment
from needs.present.facts import Fact
from needs.present.kit.html import Number, Part, verdict
from needs.present.kit.section import (
    GROUP,
    Column,
    Details,
    FactTable,
    Paragraph,
    heading,
    named,
    paragraph,
    plain,
    printed_table,
)
from needs.present.numbers import counted as with_unit
from needs.present.standing import against_targets
from needs.present.words import Statement

TARGET, LONGEST, AVERAGE = "waiting_time_target_weeks", "longest_wait_weeks", "average_wait_weeks"
KINDS = {"first_waits": "First", "later_waits": "Later", "waits_all": "First or later"}
TOGETHER = "all_waits_within_3_weeks"
SHARES = ("first_waits_within_3_weeks", "later_waits_within_3_weeks")
IN_SENTENCES = ("modalities_below_waiting_target", "modalities_with_waiting_target")
WHICH_TARGET = "The table does not say whether the targets are for the longest or the average wait; the average is set against them."
SAME = "The document prints the same {number} waits for {kinds}. One of them may be a slip."
INTERVENTIONS = "Waits count interventions, not people."
OTHERS_COUNT_ALL = "{country}'s figures count all waits together, so none is set beside these."
NO_GOAL = Judgement(state="not judged", reason="no target is set for this kind of treatment")
NOT_OF_THIS = Judgement(state="not judged", reason="the target is set against a wait of other days")
LONG_WAITS = {
    "waited_over_3_weeks_percent": "Over 3 weeks",
    "waited_over_6_weeks_percent": "Over 6 weeks",
    "waited_over_12_weeks_percent": "Over 12 weeks",
}
BY_BAND = (
    Column("Intervention", lambda fact: KINDS[fact.indicator]),
    named("Wait", GROUP),
    Column("Number", lambda fact: Number(fact.number, facts=(fact,))),
)


def first_and_later(assessment: Assessment) -> list[Part]:
    """The shares of first and later interventions that began within three weeks, and what they count."""
    facts = [assessment.only(name) for name in SHARES]
    stated = [paragraph(words.stated(fact)) for fact in facts if fact and fact.is_told]
    if not stated:
        return _together(assessment)
    beside = "" if assessment.has_records else f" {OTHERS_COUNT_ALL.format(country=assessment.others)}"
    return [stated, plain(beside.strip()) if beside else None]


def _together(assessment: Assessment) -> list[Part]:
    """The share of all waits, where they are not told apart."""
    share = assessment.only(TOGETHER)
    if share is None or not share.is_told:
        return []
    return [paragraph(words.stated(share), words.compared(share))]


def what_is_counted(assessment: Assessment) -> Markup | None:
    """That waits count interventions, where any is shown."""
    shown = (first_and_later(assessment), by_band(assessment), by_treatment(assessment))
    return plain(INTERVENTIONS) if any(shown) else None


def in_the_quarter(assessment: Assessment) -> list[Part]:
    """The waits counted for the quarter beside others, and the average and the longest of all."""
    facts = [measured.now for measured in standing.of(assessment, (*SHARES, AVERAGE, LONGEST))]
    if not facts:
        return []
    told = [fact for fact in facts if fact.is_told]
    measured = f"{INTERVENTIONS} A wait runs from referral to the first appointment offered."
    return [
        heading("Counted from records") if assessment.has_records else None,
        [paragraph(words.stated(fact), words.compared(fact)) for fact in told if fact.indicator in SHARES],
        [paragraph(_in_weeks(fact)) for fact in told if fact.indicator not in SHARES],
        plain(measured if assessment.has_records else INTERVENTIONS),
    ]


def also_printed(assessment: Assessment) -> Details | None:
    """What the partnership's document prints on waiting, beside the waits by treatment."""
    in_the_table = (TARGET, LONGEST, AVERAGE, *IN_SENTENCES)
    rest = [fact for fact in _printed(assessment) if fact.indicator not in in_the_table and fact.is_shown]
    about = "What the partnership's document prints on waiting, beside the waits by treatment"
    return printed_table(assessment, rest, about)


def _printed(assessment: Assessment) -> list[Fact]:
    return [fact for fact in assessment.printed_facts() if assessment.topic_of(fact.indicator) == "waiting"]


def by_band(assessment: Assessment) -> FactTable | None:
    """Waits by their length."""
    facts = [fact for kind in KINDS for fact in assessment.latest(kind, "wait")]
    if not facts:
        return None
    ordered = sorted(facts, key=lambda fact: (fact.indicator, WAIT_BANDS.index(fact.group)))
    return FactTable.of(f"Interventions by wait, {facts[0].area}, {facts[0].period}", BY_BAND, ordered)


def by_treatment(assessment: Assessment) -> FactTable | None:
    """The average wait for each kind of treatment in twelve months, and the shares that waited over 3, 6 and 12 weeks."""
    long = [fact for name in LONG_WAITS for fact in assessment.in_quarter(name, "modality")]
    average = assessment.in_period_of(long[0], AVERAGE, "modality") if long else []
    facts = {(fact.group, fact.indicator): fact for fact in (*average, *long) if fact.is_listed}
    kinds = [group for group in dict.fromkeys(group for group, _ in facts) if (group, next(iter(LONG_WAITS))) in facts]
    if not any(fact.is_told for fact in facts.values()):
        return None
    first = next(iter(facts.values()))
    goals = {kind: standing for kind in kinds if (standing := assessment.standings.get((AVERAGE, "modality", kind)))}
    rows = [
        [
            numbers.capital(kind),
            _of_how_many(max((facts[key] for key in facts if key[0] == kind), key=lambda fact: fact.is_told)),
            _weeks(facts.get((kind, AVERAGE))),
            *(_against_goal(assessment, goals.get(kind), facts.get((kind, AVERAGE))) if goals else ()),
            *(_with_counts(facts[kind, name]) for name in LONG_WAITS),
        ]
        for kind in kinds
    ]
    against = ["Target for the average", "Verdict"] if goals else []
    headers = ["Treatment", "Interventions", "Average, weeks", *against, *LONG_WAITS.values()]
    return FactTable(f"Waits by kind of treatment, {first.area}, {first.period}", headers, rows)


def _against_goal(assessment: Assessment, goal: Standing | None, average: Fact | None) -> tuple[Number, Markup]:
    """The target for a kind of treatment, and the register's verdict where it is of this very average."""
    if goal is None:
        return Number("none set"), verdict(NO_GOAL)
    target, judged = assessment.fact(goal.target), standing.with_target(assessment, goal)
    is_of_average = average is not None and judged is not None and judged.key == average.key
    judgement = goal.judgement if is_of_average else NOT_OF_THIS
    return Number(target.number, facts=(target,)), verdict(judgement)


def _of_how_many(fact: Fact) -> Number:
    """The interventions that a mean, or a share, is of, where that may be shown."""
    return Number(f"{fact.denominator:,.0f}" if fact.is_told else fact.number, facts=(fact,))


def _weeks(fact: Fact | None) -> Number:
    return Number(fact.number, facts=(fact,)) if fact else Number("[c]")


def _with_counts(fact: Fact) -> Number:
    return Number(fact.number, fact.counts_beside, (fact,))


def as_printed(assessment: Assessment) -> list[Part]:
    """What the partnership's document says of waits: without a number, in sentences, and by kind of treatment."""
    without = assessment.printed_facts(["waiting_for_treatment"])
    parts = [
        *(paragraph(words.said_without_a_number(fact)) for fact in without),
        _below(assessment),
        _by_kind(assessment),
    ]
    return [part for part in parts if part]


def _below(assessment: Assessment) -> Paragraph | None:
    """How many kinds of treatment missed their target by the document's own count."""
    facts = {fact.indicator: fact for fact in assessment.printed_facts(list(IN_SENTENCES))}
    if set(facts) != set(IN_SENTENCES):
        return None
    below, of = (facts[name] for name in IN_SENTENCES)
    text = f"{below.area}'s document says that {below.number} of {of.number} kinds of treatment did not meet the waiting target in {below.period}."
    return paragraph(Statement(text, (below, of)))


def _by_kind(assessment: Assessment) -> list[Part] | None:
    """Which kinds met their target, the table of printed waits, and what to know of it."""
    waited = assessment.printed_facts([LONGEST, AVERAGE])
    if not waited:
        return None
    keys = {fact.key for fact in waited}  # where waits were counted since, the target judges those
    judged = {fact.group: fact for fact in against_targets(assessment) if fact.key in keys}
    return [
        heading("Printed by the partnership"),
        _met(list(judged.values())),
        _table(assessment, waited, judged),
        plain(WHICH_TARGET),
        _alike(waited),
    ]


def _table(assessment: Assessment, waited: list[Fact], judged: dict[str, Fact]) -> FactTable:
    """One row a kind of treatment: whether the last average met the target, then longest and average of each month."""
    goals = {fact.group: fact for fact in assessment.printed_facts([TARGET])}
    months = list(dict.fromkeys(fact.period for fact in sorted(waited, key=lambda fact: fact.period_end)))
    place = {(fact.group, fact.period, fact.indicator): fact for fact in waited}
    rows = [
        [
            numbers.capital(group),
            verdict(judged[group].target_judgement) if group in judged else "not judged",
            Number(goal.number, facts=(goal,)),
            *(_number(place.get((group, month, name))) for month in months for name in (LONGEST, AVERAGE)),
        ]
        for group, goal in goals.items()
    ]
    short = _without_year(months)
    columns = [f"{month}, {name}" for month in short for name in ("longest", "average")]
    caption = f"Waits in weeks by kind of treatment, {short[0]} to {months[-1]}, as {assessment.area.name}'s document prints them"
    return FactTable(caption, ["Treatment", f"Average in {short[-1]}", "Target", *columns], rows)


def _without_year(months: list[str]) -> list[str]:
    """The months by name alone where all are of one year, which the table's caption gives."""
    if len({month.split()[-1] for month in months}) > 1:
        return months
    return [month.rpartition(" ")[0] or month for month in months]


def _met(judged: list[Fact]) -> list[Part] | None:
    """How many kinds met their target at the last month, and each that did not."""
    missed = [fact for fact in judged if fact.target_state == "missed"]
    if not judged:
        return None
    met = numbers.capital(numbers.in_words(len(judged) - len(missed)))
    count = f"{met} of {numbers.in_words(len(judged))} kinds of treatment met the target for the average wait in the last month printed."
    return [
        paragraph(Statement(count, ())),
        *(paragraph(words.stated(fact), words.against_target(fact)) for fact in missed),
    ]


def _alike(waited: list[Fact]) -> list[Part]:
    """Kinds of treatment for which the document prints the very same waits, unless all are nought."""
    series: dict[tuple, list[str]] = {}
    for group in dict.fromkeys(fact.group for fact in waited):
        values = tuple((fact.period, fact.indicator, fact.number) for fact in waited if fact.group == group)
        series.setdefault(tuple(sorted(values)), []).append(group)
    return [
        plain(SAME.format(number=numbers.in_words(len(same)), kinds=numbers.listed(kinds)))
        for same, kinds in series.items()
        if len(kinds) > 1 and len(same) > 1
    ]


def _in_weeks(fact: Fact) -> Statement:
    return Statement(f"{fact.title}: {with_unit(fact.number, 'weeks')} in {fact.period}.", (fact,))


def _number(fact: Fact | None) -> Number:
    return Number(fact.number, facts=(fact,)) if fact else Number("[x]")
