"""A share of a Fingertips download has the count and the denominator of its row, where they give it."""

import dropped
import pandas as pd
import pytest

from needs.measure.calculate import calculate


def share(tmp_path, **cells):
    text = dropped.fingertips({name.replace("_", " "): cell for name, cell in cells.items()})
    results = calculate(dropped.read(tmp_path, {"fingertips/f.csv": text}).figures)
    (row,) = results[results["unit"].eq("percent") & results["source"].str.startswith("fingertips:")].to_dict("records")
    return row["numerator"], row["denominator"]


def test_a_share_has_the_count_and_the_denominator_of_its_row(tmp_path):
    assert share(tmp_path, Value="6", Count="42", Denominator="700") == (42.0, 700.0)


@pytest.mark.parametrize(
    "cells",
    [
        {"Value": "7", "Count": "42", "Denominator": "700"},  # they do not give it
        {"Value": "6", "Count": "", "Denominator": "700"},
        {"Indicator_ID": "93517", "Value": "6", "Count": "42", "Denominator": "700"},  # an estimate: nobody was counted
    ],
)
def test_counts_that_do_not_give_the_share_are_left_out(tmp_path, cells):
    assert all(pd.isna(side) for side in share(tmp_path, **cells))
