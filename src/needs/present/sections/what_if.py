"""What would have to be true: what each target, and a change in money, mean in people, places and time.

Sums on figures that are shown, all else equal, and no forecast. Where records are kept, a model of flows stands beside them.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace

import pandas as pd

from needs.measure import plans, what_if
from needs.measure.indicator import HIGHER_BETTER, LOWER_BETTER
from needs.measure.standing import ACHIEVED, STANDARD, TWO_TARGETS, Standing, measured_as
from needs.measure.what_if import MONTHS_A_YEAR, WEEKS_A_YEAR
from needs.present.assessment import Assessment
from needs.present.facts import Fact, known
from needs.present.kit.html import Cell, Number, Part, Words
from needs.present.kit.section import KINDS, FactTable, paragraph, plain, printed_value
from needs.present.numbers import counted, whole
from needs.present.sections import yearly_totals
from needs.present.sections.change_in_money import Change, change_of, said
from needs.present.sections.plan import Plan
from needs.present.standing import against_targets
from needs.present.words import Statement

Subject = Assessment | Plan
WITHIN = ("met", "reached")
A_MONTH = "people a month"
OF_EVERY = 100
NEW = "new presentations"  # of whom a target is a share, by the words it was printed with
NOTHING = "No target that is still to come stands beside a figure of today, and no yearly totals are at hand."
ARITHMETIC = "These are sums on figures as they stand, all else equal, and no forecast."
NO_RANGE = "No range can be given for what is printed without counts."
RANGES = "Ranges are those of the share alone, and hold chance in nothing else."
AT_LEAST = "“At least” is a printed figure that counts a part of the same people, so today's can be no lower."
YOUNG = "young people"  # a topic
NOT_OF_TARGETS = ("money", "workforce")  # topics whose figures are plans of spending and staff


@dataclass(frozen=True, kw_only=True)
class Path:
    """What a target would take: the figure of today (or what stands in for it), the gap, and the gap for each month.

    `most` is the most that it can be, of a target whose figure of today is not printed but at least another's. `gap` is in people, of every hundred where nobody says how many there are, or in weeks; None where the target is met, or
    where `why` says that it cannot be worked out.
    """

    now: Fact | None
    target: Fact
    gap: Fact | None = None
    a_month: Fact | None = None
    most: Fact | None = None
    why: str = ""

    @property
    def way(self) -> str:
        """Whether more or fewer are wanted."""
        now = known(self.now, "figure of today")
        if self.target.unit == "weeks":
            return "shorter"
        known_way = {HIGHER_BETTER: "more", LOWER_BETTER: "fewer"}.get(now.polarity, "")
        return known_way or ("more" if self.target.value > now.value else "fewer")


def _of(subject: Subject) -> Assessment:
    return subject.assessment if isinstance(subject, Plan) else subject


def in_short(subject: Subject) -> list[Part]:
    """The target that comes first, what a change in money does to it, and that this is no forecast."""
    assessment, change = _of(subject), change_of(subject)
    found = next((path for path in _in_order(assessment, change) if path.gap), None)
    flows = None if found else yearly_totals.flows(assessment)
    if not found and not change and not flows:
        return [plain(NOTHING)]
    of_flows = [*yearly_totals.said(flows), *yearly_totals.either_way(assessment)] if flows else []
    return [
        paragraph(*_said(found), lead="The way to the target.") if found else None,
        paragraph(*_said_with(assessment, change), lead="The money.") if change else None,
        paragraph(*of_flows),
        plain(ARITHMETIC),
    ]


def _in_order(assessment: Assessment, change: Change | None) -> list[Path]:
    """The paths of today's figures: first of people whom the money pays for, of adults, of targets still to come, and of those judged."""
    end = pd.Timestamp(assessment.quarter.end)

    def rank(path: Path) -> tuple[bool, bool, bool, bool]:
        is_paid = change is not None and _is_paid(path.target, change)
        is_judged = path.now is not None and path.now.target_state != "not judged"
        is_of_young = assessment.topic_of(path.target.indicator) == YOUNG
        return not is_paid, is_of_young, path.target.period_end <= end, not is_judged

    return sorted((path for path in _paths(assessment) if path.now), key=rank)


def _said(path: Path) -> list[Statement]:
    now, target, gap = known(path.now, "figure of today"), path.target, known(path.gap, "gap")
    a_month = f", {_about(gap)}{path.a_month.number} a month" if path.a_month else ""
    text = f"The target for {target.period} is {target.number}: {_size(path)}{a_month}."
    facts = (now, target, gap, *([path.a_month] if path.a_month else []))
    return [Statement(f"{now.label}: {printed_value(now)} {_in(now)}.", (now,)), Statement(text, facts)]


def _in(fact: Fact) -> str:
    return "in a year that is not printed" if fact.window == NOT_PRINTED else fact.when


def _size(path: Path) -> str:
    """The gap as a sentence or a cell gives it: "about 45 more (5 to 82)", "17 more of every 100"."""
    gap = known(path.gap, "gap")
    if gap.unit == "weeks":
        return f"{counted(gap.number, gap.unit)} {path.way}"
    of_every = f" {gap.unit}" if gap.unit != "people" else ""
    limits = f" ({gap.interval})" if gap.interval else ""
    return f"{_about(gap)}{gap.number} {path.way}{of_every}{limits}"


def _about(fact: Fact) -> str:
    return "about " if fact.is_rounded else ""


def _said_with(assessment: Assessment, change: Change) -> list[Statement]:
    """What the change does to people at the same cost for each, and what would have to give for the target as well."""
    printed = said(change)
    path = next((path for path in _in_order(assessment, change) if _is_paid(path.target, change)), None)
    if path is None:
        return [printed, *_of_time(assessment, change)]
    now = known(path.now, "figure of today")
    kept, moved = _kept(now, change), _moved(now, change)
    pays = (
        f"At the same cost for each person that pays for {_about(now)}{kept.number} of {now.number}, {_about(now)}{moved.number} "
        f"{_fewer(change)}."
    )
    return [
        printed,
        Statement(pays, (kept, now, moved)),
        _for_the_target(path, kept, change),
        *_of_time(assessment, change),
    ]


def _for_the_target(path: Path, kept: Fact, change: Change) -> Statement:
    """By how much money for each person would change if the target were reached too; or that it would be reached all the same."""
    target = path.target
    if path.gap is None and kept.value >= target.value:
        return Statement(f"The target of {target.number} would still be reached.", (target,))
    each = _cost(path, change)
    size = each.number.removeprefix("-")
    return Statement(f"If the target is to be reached as well, {size} {_less(each)} is left for each person.", (each,))


def _fewer(change: Change) -> str:
    return "fewer" if change.percent < 0 else "more"


def _less(fact: Fact) -> str:
    return "less money" if fact.value < 0 else "more money"


def _of_time(assessment: Assessment, change: Change) -> list[Statement]:
    """How many places would go, and how much shorter time in treatment would be for as many people as before."""
    if change.percent >= 0:
        return []
    places = assessment.only(PLACES)
    if places is None or not places.is_shown:
        weeks, gone = _weeks(change), _places_of_every(change)
        text = (
            f"With {gone.number} of every {OF_EVERY} places gone, as many people could come if a year in treatment were "
            f"{counted(weeks.number, weeks.unit)} shorter."
        )
        return [Statement(text, (gone, weeks))]
    gone, stay = _moved(places, change), _stay(assessment, places)
    statements = [Statement(f"About {gone.number} of {places.number} places would go.", (gone, places))]
    if stay:
        shorter = _size_of(stay, change)
        text = (
            f"For as many people, a stay of about {stay.number} months would be about {shorter.number} months shorter."
        )
        statements.append(Statement(text, (stay, shorter)))
    return statements


def _kept(fact: Fact, change: Change) -> Fact:
    sum_ = f"{fact.number} x {100 + change.percent:g}%"
    return fact.giving(
        f"paid for at {change.name} and the same cost for each", what_if.left(fact.value, change.percent), sum_
    )


def _moved(fact: Fact, change: Change) -> Fact:
    sum_ = f"{fact.number} x {abs(change.percent):g}%"
    size = abs(plans.changed(fact.value, change.percent))
    return fact.giving(f"{_fewer(change)} at {change.name} and the same cost for each", size, sum_)


def _cost(path: Path, change: Change) -> Fact:
    """By how much money for each person would change if money changed and the target were reached."""
    now, target = known(path.now, "figure of today"), path.target
    percent = what_if.cost_for_each(change.percent, now.value, target.value)
    sum_ = f"{100 + change.percent:g}% x {now.number} / {target.number} - 100%"
    return now.giving(f"money for each person at {change.name} and the target", percent, sum_, "percent change")


def _weeks(change: Change) -> Fact:
    size = abs(plans.changed(WEEKS_A_YEAR, change.percent))
    return change.fact.giving(
        "weeks of a year in treatment", size, f"{WEEKS_A_YEAR} x {abs(change.percent):g}%", "weeks"
    )


def _places_of_every(change: Change) -> Fact:
    size = abs(change.percent)
    sum_ = f"{OF_EVERY} x {size:g}%"
    return change.fact.giving("places, for as long a time in each", size, sum_, f"of every {OF_EVERY}")


def _is_paid(target: Fact, change: Change) -> bool:
    """Whether the money that changes pays for the people of a target; an asked change is taken to be of all."""
    if target.unit != "people" or target.breakdown != "all":
        return False
    return change.is_asked or measured_as(target.indicator, "all", "all")[0] in {
        measured_as(measure, "all", "all")[0] for measure in change.measures
    }


def paths(subject: Subject) -> list[Part]:
    """One row a target that is still to come, or has just ended: what it would take, for each month, and with a change in money."""
    assessment, change = _of(subject), change_of(subject)
    found = [*_paths(assessment), *_without_figure(assessment)]
    if not found:
        flows = yearly_totals.flows(assessment)
        return yearly_totals.like_others(assessment, flows) if flows else []
    headers = ["Measure", "Now", "Target", "It would take", "A month", *([f"With {change.name}"] if change else [])]
    rows = [[*_cells(path), *([_with(path, change)] if change else [])] for path in found]
    caption = f"What would have to be true: {assessment.area.name}, from {assessment.quarter}"
    has_range = any(path.gap and path.gap.interval for path in found)
    has_none = any(path.gap and not path.gap.interval for path in found)
    return [
        FactTable(caption, headers, rows),
        plain(RANGES) if has_range else None,
        plain(NO_RANGE) if has_none else None,
    ]


def _paths(assessment: Assessment) -> list[Path]:
    return assessment.once("what would have to be true", lambda: list(_worked_out(assessment)))


def _worked_out(assessment: Assessment) -> Iterator[Path]:
    end = pd.Timestamp(assessment.quarter.end)
    for fact in against_targets(assessment):
        target = known(fact.target, "target")
        is_over = target.period_end < end and target.window != STANDARD
        reason = fact.target_judgement.reason if fact.target_judgement else ""
        if not is_over and target.is_shown and reason != TWO_TARGETS:
            yield _path(assessment, fact, target)


def _path(assessment: Assessment, fact: Fact, target: Fact) -> Path:
    """The path of one figure to its target."""
    path = Path(now=fact, target=target)
    if fact.target_state in WITHIN or fact.value == target.value:
        return path
    gap, why = _gap(assessment, fact, target)
    if gap is None:
        return replace(path, why=why)
    gap = replace(gap, is_rounded=fact.is_rounded)
    if gap.unit != "people" or target.window in (STANDARD, NOT_PRINTED):
        return replace(path, gap=gap)
    months = what_if.months_for(fact.period_end, target.period_start, target.period_end)
    a_month = _a_month(gap, months)
    return replace(path, gap=gap, a_month=a_month)


def _a_month(gap: Fact, months: int) -> Fact:
    return replace(
        gap, value=gap.value / months, sum=f"{gap.number} / {months} months", unit=A_MONTH, title=f"{gap.title}, a month",
        place=f"{gap.place}, a month", lower=math.nan, upper=math.nan, interval_method="",
    )  # fmt: skip


SHORT = "short of the target"
LENGTHS = "the figures are of times of different length"
NOT_PRINTED, NO_YEAR = "not_printed", "the year of one of the figures is not printed"
NO_COUNT = "no count of people is given"


def _gap(assessment: Assessment, fact: Fact, target: Fact) -> tuple[Fact | None, str]:
    """What lies between a figure and its target; or why it cannot be worked out."""
    if fact.unit == "people":
        if NOT_PRINTED in (fact.window, target.window):
            return None, NO_YEAR
        if not _are_alike(fact, target) or _is_part(assessment, fact, target):
            return None, LENGTHS
        high, low = (target, fact) if target.value > fact.value else (fact, target)
        return fact.giving(f"people {SHORT}", high.value - low.value, f"{high.number} - {low.number}"), ""
    if fact.unit == "weeks":
        return fact.giving(f"weeks {SHORT}", fact.value - target.value, f"{fact.number} - {target.number}", "weeks"), ""
    if fact.unit != "percent" or fact.target_state == "not judged":
        return None, fact.target_judgement.reason if fact.target_judgement else NO_COUNT
    if fact.counts and fact.status != "bound":
        return _of_counts(fact, target), ""
    high, low = (target, fact) if target.value > fact.value else (fact, target)
    points, sum_ = high.value - low.value, f"{high.number} - {low.number}"
    base = _base(assessment, fact, target)
    if base is not None:
        size = plans.people_in_points(points, base.value)
        return fact.giving(f"people {SHORT}", size, f"({sum_}) of {base.number}"), ""
    return fact.giving(f"of every {OF_EVERY} {SHORT}", points, sum_, f"of every {OF_EVERY}"), ""


def _are_alike(fact: Fact, target: Fact) -> bool:
    """Whether two counts may be subtracted: of times of one length, or the one is of the time to date within the other's."""
    is_within = target.period_start <= fact.period_start and fact.period_end <= target.period_end
    lengths = {what_if.months_of(each.period_start, each.period_end) for each in (fact, target)}
    return is_within or len(lengths) == 1


def _is_part(assessment: Assessment, fact: Fact, target: Fact) -> bool:
    """Whether a count is of a part of a target's days that are all over: nobody can come in them any more."""
    return target.period_end <= pd.Timestamp(assessment.quarter.end) and fact.period_end < target.period_end


def _of_counts(fact: Fact, target: Fact) -> Fact:
    limits = (fact.lower, fact.upper) if fact.interval else (math.nan, math.nan)
    found = what_if.short((fact.numerator, fact.denominator), limits, target.value, fact.polarity)
    parts = [f"{target.number} of {whole(fact.denominator)}", whole(fact.numerator)]
    sum_ = " - ".join(reversed(parts) if fact.polarity == LOWER_BETTER else parts)
    method = f"the limits of the share, {fact.interval}" if fact.interval else ""
    return fact.giving(
        f"people {SHORT}", found.people, f"{sum_}, to the next whole person", lower=found.fewest, upper=found.most,
        interval_method=method,
    )  # fmt: skip


def _base(assessment: Assessment, fact: Fact | None, target: Fact) -> Fact | None:
    """How many people a share is of: as the plan names them for the very days, or those who come in a year at the printed pace."""
    if fact is not None:
        rows = assessment.of_plan("priorities")
        of = [
            row.percentage_of
            for row in rows.itertuples()
            if measured_as(row.measure, row.breakdown, row.group) == _measure(fact)
        ]
        for printed in assessment.printed_facts([name for name in of if name]):
            days = (printed.period_start, printed.period_end) == (fact.period_start, fact.period_end)
            if days and printed.kind in ACHIEVED and printed.is_shown:
                return printed
    if not target.population.startswith(NEW):
        return None
    pace = _pace(assessment)
    return _a_year(pace) if pace else None


def _measure(fact: Fact) -> tuple[str, str, str]:
    return measured_as(fact.indicator, fact.breakdown, fact.group)


def _pace(assessment: Assessment) -> Fact | None:
    """People who come in a month, as printed."""
    return next((fact for fact in assessment.printed_facts(["new_presentations_per_month"]) if fact.is_shown), None)


def _a_year(a_month: Fact) -> Fact:
    sum_ = f"{a_month.number} x {MONTHS_A_YEAR}"
    return a_month.giving("a year at this pace", a_month.value * MONTHS_A_YEAR, sum_)


def _without_figure(assessment: Assessment) -> Iterator[Path]:
    """Targets that are a share of new presentations, of which no figure of today is printed: what they are in people."""
    pace = _pace(assessment)
    for each in _unmeasured(assessment):
        target = assessment.fact(each.target)
        base = _base(assessment, None, target) if target.unit == "percent" else None
        if base is None or pace is None:
            continue
        wanted, monthly = (
            target.giving(
                f"people {of}",
                plans.people_in_points(target.value, whole_.value),
                f"{target.number} of {whole_.number}",
                unit,
            )
            for of, whole_, unit in (
                ("of a year's new presentations", base, "people"),
                ("of a month's new presentations", pace, A_MONTH),
            )
        )
        now = _least(assessment, target)
        yield Path(
            now=now, target=target, gap=wanted, a_month=monthly, most=_most(now, target, base),
            why=f"of {base.number} who come in a year",
        )  # fmt: skip


def _most(now: Fact | None, target: Fact, base: Fact) -> Fact | None:
    """The most people who can be wanting, where today's share is at least another's."""
    if now is None or now.value >= target.value:
        return None
    size = plans.people_in_points(target.value - now.value, base.value)
    return target.giving("people short at most", size, f"({target.number} - {now.number}) of {base.number}")


def _unmeasured(assessment: Assessment) -> list[Standing]:
    """Targets in figures, still to come, of which there is no figure of today."""
    end = pd.Timestamp(assessment.quarter.end)
    return [
        each
        for each in assessment.standings.values()
        if each.result is None
        and each.target.status == "shown"
        and each.target.period_end >= end
        and each.target.unit in ("people", "percent", "percent change")
        and assessment.topic_of(each.target.indicator) not in NOT_OF_TARGETS
    ]


def _least(assessment: Assessment, target: Fact) -> Fact | None:
    """The latest figure of a measure that counts only a part of the target's: a result before an estimate."""
    part = what_if.AT_LEAST_AS.get(target.indicator, "")
    own = [
        fact
        for fact in assessment.printed_facts([part])
        if fact.kind in ACHIEVED and fact.is_shown and fact.group == "all"
    ]
    return max(own, key=lambda fact: (fact.kind != "estimate", fact.period_end), default=None)


def _cells(path: Path) -> list[Cell]:
    now, target, gap = path.now, path.target, path.gap
    is_measured = now is not None and now.target is not None
    value = Words(f"{printed_value(now)} ({now.period}{_kind(now)})", (now,)) if now else Words("none printed")
    if now and not is_measured:
        value = Words(f"none printed; at least {printed_value(now)}: {now.title.lower()} ({now.period})", (now,))
    return [
        (now if is_measured and now else target).label,
        value,
        Words(f"{printed_value(target)} ({target.period})", (target,)),
        _takes(path, is_measured),
        Number(f"{_about(gap)}{path.a_month.number}", facts=(path.a_month,))
        if gap and path.a_month
        else "not worked out"
        if gap
        else "none",
    ]


def _kind(fact: Fact) -> str:
    return f", {KINDS[fact.kind]}" if fact.origin == "published" else ""


def _takes(path: Path, is_measured: bool) -> Cell:
    if path.gap is None:
        return f"not worked out: {path.why}" if path.why else "nothing more: it is within the target"
    if is_measured:
        return Words(_size(path), (path.gap,))
    said = f"{path.gap.number} {path.why}"
    if path.most is None:
        return Words(said, (path.gap,))
    return Words(f"{said}: at most {path.most.number} more than now", (path.gap, path.most))


def _with(path: Path, change: Change) -> Cell:
    """What a change in money does to a path: people paid for, and how many are then short of the target."""
    if path.target.unit == "percent":
        return "a share: of fewer people" if change.percent < 0 else "a share: of more people"
    if path.now is None or not _is_paid(path.target, change) or path.now.unit != "people":
        return "not of this money" if not change.is_asked else "not worked out"
    kept = _kept(path.now, change)
    apart = path.target.value - kept.value
    high, low = (path.target, kept) if apart > 0 else (kept, path.target)
    gap = kept.giving(f"from the target at {change.name}", abs(apart), f"{high.number} - {low.number}")
    said = f"{_about(kept)}{kept.number} paid for; {gap.number} {'short of' if apart > 0 else 'above'} the target"
    return Words(said, (kept, gap))


OF_THE_MONEY = ("effective_treatment", "in_treatment")  # the people of a change that is asked for
PLACES = "in_treatment_when_period_ends"
NO_PLACES = "No number of places is given, so places are said of every hundred only."
STAY = "Time in treatment on average is places over the people who come in a month. That holds where as many come as leave."


def change_in_full(subject: Subject) -> list[Part]:
    """What a change in money means in people, places and time: one row each, as it is and with the change."""
    assessment, change = _of(subject), change_of(subject)
    if change is None:
        return []
    places = assessment.only(PLACES)
    rows = [
        *(_moved_row(fact.label, fact, change) for fact in _paid_for(assessment, change)),
        *(_of_places(assessment, places, change) if places and places.is_shown else []),
        *_of_a_year(change),
    ]
    headers = ["What", "As it is", f"With {change.name}", "Difference"]
    return [
        FactTable(f"What {change.name} means in people, places and time: {assessment.area.name}", headers, rows),
        plain(STAY) if places and places.is_shown else plain(NO_PLACES),
    ]


def _paid_for(assessment: Assessment, change: Change) -> list[Fact]:
    """The people of today whom the money pays for: those set against a target, else the latest that were counted or printed."""
    names = [
        measured_as(measure, "all", "all")[0]
        for measure in change.measures or (OF_THE_MONEY if change.is_asked else ())
    ]
    judged = {path.now.indicator: path.now for path in _paths(assessment) if path.now and path.now.breakdown == "all"}
    found = [
        judged.get(name) or assessment.only(name) or _latest_printed(assessment, name) for name in dict.fromkeys(names)
    ]
    return [fact for fact in found if fact and fact.is_shown and fact.unit == "people"]


def _latest_printed(assessment: Assessment, name: str) -> Fact | None:
    """A printed result before an estimate, and of these the latest of a time that is known."""
    own = [
        fact
        for fact in assessment.printed_facts([name])
        if fact.kind in ACHIEVED and fact.is_shown and fact.group == "all" and fact.window != NOT_PRINTED
    ]
    return max(own, key=lambda fact: (fact.kind != "estimate", fact.period_end), default=None)


def _moved_row(title: str, fact: Fact, change: Change) -> list[Cell]:
    kept, moved = _kept(fact, change), _moved(fact, change)
    return [
        title,
        Words(f"{printed_value(fact)} ({fact.period})", (fact,)),
        Number(f"{_about(fact)}{kept.number}", facts=(kept,)),
        Number(f"{_about(fact)}{moved.number} {_fewer(change)}", facts=(moved,)),
    ]


def _of_places(assessment: Assessment, places: Fact, change: Change) -> Iterator[list[Cell]]:
    """Places taken on the last day, and how long people stay: shorter for as many people in fewer places."""
    yield _moved_row("Places taken on the last day, for as long a stay", places, change)
    stay = _stay(assessment, places)
    if stay is None:
        return
    sum_ = f"{stay.number} x {100 + change.percent:g}%"
    then = stay.giving(
        f"at {change.name}, for as many people", what_if.left(stay.value, change.percent), sum_, "months"
    )
    shorter = _size_of(stay, change)
    yield [
        "Time in treatment on average, for as many people",
        Words(f"about {stay.number} months", (stay,)),
        Number(f"about {then.number} months", facts=(then,)),
        Number(f"about {shorter.number} months {_way(change)}", facts=(shorter,)),
    ]


def _stay(assessment: Assessment, places: Fact) -> Fact | None:
    """Months in treatment on average: places over the people who come in a month (Little's law)."""
    same_time = assessment.in_period_of(places, "new_presentations")
    came = next((fact for fact in same_time if fact.is_shown and fact.value), None)
    if came is None:
        return None
    months = what_if.months_of(came.period_start, came.period_end)
    stay = what_if.months_of_stay(places.value, came.value / months)
    sum_ = f"{places.number} / ({came.number} / {months} months)"
    return places.giving("months in treatment on average", stay, sum_, "months")


def _size_of(fact: Fact, change: Change) -> Fact:
    size = abs(plans.changed(fact.value, change.percent))
    return fact.giving(f"the difference at {change.name}", size, f"{fact.number} x {abs(change.percent):g}%", fact.unit)


def _way(change: Change) -> str:
    return "shorter" if change.percent < 0 else "longer"


def _of_a_year(change: Change) -> Iterator[list[Cell]]:
    """What can be said without a count: months of activity, weeks of a year in treatment, and places of every hundred."""
    each = (
        ("Months that a year's money lasts, at the old pace", MONTHS_A_YEAR, "months", "of spending"),
        (
            "Weeks in treatment of somebody who stays all year, for as many people",
            WEEKS_A_YEAR,
            "weeks",
            "of treatment",
        ),
        ("Of every hundred places, for as long a stay", OF_EVERY, "places", "of every hundred"),
    )
    for title, amount, unit, of in each:
        then, moved = (
            change.fact.giving(f"{unit} {of} {what}", value, f"{amount} x {percent:g}%", unit)
            for what, value, percent in (
                ("with the change", what_if.left(amount, change.percent), 100 + change.percent),
                ("changed", abs(plans.changed(amount, change.percent)), abs(change.percent)),
            )
        )
        yield [
            title,
            Words(f"{amount} {unit}"),
            Number(f"{then.number} {unit}", facts=(then,)),
            Number(f"{moved.number} {unit} {_fewer(change)}", facts=(moved,)),
        ]


def left_out(subject: Subject) -> list[Part]:
    """Targets in figures that stand beside no figure of today, and so have no path."""
    assessment = _of(subject)
    shown = {path.target.key for path in _without_figure(assessment)}
    targets = [assessment.fact(each.target) for each in _unmeasured(assessment)]
    without = [target for target in targets if target.key not in shown]
    if not without:
        return []
    named = [
        Statement(f"{target.label}: {printed_value(target)} for {target.period}.", (target,)) for target in without
    ]
    return [plain(NO_FIGURE), [paragraph(statement) for statement in named]]


NO_FIGURE = "These targets stand beside no figure of today, so nobody can say how far away they are."
