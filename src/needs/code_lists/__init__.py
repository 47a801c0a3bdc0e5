"""The code lists of the NDTMS data sets: what each code means, where that is written, and how sure it is."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from needs.code_lists import lazy as pl

__all__ = ["downloads", "lazy", "meanings", "open_files"]  # what other rooms use, beside the lists

NOT_STATED = "not stated"


@cache
def code_list(name: str) -> pl.DataFrame:
    """A list by its file's name, all text, nothing missing: usually code, label, group, source and confidence."""
    with files(__name__).joinpath(f"{name}.csv").open("rb") as stream:
        return pl.read_csv(stream, infer_schema=False).fill_null("")


@cache
def printed_groups(name: str) -> dict[str, str]:
    """Each code of a list and the group that documents print it in.

    That is `printed` where a list has that column, in the words of ViewIt where it prints the group; else what it counts in.
    """
    codes = code_list(name)
    groups = codes["printed" if "printed" in codes.columns else "group"]
    return {code: group or NOT_STATED for code, group in zip(codes["code"], groups, strict=True)}


@cache
def groups_of(name: str) -> dict[str, str]:
    """Each code of a list and the group it counts in."""
    return dict(code_list(name).select("code", "group").iter_rows())
