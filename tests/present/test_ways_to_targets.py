"""What would have to be true: targets, the cut that is printed, activity and yearly totals, of figures drawn by hand."""

from dataclasses import replace
from functools import partial

import pandas as pd
from outline import FOR_REVIEW, section
from small_figures import ENGLAND
from small_paper import BEFORE, Q1, assessed, counted, figure, said

from needs.measure.plans import COLUMNS, Plans
from needs.present.sections import activity, yearly_totals
from needs.present.sections.plan import Plan

TITLE = "What would happen if"
THIS, LAST = ("2008-04-01", "2009-03-31"), ("2007-04-01", "2008-03-31")
AHEAD = partial(figure, kind="target", period=THIS, window="financial_year")
NOW = partial(figure, period=LAST, window="financial_year")
PEOPLE = {"unit": "people", "population": "adults"}
EFFECTIVE = (NOW("effective_treatment", 1797, kind="estimate", **PEOPLE), AHEAD("effective_treatment", 1885, **PEOPLE))
CUT = figure(
    "pooled_treatment_budget_change_percent", -5.1, period=THIS, window="financial_year", unit="percent change",
    quote="5.1% reduction",
)  # fmt: skip
MONEY = [{"measure": CUT["indicator"], "topic": "money", "title": "Change in the pooled budget"}]
OF_PLAN = {"partnership": "dudley", "plan_year": "2008-09"}
PLANNED = OF_PLAN | {"plan_start": "2008-04-01", "plan_end": "2009-03-31"}
LINES = [
    OF_PLAN | {"item": "F1", "text": "Treatment", "people_measures": "effective_treatment"},
    OF_PLAN | {"item": "F2", "measure": CUT["indicator"], "applies_to": "F1"},
]
WITH_A_CUT = {"measures": MONEY, "plan_documents": [PLANNED], "plan_funding": LINES}


def shown(of):
    return said(section("needs_assessment", TITLE, of))


def in_review(of):
    return said(section("needs_assessment", f"{TITLE}{FOR_REVIEW}", of))


def sums(of):
    """The sum of each figure that was worked out, by what it is."""
    return {fact.place: fact.sum for fact in of.cited.values() if fact.sum}


def test_a_target_in_people_says_how_many_more_and_how_many_a_month():
    """Kent: 1,885 - 1,797 = 88, which are 7.3 a month of the target's year."""
    of = assessed(*EFFECTIVE)
    text = shown(of)

    assert (
        "People in effective treatment: 1,797 in 2007-08. The target for 2008-09 is 1,885: 88 more, 7.3 a month."
        in text
    )
    assert "no forecast" in text
    assert "No range can be given" in text
    assert sums(of)["people short of the target"] == "1,885 - 1,797 = 88"
    assert sums(of)["people short of the target, a month"] == "88 / 12 months = 7.3"


def test_the_printed_cut_is_put_in_people_places_and_weeks_and_set_beside_the_target():
    """5.1% of 1,797 is 91.6; 0.949 x 1,797 / 1,885 is 9.5% less than all; 5.1% of 52 weeks is 2.7."""
    of = assessed(*EFFECTIVE, CUT, **WITH_A_CUT)
    text = shown(of)

    assert "Change in the pooled budget: a cut of 5.1% for 2008-09." in text
    assert "pays for 1,705 of 1,797, 92 fewer." in text
    assert "If the target is to be reached as well, 9.5% less money is left for each person." in text
    assert (
        "With 5.1 of every 100 places gone, as many people could come if a year in treatment were 2.7 weeks shorter."
        in text
    )
    assert "1,705 paid for; 180 short of the target" in text
    assert sums(of)["money for each person at a cut of 5.1% and the target"] == "94.9% x 1,797 / 1,885 - 100% = -9.5%"


def test_a_cut_in_full_says_months_of_money_and_places_of_every_hundred():
    text = in_review(assessed(*EFFECTIVE, CUT, **WITH_A_CUT))

    assert "12 months 11.4 months 0.6 months fewer" in text
    assert "100 places 94.9 places 5.1 places fewer" in text
    assert "No number of places is given" in text


def test_places_and_stays_are_worked_out_where_records_are_kept():
    """120 places and 40 who come in a quarter of 3 months are 9 months each; 5.1% of them is 0.5."""
    records = partial(figure, source="records-of-nobody", unit="people")
    of = assessed(
        *EFFECTIVE, CUT, records("in_treatment_when_period_ends", 120), records("new_presentations", 40), **WITH_A_CUT
    )
    text = shown(of)

    assert "About 6 of 120 places would go." in text
    assert "a stay of about 9 months would be about 0.5 months shorter." in text


def test_a_cut_of_money_that_pays_for_others_is_not_put_on_a_target():
    lines = [LINES[0] | {"people_measures": ""}, LINES[1]]
    text = shown(assessed(*EFFECTIVE, CUT, **WITH_A_CUT | {"plan_funding": lines}))

    assert "not of this money" in text
    assert "paid for" not in text


def test_a_target_that_is_reached_needs_nothing_and_may_still_be_after_the_cut():
    reached = (NOW("effective_treatment", 2000, **PEOPLE), AHEAD("effective_treatment", 1885, **PEOPLE))
    text = shown(assessed(*reached, CUT, **WITH_A_CUT))

    assert "nothing more: it is within the target" in text
    assert "The target of 1,885 would still be reached." in text
    assert "1,898 paid for; 13 above the target" in text


def test_a_share_of_people_who_were_counted_has_a_range_by_its_interval():
    """80% of 200 is 160: 20 more than 140; limits of 65% and 75% leave 10 to 30. A quarter has three months."""
    target = figure("retained_or_planned_discharge_percent", 80, kind="target")
    text = shown(assessed(counted("retained_or_planned_discharge_percent", 140, 200), target))

    assert "about 20 more (10 to 30), about 6.7 a month" in text
    assert "Ranges are those of the share alone" in text


def test_fewer_are_wanted_where_lower_is_better():
    target = AHEAD("dropped_out_of_exits", 20)
    text = shown(assessed(counted("dropped_out_of_exits", 50, 200), target))

    assert "about 10 fewer (0 to 20)" in text


def test_a_share_without_counts_is_said_of_every_hundred():
    """Derby: 19% of those who left, and 36% wanted."""
    text = shown(assessed(NOW("successful_exit_percent", 19, kind="baseline"), AHEAD("successful_exit_percent", 36)))

    assert "The target for 2008-09 is 36%: 17 more of every 100." in text


def test_points_are_put_in_people_where_the_plan_says_what_the_percentage_is_of():
    """Derby: 1.5 points of 1,154 are 17 people."""
    row = {"measure": "tier_4_percent", "breakdown": "all", "group": "all", "percentage_of": "effective_treatment"}
    figures = (NOW("tier_4_percent", 2), AHEAD("tier_4_percent", 3.5), NOW("effective_treatment", 1154, **PEOPLE))
    of = assessed(*figures, plan_documents=[PLANNED], plan_priorities=[OF_PLAN | row])

    assert "The target for 2008-09 is 3.5%: 17 more, 1.4 a month." in shown(of)
    assert sums(of)["people short of the target"] == "(3.5% - 2%) of 1,154 = 17"


COMING = figure("new_presentations_per_month", 200, period=LAST, window="year_to_date", unit="people per month")


def test_a_target_without_a_figure_of_today_is_put_in_people_by_those_who_come_in_a_month():
    """Kent: 73% of 2,400 a year is 1,752 and of 200 a month 146; 6 points above the 67% who stayed are 144."""
    target = AHEAD("retained_or_planned_discharge_percent", 73, population="new presentations to drug treatment")
    text = shown(assessed(target, COMING, NOW("retained_12_weeks_percent", 67)))

    assert "none printed; at least 67%" in text
    assert "1,752 of 2,400 who come in a year: at most 144 more than now 146" in text


def test_people_of_a_part_of_a_year_that_is_over_are_not_set_against_the_whole():
    now = figure("in_treatment", 3262, period=("2007-04-01", "2008-02-29"), window="year_to_date", unit="people")
    target = figure("in_treatment", 3542, kind="target", period=LAST, window="financial_year", unit="people")

    assert "not worked out: the figures are of times of different length" in shown(
        assessed(now, target, quarter="2007-08 Q4")
    )


def test_a_wait_has_to_be_so_many_weeks_shorter():
    now, target = (
        figure("average_wait_weeks", 3, unit="weeks"),
        figure("average_wait_weeks", 2, unit="weeks", kind="target"),
    )

    assert "1 week shorter" in shown(assessed(now, target))


def test_a_target_whose_days_are_over_is_no_way_ahead_and_one_without_a_figure_is_named():
    over = figure("effective_treatment", 1885, kind="target", period=BEFORE, unit="people")
    of = assessed(
        figure("effective_treatment", 1797, period=BEFORE, unit="people"), over, AHEAD("care_plan_percent", 90)
    )

    assert "No target that is still to come stands beside a figure of today" in shown(of)
    assert "Received a care plan: 90% for 2008-09." in in_review(of)


def test_referrals_from_prison_stand_beside_those_who_come():
    """Kent: 900 a year are 75 a month; with 200 who come they are 275, or 37.5 for every 100."""
    referred = figure(
        "referrals_to_treatment", 900, kind="estimate", period=THIS, window="financial_year", unit="referrals",
        group="prison", breakdown="referral_source",
    )  # fmt: skip
    text = said(activity.by_kind(assessed(referred, COMING)))

    assert "900 referrals in 2008-09 are 75 a month, beside 200 people who come." in text
    assert "275 a month would come, 37.5 more for every 100." in text
    assert "200 2,400 printed: actual" in text


def test_syringes_of_a_quarter_are_said_for_a_month_and_for_each_visit():
    """East Kent: 117,378 in three months are 39,126 a month, and 27.5 for each of 4,276 visits."""
    of_east = partial(figure, group="East", breakdown="part_of_county", period=Q1)
    given = of_east("syringes_distributed", 117378, unit="syringes")
    text = said(activity.by_kind(assessed(given, of_east("syringe_exchange_visits", 4276, unit="visits"))))

    assert "39,126 469,512" in text
    assert "East: 27.5 syringes for each visit." in text


def of_year(indicator, value, counts=None, **given):
    given = {"source": "returns", "place": "", "unit": "percent" if counts else "people"} | given
    return NOW(indicator, value, counts=counts, **given)


TOTALS = (
    of_year("in_treatment", 1465), of_year("new_presentations", 650),
    of_year("dropped_out_of_exits", 100 * 220 / 590, (220, 590), lower=33.5, upper=41.3),
)  # fmt: skip


def assessed_of_print(*figures):
    """Without the records that `assessed` draws by itself."""
    of = assessed(*figures)
    return replace(of, known=of.known[of.known["source"] != "records-of-nobody"])


def test_published_totals_give_next_years_people_if_as_many_come():
    """Barnet: 1,465 - 590 + 650 = 1,525."""
    of = assessed_of_print(*TOTALS)
    flows = yearly_totals.flows(of)

    assert flows is not None
    assert flows.totals.next_year == 1525
    text = shown(of)
    assert "In 2007-08, 1,465 people were in treatment; 650 came into it and 590 left it." in text
    assert "about 1,525 would be in treatment." in text


def test_to_be_like_others_so_many_fewer_would_drop_out():
    """30% of 590 is 177: 43 fewer than 220; from 21 at 33.5% to 67 at 41.3%."""
    england = of_year("dropped_out_of_exits", 30, (3000, 10000)) | {"area_code": ENGLAND}
    text = shown(assessed_of_print(*TOTALS, england))

    assert "about 43 fewer drop out (21 to 67)" in text


def test_where_records_are_kept_yearly_totals_are_left_to_the_model_of_flows():
    assert yearly_totals.flows(assessed(*TOTALS)) is None


def test_the_plan_gives_the_same_words_and_a_cut_that_is_asked_for_takes_the_place_of_the_printed_one():
    of = assessed(*EFFECTIVE, CUT, **WITH_A_CUT)
    asked = said(section("treatment_plan", TITLE, of, plan=_plan(of, 10)))

    assert "Change in money, as asked for: a cut of 10%" in asked
    assert "pays for 1,617 of 1,797, 180 fewer." in asked


def _plan(of, cut):
    """A plan without rows, for which a cut is asked."""
    frames = {name: pd.DataFrame(columns=["plan_year", *columns], dtype="str") for name, columns in COLUMNS.items()}
    rows = Plans(**frames)
    return Plan(assessment=of, rows=rows, earlier=rows, cut_percent=cut, absent="")
