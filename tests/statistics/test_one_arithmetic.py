"""All arithmetic of statistics is in one room: counting and presenting ask it, and have no libraries of their own for it."""

import ast
from pathlib import Path

import pytest

CODE = Path(__file__).parents[2] / "src" / "needs"
ROOMS = [path for room in ("measure", "present") for path in sorted((CODE / room).rglob("*.py"))]
ASKING = [path for path in ROOMS if not path.name.startswith("disclosure")]  # hiding counts solves equations of its own
LIBRARIES = {"scipy", "statsmodels", "statistics"}


def imported(path):
    """The first names of all modules that a file imports."""
    nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    names = [alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names]
    names += [node.module or "" for node in nodes if isinstance(node, ast.ImportFrom) and not node.level]
    return {name.partition(".")[0] for name in names}


@pytest.mark.parametrize("path", ASKING, ids=lambda path: path.relative_to(CODE).as_posix())
def test_no_library_of_statistics_is_used_outside_the_statistics(path):
    assert imported(path) & LIBRARIES == set()


@pytest.mark.parametrize("path", ASKING, ids=lambda path: path.relative_to(CODE).as_posix())
def test_no_quantile_and_no_square_root_is_worked_out_outside_the_statistics(path):
    names = {
        node.attr for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Attribute)
    }
    numbers = {
        node.value for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Constant)
    }

    assert names & {"sqrt", "ppf", "isf", "log", "arcsin"} == set()
    assert [number for number in numbers if isinstance(number, float) and number in (1.96, 1.959964, 2.66, 3.09)] == []
