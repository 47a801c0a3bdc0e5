"""The numbers that cohorts compare: how old somebody is, how long somebody waited."""

from __future__ import annotations

from needs.code_lists import lazy as pl
from needs.quarter import Period, Quarter


def age(period: Period, aged: str = "") -> pl.Expr:
    """Completed years at the end of the quarter in which the period ends; exact, as birthdays in it have passed by then.

    `aged` names the column of an event's day: the age is then that at the end of the quarter of the event.
    """
    last = Quarter.containing(period.end)
    at_the_end = pl.lit(last.year * 4 + last.number)
    quarter = pl.coalesce(_quarter_number(aged), at_the_end) if aged else at_the_end
    return (quarter - pl.col("birth_quarter")) // 4


def age_on(day: str) -> pl.Expr:
    """Completed years at the end of the quarter of an event, whose day is in the column."""
    return (_quarter_number(day) - pl.col("birth_quarter")) // 4


def wait(until: str = "first_offered") -> pl.Expr:
    """Days from the referral to an intervention to what ends the wait for it."""
    return (pl.col(until) - pl.col("referred")).dt.total_days()


def to_start() -> pl.Expr:
    """Days from a journey's referral to its start."""
    return (pl.col("start") - pl.col("referred")).dt.total_days()


def working_days(until: str = "started") -> pl.Expr:
    """Mondays to Fridays from the referral, which is not counted, to what ends the wait; bank holidays count as well."""
    return pl.business_day_count(pl.col("referred") + pl.duration(days=1), pl.col(until) + pl.duration(days=1))


def in_period(period: Period) -> pl.Expr:
    """Days of a period on which a journey is open, its first and its last among them; for journeys in treatment in it."""
    first = pl.max_horizontal(pl.col("start"), pl.lit(period.start))
    last = pl.min_horizontal(pl.col("end"), pl.lit(period.end))
    return (last - first).dt.total_days() + 1


def _quarter_number(day: str) -> pl.Expr:
    """Financial quarters, counted on as birth quarters are: April to June 2008 is 2008 x 4 + 1."""
    months = pl.col(day).dt.year() * 12 + pl.col(day).dt.month() - 4
    return months // 3 + 1
