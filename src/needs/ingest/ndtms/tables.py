"""Checked rows as three tables: episodes, interventions and outcomes profiles, of people who are known by a pseudonym only.

An extract repeats the episode on each row of an intervention or profile; here each stands once.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

import polars as pl

from needs.code_lists.meanings import structured_modalities
from needs.ingest.ndtms import rules
from needs.ingest.ndtms.cells import LINE
from needs.ingest.ndtms.fields import Field, fields, reason
from needs.ingest.ndtms.pseudonyms import Key, pseudonyms
from needs.ingest.ndtms.rules import AGREEMENT_RULE, CLIENT, REPEAT_RULE, Rule, age_in_years

EPISODE = "episode reference"
PERSON = "person reference"
OF_EPISODES = ("client", "episode", "young person start", "young person exit")  # what is said of a stay
_BETWEEN = "\x1f"  # cannot be typed into a case system, so no two different references become one
_PLACE = ("file", LINE)


@dataclass(frozen=True)
class Tables:
    """Episodes, interventions and outcomes profiles, and the findings of rows that contradict each other."""

    episodes: pl.DataFrame = field(repr=False)
    interventions: pl.DataFrame = field(repr=False)
    outcomes_profiles: pl.DataFrame = field(repr=False)
    findings: pl.DataFrame = field(repr=False)
    rows_in_episodes: int


def with_references(rows: pl.DataFrame) -> pl.DataFrame:
    """The rows with the texts that tell people and episodes apart; they are identifiers and go into no table."""
    return rows.with_columns(
        _joined(["FINITIAL", "SINITIAL", "DOB", "SEX"], "|").alias(PERSON),
        _joined(["AGNCY", CLIENT, "EPISODID"], _BETWEEN).alias(EPISODE),
    )


def agreed(rows: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The rows of episodes that are of one person, and findings for every row of an episode that is of several."""
    people = rows.select(EPISODE, PERSON).unique()
    mixed = people.filter(pl.col(EPISODE).is_duplicated())[EPISODE]
    is_mixed = rows[EPISODE].is_in(mixed.implode())
    return rows.filter(~is_mixed), _findings(rows.filter(is_mixed), AGREEMENT_RULE, None)


def tables(rows: pl.DataFrame, key: Key, partnership: str) -> Tables:
    """The tables of checked rows that agree."""
    rows = rows.with_columns(
        pl.lit(partnership).alias("partnership"),
        pl.col("AGNCY").alias("agency"),
        pseudonyms(rows[PERSON], key).alias("person"),
        pseudonyms("episode" + _BETWEEN + rows[EPISODE], key).alias("episode"),
    )
    episodes, repeated = _once(rows, "episode", _of(*OF_EPISODES), ("DOB",))
    treated = rows.filter(pl.any_horizontal(pl.col("MODAL", "MODST", "REFMODDT").is_not_null()))
    treated = _with_hash(treated, "intervention", ["MODID", "MODAL", "REFMODDT"], key)
    interventions, repeated_too = _once(treated, "intervention", _of("intervention"))
    answered = rows.filter(pl.any_horizontal(pl.col("TOPDATE", "TRSTAGE").is_not_null()))
    answered = _with_hash(answered, "profile", ["TOPID", "TOPDATE", "TRSTAGE"], key)
    profiles, repeated_as_well = _once(answered, "profile", _of("outcomes profile"), _reasons())
    return Tables(
        _episodes(episodes),
        _interventions(interventions),
        _profiles(profiles),
        rules.together([repeated, repeated_too, repeated_as_well]),
        int(episodes["rows"].sum()),
    )


def _of(*entities: str) -> list[Field]:
    return [known for known in fields().values() if known.entity in entities and known.column]


def _items() -> list[Field]:
    return [known for known in _of("outcomes profile") if known.header not in ("TOPDATE", "TRSTAGE")]


def _reasons() -> tuple[str, ...]:
    return tuple(reason(known.header) for known in _items())


def _joined(headers: list[str], between: str) -> pl.Expr:
    return pl.concat_str([pl.col(header).cast(pl.String).fill_null("") for header in headers], separator=between)


def _with_hash(rows: pl.DataFrame, entity: str, headers: list[str], key: Key) -> pl.DataFrame:
    texts = rows.select(pl.lit(entity) + _BETWEEN + _joined([EPISODE, *headers], _BETWEEN)).to_series()
    return rows.with_columns(pseudonyms(texts, key).alias(entity))


def _once(
    rows: pl.DataFrame, key: str, known: list[Field], also: tuple[str, ...] = ()
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """One row a key, with the first value of each field that is filled in; and the findings where values differ."""
    same = [name for name in ("partnership", "agency", "person", "episode", *_PLACE, *also) if name != key]
    grouped = rows.group_by(key, maintain_order=True).agg(
        pl.len().alias("rows"),
        *(pl.col(name).first() for name in same),
        *(field.value.drop_nulls().first() for field in known),
        *((field.value.min() != field.value.max()).alias(f"{field.header} differs") for field in known),
    )
    differing = [
        _findings(grouped.filter(f"{field.header} differs"), REPEAT_RULE, field.header)
        for field in known
        if grouped[f"{field.header} differs"].any()
    ]
    return grouped.drop(f"{field.header} differs" for field in known), rules.together(differing)


def _findings(rows: pl.DataFrame, rule: Rule, header: str | None) -> pl.DataFrame:
    agency = "agency" if "agency" in rows.columns else "AGNCY"
    texts = {"field": header, "rule": rule.id, "severity": rule.severity, "message": rule.message}
    constants = [pl.lit(text, dtype=pl.String).alias(name) for name, text in texts.items()]
    return rows.select("file", LINE, pl.col(agency).alias("agency"), *constants).select(*rules.SCHEMA)


def _named(known: list[Field]) -> Iterator[pl.Expr]:
    return (field.value.alias(field.column) for field in known)


def _episodes(rows: pl.DataFrame) -> pl.DataFrame:
    known = _of(*OF_EPISODES)
    born = pl.col("DOB")
    quarter = (born.dt.month().cast(pl.Int32) + 8) % 12 // 3 + 1  # April to June is 1
    year = born.dt.year() - (born.dt.month() < 4).cast(pl.Int32)
    return rows.select(
        *("partnership", "agency", "person", "episode"),
        (year * 4 + quarter).alias("birth_quarter"),
        age_in_years(born, pl.col("TRIAGED")).alias("age_at_triage"),
        *_named(known),
        *_PLACE,
    )


def _interventions(rows: pl.DataFrame) -> pl.DataFrame:
    is_structured = pl.col("MODAL").is_in(structured_modalities()).alias("is_structured")
    return rows.select(
        *("partnership", "agency", "person", "episode", "intervention"),
        *_named(_of("intervention")),
        is_structured,
        *_PLACE,
    )


def _profiles(rows: pl.DataFrame) -> pl.DataFrame:
    """The profiles; `missing` says of each item without an answer why: "crack_days=not answered, sharing=blank"."""
    whys = [
        pl.when(item.value.is_null()).then(pl.lit(f"{item.column}=") + pl.col(reason(item.header))) for item in _items()
    ]
    missing = pl.concat_str(whys, separator=", ", ignore_nulls=True)
    return rows.select(
        *("partnership", "agency", "person", "episode", "profile"),
        *_named(_of("outcomes profile")),
        pl.when(missing != "").then(missing).alias("missing"),
        *_PLACE,
    )
