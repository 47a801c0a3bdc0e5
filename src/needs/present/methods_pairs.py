"""The one page on which both worlds stand: what five places print, beside what records that were made after it give."""

from needs.areas import Area
from needs.measure.pairs import pairs, printed_and_counted
from needs.measure.selection import local_documents
from needs.present.assessment import Assessment
from needs.present.html import Html, element
from needs.present.methods_review import Review, marked
from needs.present.phrases import listed
from needs.present.sections import plain, printed_value, warning
from needs.present.tables import Number, table, value_with_interval

LIKENESS = (
    "The records behind the counted figures are of nobody. The model that draws them expects what is printed, so that the two are "
    "alike confirms nothing. What differs is chance, or a definition."
)
PURPOSE = (
    "Each counted figure was read, linked, counted and made safe as real records would be. So the system behind a printed figure is "
    "seen from extract to table."
)
WITHOUT = "Of {names} no printed figure is of the very days and people that were counted."
NONE = "No invented partnership that was made after a real one has records here."


def printed_beside_counted(review: Review) -> Html:
    """A table for each pair: measure, period, the printed figure, and the counted one with its interval and counts."""
    tables = {real.name: _table(review, real, likeness) for real, likeness in pairs(review.safe.areas)}
    without = [name for name, one in tables.items() if one is None]
    if len(without) == len(tables):
        return Html.of(plain(NONE))
    return Html.of(
        warning(element("p", LIKENESS)),
        plain(PURPOSE),
        [one for one in tables.values() if one is not None],
        plain(WITHOUT.format(names=listed(without))) if without else None,
    )


def _table(review: Review, real: Area, likeness: Area):
    facts = Assessment.bare(review.safe, real)
    found = printed_and_counted(review.safe.results, real, likeness, local_documents(review.safe.sources))
    rows = [
        [
            one.label,
            one.period,
            Number(printed_value(one)),
            Number(value_with_interval(other), other.counts_beside),
        ]
        for one, other in ((facts.fact(printed), facts.fact(counted)) for printed, counted in found)
    ]
    if not rows:
        return None
    headers = ["Measure", "Period", f"Printed by {real.name}", f"Counted at {marked(likeness)}"]
    return table(f"{real.name}, and {likeness.name} which was made after it", headers, rows)
