"""The methods document as a table of contents: each section, and the function that writes it.

`assess` starts the document; every other function takes what it returns and gives one section.
"""

from needs.measure.safe import Safe
from needs.parameters import check
from needs.present.html import Html
from needs.present.methods_catalogue import catalogue
from needs.present.methods_closing import closing
from needs.present.methods_described import Method, described
from needs.present.methods_journeys import journeys
from needs.present.methods_of_change import CHANGE, PROJECTED, STAYING
from needs.present.methods_of_figures import COMPARED, FIGURES, STANDARDISED
from needs.present.methods_of_need import PREVALENCE, UNMET
from needs.present.methods_opening import opening
from needs.present.methods_pairs import printed_beside_counted
from needs.present.methods_review import Review
from needs.present.methods_sensitivity import sensitivity
from needs.present.methods_side_by_side import models

PARAMETERS = ("partnerships",)

__all__ = [
    "assess", "catalogue", "change", "closing", "comparison", "figures", "journeys", "models", "opening", "prevalence",
    "printed_beside_counted", "projection", "sensitivity", "staying", "unmet_need",
]  # fmt: skip


def assess(safe: Safe, partnerships: str, cells: list[str]) -> Review:
    """The review of partnerships named with commas between; `cells` is what the kernel has run, to catch a misspelt parameter."""
    check(cells, PARAMETERS)
    return Review.of(safe, partnerships)


def figures(review: Review) -> Html:
    """Proportions, counts and rates."""
    return _section(review, FIGURES)


def comparison(review: Review) -> Html:
    """Standardised rates, funnels and verdicts."""
    return _section(review, STANDARDISED + COMPARED)


def change(review: Review) -> Html:
    """Control charts and trends."""
    return _section(review, CHANGE)


def staying(review: Review) -> Html:
    """How long people stay, and how they leave."""
    return _section(review, STAYING)


def prevalence(review: Review) -> Html:
    """How many people there are, seen and unseen."""
    return _section(review, PREVALENCE)


def unmet_need(review: Review) -> Html:
    """People in need who are not in treatment."""
    return _section(review, UNMET)


def projection(review: Review) -> Html:
    """The end of a part year, and the path to a target."""
    return _section(review, PROJECTED)


def _section(review: Review, methods: tuple[Method, ...]) -> Html:
    return Html.of(*(described(method, review.worked) for method in methods))
