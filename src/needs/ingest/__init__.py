"""Raw files into typed tables, with every refused row and its reason. Nothing here counts or guesses anything."""

__all__ = [
    "authored",
    "by_area",
    "csvfile",
    "fetched",
    "kinds",
    "load",
    "names",
    "ndtms",
    "problems",
    "published",
    "raw",
]  # what other rooms use
