"""The number of people from two lists and their overlap, if being on one list says nothing about being on the other."""

import math

from needs.statistics.estimate import Estimate, check_people, no_estimate, with_unseen

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
    details = {
        "method": f"two lists, {name}",
        "confidence": confidence,
        "known": n1 + n2 - m,
        "overlaps": _overlaps(*counts),
        "caution": INDEPENDENCE,
    }
    if value <= details["known"]:
        reason = "one list holds everybody on the other, which leaves nobody unseen: two lists settle nothing here"
        return no_estimate(reason, **details)
    warnings = () if m else ("nobody is on both lists: the estimate rests on the correction alone",)
    known = details.pop("known")
    return with_unseen(known, value - known, error, warnings=warnings, **details)


def _known(n1: int, n2: int, m: int) -> int:
    for name, count in (("n1", n1), ("n2", n2), ("m", m)):
        check_people("two lists", name, count)
    if m > min(n1, n2):
        raise ValueError(f"two lists: the overlap {m!r} is larger than a list ({n1!r} and {n2!r})")
    return n1 + n2 - m


def _overlaps(n1: int, n2: int, m: int) -> dict[str, int]:
    return {"1": n1, "2": n2, "1x2": m}
