"""Which figures a document may speak of: one source a figure, what was known, what a target is for."""

import pandas as pd
from drawn import figures

from needs.areas import Area
from needs.measure import selection
from needs.measure.calculate import published
from needs.quarter import Quarter

BARNET = Area(code="E09000003", name="Barnet", partnership="barnet", type="london borough", region="E12000007")


def results(drawn, **same):
    return published(figures(drawn, **same).assign(interval_method=""))


def test_a_dropped_file_that_repeats_a_published_figure_does_not_double_it():
    found = selection.of_one_source(
        results("""
        measure           | value | source
        in_treatment      |  1065 | ndtms-viewit-barnet
        in_treatment      |  1070 | viewit:export.csv
        new_presentations |   505 | viewit:export.csv
        """)
    )

    assert list(found["source"]) == ["ndtms-viewit-barnet", "viewit:export.csv"]
    assert list(found["value"]) == [1065, 505]


def test_a_dropped_file_that_disagrees_is_named():
    same = results("measure | value | source\n in_treatment | 1 | published\n in_treatment | 1 | viewit:same.csv")
    other = results("measure | value | source\n in_treatment | 1 | published\n in_treatment | 2 | viewit:other.csv")

    assert selection.disagreeing_sources(same) == []
    assert selection.disagreeing_sources(other) == ["viewit:other.csv"]


def test_a_statistic_is_known_once_its_period_has_ended():
    table = results("""
        measure      | value | period_start | period_end
        in_treatment |     1 | 2010-04-01   | 2011-03-31
        in_treatment |     2 | 2011-04-01   | 2012-03-31
        """)

    assert list(selection.known_by(table, Quarter.parse("2011-12 Q3"), set())["value"]) == [1]
    assert list(selection.known_by(table, Quarter.parse("2011-12 Q4"), set())["value"]) == [1, 2]
    assert list(selection.known_later(table, Quarter.parse("2011-12 Q3"), set())["value"]) == [2]


def test_a_document_within_reach_is_taken_whole_and_one_out_of_reach_not_at_all():
    table = results("""
        measure | value | period_start | period_end | source
        a       |     1 | 2005-06-30   | 2005-06-30 | plan
        a       |     2 | 2011-04-01   | 2012-03-31 | plan
        a       |     3 | 2001-04-01   | 2002-03-31 | old plan
        """)
    found = selection.printed_by(table, BARNET, Quarter.parse("2011-12 Q4"), {"plan", "old plan"})

    assert list(found["value"]) == [1, 2]


def test_counts_alone_and_bounds_make_a_quarter_and_hidden_figures_do_not():
    table = results("""
        measure | kind   | status | value | unit    | period_start | period_end | window
        a       | actual | counts |       | percent | 2011-04-01   | 2011-06-30 | quarter
        a       | actual | bound  |       | percent | 2011-07-01   | 2011-09-30 | quarter
        a       | actual | hidden |       | percent | 2011-10-01   | 2011-12-31 | quarter
        """)
    areas = pd.DataFrame([{"area_code": BARNET.code, "partnership": "barnet"}])
    quarters = selection.quarters_with_figures(table, areas)
    assert quarters.to_numpy().tolist() == [["barnet", "2011-12 Q1"], ["barnet", "2011-12 Q2"]]


def test_percentages_of_overlapping_periods_contradict_each_other_and_growing_counts_do_not():
    table = results("""
        measure      | unit    | value | kind     | period_start | period_end
        retained     | percent |    67 | actual   | 2007-04-01   | 2008-02-29
        retained     | percent |    70 | estimate | 2007-04-01   | 2008-03-31
        retained     | percent |    60 | actual   | 2006-04-01   | 2007-03-31
        in_treatment | people  |  2684 | actual   | 2007-04-01   | 2007-10-31
        in_treatment | people  |  3262 | actual   | 2007-04-01   | 2008-02-29
        budget       | GBP     |   1.5 | actual   | 2007-04-01   | 2008-03-31
        budget       | GBP     |   1.3 | actual   | 2007-04-01   | 2008-03-31
        """)

    assert [list(rows["value"]) for rows in selection.contradictions(table)] == [[1.5, 1.3], [67, 70]]


def test_the_sources_beside_an_area_are_those_of_england_for_the_very_same_thing():
    table = results("""
        measure | value | area_code | period_end | unit    | source
        a       |     1 | E09000003 | 2012-03-31 | percent | own
        b       |     2 | E09000003 | 2012-03-31 | people  | own
        a       |     3 | E92000001 | 2012-03-31 | percent | england
        a       |     4 | E92000001 | 2011-12-31 | percent | another time
        b       |     5 | E92000001 | 2012-03-31 | people  | a count
        c       |     6 | E92000001 | 2012-03-31 | percent | another measure
        """)

    assert selection.sources_beside(table, BARNET) == {"england"}
