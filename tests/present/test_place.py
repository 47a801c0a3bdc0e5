"""The place and its people, what a document says of a place that was not there, and what it asks to be brought."""

from bs4 import BeautifulSoup
from reading import words
from small_figures import safe_of
from small_paper import AREA, figure, markup

from needs.measure.safe import LOOK_UPS
from needs.present.assessment import Assessment
from needs.present.sections import bring, comparison, harm, need, place

CENSUS, BEFORE = ("2021-03-21", "2021-03-21"), ("2011-03-27", "2011-03-27")
THREE_YEARS = ("2018-01-01", "2020-12-31")
SINCE = {"choice": "similar_areas_from", "value": "2020-21 Q1", "decides": "", "source": "", "confidence": ""}
SOURCE = {"source": "census", "type": "statistic", "title": "Census", "publisher": "Statisticians", "note": ""}


def area(code, slug, **given):
    name = slug.replace("-", " ").title()
    return dict.fromkeys(LOOK_UPS["areas"], "") | {"area_code": code, "name": name, "partnership": slug} | given


def published(indicator, value, *, period, window="day", unit="people", **given):
    return figure(indicator, value, source="census", period=period, unit=unit) | {"window": window} | given


def residents(value, period, **given):
    return published("residents", value, period=period, series="census", **given)


def assessed(*figures, quarter="2021-22 Q4", own=None, beside=(), districts=()):
    areas = [dict.fromkeys(LOOK_UPS["areas"], "") | AREA | (own or {}), *beside]
    safe = safe_of(list(figures), areas=areas, districts=list(districts), choices=[SINCE], sources=[SOURCE])
    return Assessment.of(safe, "dudley", quarter)


def said(part):
    return words(BeautifulSoup(markup(part), "html.parser"))


def test_residents_are_those_of_the_census_with_the_one_before():
    found = assessed(
        residents(323500, CENSUS),
        residents(201800, CENSUS, breakdown="age", group="15-64"),
        residents(312925, BEFORE),
        residents(322000, ("2020-06-30", "2020-06-30")) | {"series": "", "kind": "estimate"},
    )
    assert said(place.residents(found)) == (
        "Dudley had 323,500 residents on 21 March 2021. 201,800 of them were aged 15 to 64. On 27 March 2011 it had "
        "312,925. [E1] [E2] [E3]"
    )


def test_districts_are_listed_only_where_each_has_a_figure():
    named = [
        {"partnership": "dudley", "district": code, "name": name}
        for code, name in (("E07000901", "North"), ("E07000902", "South"))
    ]
    north, south = residents(200000, CENSUS, area_code="E07000901"), residents(123500, CENSUS, area_code="E07000902")
    both = assessed(residents(323500, CENSUS), north, south, districts=named)
    assert "North 200,000" in said(place.districts(both))
    assert said(place.districts(assessed(residents(323500, CENSUS), north, districts=named))) == ""


def test_a_place_that_was_not_there_says_which_one_was():
    later = {"valid_from": "2023-04-01", "predecessors": "cumbria"}
    cumbria = area("E10000006", "cumbria", valid_to="2023-03-31", successors="dudley")
    then = assessed(residents(323500, CENSUS), own=later, beside=[cumbria])
    assert "The first day of Dudley is 1 April 2023. Until then its ground is that of Cumbria." in said(
        place.boundaries(then)
    )
    assert "name cumbria" in said(place.boundaries(then)) and bring.files(then) is None
    now = assessed(residents(323500, CENSUS), own=later, beside=[cumbria], quarter="2023-24 Q1")
    assert place.boundaries(now) is None


def test_deaths_from_poisoning_are_never_called_misuse():
    rate = published(
        "drug_poisoning_deaths_crude_rate", 8.0, period=THREE_YEARS, window="three_calendar_years", unit="per 100,000",
        numerator=77, denominator=962_000, lower=6.3, upper=10.0,
    )  # fmt: skip
    text = said(harm.poisoning(assessed(rate, residents(323500, CENSUS))))
    assert "77 deaths from drug poisoning were registered in 2018 to 2020" in text
    assert "Deaths from drug misuse are a part, so the two are never added." in text


def test_estimates_of_two_series_stand_side_by_side_and_no_growth_is_given():
    year = ("2016-04-01", "2017-03-31")
    own = {"area_code": "E92000001", "window": "financial_year", "kind": "estimate"}
    older, newer = (
        published("opiate_crack_users", value, period=year, series=series) | own
        for value, series in ((313971, "ljmu"), (324840, "ohid_revised_2023"))
    )
    latest = published("opiate_crack_users", 310700, period=("2022-04-01", "2023-03-31"), series="dhsc_2025") | own
    text = said(need.series(assessed(older, newer, latest, residents(323500, CENSUS), quarter="2022-23 Q4")))
    assert "2016-17 313,971" in text and "2016-17 324,840" in text and "England" in text
    assert "“You should not compare the estimates for 2016 to 2020 with the estimates for 2022 to 2023.”" in text
    assert "10,869" not in text and "%" not in text.replace("95% interval", "")
    assert need.series(assessed(older, residents(323500, CENSUS))) == []


def test_similar_areas_are_named_and_counted_from_the_quarter_that_is_chosen():
    alike = [area(f"E0800009{place}", f"alike-{place}") for place in range(3)]
    own = {"similar": "alike-0 alike-1 alike-2"}
    text = said(comparison.similar(assessed(residents(1, CENSUS), own=own, beside=alike)))
    assert "3 of the 20 areas most similar to Dudley Alike 0 Alike 1 Alike 2" in text
    earlier = assessed(residents(1, BEFORE), own=own, beside=alike, quarter="2011-12 Q4")
    assert comparison.similar(earlier) == []


def test_a_document_without_treatment_says_first_what_to_bring_and_where_to():
    lacking = assessed(residents(323500, CENSUS), quarter="2022-23 Q4")
    text = said(bring.files(lacking))
    assert "who is in treatment, how long people wait and how people leave treatment, for Dudley and 2022-23" in text
    assert "needs fetch --partnership dudley" in text
    assert "NDTMS ViewIt, Adult, choose" in text and "into data/raw/viewit" in text
    assert 'href="https://www.ndtms.net/ViewIt/Adult"' in markup(bring.files(lacking))


def test_nothing_is_asked_for_that_is_there_or_was_never_in_the_open():
    year = {"period": ("2022-04-01", "2023-03-31"), "window": "financial_year"}
    there = [published(name, 900, **year) for name in ("in_treatment", "first_waits", "exits")]
    assert bring.files(assessed(*there, quarter="2022-23 Q4")) is None
    assert "who is in treatment" in said(bring.short(assessed(*there, quarter="2023-24 Q4")))
    assert bring.files(assessed(residents(305000, ("2008-06-30", "2008-06-30")), quarter="2008-09 Q4")) is None
    records = figure(
        "in_treatment", 300, source="records-of-nobody", unit="people", period=("2022-04-01", "2022-06-30")
    )
    assert bring.files(assessed(records, quarter="2022-23 Q4")) is None


def test_admissions_of_today_are_stated_by_their_own_name():
    year = {"period": ("2022-04-01", "2023-03-31"), "window": "financial_year", "unit": "per 100,000"}
    specific = published("alcohol_specific_admission_rate", 612.5, lower=580.1, upper=645.0, **year)
    text = said(harm.admissions(assessed(specific, residents(323500, CENSUS), quarter="2022-23 Q4")))
    assert text.startswith("There were 612.5 (580.1 to 645.0) alcohol-specific hospital admissions for every 100,000")
    assert "No figure on alcohol-related hospital admissions" in said(harm.admissions(assessed(residents(1, CENSUS))))
