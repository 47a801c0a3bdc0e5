"""How people leave and what their forms say has changed, from small tables drawn by hand."""

import pytest
from small_figures import COUNTRY
from small_paper import HIDDEN, assessed, counted, figure, said

from needs.measure.indicator import HIGHER_BETTER, LOWER_BETTER, NEUTRAL
from needs.measure.indicators import BY_NAME
from needs.present.sections.leaving import by_reason, change_in_use

YEAR = ("2007-07-01", "2008-06-30")
KINDS = (("reliably_improved_percent", 20), ("unchanged_at_review_percent", 30), ("deteriorated_percent", 10))
OF_OPIATES = {"breakdown": "substance", "group": "opiates", "window": "rolling_12_months", "period": YEAR}


def at_review(indicator, x, n):
    limits = {"lower": 0, "upper": 100, "interval_method": "Wilson"}
    return figure(indicator, 100 * x / n, source="records-of-nobody", counts=(x, n), **OF_OPIATES, **limits)


def shown(*judged):
    """What the section says of 40 of 80 people who had stopped, and of changes that were judged."""
    days = (
        figure(f"mean_days_at_{when}", mean, unit="days", source="records-of-nobody", counts=(None, 80), **OF_OPIATES)
        for when, mean in (("start", 24), ("review", 9))
    )
    return said(change_in_use(assessed(at_review("abstinent_at_review_percent", 40, 80), *days, *judged)))


def test_without_a_threshold_nothing_is_called_improved_and_the_reason_is_given():
    assert "none is called improved or worse" in shown()
    assert "Reliably less use" not in shown()


def test_where_a_threshold_is_set_those_better_the_same_and_worse_stand_in_a_table():
    found = shown(*(at_review(*kind, 100) for kind in KINDS))

    # 20 + 30 + 10 and the 40 who had stopped are 100
    assert "Substance Reliably less use No reliable change Reliably more use" in found
    assert "Opiates 20% (0% to 100%) 20 of 100 30% (0% to 100%) 30 of 100 10% (0% to 100%) 10 of 100" in found
    assert "the partnership's own, as needs.toml sets them" in found
    assert "none is called improved or worse" not in found


def test_a_kind_of_change_that_is_hidden_stays_so_in_the_table():
    found = shown(*(at_review(*kind, 100) for kind in KINDS[:2]), at_review(*KINDS[2], 100) | HIDDEN)

    assert "30 of 100 [c]" in found
    assert "10 of 100" not in found


@pytest.mark.parametrize(
    ("name", "polarity"),
    [
        ("reliably_improved_percent", HIGHER_BETTER),
        ("unchanged_at_review_percent", NEUTRAL),
        ("deteriorated_percent", LOWER_BETTER),
    ],
)
def test_no_change_is_neither_better_nor_worse(name, polarity):
    assert BY_NAME[name].polarity == polarity


@pytest.mark.parametrize(
    ("of_exits", "verdict"), [((230, 625), "Worse"), ((235, 625), "Higher")], ids=["the same people", "others"]
)
def test_a_reason_has_the_verdict_of_the_measure_of_the_same_people_that_has_a_direction(of_exits, verdict):
    reason = {"breakdown": "exit_reason", "group": "dropped out"}
    everywhere = {"area_code": COUNTRY}
    found = assessed(
        counted("exits_by_reason", 230, 625) | reason,
        counted("exits_by_reason", 1800, 6270) | reason | everywhere,
        counted("dropped_out_of_exits", *of_exits),
        counted("dropped_out_of_exits", 1800, 6270) | everywhere,
    )

    # 228 of 627, the nearest that 230 of 625 may stand for, are 36.4%: four standard errors above the others' 29%
    assert said(by_reason(found)).endswith(f" {verdict}")
