"""The partnership beside others: the country, and the areas of its kind in its region."""

from markupsafe import Markup

from needs import areas as area_names
from needs.present import words
from needs.present.assessment import Assessment
from needs.present.facts import Fact, known
from needs.present.kit import charts
from needs.present.kit.frame import NO_PEERS
from needs.present.kit.html import Number, Part, element, value_with_interval
from needs.present.kit.section import (
    AMONG,
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
from needs.present.numbers import capital, in_words, spelt
from needs.present.sections import voices
from needs.present.sections.messages import judged

SIDE_BY_SIDE = (
    ("opiate_crack_users_per_1000", "People who use opiates or crack", "peers-opiates"),
    ("alcohol_unmet_need_percent", "Adults dependent on alcohol who are not in treatment", "peers-alcohol"),
)
NO_FUNNEL = "No funnel is drawn: these are estimates and not counts, so limits that allow for chance in counting would be too narrow."
LIKE_IN_WHAT = "The list is of likeness in people and economy; likeness in need was not looked at."
OF_BANDS = "Of other areas the middle figure is given, with the lowest and the highest in brackets. The area itself is not among them."
NO_THREE = "no three areas"
OTHERS_STAND = "The table is of figures of which higher or lower is better. The others that were compared stand with their subjects."
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


def how_many_differ(assessment: Assessment) -> Markup:
    """How many figures of everybody are compared, differ from the country, and lie outside the usual spread of areas."""
    facts = everybody(assessment)
    if not facts:
        return plain(f"No figure of {assessment.area.name} is compared with {assessment.others}.")
    differ = [fact for fact in facts if fact.state in words.DIRECTIONS]
    told = [fact for fact in differ if fact.spread != words.NOT_COMPARED]
    some = f"{_many(len(facts))} of everybody {'is' if len(facts) == 1 else 'are'} compared with {assessment.others}."
    if not differ:
        return plain(f"{some} None differs by more than we would expect by chance.")
    apart = f"{capital(spelt(len(differ)))} {'differs' if len(differ) == 1 else 'differ'} by more than we would expect by chance."
    outside = f"Outside the usual spread of areas too: {in_words(sum(fact.stands_out for fact in told))}."
    areas = outside if told else "How much areas usually differ is not known."
    return plain(f"{some} {apart} {areas}")


def everybody(assessment: Assessment) -> list[Fact]:
    """Every figure of everybody that gets a verdict beside the country; of those of the very same people one."""
    names = {name for name, breakdown, *_ in assessment.family().figures if breakdown == "all"}
    facts = [fact for name in sorted(names) for fact in assessment.latest(name)]
    family = assessment.family()
    return list({family.which(fact.row): fact for fact in facts if family.holds(fact.row)}.values())


def _many(number: int) -> str:
    if number >= 100:
        return "Over a hundred figures"
    return f"{capital(spelt(number))} {'figure' if number == 1 else 'figures'}"


def beside_others(assessment: Assessment) -> list[Part] | None:
    """Every figure of which one direction is better, beside the country's, its region's and those of similar areas, with both verdicts.

    The others, which the text counts too, would make the page too long: that is said.
    """
    facts = [fact for fact in judged(assessment) if fact.comparator and fact.comparator.kind != "national"]
    listed = {fact.key for fact in facts}
    table = beside(assessment, facts)
    return (
        [*table, plain(OTHERS_STAND)]
        if table and any(fact.key not in listed for fact in everybody(assessment))
        else table
    )


def beside(assessment: Assessment, facts: list[Fact]) -> list[Part] | None:
    """Facts that have a comparator beside it, the region and similar areas, a row each; None of none."""
    if not facts:
        return None
    others = known(facts[0].comparator, "comparator").area
    region = f"Others in {area_names.named(assessment.area.region, assessment.safe.areas)}"
    bands = {region: assessment.in_region(), capital(assessment.peers_in_words): assessment.like_it()}
    if sorted(assessment.like_it()) == assessment.in_region():
        del bands[region]
    columns = [
        MEASURE,
        PERIOD,
        Column(VALUE.heading, lambda fact: Number(value_with_interval(fact), fact.counts_beside, (fact,))),
        named(capital(others), COMPARATOR),
        *(_band(assessment, name, codes) for name, codes in bands.items() if codes),
        GAP,
        VERDICT,
        AMONG,
    ]
    return [
        FactTable.of(f"{facts[0].area} beside {others} and other areas", columns, facts),
        plain(OF_BANDS) if any(bands.values()) else None,
    ]


def _band(assessment: Assessment, name: str, codes: list[str]) -> Column:
    """The middle of the areas' figures, with the lowest and the highest in brackets."""

    def cell(fact: Fact) -> Number:
        found = assessment.band_of(fact, codes, name)
        return Number(value_with_interval(found), facts=(found,)) if found else Number(NO_THREE)

    return Column(name, cell)


def peers(assessment: Assessment) -> list[Part]:
    """Each area of the same kind in the region beside the others, a chart a measure."""
    if assessment.area.authorities and not assessment.area.neighbours:
        return [plain(NO_PEERS)]
    return [_peers(assessment, *measure) for measure in SIDE_BY_SIDE]


def as_printed(assessment: Assessment) -> list[Markup]:
    """What the partnership's document says on other councils."""
    return voices.printed(assessment, "comparison")


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
