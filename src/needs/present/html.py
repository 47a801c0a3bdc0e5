"""Pieces of HTML with everything from outside escaped, and the value a notebook cell shows."""

from dataclasses import dataclass

from markupsafe import Markup, escape


def element(tag: str, *children, **attributes) -> Markup:
    """One HTML element; text children are escaped, attributes of None left out, `class_` and `data_facts` spelt as HTML."""
    written = "".join(
        f' {name.rstrip("_").replace("_", "-")}="{escape(value)}"'
        for name, value in attributes.items()
        if value is not None
    )
    return Markup(f"<{tag}{written}>") + joined(children) + Markup(f"</{tag}>")


def joined(children) -> Markup:
    """Children one after the other; None is left out, lists are flattened."""
    pieces = (
        joined(child) if isinstance(child, list | tuple) else escape(child) for child in children if child is not None
    )
    return Markup("").join(pieces)


@dataclass(frozen=True)
class Html:
    """What a notebook cell shows: one piece of HTML and no other form."""

    markup: Markup

    @classmethod
    def of(cls, *children) -> "Html":
        """The children as one piece."""
        return cls(joined(children))

    def __html__(self) -> str:
        return str(self.markup)

    def _repr_html_(self) -> str:
        return str(self.markup)

    def __repr__(self) -> str:
        return ""  # the text form of a cell's value never reaches a document
