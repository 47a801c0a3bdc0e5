"""What would have to be true: what each target, and a change in money, mean in people, places and time.

Sums on figures that are shown, all else equal, and no forecast. Where records are kept, a model of flows stands beside them.
"""

from collections.abc import Iterator

from needs.measure import plans, what_if
from needs.measure.standing import ACHIEVED, measured_as
from needs.measure.what_if import MONTHS_A_YEAR, WEEKS_A_YEAR
from needs.present.assessment import Assessment
from needs.present.facts import Fact, known
from needs.present.kit.html import Cell, Number, Part, Words
from needs.present.kit.section import KINDS, FactTable, paragraph, plain, printed_value
from needs.present.numbers import capital, counted
from needs.present.sections import year_ahead, yearly_totals
from needs.present.sections.change_in_money import Change, change_ahead, said
from needs.present.sections.plan import Plan
from needs.present.sections.targets_ahead import NOT_PRINTED, Path, unmeasured, ways, without_figure
from needs.present.words import Statement

Subject = Assessment | Plan
NOTHING = "No target that is still to come stands beside a figure of today, so no way to one can be worked out."
ALL_REACHED = "No target that is still to come asks for more than there is today, as far as that can be worked out."
ARITHMETIC = "These are sums on figures as they stand, all else equal, and no forecast."
NO_RANGE = "Where no range stands, the figure is a number of people, or was printed without a range."
RANGES = "A range holds chance in today's share alone."
AT_MOST = "“At most” holds if both shares are of the same people: the target counts those who stayed and those who left earlier as planned."
TITLE = "What would have to be true"
YOUNG = "young people"  # a topic
MOST_TARGETS = 5  # in the reader edition; the rest are for review


def _of(subject: Subject) -> Assessment:
    return subject.assessment if isinstance(subject, Plan) else subject


def in_short(subject: Subject) -> list[Part]:
    """The target that comes first, what a change in money does to it, and that this is no forecast."""
    assessment, change = _of(subject), change_ahead(subject)
    paths = _in_order(assessment, change)
    found = next((path for path in paths if path.gap and path.is_measured), None)
    flows = None if found else yearly_totals.flows(assessment)
    if not found and not change and not flows:
        is_said = year_ahead.is_modelled(assessment)
        return [] if is_said else [plain(ALL_REACHED if paths else NOTHING)]
    of_flows = [*yearly_totals.said(flows), *yearly_totals.of_need(assessment)] if flows else []
    return [
        paragraph(*_said(found), lead="The way to the target.") if found else None,
        paragraph(*_said_with(assessment, change), lead="The money.") if change else None,
        paragraph(*of_flows),
        plain(ARITHMETIC),
    ]


def _in_order(assessment: Assessment, change: Change | None) -> list[Path]:
    """Every target's path: first of adults, of people whom the money pays for, and of those judged."""

    def rank(path: Path) -> tuple[bool, bool, bool]:
        is_paid = change is not None and _is_paid(path, change)
        is_judged = path.now is not None and path.now.target_state != "not judged"
        return assessment.topic_of(path.target.indicator) == YOUNG, not is_paid, not is_judged

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
    is_rough = path.now is not None and path.now.qualifier  # "just under 79%"
    return f"{'about ' if is_rough else _about(gap)}{gap.number} {path.way}{of_every}{limits}"


def _about(fact: Fact) -> str:
    return "about " if fact.is_rounded else ""


PART_OF_THE_MONEY = "That is only a part of the money for treatment."


def _said_with(assessment: Assessment, change: Change) -> list[Statement]:
    """What the change does to people at the same cost for each, what it leaves for the target, and what it does to places and stays."""
    path = next((path for path in _in_order(assessment, change) if path.is_measured and _is_paid(path, change)), None)
    statements = [said(change)]
    if not change.is_asked:
        statements.append(Statement(PART_OF_THE_MONEY, ()))
    if path is not None:
        now = known(path.now, "figure of today")
        moved = _moved(now, change)
        size = f"{_most(change)}{_about(now)}{moved.number} {_fewer(change)} than {now.number} could be paid for"
        statements.append(Statement(f"At the same cost for each person, {size}.", (moved, now)))
        statements.append(_for_the_target(path, change))
    return [*statements, *_of_places_and_stays(assessment, change)]


def _most(change: Change) -> str:
    """Which says "at most", of a change in a part of the money: with the rest as it is, what it does is no more than in all of it."""
    return "" if change.is_asked else "at most "


def _for_the_target(path: Path, change: Change) -> Statement:
    """By how much money for each person would change if the target were reached too; or that it would be reached all the same."""
    target, now = path.target, known(path.now, "figure of today")
    if path.gap is None and _kept(now, change).value >= target.value:
        return Statement(f"The target of {target.number} would still be reached.", (target,))
    each = _cost(path, change)
    is_same_way = (each.value < 0) == (change.percent < 0)
    limit = "" if change.is_asked else "up to " if is_same_way else "at least "
    size, way = each.number.removeprefix("-"), "less money" if each.value < 0 else "more money"
    return Statement(f"If the target is to be reached as well, {limit}{size} {way} is left for each person.", (each,))


def _fewer(change: Change) -> str:
    return "fewer" if change.percent < 0 else "more"


def _of_places_and_stays(assessment: Assessment, change: Change) -> list[Statement]:
    """How many places a cut would take; and by how much a stay of a year would be shorter for as many people."""
    if change.percent >= 0:
        return []
    statements, weeks = [], _weeks(change)
    places = _places(assessment, change)
    if places:
        gone = _moved(places, change)
        size = capital(f"{_most(change)}{_about(gone)}{gone.number} of {places.number}")
        statements.append(Statement(f"{size} places would go.", (gone, places)))
    text = f"For as many people as now, a stay of a whole year would be {_most(change)}{counted(weeks.number, weeks.unit)} shorter."
    return [*statements, Statement(text, (weeks,))]


def _places(assessment: Assessment, change: Change) -> Fact | None:
    """Places taken on the last day, if that is before the change."""
    places = assessment.only(PLACES)
    return places if places and places.is_shown and _is_before(places, change) else None


def _is_before(fact: Fact, change: Change) -> bool:
    """Whether a figure is of a time before the change, which is then not in it yet."""
    return change.is_asked or fact.period_end < change.fact.period_start


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
    return change.fact.giving("weeks of a stay of a year", size, f"{WEEKS_A_YEAR} x {abs(change.percent):g}%", "weeks")


def _is_paid(path: Path, change: Change) -> bool:
    """Whether the money that changes pays for the people of a target; an asked change is taken to be of all."""
    target, now = path.target, path.now
    if now is None or now.unit != "people" or target.breakdown != "all" or not _is_before(now, change):
        return False
    return change.is_asked or measured_as(target.indicator, "all", "all")[0] in {
        measured_as(measure, "all", "all")[0] for measure in change.measures
    }


def paths(subject: Subject) -> list[Part]:
    """At most five targets that are still to come and not reached: what each would take, and for each month.

    Without a target, what it would take to be like others, of published totals. Where flows are modelled their table stands in the
    section, and these are for review.
    """
    assessment = _of(subject)
    if year_ahead.is_modelled(assessment):
        return []
    found = _in_order(assessment, change_ahead(subject))
    if found:
        return _table(assessment, _first(found), TITLE)
    return yearly_totals.like_others(assessment) if yearly_totals.flows(assessment) else []


def _first(found: list[Path]) -> list[Path]:
    return [path for path in found if path.gap][:MOST_TARGETS]


def all_paths(subject: Subject) -> list[Part]:
    """Every target, where the section gives but the first of them or none."""
    assessment = _of(subject)
    found = _in_order(assessment, change_ahead(subject))
    first = [] if year_ahead.is_modelled(assessment) else _first(found)
    return _table(assessment, [path for path in found if path not in first], "Further targets" if first else TITLE)


def _table(assessment: Assessment, found: list[Path], title: str) -> list[Part]:
    if not found:
        return []
    headers = ["Measure", "Now", "Target", "It would take", "A month"]
    rows = [_cells(path) for path in found]
    if not any(path.a_month for path in found):
        headers, rows = headers[:-1], [row[:-1] for row in rows]
    notes = (
        (RANGES, any(path.gap and path.gap.interval for path in found)),
        (NO_RANGE, any(path.gap and not path.gap.interval for path in found)),
        (AT_MOST, any(path.is_most for path in found)),
    )
    caption = f"{title}: {assessment.area.name}, from {assessment.quarter}"
    return [FactTable(caption, headers, rows), [plain(note) for note, is_due in notes if is_due]]


def _cells(path: Path) -> list[Cell]:
    now, target = path.now, path.target
    value = Words(f"{printed_value(now)} ({now.period}{_kind(now)})", (now,)) if now else Words("none printed")
    if now and not path.is_measured:
        value = Words(f"none printed; {printed_value(now)} {now.title.lower()} ({now.period}{_kind(now)})", (now,))
    most = "at most " if path.is_most else ""
    a_month = path.a_month and Number(f"{most}{_about(path.a_month)}{path.a_month.number}", facts=(path.a_month,))
    return [
        (now if path.is_measured and now else target).label,
        value,
        Words(f"{printed_value(target)} ({target.period})", (target,)),
        _takes(path),
        a_month or "–",
    ]


def _kind(fact: Fact) -> str:
    return f", {KINDS[fact.kind]}" if fact.origin == "published" else ""


def _takes(path: Path) -> Cell:
    if path.gap is None:
        return f"not worked out: {path.why}" if path.why else "nothing more: it is within the target"
    if path.is_measured:
        base = path.gap.parts[2:]  # of how many people the share is, where the document says so apart from it
        of = "".join(f" of the {one.number} people whom it is of" for one in base)
        return Words(f"{_size(path)}{of}", (path.gap, *base))
    size = f"at most {path.gap.number} more" if path.is_most else path.gap.number
    return Words(f"{size} {path.why}", (path.gap,))


OF_THE_MONEY = ("effective_treatment", "in_treatment")  # the people of a change that is asked for
PLACES = "in_treatment_when_period_ends"


def change_in_full(subject: Subject) -> list[Part]:
    """What a change in money means in people, places and time: one row each, as it is and with the change."""
    assessment, change = _of(subject), change_ahead(subject)
    if change is None:
        return []
    places = _places(assessment, change)
    rows = [
        *(_moved_row(fact.label, fact, change) for fact in _paid_for(assessment, change)),
        *([_moved_row("Places taken on the last day, for as long a stay", places, change)] if places else []),
        *_of_a_year(change),
    ]
    headers = ["What", "As it is", f"With {change.name}", "Difference"]
    caption = f"What {change.name} means in people, places and time: {assessment.area.name}"
    return [FactTable(caption, headers, rows), None if change.is_asked else plain(OF_A_PART)]


OF_A_PART = "That money is only a part of what pays for treatment, so each difference but that of its own months is the most it can be."


def _paid_for(assessment: Assessment, change: Change) -> list[Fact]:
    """The people of today whom the money pays for: those set against a target, else the latest that were counted or printed."""
    names = [
        measured_as(measure, "all", "all")[0]
        for measure in change.measures or (OF_THE_MONEY if change.is_asked else ())
    ]
    judged = {path.now.indicator: path.now for path in ways(assessment) if path.now and path.now.breakdown == "all"}
    found = (
        judged.get(name) or assessment.only(name) or _latest_printed(assessment, name) for name in dict.fromkeys(names)
    )
    return [fact for fact in found if fact and fact.is_shown and fact.unit == "people" and _is_before(fact, change)]


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
        Number(f"{_least(change)}{_about(fact)}{kept.number}", facts=(kept,)),
        Number(f"{_most(change)}{_about(fact)}{moved.number} {_fewer(change)}", facts=(moved,)),
    ]


def _least(change: Change) -> str:
    """Which limit it is that is left by a change in a part of the money."""
    return "" if change.is_asked else "at least " if change.percent < 0 else "at most "


def _of_a_year(change: Change) -> Iterator[list[Cell]]:
    """What can be said without a count: months that the money lasts, and weeks of a stay of a year."""
    each = (
        ("Months that a year of this money lasts, at the old pace", MONTHS_A_YEAR, "months", "of spending", "", ""),
        (
            "A stay of a whole year, for as many people",
            WEEKS_A_YEAR,
            "weeks",
            "of a stay",
            _least(change),
            _most(change),
        ),
    )
    for title, amount, unit, of, least, most in each:
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
            Number(f"{least}{counted(then.number, unit)}", facts=(then,)),
            Number(f"{most}{counted(moved.number, unit)} {_fewer(change)}", facts=(moved,)),
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
