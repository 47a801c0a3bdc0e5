"""Episodes linked into journeys: a journey is one stretch of continuous treatment, however many agencies it took.

A spell is one row: somebody (`client` or `person`) in treatment from `start` to `end`, where an empty end is still open.

All of it is one sort, and running sums and maxima down the sorted rows, so that no client is ever visited alone.
"""

from dataclasses import dataclass
from typing import Any, TypeVar

import pandas as pd
import polars as pl
import polars.selectors as cs

from needs.code_lists.meanings import RENAMED, completions
from needs.measure.cohorts import mentions
from needs.mistakes import Mistake
from needs.settings import Choices

CLIENT = ("client", "person")
OPTIONAL = ("partnership", "agency", "line", "episode", "end_reason")
PLACE = (
    "agency",
    "line",
)  # settles which of two alike comes first; pseudonyms must not: another key orders them otherwise
FLAGS = ("is_", "has_")
FLAG = "is_opiate_crack"
STARTS = {"first intervention": "_first", "triage": "triaged"}
STARTED = "has_structured_start"
_WRITTEN = "%Y-%m-%d"
_DATES = (pl.Date, pl.Datetime, pl.String, pl.Null)
_YES_OR_NO = (pl.Boolean, pl.Null)
Polars = TypeVar("Polars", pl.DataFrame, pl.LazyFrame)
Given = TypeVar("Given", pl.DataFrame, pl.LazyFrame, pd.DataFrame)


@dataclass(frozen=True, kw_only=True)
class Spells:
    """Spells as a lazy table with typed dates, and enough of how they were given to hand journeys back the same way."""

    table: pl.LazyFrame
    client: str
    columns: tuple[str, ...]  # those given, of the optional ones
    flags: tuple[str, ...]  # the is_ and has_ columns: true of a journey if true of any of its spells
    date_type: pl.DataType
    kind: type

    @property
    def keys(self) -> list[str]:
        """What one client is known by: within a partnership, where that is given."""
        return [*(["partnership"] if "partnership" in self.columns else []), self.client]

    def as_given(self, made: pl.LazyFrame) -> Any:
        """A table made from the spells, in the kind of frame and of dates they were given in."""
        dated = made.with_columns(pl.col("start", "end").cast(self.date_type))
        if self.kind is pl.LazyFrame:
            return dated
        return dated.collect() if self.kind is pl.DataFrame else dated.collect().to_pandas()


def treated(
    episodes: pl.DataFrame | pl.LazyFrame,
    interventions: pl.DataFrame | pl.LazyFrame,
    start_from: str = "first intervention",
) -> pl.LazyFrame:
    """What `link` reads, from polars episodes and their interventions: one row an episode, with what its drugs are.

    Treatment starts with the first structured intervention, or from "triage", once one has started (which of the two
    is not settled: medium). One that would start after the discharge has not: `has_structured_start` is false.
    """
    if start_from not in STARTS:
        raise Mistake(f"start_from {start_from!r} is not one of: {', '.join(map(repr, STARTS))}")
    keys = ["partnership", "agency", "person", "episode"]
    first_starts = (
        interventions.lazy()
        .filter(pl.col("is_structured") & pl.col("started").is_not_null())
        .group_by(keys)
        .agg(_first=pl.col("started").min())
    )
    is_after = pl.max_horizontal("_first", "start") > pl.col("discharged")
    has_started = pl.col("_first").is_not_null() & pl.col("start").is_not_null() & ~is_after.fill_null(False)
    return (
        episodes.lazy()
        .join(first_starts, on=keys, how="left")
        .with_columns(start=pl.col(STARTS[start_from]), end=pl.col("discharged"), end_reason=pl.col("discharge_reason"))
        .with_columns(has_started.alias(STARTED), *mentions())
        .select(
            *keys,
            cs.by_name("line", require_all=False),
            "start",
            "end",
            "end_reason",
            STARTED,
            *(said.meta.output_name() for said in mentions()),
        )
    )


def read(given: pl.DataFrame | pl.LazyFrame | pd.DataFrame) -> Spells:
    """Spells from a frame with client (or person), start and end; what cannot be linked is refused with a Mistake.

    A spell in which no structured treatment started is left out. A lazy frame's rows are checked when it is collected.
    """
    client = _client(given)
    lazy = _lazy(given)
    schema = lazy.collect_schema()
    columns = tuple(name for name in OPTIONAL if name in schema)
    flags = tuple(name for name, kind in schema.items() if _is_flag(name, kind))
    _refuse_kinds(schema)
    date_type = _date_type(schema["start"], isinstance(given, pd.DataFrame))
    table = _table(lazy, client, columns, flags)
    return Spells(table=table, client=client, columns=columns, flags=flags, date_type=date_type, kind=type(given))


def _table(lazy: pl.LazyFrame, client: str, columns: tuple[str, ...], flags: tuple[str, ...]) -> pl.LazyFrame:
    """The rows in which treatment started, typed and checked; optional columns that were not given are empty."""
    schema = lazy.collect_schema()
    has_started = pl.col(STARTED).cast(pl.Boolean).fill_null(False) if STARTED in schema else pl.lit(True)
    return (
        lazy.with_row_index("_row", offset=1)
        .filter(has_started)
        .select(
            "_row",
            pl.col(client).cast(pl.String) if schema[client] == pl.Null else client,
            *_dates("start", schema),
            *_dates("end", schema),
            *(_text(name, schema) for name in columns),
            *(pl.col(name).cast(pl.Boolean) for name in flags),
        )
        .map_batches(
            lambda rows: _checked(rows, client),
            projection_pushdown=False,
            predicate_pushdown=False,
            slice_pushdown=False,
        )
        .drop("_row", "_start_found", "_end_found", strict=False)
        .with_columns(pl.lit(None, pl.String).alias(name) for name in OPTIONAL if name not in columns)
    )


def _client(given: pl.DataFrame | pl.LazyFrame | pd.DataFrame) -> str:
    """The name of the column that says who it is; a Mistake where that, a start or an end is missing."""
    if not isinstance(given, pl.LazyFrame | pl.DataFrame | pd.DataFrame):
        raise Mistake(f"episodes: {type(given).__name__} is not a table; wanted a polars or pandas frame")
    names = given.collect_schema().names() if isinstance(given, pl.LazyFrame) else list(given.columns)
    client = next((name for name in CLIENT if name in names), CLIENT[0])
    missing = " or ".join(repr(name) for name in (client, "start", "end") if name not in names)
    if missing:
        found = ", ".join(map(repr, names)) or "none"
        raise Mistake(f"episodes: no column {missing} among {found}; wanted client (or person), start and end")
    return client


def _lazy(given: pl.DataFrame | pl.LazyFrame | pd.DataFrame) -> pl.LazyFrame:
    if isinstance(given, pl.LazyFrame | pl.DataFrame):
        return given.lazy()
    used = [
        name for name in given.columns if name in (*CLIENT, "start", "end", *OPTIONAL) or str(name).startswith(FLAGS)
    ]
    try:
        frame = pl.from_pandas(given[used])
    except (TypeError, ValueError) as reason:
        raise Mistake(f"episodes: the columns cannot be read: {str(reason).splitlines()[0]}") from None
    empty = [name for name in frame.columns if frame[name].null_count() == frame.height]
    return frame.with_columns(pl.lit(None).alias(name) for name in empty).lazy()


def _is_flag(name: str, kind: pl.DataType) -> bool:
    return name == FLAG or (name.startswith(FLAGS) and name != STARTED and kind == pl.Boolean)


def _refuse_kinds(schema: pl.Schema) -> None:
    wanted = {"start": _DATES, "end": _DATES, FLAG: _YES_OR_NO, STARTED: _YES_OR_NO}
    for name, kinds in wanted.items():
        if name in schema and not isinstance(schema[name], kinds):
            words = "dates, or text like '2008-04-01'" if kinds == _DATES else "true or false"
            raise Mistake(f"episodes, column {name!r}: holds {schema[name]}; wanted {words}")


def _dates(name: str, schema: pl.Schema) -> list[pl.Expr]:
    if schema[name] != pl.String:
        return [pl.col(name).cast(pl.Date)]
    found = pl.col(name).str.strip_chars()
    return [found.str.to_date(_WRITTEN, strict=False), found.replace("", None).alias(f"_{name}_found")]


def _text(name: str, schema: pl.Schema) -> pl.Expr:
    """Codes as text; pandas makes 82.0 of 82 where any is missing."""
    whole = pl.col(name).cast(pl.Int64) if schema[name].is_float() else pl.col(name)
    return whole.cast(pl.String)


def _date_type(given: pl.DataType, in_pandas: bool) -> pl.DataType:
    """Datetimes stay what they were; pandas is given no plain dates, which its own columns of dates are not."""
    if isinstance(given, pl.Datetime):
        return given
    return pl.Datetime("us") if in_pandas else pl.Date()


def _checked(rows: pl.DataFrame, client: str) -> pl.DataFrame:
    """The same rows, or a Mistake that names the first that cannot be linked (never the person)."""
    unread = {
        name: pl.col(f"_{name}_found").is_not_null() & pl.col(name).is_null()
        for name in ("start", "end")
        if f"_{name}_found" in rows.columns
    }
    faults = {
        f"{client} is empty; wanted who it is": pl.col(client).is_null() | (pl.col(client).cast(pl.String) == ""),
        **{f"{name} {{_{name}_found!r}} is not a date like '2008-04-01'": rule for name, rule in unread.items()},
        "start is empty; treatment that started has a date": pl.col("start").is_null(),
        "end {end} is before start {start}": pl.col("end") < pl.col("start"),
    }
    for words, rule in faults.items():
        found = rows.filter(rule)
        if found.height:
            row = found.row(0, named=True)
            others = f" (and so in {found.height - 1:,} more)" if found.height > 1 else ""
            raise Mistake(f"episodes, row {row['_row']}: {words.format(**row)}{others}")
    return rows


GAP_DAYS = Choices.gap_days  # "the time elapsed does not exceed 21 days": notes to National Indicator 40 (Data4NR 1186)
INCONSISTENT = "inconsistent"  # what NDTMS reports call an exit with several reasons on one day
_OPEN = 5_000_000  # an end, in days since 1970, later than any date
_STRIDE = 10_000_000  # days between one client's dates and the next one's, so that one running maximum serves them all


def link(episodes: Given, gap_days: int = GAP_DAYS, inclusive: bool = False) -> Given:
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


def numbered(episodes: Given, gap_days: int = GAP_DAYS, inclusive: bool = False) -> Given:
    """Each episode that is part of a journey, with its dates and the number of that journey; the kind of frame given."""
    spells = read(episodes)
    given = [name for name in ("agency", "episode") if name in spells.columns]
    rows = _numbered(spells, gap_days, inclusive).select(*spells.keys, "journey", *given, "start", "end")
    return spells.as_given(rows)


def followed(journeys: Polars) -> Polars:
    """Polars journeys with `next_start` and `previous_end`: when the same client's next journey began, and the one before
    ended; empty where there is none."""
    keys = _known(journeys, ("partnership", *CLIENT))
    is_same = pl.all_horizontal(pl.col(key).eq_missing(pl.col(key).shift(-1)) for key in keys)
    is_next = pl.all_horizontal(pl.col(key).eq_missing(pl.col(key).shift(1)) for key in keys)
    next_start = pl.when(is_same).then(pl.col("start").shift(-1))
    previous_end = pl.when(is_next).then(pl.col("end").shift(1))
    return journeys.sort(*keys, "journey").with_columns(next_start=next_start, previous_end=previous_end)


def ordered(interventions: Polars, episodes: Polars) -> Polars:
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
