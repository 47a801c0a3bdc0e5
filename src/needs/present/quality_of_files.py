"""What was read of a partnership's extracts: each file, and what became of its rows."""

import pandas as pd

from needs.present.assessment import Assessment
from needs.present.html import Html
from needs.present.phrases import capital, in_words
from needs.present.received import IN_ALL, Received, few, received, without
from needs.present.sections import plain, warning
from needs.present.tables import Number, table

STATUS = {"used": "Used", "replaced": "Not read: a later file replaces it", "refused": "Refused whole"}
ROUNDED = "Each count of rows is rounded to the nearest five."


def files(assessment: Assessment) -> Html:
    """The files of each agency, and what became of their rows."""
    found = received(assessment)
    if found is None or found.refused:
        reason = warning(plain(f"The reason: {found.refused}.")) if found else None
        return Html.of(without(assessment, found, "no result here is counted from records").markup, reason)
    rows = [_row(file) for file in found.files.sort_values(["agency", "file"]).itertuples()]
    return Html.of(
        plain(said_of_rows(found)),
        plain(
            f"The files cover {_period(found.files)}. All that follows is of the whole files, not of {assessment.quarter} alone."
        ),
        table(
            "Files received, and what became of their rows",
            [
                "Agency",
                "Period of the file",
                "Data set",
                "What became of it",
                "Rows in",
                "Used",
                "Refused",
                "No consent",
            ],
            [*rows, ["All", _period(found.files), "all", "as above", *(Number(few(count)) for count in found.total)]],
        ),
        plain("A later file of an agency replaces its earlier one. Files and agencies are named as in the folder."),
    )


def said_of_rows(found: Received) -> str:
    """How many rows came, and what became of them."""
    agencies = found.files.loc[found.files["status"] != "replaced", "agency"].nunique()
    rows, used, refused, without_consent = (few(count) if count else "none" for count in found.total)
    came = f"{'No' if rows == 'none' else capital(rows)} rows came from {in_words(agencies)} {'agency' if agencies == 1 else 'agencies'}"
    became = f": {used} were used, {refused} refused and {without_consent} set aside without consent."
    said = f"{came}{', and all were used.' if found.is_all_used else became}"
    return f"{said} {ROUNDED}" if found.is_rounded and found.total.any() else said


def _row(file) -> list:
    counts = ["not read" if file.status == "replaced" else few(getattr(file, name)) for name in IN_ALL]
    period = _days(file.period_start, file.period_end)
    return [file.agency, period, file.cds or "not given", STATUS[file.status], *map(Number, counts)]


def _period(files: pd.DataFrame) -> str:
    used = files[(files["status"] == "used") & (files["period_start"] != "")]
    return _days(used["period_start"].min(), used["period_end"].max()) if len(used) else "a period that is not given"


def _days(first: str, last: str) -> str:
    if not first or not last:
        return "not given"
    start, end = pd.Timestamp(first), pd.Timestamp(last)
    return f"{start:%B %Y} to {end:%B %Y}" if (start.year, start.month) != (end.year, end.month) else f"{end:%B %Y}"
