"""How a figure came to be: its sum with the numbers in place, for the table of evidence."""

import math

from needs.measure.results import RETURNS, STATUSES
from needs.present.facts import Fact
from needs.present.numbers import whole

HOW = {
    "published": "as published",
    "calculated": "worked out here",
    "synthetic": "counted here from records",
}


def worked_out(fact: Fact) -> str:
    """The sum with its numbers in place, "510 / 515 = 99.0%"; how the figure came to be where there is no sum."""
    if fact.status == "refused":
        return f"{whole(fact.numerator)} and {whole(fact.denominator)} are not compared: {fact.reason.replace(' | ', '; ')}"
    if fact.status == "bound":
        return f"{fact.counts}, rounded to 5"
    if not fact.is_told:
        return STATUSES[fact.status]
    if fact.source == RETURNS and fact.is_rounded and math.isnan(fact.numerator):
        return "from the partnership's own returns, rounded to 5"
    if fact.origin == "published" or math.isnan(fact.denominator):
        return HOW[fact.origin]
    if math.isnan(fact.numerator):
        return f"{HOW[fact.origin]}, of {whole(fact.denominator)}"
    if fact.indicator.endswith("_not_in_treatment"):
        return f"{whole(fact.denominator)} - {whole(fact.numerator)} = {fact.number}"
    if fact.indicator.endswith("_unmet_need_percent"):
        return f"1 - {whole(fact.numerator)} / {whole(fact.denominator)} = {fact.number}"
    if fact.is_of_few:
        return f"{fact.counts}: too few for a percentage"
    per = {"per 100,000": " x 100,000", "per 1,000": " x 1,000"}.get(fact.unit, "")
    return f"{whole(fact.numerator)} / {whole(fact.denominator)}{per} = {fact.number}"
