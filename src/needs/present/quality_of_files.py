"""What was read of a partnership's extracts: each file, what became of it, and rows that add up."""

import pandas as pd

from needs.present.assessment import Assessment
from needs.present.html import Html
from needs.present.phrases import capital, in_words, listed
from needs.present.received import HIDDEN, Received, received, without
from needs.present.sections import plain, warning
from needs.present.tables import Number, table

STATUS = {"used": "Used", "replaced": "Not read: a later file replaces it", "refused": "Refused whole"}


def files(assessment: Assessment) -> Html:
    """The files of each agency, and what became of their rows."""
    found = received(assessment)
    if found is None or found.refused:
        reason = warning(plain(f"The reason: {found.refused}.")) if found else None
        return Html.of(without(assessment, found, "no result here is counted from records").markup, reason)
    return Html.of(
        plain(said_of_rows(found)),
        table(found.captioned("What became of the rows"), ["Outcome", "Rows"], _outcomes(found)),
        plain(
            f"The files cover {_period(found.files)}. All that follows is of the whole files, not of {assessment.quarter} alone."
        ),
        table(
            found.captioned("Files received"),
            ["Agency", "Period of the file", "Data set", "What became of it", "Rows in", "Used", "Not used"],
            _rows(found),
        ),
        plain("A later file of an agency replaces its earlier one. Files and agencies are named as in the folder."),
    )


def said_of_rows(found: Received) -> str:
    """How many rows were used, and that rows in are rows used and not used."""
    total, agencies = found.total, found.read["agency"].nunique()
    came = f"{capital(rows_in(found))} {found.rows} came from {in_words(agencies)} {'agency' if agencies == 1 else 'agencies'}"
    if found.is_of_few_rows:
        return f"{came}."
    if not found.not_used:
        return f"{came}, and all were used."
    if found.are_few(found.not_used):
        return f"{came}. All were used but for {found.few(found.not_used)}."
    used = f"{total['rows_used']:,} were used"
    parts = [f"{found.few(number)} {what}" for number, what in _reasons(found)]
    return f"{came}: {listed([used, *parts])}. These add up."


def rows_in(found: Received) -> str:
    """How many rows there are in all, in words where they are few."""
    return f"fewer than {found.fewest_rows}" if found.is_of_few_rows else f"{found.total['rows']:,}"


def not_used(found: Received) -> str:
    """How many of all rows were not used, in words that do not tell a small number."""
    return f"some of {rows_in(found)}" if found.is_of_few_rows else f"{found.few(found.not_used)} of {rows_in(found)}"


def unused(found: Received) -> str:
    """How many rows were not used, as a cell of a table."""
    return HIDDEN if found.is_of_few_rows else found.few(found.not_used)


def _reasons(found: Received) -> list[tuple[int, str]]:
    """Rows that were not used, by reason; in one number where either would be too small to print."""
    refused, without_consent = int(found.total["rows_refused"]), int(found.total["rows_without_consent"])
    if found.are_few(refused) or found.are_few(without_consent):
        return [(refused + without_consent, "refused or without consent")]
    return [(refused, "refused"), (without_consent, "set aside without consent")]


def _outcomes(found: Received) -> list[list]:
    everything = ["All rows", Number(rows_in(found))]
    if found.is_of_few_rows or found.are_few(found.not_used):
        return [["Used", Number(HIDDEN)], ["Refused or without consent", Number(unused(found))], everything]
    return [
        ["Used", Number(f"{found.total['rows_used']:,}")],
        *([capital(what), Number(found.few(number))] for number, what in _reasons(found)),
        everything,
    ]


def _rows(found: Received) -> list[list]:
    """One row a file, then all; what would tell a small number by subtraction is hidden."""
    small, few_unused = _small(found), _unused(found)
    listed = [_row(file, small, few_unused) for file in found.files.sort_values(["agency", "file"]).itertuples()]
    is_hidden = found.is_of_few_rows or found.are_few(found.not_used)
    used = HIDDEN if is_hidden else f"{found.total['rows_used']:,}"
    last = ["All", _period(found.files), "all", "as above", *map(Number, (rows_in(found), used, unused(found)))]
    return [*listed, last]


def _row(file, small: set[str], few_unused: set[str]) -> list:
    counts = (file.rows, file.rows_used, file.rows - file.rows_used)
    written = [f"{count:,}" for count in counts]
    if file.status == "replaced":
        written = ["not read"] * 3
    elif file.file in small:
        written = [HIDDEN] * 3
    elif file.file in few_unused:
        written[1:] = [HIDDEN] * 2
    period = _days(file.period_start, file.period_end)
    return [file.agency, period, file.cds or "not given", STATUS[file.status], *map(Number, written)]


def _small(found: Received) -> set[str]:
    """The files of few rows, whose every number is hidden."""
    rows = found.read["rows"].set_axis(found.read["file"])
    return _with_a_second(rows, (rows > 0) & (rows < found.fewest_rows))


def _unused(found: Received) -> set[str]:
    """The files of which few rows were not used."""
    unused = (found.read["rows"] - found.read["rows_used"]).set_axis(found.read["file"])
    return _with_a_second(unused, unused.map(found.are_few))


def _with_a_second(counts: pd.Series, is_small: pd.Series) -> set[str]:
    """The small ones, and the next smallest where one alone could be worked out from the total."""
    others = counts[~is_small].sort_values(kind="stable")
    return {*counts.index[is_small], *others[others > 0].index[: int(is_small.sum() == 1)]}


def _period(files: pd.DataFrame) -> str:
    used = files[(files["status"] == "used") & (files["period_start"] != "")]
    return _days(used["period_start"].min(), used["period_end"].max()) if len(used) else "a period that is not given"


def _days(first: str, last: str) -> str:
    if not first or not last:
        return "not given"
    start, end = pd.Timestamp(first), pd.Timestamp(last)
    return f"{start:%B %Y} to {end:%B %Y}" if (start.year, start.month) != (end.year, end.month) else f"{end:%B %Y}"
