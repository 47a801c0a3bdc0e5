"""The key messages of a needs assessment: what they say where nothing stands out."""

from small_figures import COUNTRY
from small_paper import assessed, counted

from needs.present.sections import messages


def beside(indicator, x, n):
    """A share of the partnership, and the very same of all others together."""
    own = counted(indicator, x, n)
    return own, own | {"area_code": COUNTRY}


def said(*figures):
    assessment = assessed(*figures)
    facts = messages.judged(assessment)
    return [found(assessment, facts).text for found in (messages.worst_miss, messages.best_result)]


def test_it_is_said_of_how_many_figures_none_stands_out():
    waits, exits = beside("first_waits_within_3_weeks", 60, 80), beside("successful_completion_of_exits", 30, 80)

    assert said(*waits) == [
        "No target was found. One figure could be compared with Estermark. It is not worse beyond chance.",
        "No target was found. One figure could be compared with Estermark. It is not better beyond chance.",
    ]
    assert said(*waits, *exits)[0] == (
        "No target was found. Two figures could be compared with Estermark. Neither is worse beyond chance."
    )
    assert said(*waits, *exits, *beside("dropped_out_of_exits", 40, 80))[1] == (
        "No target was found. Three figures could be compared with Estermark. None is better beyond chance."
    )


def against(indicator, x, others, n=400):
    """A share of the partnership, and another share of ten times as many of all others together."""
    return counted(indicator, x, n), counted(indicator, 10 * others, 10 * n) | {"area_code": COUNTRY}


def test_what_is_very_unlikely_to_be_chance_leads_before_what_is_further_off_and_may_be_chance():
    # Wilson's 99.8% interval of 383 of 402, the nearest that 385 of 400 may stand for, begins at 90.8%
    surer = against("retained_or_planned_discharge_percent", 385, 360)  # 96% of 90%: a fifteenth better
    # The 95% interval of 48 of 102 begins at 37.7%, the 99.8% interval at 32.7%
    further = against("successful_completion_of_exits", 50, 35, n=100)  # 50% of 35%: by more than two fifths
    _, best = said(*surer, *further)

    assert "lasted 12 weeks" in best
    assert "very unlikely to be chance" in best
    assert "may be better" in said(*further)[1]


def test_a_measure_that_is_both_published_and_counted_takes_part():
    _, best = said(*against("retained_or_planned_discharge_percent", 350, 300))

    assert "lasted 12 weeks" in best
