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
THIS, LAST, NEXT = ("2008-04-01", "2009-03-31"), ("2007-04-01", "2008-03-31"), ("2009-04-01", "2010-03-31")
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
    assert "Where no range stands" in text
    assert sums(of)["people short of the target"] == "1,885 - 1,797 = 88"
    assert sums(of)["people short of the target, a month"] == "88 / 12 months = 7.3"


def test_the_printed_cut_of_a_part_of_the_money_is_the_most_that_people_and_weeks_can_lose():
    """5.1% of 1,797 is 91.6; 0.949 x 1,797 / 1,885 is 9.5% less than all; 5.1% of 52 weeks is 2.7."""
    of = assessed(*EFFECTIVE, CUT, **WITH_A_CUT)
    text = shown(of)

    assert "Change in the pooled budget: a cut of 5.1% for 2008-09." in text
    assert "That is only a part of the money for treatment." in text
    assert "At the same cost for each person, at most 92 fewer than 1,797 could be paid for." in text
    assert "If the target is to be reached as well, up to 9.5% less money is left for each person." in text
    assert "For as many people as now, a stay of a whole year would be at most 2.7 weeks shorter." in text
    assert sums(of)["money for each person at a cut of 5.1% and the target"] == "94.9% x 1,797 / 1,885 - 100% = -9.5%"


def test_growth_of_a_part_of_the_money_pays_for_at_most_so_many_more():
    """1.02 x 1,797 / 1,885 is 2.8% less; with no growth it is 4.7% less, so that 2.8% is the least."""
    grown = CUT | {"value": 2}
    text = shown(assessed(*EFFECTIVE, grown, **WITH_A_CUT))

    assert "at most 36 more than 1,797 could be paid for." in text
    assert "at least 2.8% less money is left for each person." in text


def test_a_cut_in_full_says_months_of_money_and_weeks_of_a_stay():
    text = in_review(assessed(*EFFECTIVE, CUT, **WITH_A_CUT))

    assert "1,797 (2007-08) at least 1,705 at most 92 fewer" in text
    assert "12 months 11.4 months 0.6 months fewer" in text
    assert "52 weeks at least 49.3 weeks at most 2.7 weeks fewer" in text


def test_places_are_worked_out_where_records_are_kept():
    places = figure("in_treatment_when_period_ends", 120, source="records-of-nobody", unit="people", period=BEFORE)
    text = shown(assessed(*EFFECTIVE, CUT, places, quarter="2007-08 Q4", **WITH_A_CUT))

    assert "At most about 6 of 120 places would go." in text


def test_a_cut_is_not_put_on_people_who_were_counted_while_it_held():
    people = NOW("effective_treatment", 1700, **PEOPLE | {"period": THIS})
    of = partial(assessed, people, AHEAD("effective_treatment", 1885, **PEOPLE | {"period": NEXT}), CUT, **WITH_A_CUT)

    assert "could be paid for" not in shown(of(quarter="2008-09 Q3"))
    assert "The money." not in shown(of(quarter="2008-09 Q4"))


def test_a_cut_of_money_that_pays_for_others_is_not_put_on_a_target():
    lines = [LINES[0] | {"people_measures": ""}, LINES[1]]
    text = shown(assessed(*EFFECTIVE, CUT, **WITH_A_CUT | {"plan_funding": lines}))

    assert "The money." in text
    assert "paid for" not in text


def test_a_target_that_is_reached_needs_nothing_and_may_still_be_after_the_cut():
    reached = (NOW("effective_treatment", 2000, **PEOPLE), AHEAD("effective_treatment", 1885, **PEOPLE))
    text = shown(assessed(*reached, CUT, **WITH_A_CUT))

    assert "The target of 1,885 would still be reached." in text
    assert "What would have to be true" not in text
    assert "nothing more: it is within the target" in in_review(assessed(*reached))


def test_people_who_were_counted_in_a_quarter_may_be_beyond_the_target_of_the_year():
    of = assessed(figure("effective_treatment", 1980, **PEOPLE), EFFECTIVE[1])

    assert "asks for more than there is today" in shown(of)
    assert "nothing more: it is within the target" in in_review(of)


def test_a_plan_of_fewer_is_not_shared_out_by_month():
    """Kent: 340 now and 150 planned; nobody says that fewer is better."""
    young = {"unit": "people", "population": "young people"}
    measure = "young_people_on_drug_intervention_support_programme"
    text = shown(assessed(NOW(measure, 340, **young), AHEAD(measure, 150, **young)))

    assert "190 fewer" in text
    assert "a month" not in text


def test_a_share_of_people_who_were_counted_has_a_range_by_its_interval():
    """80% of 200 is 160: 20 more than 140; limits of 65% and 75% leave 10 to 30. Nine months of the year are left."""
    target = AHEAD("retained_or_planned_discharge_percent", 80)
    text = shown(assessed(counted("retained_or_planned_discharge_percent", 140, 200), target))

    assert "about 20 more (10 to 30), about 2.2 a month" in text
    assert "A range holds chance in today's share alone." in text


def test_fewer_are_wanted_where_lower_is_better():
    target = AHEAD("dropped_out_of_exits", 20)
    text = shown(assessed(counted("dropped_out_of_exits", 50, 200), target))

    assert "about 10 fewer (0 to 20)" in text


def test_a_share_without_counts_is_said_of_every_hundred():
    """Derby: 19% of those who left, and 36% wanted."""
    text = shown(assessed(NOW("successful_exit_percent", 19, kind="baseline"), AHEAD("successful_exit_percent", 36)))

    assert "The target for 2008-09 is 36%: 17 more of every 100." in text
    just_under = NOW("successful_exit_percent", 19, kind="baseline", qualifier="just under")
    assert "about 17 more of every 100" in shown(assessed(just_under, AHEAD("successful_exit_percent", 36)))


def test_points_are_put_in_people_where_the_plan_says_what_the_percentage_is_of():
    """Derby: 1.5 points of 1,154 are 17 people."""
    row = {"measure": "tier_4_percent", "breakdown": "all", "group": "all", "percentage_of": "effective_treatment"}
    figures = (NOW("tier_4_percent", 2), AHEAD("tier_4_percent", 3.5), NOW("effective_treatment", 1154, **PEOPLE))
    of = assessed(*figures, plan_documents=[PLANNED], plan_priorities=[OF_PLAN | row])

    assert "The target for 2008-09 is 3.5%: 17 more, 1.4 a month." in shown(of)
    assert sums(of)["people short of the target"] == "(3.5% - 2%) of 1,154 = 17"


COMING = figure("new_presentations_per_month", 200, period=LAST, window="year_to_date", unit="people per month")


def test_a_target_without_a_figure_of_today_is_put_in_people_by_those_who_come_in_a_month():
    """Kent: 6 points above the 67% who stayed are 144 of 2,400 a year, 12 a month; 73% of 2,400 is 1,752."""
    target = AHEAD("retained_or_planned_discharge_percent", 73, population="new presentations to drug treatment")
    text = shown(assessed(target, COMING, NOW("retained_12_weeks_percent", 67)))

    assert "none printed; 67% stayed in treatment for 12 weeks or more" in text
    assert "at most 144 more of the 2,400 who come in a year at most 12" in text
    assert "if both shares are of the same people" in text
    assert "1,752 of the 2,400 who come in a year" in shown(assessed(target, COMING))


def test_a_target_of_the_year_that_ends_is_no_way_ahead():
    now = figure("in_treatment", 3262, period=("2007-04-01", "2008-02-29"), window="year_to_date", unit="people")
    target = figure("in_treatment", 3542, kind="target", period=LAST, window="financial_year", unit="people")

    assert "No target that is still to come" in shown(assessed(now, target, quarter="2007-08 Q4"))


def test_a_wait_has_to_be_so_many_weeks_shorter():
    now, target = figure("average_wait_weeks", 3, unit="weeks"), AHEAD("average_wait_weeks", 2, unit="weeks")

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
    level = of_year("dropped_out_of_exits", 40, (4000, 10000)) | {"area_code": ENGLAND}
    assert "What it would take" not in shown(assessed_of_print(*TOTALS, level))


def test_where_records_are_kept_yearly_totals_are_left_to_the_model_of_flows():
    assert yearly_totals.flows(assessed(*TOTALS)) is None


def test_the_plan_gives_the_same_words_and_a_cut_that_is_asked_for_takes_the_place_of_the_printed_one():
    of = assessed(*EFFECTIVE, CUT, **WITH_A_CUT)
    asked = said(section("treatment_plan", TITLE, of, plan=_plan(of, 10)))

    assert "Change in money, as asked for: a cut of 10%." in asked
    assert "At the same cost for each person, 180 fewer than 1,797 could be paid for." in asked


def _plan(of, cut):
    """A plan without rows, for which a cut is asked."""
    frames = {name: pd.DataFrame(columns=["plan_year", *columns], dtype="str") for name, columns in COLUMNS.items()}
    rows = Plans(**frames)
    return Plan(assessment=of, rows=rows, earlier=rows, cut_percent=cut, absent="")
