"""Episodes linked into journeys: a journey is one stretch of continuous treatment, however many agencies it took.

All of it is one sort, and running sums and maxima down the sorted rows, so that no client is ever visited alone.
"""

import polars as pl

from needs.measure.codes import RENAMED, completions
from needs.measure.spells import CLIENT, PLACE, Spells, read
from needs.mistakes import Mistake

GAP_DAYS = 21  # "the time elapsed does not exceed 21 days": notes to National Indicator 40 (Data4NR 1186)
INCONSISTENT = "inconsistent"  # what NDTMS reports call an exit with several reasons on one day
_OPEN = 5_000_000  # an end, in days since 1970, later than any date
_STRIDE = 10_000_000  # days between one client's dates and the next one's, so that one running maximum serves them all


def link(episodes, gap_days: int = GAP_DAYS, inclusive: bool = False):
    """The journeys that episodes make up: one row a journey, in the kind of frame given (polars, also lazy, or pandas).

    An episode joins a journey if it starts at most `gap_days` after the latest end so far; an open one keeps it open.
    `inclusive` counts both dates, as the notes to National Indicator 40 can be read, and so allows one night fewer.
    An episode in which no structured treatment started is left out. Clients are told apart within partnerships.
    `end_reason` is that of the latest end: "inconsistent" if several differ, but of several completions the highest.
    """
    spells = read(episodes)
    journeys = (
        _numbered(spells, gap_days, inclusive)
        .with_columns(_is_leaving=_is_leaving())
        .with_columns(_reason=pl.when(pl.col("_is_leaving") & pl.col("end").is_not_null()).then(_renamed_reason()))
        .with_columns(_differs=_differs(), _one=pl.col("_reason").forward_fill())
        .with_columns(_completed=pl.when(pl.col("_reason").is_in(completions("2009"))).then("_reason").cast(pl.Int16))
        .with_columns(_last=pl.when("_is_leaving").then("episode").forward_fill())
        .group_by("_journey", maintain_order=True)
        .agg(*_together(spells))
        .with_columns(end=pl.when(pl.col("_end") < _OPEN).then(pl.col("_end").cast(pl.Int32)).cast(pl.Date))
        .with_columns(end_reason=_agreed())
    )
    return spells.as_given(journeys.select(_columns(spells)))


def numbered(episodes, gap_days: int = GAP_DAYS, inclusive: bool = False):
    """Each episode that is part of a journey, with its dates and the number of that journey; the kind of frame given."""
    spells = read(episodes)
    given = [name for name in ("agency", "episode") if name in spells.columns]
    rows = _numbered(spells, gap_days, inclusive).select(*spells.keys, "journey", *given, "start", "end")
    return spells.as_given(rows)


def followed(journeys: pl.DataFrame | pl.LazyFrame):
    """Polars journeys with `next_start`: when the same client's next journey began, empty where there is none."""
    keys = _known(journeys, ("partnership", *CLIENT))
    is_same = pl.all_horizontal(pl.col(key).eq_missing(pl.col(key).shift(-1)) for key in keys)
    next_start = pl.when(is_same).then(pl.col("start").shift(-1))
    return journeys.sort(*keys, "journey").with_columns(next_start=next_start)


def ordered(interventions: pl.DataFrame | pl.LazyFrame, episodes: pl.DataFrame | pl.LazyFrame):
    """Polars interventions with the `journey` they are part of, and `intervention_number`: 1 for the first to start in it.

    `episodes` are those of `numbered`. Only structured interventions that started have a number; ties go by referral.
    """
    keys = _known(episodes, ("partnership", "agency", *CLIENT, "episode"))
    client = [name for name in keys if name in ("partnership", *CLIENT)]
    is_counted = (
        pl.col("is_structured").fill_null(False) & pl.col("started").is_not_null() & pl.col("journey").is_not_null()
    )
    number = pl.int_range(1, pl.len() + 1).over(*client, "journey", is_counted)
    return (
        interventions.join(episodes.select(*keys, "journey"), on=keys, how="left")
        .sort(*client, "journey", "started", "referred", *_known(interventions, PLACE), "intervention", nulls_last=True)
        .with_columns(intervention_number=pl.when(is_counted).then(number))
    )


def _known(table: pl.DataFrame | pl.LazyFrame, names: tuple[str, ...]) -> list[str]:
    given = table.collect_schema()
    return [name for name in names if name in given]


def _numbered(spells: Spells, gap_days: int, inclusive: bool) -> pl.LazyFrame:
    """The spells in order, `journey` counting from 1 for each client and `_journey` down the whole table."""
    if isinstance(gap_days, bool) or not isinstance(gap_days, int) or gap_days < 0:
        raise Mistake(f"gap_days {gap_days!r} is not a whole number of days, 0 or more")
    ordered = spells.table.sort(*spells.keys, "start", "end", *PLACE, "episode", nulls_last=True)
    is_another = pl.any_horizontal(pl.col(key).ne_missing(pl.col(key).shift()) for key in spells.keys)
    gap = pl.col("_start") - pl.col("_latest").shift()
    return (
        ordered.with_columns(_is_another=is_another)
        .with_columns(_client=pl.col("_is_another").cast(pl.Int64).cum_sum() * _STRIDE)
        .with_columns(_end=pl.col("end").cast(pl.Int64).fill_null(_OPEN))
        .with_columns(_start=pl.col("start").cast(pl.Int64) + pl.col("_client"))
        .with_columns(_latest=(pl.col("_end") + pl.col("_client")).cum_max())
        .with_columns(_is_new=pl.col("_is_another") | ((gap > 0) & (gap + int(inclusive) > gap_days)))
        .with_columns(_journey=pl.col("_is_new").cast(pl.Int64).cum_sum())
        .with_columns(_before=pl.when("_is_another").then(pl.col("_journey") - 1).forward_fill())
        .with_columns(journey=pl.col("_journey") - pl.col("_before"))
        .drop("_is_another", "_client", "_start", "_latest", "_is_new", "_before")
    )


def _is_leaving() -> pl.Expr:
    """Whether the row ends as late as any of its journey: running maxima from above and from below meet there."""
    journey = pl.col("_journey") * _STRIDE
    from_above = (pl.col("_end") + journey).cum_max() - journey
    from_below = (pl.col("_end") - journey).cum_max(reverse=True) + journey
    return pl.col("_end") == pl.max_horizontal(from_above, from_below)


def _renamed_reason() -> pl.Expr:
    return pl.col("end_reason").replace(RENAMED)


def _differs() -> pl.Expr:
    """Whether the row's reason is another than the one before it on the journey's last day."""
    reason = pl.col("_reason")
    journey_before = pl.when(reason.is_not_null()).then("_journey").forward_fill().shift()
    return (journey_before == pl.col("_journey")) & (reason != reason.forward_fill().shift())


def _together(spells: Spells) -> list[pl.Expr]:
    reason, completed = pl.col("_reason"), pl.col("_completed")
    return [
        *(pl.col(name).first() for name in (*spells.keys, "journey", "start")),
        pl.col("_end").max(),
        pl.len().cast(pl.Int64).alias("episodes"),
        pl.col("agency").cast(pl.Categorical).to_physical().n_unique().cast(pl.Int64).alias("agencies"),
        reason.is_not_null().any().alias("_has_reason"),
        pl.col("_one").last(),
        pl.col("_differs").any(),
        completed.max(),
        (reason.is_not_null() & completed.is_null()).any().alias("_is_uncompleted"),
        *(pl.col(name).any() for name in spells.flags),
        pl.col("episode").first().alias("first_episode"),
        pl.col("_last").last().alias("last_episode"),
    ]


def _agreed() -> pl.Expr:
    """The one reason of a journey's end; none while it is open or where no reason was given."""
    highest = pl.when(~pl.col("_is_uncompleted")).then(pl.col("_completed").cast(pl.String))
    several = pl.coalesce(highest, pl.lit(INCONSISTENT))
    return pl.when("_has_reason").then(pl.when("_differs").then(several).otherwise("_one"))


def _columns(spells: Spells) -> list[str]:
    """The columns of a journey that what was given allows, in their order."""
    given = set(spells.columns)
    return [
        *spells.keys,
        *("journey", "start", "end", "episodes"),
        *(["agencies"] if "agency" in given else []),
        *(["end_reason"] if "end_reason" in given else []),
        *spells.flags,
        *(["first_episode", "last_episode"] if "episode" in given else []),
    ]
