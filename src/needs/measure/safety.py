"""What may be shown of what was counted from records: one page of rules, and all the code there is for them.

1. A count of people is shown if it is 0 or at least 8; of a share also those left over and the whole, and "none" or
   "all" only of 50 or more. For a partnership's total a bound takes the place of a small side, where the whole is 50
   or more: "fewer than 8 of 140", "all but fewer than 8 of 140". All else is hidden, with one reason for everything.
2. What is shown is rounded to the nearest 5. Every threshold from here on is applied to the rounded count.
3. Shares, their intervals and whatever is worked out later come from the counts shown, so that a reader can do the sum
   again and nothing tells more than its counts. No percentage of a whole below 50: the counts alone.
4. A mean is shown of 25 or more, to one decimal. No longest or shortest value of a person is counted at all.
5. What is no count, share or mean is shown of 50 or more, to two significant figures: a probability; time in treatment, in
   person-years, never to less than five; and the limits of a mean, outward. A rate of events in time comes from the events and
   the time shown. Curves are shares of fixed weeks, so rules 1 to 3 hold for each point. How many were expected, being a sum
   of people each at a rate, is rounded as a count (`needs.measure.case_mix`).
6. How many are left after a step of an indicator is a count of its own: rules 1 and 2, and "none" only out of 50 or more. The
   last step of a side is what the result shows, and hidden with it. How many a step leaves out is never given: where they are
   a few, the two rounded numbers leave it open by four either way. The journeys that a rate in time is out of are not given:
   beside those who were there and those who came they would tell of single people. Of interventions the last step alone is:
   the first of a journey are the journeys that came, and rounded once more in between they narrow these. Rows that are left are worked out from
   the rows shown to be lost (`needs.measure.steps`).

Rounding takes the place of a search for what would give a hidden count away: two rounded counts of windows that overlap
leave their difference open by four people either way. The attack on these rules is `tests/measure/test_safety_attack.py`.

The 8 and the 5 are those of sub-national hospital statistics (NHS Digital 2018: 1 to 7 hidden, the rest to the nearest
5). They are stricter than the public pages of NDTMS, which hide below 5 (ndtms.net, restricted.aspx). The other
thresholds are our own.
"""

from collections.abc import Callable

import numpy as np
import pandas as pd

from needs.measure.results import A_THOUSAND_YEARS, OF_PERSON_YEARS, WHOLE_UNITS
from needs.statistics.intervals import proportions, rates

PUBLIC, MANAGEMENT = "public", "management"
POLICIES = (PUBLIC, MANAGEMENT)
SMALLEST = 8  # the smallest count that is shown, apart from none
BASE = 5  # counts are rounded to the nearest of its multiples
BY = BASE // 2  # so far a count may lie from the one that is shown for it, either way
VARIANCE = (BASE**2 - 1) / 12  # that rounding adds to a count: 2, each of the five remainders being as likely
FEWEST_OF_A_SHARE = 50  # of a percentage, of "none" and "all", and of a bound
ABOUT_BELOW = 100  # a percentage of fewer is said to be "about" so much
FEWEST_OF_A_MEAN = 25
POINTS = "points"  # of a scale, or days of 28, on outcomes forms
OF_MEANS = ("weeks", "days", POINTS)  # units of means
FIGURES, TENTHS = 2, 10  # of the limits of a mean: significant figures, and no finer than a tenth
OF_FITS = ("probability",)  # units of what is no count, share or mean
REASON = f"too few people: shown are counts of 0 or at least {SMALLEST}, with at least {SMALLEST} or none left over"
OWN_REASON = "how many people it is of is not known: give the counts, or mark the figure as published"
WANTED = "target"  # the kind of figures that count nobody who was there
OF_NOBODY = (
    "GBP",
    "GBP thousand",
    "FTE",
)  # units that count no people; of any other but counts it is not known how many
FEWER, ALL_BUT = f"fewer than {SMALLEST}", f"all but fewer than {SMALLEST}"  # qualifiers of a bound
NUMBERS = ("numerator", "denominator", "value", "lower", "upper")


def safe(true: pd.DataFrame) -> pd.DataFrame:
    """The results counted from records as anybody may see them: the same rows, counts hidden, bounded or rounded.

    `true` are rows of the results table with numerators and denominators that were counted exactly. Statuses become
    "shown", "counts" (no percentage), "bound" (the qualifier says which side is small) or "hidden" (no number at all);
    a row without a figure stays as it is. Linear in the rows, and no row looks at another.
    """
    given = (true["status"] == "shown").to_numpy(bool)
    is_share, is_mean = (true["unit"] == "percent").to_numpy(bool), true["unit"].isin(OF_MEANS).to_numpy(bool)
    counted, of = (true[name].to_numpy(float) for name in ("numerator", "denominator"))
    is_rate, is_fit = ((true["unit"].isin(units)).to_numpy(bool) for units in ((OF_PERSON_YEARS,), OF_FITS))
    people, whole = rounded(np.where(is_mean, of, counted)), np.where(is_rate, of_time(of), rounded(of))
    is_large = is_share & (whole >= FEWEST_OF_A_SHARE)
    few, few_left = is_few(counted), is_few(of - counted)
    says_it_of_each = is_share & ~is_large & ((counted == 0) | (counted == of))
    is_total = (true["breakdown"] == "all").to_numpy(bool)
    hidden = given & np.select(
        [is_fit, is_mean, is_share, is_rate],
        [
            ~(whole >= FEWEST_OF_A_SHARE),
            people < FEWEST_OF_A_MEAN,
            is_few(of) | few | few_left | says_it_of_each,
            few | (whole < FEWEST_OF_A_SHARE),
        ],
        default=few,
    )
    bound = hidden & is_large & is_total & (few != few_left)
    percent = given & ~hidden & is_large
    in_time = given & ~hidden & is_rate
    alone = given & ~hidden & is_share & ~is_large
    hidden &= ~bound

    shown = given & ~hidden & ~bound
    numerator = np.where(shown & ~is_mean, people, np.nan)
    denominator = np.where((shown | bound) & (is_share | is_mean | is_fit | is_rate), whole, np.nan)
    value = np.select(
        [percent, in_time, shown & is_fit, shown & is_mean, shown & ~is_share],
        [
            _share(people, whole),
            A_THOUSAND_YEARS / 100 * _share(people, whole),
            _two_figures(true),
            _tenths(true),
            people,
        ],
        np.nan,
    )
    lower, upper = np.full((2, len(true)), np.nan)
    has_limits = shown & is_mean & (people >= FEWEST_OF_A_SHARE) & true["lower"].notna().to_numpy(bool)
    lower[has_limits] = _coarse(true["lower"].to_numpy(float)[has_limits], np.floor)
    upper[has_limits] = _coarse(true["upper"].to_numpy(float)[has_limits], np.ceil)
    if percent.any():
        lower[percent], upper[percent] = 100 * np.array(proportions(people[percent], whole[percent]))
    if in_time.any():
        lower[in_time], upper[in_time] = rates(people[in_time], whole[in_time], per=A_THOUSAND_YEARS)
    return true.assign(
        **dict(zip(NUMBERS, (numerator, denominator, value, lower, upper), strict=True)),
        status=np.select([hidden, bound, alone], ["hidden", "bound", "counts"], true["status"].to_numpy(object)),
        qualifier=np.select([bound & few, bound], [FEWER, ALL_BUT], true["qualifier"].to_numpy(object)),
        interval_method=np.where(percent | in_time | has_limits, true["interval_method"].to_numpy(object), ""),
        reason=np.where(hidden, REASON, true["reason"].to_numpy(object)),
        is_rounded=shown | bound,
    )


def safe_figures(figures: pd.DataFrame) -> pd.DataFrame:
    """A table of figures in which a partnership's own, where it does not mark them as published, are as anybody may see them.

    Counts as by rule 1 and 2. What is not a count but a share or an average is hidden: its people are not known. Notes and
    quotes are left out, as they may say of whom a figure is.
    """
    unpublished = figures["is_own"] & (figures["kind"] != WANTED)
    own = figures["is_own"] & (figures["kind"] != WANTED) & figures["value"].notna()
    is_count = own & figures["unit"].isin(WHOLE_UNITS)
    hidden = own & (is_count & is_few(figures["value"]) | ~is_count & ~figures["unit"].isin(OF_NOBODY))
    value = figures["value"].where(~is_count, rounded(figures["value"])).mask(hidden)
    return figures.assign(
        value=value,
        **{
            side: figures[side].mask(hidden | is_count | unpublished & figures["value"].isna())
            for side in ("lower", "upper")
        },
        status=figures["status"].mask(hidden, "hidden"),
        reason=figures["reason"].mask(unpublished, "").mask(hidden, OWN_REASON).mask(hidden & is_count, REASON),
        is_rounded=figures["is_rounded"] | (is_count & ~hidden),
        note=figures["note"].mask(unpublished, ""),
        quote=figures["quote"].mask(unpublished, ""),
    )


def rounded(counts: np.ndarray) -> np.ndarray:
    """Counts rounded to the nearest 5; a missing one stays missing."""
    return np.floor(np.asarray(counts, float) / BASE + 0.5) * BASE


def of_time(years: np.ndarray) -> np.ndarray:
    """Person-years to two significant figures, and never to less than the nearest 5; a missing one stays missing."""
    years = np.asarray(years, float)
    step = np.maximum(BASE, 10.0 ** (np.floor(np.log10(np.maximum(years, 1))) - 1))
    return np.floor(years / step + 0.5) * step


def is_few(counts: np.ndarray) -> np.ndarray:
    """Whether each count is of one to seven people; a missing one is not."""
    counts = np.asarray(counts, float)
    return (counts > 0) & (counts < SMALLEST)


def shown(counts: np.ndarray) -> np.ndarray:
    """Counts as they may be shown where nothing else is known of them: rounded, and missing where they are of few."""
    return np.where(is_few(counts), np.nan, rounded(counts))


def shown_step(left: np.ndarray, before: np.ndarray) -> np.ndarray:
    """How many are left after a step, as anybody may see it: missing where they are few, or none of fewer than 50 before."""
    counts = np.asarray(left, float)
    return np.where((counts == 0) & ~(rounded(before) >= FEWEST_OF_A_SHARE), np.nan, shown(counts))


def _share(counted: np.ndarray, of: np.ndarray) -> np.ndarray:
    with np.errstate(divide="ignore", invalid="ignore"):
        return 100 * counted / of


def _tenths(true: pd.DataFrame) -> np.ndarray:
    return np.floor(true["value"].to_numpy(float) * 10 + 0.5) / 10


def _two_figures(true: pd.DataFrame) -> np.ndarray:
    """Values to two significant figures."""
    value = true["value"].to_numpy(float)
    with np.errstate(divide="ignore", invalid="ignore"):
        unit = 10.0 ** (np.floor(np.log10(np.abs(value))) - 1)
        return np.where(value == 0, 0.0, np.round(value / unit) * unit)


def _coarse(limits: np.ndarray, outward: Callable[[np.ndarray], np.ndarray]) -> np.ndarray:
    """Limits with two significant figures, and no finer than a tenth."""
    with np.errstate(divide="ignore"):
        places = FIGURES - 1 - np.floor(np.log10(np.abs(limits)))
    per_one = np.minimum(10.0**places, TENTHS)
    return outward(np.round(limits * per_one, 6)) / per_one
