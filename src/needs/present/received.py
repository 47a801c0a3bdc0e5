"""What lies in the look-ups of one partnership's NDTMS extracts: files, rules broken, and how full each field is.

A count of rows is shown as counts of people are (`needs.measure.safety`), as a few rows may all be one person's: none,
rounded to the nearest five, or missing where it is of one to seven. Nothing here or in the pages has to hide any more.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass, field

import pandas as pd

from needs.code_lists import code_list
from needs.measure.safety import FEWER, FEWEST_OF_A_SHARE, PUBLIC
from needs.present.assessment import Assessment
from needs.present.html import Html
from needs.present.phrases import capital, in_words, listed, spelt
from needs.present.sections import plain

IN_ALL = ("rows", "rows_used", "rows_refused", "rows_without_consent")
COUNTS = (*IN_ALL, "findings", "answered", "not_answered", "blank")


@dataclass(frozen=True, kw_only=True)
class Received:
    """A partnership's extracts: one row is a file, a rule broken at a field of a file, or a field of a file.

    `total` has the rows of all files that were opened. Under the policy for management no count is rounded or missing.
    """

    partnership: str
    refused: str
    is_rounded: bool
    total: pd.Series
    files: pd.DataFrame = field(repr=False)
    findings: pd.DataFrame = field(repr=False)
    fields: pd.DataFrame = field(repr=False)

    @property
    def agencies(self) -> list[str]:
        """The agencies whose files were used, in order."""
        return sorted(set(self.files.loc[self.files["status"] == "used", "agency"]))

    @property
    def is_usable(self) -> bool:
        """Whether any file could be used."""
        return not self.refused and bool(self.agencies)

    @property
    def is_enough(self) -> bool:
        """Whether rows are enough for a share of them to be given."""
        return self.is_usable and bool(self.total["rows"] >= FEWEST_OF_A_SHARE)

    @property
    def is_all_used(self) -> bool:
        """Whether no row was refused and none came without consent."""
        return not self.total[["rows_refused", "rows_without_consent"]].any(skipna=False)

    def summed(self, counts: Iterable[float]) -> str:
        """The sum of counts of rows as far as it is known; "fewer than 8 each" where every one is of so few."""
        some = pd.Series([count for count in counts if count != 0], dtype=float)
        if len(some) < 2:
            return few(some.sum(min_count=1) if len(some) else 0)
        if some.isna().all():
            return f"{FEWER} each"
        about, more = "about " if self.is_rounded else "", " or more" if some.hasnans else ""
        return f"{about}{few(some.sum())}{more}"

    def named(self, agencies) -> str:
        """Agencies by name, or "all four agencies" where it is every one that was used."""
        found = sorted(set(agencies))
        is_all = len(found) > 1 and set(found) >= set(self.agencies)
        return f"all {in_words(len(found))} agencies" if is_all else listed(found)


def received(assessment: Assessment) -> Received | None:
    """The extracts of the document's partnership, or None where there are none; refused ones have their reason and no file."""
    slug, safe = assessment.area.partnership, assessment.safe
    of_files = (safe.extract_files, safe.extract_findings, safe.extract_fields)
    whole, files, findings, fields = (_own(table, slug) for table in (safe.extracts, *of_files))
    if whole.empty:
        return None
    is_same = (fields["is_constant"] == "true") & (fields["answered"] >= FEWEST_OF_A_SHARE)
    return Received(
        partnership=assessment.area.name,
        refused=whole["refused"].iloc[0],
        is_rounded=safe.policy == PUBLIC,
        total=whole[list(IN_ALL)].iloc[0],
        files=files,
        findings=findings,
        fields=fields.assign(is_collected=fields["is_collected"] == "true", is_constant=is_same),
    )


def without(assessment: Assessment, found: Received | None, what: str) -> Html:
    """The one honest sentence of a section for which no extract is usable, or too few rows came; `what` completes "so ..."."""
    if found is None:
        return Html.of(plain(f"No treatment extract of {assessment.area.name} is at hand, so {what}."))
    if not found.is_usable:
        return Html.of(plain(f"The extracts of {found.partnership} could not be read, so {what}."))
    return Html.of(plain(f"Fewer than {spelt(FEWEST_OF_A_SHARE)} rows came from {found.partnership}, so {what}."))


def few(count: float) -> str:
    """A count of rows as it is shown: "fewer than 8" where it is missing."""
    return FEWER if math.isnan(count) else f"{count:,.0f}"


def meaning(header: str) -> str:
    """A field as the data set's list explains it, with its header: "Triage date (TRIAGED)"."""
    fields = code_list("fields")
    known = dict(zip(fields["header"], fields["meaning"], strict=True))
    said = known.get(header, "").partition(",")[0].partition(" = ")[0]
    return f"{capital(said)} ({header})" if said else header


def _own(table: pd.DataFrame, slug: str) -> pd.DataFrame:
    own = table[table["partnership"] == slug]
    counts = {name: pd.to_numeric(own[name]).astype(float) for name in COUNTS if name in own}
    agency = {"agency": own["agency"].where(own["agency"] != "", own["file"])} if "agency" in own else {}
    return own.assign(**agency, **counts)
