"""Steps: what each indicator is made of, and how many are left after each condition, beside cases counted by hand."""

import datetime
import re
from dataclasses import fields, replace

import numpy as np
import pandas as pd
import polars as pl
import pytest
import small_partnerships
from drawn_indicators import ALWAYS, QUARTER, of_its_era, tables_of
from indicator_cases import CASES
from small_extract import extract, headers
from small_partnerships import FIRST, MANAGEMENT, SECOND, SIZES, brought_up_to_date, people

from needs.code_lists import code_list
from needs.ingest.ndtms.rules import RULES
from needs.ingest.problems import ROW_REFUSED
from needs.measure import narrowing, rows, safety, steps
from needs.measure.count import counted, results_of
from needs.measure.indicator import TODAY, Asked
from needs.measure.indicators import BY_NAME, INDICATORS
from needs.mistakes import Mistake
from needs.settings import Choices, written

COUNTED = [indicator.name for indicator in INDICATORS if indicator.counting]
ASKED = Asked(QUARTER.rolling_12_months, Choices())
# A choice of each kind that is nobody's default, so that words which do not follow it are found out
OTHERWISE = Choices(
    effective_days=91, months_to_return=7, days_to_first_offer=23, working_days_to_start=16, review_days=190, new_client_months=5,
    young_told_at="start of treatment", exits_left_out=("prison",),
)  # fmt: skip
# Choices behind the tables, not the conditions; and one that says which conditions there are
NOT_OF_CONDITIONS = {"gap_days", "form_days", "baseline_months", "reliable_change_days", "non_opiate_completions"}


def conditions(name: str, choices: Choices = ASKED.choices) -> list:
    one = narrowing.sides(BY_NAME[name], replace(ASKED, choices=choices))
    return [*(one.out_of.steps if one.out_of else ()), *one.counts.steps]


@pytest.mark.parametrize("name", COUNTED)
def test_every_condition_has_a_name_words_and_a_source(name):
    for one in conditions(name):
        assert re.fullmatch(r"[a-z_0-9 ]+", one.name)
        assert re.fullmatch(r"[A-Z][^<>.]*", one.words)
        assert one.source


@pytest.mark.parametrize("name", COUNTED)
def test_every_code_that_counts_is_in_its_list_and_has_a_label(name):
    for codes in (codes for one in conditions(name) for codes in one.codes):
        listed = dict(code_list(codes.code_list).select("code", "label").iter_rows())
        assert codes.labels
        assert all(label and (code == "" or listed[code] == label) for code, label in codes.labels.items())
        assert str(codes).startswith(", ".join(codes.fields))


@pytest.mark.parametrize("name", COUNTED)
def test_whatever_a_condition_compares_with_a_code_is_told_as_a_code(name):
    coded = set(code_list("fields").filter(pl.col("codes") != "", pl.col("column") != "")["column"]) | {"end_reason"}
    for one in conditions(name):
        told = {column for codes in one.codes for column in codes.columns}
        assert set(one.expr.meta.root_names()) & coded <= told


@pytest.mark.parametrize("name", COUNTED)
def test_words_of_steps_have_every_choice_that_the_definition_names(name):
    counting = BY_NAME[name].counting
    named = {one.name for one in fields(Choices)} & set(re.findall(r"<(\w+)>", counting.definition)) - NOT_OF_CONDITIONS
    asked = replace(ASKED, choices=OTHERWISE)
    told = " ".join(step.words for step in narrowing.of_indicator(narrowing.sides(BY_NAME[name], asked), asked))

    assert [choice for choice in sorted(named) if written(getattr(OTHERWISE, choice)) not in told] == []


@pytest.mark.parametrize("name", COUNTED)
def test_the_last_steps_are_the_denominator_and_the_numerator_of_every_drawn_case(name):
    case, indicator = CASES[name], BY_NAME[name]
    choices = of_its_era(case, indicator)
    counts = counted(tables_of(case, indicator.counting.of, False), [QUARTER], [indicator], choices)
    whenever = replace(indicator, counting=replace(indicator.counting, since=None))
    results = results_of(counts.table, {name: whenever if indicator.era == TODAY else indicator}, ALWAYS)
    found = narrowing.true_steps(counts.steps_of("P"), results)
    ends = found.group_by("window", "side", maintain_order=True).agg(pl.col("number").last())
    last = {(window, side): number for window, side, number in ends.iter_rows()}
    statistic = indicator.counting.statistic
    totals = counts.table.filter(breakdown="all").to_dicts()

    assert found.height > 0
    assert (found["status"] == narrowing.NOT_GIVEN).all() == (not totals and statistic != "profile")
    for row in totals:
        assert last[row["window"], narrowing.COUNTS] == row["numerator"]
        assert last.get((row["window"], steps.OUT_OF)) == row["denominator"]
    if statistic == "profile":
        wholes = counts.table.filter(breakdown=indicator.counting.breakdowns[0]).group_by("window")
        for window, whole in wholes.agg(pl.col("numerator").sum()).iter_rows():
            assert last[window, narrowing.COUNTS] == whole


@pytest.mark.parametrize("name", COUNTED)
def test_no_step_leaves_more_than_the_one_before_it(name):
    case, indicator = CASES[name], BY_NAME[name]
    counts = counted(tables_of(case, indicator.counting.of, False), [QUARTER], [indicator], of_its_era(case, indicator))
    for _, of_window in counts.steps_of("P").group_by("window", maintain_order=True):
        assert (of_window["number"].diff().drop_nulls() <= 0).all()


def test_steps_say_each_condition_once_and_from_whom_they_begin():
    def told(name: str) -> list[tuple]:
        found = narrowing.of_indicator(narrowing.sides(BY_NAME[name], ASKED), ASKED)
        return [(one.side, one.step, one.condition) for one in found]

    assert told("in_treatment") == [("counts", 0, "people")]
    assert told("early_unplanned_exit_percent") == [
        ("out of", 1, "new_presentation"), ("out of", 2, "known_at_12_weeks"), ("counts", 1, "not effective_treatment"),
    ]  # fmt: skip
    assert told("opiate_completions_without_return_percent") == [
        ("out of", 0, "people"), ("out of", 1, "adult"), ("out of", 2, "opiate_user"),
        ("counts", 1, "successful_completion_2009"), ("counts", 2, "not re_presented"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("left", "before", "told"),
    [
        (143, 150, 145), (140, 143, 140), (8, 8, 10), (7, 200, None), (1, 8, None), (0, 60, 0),
        (0, 48, 0), (0, 47, None), (0, None, None),
    ],
)  # fmt: skip
def test_a_step_is_a_count_and_nobody_is_only_told_of_fifty_or_more(left, before, told):
    found = safety.shown_step(np.array([left], float), np.array([before], float))

    assert found.tolist() == ([told] if told is not None else pytest.approx([np.nan], nan_ok=True))


# Of a small project, whose people are counted by hand: see small_partnerships


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    """Three partnerships under both policies; the first has a file that was replaced, a refused row and one without consent."""
    folders = small_partnerships.written(tmp_path_factory.mktemp("steps"))
    given = people(SIZES[FIRST])
    given += [{**given[0], "EPISODID": "E900", "DOB": "not a date"}, {**given[1], "EPISODID": "E901", "CONSENT": "N"}]
    small_partnerships.put(folders, FIRST, given)
    older = "N0852-20080401-20080630-TREAT-IN-K.csv"
    (folders.raw / "ndtms" / FIRST / older).write_bytes(extract(*people(10), header=headers("K")))
    with (folders.root / "needs.toml").open("a") as settings:
        settings.write(MANAGEMENT)
    brought_up_to_date(folders)
    return folders


Q2 = datetime.date(2008, 9, 30)


def left(table: pd.DataFrame) -> list[tuple]:
    return [(row.side, row.condition, None if np.isnan(row.number) else row.number) for row in table.itertuples()]


def test_rows_become_people_and_what_is_lost_on_the_way_is_told(project):
    true = steps.records_of(project.management, FIRST)

    assert left(true)[:3] == [("records", "files", 2), ("records", "files read", 1), ("records", "rows", 122)]
    assert left(true)[4:] == [
        ("records", name, number)
        for name, number in (
            ("rows not refused", 121), ("rows with consent", 120), ("episodes", 120), ("treated", 120), ("journeys", 120),
            ("people", 120),
        )
    ]  # fmt: skip
    assert true["words"][3] == "Rows refused by R03: a date of birth that cannot be read, or cannot be"
    assert true["number"][3] == 1
    safe = steps.records_of(project.safe, FIRST)
    # 122 rows are shown as 120; the one that was refused and the one without consent are hidden, so nothing is taken from that
    assert safe["number"].dropna().tolist() == [2, 1, 120, 120, 120, 120, 120, 120, 120]
    assert safe["status"][3] == "hidden"


def test_each_step_of_a_share_is_counted_by_hand(project):
    # of 120 people 60 came in each quarter; of each 60 half have left, half of these as planned: 15
    asked = FIRST, "successful_completion_of_exits", "year_to_date", Q2

    assert left(steps.steps_of(project.management, *asked)) == [
        ("out of", "left_the_system", 60), ("counts", "successful_completion_2009", 30),
    ]  # fmt: skip
    assert left(steps.steps_of(project.safe, *asked)) == [
        ("out of", "left_the_system", 60), ("counts", "successful_completion_2009", 30),
    ]  # fmt: skip


def test_steps_of_a_few_are_hidden_and_those_of_a_row_that_is_hidden(project):
    # four of the second partnership's 140 came for alcohol alone
    asked = SECOND, "adults_in_treatment_for_alcohol", "year_to_date", Q2
    (true, safe) = (steps.steps_of(folder, *asked) for folder in (project.management, project.safe))

    assert true["number"].iloc[-1] == 4
    assert np.isnan(safe["number"].iloc[-1])
    assert safe["status"].iloc[-1] == "hidden"
    assert safe.loc[safe["is_rounded"], "number"].mod(5).eq(0).all()
    assert left(true)[0] == ("counts", "people", 140)


def test_of_interventions_the_last_step_alone_has_a_number(project):
    # all 60 who came in each of two quarters have one intervention, the first of its journey
    asked = FIRST, "first_waits_within_3_weeks", "year_to_date", Q2
    (true, safe) = (steps.steps_of(folder, *asked) for folder in (project.management, project.safe))
    before = true["side"].eq(steps.OUT_OF) & true["condition"].ne(
        true.loc[true["side"].eq(steps.OUT_OF), "condition"].iloc[-1]
    )

    assert before.sum() == 2
    assert true.loc[before, "number"].tolist() == [120, 120]
    assert safe.loc[before, "number"].isna().all()
    assert safe.loc[before, "status"].eq(narrowing.NOT_GIVEN).all()
    assert safe.loc[~before, "number"].tolist() == true.loc[~before, "number"].tolist()


def test_the_last_steps_are_what_the_results_show(project):
    for folder in (project.safe, project.management):
        results = pd.read_parquet(folder / "results" / f"counted-{FIRST}.parquet")
        shares = results[(results["breakdown"] == "all") & (results["unit"] == "percent")]
        given = shares[shares["indicator"].isin(COUNTED)]
        assert len(given) > 20
        for row in given.itertuples():
            found = steps.steps_of(folder, FIRST, row.indicator, row.window, row.period_end.date())
            ends = found.groupby("side").tail(1).set_index("side")["number"]
            of_row = [0, 0] if row.status == "not_applicable" else [row.denominator, row.numerator]
            assert ends[[steps.OUT_OF, narrowing.COUNTS]].tolist() == pytest.approx(of_row, nan_ok=True)


def test_every_rule_that_refuses_rows_is_said_whichever_of_its_fields_is_at_fault():
    assert set(narrowing.REFUSED) == {rule.id for rule in RULES if rule.severity == ROW_REFUSED}


def test_nobody_of_nobody_is_not_applicable_in_the_last_steps_as_in_the_results():
    asked = ["any", "quarter", "2008-07-01", "2008-09-30"]
    rows = [
        (side, step, number) for side, step, number in (("out of", 0, 60.0), ("out of", 1, 0.0), ("counts", 1, 0.0))
    ]
    counted_steps = pl.DataFrame(
        [
            dict(zip(("indicator", *narrowing.PERIOD, "side", "step", "number"), [*asked, *row], strict=True))
            for row in rows
        ]
    ).with_columns(
        pl.col("period_start", "period_end").str.to_date(),
        *(pl.lit("").alias(name) for name in ("partnership", *narrowing.WORDS)),
    )
    row = dict(zip(("indicator", *narrowing.PERIOD), asked, strict=True)) | {
        "breakdown": "all",
        "status": "not_applicable",
    }
    results = pd.DataFrame([row | {"unit": "percent", "numerator": np.nan, "denominator": np.nan}])
    results[["period_start", "period_end"]] = results[["period_start", "period_end"]].apply(pd.to_datetime)
    true = narrowing.true_steps(counted_steps, results)
    shown = steps.safe(true, results)

    for table in (true, shown):
        assert table["status"].to_list() == ["shown", "not_applicable", "not_applicable"]
        assert table["number"].to_list() == [60, 0, 0]


def test_of_what_was_not_counted_there_are_no_steps(project):
    assert steps.steps_of(project.safe, "barnet", "in_treatment", "quarter", Q2).empty
    assert steps.steps_of(project.safe, FIRST, "in_treatment", "quarter", datetime.date(2001, 6, 30)).empty


def test_source_rows_are_those_that_the_figure_counts(project):
    found = rows.source_rows(project, FIRST, "successful_completion_of_exits", "year_to_date", Q2)

    assert found.loc[found["is_counted"], "unit"].nunique() == 30
    assert found["unit"].nunique() == 60
    assert set(found["file"]) == {small_partnerships.FILE}
    # E2 is the first who left in the first quarter, as planned: the third row, on line 4 below the headers
    assert found.loc[found["is_counted"], "line"].min() == 4
    assert found["person"].str.fullmatch("[0-9a-f]{32}").all()


@pytest.mark.parametrize(
    "of", ["first_waits_within_3_weeks", "in_treatment", "people_at_each_agency", "top_starts_percent"]
)
def test_source_rows_are_there_for_each_kind_of_table(project, of):
    totals = pd.read_parquet(project.management / "results" / f"counted-{FIRST}.parquet")
    row = totals[(totals["indicator"] == of) & totals["numerator"].notna()].iloc[-1]
    found = rows.source_rows(
        project, FIRST, of, row["window"], row["period_end"].date(), row["breakdown"], row["group"]
    )

    assert found.loc[found["is_counted"], "unit"].nunique() == row["numerator"]


def test_source_rows_of_a_group_are_those_of_the_group(project):
    asked = FIRST, "exits_by_reason", "rolling_12_months", Q2
    with pytest.raises(Mistake, match="speak of 2008-04-01 to 2008-09-30"):
        rows.source_rows(project, *asked, "exit_reason", "dropped out")


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ((FIRST, "no_such", "quarter", Q2), "no indicator that is counted"),
        (
            (FIRST, "in_treatment", "financial_year", Q2),
            "its windows that end with that quarter: quarter, year_to_date",
        ),
        (("barnet", "in_treatment", "quarter", Q2), "no records"),
        ((FIRST, "in_treatment", "quarter", Q2, "agency", "N0852"), "is not counted by 'agency'"),
    ],
)
def test_what_has_no_source_rows_is_said_in_one_line(project, asked, said):
    with pytest.raises(Mistake, match=said):
        rows.source_rows(project, *asked)


def test_nobody_gets_source_rows_under_the_public_policy(project, tmp_path):
    folders = small_partnerships.written(tmp_path)
    with pytest.raises(Mistake, match='set policy = "management"'):
        rows.source_rows(folders, FIRST, "in_treatment", "quarter", Q2)
