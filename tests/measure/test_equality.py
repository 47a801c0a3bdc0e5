"""People in treatment beside residents, from tables drawn by hand and sums that can be done on paper."""

import pandas as pd
import pytest

from needs.measure import equality
from needs.measure.comparison import TOO_CLOSE, TOO_FEW
from needs.measure.results import Row, tidy
from needs.measure.safety import BASE

YEAR = {"period_start": "2021-04-01", "period_end": "2022-03-31", "window": "financial_year"}
USUAL = {
    "area_code": "a", "breakdown": "all", "group": "all", "kind": "actual", "age": "18+", "unit": "people", "status": "shown",
    "origin": "published", "source": "book", "definition": "Drawn.", **YEAR,
}  # fmt: skip


def people(value, breakdown="all", group="all", **given):
    return USUAL | {"indicator": "in_treatment", "value": value, "breakdown": breakdown, "group": group} | given


def in_group(count, of, breakdown, group, **given):
    made = {"indicator": equality.GROUPS, "unit": "percent", "numerator": count, "denominator": of}
    return people(100 * count / of, breakdown, group, **made) | given


def residents(value, breakdown="all", group="all", day="2020-06-30", **given):
    on = {"period_start": day, "period_end": day, "window": "day", "source": "census", "kind": "estimate"}
    return USUAL | on | {"indicator": "residents", "value": value, "breakdown": breakdown, "group": group} | given


def share(value, breakdown, group, day="2021-03-21", age="all ages"):
    made = {"indicator": equality.SHARES, "unit": "percent", "kind": "actual", "age": age}
    return residents(value, breakdown, group, day) | made


def found(*rows, indicator=None):
    """What is worked out of these rows, of one indicator if asked."""
    given = tidy(pd.DataFrame(rows))
    more = equality.with_residents(given).iloc[len(given) :]
    return more if indicator is None else more[more["indicator"] == indicator]


def only(*rows, indicator):
    (row,) = found(*rows, indicator=indicator).itertuples()
    return row


# Rates


def test_adults_in_treatment_stand_over_adult_residents_with_byars_limits():
    # 1,465 of 304,318 are 4.81 for every 1,000; Byar's limits of 1,465 are 1,390.93 and 1,541.99 (PHE technical guide)
    row = only(people(1465), residents(304318, "age", "18+"), indicator=equality.RATE)

    assert (row.numerator, row.denominator, row.unit) == (1465, 304318, "per 1,000")
    assert (row.value, row.lower, row.upper) == pytest.approx((4.814043, 4.57066, 5.06703), abs=1e-5)
    assert (row.origin, row.source, row.note) == ("calculated", "book; census", "residents of 30 June 2020")


@pytest.mark.parametrize(
    "given",
    [{"age": "15-64"}, {"status": "hidden", "value": None}, {"kind": "target"}, {"window": "quarter"}],
    ids=["other ages", "hidden", "a target", "a quarter"],
)
def test_what_is_no_count_of_adults_in_twelve_months_has_no_rate(given):
    assert found(people(1465) | given, residents(304318, "age", "18+")).empty


@pytest.mark.parametrize(
    ("days", "taken"),
    [
        (["2019-06-30", "2020-06-30", "2022-06-30"], 2020),
        (["2020-06-30", "2021-06-30"], 2021),
        (["2019-06-30"], None),
    ],
)
def test_residents_are_of_the_latest_year_of_the_period_or_of_two_before(days, taken):
    every = [residents(100_000 + int(day[:4]), "age", "18+", day) for day in days]
    rows = found(people(500), *every)

    assert rows["denominator"].tolist() == ([100_000 + taken] if taken else [])


def test_counted_adults_are_taken_where_there_are_records_and_are_marked_as_rounded_and_invented():
    counted = people(
        500, indicator="adults_in_treatment", origin="synthetic", source="records-of-nobody", is_rounded=True
    )
    row = only(counted, residents(100_000, "age", "18+"), indicator=equality.RATE)

    assert (row.value, row.origin, row.is_rounded) == (5, "synthetic", True)
    assert row.source == "records-of-nobody; census"


# Representation

ETHNIC = (share(80, "ethnic_group", "white"), share(20, "ethnic_group", "asian"))


def test_a_ratio_is_the_share_in_treatment_over_the_share_of_residents_with_wilsons_limits():
    # Wilson's limits of 10 of 100 are 5.52% and 17.44% (Newcombe 1998 gives the formula); over 20% they are 0.28 and 0.87
    rows = found(in_group(10, 100, "ethnic_group", "asian"), in_group(90, 100, "ethnic_group", "white"), *ETHNIC)
    asian = rows[rows["group"] == "asian"].iloc[0]

    assert asian["value"] == pytest.approx(0.5)
    assert asian[["lower", "upper"]].tolist() == pytest.approx([0.276148, 0.871830], abs=1e-5)
    assert (asian["age"], asian["numerator"], asian["denominator"]) == ("all ages", 10, 100)


def test_people_of_no_stated_group_are_on_neither_side():
    stated = in_group(20, 120, "ethnic_group", "asian"), in_group(80, 120, "ethnic_group", "white")
    rows = found(*stated, in_group(20, 120, "ethnic_group", "not stated"), *ETHNIC)

    assert dict(zip(rows["group"], rows["value"], strict=True)) == {
        "asian": pytest.approx(1),
        "white": pytest.approx(1),
    }


def test_ages_are_put_together_as_residents_have_them_and_those_under_18_left_out():
    treated = {"under 18": 20, "18-24": 20, "25-34": 60, "35-44": 50, "45-54": 40, "55 and over": 30}
    live = {"18+": 1000, "18-24": 100, "25-34": 200}
    rows = found(
        *(in_group(count, 220, "age", group) for group, count in treated.items()),
        *(residents(count, "age", group) for group, count in live.items()),
        indicator=equality.RATIO,
    ).set_index("group")

    assert rows["numerator"].to_dict() == {"18-24": 20, "25-34": 60, "35 and over": 120}
    assert (rows["denominator"] == 200).all()
    assert rows["value"].to_dict() == {
        "18-24": pytest.approx(0.1 / 0.1), "25-34": pytest.approx(0.3 / 0.2), "35 and over": pytest.approx(0.6 / 0.7),
    }  # fmt: skip


def test_a_band_of_which_one_part_is_hidden_has_no_ratio():
    known = [in_group(60, 200, "age", group) for group in ("25-34", "35-44", "45-54")]
    hidden = in_group(1, 200, "age", "55 and over") | {"status": "hidden", "numerator": None, "value": None}
    live = {"18+": 1000, "18-24": 100, "25-34": 200}
    rows = found(*known, hidden, *(residents(count, "age", group) for group, count in live.items()))

    assert rows["group"].tolist() == ["25-34"]


def test_men_and_women_stand_beside_adult_residents_of_their_sex():
    treated = in_group(150, 200, "sex", "male"), in_group(50, 200, "sex", "female")
    rows = found(*treated, residents(400, "sex", "male"), residents(600, "sex", "female"))

    assert dict(zip(rows["group"], rows["value"], strict=True)) == {
        "male": pytest.approx(0.75 / 0.4), "female": pytest.approx(0.25 / 0.6),
    }  # fmt: skip


def test_of_fewer_than_fifty_people_in_all_no_ratio_is_given():
    assert found(in_group(20, 45, "ethnic_group", "asian"), in_group(25, 45, "ethnic_group", "white"), *ETHNIC).empty


# What may be said of a ratio

KNOWN = tidy(pd.DataFrame([residents(1000), residents(800, "age", "18+")]))


def ratio(count, of, of_residents, group="asian", age="18+", is_rounded=False, **given):
    row = dict.fromkeys(Row._fields, "") | {
        "area_code": "a", "numerator": count, "denominator": of, "value": count / of / of_residents, "group": group,
        "age": age, "is_rounded": is_rounded, "series": "", **given,
    }  # fmt: skip
    return Row(**row)


def said(*ratios, known=KNOWN):
    return [(one.state, one.reason) for one in equality.relations(ratios, known)]


@pytest.mark.parametrize(
    ("one", "expected"),
    [
        (ratio(300, 1000, 0.2), ("higher", "")),
        (ratio(100, 1000, 0.2), ("lower", "")),
        (ratio(2000, 10_000, 0.2), ("similar", "")),
        (ratio(20, 100, 0.2), ("not compared", equality.NOT_SURE)),
        (ratio(5, 100, 0.2), ("not compared", TOO_FEW)),
        # 225 of 1,000 are 20.02% or more, above a fifth; 223 of 1,002, as they may be, only 19.8%
        (ratio(225, 1000, 0.2, is_rounded=True), ("not compared", TOO_CLOSE)),
    ],
    ids=["more", "less", "about", "not sure", "few", "rounding decides"],
)
def test_a_group_has_more_or_less_than_its_share_only_where_chance_and_rounding_leave_it(one, expected):
    assert said(one) == [expected]


def test_the_more_groups_are_compared_the_surer_a_difference_has_to_be():
    close = ratio(228, 1000, 0.2)  # 20.3% to 25.5% at 95%; at 99.5% from 19.3%

    assert said(close) == [("higher", "")]
    assert said(*[close] * 10)[0] == ("not compared", equality.NOT_SURE)


@pytest.mark.parametrize(
    ("count", "state"), [(300, "higher"), (235, "not compared"), (165, "not compared"), (100, "lower")]
)
def test_beside_residents_of_all_ages_a_difference_has_to_stand_though_children_were_none_or_many(count, state):
    # four fifths of residents are adults: limits have to lie above 1.25 or below 0.8 of a fifth
    assert said(ratio(count, 1000, 0.2, age="all ages"))[0][0] == state


def test_where_it_is_not_known_how_many_are_adults_all_ages_allow_no_word():
    assert said(ratio(500, 1000, 0.2, age="all ages"), known=KNOWN.iloc[:0])[0] == (
        "not compared", equality.OF_ALL_AGES,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("adults", "expected"),
    [
        (1000, ("lower", "")),  # 445 of 1,000 are at most 47.6%, which is less than a half
        (950, ("not compared", equality.TREATED_OF_ALL_AGES)),  # 445 of 945 may be 50.3%
        (None, ("not compared", equality.TREATED_OF_ALL_AGES)),
    ],
)
def test_of_each_sex_a_word_has_to_stand_though_all_under_18_were_of_one_sex(adults, expected):
    days = {name: pd.Timestamp(YEAR[name]) for name in ("period_start", "period_end")}
    women = ratio(445, 1000, 0.5, "female", "all ages", breakdown="sex", **days)
    known = [residents(1000), *([people(adults, indicator="adults_in_treatment")] if adults else [])]

    assert said(women, known=tidy(pd.DataFrame(known))) == [expected]


def test_a_ratio_of_a_sex_has_the_ages_of_those_in_treatment():
    live = residents(400, "sex", "male"), residents(600, "sex", "female")
    of = {age: set(found(in_group(150, 200, "sex", "male", age=age), *live)["age"]) for age in ("18+", "all ages")}

    assert of == {"18+": {"18+"}, "all ages": {"all ages"}}


# Rates that allow for age


def test_a_rate_allows_for_age_by_the_european_standard_population():
    """Weights: two fifths of 5,500 and 12,000 to 29, 27,500 to 49, 39,000 from 50; rates 10, 20 and 5 for every 1,000."""
    treated = {"18-29": 100, "30-49": 400, "50+": 150}
    live = {"18+": 60_000, "18-29": 10_000, "30-49": 20_000, "50+": 30_000}
    row = only(
        *(in_group(count, 650, "age", group) for group, count in treated.items()),
        *(residents(count, "age", group) for group, count in live.items()),
        indicator=equality.STANDARDISED,
    )

    assert row.value == pytest.approx((14_200 * 10 + 27_500 * 20 + 39_000 * 5) / 80_700)
    assert row.lower < row.value < row.upper
    assert pd.isna(row.numerator)


# Deprivation

SCORES = (10, 15, 20, 25, 30)


def districts(*counts, scores=SCORES):
    of, each = sum(counts), 100 / len(counts)
    for place, (count, score) in enumerate(zip(counts, scores, strict=True)):
        yield in_group(count, of, "district", f"D{place}")
        yield share(each, "district", f"D{place}")
        made = {"indicator": equality.SCORES, "unit": "score", "age": "all ages"}
        yield residents(score, "district", f"D{place}", "2019-06-30") | made


def test_the_slope_over_districts_is_that_of_their_rates_in_order_of_deprivation():
    # five districts of 10,000: 1 to 5 for every 1,000 at 0.1 to 0.9, so the line runs from 0.5 to 5.5
    rows = found(*districts(10, 20, 30, 40, 50), residents(50_000)).set_index("indicator")

    assert rows.loc[equality.SLOPE, "value"] == pytest.approx(5)
    assert rows.loc[equality.RELATIVE, "value"] == pytest.approx(11)
    assert rows.loc[equality.SLOPE, "note"] == "5 districts; residents of 30 June 2020"


@pytest.mark.parametrize("lacking", [equality.SCORES, equality.SHARES, equality.GROUPS])
def test_of_four_districts_or_of_some_of_five_there_is_no_slope(lacking):
    every = list(districts(10, 20, 30, 40, 50))
    some = [row for row in every if (row["indicator"], row["group"]) != (lacking, "D4")]

    assert found(*some, residents(50_000)).empty
    assert found(*districts(10, 20, 30, 40, scores=SCORES[:4]), residents(40_000)).empty


def test_all_is_worked_out_of_what_is_shown_and_moves_by_no_person():
    """Counts that are shown are multiples of five, so what is worked out of them is too."""
    rows = found(
        people(500, indicator="adults_in_treatment", is_rounded=True),
        in_group(100, 500, "ethnic_group", "asian", is_rounded=True),
        *ETHNIC, residents(100_000, "age", "18+"),
    )  # fmt: skip

    assert set(rows["indicator"]) == {equality.RATE, equality.RATIO}
    assert (rows["numerator"] % BASE == 0).all()
    assert rows["is_rounded"].all()
