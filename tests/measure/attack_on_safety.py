"""The attack on what is shown: what a reader with every row, definition and quarter can say of small counts.

Aimed at are counts of one to seven: those that are hidden, those by which two rows of a series differ, and those by which
two indicators of a period do; and the days that one person waited, or used. First bounds are passed on between all
numbers; then some of those that are still open are asked for by linear programming.

Read are the safe rows, what is shown of other gaps between journeys, and how many were expected to complete, standardised and
modelled. Percentages, intervals, growth, verdicts and their number, funnels, shrunk results, bands of areas, sums over
partnerships, ratios and rates of residents, rings, drawings and downloads are worked out from the same rows, and so tell nothing
beside them. Nor do explanations of figures: they print the safe rows and the safe steps, and words. Left out is what is no sum
of counts and has two figures at most: odds ratios, a log-rank test, and limits of means; and the levels of the model, which are counts of all partnerships of a country, rounded.
"""

import numpy as np
import pandas as pd
from attack_knowledge import AS_SHOWN, BALANCE, DAYS_OF_ONE, Knowledge, Reading, known
from attack_programme import ENOUGH, Programme, Worlds, values_of
from attack_reader import FEW, NEARLY, Bounds
from attack_records import Attacked

IN_FEWER_WORLDS, IN_MORE_WORLDS = 2, 6  # that targets are sought in together, before each is asked for by itself
VERY_FEW = 4
PINNED, TO_TWO, VERY_FEW_TO_TWO = 1000, 50, 200  # at most one in so many may be pinned, or narrowed to two values


def attack(safe: pd.DataFrame, attacked: Attacked, how: Reading = AS_SHOWN, programmed: int = 0) -> pd.DataFrame:
    """What a reader finds out who learns all that is shown (`found_out`)."""
    return found_out(known(safe, attacked, how), programmed)


def found_out(knowledge: Knowledge, programmed: int = 0, seed: int = 1) -> pd.DataFrame:
    """A row a target: its kind, the line and span of it, its true count, and how many values the reader is left with.

    So many targets as are `programmed` are asked for by linear programming too, chosen by the seed among those that are
    still open (of people, not of balances).
    """
    bounds = Bounds(knowledge.reader).narrow()
    assert not ((bounds.true < bounds.least - NEARLY) | (bounds.true > bounds.most + NEARLY)).any()
    found = _targets(knowledge, bounds)
    if programmed:
        still_open = np.flatnonzero((found["values"] >= ENOUGH) & (found["kind"] != BALANCE))
        chosen = np.random.default_rng(seed).permutation(still_open)[:programmed]
        by_programme = _programmed(knowledge, bounds, found["place"].to_numpy()[chosen], seed)
        found["by programme"] = False
        found.loc[chosen, "by programme"] = True
        found.loc[chosen, "values"] = np.minimum(found.loc[chosen, "values"], by_programme)
    return found


def figures(found: pd.DataFrame) -> pd.DataFrame:
    """Of each kind how many targets, how many are pinned to one value and to two; and the same of counts of one to four."""
    is_few = found["true"].abs().between(1, VERY_FEW)
    counted = found.assign(
        targets=1,
        pinned=found["values"] <= 1,
        two=found["values"] == 2,
        very_few=is_few,
        very_few_to_two=is_few & (found["values"] <= 2),
    )
    return counted.groupby("kind")[["targets", "pinned", "two", "very_few", "very_few_to_two"]].sum()


def excess(found: pd.DataFrame) -> pd.DataFrame:
    """Of all kinds together: one row if more is found than may be, none if not. Days of one person are never found.

    Pinned may be one in PINNED: that is left to chance where the edges of several roundings meet. Of the others one in TO_TWO
    may be narrowed to two values, of counts of one to four one in VERY_FEW_TO_TWO.
    """
    by_kind = figures(found)
    table = by_kind.sum().to_frame().T
    is_more = (table["pinned"] * PINNED > table["targets"]) | (table["two"] * TO_TWO > table["targets"])
    is_more |= table["very_few_to_two"] * VERY_FEW_TO_TWO > table["very_few"]
    return table[is_more | bool(by_kind["pinned"].get(DAYS_OF_ONE, 0))]


def _targets(knowledge: Knowledge, bounds: Bounds) -> pd.DataFrame:
    place = np.array([knowledge.reader.place[one] for one in knowledge.targets])
    found = pd.DataFrame(
        {
            "kind": list(knowledge.targets.values()),
            "line": [one[0] for one in knowledge.targets],
            "span": [one[1:] for one in knowledge.targets],
            "true": bounds.true[place],
            "values": _values(bounds)[place],
            "place": place,
        }
    )
    is_small = found["true"].abs().between(1, FEW) | (found["kind"] == DAYS_OF_ONE)
    return found[is_small].reset_index(drop=True)


def _values(bounds: Bounds) -> np.ndarray:
    """How many whole numbers each number may be; of a side of a hidden share those of each case that is left."""
    values = bounds.most - bounds.least + 1
    least, most = bounds.cases() if bounds.shares.size else (np.empty((0, 3, 0)),) * 2
    for share in range(bounds.shares.shape[1]):
        for side in range(3):
            of_cases = zip(least[:, side, share], most[:, side, share], strict=True)
            at = bounds.shares[side, share]
            values[at] = min(values[at], _size_of_union([case for case in of_cases if case[0] <= case[1]]))
    return values


def _size_of_union(intervals: list[tuple[float, float]]) -> float:
    size, end = 0.0, -np.inf
    for least, most in sorted(intervals):
        size += max(0.0, most - max(least, end + 1) + 1)
        end = max(end, most)
    return size


def _programmed(knowledge: Knowledge, bounds: Bounds, targets: np.ndarray, seed: int) -> np.ndarray:
    """How many values each target has by linear programming, or enough.

    It is sought first in worlds in which every hidden share says what it is hidden for, which are fewer than there are;
    then in those in which the target's own share alone does; at last case by case.
    """
    programme = Programme(knowledge, bounds)
    worlds = Worlds(programme, targets, seed)
    worlds.look(bounds.told(bounds.shares), IN_FEWER_WORLDS)
    is_own = np.isin(bounds.shares, targets[worlds.unseen]).any(axis=0)
    worlds.look(bounds.told(bounds.shares[:, is_own]), IN_MORE_WORLDS)
    values = worlds.values
    for at in worlds.unseen:
        values[at] = _case_by_case(programme, bounds, targets[at])
    return values


def _case_by_case(programme: Programme, bounds: Bounds, target: int) -> int:
    """The values of a target in each case of the first hidden share that it is a side of, added up until they are enough."""
    own = np.flatnonzero((bounds.shares == target).any(axis=0))
    if not len(own):
        return values_of(programme, bounds, target)
    places = bounds.shares[:, own[0]]
    least, most = (side[:, :, own[0]] for side in bounds.cases())
    can_be = np.flatnonzero((least <= most).all(axis=1))
    widest_first = can_be[np.argsort(-(most - least)[can_be][:, places == target].ravel(), kind="stable")]
    values = 0
    for case in widest_first:
        values += values_of(programme, bounds.within(places, least[case], most[case]), target)
        if values >= ENOUGH:
            break
    return values
