"""One register of standing: which target counts at a quarter, which result is set against it, and the verdict, told once."""

import pytest
from drawn import figures

from needs.measure.calculate import published
from needs.measure.results import Row, tidy
from needs.measure.standing import NO_RESULT, TWO_TARGETS, register
from needs.quarter import Quarter

STAYED = ("retained_12_weeks_percent", "all", "all")
OF_YEARS = {
    "2007-08": "2007-04-01 | 2008-03-31 | financial_year",
    "to February": "2007-04-01 | 2008-02-29 | year_to_date",
    "2008-09": "2008-04-01 | 2009-03-31 | financial_year",
    "Q1": "2008-04-01 | 2008-06-30 | quarter",
    "2009-10": "2009-04-01 | 2010-03-31 | financial_year",
    "at 31 March 2008": "2008-03-31 | 2008-03-31 | day",
}


def standing(quarter, *rows, measure=STAYED, counted=(), **same):
    """The standing of a measure at a quarter, from rows drawn as "kind value period"; `counted` ones are from records."""
    lines = [(row, "published") for row in rows] + [(row, "synthetic") for row in counted]
    drawn = "\n".join(
        f"{measure[0]} | {kind} | {value.strip('-')} | {'shown' if value.strip('-') else 'not_available'} | {OF_YEARS[when]} | {measure[2]}"
        for (kind, value, when) in (row.split(" ", 2) for row, _ in lines)
    )
    header = "measure | kind | value | status | period_start | period_end | window | group\n"
    table = figures(header + drawn, **{"unit": "percent"} | same)
    return register(rows_of(table, [origin for _, origin in lines]), Quarter.parse(quarter))[measure]


def rows_of(drawn, origin="published"):
    table = tidy(
        published(drawn.assign(interval_method="")).assign(
            origin=origin, source=[f"source {place}" for place in range(len(drawn))]
        )
    )
    return table[list(Row._fields)].itertuples(index=False, name="Row")


def told(each):
    """The result, its target and the verdict, in a line."""
    result = f"{each.result.value:g}" if each.result is not None else "none"
    return f"{result} against {each.target.value:g}: {each.judgement.state if each.judgement else 'no verdict'}"


@pytest.mark.parametrize(
    ("quarter", "expected"),
    [
        ("2007-08 Q4", "67 against 85: missed"),  # its own year
        ("2008-09 Q1", "70 against 73: short of"),  # the next year's target, not over
        ("2008-09 Q4", "74 against 73: met"),
    ],
)
def test_a_target_is_judged_in_its_own_days(quarter, expected):
    known_by = {"2007-08 Q4": [], "2008-09 Q1": ["actual 70 Q1"], "2008-09 Q4": ["actual 70 Q1", "actual 74 2008-09"]}
    rows = ["actual 67 2007-08", "target 85 2007-08", "target 73 2008-09", *known_by[quarter]]

    assert told(standing(quarter, *rows)) == expected


def test_a_target_that_was_withdrawn_judges_nothing_and_the_one_before_is_said_to_have_been():
    each = standing("2008-09 Q4", "target 85 2007-08", "target - 2008-09", "actual 67 2007-08", "actual 74 2008-09")

    assert (each.result, each.judgement) == (None, None)
    assert each.lapsed.value == 85


def test_a_result_from_before_a_target_whose_days_are_over_is_not_judged():
    over = standing("2008-09 Q4", "target 73 2008-09", "actual 67 2007-08")
    still_to_come = standing("2008-09 Q3", "target 73 2008-09", "actual 67 2007-08")

    assert (over.judgement.state, over.judgement.reason) == ("not judged", NO_RESULT)
    assert still_to_come.judgement.state == "short of"


def test_what_was_counted_comes_before_what_was_printed_of_the_same_days():
    each = standing("2007-08 Q4", "target 85 2007-08", "actual 67 2007-08", counted=["actual 88 2007-08"])

    assert told(each) == "88 against 85: met"


def test_a_result_for_all_the_days_comes_before_one_of_a_part_whoever_gives_it():
    each = standing("2007-08 Q4", "target 85 2007-08", "actual 86 2007-08", counted=["actual 67 to February"])

    assert told(each) == "86 against 85: met"


def test_what_happened_comes_before_what_was_expected():
    each = standing("2007-08 Q4", "target 85 2007-08", "estimate 90 2007-08", "actual 67 to February")

    assert told(each) == "67 against 85: short of"


def test_an_estimate_of_days_to_come_stands_for_nothing():
    each = standing("2007-08 Q4", "target 73 2008-09", "estimate 90 2008-09", "actual 67 2007-08")

    assert told(each) == "67 against 73: short of"


def test_a_count_of_a_part_of_the_targets_days_is_not_judged():
    effective = ("effective_treatment", "all", "all")
    part = standing("2008-09 Q1", "target 1885 2008-09", "actual 500 Q1", measure=effective, unit="people")

    assert (part.judgement.state, part.result.value) == ("not judged", 500)


def test_a_standard_stands_until_another_takes_its_place_and_has_a_name_of_its_own():
    rows = [
        "waiting_time_target_weeks | target | 3 | shown | 2008-03-31 | 2008-03-31 | day     | inpatient",
        "average_wait_weeks        | actual | 4 | shown | 2009-04-01 | 2009-06-30 | quarter | inpatient",
    ]
    header = "measure | kind | value | status | period_start | period_end | window | group\n"
    drawn = figures(header + "\n".join(rows), unit="weeks", breakdown="modality")
    standings = register(rows_of(drawn), Quarter.parse("2009-10 Q1"))

    assert list(standings) == [("average_wait_weeks", "modality", "inpatient")]
    assert told(standings["average_wait_weeks", "modality", "inpatient"]) == "4 against 3: missed"


def test_the_next_target_counts_where_none_holds_the_quarters_last_day():
    rows = ("target 73 2009-10", "target 60 2007-08", "actual 70 2008-09")

    assert told(standing("2008-09 Q4", *rows)) == "70 against 73: short of"


def test_a_measure_without_a_target_has_no_standing():
    with pytest.raises(KeyError):
        standing("2008-09 Q4", "actual 70 2008-09")


def test_two_targets_for_the_same_days_judge_nothing():
    each = standing("2007-08 Q4", "target 85 2007-08", "target 60 2007-08", "actual 67 2007-08")

    assert (each.judgement.state, each.judgement.reason) == ("not judged", TWO_TARGETS)
