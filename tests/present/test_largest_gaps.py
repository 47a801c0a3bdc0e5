"""Gaps ranked by the people they concern, from small tables drawn by hand."""

from functools import partial

from outline import section
from small_figures import COUNTRY
from small_paper import REVIEWS, assessed, counted, figure, said

from needs.present.sections.gaps import ranked

what_this_tells_us = partial(section, "needs_assessment", "What this tells us")

COUNTED = (*REVIEWS, counted("top_reviews_percent", 40, 75))
ALL = {"area_code": COUNTRY}


def together(indicator, x, n):
    return counted(indicator, x, n) | ALL


def test_a_missed_target_is_put_in_people_by_the_counts_and_leads_to_its_sum():
    """80% of 75 is 60; 40 were counted, to the nearest five."""
    of = assessed(*COUNTED)
    shown = said(what_this_tells_us(of))

    assert "About 20 more of 75 reviews that were due would have met the target (80%)." in shown
    assert "Missed" in shown
    sums = [fact.sum for fact in of.cited.values() if fact.value == 20]
    assert sums == ["80% of 75 = 60 in whole people; 60 - 40 = 20"]


def test_gaps_are_ranked_by_people_and_not_by_points():
    """31% of 1,000 is 310 and 360 dropped out: 50 people and 5 points come before 20 forms and 25 points."""
    dropped = counted("dropped_out_of_exits", 360, 1000) | {"lower": 33.1, "upper": 39.0}
    found = ranked(assessed(*COUNTED, dropped, together("dropped_out_of_exits", 3100, 10000)))

    assert [(gap.now.indicator, gap.people.value) for gap in found] == [
        ("dropped_out_of_exits", 50), ("top_reviews_percent", 20),
    ]  # fmt: skip


def test_a_difference_that_chance_may_explain_is_no_gap():
    dropped = counted("dropped_out_of_exits", 360, 1000)  # its limits, 31% to 41%, hold the 35% of the others

    assert ranked(assessed(dropped, together("dropped_out_of_exits", 3500, 10000))) == []


def test_a_miss_without_counts_is_counted_as_left_out_and_never_put_in_people():
    shown = said(what_this_tells_us(assessed(*REVIEWS)))

    assert "No gap can be put in people" in shown
    assert "One further gap is not in the table: it has no count of people." in shown


def test_unmet_need_is_a_range():
    given = {
        "source": "returns",
        "unit": "people",
        "lower": 700,
        "upper": 1300,
        "kind": "estimate",
        "counts": (400, 1400),
    }
    people = figure("alcohol_not_in_treatment", 1000, **given)
    percent = figure("alcohol_unmet_need_percent", 71, **given | {"unit": "percent", "lower": 63, "upper": 76})
    shown = said(what_this_tells_us(assessed(*COUNTED, people, percent)))

    assert "About 1,000 people who may need treatment were not in it" in shown
    assert "700 to 1,300 Unmet need" in shown


def test_options_are_only_what_a_person_wrote():
    texts = [("dudley", "", "options", "Open in the evening.")]

    assert "A ranked gap recommends nothing." in said(what_this_tells_us(assessed()))
    assert "Written by the partnership. This part was not calculated from data. Open in the evening." in said(
        what_this_tells_us(assessed(authored=texts))
    )
