"""The treatment plan: what it says of plans drawn by hand."""

from functools import partial

import pandas as pd
import pytest
from bs4 import BeautifulSoup
from outline import page, section
from reading import row_words, words
from small_figures import safe_of

from needs.ingest.plans import REPORTS
from needs.measure.plans import COLUMNS, Plans
from needs.mistakes import Mistake
from needs.present.assessment import Assessment
from needs.present.sections.plan import plan_of
from needs.present.sections.risks import KINDS
from needs.publish import checks
from needs.publish.page import of_edition

QUARTER = "2008-09 Q1"
AREA = {
    "area_code": "E10000016", "name": "Kent", "partnership": "kent", "type": "county", "region_code": "E12000008",
}  # fmt: skip
DOCUMENT = {
    "source": "paper", "type": "local document", "title": "The Plan", "publisher": "Kent", "note": "", "licence": "",
    "attribution": "",
}  # fmt: skip
YEARS = {"2006-07": "2006-04-01", "2007-08": "2007-04-01", "2008-09": "2008-04-01", "2009-10": "2009-04-01"}
PLANNED = {
    "source": "paper",
    "plan_start": "2008-04-01",
    "plan_end": "2009-03-31",
    "covers": "adults",
    "led_by": "Director",
}
PRIORITY = {"priority": "P1", "heading": "Priorities", "text": "Stay", "measure": "retained_12_weeks_percent", "breakdown": "all", "group": "all"}  # fmt: skip
ACTION = {"action": "A1", "heading": "Grid", "text": "Open late", "status": "not recorded"}


def figure(year, kind, value, status="shown", note=""):
    start = pd.Timestamp(YEARS[year])
    return {
        "indicator": PRIORITY["measure"], "area_code": AREA["area_code"], "period_start": start,
        "period_end": start + pd.DateOffset(years=1, days=-1), "window": "financial_year", "breakdown": "all",
        "group": "all", "kind": kind, "value": value, "unit": "percent", "status": status, "origin": "published",
        "source": "paper", "place": f"table, {kind} {year}", "note": note,
    }  # fmt: skip


def money(value, unit="GBP"):
    return figure("2008-09", "target", value) | {"indicator": "pooled_budget", "unit": unit}


def people(value, qualifier=""):
    found = figure("2008-09", "target", value) | {"indicator": "in_treatment", "unit": "people"}
    return found | {"qualifier": qualifier}


def plan(figures=(), cut_percent=5.0, quarter=QUARTER, problems=(), measures=(), **tables):
    """The plan of a few rows; `documents` is sound unless given."""
    rows = list(figures) or [figure("2007-08", "actual", 70)]
    safe = safe_of(rows, areas=[AREA], sources=[DOCUMENT], problems=problems, measures=measures)
    given = {"documents": [PLANNED]} | tables
    drawn = {
        name: pd.DataFrame(
            [
                {**dict.fromkeys(columns, ""), "partnership": "kent", "plan_year": "2008-09", "place": "page 1", **row}
                for row in given.get(name, [])
            ],
            columns=["partnership", "plan_year", *columns],
            dtype="str",
        )
        for name, columns in COLUMNS.items()
    }
    return plan_of(Assessment.of(safe, "kent", quarter), Plans(**drawn), cut_percent)


def markup(heading, of):
    return str(section("treatment_plan", heading, of.assessment, plan=of).markup)


def page_of(of):
    return page("treatment_plan", of.assessment, plan=of)


def shown(heading, of):
    return words(BeautifulSoup(markup(heading, of), "html.parser"))


def rows_of(heading, of, caption):
    page = BeautifulSoup(markup(heading, of), "html.parser")
    tables = [one for one in page.select("table") if words(one.caption).startswith(caption)]
    return [row_words(row) for table in tables for row in table.select("tbody tr")]


def test_a_priority_has_the_figure_before_the_baseline_the_target_and_the_verdict():
    figures = [figure("2006-07", "actual", 60), figure("2007-08", "actual", 70), figure("2008-09", "target", 73)]

    assert rows_of("Priorities", plan(figures, priorities=[PRIORITY]), "Priorities") == [
        "P1 Stay | Not yet reached | 60% 2006-07 (actual) | 70% 2007-08 (actual) | none printed | 73% 2008-09 | "
        "3 percentage points below"
    ]


def test_what_is_within_its_target_has_so_much_to_spare():
    of = plan([figure("2007-08", "actual", 75), figure("2008-09", "target", 73)], priorities=[PRIORITY])

    assert rows_of("Priorities", of, "Priorities")[0].endswith(
        "Reached early | none printed | 75% 2007-08 (actual) | none printed | 73% 2008-09 | 2 percentage points to spare"
    )


def test_a_target_that_was_withdrawn_keeps_its_printed_words_and_the_one_of_the_year_before_judges_nothing_now():
    absent = figure("2008-09", "target", None, "not_available", "printed N/A") | {"quote": "60% 70% N/A"}
    figures = [figure("2007-08", "actual", 70), figure("2007-08", "target", 85), absent]
    (row,) = rows_of("Priorities", plan(figures, priorities=[PRIORITY]), "Priorities")

    assert "| Not judged |" in row
    assert "[x] printed N/A; 2008-09; 85% for 2007-08 | not judged: no target in figures" in row


def test_a_forecast_of_the_plans_own_year_is_no_baseline():
    figures = [figure("2007-08", "actual", 70), figure("2008-09", "estimate", 90), figure("2008-09", "target", 73)]

    assert "70% 2007-08 (actual)" in rows_of("Priorities", plan(figures, priorities=[PRIORITY]), "Priorities")[0]


@pytest.mark.parametrize(
    ("due", "state"),
    [
        ("2008-06-29", "Overdue unless done"),
        ("2008-06-30", "Overdue unless done"),  # the quarter's last day
        ("2008-07-01", "Not yet due"),
        ("", "No due date printed"),
    ],
)
def test_an_action_is_overdue_on_the_quarters_last_day_and_not_yet_the_day_after(due, state):
    (row,) = rows_of("Actions", plan(actions=[ACTION | {"due_date": due}]), "Planning grid")

    assert row.split(" | ")[1] == f"{state}. Status: not recorded"


def test_an_action_that_is_done_is_never_overdue_unless_that_was_known_only_later():
    done = ACTION | {"due_date": "2008-05-31", "status": "done", "status_date": "2008-05-01"}
    later = done | {"action": "A2", "status_date": "2008-07-01"}
    rows = rows_of("Actions", plan(actions=[done, later]), "Planning grid")

    assert "Done or stopped. Status: done on 1 May 2008" in rows[0]
    assert "Overdue unless done. Status: done on 1 July 2008, after this quarter" in rows[1]


def test_no_status_is_not_called_a_status():
    late = ACTION | {"due_date": "2008-05-31"}
    said = shown("Actions", plan(actions=[late, ACTION | {"action": "A2"}]))

    assert "One of two actions is overdue at the end of 2008-09 Q1 unless done." in said
    assert "No status is recorded for any of the two." in said


FUNDED = {
    "item": "F1", "text": "Treatment", "financial_year": "2008-09", "measure": "pooled_budget", "breakdown": "all",
    "group": "all", "people_measures": "in_treatment",
}  # fmt: skip


def test_money_beside_people_of_its_own_year_gives_a_unit_cost_and_what_a_cut_means():
    of = plan([figure("2007-08", "actual", 70), money(1000, "GBP thousand"), people(500)], 5.0, funding=[FUNDED])

    assert rows_of("Money", of, "Money for each person")[0].endswith("| £2,000 £1,000,000 / 500")
    assert rows_of("Money", of, "What a cut of 5% would mean") == [
        "F1 Treatment | £1,000 thousand | £50 thousand less | £950 thousand | 11.4 months | 25 fewer than 500 (people in treatment)"
    ]


def test_people_who_were_counted_stand_in_where_no_number_of_them_is_printed():
    counted = people(505) | {"kind": "actual", "origin": "synthetic", "source": "records-of-nobody", "place": ""}
    counted |= {"is_rounded": True}
    of = partial(plan, quarter="2008-09 Q4", funding=[FUNDED])

    assert rows_of("Money", of([money(1010), counted]), "Money for each person")[0].endswith(
        "| 505 People in treatment: counted from records, 2008-09 | about £2 £1,010 / 505"
    )
    both = rows_of("Money", of([money(1010), counted, people(500)]), "Money for each person")
    assert [row.split(" | ")[2] for row in both] == ["500 People in treatment: target, as printed, 2008-09"]


def of_line(measure, year, value, line="Teams", unit="GBP thousand"):
    return figure(year, "target", value) | {
        "indicator": measure, "breakdown": "budget_line", "group": line, "unit": unit,
        "place": f"{measure}, {year}, {line}",
    }  # fmt: skip


def spent(year, gross, external, internal):
    sides = {"gross_expenditure": gross, "external_income": external, "internal_income": internal}
    return [of_line(f"budget_{name}", year, value) for name, value in sides.items() if value is not None]


def test_income_stands_beside_the_spending_of_the_same_year_and_line():
    earlier, lone = figure("2007-08", "actual", 70), of_line("budget_gross_expenditure", "2008-09", 80, "Lone")
    rows = partial(rows_of, "Money", caption="Income beside gross expenditure, Kent, 2008-09 (target)")

    assert rows(plan([earlier, lone, *spent("2008-09", 200, 50, 30)], funding=[FUNDED])) == [
        "Teams | £200 thousand | £50 thousand | £30 thousand | 40.0%"
    ]
    assert rows(plan([earlier, *spent("2008-09", 200, 50, None)], funding=[FUNDED])) == [
        "Teams | £200 thousand | £50 thousand | none given | 25.0%"
    ]
    assert "Income beside" not in shown("Money", plan([earlier, lone], funding=[FUNDED]))


def test_several_years_of_income_and_spending_stand_side_by_side():
    of = plan([*spent("2007-08", 100, 10, None), *spent("2008-09", 200, 50, None)], funding=[FUNDED])

    assert "Covered, 2007-08 (target) Gross expenditure, 2008-09 (target)" in shown("Money", of)
    assert rows_of("Money", of, "Income beside gross expenditure, Kent, 2007-08 (target) and 2008-09 (target)") == [
        "Teams | £100 thousand | £10 thousand | none given | 10.0% | £200 thousand | £50 thousand | none given | 25.0%"
    ]


def of_kind(item, year, kind, grant=""):
    line = {"financial_year": year, "measure": "budget_gross_expenditure", "breakdown": "budget_line", "group": kind}
    return FUNDED | line | {"item": item, "text": kind, "people_measures": "", "intervention": kind, "grant": grant}


def test_kinds_of_intervention_stand_by_year_and_by_the_grant_that_pays():
    lines = [
        of_kind("F1", "2007-08", "Prescribing", "Pooled Treatment Budget"),
        of_kind("F2", "2008-09", "Prescribing", "Pooled Treatment Budget"),
        of_kind("F3", "2008-09", "Counselling"),
    ]
    amounts = [
        of_line("budget_gross_expenditure", year, value, line=kind)
        for year, kind, value in (
            ("2007-08", "Prescribing", 300),
            ("2008-09", "Prescribing", 350),
            ("2008-09", "Counselling", 90),
        )
    ]
    of = plan(amounts, funding=lines)

    assert rows_of("Money", of, "Money by kind of intervention, Kent, 2007-08 and 2008-09") == [
        "Prescribing | Pooled Treatment Budget | £300 thousand (target) | £350 thousand (target)",
        "Counselling | not printed | none given | £90 thousand (target)",
    ]
    assert [row.split(" | ")[3] for row in rows_of("Money", of, "Funding profile of Kent, as printed")] == [
        "£300 thousand", "£350 thousand", "£90 thousand",
    ]  # fmt: skip
    assert "Kinds of intervention" not in shown("Money", plan([amounts[0], money(1000)], funding=[FUNDED]))


def test_a_grant_is_described_by_the_list_of_grants_and_one_that_is_not_on_it_is_said_not_to_be():
    lines = [
        of_kind("F1", "2008-09", "Prescribing", "pooled treatment budget"),
        of_kind("F2", "2008-09", "Lights", "Lottery"),
    ]
    listed, unknown = rows_of("Money", plan(funding=lines), "Grants that pay for the plan of Kent")

    assert "2005-06 to 2011-12" in listed
    assert "it is not on the list of grants" in unknown
    assert "Grants that pay" not in shown("Money", plan(funding=[FUNDED]))


STAFF = [{"measure": "staff_full_time_equivalent", "topic": "workforce", "title": "Staff"}]


def staff(year, value, **given):
    return figure(year, "actual", value) | {"indicator": STAFF[0]["measure"], "unit": "FTE"} | given


def test_the_workforce_is_set_beside_that_of_the_year_before_where_the_same_line_is_there():
    grades = [staff(year, 3, breakdown="staff_grade", group=year, place=year) for year in ("2007-08", "2008-09")]
    of = plan([staff("2007-08", 34.9), staff("2008-09", 35.9), *grades], measures=STAFF)

    assert rows_of("Workforce", of, "How the workforce of Kent changed") == [
        "Staff | 34.9 FTE 2007-08 (actual) | 35.9 FTE 2008-09 (actual) | 1.0 FTE higher (+2.9%)"
    ]


def test_a_year_with_two_figures_of_the_workforce_gives_no_growth():
    twice = [staff("2007-08", 30), staff("2007-08", 31, place="another page"), staff("2008-09", 35.9)]

    assert "Growth of the workforce" not in shown("Workforce", plan(twice, measures=STAFF))


def test_a_negative_cut_is_growth():
    of = plan([figure("2007-08", "actual", 70), money(1000), people(500)], -10, funding=[FUNDED])

    assert rows_of("Money", of, "What growth of 10% would mean")[0].endswith(
        "| £100 more | £1,100 | 13.2 months | 50 more than 500 (people in treatment)"
    )


CUT = figure("2008-09", "actual", -5.1) | {
    "indicator": "pooled_treatment_budget_change_percent", "unit": "percent change", "quote": "5.1% reduction",
}  # fmt: skip
CHANGES = [{"measure": CUT["indicator"], "topic": "money", "title": "Change in the pooled budget"}]
REDUCED = FUNDED | {"item": "F2", "measure": CUT["indicator"], "people_measures": "", "applies_to": "F1"}


def test_the_cut_that_is_printed_is_worked_out_for_the_line_that_holds_its_money_alone():
    """949 / 0.949 = 1,000, of which 51 were taken; 12 x 94.9% = 11.4 months."""
    other = of_line("budget_gross_expenditure", "2008-09", 80)
    teams = FUNDED | {"item": "F3", "measure": other["indicator"], "breakdown": "budget_line", "group": "Teams"}
    of = plan(
        [figure("2007-08", "actual", 70), money(949, "GBP thousand"), other, CUT],
        None,
        measures=CHANGES,
        funding=[FUNDED, REDUCED, teams],
    )
    said = shown("Money", of)

    assert rows_of("Money", of, "What a cut of 5.1% means in money") == [
        "F1 Treatment | £949 thousand | at most £51 thousand less | at most £1,000 thousand | at least 11.4 months"
    ]
    assert "Change in the pooled budget: a cut of 5.1% for 2008-09. It is of this money alone." in said
    assert "a cut of 5.1% for 2008-09" in shown(
        "Key messages",
        plan([figure("2007-08", "actual", 70), money(949), people(500), CUT], None, measures=CHANGES, funding=[FUNDED]),
    )


def test_a_printed_cut_of_money_without_an_amount_is_not_put_in_pounds():
    of = plan(
        [figure("2007-08", "actual", 70), money(949), CUT],
        None,
        measures=CHANGES,
        funding=[FUNDED, REDUCED | {"applies_to": ""}],
    )

    assert "No amount of that money is printed, so the change cannot be put in pounds." in shown("Money", of)


def test_a_cut_that_is_asked_for_takes_the_place_of_the_printed_one():
    of = plan([figure("2007-08", "actual", 70), money(1000), CUT], 10.5, measures=CHANGES, funding=[FUNDED, REDUCED])

    assert rows_of("Money", of, "What a cut of 10.5% would mean")[0].startswith(
        "F1 Treatment | £1,000 | £105 less | £895 | 10.7 months"
    )
    assert "a cut of 5.1%" not in shown("Money", of)


def test_a_cut_that_is_asked_for_is_of_the_lines_of_the_latest_year():
    earlier = FUNDED | {"item": "F0", "financial_year": "2007-08"}
    funded = [money(1000), money(800) | {"period_start": "2007-04-01", "period_end": "2008-03-31"}]
    of = plan([figure("2007-08", "actual", 70), *funded], 10, funding=[earlier, FUNDED])

    assert [row[:2] for row in rows_of("Money", of, "What a cut of 10% would mean")] == ["F1"]


def test_where_no_change_is_printed_or_asked_for_the_section_says_so_and_works_out_none():
    said = shown("Money", plan([figure("2007-08", "actual", 70), money(1000), people(500)], None, funding=[FUNDED]))

    assert "The document prints no cut or growth for a time still to come, and none is asked for." in said
    assert "would mean" not in said


def test_a_cut_of_nothing_is_no_change_even_where_one_is_printed():
    of = plan([figure("2007-08", "actual", 70), money(949), CUT], 0, measures=CHANGES, funding=[FUNDED, REDUCED])

    assert "What is asked for is no change in money." in shown("Money", of)


def test_a_line_of_another_year_is_not_said_to_hold_the_change():
    earlier = FUNDED | {"financial_year": "2007-08"}
    of = plan([figure("2007-08", "actual", 70), money(949), CUT], None, measures=CHANGES, funding=[earlier, REDUCED])

    assert "the change has been made in it" not in shown("Money", of)


def test_totals_are_not_cut_beside_their_parts():
    lines = [("F1", "Teams", 60), ("F2", "Wards", 40), ("F3", "All", 100)]
    amounts = [of_line("budget_gross_expenditure", "2008-09", value, name) for _, name, value in lines]
    funding = [
        FUNDED
        | {"item": item, "text": name, "measure": "budget_gross_expenditure", "breakdown": "budget_line", "group": name}
        for item, name, _ in lines
    ]
    rows = rows_of(
        "Money", plan([figure("2007-08", "actual", 70), *amounts], 10, funding=funding), "What a cut of 10% would mean"
    )

    assert [row.split(" | ")[0] for row in rows] == ["F1 Teams", "F2 Wards"]


def test_a_number_of_people_that_is_a_lower_limit_makes_the_unit_cost_an_upper_one():
    of = plan([figure("2007-08", "actual", 70), money(1000), people(500, "at least")], funding=[FUNDED])

    assert "at most £2 £1,000 / 500" in rows_of("Money", of, "Money for each person")[0]


def test_money_without_people_has_no_unit_cost():
    of = plan([figure("2007-08", "actual", 70), money(1000)], funding=[FUNDED])

    assert "no unit cost can be worked out" in shown("Money", of)


def test_the_first_page_says_whether_the_plan_prints_money_at_all():
    one = figure("2007-08", "actual", 70)
    named = FUNDED | {"measure": "", "people_measures": ""}

    assert "Money. The plan prints none." in shown("Key messages", plan([one]))
    assert "Money. The plan names who pays, and prints no amount." in shown(
        "Key messages", plan([one], funding=[named])
    )
    alone = plan([one, money(1000)], funding=[FUNDED])
    assert "Money. No amount can be set beside people of the same year." in shown("Key messages", alone)


@pytest.mark.parametrize("cut", ["5", 101, -100.5, True])
def test_a_cut_that_is_no_percentage_is_refused(cut):
    with pytest.raises(Mistake, match="parameter 'cut_percent' is"):
        plan(cut_percent=cut)


def test_an_objective_is_linked_only_as_the_table_says_and_the_basis_is_shown():
    objectives = [{"objective": name, "heading": "Goals", "text": f"Goal {name}"} for name in ("O1", "O2")]
    indicators = [
        {"indicator": name, "kind": "national indicator", "title": name, "relevance": "listed"}
        for name in ("NI 38", "NI 40")
    ]
    links = [{"objective": "O1", "indicator": "NI 40", "basis": "our reading", "words": "effective treatment"}]
    of = plan(objectives=objectives, indicators=indicators, objective_indicators=links)

    assert rows_of("Objectives", of, "Objectives and national indicators") == ["O1 | Our reading", "O2 | No link"]
    assert rows_of("Objectives", of, "What each link") == [
        "O1 and NI 40 | Our reading | “effective treatment” | page 1"
    ]


NATIONAL = {"kind": "national indicator", "title": "Stay", "relevance": "listed"}


def test_each_indicator_stands_with_its_figure_target_verdict_and_the_earlier_figure():
    figures = [figure("2006-07", "actual", 60), figure("2007-08", "actual", 70), figure("2008-09", "target", 73)]
    measured = NATIONAL | {"indicator": "NI 40", "measure": PRIORITY["measure"]}
    of = plan(figures, indicators=[measured, NATIONAL | {"indicator": "NI 5"}])

    assert rows_of("Objectives", of, "Indicators that the document names") == [
        "NI 40 | Stay | national indicator, listed | 70% 2007-08 | 73% 2008-09 | Not yet reached | "
        "Not compared (how much it varies by chance is not known) 60% in 2006-07 | none | page 1",
        "NI 5 | Stay | national indicator, listed | no measure of ours | not printed | no verdict | no earlier figure | "
        "none | page 1",
    ]


def test_an_indicator_of_which_nothing_is_printed_is_shown_as_it_was_counted():
    share = {"unit": "percent", "origin": "synthetic", "source": "records-of-nobody", "place": "", "is_rounded": True}
    counted = [
        figure(year, "actual", value)
        | {"indicator": "dropped_out_of_exits", "numerator": 5 * value, "denominator": 500.0}
        | {"lower": value - 4, "upper": value + 4}
        | share
        for year, value in (("2006-07", 60), ("2007-08", 20))
    ]
    measured = NATIONAL | {"indicator": "NI 1", "measure": "dropped_out_of_exits"}
    (row,) = rows_of("Objectives", plan(counted, indicators=[measured]), "Indicators that the document names")

    assert "| 20% (16% to 24%) 2007-08 | not printed | no verdict | Lower 60% in 2006-07 |" in row


def test_what_is_missing_is_counted_and_the_cell_that_would_close_it_named():
    of = plan(actions=[ACTION, ACTION | {"action": "A2", "lead_role": "Unit Manager"}], priorities=[PRIORITY])
    rows = rows_of("What to add", of, "What to add to data/raw/plans/kent")

    assert "Actions without a lead role | 1 of 2 | actions.csv, column lead_role" in rows
    assert "Priorities without a target in figures | 1 of 1 | a figure in data/raw/published, or a table of figures in data/raw/local" in rows  # fmt: skip
    assert "A table without a row; one row is each line of money | no row | funding.csv" in rows


def test_without_a_plan_every_section_says_so_and_the_tables_of_a_plan_are_named():
    of = plan(documents=[])

    assert page_of(of).count("No treatment plan of Kent is at hand for 2008-09 Q1.") == 11
    assert len(rows_of("What to add", of, "The tables of a plan")) == len(COLUMNS)


def test_a_plan_of_another_time_is_not_used():
    old = PLANNED | {"plan_start": "2004-04-01", "plan_end": "2005-03-31"}

    assert "covers April 2004 to March 2005, too far from 2008-09 Q1" in shown("Key messages", plan(documents=[old]))


NEXT = PLANNED | {"plan_year": "2009-10", "plan_start": "2009-04-01", "plan_end": "2010-03-31"}


@pytest.mark.parametrize(
    ("quarter", "text"),
    [("2008-09 Q1", "Open late"), ("2008-09 Q4", "Open late"), ("2009-10 Q1", "Open early")],
)
def test_the_plan_in_force_on_the_quarters_last_day_is_shown_though_a_later_one_is_near(quarter, text):
    later = ACTION | {"plan_year": "2009-10", "text": "Open early"}
    of = plan(quarter=quarter, documents=[PLANNED, NEXT], actions=[ACTION, later])
    grid = rows_of("Actions", of, "Planning grid")

    assert [row.split(" | ")[0] for row in grid] == [f"A1 {text}"]


@pytest.mark.parametrize(
    ("quarter", "text"),
    [("2008-09 Q1", "Of the year"), ("2008-09 Q4", "Of the year"), ("2009-10 Q1", "Of the next")],
)
def test_other_documents_read_the_same_plan(quarter, text):
    statements = [
        {"partnership": "kent", "plan_year": year, "section": "law", "text": words}
        for year, words in (("2008-09", "Of the year"), ("2009-10", "Of the next"))
    ]
    documents = [{"partnership": "kent", "plan_year": "2008-09"} | PLANNED, {"partnership": "kent"} | NEXT]
    safe = safe_of(
        [figure("2007-08", "actual", 70)], areas=[AREA], plan_documents=documents, plan_statements=statements
    )

    assert Assessment.of(safe, "kent", quarter).of_plan("statements")["text"].tolist() == [text]


CARRIED = "Carried over from earlier plans"


def carried(*actions, quarter="2009-10 Q1"):
    """What is carried over from the plan of 2008-09 into the one of the next year."""
    return plan(quarter=quarter, documents=[PLANNED, NEXT], actions=list(actions))


@pytest.mark.parametrize(
    ("due", "overdue"),
    [
        ("2008-07-31", "11 months"),
        ("2009-05-15", "1 month"),
        ("2009-06-30", "less than a month"),  # the quarter's last day
        ("2009-07-01", "Not yet due"),
        ("", "No due date printed"),
    ],
)
def test_an_open_action_of_an_earlier_plan_is_carried_over_with_its_age(due, overdue):
    of = carried(ACTION | {"due_date": due, "lead_role": "Unit Manager"})
    (row,) = rows_of("Actions", of, CARRIED)
    name, year, _, by, lead, status = row.split(" | ")

    assert (name, year, by, lead, status) == ("A1 Open late", "2008-09", overdue, "Unit Manager", "Not recorded")
    assert "One action is carried over from earlier plans: no record says it was done" in shown("Actions", of)


def test_an_action_is_carried_over_unless_it_was_done_or_stopped_before_the_plan_began():
    finished = [ACTION | {"status": status, "status_date": "2009-03-31"} for status in ("done", "stopped")]
    since = ACTION | {"action": "A2", "status": "done", "status_date": "2009-04-01", "due_date": "2008-07-31"}
    later = since | {"action": "A3", "status_date": "2009-07-01"}
    started = ACTION | {"action": "A4", "status": "under way", "status_date": "2009-01-31"}
    rows = rows_of("Actions", carried(*finished, since, later, started), CARRIED)

    assert [row.split(" | ")[0][:2] for row in rows] == ["A2", "A3", "A4"]
    assert rows[0].endswith("Done or stopped | not printed | Done on 1 April 2009")
    assert rows[1].endswith("11 months | not printed | Done on 1 July 2009, after this quarter")
    assert rows[2].endswith("Under way on 31 January 2009")


def test_actions_of_several_earlier_plans_stand_oldest_first_and_none_of_a_later_one():
    years = [ACTION | {"plan_year": year, "text": year} for year in ("2010-11", "2008-09", "2007-08", "2009-10")]

    assert [row.split(" | ")[1] for row in rows_of("Actions", carried(*years), CARRIED)] == ["2007-08", "2008-09"]


def test_nothing_carried_over_is_said_only_where_there_was_an_earlier_plan():
    done = ACTION | {"status": "done", "status_date": "2009-03-31"}

    assert "No action of an earlier plan was open when this one began." in shown("Actions", carried(done))
    assert "earlier plan" not in shown("Actions", plan(actions=[ACTION]))


@pytest.mark.parametrize(
    ("quarter", "stage"),
    [
        ("2007-08 Q4", "Before the plan"), ("2008-09 Q1", "So far"), ("2008-09 Q2", "Review at six months"),
        ("2008-09 Q3", "So far"), ("2008-09 Q4", "Review at year end"), ("2009-10 Q1", "After the plan"),
    ],
)  # fmt: skip
def test_a_plan_is_reviewed_at_six_months_and_at_year_end_and_else_told_so_far(quarter, stage):
    of = plan(quarter=quarter, priorities=[PRIORITY], actions=[ACTION])

    assert f"{stage}. " in shown("Review", of)
    assert len(rows_of("Review", of, f"{stage}: priorities")) == len(rows_of("Review", of, f"{stage}: actions")) == 1


def test_each_year_of_a_plan_of_several_has_its_reviews():
    years = PLANNED | {"plan_end": "2011-03-31"}

    assert "Review at 18 months. " in shown("Review", plan(quarter="2009-10 Q2", documents=[years]))
    assert "Review at year end. " in shown("Review", plan(quarter="2009-10 Q4", documents=[years]))


def test_the_review_sets_the_figure_of_the_plans_own_time_against_its_target():
    figures = [
        figure("2007-08", "actual", 70), figure("2008-09", "actual", 71), figure("2008-09", "target", 73),
        figure("2009-10", "target", 80),
    ]  # fmt: skip
    of = plan(figures, quarter="2008-09 Q4", documents=[PLANNED, NEXT], priorities=[PRIORITY])

    assert rows_of("Review", of, "Review at year end: priorities") == [
        "P1 Stay | 73% 2008-09 | 31 March 2009 | 71% 2008-09 (actual) | Missed | By less than a month"
    ]
    assert "Priorities: one. One overdue." in shown("Review", of)
    assert "| 73% 2008-09 | 2 percentage points below" in rows_of("Priorities", of, "Priorities")[0]


def test_a_target_of_another_time_that_the_verdict_is_against_stands_beside_the_plans_own():
    figures = [
        figure("2006-07", "actual", 60), figure("2007-08", "actual", 70), figure("2007-08", "target", 65),
        figure("2008-09", "target", 73),
    ]  # fmt: skip
    of = plan(figures, quarter="2007-08 Q4", priorities=[PRIORITY])

    assert "| Met |" in rows_of("Priorities", of, "Priorities")[0]
    assert rows_of("Review", of, "Before the plan: priorities") == [
        "P1 Stay | 73% 2008-09; 65% for 2007-08 | 31 March 2009 | None yet; before the plan: 70% 2007-08 (actual) | Met | "
        "Not yet due"
    ]
    assert "Priorities: one. One not judged against the plan's own target." in shown("Review", of)


def test_a_figure_from_before_the_plan_is_no_result_of_it():
    figures = [figure("2007-08", "actual", 70), figure("2008-09", "target", 73)]
    of = plan(figures, priorities=[PRIORITY])

    assert rows_of("Review", of, "So far: priorities") == [
        "P1 Stay | 73% 2008-09 | 31 March 2009 | None yet; before the plan: 70% 2007-08 (actual) | Not yet reached | Not yet due"
    ]
    assert "Priorities: one. One short of a target not yet due." in shown("Review", of)


def test_the_review_has_each_action_with_its_milestone_its_status_and_how_long_it_is_overdue():
    late = ACTION | {"due_date": "2008-06-30", "milestone": "Open by summer", "status": "under way"}
    done = ACTION | {"action": "A2", "status": "done", "status_date": "2008-05-01", "due_date": "2008-06-30"}
    of = plan(quarter="2008-09 Q2", actions=[late | {"status_date": "2008-05-01"}, done])
    rows = rows_of("Review", of, "Review at six months: actions")

    assert rows == [
        "A1 Open late | Open by summer | 30 June 2008 (2008-09 Q1) | Under way on 1 May 2008 | Unless done, by 3 months",
        "A2 Open late | not printed | 30 June 2008 (2008-09 Q1) | Done on 1 May 2008 | Done or stopped",
    ]
    assert "Actions: two. One overdue unless done and one done or stopped." in shown("Review", of)


ASKED = {"consultation": "C1", "name": "Forum", "who": "Carers", "when_printed": "May"}


@pytest.mark.parametrize(
    ("feedback", "answer", "sentence", "cell"),
    [
        ("2008-06-29", "", "Feedback is overdue for Forum.", "29 June 2008: overdue, no answer is printed"),
        ("2008-06-30", "", "No feedback is overdue.", "30 June 2008"),  # due on the quarter's last day
        ("2008-06-29", "Fine", "No feedback is overdue.", "29 June 2008"),
    ],
)
def test_feedback_is_overdue_where_its_day_is_past_and_no_answer_is_printed(feedback, answer, sentence, cell):
    row = ASKED | {"feedback_date": feedback, "answer": answer, "statutory": "yes", "target_area": "Ashford"}
    of = plan(consultations=[row])

    assert sentence in shown("Consultation", of)
    assert rows_of("Consultation", of, "Consultation log") == [
        f"Forum | Carers | May | not printed | not printed | {answer or 'not printed'} | Yes | Ashford | {cell} | page 1"
    ]


def test_a_log_without_the_optional_columns_has_none_of_them():
    of = plan(consultations=[ASKED])

    assert len(rows_of("Consultation", of, "Consultation log")[0].split(" | ")) == 7
    assert "Feedback" not in shown("Consultation", of)


def test_a_risk_has_its_likelihood_effect_and_owner_and_one_without_an_owner_is_told():
    risk = {"risk": "R1", "text": "Money ends", "likelihood": "high", "effect": "closure", "owner_role": "Director"}
    of = plan(risks=[risk, {"risk": "R2", "text": "Staff leave"}])

    assert rows_of("Risks and attention", of, "Risks of Kent") == [
        "R1 Money ends | high | closure | Director | page 1",
        "R2 Staff leave | not printed | not printed | not printed | page 1",
    ]
    assert "The document names two risks. One of them has no owner." in shown("Risks and attention", of)


def test_what_a_review_asked_for_has_its_age_while_it_is_open():
    item = {
        "item": "M1",
        "text": "Follow up exits",
        "asked_by": "Regional team",
        "since": "2008-04-10",
        "state": "under way",
    }
    rows = [
        item,
        item | {"item": "M2", "state": "done"},
        item | {"item": "M3", "since": "2008-07-01", "state": "not started"},
        item | {"item": "M4", "since": "", "state": "not recorded"},
    ]
    of = plan(attention=rows)

    assert [row.split(" | ", 2)[2] for row in rows_of("Risks and attention", of, "What reviews asked Kent for")] == [
        "10 April 2008 | Under way | 2 months | page 1",
        "10 April 2008 | Done | Done or stopped | page 1",
        "1 July 2008, after this quarter | Not started | Not yet asked | page 1",
        "not printed | Not recorded | not printed | page 1",
    ]
    assert "Reviews asked for four things; three still open at the end of 2008-09 Q1." in shown(
        "Risks and attention", of
    )


def test_reports_have_their_kind_date_and_place_and_the_kinds_of_which_there_is_none_are_told():
    audit = {"report": "D1", "kind": "self-audit", "text": "Audit of files", "date": "2008-05-01"}
    of = plan(reports=[audit, audit | {"report": "D2", "kind": "tender", "text": "Prescribing", "date": "2008-07-01"}])

    assert rows_of("Audits and reports", of, "Audits and reports of Kent") == [
        "D1 Audit of files | Self-audit | 1 May 2008 | page 1",
        "D2 Prescribing | Tender | 1 July 2008, after this quarter | page 1",
    ]
    assert "Kinds without one: drug-related deaths; children and families." in shown("Audits and reports", of)


def test_a_plan_without_risks_attention_or_reports_says_so_in_one_sentence_each():
    text = shown("Risks and attention", plan()) + shown("Audits and reports", plan())

    assert "No risk to the plan is on record." in text
    assert "No review that asked for anything is on record." in text
    assert "No self-audit, tender, or report on drug-related deaths or on children and families is on record." in text


def test_the_kinds_of_reports_are_those_that_are_read():
    assert KINDS == REPORTS


def test_a_refused_row_of_the_plan_is_named_with_its_line_and_what_to_write():
    sound = {
        "file": "data/raw/plans/kent/2008-09/actions.csv", "lines": "3", "column": "due", "found": "soon",
        "wanted": "a date such as 2008-07-31", "severity": "row refused",
    }  # fmt: skip
    problems = [
        sound,
        sound | {"column": "text", "found": "an address", "wanted": "a role, without an address"},
        sound | {"column": "", "lines": "", "found": "the plan has no document", "wanted": "documents.csv"},
        sound | {"severity": "noted"},
        sound | {"file": "data/raw/plans/dudley/2008-09/actions.csv"},
        sound | {"file": "data/raw/local/kent/figures.csv"},
    ]
    named = [
        "data/raw/plans/kent/2008-09/actions.csv | 3 | The column due is “soon” | a date such as 2008-07-31",
        "data/raw/plans/kent/2008-09/actions.csv | 3 | The column text is “an address” | a role, without an address",
        "data/raw/plans/kent/2008-09/actions.csv | whole file | The plan has no document | documents.csv",
    ]

    assert rows_of("What to add", plan(problems=problems), "Refused in the plans of Kent") == named
    assert rows_of("What to add", plan(problems=problems, documents=[]), "Refused in the plans of Kent") == named
    assert "Refused" not in shown("What to add", plan())


def test_no_table_of_the_document_breaks_a_check_of_pages():
    figures = [figure("2007-08", "actual", 70), figure("2008-09", "target", 73), money(1000), people(500)]
    of = plan(
        figures, quarter="2009-10 Q1", documents=[PLANNED, NEXT], priorities=[PRIORITY | {"plan_year": "2009-10"}],
        actions=[ACTION, ACTION | {"plan_year": "2009-10"}], funding=[FUNDED | {"plan_year": "2009-10"}],
        reports=[{"plan_year": "2009-10", "report": "D1", "kind": "tender", "text": "Prescribing"}],
    )  # fmt: skip
    found = list(checks.problems(of_edition(f"<html><body>{page_of(of)}</body></html>", "review")))

    assert [problem for problem in found if "Content-Security-Policy" not in problem] == []
