"""Areas beside each other by their size: which lie further from all of them together than chance would put them.

Every number is in the unit of the results (percent, per 100,000); the arithmetic is that of `needs.statistics.funnel`.
"""

import math
from dataclasses import dataclass

import numpy as np
import pandas as pd

from needs.measure import safety
from needs.measure.judgement import SIMILAR, TOO_CLOSE, TOO_FEW, Judgement, possible, sides, too_few, verdict
from needs.measure.results import OF_RECORDS
from needs.statistics import dispersion, funnel, intervals

CONFIDENCES = {"95": 0.95, "998": 0.998}
POINTS = 60  # at which the limits are drawn


@dataclass(frozen=True)
class Kind:
    """What statistics call a unit: the form of its limits, what multiplies a value there, and what a rate is per."""

    form: str
    scale: float
    per: float


KINDS = {"percent": Kind("proportion", 100, 1), "per 100,000": Kind("rate", 1, 100_000)}


@dataclass(frozen=True, kw_only=True)
class Funnel:
    """`areas` has one row an area: area_code, size (people or person-years), lower_95, upper_95, lower_998, upper_998
    and judgement; `drawn` has the same limits over the sizes there are.

    `middle` is all areas together, `numerator` of `denominator`. `spread` is their mean squared distance from it, 1 by
    chance alone; where it is more, the limits are widened for it. `method` names how the limits were made.
    """

    areas: pd.DataFrame
    drawn: pd.DataFrame
    middle: intervals.Interval
    numerator: float
    denominator: float
    spread: float
    is_widened: bool
    method: str


def funnel_of(rows: pd.DataFrame, polarity: str) -> Funnel | None:
    """The funnel of one indicator in one period, one row of results an area; None for fewer than ten areas, and for
    events of which no area had any.

    Areas without a value or a denominator are left out, and so are units other than percent and per 100,000. Estimates
    are too: their limits would have to allow for more than chance in counting.
    """
    counted = rows["value"].notna() & (rows["denominator"] > 0) & rows["unit"].isin(list(KINDS))
    known = rows[counted & (rows["kind"] != "estimate")]
    if len(known) < dispersion.FEWEST_AREAS or not known["value"].any():
        return None
    kind = KINDS[known["unit"].iloc[0]]
    values, sizes = known["value"].to_numpy() / kind.scale, known["denominator"].to_numpy()
    middle = funnel.baseline(values * sizes / kind.per, sizes) * kind.per
    spread = dispersion.overdispersion(values, sizes / kind.per, middle, kind.form, _added_by_rounding(known, values))
    limits = _limits(kind, sizes, middle, spread.tau_squared)
    flags = funnel.flags(values, limits["95"], limits["998"])
    least, greatest = np.array([possible(row) for row in known.itertuples()]).T / kind.scale
    surely = np.where(
        [flag.startswith("high") for flag in flags],
        funnel.flags(least, limits["95"], limits["998"]), funnel.flags(greatest, limits["95"], limits["998"]),
    )  # fmt: skip
    judged = [
        _judged(*each, middle * kind.scale, polarity) for each in zip(known.itertuples(), flags, surely, strict=True)
    ]
    sizes_drawn = np.geomspace(sizes.min(), sizes.max(), POINTS)
    return Funnel(
        areas=_table(kind, sizes, limits).assign(area_code=known["area_code"].to_numpy(), judgement=judged),
        drawn=_table(kind, sizes_drawn, _limits(kind, sizes_drawn, middle, spread.tau_squared)),
        middle=_together(kind, known, middle),
        numerator=known["numerator"].sum(min_count=len(known)),
        denominator=known["denominator"].sum(),
        spread=spread.phi,
        is_widened=spread.tau_squared > 0,
        method=limits["95"].method,
    )


def _limits(kind: Kind, sizes: np.ndarray, middle: float, tau_squared: float) -> dict[str, funnel.Limits]:
    if kind.form == "proportion":
        made = {name: funnel.proportion_limits(sizes, middle, each, tau_squared) for name, each in CONFIDENCES.items()}
    else:
        made = {
            name: funnel.rate_limits(sizes, middle, each, kind.per, tau_squared) for name, each in CONFIDENCES.items()
        }
    return made


def _table(kind: Kind, sizes: np.ndarray, limits: dict[str, funnel.Limits]) -> pd.DataFrame:
    sides = {
        f"{side}_{name}": getattr(limit, side) * kind.scale
        for name, limit in limits.items()
        for side in ("lower", "upper")
    }
    return pd.DataFrame({"size": sizes, **sides})


def _added_by_rounding(known: pd.DataFrame, values: np.ndarray) -> np.ndarray:
    """The variance that rounding here adds to each share, as a fraction: that of its count, and of its whole for the share of it."""
    is_rounded = (known["is_rounded"] & known["source"].isin(OF_RECORDS) & (known["unit"] == "percent")).to_numpy(bool)
    return np.where(is_rounded, safety.VARIANCE * (1 + values**2) / known["denominator"].to_numpy() ** 2, 0.0)


def _judged(row, flag: str, surely: str, middle: float, polarity: str) -> Judgement:
    """An area beside all together; the difference is in the unit of the results.

    `flag` is where the figure lies, `surely` where its nearest true value may: outside is said only of both.
    """
    difference = row.value - middle
    kind = KINDS[row.unit]
    expected = row._replace(numerator=middle / (kind.scale * kind.per) * row.denominator)
    if too_few(*sides(row), *sides(expected)):
        return Judgement(state="not compared", difference=difference, reason=TOO_FEW)
    if not flag.startswith(("low", "high")):
        return Judgement(state=SIMILAR, difference=difference)
    if surely[:3] != flag[:3]:
        return Judgement(state="not compared", difference=difference, reason=TOO_CLOSE)
    state = verdict(difference, difference, 0, polarity)
    return Judgement(state=state, difference=difference, certainty=99.8 if surely.endswith("99.8%") else 95)


def _together(kind: Kind, known: pd.DataFrame, middle: float) -> intervals.Interval:
    """All areas as one, with its own interval where people were counted on both sides."""
    counted, of = known["numerator"].sum(min_count=len(known)), known["denominator"].sum()
    if math.isnan(counted):
        nothing = {"lower": math.nan, "upper": math.nan, "confidence": CONFIDENCES["95"]}
        return intervals.Interval(value=middle * kind.scale, **nothing, method="none published")
    if kind.form == "rate":
        return intervals.rate(counted, of, kind.per)
    found = intervals.proportion(counted, of)
    sides = {name: getattr(found, name) * kind.scale for name in ("value", "lower", "upper")}
    return intervals.Interval(**sides, confidence=found.confidence, method=found.method)
