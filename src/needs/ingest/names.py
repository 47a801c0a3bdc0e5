"""Names as they are compared: of columns, whatever a program made of their spaces, and of areas, however they are called."""

import re
from collections.abc import Mapping

_ASIDE = re.compile(r"\([^)]*\)")  # "(discontinued)", "(from April 2026)"
_COUNCIL = re.compile(
    r"\b(?:(?:london|royal|metropolitan) borough of|(?:city|county) of|"
    r"(?:(?:county|city|metropolitan|district|london|royal|borough|unitary) )*council|ua|unitary authority)\b|^county | borough$"
)


def plain(name: str) -> str:
    """A column's name by its letters and digits alone: "Area Code", "AreaCode" and "area.code" are one."""
    return "".join(sign for sign in name.casefold() if sign.isalnum())


def renamed(header: tuple[str, ...], ours: Mapping[str, str]) -> tuple[str, ...]:
    """A header in which each column that is known by its plain name has ours; two that would be alike stay as they are."""
    names = tuple(ours.get(plain(name), name) for name in header)
    return tuple(new if names.count(new) == 1 else old for old, new in zip(header, names, strict=True))


def of_place(name: str) -> str:
    """An area's name as it is compared: "&" is "and", and case, punctuation and what stands in brackets do not matter."""
    words = re.sub(r"[^\w ]", " ", _ASIDE.sub(" ", name.casefold()).replace("&", " and ").replace(".", ""))
    return " ".join(words.split())


def of_council(name: str) -> str:
    """An area's name without what kind of authority it is: "City of" and "UA" do not matter."""
    return " ".join(_COUNCIL.sub(" ", of_place(name)).split())
