"""What was read of a partnership's extracts: each file, what became of its rows, and what was refused and why.

A count of rows is shown as counts of people are (`needs.measure.safety`), as a few rows may all be one person's: none,
rounded to the nearest five, or missing where it is of one to seven. Nothing here or in the pages has to hide any more.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import pandas as pd
from markupsafe import Markup

from needs.code_lists import code_list
from needs.measure.safety import FEWER, FEWEST_OF_A_SHARE, PUBLIC
from needs.present.assessment import Assessment
from needs.present.kit.html import Number, table
from needs.present.kit.section import heading, plain, warning
from needs.present.numbers import capital, in_words, listed, spelt

IN_ALL = ("rows", "rows_used", "rows_refused", "rows_without_consent")
COUNTS = (*IN_ALL, "findings", "answered", "not_answered", "blank")


@dataclass(frozen=True, kw_only=True)
class Received:
    """A partnership's extracts: one row is a file, a rule broken at a field of a file, or a field of a file.

    One of `strangers` is a column that is not known, of `codes` a code that no list has, and of `specified` a column or code
    of the specification that files were read with. `total` has the rows of all files that were opened. Under the policy for management no count is rounded or missing.
    """

    partnership: str
    refused: str
    is_rounded: bool
    total: pd.Series
    files: pd.DataFrame = field(repr=False)
    findings: pd.DataFrame = field(repr=False)
    fields: pd.DataFrame = field(repr=False)
    strangers: pd.DataFrame = field(repr=False)
    codes: pd.DataFrame = field(repr=False)
    specified: pd.DataFrame = field(repr=False)

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

    def named(self, agencies: Iterable[str]) -> str:
        """Agencies by name, or "all four agencies" where it is every one that was used."""
        names = sorted(set(agencies))
        is_all = len(names) > 1 and set(names) >= set(self.agencies)
        return f"all {in_words(len(names))} agencies" if is_all else listed(names)


def received(assessment: Assessment) -> Received | None:
    """The extracts of the document's partnership, or None where there are none; refused ones have their reason and no file."""
    slug, safe = assessment.area.partnership, assessment.safe
    of_files = (safe.extract_files, safe.extract_findings, safe.extract_fields, safe.extract_codes)
    whole, files, findings, columns, codes = (_of_partnership(table, slug) for table in (safe.extracts, *of_files))
    fields = columns[columns["is_known"] == "true"]
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
        strangers=columns[columns["is_known"] != "true"],
        codes=codes,
        specified=safe.extract_specification[safe.extract_specification["partnership"] == slug],
    )


def opened(assessment: Assessment) -> Received | None:
    """The extracts where they were not refused as a whole, so that each file has its own fate; else None."""
    extracts = received(assessment)
    return None if extracts is None or extracts.refused else extracts


def enough(assessment: Assessment) -> Received | None:
    """The extracts where their rows are enough for a share of them to be given; else None."""
    extracts = received(assessment)
    return extracts if extracts and extracts.is_enough else None


def without(assessment: Assessment, what: str) -> Markup:
    """The one honest sentence of a section for which no extract is usable, or too few rows came; `what` completes "so ..."."""
    extracts = received(assessment)
    if extracts is None:
        return plain(f"No treatment extract of {assessment.area.name} is at hand, so {what}.")
    if not extracts.is_usable:
        return plain(f"The extracts of {extracts.partnership} could not be read, so {what}.")
    return plain(f"Fewer than {spelt(FEWEST_OF_A_SHARE)} rows came from {extracts.partnership}, so {what}.")


def few(count: float) -> str:
    """A count of rows as it is shown: "fewer than 8" where it is missing."""
    return FEWER if math.isnan(count) else f"{count:,.0f}"


def meaning(header: str) -> str:
    """A field as the data set's list explains it, with its header: "Triage date (TRIAGED)"."""
    fields = code_list("fields")
    known = dict(zip(fields["header"], fields["meaning"], strict=True))
    words = known.get(header, "").partition(",")[0].partition(" = ")[0]
    return f"{capital(words)} ({header})" if words else header


def _of_partnership(table: pd.DataFrame, slug: str) -> pd.DataFrame:
    rows = table[table["partnership"] == slug]
    counts = {name: pd.to_numeric(rows[name]).astype(float) for name in COUNTS if name in rows}
    agency = {"agency": rows["agency"].where(rows["agency"] != "", rows["file"])} if "agency" in rows else {}
    return rows.assign(**agency, **counts)


STATUS = {"used": "Used", "replaced": "Not read: a later file replaces it", "refused": "Refused whole"}
ROUNDED = "Each count of rows is rounded to the nearest five."


def what_became_of_rows(assessment: Assessment) -> list:
    """How many rows came, what became of them and which days they cover; or why no file could be used."""
    extracts = received(assessment)
    if extracts is None or extracts.refused:
        reason = warning(plain(f"The reason: {extracts.refused}.")) if extracts else None
        return [without(assessment, "no result here is counted from records"), reason]
    period = _period(extracts.files)
    return [
        plain(said_of_rows(extracts)),
        plain(f"The files cover {period}. All that follows is of the whole files, not of {assessment.quarter} alone."),
    ]


def files(assessment: Assessment) -> list | None:
    """The files of each agency, and what became of their rows."""
    extracts = opened(assessment)
    if not extracts:
        return None
    rows = [_row(file) for file in extracts.files.sort_values(["agency", "file"]).itertuples()]
    total = ["All", _period(extracts.files), "all", "as above", *(Number(few(count)) for count in extracts.total)]
    headers = [
        "Agency",
        "Period of the file",
        "Data set",
        "What became of it",
        "Rows in",
        "Used",
        "Refused",
        "No consent",
    ]
    return [
        table("Files received, and what became of their rows", headers, [*rows, total]),
        plain("A later file of an agency replaces its earlier one. Files and agencies are named as in the folder."),
    ]


SPECIFIED = (
    "The partnership supplied the specification of its data sets: {files}. New columns and codes count as what it says they "
    "mean; where it says nothing, the built-in lists hold."
)


def said_of_specification(extracts: Received) -> str:
    """Which files of the specification of data sets the extracts were read with; empty where it was none."""
    used = extracts.specified.drop_duplicates("specification")
    files = [f"{row.specification} for data set {listed(row.data_sets.split(', '))}" for row in used.itertuples()]
    return SPECIFIED.format(files=listed(files)) if files else ""


def specification(assessment: Assessment) -> list | None:
    """What the specification says that the extracts were read with: its columns, its codes, and which built-in codes it changes."""
    extracts = opened(assessment)
    if not extracts or extracts.specified.empty:
        return None
    said = extracts.specified
    prints = {row.specification: row.sha256[:16] for row in said.itertuples()}
    columns, codes = said[said["code"] == ""], said[said["code"] != ""]
    changed = sorted(f"{row.column} {row.code}" for row in codes[codes["replaces"] != ""].itertuples())
    what = f"The specification gives another meaning to codes of the built-in lists: {listed(changed)}."
    headers = ["Column", "Read as", "Must be there", "From"]
    rows = [
        [row.column, meaning(row.read_as) if row.read_as else "Known, and used by no measure",
         "Yes" if row.is_required == "true" else "No", row.valid_from or "Always"]
        for row in columns.itertuples()
    ]  # fmt: skip
    return [
        heading("Specification"),
        plain(said_of_specification(extracts)),
        plain(f"The first 16 signs of the hash of each file: {listed([f'{name} {print_}' for name, print_ in prints.items()])}."),
        plain(what) if changed else None,
        table("Columns of the specification", headers, rows),
        table("Codes of the specification", ["Column", "Code", "Label", "Counts as", "Before", "From"],
              [_specified_code(row) for row in codes.itertuples()]) if len(codes) else None,
    ]  # fmt: skip


def _specified_code(row: Any) -> list:
    counts_as = (
        f"Code {row.counts_as}" if row.read_as and row.counts_as else "Not stated" if row.read_as else "No measure"
    )
    return [
        row.column,
        row.code,
        row.label or "None given",
        counts_as,
        capital(row.replaces) or "New",
        row.valid_from or "Always",
    ]


def not_known(assessment: Assessment) -> list | None:
    """The columns and codes of the extracts that no list has: where, and how many cells, none of which is used."""
    extracts = opened(assessment)
    if not extracts:
        return None
    if extracts.strangers.empty and extracts.codes.empty:
        return [heading("Not known"), plain("All columns of these files are known, and all codes are in their lists.")]
    columns = [
        [row.field, row.file, Number(few(row.answered)), Number(few(row.rows))]
        for row in extracts.strangers.itertuples()
    ]
    codes = [
        [meaning(row.field), row.code or "Others", row.file, Number(few(row.rows))]
        for row in extracts.codes.itertuples()
    ]
    return [
        heading("Not known"),
        plain(
            "Nothing below is used. A specification of the data set in data/raw/ndtms/specification says what such columns and "
            "codes mean."
        ),
        table("Columns that are not known", ["Column", "File", "Cells filled in", "Rows"], columns)
        if columns
        else None,
        table("Codes that no list has", ["Column", "Code", "File", "Rows"], codes) if codes else None,
        plain("Others are codes on fewer than eight rows each, and what has not the shape of a code.")
        if codes
        else None,
    ]


def said_of_rows(extracts: Received) -> str:
    """How many rows came, and what became of them."""
    agencies = extracts.files.loc[extracts.files["status"] != "replaced", "agency"].nunique()
    rows, used, refused, without_consent = (few(count) if count else "none" for count in extracts.total)
    came = f"{'No' if rows == 'none' else capital(rows)} rows came from {in_words(agencies)} {'agency' if agencies == 1 else 'agencies'}"
    became = f": {used} were used, {refused} refused and {without_consent} set aside without consent."
    sentence = f"{came}{', and all were used.' if extracts.is_all_used else became}"
    return f"{sentence} {ROUNDED}" if extracts.is_rounded and extracts.total.any() else sentence


def _row(file: Any) -> list:
    counts = ["not read" if file.status == "replaced" else few(getattr(file, name)) for name in IN_ALL]
    period = _days(file.period_start, file.period_end)
    data_set = file.cds or "not given"
    if file.specification:
        data_set += f", read with {file.specification}"
    return [file.agency, period, data_set, STATUS[file.status], *map(Number, counts)]


def _period(files: pd.DataFrame) -> str:
    used = files[(files["status"] == "used") & (files["period_start"] != "")]
    return _days(used["period_start"].min(), used["period_end"].max()) if len(used) else "a period that is not given"


def _days(first: str, last: str) -> str:
    if not first or not last:
        return "not given"
    start, end = pd.Timestamp(first), pd.Timestamp(last)
    return f"{start:%B %Y} to {end:%B %Y}" if (start.year, start.month) != (end.year, end.month) else f"{end:%B %Y}"


ASKS = {
    "F01": "The file's name gives agency, period and data set, and its rows are of that agency",
    "F02": "The header names each column once and has the required ones",
    "F03": "Each row has the header's number of cells, and quotation marks balance",
    "F04": "The file is text in its declared encoding, not empty and not too large",
    "F05": "Dates of birth are written in the declared format",
    "F06": "The file has rows and ends with a line break",
    "F07": "Each column is one of the data set's, or of its specification",
    "F08": "It can be told which of an agency's files is newest",
    "F09": "Each file that ndtms.toml declares is in the folder",
    "F10": "Of a data set after P there is the specification",
    "R01": "Initials, date of birth and sex are given",
    "R02": "Consent is given as yes or no",
    "R03": "The date of birth can be true",
    "R04": "The person is an adult at triage",
    "R05": "Referral date, triage date and first drug are given, in the order of time",
    "R06": "References are given, and one episode is of one person",
    "W01": "A code is in its list, or has the shape of one",
    "W02": "A discharge has a date and a reason, and follows triage",
    "W03": "The dates and the exit of a treatment fit together",
    "W04": "Answers of an outcomes form are on their scales",
    "W05": "The drugs differ from one another",
    "W06": "Whoever lives outside England has no local authority here",
    "W07": "No date is after the last day of the file",
    "W08": "The rows of one episode agree",
    "W09": "Dates and numbers can be read",
    "W10": "A code of the specification says what it counts as",
    "W11": "A code has the noughts at its front that the specification gives it",
    "W12": "The last treatment ends as the discharge says: planned, or not",
}  # what each rule of ingest asks, for a reader who will never see the rule
SEVERITIES = {
    "file refused": ("Whole files that were refused", "No file was refused whole", "none of its rows is used"),
    "row refused": ("Rows that were refused", "No row was refused", "the row is not used"),
    "field refused": ("Answers that were taken as missing", "No answer was taken as missing", "taken as missing"),
    "noted": ("What was noted and used", "Nothing else was noted", "used as it is"),
}  # the title of each, the sentence where nothing is of it, and what becomes of it if the rule does not say
MOST_FIELDS = 4  # named in one cell


def how_checked(assessment: Assessment) -> list:
    """That every row was checked, and how the times of rules are to be read; or that there is no row to check."""
    extracts = opened(assessment)
    if not extracts:
        return [without(assessment, "there is no row to check")]
    return [
        plain(
            "Each row of these records was checked. What breaks a rule is kept with its line and its reason, "
            "never with what was found there."
        ),
        plain("One row may break several rules, so the times of the rules need not add up to the rows refused."),
        plain("Where times are few, “each” means at each agency and in each column.") if extracts.is_rounded else None,
    ]


def files_refused(assessment: Assessment) -> list | None:
    """The rules for which whole files were refused."""
    return _of_severity(assessment, "file refused")


def rows_refused(assessment: Assessment) -> list | None:
    """The rules for which rows were refused."""
    return _of_severity(assessment, "row refused")


def answers_refused(assessment: Assessment) -> list | None:
    """The rules for which answers were taken as missing."""
    return _of_severity(assessment, "field refused")


def noted(assessment: Assessment) -> list | None:
    """The rules that were broken by what was used all the same."""
    return _of_severity(assessment, "noted")


def broken(extracts: Received, severity: str) -> pd.DataFrame:
    """One row a rule and message of a severity, those known to be broken most often first: times, fields and agencies.

    `counts` are the times, one a field of a file, and `known` is their sum without those of fewer than eight.
    """
    findings = extracts.findings[extracts.findings["severity"] == severity]
    rules = findings.groupby(["rule", "message"], as_index=False).agg(
        known=("findings", "sum"),
        places=("findings", "size"),
        counts=("findings", tuple),
        fields=("field", lambda names: tuple(sorted(set(names) - {""}))),
        agencies=("agency", tuple),
    )
    return rules.sort_values(["known", "places", "rule", "message"], ascending=[False, False, True, True])


def none_refused(extracts: Received) -> str:
    """That no row broke a rule by which a row is refused; those of whole files are another matter."""
    return f"No row of the records was refused{' by itself' if extracts.total['rows_refused'] else ''}."


def _of_severity(assessment: Assessment, severity: str) -> list | None:
    """Each rule that was broken: what it asks, what was found, how often, at which agencies, and what becomes of it."""
    extracts = opened(assessment)
    if not extracts:
        return None
    title, none, usual = SEVERITIES[severity]
    rules = broken(extracts, severity)
    if rules.empty:
        return [heading(title), plain(none_refused(extracts) if severity == "row refused" else f"{none}.")]
    headers = ["What the rule asks", "What was found instead", "Where", "Times", "Agencies", "What becomes of it"]
    rows = [_rule(extracts, rule, usual) for rule in rules.itertuples()]
    return [heading(title), table(f"{title}, by rule", headers, rows)]


def _rule(extracts: Received, rule: Any, usual: str) -> list:
    what, _, becomes = rule.message.rpartition("; ") if "; " in rule.message else (rule.message, "", usual)
    return [
        f"{ASKS.get(rule.rule, 'A rule of a later version')} ({rule.rule})",
        capital(what),
        _fields(rule.fields),
        Number(extracts.summed(rule.counts)),
        capital(extracts.named(rule.agencies)),
        capital(becomes),
    ]


def _fields(headers: tuple[str, ...]) -> str:
    if not headers:
        return "Whole row or file"
    more = len(headers) - MOST_FIELDS
    return ", ".join(map(meaning, headers[:MOST_FIELDS])) + (f" and {more} more" if more > 0 else "")
