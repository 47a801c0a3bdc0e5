"""Quarters one after the other, in words: whether the latest is unusual, and whether a target is met by chance."""

from needs.areas import INVENTED_TOGETHER
from needs.measure import selection
from needs.measure.quarters import FEWEST_QUARTERS, Series, series_of
from needs.present import charts
from needs.present.assessment import Assessment
from needs.present.control_chart import control_chart
from needs.present.facts import Fact
from needs.present.numbers import rounded, written
from needs.present.phrases import capital, in_words, listed
from needs.present.sections import heading, paragraph, plain, sources_of
from needs.present.tables import Number, table
from needs.present.words import Statement

MEASURES = (
    "new_presentations",
    "in_treatment",
    "exits",
    "retained_or_planned_discharge_percent",
    "top_starts_percent",
    "top_discharges_percent",
)
CAUSES = {
    "": "No unusual change: ups and downs are within the usual range.",
    "above the upper limit": "That is an unusual rise, outside the usual range.",
    "below the lower limit": "That is an unusual fall, outside the usual range.",
    "trend of 7 points rising": "That is an unusual rise: seven quarters in a row make it.",
    "trend of 7 points falling": "That is an unusual fall: seven quarters in a row make it.",
    "2 of 3 points near the upper limit": "That is an unusual rise: two of three quarters are near the upper limit.",
    "2 of 3 points near the lower limit": "That is an unusual fall: two of three quarters are near the lower limit.",
    "7 points above the mean": "That is an unusual rise: seven quarters in a row are above the mean.",
    "7 points below the mean": "That is an unusual fall: seven quarters in a row are below the mean.",
}
WHY_NOT = {
    "overlap": "Change cannot be judged: the periods overlap.",
    "latest": "Change cannot be judged: the latest quarter has no figure.",
    "same": "No usual range can be worked out: the quarters do not differ enough from one to the next.",
}
ASSURED = {
    "met": "Unless something changes, the target of {target} will be met in every quarter.",
    "missed": "Unless something changes, the target of {target} will be missed in every quarter.",
    "by chance": "The target of {target} will sometimes be met and sometimes be missed by chance.",
}
STOCK = "Many people are counted in several quarters, so the limits of people in treatment are narrower than chance alone."
