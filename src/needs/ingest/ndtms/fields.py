"""The fields of an NDTMS extract and their code lists, as data: what each header means and which cells it may hold.

They stand in code_lists, each with where it comes from and how sure that is.
"""

import re
from dataclasses import dataclass
from functools import cache

import polars as pl

from needs.code_lists import code_list

CLIENT_REFERENCES = ("CLIENTID", "CLIENT")  # either serves; the first that a file has is used
DRUGS = ("DRUG1", "DRUG2", "DRUG3")
OTHER_DRUG = "8799"


@dataclass(frozen=True, kw_only=True)
class Field:
    """One header: the entity it describes, what its cells hold, and the column of our tables it becomes, if any."""

    header: str
    entity: str
    kind: str
    codes: str
    pattern: str
    smallest: int | None
    largest: int | None
    column: str
    meaning: str
    is_required: bool
    is_identifier: bool
    alias: str

    @property
    def written(self) -> pl.Expr:
        """The cell as it was written; empty where blank, not collected or in no column of the file."""
        return pl.col(written(self.header))

    @property
    def value(self) -> pl.Expr:
        """The cell's value in its type; missing where there is none to be read."""
        return pl.col(self.header)


def is_printable(name: str) -> bool:
    """Whether the name of a column is one that may be repeated: what is none may be somebody's details."""
    return re.fullmatch(r"[A-Za-z][A-Za-z0-9_ ]{0,29}", name) is not None


def written(header: str) -> str:
    """The name of the column that holds a field's cells as they were written."""
    return f"{header} as written"


def reason(header: str) -> str:
    """The name of the column that says why a field has no value."""
    return f"why {header} is missing"


YEARS = (1900, 2999)  # in which a date can be


def date_of(text: pl.Expr, date_format: str | None) -> pl.Expr:
    """The date that is written; missing where there is none, or its year has not four digits: "07/04/08" is not year 8."""
    # to read a date takes less time than to look whether the same was read before
    day = text.str.to_date(date_format, strict=False, cache=False)
    return pl.when(day.dt.year().is_between(*YEARS)).then(day)


@cache
def fields() -> dict[str, Field]:
    """Every known field by its header, in the order of the data set."""
    return {row["header"]: _field(row) for row in code_list("fields").iter_rows(named=True)}


@cache
def headers_by_name() -> dict[str, str]:
    """Each header and each other spelling of it, to the header."""
    known = fields().values()
    return {field.header: field.header for field in known} | {
        field.alias: field.header for field in known if field.alias
    }


@cache
def codes_valid(name: str, letter: str | None) -> tuple[str, ...]:
    """The codes of a list that a data set of this letter may hold; without a letter, all of them."""
    codes = code_list(name)
    if letter is not None:
        begun = (pl.col("valid_from") == "") | (pl.col("valid_from") <= letter)
        codes = codes.filter(begun & ((pl.col("valid_to") == "") | (pl.col("valid_to") >= letter)))
    return tuple(codes["code"])


@cache
def letters() -> tuple[str, ...]:
    """The letters of the data sets that are known to have existed."""
    return tuple(code_list("data_sets")["letter"])


def drug_is_in_a_known_range(code: pl.Expr) -> pl.Expr:
    """Whether a drug code, listed or not, falls in a range whose group is known."""
    # a number of four characters that has a sign or begins with 0 is below 1000, and in no range
    number = pl.when(code.str.len_bytes() == 4).then(code).cast(pl.Int32, strict=False)
    return number.is_in(_drugs_of_known_ranges()).fill_null(False)


@cache
def _drugs_of_known_ranges() -> pl.Series:
    """Every number in a range; one look-up is several times as quick as a comparison with both ends of each range."""
    spans = [(int(row["first"]), int(row["last"])) for row in code_list("drug_ranges").iter_rows(named=True)]
    numbers = [number for first, last in spans for number in range(first, last + 1)]
    return pl.Series(numbers, dtype=pl.Int32).implode()


def _field(row: dict[str, str]) -> Field:
    return Field(
        header=row["header"],
        entity=row["entity"],
        kind=row["kind"],
        codes=row["codes"],
        pattern=row["pattern"],
        smallest=int(row["smallest"]) if row["smallest"] else None,
        largest=int(row["largest"]) if row["largest"] else None,
        column=row["column"],
        meaning=row["meaning"],
        is_required=row["required"] == "yes",
        is_identifier=row["identifier"] == "yes",
        alias=row["alias"],
    )
