"""Cohorts by what treatment people had and when: on a day, at an agency, in residence, from a doctor."""

from __future__ import annotations

from needs import later as pl
from needs.measure import spans
from needs.measure.codes import PRESCRIBED, SHARED_CARE, TIER_4, reasons
from needs.quarter import Period

WORKING_DAYS = 15  # Dudley, 2008


def in_treatment_when_it_begins(period: Period) -> pl.Expr:
    """In treatment on the day before the period. Source: the stock of a stock and flow account."""
    return _sure(pl.col("start") < period.start) & ~_sure(pl.col("end") < period.start)


def in_treatment_when_it_ends(period: Period) -> pl.Expr:
    """In treatment on the last day of the period, and not leaving on it. Source: the stock of a stock and flow account."""
    return _sure(pl.col("start") <= period.end) & ~_sure(pl.col("end") <= period.end)


def dropped_out(period: Period) -> pl.Expr:
    """The journey ended in the period by dropping out. Source: NDTMS discharge reason, group dropped out."""
    return _sure(pl.col("end").is_between(period.start, period.end)) & _sure(
        pl.col("end_reason").is_in(reasons("dropped out"))
    )


def received_tier_4(period: Period, codes: tuple[str, ...] = TIER_4.codes) -> pl.Expr:
    """Was in residence or an inpatient on a day of the period. Source: Derby 2009/10; NDTMS modalities 1 and 6."""
    return _received(period, codes)


def received_prescribing(period: Period, codes: tuple[str, ...] = PRESCRIBED.codes) -> pl.Expr:
    """Was prescribed for on a day of the period. Source: NDTMS modalities 2 and 3."""
    return _received(period, codes)


def received_shared_care(period: Period, codes: tuple[str, ...] = SHARED_CARE.codes) -> pl.Expr:
    """Was prescribed for by a general practitioner in the period. Source: NDTMS modality 3; as shared care: low."""
    return _received(period, codes)


def intervention_open(period: Period) -> pl.Expr:
    """The intervention was open on a day of the period. Source: NDTMS fields MODST and MODEND."""
    return _sure(pl.col("started") <= period.end) & ~_sure(pl.col("ended") < period.start)


def structured() -> pl.Expr:
    """The intervention is structured treatment. Source: NDTMS modality list; which are structured: medium."""
    return _sure(pl.col("is_structured"))


def started_within_working_days(days: int = WORKING_DAYS) -> pl.Expr:
    """Started within 15 working days of referral, bank holidays counted in. Source: Dudley, 2008; which days: low."""
    return _sure(spans.working_days() <= days) & _sure(pl.col("started") >= pl.col("referred"))


def wait_to_start_known() -> pl.Expr:
    """Referred, and started no earlier. Source: NDTMS fields REFMODDT and MODST."""
    return _sure(pl.col("started") >= pl.col("referred"))


def _received(period: Period, codes: tuple[str, ...]) -> pl.Expr:
    one = pl.element().struct
    is_it = one.field("modality").is_in(codes)
    is_open = (one.field("started") <= period.end) & ~(one.field("ended") < period.start).fill_null(False)
    return _sure(pl.col("treatments").list.eval(is_it & is_open).list.any())


def _sure(condition: pl.Expr) -> pl.Expr:
    return condition.fill_null(False)
