"""Which gaps are largest, in people: targets missed, results worse than others, and need that is not met. Never why."""

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace

from markupsafe import Markup

from needs.measure.comparison import Judgement, people_short
from needs.measure.indicator import HIGHER_BETTER, LOWER_BETTER
from needs.measure.need import SHARES
from needs.present import at_hand, words
from needs.present.assessment import Assessment
from needs.present.at_hand import Subject, is_on_file
from needs.present.facts import Fact, known
from needs.present.kit.html import Cell, Number, Part, Words, element, verdict
from needs.present.kit.section import Evidence, FactTable, heading, paragraph, plain, printed
from needs.present.numbers import capital, in_words, whole
from needs.present.sections import messages, people
from needs.present.sections.voices import authored
from needs.present.standing import against_targets

MOST_GAPS = 8
NOT_MET = ("missed", "short of")
NO_GAP = "No gap can be put in people: it takes counts, and a target, a comparator or an estimate of need."
IN_ORDER = "Gaps to the country stand in the order they have once chance is taken off, so a smaller number may stand before a larger."
NOT_A_SUM = "One person may be in several gaps, so they do not add up. The table says how many, and never why."
JOURNEYS = "Someone who came or left twice counts twice."
NEED_REFUSED = "Need that could not be compared with treatment is not in the table. The section on need says why."
NO_OPTIONS = "What might be done is not in the files of this project. A ranked gap recommends nothing."
LESS_TREATED = "an estimate of need, less those in treatment"
OTHER_TOPICS = {
    "young people": "Young people",
    "money": "Money",
    "workforce": "Staff and service users",
    "other": "Other figures",
}
WANTED = {
    "an estimate of how many people use opiates or crack": at_hand.OPIATES,
    "an estimate of how many adults are dependent on alcohol": at_hand.ALCOHOL,
    "the number of people in treatment": at_hand.TREATED,
    "waiting times": at_hand.WAITING,
    "how people leave treatment": at_hand.LEAVING,
    "results of the Treatment Outcomes Profile": at_hand.PROFILE,
    "young people in treatment": at_hand.TREATED_YOUNG,
    "needle exchange": Subject(names=("syringe",)),
    "hepatitis C": Subject(names=("hepatitis_c",)),
    "alcohol-related hospital admissions": at_hand.ADMISSIONS,
    "money spent": at_hand.MONEY,
}
WANTED_OF_ERA = {  # each with an indicator that is of its time
    "criminal justice: Drug Interventions Programme and Drug Rehabilitation Requirement": (
        "dip_kpi_1_percent",
        at_hand.RETURNED,
    ),
    "criminal justice: Drug Rehabilitation Requirement": ("continuity_of_care_percent", at_hand.REQUIREMENTS),
    "continuity of care after prison (C20)": ("continuity_of_care_percent", at_hand.CONTINUITY),
    "treatment progress": ("treatment_progress_alcohol_percent", at_hand.PROGRESS),
}
POPULATION = "the population by ethnic group at the time"
HEADERS = ["Gap", "People", "Verdict", "Among areas", "Now, and set against", "Period", "Evidence"]


@dataclass(frozen=True, kw_only=True)
class Gap:
    """One gap: the figure that falls short, the figure it is set against (none for need) and how many people lie between."""

    now: Fact
    other: Fact | None
    judgement: Judgement | None
    people: Fact

    @property
    def rank(self) -> float:
        """By this gaps stand in order: people, of a gap to other areas once chance is taken off and only so far as areas tell."""
        if self.judgement is None or self.other is None or self.other.kind == "target" or not self.judgement.difference:
            return self.people.value
        return self.people.value * min(1.0, self.now.distance / abs(self.judgement.difference))

    @property
    def which(self) -> tuple[str, str]:
        """What makes it the same gap, however it was found."""
        return self.now.indicator, self.now.group

    @property
    def size(self) -> str:
        """How many people, as a range where it has one; need is never given to the person, nor are rounded counts."""
        if self.other is None:
            return self.people.rough_interval or f"about {self.people.rough}"
        return f"{'about ' if self.people.is_rounded else ''}{self.people.number}"


def largest(assessment: Assessment) -> list[Part]:
    """The largest gap in a sentence, and at most eight in a table."""
    gaps = ranked(assessment)
    if not gaps:
        return [plain(NO_GAP)]
    return [
        paragraph(_said(assessment, gaps[0]), lead="Largest gap."),
        _table(assessment, gaps[:MOST_GAPS]),
        plain(NOT_A_SUM),
        plain(IN_ORDER) if any(_is_drawn(gap) for gap in gaps) else None,
        plain(JOURNEYS) if assessment.has_records else None,
    ]


def left_out(assessment: Assessment) -> list[Part]:
    """What could not be put in people, and need that could not be compared."""
    is_refused = any(assessment.refused(f"{name}_unmet_need_percent") for name, *_ in messages.NEEDS)
    return [_not_in_people(assessment, ranked(assessment)), plain(NEED_REFUSED) if is_refused else None]


def options(assessment: Assessment) -> list[Part]:
    """What might be done, as the partnership wrote it."""
    return [heading("Options"), authored(assessment, "options", NO_OPTIONS)]


def ranked(assessment: Assessment) -> list[Gap]:
    """The gaps that can be put in people, each once, most people first; those to other areas once chance is taken off."""
    return assessment.once("gaps", lambda: _ranked(assessment))


def _ranked(assessment: Assessment) -> list[Gap]:
    every = [*_missed(assessment), *_worse(assessment), *_unmet(assessment)]
    once = {gap.which: gap for gap in reversed(every) if gap.people.value > 0}
    return sorted(once.values(), key=lambda gap: -gap.rank)


def _missed(assessment: Assessment) -> Iterator[Gap]:
    """Targets that are not met."""
    for fact in against_targets(assessment):
        if fact.target and fact.target_state in NOT_MET and _is_of_people(fact):
            yield _gap(fact, fact.target, fact.target_judgement)


def _worse(assessment: Assessment) -> Iterator[Gap]:
    """Figures worse than those of others by more than chance may explain."""
    for fact in messages.judged(assessment):
        if fact.comparator and fact.state == "worse" and not fact.target and _is_of_people(fact):
            yield _gap(fact, fact.comparator, fact.judgement)


def _unmet(assessment: Assessment) -> Iterator[Gap]:
    """People estimated to need treatment who are not in it, where the two may be compared."""
    for name in SHARES:
        people = assessment.only(name)
        if people and people.is_shown:
            yield Gap(now=people, other=None, judgement=None, people=people)


def _is_drawn(gap: Gap) -> bool:
    """Whether a gap's place in the order is not that of its people alone."""
    return gap.rank != gap.people.value


def _is_of_people(fact: Fact) -> bool:
    """Whether its counts are known and are of people or their journeys, not of interventions."""
    if "interventions" in fact.noun or not fact.is_shown:
        return False
    return fact.unit == "people" or (fact.unit == "percent" and bool(fact.counts))


def _gap(fact: Fact, other: Fact, judgement: Judgement | None) -> Gap:
    if fact.unit == "people":
        short = abs(fact.value - other.value)
        high, low = (fact, other) if fact.value > other.value else (other, fact)
        sum_ = f"{high.number} - {low.number} = {whole(short)}"
    else:
        short = people_short(fact.numerator, fact.denominator, other.value, fact.polarity)
        sum_ = _sum_of_people(fact, other, short)
    people = replace(
        fact,
        title=f"{fact.title}: people short of {_against(other)}",
        origin="synthetic" if fact.origin == "synthetic" else "calculated",
        value=float(short),
        numerator=math.nan,
        denominator=math.nan,
        lower=math.nan,
        upper=math.nan,
        interval_method="",
        unit="people",
        place=f"people short of {_against(other)}",
        note="",
        parts=(fact, other),
        sum=sum_,
        comparator=None,
        judgement=None,
        target=None,
        target_judgement=None,
    )
    return Gap(now=fact, other=other, judgement=judgement, people=people)


def _sum_of_people(fact: Fact, other: Fact, short: int) -> str:
    """The people short of a share, with as many of its digits as the sum takes: "85% of 2,040 = 1,734; 1,734 - 1,320 = 414"."""
    counts = fact.numerator, fact.denominator
    digits = (
        places for places in range(12) if people_short(*counts, round(other.value, places), fact.polarity) == short
    )
    share = f"{round(other.value, next(digits, 12)):g}%"
    wanted = round(fact.numerator) + short * (1 if fact.polarity == HIGHER_BETTER else -1)
    high, low = sorted((wanted, round(fact.numerator)), reverse=True)
    return f"{share} of {whole(fact.denominator)} = {whole(wanted)} in whole people; {whole(high)} - {whole(low)} = {whole(short)}"


def _value(fact: Fact) -> str:
    """The figure with whom it is of: "36% of 627 treatment journeys that ended"; a share of few is said in counts."""
    if fact.unit != "percent":
        return fact.qualified
    return f"{fact.counts} {fact.noun}" if fact.is_of_few else f"{fact.qualified} of {_of_whom(fact)}"


def _of_whom(fact: Fact) -> str:
    return f"{whole(fact.denominator)} {fact.noun}"


def _against(other: Fact) -> str:
    return "the target" if other.kind == "target" else other.area


def _said(assessment: Assessment, gap: Gap) -> words.Statement:
    if gap.other is None:
        percent = assessment.only(SHARES[gap.now.indicator])
        return words.unmet(known(percent, "share of unmet need"), gap.people)
    more = "fewer" if gap.now.polarity == LOWER_BETTER else "more"
    of_whom = "people" if gap.now.unit == "people" else f"of {_of_whom(gap.now)}"
    reached = "met the target" if gap.other.kind == "target" else f"matched {gap.other.area}"
    text = f"{gap.now.label}, {gap.now.period}. {capital(gap.size)} {more} {of_whom} would have {reached} ({gap.other.qualified})."
    said = words.Statement(text, (gap.people, gap.now, gap.other))
    return said if gap.other.kind == "target" else words.together(said, words.among(gap.now))


def _table(assessment: Assessment, gaps: list[Gap]) -> FactTable:
    caption = f"The largest gaps in people: {assessment.area.name}, {assessment.quarter}"
    return FactTable(caption, HEADERS, [_row(gap) for gap in gaps])


def _row(gap: Gap) -> list[Cell]:
    return [
        gap.now.label,
        Number(gap.size, facts=(gap.people,)),
        verdict(gap.judgement) if gap.judgement else "Unmet need",
        words.among_in_words(gap.now),
        Words(f"{_value(gap.now)}; {_against(gap.other)} {gap.other.qualified}", (gap.now, gap.other))
        if gap.other
        else LESS_TREATED,
        gap.now.period,
        Evidence(gap.people),
    ]


def _not_in_people(assessment: Assessment, gaps: list[Gap]) -> Markup | None:
    """How many misses and worse results have no counts, so that nobody takes the table for all of them."""
    without = {
        (fact.indicator, fact.group)
        for fact in messages.judged(assessment)
        if (fact.target_state or fact.state) in (*NOT_MET, "worse") and not _is_of_people(fact)
    } - {gap.which for gap in gaps}
    if not without:
        return None
    if len(without) == 1:
        return plain("One further gap is not in the table: it has no count of people.")
    return plain(f"{capital(in_words(len(without)))} further gaps are not in the table: they have no count of people.")


def also_printed(assessment: Assessment) -> list[Part]:
    """What the partnership's document prints on young people, money and staff; or that it is not there."""
    tables = {
        title: printed(assessment, topic, f"What the partnership's document prints: {title.lower()}")
        for topic, title in OTHER_TOPICS.items()
    }
    printed_topics: list[Part] = [(heading(title), shown) for title, shown in tables.items() if shown is not None]
    return printed_topics or [plain(f"No document that {assessment.area.name} printed gives a figure on these.")]


def missing(assessment: Assessment) -> Part:
    """Each thing a needs assessment wants of which nothing was found, and that nothing stands in for it."""
    wanted = WANTED | {what: subject for what, (of, subject) in WANTED_OF_ERA.items() if assessment.knows(of)}
    missing = [what for what, subject in wanted.items() if not is_on_file(assessment, subject)]
    missing += [] if people.residents_at_the_time(assessment) else [POPULATION]
    if not missing:
        return plain(f"Of {assessment.area.name} something was found on everything that a needs assessment asks for.")
    return [
        plain(f"For {assessment.area.name} up to {assessment.quarter} nothing was found on:"),
        element("ul", [element("li", item) for item in missing]),
        plain("Nothing was estimated to fill a gap. A local figure can be added from the partnership's own files."),
    ]
