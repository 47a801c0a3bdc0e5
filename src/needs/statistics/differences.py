"""Whether two periods differ by more than chance: the difference of two proportions, and two counts of events."""

import math

from needs.statistics.intervals import Interval, check_confidence, proportion


def of_proportions(x: float, n: float, earlier_x: float, earlier_n: float, confidence: float = 0.95) -> Interval:
    """The difference x / n - earlier_x / earlier_n with its hybrid score interval, all as fractions.

    Newcombe 1998 (Statistics in Medicine 17, 873-890), method 10, from two Wilson intervals without continuity correction.
    The two groups must be of different people or events. Raises ValueError where `proportion` does.
    """
    now, then = proportion(x, n, confidence), proportion(earlier_x, earlier_n, confidence)
    difference = now.value - then.value
    return Interval(
        value=difference,
        lower=difference - math.hypot(now.value - now.lower, then.upper - then.value),
        upper=difference + math.hypot(now.upper - now.value, then.value - then.lower),
        confidence=confidence,
        method="Newcombe hybrid score",
    )


def of_counts(
    events: float, days: float, earlier_events: float, earlier_days: float, confidence: float = 0.95
) -> Interval:
    """The share of all events that fell in the later of two periods, less the share of all days that it has.

    Where events come at one rate throughout, the share of events is that of days, given how many there are in all: so two
    Poisson counts are compared as one proportion (Przyborowski and Wilenski 1940, Biometrika 31:313). Their test is the
    exact binomial one; the limits here are Wilson's score interval for that proportion (Wilson 1927), which is a little
    shorter. Raises ValueError for no events at all, or no days.
    """
    check_confidence(confidence)
    if min(days, earlier_days) <= 0 or events + earlier_events <= 0:
        raise ValueError("of_counts: wants days in both periods and at least one event in either")
    share, of_days = proportion(events, events + earlier_events, confidence), days / (days + earlier_days)
    return Interval(
        value=share.value - of_days,
        lower=share.lower - of_days,
        upper=share.upper - of_days,
        confidence=confidence,
        method="Wilson score, of the share of all events",
    )
