"""The partnership beside others: the country, and the areas of its kind in its region."""

from markupsafe import Markup

from needs import areas as area_names
from needs.present import words
from needs.present.assessment import Assessment
from needs.present.facts import Fact, known
from needs.present.kit import charts
from needs.present.kit.frame import NO_PEERS
from needs.present.kit.html import Number, Part, element
from needs.present.kit.section import (
    COMPARATOR,
    GAP,
    MEASURE,
    PERIOD,
    VALUE,
    VERDICT,
    Column,
    Details,
    FactTable,
    heading,
    named,
    paragraph,
    plain,
    sources_of,
)
from needs.present.numbers import capital
from needs.present.sections import voices
from needs.present.sections.messages import judged

SIDE_BY_SIDE = (
    ("opiate_crack_users_per_1000", "People who use opiates or crack", "peers-opiates"),
    ("alcohol_unmet_need_percent", "Adults dependent on alcohol who are not in treatment", "peers-alcohol"),
)
NO_FUNNEL = "No funnel is drawn: these are estimates and not counts, so limits that allow for chance in counting would be too narrow."
LIKE_IN_WHAT = "The list is of likeness in people and economy; likeness in need was not looked at."
AREA = Column("Area", lambda fact: fact.area)


def similar(assessment: Assessment) -> list[Markup | Details]:
    """How many of the areas that the statistical office finds most similar are set beside the partnership, and which."""
    area = assessment.area
    if not assessment.beside_similar or area.neighbours:
        return []
    names = [area_names.named(code, assessment.safe.areas) for code in assessment.peers() if code != area.code]
    said = (
        f"The Office for National Statistics lists the areas most similar to {area.name}. Those of {assessment.others} that "
        f"NDTMS counts are set beside it."
    )
    listed = element("ul", [element("li", name) for name in names])
    summary = f"{len(names)} of the {area_names.SIMILAR_NAMED} areas most similar to {area.name}"
    return [plain(f"{said} {LIKE_IN_WHAT}"), Details(summary, (listed,))]


def beside_others(assessment: Assessment) -> FactTable | None:
    """Every figure that may be compared, beside the country's or the other comparator's."""
    facts = [fact for fact in judged(assessment) if fact.comparator and fact.comparator.kind != "national"]
    return _spine(facts) if facts else None


def peers(assessment: Assessment) -> list[Part]:
    """Each area of the same kind in the region beside the others, a chart a measure."""
    if assessment.area.authorities and not assessment.area.neighbours:
        return [plain(NO_PEERS)]
    return [_peers(assessment, *measure) for measure in SIDE_BY_SIDE]


def as_printed(assessment: Assessment) -> list[Markup]:
    """What the partnership's document says on other councils."""
    return voices.printed(assessment, "comparison")


def _spine(facts: list[Fact]) -> FactTable:
    others = known(facts[0].comparator, "comparator").area
    number = Column("Number", lambda fact: Number(fact.counts or "[z]", facts=(fact,)))
    columns = (MEASURE, PERIOD, number, VALUE, named(capital(others), COMPARATOR), GAP, VERDICT)
    return FactTable.of(f"{facts[0].area} beside {others}", columns, facts)


def _peers(assessment: Assessment, indicator: str, what: str, name: str) -> list[Part] | None:
    fact = assessment.only(indicator)
    if fact is None or not fact.is_shown:
        return None
    facts = assessment.same_period(fact, assessment.peers())
    if len(facts) < words.FEWEST_PEERS:
        return None
    country = next(iter(assessment.same_period(fact, [assessment.area.country])), None)
    highest, lowest = charts.highest_and_lowest(facts)
    group = assessment.peers_in_words
    has_intervals = any(peer.has_interval for peer in facts)
    known = "Lines are 95% intervals." if has_intervals else "No intervals were published."
    listed = [*sorted(facts, key=lambda peer: -peer.value), *filter(None, [country])]
    drawn = charts.dots_with_intervals(name, facts, fact.area, country)
    return [
        heading(what),
        paragraph(
            words.stated(fact),
            words.band(fact, {group: facts}),
            words.compared(fact) if has_intervals else _unjudged(lowest, highest),
        ),
        plain(NO_FUNNEL) if has_intervals else None,
        charts.Chart(
            name,
            f"{what}: {fact.area} {fact.number}, from {lowest.number} to {highest.number} among its peers",
            f"Dot chart of the {group}, {fact.period}. {fact.area} is the diamond. Lowest: {lowest.area} "
            f"{lowest.number}; highest: {highest.area} {highest.number}. {known}",
            drawn,
            f"{sources_of(assessment, [fact])}. {fact.period}.",
            FactTable.of(f"{what}, {fact.period}", (AREA, VALUE), listed),
        ),
    ]


def _unjudged(lowest: Fact, highest: Fact) -> words.Statement:
    """The two ends of the areas, of which nothing is said to be better or worse."""
    ends = f"Lowest: {lowest.area} ({lowest.number}); highest: {highest.area} ({highest.number})."
    return words.Statement(f"{ends} No interval of need was published, so chance is not judged.", (lowest, highest))
