"""What another gap would do: counted from drawn extracts, published so that one to four people cannot be told."""

import datetime

import pandas as pd
import polars as pl
import pytest
from drawn_indicators import EPISODES, FORMS, INTERVENTIONS

from needs.choices import Choices
from needs.measure import results, sensitivity
from needs.measure.count import count
from needs.measure.counted_results import Origin, results_of
from needs.measure.indicators import BY_NAME
from needs.measure.records import records
from needs.quarter import Period, Quarter

ORIGIN = Origin(
    area_code="X1", days=Period(datetime.date(2006, 4, 1), datetime.date(2010, 3, 31)), is_invented=True
)  # fmt: skip
LEFT = datetime.date(2008, 6, 1)
ALONE = 200


def extract(gaps: dict[int, int]) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    """200 people with one episode each in 2008, and `gaps[days]` of them with another that begins so many days after."""
    again = [days for days, people in gaps.items() for _ in range(people)]
    rows = [(f"p{number}", "1", datetime.date(2008, 5, 1), LEFT) for number in range(ALONE)]
    rows += [
        (f"p{number}", "2", LEFT + datetime.timedelta(days=days), datetime.date(2008, 9, 1))
        for number, days in enumerate(again)
    ]
    known = {"partnership": "drawn", "agency": "A", "discharge_reason": "2", "drug_1": "1101"}
    episodes = pl.DataFrame(
        [{"person": who, "episode": one, "triaged": start, "discharged": end, **known} for who, one, start, end in rows]
    )
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


def varied(tmp_path, gaps, choices=None, published=None) -> pd.DataFrame:
    """The table for one drawn partnership, from files in a folder and from the results that are published of it."""
    choices = choices or Choices()
    tables = extract(gaps)
    (tmp_path / "drawn").mkdir(exist_ok=True)
    for name, table in zip(("episodes", "interventions", "outcomes_profiles"), tables, strict=True):
        table.write_parquet(tmp_path / "drawn" / f"{name}.parquet")
    counts = count(records(*tables, choices), [Quarter(2008, 4), Quarter(2009, 4)], BY_NAME.values(), choices)
    found = results_of(counts, BY_NAME, ORIGIN) if published is None else published
    return sensitivity.sensitivity(tmp_path, {"drawn": ORIGIN}, choices, results.tidy(found))


def new_presentations(table: pd.DataFrame) -> dict[tuple[str, str], tuple[str, str]]:
    rows = table[table["indicator"] == "new_presentations"]
    return {(row.gap_days, row.both_days_count): (row.value, row.difference) for row in rows.itertuples()}


def test_people_who_come_back_on_the_edge_of_the_gap_are_counted_twice_or_once(tmp_path):
    # 200 journeys; 30 come back after 21 days (one journey at 21, two at 20) and 12 after 22 (two at 21, one at 22)
    found = new_presentations(varied(tmp_path, {21: 30, 22: 12}))

    assert found == {
        ("20", "no"): ("242", "30"),
        ("20", "yes"): ("242", "30"),
        ("21", "no"): ("212", "0"),
        ("21", "yes"): ("242", "30"),
        ("22", "no"): ("202", "-10"),
        ("22", "yes"): ("212", "0"),
    }


@pytest.mark.parametrize("people", [0, 1, 4])
def test_a_difference_of_up_to_four_people_shows_as_none(tmp_path, people):
    table = varied(tmp_path, {22: people})

    assert new_presentations(table)[("22", "no")][1] == "0"
    assert set(table["difference"]) == {"0"}


def test_five_people_show_as_ten(tmp_path):
    assert new_presentations(varied(tmp_path, {22: 5}))[("22", "no")] == ("195", "-10")


def test_shares_are_in_whole_percent(tmp_path):
    table = varied(tmp_path, {22: 30})
    shares = table[table["unit"] == "percent"]

    assert set(shares["indicator"]) == {"retained_or_planned_discharge_percent", "successful_completion_of_exits"}
    assert shares["value"].str.fullmatch(r"\d{1,3}").all()


def test_the_gap_that_was_chosen_is_marked_and_so_is_the_one_that_means_the_same(tmp_path):
    table = varied(tmp_path, {22: 12})
    marked = table.loc[table["is_chosen"] == "yes", ["gap_days", "both_days_count", "nights"]].drop_duplicates()

    assert sorted(map(tuple, marked.to_numpy())) == [("21", "no", "21"), ("22", "yes", "21")]


def test_another_choice_moves_what_everything_is_set_against(tmp_path):
    found = new_presentations(varied(tmp_path, {21: 30, 22: 12}, Choices(gap_days=22)))

    assert found[("22", "no")] == ("200", "0")
    assert found[("21", "no")] == ("210", "10")


def test_the_latest_year_whose_headlines_are_all_shown_and_final_is_taken(tmp_path):
    table = varied(tmp_path, {22: 12})

    assert set(table["year"]) == {"2008-09"}  # nobody came in 2009-10, which rests on fewer than 100
    assert list(dict.fromkeys(table["indicator"])) == list(sensitivity.HEADLINES)
    assert set(table["origin"]) == {"synthetic"}


def test_a_partnership_with_a_hidden_headline_has_no_rows(tmp_path):
    choices = Choices()
    counts = count(records(*extract({22: 12}), choices), [Quarter(2008, 4)], BY_NAME.values(), choices)
    found = results_of(counts, BY_NAME, ORIGIN)
    hidden = found.assign(status=found["status"].mask(found["indicator"] == "exits", "hidden"))

    table = varied(tmp_path, {22: 12}, published=hidden)

    assert table.empty
    assert list(table.columns) == list(sensitivity.COLUMNS)


def test_the_table_is_written_as_it_is(tmp_path):
    path = sensitivity.write(varied(tmp_path, {22: 12}), tmp_path)

    assert path.name == "sensitivity.csv"
    assert len(pd.read_csv(path)) == 5 * 6


def test_without_records_there_are_no_rows_but_the_columns(tmp_path):
    table = sensitivity.sensitivity(tmp_path, {}, Choices(), results.tidy(pd.DataFrame()))

    assert table.empty
    assert (
        sensitivity.write(table, tmp_path).read_text(encoding="utf-8").startswith("partnership,year,indicator,gap_days")
    )
