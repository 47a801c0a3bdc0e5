"""Treatment progress where the settings say otherwise than usual: thresholds, secure settings, and how long people are followed."""

import datetime
from dataclasses import replace

import polars as pl
import pytest
from drawn_indicators import QUARTER, Case, records_of
from indicator_cases.today import FOR_GOOD, PROGRESS, PROGRESS_FORMS

from needs.code_lists.meanings import completions, reasons
from needs.measure.count import count, units
from needs.measure.indicator import Asked
from needs.measure.indicators import BY_NAME
from needs.measure.progress import CATEGORIES, REDUCED, left_out
from needs.quarter import Quarter
from needs.settings import OTHER_EXITS, Choices, in_words

SECOND_FORM = """          | 0            | 0          | 0             | 0               | N
    drinks nine days less    | R     | 2008-02-01 | 28"""
TODAY = Choices(today_begins=QUARTER - 1)


def of_each(choices: Choices = TODAY, interventions: str = "") -> dict[str, str]:
    """The sub-category of each person drawn."""
    case = Case(drawn=PROGRESS, forms=PROGRESS_FORMS)
    tables = records_of(case.drawn, interventions, case.forms, choices)
    found = units(tables, "progress", Asked(QUARTER.rolling_12_months, choices)).collect()
    return dict(found.select("person", "progress_detail").iter_rows())


def counted(name: str, drawn: str, choices: Choices, forms: str = "") -> tuple[float, float]:
    rows = count(records_of(drawn, "", forms, choices), [QUARTER], [BY_NAME[name]], choices)
    return rows.filter(pl.col("breakdown") == "all").select("numerator", "denominator").row(0)


def test_each_person_is_in_one_sub_category_and_each_sub_category_has_somebody():
    found = of_each()

    assert set(found.values()) == set(CATEGORIES)
    assert len(found) == 26


def test_a_threshold_that_is_set_judges_every_fall_in_its_substance():
    usual, judged = of_each(), of_each(replace(TODAY, reliable_change_days=(("opiates", 27),)))

    assert usual["less heroin"] == "in treatment, use fell, no threshold"
    assert judged["less heroin"] == "in treatment and substantially reduced"
    stricter = of_each(replace(TODAY, reliable_change_days=(("opiates", 28),)))
    assert stricter["less heroin"] == "in treatment and not substantially reduced"


def test_the_days_for_alcohol_alone_judge_nobody_else_and_those_for_alcohol_everybody():
    alone = of_each(replace(TODAY, reliable_change_days=(("alcohol only", 8),)))
    both = of_each(replace(TODAY, reliable_change_days=(("alcohol", 18),)))

    assert alone["drinks eight days less"] == "in treatment and substantially reduced"
    assert alone["drinks less, and smokes"] == "in treatment, use fell, no threshold"
    assert both["drinks less, and smokes"] == "in treatment and substantially reduced"
    assert both["drinks nine days less"] == "in treatment and not substantially reduced"


def test_without_days_for_alcohol_the_measure_has_no_figure():
    none = replace(TODAY, reliable_change_days=())

    assert counted("treatment_progress_alcohol_percent", PROGRESS, TODAY, PROGRESS_FORMS) == (5, 8)
    assert counted("treatment_progress_alcohol_percent", PROGRESS, none, PROGRESS_FORMS) == (0, 0)


def test_the_lowest_and_the_highest_meet_where_every_fall_can_be_judged():
    drawn = "\n".join(line for line in PROGRESS.splitlines() if "another drug" not in line)
    every = replace(TODAY, reliable_change_days=(("alcohol", 9), ("opiates", 9), ("cannabis", 9), ("crack", 9)))
    lowest, highest = (
        counted(f"treatment_progress_{which}_percent", drawn, every, PROGRESS_FORMS) for which in ("lowest", "highest")
    )

    assert lowest == highest == (10, 17)


def test_people_seen_in_secure_settings_alone_are_left_out_where_their_codes_are_known():
    drawn = """
    person          | modality | is_structured | started    | setting
    dropped out     | 2        | yes           | 2008-01-01 | S
    referred on     | 2        | yes           | 2008-01-01 | S
    referred on     | 2        | yes           | 2008-02-01 | C
    no heroin       | 2        | yes           | 2008-01-01 |
    """
    usual, secure = of_each(TODAY, drawn), of_each(replace(TODAY, secure_settings=("S",)), drawn)

    assert set(usual) - set(secure) == {"dropped out"}
    assert {"referred on", "no heroin"} <= set(secure)


def test_a_way_of_leaving_may_be_left_out_of_the_measure():
    usual, chosen = of_each(), of_each(replace(TODAY, exits_left_out=("referred on", "prison")))

    assert usual["referred on"] == "unplanned exit"
    assert set(usual) - set(chosen) == {"referred on"}
    assert all(chosen[person] == usual[person] for person in chosen)


def test_every_way_of_leaving_that_may_be_left_out_is_on_the_list_of_discharge_reasons():
    for way in OTHER_EXITS:
        codes = left_out((way,))
        assert codes
        assert not set(codes) & {*completions("2009"), *reasons("dropped out")}


def test_a_later_form_gives_the_baseline_where_the_first_has_no_answer():
    first = "    drinks nine days less    | S     | 2008-01-01 | 28 "
    forms = PROGRESS_FORMS.replace(first, first.replace("28 ", "   ") + SECOND_FORM)
    case = Case(drawn=PROGRESS, forms=forms)
    found = units(
        records_of(case.drawn, "", case.forms, TODAY), "progress", Asked(QUARTER.rolling_12_months, TODAY)
    ).collect()

    assert forms != PROGRESS_FORMS
    assert dict(found.select("person", "progress_detail").iter_rows())["drinks nine days less"] == REDUCED


def test_a_baseline_may_be_looked_for_in_fewer_months():
    assert of_each()["baseline to the day"] == "in treatment and substantially reduced"
    shorter = of_each(replace(TODAY, baseline_months=11))
    assert shorter["baseline to the day"] == "in treatment and not substantially reduced"


def test_whom_the_completion_measure_of_non_opiate_users_counts_is_a_choice():
    name = "non_opiate_completions_without_return_percent"
    said = BY_NAME[name].counting.defined(replace(TODAY, non_opiate_completions=("non-opiate only",)))

    assert "(non-opiate only)" in said
    assert "Which groups C19b counts is a setting" in said
    assert "C19b" not in BY_NAME[name].title
    assert counted(name, FOR_GOOD, TODAY) == (2, 3)
    assert counted(name, FOR_GOOD, replace(TODAY, non_opiate_completions=("non-opiate only",))) == (1, 2)


@pytest.mark.parametrize("months", [1, 3, 6, 10, 24])
def test_people_are_followed_for_as_many_days_as_the_months_after_a_quarter_can_have(months):
    ends = pl.Series([(Quarter(2004, 1) + number).end for number in range(80)])
    after = ends.dt.offset_by(f"{months}mo")

    assert Choices(months_to_return=months).days_to_return == (after - ends).dt.total_days().max()


@pytest.mark.parametrize(
    "name", ["treatment_progress_alcohol_percent", "treatment_progress_new_clients", "people_by_treatment_progress"]
)
def test_the_first_quarter_of_which_progress_is_counted_is_a_choice(name):
    counting = BY_NAME[name].counting

    assert counting.first_day(TODAY) == datetime.date(2022, 4, 1)
    assert counting.first_day(replace(TODAY, progress_begins=Quarter(2023, 3))) == Quarter(2023, 3).start
    assert {row[0]: row[-1] for row in in_words(TODAY)}["progress_begins"] == "not found"


def test_what_rests_on_returns_says_that_those_elsewhere_are_not_seen():
    too_high, too_low = (
        BY_NAME[name].counting.caution
        for name in ("opiate_completions_without_return_percent", "re_presentation_percent")
    )

    assert too_high.endswith("too high.")
    assert too_low.endswith("too low.")
