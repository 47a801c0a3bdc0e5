"""Criminal justice and prison in a needs assessment, from small tables drawn by hand."""

from functools import partial

from outline import section
from small_paper import assessed, figure, part, said

criminal_justice = partial(section, "needs_assessment", "Criminal justice and prison")


TO_PRISON = part("exits_by_reason", "exit_reason", "prison", 30, 90)
REFERRED = part("new_presentations_by_group", "referral_source", "criminal justice", 60, 150)


def test_referrals_and_exits_to_prison_stand_with_counts_and_interval():
    shown = said(criminal_justice(assessed(REFERRED, TO_PRISON)))

    assert "Criminal justice: 60 of 150 (40%, 10% to 90%) of those who came in July 2007 to June 2008" in shown
    assert "Prison: 30 of 90 (about 33%, 10% to 90%) of those who left" in shown
    assert "How many come from prison is not known." in shown


def test_without_returns_one_sentence_stands_in_place_of_empty_tables():
    shown = said(criminal_justice(assessed(REFERRED)))

    assert "No return on the Drug Interventions Programme or on drug rehabilitation requirements is at hand." in shown
    assert "[x]" not in shown


def test_the_partnerships_own_returns_are_shown_where_there_are_any():
    begun = figure("drr_completions", 9, source="returns", unit="people")

    assert "Drug rehabilitation requirements: Dudley" in said(criminal_justice(assessed(begun)))


def test_with_nothing_at_hand_the_missing_referrals_are_named():
    assert "No figure on referrals by the criminal justice system was found for Dudley" in said(
        criminal_justice(assessed())
    )


def kpi(number, x, n, target=None):
    name = f"dip_kpi_{number}_percent"
    value = 100 * x / n
    given = {"origin": "calculated", "lower": max(0, value - 9), "upper": min(100, value + 9)}
    returned = figure(name, value, source="returns", counts=(x, n), **given)
    return [returned] if target is None else [returned, figure(name, target, source="returns", kind="target")]


def test_how_many_key_indicators_met_their_target_is_counted_from_the_returns():
    met, missed, no_target = kpi(1, 97, 100, 95), kpi(2, 60, 80, 85), kpi(4, 19, 20, 0)
    shown = said(criminal_justice(assessed(*met, *missed, *kpi(3, 30, 60))))

    assert "One of two KPIs of the programme for which there is a target were met in April to June 2008." in shown
    assert "cannot be judged" not in shown
    unjudged = said(criminal_justice(assessed(*met, *missed, *no_target)))
    assert "One of three KPIs of the programme for which there is a target were met" in unjudged
    assert "One cannot be judged." in unjudged


def test_without_a_target_no_key_indicator_is_said_to_be_met():
    assert "were met" not in said(criminal_justice(assessed(*kpi(1, 97, 100))))
