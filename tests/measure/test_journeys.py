import datetime

import pandas as pd
import polars as pl
import pytest
from drawn_records import records
from hypothesis import given, settings
from hypothesis import strategies as anything

from needs.measure.journeys import followed, link, numbered, ordered, treated
from needs.mistakes import Mistake


def spans(journeys: pl.DataFrame) -> list[str]:
    """Each journey in short: client, number, start to end."""
    columns = journeys.select("client", "journey", "start", "end").rows()
    return [f"{client} {number}: {start} to {end or 'open'}" for client, number, start, end in columns]


@pytest.mark.parametrize(
    ("next_start", "nights", "joins", "joins_with_both_days_counted"),
    [
        ("2008-06-20", 20, True, True),
        ("2008-06-21", 21, True, False),
        ("2008-06-22", 22, False, False),
    ],
)
def test_the_next_episode_joins_up_to_21_days_after_the_last(next_start, nights, joins, joins_with_both_days_counted):
    episodes = records(
        f"""
        client | start        | end
        a      | 2008-04-01   | 2008-05-31
        a      | {next_start} | 2008-07-31
        """
    )

    assert nights == (episodes["start"][1] - episodes["end"][0]).days
    assert (link(episodes).height == 1) is joins
    assert (link(episodes, inclusive=True).height == 1) is joins_with_both_days_counted


@pytest.mark.parametrize(
    ("gap_days", "inclusive", "journeys"),
    [(0, False, 2), (1, False, 1), (1, True, 2), (2, True, 1)],
)
def test_the_gap_is_what_it_is_set_to(gap_days, inclusive, journeys):
    episodes = records(
        """
        client | start      | end
        a      | 2008-04-01 | 2008-04-10
        a      | 2008-04-11 | 2008-04-20
        """
    )

    assert link(episodes, gap_days=gap_days, inclusive=inclusive).height == journeys


@pytest.mark.parametrize("second", ["2008-04-10", "2008-04-09", "2008-04-01"])
@pytest.mark.parametrize("inclusive", [False, True])
def test_episodes_that_share_a_day_are_one_journey_whatever_the_gap(second, inclusive):
    episodes = records(
        f"""
        client | start      | end
        a      | 2008-04-01 | 2008-04-10
        a      | {second}   | 2008-04-20
        """
    )

    assert spans(link(episodes, gap_days=0, inclusive=inclusive)) == ["a 1: 2008-04-01 to 2008-04-20"]


def test_the_gap_is_counted_from_the_latest_end_so_far_not_from_the_episode_before():
    nested = records(
        """
        client | start      | end        | agency | end_reason
        a      | 2008-04-01 | 2008-09-30 | X      | 2
        a      | 2008-04-10 | 2008-04-20 | Y      | 6
        a      | 2008-10-21 | 2008-11-30 | X      | 82
        a      | 2008-12-22 | 2008-12-31 | Z      | 8
        """
    )
    journeys = link(nested)

    assert spans(journeys) == ["a 1: 2008-04-01 to 2008-11-30", "a 2: 2008-12-22 to 2008-12-31"]
    assert journeys.select("episodes", "agencies", "end_reason").rows() == [(3, 2, "82"), (1, 1, "8")]


def test_an_open_episode_keeps_its_journey_open_for_ever_after():
    episodes = records(
        """
        client | start      | end        | end_reason
        a      | 2006-04-01 | 2006-05-01 | 2
        a      | 2007-04-01 |            |
        a      | 2007-05-01 | 2007-06-01 | 6
        a      | 2010-01-01 | 2010-02-01 | 2
        b      | 2010-01-01 | 2010-02-01 | 2
        """
    )
    journeys = link(episodes)

    assert spans(journeys) == [
        "a 1: 2006-04-01 to 2006-05-01",
        "a 2: 2007-04-01 to open",
        "b 1: 2010-01-01 to 2010-02-01",
    ]
    assert journeys["end_reason"].to_list() == ["2", None, "2"]
    assert journeys["episodes"].to_list() == [1, 3, 1]


@pytest.mark.parametrize(
    ("reasons", "agreed"),
    [
        (("6", "6"), "6"),
        (("6", "8"), "inconsistent"),
        (("2", "6"), "inconsistent"),
        (("80", "82"), "82"),
        (("82", "80"), "82"),
        (("2", "15"), "15"),
        (("91", "81"), "82"),  # 91 is counted as 82, 90 as 80 and 92 as 81
        (("90", "92"), "81"),
        (("90", "80"), "80"),
        (("5", "2"), "inconsistent"),  # referred on is no completion
        (("2", ""), "2"),
        (("", ""), None),
        (("dropped out", "dropped out"), "dropped out"),
        (("dropped out", "died"), "inconsistent"),
    ],
)
def test_reasons_that_differ_on_the_last_day_are_inconsistent_but_of_completions_the_highest_counts(reasons, agreed):
    episodes = records(
        f"""
        client | start      | end        | end_reason
        0      | 2008-01-01 | 2008-01-02 | 9
        a      | 2008-04-01 | 2008-06-30 | {reasons[0]}
        a      | 2008-05-01 | 2008-06-30 | {reasons[1]}
        a      | 2008-05-01 | 2008-06-29 | 3
        b      | 2008-05-01 | 2008-06-30 | 9
        """
    )

    assert link(episodes)["end_reason"].to_list() == ["9", agreed, "9"]


def test_three_reasons_on_the_last_day_are_inconsistent_even_where_the_outer_two_agree():
    episodes = records(
        """
        client | start      | end        | end_reason
        a      | 2008-04-01 | 2008-06-30 | 6
        a      | 2008-04-02 | 2008-06-30 | 8
        a      | 2008-04-03 | 2008-06-30 | 6
        """
    )

    assert link(episodes)["end_reason"].to_list() == ["inconsistent"]


def test_an_episode_in_which_no_structured_treatment_started_neither_starts_nor_extends_a_journey():
    episodes = records(
        """
        client | start      | end        | has_structured_start
        a      | 2008-01-01 | 2008-03-25 | no
        a      | 2008-04-01 | 2008-05-01 | yes
        a      | 2008-05-10 | 2008-06-01 | no
        a      | 2008-06-10 | 2008-07-01 | yes
        a      |            |            | no
        b      | 2008-04-01 |            |
        """
    )

    assert spans(link(episodes)) == ["a 1: 2008-04-01 to 2008-05-01", "a 2: 2008-06-10 to 2008-07-01"]


def test_a_person_is_linked_within_a_partnership_across_its_agencies():
    episodes = records(
        """
        partnership | agency | person | episode | start      | end        | is_opiate_crack | has_alcohol
        derby       | N1     | p      | e2      | 2008-05-01 | 2008-06-01 | yes             | no
        derby       | N2     | p      | e1      | 2008-04-01 | 2008-04-20 | no              |
        oldham      | N9     | p      | e3      | 2008-06-05 | 2008-06-30 | no              | yes
        """
    )
    journeys = link(episodes)

    assert journeys.columns == [
        *("partnership", "person", "journey", "start", "end", "episodes", "agencies"),
        *("is_opiate_crack", "has_alcohol", "first_episode", "last_episode"),
    ]
    assert journeys.drop("start", "end").rows() == [
        ("derby", "p", 1, 2, 2, True, False, "e1", "e2"),
        ("oldham", "p", 1, 1, 1, False, True, "e3", "e3"),
    ]


def test_the_last_episode_is_the_one_that_ends_last_and_of_those_the_one_that_began_last():
    episodes = records(
        """
        client | start      | end        | episode
        a      | 2008-04-01 | 2008-06-30 | e1
        a      | 2008-04-02 | 2008-06-30 | e2
        a      | 2008-05-02 | 2008-05-30 | e3
        b      | 2008-04-01 |            | e4
        b      | 2008-05-01 | 2008-05-30 | e5
        """
    )

    assert link(episodes).select("first_episode", "last_episode").rows() == [("e1", "e2"), ("e4", "e4")]


def test_the_order_of_the_rows_makes_no_difference():
    episodes = records(
        """
        client | start      | end        | end_reason | episode
        a      | 2008-04-01 | 2008-06-30 | 80         | e1
        a      | 2008-04-01 | 2008-06-30 | 82         | e2
        b      | 2008-04-01 |            |            | e3
        a      | 2008-07-21 | 2008-07-22 | 2          | e4
        a      | 2008-08-13 | 2008-08-13 | 6          | e5
        """
    )
    journeys = link(episodes)

    assert journeys["end_reason"].to_list() == ["2", "6", None]
    assert all(link(episodes.sample(fraction=1, shuffle=True, seed=seed)).equals(journeys) for seed in range(20))


def linked_one_by_one(episodes: list[tuple], gap_days: int, inclusive: bool) -> list[tuple]:
    """The rule as it reads, client by client and episode by episode: client, start, end, how many."""
    journeys = []
    for client, start, end in sorted(episodes, key=lambda episode: episode[:2]):
        last = journeys[-1] if journeys and journeys[-1][0] == client else None
        if last and (last[2] is None or start <= last[2] or (start - last[2]).days + inclusive <= gap_days):
            latest = None if end is None or last[2] is None else max(end, last[2])
            journeys[-1] = (client, last[1], latest, last[3] + 1)
        else:
            journeys.append((client, start, end, 1))
    return journeys


@given(
    drawn=anything.lists(
        anything.tuples(
            anything.sampled_from("ab"),
            anything.integers(-60, 60),
            anything.one_of(anything.none(), anything.integers(0, 40)),
        ),
        max_size=12,
    ),
    gap_days=anything.integers(0, 25),
    inclusive=anything.booleans(),
)
@settings(max_examples=200, deadline=None)
def test_running_maxima_find_the_journeys_that_the_rule_finds_one_by_one(drawn, gap_days, inclusive):
    day = datetime.date(1970, 1, 1).__add__
    episodes = [
        (client, day(datetime.timedelta(start)), None if days is None else day(datetime.timedelta(start + days)))
        for client, start, days in drawn
    ]
    schema = {"client": pl.String, "start": pl.Date, "end": pl.Date}
    journeys = link(pl.DataFrame(episodes, schema=schema, orient="row"), gap_days, inclusive)

    assert journeys.select("client", "start", "end", "episodes").rows() == linked_one_by_one(
        episodes, gap_days, inclusive
    )


# One case published with the tests of NHSRepisodes (MIT, commit 24655f2), three with those of CohortConstructor
# (Apache-2.0, commit 1ece09a); only dates are taken. Their clients 2 and 3 have one day each, and stay as they are.
@pytest.mark.parametrize(
    ("gap_days", "second", "expected"),
    [
        (0, "2020-01-12", ["1 1: 2020-01-01 to 2020-01-10", "1 2: 2020-01-12 to 2020-01-15"]),
        (5, "2020-01-12", ["1 1: 2020-01-01 to 2020-01-15"]),
        (0, "2020-01-08", ["1 1: 2020-01-01 to 2020-01-15"]),
    ],
)
def test_dates_join_as_published_with_cohort_constructor(gap_days, second, expected):
    spells = records(
        f"""
        client | start      | end
        1      | 2020-01-01 | 2020-01-10
        1      | {second}   | 2020-01-15
        2      | 2021-01-01 | 2021-01-01
        3      | 2022-01-01 | 2022-01-01
        """
    )
    single_days = ["2 1: 2021-01-01 to 2021-01-01", "3 1: 2022-01-01 to 2022-01-01"]

    assert spans(link(spells, gap_days=gap_days)) == [*expected, *single_days]


def test_dates_join_as_published_with_nhsr_episodes():
    spells = records(
        """
        client | start      | end
        1      | 2020-01-01 | 2020-01-10
        1      | 2020-01-03 | 2020-01-10
        2      | 2020-04-01 | 2020-04-30
        2      | 2020-04-15 | 2020-04-16
        2      | 2020-04-17 | 2020-04-19
        1      | 2020-05-01 | 2020-10-01
        """
    )

    assert spans(link(spells, gap_days=0)) == [
        "1 1: 2020-01-01 to 2020-01-10",
        "1 2: 2020-05-01 to 2020-10-01",
        "2 1: 2020-04-01 to 2020-04-30",
    ]


TWO = """
    client | start      | end
    a      | 2008-04-01 | 2008-05-31
    a      | 2008-07-01 |
"""


def test_pandas_comes_back_as_pandas_with_its_dates_as_they_were():
    journeys = link(records(TWO).to_pandas().astype({"start": "datetime64[ns]", "end": "datetime64[ns]"}))

    assert isinstance(journeys, pd.DataFrame)
    assert journeys["start"].to_list() == [pd.Timestamp("2008-04-01"), pd.Timestamp("2008-07-01")]
    assert journeys["end"].isna().to_list() == [False, True]
    assert str(journeys["start"].dtype) == "datetime64[ns]"


def test_pandas_columns_of_no_use_are_left_alone_and_codes_that_became_decimals_are_codes_again():
    given = records(TWO).to_pandas().assign(end_reason=[82, None], note=[object(), 1])

    assert link(given)["end_reason"].dropna().to_list() == ["82"]


def test_a_lazy_frame_stays_lazy():
    journeys = link(records(TWO).lazy())

    assert isinstance(journeys, pl.LazyFrame)
    assert journeys.collect().equals(link(records(TWO)))


@pytest.mark.parametrize("kind", [pl.DataFrame, pd.DataFrame])
def test_dates_may_be_written_as_text_and_an_empty_one_is_open(kind):
    written = kind({"person": [7, 7], "start": ["2008-04-01", "2008-07-01"], "end": ["2008-05-31", ""]})
    journeys = pl.DataFrame(link(written))

    assert journeys["person"].to_list() == [7, 7]
    assert journeys["end"].cast(pl.Date).to_list() == [datetime.date(2008, 5, 31), None]


@pytest.mark.parametrize("kind", [pl.DataFrame, pd.DataFrame])
def test_all_open_episodes_are_one_journey(kind):
    journeys = pl.DataFrame(
        link(kind({"client": ["a", "a"], "start": ["2008-04-01", "2009-07-01"], "end": [None, None]}))
    )

    assert journeys.select("client", "journey", "episodes").rows() == [("a", 1, 2)]


@pytest.mark.parametrize("kind", [pl.DataFrame, pl.LazyFrame, pd.DataFrame])
def test_no_episodes_make_no_journeys(kind):
    empty = kind({"client": [], "agency": [], "start": [], "end": [], "end_reason": []})
    journeys = link(empty)
    columns = journeys.collect_schema().names() if kind is pl.LazyFrame else list(journeys.columns)

    assert isinstance(journeys, kind)
    assert columns == ["client", "journey", "start", "end", "episodes", "agencies", "end_reason"]
    assert len(journeys.collect() if kind is pl.LazyFrame else journeys) == 0


def test_nothing_given_is_changed():
    given = records(TWO)
    kept = given.clone()
    link(given)

    assert given.equals(kept)


@pytest.mark.parametrize(
    ("columns", "said"),
    [
        ({"id": ["a"], "start": ["2008-04-01"], "end": [""]}, "no column 'client' among 'id', 'start', 'end'"),
        ({"client": ["a"], "begin": ["2008-04-01"]}, "no column 'start' or 'end' among 'client', 'begin'"),
        ({}, "no column 'client' or 'start' or 'end' among none"),
        (
            {"client": ["a"], "start": ["2008-04-02"], "end": ["2008-04-01"]},
            "row 1: end 2008-04-01 is before start 2008-04-02",
        ),
        (
            {"client": ["a"], "start": ["01/04/2008"], "end": [""]},
            "row 1: start '01/04/2008' is not a date like '2008-04-01'",
        ),
        (
            {"client": ["a"], "start": ["2008-04-01"], "end": ["now"]},
            "row 1: end 'now' is not a date like '2008-04-01'",
        ),
        ({"client": ["a", "b"], "start": ["2008-04-01", ""], "end": ["", ""]}, "row 2: start is empty"),
        ({"client": [None], "start": ["2008-04-01"], "end": [""]}, "row 1: client is empty"),
        ({"client": ["a"], "start": [2008], "end": [""]}, "column 'start': holds Int64; wanted dates"),
        (
            {"client": ["a"], "start": ["2008-04-01"], "end": [""], "has_structured_start": ["yes"]},
            "column 'has_structured_start': holds String; wanted true or false",
        ),
    ],
)
@pytest.mark.parametrize("kind", [pl.DataFrame, pd.DataFrame, pl.LazyFrame])
def test_what_cannot_be_linked_is_refused_in_one_line(kind, columns, said):
    with pytest.raises(Mistake) as refused:
        journeys = link(kind(columns))
        _ = journeys.collect() if kind is pl.LazyFrame else journeys

    assert said in str(refused.value)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize("given", [None, [{"client": "a"}], "episodes.csv"])
def test_what_is_no_table_is_refused(given):
    with pytest.raises(Mistake, match="wanted a polars or pandas frame"):
        link(given)


@pytest.mark.parametrize("gap_days", [-1, 2.5, "21", True, None])
def test_a_gap_that_is_no_number_of_days_is_refused(gap_days):
    with pytest.raises(Mistake, match="not a whole number of days"):
        link(records(TWO), gap_days=gap_days)


def test_a_refusal_counts_the_others_and_names_nobody():
    upside_down = {"client": ["secret"] * 3, "start": ["2008-04-02"] * 3, "end": ["2008-04-01"] * 3}

    with pytest.raises(Mistake) as refused:
        link(pl.DataFrame(upside_down))

    assert str(refused.value).endswith("is before start 2008-04-02 (and so in 2 more)")
    assert "secret" not in str(refused.value)


EPISODES = records(
    """
    partnership | agency | person | episode | triaged    | discharged | discharge_reason | drug_1 | drug_2 | drug_3
    derby       | N1     | p      | e1      | 2008-04-01 | 2008-05-31 | 5                | 5000   | 9996   | 9997
    derby       | N2     | p      | e2      | 2008-06-01 |            |                  | 7000   | 3201   |
    derby       | N2     | q      | e3      | 2008-06-01 |            |                  | 1101   |        |
    derby       | N2     | r      | e4      | 2008-04-01 | 2008-04-10 | 6                | 1101   |        |
    derby       | N2     | s      | e5      | 2008-04-01 | 2008-04-10 | 6                | 1101   |        |
    """
)
INTERVENTIONS = records(
    """
    partnership | agency | person | episode | intervention | is_structured | referred   | started
    derby       | N1     | p      | e1      | i1           | yes           | 2008-04-01 | 2008-04-20
    derby       | N1     | p      | e1      | i2           | yes           | 2008-04-01 | 2008-04-11
    derby       | N1     | p      | e1      | i3           | no            | 2008-04-01 | 2008-04-02
    derby       | N2     | p      | e2      | i4           | yes           | 2008-06-01 | 2008-06-15
    derby       | N2     | q      | e3      | i5           | yes           | 2008-06-01 |
    derby       | N2     | r      | e4      | i6           | yes           | 2008-04-01 | 2008-04-11
    derby       | N2     | s      | e5      | i7           | no            | 2008-04-01 | 2008-04-02
    """
)


def test_treatment_starts_with_the_first_structured_intervention_that_started_before_discharge():
    journeys = link(treated(EPISODES, INTERVENTIONS)).collect()

    assert journeys.select("person", "start", "end", "episodes", "is_opiate_crack", "has_opiate").rows() == [
        ("p", datetime.date(2008, 4, 11), None, 2, True, False)
    ]


def test_treatment_may_be_counted_from_triage_once_something_started():
    journeys = link(treated(EPISODES.lazy(), INTERVENTIONS.lazy(), start_from="triage")).collect()

    assert journeys.select("person", "start", "episodes").rows() == [("p", datetime.date(2008, 4, 1), 2)]


def test_treatment_starts_with_one_or_the_other():
    with pytest.raises(Mistake, match="start_from 'referral' is not one of: 'first intervention', 'triage'"):
        treated(EPISODES, INTERVENTIONS, start_from="referral")


def test_interventions_are_numbered_in_the_order_in_which_they_started_in_the_journey():
    episodes = numbered(treated(EPISODES, INTERVENTIONS)).collect()
    numbers = ordered(INTERVENTIONS, episodes).select("intervention", "journey", "intervention_number").rows()

    assert sorted(numbers) == [
        ("i1", 1, 2),
        ("i2", 1, 1),
        ("i3", 1, None),
        ("i4", 1, 3),
        ("i5", None, None),
        ("i6", None, None),
        ("i7", None, None),
    ]


def test_a_journey_is_told_when_the_next_one_of_the_same_person_and_partnership_began():
    journeys = records(
        """
        partnership | person | journey | start      | end
        derby       | p      | 2       | 2009-04-01 |
        derby       | p      | 1       | 2008-04-01 | 2008-05-01
        oldham      | p      | 1       | 2008-07-01 | 2008-08-01
        """
    )

    assert followed(journeys)["next_start"].to_list() == [datetime.date(2009, 4, 1), None, None]
