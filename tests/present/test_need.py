"""The section on need: how many are not in treatment comes first, with bounds; the bullseye; what a partnership claims."""

from functools import partial

import pytest
from outline import FOR_REVIEW, section
from small_paper import assessed, figure, said

from needs.measure.need import AGES_DIFFER
from needs.present.evidence import worked_out
from needs.present.sections import bullseye

need = partial(section, "needs_assessment", "Need for drug treatment")
review = partial(section, "needs_assessment", f"Need for drug treatment{FOR_REVIEW}")


YEAR = {"period": ("2007-04-01", "2008-03-31"), "unit": "people", "source": "returns", "window": "financial_year"}
USERS = {"population": "opiate and/or crack users", "age": "15-64"}
ESTIMATE = figure("opiate_crack_users", 1492, kind="estimate", lower=1267, upper=1841, **YEAR) | USERS
TREATED = figure("in_treatment", 625, **YEAR) | {
    "breakdown": "substance",
    "group": "opiates and/or crack",
    "age": "18+",
}
UNMET = {"kind": "estimate", "origin": "calculated", "rule": AGES_DIFFER, **USERS}
LIMITS = "limits of the published estimate, 95%"
PERCENT = figure(
    "opiate_crack_unmet_need_percent", 58.1, counts=(625, 1492), lower=50.7, upper=66.0, interval_method=LIMITS,
    **YEAR | {"unit": "percent"},
) | UNMET  # fmt: skip
PEOPLE, WIDER = (
    figure(
        f"opiate_crack_not_in_treatment{end}",
        867,
        counts=(625, 1492),
        lower=642,
        upper=upper,
        interval_method=LIMITS,
        **YEAR,
    )
    | UNMET
    for end, upper in (("", 1216), ("_any_age", 1436))
)
KENT = {"population": "Class A problem drug users", "age": "not printed"}
REFUSED = figure("opiate_crack_unmet_need_percent", None, counts=(3262, 5385), kind="estimate", **YEAR | {"unit": "percent"}) | {
    "status": "refused", "reason": "the people counted differ (treated: drug users; estimate: users)", "origin": "calculated", **KENT,
}  # fmt: skip
PRINTED = figure("opiate_crack_users", 5385, kind="estimate", **YEAR) | KENT


def test_how_many_are_not_in_treatment_comes_first_with_both_bounds():
    shown = said(need(assessed(ESTIMATE, TREATED, PERCENT, PEOPLE, WIDER)))

    assert shown.index("About 870 people") < shown.index("were estimated to use opiates or crack")
    assert "were not in it in 2007-08, between 640 and 1,220." in shown
    assert (
        "of ages 15-64. Allowing for people treated at other ages, between 640 and 1,440 were not in treatment."
        in shown
    )
    assert "some of those treated may be of other ages" not in shown  # which the wider bounds say


def test_where_people_differ_both_usable_figures_are_given_and_no_third():
    shown = said(need(assessed(PRINTED, REFUSED)))

    assert (
        '5,385 people were estimated to be "Class A problem drug users". 3,262 people in treatment were counted'
        in shown
    )
    assert "cannot be worked out from the two. The people counted differ" in shown
    assert "2,123" not in shown
    assert shown.count("people were estimated to") == 1 and "No interval was published." in shown


def test_neither_of_two_figures_is_surer_than_the_document_that_prints_it():
    paper = {"source": "paper"}
    printed = figure("in_treatment", 3262, **YEAR) | {"qualifier": "region of"} | paper
    shown = said(need(assessed(PRINTED | {"qualifier": "about"} | paper, printed, REFUSED | paper)))

    assert "About 5,385 people were estimated" in shown
    assert "In the region of 3,262 people in treatment were counted" in shown


def test_two_rings_where_no_records_say_more():
    shown = said(need(assessed(ESTIMATE, TREATED, PERCENT, PEOPLE)))

    assert (
        "625 people who use opiates or crack were in treatment in the year 2007-08; about 870 of an estimated 1,492 were not"
        in shown
    )
    assert "Not in treatment in the year about 870 (640 to 1,220) 1,492" in shown
    assert "on the last day" not in said(review(assessed(ESTIMATE, TREATED, PERCENT, PEOPLE)))


RECORDS = YEAR | {"source": "records-of-nobody"}


def counted(name, value, **given):
    return figure(f"opiate_crack_{name}", value, counts=(value, None), **RECORDS, **given)


RINGS = (
    counted("in_treatment", 700),
    counted("in_treatment_on_the_day", 450),
    counted("known_to_treatment_earlier", 300),
)


def test_records_split_the_rings_and_the_last_is_what_is_left():
    of = assessed(ESTIMATE, *RINGS)
    shown = said(need(of))

    assert (
        "450 people who use opiates or crack were in treatment on the last day of the year 2007-08; about 490 of an estimated 1,492"
        in shown
    )
    # 1,492 - 1,000, 1,267 - 1,000 and 1,841 - 1,000
    assert "Not on file about 490 (270 to 840) 1,492" in shown
    assert "In treatment in the year, not on its last day 250 700" in shown
    assert "about 490 of an estimated 1,492 are not on file" in shown
    assert "Who is known to the Drug Interventions Programme and was never treated is not on file" in said(review(of))
    assert "Earlier goes back to the first day of the files. Who left before then is in the last ring" in said(
        review(of)
    )
    assert "innermost ring that applies on the last day" in said(review(of))


def test_an_estimate_of_other_people_has_no_rings_of_those_whom_records_count():
    shown = said(need(assessed(PRINTED, *RINGS)))

    assert "5,385" in shown and "on the last day of the year" not in shown and "not in treatment" not in shown


def test_without_published_treatment_unmet_need_is_told_from_records():
    assert "About 790 people who use opiates or crack were not in treatment in 2007-08, between 570 and 1,140." in said(
        need(assessed(ESTIMATE, *RINGS))
    )


def test_known_users_matched_by_the_programme_have_a_ring_of_their_own():
    programme = figure("opiate_crack_known_to_dip_only", 100, **YEAR)
    shown = said(need(assessed(ESTIMATE, *RINGS, programme)))

    assert "Known to the Drug Interventions Programme, never treated 100 1,100" in shown
    assert "Not on file about 390 (170 to 740) 1,492" in shown


def test_more_known_users_than_estimated_are_called_inconsistent_and_not_none():
    of = assessed(ESTIMATE, *RINGS[:2], counted("known_to_treatment_earlier", 900))

    assert "More people are in treatment, or were before, than the 1,492 estimated" in said(need(of))
    assert "Not on file inconsistent with known users 1,600" in said(need(of))
    assert "The estimate of 1,492 people is inconsistent with the 1,600 known users" in said(review(of))
    assert "By the upper limit of the estimate about 240 would be left at most." in said(review(of))  # 1,841 - 1,600
    rest = bullseye.of(of).rest
    assert worked_out(rest) == "1,492 estimated, 1,600 known: inconsistent"


def test_the_way_through_treatment_ends_with_completing_it():
    rolling = {
        "period": ("2007-07-01", "2008-06-30"),
        "unit": "people",
        "source": "records-of-nobody",
        "window": "rolling_12_months",
    }
    steps = (("in_treatment", 700), ("effective_treatment", 560), ("completed", 105))
    shown = said(
        review(assessed(*(figure(f"opiate_crack_{name}", n, counts=(n, None), **rolling) for name, n in steps)))
    )

    assert "In treatment in the year 700 100%" in shown
    assert "left as planned 560 80% Completed treatment in the year 105 15%" in shown


def other(method, value, **given):
    return figure("opiate_crack_users_by_other_methods", value, kind="estimate", **YEAR) | USERS | {
        "breakdown": "method", "group": method, "place": method, "origin": "calculated", "note": "what it rests on", **given,
    }  # fmt: skip


def test_other_methods_are_a_range_and_a_method_each_and_never_one_number():
    of = assessed(other("rate of a larger area", 1320), other("deaths multiplier", 1980, lower=1360, upper=2780))

    assert "Two methods that work from other places give from about 1,320 to about 2,000 people" in said(need(of))
    assert "With their limits they go from 1,320 to 2,800." in said(need(of))
    assert "With their limits" not in said(need(assessed(other("rate of a larger area", 1320))))
    shown = said(review(of))
    assert "Deaths multiplier 2007-08 about 2,000 (1,360 to 2,800) What it rests on." in shown
    assert "Rate of a larger area 2007-08 about 1,320, no interval" in shown


def test_where_nothing_is_at_hand_one_sentence_says_what_is_missing():
    assert "That takes a rate of its region or country, and its residents by age." in said(review(assessed()))


CLAIM = ("dudley", "", "not_reached_prison", "They are lost at the gate.")


def test_a_claim_stands_beside_the_figures_there_are_without_a_verdict():
    came = figure("prison_referral_percent", 7.5, counts=(150, 2000), source="records-of-nobody", lower=6, upper=9)
    shown = said(need(assessed(came, authored=[CLAIM])))

    assert "They are lost at the gate. People leaving prison. The figures say: 150 of 2,000" in shown
    assert "Who is not in treatment, as the partnership sees it" in shown


def test_a_claim_on_communities_is_set_beside_residents_of_its_time_on_their_day():
    claim = ("dudley", "", "not_reached_communities", "They do not come.")
    year = {
        "period": ("2007-04-01", "2008-03-31"),
        "window": "financial_year",
        "breakdown": "ethnic_group",
        "source": "returns",
    }
    day = {"window": "day", "breakdown": "ethnic_group", "source": "returns"}
    treated = figure("people_in_treatment_by_group", 5, group="asian", counts=(50, 1000), **year)
    then, before = (
        figure("population_share_percent", value, group="asian", period=(of, of), **day)
        for value, of in ((7.5, "2007-06-30"), (6.5, "2001-04-29"))
    )

    assert "On 30 June 2007, of residents: 7.5% Asian." in said(need(assessed(treated, then, authored=[claim])))
    shown = said(need(assessed(treated, before, authored=[claim])))
    assert "In 2007-08, of people in treatment: 5% Asian." in shown and "of residents:" not in shown


@pytest.mark.parametrize("block", ["prison", "under_25", "not_ready", "communities"])
def test_a_claim_on_which_there_is_no_figure_says_so(block):
    claim = ("dudley", "", f"not_reached_{block}", "So we hold.")

    assert "No figure was found on this." in said(need(assessed(authored=[claim])))


def test_what_is_not_claimed_is_not_spoken_of():
    assert "as the partnership sees it" not in said(need(assessed()))


def test_a_target_is_no_result_over_the_years_and_a_hidden_figure_drives_out_none():
    years = {"unit": "people", "window": "financial_year", "source": "returns"}
    rows = [
        figure("in_treatment", 1105, period=("2006-04-01", "2007-03-31"), **years),
        figure("in_treatment", 1600, period=("2007-04-01", "2008-03-31"), kind="target", **years),
        figure("new_presentations", 505, period=("2007-04-01", "2008-03-31"), **years),
        figure("new_presentations", None, period=("2007-04-01", "2008-03-31"), place="b", status="hidden", **years),
    ]
    of = assessed(*rows)

    assert 1600 not in [fact.value for fact in of.over_years("in_treatment")]
    assert of.only("new_presentations").value == 505


def test_an_estimate_by_sex_is_shown_by_group_and_not_set_against_treatment():
    by_sex = [
        figure("opiate_crack_users", value, kind="estimate", **YEAR) | USERS | {"breakdown": "sex", "group": sex}
        for sex, value in (("female", 400), ("male", 1092))
    ]
    shown = said(review(assessed(ESTIMATE, *by_sex)))

    assert "Female 2007-08 400 Male 2007-08 1,092" in shown
    assert "is not published by these groups" in shown


def test_what_was_refused_beside_a_figure_that_is_told_stands_in_the_review():
    of = assessed(ESTIMATE, TREATED, PERCENT, PEOPLE, PRINTED | {"source": "paper"}, REFUSED | {"source": "paper"})

    assert "cannot be worked out" not in said(need(of))
    assert "cannot be worked out from the two. The people counted differ" in said(review(of))


def test_a_key_message_on_an_old_estimate_says_that_no_later_one_was_found():
    key = partial(section, "needs_assessment", "Key messages")
    facts = (ESTIMATE, TREATED, PERCENT, PEOPLE)

    assert "No later estimate was found" not in said(key(assessed(*facts)))
    assert "No later estimate was found, and need may have changed since." in said(
        key(assessed(*facts, figure("in_treatment", 9, period=("2011-07-01", "2011-09-30")), quarter="2011-12 Q2"))
    )
