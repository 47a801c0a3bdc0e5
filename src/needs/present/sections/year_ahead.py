"""What the year ahead brings, in the needs assessment and the treatment plan: a sentence and a small table, and the rest for review."""

from needs.measure.modelled import AS_IT_IS
from needs.measure.scenario import Levers
from needs.present.assessment import Assessment
from needs.present.facts import Fact
from needs.present.kit.html import Number, Part
from needs.present.kit.section import FactTable, heading, paragraph, plain
from needs.present.numbers import capital
from needs.present.sections.paths import paths
from needs.present.sections.plan import Plan
from needs.present.sections.scenario import (
    TITLES,
    Outlook,
    cell,
    how_sure,
    in_full,
    left_out,
    on_day,
    outlook,
    rests_on,
    run_of,
    side_by_side,
    tried,
)
from needs.present.words import Statement

A_TENTH = {
    "a tenth less early drop-out": Levers(early_drop_out=0.9), "a tenth more completions": Levers(completion=1.1),
}  # fmt: skip


def is_modelled(assessment: Assessment) -> bool:
    """Whether flows of people can be modelled from the partnership's records."""
    return outlook(assessment, Levers()).flows is not None


def _outlook(subject: Assessment | Plan) -> Outlook:
    """The outlook with the change in money that a plan's reader asks for, else with the one that is printed."""
    assessment, cut = (subject.assessment, subject.cut_percent) if isinstance(subject, Plan) else (subject, None)
    found = outlook(assessment, Levers())
    if cut is None or found.flows is None:
        return found
    return outlook(assessment, Levers(money_percent=-cut), is_printed_asked=False)


OF_ALL = "The printed change is taken to be in all the money for treatment, so it can do no more than this."


def in_short(subject: Assessment | Plan) -> list[Part]:
    """One sentence and one small table: what a year as it is brings, and what one lever would change."""
    asked = _outlook(subject)
    if asked.flows is None:
        return []
    columns = _small(asked)
    first = columns[0]
    end = first["in_treatment"]
    text = f"If nothing changes, {in_full(end)} treatment journeys would be open {on_day(end)}; {asked.now.number} are now."
    rows = [
        [capital(facts["in_treatment"].group), *(Number(cell(facts[name]), facts=(facts[name],)) for name in SMALL)]
        for facts in columns
    ]
    ahead = asked.found.quarters
    area = asked.assessment.area.name
    caption = f"What one change would do, {ahead[0].start:%B %Y} to {ahead[-1].end:%B %Y}: {area}"
    return [
        paragraph(Statement(text, (end, asked.now))),
        FactTable(caption, ["What changes", *(TITLES[name] for name in SMALL)], rows),
        plain(OF_ALL) if asked.printed is not None else None,
    ]


SMALL = ("in_treatment", "planned_exits")


def _small(asked: Outlook) -> list[dict[str, Fact]]:
    """The measures if nothing changes, with a tenth less early drop-out and more completions, and with the change in money."""
    rows = [asked.facts(run_of(asked, Levers()).as_it_is, AS_IT_IS)]
    rows += [asked.facts(run_of(asked, levers).changed, group) for group, levers in A_TENTH.items()]
    for name, lever in asked.asked.items():
        words = asked.said(name, lever)
        rows += [asked.as_it_is, asked.facts(asked.found.changed, words)]
    return rows


def for_review(subject: Assessment | Plan) -> list[Part]:
    """For reviewers: the whole table, how the past was foretold, what was fitted and what is left out."""
    asked = _outlook(subject)
    if asked.flows is None:
        return []
    return [
        heading("The model of stock and flow"), *side_by_side(asked), paragraph(how_sure(asked)), *tried(asked), *paths(asked),
        *rests_on(asked), left_out(asked),
    ]  # fmt: skip
