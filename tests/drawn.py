"""Small tables drawn in a test, and published figures made from them."""

from dataclasses import fields

import pandas as pd
import polars as pl

from needs.measure.records import Records

PLAIN = {
    "area_code": "E09000003",
    "period_start": "2011-04-01",
    "period_end": "2012-03-31",
    "window": "financial_year",
    "breakdown": "all",
    "group": "all",
    "kind": "actual",
    "population": "people in drug or alcohol treatment",
    "age": "18+",
    "value": "",
    "lower": "",
    "upper": "",
    "unit": "people",
    "status": "shown",
    "qualifier": "",
    "source": "drawn",
    "place": "",
    "note": "",
    "series": "",
    "quote": "",
    "reason": "",
    "is_rounded": False,
    "is_own": False,
}


def table(drawn: str) -> pd.DataFrame:
    """A table drawn with bars, all text; an empty cell stays empty."""
    lines = [line.strip() for line in drawn.strip().splitlines()]
    cells = [[cell.strip() for cell in line.split("|")] for line in lines if set(line) - set("-+| ")]
    return pd.DataFrame(cells[1:], columns=cells[0])


def figures(drawn: str, **same) -> pd.DataFrame:
    """Published figures: what the drawing leaves out is that of adults in treatment in Barnet in 2011-12."""
    given = table(drawn)
    whole = given.assign(**{name: value for name, value in {**PLAIN, **same}.items() if name not in given})
    for name in ("period_start", "period_end"):
        whole[name] = pd.to_datetime(whole[name])
    for name in ("value", "lower", "upper"):
        whole[name] = pd.to_numeric(whole[name].replace("", None))
    return whole


def of_journeys(journeys: pl.DataFrame) -> Records:
    """Records of journeys alone."""
    return Records(**{one.name: pl.DataFrame() for one in fields(Records)} | {"journeys": journeys})
