"""The document on young people from results drawn by hand: printed beside counted, few people as counts, hidden said plainly."""

import csv
import html
import re
from pathlib import Path

import pytest
import small_paper
from outline import page, section
from small_figures import safe_of

from needs.measure.indicators import POOLED
from needs.present.assessment import Assessment
from needs.present.documents.young_people import PRINTED
from needs.publish import checks
from needs.statistics.intervals import proportion

QUARTER = "2008-09 Q1"
MEASURES = Path(__file__).parents[2] / "data/raw/published/measures.csv"
AREA = {
    "area_code": "E10000016", "name": "Kent", "partnership": "kent", "type": "county", "region_code": "E12000008",
}  # fmt: skip
YEARS = {
    "2006-07": ("2006-04-01", "2007-03-31"),
    "2007-08": ("2007-04-01", "2008-03-31"),
    "2008-09": ("2008-04-01", "2009-03-31"),
}
PERIODS = {
    "rolling_12_months": ("2007-07-01", "2008-06-30"),
    "quarter": ("2008-04-01", "2008-06-30"),
    "three_years": ("2005-07-01", "2008-06-30"),
}
PLANNED, STARTED = "young_people_planned_exit_percent", "young_people_starting_within_15_working_days_percent"
REACHED = "young_people_in_early_intervention_or_treatment"
SCHOOLS = "healthy_schools_percent"


def row(indicator, value, period, window, **given):
    return {
        "indicator": indicator, "area_code": AREA["area_code"], "period_start": period[0], "period_end": period[1],
        "window": window, "breakdown": "all", "group": "all", "kind": "actual", "value": value, "unit": "percent",
        "status": "shown",
    } | given  # fmt: skip


def counted(indicator, above, below, window="rolling_12_months", **given):
    """A share counted from invented records and rounded, the counts alone below 50; nothing above means that it is hidden."""
    same = {"origin": "synthetic", "source": "records-of-nobody"}
    if above is None:
        return row(indicator, None, PERIODS[window], window, status="hidden", **same | given)
    same["is_rounded"] = True
    if below < 50:
        few = {"numerator": above, "denominator": below, "status": "counts"}
        return row(indicator, None, PERIODS[window], window, **same | few | given)
    found = proportion(above, below)
    limits = {"lower": 100 * found.lower, "upper": 100 * found.upper, "interval_method": "Wilson score, 95%"}
    sides = {"numerator": above, "denominator": below}
    return row(indicator, 100 * above / below, PERIODS[window], window, **same | limits | sides | given)


def in_treatment(people, window="rolling_12_months"):
    same = {
        "origin": "synthetic",
        "source": "records-of-nobody",
        "unit": "people",
        "numerator": people,
        "is_rounded": True,
    }
    return row("young_people_in_treatment", people, PERIODS[window], window, **same)


def printed(indicator, value, year, kind, unit="people", **given):
    same = {"origin": "published", "source": "plan", "place": "page 1", "unit": unit, "kind": kind}
    return row(indicator, value, YEARS[year], "financial_year") | same | given


# Kent Annual Operating Plan 2008/09, key performance indicators: 463, 470, 480
KENT = [
    printed(REACHED, 463, "2006-07", "actual"),
    printed(REACHED, 470, "2007-08", "estimate"),
    printed(REACHED, 480, "2008-09", "target"),
    printed("young_people_frequent_misuse_percent", None, "2008-09", "target", unit="percent", status="not_set"),
]
# Report to the select committee of Dudley, November 2008, section 9: 91.5% and a stretch target of 97%; 93% left as planned
ACHIEVED = {"breakdown": "healthy_schools_stage", "group": "achieved", "unit": "percent"}
OF_THE_QUARTER = {"period_start": "2008-04-01", "period_end": "2008-06-30", "window": "quarter"}
DUDLEY = [
    printed(
        SCHOOLS, 91.5, "2008-09", "actual", period_start="2008-11-06", period_end="2008-11-06", window="day", **ACHIEVED
    ),
    printed(
        SCHOOLS, 97, "2008-09", "target", period_start="2009-04-01", period_end="2009-04-30", window="other", **ACHIEVED
    ),
    printed(PLANNED, 93, "2008-09", "actual", **OF_THE_QUARTER | {"unit": "percent"}),
]
COUNTED = [
    in_treatment(45),
    counted(PLANNED, 10, 20),
    counted(PLANNED, None, None, "quarter"),
    counted(STARTED, 60, 80),
    counted("new_presentations_by_group", 30, 1960, breakdown="age", group="under 18"),
]


def safe(rows):
    with MEASURES.open(newline="") as file:
        measures = list(csv.DictReader(file))
    plan = {"source": "plan", "type": "local document", "title": "The plan", "publisher": "Kent", "note": ""}
    plan |= {"licence": "", "attribution": ""}
    return safe_of(rows, areas=[AREA], measures=measures, sources=[plan])


def assessed(rows):
    return Assessment.of(safe(rows), "kent", QUARTER)


def words(markup):
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", str(markup))).split())


def shown(heading, rows):
    return words(section("young_people", heading, assessed(rows)).markup)


def test_each_measure_on_young_people_that_documents_print_has_its_section():
    with MEASURES.open(newline="") as file:
        known = {line["measure"] for line in csv.DictReader(file) if line["topic"] == "young people"}

    assert known == {name for names in PRINTED.values() for name in names}


def test_few_people_are_given_as_counts_without_a_percentage():
    said = shown("Leaving", COUNTED)

    assert (
        "10 of 20 treatment journeys of young people that ended did so in a planned way in July 2007 to June 2008."
        in said
    )
    assert "July 2007 to June 2008 10 of 20 too few for a share no figure Not compared" in said
    assert "50%" not in said


def test_three_years_together_stand_in_where_a_year_has_too_few_for_a_percentage():
    pooled = counted(POOLED[PLANNED].name, 40, 60, "three_years")
    of_a_year = "(about 67%, 54% to 77%) did so in a planned way in July 2005 to June 2008."  # Wilson

    assert f"40 of 60 treatment journeys of young people that ended {of_a_year}" in shown("Leaving", [*COUNTED, pooled])
    enough = [in_treatment(45), counted(PLANNED, 40, 60), pooled]
    assert "2005" not in shown("Leaving", enough)


def test_more_people_have_a_percentage_with_its_interval():
    # Wilson's limits of 60 of 80; 62 of 78 or 58 of 82 may have been counted, which are 79% and 71%
    assert (
        "60 of 80 first interventions of young people (about 75%, 65% to 83%) started within 15 working days of referral"
        in shown("Waiting", COUNTED)
    )


def test_those_under_18_are_taken_of_what_was_counted_by_age():
    said = shown("Young people in treatment", COUNTED)

    assert "45 young people were in treatment in July 2007 to June 2008." in said
    assert "30 of 1,960 treatment journeys (2%, 1% to 2%) were of people under 18" in said


def test_how_many_figures_are_hidden_is_said_and_why():
    said = shown("Leaving", COUNTED)

    assert "One of the two counted figures is hidden ([c]). Few young people are in treatment" in said
    assert "[c] hidden to protect people's identity" in said


def test_where_all_are_hidden_that_is_said():
    assert "Every counted figure is hidden ([c])." in shown("Waiting", [counted(STARTED, None, None), in_treatment(45)])


def test_a_printed_figure_stands_beside_a_hidden_count_of_the_same_days():
    said = shown("Leaving", COUNTED + DUDLEY)

    assert "93% of young people who left did so in a planned way in April to June 2008. No counts were printed." in said
    assert "As printed, and as counted" in said
    assert "Young people who left treatment in a planned way April to June 2008 93% [c]" in said


def test_numbers_reached_stand_beside_their_target_and_an_unknown_direction_is_not_judged():
    said = shown("Plans and targets", KENT)

    assert "463 (2006-07) 470 (2007-08) 480 (2008-09) 10 below Not judged" in said
    assert (
        "470 were expected in 2007-08. The target for 2008-09 is 480, 10 more. The document does not say if more is wanted."
    ) in said


def test_a_printed_number_that_counts_early_intervention_too_is_set_apart_from_the_number_in_treatment():
    apart = "The 470 also counts early intervention, so it cannot be set beside the 45 in treatment."

    assert apart in shown("Plans and targets", COUNTED + KENT)
    assert apart in shown("Key messages", COUNTED + KENT)
    assert "also counts early intervention" not in shown("Plans and targets", KENT)


def test_a_target_that_is_still_to_come_is_said_with_the_points_to_go():
    said = shown("Prevention", DUDLEY)

    assert "The target for April 2009 is 97%, 5.5 percentage points away." in said
    assert "Not yet reached" in said


def test_an_indicator_printed_without_a_figure_is_said_to_have_none():
    assert "(NI 115): the document names it for 2008-09 and prints no figure." in shown("Prevention", KENT)


def test_a_target_alone_does_not_fill_what_is_missing():
    said = shown("What is missing", [in_treatment(45), *KENT[2:]])

    assert "how many young people are in treatment" not in said
    assert "how many young people often misuse substances (NI 115)" in said
    assert "which drugs they use" in said


def test_a_partnership_without_figures_on_young_people_is_told_so_in_every_section():
    rows = [counted("care_plan_percent", 50, 100)]

    assert "No figure on young people was found for Kent." in shown("Key messages", rows)
    for heading in ("Young people in treatment", "Waiting", "Leaving", "Plans and targets", "Prevention"):
        assert "was found for Kent up to 2008-09 Q1." in shown(heading, rows)


@pytest.mark.parametrize("rows", [COUNTED, COUNTED + DUDLEY, COUNTED + KENT], ids=["counted", "Dudley", "Kent"])
def test_no_table_breaks_a_check_of_pages(rows):
    markup = page("young_people", assessed(rows))
    found = list(checks.problems(f"<html><body>{markup}</body></html>"))

    assert [problem for problem in found if "Content-Security-Policy" not in problem] == []


def test_each_figure_in_a_sentence_leads_to_its_evidence():
    markup = page("young_people", assessed(COUNTED + DUDLEY))
    cited = {key for keys in re.findall(r'data-facts="([^"]+)"', markup) for key in keys.split()}

    assert cited
    assert {f"e-{key}" for key in cited} <= set(re.findall(r'id="(e-k\d+)"', markup))


def test_a_target_of_the_partnerships_own_is_judged_here_as_in_the_paper_and_no_plan_is_denied():
    year = {"period": ("2007-07-01", "2008-06-30"), "window": "rolling_12_months", "source": "returns"}
    rows = [small_paper.figure(PLANNED, 72, **year), small_paper.figure(PLANNED, 75, kind="target", **year)]
    plans, targets = (
        small_paper.said(section(document, heading, small_paper.assessed(*rows)))
        for document, heading in (("young_people", "Plans and targets"), ("performance", "Performance against targets"))
    )

    assert "The target of 75% was missed by 3 percentage points." in plans
    assert "The target of 75% was missed by 3 percentage points." in targets
    assert "No figure on what is planned" not in plans
