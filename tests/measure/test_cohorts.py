"""Each cohort beside a drawn table of the cases on its boundaries, counted by hand: the first quarter of 2008-09."""

import datetime
import inspect
import re

import polars as pl
import pytest
from cohort_cases import CASES as OF_PEOPLE
from cohort_cases_of_treatments import CASES as OF_TREATMENTS
from drawn_records import records

from needs.code_lists import code_list, groups_of, meanings
from needs.measure import cohorts
from needs.measure.groups import groups
from needs.measure.indicator import Asked
from needs.measure.journeys import followed, link
from needs.mistakes import Mistake
from needs.quarter import Period, Quarter
from needs.settings import YOUNG_TOLD_AT, Choices

CASES = OF_PEOPLE | OF_TREATMENTS
QUARTER = Quarter.parse("2008-09 Q1").period
NAMES = [
    name
    for name, found in inspect.getmembers(cohorts, inspect.isfunction)
    if found.__annotations__.get("return") == "Condition" and found.__module__ == cohorts.__name__ and name[0] != "_"
]
EVERY_CASE = [(name, number) for name in CASES for number in range(len(CASES[name]))]


def expression(name: str, arguments: dict) -> pl.Expr:
    cohort = getattr(cohorts, name)
    period = {"period": QUARTER} if "period" in inspect.signature(cohort).parameters else {}
    return cohort(**{**period, **arguments}).expr


@pytest.mark.parametrize(("name", "number"), EVERY_CASE)
def test_a_cohort_counts_what_was_counted_by_hand(name, number):
    arguments, drawn = CASES[name][number]
    rows = records(drawn)

    assert rows.select(expression(name, arguments)).to_series().to_list() == rows["counts"].to_list()


@pytest.mark.parametrize("name", NAMES)
def test_every_cohort_has_a_drawn_table_with_somebody_on_either_side(name):
    assert name in CASES, f"cohort {name!r} has no drawn table in cohort_cases"
    assert {True, False} == {answer for _, drawn in CASES[name] for answer in records(drawn)["counts"]}


def test_there_is_no_drawn_table_without_a_cohort():
    assert set(NAMES) == set(CASES)


@pytest.mark.parametrize("name", NAMES)
def test_a_cohort_is_met_or_not_and_never_missing_where_nothing_is_known(name):
    drawn = records(CASES[name][0][1]).drop("counts")
    unknown = pl.concat(
        [drawn.clear(), pl.DataFrame({column: [None] for column in drawn.columns})], how="vertical_relaxed"
    )
    met = unknown.select(expression(name, CASES[name][0][0])).to_series()

    assert met.dtype == pl.Boolean
    assert met.to_list() == [False]


@pytest.mark.parametrize("name", NAMES)
def test_a_cohort_says_what_it_is_and_where_that_is_written(name):
    words = inspect.getdoc(getattr(cohorts, name))

    assert re.fullmatch(r"[A-Z].+\. Source: .+\.", words)


@pytest.mark.parametrize("name", NAMES)
def test_a_cohort_never_adds_anything_up_so_a_row_alone_counts_as_it_does_among_others(name):
    arguments, drawn = CASES[name][0]
    rows = records(drawn)
    alone = [rows[number].select(expression(name, arguments)).item() for number in range(rows.height)]

    assert alone == rows.select(expression(name, arguments)).to_series().to_list()


def test_the_four_drug_groups_leave_nobody_in_two_of_them():
    rows = records(
        """
        drug_1 | drug_2 | drug_3 | groups
        1101   | 7000   | 5000   | opiate_user
        5000   | 9996   | 1105   | opiate_user
        3201   | 7000   | 9997   | non_opiate_and_alcohol
        7000   | 5000   |        | non_opiate_and_alcohol
        3201   |        |        | non_opiate_only
        8800   | 9996   | 9997   | non_opiate_only
        7000   | 9996   | 9997   | alcohol_only
        7000   | 3409   |        | alcohol_only
        9996   | 9997   |        |
               |        |        |
        """
    )
    groups = ["opiate_user", "non_opiate_and_alcohol", "non_opiate_only", "alcohol_only"]
    found = rows.with_columns(cohorts.mentions()).select(getattr(cohorts, name)().expr.alias(name) for name in groups)

    assert [[name for name in groups if row[name]] for row in found.to_dicts()] == [
        [name] if name else [] for name in rows["groups"]
    ]


@pytest.mark.parametrize(
    ("drugs", "said"),
    [
        (("1101", "9996", "9997"), {"is_opiate_crack", "has_opiate"}),
        (("5000", "3201", "9997"), {"is_opiate_crack", "has_crack", "has_non_opiate"}),
        (("7000", "3200", None), {"has_alcohol", "has_non_opiate"}),
        (("7000", None, "1000"), {"has_alcohol", "has_opiate", "is_opiate_crack"}),
        (("", "9996", "9997"), set()),
        ((None, None, None), set()),
    ],
)
def test_a_drug_counts_wherever_of_the_three_it_is_mentioned(drugs, said):
    row = pl.DataFrame([drugs], schema=dict.fromkeys(["drug_1", "drug_2", "drug_3"], pl.String), orient="row")

    assert {name for name, met in row.select(cohorts.mentions()).to_dicts()[0].items() if met} == said


def test_age_is_exact_on_the_last_day_of_a_quarter():
    born = [datetime.date(1990, 6, 30), datetime.date(1990, 7, 1)]  # 18 on the last day, and a day too late
    quarters = [Quarter.containing(day) for day in born]
    rows = pl.DataFrame({"birth_quarter": [quarter.year * 4 + quarter.number for quarter in quarters]})

    assert rows.select(cohorts.adult(QUARTER, "end of the period").expr).to_series().to_list() == [True, False]
    assert rows.select(cohorts.young_person(QUARTER, "end of the period").expr).to_series().to_list() == [False, True]


@pytest.mark.parametrize("told_at", YOUNG_TOLD_AT)
@pytest.mark.parametrize("aged", ["", "start", "end"])
def test_nobody_is_both_a_young_person_and_an_adult_and_nobody_neither(told_at, aged):
    # 17 or 18 by any of the three days, and of the two that may lie before another no less then
    rows = records(
        """
        age_at_triage | age_at_start | birth_quarter | start      | end
        17            | 17           | 7962          | 2008-04-01 |
        17            | 17           | 7961          | 2008-01-01 | 2008-06-01
        17            | 18           | 7959          | 2008-03-31 | 2008-06-01
        18            | 18           | 7950          | 2008-04-01 | 2008-06-30
        """
    )
    is_young, is_adult = (
        rows.select(cohort(QUARTER, told_at, aged).expr).to_series() for cohort in (cohorts.young_person, cohorts.adult)
    )

    assert (is_young != is_adult).all()
    bands = rows.select(groups("journeys", Asked(QUARTER, Choices(young_told_at=told_at), aged))["age"]).to_series()
    assert [band == "under 18" for band in bands] == is_young.to_list()


# Published with the tests of DrugUtilisation 1.2.0 (Apache-2.0, commit 13e3147): of those still observed so many days
# after they started, the percentage in treatment.
@pytest.mark.parametrize(("days", "percent"), [(0, 100), (4, 100), (6, 75), (16, 66.67), (21, 0)])
def test_who_is_in_treatment_on_a_day_agrees_with_a_published_case(days, percent):
    people = records(
        """
        start      | end        | observed_to
        2000-01-01 | 2000-01-05 | 2000-01-25
        2002-01-01 | 2002-01-15 | 2002-01-15
        2010-01-01 | 2010-01-20 | 2010-01-25
        2011-01-01 | 2011-01-20 | 2011-01-25
        """
    )
    met = []
    for number in range(people.height):
        day = people["start"][number] + datetime.timedelta(days)
        if day <= people["observed_to"][number]:
            met.append(people[number].select(cohorts.in_treatment(Period(day, day)).expr).item())

    assert percent == round(100 * sum(met) / len(met), 2)


@pytest.mark.parametrize(
    ("version", "people", "of"),
    [("2007", 35_441, 69_612), ("2009", 24_630, 69_612)],
)
def test_englands_exits_of_2007_08_come_out_as_printed(version, people, of):
    # Hansard, Commons, 15 January 2009, Drugs Misuse: 51% "total successful" with referred on, 35.4% without
    printed = {
        **{"1": 7_324, "2": 17_306, "5": 10_811, "6": 19_591, "8": 4_240, "10": 2_817, "12": 2_169, "3": 2_078},
        **{"7": 1_605, "9": 784, "11": 520, "4": 367},
    }
    rows = pl.DataFrame({"end_reason": list(printed), "exits": list(printed.values())})
    left = rows.with_columns(start=datetime.date(2008, 4, 1), end=datetime.date(2008, 5, 1))
    completed = left.filter(getattr(cohorts, f"successful_completion_{version}")(QUARTER).expr)

    assert completed["exits"].sum() == people
    assert left["exits"].sum() == of


def test_each_later_completion_counts_less():
    counted = [set(meanings.completions(version)) for version in ("2004", "2007", "2009")]

    assert counted[0] > counted[1] > counted[2]
    assert {"74", "83", "84"} <= counted[0] - counted[1]
    assert {"5", "33", "68"} <= counted[1] - counted[2]
    assert {"1", "2", "15", "28", "80", "81", "82"} <= counted[2]


def test_a_completion_nobody_defined_is_refused():
    with pytest.raises(Mistake, match="successful completion '2008' is not one of: '2004', '2007', '2009'"):
        cohorts.effective_treatment(QUARTER, planned="2008")


def test_every_group_that_a_completion_counts_is_one_of_the_discharge_reasons():
    groups = set(groups_of("discharge_reasons").values())

    assert {group for version in meanings.COMPLETIONS.values() for group in version.groups} <= groups


@pytest.mark.parametrize("version", ["2004", "2007", "2009"])
def test_a_completion_counts_the_reasons_that_the_list_calls_planned(version):
    planned = code_list("discharge_reasons").filter(pl.col(f"planned_{version}") == "yes")

    assert set(meanings.completions(version)) == set(planned["code"])


def test_episodes_are_linked_and_counted_in_one_lazy_pass():
    year = Period(datetime.date(2008, 4, 1), datetime.date(2009, 3, 31))
    episodes = records(
        """
        person | start      | end        | end_reason | is_opiate_crack
        p      | 2008-04-10 | 2008-05-01 | 83         | yes
        p      | 2008-05-20 | 2008-07-10 | 82         | no
        p      | 2008-12-01 |            |            | no
        q      | 2008-04-10 | 2008-05-01 | 6          | yes
        r      | 2008-01-10 | 2008-05-01 | 1          | no
        """
    )
    counted = (
        followed(link(episodes.lazy()))
        .select(
            in_treatment=cohorts.in_treatment(year).expr.sum(),
            opiate_or_crack_users=(cohorts.in_treatment(year) & cohorts.opiate_or_crack_user()).expr.sum(),
            new=cohorts.new_presentation(year).expr.sum(),
            left=cohorts.left_the_system(year).expr.sum(),
            effective=(cohorts.new_presentation(year) & cohorts.effective_treatment(year)).expr.sum(),
            completed=cohorts.successful_completion_2009(year).expr.sum(),
            returned=(cohorts.successful_completion_2009(year) & cohorts.re_presented(year)).expr.sum(),
        )
        .collect()
    )

    assert counted.row(0) == (4, 2, 3, 3, 2, 2, 1)
