"""How people stay in treatment and leave it, and what outcomes forms say has changed: counted from records, and printed."""

from dataclasses import replace

from needs.measure.indicators import BY_NAME
from needs.present import numbers, standing, words
from needs.present.assessment import Assessment
from needs.present.facts import Fact, known
from needs.present.kit.html import Cell, Number, Part, share_with_interval, value_with_interval, verdict
from needs.present.kit.measures import measures
from needs.present.kit.section import (
    GAP,
    GROUP,
    KINDS,
    MEASURE,
    TARGET,
    VERDICT,
    Column,
    Details,
    FactTable,
    heading,
    named,
    paragraph,
    plain,
    printed,
    printed_table,
    printed_value,
    shares,
)
from needs.present.sections.targets import how_many_met
from needs.present.standing import ACHIEVED, Measured, against_targets, beside_printed

OUTCOMES = (
    "successful_completion_of_exits",
    "successful_completion_of_people_in_treatment",
    "completion_without_return",
    "dropped_out_of_exits",
)
FOR_GOOD = (
    "opiate_completions_without_return_percent",
    "non_opiate_completions_without_return_percent",
    "alcohol_completions_without_return_percent",
)
AGAINST_TARGET = (
    MEASURE,
    Column("Period", lambda fact: f"{fact.period} ({KINDS[fact.kind]})"),
    Column("Value", lambda fact: Number(fact.qualified, facts=(fact,))),
    TARGET,
    GAP,
    VERDICT,
)
JOURNEYS_COUNTED = (
    "Counts of people who came or left are of treatment journeys: someone who comes twice counts twice. People in treatment "
    "count once."
)
IN_THE_QUARTER = (
    "retained_or_planned_discharge_percent",
    "retained_12_weeks_percent",
    "early_unplanned_exit_percent",
    "treatment_system_exits_percent",
    "successful_completion_of_exits",
    "dropped_out_of_exits",
    "engaged_percent",
    "tier_4_percent",
    "shared_care_percent",
    "top_starts_percent",
    "top_reviews_percent",
    "top_discharges_percent",
    "care_plan_percent",
    "young_people_starting_within_15_working_days_percent",
    "young_people_planned_exit_percent",
)
DIRECTED = (
    "successful_completion_of_exits",
    "dropped_out_of_exits",
)  # of a reason for leaving: which way is better is known
JUDGED = {
    "reliably_improved_percent": "Reliably less use",
    "unchanged_at_review_percent": "No reliable change",
    "deteriorated_percent": "Reliably more use",
}
NOT_JUDGED = "No published threshold says what change in days is reliable for all who use a substance, so none is called improved or worse."
OWN_THRESHOLD = (
    "No published threshold says what change in days is reliable. The days that count as reliable here are the partnership's own, "
    "as needs.toml sets them. Whoever is in none of the three groups had stopped."
)


def reasons(assessment: Assessment) -> list[Fact]:
    """Why people left: each reason's share as counted from records, or its number as published."""
    return _counted_reasons(assessment) or assessment.latest("exits", "exit_reason")


def _counted_reasons(assessment: Assessment) -> list[Fact]:
    return [_judged_once(assessment, fact) for fact in assessment.latest("exits_by_reason", "exit_reason")]


def results(assessment: Assessment) -> list[Part]:
    """How people leave treatment, beside others."""
    facts = [fact for name in OUTCOMES for fact in assessment.latest(name) if fact.is_told]
    counts_journeys = assessment.has_records and (facts or _targets(assessment))
    return [
        [paragraph(words.stated(fact), words.compared(fact), words.Statement(fact.caution, ())) for fact in facts],
        plain(JOURNEYS_COUNTED) if counts_journeys else None,
    ]


def for_good(assessment: Assessment) -> list[Part]:
    """Who completed treatment and did not return within six months, by drug group (C19a to C19c)."""
    facts = [fact for name in FOR_GOOD for fact in assessment.latest(name) if fact.is_listed]
    if not any(fact.is_told for fact in facts):
        return []
    caption = f"Completed treatment and did not return within six months: {facts[0].area}, {facts[0].period}"
    cautions = dict.fromkeys(fact.caution for fact in facts if fact.caution)
    return [heading("Completed for good"), measures(assessment, caption, facts), [plain(each) for each in cautions]]


def against_target(assessment: Assessment) -> list[Part]:
    """How people stay and leave, against targets."""
    targets = _targets(assessment)
    return [
        [paragraph(words.stated(fact), words.against_target(fact)) for fact in targets],
        FactTable.of("Against target", AGAINST_TARGET, targets) if targets else None,
    ]


def _targets(assessment: Assessment) -> list[Fact]:
    return [fact for fact in against_targets(assessment) if assessment.topic_of(fact.indicator) == "outcomes"]


def by_reason(assessment: Assessment) -> list[Part]:
    """Why people left: as counted a share a reason, each with the verdict it has elsewhere; else the numbers published."""
    facts = [fact for fact in _counted_reasons(assessment) if fact.is_listed]
    if facts:
        ordered = sorted(facts, key=lambda fact: fact.in_order)
        return [shares(f"How people left treatment, {facts[0].area}, {facts[0].period}", ordered, "Reason")]
    published = [fact for fact in assessment.latest("exits", "exit_reason") if fact.is_shown and fact.value > 0]
    return [_exits(published)] if published else []


def _exits(exits: list[Fact]) -> FactTable:
    people = Column("People", lambda fact: Number(fact.number, facts=(fact,)))
    ordered = sorted(exits, key=lambda fact: -fact.value)
    caption = f"How people left treatment, {exits[0].area}, {exits[0].period}"
    return FactTable.of(caption, (named("Reason", GROUP), people), ordered)


def as_printed(assessment: Assessment) -> Details | None:
    """What the partnership's document prints on engagement and outcomes."""
    return printed(assessment, "outcomes", "What the partnership's document prints on engagement and outcomes")


def printed_and_counted(assessment: Assessment) -> list[Part]:
    """Printed figures beside what was counted from records for the same days, with the target where one is printed."""
    pairs = beside_printed(assessment)
    if not pairs:
        return []
    rows = [
        [
            printed.label,
            printed.period,
            Number(printed_value(printed), facts=(printed,)),
            Number(value_with_interval(counted), counted.counts_beside, (counted,)),
            TARGET.cell(counted) if counted.target else Number("none printed"),
            verdict(counted.target_judgement),
        ]
        for printed, counted in pairs
    ]
    headers = [
        "Measure",
        "Period",
        "Printed",
        "Counted from records",
        "Target",
        "Counted, against target",
    ]
    return [
        heading("Printed and counted"),
        FactTable("Printed, and counted from records for the same days", headers, rows),
    ]


def in_the_quarter(assessment: Assessment) -> list[Part]:
    """The quarter's own figures, each with its counts, interval, comparator and verdict."""
    facts = [fact for name in IN_THE_QUARTER for fact in assessment.in_quarter(name)]
    if not any(fact.window == "quarter" for fact in facts):
        return []
    caption = f"The quarter and the year to date: {facts[0].area}, {assessment.quarter}"
    return [heading("In the quarter"), measures(assessment, caption, facts)]


def _judged_once(assessment: Assessment, reason: Fact) -> Fact:
    """A reason's share with the verdict of the measure of the same people that says which way is better, where there is one."""
    of_the_reason = [name for name in DIRECTED if known(BY_NAME[name].numerator, "numerator").groups == (reason.group,)]
    same = [fact for name in of_the_reason for fact in assessment.latest(name) if _counts(fact) == _counts(reason)]
    return replace(reason, judgement=same[0].judgement) if same else reason


def _counts(fact: Fact) -> tuple[float, float, str]:
    return fact.numerator, fact.denominator, fact.period


def change_in_use(assessment: Assessment) -> list[Part]:
    """What the outcomes forms say has changed: no use at the review, and days of use at the start and then."""
    abstinent = [fact for fact in assessment.latest("abstinent_at_review_percent", "substance") if fact.is_told]
    if not abstinent:
        return []
    days = {
        (fact.group, name): fact
        for name in ("mean_days_at_start", "mean_days_at_review")
        for fact in assessment.latest(name, "substance")
    }
    rows = [
        [
            numbers.capital(fact.group),
            Number(fact.counts, facts=(fact,)),
            Number(share_with_interval(fact), facts=(fact,)),
            *(
                Number(days[fact.group, name].number, facts=(days[fact.group, name],))
                for name in ("mean_days_at_start", "mean_days_at_review")
            ),
        ]
        for fact in sorted(abstinent, key=lambda fact: -fact.denominator)
    ]
    headers = ["Substance", "Number", "No use at review (95% interval)", "Days of 28 at start", "Days of 28 at review"]
    first = max(abstinent, key=lambda fact: fact.denominator)
    text = f"{numbers.capital(first.group)}: {first.counts}{first.share} {first.done} in {first.period}."
    return [
        heading("What changed"),
        paragraph(words.Statement(text, (first,))),
        FactTable(f"Use at the start and at the review, {first.area}, {first.period}", headers, rows),
        *_reliable_change(assessment),
    ]


def _reliable_change(assessment: Assessment) -> list[Part]:
    """How many changed by what the partnership calls reliable, a row a substance; or that nothing says what that is."""
    changed = {
        (fact.group, name): fact for name in JUDGED for fact in assessment.latest(name, "substance") if fact.is_listed
    }
    groups = [group for group, name in changed if name == "reliably_improved_percent"]
    if not any(fact.is_told for fact in changed.values()):
        return [plain(NOT_JUDGED)]
    rows = [[numbers.capital(group), *(_share(changed[group, name]) for name in JUDGED)] for group in groups]
    first = next(iter(changed.values()))
    caption = f"Reliable change in use at the review, {first.area}, {first.period}"
    return [FactTable(caption, ["Substance", *JUDGED.values()], rows), plain(OWN_THRESHOLD)]


def _share(fact: Fact) -> Number:
    return Number(value_with_interval(fact), fact.counts_beside, (fact,))


PROFILE = ("top_starts_percent", "top_reviews_percent", "top_discharges_percent")
LEAVING = (
    "exits",
    "successful_completion_of_exits",
    "successful_completion_of_people_in_treatment",
    "dropped_out_of_exits",
    "early_unplanned_exit_percent",
    "completion_without_return",
    "re_presentation_percent",
    "deaths_in_treatment",
)
NO_RANK = (
    "The document prints no results of other partnerships on these forms, so a rank among them cannot be confirmed."
)
EXITS_SAID = ("successful_completion_of_exits", "dropped_out_of_exits")
EXITS_PRINTED = ("treatment_system_exits_percent", "successful_exit_percent", "planned_exit_percent")


def outcomes_forms(assessment: Assessment) -> list[Part]:
    """How many forms of the Treatment Outcomes Profile were completed, against the targets."""
    judged = [fact for fact in against_targets(assessment) if fact.indicator in PROFILE]
    on_paper = {fact.indicator: fact for fact in assessment.printed_facts(list(PROFILE)) if fact.kind in ACHIEVED}
    counted = {measured.now.indicator: measured for measured in standing.of(assessment, PROFILE)}
    told = [measured.now for measured in counted.values() if measured.now.is_told]
    missed = [fact for fact in judged if fact.target_state == "missed"]
    is_unranked = on_paper and not any(fact.comparator for fact in on_paper.values())
    return [
        paragraph(how_many_met(judged)) if judged else None,
        [paragraph(words.stated(fact), words.against_target(fact)) for fact in missed or told],
        _stages(assessment, judged, on_paper, counted) if on_paper or told else None,
        plain(NO_RANK) if is_unranked else None,
    ]


def exits(assessment: Assessment) -> list[Part]:
    """How people left treatment: as printed against targets, and as counted beside others."""
    facts = [measured.now for measured in standing.of(assessment, LEAVING)]
    stated = [fact for fact in facts if fact.indicator in EXITS_SAID and fact.is_shown]
    return [
        [paragraph(words.stated(fact), words.against_target(fact)) for fact in _exits_with_target(assessment)],
        [paragraph(words.stated(fact), words.compared(fact)) for fact in stated],
        measures(assessment, f"How people left: {facts[0].area}, {facts[0].period}", facts) if facts else None,
    ]


def exits_also_printed(assessment: Assessment) -> Details | None:
    """What else the partnership's document prints on exits."""
    judged = {side.key for fact in _exits_with_target(assessment) for side in (fact, fact.target) if side}
    rest = [fact for fact in assessment.printed_facts(list(EXITS_PRINTED)) if fact.key not in judged]
    return printed_table(assessment, rest, "What else the partnership's document prints on exits")


def _exits_with_target(assessment: Assessment) -> list[Fact]:
    return [fact for fact in against_targets(assessment) if fact.indicator in EXITS_PRINTED]


PRINTED_COLUMNS = 3  # of the table below, where nothing was counted


def _stages(
    assessment: Assessment, judged: list[Fact], printed: dict[str, Fact], counted: dict[str, Measured]
) -> FactTable:
    """A row a stage: the target, what is printed, what was counted, and the earlier period."""
    headers = ["Forms completed at", "Target", "Printed", "Counted from records", "Earlier", "Change"]
    targets = {fact.indicator: fact.target for fact in judged}
    names = [name for name in PROFILE if name in printed or name in counted]
    rows = [_stage(name, targets.get(name), printed.get(name), counted.get(name)) for name in names]
    what = "printed and counted from records" if counted else "as printed"
    caption = f"Treatment Outcomes Profile forms, {what}: {assessment.area.name}, {assessment.quarter.months}"
    shown = len(headers) if counted else PRINTED_COLUMNS
    return FactTable(caption, headers[:shown], [row[:shown] for row in rows])


def _stage(name: str, target: Fact | None, printed: Fact | None, counted: Measured | None) -> list[Cell]:
    now = counted.now if counted else None
    return [
        numbers.capital(name.split("_")[1]),
        Number(printed_value(target), facts=(target,)) if target else Number("none printed"),
        Number(printed.number, facts=(printed,)) if printed else Number("not printed"),
        Number(standing.value(now), now.counts_beside, (now,)) if now else "not counted",
        standing.beside(counted) if counted else "not counted",
        standing.change(counted) if counted else "not worked out",
    ]
