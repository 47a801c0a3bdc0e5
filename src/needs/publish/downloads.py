"""The figures of a document as files to take away, and what each holds: CSV, JSON and two spreadsheets.

The same results give the same bytes on every run and every machine; a PDF, which a browser prints, cannot promise that.
"""

import csv
import hashlib
import io
import json
import re
from dataclasses import dataclass
from pathlib import Path

from needs.files import replacing
from needs.present.assessment import Assessment
from needs.present.figures import COLUMNS, PROTECTED, figures, has
from needs.publish import workbook
from needs.publish.documents import PUBLIC, named

FILES = {
    "figures.csv": "Every figure, one a line, with period, unit and status (CSV)",
    "figures.xlsx": "The same as an accessible workbook, a sheet a subject (Excel)",
    "figures.ods": "The same as an accessible workbook, a sheet a subject (OpenDocument)",
    "facts.json": "The same for programs, one object a figure (JSON)",
}


@dataclass(frozen=True, kw_only=True)
class Download:
    """A file beside a document: what it holds, its size in bytes and the SHA-256 of its bytes."""

    path: Path
    about: str
    size: int
    sha256: str


def of_figures(folder: Path, policy: str = PUBLIC) -> tuple[Download, ...]:
    """The files of figures that lie in a folder, in the order in which they are offered."""
    paths = {folder / called(name, policy): about for name, about in FILES.items()}
    return tuple(_described(path, about) for path, about in paths.items() if path.is_file())


def called(name: str, policy: str) -> str:
    """The name of a file of figures under a policy."""
    stem, _, ending = name.partition(".")
    return f"{named(stem, policy)}.{ending}"


def beside(folder: Path) -> tuple[Download, ...]:
    """The files of figures in a folder, then its PDFs by name."""
    printed = {
        path: f"{path.stem.replace('_', ' ').capitalize()} to print (tagged PDF)" for path in folder.glob("*.pdf")
    }
    return of_figures(folder) + tuple(_described(path, printed[path]) for path in sorted(printed))


def _described(path: Path, about: str) -> Download:
    content = path.read_bytes()
    return Download(path=path, about=about, size=len(content), sha256=hashlib.sha256(content).hexdigest())


NUMBERS = ("value", "lower", "upper", "numerator", "denominator")
_BEGINS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
_PLAIN_NUMBER = re.compile(r"[-+]?[\d.,]+%?")


def written(assessment: Assessment, destination: Path) -> tuple[Path, ...]:
    """Write the four files of a partnership's quarter to the destination folder, each whole or not at all.

    Nothing is written if a result that must be hidden holds a number: the ValueError names it. Counted figures have the
    decimals that documents give them, and files of true counts the policy in their names and what it says in themselves.
    """
    held, policy = figures(assessment), assessment.safe.policy
    book = workbook.workbook(assessment, held)
    writers = {
        "figures.csv": lambda path: path.write_bytes(as_csv(held).encode()),
        "figures.xlsx": lambda path: workbook.write_excel(book, path),
        "figures.ods": lambda path: workbook.write_open_document(book, path),
        "facts.json": lambda path: path.write_bytes(_as_json(assessment, held).encode()),
    }
    paths = {destination / called(name, policy): writer for name, writer in writers.items()}
    for path, writer in paths.items():
        with replacing(path, private=policy != PUBLIC) as unfinished:
            writer(unfinished)
    return tuple(paths)


def as_csv(held: list[dict], columns: tuple[str, ...] = COLUMNS, numbers: tuple[str, ...] = NUMBERS) -> str:
    """UTF-8, one row of headings, each cell in quotation marks: none can be taken for a formula, wherever cells are split."""
    lines = io.StringIO()
    rows = csv.writer(lines, lineterminator="\n", quoting=csv.QUOTE_ALL)
    rows.writerow(columns)
    for figure in held:
        rows.writerow(_digits(figure[name]) if name in numbers else _harmless(figure[name]) for name in columns)
    return lines.getvalue()


def _harmless(text: str) -> str:
    """Text that a spreadsheet would take for a formula, behind an apostrophe; line breaks become spaces."""
    one_line = " ".join(text.split()) if text.strip() else ""
    is_formula = text.startswith(_BEGINS_A_FORMULA) or one_line.startswith(_BEGINS_A_FORMULA)
    return f"'{one_line}" if is_formula and not _PLAIN_NUMBER.fullmatch(one_line) else one_line


def _digits(number: float) -> str:
    """A number to six decimals without needless noughts; empty where there is none, and the status says why."""
    return f"{number:.6f}".rstrip("0").rstrip(".") if has(number) else ""


def _as_json(assessment: Assessment, held: list[dict]) -> str:
    """One object a line, keys and figures always in one order; a missing number is null and the status says why."""
    about = {
        "partnership": assessment.area.partnership,
        "area": assessment.area.name,
        "quarter": str(assessment.quarter),
        "is_invented_place": assessment.area.is_invented,
        "hidden_figures": sum(figure["fact"].status in PROTECTED for figure in held),
        "policy": assessment.safe.policy,
        **({"note": assessment.band} if assessment.band else {}),
    }
    lines = ",\n".join(json.dumps(_object(figure), ensure_ascii=False) for figure in held)
    return f'{{"about": {json.dumps(about, ensure_ascii=False)},\n"figures": [\n{lines}\n]}}\n'


def _object(figure: dict) -> dict:
    numbers = {name: float(_digits(figure[name])) if has(figure[name]) else None for name in NUMBERS}
    return {name: figure[name] for name in COLUMNS} | numbers
