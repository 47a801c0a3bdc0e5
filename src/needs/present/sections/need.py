"""The sections on need: how many people need help, how many of them are in treatment, and what cannot be compared."""

from needs.code_lists import downloads
from needs.present import numbers, words
from needs.present.assessment import Assessment
from needs.present.facts import Fact
from needs.present.kit import charts
from needs.present.kit.html import Number, Part, value_with_interval
from needs.present.kit.section import (
    PERIOD,
    Box,
    Column,
    Details,
    FactTable,
    Paragraph,
    heading,
    nothing,
    paragraph,
    plain,
    printed,
    sources_of,
    warning,
)
from needs.present.numbers import capital, in_words
from needs.present.sections import bullseye, voices
from needs.present.sections.messages import NEEDS, YEARS_BEFORE_AN_ESTIMATE_IS_OLD, printed_of_need

NOT_JOINED = "Each method or revision is a series of its own. None is subtracted from another, and no growth is worked out between two."
AS_PUBLISHED = {"need": "opiate_crack_not_in_treatment_percent", "alcohol": "alcohol_not_in_treatment_percent"}
NO_INPUTS = (
    "No estimate of this area is published, and none can be worked out. That takes a rate of its region or country, and its "
    "residents by age."
)
NOT_ONE_NUMBER = (
    "None of these is an estimate of the area's own people. Each rests on other places, and they are shown to say how far apart "
    "the answers lie."
)
GROUPS = ("age", "sex", "substance", "injecting")
NOT_BY_GROUP = (
    "Treatment of people who use opiates or crack is not published by these groups. So who is not in treatment is told of all "
    "together."
)
CLAIMED = ["not_in_contact_with_treatment", "not_in_treatment_percent"]


def estimate(assessment: Assessment) -> list[Part]:
    """How many people use opiates or crack, with how many of them named it in treatment, and how old the estimate is."""
    needed = NEEDS[0][1]
    newest, rate = assessment.only(needed), assessment.only(f"{needed}_per_1000")
    already = _in_two_figures(assessment)
    estimates = [fact for fact in (newest, *_quoted(assessment)) if fact is not None and fact not in already]
    if not estimates and not already and rate is None and assessment.only(AS_PUBLISHED["need"]) is None:
        return [nothing(assessment, "how many people use opiates or crack")]
    return [
        [paragraph(words.stated(fact), _doubt(fact, newest, rate)) for fact in estimates],
        paragraph(words.stated(rate), words.compared(rate)) if rate else None,
        _named_in_treatment(assessment, newest),
        _age_of(assessment, newest),
    ]


def answer(assessment: Assessment) -> list[Part]:
    """How many who use opiates or crack are not in treatment, first of all; where that cannot be told, the two usable figures."""
    name, needed, treated = NEEDS[0]
    if assessment.only(needed) is None and not _quoted(assessment):
        return []
    unmet = paragraph(_unmet(assessment, name, _of_any_age(assessment)))
    refused = [] if unmet else assessment.refused(f"{name}_unmet_need_percent")
    doubts = [words.Statement(_doubt(fact).text, (fact,)) for fact in _in_two_figures(assessment)[:1]]
    said = words.refused(latest_of(refused), treated, printed_of_need(assessment)) if refused else None
    return [
        unmet,
        warning(paragraph(said, *doubts)) if said else None,
        None if unmet else bullseye.counted(assessment),
        [paragraph(_claim(fact)) for fact in assessment.printed_facts(CLAIMED)],
    ]


def _in_two_figures(assessment: Assessment) -> list[Fact]:
    """The estimates that the answer gives already, where they are the first of two figures not set against each other."""
    name, of, _ = NEEDS[0]
    found = [] if _unmet(assessment, name).text else assessment.refused(f"{name}_unmet_need_percent")
    needed = latest_of(found).denominator if found else None
    estimates = (assessment.only(of), *_quoted(assessment))
    return [fact for fact in estimates if fact is not None and fact.value == needed]


def refused(assessment: Assessment) -> Box | None:
    """What was not set against each other though unmet need is told by other figures, and why."""
    name, _, treated = NEEDS[0]
    found = assessment.refused(f"{name}_unmet_need_percent") if _unmet(assessment, name).text else []
    said = words.refused(latest_of(found), treated, printed_of_need(assessment)) if found else None
    return warning(paragraph(said)) if said else None


def by_group(assessment: Assessment) -> list[Part]:
    """The estimate by age, sex, substance and way of use, where a file on hand has it."""
    facts = [fact for name in GROUPS for fact in assessment.latest(NEEDS[0][1], name) if fact.is_shown]
    if not facts:
        return []
    columns = [
        Column("Group", lambda fact: capital(fact.group)),
        PERIOD,
        Column("People (95% interval)", lambda fact: Number(value_with_interval(fact), facts=(fact,))),
    ]
    return [FactTable.of("People who use opiates or crack, by group: estimates", columns, facts), plain(NOT_BY_GROUP)]


def _of_any_age(assessment: Assessment) -> Fact | None:
    """The bounds that allow for other ages, of the year of unmet need itself."""
    people, wider = (assessment.only(f"opiate_crack_not_in_treatment{end}") for end in ("", "_any_age"))
    return wider if people and wider and wider.period == people.period else None


def otherwise(assessment: Assessment) -> list[Part]:
    """Where nobody has published an estimate, what other methods give: a range in a sentence."""
    facts = _otherwise(assessment)
    if not facts:
        return []
    lowest, highest = min(facts, key=lambda fact: fact.value), max(facts, key=lambda fact: fact.value)
    methods = "One method that works" if len(facts) == 1 else f"{capital(in_words(len(facts)))} methods that work"
    from_to = f"about {lowest.rough}" if lowest is highest else f"from about {lowest.rough} to about {highest.rough}"
    return [
        paragraph(
            words.Statement(
                f"Nobody has published an estimate of {assessment.area.name} with its method. {methods} from other places "
                f"{'gives' if len(facts) == 1 else 'give'} {from_to} people who use opiates or crack in {facts[0].period}.",
                tuple(facts),
            ),
            _with_their_limits(facts),
        )
    ]


def _with_their_limits(facts: list[Fact]) -> words.Statement:
    """How far the answers of several methods go with their limits, which is further than the answers themselves."""
    limited = [fact for fact in facts if fact.has_interval]
    ends = [limit for fact in limited for limit in (fact.lower, fact.upper)] + [fact.value for fact in facts]
    text = f"With their limits they go from {numbers.roughly(min(ends))} to {numbers.roughly(max(ends))}."
    return words.Statement(text if limited else "", tuple(facts))


def other_methods(assessment: Assessment) -> list[Part]:
    """The methods side by side, each with its range and what it rests on; or that nothing is at hand to work from."""
    facts = _otherwise(assessment)
    if not facts:
        is_estimated = assessment.only(NEEDS[0][1]) is not None
        return [] if is_estimated else [plain(NO_INPUTS)]
    columns = [
        Column("Method", lambda fact: capital(fact.group)),
        PERIOD,
        Column("People (95% interval)", lambda fact: Number(_rough(fact), facts=(fact,))),
        Column("What it rests on", lambda fact: f"{capital(fact.note)}."),
    ]
    return [
        heading("Estimates by other methods"),
        FactTable.of(
            f"{assessment.area.name}: people who use opiates or crack, worked out from elsewhere", columns, facts
        ),
        plain(NOT_ONE_NUMBER),
    ]


def _otherwise(assessment: Assessment) -> list[Fact]:
    return [fact for fact in assessment.latest("opiate_crack_users_by_other_methods", "method") if fact.is_shown]


def _rough(fact: Fact) -> str:
    return f"about {fact.rough}" + (f" ({fact.rough_interval})" if fact.rough_interval else ", no interval")


def latest_of(refused: list[Fact]) -> Fact:
    """Of refused comparisons the one of the latest days, of the most people treated."""
    return max(refused, key=lambda fact: (fact.period_end, fact.numerator))


def as_published(assessment: Assessment) -> Paragraph | None:
    """The share of those who use opiates or crack that is published as not in treatment, beside others."""
    return _as_published(assessment, "need")


def alcohol_as_published(assessment: Assessment) -> Paragraph | None:
    """The share of adults dependent on alcohol that is published as not in treatment, beside others."""
    return _as_published(assessment, "alcohol")


def _as_published(assessment: Assessment, topic: str) -> Paragraph | None:
    share = assessment.only(AS_PUBLISHED[topic])
    return paragraph(words.stated(share), words.compared(share)) if share and share.is_told else None


def chart(assessment: Assessment) -> charts.Chart | None:
    """The bullseye of need; where there is none, the estimate as a bar."""
    newest = assessment.only(NEEDS[0][1])
    return bullseye.chart(assessment) or (_need_chart(assessment, "need", [newest]) if newest else None)


def as_printed(assessment: Assessment) -> list[Part]:
    """What the partnership's document says and prints on need."""
    return [
        voices.printed(assessment, "unmet_need", "market"),
        printed(assessment, "need", "What the partnership's document prints on need"),
    ]


def series(assessment: Assessment) -> list[Part]:
    """The country's estimates of opiate and crack use by each method, the latest of each side by side, with what keeps them apart."""
    return _of_each_series(assessment, NEEDS[0][1], "People who use opiates or crack")


def alcohol_series(assessment: Assessment) -> list[Part]:
    """The country's estimates of alcohol dependence of each revision, the latest of each side by side, with what keeps them apart."""
    return _of_each_series(assessment, "alcohol_dependent_adults", "Adults dependent on alcohol")


def _of_each_series(assessment: Assessment, indicator: str, who: str) -> list[Part]:
    """The latest estimates of each series, of the area where it has several and else of the country; nothing of one alone."""
    for code in (assessment.area.code, assessment.area.country):
        facts = assessment.of_each_series(indicator, code)
        if len({fact.series for fact in facts}) > 1:
            break
    else:
        return []
    known = downloads.table("series").set_index("series")
    titles = {name: known["title"].get(name, name or "not stated") for name in {fact.series for fact in facts}}
    said = [known["publisher_says"].get(name, "") for name in titles]
    columns = [
        Column("Made by", lambda fact: titles[fact.series]),
        Column("Area", lambda fact: fact.area),
        PERIOD,
        Column("Estimate (95% interval)", lambda fact: Number(value_with_interval(fact), facts=(fact,))),
    ]
    own = assessment.only(indicator)
    shown = [fact for fact in facts if _is_latest_or_contested(fact, facts)]
    shown += [own] if own and own.area_code != code and own.series in titles else []
    return [
        FactTable.of(f"{who}: estimates by method", columns, shown),
        plain(f"{NOT_JOINED} {' '.join(f'Their publisher says: “{words}.”' for words in said if words)}".strip()),
    ]


def _is_latest_or_contested(fact: Fact, facts: list[Fact]) -> bool:
    """Whether an estimate is its series' latest, or of a time for which another series has another value."""
    of_series = [other for other in facts if other.series == fact.series]
    of_others = [other for other in facts if other.series != fact.series and other.period == fact.period]
    return fact == of_series[-1] or any(other.value != fact.value for other in of_others)


def _quoted(assessment: Assessment) -> list[Fact]:
    return [fact for fact in assessment.printed_facts([NEEDS[0][1]]) if fact.is_shown]


def alcohol(assessment: Assessment) -> list[Part]:
    """Adults dependent on alcohol, and those of them not in treatment; the first year with an interval where this has none."""
    percent, people = assessment.only("alcohol_unmet_need_percent"), assessment.only("alcohol_not_in_treatment")
    dependent = assessment.only("alcohol_dependent_adults")
    if dependent is None:
        is_published = assessment.only(AS_PUBLISHED["alcohol"]) is not None
        return [] if is_published else [nothing(assessment, "how many adults are dependent on alcohol")]
    return [
        paragraph(words.stated(dependent), _doubt(dependent, people)),
        paragraph(words.unmet(percent, people)) if percent and people else None,
        _with_interval_later(assessment, people),
    ]


def alcohol_chart(assessment: Assessment) -> list[Part]:
    """Dependent adults and those in treatment as bars on one scale, and who is not among them."""
    dependent = assessment.only("alcohol_dependent_adults")
    if dependent is None:
        return []
    alike = assessment.in_period_of(dependent, "adults_in_treatment_for_alcohol")
    treated = next((fact for fact in alike if fact.origin == "published"), None)
    return [
        _need_chart(assessment, "alcohol", [dependent, treated]) if treated else None,
        plain("People in the opiate group who also drink are not counted among those in treatment."),
    ]


def alcohol_as_printed(assessment: Assessment) -> Details | None:
    """What the partnership's document prints on alcohol."""
    return printed(assessment, "alcohol", "What the partnership's document prints on alcohol")


def _unmet(assessment: Assessment, name: str, of_any_age: Fact | None = None) -> words.Statement:
    percent, people = (assessment.only(f"{name}_{end}") for end in ("unmet_need_percent", "not_in_treatment"))
    return words.unmet(percent, people, of_any_age) if percent and people else words.Statement("", ())


def _named_in_treatment(assessment: Assessment, estimate: Fact | None) -> list[Part]:
    facts = assessment.in_period_of(estimate, "substances_of_people_in_treatment", "substance") if estimate else []
    named = [fact for fact in facts if fact.group == "opiates and/or crack" and fact.is_shown]
    return [
        paragraph(
            words.Statement(
                f"{fact.counts} people in treatment{fact.share} named opiates or crack as one of their substances in "
                f"{fact.period}.",
                (fact,),
            ),
        )
        for fact in named
    ]


def _age_of(assessment: Assessment, estimate: Fact | None) -> Box | None:
    """That an estimate is old, where it is: it says nothing of the years since."""
    if estimate is None or assessment.quarter.end.year - estimate.year < YEARS_BEFORE_AN_ESTIMATE_IS_OLD:
        return None
    return warning(
        paragraph(
            words.Statement(
                f"This estimate is for {estimate.period}; no later one was found. Need may have changed since.",
                (estimate,),
            ),
        )
    )


def _doubt(fact: Fact, *beside: Fact | None) -> words.Statement:
    """That an estimate has no interval, unless what stands beside it for the same time has one."""
    same_time = [other for other in beside if other is not None and other.period == fact.period]
    has_interval = any(each.has_interval for each in (fact, *same_time))
    return words.Statement("" if has_interval else words.NO_INTERVAL, ())


def _claim(fact: Fact) -> words.Statement:
    what = "are not in contact with treatment" if fact.unit == "people" else "of those in need are not in treatment"
    return words.Statement(
        f"The partnership's document says that {fact.qualified} {'people ' if fact.unit == 'people' else ''}{what}. "
        "We cannot confirm that figure: the two sides count different people.",
        (fact,),
    )


def _need_chart(assessment: Assessment, name: str, facts: list[Fact]) -> charts.Chart:
    estimate = facts[0]
    bars = numbers.listed(
        [f"{fact.label.lower()} {fact.number}{f' ({fact.interval})' if fact.interval else ''}" for fact in facts]
    )
    description = f"Bar chart on one scale: {bars}. {_limits_in_words(facts)}"
    rows = [[fact.label, fact.period, Number(value_with_interval(fact), facts=(fact,)), fact.age] for fact in facts]
    data = FactTable("Need and treatment", ["Who", "Period", "People (95% interval)", "Ages"], rows)
    return charts.Chart(
        name,
        _title(facts),
        description,
        charts.bars_from_need_to_treatment(name, facts),
        f"{sources_of(assessment, facts)}. {estimate.period}.",
        data,
    )


def _title(facts: list[Fact]) -> str:
    """What the bars show."""
    estimate, *treated = facts
    reached = f"; {treated[0].number} are in treatment" if treated else ""
    return f"{estimate.number} people are estimated to {words.ESTIMATES[estimate.indicator]}{reached}"


def _limits_in_words(facts: list[Fact]) -> str:
    return (
        "The line across the first bar is its 95% interval." if facts[0].has_interval else "No interval was published."
    )


def _with_interval_later(assessment: Assessment, people: Fact | None) -> list[Part] | None:
    if people is None or people.has_interval:
        return None
    later = assessment.later_with_interval("alcohol_not_in_treatment")
    percent = assessment.later_with_interval("alcohol_unmet_need_percent")
    if later is None or percent is None:
        return None
    return [
        heading("The first year with an interval"),
        paragraph(
            words.Statement(f"Intervals were first published for {later.period}, after this quarter.", ()),
            words.unmet(percent, later),
        ),
    ]
