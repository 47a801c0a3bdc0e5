from decimal import Decimal

import pytest

from needs.present.numbers import counted, difference, of_percent, roughly, rounded, whole, written


@pytest.mark.parametrize(
    ("value", "decimals", "seen"), [(0.5, 0, "1"), (2.5, 0, "3"), (-2.5, 0, "-3"), (1.25, 1, "1.3")]
)
def test_numbers_are_rounded_half_away_from_zero(value, decimals, seen):
    assert Decimal(seen) == rounded(value, decimals)


@pytest.mark.parametrize(
    ("number", "unit", "seen"),
    [
        ("1065", "people", "1,065"),
        ("99.0", "percent", "99.0%"),
        ("1580000", "GBP", "£1.58 million"),
        ("15400000000", "GBP", "£15.4 billion"),
        ("85000", "GBP", "£85,000"),
        ("218.1", "GBP thousand", "£218.1 thousand"),
        ("3", "weeks", "3"),
    ],
)
def test_a_number_is_written_with_the_sign_of_its_unit(number, unit, seen):
    assert seen == written(Decimal(number), unit)


@pytest.mark.parametrize(
    ("value", "seen"),
    [(0, "0%"), (0.01, "under 1%"), (0.499, "under 1%"), (0.5, "1%"), (37.5, "38%"), (99.49, "99%"), (99.5, "over 99%"), (100, "100%")],
)  # fmt: skip
def test_a_percentage_that_was_counted_is_none_or_all_only_where_it_is_so(value, seen):
    assert of_percent(value) == seen


def test_percentages_differ_by_percentage_points():
    assert difference(Decimal(79) - Decimal(83), "percent") == "4 percentage points"
    assert difference(Decimal(1), "percent") == "1 percentage point"
    assert difference(Decimal("1.5"), "percent") == "1.5 percentage points"
    assert difference(Decimal(88), "people") == "88"


def test_one_week_is_not_one_weeks():
    assert counted("1", "weeks") == "1 week"
    assert counted("0.2", "weeks") == "0.2 weeks"


def test_people_are_whole():
    assert whole(1352.33) == "1,352"
    assert whole(1352.5) == "1,353"


def test_an_estimate_is_said_to_the_fifty_or_the_hundred():
    assert (roughly(867), roughly(1216), roughly(642)) == ("870", "1,220", "640")
    assert roughly(2652) == "2,650"
    assert roughly(1728) == "1,750"
    assert roughly(5385) == "5,400"
