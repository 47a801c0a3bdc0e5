"""What another gap would do: counted from drawn extracts, and shown so that one or two people cannot be told."""

import datetime

import pandas as pd
import polars as pl
import pytest
from drawn_indicators import EPISODES, FORMS, INTERVENTIONS

from needs.measure import person_results, results, safety, sensitivity
from needs.measure.count import Origin, count, results_of
from needs.measure.indicators import BY_NAME
from needs.measure.records import records
from needs.quarter import Period, Quarter
from needs.settings import Choices

DAYS = Period(datetime.date(2006, 4, 1), datetime.date(2010, 3, 31))
LEFT = datetime.date(2008, 6, 1)
ALONE = 200
COMPLETED, DROPPED_OUT = "2", "6"


def extract(
    gaps: dict[int, int], alone: int = ALONE, left_for: str = COMPLETED
) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    """200 people with one episode each in 2008, and `gaps[days]` of them with another that begins so many days after.

    Who comes back `left_for` that reason, and completes the second time.
    """
    again = [days for days, people in gaps.items() for _ in range(people)]
    rows = [(f"p{number}", "1", datetime.date(2008, 5, 1), LEFT) for number in range(alone)]
    rows += [
        (f"p{number}", "2", LEFT + datetime.timedelta(days=days), datetime.date(2008, 9, 1))
        for number, days in enumerate(again)
    ]
    known = {"partnership": "drawn", "agency": "A", "drug_1": "1101"}
    back = {who for who, one, *_ in rows if one == "2"}
    episodes = pl.DataFrame(
        [
            {
                "person": who, "episode": one, "triaged": start, "discharged": end,
                "discharge_reason": left_for if one == "1" and who in back else COMPLETED, **known,
            }
            for who, one, start, end in rows
        ]
    )  # fmt: skip
    interventions = pl.DataFrame(
        [
            {
                "partnership": "drawn", "agency": "A", "person": who, "episode": one, "intervention": one, "modality": "2",
                "referred": start, "started": start, "ended": end, "is_structured": True,
            }
            for who, one, start, end in rows
        ]
    )  # fmt: skip
    return typed(episodes, EPISODES), typed(interventions, INTERVENTIONS), pl.DataFrame(schema=FORMS)


def typed(table: pl.DataFrame, columns: dict) -> pl.DataFrame:
    missing = [pl.lit(None).alias(name) for name in columns if name not in table.columns]
    return table.with_columns(missing).select(pl.col(name).cast(kind) for name, kind in columns.items())


def counted(gaps, choices=None, days=DAYS, **drawn) -> tuple[dict[str, pd.DataFrame], pl.DataFrame]:
    """The true results of one drawn partnership by its name, and what was counted of it at each gap."""
    choices = choices or Choices()
    tables = extract(gaps, **drawn)
    origin = Origin(area_code="X1", days=days, is_invented=True)
    counts = count(records(*tables, choices), [Quarter(2008, 4), Quarter(2009, 4)], BY_NAME.values(), choices)
    true = {"drawn": results.tidy(results_of(counts, BY_NAME, origin, choices))}
    return true, person_results.recounted(list(tables), true, choices)


def varied(gaps, choices=None, policy=safety.PUBLIC, **drawn) -> pd.DataFrame:
    """The table of one drawn partnership as it is shown under a policy."""
    choices = choices or Choices()
    true, recounted = counted(gaps, choices, **drawn)
    return sensitivity.safe(recounted, true["drawn"], policy, choices)


def new_presentations(table: pd.DataFrame) -> dict[tuple[str, str], tuple[str, str]]:
    rows = table[table["indicator"] == "new_presentations"]
    return {(row.gap_days, row.both_days_count): (row.value, row.difference) for row in rows.itertuples()}


# 200 journeys; 30 come back after 21 days (one journey at 21, two at 20) and 12 after 22 (two at 21, one at 22)
COME_BACK = {21: 30, 22: 12}


def test_people_who_come_back_on_the_edge_of_the_gap_are_counted_twice_or_once():
    assert new_presentations(varied(COME_BACK, policy=safety.MANAGEMENT)) == {
        ("20", "no"): ("242", "30"),
        ("20", "yes"): ("242", "30"),
        ("21", "no"): ("212", "0"),
        ("21", "yes"): ("242", "30"),
        ("22", "no"): ("200", "-12"),
        ("22", "yes"): ("212", "0"),
    }


def test_shown_are_counts_to_the_nearest_5_and_what_lies_between_them():
    assert new_presentations(varied(COME_BACK)) == {
        ("20", "no"): ("240", "30"),
        ("20", "yes"): ("240", "30"),
        ("21", "no"): ("210", "0"),
        ("21", "yes"): ("240", "30"),
        ("22", "no"): ("200", "-10"),
        ("22", "yes"): ("210", "0"),
    }


@pytest.mark.parametrize(("people", "shown"), [(0, "0"), (1, "0"), (2, "0"), (3, "-5"), (7, "-5"), (8, "-10")])
def test_a_few_people_show_as_none_or_as_five(people, shown):
    table = varied({22: people})

    assert new_presentations(table)[("22", "no")] == ("200", shown)
    assert set(table.loc[table["gap_days"] == "20", "difference"]) == {"0"}


def test_what_is_counted_behind_the_line_is_exact_and_holds_nobody():
    _, found = counted({22: 3})
    rows = found.filter(pl.col("indicator") == "new_presentations")

    assert dict(found.schema) == person_results.RECOUNTED
    assert dict(rows.select("nights", "numerator").rows()) == {19: 203, 20: 203, 21: 203, 22: 200}


def test_shares_are_in_whole_percent_of_the_counts_shown():
    # 30 drop out and come back after 22 days: at 21 days 200 of 230 leave as planned, at 22 they never left: 200 of 200
    table = varied({22: 30}, left_for=DROPPED_OUT)
    shares = table[table["indicator"] == "successful_completion_of_exits"]

    assert set(table.loc[table["unit"] == "percent", "indicator"]) == {
        "retained_or_planned_discharge_percent",
        "successful_completion_of_exits",
    }
    assert {row.nights: (row.value, row.difference) for row in shares.itertuples()} == {
        "19": ("87", "0"), "20": ("87", "0"), "21": ("87", "0"), "22": ("100", "13"),
    }  # fmt: skip


def test_the_gap_that_was_chosen_is_marked_and_so_is_the_one_that_means_the_same():
    table = varied({22: 12})
    marked = table.loc[table["is_chosen"] == "yes", ["gap_days", "both_days_count", "nights"]].drop_duplicates()

    assert sorted(map(tuple, marked.to_numpy())) == [("21", "no", "21"), ("22", "yes", "21")]


def test_another_choice_moves_what_everything_is_set_against():
    found = new_presentations(varied(COME_BACK, Choices(gap_days=22)))

    assert found[("22", "no")] == ("200", "0")
    assert found[("21", "no")] == ("210", "10")


def test_a_gap_that_is_none_of_those_is_what_they_are_set_against():
    found = new_presentations(varied(COME_BACK, Choices(gap_days=30)))

    assert found[("22", "no")] == ("200", "0")
    assert found[("20", "no")] == ("240", "40")


def test_the_latest_year_whose_headlines_are_all_shown_and_final_is_taken():
    table = varied({22: 12})

    assert set(table["year"]) == {"2008-09"}  # nobody came in 2009-10
    assert list(dict.fromkeys(table["indicator"])) == list(person_results.HEADLINES)
    assert set(table["origin"]) == {"synthetic"}


def test_a_year_that_is_not_followed_to_its_end_has_no_rows():
    true, found = counted({22: 12}, days=Period(DAYS.start, datetime.date(2009, 3, 31)))

    assert found.is_empty()
    table = sensitivity.safe(found, true["drawn"], safety.PUBLIC, Choices())
    assert table.empty
    assert list(table.columns) == list(sensitivity.COLUMNS)


@pytest.mark.parametrize(
    ("alone", "policy", "has_rows"),
    [(97, "public", False), (98, "public", True), (99, "management", False), (100, "management", True)],
)
def test_headlines_that_rest_on_fewer_than_a_hundred_as_they_are_shown_have_no_rows(alone, policy, has_rows):
    assert (not varied({}, policy=policy, alone=alone).empty) == has_rows


def test_each_partnership_is_counted_as_if_it_were_alone():
    true, found = counted({22: 12})
    beside = [table.with_columns(partnership=pl.lit("other")) for table in extract({21: 30})]
    both = [pl.concat(tables) for tables in zip(extract({22: 12}), beside, strict=True)]
    again = person_results.recounted(both, {"drawn": true["drawn"], "other": true["drawn"]}, Choices())

    assert again.filter(pl.col("partnership") == "drawn").equals(found)
    other = again.filter(pl.col("partnership") == "other", pl.col("indicator") == "new_presentations")
    assert dict(other.select("nights", "numerator").rows()) == {19: 230, 20: 230, 21: 200, 22: 200}


def test_without_records_there_are_no_rows_but_the_columns():
    found = person_results.recounted(list(extract({})), {}, Choices())

    assert found.is_empty()
    assert dict(found.schema) == person_results.RECOUNTED
