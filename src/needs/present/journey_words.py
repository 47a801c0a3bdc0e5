"""The words for what was counted by treatment journey: a person who comes twice is two journeys, so none says "people"."""

from needs.measure.indicators import BY_NAME
from needs.measure.results import OF_RECORDS

NOUNS = {
    "people who came": "treatment journeys that began",
    "people whose answer is known": "treatment journeys with an answer",
    "people who left treatment": "treatment journeys that ended",
    "young people who left": "treatment journeys of young people that ended",
    "people who completed treatment": "completed treatment journeys",
}
DONE = {
    "came into treatment": "began",
    "left treatment": "ended",
    "completed it successfully": "were completed successfully",
    "dropped out of it": "did so by dropping out",
    "left in a planned way, by the rule of 2004": "did so in a planned way, by the rule of 2004",
    "left unplanned within 12 weeks": "ended unplanned within 12 weeks",
    "stayed in treatment for 12 weeks or more": "lasted 12 weeks or more",
    "stayed 12 weeks or left earlier in a planned way": "lasted 12 weeks or ended earlier in a planned way",
    "came back within six months": "were followed by another within six months",
    "had never been in treatment before": "were of people new to treatment",
    "lived with children of their own": "were of parents living with their children",
    "had regular work": "were of people with regular work",
    "received a care plan": "had a care plan",
    "left treatment successfully": "were completed successfully",
    "are given as treatment system exits": "ended in a planned way",
}
OFFERED = {"began within three weeks": "had a first offer within three weeks"}


def said(row, indicator) -> dict[str, str]:
    """The noun and the verb of a figure; what was counted by journey is not said of people, an offer is no beginning."""
    if indicator is None:
        return {"noun": "people", "done": ""}
    of_a_year = BY_NAME[indicator.numerator.measure] if indicator.form == "pooled" else indicator
    if row.source not in OF_RECORDS or of_a_year.counting is None:
        return {"noun": indicator.noun, "done": indicator.done}
    if of_a_year.counting.of == "journeys":
        return {
            "noun": NOUNS.get(indicator.noun, "treatment journeys" if indicator.noun == "people" else indicator.noun),
            "done": DONE.get(indicator.done, indicator.done),
        }
    return {"noun": indicator.noun, "done": OFFERED.get(indicator.done, indicator.done)}
