"""The numbers that cohorts compare: how old somebody is, how long somebody waited."""

import polars as pl

from needs.quarter import Period, Quarter


def age(period: Period) -> pl.Expr:
    """Completed years at the end of the quarter in which the period ends; exact, as birthdays in it have passed by then."""
    last = Quarter.containing(period.end)
    return (last.year * 4 + last.number - pl.col("birth_quarter")) // 4


def wait(until: str = "first_offered") -> pl.Expr:
    """Days from the referral to an intervention to what ends the wait for it."""
    return (pl.col(until) - pl.col("referred")).dt.total_days()


def working_days(until: str = "started") -> pl.Expr:
    """Mondays to Fridays from the referral, which is not counted, to what ends the wait; bank holidays count as well."""
    return pl.business_day_count(pl.col("referred") + pl.duration(days=1), pl.col(until) + pl.duration(days=1))
