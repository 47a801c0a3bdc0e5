"""What a target means in whole people: how many more would have met it, or how many fewer would still have."""

import math

from needs.measure.declarations import HIGHER_BETTER

NEXT_TO_NONE = 1e-9  # people; a share of a whole number may miss it by a hair


def people_short(numerator: float, denominator: float, target: float, polarity: str) -> int:
    """The whole people by whom a share misses its target (in percent), where at least or at most that many are wanted.

    Positive is how many more (or, where lower is better, fewer) would have met it; nought or less how many could be spared.
    """
    wanted = target / 100 * denominator
    if polarity == HIGHER_BETTER:
        return math.ceil(wanted - NEXT_TO_NONE) - round(numerator)
    return round(numerator) - math.floor(wanted + NEXT_TO_NONE)
