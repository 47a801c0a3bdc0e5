"""Completions beside those expected: cells of drawn people, expected numbers by hand, and when there is none."""

import datetime
import math

import pandas as pd
import pytest
from drawn import of_journeys
from drawn_records import records
from small_figures import COUNTRY

from needs.measure import case_mix, safety
from needs.measure import cells as of_people
from needs.measure import results as stored
from needs.measure.case_mix import beside_expected
from needs.measure.cells import STRATA, in_cells
from needs.measure.indicator import Asked
from needs.measure.results import tidy
from needs.measure.safety import MANAGEMENT, PUBLIC
from needs.mistakes import Mistake
from needs.quarter import Period, Quarter
from needs.settings import Choices

EXITS, TREATED = "successful_completion_of_exits", "successful_completion_of_people_in_treatment"
YEAR = Quarter.parse("2008-09 Q4").rolling_12_months
COLUMNS = ["area_code", "drug_group", "age", "sex", "people", "events"]
ALIKE = ("opiate", "25-34", "male")
OTHERS = ("alcohol only", "35-44", "female")
MIXED = [
    (f"area-{number:02d}", *stratum, people, events)
    for number in range(10)
    for stratum, people, events in (
        (ALIKE, 300 if number < 5 else 100, 60 if number < 5 else 20),
        (OTHERS, 100 if number < 5 else 300, 40 if number < 5 else 120),
    )
]
# all together: 400 of 2,000 opiate users and 800 of 2,000 drinkers completed, 20% and 40%


def cells(rows, outcome=EXITS):
    table = pd.DataFrame(rows, columns=COLUMNS)
    return table.assign(outcome=outcome, window="financial_year", period_start=YEAR.start, period_end=YEAR.end)


def results(table, policy=PUBLIC, **given):
    """The outcome's rows as `needs.measure.count` gives them of these cells, safe under a policy."""
    sums = table.groupby(["area_code", "outcome"])[["people", "events"]].sum().reset_index()
    share = sums["events"] / sums["people"]
    rows = tidy(
        pd.DataFrame(
            {
                "indicator": sums["outcome"], "area_code": sums["area_code"], "numerator": sums["events"],
                "denominator": sums["people"], "value": 100 * share, "period_start": YEAR.start, "period_end": YEAR.end,
                "window": "financial_year", "breakdown": "all", "group": "all", "kind": "actual", "unit": "percent",
                "status": "shown", "origin": "synthetic", "source": "records-of-nobody", **given,
            }
        )
    )  # fmt: skip
    return rows if policy == MANAGEMENT else safety.safe(rows)


def found(table, policy=PUBLIC, shown=None, names=STRATA, country=COUNTRY, authorities=""):
    codes = sorted(set(table["area_code"]))
    areas = pd.DataFrame({"area_code": codes, "country_code": country, "authorities": ""})
    areas.loc[len(areas) - 1, "authorities"] = authorities
    shown = results(table, policy) if shown is None else shown
    return beside_expected(lambda _: table, shown, areas, policy, names)


def of(rows, what, outcome=EXITS):
    return rows[rows["indicator"] == f"{outcome}_{what}"].set_index("area_code")


def test_expected_are_the_events_of_each_group_at_the_rate_of_all_together():
    rows = of(found(cells(MIXED)), "standardised")

    assert len(rows) == 10
    # 300 at 20% and 100 at 40% are 100 of 400; the others 100 at 20% and 300 at 40%, 140
    assert rows.loc["area-00", ["numerator", "denominator", "value"]].tolist() == [100, 100, 1]
    assert rows.loc["area-09", ["numerator", "denominator", "value"]].tolist() == [140, 140, 1]
    assert set(rows["unit"]) == {"ratio"}
    assert set(rows["status"]) == {"shown"}


def test_the_limits_are_byars():
    row = of(found(cells(MIXED)), "standardised").loc["area-00"]
    events = 100
    lower = events * (1 - 1 / (9 * events) - 1.959964 / (3 * math.sqrt(events))) ** 3
    upper = (events + 1) * (1 - 1 / (9 * (events + 1)) + 1.959964 / (3 * math.sqrt(events + 1))) ** 3

    assert (row["lower"], row["upper"]) == pytest.approx((lower / 100, upper / 100), abs=1e-6)


def test_the_mix_is_allowed_for_and_better_results_are_not():
    """Area 0 has the mix of areas 1 to 4 and completes half as often again."""
    rows = [(*row[:5], row[5] * 1.5 if row[0] == "area-00" else row[5]) for row in MIXED]
    of_each = of(found(cells(rows)), "standardised")["value"]

    assert of_each["area-00"] > 1.3
    assert of_each["area-01"] == pytest.approx(of_each["area-09"], abs=0.03)


def test_counts_are_shown_rounded_and_the_ratio_is_theirs():
    rows = [(*row[:4], row[4] + 1, row[5] + 2) for row in MIXED]
    public, true = (of(found(cells(rows), policy), "standardised").loc["area-00"] for policy in (PUBLIC, MANAGEMENT))
    # rates are (400 + 20) / (2,000 + 10) and (800 + 20) / (2,000 + 10)
    expected = 301 * 420 / 2010 + 101 * 820 / 2010

    assert (public["numerator"], public["denominator"]) == (105, 105)
    assert public["value"] == 1
    assert (true["numerator"], true["denominator"]) == (104, pytest.approx(expected))
    assert true["value"] == pytest.approx(104 / expected)


@pytest.mark.parametrize(
    ("last", "status"),
    [
        ((40, 15), "counts"),  # too few for a percentage
        ((100, 10), "shown"),  # too few events
        ((100, 4), "bound"),  # hidden by the public rules
    ],
)
def test_of_few_there_is_no_ratio(last, status):
    rows = [*MIXED, ("area-10", *ALIKE, *last)]
    shown = results(cells(rows))
    row = of(found(cells(rows), shown=shown), "standardised").loc["area-10"]

    assert shown.set_index("area_code").loc["area-10", "status"] == status
    assert row["status"] == "too_few"
    assert math.isnan(row["value"])
    assert math.isnan(row["numerator"])
    assert math.isnan(row["denominator"])
    assert row["reason"] == case_mix.TOO_FEW


def test_what_is_hidden_stays_hidden_and_gives_its_reason():
    rows = [*MIXED, ("area-10", *ALIKE, 12, 3)]
    row = of(found(cells(rows)), "standardised").loc["area-10"]

    assert (row["status"], row["reason"]) == ("hidden", safety.REASON)


def test_fewer_than_ten_partnerships_are_no_comparison_and_say_so():
    rows = found(cells(MIXED[:18]))

    assert set(rows["status"]) == {"refused"}
    assert set(rows["reason"]) == {case_mix.NO_COMPARISON}
    assert rows["value"].isna().all()
    assert not rows["indicator"].str.endswith("odds").any()


def test_real_places_are_never_set_beside_invented_ones():
    table = cells(MIXED)
    half = ["E92000001"] * 5 + [COUNTRY] * 5

    assert set(found(table, country=half)["status"]) == {"refused"}
    assert found(table, country="").empty


def test_a_partnership_of_several_authorities_has_a_ratio_and_is_in_no_rate():
    rows = [*MIXED, ("area-10", *ALIKE, 400, 160), ("area-10", *OTHERS, 100, 40)]
    both = of(found(cells(rows), authorities="one two"), "standardised")

    assert both.loc["area-00", "denominator"] == 100
    assert both.loc["area-10", ["numerator", "denominator"]].tolist() == [200, 120]
    modelled = of(found(cells(rows), names=("drug_group",), authorities="one two"), "modelled")
    assert modelled.loc["area-10", "denominator"] == 120


def test_a_model_of_the_same_factors_expects_the_same():
    rows = found(cells(MIXED), names=("drug_group",))
    standardised, modelled = (of(rows, what)["denominator"] for what in ("standardised", "modelled"))

    assert modelled.to_dict() == standardised.to_dict()


def test_how_the_model_came_out_is_told_of_the_country():
    rows = found(cells(MIXED), names=("drug_group",))
    odds = rows[rows["indicator"] == f"{EXITS}_odds"].set_index("group")
    told = rows[rows["area_code"] == COUNTRY]

    # the odds are 2/3 and 1/4
    assert odds.loc["opiate", "value"] == pytest.approx(0.38, abs=0.005)
    assert odds.loc["alcohol only", ["numerator", "denominator"]].tolist() == [800, 2000]
    assert set(told["indicator"].str.rpartition("_")[2]) == {"odds", "calibration", "discrimination"}
    # of 1,200 who completed and 2,800 who did not: (800 x 1,600 + (800 x 1,200 + 400 x 1,600) / 2) / (1,200 x 2,800)
    assert told.set_index("indicator").loc[f"{EXITS}_discrimination", "value"] == pytest.approx(0.62)
    assert set(told["note"]) == {"10 partnerships together"}


def test_factors_that_say_the_same_are_not_fitted_and_the_reason_stands_with_each():
    rows = found(cells(MIXED))
    modelled = of(rows, "modelled")

    assert set(modelled["status"]) == {"refused"}
    assert set(modelled["reason"]) == {"the model was not fitted: two factors say the same of everybody"}
    assert set(of(rows, "standardised")["status"]) == {"shown"}


def test_a_ratio_that_is_not_that_of_its_counts_is_refused():
    rows = of(found(cells(MIXED)), "standardised").reset_index()

    with pytest.raises(Mistake, match="wanted the ratio that its counts give"):
        tidy(rows.assign(value=1.1, upper=1.3))


def test_a_ratio_of_another_partnership_leaves_what_was_counted_of_it_side_by_side(tmp_path):
    table = cells(MIXED)
    side_by_side = stored.write_file(results(table), tmp_path / "side_by_side.parquet")
    over_all = stored.write(found(table), tmp_path, stored.OVER_ALL)
    read = stored.read(tmp_path, [over_all], side_by_side)

    assert set(read.loc[read["indicator"] == EXITS, "area_code"]) == {f"area-{number:02d}" for number in range(10)}


JOURNEYS = """
partnership | person | journey | start      | end        | end_reason | sex | born       | age_at_triage | has_opiate | has_crack | has_alcohol | has_non_opiate | injecting | previously_treated | referral_source | accommodation | dual_diagnosis
northmere   | a      | 1       | 2008-01-01 | 2008-05-01 | 2          | M   | 1980-01-01 | 28            | yes        | yes       | no          | yes            | C         | N                  | 5               | 1             | Y
northmere   | b      | 1       | 2008-01-01 | 2008-06-01 | 6          | M   | 1980-01-01 | 28            | yes        | yes       | no          | yes            | C         | N                  | 5               | 1             | Y
northmere   | c      | 1       | 2008-01-01 | 2008-07-01 | 2          | F   | 1960-01-01 | 48            | no         | no        | yes         | no             |           |                    | 4               |               | N
northmere   | d      | 1       | 2008-01-01 |            |            | F   | 1960-01-01 | 48            | no         | no        | yes         | no             |           | Y                  | 4               |               | N
"""


def drawn():
    return of_journeys(records(JOURNEYS))


def test_people_are_counted_in_cells_of_all_their_factors():
    asked = Asked(Period(datetime.date(2008, 4, 1), datetime.date(2009, 3, 31)), Choices())
    names = of_people.factors(Choices())
    of_exits = {tuple(row[name] for name in names): row for row in in_cells(drawn(), EXITS, asked, names).to_dicts()}
    one = ("opiate", "25-34", "male", "yes", "currently injecting", "yes", "yes", "urgent problem", "yes")
    other = ("alcohol only", "45-54", "female", "no", "not stated", "not stated", "no", "not stated", "no")

    assert set(of_exits) == {one, other}
    assert (of_exits[one]["people"], of_exits[one]["events"]) == (2, 1)
    assert (of_exits[other]["people"], of_exits[other]["events"]) == (1, 1)
    # whoever is still in treatment had been treated before: a cell of their own
    assert in_cells(drawn(), TREATED, asked, names)["people"].sum() == 4
    assert len(in_cells(drawn(), TREATED, asked, names)) == 3


def test_cells_are_of_each_twelve_months_that_end_with_a_quarter():
    quarters = [Quarter.parse("2008-09 Q1"), Quarter.parse("2008-09 Q4")]
    table = of_people.cells(drawn(), quarters, Choices(case_mix_factors=()))

    assert set(table["window"]) == {"rolling_12_months", "financial_year"}
    assert table.columns == [
        "partnership",
        "outcome",
        "window",
        "period_start",
        "period_end",
        *STRATA,
        "people",
        "events",
    ]
    assert of_people.cells(drawn(), [], Choices()).equals(of_people.nobody(Choices()))
