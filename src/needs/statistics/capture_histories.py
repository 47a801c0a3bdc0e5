"""People counted by capture history: which of several lists each person is on, one digit a list."""

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from needs.statistics import loglinear
from needs.statistics.estimate import check_people

FEWEST_LISTS, MOST_LISTS = 2, 10


@dataclass(frozen=True, eq=False)
class Table:
    """The people of every history but that of being on no list, in the order of `loglinear.histories_of`."""

    lists: int
    counts: np.ndarray

    @property
    def known(self) -> int:
        """The people on any list."""
        return int(self.counts.sum())

    @cached_property
    def terms(self) -> np.ndarray:
        """The terms a model may have, one column each: see `loglinear.design`."""
        return loglinear.design(loglinear.histories_of(self.lists))

    @cached_property
    def names(self) -> list[str]:
        """The terms' names but the first's, the intercept: "1", "2", ..., "1x2", ..."""
        singles = [str(one + 1) for one in range(self.lists)]
        return singles + [f"{one + 1}x{other + 1}" for one, other in loglinear.pairs_of(self.lists)]

    @cached_property
    def overlaps(self) -> dict[str, int]:
        """The people on each list ("1") and on each two ("1x2"), whatever other lists they are on."""
        totals = self.counts @ self.terms[:, 1:]
        return {name: int(total) for name, total in zip(self.names, totals, strict=True)}

    def model_name(self, included: np.ndarray) -> str:
        """A model in a word: "main" for independent lists, then each pair that depends: "main+1x2"."""
        pairs = zip(self.names[self.lists :], included[1 + self.lists :], strict=True)
        return "+".join(["main", *(name for name, has in pairs if has)])

    def empty_terms(self, included: np.ndarray) -> list[str]:
        """In words, the model's lists and pairs of lists on which nobody is."""
        names = [name for name, has in zip(self.names, included[1:], strict=True) if has and not self.overlaps[name]]
        return [f"both lists {name.replace('x', ' and ')}" if "x" in name else f"list {name}" for name in names]

    def terms_with(self, interactions: Sequence[str]) -> np.ndarray:
        """Which terms the model with these interactions has; ValueError for any that does not name two lists."""
        if isinstance(interactions, str):
            raise ValueError(f"capture-recapture: interactions must be a list, found {interactions!r}; put it in one")
        named = [re.fullmatch(r"(\d+)x(\d+)", interaction) for interaction in interactions]
        pairs = ["x".join(sorted(found.groups(), key=int)) if found else "" for found in named]
        for interaction, pair in zip(interactions, pairs, strict=True):
            if pair not in self.names:
                wanted = f"two different lists of 1 to {self.lists}, such as '1x2'"
                raise ValueError(f"capture-recapture: interaction {interaction!r} is not {wanted}")
        return np.array([True] + [name in pairs or "x" not in name for name in self.names])

    def every_model(self) -> np.ndarray:
        """Which terms each model has, of all in which any pairs of lists depend: one row a model."""
        pairs = math.comb(self.lists, 2)
        chosen = np.arange(2**pairs)[:, None] >> np.arange(pairs) & 1
        return np.column_stack([np.ones((2**pairs, self.lists + 1), dtype=bool), chosen.astype(bool)])


def table_of(histories: Mapping[str, int]) -> Table:
    """The table of these counts; a history that is absent counts 0.

    Raises ValueError for histories of unequal length or other digits, for that of nobody ("000"), for too few or many
    lists, for counts that are not whole numbers of people, and where nobody was counted.
    """
    for history, people in histories.items():
        _check(history, people)
    lengths = sorted({len(history) for history in histories})
    if len(lengths) != 1 or not FEWEST_LISTS <= lengths[0] <= MOST_LISTS:
        wanted = f"wanted one length, {FEWEST_LISTS} to {MOST_LISTS} lists"
        raise ValueError(f"capture-recapture: found histories of {lengths!r} digits, {wanted}")
    if not any(histories.values()):
        raise ValueError("capture-recapture: nobody is on any list, which leaves nothing to estimate from")
    counts = [float(histories.get(history, 0)) for history in loglinear.histories_of(lengths[0])]
    return Table(lengths[0], np.array(counts))


def _check(history: str, people: int) -> None:
    if not isinstance(history, str) or not re.fullmatch("[01]+", history):
        raise ValueError(f"capture-recapture: history {history!r} must be text of only 0 and 1, one digit a list")
    if "1" not in history:
        raise ValueError(f"capture-recapture: nobody on no list can have been counted; leave out {history!r}")
    check_people("capture-recapture", f"the count of history {history!r}", people)
