"""What leaves: the pages of a partnership's documents in a quarter, made without a kernel, and the files beside them."""

import ast
import csv
import io
from functools import cache
from urllib.parse import unquote

import nbformat
from bs4 import BeautifulSoup

from needs.folders import Folders
from needs.measure import safe


@cache
def everything():
    """The safe results, read once."""
    return safe.read(Folders.here().safe)


def page(notebook: str, **parameters: str) -> BeautifulSoup:
    """The outputs of a notebook's cells, one after the other, as its document shows them."""
    cells = nbformat.read(Folders.here().notebooks / f"{notebook}.ipynb", as_version=4).cells
    names, shown = {"In": [], "__builtins__": __builtins__}, []
    for cell in cells:
        if cell.cell_type != "code":
            continue
        *before, last = ast.parse(cell.source).body
        if "parameters" in cell.metadata.get("tags", []):
            exec(cell.source, names)
            names |= parameters
            continue
        exec(compile(ast.Module(before, []), notebook, "exec"), names)
        if isinstance(last, ast.Expr):
            shown.append(eval(compile(ast.Expression(last.value), notebook, "eval"), names)._repr_html_())
        else:
            exec(compile(ast.Module([last], []), notebook, "exec"), names)
    return BeautifulSoup("".join(shown), "html.parser")


def saved(page: BeautifulSoup) -> list[dict[str, str]]:
    """The rows of the CSV files that a page holds."""
    rows = []
    for link in page.find_all("a", download=True):
        text = unquote(link["href"].partition(",")[2])
        rows += csv.DictReader(io.StringIO(text))
    return rows


def tables(page: BeautifulSoup) -> list[tuple[str, list[list[str]]]]:
    """Each table's caption and its rows as text, the headings first."""
    return [
        (
            " ".join(table.caption.get_text(" ").split()) if table.caption else "",
            [
                [" ".join(cell.get_text(" ").split()) for cell in row.find_all(["th", "td"])]
                for row in table.find_all("tr")
            ],
        )
        for table in page.find_all("table")
    ]
