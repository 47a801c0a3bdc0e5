"""The way to each target: what one lever by itself would have to be so that it is reached, or that none reaches it."""

from dataclasses import replace
from typing import Any

import pandas as pd

from needs.measure import modelled, scenario
from needs.measure.flows import Flows
from needs.measure.scenario import Levers
from needs.measure.scenarios import COMPLETING, PEOPLE, STAYING
from needs.present.facts import Fact, known
from needs.present.kit.html import Number, Part, Words
from needs.present.kit.section import FactTable, plain
from needs.present.numbers import capital
from needs.present.sections.scenario import Outlook
from needs.present.standing import against_targets

FOR_TARGETS = {
    "coming": ("New people, times as many", "{} times as many new people"),
    "places": ("Places, times as many", "{} times as many places"),
    "early_drop_out": ("Early drop-out, times as likely", "early drop-out {} times as likely"),
    "completion": ("Completion, times as likely", "completion {} times as likely"),
    "waits_weeks": ("Mean wait, weeks", "a mean wait of {} weeks"),
}


def paths(asked: Outlook) -> list[Part]:
    """What one lever by itself would have to be so that each target is reached; or that none can."""
    end = pd.Timestamp(asked.assessment.quarter.end)
    targets = [
        (fact, measure)
        for fact in against_targets(asked.assessment)
        if (measure := measure_of(fact)) and known(fact.target, "target").period_end > end
    ]
    if not targets:
        return [plain(NO_TARGET)]
    rows = [row for fact, measure in targets for row in _path(asked, fact, measure)]
    return [
        plain(
            "Each line moves one lever and leaves all others as they are. It says what would have to be true, and not that it can be done."
        ),
        FactTable(
            "What would have to be true for each target",
            ["Target", "Now", "Target is", "By itself it would take", "New people a quarter", "Places"],
            rows,
        ),
    ]


NO_TARGET = (
    "No target that is still to come is set whose measure the model has: people in treatment, staying or completing."
)
OF_PEOPLE = ("in_treatment", "effective_treatment", "opiate_crack_effective_treatment", "opiate_crack_in_treatment")
OF_STAYING = ("retained_or_planned_discharge_percent", "retained_12_weeks_percent")
OF_COMPLETING = ("successful_completion_of_exits", "treatment_system_exits_percent", "planned_exit_2004_percent")


def measure_of(fact: Fact) -> str:
    """Of which kind the target of a figure is, for `measure.scenarios`; empty where the model has no measure for it."""
    kinds = {PEOPLE: OF_PEOPLE, STAYING: OF_STAYING, COMPLETING: OF_COMPLETING}
    return next((kind for kind, names in kinds.items() if fact.indicator in names), "")


def _path(asked: Outlook, fact: Fact, measure: str) -> list[list]:
    """A line for each lever that would reach the target of a figure by itself; one that says none would."""
    target, flows = known(fact.target, "target"), known(asked.flows, "flows")
    first = [fact.label, Number(fact.number, facts=(fact,)), Words(f"{target.qualified} ({target.period})", (target,))]
    if not (fact.is_shown and target.is_shown):
        return []
    if fact.target_state in ("met", "reached"):
        return [[*first, "Nothing: it is reached now", "as now", "as now"]]
    levers = Levers(quarters_ahead=asked.levers.quarters_ahead)
    if measure == "people" and scenario.expected(flows, levers, "in_treatment_in_the_year") >= _in_the_year(
        flows, fact
    ):
        return [[*first, "Nothing more: flows as they are reach it", "as now", "as now"]]
    found = _solved(flows, levers, fact, target, measure)
    rows = []
    for name, value in found.items():
        if value is None:
            continue
        title, words = FOR_TARGETS[name]
        row = modelled.needed(
            flows, name, fact.label, value, "weeks" if name == "waits_weeks" else "times", asked.found.quarters
        )
        lever = replace(asked.assessment.fact(row), title=title)
        changed: dict[str, Any] = {} if name == "coming" else {name: value}
        rows.append(
            [
                *first,
                Number(capital(words.format(lever.number)), facts=(lever,)),
                *_what_it_takes(asked, replace(levers, **changed), name, value, fact),
            ]
        )
    return rows or [[*first, "No lever reaches it by itself", "not known", "not known"]]


def _what_it_takes(asked: Outlook, levers: Levers, name: str, value: float, fact: Fact) -> list[Number]:
    """The new people a quarter and the places that go with a lever."""
    flows, times = known(asked.flows, "flows"), value if name == "coming" else 1.0
    quarters = len(asked.found.quarters)
    new = scenario.expected(flows, levers, "new", times, is_capped=False) / quarters
    places = scenario.expected(flows, levers, "places_needed", times)
    cells = []
    for what, number in (("new", new), ("places", places)):
        row = modelled.needed(
            flows, f"{what}_by_{name}", fact.label, 5 * round(number / 5), "people", asked.found.quarters
        )
        titles = {"new": "New people a quarter for the target", "places": "Places for the target"}
        one = replace(asked.assessment.fact(row), title=f"{titles[what]}, {FOR_TARGETS[name][0].lower()}")
        cells.append(Number(one.number, facts=(one,)))
    return cells


def _solved(flows: Flows, levers: Levers, fact: Fact, target: Fact, measure: str) -> dict[str, float | None]:
    if measure == PEOPLE:
        return scenario.to_reach(flows, "in_treatment_in_the_year", _in_the_year(flows, fact), levers)
    if measure == COMPLETING:
        return scenario.to_reach(
            flows, "planned_share", target.value / fact.value * scenario.planned_share(flows), levers
        )
    return {"early_drop_out": (100 - target.value) / (100 - fact.value)} if fact.value < 100 else {}


def _in_the_year(flows: Flows, fact: Fact) -> float:
    """How many people in treatment in a year go with the target of a figure that is part of them: as many more as of it."""
    return scenario.in_the_last_year(flows) * known(fact.target, "target").value / fact.value
