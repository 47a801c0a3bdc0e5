"""Invented journeys through treatment: when each begins and ends, how, and which are returns of one person.

A journey is one unbroken stay in treatment. Days are whole numbers counted from 1 January 1970. Each is drawn from the
person's chances (`needs.synthetic.model`): of staying twelve weeks, of how long beyond, of dying meanwhile, of how it ends
and of coming back. Years before the window are drawn too, so that who is there when it opens is who would be.
"""

from dataclasses import dataclass
from datetime import date

import numpy as np

from needs.quarter import Quarter
from needs.settings import Choices
from needs.synthetic import model
from needs.synthetic.chance import COMPLETED, FROM_JUSTICE, REFERRED_BY, UNPLANNED, Chance, between, chosen
from needs.synthetic.people import People, people_of
from needs.synthetic.profiles import Partnership

TWELVE_WEEKS = Choices.effective_days
SHORTEST_STAY = 3  # days
SHORTEST_GAP = 22  # days from leaving to coming back, so that the two journeys are never one
GAPS = ((0.2, 22, 26), (0.45, 27, 180), (0.35, 181, 600))  # share of returns, shortest and longest gap
YEARS_BEFORE = 6  # that are drawn before the window opens
SEASONS = {1: 1.02, 2: 0.98, 3: 0.94, 4: 1.06}  # how many come in each quarter of a financial year
REFERENCE = 20_000  # people of whom what is expected is worked out
DIED, REFERRED_ON = "9", "5"


@dataclass(frozen=True, kw_only=True)
class Window:
    """The days that records are invented for, both included, and the quarter each day belongs to."""

    first: Quarter
    last: Quarter

    @property
    def start(self) -> int:
        return days(self.first.start)

    @property
    def end(self) -> int:
        return days(self.last.end)

    @property
    def quarters(self) -> list[Quarter]:
        found = [self.first]
        while found[-1] < self.last:
            found.append(found[-1] + 1)
        return found

    def quarter_of(self, day: np.ndarray) -> np.ndarray:
        """The place of each day's quarter in the window: -1 before it, the number of quarters after it."""
        edges = np.array([days(quarter.start) for quarter in self.quarters] + [self.end + 1])
        return np.searchsorted(edges, day, side="right") - 1


@dataclass(frozen=True, kw_only=True)
class Journeys:
    """One place in each array is one journey: first and last day, who, why it ended, at which agency, by what route."""

    start: np.ndarray
    end: np.ndarray
    person: np.ndarray
    reason: np.ndarray
    agency: np.ndarray
    referred_by: np.ndarray

    @property
    def is_retained(self) -> np.ndarray:
        """Whether it lasted for twelve weeks."""
        return self.end - self.start >= TWELVE_WEEKS


def days(day: date | str) -> int:
    """A date as days from 1 January 1970."""
    return int(np.datetime64(day, "D").astype(int))


def by_year(shares: dict[int, float], year: int) -> float:
    """What holds in a year: the value given for it, or for the nearest year that has one."""
    return shares[min(shares, key=lambda given: abs(given - year))]


def journeys_of(partnership: Partnership, window: Window, chance: Chance) -> tuple[People, Journeys]:
    """The people of a partnership, and all their journeys that were still open when the window opened, or began in it."""
    came = _first_days(partnership, window, chance)
    people = people_of(partnership, came, chance)
    path = _Path(partnership, people, chance)
    found, who, start, number = [], np.arange(len(came)), came, 0
    while len(who):
        journeys, who, start = path.journey(number, who, start, window.end)
        found.append(journeys)
        number += 1
    together = {name: np.concatenate([one[name] for one in found]) for name in found[0]}
    is_seen = together["end"] >= window.start
    order = np.lexsort((together["start"][is_seen], together["person"][is_seen]))
    together = {name: values[is_seen][order] for name, values in together.items()}
    kept, together["person"] = np.unique(together["person"], return_inverse=True)
    return people.only(kept), Journeys(**together)


def _first_days(partnership: Partnership, window: Window, chance: Chance) -> np.ndarray:
    """The day on which each person first comes: as many a quarter as chance has it, about the expected."""
    quarters = [window.first + number for number in range(-4 * YEARS_BEFORE, len(window.quarters))]
    first = 1 - partnership.returning  # every so many journeys are followed by another
    found = []
    for quarter in quarters:
        expected = by_year(partnership.starts_a_month, quarter.year) * 3 * first * SEASONS[quarter.number]
        source = chance.source(f"came in {quarter}")
        found.append(between(source.random(source.poisson(expected)), days(quarter.start), days(quarter.end)))
    return np.concatenate(found)


class _Path:
    """What is expected of a partnership's people, and what chance makes of each of their journeys."""

    def __init__(self, partnership: Partnership, people: People, chance: Chance):
        self.partnership, self.people, self.chance = partnership, people, chance
        alike = Chance(0, f"{partnership.slug}, expected")
        day = np.full(REFERENCE, days(Quarter(year=2008, number=1).start)) + np.arange(REFERENCE) % 365
        several = people_of(partnership, day, alike)
        traits = several.traits(np.arange(REFERENCE), day)
        traits["justice"] = np.isin(alike.picked("route", REFERRED_BY, REFERENCE), FROM_JUSTICE) * 1.0
        traits["completed"] = (alike.numbers("completed", REFERENCE) < partnership.completing) * 1.0
        self.stays, self.completes = (
            {**effects, **here}
            for effects, here in (
                (model.STAYING, partnership.staying_here),
                (model.COMPLETING, partnership.completing_here),
            )
        )
        self.staying = {
            year: model.intercept(share, self.stays, traits) for year, share in partnership.retained.items()
        }
        self.completing = model.intercept(partnership.completing, self.completes, traits)
        self.early = model.intercept(partnership.completing_early, model.COMPLETING_EARLY, traits)
        self.returning = model.intercept(partnership.returning, model.RETURNING, traits)
        self.length = model.scale(partnership.long_stay, model.LENGTH, traits)
        self.of_agency = agency_effects(partnership)

    def journey(
        self, number: int, person: np.ndarray, start: np.ndarray, last: int
    ) -> tuple[dict[str, np.ndarray], np.ndarray, np.ndarray]:
        """The next journey of each person, and of those who come back by the last day who they are and when."""
        draws = {
            what: self.chance.numbers(f"{what} {number}", len(self.people.born))[person]
            for what in (
                "agency",
                "route",
                "stays",
                "long",
                "short",
                "dies",
                "ends",
                "other",
                "how",
                "comes",
                "gap",
                "away",
            )
        }
        agency = chosen(draws["agency"], agency_shares(self.partnership)).astype(int)
        route = chosen(draws["route"], REFERRED_BY)
        traits = self.people.traits(person, start) | {"justice": np.isin(route, FROM_JUSTICE) * 1.0}
        stays = model.happens(draws["stays"], self._staying(start, traits) + self.of_agency[agency])
        short = SHORTEST_STAY + np.floor(draws["short"] * (TWELVE_WEEKS - SHORTEST_STAY))
        beyond = -np.log1p(-draws["long"]) * self.length * np.exp(model.predictor(model.LENGTH, traits))
        end = start + np.where(stays, TWELVE_WEEKS + np.floor(beyond), short).astype(np.int64)
        a_year = model.DEATHS_A_YEAR * np.exp(model.predictor(model.DYING, traits))
        death = start + np.floor(-np.log1p(-draws["dies"]) / a_year * 365.25).astype(np.int64)
        dies = death < end
        end = np.where(dies, death, end)
        completes, reason = self._reasons(draws, stays, end, traits, agency)
        reason = np.where(dies, DIED, reason)
        traits["completed"] = completes * 1.0
        comes = ~dies & model.happens(draws["comes"], self.returning + model.predictor(model.RETURNING, traits))
        again = end + _gaps(draws["gap"], draws["away"])
        comes &= again <= last
        begun = {"start": start, "end": end, "person": person, "reason": reason, "agency": agency, "referred_by": route}
        return begun, person[comes], again[comes]

    def _staying(self, start: np.ndarray, traits: model.Traits) -> np.ndarray:
        year, quarters = _years(start)
        given = np.array([by_year(self.staying, number) for number in range(year.min(), year.max() + 1)])
        odds = given[year - year.min()] + model.predictor(self.stays, traits)
        return odds + self.partnership.improving * np.maximum(quarters - 4 * 2006, 0) / 4

    def _reasons(
        self, draws: dict, stays: np.ndarray, end: np.ndarray, traits: model.Traits, agency: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray]:
        after = end >= days(self.partnership.lost_from) if self.partnership.lost_from else np.zeros(len(end), bool)
        odds = self.completing + model.predictor(self.completes, traits) + self.of_agency[agency]
        odds = odds - self.partnership.lost * after
        early = self.early + model.predictor(model.COMPLETING_EARLY, traits)
        completes = model.happens(draws["ends"], np.where(stays, odds, early))
        referred = stays & (draws["other"] < self.partnership.referred_on)
        otherwise = np.where(referred, REFERRED_ON, chosen(draws["how"], UNPLANNED))
        return completes, np.where(completes, chosen(draws["how"], COMPLETED), otherwise)


def agency_effects(partnership: Partnership) -> np.ndarray:
    """What each agency adds to the log odds of staying and of completing: its own, whatever the seed; 0 on average."""
    drawn = Chance(0, partnership.slug).normal("agencies", partnership.agencies) * model.AMONG_AGENCIES
    shares = np.array(list(agency_shares(partnership).values()))
    return drawn - (drawn * shares).sum() / shares.sum()


def agency_shares(partnership: Partnership) -> dict[int, float]:
    """How many journeys begin at each agency, as weights."""
    return {place: 1 / (place + 1.5) for place in range(partnership.agencies)}


def _years(day: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The year in which each day's financial year begins, and the number of its quarter from the year 0."""
    months = day.astype("datetime64[D]").astype("datetime64[M]").astype(int) + 1970 * 12 - 3
    return months // 12, months // 3


def _gaps(kind: np.ndarray, within: np.ndarray) -> np.ndarray:
    place = np.minimum(np.searchsorted(np.cumsum([gap[0] for gap in GAPS]), kind), len(GAPS) - 1)
    low, high = (np.array([gap[side] for gap in GAPS])[place] for side in (1, 2))
    return between(within, np.maximum(low, SHORTEST_GAP), high)
