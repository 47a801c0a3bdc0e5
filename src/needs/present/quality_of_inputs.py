"""What was read of published files and what was refused of them, and the sources behind the document's partnership."""

from needs.present.assessment import Assessment
from needs.present.html import Html
from needs.present.sections import heading, plain
from needs.present.tables import Number, table

DISAGREES = "Some figures in the file {name} differ from those published. The published ones are used."
NO_CAUTION = "No caution is recorded."


def published_inputs(assessment: Assessment) -> Html:
    """Each published file with its rows, what was refused or noted there, and the partnership's sources."""
    files = assessment.safe.inputs.to_dict("records")
    return Html.of(
        plain(_said(assessment)),
        [plain(DISAGREES.format(name=name)) for name in assessment.disagreeing_files()],
        _problems(assessment),
        _files(files),
        heading("Sources"),
        _sources(assessment),
    )


def _said(assessment: Assessment) -> str:
    if assessment.safe.inputs.empty:
        return "No published file was read."
    if (assessment.safe.problems["severity"] == "noted").all():
        return "Every row of every published file was used. Files of plans are this partnership's own; the others serve all."
    return "Something of the published files was refused, and what it holds is missing from every result."


def _problems(assessment: Assessment):
    found = assessment.safe.problems
    if found.empty:
        return None
    rows = [
        [one["file"], one["lines"] or "whole file", one["severity"].capitalize(), _wrong(one)]
        for one in found.to_dict("records")
    ]
    return table(
        "What was refused or noted in published files", ["File", "Lines", "What became of it", "What was wrong"], rows
    )


def _wrong(one: dict) -> str:
    if not one["column"]:
        return f"{one['found']}; wanted {one['wanted']}"
    return f"{one['column']}: {one['found'] or 'an empty cell'} is not {one['wanted']}"


def _files(files: list[dict]):
    if not files:
        return None
    rows = [
        [one["file"].removeprefix("data/raw/"), *(Number(_count(one[name])) for name in ("rows", "used", "refused"))]
        for one in files
    ]
    return table("Published files, in data/raw", ["File", "Rows in", "Used", "Refused"], rows)


def _count(written: str) -> str:
    return f"{int(written):,}" if written else "[x]"


def _sources(assessment: Assessment):
    used = assessment.sources_used()
    if not used:
        return plain(f"No published source has a figure of {assessment.area.name} by {assessment.quarter}.")
    rows = [[one["title"], one["publisher"], one["note"] or NO_CAUTION] for one in used]
    return table(
        f"Sources with figures of {assessment.area.name}, or of {assessment.others} beside them",
        ["Source", "Publisher", "What to keep in mind"],
        rows,
    )
