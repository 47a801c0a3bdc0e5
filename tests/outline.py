"""What a document's notebook shows under one of its headings, for an assessment drawn by hand."""

import ast
from functools import cache
from pathlib import Path

import nbformat

from needs.present.report import Report

NOTEBOOKS = Path(__file__).parents[1] / "notebooks"


FOR_REVIEW = ", for review"


@cache
def cells(document):
    """The code under each heading of the second level (with FOR_REVIEW behind it, what is for review), the masthead's under
    an empty one, and the import lines."""
    code, heading, setup = {}, None, []
    for cell in nbformat.read(NOTEBOOKS / f"{document}.ipynb", as_version=4).cells:
        if cell.cell_type == "markdown":
            first = cell.source.splitlines()[0]
            heading = first.removeprefix("## ") if first.startswith("## ") else heading
        elif "import needs" in cell.source or "needs.open(" in cell.source:
            body = ast.parse(cell.source).body
            setup += [ast.unparse(line) for line in body if isinstance(line, ast.Import | ast.ImportFrom)]
            heading = ""
        elif heading is not None:
            code[f"{heading}{FOR_REVIEW if '.review(' in cell.source else ''}"] = cell.source
    return code, "\n".join(setup)


def section(document, heading, assessment, **names):
    """The piece of HTML that the cell under a heading gives."""
    code, setup = cells(document)
    names = {"report": Report(assessment)} | names
    exec(setup, names)
    return eval(code[heading], names)


def page(document, assessment, **names):
    """Everything that a notebook shows, each heading before what its cell gives."""
    headings = cells(document)[0]
    return "".join(
        f"{heading and f'<h2>{heading}</h2>'}{section(document, heading, assessment, **names).markup}"
        for heading in headings
    )
