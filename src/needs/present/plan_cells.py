"""Cells of a plan's tables that hold a figure and, on a second line that may wrap, what the figure is of."""

from markupsafe import Markup

from needs.present.html import joined


def two_lines(text: str, below: str) -> Markup:
    """A cell of two lines; unlike a number it may wrap, since a period or a place can be long."""
    return joined([text, Markup("<br>"), below])
