"""How people leave treatment and what their outcomes forms say has changed: counted from records, and printed."""

from dataclasses import replace

from needs.measure.indicators import BY_NAME
from needs.present import numbers, standing, words
from needs.present.assessment import Assessment
from needs.present.facts import Fact
from needs.present.kit.html import Html, Number, share_with_interval, value_with_interval
from needs.present.kit.section import (
    FactTable,
    cited,
    heading,
    nothing,
    paragraph,
    plain,
    printed_table,
    printed_value,
    shares,
)
from needs.present.sections import counted
from needs.present.sections.targets import how_many_met
from needs.present.standing import Measured, against_targets

DIRECTED = (
    "successful_completion_of_exits",
    "dropped_out_of_exits",
)  # of a reason for leaving: which way is better is known
JUDGED = {
    "reliably_improved_percent": "Reliably less use",
    "unchanged_at_review_percent": "No reliable change",
    "deteriorated_percent": "Reliably more use",
}
NOT_JUDGED = "No published threshold says what change in days is reliable, so none is called improved or worse."
OWN_THRESHOLD = (
    "No published threshold says what change in days is reliable. The days that count as reliable here are the partnership's own, "
    "as needs.toml sets them. Whoever is in none of the three groups had stopped."
)


def reasons(assessment: Assessment) -> list[Fact]:
    """Why people left: each reason's share as counted from records, or its number as published."""
    return assessment.latest("exits_by_reason", "exit_reason") or assessment.latest("exits", "exit_reason")


def exits(assessment: Assessment) -> Html:
    """Why people left, a share a reason; each with the verdict that it has elsewhere in the document."""
    facts = [fact for fact in assessment.latest("exits_by_reason", "exit_reason") if fact.is_listed]
    if not facts:
        return cited(
            assessment,
        )
    judged = [_judged_once(assessment, fact) for fact in facts]
    ordered = sorted(judged, key=lambda fact: fact.in_order)
    return cited(
        assessment, shares(f"How people left treatment, {facts[0].area}, {facts[0].period}", ordered, "Reason")
    )


def _judged_once(assessment: Assessment, reason: Fact) -> Fact:
    """A reason's share with the verdict of the measure of the same people that says which way is better, where there is one."""
    measures = [name for name in DIRECTED if BY_NAME[name].numerator.groups == (reason.group,)]
    same = [fact for name in measures for fact in assessment.latest(name) if _counts(fact) == _counts(reason)]
    return replace(reason, judgement=same[0].judgement) if same else reason


def _counts(fact: Fact) -> tuple[float, float, str]:
    return fact.numerator, fact.denominator, fact.period


def change_in_use(assessment: Assessment) -> Html:
    """What the outcomes forms say has changed: no use at the review, and days of use at the start and then."""
    abstinent = [fact for fact in assessment.latest("abstinent_at_review_percent", "substance") if fact.is_told]
    if not abstinent:
        return cited(
            assessment,
        )
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
    return cited(
        assessment,
        heading("What changed"),
        paragraph(
            words.Statement(
                f"{numbers.capital(first.group)}: {first.counts}{first.share} {first.done} in {first.period}.",
                (first,),
            ),
        ),
        FactTable(f"Use at the start and at the review, {first.area}, {first.period}", headers, rows),
        *_reliable_change(assessment),
    )


def _reliable_change(assessment: Assessment) -> list:
    """How many changed by what the partnership calls reliable, a row a substance; or that nothing says what that is."""
    found = {
        (fact.group, name): fact for name in JUDGED for fact in assessment.latest(name, "substance") if fact.is_listed
    }
    groups = [group for group, first in found if first == "reliably_improved_percent"]
    if not any(fact.is_told for fact in found.values()):
        return [plain(NOT_JUDGED)]
    rows = [[numbers.capital(group), *(_share(found[group, name]) for name in JUDGED)] for group in groups]
    one = next(iter(found.values()))
    caption = f"Reliable change in use at the review, {one.area}, {one.period}"
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


def outcomes_profile(assessment: Assessment) -> Html:
    """How many forms were completed, against the targets, and what they say has changed."""
    printed = {fact.indicator: fact for fact in against_targets(assessment) if fact.indicator in PROFILE}
    found = {one.now.indicator: one for one in standing.of(assessment, PROFILE)}
    in_use = change_in_use(assessment)
    if not printed and not found and not in_use.parts:
        return cited(assessment, nothing(assessment, "the Treatment Outcomes Profile"))
    facts = [*printed.values(), *(one.now for one in found.values() if one.now.is_told)]
    missed = [fact for fact in facts if fact.target_judgement and fact.target_judgement.state == "missed"]
    said = missed or [one.now for one in found.values() if one.now.is_told]
    return cited(
        assessment,
        paragraph(how_many_met(list(printed.values()), "printed")) if printed else None,
        [paragraph(words.stated(fact), words.against_target(fact)) for fact in said],
        _stages(assessment, printed, found) if facts else None,
        plain(NO_RANK) if printed and not any(fact.comparator for fact in printed.values()) else None,
        in_use,
    )


def exits_in_paper(assessment: Assessment) -> Html:
    """How people left treatment: printed, counted beside others, and by reason."""
    printed = assessment.printed_facts(list(EXITS_PRINTED))
    judged = [fact for fact in against_targets(assessment) if fact.indicator in EXITS_PRINTED]
    known = {key for fact in judged for key in (fact.key, fact.target.key)}
    found = [one.now for one in standing.of(assessment, LEAVING)]
    if not printed and not found:
        return cited(assessment, nothing(assessment, "how people leave treatment"))
    return cited(
        assessment,
        [paragraph(words.stated(fact), words.against_target(fact)) for fact in judged],
        [
            paragraph(words.stated(fact), words.compared(fact))
            for fact in found
            if fact.indicator in EXITS_SAID and fact.is_shown
        ],
        counted.measures(assessment, f"How people left: {found[0].area}, {found[0].period}", found) if found else None,
        exits(assessment),
        printed_table(
            [fact for fact in printed if fact.key not in known], "What else the partnership's document prints on exits"
        ),
    )


PRINTED_COLUMNS = 3  # of the table below, where nothing was counted


def _stages(assessment: Assessment, printed: dict[str, Fact], found: dict[str, Measured]):
    """A row a stage: the target, what is printed, what was counted, and the earlier period."""
    headers = ["Forms completed at", "Target", "Printed", "Counted from records", "Earlier", "Change"]
    rows = [_stage(name, printed.get(name), found.get(name)) for name in PROFILE if name in printed or name in found]
    what = "printed and counted from records" if found else "as printed"
    caption = f"Treatment Outcomes Profile forms, {what}: {assessment.area.name}, {assessment.quarter.months}"
    shown = len(headers) if found else PRINTED_COLUMNS
    return FactTable(caption, headers[:shown], [row[:shown] for row in rows])


def _stage(name: str, printed: Fact | None, one: Measured | None) -> list:
    target = printed.target if printed else one.now.target
    return [
        numbers.capital(name.split("_")[1]),
        Number(printed_value(target), facts=(target,)) if target else Number("none printed"),
        Number(printed.number, facts=(printed,)) if printed else Number("not printed"),
        Number(standing.value(one.now), one.now.counts_beside, (one.now,)) if one else "not counted",
        standing.beside(one) if one else "not counted",
        standing.change(one) if one and one.then else "not worked out",
    ]
