"""Sentences made from facts. Verdict words stand in the tables here and nowhere else.

A sentence gives what, compared with what, how sure, over what period, in at most 25 words. It never says why.
"""

from dataclasses import dataclass

from needs.measure.matching import REASONS_APART
from needs.present.facts import Fact, counted, whole

CERTAINTY = {
    95: "the difference is larger than we would expect by chance",
    99.8: "the difference is very unlikely to be chance",
}
DIRECTIONS = {"better": "better than", "worse": "worse than", "higher": "higher than", "lower": "lower than"}
NOT_JUDGED = "We have not judged this against the target because {reason}."
NO_INTERVAL = "No interval was published, so we cannot say how sure this is."
ESTIMATES = {
    "opiate_crack_users": "use opiates or crack",
    "opiate_crack_users_per_1000": "use opiates or crack",
    "alcohol_dependent_adults": "be dependent on alcohol",
}
POPULATIONS = {
    "people with problematic drug dependency": "have a problematic drug dependency",
    "problem drug users": "be problem drug users",
}
FEWEST_PEERS = 5
SMALL_NUMBERS = (
    "none",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
)


@dataclass(frozen=True)
class Statement:
    """A sentence or a few, and the facts whose numbers they give."""

    text: str
    facts: tuple[Fact, ...]


def stated(fact: Fact) -> Statement:
    """What the fact says: how many, of how many, and when."""
    if fact.indicator in ESTIMATES:
        return Statement(_estimate(fact), (fact,))
    if fact.unit == "percent":
        return Statement(_percentage(fact), (fact,))
    if fact.unit == "per 100,000":
        return Statement(
            f"{whole(fact.numerator)} {fact.noun} {fact.done} in {fact.period}: {fact.number} ({fact.interval}) a year "
            f"for every 100,000 residents.",
            (fact,),
        )
    if fact.unit == "weeks":
        return Statement(f"{fact.label}: {counted(fact.number, fact.unit)} in {fact.period}.", (fact,))
    return Statement(f"{capital(fact.qualified)} people {fact.done or _as_title(fact)} in {fact.period}.", (fact,))


def compared(fact: Fact) -> Statement:
    """How the fact compares with its comparator, in the words of the table; empty where there is no comparator."""
    other, judgement = fact.comparator, fact.judgement
    if other is None or judgement is None:
        return Statement("", ())
    who = f"{_name(other)} ({other.qualified})"
    if judgement.state in DIRECTIONS:
        text = f"This is {DIRECTIONS[judgement.state]} {who}, and {CERTAINTY[judgement.certainty]}."
    elif judgement.state == "similar":
        text = f"This is similar to {who}: the difference could be chance."
    else:
        text = f"{capital(_name(other))} had {other.qualified}. We have not compared the two: {judgement.reason}."
    return Statement(text, (fact, other))


def against_target(fact: Fact) -> Statement:
    """Whether the fact's target was met, by how much, or why we do not say."""
    target, judgement = fact.target, fact.target_judgement
    if target is None or judgement is None:
        return Statement("", ())
    if judgement.state == "not judged":
        return Statement(NOT_JUDGED.format(reason=judgement.reason), (fact, target))
    by = f" by {fact.target_points}" if judgement.difference else " exactly"
    text = {
        "met": f"The target of {target.qualified} was met{by}.",
        "missed": f"The target of {target.qualified} was missed{by}.",
        "short of": f"The target for {target.period} is {target.qualified}, {fact.target_points} away.",
        "reached": f"It is already within the target for {target.period}, {target.qualified}.",
    }[judgement.state]
    return Statement(text, (fact, target))


def unmet(percent: Fact, people: Fact) -> Statement:
    """Unmet need as a range where the estimate has one, as a single figure with the warning where it has none."""
    treated, needed = whole(people.numerator), whole(people.denominator)
    if people.has_interval:
        text = (
            f"About {people.number} people ({people.interval}) who may need treatment were not in it in {people.period}: "
            f"{percent.number} ({percent.interval})."
        )
    else:
        text = (
            f"About {people.number} of {needed} people who may need treatment were not in it in {people.period} "
            f"({percent.number}). {treated} were. {NO_INTERVAL}"
        )
    return Statement(text, (people, percent))


def refused(fact: Fact, treated: str, needed: str) -> Statement:
    """Why the number treated is not taken from the number in need."""
    reasons = " ".join(f"{capital(reason)}." for reason in fact.note.split(REASONS_APART))
    return Statement(
        f"We have not compared the {whole(fact.numerator)} {treated} with the {whole(fact.denominator)} {needed}. {reasons}",
        (fact,),
    )


def band(own: Fact, facts: list[Fact], group: str) -> Statement:
    """Where the area stands among its peers: a band, never a bare rank; nothing where the peers are few."""
    if len(facts) < FEWEST_PEERS:
        return Statement("", ())
    below = sum(fact.value < own.value for fact in facts) / len(facts)
    place = "lowest quarter" if below < 0.25 else "highest quarter" if below >= 0.75 else "middle half"
    return Statement(f"That is in the {place} of the {group}.", (own,))


def contradicting(facts: list[Fact]) -> Statement:
    """Figures of one document that ought to be one and are not: all are given, none is preferred."""
    values = [f"{fact.qualified} ({fact.period}, {fact.kind})" for fact in facts]
    return Statement(
        f"The document gives more than one figure for {facts[0].label}: {listed(values)}. All are shown.", tuple(facts)
    )


def together(*statements: Statement) -> Statement:
    """Several statements as one paragraph."""
    facts = tuple(dict.fromkeys(fact for statement in statements for fact in statement.facts))
    return Statement(" ".join(statement.text for statement in statements if statement.text), facts)


def capital(text: str) -> str:
    """The text with its first letter large."""
    return text[:1].upper() + text[1:]


def in_words(number: int) -> str:
    """A small number as a word, so that it is never taken for a figure."""
    return SMALL_NUMBERS[number] if number < len(SMALL_NUMBERS) else str(number)


def listed(items: list[str]) -> str:
    """Items as a sentence lists them: "a, b and c"."""
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} and {items[-1]}"


def _percentage(fact: Fact) -> str:
    done = fact.done or _as_title(fact)
    if not fact.counts:
        group = "" if fact.group == "all" else f" ({fact.group})"
        return f"{capital(fact.qualified)} {done}{group} in {fact.period}, as printed without counts."
    interval = f", {fact.interval}" if fact.interval else ""
    return f"{fact.counts} {fact.noun} ({fact.number}{interval}) {done} in {fact.period}."


def _estimate(fact: Fact) -> str:
    size = (
        f"{fact.qualified} people"
        if fact.unit == "people"
        else f"{fact.number} in every 1,000 residents aged {fact.age}"
    )
    does = POPULATIONS.get(fact.population, ESTIMATES[fact.indicator])
    interval = f" ({fact.interval})" if fact.interval else ""
    where = f" in {fact.area}" if fact.kind == "national" else ""
    return f"{capital(size)}{interval}{where} were estimated to {does} in {fact.period}."


def _name(other: Fact) -> str:
    return "the national figure printed beside it" if other.kind == "national" else other.area


def _as_title(fact: Fact) -> str:
    return f"({fact.title[:1].lower()}{fact.title[1:]})"
