"""A notebook run with papermill and written as finished HTML documents, all of them or none."""

import math
import os
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import papermill
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from nbconvert.exporters import HTMLExporter, TemplateExporter
from nbconvert.filters import Highlight2HTML
from nbformat import NotebookNode
from papermill.exceptions import PapermillExecutionError

from needs.files import replacing
from needs.folders import Folders
from needs.mistakes import Mistake
from needs.present.parameters import defaults
from needs.publish import checks, downloads, page, renderers
from needs.publish.documents import PUBLIC, named
from needs.publish.provenance import Provenance, provenance

SUFFIX = {"reader": ".html", "review": ".review.html"}
BAND = 'class="band"'
SECONDS_FOR_ONE_CELL = 600
SECONDS = "NEEDS_SECONDS_FOR_ONE_CELL"  # the environment variable of another limit, as for a slower machine
_PARAMETER_TAGS = {"parameters", "injected-parameters"}


class RenderError(Exception):
    """A notebook did not run, or its page did not pass the checks; nothing was written."""


def render(
    notebook: Path,
    parameters: Mapping[str, str | float],
    destination: Path,
    folders: Folders,
    editions: Sequence[str] = ("reader", "review"),
    made_from: Provenance | None = None,
) -> tuple[Path, ...]:
    """The documents of one notebook, written to the destination folder: one file for each edition.

    What they are `made_from` is found out, unless it is known.
    """
    _check_parameters(notebook, parameters, folders)
    made_from = made_from or provenance(notebook, parameters, folders)
    executed = _executed(notebook, parameters, folders)
    policy = str(parameters.get("policy", PUBLIC))
    documents = {
        destination / f"{named(notebook.stem, policy)}{SUFFIX[edition]}": _document(
            executed, edition, made_from, destination, folders
        )
        for edition in editions
    }
    for path, text in documents.items():
        with replacing(path, private=policy != PUBLIC) as unfinished:
            unfinished.write_bytes(text.encode())
    return tuple(documents)


def _check_parameters(notebook: Path, parameters: Mapping[str, object], folders: Folders) -> None:
    """Before running: papermill only warns of an unknown name, and silently turns dates and paths into text.

    What it finds in a notebook itself lacks parameters of several types, as in `float | None`.
    """
    name, known = folders.relative(notebook), defaults(notebook)
    for parameter, value in parameters.items():
        if parameter not in known:
            raise ValueError(f"{name}: there is no parameter {parameter!r}; there is {', '.join(known) or 'none'}")
        if not isinstance(value, str | int | bool) and not (isinstance(value, float) and math.isfinite(value)):
            raise ValueError(f"{name}: parameter {parameter} is {value!r}; wanted text, a number, True or False")


def _executed(notebook: Path, parameters: Mapping[str, object], folders: Folders) -> NotebookNode:
    """The notebook with its outputs, never written to disk, without the cells of parameters."""
    name = folders.relative(notebook)
    try:
        executed = _run(notebook, parameters)
    except PapermillExecutionError as error:
        cell = _position(error.cell_index, parameters, papermill.iorw.load_notebook_node(str(notebook)))
        raise RenderError(f"{name}, cell {cell}: {error.ename}: {_one_line(error.evalue)}") from error
    except CellTimeoutError as error:
        found = f"a cell was not done after {_seconds_for_one_cell()} seconds"
        raise RenderError(f"{name}: {found}; if it only needs longer, set {SECONDS} to more") from error
    except DeadKernelError as error:
        raise RenderError(f"{name}: its kernel died: is there enough memory?") from error
    executed.cells = [cell for cell in executed.cells if "injected-parameters" not in cell.metadata.get("tags", [])]
    wrong = list(checks.output_problems(executed))
    if wrong:
        raise RenderError(f"{name}, {'; '.join(wrong)}")
    executed.cells = [cell for cell in executed.cells if not _PARAMETER_TAGS & set(cell.metadata.get("tags", []))]
    return executed


def _run(notebook: Path, parameters: Mapping[str, object]) -> NotebookNode:
    with tempfile.TemporaryDirectory(prefix="needs-") as folder, _environment(renderers.environment()):
        return papermill.execute_notebook(
            str(notebook),
            None,
            parameters=dict(parameters),
            kernel_name="python3",
            cwd=str(notebook.parent),
            progress_bar=False,
            log_output=False,
            request_save_on_cell_execute=False,
            execution_timeout=_seconds_for_one_cell(),
            shutdown_kernel="immediate",
            config=renderers.config(Path(folder)),
        )


def _seconds_for_one_cell() -> int:
    given = os.environ.get(SECONDS, "")
    if given and not (given.isascii() and given.isdigit() and int(given)):
        raise Mistake(f"{SECONDS} is {given!r}; wanted a whole number of seconds, such as {SECONDS_FOR_ONE_CELL}")
    return int(given or SECONDS_FOR_ONE_CELL)


@contextmanager
def _environment(variables: Mapping[str, str]) -> Iterator[None]:
    """Variables the kernel inherits: papermill offers no other way to hand them over."""
    before = {name: os.environ.get(name) for name in variables}
    os.environ.update(variables)
    try:
        yield
    finally:
        for name, value in before.items():
            os.environ.pop(name, None) if value is None else os.environ.update({name: value})


def _document(executed: NotebookNode, edition: str, made_from: Provenance, destination: Path, folders: Folders) -> str:
    """One edition's finished page, which has passed every check."""
    policy = dict(made_from.parameters).get("policy", PUBLIC)
    resources = {"edition": edition, "provenance": made_from, "downloads": downloads.of_figures(destination, policy)}
    exported, _ = _exporter().from_notebook_node(executed, resources=resources)
    text = page.finish(page.of_edition(exported, edition))
    found = list(checks.problems(text, private=(str(folders.root), str(Path.home())), edition=edition))
    found += ["the band of a management document is missing"] * (policy != PUBLIC and BAND not in text)
    if found:
        raise RenderError(f"{made_from.notebook}, {edition} edition: {'; '.join(found)}")
    return text


class _Exporter(HTMLExporter):
    """The HTML exporter without its second parse of the page, which lower-cases SVG names and invents alt text."""

    def from_notebook_node(self, nb: NotebookNode, resources: dict[str, Any] | None = None, **options: Any) -> Any:
        return TemplateExporter.from_notebook_node(self, nb, self._init_resources(resources), **options)


@cache
def _exporter() -> _Exporter:
    exporter = _Exporter(
        template_name="needs",
        extra_template_basedirs=[str(Path(__file__).parent / "template")],
        default_preprocessors=[],
        exclude_anchor_links=True,
    )
    exporter.register_filter("highlight_code", Highlight2HTML(pygments_lexer="ipython3", parent=exporter))
    return exporter


def _position(index: int, parameters: Mapping[str, object], notebook: NotebookNode) -> int:
    """The cell as counted by someone who has the notebook open, from 1: papermill adds a cell for the parameters."""
    tagged = [i for i, cell in enumerate(notebook.cells) if "parameters" in cell.metadata.get("tags", [])]
    added = bool(parameters) and index > (tagged[0] if tagged else -1)
    return index + 1 - added


def _one_line(text: str) -> str:
    return " ".join(text.split())
