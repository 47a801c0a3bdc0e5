"""What the register finds in a table: rows by what they are of, the latest of them, and what stands beside one."""

from operator import attrgetter

import pandas as pd
import pytest
from drawn import figures
from hypothesis import given, settings
from hypothesis import strategies as st

from needs.measure import selection
from needs.measure.calculate import published
from needs.measure.results import tidy
from needs.measure.selection import Register

BARNET, ENGLAND = "E09000003", "E92000001"
DAYS = ("2008-04-01", "2008-07-01", "2009-04-01", "2010-03-31")


def results(drawn, **same):
    return tidy(published(figures(drawn, **same).assign(interval_method="")))


ONE = results("measure | unit | value | area_code\n a | percent | 1 | E09000003")


def test_england_stands_beside_a_row_only_for_the_same_period_group_and_kind():
    register = Register(
        results("""
        measure | unit    | value | area_code | group | breakdown | status
        a       | percent |    36 | E92000001 | male  | sex       | shown
        a       | percent |    19 | E09000003 | male  | sex       | shown
        a       | percent |    19 | E09000003 | all   | all       | shown
        """),
        ENGLAND,
    )
    everybody, male = register.rows([*register.of("a", "all", BARNET), *register.of("a", "sex", BARNET)])

    assert register.beside(male).value == 36
    assert register.beside(everybody) is None


@pytest.mark.parametrize(
    ("status", "has_one"), [("shown", True), ("counts", True), ("bound", True), ("hidden", False), ("refused", False)]
)
def test_england_stands_beside_counts_alone_and_bounds_too_but_beside_nothing_that_is_hidden(status, has_one):
    drawn = (
        f"measure | unit | area_code | status\n a | percent | E92000001 | shown\n a | percent | E09000003 | {status}"
    )
    register = Register(results(drawn), ENGLAND)
    (own,) = register.rows(register.of("a", "all", BARNET))

    assert (register.beside(own) is not None) == has_one


def test_nothing_stands_beside_a_count_a_target_or_england_itself():
    register = Register(
        results("""
        measure | unit    | value | area_code | kind   | group
        people  | people  |    36 | E92000001 | actual | all
        people  | people  |    19 | E09000003 | actual | all
        share   | percent |    36 | E92000001 | target | all
        share   | percent |    19 | E09000003 | target | all
        own     | percent |    36 | E92000001 | actual | all
        """),
        ENGLAND,
    )
    places = [
        *register.of("people", "all", BARNET),
        *register.of("share", "all", BARNET),
        *register.of("own", "all", ENGLAND),
    ]

    assert len(places) == 3
    assert [register.beside(row) for row in register.rows(places)] == [None, None, None]


def test_what_is_not_in_the_table_is_nowhere():
    register = Register(results("measure | unit | value | area_code\n a | percent | 1 | E09000003"), ENGLAND)

    assert list(register.of("a", "sex", BARNET)) == []
    assert list(register.latest(register.of("b", "all", BARNET))) == []
    assert register.table(register.of("b", "all", BARNET)).empty


@settings(deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from(DAYS), st.integers(0, 3), st.sampled_from(["published", "calculated"])),
        min_size=1, max_size=8, unique=True,
    )
)  # fmt: skip
def test_the_latest_rows_are_the_longest_of_those_that_end_last_and_published_ones_before_counted_ones(drawn):
    day = pd.Timedelta(days=1)
    table = pd.concat(
        [
            ONE.assign(
                period_end=pd.Timestamp(end), period_start=pd.Timestamp(end) - (30 + length) * day, origin=origin
            )
            for end, length, origin in drawn
        ],
        ignore_index=True,
    )
    about = attrgetter("period_start", "period_end", "origin")
    register = Register(table, ENGLAND)
    found = register.rows(register.latest(register.of("a", "all", BARNET)))

    last = [row for row in table.itertuples() if row.period_end == max(table["period_end"])]
    longest = [row for row in last if row.period_start == min(row.period_start for row in last)]
    wanted = [row for row in longest if row.origin == "published"] or longest

    assert [about(row) for row in found] == [about(row) for row in wanted] != []
    assert [about(row) for row in selection.latest(table).itertuples()] == [about(row) for row in wanted]


@pytest.mark.parametrize("column", ("value", "numerator", "period_end", "note"))
def test_a_row_holds_what_the_table_holds(column):
    table = results("measure | unit | value | area_code\n a | percent | 1 | E09000003\n b | percent | 2.5 | E09000003")
    register = Register(table, ENGLAND)
    (row,) = register.rows(register.of("b", "all", BARNET))
    wanted = table.loc[table["indicator"] == "b", column].iloc[0]

    assert getattr(row, column) == wanted or (pd.isna(getattr(row, column)) and pd.isna(wanted))
