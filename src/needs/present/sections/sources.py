"""What a document rests on: what was read, what was refused, what contradicts itself, and the sources."""

from markupsafe import Markup

from needs.present import words
from needs.present.assessment import Assessment
from needs.present.kit.html import Cell, Number, Part, table
from needs.present.kit.section import paragraph, plain
from needs.present.sections.extracts import received, said_of_rows, said_of_specification

DISAGREES = "Some figures in the file {name} differ from those published. The published ones are used."
ALL_USED = "Every row of every published file was used."
LEFT_OUT = "Nothing of the published files was refused. What was left out is noted, with the reason, in the data quality report."
SOME_REFUSED = (
    "Some input was refused. What it holds is missing here; the files in data/processed/safe/problems give each reason."
)
NO_CAUTION = "No caution is recorded."


def what_was_read(assessment: Assessment) -> list[Part]:
    """Whether anything was refused, and what became of the rows of the partnership's own extracts."""
    problems, inputs = assessment.safe.problems, assessment.safe.inputs
    if (problems["severity"] != "noted").any():
        return [plain(SOME_REFUSED), _extracts(assessment)]
    is_whole = (inputs["used"] == inputs["rows"]).all()
    return [plain(ALL_USED if is_whole else LEFT_OUT), _extracts(assessment)]


def _extracts(assessment: Assessment) -> Markup | None:
    """What became of the rows of the partnership's own extracts, where there are any."""
    rows_received = received(assessment)
    if rows_received is None or not rows_received.is_usable:
        return None
    of_data_sets = said_of_specification(rows_received)
    return plain(f"{said_of_rows(rows_received)} The data quality report gives the reasons. {of_data_sets}".rstrip())


def what_contradicts(assessment: Assessment) -> list[Part]:
    """Figures that a document gives twice and differently, and files that differ from what was published."""
    return [
        [paragraph(words.contradicting(facts)) for facts in assessment.contradictions()],
        [plain(DISAGREES.format(name=name)) for name in assessment.disagreeing_files()],
    ]


def refused_files(assessment: Assessment) -> Markup | None:
    """Files of which anything was refused: what they hold is missing from every document."""
    inputs = assessment.safe.inputs.to_dict("records")
    refused = [row for row in inputs if row["refused"] != "0" and (row["refused"] or row["used"] in ("", "0"))]
    if not refused:
        return None
    rows = [
        [row["file"], Number(row["rows"] or "[x]"), Number(row["used"] or "0"), Number(row["refused"] or "[x]")]
        for row in refused
    ]
    return table("Input files of which rows were refused", ["File", "Rows", "Used", "Refused"], rows)


def used(assessment: Assessment) -> Markup:
    """The sources of the figures, with what to keep in mind of each."""
    rows = _rows(assessment)
    return table("Sources used", ["Source", "Publisher", "What to keep in mind"], rows)


def papers(assessment: Assessment) -> Markup:
    """The documents and sources that a committee paper rests on."""
    rows = _rows(assessment)
    if not rows:
        return plain("No source has figures of the partnership by the quarter.")
    return table("Documents and sources this paper rests on", ["Title", "Publisher", "What to keep in mind"], rows)


def _rows(assessment: Assessment) -> list[list[Cell]]:
    return [
        [source["title"], source["publisher"], source["note"] or NO_CAUTION] for source in assessment.sources_used()
    ]
