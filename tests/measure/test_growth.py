"""Growth of effective treatment on 2007-08, as National Indicator 40 words it: only where both counts are shown."""

import pytest
from drawn import table

from needs.measure.results import tidy
from needs.measure.shown import growth

SAME = {
    "indicator": "opiate_crack_effective_treatment", "breakdown": "all", "group": "all", "kind": "actual",
    "unit": "people", "origin": "synthetic", "source": "records-of-nobody", "area_code": "a",
}  # fmt: skip


def results(drawn):
    rows = table(drawn).replace("", None)
    same = {name: value for name, value in SAME.items() if name not in rows}
    return tidy(rows.assign(**same, numerator=rows["value"]))


GREW = """
    period_start | period_end | window            | value | status
    2006-04-01   | 2007-03-31 | financial_year    | 100   | shown
    2007-04-01   | 2008-03-31 | financial_year    | 200   | shown
    2007-07-01   | 2008-06-30 | rolling_12_months | 210   | shown
    2008-04-01   | 2008-06-30 | quarter           | 90    | shown
    2008-04-01   | 2009-03-31 | financial_year    | 190   | shown
"""


def test_twelve_months_that_begin_after_the_baseline_are_set_against_it():
    found = growth(results(GREW))

    assert found["value"].to_list() == pytest.approx(
        [-5]
    )  # 190 on 200; July 2007 to June 2008 shares nine months with the baseline
    assert found["denominator"].to_list() == [200]
    assert set(found["unit"]) == {"percent change"}
    assert set(found["indicator"]) == {"opiate_crack_effective_treatment_change_percent"}


def test_a_hidden_baseline_gives_no_growth():
    drawn = GREW.replace(
        "2007-04-01   | 2008-03-31 | financial_year    | 200   | shown",
        "2007-04-01 | 2008-03-31 | financial_year | | hidden",
    )

    assert growth(results(drawn)).empty


def test_growth_on_fewer_than_fifty_people_is_not_given_as_no_percentage_of_so_few_is():
    assert growth(results(GREW.replace("| 200 ", "| 45  "))).empty
    assert growth(results(GREW.replace("| 200 ", "| 50  ")))["value"].to_list() == pytest.approx([280])


def test_extracts_without_a_year_give_no_growth():
    assert growth(results("period_start | period_end | window | value | status").iloc[:0]).empty


def test_a_single_quarter_gives_no_growth():
    drawn = "\n".join(line for line in GREW.splitlines() if "| quarter" in line or "window" in line)

    assert growth(results(drawn)).empty
