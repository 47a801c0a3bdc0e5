"""The sections that set the partnership beside others: England, the areas of its kind in its region, and harm."""

from needs.measure.comparison import LOW_RELIABILITY
from needs.present import words
from needs.present.assessment import Assessment
from needs.present.facts import Fact
from needs.present.kit import charts
from needs.present.kit.html import Html, Number, value_with_interval, verdict
from needs.present.kit.section import (
    COMPARATOR,
    GROUP,
    MEASURE,
    PERIOD,
    VALUE,
    VERDICT,
    Column,
    FactTable,
    cited,
    heading,
    named,
    nothing,
    paragraph,
    plain,
    printed,
    sources_of,
)
from needs.present.numbers import capital
from needs.present.sections import counted, voices
from needs.present.sections.funnels import funnels
from needs.present.sections.messages import judged

SIDE_BY_SIDE = (
    ("opiate_crack_users_per_1000", "People who use opiates or crack", "peers-opiates"),
    ("alcohol_unmet_need_percent", "Adults dependent on alcohol who are not in treatment", "peers-alcohol"),
)
NO_FUNNEL = "No funnel is drawn: these are estimates and not counts, so limits that allow for chance in counting would be too narrow."
AREA = Column("Area", lambda fact: fact.area)
DEATHS_CAUTION = (
    "Deaths are counted when they are registered, often months after they happen. The periods overlap, so change cannot be "
    "judged from one to the next."
)


def comparison(assessment: Assessment) -> Html:
    """England beside every figure that may be compared, and each area of the same kind in the region beside the others."""
    facts = [fact for fact in judged(assessment) if fact.judgement and fact.comparator.kind != "national"]
    charts_of_peers = [_peers(assessment, *item) for item in SIDE_BY_SIDE]
    found = [*(item for item in charts_of_peers if item is not None), *funnels(assessment)]
    if not facts and not found:
        unknown = nothing(assessment, "need or treatment that may be set beside other areas")
        return cited(assessment, unknown, voices.printed(assessment, "comparison"))
    return cited(assessment, _spine(facts) if facts else None, found, voices.printed(assessment, "comparison"))


def harm(assessment: Assessment) -> Html:
    """Deaths from drug misuse, alcohol-related admissions, and what the partnership's document prints on harm."""
    rate = assessment.only("drug_misuse_deaths_crude_rate")
    admissions = assessment.only("alcohol_related_admission_rate")
    own = printed(assessment, "harm", "What the partnership's document prints on harm")
    by_sex = _deaths_by_sex(assessment)
    return cited(
        assessment,
        paragraph(words.stated(rate), words.Statement(rate.caution, ())) if rate and rate.is_shown else None,
        counted.harm(assessment),
        [plain(DEATHS_CAUTION), by_sex] if by_sex else nothing(assessment, "deaths from drug misuse"),
        paragraph(_admissions(admissions))
        if admissions and admissions.is_shown
        else nothing(assessment, "alcohol-related hospital admissions (NI 39)"),
        own,
    )


def _admissions(fact: Fact) -> words.Statement:
    """The rate of admissions, which is of episodes and has no interval: nothing is said of chance."""
    text = f"There were {fact.number} alcohol-related hospital admissions for every 100,000 residents in {fact.period}."
    return words.Statement(text, (fact,))


def _spine(facts: list[Fact]) -> FactTable:
    others = facts[0].comparator.area
    number = Column("Number", lambda fact: Number(fact.counts or "[z]", facts=(fact,)))
    difference = Column("Difference", lambda fact: fact.gap)
    columns = (MEASURE, PERIOD, number, VALUE, named(capital(others), COMPARATOR), difference, VERDICT)
    return FactTable.of(f"{facts[0].area} beside {others}", columns, facts)


def _peers(assessment: Assessment, indicator: str, what: str, name: str):
    own = assessment.only(indicator)
    if own is None or not own.is_shown:
        return None
    facts = assessment.same_period(own, assessment.peers())
    if len(facts) < words.FEWEST_PEERS:
        return None
    country = next(iter(assessment.same_period(own, [assessment.area.country])), None)
    highest, lowest = charts.highest_and_lowest(facts)
    group = assessment.peers_in_words
    has_intervals = any(fact.has_interval for fact in facts)
    known = "Lines are 95% intervals." if has_intervals else "No intervals were published."
    listed = [*sorted(facts, key=lambda fact: -fact.value), *filter(None, [country])]
    drawn = charts.dots_with_intervals(name, facts, own.area, country)
    return [
        heading(what),
        paragraph(
            words.stated(own),
            words.band(own, facts, group),
            words.compared(own) if has_intervals else _unjudged(lowest, highest),
        ),
        plain(NO_FUNNEL) if has_intervals else None,
        charts.Chart(
            name,
            f"{what}: {own.area} {own.number}, from {lowest.number} to {highest.number} among its peers",
            f"Dot chart of the {group}, {own.period}. {own.area} is the diamond. Lowest: {lowest.area} "
            f"{lowest.number}; highest: {highest.area} {highest.number}. {known}",
            drawn,
            f"{sources_of(assessment, [own])}. {own.period}.",
            FactTable.of(f"{what}, {own.period}", (AREA, VALUE), listed),
        ),
    ]


def _unjudged(lowest: Fact, highest: Fact) -> words.Statement:
    """The two ends of the areas, of which nothing is said to be better or worse."""
    ends = f"Lowest: {lowest.area} ({lowest.number}); highest: {highest.area} ({highest.number})."
    return words.Statement(f"{ends} No interval of need was published, so chance is not judged.", (lowest, highest))


def _deaths_by_sex(assessment: Assessment):
    rates = assessment.latest("drug_misuse_death_rate", "sex")
    if not rates:
        return None
    others = assessment.others
    columns = (
        named("Sex", GROUP),
        named("Age-standardised rate per 100,000 (95% interval)", VALUE),
        Column(others, _value_of_others),
        Column(f"Against {others}", lambda fact: verdict(fact.judgement)),
    )
    few = any(fact.reason == LOW_RELIABILITY for fact in rates)
    return [
        FactTable.of(f"Deaths from drug misuse, {rates[0].area}, {rates[0].period}", columns, rates),
        plain("A rate that is not compared rests on few deaths; its publisher calls it of low reliability.")
        if few
        else None,
    ]


def _value_of_others(fact: Fact) -> Number | str:
    other = fact.comparator
    return Number(value_with_interval(other), facts=(other,)) if other else "no figure"
