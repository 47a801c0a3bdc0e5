"""What a partnership asks of disclosure control: which counts are hidden, how the rest is shown, and what that tells.

Hidden rows say in their note why they are hidden, so whoever reads them knows bounds for their numbers; `bounds` says
which, and the attacker of `needs.measure.disclosure` uses them.
"""

import math
from dataclasses import dataclass

# What a row gives away: the people counted, those they are out of, those left over, and those of a wider count.
WORDS = {
    "counted": "counted",
    "of": "in the denominator",
    "rest": "left over",
    "beyond": "in the wider count only",
}
UNEXPLAINED = "hidden by its source: people counted"
PRIMARY = "primary: fewer than"
UNTOLD = "hidden: few people, or a number from which few could be worked out"
SECONDARY = "secondary: a hidden number could be worked out from this one"


@dataclass(frozen=True, kw_only=True)
class Policy:
    """Counts below `smallest_shown` are hidden, and what would give them away; the rest is rounded to `rounded_to`.

    5 is the rule of the NDTMS public areas (ndtms.net, restricted.aspx). A hidden number must stay able to take
    `fewest_values` values (None: each value that is hidden, so 1, 2, 3 and 4). With `is_rest_hidden` a share whose
    denominator leaves 1 to 4 people over is hidden too. A person may be in several groups of an `overlapping`
    breakdown. `nested` are pairs of indicators, part and whole, whose difference is a count of people as well.
    `identities` are what else follows from definitions, as `needs.measure.disclosure_declared` words it.
    """

    smallest_shown: int = 5
    rounded_to: int = 1
    zeros_shown: bool = True
    fewest_values: int | None = None
    is_rest_hidden: bool = True
    overlapping: tuple[str, ...] = ("agency", "modality", "substance")
    nested: tuple[tuple[str, str], ...] = ()
    identities: tuple = ()

    def __post_init__(self):
        if self.smallest_shown < 2 or self.rounded_to < 1:
            raise ValueError(
                f"policy: smallest_shown {self.smallest_shown!r} must be 2 or more and rounded_to "
                f"{self.rounded_to!r} 1 or more"
            )
        if not 2 <= self.values_kept_open <= self.values_hidden:
            raise ValueError(f"policy: fewest_values {self.fewest_values!r} must be 2 to {self.values_hidden}")

    @property
    def least_hidden(self) -> int:
        """The smallest count that is hidden for its own sake."""
        return 1 if self.zeros_shown else 0

    @property
    def values_hidden(self) -> int:
        """How many different counts are hidden for their own sake."""
        return self.smallest_shown - self.least_hidden

    @property
    def values_kept_open(self) -> int:
        """How many values a hidden number must stay able to take."""
        return self.values_hidden if self.fewest_values is None else self.fewest_values

    def is_small(self, count: float) -> bool:
        """Whether a count is hidden for its own sake."""
        return self.least_hidden <= count < self.smallest_shown

    def is_too_narrow(self, least: float, greatest: float) -> bool:
        """Whether a hidden number was narrowed too far; that it is not small, or 0 where that is shown, may be known."""
        is_harmless = least >= self.smallest_shown or (self.zeros_shown and least == greatest == 0)
        return greatest - least + 1 < self.values_kept_open and not is_harmless

    def rounded(self, count: float) -> float:
        """A count as it is shown: to the nearest multiple, halves upwards."""
        return count if self.rounded_to == 1 else math.floor(count / self.rounded_to + 0.5) * self.rounded_to


ONE_TO_SEVEN_HIDDEN = Policy(smallest_shown=8, rounded_to=5)  # NHS Digital, sub-national hospital statistics, 2018


@dataclass(frozen=True)
class Bounds:
    """What is known of a number: the least and greatest it may be; with `or_none` it may be 0 instead."""

    least: float
    greatest: float
    or_none: bool = False

    @property
    def bottom(self) -> float:
        return 0 if self.or_none else self.least

    @property
    def is_known(self) -> bool:
        return self.least == self.greatest and not self.or_none


def both(one: Bounds, other: Bounds) -> Bounds:
    """What is known of a number of which two things are known; if they contradict each other, the first that binds."""
    if one.is_known or other.is_known:
        return one if one.is_known else other
    if one.or_none and other.or_none:
        return Bounds(max(one.least, other.least), min(one.greatest, other.greatest), or_none=True)
    if one.or_none or other.or_none:
        gap, plain = (one, other) if one.or_none else (other, one)
        if plain.bottom == 0:
            return plain if plain.greatest < gap.least else Bounds(gap.least, min(gap.greatest, plain.greatest), True)
        return plain if plain.greatest < gap.least else Bounds(max(gap.least, plain.least), plain.greatest)
    least, greatest = max(one.least, other.least), min(one.greatest, other.greatest)
    return Bounds(least, greatest) if least <= greatest else one


def primary(roles: list[str], policy: Policy) -> str:
    """The note of a row that is hidden because its numbers of these roles are small."""
    return f"{PRIMARY} {policy.smallest_shown} people " + " and ".join(WORDS[role] for role in roles)


def is_flagged(role: str, note: str) -> bool:
    """Whether a hidden row's note says that its number of this role is small."""
    return note.startswith((PRIMARY, UNEXPLAINED)) and WORDS[role] in note


def bounds(role: str, shown: float, note: str, policy: Policy) -> Bounds:
    """What a reader knows of a number that is shown (NaN: is not), or whose row is hidden with this note."""
    if not math.isnan(shown):
        is_left = role in ("rest", "beyond") and policy.rounded_to > 1
        return _of_difference(shown, policy) if is_left else _of_shown(shown, policy)
    if note in (UNTOLD, UNEXPLAINED):
        return Bounds(0, math.inf)
    if is_flagged(role, note):
        return Bounds(policy.least_hidden, policy.smallest_shown - 1)
    if not note or (role in ("rest", "beyond") and not policy.is_rest_hidden):
        return Bounds(0, math.inf)
    return Bounds(policy.smallest_shown, math.inf, or_none=policy.zeros_shown)


def _of_difference(shown: float, policy: Policy) -> Bounds:
    """What two rounded counts tell of their difference, which was not rounded; a small one would have been hidden."""
    least, greatest = max(0, shown - policy.rounded_to + 1), max(0, shown + policy.rounded_to - 1)
    if not policy.is_rest_hidden or least >= policy.smallest_shown:
        return Bounds(least, greatest)
    if greatest < policy.smallest_shown:
        return Bounds(0, 0) if policy.zeros_shown else Bounds(least, greatest)
    return Bounds(policy.smallest_shown, greatest, or_none=policy.zeros_shown and least == 0)


def _of_shown(shown: float, policy: Policy) -> Bounds:
    if policy.rounded_to == 1 or shown == 0 or shown % policy.rounded_to:
        return Bounds(shown, shown)
    below, above = policy.rounded_to // 2, (policy.rounded_to - 1) // 2
    return Bounds(max(policy.smallest_shown, shown - below), shown + above)
