import math

import pytest

from needs.statistics import projection

# Taylor and Ashe 1983, claims after one year and after two, as in Mack 1993, ASTIN Bulletin 23:213: the first
# ratio is 3.491 and its variance 160,280.
TAYLOR_AND_ASHE = {
    "1": (357848, 1124788),
    "2": (352118, 1236139),
    "3": (290507, 1292306),
    "4": (310608, 1418858),
    "5": (443160, 1136350),
    "6": (396132, 1333217),
    "7": (440832, 1288463),
    "8": (359480, 1421128),
    "9": (376686, 1363294),
}
T_8_975 = 2.306  # Student's t, 8 degrees of freedom, 97.5%: any printed table

# Invented: half of each year by the second quarter, less or more by a few.
YEARS = {
    "2004-05": (110, 190, 300, 400),
    "2005-06": (100, 210, 310, 400),
    "2006-07": (95, 200, 290, 400),
}


def test_the_ratio_and_its_spread_are_those_mack_published():
    found = projection.year_end([344014], TAYLOR_AND_ASHE)
    reach = T_8_975 * math.sqrt(160280 * 344014 * (1 + 344014 / 3327371))

    assert pytest.approx(found.value, rel=2e-4) == 3.491 * 344014
    assert pytest.approx(found.upper - found.value, rel=5e-4) == reach
    assert pytest.approx(found.value - found.lower, rel=5e-4) == reach


def test_half_a_year_is_doubled_where_past_years_had_half():
    found = projection.year_end([120, 251], YEARS)

    # 1,200 people in three whole years, 600 in their halves. Squared misses from 2 per person: 190 x (400/190 - 2)^2 +
    # 210 x (400/210 - 2)^2 = 2.105 + 1.905, over 2 degrees of freedom 2.005; Poisson noise: 2 x 1 = 2.
    assert found.value == 502
    assert found.upper == pytest.approx(502 + 4.303 * math.sqrt(2.005 * 251 * (1 + 251 / 600)), abs=0.05)


def test_past_years_that_agree_by_luck_leave_poisson_noise():
    found = projection.year_end([50, 100], dict.fromkeys(("a", "b", "c"), (50, 100, 150, 200)))

    # 100 so far, ratio 2: variance 2 x 1 x 100 x (1 + 100 / 300)
    assert found.value == 200
    assert found.lower == pytest.approx(200 - 1.96 * math.sqrt(800 / 3), abs=0.01)


def test_the_lower_limit_is_not_below_those_already_counted():
    found = projection.year_end([1, 2, 3], dict.fromkeys(("a", "b", "c"), (10, 20, 30, 40)))

    assert found.lower == 3
    assert found.warnings == ("only 3 people so far: the interval is rough",)


def test_each_past_year_is_projected_from_the_others():
    past = YEARS | {"2007-08": (100, 200, 300, 450)}
    found = projection.back_test(past, quarters=2)
    left_out = found.years.set_index("year").loc["2007-08"]

    # From the three others the ratio is 2: 200 so far give 400, and 450 came.
    assert (left_out["projected"], left_out["actual"], left_out["error"]) == (400, 450, -50)
    assert found.years["is_inside"].tolist() == [True] * 4
    assert found.coverage.value == 1
    # Ratios without each year in turn: 1250/610, 1250/590, 1250/600 and 2.
    misses = [abs(190 * 1250 / 610 - 400), abs(210 * 1250 / 590 - 400), abs(200 * 1250 / 600 - 400), 50]
    assert found.mean_absolute_error == pytest.approx(sum(misses) / 4)
    # Every quarter alike: 380, 420, 400 and 400 of 400, 400, 400 and 450.
    assert found.straight_line_error == (20 + 20 + 0 + 50) / 4


def test_a_year_unlike_the_others_is_outside_its_interval():
    steady = {str(year): (1000, 2000, 3000, 4000) for year in range(4)}
    found = projection.back_test(steady | {"odd": (1000, 2000, 3000, 6000)}, quarters=3)

    assert found.years.set_index("year")["is_inside"].to_dict()["odd"] is False
    assert found.coverage.value < 1


def test_a_target_is_shared_over_the_quarters_left_in_whole_people():
    path = projection.path_to(476, [120, 251], YEARS)

    # 225 more people. Third quarters added 110, 100, 90; fourth quarters 100, 90, 110.
    assert path.needed == 225
    assert path.quarters["quarter"].tolist() == [3, 4]
    assert path.quarters["needed"].tolist() == [113, 112]
    assert path.quarters["most_before"].tolist() == [110, 110]
    assert path.quarters["year_of_most"].tolist() == ["2004-05", "2006-07"]
    assert path.quarters["was_reached"].tolist() == [False, False]
    # From half-way the years added 210, 190 and 200.
    assert (path.most_added, path.best_year, path.was_reached) == (210, "2004-05", False)


def test_events_are_compared_with_every_quarter_before_this_years_too():
    path = projection.path_to(476, [120, 251], YEARS, events=True)

    assert path.quarters["most_before"].tolist() == [131, 131]
    assert path.quarters["year_of_most"].tolist() == ["this year", "this year"]
    assert path.quarters["quarter_of_most"].tolist() == [2, 2]
    assert path.quarters["was_reached"].tolist() == [True, True]


def test_people_carried_over_into_the_first_quarter_are_not_taken_for_a_record():
    carried = {"2006-07": (1500, 1600, 1650, 1700), "2007-08": (1550, 1640, 1700, 1730)}
    path = projection.path_to(1800, [1600, 1690, 1740], carried)

    assert path.quarters.to_dict("records") == [
        {
            "quarter": 4,
            "needed": 60,
            "year_of_most": "2006-07",
            "quarter_of_most": 4,
            "most_before": 50,
            "was_reached": False,
        }
    ]


def test_a_target_for_a_year_not_begun_covers_the_whole_year():
    path = projection.path_to(402, [], YEARS)

    assert path.quarters["needed"].tolist() == [101, 101, 100, 100]
    assert path.most_added == 400


def test_part_of_a_person_is_a_person_and_a_rounding_error_is_none():
    assert projection.path_to(1.1 * 100, [50], YEARS).needed == 60
    assert projection.path_to(110.2, [50], YEARS).needed == 61


def test_a_target_already_met_needs_nobody():
    path = projection.path_to(250, [120, 251], YEARS)

    assert path.needed == 0
    assert path.was_reached
    assert path.warnings == ("the target is already met",)


@pytest.mark.parametrize(
    ("to_date", "past", "said"),
    [
        ([120], dict(list(YEARS.items())[:2]), "2 past years are too few, at least 3"),
        ([120], {}, "past years of one length"),
        ([120, 130, 140, 150], YEARS, "4 of this one"),
        ([120], YEARS | {"2007-08": (1, 2, 3)}, r"past years of \[3, 4\] quarters"),
        ([120, 118], YEARS, r"this year: .* cannot fall or be missing, found \[120, 118\]"),
        ([120], YEARS | {"2007-08": (1, 2, None, 4)}, "2007-08: .* missing"),
        ([120], YEARS | {"2007-08": (1, 2, math.nan, 4)}, "2007-08: .* missing"),
        ([-1], YEARS, "this year"),
        ([0], YEARS, "no ratio from 0 people"),
        ([], YEARS, "no ratio from 0 people"),
        ([120], YEARS | {"2007-08": (0, 2, 3, 4)}, "no ratio"),
        ([120], dict.fromkeys("abc", (9, 9, 9, 9)), "no ratio"),
    ],
)
def test_a_year_end_that_cannot_be_projected_is_refused_in_words(to_date, past, said):
    with pytest.raises(ValueError, match=said):
        projection.year_end(to_date, past)


def test_a_back_test_and_a_path_refuse_what_they_cannot_use():
    with pytest.raises(ValueError, match="wants 4 past years"):
        projection.back_test(YEARS, quarters=2)
    with pytest.raises(ValueError, match="confidence is a fraction"):
        projection.year_end([120], YEARS, confidence=95)
    for target in (None, math.nan, -5):
        with pytest.raises(ValueError, match="the target must be a number of people"):
            projection.path_to(target, [120], YEARS)
