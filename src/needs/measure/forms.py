"""Cohorts by outcomes profiles: whether the forms that are due were filled in, and what they say has changed."""

from __future__ import annotations

import datetime

from needs import later as pl
from needs.quarter import Period

REVIEW_DAYS = 182  # 26 weeks (medium)


def start_form_given() -> pl.Expr:
    """A start form belongs to the journey's start. Source: TOP guidance, two weeks either side; recalled, medium."""
    return _sure(pl.col("has_start_form"))


def exit_form_given() -> pl.Expr:
    """An exit form belongs to the journey's end. Source: TOP guidance, two weeks either side; recalled, medium."""
    return _sure(pl.col("has_exit_form"))


def review_due(period: Period, days: int = REVIEW_DAYS) -> pl.Expr:
    """In treatment on the last day, for 26 weeks or more, with a start form. Source: NDTMS TOP exceptions; weeks: medium."""
    is_open = pl.col("end").is_null() | (pl.col("end") > period.end)
    began = pl.col("start") <= period.end - datetime.timedelta(days=days)
    return _sure(began & is_open) & start_form_given()


def review_given(period: Period, days: int = REVIEW_DAYS) -> pl.Expr:
    """A review form was filled in on one of the last 182 days of the period. Source: as for reviews due; weeks: medium."""
    first = period.end - datetime.timedelta(days=days - 1)  # the last day is one of them
    return _sure(pl.col("reviews").list.eval(pl.element().is_between(first, period.end)).list.any())


def reviewed(period: Period) -> pl.Expr:
    """The review that shows the change was in the period. Source: NDTMS field TOPDATE."""
    return _sure(pl.col("reviewed").is_between(period.start, period.end))


def used_at_start() -> pl.Expr:
    """Used the substance on a day or more of the 28 before treatment. Source: TOP form, section 1."""
    return _sure(pl.col("days_at_start") > 0)


def abstinent_at_review() -> pl.Expr:
    """Used at the start and on none of the 28 days before the review. Source: Marsden and others, 2009."""
    return used_at_start() & _sure(pl.col("days_at_review") == 0)


def change_is_judged() -> pl.Expr:
    """Used at either end, and a reliable change is set for the substance. Source: Marsden 2009; thresholds: not found."""
    return _sure((pl.col("days_at_start") > 0) | (pl.col("days_at_review") > 0)) & pl.col("reliable_days").is_not_null()


def reliably_improved() -> pl.Expr:
    """Down by the reliable change or more, and not abstinent. Source: Marsden 2009; thresholds: not found."""
    return change_is_judged() & ~abstinent_at_review() & _sure(_fall() >= pl.col("reliable_days"))


def deteriorated() -> pl.Expr:
    """Up by the reliable change or more. Source: Marsden 2009; thresholds: not found."""
    return change_is_judged() & _sure(-_fall() >= pl.col("reliable_days"))


def unchanged() -> pl.Expr:
    """Neither abstinent nor reliably better or worse. Source: Marsden 2009; thresholds: not found."""
    return change_is_judged() & ~abstinent_at_review() & ~reliably_improved() & ~deteriorated()


def _fall() -> pl.Expr:
    return pl.col("days_at_start") - pl.col("days_at_review")


def _sure(condition: pl.Expr) -> pl.Expr:
    return condition.fill_null(False)
