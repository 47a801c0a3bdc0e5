"""Published counts of several authorities, added up by hand."""

import pandas as pd
import pytest
from drawn import figures

from needs.measure.calculate import calculate
from needs.measure.joint import with_sums

AREAS = pd.DataFrame(
    [("P-both", "Both", "both", "leeds bradford"), ("E1", "Leeds", "leeds", ""), ("E2", "Bradford", "bradford", "")],
    columns=["area_code", "name", "partnership", "authorities"],
)
TWO = """
    measure      | area_code | value
    -------------+-----------+------
    in_treatment | E1        |  1005
    in_treatment | E2        |   850
    exits        | E1        |   200
    exits        | E2        |   100
"""


def drawn(text, **cells):
    return figures(text).assign(**cells)


def summed(table):
    made = with_sums(table, AREAS)
    assert made.columns.to_list() == table.columns.to_list()
    return made[made["area_code"] == "P-both"]


def test_counts_of_all_authorities_are_added_up():
    sums = summed(drawn(TWO)).set_index("measure")
    assert sums["value"].to_dict() == {"in_treatment": 1855, "exits": 300}
    assert set(sums["note"]) == {"sum of Leeds, Bradford"}
    assert not sums["is_own"].any() and (sums["status"] == "shown").all()


def test_rounded_counts_say_how_far_rounding_can_move_the_sum():
    (note,) = set(summed(drawn(TWO, is_rounded=True))["note"])
    assert note == "sum of Leeds, Bradford; 2 of them rounded to 5, so it may be up to 4 away"


def test_a_sum_of_estimates_has_no_interval_and_says_so():
    sums = summed(drawn(TWO, kind="estimate", lower=90.0, upper=2000.0))
    assert sums[["lower", "upper"]].isna().all(axis=None)
    assert set(sums["note"]) == {"sum of Leeds, Bradford; no interval, as the estimates are not independent"}


@pytest.mark.parametrize(
    "cells",
    [
        {"area_code": "E3"},
        {"status": "hidden", "value": float("nan")},
        {"series": "another"},
        {"source": "another"},
        {"age": "15-64"},
        {"population": "others"},
        {"period_end": pd.Timestamp("2001-03-31")},
        {"qualifier": "over"},
        {"is_own": True},
        {"kind": "target"},
    ],
)
def test_what_one_authority_lacks_or_has_otherwise_is_not_added_up(cells):
    table = drawn(TWO)
    for name, cell in cells.items():
        table.loc[1, name] = cell
    assert summed(table)["measure"].to_list() == ["exits"]


@pytest.mark.parametrize("cells", [{"unit": "percent"}, {"unit": "per 1,000"}, {"unit": "score"}, {"kind": "target"}])
def test_shares_rates_scores_and_targets_are_not_added_up(cells):
    assert summed(drawn(TWO, **cells)).empty


def test_downloads_of_one_kind_are_one_source_whatever_their_names():
    table = drawn(TWO)
    table["source"] = ["viewit:leeds.csv", "viewit:bradford.csv"] * 2
    assert set(summed(table)["source"]) == {"viewit:bradford.csv; viewit:leeds.csv"}


def test_what_the_partnership_has_of_its_own_is_not_worked_out_again():
    table = pd.concat([drawn(TWO), drawn(TWO).head(1).assign(area_code="P-both", value=1790.0)], ignore_index=True)
    assert summed(table).set_index("measure")["value"].to_dict() == {"in_treatment": 1790, "exits": 300}


def test_a_share_is_worked_out_from_the_sums():
    table = figures(
        """
        measure      | area_code | breakdown   | group                 | value
        exits        | E1        | exit_reason | successful completion |   100
        exits        | E1        | exit_reason | dropped out           |   100
        exits        | E2        | exit_reason | successful completion |    20
        exits        | E2        | exit_reason | dropped out           |    80
        """
    )
    made = calculate(with_sums(table, AREAS))
    row = made[(made["indicator"] == "successful_completion_of_exits") & (made["area_code"] == "P-both")].iloc[0]
    assert (row["numerator"], row["denominator"], row["value"]) == (120, 300, 40)


def test_where_there_is_no_partnership_of_several_nothing_changes():
    table = drawn(TWO)
    assert with_sums(table, AREAS[1:]) is table
