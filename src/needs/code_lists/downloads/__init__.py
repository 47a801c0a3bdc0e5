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
