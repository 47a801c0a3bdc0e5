"""The names and codes of the invented country: of no real place, and told from real codes by their first letter."""

COUNTRY = ("estermark", "Estermark", "X92000001")
REGIONS = {
    1: ("upper-estermark", "Upper Estermark", "X12000001"),
    2: ("lower-estermark", "Lower Estermark", "X12000002"),
}
_FIRST = (
    "Quarrel", "Pewter", "Skein", "Tallow", "Umber", "Lantern", "Saffron", "Tinder", "Velvet", "Walnut", "Sorrel", "Thimble",
    "Parsley",
)  # fmt: skip
_SECOND = ("haven", "stead", "garth", "moss", "croft", "minster", "thwaite", "beck", "holt", "combe", "wick", "mere")


def partnership(number: int) -> str:
    """The name of comparison partnership 1, 2, ... 156: each another pair of a first and a second part."""
    return _FIRST[number % len(_FIRST)] + _SECOND[number % len(_SECOND)]


def slug(name: str) -> str:
    """The name as it stands in paths."""
    return "-".join(name.lower().split())
