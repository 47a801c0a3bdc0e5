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
