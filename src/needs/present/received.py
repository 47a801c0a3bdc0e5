"""What lies in the look-ups of one partnership's NDTMS extracts: files, rules broken, and how full each field is.

A count of one to four rows is never printed: rows are not people, but a few rows may all be one person's.
"""

from dataclasses import dataclass, field

import pandas as pd

from needs.code_lists import code_list
from needs.present.assessment import Assessment
from needs.present.html import Html
from needs.present.phrases import capital, in_words, listed
from needs.present.sections import plain

SMALLEST_COUNT_SHOWN = 5
FEW = "fewer than 5"
COUNTS = ("rows", "rows_used", "rows_refused", "rows_without_consent", "findings", "answered", "not_answered", "blank")


@dataclass(frozen=True, kw_only=True)
class Received:
    """A partnership's extracts: one row is a file, a rule broken at a field of a file, or a field of a file."""

    partnership: str
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


def few(count: int) -> str:
    """A count of rows as it may be printed."""
    return FEW if 0 < count < SMALLEST_COUNT_SHOWN else f"{count:,}"


def are_few(count: int) -> bool:
    """Whether a count of rows is too small to be printed."""
    return 0 < count < SMALLEST_COUNT_SHOWN


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
