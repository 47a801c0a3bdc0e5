"""The parameters of a notebook: what each is by default, and whether those it was given exist, of which papermill only warns."""

import ast
import json
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from needs.mistakes import Mistake

TAG = "parameters"  # of the cell that holds the defaults
INJECTED = "# Parameters"  # the first line of the cell that papermill puts after the notebook's own parameters


def check() -> None:
    """Raise a Mistake, in one line that lists what there is, if papermill set a name the notebook does not know.

    What a kernel has run lies in its `In`; a script has none.
    """
    known: list[str] = []
    for source in getattr(sys.modules.get("__main__"), "In", []):
        if source.startswith(INJECTED):
            for name in _assigned(source):
                if name not in known:
                    there_are = ", ".join(dict.fromkeys(known))
                    raise Mistake(
                        f"parameter {name!r} is unknown; there are: {there_are}"
                        if known
                        else f"parameter {name!r} was given to a notebook that has none: change the cell that opens its report"
                    )
        known += _declared(source)


def defaults(notebook: Path) -> dict[str, object]:
    """What a notebook's parameters are where nobody gives others, in its order; none of a file that is no notebook.

    Read without papermill, which takes seconds to load: a run that finds every document up to date needs nothing else of it.
    """
    try:
        cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
        tagged = ["".join(cell["source"]) for cell in cells if TAG in cell["metadata"].get("tags", [])]
        return {name: value for source in tagged[:1] for name, value in _literals(source)}
    except (ValueError, KeyError, TypeError, AttributeError, SyntaxError):
        return {}  # running it says what is wrong with it


def _literals(source: str) -> Iterator[tuple[str, object]]:
    for line in ast.parse(source).body:
        if isinstance(line, ast.AnnAssign | ast.Assign) and line.value:
            targets: list[ast.expr] = [line.target] if isinstance(line, ast.AnnAssign) else line.targets
            yield from ((_name(target), ast.literal_eval(line.value)) for target in targets)


def _declared(source: str) -> list[str]:
    """The names that a cell gives a type and a value, as a cell of parameters does; none of a cell that is no plain Python."""
    with suppress(SyntaxError):
        return [_name(line.target) for line in ast.parse(source).body if isinstance(line, ast.AnnAssign)]
    return []


def _assigned(source: str) -> list[str]:
    statements = ast.parse(source).body
    return [_name(target) for line in statements if isinstance(line, ast.Assign) for target in line.targets]


def _name(target: ast.expr) -> str:
    if not isinstance(target, ast.Name):
        raise TypeError("a parameter is a name")
    return target.id
