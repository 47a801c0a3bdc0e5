"""What would have to be true: what each target, and a change in money, mean in people, places and time.

Sums on figures that are shown, all else equal, and no forecast. Where records are kept, a model of flows stands beside them.
"""

from collections.abc import Iterator

import pandas as pd

from needs.measure import plans, what_if
from needs.measure.standing import ACHIEVED, measured_as
from needs.measure.what_if import MONTHS_A_YEAR, WEEKS_A_YEAR
from needs.present.assessment import Assessment
from needs.present.facts import Fact, known
from needs.present.kit.html import Cell, Number, Part, Words
from needs.present.kit.section import KINDS, FactTable, paragraph, plain, printed_value
from needs.present.numbers import counted
from needs.present.sections import yearly_totals
from needs.present.sections.change_in_money import Change, change_of, said
from needs.present.sections.plan import Plan
from needs.present.sections.targets_ahead import NOT_PRINTED, OF_EVERY, Path, unmeasured, ways, without_figure
from needs.present.words import Statement

Subject = Assessment | Plan
NOTHING = "No target that is still to come stands beside a figure of today, and no yearly totals are at hand."
ARITHMETIC = "These are sums on figures as they stand, all else equal, and no forecast."
NO_RANGE = "No range can be given for what is printed without counts."
RANGES = "Ranges are those of the share alone, and hold chance in nothing else."
AT_LEAST = "“At least” is a printed figure that counts a part of the same people, so today's can be no lower."
YOUNG = "young people"  # a topic
MOST_TARGETS = 5  # in the reader edition; the rest are for review


def _of(subject: Subject) -> Assessment:
    return subject.assessment if isinstance(subject, Plan) else subject


def in_short(subject: Subject) -> list[Part]:
    """The target that comes first, what a change in money does to it, and that this is no forecast."""
    assessment, change = _of(subject), change_of(subject)
    found = next((path for path in _in_order(assessment, change) if path.gap and path.is_measured), None)
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
    """Every target's path: first of adults, of targets still to come, of people whom the money pays for, and of those judged."""
    end = pd.Timestamp(assessment.quarter.end)

    def rank(path: Path) -> tuple[bool, bool, bool, bool]:
        is_paid = change is not None and _is_paid(path.target, change)
        is_judged = path.now is not None and path.now.target_state != "not judged"
        is_of_young = assessment.topic_of(path.target.indicator) == YOUNG
        return is_of_young, path.target.period_end <= end, not is_paid, not is_judged

    return sorted([*ways(assessment), *without_figure(assessment)], key=rank)


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
    path = next(
        (path for path in _in_order(assessment, change) if path.is_measured and _is_paid(path.target, change)), None
    )
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
        f"paid for at {change.name} and the same cost for each",
        what_if.left(fact.value, change.percent),
        sum_,
        parts=(fact, change.fact),
    )


def _moved(fact: Fact, change: Change) -> Fact:
    sum_ = f"{fact.number} x {abs(change.percent):g}%"
    size = abs(plans.changed(fact.value, change.percent))
    return fact.giving(
        f"{_fewer(change)} at {change.name} and the same cost for each", size, sum_, parts=(fact, change.fact)
    )


def _cost(path: Path, change: Change) -> Fact:
    """By how much money for each person would change if money changed and the target were reached."""
    now, target = known(path.now, "figure of today"), path.target
    percent = what_if.cost_for_each(change.percent, now.value, target.value)
    sum_ = f"{100 + change.percent:g}% x {now.number} / {target.number} - 100%"
    return now.giving(
        f"money for each person at {change.name} and the target",
        percent,
        sum_,
        "percent change",
        (now, target, change.fact),
    )


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
    """At most five targets that are still to come or have just ended: what each would take, for each month, and with a change in money.

    Those that are reached are left out, unless the money that changes pays for them. Without a target, what it would take to be
    like others, of published totals.
    """
    assessment, change = _of(subject), change_of(subject)
    found = _in_order(assessment, change)
    if not found:
        flows = yearly_totals.flows(assessment)
        return yearly_totals.like_others(assessment, flows) if flows else []
    return _table(assessment, change, _first(found, change), "What would have to be true")


def _first(found: list[Path], change: Change | None) -> list[Path]:
    telling = [path for path in found if path.gap or (change and _is_paid(path.target, change))]
    return (telling or found)[:MOST_TARGETS]


def all_paths(subject: Subject) -> list[Part]:
    """Every target, where the section gives but the first of them."""
    assessment, change = _of(subject), change_of(subject)
    found = _in_order(assessment, change)
    rest = [path for path in found if path not in _first(found, change)]
    return _table(assessment, change, rest, "Further targets") if rest else []


def _table(assessment: Assessment, change: Change | None, found: list[Path], title: str) -> list[Part]:
    headers = ["Measure", "Now", "Target", "It would take", "A month", *([f"With {change.name}"] if change else [])]
    rows = [[*_cells(path), *([_with(path, change)] if change else [])] for path in found]
    notes = (
        (RANGES, any(path.gap and path.gap.interval for path in found)),
        (NO_RANGE, any(path.gap and not path.gap.interval for path in found)),
        (AT_LEAST, any(path.most for path in found)),
    )
    caption = f"{title}: {assessment.area.name}, from {assessment.quarter}"
    return [FactTable(caption, headers, rows), [plain(note) for note, is_due in notes if is_due]]


def _cells(path: Path) -> list[Cell]:
    now, target, gap = path.now, path.target, path.gap
    is_measured = path.is_measured
    value = Words(f"{printed_value(now)} ({now.period}{_kind(now)})", (now,)) if now else Words("none printed")
    if now and not is_measured:
        value = Words(f"none printed; at least {printed_value(now)}: {now.title.lower()} ({now.period})", (now,))
    a_month = Number(f"{_about(gap)}{path.a_month.number}", facts=(path.a_month,)) if gap and path.a_month else None
    return [
        (now if is_measured and now else target).label,
        value,
        Words(f"{printed_value(target)} ({target.period})", (target,)),
        _takes(path, is_measured),
        a_month or ("not worked out" if gap or path.why else "nothing"),
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
    gap = kept.giving(
        f"from the target at {change.name}", abs(apart), f"{high.number} - {low.number}", parts=(path.target, kept)
    )
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
    judged = {path.now.indicator: path.now for path in ways(assessment) if path.now and path.now.breakdown == "all"}
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
        f"at {change.name}, for as many people",
        what_if.left(stay.value, change.percent),
        sum_,
        "months",
        (stay, change.fact),
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
    return places.giving("months in treatment on average", stay, sum_, "months", (places, came))


def _size_of(fact: Fact, change: Change) -> Fact:
    size = abs(plans.changed(fact.value, change.percent))
    return fact.giving(
        f"the difference at {change.name}",
        size,
        f"{fact.number} x {abs(change.percent):g}%",
        fact.unit,
        (fact, change.fact),
    )


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
    shown = {path.target.key for path in without_figure(assessment)}
    targets = [assessment.fact(each.target) for each in unmeasured(assessment)]
    without = [target for target in targets if target.key not in shown]
    if not without:
        return []
    named = [
        Statement(f"{target.label}: {printed_value(target)} for {target.period}.", (target,)) for target in without
    ]
    return [plain(NO_FIGURE), [paragraph(statement) for statement in named]]


NO_FIGURE = "These targets stand beside no figure of today, so nobody can say how far away they are."
