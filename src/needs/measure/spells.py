"""The table that journeys are linked from, as it was given: polars or pandas, its columns by name, its dates checked.

A spell is one row: somebody (`client` or `person`) in treatment from `start` to `end`, where an empty end is still open.
"""

from dataclasses import dataclass

import pandas as pd
import polars as pl
import polars.selectors as cs

from needs.measure.profiles import mentions
from needs.mistakes import Mistake

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

    def as_given(self, made: pl.LazyFrame):
        """A table made from the spells, in the kind of frame and of dates they were given in."""
        dated = made.with_columns(pl.col("start", "end").cast(self.date_type))
        if self.kind is pl.LazyFrame:
            return dated
        return dated.collect() if self.kind is pl.DataFrame else dated.collect().to_pandas()


def treated(episodes, interventions, start_from: str = "first intervention") -> pl.LazyFrame:
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


def read(given) -> Spells:
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
    in_whole = dict.fromkeys(["projection_pushdown", "predicate_pushdown", "slice_pushdown"], False)
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
        .map_batches(lambda rows: _checked(rows, client), **in_whole)
        .drop("_row", "_start_found", "_end_found", strict=False)
        .with_columns(pl.lit(None, pl.String).alias(name) for name in OPTIONAL if name not in columns)
    )


def _client(given) -> str:
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


def _lazy(given) -> pl.LazyFrame:
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
