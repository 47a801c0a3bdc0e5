"""A partnership beside the areas of its kind, from small tables drawn by hand: what is compared, and what is only shown."""

import html
import re
from functools import partial

import pytest
from outline import section
from small_figures import COUNTRY, PLAIN, safe_of
from small_paper import assessed, counted, said

from needs.present.assessment import Assessment

comparison = partial(section, "needs_assessment", "Comparison")

YEAR = {"period_start": "2007-04-01", "period_end": "2008-03-31", "window": "financial_year"}
ALCOHOL, DEATHS, STAYING = (
    "alcohol_unmet_need_percent", "drug_misuse_deaths_crude_rate", "retained_or_planned_discharge_percent",
)  # fmt: skip


def figure(place, indicator, above, below, per=100, **given):
    row = {"area_code": f"E090000{place:02}", "indicator": indicator, "value": per * above / below, "unit": "percent"}
    return PLAIN | YEAR | row | {"numerator": above, "denominator": below} | given


def shown(rows):
    """What the section says of the first of these districts of one region."""
    areas = [
        {"area_code": f"E090000{place:02}", "name": f"Place {place}", "partnership": f"place-{place}", "type": "district", "region_code": "R", "country_code": "E92000001"}
        for place in range(1, len(rows) + 1)
    ]  # fmt: skip
    areas.append({"area_code": "E92000001", "name": "England", "type": "country"})
    areas.append({"area_code": "R", "name": "The Region", "type": "region"})
    found = comparison(Assessment.of(safe_of(rows, areas=areas), "place-1", "2008-09 Q1")).markup
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", str(found))).split())


def test_a_funnel_gives_sides_of_its_limits_and_no_verdict():
    rows = [figure(place, STAYING, above, 100) for place, above in enumerate([50] * 40 + [62, 38, 70, 25], start=1)]
    said = shown(rows)

    # All together are 2,195 of 4,400, 49.9%: with one comparison the limits are of 95%, 40.1 and 59.7
    assert "Place 1 lies within the usual spread around" in said
    for side in ("above the usual spread: Place 41 and Place 43.", "below the usual spread: Place 42 and Place 44."):
        assert side in said
    assert "Place 44 25 of 100 25% 40% to 60% Below the usual spread" in said
    assert not re.search("better|worse", said, re.IGNORECASE)


def test_estimates_without_intervals_are_shown_side_by_side_and_none_is_called_better():
    rows = [figure(place, ALCOHOL, 62 + 2 * place, 100, kind="estimate", interval_method="none published") for place in range(1, 13)]  # fmt: skip
    said = shown(rows)

    assert "Lowest: Place 1 (64%); highest: Place 12 (86%)." in said
    assert "No interval of need was published, so chance is not judged." in said
    assert not re.search("better|worse|limits", said, re.IGNORECASE)


@pytest.mark.parametrize(
    ("indicator", "given", "is_drawn"),
    [(DEATHS, {"per": 100_000, "unit": "per 100,000"}, False), (STAYING, {}, True)],
    ids=["rates that do not allow for age", "shares"],
)
def test_no_funnel_is_drawn_of_what_may_not_be_compared(indicator, given, is_drawn):
    rows = [figure(place, indicator, 40 + place, 100, **given) for place in range(1, 13)]

    assert ("Funnel plot" in shown(rows)) == is_drawn


def test_the_table_has_each_figure_that_is_counted_and_its_verdict_beside_the_country_whatever_a_target_asks():
    own = counted("retained_12_weeks_percent", 200, 400)
    target = own | {
        "value": 40.0,
        "numerator": None,
        "denominator": None,
        "kind": "target",
        "lower": None,
        "upper": None,
    }
    country = counted("retained_12_weeks_percent", 3200, 4000) | {"area_code": COUNTRY}
    text = said(comparison(assessed(own, country, target)))

    assert (
        "One figure of everybody is compared with Estermark. One differs by more than we would expect by chance."
        in text
    )
    assert "200 of 400 80% 30 percentage points lower Worse" in text
    assert "no three areas" not in text  # a column in which no cell has a figure is left out
