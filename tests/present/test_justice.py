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


YEAR = ("2024-04-01", "2025-03-31")


def today(*figures):
    ground = figure("exits", 40, source="returns", unit="people", period=("2025-01-01", "2025-03-31"))
    return assessed(ground, *figures, quarter="2024-25 Q4")


def test_continuity_of_care_is_told_from_files_alone_and_never_of_those_who_arrived():
    days = figure(
        "prison_referral_days_to_start",
        8.1,
        source="records-of-nobody",
        unit="days",
        period=YEAR,
        window="financial_year",
    )
    came = figure(
        "prison_referral_percent",
        10,
        source="records-of-nobody",
        period=YEAR,
        counts=(80, 800),
        window="financial_year",
    )
    without = said(criminal_justice(today(REFERRED | {"period_end": "2025-03-31"}, came, days)))
    continuity = without[without.index("Continuity of care") :]

    assert "started treatment 8.1 days after their referral on average in 2024-25." in without
    assert "This is of those who arrived." in without
    assert "No published figure on adults who left prison" in continuity
    assert "8.1" not in continuity
    published = figure(
        "continuity_of_care_percent", 53, source="returns", period=YEAR, counts=(53, 100), window="financial_year"
    )
    told = said(criminal_justice(today(published)))
    assert "53 of 100 adults who left prison with a need for treatment (53%) engaged in structured treatment" in told
    assert "Continuity" not in said(criminal_justice(assessed(REFERRED)))


def test_the_programme_of_another_time_has_no_heading_today():
    returned = figure("drr_completions", 9, source="returns", unit="people", period=("2025-01-01", "2025-03-31"))
    shown = said(criminal_justice(today(returned)))

    assert "Drug rehabilitation requirements" in shown
    assert "Drug Interventions Programme" not in shown
