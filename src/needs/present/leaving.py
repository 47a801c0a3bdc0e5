"""How people leave treatment and what their forms say has changed, where that was counted from records."""

from dataclasses import replace

from needs.measure.indicators import BY_NAME
from needs.present import phrases, words
from needs.present.assessment import Assessment
from needs.present.facts import Fact
from needs.present.html import Html
from needs.present.sections import heading, paragraph, plain, shares
from needs.present.tables import Number, share_with_interval, table, value_with_interval

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
        return Html.of()
    judged = [_judged_once(assessment, fact) for fact in facts]
    ordered = sorted(judged, key=lambda fact: fact.in_order)
    return Html.of(
        shares(assessment, f"How people left treatment, {facts[0].area}, {facts[0].period}", ordered, "Reason")
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
        return Html.of()
    days = {
        (fact.group, name): fact
        for name in ("mean_days_at_start", "mean_days_at_review")
        for fact in assessment.latest(name, "substance")
    }
    for fact in (*abstinent, *days.values()):
        assessment.cite(fact)
    rows = [
        [
            phrases.capital(fact.group),
            Number(fact.counts),
            Number(share_with_interval(fact)),
            *(Number(days[fact.group, name].number) for name in ("mean_days_at_start", "mean_days_at_review")),
        ]
        for fact in sorted(abstinent, key=lambda fact: -fact.denominator)
    ]
    headers = ["Substance", "Number", "No use at review (95% interval)", "Days of 28 at start", "Days of 28 at review"]
    first = max(abstinent, key=lambda fact: fact.denominator)
    return Html.of(
        heading("What changed"),
        paragraph(
            assessment,
            words.Statement(
                f"{phrases.capital(first.group)}: {first.counts}{first.share} {first.done} in {first.period}.",
                (first,),
            ),
        ),
        table(f"Use at the start and at the review, {first.area}, {first.period}", headers, rows),
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
    for fact in found.values():
        assessment.cite(fact)
    rows = [[phrases.capital(group), *(_share(found[group, name]) for name in JUDGED)] for group in groups]
    one = next(iter(found.values()))
    caption = f"Reliable change in use at the review, {one.area}, {one.period}"
    return [table(caption, ["Substance", *JUDGED.values()], rows), plain(OWN_THRESHOLD)]


def _share(fact: Fact) -> Number:
    return Number(value_with_interval(fact), fact.counts_beside)
