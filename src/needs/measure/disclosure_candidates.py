"""All the identities to try on numbers, and which of them the numbers do not contradict."""

import pandas as pd

from needs.measure.disclosure_identities import SLACK, Identity, denominators, margins, within_rows
from needs.measure.disclosure_policy import Bounds, Policy
from needs.measure.disclosure_quantities import Quantity
from needs.measure.disclosure_streams import streams, windows


def candidates(
    found: list[Quantity], values: list[float], rows: pd.DataFrame, policy: Policy, with_windows: bool = True
) -> list[Identity]:
    """Every identity to try on the quantities; values (NaN where unknown) tell which streams of numbers are the same."""
    once: dict[tuple, int] = {}
    again = []
    for place, one in enumerate(found):
        first = once.setdefault(one[1:], place)
        if first != place:
            again.append(Identity(("again", first, place), ((first, 1), (place, -1))))
    made = [within_rows(found, values, rows, once, policy), margins(found, once, policy)]
    made += [denominators(found, values, policy)]
    made += [] if policy.identities else [streams(found, once, values)]
    made += [windows(found, once)] if with_windows else []
    return again + [identity for kind in made for identity in kind]


def uncontradicted(identities: list[Identity], bounds: list[Bounds], as_families: bool) -> list[Identity]:
    """The identities that the bounds allow; as families, one that is contradicted takes its family with it."""
    allowed = [_is_possible(identity, bounds) for identity in identities]
    fallen = {one.family for one, is_allowed in zip(identities, allowed, strict=True) if not is_allowed}
    pairs = zip(identities, allowed, strict=True)
    return [one for one, is_allowed in pairs if is_allowed and not (as_families and one.family in fallen)]


def _is_possible(identity: Identity, bounds: list[Bounds]) -> bool:
    least = sum(c * (bounds[i].bottom if c > 0 else bounds[i].greatest) for i, c in identity.terms)
    if not identity.is_equal:
        return least <= SLACK
    greatest = sum(c * (bounds[i].greatest if c > 0 else bounds[i].bottom) for i, c in identity.terms)
    return least <= SLACK and greatest >= -SLACK
