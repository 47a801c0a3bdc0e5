"""All invented partnerships together: added up from what each shows, and from nothing that is hidden."""

import pandas as pd
import pytest
from drawn import table
from small_figures import COUNTRY

from needs.measure.funnels import FEWEST_TOGETHER, together
from needs.measure.results import tidy

ONE = {
    "indicator": "care_plan_percent", "period_start": "2008-04-01", "period_end": "2008-06-30", "window": "quarter",
    "breakdown": "all", "group": "all", "kind": "actual", "unit": "percent", "status": "shown", "origin": "synthetic",
    "source": "records-of-nobody", "definition": "Those with a care plan.",
}  # fmt: skip


def results(drawn, **same):
    rows = table(drawn).replace("", None)
    return tidy(rows.assign(**ONE | same))


def added(found, authorities=""):
    """Added up over areas that all lie in one region of one country; `authorities` are those of the last of them."""
    codes = sorted(set(found["area_code"]))
    areas = pd.DataFrame({"area_code": codes, "country_code": COUNTRY, "region_code": "", "authorities": ""})
    areas.loc[len(areas) - 1, "authorities"] = authorities
    return together(found, areas)


def ten(numerator=8, denominator=10):
    lines = [
        f"area-{number} | {numerator} | {denominator} | {100 * numerator / denominator if denominator else ''}"
        for number in range(FEWEST_TOGETHER)
    ]
    return "area_code | numerator | denominator | value\n" + "\n".join(lines)


def test_counts_of_all_that_show_the_figure_are_added_up():
    one = added(results(ten())).iloc[0]

    assert (one["numerator"], one["denominator"], one["value"]) == (80, 100, 80)
    # Wilson's limits of 80 of 100
    assert (one["lower"], one["upper"]) == pytest.approx((71.11, 86.66), abs=0.01)
    assert one["area_code"] == COUNTRY
    assert one["note"] == "10 partnerships that show the figure, added up"


def test_a_partnership_whose_count_is_hidden_is_on_neither_side():
    shown = results(ten())
    hidden = results("area_code | numerator | denominator | value\nanother | | | ", status="hidden")

    assert added(pd.concat([shown, hidden])).equals(added(shown))


def test_a_partnership_of_several_authorities_is_not_counted_beside_them():
    whole = results("area_code | numerator | denominator | value\nboth | 16 | 20 | 80")
    found = pd.concat([results(ten()), whole])

    assert added(found, authorities="area-1 area-2").equals(added(results(ten())))
    assert added(found)["numerator"].to_list() == [96]


def test_counts_that_were_too_few_for_a_percentage_are_added_up_too():
    drawn = results(ten(10, 20))
    drawn.loc[:4, ["status", "value"]] = ["counts", None]
    one = added(drawn.assign(is_rounded=True)).iloc[0]

    assert (one["numerator"], one["denominator"], one["value"]) == (100, 200, 50)
    assert (one["status"], one["is_rounded"]) == ("shown", True)
    assert not added(results(ten()))["is_rounded"].any()


def test_a_bound_is_no_count_and_its_partnership_is_on_neither_side():
    bound = results("area_code | numerator | denominator | value\nanother | | 140 | ", status="bound")

    assert added(pd.concat([results(ten()), bound])).equals(added(results(ten())))


def test_fewer_than_ten_partnerships_say_nothing_of_what_is_usual():
    assert added(results(ten()).iloc[1:]).empty


def test_real_records_and_counts_of_people_are_not_added_up():
    assert added(results(ten(), origin="calculated")).empty
    assert added(results(ten(), unit="people")).empty


def test_numbers_of_adults_are_added_up_and_no_other_numbers_are():
    number = {"unit": "people", "denominator": None}
    adults = results(ten(120, None).replace("None", ""), indicator="adults_in_treatment", **number).assign(value=120.0)
    (one,) = added(adults).itertuples()

    assert (one.indicator, one.numerator, one.value) == ("adults_in_treatment", 1200, 1200)
    assert pd.isna(one.denominator) and pd.isna(one.lower)
    assert added(adults.assign(indicator="exits")).empty
