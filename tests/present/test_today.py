"""Treatment progress and the outcomes framework in documents of today, from small tables drawn by hand."""

from functools import partial

import pytest
from outline import section
from small_paper import assessed, figure, said

from needs.code_lists import code_list
from needs.present.sections import framework, leaving, progress

QUARTER = "2024-25 Q4"
YEAR = {"period": ("2024-04-01", "2025-03-31"), "window": "financial_year", "source": "records-of-nobody"}
assessed_today = partial(
    assessed,
    figure("in_treatment", 400, unit="people", source="returns", period=("2025-01-01", "2025-03-31")),
    quarter=QUARTER,
)


def share(name, x, n, breakdown="all", group="all"):
    given = {"lower": 100 * x / n - 5, "upper": 100 * x / n + 5, "breakdown": breakdown, "interval_method": "Wilson"}
    return figure(name, 100 * x / n, counts=(x, n), group=group, **YEAR, **given)


ALONE = share("treatment_progress_alcohol_percent", 60, 150)
LOWEST, HIGHEST = (
    share("treatment_progress_lowest_percent", 300, 1000),
    share("treatment_progress_highest_percent", 450, 1000),
)
CATEGORIES = [
    share("people_by_treatment_progress", x, 1200, "progress", name)
    for name, x in (("substantial progress", 300), ("no substantial progress", 550), ("missing data", 200))
]


def missing(x):
    return share("treatment_progress_missing_percent", x, 1000)


def test_the_measure_is_given_for_alcohol_alone_and_only_bounds_for_all():
    shown = said(progress.treatment_progress(assessed_today(ALONE, LOWEST, HIGHEST)))

    assert "60 of 150 people with alcohol alone whose progress can be told (40%, 35% to 45%) made substantial" in shown
    assert "Of all people whose progress can be told, at least 300 of 1,000 (30%, 25% to 35%) made substantial" in shown
    assert "By this reading, at most 450 of 1,000 (45%, 40% to 50%) did." in shown
    assert "For people with alcohol alone, a fall of nine days of 28 or more counts as substantial." in shown
    assert "No number of days is set for anybody else. So only bounds are given for all" in shown
    assert "The bounds differ by those whose use fell." in shown
    assert "Reviews changed at the start of 2023-24" in shown
    assert shown.index("Treatment progress") == 0


def test_bounds_stand_beside_each_other_by_drug_group_where_both_are_told():
    sides = [
        share(f"treatment_progress_{which}_percent", x, 100, "drug_group", group)
        for which, x in (("lowest", 30), ("highest", 60))
        for group in ("opiate", "alcohol only")
    ]
    lone = share("treatment_progress_lowest_percent", 20, 100, "drug_group", "non-opiate only")
    shown = said(progress.treatment_progress(assessed_today(LOWEST, HIGHEST, *sides, lone)))

    assert "Opiate 30% (25% to 35%) 30 of 100 60% (55% to 65%) 60 of 100" in shown
    assert "Non-opiate only" not in shown


def under(*tables, **chosen):
    """The section on treatment progress where needs.toml chooses otherwise than usual."""
    choices = [{"choice": name, "value": value} for name, value in chosen.items()]
    return said(progress.treatment_progress(assessed_today(*tables, choices=choices)))


def test_no_days_are_spoken_of_where_none_are_set():
    shown = under(LOWEST, HIGHEST, reliable_change_days="none set")

    assert "No number of days is set by which a fall in use is substantial. So only bounds" in shown
    assert "days of 28" not in shown
    assert "alcohol alone" not in shown


def test_the_days_that_are_set_are_said_and_whom_none_is_set_for():
    shown = under(LOWEST, HIGHEST, reliable_change_days="alcohol only 8, injecting 5, opiates 13")

    assert "For people with alcohol alone, a fall of eight days of 28 or more counts as substantial." in shown
    assert "For opiates, a fall of thirteen days of 28 or more counts as substantial." in shown
    assert "No number of days is set for alcohol, crack, cocaine, amphetamines, cannabis and other drugs." in shown
    assert "injecting" not in shown


def test_nobody_is_said_to_be_unjudged_where_the_bounds_meet():
    every = ", ".join(f"{name} 9" for name in ("alcohol", "amphetamines", "cannabis", "cocaine", "crack", "opiates"))
    shown = under(LOWEST, share("treatment_progress_highest_percent", 300, 1000), reliable_change_days=every)

    assert "No number of days is set for other drugs." in shown
    assert "The bounds differ" not in shown


def test_every_reading_of_what_is_left_open_is_listed_as_it_is_set():
    usual = under(LOWEST, HIGHEST)
    chosen = under(LOWEST, HIGHEST, exits_left_out="prison, died", secure_settings="S", baseline_months="6")

    assert usual.index("our reading") < usual.index("By this reading")
    assert "counts as an unplanned exit, also by transfer, prison or death." in usual
    assert (
        "missing with an empty answer in the latest review, or without a baseline for a substance still used" in usual
    )
    assert "without an exit form within fourteen days of the exit" in usual
    assert all(len(sentence.split()) <= 25 for text in (usual, chosen) for sentence in text.split(". "))
    assert "People seen in secure settings alone are not left out" in usual
    assert "the first in the twelve months before the latest review" in usual
    assert "counts as an unplanned exit. Left out are these ways of leaving: prison, died." in chosen
    assert "People seen in secure settings alone are left out" in chosen
    assert "the first in the six months before the latest review" in chosen


def new_clients(number):
    return figure("treatment_progress_new_clients", number, unit="people", is_rounded=True, **YEAR)


NO_VERDICT = "It is not published whether people new to treatment are in the base"


@pytest.mark.parametrize(
    ("x", "new", "words"),
    [
        (150, (), "is met, with or without"),
        (300, (new_clients(400),), "is not met, with or without"),
        (300, (new_clients(600),), NO_VERDICT),  # 300 of 1,600 would be 19%
        (300, (), NO_VERDICT),
        (300, (new_clients(400) | {"status": "hidden", "value": None},), NO_VERDICT),
        (200, (new_clients(400),), "It is too close to call after rounding."),
    ],
)
def test_whether_few_enough_forms_are_missing_is_said_where_neither_rounding_nor_the_base_leaves_doubt(x, new, words):
    shown = said(progress.categories(assessed_today(*CATEGORIES, missing(x), *new)))

    assert f"{x} of 1,000 adults" in shown
    assert words in shown
    assert "No substantial progress" in shown


def test_nothing_is_said_of_progress_where_nothing_was_counted_and_never_in_2008():
    assert progress.treatment_progress(assessed_today()) == []
    assert progress.categories(assessed_today(missing(100))) == []
    then = {"period": ("2007-07-01", "2008-06-30"), "window": "rolling_12_months"}
    of_2008 = assessed(
        *(
            {**row, **dict(zip(("period_start", "period_end"), then["period"], strict=True))}
            for row in (ALONE, LOWEST, HIGHEST)
        )
    )
    assert progress.treatment_progress(of_2008) == []
    assert "progress" not in said(section("needs_assessment", "Outcomes", of_2008)).lower()


def test_completion_for_good_stands_by_group_beside_no_figure_of_2008():
    rows = [
        share(f"{name}_completions_without_return_percent", 40, 200) for name in ("opiate", "non_opiate", "alcohol")
    ]
    shown = said(leaving.for_good(assessed_today(*rows)))

    assert shown.count("20% (15% to 25%)") == 3
    assert all(letter in shown for letter in ("C19a", "C19c"))
    assert "C19b" not in shown
    assert shown.count("Returns to treatment in other partnerships are not seen") == 1
    assert leaving.for_good(assessed()) == []


@pytest.mark.parametrize(("source", "is_beside"), [("records-of-nobody", False), ("returns", True)])
def test_completion_for_good_as_counted_here_is_set_against_no_published_figure(source, is_beside):
    name = "opiate_completions_without_return_percent"
    own = share(name, 40, 200) | {"source": source, "origin": "calculated" if not is_beside else "published"}
    england = share(name, 10, 200) | {"area_code": "E92000001", "source": "returns", "origin": "published"}
    shown = said(leaving.for_good(assessed_today(own, england)))

    assert "20% (15% to 25%)" in shown
    assert ("5%" in shown.split()) is is_beside
    assert ("no comparator" in shown) is not is_beside
    assert ("own extracts" in shown) is not is_beside


def test_each_known_metric_of_the_framework_has_its_figure_or_where_it_would_come_from():
    shown = said(framework.outcomes_framework(assessed_today(ALONE, LOWEST, HIGHEST)))

    assert "eleven headline and 22 supporting metrics" in shown
    assert "None of the 22 is, since no source at hand names them." in shown
    assert "People in treatment: 400 (January to March 2025)" in shown
    assert "Treatment progress of people whose only problem substance is alcohol: 40% (2024-25)" in shown
    metrics = code_list("outcomes_framework")
    assert all(metric in shown for metric in metrics["metric"])
    assert shown.count("none at hand") == metrics.height - 2
    assert all(metrics["source"])


def test_the_framework_stands_in_no_document_of_a_time_before_it():
    before = partial(
        assessed, figure("in_treatment", 400, unit="people", source="returns", period=("2022-01-01", "2022-03-31"))
    )

    assert framework.outcomes_framework(before(quarter="2021-22 Q4")) == []
    assert framework.outcomes_framework(assessed()) == []
