"""The documents of one run, rendered one after the other: one that fails is said in a line and stops no other."""

from collections.abc import Callable, Iterable
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from needs.folders import Folders
from needs.mistakes import Mistake
from needs.publish.render import RenderError, render

NOTEBOOK = "needs_assessment"


def rendered(
    wanted: Iterable[tuple[str, str]], check: Callable[[str, str], object], folders: Folders, console: Console
) -> list[str]:
    """One line for each partnership and quarter whose document failed; the paths of the others are printed.

    `check` raises a Mistake for a partnership and quarter that cannot be; the console shows the progress.
    """
    failed, wanted = [], list(wanted)
    with _bar(console) as bar:
        task = bar.add_task("Rendering", total=len(wanted))
        for partnership, quarter in wanted:
            bar.update(task, description=f"{partnership}, {quarter}")
            try:
                check(partnership, quarter)  # says what is wrong in words; the notebook would say in which cell
                print(folders.relative(_document(partnership, quarter, folders)))
            except Exception as failure:
                failed.append(f"{partnership}, {quarter}: {_in_one_line(failure)}")
            bar.advance(task)
    return failed


def _document(partnership: str, quarter: str, folders: Folders) -> Path:
    destination = folders.reports / partnership / quarter.lower().replace(" ", "-")
    notebook = folders.notebooks / f"{NOTEBOOK}.ipynb"
    reader, *_ = render(notebook, {"partnership": partnership, "quarter": quarter}, destination, folders)
    return reader


def _in_one_line(failure: Exception) -> str:
    said = " ".join(str(failure).split())
    is_ours = isinstance(failure, Mistake | RenderError | OSError)
    return said if is_ours else f"{type(failure).__name__}: {said}"


def _bar(console: Console) -> Progress:
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    return Progress(*columns, console=console, transient=True, disable=not console.is_terminal)
