from decimal import Decimal

import pytest

from needs.present.facts import counted, difference, rounded, whole, written


@pytest.mark.parametrize(("value", "decimals", "seen"), [(0.5, 0, "1"), (2.5, 0, "3"), (-2.5, 0, "-3"), (1.25, 1, "1.3")])
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


def test_percentages_differ_by_percentage_points():
    assert "4 percentage points" == difference(Decimal(79) - Decimal(83), "percent")
    assert "1 percentage point" == difference(Decimal(1), "percent")
    assert "1.5 percentage points" == difference(Decimal("1.5"), "percent")
    assert "88" == difference(Decimal(88), "people")


def test_one_week_is_not_one_weeks():
    assert "1 week" == counted("1", "weeks")
    assert "0.2 weeks" == counted("0.2", "weeks")


def test_averages_of_several_years_keep_a_decimal():
    assert "1,352.3" == whole(1352.33)
    assert "1,352" == whole(1352.0)
