"""The sections on what is planned for young people and on prevention: printed figures, each with its target where there is one."""

from needs.measure.declarations import HIGHER_BETTER, LOWER_BETTER
from needs.present import statements, words
from needs.present.against_targets import against_targets
from needs.present.assessment import Assessment
from needs.present.facts import Fact
from needs.present.html import Html
from needs.present.phrases import listed
from needs.present.sections import KINDS, nothing, paragraph, plain, printed_table, printed_value
from needs.present.tables import table, verdict
from needs.present.words import Statement
from needs.present.young_people_figures import NUMBER, REACHED, printed, said

AS_PRINTED = (
    "These are printed figures. None was counted here, and none has counts behind it that chance could be judged by."
)


def plans(assessment: Assessment) -> Html:
    """Numbers of young people that the document plans to reach, beside those reached before, and what it says of them."""
    found = _section(assessment, "plans", "what is planned for young people", "Young people reached, and planned for")
    return Html.of(found, statements.printed(assessment, "young_people"))


def prevention(assessment: Assessment) -> Html:
    """Misuse among young people at large (NI 115), drinking, and the Healthy Schools scheme."""
    return _section(assessment, "prevention", "prevention", "Prevention against targets")


def _section(assessment: Assessment, section: str, what: str, caption: str) -> Html:
    facts = printed(assessment, section)
    if not facts:
        return Html.of(nothing(assessment, what))
    judged = said_against_targets(assessment, section)
    told = {fact.key for _, statement in judged for fact in statement.facts}
    alone = [fact for fact in facts if fact.key not in told and _stands_alone(fact, facts)]
    empty = [fact for fact in facts if fact.status == "not_set"]
    return Html.of(
        plain(AS_PRINTED),
        [paragraph(assessment, statement) for _, statement in judged],
        [paragraph(assessment, said(fact)) for fact in alone],
        [paragraph(assessment, _empty(fact)) for fact in empty],
        _table(assessment, f"{caption}: {assessment.area.name}", facts) if judged else None,
        printed_table(facts, f"What the partnership's document prints on {what}"),
    )


def said_against_targets(assessment: Assessment, section: str) -> list[tuple[Fact, Statement]]:
    """Each printed figure of a section that has a target, and the sentences on it; misses first."""
    names = {fact.indicator for fact in printed(assessment, section)}
    found = [fact for fact in against_targets(assessment) if fact.indicator in names]
    return [(fact, words.together(_against(fact), _counted_apart(assessment, fact))) for fact in found]


def _against(fact: Fact) -> Statement:
    """The figure beside its target, and the verdict or why there is none."""
    if fact.unit == "people" and _lacks_direction(fact) and fact.rounded != fact.target.rounded:
        return _on_which_side(fact)
    return words.together(_stated(fact), words.against_target(fact))


def _lacks_direction(fact: Fact) -> bool:
    """Whether all that keeps a figure from being judged is that nobody says which way is better."""
    is_unknown = fact.polarity not in (HIGHER_BETTER, LOWER_BETTER)
    return is_unknown and fact.is_shown and fact.target.is_shown and fact.window == fact.target.window


def _on_which_side(fact: Fact) -> Statement:
    """A number of people and its target, how many lie between, and that the document leaves open which way is better."""
    now = (
        f"{fact.label}: {fact.qualified} were expected in {fact.period}."
        if fact.kind == "estimate"
        else said(fact).text
    )
    way = "more" if fact.target.rounded > fact.rounded else "fewer"
    aim = f"The target for {fact.target.period} is {printed_value(fact.target)}, {fact.target_points} {way}."
    return Statement(f"{now} {aim} The document does not say if {way} is wanted.", (fact, fact.target))


def _counted_apart(assessment: Assessment, fact: Fact) -> Statement:
    """That a printed number counts early intervention too, beside the number in treatment that was counted from records."""
    own = assessment.only(NUMBER)
    if fact.indicator != REACHED or not fact.is_shown or own is None or not own.is_shown:
        return Statement("", ())
    text = (
        f"The {fact.number} also counts early intervention, so it cannot be set beside the {own.number} in treatment."
    )
    return Statement(text, (fact, own))


def _stated(fact: Fact) -> Statement:
    """The figure and, where the words of the verdict do not give it, the target."""
    if fact.target_judgement.state != "not judged":
        return said(fact)
    aim = f"The target for {fact.target.period} is {printed_value(fact.target)}."
    return Statement(f"{said(fact).text} {aim}", (fact, fact.target))


def _stands_alone(fact: Fact, facts: list[Fact]) -> bool:
    """Whether a figure has a sentence of its own: it is shown, and not the earlier year of one that has a target."""
    has_target = any(other.kind == "target" and _same(other, fact) for other in facts)
    return fact.is_shown and not (has_target and fact.kind in ("actual", "estimate"))


def _empty(fact: Fact) -> Statement:
    return Statement(f"{fact.label}: the document names it for {fact.period} and prints no figure.", (fact,))


def _table(assessment: Assessment, caption: str, facts: list[Fact]):
    """One row a measure that has a target: what was reached, what was expected, the target, and the verdict."""
    targets = [fact for fact in facts if fact.kind == "target" and fact.is_shown]
    judged = {(fact.indicator, fact.group): fact for fact in against_targets(assessment)}
    for fact in facts:
        if any(_same(fact, target) for target in targets):
            assessment.cite(fact)
    rows = [_row(facts, target, judged.get((target.indicator, target.group))) for target in targets]
    headers = ["Measure", "Reached", "Expected", "Target", "Difference", "Verdict"]
    return table(caption, headers, rows)


def _row(facts: list[Fact], target: Fact, judged: Fact | None) -> list:
    return [
        target.label,
        *(_of_kind(facts, target, kind) for kind in ("actual", "estimate")),
        _with_period(target),
        (judged.gap if judged else "") or "not worked out",
        verdict(judged.target_judgement) if judged else verdict(None),
    ]


def _of_kind(facts: list[Fact], target: Fact, kind: str) -> str:
    found = [fact for fact in facts if fact.kind == kind and _same(fact, target) and fact.is_shown]
    return listed([_with_period(fact) for fact in found]) if found else f"no {KINDS[kind]} figure printed"


def _with_period(fact: Fact) -> str:
    caution = f"; {fact.caution_printed}" if fact.caution_printed else ""
    return f"{printed_value(fact)} ({fact.period}{caution})"


def _same(fact: Fact, other: Fact) -> bool:
    return (fact.indicator, fact.group) == (other.indicator, other.group)
