"""The key messages of a needs assessment: what they say where nothing stands out."""

from test_performance import assessed, counted

from needs.areas import INVENTED_TOGETHER
from needs.present import messages


def beside(indicator, x, n):
    """A share of the partnership, and the very same of all others together."""
    own = counted(indicator, x, n)
    return own, own | {"area_code": INVENTED_TOGETHER}


def said(*figures):
    assessment = assessed(*figures)
    facts = messages.judged(assessment)
    return [found(assessment, facts).text for found in (messages.worst_miss, messages.best_result)]


def test_it_is_said_of_how_many_figures_none_stands_out():
    waits, exits = beside("first_waits_within_3_weeks", 60, 80), beside("successful_completion_of_exits", 30, 80)

    assert said(*waits) == [
        "No target was found. One figure could be compared with invented-together. It is not worse beyond chance.",
        "No target was found. One figure could be compared with invented-together. It is not better beyond chance.",
    ]
    assert said(*waits, *exits)[0] == (
        "No target was found. Two figures could be compared with invented-together. Neither is worse beyond chance."
    )
    assert said(*waits, *exits, *beside("dropped_out_of_exits", 40, 80))[1] == (
        "No target was found. Three figures could be compared with invented-together. None is better beyond chance."
    )
