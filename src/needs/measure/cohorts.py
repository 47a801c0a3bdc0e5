"""Who counts: named, plain conditions on a journey, an episode or an intervention, to be put together in plain sight.

Each is a polars expression, true or false and never missing: what is not known is not met. None of them adds anything up.
Those here are about time, exits and waits. Those about who people are (`profiles`), what treatment they had (`treatments`)
and what their forms say (`forms`) can be had from here too.
"""

from __future__ import annotations

from needs import later as pl
from needs.measure import spans
from needs.measure.codes import TIER_4, completions, reasons
from needs.measure.forms import *  # noqa: F403
from needs.measure.profiles import *  # noqa: F403
from needs.measure.treatments import *  # noqa: F403
from needs.quarter import Period

TWELVE_WEEKS = 84  # days from the start of the journey (high)
PLANNED = "2007"  # which version of successful completion is a planned, care-planned discharge (medium)
SIX_MONTHS = 6  # calendar months (medium)
THREE_WEEKS = 21  # days, the 21st included (medium)


def in_treatment(period: Period) -> pl.Expr:
    """Treatment had started by the end of the period and not ended before it began. Source: ndtms.net, questions."""
    return _sure(pl.col("start") <= period.end) & ~_sure(pl.col("end") < period.start)


def new_presentation(period: Period) -> pl.Expr:
    """The journey began in the period. Source: Kent 2008/09, new presentations; journeys as in NI 40."""
    return _within("start", period)


def left_the_system(period: Period) -> pl.Expr:
    """The journey ended in the period, so not by moving to another agency. Source: Dudley 2008; definition: high."""
    return _within("end", period)


def reached_12_weeks(period: Period, days: int = TWELVE_WEEKS) -> pl.Expr:
    """In treatment 84 days or more by the end of the period. Source: NI 40, "after 12 weeks"; 84 days: high."""
    last = pl.min_horizontal(pl.col("end"), pl.lit(period.end))
    return _sure((last - pl.col("start")).dt.total_days() >= days)


def effective_treatment(period: Period, days: int = TWELVE_WEEKS, planned: str = PLANNED) -> pl.Expr:
    """In treatment 84 days or more, or left before then in a planned way. Source: NI 40; which exits: medium."""
    return reached_12_weeks(period, days) | planned_exit(period, planned)


def past_12_weeks(period: Period, days: int = TWELVE_WEEKS) -> pl.Expr:
    """Began 84 days or more before the period's end, stayed or not: the base of retention to 2007. Source: high."""
    return _sure(pl.col("start").dt.offset_by(f"{days}d") <= period.end)


def known_at_12_weeks(period: Period, days: int = TWELVE_WEEKS) -> pl.Expr:
    """Twelve weeks have passed since the start, or it has already ended. Source: the cohort rule; Kent 2008/09; medium."""
    return past_12_weeks(period, days) | _sure(pl.col("end") <= period.end)


def retained_at_12_weeks(period: Period, days: int = TWELVE_WEEKS) -> pl.Expr:
    """Of those known at 12 weeks, still in treatment then. Source: NTA targets before 2008; 84 days: high."""
    return known_at_12_weeks(period, days) & reached_12_weeks(period, days)


def early_unplanned_exit(period: Period, days: int = TWELVE_WEEKS, planned: str = PLANNED) -> pl.Expr:
    """Left in the period, before 84 days and not in a planned way. Source: NI 40, the other side; which exits: medium."""
    return left_the_system(period) & ~reached_12_weeks(period, days) & ~planned_exit(period, planned)


def planned_exit(period: Period, planned: str = PLANNED) -> pl.Expr:
    """Ended by the end of the period, in a planned way. Source: Hansard, 15 January 2009; which codes: medium."""
    return _sure(pl.col("end") <= period.end) & _sure(pl.col("end_reason").is_in(completions(planned)))


def successful_completion_2004(period: Period) -> pl.Expr:
    """Left in the period in any planned way, transfers included. Source: Bath and North East Somerset, 2004; codes: low."""
    return left_the_system(period) & planned_exit(period, "2004")


def successful_completion_2007(period: Period) -> pl.Expr:
    """Left in the period: completed, drug free or not, or referred on. Source: Hansard, 15 January 2009; codes: medium."""
    return left_the_system(period) & planned_exit(period, "2007")


def successful_completion_2009(period: Period) -> pl.Expr:
    """Left in the period having completed; neither referred on nor transferred. Source: recalled, high; codes: medium."""
    return left_the_system(period) & planned_exit(period, "2009")


def died(period: Period) -> pl.Expr:
    """The journey ended in the period by death. Source: NDTMS discharge reason, group died."""
    return left_the_system(period) & _sure(pl.col("end_reason").is_in(reasons("died")))


def re_presentation_known(period: Period, months: int = SIX_MONTHS) -> pl.Expr:
    """Six months have passed since leaving, so that a return within them is known. Source: NDTMS; months: medium."""
    return _sure(_after(months) <= period.end)


def re_presented(period: Period, months: int = SIX_MONTHS) -> pl.Expr:
    """Began another journey (`next_start`) within six months of leaving, by the period's end. Source: NDTMS; medium."""
    return _sure(pl.col("next_start") <= _after(months)) & _sure(pl.col("next_start") <= period.end)


def intervention_started(period: Period) -> pl.Expr:
    """The intervention began in the period. Source: NDTMS field MODST."""
    return _within("started", period)


def first_intervention() -> pl.Expr:
    """The first intervention of its journey (`intervention_number` 1). Source: ViewIt, first and subsequent waits."""
    return _sure(pl.col("intervention_number") == 1)


def waited(until: str = "first_offered") -> pl.Expr:
    """The wait is known: referred, and offered no earlier. Source: REFMODDT to FAOMODDT, high; some use MODST."""
    return _sure(spans.wait(until) >= 0)


def waited_three_weeks_or_less(days: int = THREE_WEEKS, until: str = "first_offered") -> pl.Expr:
    """Offered a first appointment within 21 days of referral. Source: ViewIt bands; the 21st day counted: medium."""
    return waited(until) & _sure(spans.wait(until) <= days)


def waited_more_than(days: int, until: str = "first_offered") -> pl.Expr:
    """Offered later than so many days from referral. Source: ViewIt bands; the last day counted as within them: medium."""
    return waited(until) & _sure(spans.wait(until) > days)


def tier_4(codes: tuple[str, ...] = TIER_4.codes) -> pl.Expr:
    """Inpatient treatment or residential rehabilitation. Source: Derby 2009/10; NDTMS modalities 1 and 6."""
    return _sure(pl.col("modality").is_in(codes))


def _within(date: str, period: Period) -> pl.Expr:
    return _sure(pl.col(date).is_between(period.start, period.end))


def _after(months: int) -> pl.Expr:
    return pl.col("end").dt.offset_by(f"{months}mo")


def _sure(condition: pl.Expr) -> pl.Expr:
    return condition.fill_null(False)
