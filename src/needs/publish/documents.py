"""The documents of one run, rendered one after the other: one that fails is said in a line and stops no other."""

from collections.abc import Callable, Iterable
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from needs.folders import Folders
from needs.mistakes import Mistake
from needs.publish.render import RenderError, render

NOTEBOOKS = ("needs_assessment", "data_quality")  # each for one partnership and quarter


def known(names: Iterable[str]) -> tuple[str, ...]:
    """The notebooks of these names; a Mistake lists what there is where one is unknown."""
    names = tuple(dict.fromkeys(names))
    unknown = [name for name in names if name not in NOTEBOOKS]
    if unknown:
        raise Mistake(f"there is no document {unknown[0]!r}; there are {', '.join(NOTEBOOKS)}")
    return names


def rendered(
    wanted: Iterable[tuple[str, str]],
    notebooks: Iterable[str],
    check: Callable[[str, str], object],
    folders: Folders,
    console: Console,
) -> list[str]:
    """One line for each document that failed: a notebook for a partnership and quarter; the paths of the others are printed.

    `check` raises a Mistake for a partnership and quarter that cannot be; the console shows the progress.
    """
    failed, wanted, notebooks = [], list(wanted), list(notebooks)
    with _bar(console) as bar:
        task = bar.add_task("Rendering", total=len(wanted) * len(notebooks))
        for partnership, quarter in wanted:
            about = f"{partnership}, {quarter}"
            try:
                check(partnership, quarter)  # says what is wrong in words; the notebook would say in which cell
            except Exception as failure:
                failed.append(f"{about}: {_in_one_line(failure)}")
                bar.advance(task, len(notebooks))
                continue
            for notebook in notebooks:
                bar.update(task, description=f"{notebook}: {about}")
                failed += _attempted(partnership, quarter, notebook, folders)
                bar.advance(task)
    return failed


def _attempted(partnership: str, quarter: str, notebook: str, folders: Folders) -> list[str]:
    """Nothing, once the document's path is printed; or why it could not be rendered."""
    try:
        print(folders.relative(_document(partnership, quarter, notebook, folders)))
    except Exception as failure:
        return [f"{notebook}: {partnership}, {quarter}: {_in_one_line(failure)}"]
    return []


def _document(partnership: str, quarter: str, notebook: str, folders: Folders) -> Path:
    destination = folders.reports / partnership / quarter.lower().replace(" ", "-")
    path = folders.notebooks / f"{notebook}.ipynb"
    reader, *_ = render(path, {"partnership": partnership, "quarter": quarter}, destination, folders)
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
