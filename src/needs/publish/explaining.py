"""How a figure of a finished document came about: the document says which it is, and its notebook is run again for the rest.

A page carries its evidence, a row a figure, and what it was made from. The notebook is run in this process, with the page's
parameters, from the tables as they are now: where these give another row for the figure, that is said.
"""

import ast
import csv
import io
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pandas as pd

from needs.folders import Folders
from needs.mistakes import Mistake
from needs.present import evidence
from needs.present.assessment import Assessment
from needs.present.explain import Explanation, explained_from, partnership_of
from needs.present.facts import Fact
from needs.present.kit.html import Html
from needs.present.origins import COUNTED
from needs.present.parameters import TAG
from needs.publish import documents
from needs.publish.documents import ALL, PUBLIC
from needs.publish.provenance import provenance
from needs.publish.verification import Claim, asked_for, changes, claim

_CSV = re.compile(rb'href="data:text/csv;charset=utf-8,([^"]+)"')
_TELLS = (
    "measure",
    "area",
    "group",
    "period",
    "kind",
    "source",
    "place",
    "series",
    "age",
    "unit",
)  # which figure it is
NO_EVIDENCE = "it carries no evidence of single figures: name a document of a partnership, or an overview"
CHANGED = "since the document was made, what it was made from has changed: {first}{more}"
MOVED = "{number} of the document is {now} now"
OTHERWISE = "the document says {then}; the tables give {now} now"
GONE = "{number} ({what}) is not among the figures that the tables give now: make the document again"


@dataclass(frozen=True, kw_only=True)
class Found:
    """The explanation of a figure, its fact and what it is from, and a line for each thing that is no longer as the document says."""

    explanation: Explanation
    fact: Fact
    assessment: Assessment
    policy: str
    remarks: tuple[str, ...]


def document_in(path: Path, name: str) -> Path:
    """A document, or that of a name ("performance") in a folder; a Mistake says which there are."""
    if not path.is_dir():
        return path
    there = sorted(
        page for page in path.glob("*.html") if not page.name.endswith(".review.html") and page.stem != "index"
    )
    named = [page for page in there if page.stem.partition(".")[0] == name] if name else there
    if len(named) == 1:
        return named[0]
    names = ", ".join(page.stem for page in there) or "none"
    raise Mistake(f"{path.name} holds {len(there)} documents: name one with --document; there are {names}")


def found(report: Path, number: str, folders: Folders) -> Found:
    """The explanation of a figure of a document, by the number of its evidence; a Mistake says what stands in the way."""
    try:
        document = report.read_bytes()
    except OSError as error:
        raise Mistake(f"{report.name} cannot be read ({type(error).__name__}); wanted an HTML document") from None
    said = claim(document)
    notebook, given = asked_for(said, folders)
    rows = _evidence(document)
    if not rows or documents.kinds(folders.notebooks).get(notebook.stem) == ALL:
        raise Mistake(f"{report.name}: {NO_EVIDENCE}")
    asked = number.strip().upper()
    if asked not in rows:
        raise Mistake(f"{report.name}: there is no figure {number!r}: {_there_are(list(rows))}")
    policy = str(dict(given).get("policy", PUBLIC))
    assessment = cited_by(notebook, dict(given), folders)
    fact, remarks = _same(rows[asked], asked, assessment)
    explanation = explained_from(folders.tables(policy), fact, assessment)
    return Found(
        explanation=explanation,
        fact=fact,
        assessment=assessment,
        policy=policy,
        remarks=(*_changed(said, notebook, dict(given), folders), *remarks),
    )


NOT_PUBLIC = (
    "rows of people are listed only of documents for management, whose recipients are named: this one is public, and rows of it "
    "are not to be had"
)
NOT_COUNTED = "{number} was not counted from records, so no rows are behind it: it is {kind}"


def rows(one: Found, folders: Folders) -> list[str]:
    """The rows of extracts behind a counted figure, a line each, only under the policy for management; a Mistake says why there are none."""
    if one.policy == PUBLIC:
        raise Mistake(NOT_PUBLIC)
    if one.explanation.kind != COUNTED:
        raise Mistake(NOT_COUNTED.format(number=one.explanation.number, kind=one.explanation.kind))
    from needs.measure.rows import source_rows

    fact = one.fact
    found = source_rows(
        folders, partnership_of(fact, one.assessment), fact.indicator, fact.window, pd.Timestamp(fact.period_end).date(), fact.breakdown,
        fact.group,
    )  # fmt: skip
    return found.to_csv(index=False).splitlines()


def _evidence(document: bytes) -> dict[str, dict[str, str]]:
    """The rows of evidence that a page carries, by their numbers; none where it carries none."""
    found = _CSV.search(document)
    if not found:
        return {}
    text = unquote(found[1].decode())
    return {row["number"]: row for row in csv.DictReader(io.StringIO(text))}


def _there_are(numbers: list[str]) -> str:
    """Which figures a page has: a reader edition is without those that stand in the review edition alone."""
    is_every = numbers[-1] == f"E{len(numbers)}"
    return (
        f"there are E1 to {numbers[-1]}"
        if is_every
        else (
            f"there are {len(numbers)} of {numbers[0]} to {numbers[-1]}, and the others are those of the review edition"
        )
    )


def _changed(said: Claim, notebook: Path, given: Mapping[str, object], folders: Folders) -> Iterator[str]:
    changed = list(changes(said.made_from, provenance(notebook, given, folders)))
    if changed:
        more = f", and {len(changed) - 1} more: `needs verify` lists them" if len(changed) > 1 else ""
        yield CHANGED.format(first=changed[0], more=more)


def _same(row: Mapping[str, str], number: str, assessment: Assessment) -> tuple[Fact, list[str]]:
    """The fact that the tables now give for a row of the document's evidence, and what of it is another."""
    facts = list(assessment.cited.values())
    rows = evidence.rows(assessment)
    place = int(number[1:]) - 1
    ways = [place, *range(len(facts))]
    same = [at for at in ways if at < len(facts) and all(rows[at][name] == row[name] for name in _TELLS)]
    if not same:
        raise Mistake(GONE.format(number=number, what=row["measure"]))
    at, now = same[0], rows[same[0]]
    remarks = [MOVED.format(number=number, now=now["number"])] if at != place else []
    told = [
        name for name in ("value", "numerator", "denominator", "lower", "upper", "status") if now[name] != row[name]
    ]
    if told:
        then, is_now = (", ".join(f"{name} {one[name] or 'none'}" for name in told) for one in (row, now))
        remarks.append(OTHERWISE.format(then=then, now=is_now))
    return facts[at], remarks


def cited_by(notebook: Path, given: Mapping[str, object], folders: Folders) -> Assessment:
    """What a notebook's report has cited once all its cells have been shown; a Mistake names the cell that fails."""
    names: dict[str, Any] = {}
    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    for place, cell in enumerate(cells, start=1):
        if cell["cell_type"] != "code":
            continue
        try:
            _run("".join(cell["source"]), names)
        except Mistake:
            raise
        except Exception as error:
            raise Mistake(
                f"{folders.relative(notebook)}, cell {place}: {type(error).__name__}: {' '.join(str(error).split())}"
            ) from error
        if TAG in cell["metadata"].get("tags", []):
            names |= given
    held = [one.assessment for one in names.values() if isinstance(getattr(one, "assessment", None), Assessment)]
    if not held:
        raise Mistake(f"{folders.relative(notebook)}: {NO_EVIDENCE}")
    return held[0]


def _run(source: str, names: dict[str, Any]) -> None:
    """Run a cell, and write what its last line shows, so that its figures are cited as on the page."""
    body = ast.parse(source).body
    shown = body.pop() if body and isinstance(body[-1], ast.Expr) else None
    exec(compile(ast.Module(body, []), "<cell>", "exec"), names)
    value = eval(compile(ast.Expression(shown.value), "<cell>", "eval"), names) if isinstance(shown, ast.Expr) else None
    if isinstance(value, Html):
        str(value.markup)
