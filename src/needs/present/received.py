"""What lies in the look-ups of one partnership's NDTMS extracts: files, rules broken, and how full each field is.

A few rows may all be one person's, so a small count of rows is never printed: one below the partnership's threshold for
people. And as there are at least as many rows as people, nor is how large a file of few rows is.
"""

from dataclasses import dataclass, field

import pandas as pd

from needs.code_lists import code_list
from needs.present.assessment import Assessment
from needs.present.html import Html
from needs.present.numbers import SHORTHAND
from needs.present.phrases import capital, in_words, listed
from needs.present.sections import plain

HIDDEN = SHORTHAND["hidden"]
DEFAULT_SMALLEST = "5"
ROWS_A_PERSON = 4  # our own rule, and a low one: a file below the threshold times this many rows may be of few people
COUNTS = ("rows", "rows_used", "rows_refused", "rows_without_consent", "findings", "answered", "not_answered", "blank")


@dataclass(frozen=True, kw_only=True)
class Received:
    """A partnership's extracts: one row is a file, a rule broken at a field of a file, or a field of a file."""

    partnership: str
    smallest: int
    refused: str
    is_invented: bool
    files: pd.DataFrame = field(repr=False)
    findings: pd.DataFrame = field(repr=False)
    fields: pd.DataFrame = field(repr=False)

    @property
    def rows(self) -> str:
        """What rows are called in every sentence."""
        return "rows of invented records" if self.is_invented else "rows"

    @property
    def records(self) -> str:
        """What the records are called in every sentence."""
        return "invented records" if self.is_invented else "records"

    def captioned(self, caption: str) -> str:
        """A table's caption, which says so where its records are invented."""
        return f"{caption} (invented records)" if self.is_invented else caption

    @property
    def read(self) -> pd.DataFrame:
        """The files that were opened: those that a later file replaces were not."""
        return self.files[self.files["status"] != "replaced"]

    @property
    def agencies(self) -> list[str]:
        """The agencies whose files were used, in order."""
        return sorted(set(self.files.loc[self.files["status"] == "used", "agency"]))

    @property
    def is_usable(self) -> bool:
        """Whether any file could be used."""
        return not self.refused and bool(self.agencies)

    @property
    def total(self) -> pd.Series:
        """The counts of rows of all files that were opened."""
        return self.read[["rows", "rows_used", "rows_refused", "rows_without_consent"]].sum()

    @property
    def not_used(self) -> int:
        """How many rows were refused or are without consent."""
        return int(self.total["rows_refused"] + self.total["rows_without_consent"])

    @property
    def fewest_rows(self) -> int:
        """The rows from which a file, or all files together, are of enough people for their number to be printed."""
        return self.smallest * ROWS_A_PERSON

    @property
    def is_of_few_rows(self) -> bool:
        """Whether all files together have too few rows to say how many."""
        return self.total["rows"] < self.fewest_rows

    def are_few(self, count: int) -> bool:
        """Whether a count of rows, or of findings in them, is too small to be printed."""
        return are_few(count, self.smallest)

    def few(self, count: int) -> str:
        """A count of rows, or of findings in them, as it may be printed."""
        return few(count, self.smallest)

    def named(self, agencies) -> str:
        """Agencies by name, or "all four agencies" where it is every one that was used."""
        found = sorted(set(agencies))
        is_all = len(found) > 1 and set(found) >= set(self.agencies)
        return f"all {in_words(len(found))} agencies" if is_all else listed(found)


def received(assessment: Assessment) -> Received | None:
    """The extracts of the document's partnership, or None where there are none; refused ones have their reason and no file."""
    slug, safe = assessment.area.partnership, assessment.safe
    whole = safe.extracts[safe.extracts["partnership"] == slug]
    if whole.empty:
        return None
    files, findings, fields = (
        _own(table, slug) for table in (safe.extract_files, safe.extract_findings, safe.extract_fields)
    )
    return Received(
        partnership=assessment.area.name,
        smallest=smallest_shown(assessment),
        refused=whole["refused"].iloc[0],
        is_invented=whole["is_invented"].iloc[0] == "true",
        files=files,
        findings=findings,
        fields=fields.assign(**{name: fields[name] == "true" for name in ("is_collected", "is_constant")}),
    )


def without(assessment: Assessment, found: Received | None, what: str) -> Html:
    """The one honest sentence of a section for which there is no usable extract; `what` completes "so ..."."""
    if found is not None:
        return Html.of(plain(f"The extracts of {found.partnership} could not be read, so {what}."))
    return Html.of(plain(f"No treatment extract of {assessment.area.name} is at hand, so {what}."))


def smallest_shown(assessment: Assessment) -> int:
    """The smallest count that the partnership shows, as it chose when the results were made safe."""
    chosen = assessment.safe.choices
    found = chosen.loc[chosen["choice"] == "smallest_shown", "value"]
    return int(found.iloc[0] if len(found) else DEFAULT_SMALLEST)


def few(count: int, smallest: int) -> str:
    """A count as it may be printed where counts below the smallest may not."""
    return f"fewer than {smallest}" if are_few(count, smallest) else f"{count:,}"


def are_few(count: int, smallest: int) -> bool:
    """Whether a count is too small to be printed where counts below the smallest may not be."""
    return 0 < count < smallest


def meaning(header: str) -> str:
    """A field as the data set's list explains it, with its header: "Triage date (TRIAGED)"."""
    fields = code_list("fields")
    known = dict(zip(fields["header"], fields["meaning"], strict=True))
    said = known.get(header, "").partition(",")[0].partition(" = ")[0]
    return f"{capital(said)} ({header})" if said else header


def _own(table: pd.DataFrame, slug: str) -> pd.DataFrame:
    own = table[table["partnership"] == slug]
    counts = [name for name in COUNTS if name in own]
    numbers = {name: pd.to_numeric(own[name], errors="coerce").fillna(0).astype(int) for name in counts}
    return own.assign(agency=own["agency"].where(own["agency"] != "", own["file"]), **numbers)
