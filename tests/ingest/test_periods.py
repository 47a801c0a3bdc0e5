import pytest

from needs.ingest import periods


@pytest.mark.parametrize(
    ("written", "window", "start", "end"),
    [
        ("2019/20", "financial_year", "2019-04-01", "2020-03-31"),
        ("2019/2020", "financial_year", "2019-04-01", "2020-03-31"),
        ("1999/00", "financial_year", "1999-04-01", "2000-03-31"),
        ("2019", "calendar_year", "2019-01-01", "2019-12-31"),
        ("2019.0", "calendar_year", "2019-01-01", "2019-12-31"),
        ("2018 - 19", "two_calendar_years", "2018-01-01", "2019-12-31"),
        ("2016 - 18", "three_calendar_years", "2016-01-01", "2018-12-31"),
        ("2016-18", "three_calendar_years", "2016-01-01", "2018-12-31"),
        ("2016 – 18", "three_calendar_years", "2016-01-01", "2018-12-31"),
        ("2016\u20132018", "three_calendar_years", "2016-01-01", "2018-12-31"),
        ("1998 - 00", "three_calendar_years", "1998-01-01", "2000-12-31"),
        ("2016 - 20", "five_calendar_years", "2016-01-01", "2020-12-31"),
        ("2014/15 - 18/19", "five_financial_years", "2014-04-01", "2019-03-31"),
        ("2019/20 - 21/22", "three_financial_years", "2019-04-01", "2022-03-31"),
        ("2019/20 to 2021/22", "three_financial_years", "2019-04-01", "2022-03-31"),
        ("2023/24 Q3", "quarter", "2023-10-01", "2023-12-31"),
        ("2023/24 Q4", "quarter", "2024-01-01", "2024-03-31"),
        ("2023 Q3", "quarter", "2023-07-01", "2023-09-30"),
        ("2024 Jan", "month", "2024-01-01", "2024-01-31"),
        ("Feb 2024", "month", "2024-02-01", "2024-02-29"),
        ("Jul 2009 - Jun 2010", "rolling_12_months", "2009-07-01", "2010-06-30"),
        ("April 2022 to March 2025", "three_financial_years", "2022-04-01", "2025-03-31"),
        ("Jan 2020 - Dec 2020", "calendar_year", "2020-01-01", "2020-12-31"),
        ("Oct 2020 - Dec 2020", "quarter", "2020-10-01", "2020-12-31"),
    ],
)
def test_a_period_is_read_as_publishers_write_it(written, window, start, end):
    found = periods.read(written)
    assert (found.window, str(found.start), str(found.end)) == (window, start, end)


@pytest.mark.parametrize(
    "written",
    ["", "2019/21", "2014 - 17", "2019 - 14", "2019 Q5", "2019/21 Q1", "19/20", "Foo 2019", "2018-19", "2014/15 - 17/18",
     "2014/15 - 18/20", "Feb 2019 - May 2019", "last year", "2019/20p"],
)  # fmt: skip
def test_any_other_text_is_no_period(written):
    assert periods.read(written) is None
    assert periods.wanted(written) == periods.WANTED


def test_two_years_with_a_hyphen_are_what_the_file_says_they_are():
    assert periods.read("2018-19", "1y").window == "financial_year"
    assert periods.read("2018-19", "2y").window == "two_calendar_years"


@pytest.mark.parametrize(
    ("written", "was"),
    [
        ("Nov-10", "2010/11"),
        ("Dec-11", "2011/12"),
        ("Oct-09", "2009/10"),
        ("Nov-2010", "2010/11"),
        ("Jan-10", "a year"),
    ],
)
def test_a_year_that_a_spreadsheet_made_a_date_is_told(written, was):
    assert f"a spreadsheet has turned {was}" in periods.wanted(written)
    assert "fetch it again" in periods.wanted(written)


@pytest.mark.parametrize("written", ["01/11/2010", "1-Nov-10", "11-Oct", "2010-11-01", "2010-11-01 00:00:00", "40483"])
def test_any_date_in_the_place_of_a_period_is_told(written):
    assert periods.read(written) is None
    assert "a spreadsheet has turned" in periods.wanted(written)


@pytest.mark.parametrize(("written", "year"), [("2009/10", 2009), ("2009-10", 2009), ("2009", None), ("2009/11", None)])
def test_the_year_that_a_financial_year_begins_in(written, year):
    assert periods.financial_year(written) == year
