"""The strategic objectives and the priorities of a plan: where the partnership is, where it should be, and the targets."""

from needs.measure.comparison import Judgement
from needs.present import words
from needs.present.facts import Fact
from needs.present.kit.html import Html, Number, Words, joined, table, verdict
from needs.present.kit.section import FactTable, cited, heading, paragraph, plain, printed_value
from needs.present.numbers import capital, counted, in_words, whole
from needs.present.sections import voices
from needs.present.sections.plan import Plan, Standing, standings, two_lines
from needs.present.words import Statement

ASPECTS = {
    "health_improvement": "Health improvement", "access": "Access", "best_value": "Best value",
    "performance_measure": "Performance measure",
}  # fmt: skip
NOT_PRINTED = "not printed"
PRINTED = "printed"
NO_OBJECTIVES = "The document lists no strategic objective of its own."
NO_INDICATORS = "The document names no national indicator, so no objective can be set against one."
NO_LINKS = "The document does not say which objective serves which indicator, and no objective's words name one."
OUR_READING = (
    "The document lists indicators apart from objectives. Where an objective's own words name what an indicator counts, the "
    "link is ours."
)


def objectives(plan: Plan) -> Html:
    """The objectives as printed, the matrix of objectives and indicators, and every indicator that the document names."""
    if plan.absent:
        return cited(plan.assessment, plain(plan.absent))
    return cited(
        plan.assessment,
        _objectives(plan),
        voices.printed(plan.assessment, "aims", "governance", "themes"),
        heading("Objectives and national indicators"),
        _matrix(plan),
        _indicators(plan),
        voices.printed(plan.assessment, "national"),
    )


def linked(plan: Plan) -> set[str]:
    """The objectives that are linked to an indicator."""
    return set(plan.rows.objective_indicators["objective"])


def _objectives(plan: Plan):
    found = plan.rows.objectives
    if found.empty:
        return plain(NO_OBJECTIVES)
    aspects = [name for name in ASPECTS if (found[name] != "").any()]
    leads = (found["lead_role"] != "").any()
    headers = ["Objective", *(ASPECTS[name] for name in aspects), *(["Lead role"] if leads else []), "Place"]
    several = found["heading"].nunique() > 1
    rows = [
        [
            f"{row.objective} {row.text}" + (f" ({row.heading})" if several else ""),
            *(getattr(row, name) or NOT_PRINTED for name in aspects),
            *([row.lead_role or NOT_PRINTED] if leads else []),
            row.place,
        ]
        for row in found.itertuples()
    ]
    name = plan.assessment.area.name
    return [
        plain(f"The document sets {in_words(len(found))} objectives. The words are its own."),
        table("How many objectives, by heading", ["Heading", "Objectives"], _by_heading(found)),
        table(f"Strategic objectives of {name}, as printed", headers, rows, class_="matrix"),
    ]


def _by_heading(found) -> list[list]:
    counts = found["heading"].value_counts(sort=False)
    rows = [[name, Number(str(count))] for name, count in counts.items()]
    return [*rows, ["All", Number(str(len(found)))]] if len(rows) > 1 else rows


def _matrix(plan: Plan):
    """One row an objective with a link, one column an indicator: each cell says whether the link is printed or read by us."""
    links, indicators = plan.rows.objective_indicators, plan.rows.indicators
    if indicators.empty:
        return plain(NO_INDICATORS)
    if links.empty:
        return plain(NO_LINKS)
    columns = [code for code in indicators["indicator"] if code in set(links["indicator"])]
    basis = {(row.objective, row.indicator): row.basis for row in links.itertuples()}
    codes = list(plan.rows.objectives["objective"])
    rows = [[objective, *(capital(basis.get((objective, code), "no link")) for code in columns)] for objective in codes]
    with_link = len(linked(plan) & set(codes))
    return [
        plain(_linked(with_link, len(codes) - with_link)),
        plain(OUR_READING) if set(links["basis"]) != {PRINTED} else None,
        table(_caption(plan, "Objectives"), ["Objective", *columns], rows),
        table(
            "What each link rests on",
            ["Objective and indicator", "Link", "Words of the document", "Place"],
            [
                [f"{row.objective} and {row.indicator}", capital(row.basis), f"“{row.words}”", row.place]
                for row in links.itertuples()
            ],
        ),
    ]


def _linked(with_link: int, without: int) -> str:
    some = (
        f"{capital(in_words(with_link))} objectives can be linked to an indicator"
        if with_link != 1
        else "One objective can be linked to an indicator"
    )
    return f"{some}; {in_words(without)} cannot."


def _caption(plan: Plan, what: str) -> str:
    return f"{what} and national indicators of {plan.assessment.area.name}"


def _indicators(plan: Plan):
    """Every indicator that the document names, with the target that it prints and the objectives that serve it."""
    found, links = plan.rows.indicators, plan.rows.objective_indicators
    if found.empty:
        return None
    rows = [
        [
            row.indicator,
            row.title,
            f"{row.kind}, {row.relevance}",
            _target_of_indicator(plan, row),
            ", ".join(links.loc[links["indicator"] == row.indicator, "objective"]) or "none",
            row.place,
        ]
        for row in found.itertuples()
    ]
    headers = ["Indicator", "Title as printed", "Kind", "Target", "Objectives", "Place"]
    return [
        FactTable("Indicators that the document names", headers, rows),
        paragraph(Statement("A target that is not printed is not taken from anywhere else.", ())),
    ]


def _target_of_indicator(plan: Plan, row) -> Number | str:
    facts = plan.assessment.printed_facts([row.measure]) if row.measure else []
    own = [fact for fact in facts if fact.kind == "target" and fact.group == "all"]
    if not own:
        return NOT_PRINTED
    below = own[-1].period if own[-1].is_shown else own[-1].note
    return Number(printed_value(own[-1]), below, (own[-1],))


HEADERS = ["Priority", "Verdict", "Earlier", "Baseline", "Comparator", "Target", "Gap"]
UNKNOWN_PEOPLE = "unknown: no count of people is printed or was counted"
NOT_JUDGED = Judgement(state="not judged", reason="no figure is printed")
NO_PRIORITY = "The document prints no priority with a figure of its own."


def priorities(plan: Plan) -> Html:
    """Each priority with its baseline, comparator, target and verdict, and what the target means in people."""
    if plan.absent:
        return cited(plan.assessment, plain(plan.absent))
    found = standings(plan)
    if not found:
        return cited(plan.assessment, plain(NO_PRIORITY))
    name = plan.assessment.area.name
    return cited(
        plan.assessment,
        _summary(plan, found),
        FactTable(
            f"Priorities of the plan: where {name} stands", HEADERS, [_row(one) for one in found], class_="matrix"
        ),
        _contradictions(plan, found),
        _in_people(plan, found),
    )


def summary(found: list[Standing]) -> str:
    """How many priorities there are, and how many have a baseline and a target in figures."""
    both = sum(one.has_both for one in found)
    return f"{capital(in_words(both))} of {in_words(len(found))} priorities have a baseline and a target in figures."


def furthest(found: list[Standing]) -> Fact | None:
    """The figure that lies furthest short of its target, for the target's size; None where none does."""
    short = [one.now for one in found if one.asks_for_more]
    return max(
        short, key=lambda fact: abs(fact.target_judgement.difference) / abs(fact.target.value or 1), default=None
    )


def within(found: list[Standing]) -> list[Fact]:
    """The figures that are within their targets."""
    return [one.now for one in found if one.is_within]


def said_of(fact: Fact) -> words.Statement:
    """A figure with its period, and what its target asks."""
    number = counted(fact.qualified, fact.unit) if fact.unit == "weeks" else fact.qualified
    now = words.Statement(f"{fact.label}: {number} in {fact.period}.", (fact,))
    return words.together(now, words.against_target(fact))


def _summary(plan: Plan, found: list[Standing]):
    worst, good = furthest(found), within(found)
    return [
        plain(summary(found)),
        paragraph(said_of(worst), lead="Furthest from its target.") if worst else None,
        paragraph(said_of(good[0]), lead="Within its target.") if good else None,
    ]


def _row(one: Standing) -> list:
    return [
        f"{one.row.priority} {one.row.text}",
        verdict(one.now.target_judgement if one.now and one.now.target else NOT_JUDGED),
        _figure(one.earlier),
        _figure(one.now),
        _nationals(one),
        _target_of_priority(one),
        _gap(one),
    ]


def _figure(fact: Fact | None) -> Words:
    """A printed figure with its period, or the words that stand in its place."""
    if fact is None:
        return Words("none printed")
    if not fact.is_shown:
        return two_lines(printed_value(fact), f"{fact.note or 'no figure printed'}; {fact.period}", fact)
    kind = "" if fact.kind in ("baseline", "target") else f" ({fact.kind})"
    is_said = not fact.note or fact.window == "not_printed"  # the period's own words say it already
    caution = "" if is_said else f"; {fact.note}"
    return two_lines(printed_value(fact), f"{fact.period}{kind}{caution}", fact)


def _nationals(one: Standing) -> Words:
    if not one.nationals:
        return Words("none printed")
    values = " to ".join(fact.qualified for fact in one.nationals)
    return two_lines(values, f"national, {one.nationals[0].period}", *one.nationals)


def _target_of_priority(one: Standing) -> Words:
    """The plan's own target; below it, where that is no figure, the earlier target that the verdict is about."""
    judged = one.now.target if one.now else None
    if one.target is None or one.target.is_shown or judged is None or judged.key == one.target.key:
        return _figure(one.target)
    return Words(joined([_figure(one.target), f"; {printed_value(judged)} for {judged.period}"]), (one.target, judged))


def _gap(one: Standing) -> str:
    if one.now is None or one.now.target is None:
        return (
            "not judged: no target in figures" if one.now and one.now.is_shown else "not judged: no figure is printed"
        )
    if one.is_within and one.now.gap != "none":
        return f"{one.now.target_points} to spare"
    return one.now.gap if one.is_judged else f"not judged: {one.now.target_judgement.reason}"


def _contradictions(plan: Plan, found: list[Standing]):
    measures = {one.row.measure for one in found}
    told = [facts for facts in plan.assessment.contradictions() if facts[0].indicator in measures]
    return [paragraph(words.contradicting(facts)) for facts in told]


def _in_people(plan: Plan, found: list[Standing]):
    """One row a priority with both figures: how many people lie between them, and what that was worked out from."""
    rows = [_people_row(one) for one in found if one.has_both]
    if not rows:
        return plain("No priority has a baseline and a target in figures, so no target can be put in people.")
    headers = ["Priority", "In people", "Worked out from", "Baseline", "Target", "Difference"]
    return [
        heading("What each target means in people"),
        plain("A difference in percentage points is put in people where the number of people behind it is known."),
        FactTable(f"What each target of {plan.assessment.area.name} means in people", headers, rows, class_="matrix"),
    ]


def _people_row(one: Standing) -> list:
    now = one.now
    return [
        f"{one.row.priority} {one.row.text}",
        _people(one),
        _basis(one),
        Number(printed_value(now), facts=(now,)),
        Number(printed_value(now.target), facts=(now.target,)),
        _gap(one),
    ]


def _people(one: Standing) -> str:
    if one.is_within:
        return "none"
    if one.people != one.people:
        return UNKNOWN_PEOPLE if one.is_judged else "not worked out"
    if one.people == 0:
        return "no change"
    way = "more" if one.now.target.value > one.now.value else "fewer"
    return f"{'' if one.now.unit == 'people' else 'about '}{whole(one.people)} {way} people"


def _basis(one: Standing) -> str:
    now = one.now
    if one.is_within:
        return "it is within the target"
    if not one.is_judged and one.people != one.people:
        return "the figures were not judged against each other"
    if now.unit == "people":
        return "both figures are people"
    if now.unit != "percent":
        return "not worked out: the figures are not shares of people"
    if one.whole:
        parts = [f"{fact.number} of {one.whole.number} is {_part(fact, one)}" for fact in (now, now.target)]
        return "; ".join(parts)
    if one.counted and one.counted.counts:
        return f"{one.counted.counts} people counted in {one.counted.period}; the target is {now.target.number}"
    return "no number of people is known"


def _part(fact: Fact, one: Standing) -> str:
    return whole(fact.value / 100 * one.whole.value)
