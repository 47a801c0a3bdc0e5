"""The parameters a notebook was given: papermill only warns of one that does not exist, so a misspelt one is caught here."""

import ast

from needs.mistakes import Mistake

INJECTED = "# Parameters"  # the first line of the cell that papermill puts after the notebook's own parameters


def check(cells: list[str], known: tuple[str, ...]) -> None:
    """Raise a Mistake, in one line that lists what there is, if papermill set a name the notebook does not know."""
    for source in cells:
        if source.startswith(INJECTED):
            for name in _assigned(source):
                if name not in known:
                    raise Mistake(f"parameter {name!r} is unknown; there are: {', '.join(known)}")


def _assigned(source: str) -> list[str]:
    statements = ast.parse(source).body
    return [target.id for line in statements if isinstance(line, ast.Assign) for target in line.targets]
