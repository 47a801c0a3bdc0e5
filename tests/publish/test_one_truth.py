"""One truth: no two documents of a run give a figure two values, two names or two verdicts."""

from collections import defaultdict

import pytest
from default_documents import WANTED
from outline import page

from needs.folders import Folders
from needs.measure import safe
from needs.present.assessment import Assessment
from needs.present.facts import Fact
from needs.present.report import Report

DOCUMENTS = ("needs_assessment", "performance", "treatment_plan", "young_people", "data_quality", "scenario")
PLACES = sorted({(wanted.partnership, str(wanted.quarter)) for wanted in WANTED.values()} | {
    ("northmere", "2008-09 Q4"), ("kent", "2008-09 Q4"), ("ironbeck", "2008-09 Q1"),
})  # fmt: skip


def shown(partnership: str, quarter: str) -> dict[str, list[Fact]]:
    """Every figure that each document of a partnership and quarter gives, as it stands in its evidence."""
    tables = safe.read(Folders.here().safe, partnership)
    facts = {}
    for document in DOCUMENTS:
        assessment = Assessment.of(tables, partnership, quarter)
        report = Report(assessment)
        names = {"treatment_plan": {"plan": report.plan()}, "scenario": {"asked": report.scenario()}}.get(document, {})
        assert page(document, assessment, **names)
        facts[document] = list(assessment.cited.values())
    return facts


@pytest.fixture(scope="module", params=PLACES, ids=" ".join)
def documents(request):
    return shown(*request.param)


def differing(documents, told):
    """What documents tell of the same figure, where it is not the same; a document that tells nothing of it is no contradiction."""
    of_each = defaultdict(set)
    for facts in documents.values():
        for fact in facts:
            of_each[told(fact)[0]].add(told(fact)[1])
    return {about: answers - {""} for about, answers in of_each.items() if len(answers - {""}) > 1}


def test_a_figure_has_one_value_and_one_name(documents):
    assert differing(documents, lambda fact: (fact.key, (fact.qualified, fact.interval, fact.label))) == {}


def test_a_figure_has_one_verdict_beside_others_and_one_against_its_target(documents):
    assert differing(documents, lambda fact: ((fact.key, fact.comparator and fact.comparator.key), fact.state)) == {}
    assert differing(documents, lambda fact: (fact.key, fact.target_state)) == {}


def test_a_measure_has_one_verdict_against_one_target(documents):
    """Whatever period or source the figure is of: the register sets one figure against the target that counts."""
    measures = defaultdict(set)
    for facts in documents.values():
        for fact in facts:
            if fact.target:
                about = (fact.indicator, fact.breakdown, fact.group)
                measures[about].add((fact.qualified, fact.period, fact.target.qualified, fact.target_state))

    assert {measure: told for measure, told in measures.items() if len(told) > 1} == {}


def test_people_and_points_of_a_row_agree(documents):
    """A gap in people is the points of the same figure, of the people it is a share of, to the next whole person."""
    for facts in documents.values():
        for fact in facts:
            judgement = fact.target_judgement
            if judgement and fact.unit == "percent" and judgement.people == judgement.people:
                points = abs(100 * fact.numerator / fact.denominator - fact.target.value)
                assert abs(judgement.people - points / 100 * fact.denominator) < 1.0001
