"""A notebook's document without a kernel: its cells run as a script in this process, then exported as ours are."""

import ast

import nbformat
from IPython.core.interactiveshell import InteractiveShell
from nbformat import NotebookNode
from nbformat.v4 import new_output

from needs.folders import Folders
from needs.publish.documents import Job
from needs.publish.provenance import provenance
from needs.publish.render import SUFFIX, _document

TAG = "parameters"
_made_from = {}  # once a process, as for our workers


def scripted(job: Job, folders: Folders) -> None:
    """Both editions of a job's document, in its folder."""
    path = folders.notebooks / f"{job.notebook}.ipynb"
    if job.notebook not in _made_from:
        _made_from[job.notebook] = provenance(path, dict(job.parameters), folders)
    executed = _executed(nbformat.read(path, as_version=4), dict(job.parameters))
    job.destination.mkdir(parents=True, exist_ok=True)
    for edition, suffix in SUFFIX.items():
        text = _document(executed, edition, _made_from[job.notebook], job.destination, folders)
        (job.destination / f"{job.notebook}{suffix}").write_bytes(text.encode())


def _executed(notebook: NotebookNode, parameters: dict[str, str]) -> NotebookNode:
    names, shell = {"In": [""]}, InteractiveShell.instance()
    for cell in notebook.cells:
        if cell.cell_type == "code":
            names["In"].append(cell.source)
            shown = _shown(cell.source, names)
            if shown is not None:
                data, metadata = shell.display_formatter.format(shown)
                cell.outputs = [new_output("execute_result", data=data, metadata=metadata, execution_count=1)]
        if TAG in cell.metadata.get("tags", []):
            names.update(parameters)
    notebook.cells = [cell for cell in notebook.cells if TAG not in cell.metadata.get("tags", [])]
    return notebook


def _shown(source: str, names: dict) -> object:
    """What a cell shows: the value of its last line, if that is an expression."""
    lines = ast.parse(source).body
    last = lines.pop() if lines and isinstance(lines[-1], ast.Expr) else None
    exec(compile(ast.Module(lines, type_ignores=[]), "cell", "exec"), names)
    return eval(compile(ast.Expression(last.value), "cell", "eval"), names) if last else None
