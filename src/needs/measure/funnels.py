"""Areas beside each other and added up: which lie further from all together than chance allows, in one quarter or one year.

Every number is in the unit of the results (percent, per 100,000); the arithmetic is that of `needs.statistics.funnel`.
"""

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from needs.measure import safety
from needs.measure.comparison import TOO_CLOSE, TOO_FEW, Judgement, possible, sides, too_few
from needs.measure.indicator import QUARTER, ROLLING, YEAR_TO_DATE
from needs.measure.indicators.following import FOLLOWED_NAMES
from needs.measure.results import OF_A_SHARE, OF_RECORDS, TEXT_COLUMNS, Row, tidy
from needs.measure.standing import Family
from needs.quarter import Quarter
from needs.statistics import funnel, intervals
from needs.statistics.intervals import proportions

POINTS = 60  # at which the limits are drawn


@dataclass(frozen=True)
class Kind:
    """What statistics call a unit: the form of its limits, what multiplies a value there, and what a rate is per."""

    form: str
    scale: float
    per: float


KINDS = {
    "percent": Kind("proportion", 100, 1),
    "per 100,000": Kind("rate", 1, 100_000),
    "ratio": Kind("rate", 1, 1),  # whose denominators are expected events
}


WITHIN, ABOVE, BELOW = "within the usual spread", "above the usual spread", "below the usual spread"
SPREADS = {"low": BELOW, "high": ABOVE}  # by how statistics flag a value
NO_TEN = "fewer than ten areas show the figure, so no usual spread is known"
NO_COUNTS = "no counts are known of it, so no usual spread is worked out"


@dataclass(frozen=True, kw_only=True)
class Funnel:
    """`areas` has one row an area: area_code, size (people or person-years), lower, upper, judgement, and `shrunk`, its
    value drawn towards all together; `drawn` has the limits over the sizes there are, for one confidence.

    `value` is that of all areas together, `numerator` of `denominator`. `spread` is their mean squared distance from it, 1 by
    chance alone; where it is more, the limits are widened for it, and `between` is the standard deviation between areas on the
    scale of the limits. `method` names how the limits were made.
    """

    areas: pd.DataFrame
    drawn: pd.DataFrame
    kind: Kind
    value: float
    numerator: float
    denominator: float
    spread: float
    between: float
    method: str

    @property
    def middle(self) -> intervals.Interval:
        """All areas as one, with its own interval where people were counted on both sides."""
        if math.isnan(self.numerator):
            nothing = math.nan
            return intervals.Interval(
                value=self.value, lower=nothing, upper=nothing, confidence=0.95, method="none published"
            )
        if self.kind.form == "rate":
            return intervals.rate(self.numerator, self.denominator, self.kind.per)
        found = intervals.proportion(self.numerator, self.denominator)
        sides = {name: getattr(found, name) * self.kind.scale for name in ("value", "lower", "upper")}
        return intervals.Interval(**sides, confidence=found.confidence, method=found.method)

    @property
    def is_widened(self) -> bool:
        """Whether areas differ by more than chance, and the limits allow for it."""
        return self.between > 0


def funnel_of(rows: pd.DataFrame, confidence: float | Mapping[str, float]) -> Funnel | None:
    """The funnel of one indicator in one period, one row of results an area; None for fewer than ten areas, and for
    events of which no area had any.

    `confidence` is that of the limits, or that of each area's by its code: each allows for its own number of comparisons.
    Areas without a value or a denominator are left out, and so are units other than percent and per 100,000. Estimates
    are too: their limits would have to allow for more than chance in counting.
    """
    counted = rows["value"].notna() & (rows["denominator"] > 0) & rows["unit"].isin(list(KINDS))
    known = rows[counted & (rows["kind"] != "estimate")]
    if len(known) < funnel.FEWEST_AREAS or not known["value"].any():
        return None
    kind = KINDS[known["unit"].iloc[0]]
    values, sizes = known["value"].to_numpy() / kind.scale, known["denominator"].to_numpy()
    middle = funnel.baseline(values * sizes / kind.per, sizes) * kind.per
    spread = funnel.overdispersion(values, sizes / kind.per, middle, kind.form, _added_by_rounding(known, values))
    limits = _limits_of_each(kind, known, middle, spread.tau_squared, confidence)
    flags = funnel.flags(values, limits)
    least, greatest = np.array([possible(row) for row in known.itertuples()]).T / kind.scale
    surely = np.where(flags == "high", funnel.flags(least, limits), funnel.flags(greatest, limits))
    judged = [_judged(*each, middle * kind.scale) for each in zip(known.itertuples(), flags, surely, strict=True)]
    sizes_drawn = np.geomspace(sizes.min(), sizes.max(), POINTS)
    widest = confidence if isinstance(confidence, float) else max(confidence.values())
    shrunk = funnel.shrunk(kind.form, values, sizes / kind.per, middle, spread.tau_squared)
    return Funnel(
        areas=_table(kind, sizes, limits).assign(
            area_code=known["area_code"].to_numpy(), judgement=judged, shrunk=shrunk * kind.scale
        ),
        drawn=_table(kind, sizes_drawn, _limits(kind, sizes_drawn, middle, spread.tau_squared, widest)),
        kind=kind,
        value=middle * kind.scale,
        numerator=known["numerator"].sum(min_count=len(known)),
        denominator=known["denominator"].sum(),
        spread=spread.phi,
        between=spread.tau,
        method=limits.method,
    )


def why_none(rows: pd.DataFrame) -> str:
    """Why figures of areas, a row each, have no funnel."""
    return NO_TEN if len(rows) < funnel.FEWEST_AREAS else NO_COUNTS


def _limits(kind: Kind, sizes: np.ndarray, middle: float, tau_squared: float, confidence: float) -> funnel.Limits:
    if kind.form == "proportion":
        return funnel.proportion_limits(sizes, middle, confidence, tau_squared)
    return funnel.rate_limits(sizes, middle, confidence, kind.per, tau_squared)


def _limits_of_each(
    kind: Kind, known: pd.DataFrame, middle: float, tau_squared: float, confidence: float | Mapping[str, float]
) -> funnel.Limits:
    sizes = known["denominator"].to_numpy()
    if isinstance(confidence, float):
        return _limits(kind, sizes, middle, tau_squared, confidence)
    wanted = known["area_code"].map(dict(confidence)).to_numpy()
    lower, upper = np.empty(len(sizes)), np.empty(len(sizes))
    for one in np.unique(wanted):
        made, alike = _limits(kind, sizes, middle, tau_squared, float(one)), wanted == one
        lower[alike], upper[alike] = made.lower[alike], made.upper[alike]
    return replace(made, lower=lower, upper=upper)


def _table(kind: Kind, sizes: np.ndarray, limits: funnel.Limits) -> pd.DataFrame:
    return pd.DataFrame({"size": sizes, "lower": limits.lower * kind.scale, "upper": limits.upper * kind.scale})


def _added_by_rounding(known: pd.DataFrame, values: np.ndarray) -> np.ndarray:
    """The variance that rounding here adds to each share or ratio: that of its count, and of what it is set over, so many times."""
    is_of_two = known["unit"].isin(["percent", "ratio"])
    is_rounded = (known["is_rounded"] & known["source"].isin(OF_RECORDS) & is_of_two).to_numpy(bool)
    return np.where(is_rounded, safety.VARIANCE * (1 + values**2) / known["denominator"].to_numpy() ** 2, 0.0)


def _judged(row: Row, flag: str, surely: str, middle: float) -> Judgement:
    """An area beside all together; the difference is in the unit of the results.

    `flag` is where the figure lies, `surely` where its nearest true value may: outside is said only of both.
    """
    difference = row.value - middle
    kind = KINDS[row.unit]
    expected = row._replace(numerator=middle / (kind.scale * kind.per) * row.denominator)
    if too_few(*sides(row), *sides(expected)):
        return Judgement(state="not compared", difference=difference, reason=TOO_FEW)
    if flag not in SPREADS:
        return Judgement(state=WITHIN, difference=difference)
    if surely != flag:
        return Judgement(state="not compared", difference=difference, reason=TOO_CLOSE)
    return Judgement(state=SPREADS[flag], difference=difference)


def smallest_differences(people: Sequence[int], shares: Sequence[int], number: int, between: float) -> pd.DataFrame:
    """The smallest difference that is found in eight of ten runs: one row a share (in percent) and a number of people.

    `number` figures of everybody are compared, and groups beside them. Columns: share, people, alone, rounded and spread, all in
    percentage points: beside the country, the same of counts rounded here, and among areas that differ by a standard deviation
    of `between` points more than by chance.
    """
    confidence = Family(totals=number, groups=number, figures={}).confidence()
    rows = []
    for share in shares:
        middle = share / 100
        tau_squared = (between / 100) ** 2 / (4 * middle * (1 - middle))  # the delta method: on the arcsine scale
        for size in people:
            alone, spread = (
                100 * funnel.smallest_difference(size, middle, confidence, each) for each in (0.0, tau_squared)
            )
            by_rounding = 100 * safety.BY * (1 + middle) / size
            rows.append((share, size, alone, alone + by_rounding, spread + by_rounding))
    return pd.DataFrame(rows, columns=["share", "people", "alone", "rounded", "spread"])


ALIKE = ("indicator", "breakdown", "group", "window", "period_start", "period_end", "kind", "source", "series")


class Areas:
    """The figures that areas show, found by what they are of: each stands once for its area."""

    def __init__(self, results: pd.DataFrame, codes: Collection[str]):
        shown = results[
            results["area_code"].isin(codes) & (results["breakdown"] == "all") & (results["status"] == "shown")
        ]
        self._table = shown.astype(dict.fromkeys(TEXT_COLUMNS, object))  # rows of these are read much faster
        self._places = self._table.groupby(list(ALIKE)).indices

    def like(self, row: Row) -> pd.DataFrame:
        """The rows of the same figure, one an area."""
        found = self._places.get(tuple(getattr(row, name) for name in ALIKE), [])
        return self._table.take(found).drop_duplicates("area_code")


@dataclass(frozen=True, kw_only=True)
class Band:
    """The middle, lowest and highest of what so many areas show, in their own unit."""

    middle: float
    lowest: float
    highest: float
    areas: int


FEWEST_IN_A_BAND = 3  # areas: of two the middle would be of neither


def band(rows: pd.DataFrame, codes: Collection[str]) -> Band | None:
    """The band of the areas of these codes among rows of one figure; None where fewer than three show it."""
    values = rows.loc[rows["area_code"].isin(codes), "value"]
    if len(values) < FEWEST_IN_A_BAND:
        return None
    return Band(middle=float(values.median()), lowest=values.min(), highest=values.max(), areas=len(values))


# Twelve months where they were counted: a quarter holds too few people to tell partnerships apart
WINDOWS = (ROLLING, "financial_year", QUARTER, YEAR_TO_DATE)
YEARS_RESULTS_ARE_USED = 3  # as in a partnership's documents: estimates come out years after their period


@dataclass(frozen=True, kw_only=True)
class Column:
    """One measure over the partnerships of one country: `rows` has a row of results each, by area_code; `funnel` is of those shown.

    `funnel` is None where fewer than ten show a figure.
    """

    indicator: str
    rows: pd.DataFrame
    funnel: Funnel | None

    @property
    def hidden(self) -> int:
        """How many partnerships have a figure that is hidden."""
        return int(self.rows["status"].isin(["hidden", "too_few"]).sum())

    @property
    def shown(self) -> int:
        """How many partnerships show a figure."""
        return int((self.rows["status"] == "shown").sum())

    def outside(self) -> dict[str, str]:
        """The area codes outside the usual spread, each with the side on which it lies: above or below it."""
        return {code: judgement.state for code, judgement in self.judged.items() if judgement.state in (ABOVE, BELOW)}

    def not_compared(self) -> list[str]:
        """The area codes whose figure is shown and, being of too few people, not set against the limits."""
        return [code for code, judgement in self.judged.items() if judgement.state == "not compared"]

    @property
    def judged(self) -> dict[str, Judgement]:
        """Where each area that shows a figure lies among them, by its code; empty without a funnel."""
        return (
            dict(zip(self.funnel.areas["area_code"], self.funnel.areas["judgement"], strict=True))
            if self.funnel
            else {}
        )


def counted(results: pd.DataFrame, quarter: Quarter) -> pd.DataFrame:
    """The results counted from records whose period ends with the quarter, for everybody together and not for groups."""
    return results[
        results["source"].isin(OF_RECORDS)
        & (results["period_end"] == pd.Timestamp(quarter.end))
        & (results["breakdown"] == "all")
    ]


def published(results: pd.DataFrame, quarter: Quarter) -> pd.DataFrame:
    """The published results, or those worked out from them, for everybody together, whose period ended in the three years before."""
    ends = results["period_end"]
    since = pd.Timestamp(quarter.end) - pd.DateOffset(years=YEARS_RESULTS_ARE_USED)
    return results[
        ~results["source"].isin(OF_RECORDS)
        & (ends <= pd.Timestamp(quarter.end))
        & (ends >= since)
        & (results["breakdown"] == "all")
        & (results["kind"] != "target")
    ]  # fmt: skip


def column(
    results: pd.DataFrame, indicator: str, partnerships: set[str], confidence: float | Mapping[str, float]
) -> Column | None:
    """The column of an indicator over the area codes of partnerships: its latest period, all of one window; None where none has it."""
    rows = results[(results["indicator"] == indicator) & results["area_code"].isin(partnerships)]
    rows = rows[rows["period_end"] == rows["period_end"].max()]
    windows = [*WINDOWS, *sorted(set(rows["window"]) - set(WINDOWS))]
    window = next((name for name in windows if (rows["window"] == name).any()), None)
    if window is None:
        return None
    rows = rows[rows["window"] == window].sort_values("area_code").drop_duplicates("area_code")
    return Column(indicator=indicator, rows=rows, funnel=funnel_of(rows[rows["status"] == "shown"], confidence))


def shared(columns: list[Column]) -> list[str]:
    """The area codes of every partnership in any of the columns."""
    return sorted({code for each in columns for code in each.rows["area_code"]})


def only_published(
    results: pd.DataFrame, quarter: Quarter, partnerships: set[str], ground: tuple[str, ...]
) -> pd.DataFrame:
    """Published results of these area codes known by the quarter, without the indicators of `ground`."""
    return results[
        (results["origin"] == "published")
        & (results["period_end"] <= pd.Timestamp(quarter.end))
        & results["area_code"].isin(partnerships)
        & ~results["indicator"].isin(ground)
    ]


NEARLY_ALL = 0.95  # of the partnerships with any share of the period must show a figure: those that hide theirs are those with few, so leaving out many misleads
FEWEST_TOGETHER = 10  # partnerships shown; fewer say too little of what is usual
SAME = ("indicator", "definition", "rule", "series", "period_start", "period_end", "window", "breakdown", "group")
WHOLE = ("kind", "population", "age", "unit", "origin", "source")
NUMBERS_ADDED = ("adults_in_treatment",)  # which are set beside residents of the whole
WITH_COUNTS = ("shown", "counts")


def together(results: pd.DataFrame, areas: pd.DataFrame) -> pd.DataFrame:
    """One row for each share (or number of adults) of invented records that nearly all partnerships of a region or country show, ten or more of them.

    Their counts are added up. Partnerships whose count is hidden are left out of both sides, and the note says how many are in.
    """
    shares = results[has_shares(results)]
    single = areas[areas["authorities"] == ""]  # the people of several are those of their authorities
    lying = single.drop_duplicates("area_code").set_index("area_code")[["country_code", "region_code"]]
    found = [_added(shares, lying[column]) for column in lying]
    return tidy(pd.concat(found)) if found else tidy(results.iloc[:0])


def _added(shares: pd.DataFrame, whole_of: pd.Series) -> pd.DataFrame:
    """The rows of the places that areas lie in; `whole_of` gives the code of each area's place."""
    shares = shares.assign(whole=shares["area_code"].map(whole_of).fillna(""))
    shares = shares[shares["whole"] != ""]
    added = shares.groupby(["whole", *SAME], sort=True).agg(
        numerator=("numerator", "sum"),
        denominator=("denominator", "sum"),
        partnerships=("area_code", "nunique"),
        is_rounded=("is_rounded", "any"),
        **{name: (name, "first") for name in WHOLE},
    )
    with_any = shares.groupby(["whole", "period_start", "period_end"])["area_code"].nunique().rename("all")
    added = added.reset_index().merge(with_any.reset_index(), on=["whole", "period_start", "period_end"])
    enough = added["partnerships"] >= np.maximum(FEWEST_TOGETHER, NEARLY_ALL * added["all"])
    is_share = added["unit"] == "percent"
    added = added[enough & (~is_share | (added["denominator"] > 0))]
    if added.empty:
        return shares.iloc[:0]
    is_share = (added["unit"] == "percent").to_numpy(bool)
    counted, of = added["numerator"].to_numpy(float), np.where(is_share, added["denominator"], np.nan)
    lower, upper = np.full((2, len(added)), np.nan)
    lower[is_share], upper[is_share] = 100 * np.array(proportions(counted[is_share], of[is_share]))
    return added.assign(
        area_code=added["whole"],
        denominator=of,
        value=np.where(is_share, 100 * counted / of, counted),
        lower=lower,
        upper=upper,
        status="shown",
        interval_method=np.where(is_share, OF_A_SHARE, ""),
        qualifier="",
        place="",
        note=[f"{number} partnerships that show the figure, added up" for number in added["partnerships"]],
    )


def has_shares(results: pd.DataFrame) -> pd.Series:
    """The rows that may be added up: shares of invented records of which the counts are shown, and numbers of adults.

    Somebody in treatment in two partnerships counts in both. Points of curves are not added up.
    """
    may_be = (results["unit"] == "percent") | results["indicator"].isin(NUMBERS_ADDED)
    may_be &= (results["origin"] == "synthetic") & ~results["indicator"].isin(FOLLOWED_NAMES)
    return may_be & results["status"].isin(WITH_COUNTS)
