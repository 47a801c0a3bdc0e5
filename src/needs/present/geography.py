"""Where people in treatment live: each district's part, and what is not known of their way to services."""

from needs.present import words
from needs.present.assessment import Assessment
from needs.present.facts import Fact
from needs.present.html import Html
from needs.present.sections import paragraph, plain
from needs.present.tables import Number, share_with_interval, table

NOT_STATED = "not stated"
NO_DISTRICT = "Where people in treatment live is not known: it takes treatment extracts that fill in the column LA."
ONE_DISTRICT = "The records name one district for all of {area}, so they show no difference within it."
CODES = "Districts stand under the codes that the records use for local authorities."
NO_RATE = (
    "Residents of each district are not among the published tables, so no rate is worked out. A larger number may only mean a "
    "larger district."
)
NO_DISTANCE = (
    "Distance to services is not known: no table says where services are. A list of them with postcodes would give it."
)


def geography(assessment: Assessment) -> Html:
    """People in treatment by district with the share of each; or what is missing and what file would give it."""
    facts = [fact for fact in assessment.latest("people_in_treatment_by_group", "district") if fact.is_listed]
    named = [fact for fact in facts if fact.group != NOT_STATED]
    if not named:
        return Html.of(plain(NO_DISTRICT), plain(NO_DISTANCE))
    if len(named) == 1:
        return Html.of(plain(ONE_DISTRICT.format(area=assessment.area.name)), plain(NO_DISTANCE))
    return Html.of(
        paragraph(assessment, *_most_and_fewest(named)),
        _table(assessment, facts),
        plain(CODES),
        plain(NO_RATE),
        plain(NO_DISTANCE),
    )


def _most_and_fewest(named: list[Fact]) -> list[words.Statement]:
    """The districts with most and with fewest people; nothing of the fewest where any is hidden."""
    shown = sorted((fact for fact in named if fact.is_told), key=lambda fact: fact.in_order)
    ends = [("Most people", shown[0])] if shown else []
    if len(shown) == len(named):
        ends.append(("Fewest", shown[-1]))
    return [
        words.Statement(f"{lead}: district {fact.group}, {fact.counts} people{fact.share} in {fact.period}.", (fact,))
        for lead, fact in ends
    ]


def _table(assessment: Assessment, facts: list[Fact]):
    for fact in facts:
        assessment.cite(fact)
    rows = [
        [fact.group, Number(fact.counts or fact.number), Number(share_with_interval(fact))]
        for fact in sorted(facts, key=lambda fact: fact.in_order)
    ]
    caption = f"People in treatment by district, {facts[0].area}, {facts[0].period}"
    return table(caption, ["District", "Number", "Share (95% interval)"], rows)
