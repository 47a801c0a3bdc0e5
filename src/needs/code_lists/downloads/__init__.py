"""What the columns and labels of downloaded files mean, as look-up tables."""

from functools import cache
from importlib.resources import files

import pandas as pd


@cache
def table(name: str) -> pd.DataFrame:
    """A look-up table as text, by its name without the ending."""
    path = files(__name__).joinpath(f"{name}.csv")
    with path.open("rb") as stream:
        return pd.read_csv(stream, dtype="str", keep_default_na=False, na_filter=False)


@cache
def groups(measure: str, breakdown: str) -> frozenset[str]:
    """The groups that both families of ViewIt's headers have of a measure's breakdown; none where it is no column's."""
    known = table("viewit_measures")
    known = known[(known["measure"] == measure) & (known["breakdown"] == breakdown)]
    families = [set(known.loc[known[family] != "", "group"]) for family in ("older_header", "newer_header")]
    return frozenset(set.intersection(*filter(None, families)) if any(families) else ())


def counts_of(measure: str) -> tuple[str, str]:
    """What the count and the denominator of a measure of Fingertips are called here."""
    base = measure.removesuffix("_percent")
    return f"{base}_count", f"{base}_denominator"
