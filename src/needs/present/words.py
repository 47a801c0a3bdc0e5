"""Sentences made from facts. Verdict words stand in the tables here and nowhere else.

A sentence gives what, compared with what, how sure, over what period, in at most 25 words. It never says why.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from needs.areas import is_country
from needs.measure.comparison import TOO_CLOSE, TOO_FEW, Judgement, quarter_among
from needs.measure.funnels import ABOVE, BELOW, NO_COUNTS, NO_TEN, WITHIN
from needs.measure.indicator import Indicator
from needs.measure.indicators import BY_NAME
from needs.measure.need import AGES_DIFFER, REASONS_APART
from needs.measure.results import OF_RECORDS, Row
from needs.measure.standing import STANDARD, Family
from needs.present.facts import Fact, known
from needs.present.numbers import capital, counted, in_words, listed, whole


def noun_and_verb(row: Row, indicator: Indicator | None) -> tuple[str, str]:
    """The noun and the verb of a figure; what was counted by journey is not said of people, an offer is no beginning."""
    if indicator is None:
        return "people", ""
    of_a_year = BY_NAME[known(indicator.numerator, "numerator").measure] if indicator.form == "pooled" else indicator
    counting = of_a_year.counting if row.source in OF_RECORDS else None
    if counting is None:
        return indicator.noun, indicator.done
    of_people = counting.of == "journeys" and indicator.noun == "people"
    return counting.noun or ("treatment journeys" if of_people else indicator.noun), counting.done or indicator.done


def caution(row: Row, indicator: Indicator | None) -> str:
    """What to know beside a figure: of its indicator, and of how it was counted where it was counted here."""
    if indicator is None:
        return ""
    of_records = indicator.counting.caution if indicator.counting and row.source in OF_RECORDS else ""
    return " ".join(part for part in (indicator.caution, of_records) if part)


DIFFERS = "This is {direction} {who}. The difference is larger than we would expect by chance."
ESTIMATED = "The figure of {area} is itself an estimate, so treat this as a guide."
DIRECTIONS = {"better": "better than", "worse": "worse than", "higher": "higher than", "lower": "lower than"}
NOT_COMPARED = "not compared"
VERDICTS = {
    "better": "Better", "worse": "Worse", "higher": "Higher", "lower": "Lower", "similar": "Similar",
    "met": "Met", "missed": "Missed", "reached": "Reached early", "short of": "Not yet reached",
    NOT_COMPARED: "Not compared", "not judged": "Not judged",
}  # fmt: skip
AMONG = {  # where an area lies among areas, in tables
    WITHIN: "Within", ABOVE: "Above", BELOW: "Below", NO_TEN: "No ten areas", NO_COUNTS: "No counts",
    TOO_CLOSE: "Too close", TOO_FEW: "Too few people",
}  # fmt: skip
SPREAD = {  # and in a sentence after the verdict beside the country
    WITHIN: "But areas often differ as much: it lies within their usual spread.",
    ABOVE: "It lies above the usual spread of areas too.",
    BELOW: "It lies below the usual spread of areas too.",
    NO_TEN: "Fewer than ten areas show this figure, so we do not know how much areas usually differ.",
    NO_COUNTS: "It rests on no counts, so we do not know how much areas usually differ.",
    TOO_CLOSE: "Among areas it is too close to call after rounding.",
    TOO_FEW: "Among areas it is of too few people to compare.",
}
NOT_JUDGED = "We have not judged this against the target: {reason}."
NO_COUNTS = "No counts were printed."
NO_INTERVAL = "No interval was published. We cannot say how sure this is."
ESTIMATES = {
    "opiate_crack_users": "use opiates or crack",
    "opiate_crack_users_per_1000": "use opiates or crack",
    "alcohol_dependent_adults": "be dependent on alcohol",
}
POPULATIONS_DID = {
    "people accessing treatment": "people accessed treatment",
    "people accessing services": "people accessed services",
    "drug users in treatment": "people who use drugs were in treatment",
}
POPULATIONS = {
    "Class A problem drug users": 'be "Class A problem drug users"',
    "people with problematic drug dependency": "have a problematic drug dependency",
    "problem drug users": "be problem drug users",
}
OTHER_AGES = "The estimate is of ages {age}; some of those treated may be of other ages."
FEWEST_PEERS = 8


@dataclass(frozen=True)
class Statement:
    """A sentence or a few, and the facts whose numbers they give."""

    text: str
    facts: tuple[Fact, ...]


def stated(fact: Fact) -> Statement:
    """What the fact says: how many, of how many, and when."""
    if fact.indicator in ESTIMATES:
        return Statement(_estimate(fact), (fact,))
    if fact.is_unmet and fact.unit == "percent":
        who = f"people estimated to {_does(fact)}"
        limits = f" ({fact.interval})" if fact.interval else ""
        return Statement(f"{fact.number}{limits} of {who} were not in treatment in {fact.period}.", (fact,))
    if fact.unit == "percent":
        return Statement(_percentage(fact), (fact,))
    if fact.unit == "per 100,000":
        return Statement(
            f"{whole(fact.numerator)} {fact.noun} {fact.done} in {fact.period}: {fact.number} ({fact.interval}) a year "
            f"for every 100,000 residents.",
            (fact,),
        )
    if fact.unit == "weeks":
        return Statement(f"{fact.label}: {counted(fact.number, fact.unit)} {fact.when}.", (fact,))
    noun = fact.noun if fact.noun.startswith("treatment journeys") else "people"
    did = POPULATIONS_DID.get(fact.population, f"{noun} {fact.done or _as_title(fact)}")
    return Statement(f"{capital(fact.qualified)} {did} {fact.when}.", (fact,))


def compared(fact: Fact) -> Statement:
    """How the fact compares with its comparator, and whether areas often differ as much; empty where there is no comparator."""
    other, judgement = fact.comparator, fact.judgement
    is_estimated = other is not None and other.kind == "estimate" and is_country(other.area_code)
    is_compared = judgement is not None and judgement.state != "not compared"
    guide = ESTIMATED.format(area=other.area) if other and is_estimated and is_compared else ""
    return together(against(fact), Statement(guide, ()), among(fact))


def against(fact: Fact) -> Statement:
    """How the fact compares with its comparator, and no more; empty where there is no comparator."""
    other, judgement = fact.comparator, fact.judgement
    if other is None or judgement is None:
        return Statement("", ())
    who = f"{_name(other)} ({other.qualified})"
    if judgement.state in DIRECTIONS:
        text = DIFFERS.format(direction=DIRECTIONS[judgement.state], who=who)
    elif judgement.state == "similar":
        text = f"This is similar to {who}: the difference could be chance."
    else:
        text = f"{capital(_name(other))} had {other.qualified}. We have not compared the two: {judgement.reason}."
    return Statement(text, (fact, other))


def among(fact: Fact) -> Statement:
    """Whether areas usually differ as much as the fact does from its comparator; empty where it does not differ."""
    if fact.among is None or fact.state not in DIRECTIONS:
        return Statement("", ())
    return Statement(SPREAD[_where(fact.among)], (fact,))


def verdict_in_words(judgement: Judgement | None) -> str:
    """A verdict as every table names it."""
    return VERDICTS[judgement.state if judgement else NOT_COMPARED]


def among_in_words(fact: Fact) -> str:
    """Where an area lies among areas, as every table names it."""
    return AMONG[_where(fact.among)] if fact.among else VERDICTS["not judged"]


def _where(judgement: Judgement) -> str:
    return judgement.reason or judgement.state


def of_comparisons(family: Family, others: str) -> str:
    """How many comparisons with the country there are, and how each allows for all: for a table, one wording in every document."""
    if family.number < 2:
        return f"{capital(in_words(family.number))} figure is compared with {others}: by its 95% interval."
    sorts = [(family.totals, "of everybody", "all"), (family.groups, "of groups", "group")]
    many = listed([f"{number:,} figures {of}" for number, of, _ in sorts if number])
    wide = listed([f"{_sure(family.confidence(kind))} {of}" for number, of, kind in sorts if number])
    return (
        f"{many} are compared with {others} for this quarter. If nothing differed, one quarter in twenty would still show any "
        f"difference (Bonferroni). So the intervals that decide are of {wide}; those printed are of 95%. Each measure is judged "
        "once, for its latest and longest period."
    )


def _sure(confidence: float) -> str:
    """A confidence in percent, its distance to 100 to two figures."""
    short = float(f"{100 * (1 - confidence):.2g}")
    return f"{Decimal(100) - Decimal(str(short))}%"


def against_target(fact: Fact) -> Statement:
    """Whether the fact's target was met, by how much, or why we do not say."""
    target, judgement = fact.target, fact.target_judgement
    if target is None or judgement is None:
        return Statement("", ())
    if judgement.state == "not judged":
        return Statement(NOT_JUDGED.format(reason=judgement.reason), (fact, target))
    points = fact.target_points
    aim = counted(target.qualified, target.unit) if target.unit == "weeks" else target.qualified
    has_its_time = target.window == STANDARD or target.period == fact.period
    due = aim if has_its_time else f"{aim} for {target.period}"
    text = {
        "met": f"The target of {due} was met{f', with {points} to spare' if judgement.difference and points else ''}.",
        "missed": f"The target of {due} was missed{points and f' by {points}'}.",
        "short of": f"The target for {target.period} is {aim}{points and f', {points} away'}.",
        "reached": f"It is already within the target for {target.period}, {aim}.",
    }[judgement.state]
    return Statement(text, (fact, target))


def unmet(percent: Fact, people: Fact, of_any_age: Fact | None = None) -> Statement:
    """Unmet need as a range where the estimate has one; else a single figure and the word that no interval was published.

    Where treatment and estimate are of different ages, that is said; with the wider bounds, where they are given.
    """
    needed, treated = whole(people.denominator), whole(people.numerator)
    wider = allowing_for_ages(of_any_age)
    caution = f"The estimate is of ages {people.age}." if wider.text else OTHER_AGES.format(age=people.age)
    ages = Statement(caution if people.rule == AGES_DIFFER else "", ())
    if not people.is_shown:
        text = f"The estimate of {needed} people is inconsistent with the {treated} known to be in treatment in {people.period}."
    elif people.has_interval:
        low, high = people.rough_interval.split(" to ")
        text = (
            f"About {people.rough} people who may need treatment were not in it in {people.period}, between {low} and {high}. "
            f"That is about {percent.number} of those in need ({percent.interval})."
        )
    elif people.interval_method == "none published":
        text = (
            f"About {people.rough} of an estimated {needed} people who may need treatment were not in it in {people.period} "
            f"({percent.number}). {NO_INTERVAL}"
        )
    else:
        text = (
            f"About {people.rough} people who may need treatment were not in it in {people.period}. The lower limit of the "
            f"estimate is inconsistent with the {treated} known to be in treatment."
        )
    return together(Statement(text, (people, percent)), ages, wider)


def allowing_for_ages(people: Fact | None) -> Statement:
    """The wider bounds on the people not in treatment, where treatment and estimate are of different ages."""
    if people is None or not people.is_shown or not people.has_interval:
        return Statement("", ())
    low, high = people.rough_interval.split(" to ")
    short = f" {capital(people.reason)}." if people.reason else ""
    return Statement(
        f"Allowing for people treated at other ages, between {low} and {high} were not in treatment.{short}",
        (people,),
    )


def two_figures(fact: Fact, treated: str, printed: Iterable[Fact] = ()) -> Statement:
    """The two figures that a reader can use where the number treated is not taken from the number in need.

    Each is as sure as the document of `printed` that has it says: "about 2,000" is no 2,000.
    """
    said = {each.value: each.qualified for each in printed}
    needed, counted_in = (said.get(number, whole(number)) for number in (fact.denominator, fact.numerator))
    return Statement(
        f"{capital(needed)} people were estimated to {POPULATIONS.get(fact.population, _does(fact))}. "
        f"{capital(counted_in)} {treated} were counted in {fact.period}. "
        "How many are not in treatment cannot be worked out from the two.",
        (fact,),
    )


def refused(fact: Fact, treated: str, printed: Iterable[Fact] = ()) -> Statement:
    """Those two figures, and why the one is not taken from the other."""
    reasons = " ".join(f"{capital(reason)}." for reason in fact.reason.split(REASONS_APART))
    return together(two_figures(fact, treated, printed), Statement(reasons, ()))


def band(fact: Fact, groups: dict[str, list[Fact]]) -> Statement:
    """Where the area stands among groups of areas, by what they are called: a band, never a bare rank; nothing of few areas."""
    places: dict[str, list[str]] = {}
    for group, facts in groups.items():
        if len(facts) >= FEWEST_PEERS:
            quarter = quarter_among(fact.value, [peer.value for peer in facts])
            place = {1: "lowest quarter", 4: "highest quarter"}.get(quarter, "middle half")
            places.setdefault(place, []).append(f"of the {group}")
    if not places:
        return Statement("", ())
    said = [f"in the {place} {' and '.join(of_groups)}" for place, of_groups in places.items()]
    return Statement(f"That is {listed(said)}.", (fact,))


def said_without_a_number(fact: Fact) -> Statement:
    """What a document says where it prints no number."""
    return Statement(f"{fact.area}'s document says, without a number: {fact.quoted}.", (fact,))


def contradicting(facts: list[Fact]) -> Statement:
    """Figures of one document that ought to be one and are not: all are given, none is preferred."""
    values = [f"{fact.qualified} ({fact.period}, {fact.kind})" for fact in facts]
    return Statement(
        f"{facts[0].area}'s document gives more than one figure for {facts[0].label}: {listed(values)}. All are shown.",
        tuple(facts),
    )


def together(*statements: Statement) -> Statement:
    """Several statements as one paragraph."""
    facts = tuple(dict.fromkeys(fact for statement in statements for fact in statement.facts))
    return Statement(" ".join(statement.text for statement in statements if statement.text), facts)


def _does(fact: Fact) -> str:
    """What the people are estimated to do of whom unmet need is a part."""
    of = BY_NAME[fact.indicator].denominator
    return ESTIMATES[of.measure] if of else ""


def _percentage(fact: Fact) -> str:
    done = fact.done or _as_title(fact)
    if not fact.counts:
        group = "" if fact.group == "all" else f" ({fact.named_group})"
        of_whom = "" if fact.noun == "people" else f" of {fact.noun}"
        limits = f" ({fact.interval})" if fact.interval else ""
        unknown = "" if fact.interval else f" {NO_COUNTS}"  # counts are wanted only for what they say of chance
        return f"{capital(fact.qualified)}{limits}{of_whom} {done}{group} {fact.when}.{unknown}"
    return f"{capital(fact.counts)} {fact.noun}{fact.share} {done} {fact.when}."


def _estimate(fact: Fact) -> str:
    size = (
        f"{fact.qualified} people"
        if fact.unit == "people"
        else f"{fact.number} in every 1,000 residents aged {fact.age}"
    )
    does = POPULATIONS.get(fact.population, ESTIMATES[fact.indicator])
    interval = f" ({fact.interval})" if fact.interval else ""
    where = f" in {fact.area}" if fact.kind == "national" else ""
    return f"{capital(size)}{interval}{where} were estimated to {does} {fact.when}."


def _name(other: Fact) -> str:
    return "the national figure printed beside it" if other.kind == "national" else other.area


def _as_title(fact: Fact) -> str:
    return f"({fact.title[:1].lower()}{fact.title[1:]})"
