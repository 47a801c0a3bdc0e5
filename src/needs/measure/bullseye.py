"""The bullseye of need: everybody who uses opiates or crack in one ring, from treatment on the day to nobody's knowledge.

The rings are those of the needs assessments of the National Treatment Agency (recalled: high). One person is in the innermost
ring that applies at the last day of the year. All is worked out from figures as they are shown, so a reader can do it again.
"""

import math
from dataclasses import dataclass

from needs.measure.safety import FEWEST_OF_A_SHARE
from needs.statistics.prevalence.unmet import not_reached

ON_THE_DAY = "in treatment on the last day of the year"
IN_THE_YEAR = "in treatment in the year, not on its last day"
WITHIN_THE_YEAR = "in treatment in the year"  # where it is not known who was there on the last day
EARLIER = "in treatment earlier, not in the year"
DIP_ONLY = "known to the Drug Interventions Programme, never treated"
UNKNOWN = "not on file"  # files begin on a day, so who left before it is not known to them
NOT_IN_THE_YEAR = "not in treatment in the year"
USERS = "opiate and/or crack users"  # whom an estimate must be of, as that is whom the indicators below count
IN_TREATMENT, OF_THE_DAY = "opiate_crack_in_treatment", "opiate_crack_in_treatment_on_the_day"
BEFORE, PROGRAMME = "opiate_crack_known_to_treatment_earlier", "opiate_crack_known_to_dip_only"


@dataclass(frozen=True)
class Ring:
    """One ring: its people, with limits where it is what is left of an estimate, and all those within its outer edge.

    No `people` (NaN) means that more are known than were estimated, so what is left is not told.
    """

    name: str
    people: float
    within: float
    lower: float = math.nan
    upper: float = math.nan

    @property
    def is_rest(self) -> bool:
        """Whether it is what is left of the estimate."""
        return self.name in (UNKNOWN, NOT_IN_THE_YEAR)


def rings(
    estimate: float,
    lower: float,
    upper: float,
    in_the_year: float,
    on_the_day: float = math.nan,
    earlier: float = math.nan,
    dip_only: float = math.nan,
) -> list[Ring]:
    """The rings from the innermost on: people known, and last what is left of the estimate with its limits moved by them.

    Counts that are not known (NaN) give no ring; their people are then in a later one. Limits of the estimate that are below
    the people known are missing. Raises ValueError where more were there on the day than in the year.
    """
    if on_the_day > in_the_year:
        raise ValueError(f"rings: {on_the_day:g} people on the last day are more than the {in_the_year:g} of the year")
    is_split = not math.isnan(on_the_day)
    parts = [(ON_THE_DAY, on_the_day), (IN_THE_YEAR, in_the_year - on_the_day)] if is_split else []
    parts += [] if is_split else [(WITHIN_THE_YEAR, in_the_year)]
    parts += [(name, people) for name, people in ((EARLIER, earlier), (DIP_ONLY, dip_only)) if not math.isnan(people)]
    found, within = [], 0.0
    for name, people in parts:
        within += people
        found.append(Ring(name, people, within))
    rest = not_reached(within, estimate, lower, upper)
    name = NOT_IN_THE_YEAR if math.isnan(earlier) and math.isnan(dip_only) else UNKNOWN
    return [*found, Ring(name, rest.value, max(within, estimate), rest.lower, rest.upper)]


def cascade(steps: list[tuple[str, float]]) -> list[tuple[str, float, float]]:
    """Each step of the way through treatment with its people, and their percentage of those of the first step.

    A step that is not known (NaN) is left out. No percentage (NaN) of fewer people than one may be shown of.
    """
    known = [(name, people) for name, people in steps if not math.isnan(people)]
    whole = known[0][1] if known else math.nan
    return [(name, people, 100 * people / whole if whole >= FEWEST_OF_A_SHARE else math.nan) for name, people in known]
