"""The key messages of a needs assessment: what they say where nothing stands out."""

from small_figures import COUNTRY
from small_paper import assessed, counted

from needs.present.sections import messages


def beside(indicator, x, n):
    """A share of the partnership, and the very same of all others together."""
    own = counted(indicator, x, n)
    return own, own | {"area_code": COUNTRY}


def said(*figures, areas=()):
    assessment = assessed(*figures, areas=areas)
    facts = messages.judged(assessment)
    return [found(assessment, facts).text for found in (messages.worst_miss, messages.best_result)]


def test_it_is_said_of_how_many_figures_none_stands_out():
    waits, exits = beside("first_waits_within_3_weeks", 60, 80), beside("successful_completion_of_exits", 30, 80)

    assert said(*waits) == [
        "No target was found. One figure of which higher or lower is better is compared with Estermark. It is not worse beyond chance.",
        "No target was found. One figure of which higher or lower is better is compared with Estermark. It is not better beyond chance.",
    ]
    assert said(*waits, *exits)[0] == (
        "No target was found. Two figures of which higher or lower is better are compared with Estermark. Neither is worse beyond chance."
    )
    assert said(*waits, *exits, *beside("dropped_out_of_exits", 40, 80))[1] == (
        "No target was found. Three figures of which higher or lower is better are compared with Estermark. None is better beyond chance."
    )


def test_where_nothing_is_better_or_worse_that_is_one_message():
    ranked = messages.ranked(assessed(*beside("first_waits_within_3_weeks", 60, 80)))

    assert [message.statement.text for message in ranked if "target" in message.statement.text] == [
        "No target was found. One figure of which higher or lower is better is compared with Estermark. It is not better or worse beyond chance."
    ]


def against(indicator, x, others, n=400):
    """A share of the partnership, and another share of ten times as many of all others together."""
    return counted(indicator, x, n), counted(indicator, 10 * others, 10 * n) | {"area_code": COUNTRY}


def test_the_largest_difference_leads_where_no_other_areas_tell_and_that_is_said():
    # Two comparisons, so of 97.6%: 383 of 402 and 48 of 102, the nearest that rounding allows, leave 90% and 33% out
    smaller = against("retained_or_planned_discharge_percent", 385, 360)  # 96% of 90%: a fifteenth better
    larger = against("successful_completion_of_exits", 50, 33, n=100)  # 50% of 33%: by more than half
    _, best = said(*smaller, *larger)

    assert "were completed successfully" in best
    assert "This is better than Estermark (33%). The difference is larger than we would expect by chance." in best
    assert "Fewer than ten areas show this figure" in best


TEN = [f"E0900000{place}" for place in range(10)]


def among_ten(indicator, own, others):
    """A share of the partnership, ten others, and all of them together, of 400 people each."""
    whole = counted(indicator, own + sum(others), 400 * 11) | {"area_code": COUNTRY}
    beside = [counted(indicator, x, 400) | {"area_code": code} for code, x in zip(TEN, others, strict=True)]
    return [counted(indicator, own, 400), whole, *beside]


def test_what_lies_outside_the_usual_spread_too_leads_before_what_is_further_from_the_country():
    wide = among_ten("retained_or_planned_discharge_percent", 100, [60, 260] * 5)  # the others differ as much
    alone = among_ten("successful_completion_of_exits", 140, [200] * 10)
    worst, _ = said(*wide, *alone, areas=[{"area_code": code, "name": code, "partnership": code} for code in TEN])

    assert "It lies below the usual spread of areas too." in worst
    assert "were completed successfully" in worst


def test_a_measure_that_is_both_published_and_counted_takes_part():
    _, best = said(*against("retained_or_planned_discharge_percent", 350, 300))

    assert "lasted 12 weeks" in best


def test_a_missed_target_says_how_the_figure_stands_beside_the_country_and_among_areas():
    retained = "retained_12_weeks_percent"
    rows = among_ten(retained, 260, [320] * 10)
    nothing = dict.fromkeys(("numerator", "denominator", "lower", "upper"), float("nan"))
    target = rows[0] | nothing | {"kind": "target", "value": 85}
    worst, _ = said(*rows, target, areas=[{"area_code": code, "name": code, "partnership": code} for code in TEN])

    assert "The target of 85% was missed by 20 percentage points. This is worse than Estermark" in worst
    assert "It lies below the usual spread of areas too." in worst
