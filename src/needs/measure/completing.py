"""Counts in a full grid: every indicator in every period, every group a partnership has, and a zero where nobody is."""

import polars as pl

ALL = "all"
PERIOD = ("window", "period_start", "period_end")
KEYS = ("partnership", "indicator", *PERIOD, "breakdown", "group")
NUMBERS = ("numerator", "denominator", "weeks")
_DATES = {"window": pl.String, "period_start": pl.Date, "period_end": pl.Date}
SUMS = pl.DataFrame(
    schema={
        **dict.fromkeys(("partnership", "indicator"), pl.String), **_DATES,
        **dict.fromkeys(("breakdown", "group", "number"), pl.String), "value": pl.Float64,
    }
)  # fmt: skip
DECLARED = {"indicator": pl.String, "is_share": pl.Boolean, **_DATES, "breakdown": pl.String}


def complete(counts: pl.DataFrame, partnerships: pl.Series, declared: list[tuple]) -> pl.DataFrame:
    """Sums one below the other (`number` says which) as one row a key, with a zero where nobody was counted.

    `declared` says what there is to count, in the columns of DECLARED: it is in the table though nobody was found.
    """
    found = [pl.col("value").filter(pl.col("number") == name).first().alias(name) for name in NUMBERS]
    wide = counts.group_by(KEYS).agg(found)
    return (
        _grid(wide, partnerships, pl.DataFrame(declared, schema=DECLARED, orient="row"))
        .join(wide, on=list(KEYS), how="left", maintain_order="left")
        .with_columns(pl.col("numerator").fill_null(0.0))
        .with_columns(denominator=pl.when("is_share").then(pl.col("denominator").fill_null(0.0)))
        .select(*KEYS, *NUMBERS)
        .sort(*KEYS)
    )


def _grid(wide: pl.DataFrame, partnerships: pl.Series, declared: pl.DataFrame) -> pl.DataFrame:
    """Every key there ought to be: all that is declared, by all the groups that each partnership has in any period."""
    in_all = declared.filter(pl.col("breakdown") == ALL).with_columns(group=pl.lit(ALL))
    groups = wide.filter(pl.col("breakdown") != ALL).select("partnership", "indicator", "breakdown", "group").unique()
    return pl.concat(
        [
            in_all.join(partnerships.to_frame("partnership"), how="cross").select(*KEYS, "is_share"),
            declared.join(groups, on=["indicator", "breakdown"]).select(*KEYS, "is_share"),
        ]
    )
