"""What outcomes forms say and how people leave treatment: forms completed at each stage, change in use, exits."""

from needs.present import counted, leaving, phrases, quarterly, words
from needs.present.against_targets import against_targets
from needs.present.assessment import Assessment
from needs.present.facts import Fact
from needs.present.html import Html
from needs.present.paper_targets import how_many_met
from needs.present.quarterly import Measured
from needs.present.sections import nothing, paragraph, plain, printed_table, printed_value
from needs.present.tables import Number, table

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
    found = {one.now.indicator: one for one in quarterly.of(assessment, PROFILE)}
    in_use = leaving.change_in_use(assessment)
    if not printed and not found and not in_use.markup:
        return Html.of(nothing(assessment, "the Treatment Outcomes Profile"))
    facts = [*printed.values(), *(one.now for one in found.values() if one.now.is_told)]
    missed = [fact for fact in facts if fact.target_judgement and fact.target_judgement.state == "missed"]
    said = missed or [one.now for one in found.values() if one.now.is_told]
    return Html.of(
        paragraph(assessment, how_many_met(list(printed.values()), "printed")) if printed else None,
        [paragraph(assessment, words.stated(fact), words.against_target(fact)) for fact in said],
        _stages(assessment, printed, found) if facts else None,
        plain(NO_RANK) if printed and not any(fact.comparator for fact in printed.values()) else None,
        in_use,
    )


def exits(assessment: Assessment) -> Html:
    """How people left treatment: printed, counted beside others, and by reason."""
    printed = assessment.printed_facts(list(EXITS_PRINTED))
    judged = [fact for fact in against_targets(assessment) if fact.indicator in EXITS_PRINTED]
    known = {key for fact in judged for key in (fact.key, fact.target.key)}
    found = [one.now for one in quarterly.of(assessment, LEAVING)]
    if not printed and not found:
        return Html.of(nothing(assessment, "how people leave treatment"))
    return Html.of(
        [paragraph(assessment, words.stated(fact), words.against_target(fact)) for fact in judged],
        [
            paragraph(assessment, words.stated(fact), words.compared(fact))
            for fact in found
            if fact.indicator in EXITS_SAID and fact.is_shown
        ],
        counted.measures(assessment, f"How people left: {found[0].area}, {found[0].period}", found) if found else None,
        leaving.exits(assessment),
        printed_table(
            [fact for fact in printed if fact.key not in known], "What else the partnership's document prints on exits"
        ),
    )


PRINTED_COLUMNS = 3  # of the table below, where nothing was counted


def _stages(assessment: Assessment, printed: dict[str, Fact], found: dict[str, Measured]):
    """A row a stage: the target, what is printed, what was counted, and the earlier period."""
    for one in found.values():
        quarterly.cite(assessment, one)
    headers = ["Forms completed at", "Target", "Printed", "Counted from records", "Earlier", "Change"]
    rows = [_stage(name, printed.get(name), found.get(name)) for name in PROFILE if name in printed or name in found]
    what = "printed and counted from records" if found else "as printed"
    caption = f"Treatment Outcomes Profile forms, {what}: {assessment.area.name}, {assessment.quarter.months}"
    shown = len(headers) if found else PRINTED_COLUMNS
    return table(caption, headers[:shown], [row[:shown] for row in rows])


def _stage(name: str, printed: Fact | None, one: Measured | None) -> list:
    target = printed.target if printed else one.now.target
    return [
        phrases.capital(name.split("_")[1]),
        Number(printed_value(target) if target else "none printed"),
        Number(printed.number if printed else "not printed"),
        Number(quarterly.value(one.now), one.now.counts_beside) if one else "not counted",
        quarterly.beside(one) if one else "not counted",
        quarterly.change(one) if one and one.then else "not worked out",
    ]
