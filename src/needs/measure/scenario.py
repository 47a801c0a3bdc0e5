"""What would happen if: a stock and flow of treatment, fitted on the figures that are shown, and what levers change in it.

`fit` reads the flows of one partnership up to a quarter from safe results; `run` moves them on, as it is and with levers.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from functools import partial
from typing import Any

import numpy as np

from needs.measure.flows import FEW, KINDS, QUARTERS_OF_A_YEAR, Flows, fit
from needs.measure.indicators.stays import STAYS
from needs.measure.safety import BASE, VARIANCE
from needs.mistakes import Mistake
from needs.quarter import Quarter
from needs.statistics.chance import about, drift

__all__ = ["Flows", "Levers", "Range", "Scenario", "check", "expected", "fit", "run", "simulate", "to_reach"]

MOST_QUARTERS = 12  # ahead: beyond three years nothing that is fitted here holds
MOST_TIMES = 10  # how many times as much a lever may ask for


@dataclass(frozen=True, kw_only=True)
class Levers:
    """What is asked: each lever by itself leaves things as they are (1, 0 or None).

    `places` and `money_percent` change how many may be in treatment at once: places at once, money as people leave. Who asks
    of either takes it that places are what holds numbers: those of now are `capacity`, or the most in treatment of late.
    `waits_weeks` is the mean wait while places are free; `early_drop_out` and `completion` multiply the chances of unplanned
    exits in the quarter of coming and the next, and of planned exits; `reach` is the share of need that is in treatment in a year.
    `capacity` (places now) and `pounds_a_place` (a year) are what a partnership knows of itself. A Mistake names what is impossible.
    """

    places: float = 1.0
    waits_weeks: float | None = None
    early_drop_out: float = 1.0
    completion: float = 1.0
    reach: float | None = None
    money_percent: float = 0.0
    capacity: float | None = None
    pounds_a_place: float | None = None
    quarters_ahead: int = 4

    def __post_init__(self) -> None:
        for one in fields(self):
            value, (lowest, highest, words) = getattr(self, one.name), LIMITS[one.name]
            if value is None and one.default is None:
                continue
            is_number = isinstance(value, int | float) and not isinstance(value, bool)  # nan lies between no limits
            if not is_number or not lowest <= value <= highest:
                raise Mistake(f"{one.name} is {value!r}; wanted {words}")
        if not float(self.quarters_ahead).is_integer():
            raise Mistake(f"quarters_ahead is {self.quarters_ahead!r}; wanted {LIMITS['quarters_ahead'][2]}")

    @property
    def is_as_it_is(self) -> bool:
        """Whether nothing is asked to change; what is known of places and pounds changes nothing."""
        return not self.changed

    @property
    def asks_of_places(self) -> bool:
        """Whether it is a question of how many can be in treatment at one time."""
        return self.capacity is not None or self.places != 1 or self.money_percent != 0

    @property
    def changed(self) -> tuple[str, ...]:
        """The names of the levers that ask for a change, in their order."""
        return tuple(
            one.name for one in fields(self) if one.name not in KNOWN and getattr(self, one.name) != one.default
        )


KNOWN = ("capacity", "pounds_a_place", "quarters_ahead")  # of the partnership and the question, and no lever
TIMES = f"times as it is, above 0 and up to {MOST_TIMES}, as in 1.1 for a tenth more"
LIMITS = {
    "places": (0.01, MOST_TIMES, f"{TIMES}; for fewer places as people leave write money_percent"),
    "waits_weeks": (0, 52, "weeks from 0 to 52, or nothing for the wait as it is"),
    "early_drop_out": (0, MOST_TIMES, TIMES.replace("above 0", "from 0")),
    "completion": (0, MOST_TIMES, TIMES.replace("above 0", "from 0")),
    "reach": (0, 1, "a share of need from 0 to 1, as in 0.6 for 60%"),
    "money_percent": (-100, 100 * MOST_TIMES, "a change in percent from -100, as in -5.1 for a cut of 5.1%"),
    "capacity": (1, 1_000_000, "how many can be in treatment at one time, a number above 0"),
    "pounds_a_place": (0, 1_000_000, "pounds a year for one place, 0 or more"),
    "quarters_ahead": (1, MOST_QUARTERS, f"a whole number of quarters from 1 to {MOST_QUARTERS}"),
}


@dataclass(frozen=True)
class Range:
    """What is expected, and between what it lies 95 times in 100 if the model holds."""

    value: float
    lower: float
    upper: float


OF_PEOPLE = (
    "in_treatment", "in_treatment_in_the_year", "new", "returns", "planned_exits", "unplanned_exits", "other_exits", "deaths",
    "waiting", "places_needed",
)  # fmt: skip
WEEKS, POUNDS = "weeks_of_waiting", "pounds"
PLANNED_SHARE = "planned_share"  # of those who leave, from 0 to 1: only for `expected` and `to_reach`
MEASURES = (*OF_PEOPLE, WEEKS, POUNDS)
EARLY = 2  # bands of stay, the first, in which a journey is no more than six months old; most early drop-out is in them
BAND_OF_AGE = np.array(
    [0, 1, 2, 3, 3, 4, 4, 4, 4, 5]
)  # so many quarters after the one a journey began in; the last: or more
AGES = len(BAND_OF_AGE)
DRAWS, SEED = 1000, 20
MOST_LEAVING = 0.98  # of a band in a quarter, in any draw
WEEKS_OF_A_QUARTER = 13


@dataclass(frozen=True, kw_only=True)
class Scenario:
    """What `run` gives: by measure (MEASURES) the range over the whole time ahead, or at its end for what is there at once.

    `as_it_is` and `changed` hold the same measures, `net` the second less the first as they are shown, `ends` the people in treatment at each
    quarter's end of both. What cannot be said (pounds where no price is known) is not among them. People are to the nearest
    five, as what the model is fitted on.
    """

    levers: Levers
    quarters: tuple[Quarter, ...]
    as_it_is: dict[str, Range]
    changed: dict[str, Range]
    net: dict[str, Range]
    ends: tuple[tuple[Range, ...], tuple[Range, ...]]


def _level(flows: Flows, draws: np.ndarray) -> np.ndarray:
    """How many come in a quarter, about the mean of the last year, as far as four quarters tell."""
    noise = flows.overdispersion * flows.coming + (VARIANCE if flows.is_rounded else 0)
    return about(flows.coming, noise / QUARTERS_OF_A_YEAR, draws)


def _drawn(flows: Flows, draws: int) -> tuple[np.ndarray, np.random.Generator]:
    """Chances of leaving, as often as asked, from Beta distributions of what was counted (Jeffreys).

    What rounding leaves open is drawn first: any of the counts that are shown as this one, or any from none to seven where it
    is hidden.
    """
    source = np.random.default_rng(SEED)
    shape = (draws, *flows.left.shape)
    may_be = source.uniform(-BASE / 2, BASE / 2, shape)
    left = flows.left + np.where(flows.is_rounded & (flows.left > 0), may_be, 0)  # none is none
    left = np.clip(np.where(flows.is_hidden, source.uniform(0, FEW, shape), left), 0, flows.open)
    return source.beta(left + 0.5, flows.open - left + 0.5), source


def chances_with_ranges(flows: Flows) -> tuple[np.ndarray, np.ndarray]:
    """The limits of the chances of leaving, 95%, by band of stay and way of leaving."""
    low, high = np.quantile(_drawn(flows, DRAWS)[0], [0.025, 0.975], axis=0)
    return low, high


def coming_with_range(flows: Flows) -> Range:
    """How many come in a quarter on average, with limits of 95%."""
    return _range(_level(flows, np.random.default_rng(SEED).standard_normal(DRAWS)))


@dataclass(frozen=True, kw_only=True)
class _Chance:
    """What a run draws: chances of leaving, the level of those who come and its drift, the part that comes back, and noise of each quarter."""

    leaving: np.ndarray
    level: np.ndarray
    returning: np.ndarray
    drift: np.ndarray
    coming: np.ndarray
    exits: np.ndarray

    @classmethod
    def of(cls, flows: Flows, quarters: int, draws: int) -> "_Chance":
        """As many draws as asked; one stands for what is expected, without any chance."""
        back, among = flows.returning if not math.isnan(flows.returning[0]) else (0.0, 1.0)
        if draws == 1:
            leaving = flows.chances[None]
            quiet = np.zeros((quarters, 1))
            still = np.zeros((quarters, 1, AGES, len(KINDS)))
            return cls(
                leaving=leaving,
                level=np.array([flows.coming]),
                returning=np.array([back / among]),
                drift=np.ones((quarters, 1)),
                coming=quiet,
                exits=still,
            )
        leaving, source = _drawn(flows, draws)
        level = _level(flows, source.standard_normal(draws))
        returning = source.beta(back + 0.5, max(among - back, 0) + 0.5, size=draws) if back else np.zeros(draws)
        coming, exits = (source.standard_normal((quarters, draws, *more)) for more in ((), (AGES, len(KINDS))))
        ahead = drift(*flows.change, quarters, draws, source)
        return cls(leaving=leaving, level=level, returning=returning, drift=ahead, coming=coming, exits=exits)


@dataclass(frozen=True, kw_only=True)
class Paths:
    """What happens in each draw and quarter: arrays of draws by quarters."""

    ends: np.ndarray
    new: np.ndarray
    returns: np.ndarray
    exits: np.ndarray  # and a column a way of leaving
    queue: np.ndarray
    wanting: np.ndarray


def simulate(flows: Flows, levers: Levers, draws: int = DRAWS, coming: float = 1.0, is_capped: bool = True) -> Paths:
    """The flows moved on quarter by quarter; `coming` is how many times as many come for the first time.

    Journeys grow older by a quarter at a time, and leave with the chance of their band of stay. Whoever comes is let in while
    places last, and waits otherwise. Noise is normal about what is expected, and the same whatever the levers are, so that
    two runs differ by the levers alone.
    """
    quarters = int(levers.quarters_ahead)
    chance = _Chance.of(flows, quarters, draws)
    leaving = _with_levers(chance.leaving, levers)[:, BAND_OF_AGE]
    there = np.repeat(_by_age(flows)[None], draws, axis=0)
    first = chance.level * (1 - chance.returning) * coming
    recent = [np.full(draws, _recent(flows))] * 2  # exits of the last two quarters, from which people come back
    a_return = chance.returning * chance.level / recent[0]
    of_chance = flows.overdispersion * flows.coming
    queue = np.zeros(draws)
    sooner = np.zeros(
        draws
    )  # so many more come than would otherwise, or fewer where a longer wait keeps them for later
    room = _places(levers) if is_capped else math.inf
    found: dict[str, list[np.ndarray]] = {name: [] for name in Paths.__dataclass_fields__}
    for number in range(quarters):
        gone = _gone(there, leaving, chance.exits[number])
        staying = np.maximum(there - gone.sum(axis=2), 0)
        back = a_return * (recent[-1] + recent[-2]) / 2
        wanting = about(first * chance.drift[number] + back, of_chance, chance.coming[number])
        sooner = _earlier(flows, levers, wanting) if number == 0 else sooner
        new_leave = leaving[:, 0].sum(axis=1)
        free = np.maximum(room - staying.sum(axis=1), 0) / np.maximum(1 - new_leave, 1 - MOST_LEAVING)
        asking = np.maximum(wanting + queue + sooner, 0)
        sooner = np.minimum(wanting + queue + sooner, 0)
        let_in = np.minimum(asking, free)
        queue = asking - let_in
        at_once = np.zeros_like(there)
        at_once[:, 0] = let_in
        gone_new = _gone(at_once, leaving, chance.exits[number])
        exits = (gone + gone_new).sum(axis=1)
        there = np.concatenate(
            [
                np.zeros((draws, 1)),
                (let_in - gone_new.sum(axis=(1, 2)))[:, None],
                staying[:, 1:-2],
                staying[:, -2:].sum(axis=1)[:, None],
            ],
            axis=1,
        )
        recent.append(exits.sum(axis=1))
        share_back = np.divide(back, wanting, out=np.zeros_like(back), where=wanting > 0)
        for name, one in zip(
            found, (there.sum(axis=1), let_in, let_in * np.minimum(share_back, 1), exits, queue, wanting), strict=True
        ):
            found[name].append(one)
    return Paths(**{name: np.stack(one, axis=1) for name, one in found.items()})


def _with_levers(chances: np.ndarray, levers: Levers) -> np.ndarray:
    """Chances of leaving with what the levers make of them, never more than MOST_LEAVING together."""
    times = np.ones(chances.shape[1:])
    times[:, 0] = levers.completion
    times[:EARLY, 1] = levers.early_drop_out
    changed = chances * times
    together = changed.sum(axis=-1, keepdims=True)
    return changed * np.minimum(1, MOST_LEAVING / np.maximum(together, 1e-9))


def _by_age(flows: Flows) -> np.ndarray:
    """Those in treatment by how many quarters ago they began, shared out in a band as those who came then and stayed would be."""
    stays = 1 - flows.chances.sum(axis=1)
    weights = np.zeros(AGES)
    for age in range(1, AGES):
        weights[age] = flows.came.get(flows.quarter - (age - 1), flows.coming) * np.prod(stays[BAND_OF_AGE[:age]])
    weights[-1] = 1.0
    weights = np.maximum(weights, 1e-9)  # where nobody came, all ages of a band have the same part
    of_band = np.array([weights[BAND_OF_AGE == band].sum() for band in range(len(STAYS))])
    shared = weights / of_band[BAND_OF_AGE]
    return shared * flows.stock[BAND_OF_AGE]


def _gone(there: np.ndarray, leaving: np.ndarray, noise: np.ndarray) -> np.ndarray:
    """Who leaves, by age and way: as expected, with the noise of a binomial, no fewer than none and no more than all."""
    expected = there[..., None] * leaving
    gone = about(expected, expected * (1 - leaving), noise)
    together = gone.sum(axis=2, keepdims=True)
    return gone * np.minimum(1, there[..., None] / np.maximum(together, 1e-9))


def _recent(flows: Flows) -> float:
    """How many left in a quarter of the last year, on average; those who came, where that is not shown."""
    seen = [flows.gone[one] for one in flows.last_year if one in flows.gone]
    return max(float(np.mean(seen)), 1.0) if seen else max(flows.coming, 1.0)


def _places(levers: Levers) -> float:
    """How many can be in treatment at one time; without end where that is not asked about."""
    return math.inf if levers.capacity is None else levers.capacity * levers.places * (1 + levers.money_percent / 100)


def _earlier(flows: Flows, levers: Levers, wanting: np.ndarray) -> np.ndarray:
    """How many come in the first quarter rather than later, because the wait is shorter: once, the part of the list that goes."""
    if levers.waits_weeks is None or math.isnan(flows.wait):
        return np.zeros_like(wanting)
    return wanting * (flows.wait - levers.waits_weeks) / WEEKS_OF_A_QUARTER


def check(flows: Flows, levers: Levers) -> None:
    """A Mistake names a lever that is impossible with these flows: what was found, what was wanted, and what to write."""
    if levers.capacity is not None and levers.capacity < flows.now:
        raise Mistake(
            f"capacity is {levers.capacity:g}, fewer than the {flows.now:,.0f} in treatment at the end of {flows.quarter}; wanted "
            "as many or more: for fewer places as people leave write money_percent"
        )
    places = (flows.most if levers.capacity is None else levers.capacity) * levers.places
    if levers.places < 1 and places < flows.now:
        least = math.ceil(1000 * flows.now / (places / levers.places)) / 1000
        raise Mistake(
            f"places is {levers.places:g}, which is {places:,.0f}, fewer than the {flows.now:,.0f} in treatment at the end of "
            f"{flows.quarter}; wanted {least:g} or more: for fewer places as people leave write money_percent"
        )
    for name, ways, bands in (("completion", 0, slice(None)), ("early_drop_out", 1, slice(EARLY))):
        chances, times = flows.chances[bands], getattr(levers, name)
        others = np.delete(chances, ways, axis=1).sum(axis=1)
        most = float(np.min((1 - others) / np.maximum(chances[:, ways], 1e-9)))
        if times > most + 1e-6:
            raise Mistake(
                f"{name} is {times:g}, by which more would leave in a quarter than are there; wanted {math.floor(100 * most + 1e-6) / 100:g} "
                "or less"
            )
    if levers.waits_weeks is not None and math.isnan(flows.wait):
        raise Mistake(
            f"waits_weeks is {levers.waits_weeks:g}, and no mean wait is shown up to {flows.quarter}: leave it out"
        )
    if levers.reach is not None and math.isnan(flows.reached):
        wanted = "an estimate of opiate and crack users with people in treatment beside it: leave reach out"
        raise Mistake(f"reach is {levers.reach:g}, and need is not known at {flows.quarter}; wanted {wanted}")
    if levers.reach is not None:
        least, most = (_short_of_reach(flows, levers, times) + levers.reach for times in (0.0, float(MOST_TIMES)))
        if not least <= levers.reach <= most:
            lowest, highest = math.ceil(100 * least) / 100, min(math.floor(100 * most) / 100, 1)
            raise Mistake(
                f"reach is {levers.reach:g}, and from nobody who comes to {MOST_TIMES} times as many it would be {lowest:g} to "
                f"{highest:g} in the year; wanted a share of need between these"
            )


def run(flows: Flows, levers: Levers) -> Scenario:
    """What comes of the flows with levers, beside as it is; the same bytes each time. A Mistake names an impossible lever.

    As it is, there is a place for everybody who comes, as the back-test supposes; where places are asked about, those of now.
    """
    check(flows, levers)
    asked = replace(levers, capacity=levers.capacity or flows.most) if levers.asks_of_places else levers
    as_it_is = Levers(
        capacity=asked.capacity, pounds_a_place=levers.pounds_a_place, quarters_ahead=levers.quarters_ahead
    )
    before, after = (_measured(flows, one, DRAWS) for one in (as_it_is, asked))
    ahead = tuple(flows.quarter + number for number in range(1, int(levers.quarters_ahead) + 1))
    shown = [name for name in MEASURES if name in before[0] and name in after[0]]
    one, other = ({name: _rounded(name, drawn[name]) for name in shown} for drawn in (before[0], after[0]))
    drawn_apart = {name: _rounded(name, after[0][name] - before[0][name]) for name in shown}
    return Scenario(
        levers=levers,
        quarters=ahead,
        as_it_is=one,
        changed=other,
        net={name: _between(one[name], other[name], drawn_apart[name]) for name in shown},
        ends=(_ends(before[1]), _ends(after[1])),
    )


def _ends(paths: Paths) -> tuple[Range, ...]:
    return tuple(_rounded("in_treatment", paths.ends[:, number]) for number in range(paths.ends.shape[1]))


def expected(flows: Flows, levers: Levers, measure: str, coming: float = 1.0, is_capped: bool = True) -> float:
    """What is expected of a measure without any chance; not a number where it cannot be said.

    `coming` is how many times as many come for the first time; without a cap there are places for all of them.
    """
    found = _measured(flows, levers, 1, coming, is_capped)[0].get(measure)
    return math.nan if found is None else float(found[0])


def _measured(
    flows: Flows, levers: Levers, draws: int, coming: float = 1.0, is_capped: bool = True
) -> tuple[dict[str, np.ndarray], Paths]:
    """The measures of each draw, and the paths that they are of."""
    if levers.reach is not None:
        coming = _coming_to_reach(flows, levers)
    paths = simulate(flows, levers, draws, coming, is_capped)
    free = simulate(flows, levers, draws, coming, is_capped=False)
    quarters = int(levers.quarters_ahead)
    planned, unplanned, otherwise = (paths.exits[:, :, way].sum(axis=1) for way in range(len(KINDS)))
    died = _share_of_deaths(flows)
    found = {
        "in_treatment": paths.ends[:, -1],
        "in_treatment_in_the_year": _in_the_year(flows, paths),
        "new": paths.new.sum(axis=1),
        "planned_exits": planned,
        "unplanned_exits": unplanned,
        "other_exits": otherwise,
        "places_needed": free.ends.max(axis=1),
        PLANNED_SHARE: planned / np.maximum(planned + unplanned + otherwise, 1),
    }
    if not math.isnan(flows.returning[0]):
        found["returns"] = paths.returns.sum(axis=1)
    if not math.isnan(died):
        found["deaths"] = otherwise * died
        found["other_exits"] = otherwise * (1 - died)
    wait = flows.wait if levers.waits_weeks is None else levers.waits_weeks
    if not math.isnan(wait):
        a_week = np.maximum(paths.wanting[:, -1], 1) / WEEKS_OF_A_QUARTER
        found[WEEKS] = wait + paths.queue[:, -1] / a_week
        found["waiting"] = found[WEEKS] * a_week
    if levers.pounds_a_place is not None:
        years = quarters / QUARTERS_OF_A_YEAR
        places = paths.ends.mean(axis=1) if levers.capacity is None else np.full(draws, _places(levers))
        found[POUNDS] = places * levers.pounds_a_place * years
    return found, paths


def _in_the_year(flows: Flows, paths: Paths) -> np.ndarray:
    """People in treatment in the last four quarters: those there before, and those who came, once each as far as the last year tells."""
    draws, quarters = paths.ends.shape
    known = flows.last_year[quarters:] if quarters < QUARTERS_OF_A_YEAR else []
    start = flows.ends.get(known[0] - 1 if known else flows.quarter, flows.now)
    before = np.full(draws, start) if quarters <= QUARTERS_OF_A_YEAR else paths.ends[:, -QUARTERS_OF_A_YEAR - 1]
    came = paths.new[:, -QUARTERS_OF_A_YEAR:].sum(axis=1) + sum(flows.came.get(one, flows.coming) for one in known)
    return (before + came) * _people_a_journey(flows)


def in_the_last_year(flows: Flows) -> float:
    """People in treatment in the year up to the quarter, as `in_treatment_in_the_year` counts them; worked out where not shown."""
    before = flows.ends.get(flows.quarter - QUARTERS_OF_A_YEAR, flows.now)
    return (before + QUARTERS_OF_A_YEAR * flows.coming) * _people_a_journey(flows)


def planned_share(flows: Flows) -> float:
    """Of those who leave in a quarter of the last year the share that leaves as planned, by the chances that are fitted."""
    gone = (flows.chances * flows.open).sum(axis=0)
    return float(gone[0] / gone.sum())


def _people_a_journey(flows: Flows) -> float:
    journeys = flows.ends.get(flows.quarter - QUARTERS_OF_A_YEAR, math.nan) + QUARTERS_OF_A_YEAR * flows.coming
    found = flows.people / journeys
    return min(found, 1.0) if not math.isnan(found) else 1.0


def _share_of_deaths(flows: Flows) -> float:
    """Of those who leave neither as planned nor unplanned, how many die."""
    return min(flows.deaths / flows.otherwise, 1.0) if flows.otherwise else math.nan


def _short_of_reach(flows: Flows, levers: Levers, times: float) -> float:
    """The share of need in treatment in the year if so many times as many come for the first time, less the share asked for."""
    assert levers.reach is not None
    as_it_is = simulate(flows, Levers(quarters_ahead=levers.quarters_ahead), 1, is_capped=False)
    changed = simulate(flows, replace(levers, reach=None), 1, times, is_capped=False)
    now, then = (float(_in_the_year(flows, paths)[0]) for paths in (as_it_is, changed))
    return flows.reached * then / now - levers.reach


def _coming_to_reach(flows: Flows, levers: Levers) -> float:
    """How many times as many must come for the first time so that the share of need in treatment in the year is reached."""
    found = _where_zero(partial(_short_of_reach, flows, levers), 0.0, float(MOST_TIMES))
    assert found is not None  # or `check` has said that it cannot be
    return found


def _where_zero(of: Callable[[float], float], low: float, high: float) -> float | None:
    """Where a function that grows or falls all the way is zero, to one part in a thousand; None where it is not."""
    at_low, at_high = of(low), of(high)
    if at_low == 0 or at_high == 0:
        return low if at_low == 0 else high
    if at_low * at_high > 0:
        return None
    for _ in range(30):
        middle = (low + high) / 2
        if at_low * of(middle) <= 0:
            high = middle
        else:
            low = middle
    return (low + high) / 2


ALONE = {  # between what each lever is looked for by itself, from where it leaves things as they are
    "coming": (1.0, 3.0), "places": (1.0, 3.0), "early_drop_out": (0.0, 1.0), "completion": (1.0, 3.0),
}  # fmt: skip


def to_reach(flows: Flows, measure: str, wanted: float, levers: Levers) -> dict[str, float | None]:
    """What each lever would have to be by itself, with all others as `levers` has them, so that a measure is as wanted at the end.

    "coming" is how many times as many come for the first time, with places for all of them. None where it cannot be by that
    lever within what ALONE allows.
    """

    def short(lever: str, value: float) -> float:
        if lever == "coming":
            return expected(flows, levers, measure, value, is_capped=False) - wanted
        changed: dict[str, Any] = {lever: value}
        return expected(flows, replace(levers, **changed), measure) - wanted

    sooner = {} if math.isnan(flows.wait) else {"waits_weeks": (0.0, flows.wait)}
    return {lever: _where_zero(partial(short, lever), *ends) for lever, ends in (ALONE | sooner).items()}


def _range(drawn: np.ndarray) -> Range:
    low, middle, high = np.quantile(drawn, [0.025, 0.5, 0.975])
    return Range(float(middle), float(low), float(high))


def _between(before: Range, after: Range, drawn: Range) -> Range:
    """The difference that a reader works out from the two values, with the range of the differences drawn, which holds it."""
    value = round(after.value - before.value, 1)
    return Range(value, min(drawn.lower, value), max(drawn.upper, value))


def _rounded(measure: str, drawn: np.ndarray) -> Range:
    """The range as it is said: people to the nearest five, weeks to a tenth, pounds to the nearest thousand."""
    step = BASE if measure in OF_PEOPLE else 0.1 if measure == WEEKS else 1000
    found = _range(drawn)
    return Range(
        *(round(step * math.floor(one / step + 0.5), 1) + 0.0 for one in (found.value, found.lower, found.upper))
    )
