"""How many people there are from two lists and their overlap, or from one list on which some are seen again.

Every function takes {times seen: people}; someone never seen cannot be in it.
"""

import math
from collections.abc import Mapping
from dataclasses import replace
from numbers import Real
from typing import Any

from scipy.optimize import brentq

from needs.statistics.prevalence.estimate import MOST_PEOPLE, Estimate, check_people, no_estimate, with_unseen

INDEPENDENCE = "assumes that being on one list makes being on the other neither more nor less likely"


def petersen(n1: int, n2: int, m: int, confidence: float = 0.95) -> Estimate:
    """People in all, n1 n2 / m, from n1 on one list, n2 on the other and m on both (Lincoln-Petersen).

    Standard error by Sekar and Deming (1949), limits log-normal on the unseen. With nobody on both lists no estimate
    exists. Raises ValueError for counts that are not whole numbers, or an overlap larger than a list.
    """
    known = _known(n1, n2, m)
    if m == 0:
        method = "two lists, Lincoln-Petersen"
        reason = "nobody is on both lists: the Lincoln-Petersen estimate is undefined (Chapman's is finite)"
        return no_estimate(reason, method=method, confidence=confidence, known=known, overlaps=_overlaps(n1, n2, m))
    error = math.sqrt(n1 * n2 * (n1 - m) * (n2 - m) / m**3)
    return _estimate("Lincoln-Petersen", n1 * n2 / m, error, (n1, n2, m), confidence)


def chapman(n1: int, n2: int, m: int, confidence: float = 0.95) -> Estimate:
    """People in all, (n1 + 1)(n2 + 1) / (m + 1) - 1, from n1 and n2 on the two lists and m on both (Chapman 1951).

    Less biased than Lincoln-Petersen and finite when nobody is on both, which is then warned of. Standard error by
    Seber (1970), limits log-normal on the unseen. Raises ValueError as `petersen` does.
    """
    _known(n1, n2, m)
    value = (n1 + 1) * (n2 + 1) / (m + 1) - 1
    error = math.sqrt((n1 + 1) * (n2 + 1) * (n1 - m) * (n2 - m) / ((m + 1) ** 2 * (m + 2)))
    return _estimate("Chapman", value, error, (n1, n2, m), confidence)


def _estimate(name: str, value: float, error: float, counts: tuple[int, int, int], confidence: float) -> Estimate:
    n1, n2, m = counts
    known = n1 + n2 - m
    details: dict[str, Any] = {
        "method": f"two lists, {name}",
        "confidence": confidence,
        "overlaps": _overlaps(*counts),
        "caution": INDEPENDENCE,
    }
    if value <= known:
        reason = "one list holds everybody on the other, which leaves nobody unseen: two lists settle nothing here"
        return no_estimate(reason, known=known, **details)
    warnings = () if m else ("nobody is on both lists: the estimate rests on the correction alone",)
    return with_unseen(known, value - known, error, warnings=warnings, **details)


def _known(n1: int, n2: int, m: int) -> int:
    for name, count in (("n1", n1), ("n2", n2), ("m", m)):
        check_people("two lists", name, count)
    if m > min(n1, n2):
        raise ValueError(f"two lists: the overlap {m!r} is larger than a list ({n1!r} and {n2!r})")
    return n1 + n2 - m


def _overlaps(n1: int, n2: int, m: int) -> dict[str, int]:
    return {"1": n1, "2": n2, "1x2": m}


Frequencies = Mapping[int, int]
NOBODY_ONCE = "too few people were seen exactly once: the number unseen cannot be estimated"
NOBODY_TWICE = "nobody was seen exactly twice: the estimate is undefined"
LOWER_BOUND = "a lower bound: people who are rarely seen are under-counted"
ONCE_AND_TWICE = "rests on those seen once and twice alone, and assumes that they are seen at one rate"
ALIKE = "assumes that everybody is equally likely to be seen, and no more or less so after the first time"


def chao(f: Frequencies, confidence: float = 0.95) -> Estimate:
    """People in all, at least n + f1^2 / (2 f2), with f1 seen once and f2 twice (Chao 1984, 1987).

    Variance of the unseen f2 (r^4 / 4 + r^3 + r^2 / 2) with r = f1 / f2, limits log-normal (Chao 1987). No estimate
    exists where f2 is 0: see `chao_bias_corrected`. Raises ValueError for anything but whole people seen once or more.
    """
    once, twice, known = _seen(f)
    method = "Chao, lower bound"
    if not once or not twice:
        reason = NOBODY_ONCE if not once else f"{NOBODY_TWICE} (the bias-corrected form is finite)"
        return no_estimate(reason, method=method, confidence=confidence, known=known, caution=LOWER_BOUND)
    ratio = once / twice
    variance = twice * (ratio**4 / 4 + ratio**3 + ratio**2 / 2)
    error = math.sqrt(variance)
    unseen = once**2 / (2 * twice)
    return with_unseen(known, unseen, error, method=method, confidence=confidence, caution=LOWER_BOUND)


def chao_bias_corrected(f: Frequencies, confidence: float = 0.95) -> Estimate:
    """People in all, at least n + f1 (f1 - 1) / (2 (f2 + 1)), finite also where nobody was seen twice (Chao 1987).

    Variance as printed in the EstimateS user's guide (Colwell), equations for the bias-corrected form with f2 above 0
    and equal to 0; limits log-normal. Raises ValueError as `chao` does.
    """
    once, twice, known = _seen(f)
    method = "Chao, lower bound, bias-corrected"
    if once < 2:
        return no_estimate(NOBODY_ONCE, method=method, confidence=confidence, known=known, caution=LOWER_BOUND)
    unseen = once * (once - 1) / (2 * (twice + 1))
    if twice:
        spread = once**2 * twice * (once - 1) ** 2 / (4 * (twice + 1) ** 4)
    else:
        spread = -(once**4) / (4 * (known + unseen))
    variance = unseen + once * (2 * once - 1) ** 2 / (4 * (twice + 1) ** 2) + spread
    error = math.sqrt(variance)
    return with_unseen(known, unseen, error, method=method, confidence=confidence, caution=LOWER_BOUND)


MOST_TIMES = 100  # seen on average; from here on nobody can have been missed, and the exponentials overflow
NOBODY_MISSED = "people were seen so often that nobody can have been missed: there is nothing to estimate"


def zelterman(f: Frequencies, confidence: float = 0.95) -> Estimate:
    """People in all, n / (1 - exp(-2 f2 / f1)), from those seen once and twice alone (Zelterman 1988).

    Variance by Boehning (2008), normal limits, or log-normal ones where the normal would fall below the people known.
    No estimate exists where f1 or f2 is 0. Raises ValueError as `chao` does.
    """
    once, twice, known = _seen(f)
    if not once or not twice:
        reason = NOBODY_ONCE if not once else NOBODY_TWICE
        return no_estimate(reason, method="Zelterman", confidence=confidence, known=known, caution=ONCE_AND_TWICE)
    rate = 2 * twice / once
    if rate > MOST_TIMES:
        return no_estimate(
            NOBODY_MISSED, method="Zelterman", confidence=confidence, known=known, caution=ONCE_AND_TWICE
        )
    missed = math.exp(-rate) / (1 - math.exp(-rate)) ** 2
    variance = known * missed * (1 + known * missed * rate**2 * (1 / once + 1 / twice))
    details = {"method": "Zelterman", "confidence": confidence, "caution": ONCE_AND_TWICE}
    return with_unseen(known, known / math.expm1(rate), math.sqrt(variance), normal=True, **details)


def truncated_poisson(f: Frequencies, confidence: float = 0.95) -> Estimate:
    """People in all if how often each is seen follows one Poisson distribution: n / (1 - exp(-rate)), the rate by
    maximum likelihood from the mean times seen (van der Heijden and others 2003).

    Warns where Chao's lower bound lies above it: then people differ, and this estimate is too low. Limits as for
    `zelterman`. No estimate exists where nobody was seen twice or more. Raises ValueError as `chao` does.
    """
    _, _, known = _seen(f)
    details: dict[str, Any] = {"method": "zero-truncated Poisson", "confidence": confidence, "caution": ALIKE}
    mean = sum(times * people for times, people in f.items()) / known
    if mean == 1:
        reason = "nobody was seen more than once: the number unseen cannot be estimated"
        return no_estimate(reason, known=known, **details)
    if mean > MOST_TIMES:
        return no_estimate(NOBODY_MISSED, known=known, **details)
    rate = brentq(lambda rate: rate / -math.expm1(-rate) - mean, 1e-12, mean, xtol=1e-14)
    variance = known / -math.expm1(-rate) / (math.expm1(rate) - rate)
    found = with_unseen(known, known / math.expm1(rate), math.sqrt(variance), normal=True, **details)
    bound = chao(f, confidence)
    if not bound.lower > found.upper:
        return found
    too_low = f"too low: people differ in how often they are seen (Chao's lower bound is {bound.value:,.0f})"
    return replace(found, warnings=(*found.warnings, too_low))


def _seen(f: Frequencies) -> tuple[int, int, int]:
    """The people seen once, twice and at all, once the counts are known to be possible."""
    for times, people in f.items():
        if not isinstance(times, Real) or not 1 <= times <= MOST_PEOPLE or not float(times).is_integer():
            raise ValueError(f"one list: times seen must be a whole number, 1 to {MOST_PEOPLE:,}, found {times!r}")
        check_people("one list", f"people seen {times} times", people)
    known = sum(f.values())
    if not known:
        raise ValueError("one list: nobody was seen at all, which leaves nothing to estimate from")
    return f.get(1, 0), f.get(2, 0), known
