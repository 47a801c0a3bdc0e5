"""Criminal justice and prison in a needs assessment: who comes that way, who leaves for prison, and what is returned or printed."""

from needs.present import counted, leaving, statements, words
from needs.present.assessment import Assessment
from needs.present.facts import Fact
from needs.present.html import Html
from needs.present.paper_justice import has_returns, returns
from needs.present.phrases import capital
from needs.present.sections import nothing, paragraph, plain, printed

REFERRED = "criminal_justice_referral_percent"
BY_ROUTE = ("new_presentations_by_group", "referral_source", "criminal justice")
TO_PRISON = ("prison", "transferred in custody")  # reasons for leaving, as extracts and ViewIt name them
NO_RETURNS = "No return on the Drug Interventions Programme or on drug rehabilitation requirements is at hand."
LEFT_FOR_PRISON = (
    "Only an exit that names prison or a transfer in custody is counted here. How many come from prison is not known."
)


def criminal_justice(assessment: Assessment) -> Html:
    """Referrals and exits with interval and comparator, then the programmes' returns, then what the document prints."""
    referred, left = _referred(assessment), _to_prison(assessment)
    found = [*referred, *left]
    own = printed(assessment, "criminal justice", "What the partnership's document prints on criminal justice")
    return Html.of(
        [paragraph(assessment, _said(fact), words.compared(fact)) for fact in found if fact.is_told],
        counted.measures(assessment, _caption(found[0]), found)
        if found
        else nothing(assessment, "referrals by the criminal justice system"),
        plain(LEFT_FOR_PRISON) if left else None,
        returns(assessment) if has_returns(assessment) else plain(NO_RETURNS),
        statements.printed(assessment, "criminal_justice"),
        own,
    )


def _referred(assessment: Assessment) -> list[Fact]:
    """The share that came through the criminal justice system, as counted or from the published routes."""
    indicator, breakdown, group = BY_ROUTE
    routes = [fact for fact in assessment.latest(indicator, breakdown) if fact.group == group]
    return [fact for fact in assessment.latest(REFERRED) or routes if fact.is_listed]


def _to_prison(assessment: Assessment) -> list[Fact]:
    return [
        fact for fact in leaving.reasons(assessment) if fact.group in TO_PRISON and fact.is_listed and not fact.is_none
    ]


def _said(fact: Fact) -> words.Statement:
    if fact.group == "all":
        return words.stated(fact)
    many = f"{fact.counts}{fact.share}" if fact.unit == "percent" else fact.number
    who = "who came" if fact.group == BY_ROUTE[2] else "who left"
    return words.Statement(f"{capital(fact.group)}: {many} of those {who} in {fact.period}.", (fact,))


def _caption(fact: Fact) -> str:
    return f"Criminal justice and prison, {fact.area}, {fact.period}"
