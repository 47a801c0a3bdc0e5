"""The committee paper: what it says of small tables drawn by hand."""

from functools import partial

import pytest
from outline import FOR_REVIEW, cells, section
from small_figures import COUNTRY
from small_paper import BEFORE, QUARTER, REVIEWS, TARGET, assessed, counted, figure, part, said

from needs.measure.safety import FEWER
from needs.present.numbers import spelt
from needs.present.sections.leaving import in_the_quarter
from needs.present.sections.waiting import by_treatment as waits_by_modality

paper = partial(section, "performance")
who = partial(section, "needs_assessment", "Who is in treatment")


def test_misses_and_successes_are_said_in_one_breath():
    shown = said(
        paper(
            "Performance against targets",
            assessed(*REVIEWS, figure("top_starts_percent", 94), figure("top_starts_percent", 80, kind="target")),
        )
    )

    assert "One of two figures met the target and one missed it." in shown
    assert "The target of 80% was missed by 25 percentage points." in shown


def test_a_miss_is_given_in_people_where_they_were_counted():
    # 80% of 75 is 60, and 42 of 73, the most that 40 of 75 may stand for, is 58%
    shown = said(paper("Performance against targets", assessed(*REVIEWS, counted("top_reviews_percent", 40, 75))))

    assert "No figure met its target; one missed it." in shown
    assert "27 percentage points below; about 20 more would meet it" in shown


def test_a_target_that_rounding_may_have_been_met_or_missed_by_is_not_judged():
    # 55 of 75 may stand for 53 of 77, which is 69%, and for 57 of 73, which is 78%
    shown = said(
        paper(
            "Performance against targets",
            assessed(REVIEWS[0], TARGET | {"value": 75}, counted("top_reviews_percent", 55, 75)),
        )
    )

    assert "not judged: too close to call after rounding" in shown
    assert "would meet it" not in shown


def test_a_target_of_nothing_gets_no_verdict():
    given = figure("treatment_system_exits_percent", 0, kind="target", status="not_set")
    shown = said(paper("Performance against targets", assessed(figure("treatment_system_exits_percent", 37), given)))

    assert "No target is due and can be judged. One cannot be judged." in shown
    assert "Not judged" in shown
    assert 'printed as "0%"' in shown


def test_a_change_beyond_chance_is_said_and_no_trend_is_claimed():
    now, then = counted("dropped_out_of_exits", 90, 100), counted("dropped_out_of_exits", 30, 100, BEFORE)
    shown = said(paper("What changed", assessed(now, then)))

    assert "This is higher than before. The difference is larger than we would expect by chance." in shown
    assert "Two periods are no trend." in shown
    assert "60 percentage points higher" in shown


def test_people_who_are_in_both_quarters_are_not_compared():
    then = figure("in_treatment", 200, source="records-of-nobody", unit="people", period=BEFORE)
    shown = said(paper("What changed", assessed(then)))

    assert "Not compared (many of the same people are in both)" in shown
    assert "No change could be judged" in shown


def test_the_partnerships_own_returns_stand_against_their_targets():
    returns = [
        figure("dip_kpi_2_percent", 75, source="returns", counts=(60, 80), origin="calculated", lower=64, upper=83),
        figure("dip_kpi_2_percent", 85, source="returns", kind="target"),
        figure("drr_completions", 9, source="returns", unit="people"),
        figure("drr_completions", 12, source="returns", unit="people", kind="target", place="target"),
    ]
    shown = said(paper("Criminal justice", assessed(*returns)))

    assert (
        "60 of 80 adults who tested positive (75%, 64% to 83%) attended and remained at an initial assessment" in shown
    )
    assert "The target of 85% was missed by 10 percentage points." in shown
    assert "The target of 12 was missed by 3." in shown
    assert "No return of the partnership" not in shown


def test_without_returns_one_sentence_says_so_and_no_table_is_empty():
    shown = said(paper("Criminal justice", assessed()))

    assert "No return on the Drug Interventions Programme or on drug rehabilitation requirements is at hand." in shown
    assert "[x]" not in shown


def test_what_the_partnership_wrote_is_marked_and_escaped():
    texts = [("dudley", "", "decision", "Note <b>this</b>.\n\nAgree it."), ("dudley", "", "written_on", "2008-11-06")]
    markup = str(paper("Decision asked for", assessed(authored=texts)).markup)

    assert "Note &lt;b&gt;this&lt;/b&gt;." in markup
    assert "Written by the partnership, 6 November 2008. This part was not calculated from data." in said(
        paper("Decision asked for", assessed(authored=texts))
    )


def test_a_text_of_another_quarter_or_partnership_is_not_used():
    texts = [("dudley", "2008-09 Q2", "decision", "Later."), ("kent", "", "decision", "Elsewhere.")]

    assert "No decision is asked for: none is in the files of this project." in said(
        paper("Decision asked for", assessed(authored=texts))
    )


def test_the_text_of_the_quarter_goes_before_that_for_all():
    texts = [("dudley", "", "decision", "Always."), ("dudley", QUARTER, "decision", "Now.")]
    shown = said(paper("Decision asked for", assessed(authored=texts)))

    assert "Now." in shown
    assert "Always." not in shown


def test_without_any_text_each_part_says_so():
    assessment = assessed()

    assert "No background is in the files of this project." in said(paper("Background", assessment))
    assert "Nothing on finance is in the files of this project." in said(paper("Finance", assessment))
    assert "Nothing on equality is in the files of this project." in said(paper("Equality impact", assessment))
    assert "No contact is in the files of this project." in said(paper("Contact", assessment))


def test_every_section_can_be_written_from_a_single_figure():
    assessment = assessed()

    for heading in cells("performance")[0]:
        assert heading.endswith(FOR_REVIEW) or paper(heading, assessment).markup


def test_two_rules_of_leaving_are_told_apart_by_their_years_and_that_they_count_the_same():
    by_2007 = counted("treatment_system_exits_percent", 60, 160) | {"rule": "2007"}
    by_2009 = counted("successful_completion_of_exits", 60, 160) | {"rule": "2009"}
    shown = said(in_the_quarter(assessed(by_2007, by_2009)))

    assert "Treatment system exits (rule of 2007)" in shown
    assert "of those who left (rule of 2009)" in shown
    assert "The rules for leaving as planned count the same here: 60 of 160 treatment journeys." in shown


def test_a_count_is_given_once_and_no_comparator_is_not_no_difference():
    rows = [counted("top_reviews_percent", 40, 80), figure("exits", 565, source="records-of-nobody", unit="people")]
    alike = counted("top_starts_percent", 40, 80)
    others = alike | {"area_code": COUNTRY}
    shown = said(paper("Exits", assessed(*rows))) + said(in_the_quarter(assessed(alike, others)))

    assert "565 a number alone no figure no comparator Not compared" in shown
    assert "40 of 80 about 50% (45% to 55%) about 50% no different Similar" in shown


def test_of_too_few_for_a_percentage_the_counts_stand_beside_the_others_and_nothing_is_compared():
    few = counted("top_reviews_percent", 10, 20) | {"status": "counts", "value": None, "lower": None, "upper": None}
    side = few | {"indicator": "dropped_out_of_exits", "status": "bound", "numerator": None, "denominator": 140, "qualifier": FEWER}  # fmt: skip
    others = [counted(row["indicator"], 400, 1000) | {"area_code": COUNTRY} for row in (few, side)]
    shown = said(in_the_quarter(assessed(few, side, *others)))

    assert "10 of 20 too few for a share 40% not worked out Not compared" in shown
    assert "fewer than 8 of 140 under 6% 40% not worked out Not compared" in shown


def wait(name, group, **given):
    unit = "weeks" if name == "average_wait_weeks" else "percent"
    return figure(name, None, source="records-of-nobody", group=group, unit=unit) | given


def test_waits_by_kind_of_treatment_give_the_average_and_how_many_waited_long_and_nobodys_own_wait():
    over_3, over_6, over_12 = (f"waited_over_{weeks}_weeks_percent" for weeks in (3, 6, 12))
    waits = [
        wait("average_wait_weeks", "prescribing", value=2.1, denominator=60),
        counted(over_3, 15, 60) | {"breakdown": "modality", "group": "prescribing"},
        wait(over_6, "prescribing", status="hidden"),
        counted(over_12, 0, 60) | {"breakdown": "modality", "group": "prescribing"},
        wait("average_wait_weeks", "counselling", status="hidden"),
        wait(over_3, "counselling", status="counts", numerator=10, denominator=40),
        wait(over_6, "counselling", status="hidden"),
        wait(over_12, "counselling", status="hidden"),
    ]
    shown = said(waits_by_modality(assessed(*waits)))

    assert "Treatment Interventions Average, weeks Over 3 weeks Over 6 weeks Over 12 weeks" in shown
    assert "Prescribing 60 2.1 about 25% 15 of 60 [c] 0% 0 of 60" in shown
    assert "Counselling 40 [c] 10 of 40 [c] [c]" in shown
    hidden = [row | {"status": "hidden", "value": None, "numerator": None, "denominator": None} for row in waits]
    assert said(waits_by_modality(assessed(*hidden))) == ""


def test_where_nothing_clearly_changed_it_is_said_how_many_figures_were_compared():
    now, then = counted("dropped_out_of_exits", 30, 100), counted("dropped_out_of_exits", 35, 100, BEFORE)
    people = figure("in_treatment", 200, source="records-of-nobody", unit="people", period=BEFORE)

    expected = "Nothing has clearly changed. One of two figures was compared; one could not be."
    assert expected in said(paper("What changed", assessed(now, then, people)))
    assert expected in said(paper("Summary", assessed(now, then, people)))
    assert "Nothing has clearly changed. All the figures were compared." in said(
        paper("What changed", assessed(now, then))
    )


@pytest.mark.parametrize(
    ("number", "word"), [(0, "none"), (12, "twelve"), (17, "seventeen"), (20, "twenty"), (45, "forty-five")]
)
def test_a_number_below_a_hundred_is_spelt(number, word):
    assert spelt(number) == word


def test_money_that_is_named_without_an_amount_is_listed():
    line = {
        "partnership": "dudley",
        "funder": "Home Office",
        "text": "Grant",
        "financial_year": "2008-09",
        "measure": "",
        "place": "11",
    }
    shown = said(paper("Finance", assessed(REVIEWS[0], plan_funding=[line, line | {"funder": ""}])))

    assert "The document names two sources of money and prints no amount." in shown
    assert "Grant Home Office 2008-09 11 Grant not printed 2008-09 11" in shown
    elsewhere = [line | {"partnership": "kent"}]
    assert "No figure on money was found for Dudley." in said(paper("Finance", assessed(plan_funding=elsewhere)))


def test_that_fairness_cannot_be_told_is_said_before_any_verdict():
    groups = [
        counted("people_in_treatment_by_group", part, 400) | {"breakdown": "ethnic_group", "group": name}
        for name, part in (("White", 300), ("Asian or Asian British", 100))
    ]
    others = [row | {"area_code": COUNTRY} for row in groups]
    answer = said(paper("Equality impact", assessed(*groups, *others)))
    cannot = "For ethnic groups this cannot be answered: no local population by ethnic group is at hand for the year."

    assert 0 < answer.index(cannot) < answer.index("Similar")
    ratio = groups[0] | {
        "indicator": "representation_ratio",
        "unit": "ratio",
        "value": 1.2,
        "denominator": 250.0,
        "lower": 1.1,
        "upper": 1.3,
    }
    assert cannot not in said(paper("Equality impact", assessed(*groups, *others, ratio)))


def test_groups_without_a_comparator_have_no_columns_for_one():
    groups = [
        counted("people_in_treatment_by_group", part, 400) | {"breakdown": "sex", "group": name}
        for name, part in (("male", 300), ("female", 100))
    ]
    alone = said(paper("Equality impact", assessed(*groups)))
    beside = said(paper("Equality impact", assessed(*groups, groups[0] | {"area_code": COUNTRY})))

    assert "Group Number Share (95% interval) Bar Male 300 of 400" in alone
    assert "Against" not in alone and "no figure" not in alone
    assert "Against Estermark" in beside and "no figure" in beside


def test_journeys_do_not_live_with_children_but_the_people_whose_they_are():
    shown = said(who(assessed(counted("living_with_children_percent", 160, 595))))

    assert (
        "160 of 595 treatment journeys with an answer (27%, 22% to 32%) were of parents living with their children"
        in (shown)
    )


def of_treatment(kind, x, n, **given):
    return part("interventions_by_modality", "modality", kind, x, n) | given


def test_kinds_of_treatment_are_shown_with_what_is_not_counted_and_no_nought_of_that():
    prescribing, day = (
        of_treatment("specialist prescribing", 80, 200),
        of_treatment("structured day programme", 120, 200),
    )
    country = [row | {"area_code": COUNTRY} for row in (prescribing, day)]
    advice = of_treatment("advice and information", 0, 200, lower=0)
    shown = said(paper("Providers", assessed(prescribing, day, advice, *country)))

    assert "Structured interventions by kind, Dudley, July 2007 to June 2008" in shown
    assert shown.index("Structured day programme 120 of 200") < shown.index("Specialist prescribing 80 of 200")
    assert "Tier two work (advice and information, needle exchange, outreach) and aftercare are not counted" in shown
    assert "0 of 200" not in shown.replace("120 of 200", "").replace("80 of 200", "")


def test_without_interventions_nothing_is_said_of_kinds_of_treatment():
    assert "Tier two" not in said(paper("Providers", assessed()))
