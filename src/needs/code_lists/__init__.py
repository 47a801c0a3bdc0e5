"""The code lists of the NDTMS data sets: what each code means, where that is written, and how sure it is."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from needs import lazy as pl


@cache
def code_list(name: str) -> pl.DataFrame:
    """A list by its file's name, all text, nothing missing: usually code, label, group, source and confidence."""
    with files(__name__).joinpath(f"{name}.csv").open("rb") as stream:
        return pl.read_csv(stream, infer_schema=False).fill_null("")


@cache
def groups_of(name: str) -> dict[str, str]:
    """Each code of a list and the group it counts in."""
    return dict(code_list(name).select("code", "group").iter_rows())
