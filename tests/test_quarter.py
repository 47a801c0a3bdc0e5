import datetime

import pytest

from needs.mistakes import Mistake
from needs.quarter import Period, Quarter

DAY = datetime.date


@pytest.mark.parametrize(
    ("written", "start", "end"),
    [
        ("2008-09 Q1", DAY(2008, 4, 1), DAY(2008, 6, 30)),
        ("2008-09 Q2", DAY(2008, 7, 1), DAY(2008, 9, 30)),
        ("2008-09 Q3", DAY(2008, 10, 1), DAY(2008, 12, 31)),
        ("2008-09 Q4", DAY(2009, 1, 1), DAY(2009, 3, 31)),
        ("1999-00 Q4", DAY(2000, 1, 1), DAY(2000, 3, 31)),
    ],
)
def test_a_quarter_is_three_months_of_a_year_that_begins_in_april(written, start, end):
    quarter = Quarter.parse(written)

    assert (start, end) == (quarter.start, quarter.end)
    assert written == str(quarter)


@pytest.mark.parametrize(
    "written",
    ["2011-13 Q4", "2011Q4", "2011-12 Q5", "2011-12 Q0", "2011-12", "11-12 Q1", "2011-12 Q4 ", "", None, 2011],
)
def test_anything_else_is_refused_in_one_line(written):
    with pytest.raises(Mistake) as refused:
        Quarter.parse(written)

    assert "\n" not in str(refused.value)
    assert repr(written) in str(refused.value)


def test_an_impossible_year_says_which_one_was_meant():
    with pytest.raises(Mistake, match='the financial year that begins in 2011 is "2011-12"'):
        Quarter.parse("2011-13 Q4")


def test_quarters_are_counted_across_the_turn_of_the_year():
    fourth = Quarter.parse("2008-09 Q4")

    assert Quarter.parse("2009-10 Q1") == fourth + 1
    assert Quarter.parse("2007-08 Q4") == fourth - 4
    assert fourth < fourth + 1
    assert fourth.financial_year == "2008-09"


def test_its_windows_end_with_the_quarter_but_the_financial_year_does_not():
    second = Quarter.parse("2008-09 Q2")

    assert Period(DAY(2008, 4, 1), DAY(2008, 9, 30)) == second.year_to_date
    assert Period(DAY(2007, 10, 1), DAY(2008, 9, 30)) == second.rolling_12_months
    assert Period(DAY(2008, 4, 1), DAY(2009, 3, 31)) == second.whole_financial_year


@pytest.mark.parametrize(
    ("day", "quarter"),
    [(DAY(2009, 3, 31), "2008-09 Q4"), (DAY(2009, 4, 1), "2009-10 Q1"), (DAY(2008, 12, 31), "2008-09 Q3")],
)
def test_a_day_belongs_to_the_quarter_it_falls_in(day, quarter):
    assert Quarter.parse(quarter) == Quarter.containing(day)


def test_both_ends_of_a_period_belong_to_it():
    period = Quarter.parse("2008-09 Q1").period

    assert DAY(2008, 4, 1) in period
    assert DAY(2008, 6, 30) in period
    assert DAY(2008, 7, 1) not in period
    assert period.overlaps(Period(DAY(2008, 6, 30), DAY(2008, 8, 1)))
    with pytest.raises(ValueError, match="must start before it ends"):
        Period(DAY(2008, 7, 1), DAY(2008, 6, 30))


@pytest.mark.parametrize(
    ("written", "hint"),
    [
        ("2011/12 Q4", 'did you mean "2011-12 Q4"?'),
        ("2011-12 q4", 'did you mean "2011-12 Q4"?'),
        ("Q1 2008-09", 'did you mean "2008-09 Q1"?'),
        ("2011-12 Q5", "quarters are Q1 (April to June) to Q4 (January to March)"),
    ],
)
def test_a_quarter_written_otherwise_is_answered_with_what_was_meant(written, hint):
    with pytest.raises(Mistake) as refused:
        Quarter.parse(written)

    assert hint in str(refused.value)
